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
    """What one member did once.

    `message_id`: the reply itself, or the post reacted to. `target_id`: the post a reply goes back to. `position`: the
    question it belongs to (from 1), None for the reading as a whole. `at` in UTC epoch ms.
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


def reply_key(message_id: int) -> str:
    """The key of a reply: its message."""
    return f"{ContributionKind.REPLIED}:{message_id}"


def reaction_key(message_id: int, member_id: int, emoji: str) -> str:
    """The key of a reaction: message, member and emoji (the character, or a custom emoji's id)."""
    return f"{ContributionKind.REACTED}:{message_id}:{member_id}:{emoji}"


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
    *, reading_id: int, server_id: int, member_id: int, at: int, message_id: int, target_id: int | None
) -> Contribution:
    """A message in the reading's thread: once a message. Its question is settled by `question_of`.

    `target_id`: what it replies to; where that is a reply itself, the post which that one goes back to, so that a
    conversation under a question stays with its question.
    """
    kind = ContributionKind.REPLIED
    return Contribution(reply_key(message_id), reading_id, server_id, member_id, kind, at, None, message_id, target_id)


def reacted(*, reading_id: int, server_id: int, member_id: int, at: int, message_id: int, emoji: str) -> Contribution:
    """A reaction to one of our posts: once a message, member and emoji (a custom emoji by its id)."""
    key = reaction_key(message_id, member_id, emoji)
    kind = ContributionKind.REACTED
    return Contribution(key, reading_id, server_id, member_id, kind, at, None, message_id, message_id)


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
