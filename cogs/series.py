"""/series: recurring slots that take the next article by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import discord
from discord import app_commands
from discord.ext import commands

from bot.clock import Clock
from bot.delivery import series_cards
from bot.delivery.card import Button, Card
from bot.delivery.marks import Action, Mark
from bot.domain.group_report import SPANS
from bot.domain.recurrence import Holiday, Rule
from bot.domain.recurrence_text import read_day, read_rule, read_until
from bot.domain.report import RECENT_READINGS
from bot.domain.series import Series, Source
from bot.domain.times import MINUTE_MS, read_duration, read_start, wall_clock
from bot.errors import MemberError, SetupMissing
from bot.languages.words import language, later, say, weekday_and_time
from bot.workflows.reports import Reports
from bot.workflows.series import SeriesKeeping, Wish
from bot.workflows.setup import Setup
from cogs.answers import Interaction, answer, require_organiser, server_id, think
from cogs.picking import Unclear, numbered, the_only
from cogs.reporting import Format, answer_group_report

SOURCE = [
    app_commands.Choice(name="library: the article that has waited longest", value="library"),
    app_commands.Choice(name="vote: the group votes, two days before it is planned", value="vote"),
    app_commands.Choice(name="feed: the newest article that a feed brought", value="feed"),
    app_commands.Choice(name="suggestions: what members suggest", value="suggestions"),
]
APPROVAL = [
    app_commands.Choice(name="on: an organiser is asked before each announcement", value="on"),
    app_commands.Choice(name="off: readings are announced without asking", value="off"),
]
OPTIONS = {
    "name": "What the series is called",
    "when": "every Thursday 19:00, every other Tuesday 7pm, first Monday of the month 18:30",
    "source": "Where the next article comes from",
    "length": "How long each reading stays open: 7 days, 3 hours",
    "until": "A last day, or how many: 30 June 2027, 10 times",
    "channel": "Where, if not in the readings channel",
    "questions": "At most this many questions",
    "approval": "Whether an organiser is asked before each announcement",
    "ahead": "How long before its start a reading is planned: 3 days, 12 hours",
    "leaders": "Who leads in turn: mention them in order; “none” for nobody",
}
Back = app_commands.Range[int, 1, max(SPANS)]
MENTION = re.compile(r"<@!?(\d{1,19})>")
SERIES = "series:"
THE_SERIES = Unclear(
    later("More than one series fits “{shown}”."),
    later("No series here fits “{shown}”."),
    later("`/series list` shows them all; `/series create` makes one."),
)


@app_commands.default_permissions(manage_events=True)
class SeriesCog(
    commands.GroupCog, group_name="series", group_description="Readings that plan themselves, week by week"
):
    def __init__(self, keeping: SeriesKeeping, reports: Reports, setup: Setup, clock: Clock) -> None:
        self._keeping = keeping
        self._reports = reports
        self._setup = setup
        self._clock = clock

    @app_commands.command(description="Make a recurring slot that takes the next article by itself")
    @app_commands.rename(source="from", length="for")
    @app_commands.describe(**OPTIONS)
    @app_commands.choices(source=SOURCE, approval=APPROVAL)
    async def create(
        self,
        interaction: Interaction,
        name: str,
        when: str,
        source: str = "library",
        length: str = "7 days",
        until: str | None = None,
        channel: discord.TextChannel | None = None,
        questions: app_commands.Range[int, 3, 7] | None = None,
        approval: str = "on",
        ahead: str = "3 days",
        leaders: str | None = None,
    ) -> None:
        here, zone = await self._allowed(interaction)
        await think(interaction)
        rule = read_rule(when, now=self._clock.now(), zone=zone, language=language(), until=until)
        wish = Wish(
            name=name,
            rule=rule,
            source=Source(source),
            channel_id=channel.id if channel else None,
            questions=questions,
            approval=approval == "on",
            ahead_ms=read_duration(ahead, language()),
            leaders=_members(leaders),
        )
        made = await self._keeping.create(
            here, wish, by=interaction.user.id, duration_ms=read_duration(length, language())
        )
        first = series_cards.first_step(made, self._clock.now())
        await answer(interaction, series_cards.shown(made, say("The series is made."), first))

    @app_commands.command(name="list", description="Every series with what comes next")
    async def list_(self, interaction: Interaction) -> None:
        here, _ = await self._allowed(interaction)
        await answer(interaction, series_cards.overview(await self._keeping.list_(here)))

    @app_commands.command(description="Change a series; readings that are planned already stay as they are")
    @app_commands.rename(source="from", length="for")
    @app_commands.describe(series="Start typing its name", **OPTIONS)
    @app_commands.choices(source=SOURCE, approval=APPROVAL)
    async def edit(
        self,
        interaction: Interaction,
        series: str,
        name: str | None = None,
        when: str | None = None,
        source: str | None = None,
        length: str | None = None,
        until: str | None = None,
        channel: discord.TextChannel | None = None,
        questions: app_commands.Range[int, 3, 7] | None = None,
        approval: str | None = None,
        ahead: str | None = None,
        leaders: str | None = None,
    ) -> None:
        here, zone = await self._allowed(interaction)
        await think(interaction)
        series_id = await self._picked(here, series)
        wish = Wish(
            name=name,
            rule=await self._other_rule(here, series_id, when, until, zone),
            duration_ms=read_duration(length, language()) if length else None,
            source=Source(source) if source else None,
            channel_id=channel.id if channel else None,
            questions=questions,
            approval=None if approval is None else approval == "on",
            ahead_ms=read_duration(ahead, language()) if ahead else None,
            leaders=_members(leaders),
        )
        if wish == Wish():
            raise MemberError(
                "You have not said what is to be different.",
                "Give `when`, `from` or another option; `/series skip` and `/series move` change one occurrence.",
            )
        found = await self._keeping.edit(here, series_id, wish)
        next_step = say("What is planned already stays: `/reading list` shows it, `/reading move` moves it.")
        await answer(interaction, series_cards.shown(found, say("The series is changed."), next_step))

    @app_commands.command(description="Pause a series, or take it up again")
    @app_commands.describe(series="Start typing its name")
    async def pause(self, interaction: Interaction, series: str) -> None:
        here, _ = await self._allowed(interaction)
        series_id = await self._picked(here, series)
        if (await self._keeping.show(here, series_id)).series.paused_at is not None:
            found = await self._keeping.resume(here, series_id)
            first = series_cards.first_step(found, self._clock.now())
            await answer(interaction, series_cards.shown(found, say("It goes on."), first))
            return
        found = await self._keeping.pause(here, series_id)
        next_step = say("What is planned takes place. `/series pause` again takes it up.")
        await answer(interaction, series_cards.shown(found, say("It is paused."), next_step))

    @app_commands.command(description="End a series for good")
    @app_commands.describe(series="Start typing its name")
    async def end(self, interaction: Interaction, series: str) -> None:
        here, _ = await self._allowed(interaction)
        found = await self._keeping.show(here, await self._picked(here, series))
        button = Button(say("End it"), Mark(Action.END, found.series.id), style=discord.ButtonStyle.danger)
        words = say(
            "End “{name}” for good? What is planned takes place; nothing new is. `/series pause` only rests it.",
            name=found.series.name,
        )
        await answer(interaction, Card(words, rows=[[button]]))

    @app_commands.command(description="Leave one occurrence out, or take that back")
    @app_commands.describe(series="Start typing its name", day="Which one", why="What the list says about it")
    async def skip(
        self, interaction: Interaction, series: str, day: str, why: app_commands.Range[str, 1, 100] | None = None
    ) -> None:
        here, zone = await self._allowed(interaction)
        series_id, when = await self._picked(here, series), self._day(day, zone)
        skipped = await self._keeping.is_skipped(here, series_id, when)
        by = interaction.user.id
        if skipped:
            found = await self._keeping.take_back_skip(here, series_id, when, by=by)
            heading = say("It takes place after all.")
        else:
            found = await self._keeping.skip(here, series_id, when, by=by, note=why or "")
            heading = say("That one is left out.")
        next_step = say("`/series skip` with the same day takes it back; `/series list` shows what comes.")
        await answer(interaction, series_cards.shown(found, heading, next_step))

    @app_commands.command(description="Give one occurrence another start; the others stay")
    @app_commands.describe(series="Start typing its name", day="Which one", starts="Fri 19:00, 2026-12-04 19:30")
    async def move(self, interaction: Interaction, series: str, day: str, starts: str) -> None:
        here, zone = await self._allowed(interaction)
        series_id = await self._picked(here, series)
        start = read_start(starts, now=self._clock.now(), zone=zone, language=language())
        wall = wall_clock(start.at // MINUTE_MS * MINUTE_MS, zone)
        found = await self._keeping.move(here, series_id, self._day(day, zone), wall, by=interaction.user.id)
        next_step = say("`/series list` shows what comes; the other readings stay where they are.")
        await answer(interaction, series_cards.shown(found, say("That one is moved."), next_step))

    @app_commands.command(description="Name days on which the series rests")
    @app_commands.describe(series="Start typing its name", first="24 Dec", last="3 Jan", name="What they are called")
    async def holidays(
        self,
        interaction: Interaction,
        series: str,
        first: str,
        last: str | None = None,
        name: app_commands.Range[str, 1, 60] | None = None,
    ) -> None:
        here, zone = await self._allowed(interaction)
        series_id, start = await self._picked(here, series), self._day(first, zone)
        end = self._day(last, zone, after=start) if last else start
        found = await self._keeping.add_holiday(here, series_id, Holiday(start, end, name or ""))
        next_step = say("A reading that is planned in these days stays: `/reading cancel` calls it off.")
        await answer(interaction, series_cards.shown(found, say("The series rests on these days."), next_step))

    @app_commands.command(description="Who took part in its last readings, and which questions drew answers")
    @app_commands.rename(form="format")
    @app_commands.describe(
        series="Start typing its name",
        last="How many readings back",
        form="A post only you see, or a file",
    )
    async def report(
        self, interaction: Interaction, series: str, last: Back = RECENT_READINGS, form: Format = "post"
    ) -> None:
        here = server_id(interaction)
        require_organiser(interaction, await self._setup.of(here))
        await think(interaction)
        series_id = await self._picked(here, series, ended=True)
        found = await self._reports.of_group(here, series_id, last, self._clock.now())
        await answer_group_report(interaction, *found, form)

    @edit.autocomplete("series")
    @pause.autocomplete("series")
    @end.autocomplete("series")
    @skip.autocomplete("series")
    @move.autocomplete("series")
    @holidays.autocomplete("series")
    async def _names(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return _choices(await self._keeping.matching(server_id(interaction), typed))

    @report.autocomplete("series")
    async def _names_ever(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return _choices(await self._keeping.matching(server_id(interaction), typed, ended=True))

    @skip.autocomplete("day")
    @move.autocomplete("day")
    async def _days(self, interaction: Interaction, _: str) -> list[app_commands.Choice[str]]:
        here = server_id(interaction)
        series_id = await self._picked(here, str(getattr(interaction.namespace, "series", "")))
        return [
            app_commands.Choice(name=weekday_and_time(each.wall), value=each.day.isoformat())
            for each in await self._keeping.occurrences(here, series_id)
        ]

    async def _allowed(self, interaction: Interaction) -> tuple[int, str]:
        """The server and its zone; refused for whoever is no organiser, and where no zone is set."""
        server = await self._setup.of(server_id(interaction))
        require_organiser(interaction, server)
        if server.zone is None:
            raise SetupMissing(
                "I do not know this server's time zone yet, so I cannot tell when that is.",
                "An admin sets it with `/setup timezone`.",
            )
        return server.id, server.zone

    async def _picked(self, here: int, given: str, *, ended: bool = False) -> int:
        """The series that was picked or typed. `ended`: also one that has ended."""
        if (number := numbered(given, SERIES)) is not None:
            return (await self._keeping.show(here, number)).series.id
        found = [(each.id, each.name) for each in await self._keeping.matching(here, given, ended=ended)]
        return the_only(given, found, THE_SERIES)

    async def _other_rule(
        self, here: int, series_id: int, when: str | None, until: str | None, zone: str
    ) -> Rule | None:
        now = self._clock.now()
        if when is not None:
            return read_rule(when, now=now, zone=zone, language=language(), until=until)
        if until is None:
            return None
        rule = (await self._keeping.show(here, series_id)).series.rule
        return read_until(until, rule, now=now, zone=zone, language=language())

    def _day(self, text: str, zone: str, after: date | None = None) -> date:
        today = wall_clock(self._clock.now(), zone)
        return read_day(text, today, language(), after=after)


def _choices(found: Sequence[Series]) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=each.name[:100], value=f"{SERIES}{each.id}") for each in found[:25]]


def _members(text: str | None) -> tuple[int, ...] | None:
    """The members mentioned, in order, each once; None for no text."""
    if text is None:
        return None
    found = tuple(dict.fromkeys(int(each) for each in MENTION.findall(text)))
    if not found and text.strip().casefold() not in ("none", "-", say("none").casefold()):
        raise MemberError(
            "I find no members in “{text}”.", "Mention them in the order of their turns: `@Ann @Ben`.", text=text[:80]
        )
    return found
