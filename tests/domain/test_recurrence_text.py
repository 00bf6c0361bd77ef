"""How often, as people write it, in the interface's language; what cannot be read is asked again."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.recurrence import as_text
from bot.domain.recurrence_text import read_day, read_rule, read_until
from bot.domain.recurrence_words import WORDS
from bot.domain.times import wall_clock
from bot.errors import TimeNotUnderstood

ZONE = "Europe/London"
NOW = round(datetime(2026, 11, 22, 20, tzinfo=ZoneInfo(ZONE)).timestamp() * 1000)
THURSDAYS = "FREQ=WEEKLY;INTERVAL=1;BYDAY=TH"
FORTNIGHTLY = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
FIRST_MONDAYS = "FREQ=MONTHLY;BYDAY=1MO"
FIFTEENTHS = "FREQ=MONTHLY;BYMONTHDAY=15"


@pytest.mark.parametrize(
    ("text", "rule", "first"),
    [
        ("every Thursday 19:00", THURSDAYS, "2026-11-26T19:00"),
        ("Thursdays at 7.30 pm", THURSDAYS, "2026-11-26T19:30"),
        ("weekly on Thu, 7pm", THURSDAYS, "2026-11-26T19:00"),
        ("every other Tuesday 7pm", FORTNIGHTLY, "2026-11-24T19:00"),
        ("every 2 weeks on Tuesday 19:00", FORTNIGHTLY, "2026-11-24T19:00"),
        ("fortnightly on Tuesdays, 19:00", FORTNIGHTLY, "2026-11-24T19:00"),
        ("first Monday of the month 18:30", FIRST_MONDAYS, "2026-12-07T18:30"),
        ("1st Monday of the month 18:30", FIRST_MONDAYS, "2026-12-07T18:30"),
        ("last friday of each month, 6pm", "FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27T18:00"),
        ("monthly on the 15th at 20:00", FIFTEENTHS, "2026-12-15T20:00"),
        ("1st of the month 19:00", "FREQ=MONTHLY;BYMONTHDAY=1", "2026-12-01T19:00"),
        ("the 31st of every month 19:00", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "2026-11-30T19:00"),
        ("last day of the month 19:00", "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "2026-11-30T19:00"),
        ("every Thursday 19:00 until 30 June 2027", f"{THURSDAYS};UNTIL=20270630", "2026-11-26T19:00"),
        ("every Thursday 19:00, 10 times", f"{THURSDAYS};COUNT=10", "2026-11-26T19:00"),
        ("every Sunday 20:30", "FREQ=WEEKLY;INTERVAL=1;BYDAY=SU", "2026-11-22T20:30"),
        ("every Sunday 20:00", "FREQ=WEEKLY;INTERVAL=1;BYDAY=SU", "2026-11-29T20:00"),
    ],
)
def test_a_rule_is_read_the_way_people_mean_it(text: str, rule: str, first: str) -> None:
    found = read_rule(text, now=NOW, zone=ZONE)
    assert (as_text(found), found.first.isoformat(timespec="minutes")) == (rule, first)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Donnerstag 19 Uhr", "names no time of day"),
        ("jeden Donnerstag 19:00", "cannot read"),
        ("every second Thursday 19:00", "every other week or once a month"),
        ("Thu 19:00", "does not say how often"),
        ("first Monday 18:30", "once a month"),
        ("every Thursday", "names no time of day"),
        ("every Thursday 25:00", "names no time of day"),
        ("every Monday and Thursday 19:00", "more than one weekday"),
        ("every fifth Thursday 19:00", "cannot read"),
        ("every weekday 19:00", "cannot read"),
        ("every month 19:00", "on which day"),
        ("every Thursday 19:00 until yesterday", "no reading any more"),
        ("every Thursday 19:00 until soon", "cannot read “soon”"),
        ("every Thursday 19:00, 0 times", "1 to 1000"),
        ("", "names no time of day"),
    ],
)
def test_what_cannot_be_read_is_asked_again_with_an_example(text: str, told: str) -> None:
    with pytest.raises(TimeNotUnderstood) as refused:
        read_rule(text, now=NOW, zone=ZONE)
    assert told in refused.value.message
    assert "`" in refused.value.remedy


@pytest.mark.parametrize("language", WORDS)
def test_the_examples_of_each_language_are_read_in_that_language(language: str) -> None:
    examples = WORDS[language].examples.split("`")[1::2]
    rules = [as_text(read_rule(each, now=NOW, zone=ZONE, language=language)) for each in examples]
    assert rules == [THURSDAYS, FORTNIGHTLY, FIRST_MONDAYS, FIFTEENTHS]


def test_an_end_may_be_given_apart() -> None:
    assert read_rule("every Thursday 19:00", now=NOW, zone=ZONE, until="12 times").count == 12
    assert str(read_rule("every Thursday 19:00", now=NOW, zone=ZONE, until="2027-06-30").until) == "2027-06-30"


@pytest.mark.parametrize(
    ("language", "text", "rule"),
    [
        ("de", "jeden Donnerstag um 19.30 Uhr", "2026-11-26T19:30"),
        ("de", "jede Woche um 12:30 am Donnerstag", "2026-11-26T12:30"),
        ("de", "jeden Donnerstag 7:30 pm", "2026-11-26T19:30"),
        ("fr", "chaque jeudi 19h30", "2026-11-26T19:30"),
        ("es", "cada jueves 7 p. m.", "2026-11-26T19:00"),
        ("es", "cada jueves 7:30 a. m.", "2026-11-26T07:30"),
        ("pt", "todo mês dia 1º 19:00", "2026-12-01T19:00"),
        ("es", "el 1º de cada mes a las 19:00", "2026-12-01T19:00"),
    ],
)
def test_a_clock_and_a_day_are_read_as_the_language_writes_them(language: str, text: str, rule: str) -> None:
    assert read_rule(text, now=NOW, zone=ZONE, language=language).first.isoformat(timespec="minutes") == rule


@pytest.mark.parametrize("language", WORDS)
def test_an_end_in_the_text_itself_is_read_besides_its_clock(language: str) -> None:
    ends = {"de": "bis zum 1. Februar 2027", "es": "hasta el 1º de febrero de 2027", "fr": "jusqu'au 1er février 2027"}
    end = ends.get(language, "until 1st February 2027" if language == "en" else "até 1º de fevereiro de 2027")
    weekly = re.split(r"`", WORDS[language].examples)[1]
    assert str(read_rule(f"{weekly} {end}", now=NOW, zone=ZONE, language=language).until) == "2027-02-01"


@pytest.mark.parametrize("language", WORDS)
def test_an_end_is_read_in_english_besides_the_interfaces_language(language: str) -> None:
    rule = read_rule("every Thursday 19:00", now=NOW, zone=ZONE)
    assert read_until("10 times", rule, now=NOW, zone=ZONE, language=language).count == 10
    assert str(read_until("30 June 2027", rule, now=NOW, zone=ZONE, language=language).until) == "2027-06-30"


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("de", "1. Februar 2027", "2027-02-01"),
        ("fr", "1er février 2027", "2027-02-01"),
        ("es", "1º de febrero de 2027", "2027-02-01"),
        ("pt", "1º de fevereiro de 2027", "2027-02-01"),
        ("pt", "24 Dec", "2026-12-24"),
        ("de", "2027-02-01", "2027-02-01"),
        ("de", "Do, 3. Dezember 2026", "2026-12-03"),
        ("es", "martes 2 mar 2027", "2027-03-02"),
        ("es", "mar 2 mar 2027", "2027-03-02"),
        ("es", "3 mar 2027", "2027-03-03"),
        ("fr", "mar. 2 mars 2027", "2027-03-02"),
    ],
)
def test_a_day_is_read_in_the_interfaces_language_and_in_english(language: str, text: str, day: str) -> None:
    assert str(read_day(text, wall_clock(NOW, ZONE), language)) == day


def test_long_texts_are_refused_before_they_are_read() -> None:
    rule = read_rule("every Thursday 19:00", now=NOW, zone=ZONE)
    text = "3. " * 2000
    with pytest.raises(TimeNotUnderstood, match="at most 100 characters"):
        read_rule(text, now=NOW, zone=ZONE)
    with pytest.raises(TimeNotUnderstood, match="at most 100 characters"):
        read_until(text, rule, now=NOW, zone=ZONE)
    with pytest.raises(TimeNotUnderstood, match="at most 100 characters"):
        read_day(text, wall_clock(NOW, ZONE), "de")


@pytest.mark.parametrize(("language", "text"), [("en", "Fri 3 Dec 2026"), ("de", "Fr, 3. Dezember 2026")])
def test_a_day_on_another_weekday_is_asked_again(language: str, text: str) -> None:
    with pytest.raises(TimeNotUnderstood, match="cannot read"):
        read_day(text, wall_clock(NOW, ZONE), language)
