"""How many, which and in which order."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.lessons import Step
from bot.domain.questions import ClaimKind, make_questions
from bot.domain.questions.choosing import Scored, choose, supply
from bot.domain.questions.passages import Candidate
from bot.domain.questions.sentences import Span
from bot.domain.questions.units import Unit
from bot.languages import load
from tests.domain.questions.samples import AFTERWORD, GARDEN, asked, passages, written

ITEMS = (
    "Every plot must have one named keeper.",
    "Keep one key for every shed.",
    "The beds dry out because nobody owns the pump.",
    "A common shed is more useful than ten private ones.",
    "Shared plots look friendly on paper, but weeds grow where nobody cares.",
    "Planting before the soil was tested was a mistake.",
)


@pytest.mark.parametrize(
    ("words", "least", "most"), [(0, 1, 1), (39, 1, 1), (40, 2, 3), (99, 2, 3), (100, 3, 5), (299, 3, 5), (300, 5, 7)]
)
def test_the_number_follows_the_supply(words: int, least: int, most: int) -> None:
    assert supply(words) == (least, most)


def test_a_set_is_never_padded_and_says_so() -> None:
    found = asked("We dug the beds in November. " * 30 + "Every plot must have one named keeper.")
    assert len(found.questions) == 1
    assert "Only 1 good question found" in found.note
    none = asked("We dug the beds in November. " * 30)
    assert not none.questions
    assert none.note == "No good question found: nothing in the section generalises."


def test_a_set_holds_different_kinds_of_claims() -> None:
    kinds = [question.kind for question in asked(GARDEN).questions]
    assert len(set(kinds)) == len(kinds)


def test_the_authors_question_comes_first_and_what_would_we_do_last() -> None:
    questions = asked(GARDEN).questions
    assert questions[0].kind is ClaimKind.QUESTION
    assert questions[-1].rule.endswith("close")


def test_without_a_question_of_the_author_an_easy_one_opens() -> None:
    questions = asked("\n\n".join(f"- {item}" for item in ITEMS)).questions
    assert [question.rule.rpartition(", ")[2] for question in (questions[0], questions[-1])] == ["open", "close"]


def test_spares_are_good_questions_with_asks_of_their_own() -> None:
    found = asked("\n\n".join(f"- {item}" for item in ITEMS), limit=2)
    asks = [question.text for question in (*found.questions, *found.spares)]
    assert len(found.spares) >= 2
    assert len(set(asks)) == len(asks)
    assert not {one.span for one in found.spares} & {one.span for one in found.questions}


def test_the_limit_is_kept() -> None:
    assert len(asked(GARDEN, limit=3).questions) == 3


@settings(deadline=None)
@given(st.integers(0, 10**6))
def test_a_shuffled_list_gives_the_same_questions(seed: int) -> None:
    shuffled = random.Random(seed).sample(ITEMS, len(ITEMS))
    before = {(one.text, one.evidence) for one in asked("\n\n".join(f"- {item}" for item in ITEMS)).questions}
    after = {(one.text, one.evidence) for one in asked("\n\n".join(f"- {item}" for item in shuffled)).questions}
    assert before == after


def test_what_stands_after_the_section_changes_nothing() -> None:
    with_appeal = asked(GARDEN, afterword=AFTERWORD)
    assert [one.text for one in with_appeal.questions] == [one.text for one in asked(GARDEN).questions]
    assert not any("donate" in passage for passage in passages(with_appeal))


def test_the_steps_below_the_lessons_are_used_only_without_lessons() -> None:

    article, section = written("Every plot must have one named keeper.", afterword="Water has to come before flowers.")
    rest = replace(
        section,
        start=article.blocks[-1].start,
        end=article.blocks[-1].end,
        blocks=article.blocks[-1:],
        step=Step.CONCLUSION,
    )
    found = make_questions(article, [section, rest], load("en"))
    assert passages(found) == ["Every plot must have one named keeper."]
    assert passages(make_questions(article, [rest], load("en"))) == ["Water has to come before flowers."]


def test_nothing_found_gives_nothing_and_complains_of_nothing() -> None:

    article, _ = written("Every plot must have one named keeper.")
    found = make_questions(article, [], load("en"))
    assert (found.questions, found.rejected, found.note) == ((), (), "")


def test_questions_in_a_section_of_their_own_leave_the_lessons_their_places() -> None:
    text = "- Who pays for the pump?\n\n- Who keeps the key?\n\n- Every plot must have one named keeper of its own."
    article, whole = written(text)
    apart = replace(whole, end=whole.blocks[1].end, blocks=whole.blocks[:2], step=Step.AUTHOR_QUESTIONS)
    lessons = replace(whole, start=whole.blocks[2].start, blocks=whole.blocks[2:])
    found = make_questions(article, [lessons, apart], load("en")).questions
    assert [one.kind is ClaimKind.QUESTION for one in found] == [True, True, False]


def test_an_aside_is_not_asked_about_though_a_set_would_be_the_longer_for_it() -> None:
    span = Span(0, 28)
    candidate = Candidate(span, span, (ClaimKind.CLAIM,), Unit(span, False, "", 0, 0))
    aside = Scored(candidate, {}, "Hens rarely lay in the shed.", {}, importance=-2.0)
    assert choose([aside], 1, 3, Counter()) == []
    assert choose([replace(aside, importance=0.0)], 1, 3, Counter())


def test_an_announced_lesson_is_not_held_back_by_the_sentence_that_opens_its_paragraph() -> None:
    text = "The pump is still there, but nobody uses it. The lesson is that a tool needs a keeper."
    assert passages(asked(text)) == ["The lesson is that a tool needs a keeper."]


def test_what_a_passage_only_mentions_gets_it_no_place_before_a_general_claim() -> None:
    general = "A doubt that is spoken once has not been spoken."
    mention = "Our gate is kept open by the members of the club."
    assert passages(asked(f"{mention}\n\n{general}")) == [general]
