"""The hard gates refuse each fault, and only faults."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.questions import ClaimKind, Question, make_questions
from bot.domain.questions.gates import Gate, faults
from bot.languages import load
from tests.domain.questions.samples import AFTERWORD, GARDEN, written

ARTICLE, SECTION = written(GARDEN, afterword=AFTERWORD)
GOOD = make_questions(ARTICLE, [SECTION], load("en")).questions
NORM = next(question for question in GOOD if question.kind is ClaimKind.NORM)
BY_HAND = replace(NORM, text="How would you feel about being the keeper of a plot in this garden?")


def gates(*questions: Question) -> set[Gate]:
    return {fault.gate for fault in faults(ARTICLE, [SECTION], questions, load("en"))}


def test_what_was_made_passes() -> None:
    assert len(GOOD) >= 3
    assert gates(*GOOD) == set()


def test_a_question_by_hand_passes() -> None:
    assert gates(BY_HAND) == set()


@pytest.mark.parametrize(
    ("text", "gate"),
    [
        ("Should every plot have a keeper?", Gate.OPEN),
        ("Don’t you think that every plot needs a keeper?", Gate.OPEN),
        ("What is a keeper for? Who pays for one?", Gate.ONE_MARK),
        ("Think about the keepers.", Gate.ONE_MARK),
        ("What follows from it, since every plot must have one named keeper?", Gate.NO_ANSWER),
        ("Why, obviously, does a plot need a keeper?", Gate.NO_ANSWER),
        ("What " + "on earth " * 30 + "is a keeper for?", Gate.LENGTH),
    ],
)
def test_a_faulty_question_is_refused(text: str, gate: Gate) -> None:
    assert gate in gates(replace(NORM, text=text))


def test_a_passage_outside_the_section_is_refused() -> None:
    start = ARTICLE.text.index("Never forget")
    span = (start, start + 40)
    assert gates(replace(BY_HAND, span=span, evidence=ARTICLE.text[slice(*span)])) == {Gate.VERBATIM}


def test_a_passage_that_was_touched_is_refused() -> None:
    assert gates(replace(BY_HAND, evidence=NORM.evidence.replace("one", "a"))) == {Gate.VERBATIM}


def test_an_ask_of_another_kind_does_not_fit() -> None:
    assert gates(replace(NORM, text="How much would you stake on this, and what makes you hesitate?")) == {Gate.FITS}


def test_an_ask_with_words_of_another_passage_does_not_fit() -> None:
    assert gates(
        replace(NORM, text="What would it take for the moon to have one named keeper, and who would bear the cost?")
    ) == {Gate.FITS}


def test_an_ask_is_used_once() -> None:
    assert gates(NORM, NORM) == {Gate.NO_REPEAT}


SPOKEN = "“Every garden is an argument about water and time,” said Amina Okoro. Bram Jansen disagrees."


def test_a_speaker_cannot_be_swapped_or_dropped() -> None:
    article, section = written(SPOKEN)
    (question,) = make_questions(article, [section], load("en")).questions
    swapped = replace(question, text=question.text.replace("Amina Okoro", "Bram Jansen"))
    dropped = replace(question, text="When might this not be true?")
    for faulty in (swapped, dropped):
        assert Gate.SPEAKER in {fault.gate for fault in faults(article, [section], [faulty], load("en"))}


RESTRICTED = "Large numbers, unless they are independent, are no protection. The yard learned it in its third year."


@pytest.mark.parametrize(
    "text",
    [
        "Who might dispute that large numbers are no protection, and on what grounds?",
        "What does “Large numbers are no protection” mean to you, going by this passage?",
    ],
)
def test_a_claim_that_lost_its_restriction_is_refused(text: str) -> None:
    article, section = written(RESTRICTED)
    made = make_questions(article, [section], load("en")).questions[0]
    assert Gate.QUOTED not in {fault.gate for fault in faults(article, [section], [made], load("en"))}
    altered = [replace(made, text=text)]
    assert Gate.QUOTED in {fault.gate for fault in faults(article, [section], altered, load("en"))}


def test_a_person_may_quote_from_anywhere_in_the_article_but_to_the_letter() -> None:
    ours = replace(BY_HAND, text="What makes the remark that “the council is likely to sell the land” sound so sure?")
    assert gates(ours) == set()
    assert gates(replace(ours, text=ours.text.replace("likely", "certain"))) == {Gate.QUOTED}
