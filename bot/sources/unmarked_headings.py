"""Headings that an author set as lines of their own and marked as nothing: not as headings, not even in bold type.

Word processors, site builders and mails make such texts. Nothing is looked for where a marked heading opens the
lessons, and without a line that is a lessons phrase no other line is taken for a heading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.article import BlockKind
from bot.domain.headings import HeadingWords, Step
from bot.domain.piece import Piece
from bot.sources.bare_headings import TOP, looks_like_heading

MOST_WORDS = 8
LEAST_BODY = 6
"""Words of what follows a heading, if it is no list."""


def with_unmarked_headings(pieces: Sequence[Piece], words: HeadingWords) -> list[Piece]:
    """The pieces, lines that head the lessons made headings and, with them, lines that head what stands beside those.

    Where no heading is marked at all, every line that looks like one counts; if the lessons stand in capitals, only
    lines in capitals do.
    """
    marked = [piece for piece in pieces if piece.kind is BlockKind.HEADING]
    if any(words.step(piece.text) is Step.LESSONS for piece in marked):
        return list(pieces)
    parted = [part for piece in pieces for part in _parted(piece, words)]
    lines = [index for index in range(len(parted)) if _stands_alone(parted, index, words)]
    lessons = [index for index in lines if words.step(parted[index].text) is Step.LESSONS]
    if not lessons or any(words.is_numbered_lesson(piece.text) for piece in marked):
        return list(pieces)
    in_capitals = all(parted[index].text.isupper() for index in lessons)
    bare = not any(piece.level > 1 for piece in marked)
    heads = {
        index
        for index in lines
        if words.stands_beside(parted[index].text) or (bare and (parted[index].text.isupper() or not in_capitals))
    }
    return _headed(parted, heads)


def _parted(piece: Piece, words: HeadingWords) -> list[Piece]:
    """A paragraph whose first line is a lessons heading, in two."""
    line, broken, rest = piece.text.partition("\n")
    if not broken or piece.kind is not BlockKind.PARAGRAPH or words.step(line) is not Step.LESSONS:
        return [piece]
    below = Piece(BlockKind.PARAGRAPH, rest, link_chars=min(piece.link_chars, len(rest)))
    return [Piece(BlockKind.PARAGRAPH, line, after_rule=piece.after_rule), below]


def _stands_alone(pieces: Sequence[Piece], index: int, words: HeadingWords) -> bool:
    """Whether a paragraph is a line that looks like a heading, with text below it."""
    piece, after = pieces[index], pieces[index + 1] if index + 1 < len(pieces) else None
    if piece.kind is not BlockKind.PARAGRAPH or piece.link_chars or after is None or "\n" in piece.text:
        return False
    if (
        piece.text.count(" ") >= MOST_WORDS
        or piece.text[0].islower()
        or piece.text[-1] == "."
        or not looks_like_heading(piece.text, words)
    ):
        return False
    if after.kind is BlockKind.LIST_ITEM:
        return not piece.text.endswith(":")
    return after.kind is not BlockKind.HEADING and after.text.count(" ") >= LEAST_BODY


def _headed(pieces: Sequence[Piece], heads: set[int]) -> list[Piece]:
    """The pieces at these places made headings, on the level of the marked one above each."""
    headed: list[Piece] = []
    level = TOP
    for index, piece in enumerate(pieces):
        if index in heads:
            headed.append(replace(piece, kind=BlockKind.HEADING, level=level, lead=0, guessed=True))
            continue
        if piece.kind is BlockKind.HEADING:
            level = max(TOP, piece.level)
        headed.append(piece)
    return headed
