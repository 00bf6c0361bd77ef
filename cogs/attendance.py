"""What members do in a reading's thread, as Discord's gateway tells it. Ids and kinds only: content never gets here."""

from __future__ import annotations

from functools import partial

import discord
from discord.ext import commands

from bot.delivery.thread import SeenReaction, emoji_key, reply_heard
from bot.workflows.attendance import Attendance
from cogs.raw_events import Data, hear

Raw = (
    discord.RawMessageDeleteEvent
    | discord.RawBulkMessageDeleteEvent
    | discord.RawReactionActionEvent
    | discord.RawReactionClearEvent
    | discord.RawReactionClearEmojiEvent
)


class AttendanceCog(commands.Cog):
    def __init__(self, client: discord.Client, attendance: Attendance) -> None:
        self._client = client
        self._attendance = attendance

    async def cog_load(self) -> None:
        hear(self._client, "MESSAGE_CREATE", self._message_created)
        hear(self._client, "GUILD_SCHEDULED_EVENT_USER_ADD", partial(self._client.dispatch, "interest"))
        hear(self._client, "GUILD_SCHEDULED_EVENT_USER_REMOVE", partial(self._client.dispatch, "interest_lost"))

    def _message_created(self, data: Data) -> None:
        """Of all events the most frequent: of a message anywhere else nothing is looked at but its place."""
        server = self._client.get_guild(int(data.get("guild_id") or 0))
        if server is None:
            return
        thread_id = int(data["channel_id"])
        if self._is_own_thread(server.get_thread(thread_id)) and (seen := reply_heard(data)):
            self._attendance.replied(thread_id, seen)

    @commands.Cog.listener()
    async def on_interest(self, data: Data) -> None:
        await self._attendance.interested(int(data["guild_scheduled_event_id"]), int(data["user_id"]))

    @commands.Cog.listener()
    async def on_interest_lost(self, data: Data) -> None:
        await self._attendance.not_interested(int(data["guild_scheduled_event_id"]), int(data["user_id"]))

    @commands.Cog.listener()
    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        if self._may_be_ours(event):
            await self._attendance.messages_deleted([event.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        if self._may_be_ours(event):
            await self._attendance.messages_deleted(sorted(event.message_ids))

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        await self._attendance.thread_deleted(event.thread_id)

    @commands.Cog.listener()
    async def on_raw_poll_vote_add(self, event: discord.RawPollVoteActionEvent) -> None:
        if event.guild_id is not None:
            await self._attendance.voted(event.message_id, event.user_id, event.answer_id)

    @commands.Cog.listener()
    async def on_raw_poll_vote_remove(self, event: discord.RawPollVoteActionEvent) -> None:
        if event.guild_id is not None:
            await self._attendance.vote_removed(event.message_id, event.user_id, event.answer_id)

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        by_bot = event.member is not None and event.member.bot
        own_post = event.message_author_id == self._own_id()
        if event.guild_id is not None and own_post and not by_bot:
            await self._attendance.reacted(event.channel_id, _reaction(event))

    @commands.Cog.listener()
    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        if event.guild_id is not None and self._may_be_ours(event):
            await self._attendance.reaction_removed(_reaction(event))

    @commands.Cog.listener()
    async def on_raw_reaction_clear(self, event: discord.RawReactionClearEvent) -> None:
        if self._may_be_ours(event):
            await self._attendance.reactions_cleared(event.message_id, None)

    @commands.Cog.listener()
    async def on_raw_reaction_clear_emoji(self, event: discord.RawReactionClearEmojiEvent) -> None:
        if self._may_be_ours(event):
            await self._attendance.reactions_cleared(event.message_id, emoji_key(event.emoji))

    def _may_be_ours(self, event: Raw) -> bool:
        """Whether a post of ours may stand there: in a thread of ours, or in a channel readings are announced in."""
        if self._attendance.may_hold_posts(event.channel_id):
            return True
        server = self._client.get_guild(event.guild_id) if event.guild_id else None
        return server is not None and self._is_own_thread(server.get_thread(event.channel_id))

    def _is_own_thread(self, place: object) -> bool:
        """Whether it is a thread the bot opened: the bot need not ask the database about any other message."""
        return isinstance(place, discord.Thread) and place.owner_id == self._own_id()

    def _own_id(self) -> int | None:
        return self._client.user.id if self._client.user else None


def _reaction(event: discord.RawReactionActionEvent) -> SeenReaction:
    return SeenReaction(event.message_id, event.user_id, emoji_key(event.emoji), event.burst)
