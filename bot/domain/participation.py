"""Who took part in a reading, counted from what Discord says happened; never from what anybody wrote.

A contribution's key names the event it was counted from, so hearing of the same event twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.server import Tracking
from bot.domain.times import DAY_MS

EPOCHS_WEEKDAY = 3
"""The first instant of the epoch was a Thursday; weeks begin on Mondays, in UTC."""


class ContributionKind(StrEnum):
    JOINED = "joined"
    READ = "read"
    PASSAGE = "passage"
    REPLIED = "replied"
    REACTED = "reacted"
    VOTED = "voted"
    INTERESTED = "interested"


class Noted(StrEnum):
    """What became of a press: news, known already, or not noted, because the member or the server wants no counting or
    because the reading counts no longer."""

    NEWS = "news"
    KNOWN = "known"
    OPTED_OUT = "opted out"
    NOT_COUNTED = "not counted"
    TOO_LATE = "too late"


TAKING_PART = frozenset(
    {ContributionKind.JOINED, ContributionKind.READ, ContributionKind.REPLIED, ContributionKind.REACTED}
)
"""To look at a passage, to vote or to want to come is not yet to take part."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one member did once.

    `message_id`: the reply itself, or the post reacted to. `reply_to_id`: the message a reply answers. `target_id`: the
    message it goes back to through any replies between. `position`: the question it belongs to (from 1), None for the
    reading as a whole. `at` in UTC epoch ms.
    """

    key: str
    reading_id: int
    server_id: int
    member_id: int
    kind: ContributionKind
    at: int
    position: int | None = None
    message_id: int | None = None
    target_id: int | None = None
    reply_to_id: int | None = None


def reply_key(message_id: int) -> str:
    """The key of a reply: its message."""
    return f"{ContributionKind.REPLIED}:{message_id}"


def reaction_key(message_id: int, member_id: int, emoji: str, *, burst: bool = False) -> str:
    """The key of a reaction: message, member and emoji (the character, or a custom emoji's id).

    A burst stands beside a normal reaction of the same emoji, and one may go without the other.
    """
    key = f"{ContributionKind.REACTED}:{message_id}:{member_id}:{emoji}"
    return f"{key}:burst" if burst else key


def is_with(key: str, emoji: str) -> bool:
    """Whether it is the key of a reaction with that emoji."""
    return key.split(":")[3] == emoji


def joined(*, reading_id: int, server_id: int, member_id: int, at: int) -> Contribution:
    """**I'm reading** pressed: once a reading and member."""
    return Contribution(
        f"joined:{reading_id}:{member_id}", reading_id, server_id, member_id, ContributionKind.JOINED, at
    )


def read(*, reading_id: int, server_id: int, member_id: int, at: int) -> Contribution:
    """**Read it** pressed: once a reading and member."""
    return Contribution(f"read:{reading_id}:{member_id}", reading_id, server_id, member_id, ContributionKind.READ, at)


def passage_shown(*, reading_id: int, server_id: int, member_id: int, at: int, position: int) -> Contribution:
    """**Show passage** pressed: once a question and member."""
    key = f"passage:{reading_id}:{position}:{member_id}"
    return Contribution(key, reading_id, server_id, member_id, ContributionKind.PASSAGE, at, position)


def replied(
    *,
    reading_id: int,
    server_id: int,
    member_id: int,
    at: int,
    message_id: int,
    target_id: int | None,
    reply_to_id: int | None = None,
) -> Contribution:
    """A message in the reading's thread: once a message. Its question is settled by `question_of`.

    `target_id`: what it replies to; where that is a reply itself, the post which that one goes back to, so that a
    conversation under a question stays with its question.
    """
    kind = ContributionKind.REPLIED
    return Contribution(
        reply_key(message_id), reading_id, server_id, member_id, kind, at, None, message_id, target_id, reply_to_id
    )


def reacted(
    *, reading_id: int, server_id: int, member_id: int, at: int, message_id: int, emoji: str, burst: bool = False
) -> Contribution:
    """A reaction to one of our posts: once a message, member and emoji (a custom emoji by its id); a burst apart."""
    key = reaction_key(message_id, member_id, emoji, burst=burst)
    kind = ContributionKind.REACTED
    return Contribution(key, reading_id, server_id, member_id, kind, at, None, message_id, message_id)


def vote_key(message_id: int, member_id: int, answer_id: int) -> str:
    """The key of a vote: poll, member and answer."""
    return f"{ContributionKind.VOTED}:{message_id}:{member_id}:{answer_id}"


def voted(*, reading_id: int, server_id: int, member_id: int, at: int, message_id: int, answer_id: int) -> Contribution:
    """A vote for an answer of a poll of ours: once a poll, member and answer."""
    key = vote_key(message_id, member_id, answer_id)
    return Contribution(key, reading_id, server_id, member_id, ContributionKind.VOTED, at, None, message_id)


def interest_key(event_id: int, member_id: int) -> str:
    """The key of somebody's interest in a scheduled event."""
    return f"{ContributionKind.INTERESTED}:{event_id}:{member_id}"


def interested(*, reading_id: int, server_id: int, member_id: int, at: int, event_id: int) -> Contribution:
    """**Interested** pressed at the reading's scheduled event: once an event and member."""
    key = interest_key(event_id, member_id)
    return Contribution(key, reading_id, server_id, member_id, ContributionKind.INTERESTED, at, None, event_id)


def as_tracked(contribution: Contribution, tracking: Tracking) -> Contribution | None:
    """What the server's admins want to be kept of it, if anything."""
    if tracking is Tracking.DETAILED:
        return contribution
    if tracking is Tracking.OFF or contribution.kind is ContributionKind.PASSAGE:
        return None
    return replace(contribution, position=None, target_id=None, reply_to_id=None)


def week_of(at: int) -> int:
    """The number of the week that an instant lies in, counted from the epoch."""
    return (at // DAY_MS + EPOCHS_WEEKDAY) // 7


def week_start(week: int) -> int:
    """The first instant of a week, in UTC epoch ms."""
    return (week * 7 - EPOCHS_WEEKDAY) * DAY_MS


def question_of(message_id: int, target_id: int | None, posted: Iterable[tuple[int, int]]) -> int | None:
    """Which question a message belongs to: the one it replies to, else the latest one posted above it.

    Asked again whenever a question is posted, because a reply may be heard of before the post it answers is confirmed.

    `posted`: (message id, position) of the reading's questions. Ids are snowflakes, so they sort by time.
    None: before the first question.
    """
    by_message = dict(posted)
    if target_id is not None and target_id in by_message:
        return by_message[target_id]
    above = [m for m in by_message if m < message_id]
    return by_message[max(above)] if above else None
