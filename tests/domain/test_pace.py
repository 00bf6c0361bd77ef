"""Questions come at their pace, by the wall clock, and always before the end."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pace import most_questions, passage_due, question_due, quiet_ms, require_room
from bot.domain.reading import Pace, Reading, ReadingState
from bot.domain.times import DAY_MS, HOUR_MS, instant, wall_clock
from bot.errors import MemberError


def reading(pace: Pace, *, duration_ms: int = 7 * DAY_MS, starts_at: int = 0, zone: str | None = None) -> Reading:
    return Reading(1, 1, 1, ReadingState.OPEN, 5, 9, starts_at, duration_ms, 0, zone=zone, pace=pace)


def test_daily_questions_keep_their_time_of_day_over_a_clock_change() -> None:
    start = datetime.fromisoformat("2026-10-23T19:00")
    starts_at = instant(start, "Europe/Berlin")
    found = reading(Pace.DAILY, starts_at=starts_at, zone="Europe/Berlin")
    walls = [wall_clock(question_due(found, position), "Europe/Berlin") for position in range(1, 5)]
    assert walls == [start + timedelta(days=days) for days in range(4)]


def test_hourly_questions_are_an_hour_apart() -> None:
    found = reading(Pace.HOURLY, starts_at=1000)
    assert [question_due(found, position) for position in (1, 2, 3)] == [1000, 1000 + HOUR_MS, 1000 + 2 * HOUR_MS]


@given(pace=st.sampled_from(Pace), duration_ms=st.integers(60_000, 60 * DAY_MS))
def test_as_many_questions_as_fit_are_all_posted_before_the_end(pace: Pace, duration_ms: int) -> None:
    found = reading(pace, duration_ms=duration_ms, starts_at=DAY_MS)
    count = most_questions(pace, duration_ms)
    assert count >= 1
    assert all(question_due(found, position) < found.ends_at for position in range(1, count + 1))
    require_room(pace, duration_ms, count)
    if pace is Pace.TOGETHER:
        return
    with pytest.raises(MemberError):
        require_room(pace, duration_ms, count + 1)


@given(
    pace=st.sampled_from(Pace),
    duration_ms=st.integers(60_000, 60 * DAY_MS),
    position=st.integers(1, 7),
    after=st.integers(0, 60 * DAY_MS),
)
def test_a_passage_waits_an_hour_to_a_day_at_least_and_never_comes_after_the_end(
    pace: Pace, duration_ms: int, position: int, after: int
) -> None:
    found = reading(pace, duration_ms=duration_ms)
    due = passage_due(found, position, after)
    assert HOUR_MS <= quiet_ms(duration_ms) <= DAY_MS
    assert due is None or after + quiet_ms(duration_ms) <= due < found.ends_at
