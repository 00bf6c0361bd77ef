"""Who one is and what a server holds, as discord.py fetches it."""

import discord
import pytest

from .conftest import BareBot, ClientMaker, StockClient


async def test_a_client_finds_itself_its_application_and_its_servers(client: StockClient) -> None:
    assert client.user is not None
    info = await client.application_info()
    assert (info.name, info.owner.display_name, info.flags.gateway_message_content) == ("Reading Circle", "Ada", False)
    assert [guild.name async for guild in client.fetch_guilds()] == ["Reading Circle"]
    guild = await client.fetch_guild(client.guilds[0].id)
    assert (guild.name, guild.approximate_member_count) == ("Reading Circle", 6)
    assert (await client.fetch_user(client.user.id)).name == "Reading Circle"


async def test_channels_roles_and_members_are_fetched(client: StockClient) -> None:
    guild = client.guilds[0]
    names = [channel.name for channel in await guild.fetch_channels()]
    assert names == ["articles", "readings", "general", "organisers-only", "admin-log"]
    roles = {role.name: role for role in await guild.fetch_roles()}
    assert roles["Organiser"].permissions.manage_events
    assert roles["Reading Circle"].is_bot_managed()
    assert guild.owner_id is not None
    ada = await guild.fetch_member(guild.owner_id)
    assert (ada.display_name, [role.name for role in ada.roles]) == ("Ada", ["@everyone", "Admin"])
    with pytest.raises(discord.NotFound) as nobody:
        await guild.fetch_member(123)
    assert nobody.value.code == 10007


async def test_the_bot_has_the_rights_it_asked_for_and_never_administrator(client: StockClient) -> None:
    guild = client.guilds[0]
    mine = guild.me.guild_permissions
    assert (mine.administrator, mine.manage_roles, mine.manage_channels, mine.send_messages) == (
        False,
        False,
        False,
        True,
    )
    by_name = {channel.name: channel.permissions_for(guild.me).view_channel for channel in guild.text_channels}
    assert by_name == {"articles": True, "readings": True, "general": True, "organisers-only": False, "admin-log": True}


async def test_all_members_need_the_privileged_intent(bot: BareBot, client: StockClient) -> None:
    assert (await bot.refused("GET", f"/guilds/{client.guilds[0].id}/members", limit="10"))[:2] == (403, 50001)


async def test_discord_py_says_so_when_a_privileged_intent_is_not_granted(connect: ClientMaker) -> None:
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await connect(intents=discord.Intents(guilds=True, message_content=True))


async def test_a_wrong_token_is_a_login_failure(connect: ClientMaker) -> None:
    with pytest.raises(discord.LoginFailure):
        await connect(token="nobody.no.thing")


async def test_strangers_servers_are_unknown(bot: BareBot) -> None:
    assert (await bot.refused("GET", "/guilds/123"))[:2] == (404, 10004)
    assert (await bot.refused("GET", "/users/123"))[:2] == (404, 10013)
