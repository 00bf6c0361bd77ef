"""What everyone may ask: /next, /me, /help."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.delivery import report_cards
from bot.domain.reading import SCHEDULED
from bot.workflows.reports import Reports
from cogs.answers import Interaction, answer, server_id

HELP = """**Reading Circle** gets a group to read together.

**Taking part**: press **I’m reading** under an announcement. When the thread opens, reply to a question or react to it.
**Show passage** shows the words a question is about, where they stand. **Read it** says that you have read the article.
`/next`: what is being read, and what comes next
`/articles latest` and `/articles find`: what there is to read
`/me summary`: your own part

**Organisers**
`/article add`: bring an article in, by its address, as a file or pasted
`/reading plan`: see a reading with its questions, change them, schedule it
`/questions why`: how an article’s questions were found, and what was rejected
`/reading report`: who took part

**Admins**
`/setup channel`, `/setup timezone`, `/setup organisers`; `/setup check` tells what is missing

-# What you write is never read or stored: only that you replied or reacted, and when."""


class NextCog(commands.Cog):
    def __init__(self, reports: Reports) -> None:
        self._reports = reports

    @app_commands.command(name="next", description="What is being read now, and what comes next")
    async def next_(self, interaction: Interaction) -> None:
        found = await self._reports.readings(server_id(interaction), SCHEDULED)
        empty = "Nothing is being read and nothing is planned.\n→ Organisers plan a reading with `/reading plan`."
        await answer(interaction, report_cards.readings(found[::-1], empty=empty))

    @app_commands.command(name="help", description="What Reading Circle does and how to take part")
    async def help_(self, interaction: Interaction) -> None:
        await answer(interaction, HELP)


class MeCog(commands.GroupCog, group_name="me", group_description="Your own part in the readings"):
    def __init__(self, reports: Reports) -> None:
        self._reports = reports

    @app_commands.command(description="Your own part in the last readings; only you see it")
    async def summary(self, interaction: Interaction) -> None:
        found = await self._reports.of_member(server_id(interaction), interaction.user.id)
        await answer(interaction, report_cards.member_summary(found))
