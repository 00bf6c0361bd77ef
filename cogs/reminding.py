"""/reading remind: an organiser reminds those who take part, once a reading."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.domain.reading import COMING, ReadingState
from bot.languages.words import count
from bot.workflows.reminders import Reminders
from bot.workflows.reports import Reports
from bot.workflows.setup import Setup
from cogs.answers import Interaction, answer, require_organiser, server_id
from cogs.picking import picked_reading, suggest_readings

REMINDABLE = (*COMING, ReadingState.OPEN)


class RemindingCommands(commands.Cog):
    """The part of `/reading` that reminds; `ReadingCog` is made of it."""

    _reports: Reports
    _setup: Setup
    _reminders: Reminders

    @app_commands.command(description="Remind those who take part now, once; their own reminders come besides")
    @app_commands.describe(reading="Start typing its title")
    async def remind(self, interaction: Interaction, reading: str) -> None:
        here = server_id(interaction)
        require_organiser(interaction, await self._setup.of(here))
        reading_id = await picked_reading(self._reports, here, reading, REMINDABLE)
        found, how_many = await self._reminders.by_hand(here, reading_id)
        words = count(
            how_many,
            "{n} member is being reminded, in <#{channel}> or as they chose; nobody else is pinged.\n"
            "→ `/reading report` shows who takes part.",
            "{n} members are being reminded, in <#{channel}> or as they chose; nobody else is pinged.\n"
            "→ `/reading report` shows who takes part.",
            channel=found.thread_id or found.channel_id,
        )
        await answer(interaction, words)

    @remind.autocomplete("reading")
    async def _remindable(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_readings(self._reports, server_id(interaction), typed, REMINDABLE)
