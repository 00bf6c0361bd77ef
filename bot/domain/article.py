"""The article: one normal text, its blocks as offsets into that text, and what identifies it.

Rules of this file: `Article.text` is the only text there is. Everything said about it (a heading, a lessons section, a
passage) is a pair of character offsets into it, so a quotation can always be checked against its source.
"""

from __future__ import annotations

import hashlib
import math
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

WORDS_PER_MINUTE = 238
"""Silent reading of English non-fiction by adults: mean of 190 studies (Brysbaert 2019, J. Memory and Language 109)."""


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTATION = "quotation"
    TABLE = "table"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch `[start, end)` of `Article.text`.

    `level`: 1-6 for a heading, nesting depth from 1 for a list item, else 0. `lead_end`: where a bold lead-in ends,
    else None. `link_chars`: how many of its characters are link text (boilerplate links out; content seldom does).
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    lead_end: int | None = None
    link_chars: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """An article as read. `text` is NFC, blocks are parted by a blank line, boilerplate that could be told is out.

    `language`: primary BCP 47 tag ("en") or None if unknown. `source_name`: publication or host. `published`: the date
    the article gives itself; if that is only a month, a `bot.domain.dates.Month`.
    """

    title: str
    text: str
    blocks: tuple[Block, ...]
    language: str | None = None
    published: date | None = None
    authors: tuple[str, ...] = ()
    canonical_url: str | None = None
    source_name: str | None = None

    def block_text(self, block: Block) -> str:
        return self.text[block.start : block.end]

    def around(self, start: int, end: int, least: int = 200) -> tuple[int, int]:
        """The stretch to show with a passage so that it is seen where it stands: the blocks it lies in and, on a side
        where those give less than `least` characters more, the blocks beside them, from the heading above to the next.
        """
        inside = [index for index, block in enumerate(self.blocks) if block.end > start and block.start < end]
        if not inside:
            return start, end
        first, last = inside[0], inside[-1]
        while start - self.blocks[first].start < least and first and not self._is_heading(first):
            first -= 1
        while self.blocks[last].end - end < least and last + 1 < len(self.blocks) and not self._is_heading(last + 1):
            last += 1
        return self.blocks[first].start, self.blocks[last].end

    def _is_heading(self, index: int) -> bool:
        return self.blocks[index].kind is BlockKind.HEADING

    @property
    def word_count(self) -> int:
        return len(self.text.split())

    @property
    def reading_minutes(self) -> int:
        """Whole minutes, at least 1."""
        return max(1, math.ceil(self.word_count / WORDS_PER_MINUTE))

    @property
    def identity(self) -> str:
        """What makes it the same article: its canonical address, else its text. Never a date."""
        return f"url:{self.canonical_url}" if self.canonical_url else f"text:{text_hash(self.text)}"


def text_hash(text: str) -> str:
    """SHA-256 (hex) of the text with case and white space evened out, so that a re-wrapped copy is the same article."""
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return hashlib.sha256(folded.encode()).hexdigest()
