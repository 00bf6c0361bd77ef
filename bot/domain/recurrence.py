"""Recurring wall times: which days a rule gives, what differs from it, and what comes next.

The rules of this file:
- A slot is named by the day its rule gives, for ever: skipped or moved, it stays the slot of that day.
- Wall time and zone are what counts; UTC follows when it is asked for. Gap and overlap: see `bot.domain.times`.
- The day of a month that the month does not have is its last day: the 31st is 30 April.
- `count` counts the slots of the rule, skipped ones too, so that skipping one does not move the end.
- A slot that was moved stands where it was moved to, in holidays too; a skip counts more than a move.
- What comes next starts after now, never at it.

Instants are UTC epoch milliseconds; weekdays count from Monday, 0.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from heapq import merge
from itertools import islice
from zoneinfo import ZoneInfo

from bot.domain.times import instant

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
_ONE_DAY = timedelta(days=1)


class Every(StrEnum):
    """What a rule counts in."""

    WEEK = "weekly"
    MONTH = "monthly"


@dataclass(frozen=True, slots=True)
class Rule:
    """One slot every `interval` weeks, or one a month: on a `day` (1-31) or the `nth` (1-4, LAST) `weekday`.

    `first`: naive wall time of the first slot; its time of day is that of all. `until`: the last day there may be one.
    """

    every: Every
    first: datetime
    interval: int = 1
    nth: int | None = None
    day: int | None = None
    until: date | None = None
    count: int | None = None

    @property
    def weekday(self) -> int:
        return self.first.weekday()


class Repeat(StrEnum):
    """How something that has a start comes again."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY_BY_WEEKDAY = "weekday"
    """On the first, second, third, fourth Thursday of the month; what is on a fifth one, on the last."""
    MONTHLY_BY_DATE = "date"


def repeating(first: datetime, repeat: Repeat) -> Rule:
    """The rule without an end whose first slot is `first`, a naive wall time."""
    if repeat is Repeat.MONTHLY_BY_WEEKDAY:
        nth = (first.day + 6) // 7
        return Rule(Every.MONTH, first, nth=nth if nth <= 4 else LAST)
    if repeat is Repeat.MONTHLY_BY_DATE:
        return Rule(Every.MONTH, first, day=first.day)
    return Rule(Every.WEEK, first, interval=2 if repeat is Repeat.FORTNIGHTLY else 1)


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days without slots, both ends included."""

    first: date
    last: date
    name: str = ""


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs from a rule, by the day the rule gives. `moved`: naive wall times."""

    skipped: frozenset[date] = frozenset()
    moved: Mapping[date, datetime] = field(default_factory=dict)
    holidays: tuple[Holiday, ...] = ()

    def leaves_out(self, day: date) -> bool:
        """Whether the slot of this day does not take place."""
        return day in self.skipped or (day not in self.moved and self.holiday_on(day) is not None)

    def holiday_on(self, day: date) -> Holiday | None:
        return next((each for each in self.holidays if each.first <= day <= each.last), None)


NO_DIFFERENCES = Differences()


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """A slot that takes place: its instant, the day by which it is named, its wall time."""

    at: int
    day: date
    wall: datetime


def next_at(rule: Rule, zone: str, now: int) -> int | None:
    """The instant of the rule's first slot after `now`, without regard to differences; None when it has ended."""
    found = _next_slot(rule, zone, now)
    return None if found is None else found[0]


def next_occurrence(rule: Rule, zone: str, now: int, differences: Differences = NO_DIFFERENCES) -> Occurrence | None:
    """What takes place next, strictly after `now`; None when nothing will any more."""
    return next(coming(rule, zone, now, differences), None)


def coming(rule: Rule, zone: str, now: int, differences: Differences = NO_DIFFERENCES) -> Iterator[Occurrence]:
    """All that takes place after `now`, the earliest first; endless for a rule without an end."""
    moved = (occurrence_on(rule, zone, day, differences) for day in differences.moved)
    late = sorted(each for each in moved if each is not None and each.at > now)
    return merge(_by_the_rule(rule, zone, now, differences), late)


def occurrence_on(rule: Rule, zone: str, day: date, differences: Differences = NO_DIFFERENCES) -> Occurrence | None:
    """The occurrence of the slot of this day; None if the rule has none there or it does not take place."""
    if not has_slot(rule, day) or differences.leaves_out(day):
        return None
    wall = differences.moved.get(day) or datetime.combine(day, rule.first.time())
    return Occurrence(instant(wall, zone), day, wall)


def has_slot(rule: Rule, day: date) -> bool:
    """Whether the rule gives this day."""
    return next(_days(rule, day), None) == day


def last_day(rule: Rule) -> date | None:
    """The day of the last slot; None if there is no end."""
    ends = [] if rule.until is None else [rule.until]
    if rule.count is not None:
        ends.append(_slot_number(rule, rule.count - 1))
    return min(ends, default=None)


def upcoming(rule: Rule, zone: str, now: int, differences: Differences, limit: int) -> list[Occurrence]:
    """The next few, at most `limit`."""
    return list(islice(coming(rule, zone, now, differences), limit))


def _by_the_rule(rule: Rule, zone: str, now: int, differences: Differences) -> Iterator[Occurrence]:
    found = _next_slot(rule, zone, now)
    if found is None:
        return
    time = rule.first.time()
    for day in _days(rule, found[1]):
        if day not in differences.moved and not differences.leaves_out(day):
            wall = datetime.combine(day, time)
            yield Occurrence(instant(wall, zone), day, wall)


def _next_slot(rule: Rule, zone: str, now: int) -> tuple[int, date] | None:
    """The first slot after `now`: instant and day. A gap of up to a day may have moved yesterday's into today."""
    tz = ZoneInfo(zone)
    yesterday = date.fromordinal(datetime.fromtimestamp(now / 1000, tz).toordinal() - 1)
    last = None if rule.until is None and rule.count is None else last_day(rule)
    number, time = _number_from(rule, yesterday), rule.first.time()
    while True:
        day = _slot_number(rule, number)
        if last is not None and day > last:
            return None
        if day >= yesterday and (at := int(datetime.combine(day, time, tz).timestamp()) * 1000) > now:
            return at, day
        number += 1


def _days(rule: Rule, start: date) -> Iterator[date]:
    """The days the rule gives, from `start` on, in order."""
    last = last_day(rule) if rule.until is not None or rule.count is not None else date.max
    number = _number_from(rule, start)
    while True:
        try:
            day = _slot_number(rule, number)
        except (ValueError, OverflowError):  # the end of the calendar
            return
        if last is not None and day > last:
            return
        if day >= start:
            yield day
        number += 1


def _number_from(rule: Rule, start: date) -> int:
    """The number, from 0, of a slot on or little before the first one from `start` on."""
    first = rule.first
    if rule.every is Every.WEEK:
        return max(0, -((first.toordinal() - start.toordinal()) // (7 * rule.interval)))
    return max(0, (start.year - first.year) * 12 + start.month - first.month)


def _slot_number(rule: Rule, number: int) -> date:
    """The day of the slot with this number, from 0."""
    first = rule.first
    if rule.every is Every.WEEK:
        return date.fromordinal(first.toordinal() + 7 * rule.interval * number)
    months = first.month - 1 + number
    year, month = first.year + months // 12, months % 12 + 1
    return _in_month(rule, year, month)


def _in_month(rule: Rule, year: int, month: int) -> date:
    if rule.nth is None:
        day = rule.day or 1
        return date(year, month, day if day <= 28 else min(day, monthrange(year, month)[1]))
    weekday = rule.first.weekday()
    if rule.nth == LAST:
        end = date(year, month, monthrange(year, month)[1])
        return date.fromordinal(end.toordinal() - (end.weekday() - weekday) % 7)
    start = date(year, month, 1)
    return date.fromordinal(start.toordinal() + (weekday - start.weekday()) % 7 + 7 * (rule.nth - 1))


def started_after(rule: Rule, zone: str, now: int) -> Rule:
    """The same rule, counted from its first slot after `now`.

    Of `rule.first` only the time of day counts and, where the rule has a weekday, that.
    """
    found = _next_slot(replace(rule, interval=1, until=None, count=None), zone, now)
    assert found is not None, "a rule without an end has a next slot"
    return replace(rule, first=datetime.combine(found[1], rule.first.time()))


# As text, for keeping: a recurrence rule of RFC 5545, of which the rules here are a part.


def as_text(rule: Rule) -> str:
    """The rule without its first slot. `UNTIL` is a day of the wall calendar."""
    parts = [f"FREQ={rule.every.upper()}"]
    if rule.every is Every.WEEK:
        parts += [f"INTERVAL={rule.interval}", f"BYDAY={WEEKDAYS[rule.weekday]}"]
    elif rule.nth is not None:
        parts.append(f"BYDAY={rule.nth}{WEEKDAYS[rule.weekday]}")
    elif (rule.day or 1) <= 28:
        parts.append(f"BYMONTHDAY={rule.day}")
    else:
        parts.append(f"BYMONTHDAY={','.join(str(day) for day in range(28, (rule.day or 1) + 1))};BYSETPOS=-1")
    if rule.until is not None:
        parts.append(f"UNTIL={rule.until:%Y%m%d}")
    if rule.count is not None:
        parts.append(f"COUNT={rule.count}")
    return ";".join(parts)


def from_text(text: str, first: datetime) -> Rule:
    """What `as_text` wrote, with the first slot's wall time."""
    parts = dict(part.split("=", 1) for part in text.split(";"))
    by_day, by_date = parts.get("BYDAY", ""), parts.get("BYMONTHDAY", "")
    until = parts.get("UNTIL")
    return Rule(
        every=Every(parts["FREQ"].lower()),
        first=first,
        interval=int(parts.get("INTERVAL", 1)),
        nth=int(by_day[:-2]) if by_day[:-2] else None,
        day=int(by_date.rsplit(",", 1)[-1]) if by_date else None,
        until=date(int(until[:4]), int(until[4:6]), int(until[6:8])) if until else None,
        count=int(parts["COUNT"]) if "COUNT" in parts else None,
    )
