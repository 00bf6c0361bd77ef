"""When a feed is asked again, and how it is doing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.feeds.document import FeedDocument, FeedFormat, FeedItem
from bot.domain.feeds.health import Health, Mender, health_of
from bot.domain.feeds.polling import (
    DAY,
    HOUR,
    LONGEST,
    MINUTE,
    SHORTEST,
    Outcome,
    Pause,
    PollAnswer,
    PollState,
    after_poll,
    resumed,
    validators,
)

URL = "https://notebook.example/feed"
NOW = int(datetime(2025, 6, 4, 12, 0, tzinfo=UTC).timestamp() * 1000)  # a Wednesday
READ = PollAnswer(Outcome.READ, body_hash="a")
UNCHANGED = PollAnswer(Outcome.UNCHANGED, status=304)
BROKEN = PollAnswer(Outcome.BROKEN, "It answers with a fault.", "It is tried again.")


def wait(state: PollState, answer: PollAnswer = UNCHANGED, jitter: float = 0.0) -> int:
    return after_poll(state, answer, NOW, jitter).next_at - NOW


def known(gap: int | None, quiet: int = 0) -> PollState:
    return PollState(URL, gap_ms=gap, last_new_at=NOW - quiet, last_success_at=NOW - HOUR, body_hash="a")


def document(**said: object) -> FeedDocument:
    return FeedDocument("T", FeedFormat.RSS, **said)  # type: ignore[arg-type]


def test_a_feed_of_unknown_pace_is_asked_hourly() -> None:
    assert wait(PollState(URL), READ) == HOUR


@pytest.mark.parametrize(
    ("gap", "expected"), [(MINUTE, SHORTEST), (DAY, 4 * HOUR), (3 * DAY, 12 * HOUR), (60 * DAY, LONGEST)]
)
def test_a_feed_is_asked_as_often_as_it_has_news(gap: int, expected: int) -> None:
    assert wait(known(gap)) == expected


def test_a_feed_that_falls_silent_is_asked_less_and_less() -> None:
    assert [wait(known(HOUR, quiet)) for quiet in (HOUR, 2 * DAY, 30 * DAY)] == [SHORTEST, 4 * HOUR, LONGEST]


def test_a_silent_feed_that_wakes_up_is_asked_more_often_again() -> None:
    state = known(30 * DAY, 30 * DAY)
    for _ in range(20):
        state = after_poll(replace(state, last_new_at=NOW - HOUR), replace(READ, new_items=1, body_hash="b"), NOW, 0.0)
    assert state.next_at - NOW <= 30 * MINUTE


def test_the_first_document_tells_the_pace_until_it_is_seen() -> None:
    items = tuple(FeedItem(guid=str(day), published=NOW - day * DAY) for day in range(8))
    assert wait(PollState(URL), replace(READ, document=document(items=items))) == 4 * HOUR


@given(st.integers(0, 400 * DAY), st.integers(0, 400 * DAY), st.floats(0, 1))
def test_never_more_often_than_every_quarter_hour_nor_less_than_daily(gap: int, quiet: int, jitter: float) -> None:
    assert SHORTEST <= wait(known(gap, quiet), UNCHANGED, jitter) <= LONGEST * 1.1


def test_jitter_spreads_the_polls() -> None:
    assert len({wait(known(DAY), UNCHANGED, tenth / 10) for tenth in range(11)}) == 11


def test_what_the_feed_and_its_site_ask_for_is_kept_to() -> None:
    assert wait(known(HOUR), replace(READ, document=document(ttl_minutes=180))) == 3 * HOUR
    assert wait(known(HOUR), replace(UNCHANGED, fresh_ms=5 * HOUR)) == 5 * HOUR
    assert wait(known(HOUR), replace(UNCHANGED, fresh_ms=90 * DAY)) == LONGEST
    assert wait(known(HOUR), replace(UNCHANGED, retry_after_ms=2 * HOUR)) == 2 * HOUR


def test_hours_and_days_to_be_skipped_are_skipped() -> None:
    hours = replace(known(HOUR), skip_hours=frozenset({12, 13, 14}))
    assert wait(hours) == 3 * HOUR + SHORTEST
    days = replace(known(HOUR), skip_days=frozenset({2, 3}))
    assert datetime.fromtimestamp((NOW + wait(days)) / 1000, UTC).weekday() == 4
    assert wait(replace(known(HOUR), skip_hours=frozenset(range(24)))) == SHORTEST


def test_failures_are_retried_less_and_less_often() -> None:
    state, waits = known(HOUR), []
    for _ in range(10):
        state = after_poll(state, BROKEN, NOW, 0.0)
        waits.append((state.next_at - NOW) // MINUTE)
    assert waits == [15, 30, 60, 120, 240, 480, 960, 1440, 1440, 1440]
    assert after_poll(state, UNCHANGED, NOW, 0.0).failures == 0


def test_a_busy_site_gets_the_time_it_wants_but_not_a_year() -> None:
    busy = PollAnswer(Outcome.BUSY, "Less often.", "Wait.", status=429)
    assert wait(known(HOUR), busy) == HOUR
    assert wait(known(HOUR), replace(busy, retry_after_ms=5 * HOUR)) == 5 * HOUR
    assert wait(known(HOUR), replace(busy, retry_after_ms=365 * DAY)) == 7 * DAY


def test_a_permanent_move_is_believed_after_a_week_of_saying_the_same() -> None:
    there, elsewhere = (replace(READ, moved_to=f"https://{name}.example/") for name in ("new", "other"))
    state = after_poll(PollState(URL), there, NOW, 0.0)
    assert after_poll(state, there, NOW + 6 * DAY, 0.0).url == URL
    assert after_poll(state, there, NOW + 7 * DAY, 0.0).url == "https://new.example/"
    assert after_poll(state, elsewhere, NOW + 8 * DAY, 0.0).url == URL
    gone_back = after_poll(state, READ, NOW + DAY, 0.0)
    assert after_poll(gone_back, there, NOW + 8 * DAY, 0.0).url == URL


def test_a_move_that_was_seen_before_an_outage_is_still_seen_after_it() -> None:
    there = replace(READ, moved_to="https://new.example/")
    state = after_poll(after_poll(PollState(URL), there, NOW, 0.0), BROKEN, NOW + DAY, 0.0)
    assert after_poll(state, there, NOW + 7 * DAY, 0.0).url == "https://new.example/"


def test_what_was_sent_last_is_sent_back_until_the_document_is_wanted_whole() -> None:
    state = after_poll(PollState(URL), replace(READ, etag='W/"1"', last_modified="yesterday"), NOW, 0.0)
    assert validators(state, NOW + HOUR) == ('W/"1"', "yesterday")
    for number in range(8):
        state = after_poll(state, UNCHANGED, NOW + number * HOUR, 0.0)
    assert validators(state, NOW + DAY) == ('W/"1"', "yesterday")
    assert validators(state, NOW + 3 * DAY) == (None, None)


@pytest.mark.parametrize("said", [{"etag": '"1"'}, {"last_modified": "yesterday"}])
def test_a_validator_that_stays_while_the_document_changes_is_not_used_again(said: dict[str, str]) -> None:
    state = after_poll(PollState(URL), PollAnswer(Outcome.READ, body_hash="a", **said), NOW, 0.0)  # type: ignore[arg-type]
    state = after_poll(state, PollAnswer(Outcome.READ, body_hash="b", **said), NOW, 0.0)  # type: ignore[arg-type]
    assert validators(state, NOW + HOUR) == (None, None)


def test_a_document_without_validators_has_told_no_lie() -> None:
    state = after_poll(after_poll(PollState(URL), READ, NOW, 0.0), replace(READ, body_hash="b"), NOW, 0.0)
    assert not state.validators_lie


def test_the_ladder_of_health() -> None:
    state = known(HOUR)
    steps = []
    for hours in (0, 1, 2, 23, 24, 25, 13 * 24, 14 * 24):
        state = after_poll(state, BROKEN, NOW + hours * HOUR, 0.0)
        steps.append(health_of(state, NOW + hours * HOUR).health)
    fine, late, failing, stopped = Health.FINE, Health.LATE, Health.FAILING, Health.PAUSED
    assert steps == [fine, fine, late, late, failing, failing, failing, stopped]
    report = health_of(state, NOW + 14 * DAY)
    assert (report.mender, report.reason, report.next_try_at, report.to_tell) == (
        Mender.SITE,
        BROKEN.reason,
        None,
        True,
    )


def test_retry_tries_at_once_and_a_pause_ends_with_it() -> None:
    gone = after_poll(known(HOUR), PollAnswer(Outcome.GONE, "Gone.", "Look for another."), NOW, 0.0)
    assert gone.paused is Pause.GONE
    assert health_of(gone, NOW).mender is Mender.ADMIN
    again = resumed(gone, NOW + DAY)
    assert (again.paused, again.next_at, again.failures) == (None, NOW + DAY, 0)


def test_a_failing_feed_says_when_it_is_tried_next() -> None:
    state = known(HOUR)
    for _ in range(3):
        state = after_poll(state, BROKEN, NOW, 0.0)
    report = health_of(state, NOW + DAY)
    assert (report.health, report.next_try_at, report.since) == (Health.FAILING, state.next_at, NOW)
