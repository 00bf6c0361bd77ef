"""Where an article says what is to be learnt from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.article import Block


class Step(StrEnum):
    """What kind of section was found: the first is what we look for, the others are the ladder below it, each labelled as what it is."""

    LESSONS = "lessons"
    AUTHOR_QUESTIONS = "author_questions"
    KEY_POINTS = "key_points"
    CONCLUSION = "conclusion"


@dataclass(frozen=True, slots=True)
class LessonSection:
    """A section `[start, end)` of `Article.text`, without its heading. `blocks` are the article's blocks inside it, subheadings included."""

    heading: str
    start: int
    end: int
    blocks: tuple[Block, ...]
    step: Step = Step.LESSONS
