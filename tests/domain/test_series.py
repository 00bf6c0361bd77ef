"""Turns, votes and when the work on a slot begins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.recurrence import Differences, Every, Rule
from bot.domain.series import (
    VOTE_MS,
    Series,
    Slot,
    Source,
    next_leader,
    next_slots,
    second_look_at,
    slot_on,
    vote_hours,
)
from bot.domain.times import DAY_MS, HOUR_MS
from bot.domain.vote import Choice, tied, winner

NOW = 1_893_499_200_000  # Tuesday, 1 January 2030, 12:00 UTC
THURSDAYS = Rule(Every.WEEK, datetime.fromisoformat("2030-01-03T19:00"))
SERIES = Series(1, 1, "Thursdays", 1, THURSDAYS, "UTC", HOUR_MS, Source.VOTE, created_by=1, created_at=NOW)
CHOICES = (Choice(1, "first"), Choice(2, "second"), Choice(3, "third"))


def first_slot() -> Slot:
    found = slot_on(SERIES, Differences(), date(2030, 1, 10))
    assert found is not None
    return found


def test_the_vote_opens_before_the_plan_is_due_and_that_before_the_start() -> None:
    slot = first_slot()
    assert slot.plan_at == slot.occurrence.at - SERIES.ahead_ms
    assert slot.vote_at == slot.plan_at - VOTE_MS
    assert slot_on(replace(SERIES, source=Source.LIBRARY), Differences(), date(2030, 1, 10)) == replace(
        slot, vote_at=None
    )


def test_a_paused_or_ended_series_has_nothing_to_do() -> None:
    assert len(next_slots(SERIES, Differences(), NOW)) == 3
    assert next_slots(replace(SERIES, paused_at=NOW), Differences(), NOW) == []
    assert next_slots(replace(SERIES, ended_at=NOW), Differences(), NOW) == []


@given(st.integers(-30 * DAY_MS, 30 * DAY_MS))
def test_a_vote_is_over_before_its_reading_starts_or_is_not_held(before: int) -> None:
    slot = first_slot()
    now = slot.plan_at + before
    hours = vote_hours(slot, now)
    if hours is None:
        assert now > slot.occurrence.at - 2 * HOUR_MS
    else:
        assert hours >= 1
        assert now + hours * HOUR_MS < slot.occurrence.at
        assert now + hours * HOUR_MS <= max(slot.plan_at, now + HOUR_MS) + HOUR_MS // 2


@given(st.integers(1, 30 * DAY_MS))
def test_the_second_look_comes_between_now_and_the_start(before: int) -> None:
    slot = first_slot()
    now = slot.occurrence.at - before
    assert now <= second_look_at(slot, now) <= slot.occurrence.at


def test_turns_go_round() -> None:
    leaders = (1, 2, 3)
    led: list[int] = []
    for _ in range(5):
        turn = next_leader(leaders, led[::-1])
        assert turn is not None
        led.append(turn)
    assert led == [1, 2, 3, 1, 2]


def test_a_turn_goes_on_from_whoever_led_last_and_still_takes_turns() -> None:
    assert next_leader((1, 3), led=[2, 1]) == 3
    assert next_leader((4, 5), led=[2, 1]) == 4
    assert next_leader((), led=[1]) is None


def test_most_votes_win_and_of_several_what_has_waited_longest() -> None:
    assert winner(CHOICES, {2: 2, 3: 1}).title == "second"
    assert winner(CHOICES, {2: 2, 3: 2}).title == "second"
    assert winner(CHOICES, {}).title == "first"
    assert tied((0, 2, 2))
    assert not tied((0, 2, 1))
