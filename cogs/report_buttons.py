"""The ways between reports: from the last readings to one of them and back, to more of them, to a file."""

from __future__ import annotations

import re

from bot.clock import Clock
from bot.delivery.marks import Action, Mark
from bot.workflows.reports import Reports
from bot.workflows.setup import Setup
from cogs.answers import Interaction, require_organiser, server_id, think
from cogs.buttons import Press
from cogs.reporting import answer_group_report, answer_report

_DETAIL = re.compile(r"(\d+)([a-z]*)")


class ReportButtons:
    """For organisers."""

    def __init__(self, reports: Reports, setup: Setup, clock: Clock) -> None:
        self._reports = reports
        self._setup = setup
        self._clock = clock

    def presses(self) -> dict[Action, Press]:
        return {Action.REPORT: self.reading, Action.GROUP: self.group}

    async def reading(self, interaction: Interaction, mark: Mark) -> None:
        here = await self._allowed(interaction)
        await think(interaction)
        full = await self._reports.of_reading(here, int(mark.detail or 0), self._clock.now())
        await answer_report(interaction, full, "post")

    async def group(self, interaction: Interaction, mark: Mark) -> None:
        here = await self._allowed(interaction)
        await think(interaction)
        found = _DETAIL.fullmatch(mark.detail or "")
        last, form = (int(found[1]), found[2]) if found else (0, "")
        report, scope = await self._reports.of_group(here, mark.subject or None, last, self._clock.now())
        await answer_group_report(interaction, report, scope, form or "post")

    async def _allowed(self, interaction: Interaction) -> int:
        here = server_id(interaction)
        require_organiser(interaction, await self._setup.of(here))
        return here
