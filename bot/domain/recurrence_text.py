"""How often, as people write it: "every Thursday 19:00", "first Monday of the month 18:30", "monthly on the 31st 8pm".

Every word must be understood; nothing is guessed. "Every second Thursday" is every other week to some and once a month
to others, so it is asked again, as is a text in another language than the interface's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

import dateparser

from bot.domain.recurrence import LAST, Every, Rule, next_at, started_after
from bot.domain.recurrence_words import RecurrenceWords, words_of
from bot.domain.search_key import search_key
from bot.domain.times import refuse_long, wall_clock
from bot.errors import TimeNotUnderstood
from bot.told import Told

MOST_SLOTS = 1000
_CLOCK = r"(?P<hour>\d{1,2})\s?[:.h]\s?(?P<minute>\d{2})(?!\d)(?P<half>\s?[ap]\.?\s?m\b\.?)?"
_MONDAY = date(2024, 1, 1)
"""A Monday that is the first of its month: the first slot's weekday is written down by a day of this week."""


@dataclass
class _Reading:
    """What has been understood of a text so far."""

    asked: str
    words: RecurrenceWords
    rest: str
    weekdays: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    again: bool = False
    weekly: bool = False
    fortnightly: bool = False
    monthly: bool = False

    def take(self, phrases: frozenset[str]) -> bool:
        """Whether one of the phrases stands there; it is taken out."""
        longest_first = "|".join(re.escape(each) for each in sorted(phrases, key=len, reverse=True))
        self.rest, found = re.subn(rf"(?<!\w)(?:{longest_first})(?!\w)", " ", self.rest)
        return found > 0

    @property
    def told(self) -> dict[str, str]:
        """What errors about it say."""
        return {"asked": self.asked, "examples": self.words.examples}


EXAMPLES = Told("Write it like {examples}.")


def read_rule(text: str, *, now: int, zone: str, language: str = "en", until: str | None = None) -> Rule:
    """The rule that `text` says, from its first slot after `now` on; TimeNotUnderstood, with examples, for any other.

    `until`: a last day ("30 June", "2027-06-30") or how many readings ("10 times"), if there is an end.
    """
    refuse_long(text, language)
    words = words_of(language)
    reading = _Reading(text, words, search_key(text))
    ending = _cut_ending(reading)
    at = _time_of_day(reading)
    _understand(reading)
    rule = started_after(_rule(reading, at), zone, now)
    for end in filter(None, (ending, until)):
        rule = read_until(end, rule, now=now, zone=zone, language=language)
    return rule


def read_until(text: str, rule: Rule, *, now: int, zone: str, language: str = "en") -> Rule:
    """The rule with the end that `text` says; TimeNotUnderstood if it is none, or no reading would be left."""
    refuse_long(text, language)
    times = words_of(language).times | words_of("en").times
    counted = re.fullmatch(r"(\d{1,4})\s?(\D*)", search_key(text))
    if counted and counted[2].strip() in times:
        ended = replace(rule, count=int(counted[1]))
    else:
        ended = replace(rule, until=read_day(text, wall_clock(now, zone), language))
    if ended.count is not None and not 1 <= ended.count <= MOST_SLOTS:
        raise TimeNotUnderstood(
            "A series has 1 to {most} readings.", "Write `10 times`, or a last day.", most=MOST_SLOTS
        )
    if next_at(ended, zone, now) is None:
        raise TimeNotUnderstood(
            "With “{text}” as its end the series would have no reading any more.",
            "Its first one would be on {first}; choose a later end, or `10 times`.",
            text=text,
            first=f"{rule.first:%Y-%m-%d}",
        )
    return ended


def _cut_ending(reading: _Reading) -> str | None:
    """What stands after "until", or a number of times; both may be written in the text itself."""
    until = "|".join(sorted(map(re.escape, reading.words.until), key=len, reverse=True))
    if found := re.search(rf"\s(?:{until})\s(.+)$", reading.rest):
        reading.rest = reading.rest[: found.start()]
        return found[1]
    times = "|".join(map(re.escape, reading.words.times))
    if found := re.search(rf"[\s,](\d{{1,4}})\s(?:{times})$", reading.rest):
        reading.rest = reading.rest[: found.start()]
        return found[0].strip(" ,")
    return None


def _time_of_day(reading: _Reading) -> time:
    """The one time of day in the text; it is taken out."""
    patterns = (rf"{_CLOCK}(?:{reading.words.hour})?", rf"(?P<hour>\d{{1,2}})(?P<half>{reading.words.hour})")
    for pattern in patterns:
        found = re.search(rf"(?<![\w:.]){pattern}", reading.rest)
        if found is None:
            continue
        reading.rest = f"{reading.rest[: found.start()]} {reading.rest[found.end() :]}"
        hour, half = int(found["hour"]), re.sub(r"[^apm]", "", found.groupdict().get("half") or "")
        if half == "am" and "am" in reading.words.noise and found.string[found.end() :].strip():
            half = ""  # "12:30 am Donnerstag" is German for "on Thursday"
        minute = int(found.groupdict().get("minute") or 0)
        if half in ("am", "pm"):
            if not 1 <= hour <= 12:
                break
            hour = hour % 12 + (12 if half == "pm" else 0)
        if hour > 23 or minute > 59:
            break
        return time(hour, minute)
    raise TimeNotUnderstood("“{asked}” names no time of day that I can read.", EXAMPLES, **reading.told)


def _understand(reading: _Reading) -> None:
    """Take every word out and note what it says; what is left over is not understood."""
    words = reading.words
    if reading.take(words.last_day):
        reading.days.append(31)
    reading.fortnightly = reading.take(words.fortnightly)
    reading.monthly = reading.take(words.monthly)
    reading.weekly = reading.take(words.weekly)
    reading.again = reading.take(words.again)
    for weekday, names in enumerate(words.weekdays):
        if reading.take(frozenset(names)):
            reading.weekdays.append(weekday)
    for word, place in words.ordinals.items():
        if reading.take(frozenset({word})):
            if reading.weekdays or place == LAST or not word[0].isdigit():
                reading.places.append(place)
            else:
                reading.days.append(int(re.sub(r"\D", "", word)))
    for found in re.finditer(rf"(?<![\w-])(\d{{1,2}})(?:{words.ordinal_mark})?(?![\w-])", reading.rest):
        reading.days.append(int(found[1]))
    reading.rest = re.sub(rf"(?<![\w-])\d{{1,2}}(?:{words.ordinal_mark})?(?![\w-])", " ", reading.rest)
    reading.take(words.noise)
    if reading.rest.strip(" ,.;"):
        raise TimeNotUnderstood(
            "I cannot read “{asked}” as a recurring time.", "Write it like {examples}.", **reading.told
        )


def _rule(reading: _Reading, at: time) -> Rule:
    """What the words make together."""
    weekday = reading.weekdays[0] if len(reading.weekdays) == 1 else None
    first = datetime.combine(_MONDAY + timedelta(days=weekday or 0), at)
    match (weekday, reading.places, reading.days):
        case (int(), [], []) if not reading.monthly and (reading.fortnightly or reading.weekly or reading.again):
            return Rule(Every.WEEK, first, interval=2 if reading.fortnightly else 1)
        case (int(), [], []) if not reading.monthly and _plural(reading):
            return Rule(Every.WEEK, first)
        case (int(), [place], []) if reading.monthly and not (reading.weekly or reading.fortnightly):
            return Rule(Every.MONTH, first, nth=place)
        case (None, [], [day]) if reading.monthly and 1 <= day <= 31 and not (reading.weekly or reading.fortnightly):
            return Rule(Every.MONTH, first, day=day)
    raise _incomplete(reading)


def _plural(reading: _Reading) -> bool:
    """ "Thursdays 19:00", "donnerstags 19 Uhr": the form of the word says that it recurs."""
    said = search_key(reading.asked)
    names = reading.words.weekdays[reading.weekdays[0]]
    return any(re.search(rf"\b{re.escape(name)}\b", said) for name in names[1:] if name == f"{names[0]}s")


def _incomplete(reading: _Reading) -> TimeNotUnderstood:
    """What is missing or too much, as far as it can be said."""
    told = reading.told
    if len(reading.weekdays) > 1:
        return TimeNotUnderstood("“{asked}” names more than one weekday; make one series for each.", EXAMPLES, **told)
    if reading.places == [2] and not reading.monthly:
        return TimeNotUnderstood("“{asked}” may mean every other week or once a month.", EXAMPLES, **told)
    if (reading.places or reading.days) and not reading.monthly:
        return TimeNotUnderstood("“{asked}” does not say that it is once a month.", EXAMPLES, **told)
    if reading.weekdays:
        return TimeNotUnderstood("“{asked}” does not say how often.", EXAMPLES, **told)
    return TimeNotUnderstood("“{asked}” does not say on which day.", EXAMPLES, **told)


def read_day(text: str, today: datetime, language: str, *, after: date | None = None) -> date:
    """A day as people write it, the next such one from today on, or from `after` on; TimeNotUnderstood else.

    `language`: the one it is written in, besides English.
    """
    refuse_long(text, language)
    base = today if after is None else datetime.combine(after, today.time())
    said = re.sub(r"(?<=\d)(?:\s?[ºª°]|o)(?!\w)", "", text)
    found = _day(said, base, language.split("-", maxsplit=1)[0]) or _day(said, base, "en")
    if found is None or text.strip().isdigit() or not _is_weekday(found, said, language):
        raise TimeNotUnderstood(
            "I cannot read “{text}” as a day.", "Write it like `30 June 2027`, `2027-06-30` or `24 Dec`.", text=text
        )
    return found.date()


def _is_weekday(day: datetime, text: str, language: str) -> bool:
    """Whether a weekday in the text, if there is one, is that of the day; "Fri 3 Dec" may be a Thursday."""
    beside_months = re.sub(r"\d+\.?\s(?:de\s)?[^\W\d]+", " ", search_key(text))  # "mar" is a month and a weekday
    said = set(re.findall(r"[\w-]+", beside_months))
    for words in (words_of(language), words_of("en")):
        if named := [weekday for weekday, names in enumerate(words.weekdays) if said & set(names)]:
            return day.weekday() in named
    return True


def _day(text: str, base: datetime, language: str) -> datetime | None:
    """What the parsing library makes of it in one language; the day and the month must be said."""
    found: datetime | None = dateparser.parse(
        text,
        languages=[language],
        settings={
            "RELATIVE_BASE": base,
            "PREFER_DATES_FROM": "future",
            "RETURN_AS_TIMEZONE_AWARE": False,
            "DATE_ORDER": "YMD" if re.match(r"\d{4}-", text.strip()) else "DMY",
            "REQUIRE_PARTS": ["day", "month"],
        },
    )
    return found
