"""Dates as articles print them: a line that is nothing but a date, in any language there is a file for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import product

from bot.domain.language import Phrases
from bot.domain.phrases import fold

_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d\d)(?!\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|o|a)?")
_DAY_WORD = re.compile(r"\d{1,2}(?:\.|st|nd|rd|th|er|º|ª)?")
_COUNTED = {"n", "nr", "no", "num", "vol", "nº"}
"""What stands before a number that is an issue's and no day: "n. 4, aprile 2016"."""
_NEAR = 2
"""Words from a month to its day; what is further off is a time of day. A month further from the year is a name: "April
Jones, 3 March 2024".
"""
LOOSE = 4
"""Words besides the date itself that a date line may hold: "Published on", a weekday, a time."""
IN_ISSUE = 1
"""Words that may follow a month and a year on such a line: "March 2024 issue"."""

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
    names = _month_numbers(months)
    years = [at for at, word in enumerate(words) if _YEAR.fullmatch(word)]
    named = [at for at, word in enumerate(words) if word in names]
    if not years or not named:
        return None
    year, month = min(product(years, named), key=lambda pair: abs(pair[0] - pair[1]))
    day = _day_beside(month, words)
    number = names[words[month]]
    return _date(int(words[year]), number, day) if day else Month(int(words[year]), number, 1)


def _day_beside(month: int, words: Sequence[str]) -> int | None:
    """The day that stands nearest to the month, at most one word between: "3 de mayo", "May 3rd"."""
    counted = {at for at, before in enumerate(words, start=1) if before in _COUNTED}
    days = {
        at: int(day[1])
        for at, word in enumerate(words)
        if at not in counted and (day := _DAY.fullmatch(word)) is not None
    }
    near = [at for at in days if abs(at - month) <= _NEAR]
    return days[min(near, key=lambda at: abs(at - month))] if near else None


def is_date_line(text: str, months: Months, loose: int = LOOSE) -> bool:
    """Whether the line says when, and next to nothing else: at most so many `loose` words."""
    found = date_in(text, months)
    names = _month_numbers(months)
    words = fold(text).split()
    if found is None or (isinstance(found, Month) and _reads_on(words, names)):
        return False
    figures = [word for word in words if word.isdigit() and not _YEAR.fullmatch(word)]
    rest = [word for word in words if word not in names and not word[0].isdigit()]
    return len(rest) <= loose and all(len(figure) <= 2 for figure in figures)


def _reads_on(words: Sequence[str], names: Mapping[str, int]) -> bool:
    """Whether a month and a year open a title: "October 1923: The Rising"; an issue's line has one word behind them."""
    last = max(at for at, word in enumerate(words) if word in names or _YEAR.fullmatch(word) or word[0].isdigit())
    return len(words) - 1 - last > IN_ISSUE


def soonest(days: Iterable[date | None]) -> date | None:
    """The first of the dates that are known to the day, else the first month."""
    known = [day for day in days if day is not None]
    return next((day for day in known if not isinstance(day, Month)), known[0] if known else None)


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
