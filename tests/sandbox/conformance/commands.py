"""Walks through commands and every kind of answer an interaction can have."""

from typing import Any

import discord
from discord import Interaction, app_commands

from .stage import Stage


class Form(discord.ui.Modal, title="Ask"):
    """A form with one line."""

    asked: discord.ui.TextInput["Form"] = discord.ui.TextInput(label="What")

    async def on_submit(self, interaction: Interaction) -> None:
        """Say what was asked."""
        await interaction.response.send_message(f"Asked: {self.asked.value}")


class Buttons(discord.ui.View):
    """A button for each way to answer a press."""

    @discord.ui.button(label="Change")
    async def change(self, interaction: Interaction, _button: discord.ui.Button["Buttons"]) -> None:
        """Change the message."""
        await interaction.response.edit_message(content="Changed")

    @discord.ui.button(label="Later")
    async def later(self, interaction: Interaction, _button: discord.ui.Button["Buttons"]) -> None:
        """Say nothing yet, then change the message."""
        await interaction.response.defer()
        await interaction.edit_original_response(content="Changed later")

    @discord.ui.button(label="Ask")
    async def ask(self, interaction: Interaction, _button: discord.ui.Button["Buttons"]) -> None:
        """Show a form."""
        await interaction.response.send_modal(Form())


async def _read(interaction: Interaction, what: str) -> None:
    await interaction.response.send_message(f"Reading {what}", view=Buttons())
    first = await interaction.original_response()
    assert first.content == f"Reading {what}"
    await interaction.edit_original_response(content=f"Read {what}")


async def _follow(interaction: Interaction) -> None:
    await interaction.response.defer(thinking=True, ephemeral=True)
    await interaction.followup.send("Done")
    more = await interaction.followup.send("More", wait=True)
    await interaction.followup.edit_message(more.id, content="Most")
    assert (await interaction.followup.fetch_message(more.id)).content == "Most"
    await interaction.followup.delete_message(more.id)
    await interaction.delete_original_response()


async def registering(stage: Stage) -> None:
    """Commands of the whole application and of one server: all at once, and one by one."""
    client = stage.client
    assert client.application_id is not None
    http, application, guild = client.http, client.application_id, stage.guild.id
    body: Any = {"name": "other", "description": "Other", "type": 1}
    made = await http.upsert_global_command(application, body)
    await http.get_global_command(application, int(made["id"]))
    await http.edit_global_command(application, int(made["id"]), {"description": "Another"})
    await http.delete_global_command(application, int(made["id"]))
    own = await http.upsert_guild_command(application, guild, body)
    await http.get_guild_command(application, guild, int(own["id"]))
    await http.edit_guild_command(application, guild, int(own["id"]), {"description": "Another"})
    await http.delete_guild_command(application, guild, int(own["id"]))
    tree = app_commands.CommandTree(client)
    tree.command(name="follow", description="Follow up")(_follow)
    read = tree.command(name="read", description="Read")(_read)

    @read.autocomplete("what")
    async def offered(_interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=typed + "ead", value="bread")]

    @tree.context_menu(name="Ask about this", guild=stage.guild)
    async def ask(interaction: Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"About {message.content}", ephemeral=True)

    assert len(await tree.sync()) == 2
    assert len(await tree.sync(guild=stage.guild)) == 1
    assert {each.name for each in await tree.fetch_commands()} == {"follow", "read"}
    assert [each.name for each in await tree.fetch_commands(guild=stage.guild)] == ["Ask about this"]
    path = "/applications/{application_id}/guilds/{guild_id}/commands/permissions"
    assert await stage.raw("GET", path, application_id=application, guild_id=guild) == []


async def answering(stage: Stage) -> None:
    """Every type of answer: a message, a change, a form, choices, now and later."""
    mia = stage.play.person("Mia")
    assert [each.value for each in await mia.autocomplete("/read", "what", "br")] == ["bread"]
    await mia.command("/read", in_="general", what="bread")
    shown = await mia.sees("Read bread", in_="general")
    assert (await mia.press(shown.button("Change"))).content == "Changed"
    await mia.press(shown.button("Later"))
    await mia.sees("Changed later", in_="general")
    form = await mia.form(mia.press(shown.button("Ask")))
    assert (await mia.submit(form, What="Why?")).content == "Asked: Why?"
    assert (await mia.command("/follow", in_="general")).content == "Done"
    said = await mia.say("this", in_="general")
    assert (await mia.menu("Ask about this", said)).content == "About this"
