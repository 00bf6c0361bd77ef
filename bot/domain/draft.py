"""A draft: an article as a source read it, in pieces, with the page's boilerplate still in it.

Every source (plain text, Markdown, HTML) ends in a `Draft`; `finish` makes the `Article` of it, the same way for all of
them: language, title, boilerplate out, and one normal text with the blocks as offsets into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from textwrap import shorten

from bot.domain.article import Article, Block, BlockKind
from bot.domain.boilerplate import FRONT, without_boilerplate
from bot.domain.boilerplate_cues import FRONT_LINE, Cues, cues_of
from bot.domain.bylines import Byline
from bot.domain.headings import HeadingWords, Step, words_of
from bot.domain.language import Language, guess_language, relevant
from bot.domain.phrases import fold
from bot.domain.piece import Piece, shows, tidy_line, tidy_name

LAST = 3
"""Pieces at the end among which a date is looked for."""
LONGEST_ENTRY = 60
"""Characters of a line that gives a label and a date."""
_LABELLED = re.compile(r"([^:\n]{3,30}):\s(.+)")
_DAY_BEFORE = re.compile(
    r"((?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d)\s?[·|:–—-]\s?(?=[^\W_])"
)
_ROW_OF_SIGNS = re.compile(r"[-–—_*•·~=#+⁂⁎✻❖◆◇■□●○] ?(?:[-–—_*•·~=#+⁂⁎✻❖◆◇■□●○] ?){1,79}|[⁂❦☙❧§]")
FIRST_WORDS = 70
"""Characters of the beginning by which an article without a title is called."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a source could tell. `language` and `published` are what the source states about itself, if it does."""

    title: str
    pieces: Sequence[Piece]
    language: str | None = None
    published: date | None = None
    authors: tuple[str, ...] = ()
    canonical_url: str | None = None
    source_name: str | None = None


def finish(draft: Draft, languages: Iterable[Language]) -> Article:
    """The article of a draft. The text may come out empty; whether that is an error is the reader's to say."""
    known = tuple(languages)
    pieces = _parted([piece for piece in draft.pieces if shows(piece.text)])
    language = language_of(draft.language, pieces, known)
    own = relevant(language, known)
    cues = cues_of(own)
    said = _under_the_title(pieces, cues)
    title, day = _without_day(tidy_name(draft.title), cues)
    stated = draft.published or _article_date(said.published or day or _closing_date(pieces, cues), pieces, cues)
    authors = tuple(dict.fromkeys(name for one in draft.authors if (name := tidy_name(one))))
    authors = authors or ((said.name,) if said.name else ())
    kept = without_boilerplate(_closed_at_rules(pieces, words_of(own)), own, draft.source_name, authors)
    kept = _without_title(_without_title(kept, tidy_name(draft.title)), title)
    text, blocks = assemble(kept)
    return Article(
        title=title or _first_words(text),
        text=text,
        blocks=blocks,
        language=language,
        published=stated,
        authors=authors,
        canonical_url=draft.canonical_url,
        source_name=tidy_name(draft.source_name or "") or None,
    )


def _parted(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without those that are a row of signs and part others, as a line does: "* * *"."""
    parted: list[Piece] = []
    after_rule = False
    for piece in pieces:
        if piece.kind is BlockKind.PARAGRAPH and _ROW_OF_SIGNS.fullmatch(piece.text):
            after_rule = True
            continue
        parted.append(replace(piece, after_rule=True) if after_rule else piece)
        after_rule = False
    return parted


def _without_day(title: str, cues: Cues) -> tuple[str, date | None]:
    """The title without the day in figures before it, and the day: "2026-09-03 · The well" is the well's.

    A day in words is part of a title: "14 July 1789: what the bakers saw".
    """
    found = _DAY_BEFORE.match(title)
    day = cues.date_within(found[1]) if found else None
    return (title[found.end() :], day) if found and day else (title, None)


def _under_the_title(pieces: Sequence[Piece], cues: Cues) -> Byline:
    """Author and date as short lines before the text say them: "By Ann Lee", "3 May 2025", or both on one line."""
    front: list[str] = []
    for piece in pieces[:FRONT]:
        if piece.kind is BlockKind.HEADING and not piece.guessed:
            continue
        lines = [tidy_line(line) for line in piece.text.split("\n")]
        short = list(takewhile(lambda line: line.count(" ") < FRONT_LINE, lines))
        front.extend(short)
        if len(short) < len(lines):
            break
    return cues.front(front)


def _article_date(day: date | None, pieces: Sequence[Piece], cues: Cues) -> date | None:
    """The date, unless it is one of several under the same label: those of the entries of a log, none the article's."""
    if day is None:
        return None
    lines = (line for piece in pieces for line in piece.text.split("\n") if len(line) <= LONGEST_ENTRY)
    found = (match for line in lines if (match := _LABELLED.match(line)))
    dated = [(fold(match[1]), other) for match in found if (other := cues.date_of(match[2]))]
    labels = {label for label, other in dated if other == day}
    return None if any(label in labels and other != day for label, other in dated) else day


def _closing_date(pieces: Sequence[Piece], cues: Cues) -> date | None:
    """The date with which the text closes. A date alone may stand in what looks like a list: a page that was copied
    whole ends with short lines.
    """
    alone = cues.date_of(tidy_line(pieces[-1].text), 0) if pieces else None
    return alone or cues.closing_date(_last_lines(pieces))


def _last_lines(pieces: Sequence[Piece]) -> Iterator[str]:
    """The lines of the last pieces that could say when it was written, the last one first."""
    for piece in reversed(pieces[-LAST:]):
        if piece.kind in {BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.QUOTATION}:
            yield from (tidy_line(line) for line in reversed(piece.text.split("\n")))


def _first_words(text: str) -> str:
    """What to call an article without a title: how it begins."""
    return shorten(tidy_name(text.partition("\n")[0]), FIRST_WORDS, placeholder=" …")


def language_of(stated: str | None, pieces: Iterable[Piece], languages: Sequence[Language]) -> str | None:
    """The language of the text. What it says counts more than what the page states: site templates often state wrongly.

    Except where the page states a language there is no file for, which the words cannot tell.
    """
    if stated and all(language.tag != stated for language in languages):
        return stated
    return guess_language(" ".join(piece.text for piece in pieces), languages) or stated


def _closed_at_rules(pieces: list[Piece], words: HeadingWords) -> list[Piece]:
    """Where a rule stands before a heading such as "What's next", the lessons end there, however low its level is."""
    lessons: int | None = None
    closed: list[Piece] = []
    for piece in pieces:
        level = piece.level
        if piece.kind is BlockKind.HEADING:
            if lessons is not None and piece.after_rule and words.stands_beside(piece.text):
                level = min(level, lessons)
            if words.step(piece.text) is Step.LESSONS and (lessons is None or level <= lessons):
                lessons = level
            elif lessons is not None and level <= lessons:
                lessons = None
        closed.append(piece if level == piece.level else replace(piece, level=level))
    return closed


def assemble(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The pieces as one text, a blank line between them, and their places in it."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for piece in pieces:
        end = at + len(piece.text)
        lead_end = at + piece.lead if piece.lead else None
        blocks.append(Block(piece.kind, at, end, piece.level, lead_end, min(piece.link_chars, end - at)))
        parts.append(piece.text)
        at = end + 2
    return "\n\n".join(parts), tuple(blocks)


def _without_title(pieces: list[Piece], title: str) -> list[Piece]:
    """The title is kept apart; a page repeats it as its first heading, which would be a section holding everything."""
    folded = fold(title)
    for index, piece in enumerate(pieces[:8]):
        if piece.kind is BlockKind.HEADING and fold(piece.text) == folded:
            return pieces[:index] + pieces[index + 1 :]
    return pieces
