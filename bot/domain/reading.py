"""A reading: one scheduled discussion of one article in one server.

Its life is this table and nothing else. A draft is a preview that nobody has scheduled yet; only its organiser sees it.

    draft ──> planned ──> announced ──> open ──> closing ──> closed
      └──────────┴────────────┴──────────┴────────┴──────> cancelled

Instants are UTC epoch milliseconds. `starts_wall` with `zone` is what the organiser wrote down; `starts_at` follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.questions import ClaimKind, Question
from bot.domain.recurrence import Rule, from_text


class ReadingState(StrEnum):
    DRAFT = "draft"
    PLANNED = "planned"
    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    CANCELLED = "cancelled"


TRANSITIONS: dict[ReadingState, frozenset[ReadingState]] = {
    ReadingState.DRAFT: frozenset({ReadingState.PLANNED, ReadingState.CANCELLED}),
    ReadingState.PLANNED: frozenset({ReadingState.ANNOUNCED, ReadingState.CANCELLED}),
    ReadingState.ANNOUNCED: frozenset({ReadingState.OPEN, ReadingState.CANCELLED}),
    ReadingState.OPEN: frozenset({ReadingState.CLOSING, ReadingState.CANCELLED}),
    ReadingState.CLOSING: frozenset({ReadingState.CLOSED, ReadingState.CANCELLED}),
    ReadingState.CLOSED: frozenset(),
    ReadingState.CANCELLED: frozenset(),
}

EDITABLE = frozenset({ReadingState.DRAFT, ReadingState.PLANNED, ReadingState.ANNOUNCED})
"""Its questions are not posted yet."""

COMING = frozenset({ReadingState.PLANNED, ReadingState.ANNOUNCED})
STARTED = frozenset({ReadingState.OPEN, ReadingState.CLOSING, ReadingState.CLOSED})
ENDED = frozenset({ReadingState.CLOSED, ReadingState.CANCELLED})
SCHEDULED = (COMING | STARTED) - ENDED
"""Planned or running, not over."""


def may_become(now: ReadingState, then: ReadingState) -> bool:
    """Whether the table has an arrow from `now` to `then`."""
    return then in TRANSITIONS[now]


class Pace(StrEnum):
    """How the questions of a reading follow each other."""

    TOGETHER = "together"
    DAILY = "daily"
    HOURLY = "hourly"


@dataclass(frozen=True, slots=True)
class Reading:
    """`id`: 0 until stored. `channel_id`: where it is announced and its thread opens. `duration_ms`: start to end.

    `series_id` and `occurrence` (the ISO date its rule gives): what it is of, one reading each. `leader_id`: who leads
    it. `counted_until`: when the series' next reading opened, from which on nothing is counted here any more.
    `revision`: how often its time or place was changed. `event_id`: Discord's scheduled event beside it, if it
    `wants_event`. `announced_in`: where its announcement stands if not in `channel_id` itself: a forum's post.
    `role_id`: the role that is pinged when it is announced. `repeats`: the rule (as `recurrence.as_text` writes it) of
    the series that begins with it once it is scheduled.
    """

    id: int
    server_id: int
    article_id: int
    state: ReadingState
    channel_id: int
    planned_by: int
    starts_at: int
    duration_ms: int
    created_at: int
    starts_wall: str | None = None
    zone: str | None = None
    announcement_id: int | None = None
    thread_id: int | None = None
    opening_id: int | None = None
    closing_id: int | None = None
    opened_at: int | None = None
    closed_at: int | None = None
    series_id: int | None = None
    occurrence: str | None = None
    leader_id: int | None = None
    counted_until: int | None = None
    pace: Pace = Pace.TOGETHER
    revision: int = 0
    wants_event: bool = False
    event_id: int | None = None
    announced_in: int | None = None
    role_id: int | None = None
    repeats: str | None = None

    @property
    def ends_at(self) -> int:
        return self.starts_at + self.duration_ms

    @property
    def rule(self) -> Rule | None:
        """How it repeats, its own start being the first slot; None if it does not."""
        if self.repeats is None or self.starts_wall is None:
            return None
        return from_text(self.repeats, datetime.fromisoformat(self.starts_wall))


@dataclass(frozen=True, slots=True)
class PlannedQuestion:
    """A question of one reading at its place (from 1). `message_id` once posted.

    `withdrawn`: the article was changed, and its passage is no longer in it.
    """

    reading_id: int
    position: int
    question: Question
    message_id: int | None = None
    withdrawn: bool = False

    @property
    def kind(self) -> ClaimKind:
        return self.question.kind
