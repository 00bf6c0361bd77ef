"""An article with what there is to discuss in it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.article import Article
from bot.domain.lessons import LessonSection
from bot.domain.questions import QuestionSet


@dataclass(frozen=True, slots=True)
class Study:
    """`sections`: where the article says what is to be learnt. `questions`: what may be asked about them."""

    article: Article
    sections: tuple[LessonSection, ...]
    questions: QuestionSet
