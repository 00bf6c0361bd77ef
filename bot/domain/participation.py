"""Who took part in a reading, counted from what Discord says happened; never from what anybody wrote.

A contribution's key names the event it was counted from, so hearing of the same event twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class ContributionKind(StrEnum):
    JOINED = "joined"
    READ = "read"
    PASSAGE = "passage"
    REPLIED = "replied"
    REACTED = "reacted"


@dataclass(frozen=True, slots=True)
class Contribution:
    """`position` is the question it belongs to (from 1), None for the reading as a whole. `at` in UTC epoch ms."""

    key: str
    reading_id: int
    server_id: int
    member_id: int
    kind: ContributionKind
    at: int
    position: int | None = None
    message_id: int | None = None


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
    *, reading_id: int, server_id: int, member_id: int, at: int, message_id: int, position: int | None
) -> Contribution:
    """A message in the reading's thread: once a message."""
    key = f"replied:{message_id}"
    return Contribution(key, reading_id, server_id, member_id, ContributionKind.REPLIED, at, position, message_id)


def reacted(
    *, reading_id: int, server_id: int, member_id: int, at: int, message_id: int, emoji: str, position: int | None
) -> Contribution:
    """A reaction to one of our posts: once a message, member and emoji (a custom emoji by its id)."""
    key = f"reacted:{message_id}:{member_id}:{emoji}"
    return Contribution(key, reading_id, server_id, member_id, ContributionKind.REACTED, at, position, message_id)


def question_of(message_id: int, reply_to: int | None, posted: Iterable[tuple[int, int]]) -> int | None:
    """Which question a message belongs to: the one it replies to, else the latest one posted above it.

    `posted`: (message id, position) of the reading's questions. Ids are snowflakes, so they sort by time.
    None: before the first question.
    """
    by_message = dict(posted)
    if reply_to is not None and reply_to in by_message:
        return by_message[reply_to]
    above = [m for m in by_message if m < message_id]
    return by_message[max(above)] if above else None
