"""Channels: made, changed, moved, renamed too often, deleted, and what they allow to whom."""

from typing import Any

import discord
import pytest

from sandbox.play import Play
from sandbox.server import Sandbox
from sandbox.views import Rejected

from .conftest import BareBot, ClientMaker, allow_bot


async def test_a_channel_is_made_changed_and_deleted_by_those_who_may(
    bot: BareBot, connect: ClientMaker, sandbox: Sandbox
) -> None:
    client = await connect()
    guild = client.guilds[0]
    general = f"/channels/{bot.channels['general']}"
    assert (await bot.refused("POST", f"/guilds/{guild.id}/channels", {"name": "new"}))[:2] == (403, 50013)
    assert (await bot.refused("PATCH", f"/guilds/{guild.id}/channels", []))[:2] == (403, 50013)
    assert (await bot.refused("PATCH", general, {"name": "x"}))[:2] == (403, 50013)
    assert (await bot.refused("DELETE", general))[:2] == (403, 50013)
    allow_bot(sandbox, "manage_channels", "manage_roles")
    made = await guild.create_text_channel("Brand New", topic="News", default_thread_slowmode_delay=5)
    assert (made.name, made.default_thread_slowmode_delay) == ("brand-new", 5)
    renamed = await made.edit(name="newer", slowmode_delay=10, default_auto_archive_duration=60)
    assert renamed is not None
    assert (renamed.name, renamed.slowmode_delay, renamed.default_auto_archive_duration) == ("newer", 10, 60)
    gone = client.wait_for("guild_channel_delete", timeout=60)
    await made.delete()
    assert (await gone).id == made.id


async def test_a_category_holds_channels_and_leaves_them_behind(connect: ClientMaker, sandbox: Sandbox) -> None:
    allow_bot(sandbox, "manage_channels", "manage_roles")
    client = await connect()
    guild = client.guilds[0]
    category = await guild.create_category("Reading")
    general = discord.utils.get(guild.text_channels, name="general")
    assert general is not None
    await general.move(beginning=True, category=category, sync_permissions=True)
    fetched = await client.fetch_channel(general.id)
    assert isinstance(fetched, discord.TextChannel)
    assert fetched.category_id == category.id
    orphaned = client.wait_for("guild_channel_update", check=lambda _, after: after.category_id is None, timeout=60)
    await category.delete()
    assert (await orphaned)[1].id == general.id


@pytest.mark.parametrize("kind", ["channel", "thread"])
async def test_a_third_name_in_ten_minutes_waits(bot: BareBot, sandbox: Sandbox, play: Play, kind: str) -> None:
    allow_bot(sandbox, "manage_channels", "manage_threads")
    path = f"/channels/{bot.channels['general']}"
    if kind == "thread":
        _, thread = await bot.call("POST", f"{path}/threads", {"name": "Reading", "type": 11})
        path = f"/channels/{thread['id']}"
    for name in ("one", "two", "two"):
        assert (await bot.call("PATCH", path, {"name": name}))[0] == 200
    async with play.session.patch(
        sandbox.api_url + path, json={"name": "three"}, headers={"Authorization": f"Bot {sandbox.world.bot.token}"}
    ) as response:
        told = await response.json()
        assert (response.status, told["global"], response.headers["X-RateLimit-Scope"]) == (429, False, "shared")
        assert 500 < told["retry_after"] <= 600
    assert (await bot.call("PATCH", path, {"rate_limit_per_user": 5}))[0] == 200, "other changes do not wait"
    await play.skip(seconds=601)
    assert (await bot.call("PATCH", path, {"name": "three"}))[0] == 200


WRONG: dict[str, dict[str, Any]] = {
    "a name of 101": {"name": "x" * 101},
    "no name": {"name": ""},
    "a topic of 1025": {"topic": "x" * 1025},
    "a slow mode of more than six hours": {"rate_limit_per_user": 21_601},
    "the same for threads": {"default_thread_rate_limit_per_user": 21_601},
    "an archive time that does not exist": {"default_auto_archive_duration": 61},
    "a parent that is no category": {"parent_id": "123"},
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG.keys())
async def test_one_past_a_limit_of_channels_is_refused(bot: BareBot, sandbox: Sandbox, body: dict[str, Any]) -> None:
    allow_bot(sandbox, "manage_channels")
    path = f"/channels/{bot.channels['general']}"
    assert (await bot.refused("PATCH", path, body))[:2] == (400, 50035)
    everywhere = f"/guilds/{sandbox.about()['guild_id']}/channels"
    assert (await bot.refused("POST", everywhere, {"name": "new"} | body))[:2] == (400, 50035)
    assert [each["name"] for each in (await bot.call("GET", everywhere))[1]] == list(bot.channels)


async def test_500_channels_are_enough(bot: BareBot, sandbox: Sandbox) -> None:
    allow_bot(sandbox, "manage_channels")
    [guild] = sandbox.world.guilds.values()
    one = next(iter(guild.channels.values()))
    guild.channels |= dict.fromkeys(range(500 - len(guild.channels)), one)
    assert (await bot.refused("POST", f"/guilds/{guild.id}/channels", {"name": "new"}))[:2] == (400, 30013)


async def test_overwrites_are_set_and_removed_within_ones_own_rights(
    bot: BareBot, connect: ClientMaker, sandbox: Sandbox
) -> None:
    client = await connect()
    guild = client.guilds[0]
    path = f"/channels/{bot.channels['articles']}/permissions"
    assert (await bot.refused("PUT", f"{path}/{guild.id}", {"type": 0, "deny": "0"}))[:2] == (403, 50013)
    allow_bot(sandbox, "manage_roles", "manage_channels")
    articles = guild.text_channels[0]
    updated = client.wait_for("guild_channel_update", timeout=60)
    await articles.set_permissions(guild.default_role, send_messages=False)
    assert (await updated)[1].overwrites_for(guild.default_role).send_messages is False
    await articles.set_permissions(guild.default_role, overwrite=None)
    assert (await bot.refused("DELETE", f"{path}/123"))[:2] == (404, 10009)
    too_much = {"type": 0, "allow": str(1 << 2)}
    assert (await bot.refused("PUT", f"{path}/{guild.id}", too_much))[:2] == (403, 50013)
    whole = {"permission_overwrites": [{"id": str(guild.id), **too_much}]}
    assert (await bot.refused("PATCH", f"/channels/{articles.id}", whole))[:2] == (403, 50013)
    assert (await bot.refused("PUT", f"{path}/{guild.id}", {"type": 2}))[:2] == (400, 50035)


async def test_slow_mode_slows_people_and_no_bots(bot: BareBot, play: Play) -> None:
    ada, mia = play.person("Ada"), play.person("Mia")
    await ada.call("PATCH", f"/channels/{bot.channels['general']}", {"rate_limit_per_user": 30})
    await mia.say("One", in_="general")
    with pytest.raises(Rejected) as slowed:
        await mia.say("Two", in_="general")
    assert (slowed.value.status, slowed.value.code, slowed.value.body["global"]) == (429, 20016, False)
    assert 25 < slowed.value.body["retry_after"] <= 30
    for number in range(2):
        await bot.post(str(number))
        await ada.say(str(number), in_="general")
    await play.skip(seconds=31)
    await mia.say("Two", in_="general")


async def test_a_message_may_carry_only_what_its_author_may_send(bot: BareBot, play: Play, sandbox: Sandbox) -> None:
    channel = f"/channels/{bot.channels['general']}"
    deny = {"type": 1, "deny": str(1 << 14)}
    await play.person("Ada").call("PUT", f"{channel}/permissions/{sandbox.world.bot.id}", deny)
    path = f"{channel}/messages"
    assert (await bot.refused("POST", path, {"embeds": [{"title": "x"}]}))[:2] == (403, 50013)
    assert (await bot.refused("POST", path, {"content": "x", "tts": True}))[:2] == (403, 50013)
    assert (await bot.call("POST", path, {"content": "x"}))[0] == 200
