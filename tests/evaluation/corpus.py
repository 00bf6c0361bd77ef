"""The articles questions are measured on: our own, and the labelled ones where READING_CIRCLE_ARTICLES names them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.domain.article import Article
from bot.domain.language import Language
from bot.domain.lessons import LessonSection, Step, find_lessons
from bot.domain.questions import QuestionSet, make_questions
from bot.languages import all_languages, load
from bot.sources.read import read_article

OWN = Path(__file__).parents[2] / "sandbox" / "demo" / "texts"


@dataclass(frozen=True, slots=True)
class Case:
    """One article with its lessons sections and the questions made of them."""

    name: str
    article: Article
    sections: tuple[LessonSection, ...]
    language: Language | None
    found: QuestionSet

    @property
    def words(self) -> int:
        return sum(len(self.article.text[one.start : one.end].split()) for one in self.sections)


def cases() -> list[Case]:
    """Every article of the corpus in which the reader finds a lessons section."""
    read = [case_of(path.stem, path.read_bytes(), path.name) for path in sorted(OWN.glob("*.md"))]
    return [case for case in (*read, *_labelled()) if case.sections]


def case_of(name: str, data: bytes, file: str) -> Case:
    article = read_article(data, name=file)
    sections = tuple(one for one in find_lessons(article, all_languages()) if one.step is Step.LESSONS)
    language = load(article.language)
    return Case(name, article, sections, language, make_questions(article, sections, language))


def _labelled() -> Iterator[Case]:
    folder = os.environ.get("READING_CIRCLE_ARTICLES")
    if not folder:
        return
    root = Path(folder)
    for line in (root / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if label["has_lessons"]:
            path = root / "texts" / f"{label['id']}.{label['format']}"
            yield case_of(label["id"], path.read_bytes(), path.name)
    for path in sorted(root.glob("*.txt")):
        yield case_of(path.stem, path.read_bytes(), path.name)
