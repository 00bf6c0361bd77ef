"""A piece: one block of a source before the article's text is put together."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.domain.article import BlockKind

_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffc]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SPACES = re.compile(r"[^\S\n]+")
_AROUND_BREAK = re.compile(r" ?\n[ \n]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """`text` is in normal form (`tidy`). `lead`: length of its bold lead-in, 0 for none.

    `level`, `link_chars`: as in `Block`. `guessed`: a heading known only by its looks (a bare line, a bold line).
    `after_rule`: a thematic break (`<hr>`, `---`) stands before it.
    """

    kind: BlockKind
    text: str
    level: int = 0
    lead: int = 0
    link_chars: int = 0
    guessed: bool = False
    after_rule: bool = False


def tidy(text: str) -> str:
    """The normal form of a block's text: NFC, plain spaces, nothing invisible; a line break stays a line break."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    clean = unicodedata.normalize("NFC", _CONTROL.sub(" ", _INVISIBLE.sub("", text)))
    return _AROUND_BREAK.sub("\n", _SPACES.sub(" ", clean)).strip()


def tidy_line(text: str) -> str:
    """As `tidy`, on one line."""
    return " ".join(tidy(text).split())
