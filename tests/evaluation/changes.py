"""Changes that must not change the questions: metamorphic tests, each giving the share of questions that stay."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from markdown_it import MarkdownIt

from bot.domain.article import Article, Block, BlockKind
from bot.domain.lessons import LessonSection, Step, find_lessons
from bot.domain.questions import make_questions
from bot.domain.questions.gates import faults
from bot.languages import all_languages, load
from bot.sources.read import read_article
from tests.evaluation.corpus import OWN, Case

APPEAL = (
    "\n\n## Support us\n\nPlease donate today. Your gift must reach us before the end of the month, because "
    "every pound helps. What will you give?\n"
)


def _asked(article: Article) -> set[tuple[str, str]]:
    sections = [one for one in find_lessons(article, all_languages()) if one.step is Step.LESSONS]
    found = make_questions(article, sections, load(article.language)).questions
    return {(one.text, " ".join(one.evidence.split())) for one in found}


def kept_share(before: set[tuple[str, str]], after: set[tuple[str, str]]) -> float:
    return len(before & after) / len(before | after) if before | after else 1.0


def _appeal(text: str) -> str:
    return text + APPEAL


def _crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def _tracking(text: str) -> str:
    return text.replace("\n\n## ", "\n\n[More](https://example.org/?utm_source=a&utm_medium=b)\n\n## ", 1)


def _html(text: str) -> str:
    head, _, body = text.partition("+++\n\n")
    title = re.search(r'title = "(.*)"', head)
    named = title[1] if title else ""
    rendered = MarkdownIt().render(body)
    return f"<!doctype html><html lang=en><title>{named}</title><body><article><h1>{named}</h1>{rendered}</article>"


MARKUP: dict[str, tuple[str, Callable[[str], str]]] = {
    "appeal appended": ("a.md", _appeal),
    "CRLF": ("a.md", _crlf),
    "tracking links": ("a.md", _tracking),
    "Markdown to HTML": ("a.html", _html),
}


def through_the_reader() -> dict[str, float]:
    """Each change of our own articles' files: the share of questions that stay, over all of them."""
    shares: dict[str, list[float]] = {name: [] for name in MARKUP}
    for path in sorted(OWN.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        before = _asked(read_article(text.encode(), name="a.md"))
        for name, (file, change) in MARKUP.items():
            shares[name].append(kept_share(before, _asked(read_article(change(text).encode(), name=file))))
    return {name: sum(found) / len(found) for name, found in shares.items()}


def shuffled_lists(cases: list[Case]) -> float:
    """The share of passages that stay when the items of a section that is one short list change places."""
    shares = []
    for case in cases:
        blocks = case.sections[0].blocks
        items = [case.article.block_text(block) for block in blocks]
        if {block.kind for block in blocks} == {BlockKind.LIST_ITEM} and len(items) <= 7:
            before = _passages(case, items)
            after = _passages(case, random.Random(case.name).sample(items, len(items)))
            shares.append(len(before & after) / len(before | after) if before | after else 1.0)
    return sum(shares) / len(shares) if shares else 1.0


def _passages(case: Case, items: list[str]) -> set[str]:
    """What is quoted of an article that is nothing but the list."""
    blocks, start = [], 0
    for item in items:
        blocks.append(Block(BlockKind.LIST_ITEM, start, start + len(item), 1))
        start += len(item) + 2
    article = replace(case.article, text="\n\n".join(items), blocks=tuple(blocks))
    section = LessonSection("Lessons", 0, len(article.text), tuple(blocks))
    return {one.evidence for one in make_questions(article, [section], case.language).questions}


def survivors_elsewhere(cases: list[Case]) -> int:
    """How many questions the gates let pass when another article's section stands in place of theirs: none may."""
    passed = 0
    for case, other in zip(cases, [*cases[1:], cases[0]], strict=True):
        refused = {fault.index for fault in faults(other.article, other.sections, case.found.questions, case.language)}
        passed += len(case.found.questions) - len(refused)
    return passed
