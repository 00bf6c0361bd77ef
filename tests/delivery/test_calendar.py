"""Calendar files as calendar programs read them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.delivery.calendar import file_of
from bot.domain.library import ReadingSummary
from bot.domain.reading import Reading, ReadingState
from bot.domain.times import MAX_DURATION_MS

NOW = 1_800_000_000_000


def reading(number: int = 7, state: ReadingState = ReadingState.ANNOUNCED, **more: Any) -> Reading:
    values: dict[str, Any] = {"starts_at": NOW + 3_600_000, "duration_ms": 7_200_000} | more
    return Reading(number, 11, 3, state, 5, 9, created_at=NOW, announcement_id=77, **values)


def read_back(data: bytes) -> Any:
    """As a calendar program reads it; the library's types say less than the tests ask for."""
    return Calendar.from_ical(data)


def events(*readings: Reading, title: str = "Bread") -> list[Any]:
    return list(read_back(file_of([ReadingSummary(each, title) for each in readings], now=NOW)).events)


def test_a_file_has_all_that_the_standard_asks_for() -> None:
    calendar = read_back(file_of([ReadingSummary(reading(), "Bread")], now=NOW))
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "PUBLISH")
    (event,) = calendar.events
    assert event.start == datetime.fromtimestamp(NOW / 1000 + 3600, tz=UTC)
    assert event.end == datetime.fromtimestamp(NOW / 1000 + 3 * 3600, tz=UTC)
    assert event["STATUS"] == "CONFIRMED"
    assert event["URL"] == "https://discord.com/channels/11/5/77"


def test_moving_and_calling_off_count_up_under_the_same_uid() -> None:
    (first,), (moved,) = events(reading()), events(reading(revision=1))
    (off,) = events(reading(revision=1, state=ReadingState.CANCELLED))
    assert first["UID"] == moved["UID"] == off["UID"]
    assert [each["SEQUENCE"] for each in (first, moved, off)] == [0, 1, 2]
    assert off["STATUS"] == "CANCELLED"


def test_two_readings_have_two_uids() -> None:
    one, two = events(reading(1), reading(2))
    assert one["UID"] != two["UID"]


@given(
    title=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=400),
    duration_ms=st.integers(1, MAX_DURATION_MS),
)
def test_whatever_the_title_the_file_can_be_read_back_and_ends_after_it_starts(title: str, duration_ms: int) -> None:
    data = file_of([ReadingSummary(reading(duration_ms=duration_ms), title)], now=NOW)
    (event,) = read_back(data).events
    assert str(event["SUMMARY"]) == f"Reading: {title}"
    assert event.end > event.start
    assert max(map(len, data.split(b"\r\n"))) <= 75
