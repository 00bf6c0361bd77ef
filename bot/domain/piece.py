"""A piece: one block of a source before the article's text is put together."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.domain.article import BlockKind

_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]")
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Letters and signs by their class, blanks to the eye: fillers of Hangul, Khmer's unspoken vowels, empty braille."""
_JOINERS = "\u200c\u200d"
"""Invisible, but words of some scripts and many emoji are not right without them."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SPACES = re.compile(r"[^\S\n]+")
_AROUND_BREAK = re.compile(r" ?\n[ \n]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """`text` is in normal form (`tidy`). `lead`: length of its bold lead-in, 0 for none.

    `level`, `link_chars`: as in `Block`. `guessed`: a heading known only by its looks (a bare line, a bold line).
    `after_rule`: a thematic break (`<hr>`, `---`) stands before it. `slanted`: a paragraph that is all in italics.
    """

    kind: BlockKind
    text: str
    level: int = 0
    lead: int = 0
    link_chars: int = 0
    guessed: bool = False
    after_rule: bool = False
    slanted: bool = False


def tidy(text: str) -> str:
    """The normal form of a block's text: NFC, plain spaces, nothing invisible; a line break stays a line break."""
    if text.isprintable() and "\ufffc" not in text:  # then it holds no space but the plain one, and nothing invisible
        return unicodedata.normalize("NFC", " ".join(text.split()) if "  " in text else text.strip())
    clean = unicodedata.normalize("NFC", _CONTROL.sub(" ", _INVISIBLE.sub("", text)))
    return _AROUND_BREAK.sub("\n", _SPACES.sub(" ", clean)).strip()


def tidy_code(text: str) -> str:
    """The normal form of code: as `tidy`, but its spaces and line breaks are its own."""
    plain = _INVISIBLE.sub("", text).replace("\r\n", "\n").replace("\t", "    ")
    return unicodedata.normalize("NFC", _CONTROL.sub(" ", plain)).strip("\n").rstrip()


def tidy_line(text: str) -> str:
    """As `tidy`, on one line."""
    return " ".join(tidy(text).split())


def shows(text: str) -> bool:
    """Whether there is anything in it to be seen: a letter, a figure, a sign."""
    if text.isascii():
        return any(map(str.isprintable, text.strip()))
    return any(unicodedata.category(one)[0] in "LNPS" and one not in _BLANK for one in text)


def tidy_name(text: str) -> str:
    """As `tidy_line`, for what things and people are called: nothing that only seems empty; "" if nothing shows."""
    line = tidy_line(text)
    if not line.isascii():
        line = "".join(_seen(one) for one in line)
    return " ".join(line.split()) if shows(line) else ""


def _seen(one: str) -> str:
    """The character of a name, or what to put in its place."""
    if one in _BLANK:
        return " "
    return "" if unicodedata.category(one) == "Cf" and one not in _JOINERS else one
