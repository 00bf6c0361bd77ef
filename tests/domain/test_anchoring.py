"""A changed text under questions: what can still be quoted is kept or moved, what cannot is withdrawn."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.anchoring import Fate, anchor, lessons_changed, still_the_story
from bot.domain.article import Article, Block, BlockKind
from bot.domain.lessons import LessonSection
from bot.domain.questions import ClaimKind, Question
from bot.domain.reading import PlannedQuestion

SENTENCES = ["Ask first.", "Count twice, and then again.", "Write it down.", "Feed the cook.", "Ask first of all."]


def article(text: str) -> Article:
    return Article("The strike", text, (Block(BlockKind.PARAGRAPH, 0, len(text)),))


def asked(text: str, evidence: str) -> PlannedQuestion:
    start = text.index(evidence)
    question = Question("Why?", evidence, ClaimKind.NORM, (start, start + len(evidence)), "norm-1", "1")
    return PlannedQuestion(1, 1, question)


@given(
    st.lists(st.sampled_from(SENTENCES), max_size=8), st.sampled_from(SENTENCES), st.sampled_from([" ", "\n", "\n\n"])
)
def test_a_question_stands_exactly_where_its_passage_stands_or_is_withdrawn(
    after: list[str], evidence: str, between: str
) -> None:
    before, changed = " ".join(SENTENCES), article(between.join(after))
    (found,) = anchor(changed, [asked(before, evidence)])
    start, end = found.planned.question.span
    if found.fate is Fate.WITHDRAWN:
        assert evidence not in changed.text
        assert found.planned == asked(before, evidence)
    else:
        assert changed.text[start:end] == found.planned.question.evidence
        assert found.planned.question.evidence.split() == evidence.split()


def test_a_passage_that_is_wrapped_anew_has_moved_and_the_nearest_is_taken() -> None:
    text = "Count twice. And so on. " * 3
    planned = asked("x" * 30 + " Count twice.", "Count twice.")
    (found,) = anchor(article(text.replace("Count twice", "Count\ntwice")), [planned])
    assert found.fate is Fate.MOVED
    assert found.planned.question.span == (24, 36)


def test_an_error_page_and_another_article_are_no_versions_of_a_story() -> None:
    story = article("The bread stayed in the ovens because nobody had asked the bakers. " * 5)
    longer = article(story.text + "And this was added later, when all was over and told. " * 3)
    assert still_the_story(story, longer)
    assert still_the_story(longer, story)
    assert not still_the_story(
        story, article("This page cannot be found. Go back to the front page, please, and search.")
    )


def test_the_lessons_are_the_same_however_they_are_wrapped() -> None:
    text = "Ask first. Count twice."
    section = LessonSection("Lessons", 0, len(text), ())
    wrapped = article("Ask first.\nCount  twice.")
    assert not lessons_changed(article(text), [section], wrapped, [replace(section, end=len(wrapped.text))])
    assert lessons_changed(article(text), [section], article("Ask last."), [replace(section, end=9)])
    assert lessons_changed(article(text), [section], article(text), [])
