"""Times as people write them, and the instants that follow."""

import re
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.time_words import WORDS
from bot.domain.times import DAY_MS, HOUR_MS, instant, read_duration, read_start, wall_clock, zone_named, zones_matching
from bot.errors import SetupMissing, TimeNotUnderstood


def at(text: str, zone: str = "UTC") -> int:
    """Epoch ms of a wall time."""
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


THURSDAY_18 = at("2026-11-19T18:00")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in 20 seconds", "2026-11-19T18:00:20"),
        ("in 2 hours", "2026-11-19T20:00"),
        ("Thu 19:00", "2026-11-19T19:00"),
        ("thursday 7pm", "2026-11-19T19:00"),
        ("Thu 17:00", "2026-11-26T17:00"),
        ("next Thursday 19:00", "2026-11-26T19:00"),
        ("Fri 9am", "2026-11-20T09:00"),
        ("19:00", "2026-11-19T19:00"),
        ("17:00", "2026-11-20T17:00"),
        ("tomorrow 19:00", "2026-11-20T19:00"),
        ("in 3 days at 19:00", "2026-11-22T19:00"),
        ("3 Dec 19:00", "2026-12-03T19:00"),
        ("03/12/2026 19:00", "2026-12-03T19:00"),
        ("2026-12-03 19:30", "2026-12-03T19:30"),
        ("Sat midnight", "2026-11-21T00:00"),
    ],
)
def test_a_time_is_read_the_way_people_mean_it(text: str, expected: str) -> None:
    assert read_start(text, now=THURSDAY_18, zone="UTC").at == at(expected)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Do. 19:00", "2026-11-19T19:00"),
        ("de", "am Donnerstag um 19:30 Uhr", "2026-11-19T19:30"),
        ("de", "nächsten Donnerstag 19 Uhr", "2026-11-26T19:00"),
        ("de", "übermorgen, 19 Uhr 30", "2026-11-21T19:30"),
        ("de", "3. Dez. um 19 Uhr", "2026-12-03T19:00"),
        ("de", "in einer Stunde", "2026-11-19T19:00"),
        ("es", "el jueves a las 19 h", "2026-11-19T19:00"),
        ("es", "mañana a las 19:00", "2026-11-20T19:00"),
        ("es", "3 de diciembre de 2026 a las 19:00", "2026-12-03T19:00"),
        ("es", "mar 19:00", "2026-11-24T19:00"),
        ("es", "3 mar 19:00", "2027-03-03T19:00"),
        ("es", "dentro de 2 horas", "2026-11-19T20:00"),
        ("fr", "jeudi prochain à 19h30", "2026-11-26T19:30"),
        ("fr", "ce soir 20h", "2026-11-19T20:00"),
        ("fr", "le 1er décembre à midi", "2026-12-01T12:00"),
        ("fr", "dans une heure", "2026-11-19T19:00"),
        ("pt", "próxima quinta às 19h30", "2026-11-26T19:30"),
        ("pt-BR", "depois de amanhã às 19h", "2026-11-21T19:00"),
        ("pt", "3 de dezembro às 19:00", "2026-12-03T19:00"),
        ("pt", "daqui a 2 horas", "2026-11-19T20:00"),
        ("de", "Mi um 19.30 Uhr", "2026-11-25T19:30"),
        ("de", "Fri 9am", "2026-11-20T09:00"),
    ],
)
def test_a_time_is_read_in_the_interfaces_language_and_in_english(language: str, text: str, expected: str) -> None:
    assert read_start(text, now=THURSDAY_18, zone="UTC", language=language).at == at(expected)


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("de", "Donnerstag", "no time of day"),
        ("de", "Donnerstag Abend", "no time of day"),
        ("de", "jeudi 19h", "cannot read"),
        ("es", "el 3 por la tarde", "no time of day"),
        ("fr", "demain", "no time of day"),
        ("pt", "amanhã às 25h", "cannot read"),
    ],
)
def test_what_is_not_clear_is_asked_again_as_it_was_written_with_the_languages_own_examples(
    language: str, text: str, word: str
) -> None:
    with pytest.raises(TimeNotUnderstood) as refused:
        read_start(text, now=THURSDAY_18, zone="UTC", language=language)
    assert word in refused.value.message
    assert f"“{text}”" in refused.value.message
    assert WORDS[language].examples in refused.value.remedy


WEDNESDAY_0610 = at("2026-11-25T06:10", "Europe/Berlin")


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Thu 3 Dec 19:00", "2026-12-03T19:00"),
        ("en", "Friday, December 18th 2026, 7pm", "2026-12-18T19:00"),
        ("en", "Thu 26 Nov 19:00", "2026-11-26T19:00"),
        ("en", "3-Dec-2026 19:00", "2026-12-03T19:00"),
        ("de", "Do, 3. Dezember 19 Uhr", "2026-12-03T19:00"),
        ("de", "Donnerstag, 17. Dezember 2026 um 19 Uhr", "2026-12-17T19:00"),
        ("fr", "jeu. 3 déc. 2026, 19:00", "2026-12-03T19:00"),
        ("es", "jueves, 17 de diciembre de 2026, 19:00", "2026-12-17T19:00"),
        ("pt", "sex 4 dez 19:00", "2026-12-04T19:00"),
        ("es", "1º de diciembre 19:00", "2026-12-01T19:00"),
        ("pt", "1º de dezembro 19:00", "2026-12-01T19:00"),
        ("de", "19 Uhr 30. November", "2026-11-30T19:00"),
        ("fr", "19h 12 décembre", "2026-12-12T19:00"),
    ],
)
def test_a_date_is_what_it_says_also_beside_its_weekday(language: str, text: str, expected: str) -> None:
    start = read_start(text, now=WEDNESDAY_0610, zone="Europe/Berlin", language=language)
    assert start.at == at(expected, "Europe/Berlin")


@pytest.mark.parametrize(
    ("language", "text", "minutes"),
    [
        ("fr", "dans 2h", 120),
        ("fr", "dans 12 h", 720),
        ("fr", "dans 1h30", 90),
        ("fr", "dans 1 h 30", 90),
        ("fr", "dans 2 heures 30", 150),
        ("es", "en 2 h", 120),
        ("es", "en 2 horas 30", 150),
        ("es", "en 1 h y 30 min", 90),
        ("pt", "em 2h", 120),
        ("pt", "daqui a 2h", 120),
        ("de", "in 2,5 Stunden", 150),
        ("de", "in 2 Stunden und 30 Minuten", 150),
        ("en", "in 2 hours 30", 150),
        ("en", "in half an hour", 30),
        ("en", "2 hours from now", 120),
    ],
)
def test_hours_from_now_are_no_time_of_day_however_they_are_short(language: str, text: str, minutes: int) -> None:
    start = read_start(text, now=WEDNESDAY_0610, zone="Europe/Berlin", language=language)
    assert (start.at - WEDNESDAY_0610, start.wall) == (minutes * 60_000, None)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "tonight 8:00", "2026-11-25T20:00"),
        ("en", "tomorrow evening 7:30", "2026-11-26T19:30"),
        ("en", "tomorrow night 8:00", "2026-11-26T20:00"),
        ("en", "tomorrow afternoon 3:00", "2026-11-26T15:00"),
        ("de", "morgen abend 7 Uhr", "2026-11-26T19:00"),
        ("de", "heute Abend 8 Uhr", "2026-11-25T20:00"),
        ("de", "Do abends 7 Uhr", "2026-11-26T19:00"),
        ("de", "heute morgen 8 Uhr", "2026-11-25T08:00"),
        ("de", "am Morgen 8 Uhr", "2026-11-25T08:00"),
        ("de", "morgen früh 8 Uhr", "2026-11-26T08:00"),
        ("fr", "demain soir 7h", "2026-11-26T19:00"),
        ("fr", "demain 3 de l’après-midi", "2026-11-26T15:00"),
        ("es", "mañana a las 7 de la tarde", "2026-11-26T19:00"),
        ("pt", "amanhã às 7 da noite", "2026-11-26T19:00"),
        ("de", "Do 7 abends", "2026-11-26T19:00"),
        ("en", "tomorrow 7 in the evening", "2026-11-26T19:00"),
        ("en", "in 320 days at 19:00", "2027-10-11T19:00"),
        ("en", "24 Nov 2027 19:00", "2027-11-24T19:00"),
        ("fr", "ce soir 8h", "2026-11-25T20:00"),
        ("fr", "ce soir 20h30", "2026-11-25T20:30"),
        ("fr", "demain matin 8h", "2026-11-26T08:00"),
        ("es", "hoy a la mañana 9 h", "2026-11-25T09:00"),
        ("es", "esta noche a las 8 h", "2026-11-25T20:00"),
        ("pt", "amanhã à noite 8h", "2026-11-26T20:00"),
        ("es", "mañana a las 7:30 a.m.", "2026-11-26T07:30"),
        ("es", "mañana a las 7 a.m.", "2026-11-26T07:00"),
        ("es", "jueves 7 p. m.", "2026-11-26T19:00"),
        ("pt", "amanhã 7:30 a.m.", "2026-11-26T07:30"),
        ("de", "tomorrow 7 am", "2026-11-26T07:00"),
        ("de", "um 12:30 am Donnerstag", "2026-11-26T12:30"),
        ("de", "3.12. 19.30", "2026-12-03T19:30"),
        ("es", "jueves que viene 19 h", "2026-11-26T19:00"),
        ("pt", "segunda que vem 19h", "2026-11-30T19:00"),
        ("pt", "meio dia", "2026-11-25T12:00"),
    ],
)
def test_an_hour_is_read_in_the_part_of_the_day_that_is_said(language: str, text: str, expected: str) -> None:
    start = read_start(text, now=WEDNESDAY_0610, zone="Europe/Berlin", language=language)
    assert start.at == at(expected, "Europe/Berlin")


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "Fri 3 Dec 19:00", "two different days"),
        ("de", "Fr, 3. Dezember 19 Uhr", "two different days"),
        ("fr", "le jeudi 4 décembre 19h", "two different days"),
        ("es", "mar 3 mar 19:00", "two different days"),
        ("en", "tomorrow 24:00", "cannot read"),
        ("de", "morgen 24 Uhr", "cannot read"),
        ("fr", "demain midi 12h", "cannot read"),
        ("fr", "19 h 5 demain", "cannot read"),
        ("de", "in 1 Stunde am 3.12. 19:00", "cannot read"),
        ("en", "in 2 hours at 19:00", "cannot read"),
        ("en", "in 2 hours 5", "cannot read"),
        ("en", "tomorrow evening 3:00", "cannot read"),
        ("de", "heute Abend 14 Uhr", "cannot read"),
        ("fr", "ce soir à minuit", "cannot read"),
        ("de", "heute Abend um 8", "no time of day"),
        ("de", "Do 10.12", "no time of day"),
        ("de", "Do 7", "no time of day"),
        ("en", "Thu 19:00 20:00", "cannot read"),
        ("en", "Thu 19:00 2026", "cannot read"),
        ("en", "December 19:00", "cannot read"),
        ("en", "next week 19:00", "cannot read"),
        ("en", "next month 7pm", "cannot read"),
        ("en", "Dec 7 in the evening", "cannot read"),
        ("en", "24 Nov 19:00", "is in the past"),
        ("de", "Di 24.11. 19 Uhr", "is in the past"),
    ],
)
def test_what_says_two_things_or_leaves_something_over_is_asked_again(language: str, text: str, word: str) -> None:
    with pytest.raises(TimeNotUnderstood, match=word) as refused:
        read_start(text, now=WEDNESDAY_0610, zone="Europe/Berlin", language=language)
    assert WORDS[language].examples in refused.value.remedy if language in WORDS else "`" in refused.value.remedy


@pytest.mark.parametrize("language", ["en", *WORDS])
def test_a_long_text_is_refused_before_it_is_read_and_told_how_long_it_may_be(language: str) -> None:
    for read in (read_duration, lambda text, tongue: read_start(text, now=THURSDAY_18, zone="UTC", language=tongue)):
        with pytest.raises(TimeNotUnderstood, match="at most 100 characters"):
            read("3. " * 2000, language)


@given(
    now=st.integers(at("2024-01-01T00:00"), at("2030-01-01T00:00")),
    ahead=st.integers(1, 360),
    clock=st.times(),
)
def test_a_date_with_its_weekday_is_that_date(now: int, ahead: int, clock: time) -> None:
    day = wall_clock(now + ahead * DAY_MS, "UTC")
    text = f"{day:%a} {day.day} {day:%b %Y} {clock:%H:%M}"
    assert read_start(text, now=now, zone="UTC").wall == f"{day:%Y-%m-%d}T{clock:%H:%M}:00"


@pytest.mark.parametrize("language", WORDS)
def test_every_example_of_a_language_is_read_in_it(language: str) -> None:
    examples = re.findall(r"`(.+?)`", WORDS[language].examples)
    assert len(examples) == 4
    for each in examples:
        read_start(each, now=THURSDAY_18, zone="UTC", language=language)


@pytest.mark.parametrize(
    ("language", "text", "hours"),
    [
        ("de", "7 Tage", 7 * 24),
        ("de", "eine Woche", 7 * 24),
        ("es", "2 semanas", 14 * 24),
        ("fr", "3 heures", 3),
        ("pt", "1 dia", 24),
        ("fr", "90 min", 1.5),
        ("de", "2 weeks", 14 * 24),
    ],
)
def test_a_length_is_read_in_the_interfaces_language_and_in_english(language: str, text: str, hours: float) -> None:
    assert read_duration(text, language) == hours * HOUR_MS


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("yesterday 19:00", "past"),
        ("2020-01-01 19:00", "past"),
        ("2 hours ago", "past"),
        ("now", "past"),
        ("Monday", "no time of day"),
        ("tomorrow", "no time of day"),
        ("today", "past"),
        ("in 3 days", "no time of day"),
        ("next week", "no time of day"),
        ("tomorrow at 19", "no time of day"),
        ("19:00-20:00", "cannot read"),
        ("Donnerstag 19 Uhr", "cannot read"),
        ("banana", "cannot read"),
        ("5", "cannot read"),
        ("", "cannot read"),
        ("Thu 25:00", "cannot read"),
        ("3 Dec 2031 19:00", "more than a year"),
    ],
)
def test_a_time_that_is_not_clear_is_asked_again_with_an_example(text: str, word: str) -> None:
    with pytest.raises(TimeNotUnderstood) as refused:
        read_start(text, now=THURSDAY_18, zone="UTC")
    assert word in refused.value.message
    assert "for example" in refused.value.remedy or "Write it like" in refused.value.remedy


def test_a_time_of_day_needs_the_servers_zone_and_says_who_sets_it() -> None:
    with pytest.raises(SetupMissing, match="/setup timezone"):
        read_start("Thu 19:00", now=THURSDAY_18, zone=None)


def test_a_time_from_now_needs_no_zone() -> None:
    assert read_start("in 90 minutes", now=THURSDAY_18, zone=None).at == THURSDAY_18 + 90 * 60_000


def test_a_time_of_day_is_meant_in_the_servers_zone() -> None:
    start = read_start("Thu 19:00", now=THURSDAY_18, zone="America/New_York")
    assert start.at == at("2026-11-19T19:00", "America/New_York")
    assert (start.wall, start.zone) == ("2026-11-19T19:00:00", "America/New_York")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-03T19:30+05:00", "2026-12-03T14:30"),
        ("2026-12-03T19:30:00Z", "2026-12-03T19:30"),
        ("2026-12-03 19:30 +0530", "2026-12-03T14:00"),
        ("Thu 19:30 UTC", "2026-11-19T19:30"),
        ("19:30 GMT tomorrow", "2026-11-20T19:30"),
        ("tomorrow 7pm UTC-3", "2026-11-20T22:00"),
        ("Thu 21:00 (UTC+2)", "2026-11-19T19:00"),
        ("tomorrow noon UTC", "2026-11-20T12:00"),
        ("00:30 +08:00", "2026-11-20T16:30"),
    ],
)
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", None])
def test_an_offset_from_utc_is_honoured_and_told_in_the_servers_zone(
    text: str, expected: str, zone: str | None
) -> None:
    start = read_start(text, now=THURSDAY_18, zone=zone)
    assert start.at == at(expected)
    assert (start.wall, start.zone) == ((wall_clock(start.at, zone).isoformat(), zone) if zone else (None, None))


@pytest.mark.parametrize("text", ["Thu 19:00 PST", "19:30 EST", "7pm ET", "19:00 CET tomorrow", "3 Dec 19:00 IST"])
def test_a_zone_by_its_short_name_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(TimeNotUnderstood) as refused:
        read_start(text, now=THURSDAY_18, zone="Europe/London")
    assert refused.value.message == "I read times in Europe/London."
    assert "+05:00" in refused.value.remedy
    with pytest.raises(TimeNotUnderstood):
        read_start(text, now=THURSDAY_18, zone=None)


@pytest.mark.parametrize("text", ["tomorrow +05:00", "tomorrow UTC", "3 Dec UTC"])
def test_an_offset_makes_no_time_of_day(text: str) -> None:
    with pytest.raises(TimeNotUnderstood):
        read_start(text, now=THURSDAY_18, zone="Europe/London")


def test_hours_from_now_are_real_hours_when_the_clock_changes_in_between() -> None:
    before_the_change = at("2027-03-27T23:00", "Europe/Berlin")
    assert read_start("in 5 hours", now=before_the_change, zone="Europe/Berlin").at == before_the_change + 5 * HOUR_MS


def test_a_wall_time_that_the_clock_change_skips_moves_forward_by_the_gap() -> None:
    assert instant(datetime(2027, 3, 28, 2, 30), "Europe/Berlin") == at("2027-03-28T03:30", "Europe/Berlin")  # noqa: DTZ001


def test_of_a_wall_time_that_occurs_twice_the_first_is_meant() -> None:
    assert instant(datetime(2026, 10, 25, 2, 30), "Europe/Berlin") == at("2026-10-25T00:30", "UTC")  # noqa: DTZ001


@given(
    now=st.integers(at("2024-01-01T00:00"), at("2030-01-01T00:00")),
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
    day=st.sampled_from(["Mon", "Tuesday", "wed", "Thu", "Fri", "Sat", "sunday"]),
    zone=st.sampled_from(["UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]),
)
def test_a_weekday_and_time_is_always_ahead_and_within_a_week(
    now: int, hour: int, minute: int, day: str, zone: str
) -> None:
    start = read_start(f"{day} {hour:02}:{minute:02}" if hour + minute else f"{day} midnight", now=now, zone=zone)
    assert now < start.at <= now + 7 * DAY_MS + HOUR_MS
    assert wall_clock(start.at, zone).strftime("%a") == day[:3].title() or zone != "UTC"


@given(st.integers(at("2024-01-01T00:00"), at("2030-01-01T00:00")), st.sampled_from(["Europe/Paris", "UTC"]))
def test_an_instant_comes_back_from_its_wall_time_but_for_the_repeated_hour(now: int, zone: str) -> None:
    back = instant(wall_clock(now, zone), zone)
    assert back == now or (
        zone != "UTC" and now - back == HOUR_MS and datetime.fromtimestamp(now / 1000, UTC).month == 10
    )


@pytest.mark.parametrize(
    ("text", "length"), [("7 days", 7 * DAY_MS), ("1 week", 7 * DAY_MS), ("90 min", 90 * 60_000), ("an hour", HOUR_MS)]
)
def test_a_length_of_time_is_read(text: str, length: int) -> None:
    assert read_duration(text) == length


@pytest.mark.parametrize("text", ["61 days", "10 years", "a year", "3 months", "100000 days"])
def test_a_length_that_is_too_long_is_told_the_longest(text: str) -> None:
    with pytest.raises(TimeNotUnderstood, match="sixty days"):
        read_duration(text)


@pytest.mark.parametrize("text", ["", "soon", "0 days", "61 days", "-1 day", "7", "1 year"])
def test_a_length_outside_a_minute_to_sixty_days_is_refused(text: str) -> None:
    with pytest.raises(TimeNotUnderstood):
        read_duration(text)


def test_a_zone_is_found_however_its_case_is_typed() -> None:
    assert zone_named("europe/london") == "Europe/London"
    assert zone_named("America/New York") == "America/New_York"


def test_an_unknown_zone_is_refused_with_an_example() -> None:
    with pytest.raises(TimeNotUnderstood, match="Europe/London"):
        zone_named("Middle Earth")


def test_zones_are_suggested_by_their_city() -> None:
    assert zones_matching("lond")[0] == "Europe/London"
    assert zones_matching("")[0] == "UTC"
    assert len(zones_matching("a")) == 25
