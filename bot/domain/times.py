"""Times as people write them, wall time and UTC.

The rules of this file:
- What is asked for at a time of day is kept as wall time and zone; UTC follows. "In 20 minutes" is an instant.
- A wall time that a clock change skips moves forward by the gap (02:30 becomes 03:30); of two the first is meant.
- A weekday is the next one whose time is still to come, today included.
- An offset from UTC that is written out is honoured. Other zones are not: "IST" is four zones, "EST" in July is none.
- Nothing is guessed: a day without a time of day, a time in the past and an unreadable text are asked again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import dateparser

from bot.domain.time_words import examples_of, length_in_english, start_in_english
from bot.errors import SetupMissing, TimeNotUnderstood
from bot.told import Told

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
MAX_AHEAD_MS = 366 * DAY_MS
MIN_DURATION_MS = MINUTE_MS
MAX_DURATION_MS = 60 * DAY_MS

EXAMPLES = examples_of("en")

_RELATIVE = re.compile(
    r"\s*in\s+(?:an?|one|\d+)\s*(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)\b", re.IGNORECASE
)
_CLOCK = r"(?:\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?|\bnoon\b|\bmidnight\b)"
_TIME_OF_DAY = re.compile(rf"{_CLOCK}|\d{{1,2}}\.\d{{2}}(?![.\d])|\btonight\b", re.IGNORECASE)
_OFFSET = re.compile(
    rf"(?P<clock>{_CLOCK})\s{{0,3}}\(?(?:UTC|GMT)?(?P<sign>[+\-−])(?P<hours>\d{{1,2}}):?(?P<minutes>\d{{2}})?(?![\d:])\)?",
    re.IGNORECASE,
)
_UTC = re.compile(r"(?<![a-z])\(?(?:UTC|GMT|Z)\)?(?![a-z+\-−])", re.IGNORECASE)
_FARTHEST_OFFSET = timedelta(hours=14)
_MIDNIGHT = re.compile(r"\b(?:0?0:00|24:00|12(?::00)?\s*am|midnight)\b", re.IGNORECASE)
_NO_HOUR = re.compile(r"(?<![\d:.+\-−])(?:2[5-9]|[3-9]\d):\d{2}")
_NEXT = re.compile(r"\bnext\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.IGNORECASE)
_LENGTH = re.compile(
    r"(\d{1,9}|an?|one)\s*(minutes?|mins?|min|m|hours?|hrs?|h|days?|d|weeks?|w|months?|years?|y)",
    re.IGNORECASE,
)
_UNIT_MS = {"m": MINUTE_MS, "h": HOUR_MS, "d": DAY_MS, "w": 7 * DAY_MS, "month": 30 * DAY_MS, "y": 365 * DAY_MS}


@dataclass(frozen=True, slots=True)
class Start:
    """When something starts. `at`: UTC epoch ms. `wall` (ISO, minutes) and `zone` where a time of day was asked for."""

    at: int
    wall: str | None = None
    zone: str | None = None


def zone_named(name: str) -> str:
    """The IANA name as the time zone database spells it; TimeNotUnderstood for any other text."""
    by_folded = {zone.casefold(): zone for zone in available_timezones()}
    found = by_folded.get(name.strip().replace(" ", "_").casefold())
    if found is None:
        raise TimeNotUnderstood(
            "“{name}” is not a time zone I know.",
            "Pick one from the list that opens as you type: `Europe/London`, `America/New_York`.",
            name=name,
        )
    return found


def zones_matching(text: str, limit: int = 25) -> list[str]:
    """IANA names that contain the text, those whose city starts with it first."""
    wanted = text.strip().replace(" ", "_").casefold()
    zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix")))
    hits = [zone for zone in zones if wanted in zone.casefold()]
    hits.sort(key=lambda zone: (not zone.rsplit("/", 1)[1].casefold().startswith(wanted), zone))
    return hits[:limit] if wanted else ["UTC", *hits[: limit - 1]]


def wall_clock(at: int, zone: str) -> datetime:
    """Naive wall time of an instant (UTC epoch ms) in a zone."""
    return datetime.fromtimestamp(at / 1000, tz=ZoneInfo(zone)).replace(tzinfo=None)


def instant(wall: datetime, zone: str) -> int:
    """UTC epoch ms of a naive wall time: the first of two; past a gap by the gap's length."""
    aware = wall.replace(tzinfo=ZoneInfo(zone), fold=0)
    return round(aware.astimezone(UTC).timestamp() * 1000)


def read_start(text: str, *, now: int, zone: str | None, language: str = "en") -> Start:
    """When `text` says that something starts: after `now`, within a year; else TimeNotUnderstood or SetupMissing.

    `zone`: the server's, or None if it has not been set; only a time from now or with an offset can then be read.
    `language`: the one it is written in (the interface's), besides English.
    """
    try:
        return _start(start_in_english(text, language), now, zone)
    except TimeNotUnderstood as error:
        as_written = {"asked": text, "words": text, "examples": examples_of(language)}
        told = {name: as_written.get(name, value) for name, value in error.values.items()}
        raise TimeNotUnderstood(error.text, error.remedy_text, **told) from error


def _start(text: str, now: int, zone: str | None) -> Start:
    """The start, of a text in English."""
    utc_now = datetime.fromtimestamp(now / 1000, tz=UTC).replace(tzinfo=None)
    if _RELATIVE.match(text) and " at " not in text.casefold():
        return Start(_checked(now + _milliseconds(_parsed(text, utc_now) - utc_now), text, now))
    plain, offset = _without_offset(text)
    if offset is not None:
        utc = _wall(plain, utc_now + offset, text) - offset
        at = _checked(instant(utc, "UTC"), text, now)
        return Start(at, wall_clock(at, zone).isoformat(), zone) if zone else Start(at)
    _refuse_zone(text, utc_now, zone)
    if zone is None:
        _parsed(text, utc_now)
        raise SetupMissing(
            "I do not know this server's time zone yet, so I cannot tell when that is.",
            "An admin sets it with `/setup timezone`. A time from now on works without it: `in 2 hours`.",
        )
    wall = _wall(text, wall_clock(now, zone), text)
    return Start(_checked(instant(wall, zone), text, now), wall.isoformat(), zone)


def _wall(text: str, base: datetime, asked: str) -> datetime:
    """The wall time that the text names, on the clock that shows `base` now. `asked`: the whole of what was written."""
    found = _parsed(text, base)
    wall = _this_week(found, text, base).replace(microsecond=0)
    at_this_minute = found.date() != base.date() and found.time() == base.time()
    at_midnight = (wall.hour, wall.minute, wall.second) == (0, 0, 0)
    if (at_midnight and not _MIDNIGHT.search(text)) or (at_this_minute and not _TIME_OF_DAY.search(text)):
        raise TimeNotUnderstood(
            "“{asked}” names a day but no time of day.",
            "Add one, for example {examples}.",
            asked=asked,
            examples=EXAMPLES,
        )
    return wall


def _without_offset(text: str) -> tuple[str, timedelta | None]:
    """The text without its offset from UTC, and the offset: "19:30+05:00", "7pm UTC-3", "19:30Z"; None without one."""
    found = _OFFSET.search(text)
    if found is None:
        plain = _UTC.sub(" ", text)
        return (plain.strip(), timedelta()) if plain != text else (text, None)
    size = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    if size > _FARTHEST_OFFSET:
        raise TimeNotUnderstood(
            "I cannot read “{words}” as a time.", "Write it like {examples}.", words=text, examples=EXAMPLES
        )
    plain = f"{text[: found.start()]}{found['clock']}{text[found.end() :]}"
    return plain, size if found["sign"] == "+" else -size


def _refuse_zone(text: str, base: datetime, zone: str | None) -> None:
    """Raise TimeNotUnderstood for a zone by its short name: many mean several zones, and summer time is not in them."""
    found = dateparser.parse(text, languages=["en"], settings={"DATE_ORDER": "DMY", "RELATIVE_BASE": base})
    if found is not None and found.tzinfo is not None:
        raise TimeNotUnderstood(
            "I read times in {zone}.",
            "Leave the zone out, or write an offset like +05:00, for example `Thu 19:00 +05:00`.",
            zone=zone or Told("the time zone that this server sets"),
        )


def read_duration(text: str, language: str = "en") -> int:
    """Milliseconds of "7 days", "2 hours", "90 min", "1 week"; TimeNotUnderstood outside a minute to sixty days.

    `language`: the one it is written in, besides English.
    """
    found = _LENGTH.fullmatch(length_in_english(text, language).strip())
    if found is None:
        raise TimeNotUnderstood(
            "I cannot read “{words}” as a length of time.", "Write `7 days`, `2 weeks` or `3 hours`.", words=text
        )
    count = int(found[1]) if found[1].isdigit() else 1
    unit = found[2].casefold()
    length = count * _UNIT_MS["month" if unit.startswith("mo") else unit[0]]
    if not MIN_DURATION_MS <= length <= MAX_DURATION_MS:
        raise TimeNotUnderstood("A reading lasts from one minute to sixty days.", "Write `7 days` or `2 weeks`.")
    return length


def _parsed(text: str, base: datetime) -> datetime:
    """What the parsing library makes of it, in English; "03/12" is the third of December."""
    found: datetime | None = dateparser.parse(
        text,
        languages=["en"],
        settings={
            "RELATIVE_BASE": base,
            "PREFER_DATES_FROM": "future",
            "RETURN_AS_TIMEZONE_AWARE": False,
            "DATE_ORDER": "DMY",
        },
    )
    if found is None or text.strip().isdigit() or _NO_HOUR.search(text):
        raise TimeNotUnderstood(
            "I cannot read “{words}” as a time.", "Write it like {examples}.", words=text, examples=EXAMPLES
        )
    return found.replace(tzinfo=None)


def _this_week(wall: datetime, text: str, base: datetime) -> datetime:
    """The library's "Thu 19:00" is never today; ours is, while 19:00 is still to come."""
    earlier = wall - timedelta(days=7)
    return earlier if earlier > base and _WEEKDAY.search(text) and not _NEXT.search(text) else wall


def _milliseconds(delta: timedelta) -> int:
    return round(delta.total_seconds() * 1000)


def _checked(at: int, text: str, now: int) -> int:
    if at <= now:
        raise TimeNotUnderstood(
            "“{words}” is in the past.",
            "Choose a time that is still to come, for example {examples}.",
            words=text,
            examples=EXAMPLES,
        )
    if at - now > MAX_AHEAD_MS:
        raise TimeNotUnderstood(
            "“{words}” is more than a year away.",
            "Choose a nearer time, for example {examples}.",
            words=text,
            examples=EXAMPLES,
        )
    return at
