"""What the line under a title says: who wrote it and, often on the same line, when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.dates import Months, date_at_end

_NAME = re.compile(r"[^\W\d_][\w.’'-]*+(?:\s[^\W\d_][\w.’'-]*+){0,3}")
_PARTING = re.compile(r"\s?[,|·•–—/(]|\s-\s")


@dataclass(frozen=True, slots=True)
class Byline:
    """`name`: the author's, "" if the line names none (or several). `published`: the date on the same line."""

    name: str
    published: date | None


def is_name(text: str) -> bool:
    """Whether it could be a person's name by its form: one to four words of letters."""
    return _NAME.fullmatch(text) is not None


def byline_of(said: str, months: Months) -> Byline:
    """What stands after "By": "Ann Lee, 3 May 2025" is Ann Lee, on that day."""
    words = said.split()
    start, published = date_at_end(words, months)
    named = _PARTING.split(" ".join(words[:start]).strip(), maxsplit=1)[0].split()
    while published and named and not named[-1][0].isupper():
        named.pop()
    name = " ".join(named)
    return Byline(name if is_name(name) and name[0].isupper() else "", published)
