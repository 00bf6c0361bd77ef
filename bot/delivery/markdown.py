"""Text from outside made harmless and short enough for Discord.

Nothing from outside can ping, forge a mention or a link, or break out of a quotation. What is cut is cut at a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import discord
import regex

from bot.languages import words
from bot.languages.words import count, say

MESSAGE = 2000
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4096
EMBED_FIELD = 1024
EMBED_URL = 2048
THREAD_NAME = 100
CHOICE = 100
LABEL = 80
ELLIPSIS = "…"
INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, among them those that turn the direction of writing and make a text look like another."""
_LONGEST_CHARACTER = 64
"""Code points of what people see as one character; more are a pile of accents."""

_SPECIAL = re.compile(r"([\\*_~`|<>\[\]@])")
_LINE_START = re.compile(r"(?m)^(\s*)(?=[-+] |-# |#{1,3} )")
_NUMBERED = re.compile(r"(?m)^(\s*\d+)(?=[.)] )")


def plain(text: str) -> str:
    """The text with everything escaped that Discord would read as Markdown, mention or link, without `INVISIBLE`."""
    return no_line_start(_SPECIAL.sub(r"\\\1", INVISIBLE.sub("", text))).replace("://", "\\://")


def no_line_start(text: str) -> str:
    """The text with nothing at the start of a line that makes a heading, a list or small print of it."""
    return _NUMBERED.sub(r"\1\\", _LINE_START.sub(r"\1\\", text))


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, ended at a word and marked with an ellipsis if anything is missing.

    What people see as one character (a letter with its accents, a family of emoji) is kept or left out as a whole.
    """
    return cut_plain(text, limit, " ,;:\\")


def cut_plain(text: str, limit: int, loose: str = " ,;:") -> str:
    """As `cut`, for text in which nothing is escaped. `loose`: what is not left hanging before the ellipsis."""
    if len(text) <= limit:
        return text
    head = _whole_characters(text, limit - 1)
    at_word = head.rsplit(None, 1)[0] if " " in head[limit // 2 :] else head
    return at_word.rstrip(loose) + ELLIPSIS


def _whole_characters(text: str, limit: int) -> str:
    """At most `limit` code points, and no part of a grapheme."""
    around = max(0, limit - _LONGEST_CHARACTER)
    end = around
    for found in regex.finditer(r"\X", text[around : limit + _LONGEST_CHARACTER]):
        if around + found.end() > limit:
            break
        end = around + found.end()
    return text[: end if end > around else limit]


def line(text: str, limit: int) -> str:
    """One line of plain text, for titles and names that Discord shows as they are."""
    return cut(" ".join(INVISIBLE.sub("", text).split()), limit)


def quoted(text: str) -> str:
    """A block quotation; every line of it is inside."""
    return "\n".join(f"> {part}" if part.strip() else ">" for part in plain(text).splitlines() or [""])


def in_quotes(text: str) -> str:
    """Text from outside between the quotation marks of the language being spoken."""
    return say("“{words}”", words=plain(text))


def link(address: str | None) -> str | None:
    """An address that an embed may carry; None for one over Discord's limit."""
    return address if address is not None and len(address) <= EMBED_URL else None


def moment(at: int, style: discord.utils.TimestampStyle = "F") -> str:
    """An instant (UTC epoch ms) that every reader sees in their own zone: F in full, R as "in 3 days"."""
    return f"<t:{at // 1000}:{style}>"


def when(at: int) -> str:
    """An instant in full and as a distance from now."""
    return f"{moment(at)} ({moment(at, 'R')})"


def day(when: date) -> str:
    """A date of publication. A month without a day is kept as its first, so of a first only the month is told."""
    return words.month(when) if when.day == 1 else words.day(when)


def member(member_id: int) -> str:
    """A mention, followed by a mark that keeps the numbers after a name written from right to left in place."""
    return f"<@{member_id}>\u200e"


def more(number: int) -> str:
    """The line that stands for those left out."""
    return count(number, "… and {n} more", "… and {n} more")


def fitting(lines: Sequence[str], limit: int = EMBED_FIELD) -> str:
    """As many whole lines as fit, with a word on how many do not."""
    shown: list[str] = []
    for number, each in enumerate(lines):
        rest = more(len(lines) - number)
        if len("\n".join([*shown, each, rest])) > limit:
            shown.append(rest)
            break
        shown.append(each)
    return "\n".join(shown)
