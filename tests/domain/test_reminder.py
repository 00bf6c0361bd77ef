"""One reminder for each who wants one, at the time they chose or the next one that is still to come."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reminder import Lead, Reminder, reminders
from bot.domain.times import DAY_MS, HOUR_MS


def test_a_day_and_an_hour_before_when_both_are_still_to_come() -> None:
    found = reminders(3 * DAY_MS, 0)
    assert found == [
        Reminder(Lead.DAY, 2 * DAY_MS, (Lead.DAY,)),
        Reminder(Lead.HOUR, 3 * DAY_MS - HOUR_MS, (Lead.HOUR,)),
    ]


def test_the_hour_serves_those_whose_day_has_passed() -> None:
    assert reminders(5 * HOUR_MS, 0) == [Reminder(Lead.HOUR, 4 * HOUR_MS, (Lead.DAY, Lead.HOUR))]


def test_a_reading_that_starts_within_the_hour_has_no_reminder_before_it() -> None:
    assert reminders(HOUR_MS, 0) == []


@given(starts_at=st.integers(0, 10 * DAY_MS), now=st.integers(0, 10 * DAY_MS))
def test_nobody_is_reminded_twice_or_too_late(starts_at: int, now: int) -> None:
    found = reminders(starts_at, now)
    served = [lead for each in found for lead in each.leads]
    assert len(served) == len(set(served))
    assert all(now < each.at < starts_at for each in found)
