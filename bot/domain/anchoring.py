"""A changed text under questions that were made from the old one: each is kept, moved, or withdrawn.

A question is a quotation plus an ask; where the quotation no longer stands in the article, there is nothing to ask.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.article import Article
from bot.domain.lessons import LessonSection
from bot.domain.questions import Question
from bot.domain.reading import PlannedQuestion

RUN = 4
SAME_STORY = 0.5


class Fate(StrEnum):
    KEPT = "kept"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Anchored:
    """A question in the new text. Withdrawn, it is as it was."""

    planned: PlannedQuestion
    fate: Fate


def anchor(article: Article, planned: Sequence[PlannedQuestion]) -> list[Anchored]:
    """Each question with its passage found again in the changed text, nearest to where it stood."""
    return [_anchored(article, each) for each in planned]


def _anchored(article: Article, planned: PlannedQuestion) -> Anchored:
    question = planned.question
    if article.text[question.span[0] : question.span[1]] == question.evidence:
        return Anchored(planned, Fate.KEPT)
    found = _found(article.text, question)
    if found is None:
        return Anchored(planned, Fate.WITHDRAWN)
    moved = replace(question, span=found, evidence=article.text[found[0] : found[1]])
    return Anchored(replace(planned, question=moved), Fate.MOVED)


def _found(text: str, question: Question) -> tuple[int, int] | None:
    """Where the passage stands now, however its lines are wrapped; the place nearest to the old one."""
    words = r"\s+".join(map(re.escape, question.evidence.split()))
    places = [match.span() for match in re.finditer(words, text)] if words else []
    return min(places, key=lambda span: abs(span[0] - question.span[0]), default=None)


def still_the_story(before: Article, after: Article) -> bool:
    """Whether one text is a version of the other: most of one's runs of words stand in the other too.

    An error page, or another article under the old address, is none.
    """
    old, new = _runs(before.text), _runs(after.text)
    return len(old & new) >= SAME_STORY * min(len(old), len(new))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return {tuple(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))}


def lessons_changed(
    before: Article, old: Sequence[LessonSection], after: Article, new: Sequence[LessonSection]
) -> bool:
    """Whether what the article says is to be learnt is no longer the same, white space aside."""
    return _lessons(before, old) != _lessons(after, new)


def _lessons(article: Article, sections: Sequence[LessonSection]) -> list[tuple[str, list[str]]]:
    return [(each.heading, article.text[each.start : each.end].split()) for each in sections]
