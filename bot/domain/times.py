"""Times as people write them, wall time and UTC.

The rules of this file:
- What is asked for at a time of day is kept as wall time and zone; UTC follows. "In 20 minutes" is an instant.
- A wall time that a clock change skips moves forward by the gap (02:30 becomes 03:30); of two the first is meant.
- A weekday is the next one whose time is still to come, today included.
- An offset from UTC that is written out is honoured. Other zones are not: "IST" is four zones, "EST" in July is none.
- Nothing is guessed: a day without a time of day, a weekday that is not its date's, a number that is neither, a time in
  the past and an unreadable text are asked again.
- "Evening" makes seven o'clock 19:00; an hour that is none of the evening's is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import dateparser

from bot.domain.time_words import examples_of, length_in_english, start_in_english
from bot.errors import SetupMissing, TimeNotUnderstood
from bot.told import Told

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
DISCORD_EPOCH_MS = 1_420_070_400_000
"""The first instant of 2015, from which Discord's ids count the milliseconds in all but their last 22 bits."""
MAX_AHEAD_MS = 366 * DAY_MS
MIN_DURATION_MS = MINUTE_MS
MAX_DURATION_MS = 60 * DAY_MS

EXAMPLES = examples_of("en")

MOST_CHARACTERS = 100
"""No time is longer; the parsing library takes a second for a text of some thousand."""

_AMOUNT = r"(an?|one|half\s+an|\d{1,9}(?:[.,]\d)?)\s*(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h)\b\.?"
_RELATIVE = re.compile(rf"\s*in\s+{_AMOUNT}", re.IGNORECASE)
_FROM_NOW = re.compile(rf"\s*in\s+{_AMOUNT}(?:\s*(?:,|and\b)?\s*{_AMOUNT}){{0,2}}\s*", re.IGNORECASE)
_BARE_MINUTES = re.compile(r"(\d\s*(?:h|hrs?|hours?))\s*(\d{2})\s*$", re.IGNORECASE)
_CLOCK = r"(?:\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?|\bnoon\b|\bmidnight\b)"
_TIME_OF_DAY = re.compile(rf"(?<![\d:.]){_CLOCK}(?![\d:])", re.IGNORECASE)
_TWELVE = re.compile(r"\b12\s(?=(?:noon|midnight)\b)", re.IGNORECASE)
_DOTTED = re.compile(r"(?<![\d.:/-])(\d{1,2})\.(\d{2})(?![\d.:])(\s?[ap]\.?m\b)?", re.IGNORECASE)
_PART_OF_DAY = re.compile(r"\b(?:in\sthe\s|at\s)?(morning|afternoon|evening|night)\b", re.IGNORECASE)
_BARE_HOUR = re.compile(r"(?<![\w:.])(\d{1,2})\s(?=in\sthe\s(?:morning|afternoon|evening)\b)", re.IGNORECASE)
_THIS_PART = re.compile(r"\bthis\s(?=(?:morning|afternoon|evening)\b)", re.IGNORECASE)
_TWELVE_HOURS = {"morning": (), "afternoon": range(1, 9), "evening": range(5, 12), "night": range(7, 12)}
"""The hours that a part of the day counts from noon on; "evening 3:00" is nothing certain."""
_HOURS = {"morning": range(1, 12), "afternoon": range(12, 21), "evening": range(17, 24), "night": range(19, 24)}
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_NUMBERS = re.compile(
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}(?:[-./](?:\d{4}|\d{2}))?(?!\d)|\b\d{1,2}\.(?=\s|$)"
    rf"|\b\d{{1,2}}-{_MONTH}-(?:\d{{4}}|\d{{2}})\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s?(?:of\s)?{_MONTH}(?:,?\s?(?:\d{{4}}|\d{{2}})\b)?"
    rf"|{_MONTH}\s?\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?\b|\b\d{{1,2}}(?:st|nd|rd|th)\b"
    r"|\b\d{1,3}\s(?:minutes?|hours?|days?|weeks?|months?)\b",
    re.IGNORECASE,
)
"""The numbers that a time may have besides its clock: those of a date, and of the days until then."""
_NO_DAY = re.compile(rf"\b(?:next\s(?:week|month|year)|{_MONTH})(?!\w)", re.IGNORECASE)
"""What is left of a text without its dates: "December 19:00" is no day of it."""
_OFFSET = re.compile(
    rf"(?P<clock>{_CLOCK})\s{{0,3}}\(?(?:UTC|GMT)?(?P<sign>[+\-−])(?P<hours>\d{{1,2}}):?(?P<minutes>\d{{2}})?(?![\d:])\)?",
    re.IGNORECASE,
)
_UTC = re.compile(r"(?<![a-z])\(?(?:UTC|GMT|Z)\)?(?![a-z+\-−])", re.IGNORECASE)
_FARTHEST_OFFSET = timedelta(hours=14)
_SURELY_PASSED = timedelta(days=300)
"""A date without a year that only comes after this was meant for this year, and has gone by."""
_FAR = re.compile(r"\b\d{4}\b|[-./]\d{1,2}[-./]\d{2}\b|\bin\s\d", re.IGNORECASE)
"""A year, or "in 320 days": says by itself how far away it is."""
_NEXT = re.compile(r"\bnext\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs?|ur)?(?:day)?\b", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LENGTH = re.compile(
    r"(\d{1,9}|an?|one)\s*(minutes?|mins?|min|m|hours?|hrs?|h|days?|d|weeks?|w|months?|years?|y)",
    re.IGNORECASE,
)
_UNIT_MS = {
    "s": 1000,
    "m": MINUTE_MS,
    "h": HOUR_MS,
    "d": DAY_MS,
    "w": 7 * DAY_MS,
    "month": 30 * DAY_MS,
    "y": 365 * DAY_MS,
}


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


def refuse_long(text: str, language: str) -> None:
    """Raise TimeNotUnderstood for a text that is longer than any time, before it is read."""
    if len(text) > MOST_CHARACTERS:
        raise TimeNotUnderstood(
            "A time has at most {most} characters.",
            "Write it like {examples}.",
            most=MOST_CHARACTERS,
            examples=examples_of(language),
        )


def read_start(text: str, *, now: int, zone: str | None, language: str = "en") -> Start:
    """When `text` says that something starts: after `now`, within a year; else TimeNotUnderstood or SetupMissing.

    `zone`: the server's, or None if it has not been set; only a time from now or with an offset can then be read.
    `language`: the one it is written in (the interface's), besides English.
    """
    refuse_long(text, language)
    try:
        return _start(start_in_english(text, language), now, zone)
    except TimeNotUnderstood as error:
        as_written = {"asked": text, "words": text, "examples": examples_of(language)}
        told = {name: as_written.get(name, value) for name, value in error.values.items()}
        raise TimeNotUnderstood(error.text, error.remedy_text, **told) from error


def _start(text: str, now: int, zone: str | None) -> Start:
    """The start, of a text in English."""
    utc_now = datetime.fromtimestamp(now / 1000, tz=UTC).replace(tzinfo=None)
    if (ahead := _from_now(text)) is not None:
        return Start(_checked(now + ahead, text, now))
    plain, offset = _without_offset(text)
    if offset is not None:
        utc = _wall(plain, utc_now + offset, text) - offset
        at = _checked(instant(utc, "UTC"), text, now)
        return Start(at, wall_clock(at, zone).isoformat(), zone) if zone else Start(at)
    _refuse_zone(text, utc_now, zone)
    if zone is None:
        _wall(text, utc_now, text)
        raise SetupMissing(
            "I do not know this server's time zone yet, so I cannot tell when that is.",
            "An admin sets it with `/setup timezone`. A time from now on works without it: `in 2 hours`.",
        )
    wall = _wall(text, wall_clock(now, zone), text)
    return Start(_checked(instant(wall, zone), text, now), wall.isoformat(), zone)


def _from_now(text: str) -> int | None:
    """Milliseconds of "in 2 hours", "in 1 h 30", "2 hours from now"; None for a time that does not begin like these.

    TimeNotUnderstood if it says anything besides.
    """
    said = re.sub(r"^\s*(.+?)\s+from\s+now\s*$", r"in \1", text, flags=re.IGNORECASE)
    if re.match(r"\s*in\s", said, re.IGNORECASE):
        said = _BARE_MINUTES.sub(r"\1 \2 minutes", said)
    if _RELATIVE.match(said) is None:
        return None
    if _FROM_NOW.fullmatch(said) is None:
        raise _unreadable(text)
    amounts = re.findall(_AMOUNT, said, re.IGNORECASE)
    return round(sum(_count(count) * _UNIT_MS[unit[0].casefold()] for count, unit in amounts))


def _count(said: str) -> float:
    if said[0].isdigit():
        return float(said.replace(",", "."))
    return 0.5 if said.casefold().startswith("half") else 1


def _wall(text: str, base: datetime, asked: str) -> datetime:
    """The wall time that the text names, on the clock that shows `base` now. `asked`: the whole of what was written."""
    plain = _in_its_part_of_the_day(_with_colon(_TWELVE.sub("", text)), asked)
    wall = _this_week(_parsed(plain, base), plain, base).replace(microsecond=0)
    clock = _time_of_day(plain)
    undated = _NUMBERS.sub(" ", _TIME_OF_DAY.sub(" ", plain))
    left = re.search(r"\d", undated) is not None
    if clock is None and (wall > base or left):
        raise _no_time_of_day(asked)
    if clock is not None and (wall.time() != clock or left or _NO_DAY.search(undated)):
        raise _unreadable(asked)
    if wall - base > _SURELY_PASSED and not _FAR.search(plain):
        raise _past(asked)
    if any(_WEEKDAYS[wall.weekday()] != named.casefold() for named in _WEEKDAY.findall(plain)):
        raise TimeNotUnderstood(
            "The weekday and the date in “{asked}” are two different days.",
            "Leave one of them out, for example {examples}.",
            asked=asked,
            examples=EXAMPLES,
        )
    return wall


def _time_of_day(text: str) -> time | None:
    """The one time of day that the text says, if any; TimeNotUnderstood for two, and for one that no clock shows."""
    found = [match[0].casefold() for match in _TIME_OF_DAY.finditer(text)]
    if not found:
        return None
    if len(found) > 1:
        raise _unreadable(text)
    if found[0] in ("noon", "midnight"):
        return time(12 if found[0] == "noon" else 0)
    hour, minute, second = [*map(int, re.findall(r"(?<!\.)\d+", found[0])), 0, 0][:3]
    if found[0].endswith(("m", "m.")):
        hour = -1 if not 1 <= hour <= 12 else hour % 12 + (12 if "p" in found[0] else 0)
    try:
        return time(hour, minute, second)
    except ValueError as error:
        raise _unreadable(text) from error


def _with_colon(text: str) -> str:
    """ "19.30" as "19:30" where it cannot be a date; "10.12" alone may be the tenth of December and stays."""
    found = list(_DOTTED.finditer(text))
    certain = [each for each in found if each[3] or each[2] == "00" or int(each[2]) > 12]
    if len(found) == 1 and _NUMBERS.search(text.replace(found[0][0], " ")):
        certain = found
    if len(certain) != 1 or _TIME_OF_DAY.search(text.replace(certain[0][0], " ")):
        return text
    clock = certain[0]
    return f"{text[: clock.start()]}{clock[1]}:{clock[2]}{clock[3] or ''}{text[clock.end() :]}"


def _in_its_part_of_the_day(text: str, asked: str) -> str:
    """The text without "morning", "evening" and the like, and their hour on the clock of 24 hours."""
    said = _THIS_PART.sub("today ", re.sub(r"\btonight\b", "today evening", text, flags=re.IGNORECASE))
    parts = {part.casefold() for part in _PART_OF_DAY.findall(said)}
    if not parts:
        return text
    plain = _PART_OF_DAY.sub(" ", _BARE_HOUR.sub(r"\1:00 ", said))
    clock = _time_of_day(plain)
    if clock is None:
        raise _no_time_of_day(asked)
    if len(parts) > 1:
        raise _unreadable(asked)
    [part] = parts
    later = clock.hour in _TWELVE_HOURS[part] and not re.search(r"\d\s?a\.?m\b", plain, re.IGNORECASE)
    if not later and clock.hour not in _HOURS[part]:
        raise _unreadable(asked)
    return _TIME_OF_DAY.sub(f"{clock.hour + 12 if later else clock.hour}:{clock.minute:02}", plain)


def _no_time_of_day(asked: str) -> TimeNotUnderstood:
    return TimeNotUnderstood(
        "“{asked}” names a day but no time of day.", "Add one, for example {examples}.", asked=asked, examples=EXAMPLES
    )


def _unreadable(words: str) -> TimeNotUnderstood:
    return TimeNotUnderstood(
        "I cannot read “{words}” as a time.", "Write it like {examples}.", words=words, examples=EXAMPLES
    )


def _past(words: str) -> TimeNotUnderstood:
    return TimeNotUnderstood(
        "“{words}” is in the past.",
        "Choose a time that is still to come, for example {examples}.",
        words=words,
        examples=EXAMPLES,
    )


def _without_offset(text: str) -> tuple[str, timedelta | None]:
    """The text without its offset from UTC, and the offset: "19:30+05:00", "7pm UTC-3", "19:30Z"; None without one."""
    found = _OFFSET.search(text)
    if found is None:
        plain = _UTC.sub(" ", text)
        return (plain.strip(), timedelta()) if plain != text else (text, None)
    size = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    if size > _FARTHEST_OFFSET:
        raise _unreadable(text)
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
    refuse_long(text, language)
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
    if found is None or text.strip().isdigit():
        raise _unreadable(text)
    return found.replace(tzinfo=None)


def _this_week(wall: datetime, text: str, base: datetime) -> datetime:
    """The library's "Thu 19:00" is never today; ours is, while 19:00 is still to come. A date is what it says."""
    earlier = wall - timedelta(days=7)
    dated = re.search(r"\d", _TIME_OF_DAY.sub(" ", text))
    return earlier if earlier > base and _WEEKDAY.search(text) and not (dated or _NEXT.search(text)) else wall


def _checked(at: int, text: str, now: int) -> int:
    if at <= now:
        raise _past(text)
    if at - now > MAX_AHEAD_MS:
        raise TimeNotUnderstood(
            "“{words}” is more than a year away.",
            "Choose a nearer time, for example {examples}.",
            words=text,
            examples=EXAMPLES,
        )
    return at


def made_at(discord_id: int) -> int:
    """When Discord made what has this id (a message, a poll, a scheduled event), in UTC epoch ms."""
    return (discord_id >> 22) + DISCORD_EPOCH_MS
