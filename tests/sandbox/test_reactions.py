"""Reactions: heard, listed, cleared, refused."""

import discord

from sandbox.play import Play
from sandbox.server import Sandbox

from .conftest import BareBot, StockClient


async def test_reactions_are_counted_listed_and_taken_off(client: StockClient, play: Play) -> None:
    general = discord.utils.get(client.guilds[0].text_channels, name="general")
    assert general is not None
    message = await general.send("Well?")
    mia, max_ = play.person("Mia"), play.person("Max")
    seen = await mia.sees("Well?", in_="general")
    await mia.react(seen, "👍")
    await mia.react(seen, "👍")
    await max_.react(seen, "👍")
    await message.add_reaction("❤️")
    fetched = await general.fetch_message(message.id)
    assert {str(each.emoji): (each.count, each.me) for each in fetched.reactions} == {"👍": (2, False), "❤️": (1, True)}
    assert {user.name async for user in fetched.reactions[0].users()} == {"mia", "max"}
    removed = client.wait_for("raw_reaction_remove", timeout=60)
    await mia.unreact(seen, "👍")
    assert (await removed).user_id == int(mia.id)
    await message.remove_reaction("❤️", client.guilds[0].me)
    assert (await play.message("general", str(message.id))).reactions == {"👍": 1}


async def test_reacting_twice_is_told_once(client: StockClient, play: Play) -> None:
    told: list[str] = []

    async def on_reaction(event: discord.RawReactionActionEvent) -> None:
        told.append(str(event.emoji))

    client.on_raw_reaction_add = on_reaction  # type: ignore[attr-defined]
    mia = play.person("Mia")
    said = await mia.say("Well?", in_="general")
    last = client.wait_for("raw_reaction_add", check=lambda event: str(event.emoji) == "👋", timeout=60)
    for emoji in ("👍", "👍", "👋"):
        await mia.react(said, emoji)
    await last
    assert told == ["👍", "👋"]


async def test_clearing_others_reactions_needs_manage_messages(
    client: StockClient, play: Play, bot: BareBot, sandbox: Sandbox
) -> None:
    told = await bot.post("Well?")
    mia = play.person("Mia")
    await mia.react(await mia.sees("Well?", in_="general"), "👍")
    path = f"/channels/{told['channel_id']}/messages/{told['id']}/reactions"
    for route in (path, f"{path}/👍", f"{path}/👍/{mia.id}"):
        assert (await bot.refused("DELETE", route))[:2] == (403, 50013)
    allow = {"type": 1, "allow": str(1 << 13)}
    bot_id = sandbox.world.application.bot_id
    await play.person("Ada").call("PUT", f"/channels/{told['channel_id']}/permissions/{bot_id}", allow)
    emoji_cleared = client.wait_for("raw_reaction_clear_emoji", timeout=60)
    await bot.call("DELETE", f"{path}/👍")
    await emoji_cleared
    all_cleared = client.wait_for("raw_reaction_clear", timeout=60)
    await bot.call("DELETE", path)
    await all_cleared


async def test_a_word_is_no_emoji_and_twenty_kinds_are_enough(bot: BareBot) -> None:
    told = await bot.post("Well?")
    path = f"/channels/{told['channel_id']}/messages/{told['id']}/reactions"
    assert (await bot.refused("PUT", f"{path}/hello/@me"))[:2] == (400, 10014)
    for number in range(20):
        assert (await bot.call("PUT", f"{path}/{chr(0x1F600 + number)}/@me"))[0] == 204
    assert (await bot.refused("PUT", f"{path}/👍/@me"))[:2] == (400, 30010)


async def test_a_burst_is_counted_apart_and_bots_have_none(client: StockClient, play: Play, bot: BareBot) -> None:
    told = await bot.post("Well?")
    path = f"/channels/{told['channel_id']}/messages/{told['id']}/reactions/🎉"
    mia, max_ = play.person("Mia"), play.person("Max")
    heard = client.wait_for("raw_reaction_add", timeout=60)
    await mia.call("PUT", f"{path}/@me", type="1")
    event = await heard
    assert (event.burst, event.type) == (True, discord.ReactionType.burst)
    await max_.call("PUT", f"{path}/@me", type="0")
    _, message = await bot.call("GET", f"/channels/{told['channel_id']}/messages/{told['id']}")
    assert message["reactions"][0]["count_details"] == {"normal": 1, "burst": 1}
    by_type = [[each["id"] for each in (await bot.call("GET", path, type=kind))[1]] for kind in ("0", "1")]
    assert by_type == [[max_.id], [mia.id]]
    removed = client.wait_for("raw_reaction_remove", timeout=60)
    await mia.call("DELETE", f"{path}/0/@me")
    await mia.call("DELETE", f"{path}/1/@me")
    taken_off = await removed
    assert (taken_off.burst, taken_off.user_id) == (True, int(mia.id))
    assert (await bot.refused("PUT", f"{path}/@me", type="1"))[:2] == (403, 90002)
    assert (await bot.refused("GET", path, limit="101"))[:2] == (400, 50035)
