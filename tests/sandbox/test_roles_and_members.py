"""Roles made and given, members named, sent away and gone: each below one's own highest role."""

from typing import Any

import discord
import pytest

from sandbox.play import Play
from sandbox.server import Sandbox
from sandbox.views import Rejected

from .conftest import BareBot, ClientMaker, StockClient, allow_bot

MANAGE_ROLES = str(1 << 28)


def _path(bot: BareBot, *rest: str) -> str:
    return "/".join((f"/guilds/{bot.sandbox.about()['guild_id']}", *rest))


def _person(sandbox: Sandbox, name: str) -> str:
    return next(str(each.id) for each in sandbox.world.users.values() if each.name == name)


def _role(sandbox: Sandbox, name: str) -> str:
    [guild] = sandbox.world.guilds.values()
    return next(str(each.id) for each in guild.roles.values() if each.name == name)


async def test_a_role_is_made_changed_given_taken_and_deleted(
    connect: ClientMaker, sandbox: Sandbox, play: Play
) -> None:
    allow_bot(sandbox, "manage_roles")
    client = await connect()
    guild = client.guilds[0]
    await play.person("Ada").call(
        "PATCH", f"/guilds/{guild.id}/roles", [{"id": str(guild.me.roles[1].id), "position": 9}]
    )
    created = client.wait_for("guild_role_create", timeout=60)
    reader = await guild.create_role(name="Reader", colour=discord.Colour(5), mentionable=True)
    assert ((await created).name, reader.position) == ("Reader", 1)
    edited = await reader.edit(name="Readers", hoist=True)
    assert edited is not None
    assert (edited.name, edited.hoist, edited.mentionable) == ("Readers", True, True)
    mia = await guild.fetch_member(int(_person(sandbox, "Mia")))
    await mia.add_roles(reader)
    assert [role.name for role in (await guild.fetch_member(mia.id)).roles] == ["@everyone", "Readers"]
    await mia.remove_roles(reader)
    await mia.edit(roles=[reader])
    gone = client.wait_for("guild_role_delete", timeout=60)
    await reader.delete()
    assert (await gone).id == reader.id
    assert [role.name for role in (await guild.fetch_member(mia.id)).roles] == ["@everyone"]


async def test_without_manage_roles_nothing_of_it_is_allowed(bot: BareBot, sandbox: Sandbox) -> None:
    organiser, mia = _role(sandbox, "Organiser"), _person(sandbox, "Mia")
    tries: list[tuple[str, str, Any]] = [
        ("POST", _path(bot, "roles"), {"name": "x"}),
        ("PATCH", _path(bot, "roles"), [{"id": organiser, "position": 1}]),
        ("PATCH", _path(bot, "roles", organiser), {"name": "x"}),
        ("DELETE", _path(bot, "roles", organiser), None),
        ("PUT", _path(bot, "members", mia, "roles", organiser), None),
        ("PATCH", _path(bot, "members", mia), {"roles": [organiser]}),
        ("PATCH", _path(bot, "members", mia), {"nick": "x"}),
        ("DELETE", _path(bot, "members", mia), None),
    ]
    for method, path, body in tries:
        assert (await bot.refused(method, path, body))[:2] == (403, 50013), path


async def test_nobody_reaches_above_their_own_highest_role(bot: BareBot, sandbox: Sandbox) -> None:
    allow_bot(sandbox, "manage_roles", "manage_nicknames", "kick_members")
    organiser, olu, ada = _role(sandbox, "Organiser"), _person(sandbox, "Olu"), _person(sandbox, "Ada")
    assert (await bot.refused("PATCH", _path(bot, "roles", organiser), {"name": "x"}))[:2] == (403, 50013)
    assert (await bot.refused("PUT", _path(bot, "members", olu, "roles", organiser)))[:2] == (403, 50013)
    assert (await bot.refused("PATCH", _path(bot, "members", olu), {"roles": []}))[:2] == (403, 50013)
    for person in (olu, ada):
        assert (await bot.refused("PATCH", _path(bot, "members", person), {"nick": "x"}))[:2] == (403, 50013)
        assert (await bot.refused("DELETE", _path(bot, "members", person)))[:2] == (403, 50013)
    assert (await bot.call("PATCH", _path(bot, "members", _person(sandbox, "Mia")), {"nick": "M."}))[0] == 200


async def test_nobody_gives_rights_they_do_not_have(bot: BareBot, sandbox: Sandbox) -> None:
    allow_bot(sandbox, "manage_roles")
    body = {"name": "x", "permissions": str(1 << 3)}
    assert (await bot.refused("POST", _path(bot, "roles"), body))[:2] == (403, 50013)


async def test_bots_roles_and_everyone_stay(bot: BareBot, sandbox: Sandbox, play: Play) -> None:
    ada, mia = play.person("Ada"), _person(sandbox, "Mia")
    bots, everyone = _role(sandbox, "Reading Circle"), play.guild_id
    tries = [
        ("DELETE", f"/guilds/{everyone}/roles/{everyone}", None),
        ("DELETE", f"/guilds/{everyone}/roles/{bots}", None),
        ("PUT", f"/guilds/{everyone}/members/{mia}/roles/{bots}", None),
        ("PATCH", f"/guilds/{everyone}/members/{mia}", {"roles": ["123"]}),
    ]
    for method, path, body in tries:
        with pytest.raises(Rejected) as refused:
            await ada.call(method, path, body)
        assert refused.value.code == 50028
    assert (await bot.refused("GET", _path(bot, "roles", "123")))[:2] == (404, 10011)
    assert (await bot.refused("PATCH", _path(bot, "members", "123"), {"nick": "x"}))[:2] == (404, 10007)


async def test_one_past_a_limit_of_roles_and_names_is_refused(bot: BareBot, sandbox: Sandbox) -> None:
    allow_bot(sandbox, "manage_roles", "change_nickname")
    assert (await bot.refused("POST", _path(bot, "roles"), {"name": "x" * 101}))[:2] == (400, 50035)
    assert (await bot.refused("PATCH", _path(bot, "members", "@me"), {"nick": "x" * 33}))[:2] == (400, 50035)
    [guild] = sandbox.world.guilds.values()
    one = guild.roles[guild.id]
    guild.roles |= dict.fromkeys(range(250 - len(guild.roles)), one)
    assert (await bot.refused("POST", _path(bot, "roles"), {"name": "x"}))[:2] == (400, 30005)


async def test_ones_own_name_is_told_back_whatever_the_intents(client: StockClient) -> None:
    heard = client.wait_for("member_update", timeout=60)
    await client.guilds[0].me.edit(nick="The Circle")
    assert (await heard)[1].nick == "The Circle"


async def test_somebody_sent_away_is_gone_and_hears_it(bot: BareBot, play: Play, sandbox: Sandbox) -> None:
    allow_bot(sandbox, "kick_members")
    mia, max_ = play.person("Mia"), play.person("Max")
    await mia.enter()
    await max_.enter()
    assert (await bot.call("DELETE", _path(bot, "members", mia.id)))[0] == 204
    assert await _next(mia, "GUILD_DELETE") == {"id": play.guild_id}
    assert (await _next(max_, "GUILD_MEMBER_REMOVE"))["user"]["id"] == mia.id
    with pytest.raises(Rejected) as stranger:
        await mia.say("Hello?", in_=bot.channels["general"])
    assert stranger.value.code == 50001


async def test_people_and_the_bot_leave_but_the_owner_stays(bot: BareBot, client: StockClient, play: Play) -> None:
    await play.person("Mia").call("DELETE", f"/users/@me/guilds/{play.guild_id}")
    removed = client.wait_for("guild_remove", timeout=60)
    await client.guilds[0].leave()
    assert (await removed).id == int(play.guild_id)
    assert (await bot.refused("GET", f"/guilds/{play.guild_id}"))[:2] == (404, 10004)
    with pytest.raises(Rejected) as owner:
        await play.person("Ada").call("DELETE", f"/users/@me/guilds/{play.guild_id}")
    assert owner.value.code == 50055


async def test_time_outs_and_voice_are_not_built_and_loud(bot: BareBot, sandbox: Sandbox) -> None:
    body = {"communication_disabled_until": "2027-01-01T00:00:00+00:00"}
    assert (await bot.call("PATCH", _path(bot, "members", _person(sandbox, "Mia")), body))[0] == 501
    assert (await bot.call("PATCH", _path(bot, "members", _person(sandbox, "Mia")), {"mute": True}))[0] == 501
    sandbox.parts.journal.violations.clear()


async def _next(person: Any, name: str) -> Any:
    async for heard, data in person.hears(0, 5):
        if heard == name:
            return data
    raise AssertionError(f"{person.name} never heard {name}")
