"""/reading pack, and the button under an announcement: what the leader of a reading needs, for their eyes only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.delivery import leading_cards
from bot.delivery.marks import Action, Mark
from bot.domain.reading import SCHEDULED
from bot.errors import NotAllowed
from bot.workflows.leading import Leading
from bot.workflows.reports import Reports
from bot.workflows.setup import Setup
from cogs.answers import Interaction, answer, require_organiser, server_id, think
from cogs.picking import picked_reading, suggest_readings

if TYPE_CHECKING:
    from cogs.buttons import Press


class LeadingCommands(commands.Cog):
    """The part of `/reading` that helps whoever leads one; `ReadingCog` is made of it."""

    _leading: Leading
    _reports: Reports
    _setup: Setup

    @app_commands.command(description="What the leader of a reading needs: article, questions, who read last time")
    @app_commands.describe(reading="Start typing its title; leave it out for the next one that you lead")
    async def pack(self, interaction: Interaction, reading: str | None = None) -> None:
        here = server_id(interaction)
        await think(interaction)
        if reading is None:
            reading_id = (await self._leading.led_by(here, interaction.user.id)).id
        else:
            reading_id = await picked_reading(self._reports, here, reading, SCHEDULED)
        await show_pack(interaction, self._leading, self._setup, reading_id)

    @pack.autocomplete("reading")
    async def _to_lead(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_readings(self._reports, server_id(interaction), typed, SCHEDULED)


class LeadingButtons:
    """For whoever leads a reading, and for organisers."""

    def __init__(self, leading: Leading, setup: Setup) -> None:
        self._leading = leading
        self._setup = setup

    def presses(self) -> dict[Action, Press]:
        return {Action.PACK: self.pack}

    async def pack(self, interaction: Interaction, mark: Mark) -> None:
        await think(interaction)
        await show_pack(interaction, self._leading, self._setup, mark.subject)


async def show_pack(interaction: Interaction, leading: Leading, setup: Setup, reading_id: int) -> None:
    """The pack, to its leader and to organisers; NotAllowed to anybody else."""
    here = server_id(interaction)
    found = await leading.pack(here, reading_id)
    if found.reading.leader_id != interaction.user.id:
        try:
            require_organiser(interaction, await setup.of(here))
        except NotAllowed as refused:
            raise NotAllowed(
                "The pack is for whoever leads this reading.",
                "Organisers choose who leads: `/series edit leaders:`. The questions come when the thread opens.",
            ) from refused
    card = leading_cards.pack(found.reading, found.title, found.article, found.questions, found.last, found.took_part)
    await answer(interaction, card)
