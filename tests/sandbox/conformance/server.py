"""Walks through accounts, a server, its roles, members and channels."""

import discord

from .stage import Stage


async def who_one_is(stage: Stage) -> None:
    """Accounts, the application, the gateway's address, a direct conversation."""
    client = stage.client
    assert client.user is not None
    assert (await client.fetch_user(client.user.id)).bot
    assert (await client.application_info()).name == "Reading Circle"
    assert (await stage.raw("GET", "/applications/@me"))["flags"] == 1 << 13 | 1 << 15 | 1 << 19
    assert (await stage.raw("GET", "/gateway"))["url"].startswith("ws://")
    assert (await client.http.get_bot_gateway())[0] == 1
    mia = await client.fetch_user(int(stage.play.person("Mia").id))
    said = await mia.send("A reminder")
    assert [each.id async for each in (await mia.create_dm()).history()] == [said.id]


async def a_server(stage: Stage) -> None:
    """The server and who is in it, asked for over HTTP and over the gateway."""
    guild = stage.guild
    assert [each.id async for each in stage.client.fetch_guilds()] == [guild.id]
    assert (await stage.client.fetch_guild(guild.id)).approximate_member_count == 6
    assert len(await guild.fetch_channels()) == 5
    assert len([each async for each in guild.fetch_members()]) == 6
    assert [each.display_name for each in await guild.query_members("mi")] == ["Mia"]
    found = await stage.raw("GET", "/guilds/{guild_id}/members/search?query=no", guild_id=guild.id)
    assert [each["user"]["username"] for each in found] == ["noor"]
    me = await stage.raw("GET", "/users/@me/guilds/{guild_id}/member", guild_id=guild.id)
    assert int(me["user"]["id"]) == guild.me.id


async def roles(stage: Stage) -> None:
    """Made, fetched, moved, given, taken, deleted."""
    guild = stage.guild
    created = stage.expect("guild_role_create")
    role = await guild.create_role(name="Reader")
    assert await created == role
    updated = stage.expect("guild_role_update")
    await role.edit(colour=discord.Colour(5), mentionable=True)
    assert (await updated)[1].colour.value == 5
    await role.edit(position=2)
    assert (await guild.fetch_role(role.id)).position == 2
    assert len(await guild.fetch_roles()) == 5
    mia = await guild.fetch_member(int(stage.play.person("Mia").id))
    changed = stage.expect("member_update")
    await mia.add_roles(role)
    assert role in (await changed)[1].roles
    await mia.remove_roles(role)
    await mia.edit(nick="M.", roles=[role])
    deleted = stage.expect("guild_role_delete")
    await role.delete()
    assert await deleted == role


async def members(stage: Stage) -> None:
    """Named, sent away, gone and come back."""
    guild = stage.guild
    await guild.me.edit(nick="The Circle")
    noor, max_ = stage.play.person("Noor"), stage.play.person("Max")
    removed = stage.expect("raw_member_remove")
    await guild.kick(discord.Object(int(noor.id)))
    assert (await removed).user.id == int(noor.id)
    fault = (await stage.play.control("POST", "/sandbox/faults", {"what": "member_gone", "user": max_.id}))["id"]
    joined = stage.expect("member_join")
    await stage.play.control("DELETE", f"/sandbox/faults/{fault}")
    assert (await joined).display_name == "Max"


async def channels(stage: Stage) -> None:
    """Made, changed, moved, opened and closed to some, deleted."""
    guild = stage.guild
    category = await guild.create_category("Reading")
    created = stage.expect("guild_channel_create", check=lambda each: each.name == "texts")
    channel = await guild.create_text_channel("texts", category=category)
    assert (await created).id == channel.id
    updated = stage.expect("guild_channel_update")
    await channel.edit(topic="What we read")
    assert (await updated)[1].topic == "What we read"
    await channel.move(beginning=True)
    await channel.set_permissions(guild.default_role, send_messages=False)
    await channel.set_permissions(guild.default_role, overwrite=None)
    fetched = await stage.client.fetch_channel(channel.id)
    assert isinstance(fetched, discord.TextChannel)
    typing = stage.expect("typing")
    async with channel.typing():
        pass
    assert (await typing)[1].id == guild.me.id
    deleted = stage.expect("guild_channel_delete")
    await channel.delete()
    assert (await deleted).id == channel.id
    await category.delete()


async def leaving(stage: Stage) -> None:
    """A line that breaks and is taken up again, an outage, and the end."""
    resumed = stage.expect("resumed")
    await stage.play.control("POST", "/sandbox/faults", {"what": "reconnect"})
    await resumed
    left = stage.expect("guild_remove")
    await stage.guild.leave()
    assert (await left).id == stage.guild.id
