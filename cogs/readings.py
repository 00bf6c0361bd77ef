"""/reading: what organisers do with readings."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.clock import Clock
from bot.delivery import markdown, preview_cards, report_cards
from bot.delivery.card import Button, Card
from bot.delivery.marks import Action, Mark
from bot.delivery.permissions import may_ping, no_ping
from bot.domain.reading import COMING, SCHEDULED, STARTED, Pace, ReadingState
from bot.domain.recurrence import Repeat, Rule, as_text, next_at, repeating
from bot.domain.recurrence_text import read_until
from bot.domain.report import RECENT_READINGS
from bot.domain.times import Start, read_duration, read_start, wall_clock
from bot.errors import MemberError, SetupMissing
from bot.languages.words import language, later, say
from bot.workflows.leading import Leading
from bot.workflows.planning import Plan, Planning
from bot.workflows.reminders import Reminders
from bot.workflows.reports import Reports
from bot.workflows.revising import Revising
from bot.workflows.setup import Setup
from bot.workflows.votes import Votes
from cogs.answers import Form, Interaction, answer, require_organiser, server_id, think
from cogs.leading import LeadingCommands
from cogs.picking import picked_article, picked_reading, suggest_articles, suggest_readings
from cogs.reminding import RemindingCommands
from cogs.reporting import Format, answer_group_report, answer_report
from cogs.revising import PACE, RevisingCommands, name_of
from cogs.votes import VoteCommands

REPEAT = [
    app_commands.Choice(name="every week", value=Repeat.WEEKLY),
    app_commands.Choice(name="every other week", value=Repeat.FORTNIGHTLY),
    app_commands.Choice(name="every month, on the same weekday", value=Repeat.MONTHLY_BY_WEEKDAY),
    app_commands.Choice(name="every month, on the same date", value=Repeat.MONTHLY_BY_DATE),
]
EVERY = tuple(state for state in ReadingState if state not in (ReadingState.DRAFT, ReadingState.CANCELLED))


@app_commands.default_permissions(manage_events=True)
class ReadingCog(
    RevisingCommands,
    VoteCommands,
    LeadingCommands,
    RemindingCommands,
    commands.GroupCog,
    group_name="reading",
    group_description="Plan readings and see how they went",
):
    def __init__(
        self,
        planning: Planning,
        revising: Revising,
        reminders: Reminders,
        votes: Votes,
        leading: Leading,
        reports: Reports,
        setup: Setup,
        clock: Clock,
    ) -> None:
        self._planning = planning
        self._revising = revising
        self._reminders = reminders
        self._votes = votes
        self._leading = leading
        self._reports = reports
        self._setup = setup
        self._clock = clock

    @app_commands.command(description="Plan a reading: you see a preview before anything is posted")
    @app_commands.rename(length="for")
    @app_commands.describe(
        article="Start typing its title",
        starts="Thu 19:00, tomorrow 7pm, 2026-12-03 19:30, in 2 hours",
        length="How long it stays open: 7 days, 2 weeks, 3 hours",
        channel="Where, if not in the readings channel",
        questions="At most this many questions",
        pace="How the questions follow each other",
        event="Whether a scheduled event of Discord's goes with it",
        role="Is pinged when the reading is announced, and no other",
        leader="Who leads it",
        repeat="Makes a series of it: what comes after is taken from the library",
        until="The end of the series, if it has one: 30 June 2027, 10 times",
    )
    @app_commands.choices(pace=PACE, repeat=REPEAT)
    async def plan(
        self,
        interaction: Interaction,
        article: str,
        starts: str,
        length: str = "7 days",
        channel: discord.TextChannel | discord.ForumChannel | None = None,
        questions: app_commands.Range[int, 3, 7] | None = None,
        pace: str = "together",
        event: bool | None = None,
        role: discord.Role | None = None,
        leader: discord.Member | None = None,
        repeat: str | None = None,
        until: str | None = None,
    ) -> None:
        await think(interaction)
        article_id = await picked_article(self._reports, server_id(interaction), article)
        plan = await self.draft(
            interaction,
            article_id,
            starts,
            length,
            repeat=(repeat, until),
            channel_id=channel.id if channel else None,
            limit=questions,
            pace=Pace(pace),
            wants_event=event,
            role_id=role.id if role else None,
            leader_id=leader.id if leader else None,
        )
        card = preview(plan)
        where = role.guild.get_channel(plan.reading.channel_id) if role else None
        if role is not None and where is not None and not may_ping(where, role):
            card = replace(card, content=f"⚠️ {no_ping(where, role)}")
        await answer(interaction, card)

    async def draft(
        self,
        interaction: Interaction,
        article_id: int,
        starts: str,
        length: str,
        repeat: tuple[str | None, str | None] = (None, None),
        **details: Any,
    ) -> Plan:
        """A draft from what the organiser typed. `repeat`: how often, and until when; `details`: see `Planning`."""
        server = await self._setup.of(server_id(interaction))
        require_organiser(interaction, server)
        start = read_start(starts, now=self._clock.now(), zone=server.zone, language=language())
        rule = _rule(start, server.zone, *repeat, now=self._clock.now())
        return await self._planning.draft(
            server.id,
            article_id,
            start if rule is None else replace(start, wall=rule.first.isoformat(timespec="minutes")),
            planned_by=interaction.user.id,
            duration_ms=read_duration(length, language()),
            repeats=None if rule is None else as_text(rule),
            **details,
        )

    @app_commands.command(name="list", description="Every reading that is planned or running, and the last ones")
    async def list_(self, interaction: Interaction) -> None:
        await self.show_all(interaction)

    async def show_all(self, interaction: Interaction) -> None:
        """Every reading, for an organiser."""
        here = server_id(interaction)
        require_organiser(interaction, await self._setup.of(here))
        found = await self._reports.readings(here, EVERY)
        empty = say("No reading is planned and none has been held yet.\n→ Plan one with `/reading plan`.")
        await answer(interaction, report_cards.readings(found, empty=empty))

    @app_commands.command(description="Who took part in a reading, question by question; or in the last ones")
    @app_commands.rename(form="format")
    @app_commands.describe(
        reading="Start typing its title; leave it out for the last readings together",
        form="A post only you see, or a file",
    )
    async def report(self, interaction: Interaction, reading: str | None = None, form: Format = "post") -> None:
        here = server_id(interaction)
        require_organiser(interaction, await self._setup.of(here))
        await think(interaction)
        if reading is None:
            found = await self._reports.of_group(here, None, RECENT_READINGS, self._clock.now())
            await answer_group_report(interaction, *found, form)
            return
        reading_id = await picked_reading(self._reports, here, reading, EVERY)
        await answer_report(interaction, await self._reports.of_reading(here, reading_id, self._clock.now()), form)

    @app_commands.command(description="Call a reading off")
    @app_commands.describe(reading="Start typing its title")
    async def cancel(self, interaction: Interaction, reading: str) -> None:
        here = server_id(interaction)
        require_organiser(interaction, await self._setup.of(here))
        plan = await self._planning.plan(here, await picked_reading(self._reports, here, reading, SCHEDULED))
        button = Button(say("Call it off"), Mark(Action.CANCEL, plan.reading.id), style=discord.ButtonStyle.danger)
        await answer(interaction, Card(_call_off(plan), rows=[[button]]))

    @app_commands.command(name="start-now", description="Open an announced reading at once")
    @app_commands.describe(reading="Start typing its title")
    async def start_now(self, interaction: Interaction, reading: str) -> None:
        here = server_id(interaction)
        require_organiser(interaction, await self._setup.of(here))
        plan = await self._planning.start_now(here, await picked_reading(self._reports, here, reading, COMING))
        words = say("The thread opens in <#{channel}> in a moment.", channel=plan.reading.channel_id)
        await answer(interaction, words)

    @app_commands.command(description="Close an open reading at once")
    @app_commands.describe(reading="Start typing its title")
    async def close(self, interaction: Interaction, reading: str) -> None:
        here = server_id(interaction)
        require_organiser(interaction, await self._setup.of(here))
        plan = await self._planning.plan(here, await picked_reading(self._reports, here, reading, STARTED))
        button = Button(say("Close it"), Mark(Action.CLOSE, plan.reading.id), style=discord.ButtonStyle.danger)
        words = say(
            "Close the reading of “{title}” now? It would stay open until {ends}. It cannot be opened again, but its "
            "thread stays for late replies.",
            title=name_of(plan),
            ends=markdown.when(plan.reading.ends_at),
        )
        await answer(interaction, Card(words, rows=[[button]]))

    @plan.autocomplete("article")
    async def _titles(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_articles(self._reports, server_id(interaction), typed)

    @report.autocomplete("reading")
    async def _any(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_readings(self._reports, server_id(interaction), typed, EVERY)

    @cancel.autocomplete("reading")
    async def _scheduled(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_readings(self._reports, server_id(interaction), typed, SCHEDULED)

    @start_now.autocomplete("reading")
    async def _coming(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_readings(self._reports, server_id(interaction), typed, COMING)

    @close.autocomplete("reading")
    async def _open(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_readings(self._reports, server_id(interaction), typed, (ReadingState.OPEN,))


def _rule(start: Start, zone: str | None, repeat: str | None, until: str | None, *, now: int) -> Rule | None:
    """How the reading repeats; None if it does not."""
    if repeat is None:
        if until is not None:
            raise MemberError("Only what repeats has an end.", "Give `repeat` too, or leave `until` out.")
        return None
    if zone is None:
        raise SetupMissing("This server has no time zone yet.", "An admin sets it with `/setup timezone`.")
    first = wall_clock(start.at, zone) if start.wall is None else datetime.fromisoformat(start.wall)
    rule = repeating(first.replace(second=0, microsecond=0), Repeat(repeat))
    rule = rule if until is None else read_until(until, rule, now=now, zone=zone, language=language())
    if next_at(rule, zone, start.at) is None:
        raise MemberError(
            "With that end there is only this one reading.", "Give a later `until`, or leave `repeat` and `until` out."
        )
    return rule


def _call_off(plan: Plan) -> str:
    title, starts = name_of(plan), markdown.when(plan.reading.starts_at)
    if plan.reading.thread_id:
        return say(
            "Call off the reading of “{title}”, {starts}? Its announcement will say so, and its thread too; "
            "what was posted and counted stays.",
            title=title,
            starts=starts,
        )
    return say(
        "Call off the reading of “{title}”, {starts}? Its announcement will say so; what was posted and counted stays.",
        title=title,
        starts=starts,
    )


def preview(plan: Plan) -> Card:
    """The plan's preview card."""
    return preview_cards.preview(
        plan.reading,
        plan.title,
        plan.article,
        plan.questions,
        plan.others,
        plan.suggested,
        may_create_events=plan.may_create_events,
    )


class PlanForm(Form, title=later("Plan a reading")):
    """Asks for the time when **Plan a reading** is pressed under an article."""

    starts: discord.ui.TextInput[Form] = discord.ui.TextInput(
        label=later("When does it start?"), placeholder=later("Thu 19:00 · tomorrow 7pm · in 2 hours"), max_length=100
    )
    length: discord.ui.TextInput[Form] = discord.ui.TextInput(
        label=later("How long does it stay open?"), default=later("7 days"), max_length=40
    )

    def __init__(self, cog: ReadingCog, article_id: int) -> None:
        super().__init__()
        self._cog = cog
        self._article_id = article_id

    async def on_submit(self, interaction: Interaction) -> None:
        await think(interaction)
        plan = await self._cog.draft(interaction, self._article_id, self.starts.value, self.length.value)
        await answer(interaction, preview(plan))
