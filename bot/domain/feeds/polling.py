"""When a feed is asked again, and what an answer changes: pure, with the time and the jitter as arguments.

docs/feeds.md tells the rules with their reasons. Instants are UTC epoch milliseconds.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.domain.feeds.document import FeedDocument

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
SHORTEST = 15 * MINUTE
LONGEST = DAY
UNTRIED = HOUR
"""Between polls of a feed whose pace is not known yet."""
SHARE_OF_GAP = 6
"""Polls between two new items, about: a daily feed is asked every four hours."""
JITTER = 0.1
MOVED_AFTER = 7 * DAY
"""How long a permanent redirect must have been seen before it is believed."""
GIVEN_UP_AFTER = 14 * DAY
LONGEST_WAIT = 7 * DAY
"""A Retry-After is kept to, up to this; a site that asks for a year has made a mistake."""
FULL_AFTER = 3 * DAY
FULL_AFTER_UNCHANGED = 8
"""After so many answers of "unchanged" over so long, the document is fetched whole: an ETag may lie."""
RETRY = (15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, DAY)
"""Pauses after failures in a row; the last one repeats."""
BUSY_RETRY = RETRY[2:]
"""After 429 without a Retry-After."""


class Outcome(StrEnum):
    """What became of a poll."""

    READ = "read"
    UNCHANGED = "unchanged"
    """304, or the same bytes as before."""
    GONE = "gone"
    """410: the feed is no more, says its site."""
    MISSING = "missing"
    """404."""
    REFUSED = "refused"
    """Any other 4xx."""
    BUSY = "busy"
    """429, or 503 that names a time."""
    BROKEN = "broken"
    """5xx."""
    UNREACHABLE = "unreachable"
    """No connection, no name, too slow, broken off."""
    UNREADABLE = "unreadable"
    """Something came, but no feed."""
    FORBIDDEN = "forbidden"
    """Our own guards refuse the address: it leads into a private network, too far round, or nowhere."""


WELL = frozenset({Outcome.READ, Outcome.UNCHANGED})


class Pause(StrEnum):
    GONE = "gone"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class PollAnswer:
    """What a poll found. `reason`, `remedy`: full sentences for people, for outcomes that are not well.

    `etag`, `last_modified`: as sent. `body_hash`: of what came, None if nothing did or not all of it. `fresh_ms`: for
    how long the site calls its answer fresh. `moved_to`: where permanent redirects led before any other. `document`,
    `new_items`: what was found in it, filled in by who read it.
    """

    outcome: Outcome
    reason: str = ""
    remedy: str = ""
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    fresh_ms: int | None = None
    retry_after_ms: int | None = None
    moved_to: str | None = None
    document: FeedDocument | None = None
    new_items: int = 0


@dataclass(frozen=True, slots=True)
class PollState:
    """What is kept of a feed to poll it. `gap_ms`: about how long it takes between new items, None if not known.

    `failures`: polls in a row that were not well, since `failing_since`. `reason`, `remedy`: of the last one.
    `moved_to`, `moved_since`: a permanent redirect that is not believed yet. `unchanged`: answers of 304 in a row.
    `validators_lie`: the feed is always fetched whole.
    """

    url: str
    next_at: int = 0
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    last_try_at: int | None = None
    last_success_at: int | None = None
    last_full_at: int | None = None
    last_new_at: int | None = None
    gap_ms: int | None = None
    unchanged: int = 0
    validators_lie: bool = False
    ttl_minutes: int | None = None
    skip_hours: frozenset[int] = field(default_factory=frozenset)
    skip_days: frozenset[int] = field(default_factory=frozenset)
    failures: int = 0
    failing_since: int | None = None
    outcome: Outcome | None = None
    reason: str = ""
    remedy: str = ""
    moved_to: str | None = None
    moved_since: int | None = None
    paused: Pause | None = None


def validators(state: PollState, now: int) -> tuple[str | None, str | None]:
    """The ETag and the Last-Modified to send back, or neither if the document is wanted whole this time."""
    overdue = now - (state.last_full_at or 0) >= FULL_AFTER and state.unchanged >= FULL_AFTER_UNCHANGED
    if state.validators_lie or overdue:
        return None, None
    return state.etag, state.last_modified


def after_poll(state: PollState, answer: PollAnswer, now: int, jitter: float) -> PollState:
    """The state after a poll. `jitter`: from 0 to 1, drawn anew for each poll."""
    return (
        _after_success(state, answer, now, jitter)
        if answer.outcome in WELL
        else _after_failure(state, answer, now, jitter)
    )


def resumed(state: PollState, now: int) -> PollState:
    """Polled at once, its failures forgotten; also what **Retry** does."""
    return replace(state, paused=None, next_at=now, failures=0, failing_since=None)


def _after_success(state: PollState, answer: PollAnswer, now: int, jitter: float) -> PollState:
    full = answer.body_hash is not None
    document = answer.document
    lied = full and state.body_hash not in {None, answer.body_hash} and _same_validators(state, answer)
    since = state.last_new_at or state.last_success_at
    gap = _gap(state, document, now - since if answer.new_items and since is not None else None)
    after = replace(
        _moved(state, answer, now),
        etag=answer.etag if full or answer.etag else state.etag,
        last_modified=answer.last_modified if full or answer.last_modified else state.last_modified,
        body_hash=answer.body_hash or state.body_hash,
        last_try_at=now,
        last_success_at=now,
        last_full_at=now if full else state.last_full_at,
        last_new_at=now if answer.new_items else state.last_new_at,
        gap_ms=gap,
        unchanged=state.unchanged + 1 if answer.outcome is Outcome.UNCHANGED and not full else 0,
        validators_lie=state.validators_lie or lied,
        ttl_minutes=document.ttl_minutes if document else state.ttl_minutes,
        skip_hours=document.skip_hours if document else state.skip_hours,
        skip_days=document.skip_days if document else state.skip_days,
        failures=0,
        failing_since=None,
        outcome=answer.outcome,
        reason="",
        remedy="",
    )
    wait = max(_interval(after, now), min(answer.fresh_ms or 0, LONGEST), answer.retry_after_ms or 0)
    return replace(after, next_at=_spared(after, now + _jittered(wait, jitter)))


def _after_failure(state: PollState, answer: PollAnswer, now: int, jitter: float) -> PollState:
    failures = state.failures + 1
    since = state.failing_since if state.failing_since is not None else now
    ladder = BUSY_RETRY if answer.outcome is Outcome.BUSY else RETRY
    wait = max(ladder[min(failures, len(ladder)) - 1], min(answer.retry_after_ms or 0, LONGEST_WAIT))
    pause = state.paused
    if answer.outcome is Outcome.GONE:
        pause = Pause.GONE
    elif now - since >= GIVEN_UP_AFTER:
        pause = Pause.GIVEN_UP
    return replace(
        state,
        last_try_at=now,
        next_at=now + _jittered(wait, jitter),
        failures=failures,
        failing_since=since,
        outcome=answer.outcome,
        reason=answer.reason,
        remedy=answer.remedy,
        paused=pause,
    )


def _same_validators(state: PollState, answer: PollAnswer) -> bool:
    """Whether another document came under the validator that stood for the one before."""
    if state.etag or answer.etag:
        return state.etag == answer.etag
    return state.last_modified is not None and state.last_modified == answer.last_modified


def _moved(state: PollState, answer: PollAnswer, now: int) -> PollState:
    """A permanent redirect is believed when it has been the same for a week."""
    if answer.moved_to is None or answer.moved_to == state.url:
        return replace(state, moved_to=None, moved_since=None)
    if answer.moved_to != state.moved_to or state.moved_since is None:
        return replace(state, moved_to=answer.moved_to, moved_since=now)
    if now - state.moved_since < MOVED_AFTER:
        return state
    return replace(state, url=answer.moved_to, moved_to=None, moved_since=None)


def _gap(state: PollState, document: FeedDocument | None, seen: int | None) -> int | None:
    """The gap as seen; until it was seen, as the document's own dates say, which may be wrong but cost little."""
    if seen is not None:
        return seen if state.gap_ms is None else (2 * state.gap_ms + seen) // 3
    if state.gap_ms is not None or document is None:
        return state.gap_ms
    dates = sorted({date for item in document.items if (date := item.published or item.updated) is not None})
    gaps = sorted(later - earlier for earlier, later in itertools.pairwise(dates))
    return gaps[len(gaps) // 2] if gaps else None


def _interval(state: PollState, now: int) -> int:
    quiet = now - state.last_new_at if state.last_new_at is not None else 0
    pace = UNTRIED if state.gap_ms is None else max(state.gap_ms, quiet // 2) // SHARE_OF_GAP
    asked = min((state.ttl_minutes or 0) * MINUTE, LONGEST)
    return max(SHORTEST, min(LONGEST, pace), asked)


def _jittered(wait: int, jitter: float) -> int:
    return wait + int(wait * JITTER * jitter)


def _spared(state: PollState, at: int) -> int:
    """The same moment, or the first after it outside the hours and days in which the feed wants to be left alone."""
    if len(state.skip_hours) >= 24 or len(state.skip_days) >= 7:
        return at
    moment = datetime.fromtimestamp(at / 1000, UTC)
    for _ in range(24 * 8):
        if moment.hour not in state.skip_hours and moment.weekday() not in state.skip_days:
            break
        moment += timedelta(hours=1)
    return int(moment.timestamp() * 1000)
