"""Private threads for rehearsals: opened once, found again by name, and taken away without a trace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

import discord

from bot.delivery import permissions
from bot.delivery.once import one_try
from bot.delivery.refusals import explained
from bot.errors import MemberError, NotFound

REHEARSING = (*permissions.ANNOUNCING, "create_private_threads", "send_messages_in_threads", "manage_threads")
ARCHIVE_AFTER_MINUTES: Final = 60


class PrivateThreads:
    """Threads that only those added to them see. Their names must differ: they have no other mark."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    def require(self, channel_id: int) -> None:
        """PermissionMissing where the bot may not rehearse; MemberError in a channel that has no private threads."""
        channel = permissions.require(self._client, channel_id, ())
        if not isinstance(channel, discord.TextChannel):
            raise MemberError(
                "There are no private threads in {channel}.", "Rehearse from a text channel.", channel=channel.mention
            )
        permissions.require(self._client, channel_id, REHEARSING)

    async def open(self, channel_id: int, name: str, title: str, member_id: int, *, look: bool) -> int:
        """A thread whose name begins with `name`, with the member in it; its id.

        `look`: an earlier try may have opened it.
        """
        async with explained(self._client, channel_id, REHEARSING):
            channel = self._channel(channel_id)
            thread = await self._found(channel, name) if look else None
            if thread is None:
                with one_try():
                    thread = await channel.create_thread(
                        name=f"{name} {title}"[:100],
                        type=discord.ChannelType.private_thread,
                        invitable=False,
                        auto_archive_duration=ARCHIVE_AFTER_MINUTES,
                    )
            await thread.add_user(discord.Object(member_id))
            return thread.id

    async def delete(self, channel_id: int, name: str, thread_id: int | None) -> None:
        """The thread is gone afterwards: the one of this id, or, if it is not known, ours whose name begins so."""
        if not isinstance(self._client.get_channel(channel_id), discord.TextChannel):
            return  # the channel is gone, and its threads with it
        async with explained(self._client, channel_id, REHEARSING):
            channel = self._channel(channel_id)
            try:
                known = await channel.guild.fetch_channel(thread_id) if thread_id else await self._found(channel, name)
                if known is not None:
                    await known.delete()
            except discord.NotFound:
                return

    def _channel(self, channel_id: int) -> discord.TextChannel:
        channel = self._client.get_channel(channel_id)
        if not isinstance(channel, discord.TextChannel):
            raise NotFound("That channel is not there any more.", "Rehearse from another one.")
        return channel

    async def _found(self, channel: discord.TextChannel, name: str) -> discord.Thread | None:
        me = channel.guild.me.id
        async for thread in _threads(channel):
            if thread.owner_id == me and thread.name.startswith(name):
                return thread
        return None


async def _threads(channel: discord.TextChannel) -> AsyncIterator[discord.Thread]:
    for thread in await channel.guild.active_threads():
        if thread.parent_id == channel.id:
            yield thread
    async for thread in channel.archived_threads(private=True, limit=100):
        yield thread
