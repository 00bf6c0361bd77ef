"""The thinnest line through the whole sandbox: a command, a button, a thread, a reply, a reaction."""

import discord
from discord import Interaction

from sandbox.play import Play

from .conftest import ClientMaker, StockClient


class Opens(discord.ui.View):
    """A view with one button."""

    @discord.ui.button(label="Open it", custom_id="open")
    async def open(self, interaction: Interaction, _button: discord.ui.Button["Opens"]) -> None:
        """Open a thread from the message."""
        assert interaction.message is not None
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.message.create_thread(name="Let us read")
        await interaction.followup.send("Opened.")


def _commands(client: StockClient) -> None:
    @client.tree.command(description="Announce a thing")
    async def announce(interaction: Interaction, what: str) -> None:
        assert isinstance(interaction.channel, discord.TextChannel)
        await interaction.response.send_message(f"Announcing {what}.", ephemeral=True)
        await interaction.channel.send(f"**{what}**", view=Opens())


async def test_a_stock_client_walks_from_command_to_reaction(connect: ClientMaker, play: Play) -> None:
    client = await connect(_commands)
    olu, mia = play.person("Olu"), play.person("Mia")

    answer = await olu.command("/announce", in_="articles", what="An article")
    assert answer.ephemeral
    assert answer.content == "Announcing An article."

    post = await mia.sees("**An article**", in_="articles")
    opened = await olu.press(post.button("Open it"))
    assert opened.content == "Opened."

    [thread] = await play.threads()
    assert (thread.id, thread.name) == (post.id, "Let us read")
    reply = await mia.say("I will read it.", in_=thread)
    reaction = client.wait_for("raw_reaction_add", timeout=60)
    await olu.react(reply, "👍")
    seen = await reaction
    assert (str(seen.message_id), str(seen.user_id), str(seen.emoji)) == (reply.id, olu.id, "👍")
