"""Walks through messages, reactions, pins and polls."""

import io
from datetime import timedelta

import discord

from .stage import Stage


async def messages(stage: Stage) -> None:
    """Sent with everything a message can carry, fetched, edited, deleted alone and in numbers."""
    general = stage.general
    view = discord.ui.View().add_item(discord.ui.Button(label="Read it", url="http://127.0.0.1/"))
    heard = stage.expect("message")
    sent = await general.send(
        "One", embed=discord.Embed(title="Two"), file=discord.File(io.BytesIO(b"three"), "three.txt"), view=view
    )
    assert (await heard).attachments[0].filename == "three.txt"
    edited = stage.expect("raw_message_edit")
    await sent.edit(content="Four")
    assert (await edited).message_id == sent.id
    assert (await general.fetch_message(sent.id)).content == "Four"
    reply = await sent.reply("Five")
    assert [each.id async for each in general.history(limit=2)] == [reply.id, sent.id]
    deleted = stage.expect("raw_message_delete")
    await reply.delete()
    assert (await deleted).message_id == reply.id
    many = [await general.send(str(number)) for number in range(3)]
    gone = stage.expect("raw_bulk_message_delete")
    await general.delete_messages(many)
    assert (await gone).message_ids == {each.id for each in many}


async def reactions(stage: Stage) -> None:
    """Put on by the bot and by others, listed, taken off in each way there is."""
    message = await stage.general.send("Well?")
    mia = stage.play.person("Mia")
    seen = await mia.sees("Well?", in_="general")
    added = stage.expect("raw_reaction_add")
    await mia.react(seen, "👍")
    assert (await added).user_id == int(mia.id)
    await message.add_reaction("👍")
    await message.add_reaction("❤️")
    fetched = await stage.general.fetch_message(message.id)
    assert {user.id async for user in fetched.reactions[0].users()} == {int(mia.id), stage.guild.me.id}
    removed = stage.expect("raw_reaction_remove")
    await message.remove_reaction("👍", discord.Object(int(mia.id)))
    assert (await removed).user_id == int(mia.id)
    await message.remove_reaction("👍", stage.guild.me)
    cleared = stage.expect("raw_reaction_clear_emoji")
    await message.clear_reaction("❤️")
    await cleared
    await message.add_reaction("👋")
    all_cleared = stage.expect("raw_reaction_clear")
    await message.clear_reactions()
    await all_cleared


async def pins(stage: Stage) -> None:
    """Pinned, listed and unpinned by the routes of today, and by those of yesterday."""
    card = await stage.general.send("A card")
    told = stage.expect("guild_channel_pins_update")
    await card.pin()
    await told
    assert [each.id async for each in stage.general.pins()] == [card.id]
    await card.unpin()
    old = {"channel_id": stage.general.id, "message_id": card.id}
    await stage.raw("PUT", "/channels/{channel_id}/pins/{message_id}", **old)
    assert len(await stage.raw("GET", "/channels/{channel_id}/pins", channel_id=stage.general.id)) == 1
    await stage.raw("DELETE", "/channels/{channel_id}/pins/{message_id}", **old)


async def polls(stage: Stage) -> None:
    """Asked, voted on by people, read, ended."""
    poll = discord.Poll("Which bread?", timedelta(hours=1)).add_answer(text="Rye").add_answer(text="Spelt")
    message = await stage.general.send(poll=poll)
    mia = stage.play.person("Mia")
    seen = await mia.sees(lambda each: "poll" in each.raw, in_="general")
    voted = stage.expect("raw_poll_vote_add")
    await mia.vote(seen, "Rye")
    assert (await voted).user_id == int(mia.id)
    unvoted = stage.expect("raw_poll_vote_remove")
    await mia.vote(seen)
    await unvoted
    fetched = (await stage.general.fetch_message(message.id)).poll
    assert fetched is not None
    assert [each async for each in fetched.answers[0].voters()] == []
    ended = stage.expect("message")
    await message.end_poll()
    assert (await ended).type == discord.MessageType.poll_result
