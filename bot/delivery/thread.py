"""What Discord now shows of a reading's thread, for counting again after events may have been lost.

Ids, kinds and times only: the content of members' messages is not asked for and not looked at.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import discord

from bot.delivery.refusals import explained

COUNTING = ("view_channel", "read_message_history")
COUNTED_TYPES = frozenset({discord.MessageType.default, discord.MessageType.reply})


@dataclass(frozen=True, slots=True)
class SeenReply:
    """A member's message. `target_id`: the message it replies to. `at`: UTC epoch ms."""

    message_id: int
    member_id: int
    at: int
    target_id: int | None


@dataclass(frozen=True, slots=True)
class SeenReaction:
    """A member's reaction to one of our posts. `emoji`: the character, or a custom emoji's id."""

    message_id: int
    member_id: int
    emoji: str


def reply_seen(message: discord.Message) -> SeenReply | None:
    """The message as something to count, None for what bots, webhooks and Discord itself write."""
    if message.author.bot or message.webhook_id is not None or message.type not in COUNTED_TYPES:
        return None
    reference = message.reference.message_id if message.reference else None
    return SeenReply(message.id, message.author.id, round(message.created_at.timestamp() * 1000), reference)


def emoji_key(emoji: discord.PartialEmoji | discord.Emoji | str) -> str:
    """What tells one emoji from another: the id of a custom one, else the character."""
    if isinstance(emoji, str):
        return emoji
    return str(emoji.id) if emoji.id else str(emoji.name)


class ThreadReader:
    """Reads a thread and its reactions from Discord."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def replies(self, thread_id: int) -> AsyncIterator[SeenReply]:
        """Every member's message in the thread, oldest first; ChannelGone if it was deleted."""
        async with explained(self._client, thread_id, COUNTING):
            place = self._client.get_partial_messageable(thread_id)
            async for message in place.history(limit=None, oldest_first=True):
                if seen := reply_seen(message):
                    yield seen

    async def reactions(self, channel_id: int, message_id: int) -> AsyncIterator[SeenReaction]:
        """Every member's reaction to a post; nothing if the post is gone."""
        async with explained(self._client, channel_id, COUNTING):
            try:
                message = await self._client.get_partial_messageable(channel_id).fetch_message(message_id)
            except discord.NotFound:
                return
            for reaction in message.reactions:
                for kind in discord.enums.ReactionType:
                    async for user in reaction.users(limit=None, type=kind):
                        if not user.bot:
                            yield SeenReaction(message_id, user.id, emoji_key(reaction.emoji))
