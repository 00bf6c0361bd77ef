"""A series: a recurring slot that takes the next article by itself.

    running ⇄ paused,  both ──> ended

What a slot comes to is the reading of that occurrence, one at most. Where there is none, the occurrence says why.
Instants are UTC epoch milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.recurrence import Differences, Holiday, Occurrence, Rule, coming, occurrence_on, upcoming
from bot.domain.times import DAY_MS, HOUR_MS

AHEAD_MS = 3 * DAY_MS
VOTE_MS = 2 * DAY_MS
SECOND_LOOK_MS = DAY_MS
SHORTEST_VOTE_MS = HOUR_MS
PLANNED_FOR = 3
"""So many of the next occurrences are written down as due work at any time."""


class Source(StrEnum):
    """Where the next article comes from."""

    LIBRARY = "library"
    VOTE = "vote"
    FEED = "feed"
    SUGGESTIONS = "suggestions"


@dataclass(frozen=True, slots=True)
class Series:
    """`id`: 0 until stored. `ahead_ms`: how long before its start a reading is planned. `questions`: at most so many.

    `approval`: whether an organiser is asked before a reading is announced. `leaders`: members, in the order of turns.
    """

    id: int
    server_id: int
    name: str
    channel_id: int
    rule: Rule
    zone: str
    duration_ms: int
    source: Source
    created_by: int
    created_at: int
    ahead_ms: int = AHEAD_MS
    approval: bool = True
    questions: int | None = None
    paused_at: int | None = None
    ended_at: int | None = None
    leaders: tuple[int, ...] = ()
    holidays: tuple[Holiday, ...] = ()

    @property
    def running(self) -> bool:
        return self.paused_at is None and self.ended_at is None


@dataclass(frozen=True, slots=True)
class Slot:
    """An occurrence and when the work on it begins: the vote, if there is one, else the plan."""

    occurrence: Occurrence
    vote_at: int | None
    plan_at: int

    @property
    def key(self) -> str:
        return self.occurrence.day.isoformat()


def slot(series: Series, occurrence: Occurrence) -> Slot:
    """What is to be done for it, when."""
    plan_at = occurrence.at - series.ahead_ms
    return Slot(occurrence, plan_at - VOTE_MS if series.source is Source.VOTE else None, plan_at)


def next_slots(series: Series, differences: Differences, now: int) -> list[Slot]:
    """The next few slots of a running series that start after `now`; none of another."""
    if not series.running:
        return []
    return [slot(series, each) for each in upcoming(series.rule, series.zone, now, differences, PLANNED_FOR)]


def slot_on(series: Series, differences: Differences, day: date) -> Slot | None:
    """The slot of this day; None if it does not take place."""
    found = occurrence_on(series.rule, series.zone, day, differences)
    return None if found is None else slot(series, found)


def is_over(series: Series, differences: Differences, now: int) -> bool:
    """Whether the rule gives nothing any more."""
    return next(coming(series.rule, series.zone, now, differences), None) is None


def vote_hours(slot: Slot, now: int) -> int | None:
    """How many whole hours a vote that opens now may last, so that it is over when the plan is due.

    None: there is no time for a vote any more.
    """
    until = max(slot.plan_at, now + SHORTEST_VOTE_MS)
    hours = (until - now + HOUR_MS // 2) // HOUR_MS
    return max(1, hours) if now + max(1, hours) * HOUR_MS < slot.occurrence.at else None


def second_look_at(slot: Slot, now: int) -> int:
    """When an article is looked for again after none was there: a day before the start, or halfway to it."""
    start = slot.occurrence.at
    return max(start - SECOND_LOOK_MS, now + (start - now) // 2)


def next_leader(leaders: Sequence[int], led: Sequence[int]) -> int | None:
    """Whose turn it is. `led`: who led the series' readings that took place or are to, the latest first.

    The turn goes round from whoever led last and still takes turns, so a reading called off costs nobody their turn.
    """
    if not leaders:
        return None
    last = next((each for each in led if each in leaders), None)
    return leaders[0] if last is None else leaders[(leaders.index(last) + 1) % len(leaders)]
