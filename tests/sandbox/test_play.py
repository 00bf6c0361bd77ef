"""The driver itself: what it says when a play goes wrong."""

import asyncio

import discord
import pytest
from discord import Interaction

from sandbox.play import Play
from sandbox.views import NotShown, Rejected

from .conftest import ClientMaker, StockClient


async def test_who_or_what_is_not_there_is_told_with_what_is(play: Play) -> None:
    with pytest.raises(LookupError, match="Noor"):
        play.person("Nobody")
    mia = play.person("Mia")
    with pytest.raises(NotShown, match="no channel or thread called 'attic'"):
        await mia.say("Hello", in_="attic")
    said = await mia.say("Hello", in_="general")
    with pytest.raises(NotShown, match="No button 'Go'"):
        said.button("Go")
    with pytest.raises(NotShown, match="does not see 'bread'"):
        await mia.sees("bread", in_="general", within=0.1)
    with pytest.raises(NotShown, match="No command /bake"):
        await mia.command("/bake bread", in_="general")


async def test_somebody_sees_what_comes_later_as_well_as_what_stands(play: Play) -> None:
    mia, max_ = play.person("Mia"), play.person("Max")
    waiting = asyncio.create_task(max_.sees(lambda message: message.author == "Mia", in_="general"))
    await asyncio.sleep(0.05)
    said = await mia.say("Here I am.", in_="general")
    assert (await waiting).id == said.id
    assert (await max_.sees("Here I am.", in_="general")).id == said.id


async def test_a_message_where_a_form_should_be_is_no_form(connect: ClientMaker, play: Play) -> None:
    def prepare(client: StockClient) -> None:
        @client.tree.command(description="Speak")
        async def speak(interaction: Interaction) -> None:
            embed = discord.Embed(title="Title", description="Words").add_field(name="Name", value="Value")
            await interaction.response.send_message("Content", embed=embed.set_footer(text="Foot"))

    await connect(prepare)
    mia = play.person("Mia")
    with pytest.raises(NotShown, match="no form"):
        await mia.form(mia.command("/speak", in_="general"))
    assert (await mia.command("/speak", in_="general")).text == "Content\nTitle\nWords\nName\nValue\nFoot"


async def test_a_refusal_tells_status_code_and_message(play: Play) -> None:
    with pytest.raises(Rejected, match="404 10003: Unknown Channel") as refused:
        await play.person("Mia").messages("123")
    assert (refused.value.status, refused.value.code) == (404, 10003)
