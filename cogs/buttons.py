"""Every press of a button of ours, routed by its `custom_id`.

Buttons keep working after a restart because nothing about them is kept in memory: discord.py hands every component
interaction to `on_interaction`, and the mark says the rest. What a press decides is on disk before it is answered, so
that an answer seen is an answer kept; a press that was not answered can be made again.
"""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord.ext import commands

from bot.delivery import article_cards, markdown, reading_cards, report_cards
from bot.delivery.card import Button, Card
from bot.delivery.marks import Action, Mark, parse
from bot.domain.participation import ContributionKind, Noted
from bot.languages.words import say
from bot.workflows.attendance import Attendance
from bot.workflows.ingest import Ingest
from bot.workflows.planning import Plan, Planning
from bot.workflows.reports import Reports
from bot.workflows.setup import Setup
from cogs.answers import (
    Interaction,
    answer,
    answer_error,
    replace,
    require_admin,
    require_organiser,
    server_id,
    show_form,
    speak_to,
    think,
)
from cogs.readings import PlanForm, ReadingCog
from cogs.revising import name_of

ANYWHERE = (Action.UNREMIND,)
"""What may be pressed in a direct message, too: it concerns nobody but the member."""

Press = Callable[[Interaction, Mark], Awaitable[None]]


class ButtonsCog(commands.Cog):
    """Finds out what a press asks for and has it done."""

    def __init__(self, *groups: dict[Action, Press]) -> None:
        self._presses = {action: press for group in groups for action, press in group.items()}

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        if interaction.type is not discord.InteractionType.component:
            return
        data: dict[str, Any] = dict(interaction.data or {})
        mark = parse(str(data.get("custom_id", "")))
        if mark is None or (interaction.guild_id is None and mark.action not in ANYWHERE):
            return
        if values := data.get("values"):
            mark = Mark(mark.action, mark.subject, str(values[0]))
        speak_to(interaction)
        try:
            await self._presses[mark.action](interaction, mark)
        except Exception as error:
            await answer_error(interaction, error)


class MemberButtons:
    """Taking part: joined, read, passage, my part."""

    def __init__(self, attendance: Attendance, reports: Reports) -> None:
        self._attendance = attendance
        self._reports = reports

    def presses(self) -> dict[Action, Press]:
        return {
            Action.JOIN: self.join,
            Action.READ: self.read,
            Action.LEAVE: self.leave,
            Action.PASSAGE: self.passage,
            Action.MINE: self.mine,
            Action.TEXT: self.text,
        }

    async def join(self, interaction: Interaction, mark: Mark) -> None:
        reading, noted = await self._attendance.join(server_id(interaction), mark.subject, interaction.user.id)
        if reading.thread_id:
            where = say("The discussion is open: <#{thread}>.", thread=reading.thread_id)
        else:
            opens = markdown.when(reading.starts_at)
            where = say("The discussion opens in <#{channel}>, {when}.", channel=reading.channel_id, when=opens)
        words = {
            Noted.NEWS: say("You are in. {where}", where=where),
            Noted.KNOWN: say("You have joined already. {where}", where=where),
            Noted.OPTED_OUT: f"{where}\n{_out()}",
            Noted.NOT_COUNTED: f"{where}\n{_off()}",
            Noted.TOO_LATE: _late(),
        }
        await answer(interaction, _noted(words[noted], noted, mark, ContributionKind.JOINED))

    async def read(self, interaction: Interaction, mark: Mark) -> None:
        _, noted = await self._attendance.mark_read(server_id(interaction), mark.subject, interaction.user.id)
        words = {
            Noted.NEWS: say("Noted: you have read it. What did you make of it?"),
            Noted.KNOWN: say("You have marked it as read already."),
            Noted.OPTED_OUT: f"{say('What did you make of it?')}\n{_out()}",
            Noted.NOT_COUNTED: f"{say('What did you make of it?')}\n{_off()}",
            Noted.TOO_LATE: _late(),
        }
        await answer(interaction, _noted(words[noted], noted, mark, ContributionKind.READ))

    async def leave(self, interaction: Interaction, mark: Mark) -> None:
        kind = ContributionKind(mark.detail or "")
        await self._attendance.leave(server_id(interaction), mark.subject, interaction.user.id, kind)
        await replace(interaction, lambda: say("Taken back; it is not counted any more."))

    async def passage(self, interaction: Interaction, mark: Mark) -> None:
        here, position = server_id(interaction), int(mark.detail or 0)
        reading, planned = await self._attendance.passage(here, mark.subject, position, interaction.user.id)
        title, article = await self._reports.article_of(reading)
        await answer(interaction, reading_cards.passage(title, article, planned.question))

    async def mine(self, interaction: Interaction, _: Mark) -> None:
        found = await self._reports.of_member(server_id(interaction), interaction.user.id)
        await answer(interaction, report_cards.member_summary(found))

    async def text(self, interaction: Interaction, mark: Mark) -> None:
        title, article = await self._reports.article(server_id(interaction), mark.subject)
        name = "".join(char if char.isalnum() else "-" for char in markdown.line(title, 60)).strip("-") or say(
            "article"
        )
        file = discord.File(io.BytesIO(f"{title}\n\n{article.text}\n".encode()), filename=f"{name}.txt")
        await answer(interaction, say("Here it is, for you to read:"), file=file)


class OrganiserButtons:
    """Previews, plans and what is stuck."""

    def __init__(
        self, ingest: Ingest, planning: Planning, reports: Reports, setup: Setup, readings: ReadingCog
    ) -> None:
        self._ingest = ingest
        self._planning = planning
        self._reports = reports
        self._setup = setup
        self._readings = readings

    def presses(self) -> dict[Action, Press]:
        return {
            Action.LESSONS: self.lessons,
            Action.PLAN: self.plan,
            Action.SCHEDULE: self.schedule,
            Action.DISCARD: self.discard,
            Action.CANCEL: self.cancel,
            Action.REMOVE: self.remove,
            Action.POST: self.post,
            Action.SHOW: self.show,
            Action.CLOSE: self.close,
            Action.RETRY: self.retry,
            Action.LIST: self.list_,
        }

    async def lessons(self, interaction: Interaction, mark: Mark) -> None:
        """Open to everyone: what the article itself says is to be learnt."""
        await think(interaction)
        title, study = await self._ingest.study(server_id(interaction), mark.subject)
        await answer(interaction, article_cards.lessons(title, study.article, study.sections))

    async def plan(self, interaction: Interaction, mark: Mark) -> None:
        await self._allow(interaction)
        await show_form(interaction, PlanForm(self._readings, mark.subject))

    async def schedule(self, interaction: Interaction, mark: Mark) -> None:
        await self._allow(interaction)
        plan = await self._planning.schedule(server_id(interaction), mark.subject, by=interaction.user.id)
        await replace(interaction, lambda: _scheduled(plan))

    async def discard(self, interaction: Interaction, mark: Mark) -> None:
        await self._allow(interaction)
        await self._planning.discard(server_id(interaction), mark.subject)
        await replace(interaction, lambda: say("Discarded. Nothing was posted."))

    async def cancel(self, interaction: Interaction, mark: Mark) -> None:
        await self._allow(interaction)
        plan = await self._planning.cancel(server_id(interaction), mark.subject)
        await replace(
            interaction,
            lambda: say(
                "The reading of “{title}” is called off; its announcement says so in a moment.", title=name_of(plan)
            ),
        )

    async def remove(self, interaction: Interaction, mark: Mark) -> None:
        await self._allow(interaction)
        await self._ingest.remove(server_id(interaction), mark.subject)
        await replace(interaction, lambda: say("Removed from this server's library; its post says so in a moment."))

    async def post(self, interaction: Interaction, mark: Mark) -> None:
        await self._allow(interaction)
        channel_id = await self._ingest.post(server_id(interaction), mark.subject)
        await replace(interaction, lambda: say("It is being posted in <#{channel}>.", channel=channel_id))

    async def show(self, interaction: Interaction, mark: Mark) -> None:
        """Open to everyone: an article picked from a list."""
        await think(interaction)
        article_id = int(mark.detail or 0)
        title, study = await self._ingest.study(server_id(interaction), article_id)
        found = article_cards.found_in(study)
        card = article_cards.announcement(article_id, title, study.article, found, heading=say("Article"))
        await answer(interaction, card)

    async def close(self, interaction: Interaction, mark: Mark) -> None:
        await self._allow(interaction)
        plan = await self._planning.close_now(server_id(interaction), mark.subject)
        await replace(
            interaction,
            lambda: say(
                "It closes now; the closing post comes in <#{thread}> in a moment.", thread=plan.reading.thread_id
            ),
        )

    async def list_(self, interaction: Interaction, _: Mark) -> None:
        await self._readings.show_all(interaction)

    async def retry(self, interaction: Interaction, mark: Mark) -> None:
        require_admin(interaction)
        await self._setup.try_again(server_id(interaction), mark.subject)
        await answer(interaction, say("It is being tried again now.\n→ `/setup check` shows whether it worked."))

    async def _allow(self, interaction: Interaction) -> None:
        require_organiser(interaction, await self._setup.of(server_id(interaction)))


def _scheduled(plan: Plan) -> str:
    return say(
        "Scheduled: “{title}”, {when}.\n"
        "→ It is being announced in <#{channel}>; the thread opens there by itself. "
        "`/reading list` shows all readings, `/reading report` who takes part.",
        title=name_of(plan),
        when=markdown.when(plan.reading.starts_at),
        channel=plan.reading.channel_id,
    )


def _noted(words: str, noted: Noted, mark: Mark, kind: ContributionKind) -> Card:
    """With a way back from what is kept, and to what is kept at all."""
    buttons = [Button(say("What is counted"), Mark(Action.PRIVACY, 0))]
    if noted in (Noted.NEWS, Noted.KNOWN):
        buttons.insert(0, Button(say("Take it back"), Mark(Action.LEAVE, mark.subject, kind)))
    return Card(words, rows=[buttons])


def _out() -> str:
    return say(
        "You have opted out of being counted, so I have not noted that you take part. Read and write along as you "
        "like; `/privacy opt-in` lets you be counted again."
    )


def _off() -> str:
    return say("Nothing is counted in this server, so I have not noted it. Read and write along as you like.")


def _late() -> str:
    return say(
        "The next reading of this series has begun, so I have not noted it: this one is not counted any longer.\n"
        "→ `/next` leads to the new one."
    )
