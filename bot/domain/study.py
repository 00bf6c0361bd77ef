"""What an article gives a group to discuss: its lessons sections and the questions made of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.article import Article
from bot.domain.language import Language
from bot.domain.lessons import LessonSection, find_lessons
from bot.domain.questions import QuestionSet, make_questions

MOST_QUESTIONS = 7


@dataclass(frozen=True, slots=True)
class Study:
    """An article, the sections found in it (lessons, or the ladder below them) and its questions."""

    article: Article
    sections: tuple[LessonSection, ...]
    questions: QuestionSet


def study(
    article: Article,
    languages: Iterable[Language],
    *,
    limit: int = MOST_QUESTIONS,
    extra_headings: Iterable[str] = (),
) -> Study:
    """The study of an article. Pure: the same article gives the same study.

    `extra_headings`: a server's own lessons headings. `limit`: the most questions wanted.
    """
    known = tuple(languages)
    sections = find_lessons(article, known, extra_headings)
    language = next((language for language in known if language.tag == article.language), None)
    return Study(article, sections, make_questions(article, sections, language, limit=limit))
