"""What a reading came to, and what one member did: numbers counted from contributions, never words of members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.server import Server

SMALL_GROUP = 5
"""In what the group sees, fewer people than this are not broken down into who did what."""

RECENT_READINGS = 6
"""How many readings back "took part in 5 of the last 6" looks."""


@dataclass(frozen=True, slots=True)
class QuestionCounts:
    """What one question drew. `repliers` and `passages` are members, `replies` and `reactions` are single events.

    `answered`: those of the replies that answer it, or an answer to it, by Discord's own reply; the others only stand
    below it.
    """

    position: int
    replies: int = 0
    answered: int = 0
    repliers: int = 0
    reactions: int = 0
    passages: int = 0


@dataclass(frozen=True, slots=True)
class MemberCounts:
    """What one member did in one reading. `replied_questions`: how many questions the replies belong to; `answered`:
    how many other members they answered. `interested`: they want to come to its scheduled event.

    `first_at` and `last_at`: the first and the last of it, in UTC epoch ms.
    """

    joined: bool
    read: bool
    replies: int
    replied_questions: int
    reactions: int
    passages: int
    first_at: int
    last_at: int
    answered: int = 0
    votes: int = 0
    interested: bool = False

    @property
    def took_part(self) -> bool:
        """Joined, read, replied or reacted. To have looked at a passage is not yet to take part."""
        return self.joined or self.read or self.replies > 0 or self.reactions > 0


@dataclass(frozen=True, slots=True)
class ReadingReport:
    """Every planned question by position, and every member who did anything, by id."""

    reading_id: int
    questions: tuple[QuestionCounts, ...]
    members: Mapping[int, MemberCounts]

    @property
    def joined(self) -> int:
        return sum(member.joined for member in self.members.values())

    @property
    def read(self) -> int:
        return sum(member.read for member in self.members.values())

    @property
    def replied(self) -> int:
        return sum(member.replies > 0 for member in self.members.values())

    @property
    def reacted(self) -> int:
        return sum(member.reactions > 0 for member in self.members.values())

    @property
    def took_part(self) -> int:
        return sum(member.took_part for member in self.members.values())


@dataclass(frozen=True, slots=True)
class MemberReading:
    """One reading as one member lived it; `counts` is None if they did nothing. `starts_at` in UTC epoch ms.

    `is_over`: it has closed; while it runs nobody has missed it yet.
    """

    reading_id: int
    title: str
    starts_at: int
    counts: MemberCounts | None
    is_over: bool = True

    @property
    def took_part(self) -> bool:
        return self.counts is not None and self.counts.took_part


@dataclass(frozen=True, slots=True)
class MemberSummary:
    """A member in the latest `RECENT_READINGS` of one server that have begun, the latest first."""

    server_id: int
    member_id: int
    readings: tuple[MemberReading, ...]

    @property
    def took_part(self) -> int:
        """In how many of `counted`."""
        return sum(reading.took_part for reading in self.readings)

    @property
    def counted(self) -> int:
        """The readings that are over, and those running ones the member has taken part in already."""
        return sum(reading.is_over or reading.took_part for reading in self.readings)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a member who chose to be listed did in some weeks."""

    member_id: int
    replies: int
    reactions: int


@dataclass(frozen=True, slots=True)
class WeekCounts:
    """What a week (`participation.week_of`) of a server came to. `people` took part."""

    week: int
    people: int
    replies: int
    reactions: int


@dataclass(frozen=True, slots=True)
class Regular:
    """A member who took part in `part` of the last `of` readings of a server, or of a series."""

    member_id: int
    part: int
    of: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one member in one server: rows by table, contributions by kind, and what the server chose."""

    server: Server
    opted_out: bool
    on_leaderboard: bool
    rows: Mapping[str, int]
    kinds: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Progress:
    """Of one server: threads that wait to be compared with Discord, and when one last was (UTC epoch ms)."""

    waiting: int
    done_at: int | None
