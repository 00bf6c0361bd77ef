"""What the line under a title says: who wrote it and, often on the same line, when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.dates import Months, date_at_end

_NAME = re.compile(r"[^\W\d_][\w.’'-]*+(?:\s[^\W\d_][\w.’'-]*+){0,3}")
_BETWEEN = re.compile(r"\s?[|·•]\s?|\s[–—-]\s|,\s")
_STRONGLY = re.compile(r"\s?[|·•]\s?|\s[–—]\s")
_PARTING = re.compile(r"\s?[,|·•–—/(]|\s-\s|\sin\s(?=[^\W\d_a-zß-ÿ])")
"""What ends a name. Blogs put the category behind it, "by Ann Lee in Housing"; "Ann in der Au" is a name."""


_PARTICLE = 3
"""Letters of "de", "van", "von"."""


@dataclass(frozen=True, slots=True)
class Byline:
    """`name`: the author's, "" if the line names none (or several). `published`: the date on the same line."""

    name: str
    published: date | None


def is_name(text: str) -> bool:
    """Whether it could be a person's name by its form: one to four words of letters."""
    return _NAME.fullmatch(text) is not None


def is_full_name(text: str) -> bool:
    """Whether it looks like first and last name: two words or more, and no long one of them in small letters."""
    words = text.split()
    return len(words) > 1 and is_name(text) and all(word[0].isupper() or len(word) <= _PARTICLE for word in words)


def parts_of(line: str) -> list[str]:
    """What stands between the signs that part a line under a title: "Ann Lee · 3 May 2025 · 6 min read"."""
    return [part.strip() for part in _BETWEEN.split(line) if part.strip()]


def strong_parts_of(line: str) -> list[str]:
    """The same, but commas and hyphens part nothing: "Published Apr 3, 2021" is one."""
    return [part.strip() for part in _STRONGLY.split(line) if part.strip()]


def byline_of(said: str, months: Months) -> Byline:
    """What stands after "By": "Ann Lee, 3 May 2025" is Ann Lee, on that day."""
    words = said.split()
    start, published = date_at_end(words, months)
    named = _PARTING.split(" ".join(words[:start]).strip(), maxsplit=1)[0].split()
    while published and named and not named[-1][0].isupper():
        named.pop()
    name = " ".join(named)
    return Byline(name if is_name(name) and name[0].isupper() else "", published)
