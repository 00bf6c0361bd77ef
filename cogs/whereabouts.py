"""Threads, channels and roles that are deleted, archived, locked or let go again, as Discord's gateway tells it."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.workflows.setup import Setup
from bot.workflows.whereabouts import Whereabouts


class WhereaboutsCog(commands.Cog):
    def __init__(self, whereabouts: Whereabouts, setup: Setup) -> None:
        self._whereabouts = whereabouts
        self._setup = setup

    @commands.Cog.listener()
    async def on_thread_update(self, before: discord.Thread, after: discord.Thread) -> None:
        """A thread that may be written in again: what was refused there is tried again."""
        if (before.archived, before.locked) != (after.archived, after.locked) and not after.locked:
            await self._setup.rights_changed(after.guild.id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        await self._whereabouts.thread_gone(event.guild_id, event.thread_id)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await self._whereabouts.channel_gone(channel.guild.id, channel.id)

    @commands.Cog.listener()
    async def on_guild_role_delete(self, role: discord.Role) -> None:
        await self._whereabouts.role_gone(role.guild.id, role.id)
