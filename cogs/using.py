"""The message menu **Use for a reading**: an organiser takes the link or the file of a message into the library.

Discord hands over the message that the menu was opened on. Its link or file is used, as the organiser asks; its words
are neither kept nor looked at otherwise.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath

import discord
from discord import app_commands
from discord.ext import commands

from bot.delivery.card import Button
from bot.delivery.marks import Action, Mark
from bot.errors import MemberError
from bot.languages.words import say
from bot.workflows.ingest import Address, Ingest, Upload
from bot.workflows.setup import Setup
from cogs.answers import Interaction, answer, require_organiser, server_id, think
from cogs.articles import added_card, uploaded

READABLE = frozenset({".txt", ".md", ".markdown", ".html", ".htm"})
_LINK = re.compile(r"https?://[^\s<>\"]+")


class UsingCog(commands.Cog):
    def __init__(self, client: commands.Bot, ingest: Ingest, setup: Setup) -> None:
        self._ingest = ingest
        self._setup = setup
        menu = app_commands.ContextMenu(name="Use for a reading", callback=self.use)
        menu.default_permissions = discord.Permissions(manage_events=True)
        client.tree.add_command(menu)

    async def use(self, interaction: Interaction, message: discord.Message) -> None:
        here = server_id(interaction)
        require_organiser(interaction, await self._setup.of(here))
        await think(interaction)
        added = await self._ingest.add(here, await _source(message), added_by=interaction.user.id, post=False)
        card = added_card(added, wanted_post=False)
        if added.study.questions.questions:
            plan = Button(say("Plan a reading"), Mark(Action.PLAN, added.shelved.article_id))
            card = replace(card, rows=[[plan]])
        await answer(interaction, card)


async def _source(message: discord.Message) -> Address | Upload:
    """The message's first readable file, else its first link; MemberError if it has neither."""
    for file in message.attachments:
        if PurePath(file.filename).suffix.casefold() in READABLE:
            return await uploaded(file)
    links = [*_LINK.findall(message.content), *(embed.url for embed in message.embeds if embed.url)]
    if not links:
        raise MemberError(
            "This message has no link and no text, Markdown or HTML file.",
            "Use the menu on the message that has it; or give `/article add` the address or the file.",
        )
    return Address(links[0].rstrip(").,;:!?…*_'"))
