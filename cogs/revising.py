"""/reading move | edit: what organisers change about a reading once it is planned."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.clock import Clock
from bot.delivery import markdown
from bot.domain.reading import COMING, ReadingState
from bot.domain.reading import Pace as PaceName
from bot.domain.times import read_duration, read_start
from bot.errors import MemberError
from bot.languages.words import count, language, later, say
from bot.workflows.planning import Plan, Planning
from bot.workflows.reports import Reports
from bot.workflows.revising import Edit, Revising
from bot.workflows.setup import Setup
from cogs.answers import Interaction, answer, require_organiser, server_id, think
from cogs.picking import picked_reading, suggest_readings

PACE = [
    app_commands.Choice(name="together: all questions at the start", value="together"),
    app_commands.Choice(name="daily: one question a day", value="daily"),
    app_commands.Choice(name="hourly: one question an hour", value="hourly"),
]
PACES = {
    PaceName.TOGETHER: later("all questions at the start"),
    PaceName.DAILY: later("one question a day"),
    PaceName.HOURLY: later("one question an hour"),
}
CHANGEABLE = (*COMING, ReadingState.OPEN)
READINGS = [discord.ChannelType.text, discord.ChannelType.forum]
"""The kinds of channel that readings can take place in."""


class RevisingCommands(commands.Cog):
    """The part of `/reading` that moves and edits; `ReadingCog` is made of it."""

    _planning: Planning
    _reports: Reports
    _setup: Setup
    _revising: Revising
    _clock: Clock

    @app_commands.command(description="Give a reading another start; its announcement and reminders follow")
    @app_commands.describe(
        reading="Start typing its title", starts="Thu 19:00, tomorrow 7pm, 2026-12-03 19:30, in 2 hours"
    )
    async def move(self, interaction: Interaction, reading: str, starts: str) -> None:
        here = server_id(interaction)
        server = await self._setup.of(here)
        require_organiser(interaction, server)
        await think(interaction)
        reading_id = await picked_reading(self._reports, here, reading, COMING)
        start = read_start(starts, now=self._clock.now(), zone=server.zone, language=language())
        moved = await self._revising.move(here, reading_id, start)
        plan = await self._planning.plan(here, reading_id)
        await answer(interaction, _moved(plan) if moved else _there_already(plan))

    @app_commands.command(description="Change a reading's length, questions, channel or pace")
    @app_commands.rename(length="for")
    @app_commands.describe(
        reading="Start typing its title",
        length="How long it stays open: 7 days, 2 weeks, 3 hours; also while it is open",
        questions="How many questions",
        channel="Where it takes place",
        pace="How the questions follow each other",
        event="Whether a scheduled event of Discord's goes with it",
    )
    @app_commands.choices(pace=PACE)
    async def edit(
        self,
        interaction: Interaction,
        reading: str,
        length: str | None = None,
        questions: app_commands.Range[int, 3, 7] | None = None,
        channel: discord.TextChannel | discord.ForumChannel | None = None,
        pace: str | None = None,
        event: bool | None = None,
    ) -> None:
        here = server_id(interaction)
        require_organiser(interaction, await self._setup.of(here))
        await think(interaction)
        wish = Edit(
            read_duration(length, language()) if length else None,
            questions,
            channel.id if channel else None,
            PaceName(pace) if pace else None,
            event,
        )
        if wish == Edit():
            raise MemberError(
                "You have not said what is to be different.",
                "Give `for`, `questions`, `channel`, `pace` or `event`; `/reading move` gives it another start.",
            )
        reading_id = await picked_reading(self._reports, here, reading, CHANGEABLE)
        changed = await self._revising.edit(here, reading_id, wish)
        await answer(interaction, _edited(await self._planning.plan(here, reading_id), changed))

    @move.autocomplete("reading")
    async def _movable(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_readings(self._reports, server_id(interaction), typed, COMING)

    @edit.autocomplete("reading")
    async def _changeable(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_readings(self._reports, server_id(interaction), typed, CHANGEABLE)


def name_of(plan: Plan) -> str:
    """The reading's title as it may stand in an answer."""
    return markdown.plain(markdown.line(plan.title, 200))


def _there_already(plan: Plan) -> str:
    return say(
        "“{title}” starts then already: {when}.\n→ There is nothing to change.",
        title=name_of(plan),
        when=markdown.when(plan.reading.starts_at),
    )


def _moved(plan: Plan) -> str:
    return say(
        "“{title}” now starts {when} and stays open until {ends}.\n"
        "→ Its announcement in <#{channel}> says so in a moment; reminders follow by themselves.",
        title=name_of(plan),
        when=markdown.when(plan.reading.starts_at),
        ends=markdown.moment(plan.reading.ends_at),
        channel=plan.reading.channel_id,
    )


def _edited(plan: Plan, changed: bool) -> str:
    if changed:
        head = say("“{title}” is changed.", title=name_of(plan))
    else:
        head = say("“{title}” is like that already.", title=name_of(plan))
    now = count(
        len(plan.questions),
        "It is now: {n} question ({pace}), in <#{channel}>, from {starts} until {ends}.\n"
        "→ `/questions set` changes the questions themselves, `/reading move` the start.",
        "It is now: {n} questions ({pace}), in <#{channel}>, from {starts} until {ends}.\n"
        "→ `/questions set` changes the questions themselves, `/reading move` the start.",
        pace=say(PACES[plan.reading.pace]),
        channel=plan.reading.channel_id,
        starts=markdown.when(plan.reading.starts_at),
        ends=markdown.moment(plan.reading.ends_at),
    )
    return f"{head} {now}"
