"""/reading vote and /reading pack: the part of `/reading` that votes and leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.clock import Clock
from bot.delivery import markdown, vote_cards
from bot.delivery.marks import Action, Mark
from bot.domain.times import read_duration, read_start
from bot.domain.vote import Ballot
from bot.errors import MemberError
from bot.languages.words import language, say
from bot.workflows.setup import Setup
from bot.workflows.votes import Votes, then_plan
from cogs.answers import Interaction, answer, require_organiser, server_id, think

if TYPE_CHECKING:
    from cogs.buttons import Press

FROM = [
    app_commands.Choice(name="suggestions: what members suggested", value="suggestions"),
    app_commands.Choice(name="library: what has waited longest", value="library"),
]
THEN = [
    app_commands.Choice(name="plan: plan a reading of the winner by itself", value="plan"),
    app_commands.Choice(name="tell: only say what won", value="tell"),
]


class VoteCommands(commands.Cog):
    """The part of `/reading` that votes; `ReadingCog` is made of it."""

    _votes: Votes
    _setup: Setup
    _clock: Clock

    @app_commands.command(description="Have the group vote on what to read next")
    @app_commands.rename(source="from", length="for")
    @app_commands.describe(
        source="What there is to vote for",
        closes="When the vote ends: in 24 hours, Sun 20:00",
        then="What comes of it",
        starts="When the reading of the winner starts, if it is to be planned: Thu 19:00",
        length="How long that reading stays open: 7 days, 3 hours",
        channel="Where, if not in the readings channel",
    )
    @app_commands.choices(source=FROM, then=THEN)
    async def vote(
        self,
        interaction: Interaction,
        source: str,
        closes: str = "in 24 hours",
        then: str | None = None,
        starts: str | None = None,
        length: str = "7 days",
        channel: discord.TextChannel | None = None,
    ) -> None:
        here = server_id(interaction)
        server = await self._setup.of(here)
        require_organiser(interaction, server)
        if then == "plan" and starts is None:
            raise MemberError(
                "I do not know when the reading is to start.", "Give `starts` too, for example `starts:Thu 19:00`."
            )
        await think(interaction)
        now, plan = self._clock.now(), None
        if starts is not None and then != "tell":
            start = read_start(starts, now=now, zone=server.zone, language=language())
            plan = then_plan(start, read_duration(length, language()))
        closes_at = read_start(closes, now=now, zone=server.zone, language=language()).at
        place = channel.id if channel else None
        asked = await self._votes.ask(
            here, Ballot(source), closes_at, by=interaction.user.id, channel_id=place, then=plan
        )
        listed = "\n".join(f"• {markdown.plain(markdown.line(each.title, 150))}" for each in asked.choices)
        words = say(
            "The vote opens in <#{channel}> in a moment and ends {when}:\n{choices}\n"
            "→ Its result is posted there by itself, and what was asked to follow from it follows.",
            channel=asked.channel_id,
            when=markdown.when(asked.closes_at),
            choices=listed,
        )
        await answer(interaction, words)


class VoteButtons:
    """For everyone."""

    def __init__(self, votes: Votes) -> None:
        self._votes = votes

    def presses(self) -> dict[Action, Press]:
        return {Action.COUNTED: self.counted}

    async def counted(self, interaction: Interaction, mark: Mark) -> None:
        vote = await self._votes.of_server(server_id(interaction), mark.subject)
        await answer(interaction, vote_cards.counted(vote))
