"""What everyone may ask: /next, /me, /help."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.clock import Clock
from bot.delivery import article_cards, markdown, report_cards
from bot.domain.reading import SCHEDULED
from bot.languages.words import later, say
from bot.workflows.calendars import Calendars
from bot.workflows.reminders import Reminders
from bot.workflows.reports import LEADERBOARD_WEEKS, Reports
from bot.workflows.suggesting import Suggesting
from cogs.answers import Interaction, answer, server_id, think
from cogs.calendar import CalendarCommands

HELP = later("""**Reading Circle** gets a group to read together.

**Taking part**: press **I’m reading** under an announcement. When the thread opens, reply to a question or react to it.
**Show passage** shows the words a question is about, where they stand. **Read it** says that you have read the article.
`/next`: what is being read, and what comes next
`/articles latest` and `/articles find`: what there is to read; `/suggest`: what you would like to read with the group
`/me summary`: your own part
`/me calendar` and `/me reminders`: the coming readings in your calendar, and when you are reminded

**Organisers**
`/article add`: bring an article in, by its address, as a file or pasted
`/reading plan`: see a reading with its questions, change them, rehearse it, schedule it
`/reading move`, `edit`, `remind`, `cancel`: when something comes in between
`/series create`: a recurring slot that takes the next article by itself
`/reading vote`: have the group vote on what to read next
`/questions why`: how an article’s questions were found, and what was rejected
`/reading report`: who took part in one, or in the last ones; `/series report`: in those of a series

**Admins**
`/setup channel`, `/setup timezone`, `/setup organisers`; `/setup check` tells what is missing
`/feed add`: new articles of a site come by themselves; `/feed why` tells what happened to any of them

-# What you write in a discussion is never read or stored: only that you replied or reacted, and when.""")


class NextCog(commands.Cog):
    def __init__(self, reports: Reports) -> None:
        self._reports = reports

    @app_commands.command(name="next", description="What is being read now, and what comes next")
    async def next_(self, interaction: Interaction) -> None:
        found = await self._reports.readings(server_id(interaction), SCHEDULED)
        empty = say("Nothing is being read and nothing is planned.\n→ Organisers plan a reading with `/reading plan`.")
        await answer(interaction, report_cards.coming(found[::-1], empty=empty))

    @app_commands.command(name="help", description="What Reading Circle does and how to take part")
    async def help_(self, interaction: Interaction) -> None:
        await answer(interaction, say(HELP))


class MeCog(CalendarCommands, commands.GroupCog, group_name="me", group_description="Your own part in the readings"):
    def __init__(self, reports: Reports, calendars: Calendars, reminders: Reminders, clock: Clock) -> None:
        self._reports = reports
        self._clock = clock
        self._calendars = calendars
        self._reminders = reminders

    @app_commands.command(description="Your own part in the last readings; only you see it")
    async def summary(self, interaction: Interaction) -> None:
        found = await self._reports.of_member(server_id(interaction), interaction.user.id)
        await answer(interaction, report_cards.member_summary(found))

    @app_commands.command(description="Who has been most in the conversation, of those who want to be seen there")
    async def leaderboard(self, interaction: Interaction) -> None:
        found = await self._reports.leaderboard(server_id(interaction), self._clock.now())
        await answer(interaction, report_cards.leaderboard(found, LEADERBOARD_WEEKS))


class SuggestCog(commands.Cog):
    """Members say what they would like to read."""

    def __init__(self, suggesting: Suggesting) -> None:
        self._suggesting = suggesting

    @app_commands.command(description="Suggest an article that the group could read")
    @app_commands.describe(url="The address of the article", why="Why the group should read it")
    async def suggest(
        self, interaction: Interaction, url: str, why: app_commands.Range[str, 1, 300] | None = None
    ) -> None:
        await think(interaction)
        made = await self._suggesting.suggest(server_id(interaction), url.strip(), why or "", by=interaction.user.id)
        found = article_cards.to_discuss(article_cards.found_in(made.study))
        title = markdown.plain(markdown.line(made.title, 200))
        if made.new:
            head = say("Suggested: **{title}**.", title=title)
        else:
            head = say("Suggested: **{title}**. You had suggested it before.", title=title)
        next_step = say(
            "→ Organisers see it when they plan or let the group vote; `/articles latest` shows it to everybody."
        )
        await answer(interaction, f"{head}\n{found}\n{next_step}")
