"""Votes with Discord's own polls: opened once, read when they are over.

A poll has no button of ours to be found again by. After a crash it is known by its author, its question and its answers
together; `known` are those that belong to votes already.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import discord

from bot.delivery import markdown, permissions
from bot.delivery.board import LOOK_BACK_MS, Attempt
from bot.delivery.refusals import explained
from bot.errors import DeliveryFailed

QUESTION, ANSWER = 300, 55
MOST_HOURS = 32 * 24
LATE_COUNT_MS = 3_600_000
"""Discord counts within minutes of a poll's end; after this the votes shown are taken as they are."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A poll as posted. `closes_at`: UTC epoch ms, as Discord says it."""

    message_id: int
    closes_at: int


class BallotBox:
    """Where votes are held. Ids are Discord's; failures are of our error tree."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    def require(self, channel_id: int) -> None:
        """PermissionMissing, naming right and place, unless the bot may post polls in the channel."""
        permissions.require(self._client, channel_id, permissions.VOTING)

    async def open(
        self,
        channel_id: int,
        question: str,
        answers: Sequence[str],
        hours: int,
        attempt: Attempt,
        known: Collection[int],
    ) -> Opened:
        """Post the poll, or find the one that an earlier attempt posted."""
        poll = discord.Poll(markdown.line(question, QUESTION), timedelta(hours=min(hours, MOST_HOURS)))
        for answer in _different([markdown.line(each, ANSWER) for each in answers]):
            poll.add_answer(text=answer)
        async with explained(self._client, channel_id, permissions.VOTING):
            place = self._client.get_partial_messageable(channel_id)
            if attempt.first_at is not None:
                found = await self._posted_before(place, poll, attempt.first_at, known)
                if found is not None:
                    return found
            return _opened(await place.send(poll=poll, nonce=attempt.nonce))

    async def votes(self, channel_id: int, message_id: int, *, closed_for_ms: int) -> dict[int, int] | None:
        """Votes by position, from 1, of a poll that is over; None if the post is gone.

        DeliveryFailed while Discord has not counted them yet; `closed_for_ms` says how long it has had time to.
        """
        async with explained(self._client, channel_id, permissions.VOTING):
            place = self._client.get_partial_messageable(channel_id)
            try:
                message = await place.fetch_message(message_id)
            except discord.NotFound:
                return None
        poll = message.poll
        if poll is None:
            return None
        if not poll.is_finalized() and closed_for_ms < LATE_COUNT_MS:
            raise DeliveryFailed("Discord has not counted the votes yet.", "It is looked at again by itself.")
        return {answer.id: answer.vote_count for answer in poll.answers}

    async def _posted_before(
        self, place: discord.PartialMessageable, poll: discord.Poll, first_at: int, known: Collection[int]
    ) -> Opened | None:
        since = datetime.fromtimestamp((first_at - LOOK_BACK_MS) / 1000, tz=UTC)
        after = discord.Object(discord.utils.time_snowflake(since))
        async for message in place.history(limit=None, after=after, oldest_first=True):
            own = self._client.user is not None and message.author.id == self._client.user.id
            if own and message.poll is not None and message.id not in known and _said(message.poll) == _said(poll):
                return _opened(message)
        return None


def _opened(message: discord.Message) -> Opened:
    expires = message.poll.expires_at if message.poll else None
    assert expires is not None, "a poll that Discord has taken ends at some time"
    return Opened(message.id, round(expires.timestamp() * 1000))


def _said(poll: discord.Poll) -> tuple[str, ...]:
    return (str(poll.question), *(answer.text for answer in poll.answers))


def _different(answers: list[str]) -> list[str]:
    """Titles cut to Discord's limit may come out the same; a number tells them apart."""
    told: list[str] = []
    for answer in answers:
        number = answers[: len(told)].count(answer) + 1
        told.append(answer if number == 1 else f"{answer[: ANSWER - 4].rstrip()} ({number})")
    return told
