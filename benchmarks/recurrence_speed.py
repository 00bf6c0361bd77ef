"""How fast next occurrences are found, beside what the standard library alone needs.

Two peers: the two conversions by which any answer must go (now to wall time, wall time to UTC), with no calendar at
all; and the same answers computed straightforwardly with aware datetimes. The goal is held against the first.
"""

import random
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import process_time
from zoneinfo import ZoneInfo

from bot.domain.recurrence import Every, Rule, next_at

from .figures import Figure

RULES = 100_000
NOW = 1_790_000_000_000
ROUNDS = 5
GOAL = 1.5
ZONES = (
    "Europe/London",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Pacific/Auckland",
    "UTC",
)
Subject = Callable[[Rule, str, int], float | None]


def measure() -> list[Figure]:
    """Processor time for the next occurrence of every rule, the best of a few rounds taken in turn."""
    rules = _rules()
    assert [_next_by_datetimes(rule, zone, NOW) for rule, zone in rules] == [next_at(*each, NOW) for each in rules]
    subjects: dict[str, Subject] = {"ours": next_at, "conversions": _conversions, "datetimes": _next_by_datetimes}
    best = dict.fromkeys(subjects, float("inf"))
    for _ in range(ROUNDS):
        for name, subject in subjects.items():
            best[name] = min(best[name], _timed(subject, rules))
    what = f"next occurrence of {RULES:,} rules"
    return [
        Figure(what, best["ours"], "s", "zoneinfo's two conversions alone", best["conversions"], GOAL, False),
        Figure(what, best["ours"], "s", "the same with datetime and zoneinfo", best["datetimes"], GOAL, False),
    ]


def _timed(subject: Subject, rules: list[tuple[Rule, str]]) -> float:
    began = process_time()
    for rule, zone in rules:
        subject(rule, zone, NOW)
    return process_time() - began


def _conversions(rule: Rule, zone: str, now: int) -> float:
    tz = ZoneInfo(zone)
    shown = datetime.fromtimestamp(now / 1000, tz)
    return rule.first.replace(year=shown.year, day=28, tzinfo=tz).timestamp()


def _next_by_datetimes(rule: Rule, zone: str, now: int) -> int:
    """The next slot as one would write it with the standard library, gaps and overlaps as it treats them."""
    tz = ZoneInfo(zone)
    local = datetime.fromtimestamp(now / 1000, tz)
    if rule.every is Every.WEEK:
        step = timedelta(weeks=rule.interval)
        slot = rule.first.replace(tzinfo=tz)
        slot += max(0, (local - slot) // step) * step
        while slot.timestamp() * 1000 <= now:
            slot += step
        return round(slot.timestamp() * 1000)
    year, month = local.year, local.month
    while True:
        slot = datetime(year, month, _day(rule, year, month), rule.first.hour, rule.first.minute, tzinfo=tz)
        if slot.timestamp() * 1000 > now:
            return round(slot.timestamp() * 1000)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _day(rule: Rule, year: int, month: int) -> int:
    starts_on, length = monthrange(year, month)
    if rule.nth is None:
        return min(rule.day or 1, length)
    first = 1 + (rule.weekday - starts_on) % 7
    return first + 7 * ((length - first) // 7 if rule.nth < 0 else rule.nth - 1)


def _rules() -> list[tuple[Rule, str]]:
    """Weekly, fortnightly, and monthly ones by weekday and by date, in many zones; the same every time."""
    choose = random.Random(1)
    made: list[tuple[Rule, str]] = []
    for number in range(RULES):
        start = datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)
        first = start + timedelta(days=choose.randrange(28), minutes=30 * choose.randrange(48))
        kinds = (
            Rule(Every.WEEK, first),
            Rule(Every.WEEK, first, interval=2),
            Rule(Every.MONTH, first, nth=(first.day - 1) // 7 + 1),
            Rule(Every.MONTH, first, day=first.day),
        )
        made.append((kinds[number % 4], choose.choice(ZONES)))
    return made
