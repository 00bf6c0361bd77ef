"""/privacy: what is kept of oneself. /data: what admins do with what is kept of their server."""

from __future__ import annotations

import io
from contextlib import aclosing

import discord
from discord import app_commands
from discord.ext import commands

from bot.delivery import privacy_cards
from bot.delivery.marks import Action, Mark
from bot.languages.words import later, say
from bot.workflows.privacy import Privacy
from cogs.answers import Interaction, answer, replace, require_admin, server_id, think
from cogs.buttons import Press

DELETED = later("Deleted: nothing that was counted about you here is kept any more, in today’s backup neither.")

LARGEST_PART = 10 * 1024 * 1024
"""Bytes of a file; servers that may upload more get more files, so that none is held in memory that large."""

ALSO_MINE = later(
    "-# Your choice of reminders and what you suggested go too; if you want no reminders, choose that again with "
    "`/me reminders`. Posts that name you stay as they are; whoever may delete messages here can delete them."
)
ALSO_THEIRS = later(
    "-# Their choice of reminders and what they suggested go too. Posts that name them stay as they are; whoever may "
    "delete messages here can delete them."
)
"""What a deletion takes with it, and what it does not reach."""


class PrivacyCog(commands.GroupCog, group_name="privacy", group_description="What is kept about you, and what not"):
    def __init__(self, privacy: Privacy) -> None:
        self._privacy = privacy

    @app_commands.command(description="See what is kept about you here; only you see it")
    async def show(self, interaction: Interaction) -> None:
        kept = await self._privacy.show(server_id(interaction), interaction.user.id)
        await answer(interaction, privacy_cards.shown(kept))

    @app_commands.command(description="Get everything that is kept about you here, as a file")
    async def export(self, interaction: Interaction) -> None:
        await think(interaction)
        content = await self._privacy.export(server_id(interaction), interaction.user.id)
        file = discord.File(io.BytesIO(content), filename="reading-circle-about-me.json")
        await answer(interaction, say("Everything that is kept about you in this server:"), file=file)

    @app_commands.command(name="opt-out", description="Delete what is kept about you, and be counted no more")
    async def opt_out(self, interaction: Interaction) -> None:
        words = say(
            "Delete everything that is counted about you here, and count nothing from now on?\n"
            "-# You can read along and write as before. `/privacy opt-in` lets you be counted again, from then on."
        )
        await answer(interaction, privacy_cards.asking(Action.OPTOUT, f"{words}\n{say(ALSO_MINE)}", say("Opt out")))

    @app_commands.command(name="opt-in", description="Be counted again, from now on")
    async def opt_in(self, interaction: Interaction) -> None:
        was_out = await self._privacy.opt_in(server_id(interaction), interaction.user.id)
        words = say("From now on you are counted again.") if was_out else say("You had not opted out: you are counted.")
        await answer(interaction, f"{words}\n{say('→ `/privacy show` tells what is kept.')}")

    @app_commands.command(description="Delete what is kept about you so far")
    async def delete(self, interaction: Interaction) -> None:
        words = say(
            "Delete everything that is counted about you here so far?\n"
            "-# What you do from now on is counted; `/privacy opt-out` prevents that too."
        )
        await answer(interaction, privacy_cards.asking(Action.FORGET, f"{words}\n{say(ALSO_MINE)}", say("Delete it")))

    @app_commands.command(description="Stand on the leaderboard, or no longer")
    @app_commands.describe(show_me="Whether you want to be seen there; it can be changed at any time")
    async def leaderboard(self, interaction: Interaction, show_me: bool) -> None:
        here = server_id(interaction)
        if not await self._privacy.on_leaderboard(here, interaction.user.id, listed=show_me):
            words = say("There is no leaderboard here, or you have opted out of being counted.")
        elif show_me:
            words = say("You stand on the leaderboard from now on.")
        else:
            words = say("You do not stand on it (any more).")
        await answer(interaction, words)


class PrivacyButtons:
    """What was asked about before it is done."""

    def __init__(self, privacy: Privacy) -> None:
        self._privacy = privacy

    def presses(self) -> dict[Action, Press]:
        return {Action.PRIVACY: self.show, Action.OPTOUT: self.opt_out, Action.FORGET: self.forget}

    async def show(self, interaction: Interaction, _: Mark) -> None:
        kept = await self._privacy.show(server_id(interaction), interaction.user.id)
        await answer(interaction, privacy_cards.shown(kept))

    async def opt_out(self, interaction: Interaction, _: Mark) -> None:
        await interaction.response.defer()
        await self._privacy.opt_out(server_id(interaction), interaction.user.id)
        await replace(interaction, _opted_out)

    async def forget(self, interaction: Interaction, mark: Mark) -> None:
        """One's own, or that of somebody whom an admin has named: then the mark holds their id."""
        if mark.subject:
            require_admin(interaction)
        await interaction.response.defer()
        await self._privacy.delete(server_id(interaction), mark.subject or interaction.user.id)
        of_another = later("Deleted; nothing about them is kept here any more.")
        await replace(interaction, lambda: say(of_another if mark.subject else DELETED))


def _opted_out() -> str:
    next_step = say("You are not counted from now on.\n→ `/privacy opt-in` takes it back.")
    return f"{say(DELETED)} {next_step}"


@app_commands.default_permissions(manage_guild=True)
class DataCog(commands.GroupCog, group_name="data", group_description="What is kept of this server"):
    def __init__(self, privacy: Privacy) -> None:
        self._privacy = privacy

    @app_commands.command(description="Get everything that is kept of this server, as a file")
    async def export(self, interaction: Interaction) -> None:
        require_admin(interaction)
        await think(interaction)
        at_most = min(interaction.filesize_limit, LARGEST_PART)
        async with aclosing(self._privacy.export_server(server_id(interaction), at_most=at_most)) as parts:
            number = 0
            async for content in parts:
                number += 1
                words = say("Everything that is kept of this server, a file a table, one JSON object a row:")
                name = "reading-circle.zip"
                if number > 1:
                    words = say("Part {number}, which goes on where the one before ends:", number=number)
                    name = f"reading-circle-{number}.zip"
                await answer(interaction, words, file=discord.File(io.BytesIO(content), filename=name))

    @app_commands.command(description="Have today's backup made anew, where the bot runs")
    async def backup(self, interaction: Interaction) -> None:
        require_admin(interaction)
        await think(interaction)
        copy = await self._privacy.backup()
        words = say("Kept as `{file}`, beside the database, with whoever runs this bot.", file=copy.name)
        await answer(interaction, words)

    @app_commands.command(description="Delete what is kept about a member here")
    @app_commands.describe(user="Whose; they need not be in the server any more")
    async def forget(self, interaction: Interaction, user: discord.User) -> None:
        require_admin(interaction)
        words = say("Delete everything that is counted about {member} in this server?", member=user.mention)
        card = privacy_cards.asking(Action.FORGET, f"{words}\n{say(ALSO_THEIRS)}", say("Delete it"), user.id)
        await answer(interaction, card)
