"""Dates as articles print them: a line that is nothing but a date, in any language there is a file for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import pairwise

from bot.domain.language import Phrases
from bot.domain.phrases import fold

_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d\d)(?!\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|o|a)?")
_DAY_WORD = re.compile(r"\d{1,2}(?:\.|st|nd|rd|th|er|º|ª)?")
_COUNTED = {"n", "nr", "no", "num", "vol", "nº"}
"""What stands before a number that is an issue's and no day: "n. 4, aprile 2016"."""
LOOSE = 4
"""Words besides the date itself that a date line may hold: "Published on", a weekday, a time."""

Months = tuple[tuple[Phrases, ...], ...]


class Month(date):
    """A month of which the day is not known: as a date, its first day, so that it can be kept and sorted as one."""


def date_in(text: str, months: Months) -> date | None:
    """The date a short text states, or None; a month without a day gives a `Month`.

    Day and month in figures are read day first, except where only the other order is a date.
    """
    found = _ISO.search(text)
    if found:
        return _date(int(found[1]), int(found[2]), int(found[3]))
    found = _NUMERIC.search(text)
    if found:
        year = int(found[3])
        return _date(year, int(found[2]), int(found[1])) or _date(year, int(found[1]), int(found[2]))
    words = fold(text).split()
    years = [int(word) for word in words if _YEAR.fullmatch(word)]
    names = _month_numbers(months)
    numbers = [names[word] for word in words if word in names]
    if not years or not numbers:
        return None
    counted = {word for before, word in pairwise(words) if before in _COUNTED}
    days = [int(day[1]) for word in words if word not in counted and (day := _DAY.fullmatch(word))]
    return _date(years[0], numbers[0], days[0]) if days else Month(years[0], numbers[0], 1)


def is_date_line(text: str, months: Months, loose: int = LOOSE) -> bool:
    """Whether the line says when, and next to nothing else: at most so many `loose` words."""
    if date_in(text, months) is None:
        return False
    names = _month_numbers(months)
    words = fold(text).split()
    figures = [word for word in words if word.isdigit() and not _YEAR.fullmatch(word)]
    rest = [word for word in words if word not in names and not word[0].isdigit()]
    return len(rest) <= loose and all(len(figure) <= 2 for figure in figures)


def date_at_end(words: Sequence[str], months: Months) -> tuple[int, date | None]:
    """The date with which the words end, and the index of its first word; their number and None if there is none."""
    for start in reversed(range(len(words))):
        found = date_in(" ".join(words[start:]), months)
        if found is None:
            continue
        for before in (start - 1, start - 2):  # "3 May 2025", "3 de mayo de 2025"
            if before >= 0 and _DAY_WORD.fullmatch(words[before]):
                return before, date_in(" ".join(words[before:]), months)
        return start, found
    return len(words), None


@cache
def _month_numbers(months: Months) -> dict[str, int]:
    return {
        fold(name).strip(): number
        for language in months
        for number, names in enumerate(language, start=1)
        for name in names
    }


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
