"""What Discord now shows of a reading, for counting again after events may have been lost.

Ids, kinds and times only: the content of members' messages is not asked for and not looked at. Every request waits for
its turn in a budget of its own, so that counting again holds up no post.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import discord

from bot.delivery.refusals import UNKNOWN_CHANNEL, explained
from bot.domain.times import made_at
from bot.pacing import Pacer

COUNTING = ("view_channel", "read_message_history")
COUNTED_TYPES = frozenset({discord.MessageType.default, discord.MessageType.reply})
_COUNTED_NUMBERS = frozenset(each.value for each in COUNTED_TYPES)
PAGE = 100
SHARE = 0.3
"""Of all requests the bot allows itself in a second; the others are for posts and answers."""

NOT_THERE = {10007, 10013}
"""Discord's codes for somebody who is no member of the server, or nobody at all."""


@dataclass(frozen=True, slots=True)
class SeenReply:
    """A member's message. `target_id`: the message it replies to. `at`: UTC epoch ms."""

    message_id: int
    member_id: int
    at: int
    target_id: int | None


@dataclass(frozen=True, slots=True)
class SeenReaction:
    """A member's reaction to one of our posts. `emoji`: the character, or a custom emoji's id.

    `burst`: Discord's "super reaction", which may stand beside a normal one of the same emoji.
    """

    message_id: int
    member_id: int
    emoji: str
    burst: bool = False


@dataclass(frozen=True, slots=True)
class SeenPost:
    """A post of ours, with the reactions and the poll that Discord shows under it."""

    message_id: int
    reactions: tuple[discord.Reaction, ...] = ()
    poll: discord.Poll | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some messages of a thread that follow each other. `last_id`: the last of them, whoever wrote it."""

    replies: tuple[SeenReply, ...]
    posts: tuple[SeenPost, ...]
    last_id: int
    is_last: bool


def reply_seen(message: discord.Message) -> SeenReply | None:
    """The message as something to count, None for what bots, webhooks and Discord itself write."""
    if message.author.bot or message.webhook_id is not None or message.type not in COUNTED_TYPES:
        return None
    reference = message.reference.message_id if message.reference else None
    return SeenReply(message.id, message.author.id, round(message.created_at.timestamp() * 1000), reference)


def reply_heard(data: Mapping[str, Any]) -> SeenReply | None:
    """As `reply_seen`, of the message as Discord's gateway tells it, before discord.py has made anything of it."""
    author = data["author"]
    if author.get("bot") or data.get("webhook_id") is not None or data["type"] not in _COUNTED_NUMBERS:
        return None
    message_id = int(data["id"])
    target = (data.get("message_reference") or {}).get("message_id")
    return SeenReply(message_id, int(author["id"]), made_at(message_id), None if target is None else int(target))


def emoji_key(emoji: discord.PartialEmoji | discord.Emoji | str) -> str:
    """What tells one emoji from another: the id of a custom one, else the character."""
    if isinstance(emoji, str):
        return emoji
    return str(emoji.id) if emoji.id else str(emoji.name)


class ThreadReader:
    """Reads threads, and what stands under posts, from Discord."""

    def __init__(self, client: discord.Client, requests_per_second: int) -> None:
        self._client = client
        self._budget = Pacer(max(1, round(requests_per_second * SHARE)))

    async def page(self, thread_id: int, after: int) -> Page | None:
        """The messages of the thread that come after that id, oldest first; None if the thread was deleted."""
        async with explained(self._client, thread_id, COUNTING):
            place = self._client.get_partial_messageable(thread_id)
            await self._budget.turn()
            try:
                some = [
                    each async for each in place.history(limit=PAGE, after=discord.Object(after), oldest_first=True)
                ]
            except discord.NotFound as error:
                if error.code == UNKNOWN_CHANNEL:
                    return None
                raise
        replies = tuple(seen for each in some if (seen := reply_seen(each)))
        posts = tuple(_post(each) for each in some if self._is_own(each))
        return Page(replies, posts, some[-1].id if some else after, is_last=len(some) < PAGE)

    async def post(self, channel_id: int, message_id: int) -> SeenPost:
        """A post of ours; one with nothing under it if it is gone."""
        async with explained(self._client, channel_id, COUNTING):
            await self._budget.turn()
            try:
                return _post(await self._client.get_partial_messageable(channel_id).fetch_message(message_id))
            except discord.NotFound:
                return SeenPost(message_id)

    async def reactions(self, channel_id: int, post: SeenPost) -> AsyncIterator[SeenReaction]:
        """Every member's reaction to a post."""
        async with explained(self._client, channel_id, COUNTING):
            for reaction in post.reactions:
                kinds = discord.enums.ReactionType
                for kind, count in ((kinds.normal, reaction.normal_count), (kinds.burst, reaction.burst_count)):
                    if not count:
                        continue
                    await self._budget.turn()
                    async for user in reaction.users(limit=None, type=kind):
                        if not user.bot:
                            emoji = emoji_key(reaction.emoji)
                            yield SeenReaction(post.message_id, user.id, emoji, burst=kind is kinds.burst)

    async def votes(self, channel_id: int, post: SeenPost) -> AsyncIterator[tuple[int, int]]:
        """Every vote in the post's poll: answer and member."""
        async with explained(self._client, channel_id, COUNTING):
            for answer in post.poll.answers if post.poll else []:
                await self._budget.turn()
                async for user in answer.voters():
                    if not user.bot:
                        yield answer.id, user.id

    async def interested(self, server_id: int, event_id: int) -> list[int] | None:
        """The members who want to come to a scheduled event; None if Discord does not tell (any more)."""
        server = self._client.get_guild(server_id)
        if server is None:
            return None
        async with explained(self._client, server_id, COUNTING):
            try:
                await self._budget.turn()
                event = await server.fetch_scheduled_event(event_id)
                await self._budget.turn()
                return [user.id async for user in event.users(limit=None) if not user.bot]
            except (discord.NotFound, discord.Forbidden):
                return None

    async def is_member(self, server_id: int, member_id: int) -> bool | None:
        """Whether somebody is (still) a member of the server; None if Discord does not tell."""
        server = self._client.get_guild(server_id)
        if server is None:
            return None
        async with explained(self._client, server_id, COUNTING):
            await self._budget.turn()
            try:
                await server.fetch_member(member_id)
            except discord.NotFound as error:
                return False if error.code in NOT_THERE else None
            except discord.Forbidden:
                return None
            return True

    def _is_own(self, message: discord.Message) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id


def _post(message: discord.Message) -> SeenPost:
    return SeenPost(message.id, tuple(message.reactions), message.poll)
