"""Due work: everything the bot does at a time, or to Discord, written down before it is done.

    waiting ──claim──> leased ──confirm──> done
       ^                 │ ├──give up────> failed      (nobody can mend it by waiting; the reason is kept)
       └──retry later────┘ └──withdraw───> withdrawn   (no longer wanted)

A lease that runs out makes the row claimable again. From the second attempt on a handler first looks whether Discord
already has the result. Instants are UTC epoch milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

LEASE_MS = 60_000
"""Longer than any single step may take; the owner of a dead process's lease is known to be dead after this."""

RETRY_MS = (2_000, 10_000, 60_000, 300_000, 900_000, 3_600_000)
"""Pauses between attempts at a step that failed for a passing reason; the last one repeats."""

MAX_ATTEMPTS = 60


class WorkKind(StrEnum):
    ANNOUNCE_ARTICLE = "announce"
    RETRACT_ARTICLE = "retract"
    ANNOUNCE_READING = "announce_reading"
    OPEN_READING = "open"
    POST_OPENING = "opening"
    POST_QUESTION = "question"
    POST_PASSAGE = "passage"
    CLOSE_READING = "close"
    CALL_OFF = "call_off"
    REFRESH_ANNOUNCEMENT = "refresh"
    REHEARSE = "rehearse"
    END_REHEARSAL = "end_rehearsal"
    TELL_GONE = "gone"
    SYNC_EVENT = "event"
    REMIND = "remind"
    REMIND_DIRECTLY = "remind_directly"
    TELL_SUGGESTED = "suggested"
    FOLLOW_UP = "follow_up"
    TAKE_DOWN = "take_down"
    BACKFILL = "backfill"
    DISCARD_DRAFT = "discard"
    TELL_STUCK = "stuck"
    PLAN_OCCURRENCE = "plan"
    ASK_APPROVAL = "approve"
    LAPSE_DRAFT = "lapse"
    TELL_ORGANISERS = "tell"
    OPEN_VOTE = "vote"
    COUNT_VOTE = "count"
    TELL_RESULT = "result"
    POLL_FEED = "poll"
    TAKE_IN = "take_in"
    POST_DIGEST = "digest"
    OPEN_DISCUSSION = "discuss"
    CHANGE_ARTICLE = "change"
    REFRESH_ARTICLE = "refresh_post"
    TELL_CHANGED = "changed"
    TELL_HEALTH = "health"
    WEEKLY_HEALTH = "feed_week"
    TIDY = "tidy"
    LEAVE_NO_TRACE = "leave_no_trace"
    PRIVACY_CARD = "privacy_card"
    WEEKLY_DIGEST = "week"


SLOW = frozenset({WorkKind.POLL_FEED, WorkKind.TAKE_IN, WorkKind.CHANGE_ARTICLE})
"""Waits for other people's sites; it may not take up the places of what Discord waits for."""


class WorkState(StrEnum):
    WAITING = "waiting"
    LEASED = "leased"
    DONE = "done"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class NewWork:
    """Work to be recorded. A second one with the same `key` is the same work and changes nothing."""

    key: str
    kind: WorkKind
    due_at: int
    server_id: int
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DueWork:
    """Work as claimed.

    `attempts` counts this one (1 = first). `first_attempt_at`: when Discord could first have heard of it.
    """

    id: int
    key: str
    kind: WorkKind
    state: WorkState
    due_at: int
    server_id: int
    payload: Mapping[str, Any]
    attempts: int
    first_attempt_at: int | None
    lease_until: int | None
    result_id: int | None
    last_error: str | None


def retry_at(now: int, attempts: int) -> int:
    """When to try again after `attempts` failed ones (at least 1)."""
    return now + RETRY_MS[min(attempts, len(RETRY_MS)) - 1]
