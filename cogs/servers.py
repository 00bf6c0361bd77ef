"""Servers that the bot is added to and taken out of."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.workflows.tidying import Tidying


class ServersCog(commands.Cog):
    def __init__(self, tidying: Tidying) -> None:
        self._tidying = tidying

    @commands.Cog.listener()
    async def on_guild_remove(self, server: discord.Guild) -> None:
        await self._tidying.left(server.id)

    @commands.Cog.listener()
    async def on_guild_join(self, server: discord.Guild) -> None:
        await self._tidying.joined(server.id, str(server.preferred_locale))
