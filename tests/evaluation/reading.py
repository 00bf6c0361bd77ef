"""How well articles are read: titles, lessons headings, the sections' words, the authors' questions."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape

from bot.domain.lessons import Step
from bot.domain.study import study
from bot.errors import ArticleError
from bot.languages import all_languages
from bot.sources.read import read_article
from tests.evaluation.labelled import Labelled

_ALIKE = 0.85
_FIRST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Found:
    """What a way of reading makes of an article: its title, sections as (heading, text), and questions."""

    title: str
    sections: tuple[tuple[str, str], ...] = ()
    questions: tuple[str, ...] = ()


Reader = Callable[[Labelled], Found]


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1 over some articles, and counts as (these, of so many).

    `section_f1`: words of the sections, mean over the articles that have one; a miss is 0. `negatives`: articles
    without a lessons section that were given one. `overrun`: sections that run on into what stands behind them.
    """

    articles: int
    titles: float
    precision: float
    recall: float
    heading_f1: float
    section_f1: float
    negatives: tuple[int, int]
    overrun: tuple[int, int]
    questions: tuple[int, int]


def ours(article: Labelled) -> Found:
    """The reader under test."""
    try:
        read = read_article(article.data, name=article.name)
    except ArticleError:
        return Found("")
    found = study(read, all_languages())
    sections = [one for one in found.sections if one.step is Step.LESSONS]
    return Found(
        read.title,
        tuple((one.heading, read.text[one.start : one.end]) for one in sections),
        tuple(question.text for question in found.questions.questions),
    )


def score(articles: Sequence[Labelled], reader: Reader) -> Score:
    """How well the reader does on the articles."""
    pairs = [(article, reader(article)) for article in articles]
    wanted = sum(len(article.headings) for article, _ in pairs)
    given = sum(len(found.sections) for _, found in pairs)
    hits = sum(_hits(article, found) for article, found in pairs)
    positives = [(article, found) for article, found in pairs if article.headings]
    negatives = [bool(found.sections) for article, found in pairs if not article.headings]
    overrun = [_runs_on(article, found) for article, found in positives if article.after and _hits(article, found)]
    asked = [
        any(_same_question(one, text) for text in found.questions)
        for article, found in pairs
        for one in article.questions
    ]
    return Score(
        len(pairs),
        _mean([alike(found.title, article.title) for article, found in pairs]),
        hits / given if given else 0.0,
        hits / wanted if wanted else 0.0,
        2 * hits / (given + wanted) if given + wanted else 1.0,
        _mean(
            [token_f1(" ".join(text for _, text in found.sections), article.section) for article, found in positives]
        ),
        (sum(negatives), len(negatives)),
        (sum(overrun), len(overrun)),
        (sum(asked), len(asked)),
    )


def slices(articles: Sequence[Labelled]) -> dict[str, list[Labelled]]:
    """All of them, and those of each format and of each language."""
    parts = {"all": list(articles)}
    for article in articles:
        parts.setdefault(f".{article.format}", []).append(article)
    for article in sorted(articles, key=lambda one: one.language):
        parts.setdefault(article.language, []).append(article)
    return parts


def _hits(article: Labelled, found: Found) -> int:
    """How many of the article's lessons headings were found; each finding counts for one of them."""
    left = [heading for heading, _ in found.sections]
    hits = 0
    for heading in article.headings:
        match = next((one for one in left if alike(one, heading)), None)
        if match is not None:
            left.remove(match)
            hits += 1
    return hits


def _runs_on(article: Labelled, found: Found) -> bool:
    """Whether what follows the last section was taken into it."""
    behind = " ".join(plain(article.after).split()[:_FIRST_WORDS])
    taken = plain(" ".join(text for _, text in found.sections))
    return behind.count(" ") > 0 and f" {behind}" in f" {taken}" and f" {behind}" not in f" {plain(article.section)}"


def _same_question(own: str, text: str) -> bool:
    one, other = plain(own), plain(text)
    return alike(own, text) or one in other or (len(other) > 20 and other in one)


def alike(one: str, other: str) -> bool:
    """Whether two headings or titles are the same for a reader: case, marks and a few letters do not count."""
    one, other = plain(one), plain(other)
    if not one or not other:
        return one == other
    shorter, longer = sorted((one, other), key=len)
    if shorter in longer and len(shorter) >= 0.6 * len(longer):
        return True
    return SequenceMatcher(None, one, other).ratio() >= _ALIKE


def token_f1(found: str, gold: str) -> float:
    """F1 of the words, each as often as it stands."""
    one, other = Counter(_words(found)), Counter(_words(gold))
    both = (one & other).total()
    return 2 * both / (one.total() + other.total()) if both else 0.0


def plain(text: str) -> str:
    """Words alone, in one case."""
    return " ".join(_words(text))


def _words(text: str) -> list[str]:
    text = re.sub(r"!?\[([^\[\]]*)\]\([^()]*\)", r"\1", text)
    text = re.sub(r"<[^<>]+>|\[\^[^\]]*\]:?|https?://\S+", " ", unescape(text))
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 1.0
