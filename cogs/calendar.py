"""/me calendar | reminders and their buttons: readings in members' own calendars, and reminders as they want them."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable

import discord
from discord import app_commands
from discord.ext import commands

from bot.delivery import markdown, reminder_cards
from bot.delivery.marks import Action, Mark
from bot.domain.reminder import Lead, ReminderWish, Where
from bot.languages.words import count, say
from bot.workflows.calendars import Calendars
from bot.workflows.reminders import Reminders
from cogs.answers import Interaction, answer, server_id

WHEN = [
    app_commands.Choice(name="a day before", value=Lead.DAY.value),
    app_commands.Choice(name="an hour before", value=Lead.HOUR.value),
    app_commands.Choice(name="when it starts", value=Lead.START.value),
    app_commands.Choice(name="never", value=Lead.NEVER.value),
]
WHERE = [
    app_commands.Choice(name="in the channel or thread, by name", value=Where.CHANNEL.value),
    app_commands.Choice(name="by direct message", value=Where.DIRECT.value),
]


class CalendarCommands(commands.Cog):
    """The part of `/me` about time; `MeCog` is made of it."""

    _calendars: Calendars
    _reminders: Reminders

    @app_commands.command(description="The coming readings as a file for your own calendar")
    async def calendar(self, interaction: Interaction) -> None:
        await coming(interaction, self._calendars)

    @app_commands.command(description="When and where you are reminded of readings here; only you see it")
    @app_commands.describe(when="How long before; leave both out to see what you chose", where="Where")
    @app_commands.choices(when=WHEN, where=WHERE)
    async def reminders(self, interaction: Interaction, when: str | None = None, where: str | None = None) -> None:
        here, member = server_id(interaction), interaction.user.id
        wish = await self._reminders.chosen(here, member)
        if when is None and where is None:
            next_step = say("→ `/me reminders when where` changes that.")
            await answer(interaction, f"{reminder_cards.chosen(wish)}\n{next_step}")
            return
        before = wish or ReminderWish(member, Lead.HOUR, Where.CHANNEL)
        lead = Lead(when) if when else before.lead
        wish = await self._reminders.choose(here, member, lead, Where(where) if where else before.where)
        next_step = say("→ `/next` shows what is coming.")
        await answer(interaction, f"{reminder_cards.chosen(wish)}\n{next_step}")


class CalendarButtons:
    """**Add to calendar** and **Do not remind me**."""

    def __init__(self, calendars: Calendars, reminders: Reminders) -> None:
        self._calendars = calendars
        self._reminders = reminders

    def presses(self) -> dict[Action, Callable[[Interaction, Mark], Awaitable[None]]]:
        return {Action.CALENDAR: self.calendar, Action.UNREMIND: self.unremind}

    async def calendar(self, interaction: Interaction, mark: Mark) -> None:
        """One reading; all that are coming under `/next`, where the mark names none."""
        if not mark.subject:
            await coming(interaction, self._calendars)
            return
        title, data = await self._calendars.of_reading(server_id(interaction), mark.subject)
        words = say(
            "“{title}” for your calendar. If it is moved, take it again.\n→ `/me calendar` has all that are coming.",
            title=markdown.plain(markdown.line(title, 200)),
        )
        await answer(interaction, words, file=_file(data, "reading.ics"))

    async def unremind(self, interaction: Interaction, mark: Mark) -> None:
        await self._reminders.no_more(mark.subject, interaction.user.id)
        await answer(interaction, say("You are not reminded of readings any more.\n→ `/me reminders` changes that."))


async def coming(interaction: Interaction, calendars: Calendars) -> None:
    """All coming readings as a file."""
    how_many, data = await calendars.of_server(server_id(interaction))
    words = count(
        how_many,
        "{n} reading for your calendar. Take it again when something has changed: nothing comes in twice.\n"
        "→ `/me reminders` sets when you are reminded.",
        "{n} readings for your calendar. Take it again when something has changed: nothing comes in twice.\n"
        "→ `/me reminders` sets when you are reminded.",
    )
    await answer(interaction, words, file=_file(data, "readings.ics"))


def _file(data: bytes, name: str) -> discord.File:
    return discord.File(io.BytesIO(data), filename=name)
