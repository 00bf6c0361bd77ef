"""The buttons under what a series asks and tells: approve, change, skip, look again, end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from bot.delivery import series_cards
from bot.delivery.card import Card
from bot.delivery.marks import Action, Mark
from bot.languages.words import say
from bot.workflows.approvals import Approvals
from bot.workflows.planning import Planning
from bot.workflows.series import SeriesKeeping
from bot.workflows.setup import Setup
from cogs.answers import Interaction, answer, replace, require_organiser, server_id, think
from cogs.buttons import Press
from cogs.readings import preview


class SeriesButtons:
    """For organisers; members are told who may."""

    def __init__(self, keeping: SeriesKeeping, approvals: Approvals, planning: Planning, setup: Setup) -> None:
        self._keeping = keeping
        self._approvals = approvals
        self._planning = planning
        self._setup = setup

    def presses(self) -> dict[Action, Press]:
        return {
            Action.CHANGE: self.change,
            Action.OTHER: self.other,
            Action.SKIP: self.skip,
            Action.AGAIN: self.again,
            Action.END: self.end,
        }

    async def change(self, interaction: Interaction, mark: Mark) -> None:
        """The plan as its organiser edits any other, and a list of what could be read instead."""
        await self._allow(interaction)
        await think(interaction)
        shown = await self._shown(server_id(interaction), mark.subject)
        await answer(interaction, shown())

    async def other(self, interaction: Interaction, mark: Mark) -> None:
        await self._allow(interaction)
        await interaction.response.defer()
        here = server_id(interaction)
        await self._approvals.change_article(here, mark.subject, int(mark.detail or 0))
        shown = await self._shown(here, mark.subject)
        await replace(interaction, shown)

    async def skip(self, interaction: Interaction, mark: Mark) -> None:
        await self._allow(interaction)
        here, day = server_id(interaction), _day(mark)
        found = await self._keeping.skip(here, mark.subject, day, by=interaction.user.id)

        def made() -> Card:
            next_step = say("`/series skip` with the same day takes it back; `/reading plan` plans one by hand.")
            return series_cards.shown(found, say("That one is left out."), next_step)

        await replace(interaction, made)

    async def again(self, interaction: Interaction, mark: Mark) -> None:
        await self._allow(interaction)
        await self._approvals.look_again(server_id(interaction), mark.subject, _day(mark))
        await answer(
            interaction,
            say("I am looking again. What there is to read now is planned at once.\n→ If nothing is: `/article add`."),
        )

    async def end(self, interaction: Interaction, mark: Mark) -> None:
        await self._allow(interaction)
        found = await self._keeping.end(server_id(interaction), mark.subject)

        def made() -> Card:
            next_step = say("What is planned takes place: `/reading list` shows it. `/series create` makes a new one.")
            return series_cards.shown(found, say("The series has ended."), next_step)

        await replace(interaction, made)

    async def _shown(self, here: int, reading_id: int) -> Callable[[], Card]:
        plan = await self._planning.plan(here, reading_id)
        others = await self._approvals.other_articles(here, reading_id)

        def made() -> Card:
            card, menu = preview(plan), series_cards.other_articles(reading_id, others)
            return Card(card.content, card.embeds, [*card.rows, [menu]]) if menu and len(card.rows) < 5 else card

        return made

    async def _allow(self, interaction: Interaction) -> None:
        require_organiser(interaction, await self._setup.of(server_id(interaction)))


def _day(mark: Mark) -> date:
    """The day that stands first in the mark's detail."""
    return datetime.strptime((mark.detail or "")[:8], "%Y%m%d").date()  # noqa: DTZ007 (a day, no instant)
