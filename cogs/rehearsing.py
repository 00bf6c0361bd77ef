"""**Rehearse** under a preview, and the buttons of a rehearsal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.delivery.marks import Action, Mark
from bot.languages.words import say
from bot.workflows.rehearsals import Rehearsals
from bot.workflows.setup import Setup
from cogs.answers import Interaction, answer, require_organiser, server_id


class RehearsingButtons:
    def __init__(self, rehearsals: Rehearsals, setup: Setup) -> None:
        self._rehearsals = rehearsals
        self._setup = setup

    def presses(self) -> dict[Action, Callable[[Interaction, Mark], Awaitable[None]]]:
        return {Action.REHEARSE: self.rehearse, Action.END_REHEARSAL: self.end, Action.REHEARSED: self.rehearsed}

    async def rehearse(self, interaction: Interaction, mark: Mark) -> None:
        here = server_id(interaction)
        require_organiser(interaction, await self._setup.of(here))
        place = interaction.channel_id or 0
        channel_id = await self._rehearsals.begin(here, mark.subject, interaction.user.id, place)
        words = say(
            "The rehearsal opens in a private thread of <#{channel}> in a moment; you find it among the threads "
            "there.\n→ It takes itself away after a quarter of an hour, or when you press **End the rehearsal**.",
            channel=channel_id,
        )
        await answer(interaction, words)

    async def end(self, interaction: Interaction, mark: Mark) -> None:
        number = int(mark.detail or 0)
        await self._rehearsals.end_now(server_id(interaction), mark.subject, interaction.user.id, number)
        await answer(interaction, say("The rehearsal ends now; its thread goes in a moment."))

    async def rehearsed(self, interaction: Interaction, _: Mark) -> None:
        words = say("This is a rehearsal: nothing is counted here.\n→ In the reading, this button works.")
        await answer(interaction, words)
