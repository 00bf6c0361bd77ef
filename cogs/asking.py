"""Questions of members' own: **Suggest a question**, what organisers do with it, and **Ask the group about this**."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import discord
from discord import app_commands
from discord.ext import commands

from bot.delivery.marks import Action, Mark
from bot.domain.own_question import SuggestedQuestion
from bot.domain.questions import MAX_ASK, MAX_EVIDENCE
from bot.domain.reading import ReadingState
from bot.languages.words import later, say
from bot.workflows.editing import Editing
from bot.workflows.setup import Setup
from bot.workflows.suggested_questions import FollowUp, SuggestedQuestions
from cogs.answers import Form, Interaction, answer, replace, require_organiser, server_id, show_form

PARAGRAPH = discord.TextStyle.paragraph


class AskingButtons:
    """Takes questions in, and has organisers decide about them."""

    def __init__(self, questions: SuggestedQuestions, editing: Editing, setup: Setup) -> None:
        self.questions = questions
        self._editing = editing
        self._setup = setup

    def presses(self) -> dict[Action, Callable[[Interaction, Mark], Awaitable[None]]]:
        return {Action.SUGGEST: self.suggest, Action.USE: self.use, Action.DECLINE: self.decline}

    async def suggest(self, interaction: Interaction, mark: Mark) -> None:
        await show_form(interaction, SuggestQuestion(self, mark.subject))

    async def use(self, interaction: Interaction, mark: Mark) -> None:
        here = await self._allowed(interaction)
        reading, suggested = await self.questions.one(here, int(mark.detail or mark.subject))
        await show_form(interaction, UseQuestion(self, suggested, open_now=reading.state is ReadingState.OPEN))

    async def decline(self, interaction: Interaction, mark: Mark) -> None:
        here = await self._allowed(interaction)
        await self.questions.decline(here, mark.subject)
        await replace(interaction, lambda: say("Declined, and not kept. Whoever suggested it is not told."))

    async def used(
        self, interaction: Interaction, suggested: SuggestedQuestion, text: str, passage: str, *, open_now: bool
    ) -> None:
        """The form of `use` was sent."""
        here = await self._allowed(interaction)
        if open_now:
            reading = await self.questions.ask_suggested(here, suggested.id, text, passage)
            words = say(
                "It is being asked in <#{thread}>.\n→ `/questions set` shows the rest.", thread=reading.thread_id
            )
            await answer(interaction, words)
            return
        await self.questions.one(here, suggested.id)
        await self._editing.add(here, suggested.reading_id, text, passage, by=interaction.user.id)
        await self.questions.taken(suggested.id)
        await answer(interaction, say("It is one of the reading’s questions now.\n→ `/questions set` shows them all."))

    async def _allowed(self, interaction: Interaction) -> int:
        here = server_id(interaction)
        require_organiser(interaction, await self._setup.of(here))
        return here


class SuggestQuestion(Form, title=later("Suggest a question")):
    """Asks a member for a question and, if they like, the passage it is about."""

    text: discord.ui.TextInput[Form] = discord.ui.TextInput(
        label=later("Your question, for the organisers to see"), style=PARAGRAPH, max_length=MAX_ASK
    )
    passage: discord.ui.TextInput[Form] = discord.ui.TextInput(
        label=later("What it is about, copied from the article"),
        style=PARAGRAPH,
        max_length=MAX_EVIDENCE,
        required=False,
    )

    def __init__(self, buttons: AskingButtons, reading_id: int) -> None:
        super().__init__()
        self._buttons = buttons
        self._reading_id = reading_id

    async def on_submit(self, interaction: Interaction) -> None:
        await self._buttons.questions.hand_in(
            server_id(interaction), self._reading_id, interaction.user.id, self.text.value, self.passage.value
        )
        words = say(
            "Thank you: the organisers see your question with your name, and decide whether it is asked.\n"
            "→ In the thread you can ask the group yourself at any time."
        )
        await answer(interaction, words)


class UseQuestion(Form, title=later("Use a suggested question")):
    """Shows an organiser a suggested question, to be worded and given its passage."""

    text: discord.ui.TextInput[Form] = discord.ui.TextInput(
        label=later("The question"), style=PARAGRAPH, max_length=MAX_ASK
    )
    passage: discord.ui.TextInput[Form] = discord.ui.TextInput(
        label=later("Passage, copied from the article"),
        style=PARAGRAPH,
        max_length=MAX_EVIDENCE,
    )

    def __init__(self, buttons: AskingButtons, suggested: SuggestedQuestion, *, open_now: bool) -> None:
        super().__init__()
        self.text.default = suggested.text
        self.passage.default = suggested.passage
        self.passage.required = not open_now
        self._buttons = buttons
        self._suggested = suggested
        self._open_now = open_now

    async def on_submit(self, interaction: Interaction) -> None:
        await self._buttons.used(
            interaction, self._suggested, self.text.value, self.passage.value, open_now=self._open_now
        )


class AskTheGroup(Form, title=later("Ask the group about this")):
    """Asks for the question that a member has about a message."""

    text: discord.ui.TextInput[Form] = discord.ui.TextInput(
        label=later("Your question to the group"), style=PARAGRAPH, max_length=MAX_ASK
    )

    def __init__(self, questions: SuggestedQuestions, reading_id: int, link: str) -> None:
        super().__init__()
        self._questions = questions
        self._reading_id = reading_id
        self._link = link

    async def on_submit(self, interaction: Interaction) -> None:
        follow = FollowUp(self.text.value, interaction.user.id, about=self._link)
        reading = await self._questions.ask(server_id(interaction), self._reading_id, follow, interaction.id)
        await answer(interaction, say("Your question is being asked in <#{thread}>.", thread=reading.thread_id))


class AskingCog(commands.Cog):
    """The message menu **Ask the group about this**. Of the message only its link is used."""

    def __init__(self, client: commands.Bot, questions: SuggestedQuestions) -> None:
        self._questions = questions
        self._menu = app_commands.ContextMenu(name="Ask the group about this", callback=self.ask)
        client.tree.add_command(self._menu)

    async def ask(self, interaction: Interaction, message: discord.Message) -> None:
        place = interaction.channel_id or message.channel.id
        reading = await self._questions.running(server_id(interaction), place)
        await show_form(interaction, AskTheGroup(self._questions, reading.id, message.jump_url))
