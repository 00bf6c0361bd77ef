"""/questions, and the lists and buttons under a preview: organisers look at questions and change them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import discord
from discord import app_commands
from discord.ext import commands

from bot.delivery import markdown, question_cards
from bot.delivery.marks import Action, Mark
from bot.domain.questions import MAX_ASK, MAX_EVIDENCE
from bot.languages.words import later
from bot.workflows.editing import Editing
from bot.workflows.ingest import Ingest
from bot.workflows.planning import Planning
from bot.workflows.reports import Reports
from bot.workflows.setup import Setup
from cogs.answers import Form, Interaction, answer, replace, require_organiser, server_id, show_form, think
from cogs.picking import picked_article, picked_reading, suggest_articles, suggest_readings
from cogs.readings import preview
from cogs.revising import CHANGEABLE


@app_commands.default_permissions(manage_events=True)
class QuestionsCog(commands.GroupCog, group_name="questions", group_description="Look at questions and change them"):
    def __init__(self, ingest: Ingest, planning: Planning, reports: Reports, setup: Setup) -> None:
        self._ingest = ingest
        self._planning = planning
        self._reports = reports
        self._setup = setup

    @app_commands.command(description="Show the questions an article gives, with their passages")
    @app_commands.describe(article="Start typing its title")
    async def preview(self, interaction: Interaction, article: str) -> None:
        here = server_id(interaction)
        require_organiser(interaction, await self._setup.of(here))
        await think(interaction)
        title, study = await self._ingest.study(here, await picked_article(self._reports, here, article))
        await answer(interaction, question_cards.found(title, study))

    @app_commands.command(description="Say how an article's questions were found, and what was rejected and why")
    @app_commands.describe(article="Start typing its title")
    async def why(self, interaction: Interaction, article: str) -> None:
        here = server_id(interaction)
        require_organiser(interaction, await self._setup.of(here))
        await think(interaction)
        title, study = await self._ingest.study(here, await picked_article(self._reports, here, article))
        await answer(interaction, question_cards.why(title, study))

    @app_commands.command(
        name="set", description="Change the questions of a coming reading; see what members suggest to ask"
    )
    @app_commands.describe(reading="Start typing its title")
    async def set_(self, interaction: Interaction, reading: str) -> None:
        here = server_id(interaction)
        require_organiser(interaction, await self._setup.of(here))
        await think(interaction)
        plan = await self._planning.plan(here, await picked_reading(self._reports, here, reading, CHANGEABLE))
        await answer(interaction, preview(plan))

    @preview.autocomplete("article")
    @why.autocomplete("article")
    async def _titles(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_articles(self._reports, server_id(interaction), typed)

    @set_.autocomplete("reading")
    async def _coming(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_readings(self._reports, server_id(interaction), typed, CHANGEABLE)


class QuestionButtons:
    """Swap, reword, drop and add, under a preview. The preview is shown anew in place."""

    def __init__(self, editing: Editing, planning: Planning, setup: Setup) -> None:
        self._editing = editing
        self._planning = planning
        self._setup = setup

    def presses(self) -> dict[Action, Callable[[Interaction, Mark], Awaitable[None]]]:
        return {Action.SWAP: self.swap, Action.EDIT: self.edit, Action.DROP: self.drop, Action.ADD: self.add}

    async def swap(self, interaction: Interaction, mark: Mark) -> None:
        here = await self._allowed(interaction)
        await interaction.response.defer()  # the article is studied anew, which may take a moment
        await self._editing.swap(here, mark.subject, mark.detail or "", by=interaction.user.id)
        await self.show(interaction, mark.subject)

    async def drop(self, interaction: Interaction, mark: Mark) -> None:
        here = await self._allowed(interaction)
        await self._editing.drop(here, mark.subject, mark.detail or "", by=interaction.user.id)
        await self.show(interaction, mark.subject)

    async def edit(self, interaction: Interaction, mark: Mark) -> None:
        here = await self._allowed(interaction)
        chosen = mark.detail or ""
        asked = await self._editing.question(here, mark.subject, chosen)
        await show_form(interaction, Reword(self, mark.subject, chosen, asked.text))

    async def add(self, interaction: Interaction, mark: Mark) -> None:
        await self._allowed(interaction)
        await show_form(interaction, AddQuestion(self, mark.subject))

    async def reworded(self, interaction: Interaction, reading_id: int, chosen: str, text: str) -> None:
        """The form of `edit` was sent."""
        here = await self._allowed(interaction)
        await self._editing.reword(here, reading_id, chosen, text, by=interaction.user.id)
        await self.show(interaction, reading_id)

    async def added(self, interaction: Interaction, reading_id: int, text: str, passage: str) -> None:
        """The form of `add` was sent."""
        here = await self._allowed(interaction)
        await self._editing.add(here, reading_id, text, passage, by=interaction.user.id)
        await self.show(interaction, reading_id)

    async def show(self, interaction: Interaction, reading_id: int) -> None:
        """The preview as it is now, in place of the one that was acted on."""
        plan = await self._planning.plan(server_id(interaction), reading_id)
        await replace(interaction, lambda: preview(plan))

    async def _allowed(self, interaction: Interaction) -> int:
        here = server_id(interaction)
        require_organiser(interaction, await self._setup.of(here))
        return here


class Reword(Form, title=later("Reword a question")):
    """Asks for the question in the organiser's words; its passage stays."""

    text: discord.ui.TextInput[Form] = discord.ui.TextInput(
        label=later("The question"), style=discord.TextStyle.paragraph, max_length=MAX_ASK
    )

    def __init__(self, buttons: QuestionButtons, reading_id: int, chosen: str, text: str) -> None:
        super().__init__()
        self.text.default = markdown.cut(text, MAX_ASK)
        self._buttons = buttons
        self._reading_id = reading_id
        self._chosen = chosen

    async def on_submit(self, interaction: Interaction) -> None:
        await self._buttons.reworded(interaction, self._reading_id, self._chosen, self.text.value)


class AddQuestion(Form, title=later("Add a question")):
    """Asks for a question and the passage it is about."""

    text: discord.ui.TextInput[Form] = discord.ui.TextInput(
        label=later("Your question"), style=discord.TextStyle.paragraph, max_length=MAX_ASK
    )
    passage: discord.ui.TextInput[Form] = discord.ui.TextInput(
        label=later("Passage, copied from the article"),
        style=discord.TextStyle.paragraph,
        max_length=MAX_EVIDENCE,
    )

    def __init__(self, buttons: QuestionButtons, reading_id: int) -> None:
        super().__init__()
        self._buttons = buttons
        self._reading_id = reading_id

    async def on_submit(self, interaction: Interaction) -> None:
        await self._buttons.added(interaction, self._reading_id, self.text.value, self.passage.value)
