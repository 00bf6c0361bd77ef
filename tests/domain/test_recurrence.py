"""Recurring wall times: what a rule gives, by two computations that share nothing; and what differs from it."""

from __future__ import annotations

import re
import shutil
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.recurrence import (
    LAST,
    Differences,
    Every,
    Holiday,
    Repeat,
    Rule,
    as_text,
    coming,
    from_text,
    last_day,
    next_at,
    next_occurrence,
    occurrence_on,
    repeating,
    started_after,
    upcoming,
)
from bot.domain.times import wall_clock

ZONES = (
    "UTC",
    "Europe/London",
    "America/New_York",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",  # moves by half an hour
    "Asia/Kolkata",
    "Africa/Cairo",
    "America/Havana",  # the gap is at midnight
    "Pacific/Apia",  # once left a whole day out
    "Pacific/Chatham",
    "Africa/Casablanca",
)


def wall(text: str) -> datetime:
    """A naive wall time."""
    return datetime.fromisoformat(text)


START, END = wall("2010-01-01T00:00"), wall("2035-01-01T00:00")


def at(text: str, zone: str = "UTC") -> int:
    return round(wall(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    first = draw(st.datetimes(START, wall("2030-01-01T00:00"))).replace(second=0, microsecond=0)
    kind = draw(st.sampled_from(("week", "weekday", "date")))
    if kind == "week":
        rule = Rule(Every.WEEK, first, interval=draw(st.sampled_from((1, 2))))
    elif kind == "weekday":
        fits: list[int] = [nth for nth in (1, 2, 3, 4) if (first.day - 1) // 7 + 1 == nth]
        fits += [LAST] if (first + timedelta(days=7)).month != first.month else []
        rule = Rule(Every.MONTH, first, nth=draw(st.sampled_from(fits)))
    else:
        is_last = (first + timedelta(days=1)).month != first.month
        rule = Rule(Every.MONTH, first, day=draw(st.integers(first.day, 31)) if is_last else first.day)
    end = draw(st.sampled_from(("none", "until", "count")))
    if end == "until":
        until = draw(st.dates(first.date(), date(2034, 1, 1)))
        return Rule(rule.every, first, rule.interval, rule.nth, rule.day, until=until)
    if end == "count":
        return Rule(rule.every, first, rule.interval, rule.nth, rule.day, count=draw(st.integers(1, 60)))
    return rule


instants = st.datetimes(START, END).map(lambda each: round(each.replace(tzinfo=UTC).timestamp() * 1000))


def walls_by_the_peer(rule: Rule, after: datetime) -> Iterator[datetime]:
    """python-dateutil's reading of the rule as RFC 5545 text; its ends are instants, ours are days."""
    text = re.sub(r"UNTIL=\d+", r"\g<0>T235959", as_text(rule))
    found = import_module("dateutil.rrule").rrulestr(text, dtstart=rule.first)
    yield from found.xafter(after, inc=True)


def instant_by_search(asked: datetime, zone: str) -> int:
    """The earliest instant at which a clock in the zone shows this, or would, had it not sprung over it."""
    tz = ZoneInfo(zone)
    around = [asked.replace(tzinfo=UTC) + timedelta(hours=hours) for hours in range(-30, 31)]
    offsets = [moment.astimezone(tz).utcoffset() for moment in around]
    candidates = sorted({asked.replace(tzinfo=UTC) - offset for offset in offsets if offset is not None})
    shown = [each for each in candidates if each.astimezone(tz).replace(tzinfo=None) == asked]
    if shown:
        return round(shown[0].timestamp() * 1000)
    return round(candidates[-1].timestamp() * 1000)  # the offset before a gap is the smaller one, its instant the later


@given(rules(), st.sampled_from(ZONES), instants)
def test_the_next_slot_is_after_now_and_the_same_by_two_independent_computations(
    rule: Rule, zone: str, now: int
) -> None:
    found = next_at(rule, zone, now)
    walls = walls_by_the_peer(rule, wall_clock(now, zone) - timedelta(days=2))
    expected = next((each for slot in walls if (each := instant_by_search(slot, zone)) > now), None)
    assert found == expected
    assert found is None or found > now


@given(rules(), st.sampled_from(ZONES), instants)
def test_what_comes_is_in_order_and_each_slot_comes_once(rule: Rule, zone: str, now: int) -> None:
    found = list(islice(coming(rule, zone, now), 8))
    assert [each.at for each in found] == sorted({each.at for each in found})
    assert len({each.day for each in found}) == len(found)
    assert all(occurrence_on(rule, zone, each.day) == each for each in found)
    end = last_day(rule)
    assert end is None or all(each.day <= end for each in found)


@given(rules(), st.sampled_from(ZONES), instants, st.data())
def test_skipped_moved_and_left_out_slots_obey_their_rules(
    rule: Rule, zone: str, now: int, data: st.DataObject
) -> None:
    plain = list(islice(coming(rule, zone, now), 6))
    assume(len(plain) >= 3)
    days = [each.day for each in plain]
    skipped = frozenset(data.draw(st.sets(st.sampled_from(days), max_size=2)))
    moved_day = data.draw(st.sampled_from(days))
    moved = {moved_day: plain[0].wall + timedelta(days=data.draw(st.integers(1, 20)), minutes=7)}
    holiday = Holiday(days[1], days[2])
    differences = Differences(skipped, moved, (holiday,))
    found = list(islice(coming(rule, zone, now, differences), 6))
    assert all(each.at > now for each in found)
    assert [each.at for each in found] == sorted(each.at for each in found)
    assert not skipped & {each.day for each in found}
    assert all(each.day == moved_day or not holiday.first <= each.day <= holiday.last for each in found)
    assert all(each.wall == moved[moved_day] for each in found if each.day == moved_day)


@given(rules())
def test_a_rule_is_the_same_after_it_was_kept_as_text(rule: Rule) -> None:
    assert from_text(as_text(rule), rule.first) == rule


def test_both_clock_changes_leave_the_wall_time_alone() -> None:
    rule = Rule(Every.WEEK, wall("2026-03-05T19:00"))
    found = upcoming(rule, "Europe/London", at("2026-03-20T00:00"), Differences(), 2)
    assert [each.at for each in found] == [at("2026-03-26T19:00", "UTC"), at("2026-04-02T18:00", "UTC")]
    found = upcoming(rule, "Europe/London", at("2026-10-20T00:00"), Differences(), 2)
    assert [each.at for each in found] == [at("2026-10-22T18:00", "UTC"), at("2026-10-29T19:00", "UTC")]


def test_in_the_gap_it_starts_later_and_in_the_overlap_the_first_time() -> None:
    sundays = Rule(Every.WEEK, wall("2026-03-01T02:30"))
    gap = occurrence_on(sundays, "Europe/Berlin", date(2026, 3, 29))
    assert gap is not None
    assert wall_clock(gap.at, "Europe/Berlin") == wall("2026-03-29T03:30")
    overlap = occurrence_on(sundays, "Europe/Berlin", date(2026, 10, 25))
    assert overlap is not None
    assert overlap.at == at("2026-10-25T00:30", "UTC")


def test_between_the_two_half_past_twos_of_an_overlap_comes_next_weeks() -> None:
    sundays = Rule(Every.WEEK, wall("2026-03-01T02:30"))
    between = at("2026-10-25T01:00", "UTC")
    found = next_occurrence(sundays, "Europe/Berlin", between)
    assert found is not None
    assert found.day == date(2026, 11, 1)


def test_a_day_that_a_zone_left_out_moves_to_the_next_one() -> None:
    fridays = Rule(Every.WEEK, wall("2011-12-02T19:00"))
    found = occurrence_on(fridays, "Pacific/Apia", date(2011, 12, 30))
    assert found is not None
    assert wall_clock(found.at, "Pacific/Apia") == wall("2011-12-31T19:00")
    assert next_at(fridays, "Pacific/Apia", found.at - 60_000) == found.at


def test_the_thirty_first_is_the_last_day_of_a_shorter_month() -> None:
    rule = Rule(Every.MONTH, wall("2027-01-31T19:00"), day=31)
    found = upcoming(rule, "UTC", at("2027-01-01T00:00"), Differences(), 4)
    assert [each.day for each in found] == [date(2027, m, d) for m, d in ((1, 31), (2, 28), (3, 31), (4, 30))]


def test_a_skipped_slot_counts_towards_the_number_of_readings() -> None:
    rule = Rule(Every.WEEK, wall("2026-12-03T19:00"), count=3)
    differences = Differences(skipped=frozenset({date(2026, 12, 10)}))
    found = list(coming(rule, "UTC", at("2026-12-01T00:00"), differences))
    assert [each.day.day for each in found] == [3, 17]


def test_a_fortnightly_series_starts_with_the_next_such_weekday() -> None:
    rule = started_after(Rule(Every.WEEK, wall("2024-01-04T19:00"), interval=2), "UTC", at("2026-12-02T00:00"))
    found = upcoming(rule, "UTC", at("2026-12-02T00:00"), Differences(), 2)
    assert [each.day for each in found] == [date(2026, 12, 3), date(2026, 12, 17)]


@pytest.fixture
def zone_file(tmp_path: Path) -> Iterator[Path]:
    """A time zone database of our own, to change while looking."""
    zoneinfo.reset_tzpath([tmp_path])
    ZoneInfo.clear_cache()
    yield tmp_path / "Changing"
    zoneinfo.reset_tzpath()
    ZoneInfo.clear_cache()


def test_when_a_zone_changes_its_rules_the_wall_time_stays_and_the_instant_follows(zone_file: Path) -> None:
    known = Path(str(import_module("tzdata").__file__)).parent / "zoneinfo"
    rule = Rule(Every.WEEK, wall("2026-12-03T19:00"))
    instants_by_rules = []
    for country in ("Europe/Berlin", "Europe/Lisbon"):
        shutil.copyfile(known / country, zone_file)
        ZoneInfo.clear_cache()
        found = next_occurrence(rule, "Changing", at("2026-12-01T00:00"))
        assert found is not None
        assert found.wall == wall("2026-12-03T19:00")
        instants_by_rules.append(found.at)
    assert instants_by_rules == [at("2026-12-03T18:00"), at("2026-12-03T19:00")]


@given(st.datetimes(START, END).map(lambda each: each.replace(second=0, microsecond=0)), st.sampled_from(Repeat))
def test_what_repeats_begins_with_itself_and_comes_again_on_its_weekday_or_date(
    first: datetime, repeat: Repeat
) -> None:
    rule = repeating(first, repeat)
    before = int((first - timedelta(minutes=1)).replace(tzinfo=UTC).timestamp() * 1000)
    days = [each.day for each in islice(coming(rule, "UTC", before), 3)]
    assert days[0] == first.date()
    if repeat is Repeat.MONTHLY_BY_DATE:
        assert {day.day for day in days} == {first.day} or first.day > 28
    else:
        assert {day.weekday() for day in days} == {first.weekday()}
    assert from_text(as_text(rule), first) == rule
