"""What `python -m bot check` finds: asked of a real sandbox and a real database file."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr

from bot.domain.permissions import BITS, titled
from bot.domain.server import Server
from bot.settings import DatabaseSettings, DiscordSettings, Settings
from bot.store import servers
from bot.store.database import Database
from bot.workflows.check import Finding, check, invite_link, render
from bot.workflows.setup import NEEDED
from sandbox.server import DEFAULT_WORLD, Sandbox, load_world
from sandbox.world.permissions import named
from sandbox.world.worldfile import build_world


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """The usual world, with one channel more, in which the bot may look on but not write."""
    world = json.loads(DEFAULT_WORLD.read_text(encoding="utf-8"))
    closed = {"role": "@everyone", "deny": ["send_messages", "create_public_threads"]}
    world["servers"][0]["channels"].append({"name": "look-only", "overwrites": [closed]})
    async with Sandbox(build_world(world)) as running:
        yield running


def settings_for(sandbox: Sandbox, folder: Path, **discord: Any) -> Settings:
    about = sandbox.about()
    where = {"token": SecretStr(about["bot_token"]), "api_url": about["api_url"], "gateway_url": about["gateway_url"]}
    url = f"sqlite+aiosqlite:///{folder / 'circle.sqlite3'}"
    return Settings(discord=DiscordSettings(**(where | discord)), database=DatabaseSettings(url=url))


async def choose(sandbox: Sandbox, settings: Settings, *, articles: str, readings: str) -> None:
    """What an admin does with `/setup channel`, straight in the database."""
    about = sandbox.about()
    ids = {name: int(channel) for name, channel in about["channels"].items()}
    server = Server(
        int(about["guild_id"]), articles_channel_id=ids.get(articles, 1), readings_channel_id=ids.get(readings, 1)
    )
    database = await Database.open(settings.database.url)
    async with database.write() as tx:
        await servers.save(tx, server, now=0)
    await database.close()


def wrong(findings: list[Finding]) -> dict[str, str]:
    return {finding.about: f"{finding.detail} {finding.remedy}" for finding in findings if not finding.ok}


async def test_all_is_well_where_an_admin_chose_open_channels(sandbox: Sandbox, tmp_path: Path) -> None:
    settings = settings_for(sandbox, tmp_path)
    await choose(sandbox, settings, articles="articles", readings="readings")
    findings = await check(settings)
    assert wrong(findings) == {}
    assert [finding.about for finding in findings] == [
        "settings",
        "database",
        "token",
        "intents",
        "invite",
        "server Reading Circle, articles channel",
        "server Reading Circle, readings channel",
    ]


async def test_a_right_that_is_missing_is_named_with_its_channel_and_who_gives_it(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    settings = settings_for(sandbox, tmp_path)
    await choose(sandbox, settings, articles="articles", readings="look-only")
    found = wrong(await check(settings))
    assert list(found) == ["server Reading Circle, readings channel"]
    said = found["server Reading Circle, readings channel"]
    assert "#look-only: the bot is missing Send Messages, Create Public Threads." in said
    assert "An admin: " in said


@pytest.mark.parametrize("channel", ["organisers-only", "deleted long ago"])
async def test_a_channel_that_is_hidden_or_gone_is_said_to_be(sandbox: Sandbox, tmp_path: Path, channel: str) -> None:
    settings = settings_for(sandbox, tmp_path)
    await choose(sandbox, settings, articles=channel, readings="readings")
    found = wrong(await check(settings))
    assert list(found) == ["server Reading Circle, articles channel"]
    assert "View Channel" in found["server Reading Circle, articles channel"]


async def test_a_server_nobody_has_set_up_is_no_fault(sandbox: Sandbox, tmp_path: Path) -> None:
    settings = settings_for(sandbox, tmp_path)
    await (await Database.open(settings.database.url)).close()
    findings = await check(settings)
    assert wrong(findings) == {}
    assert "/setup channel" in findings[-1].detail


async def test_a_check_before_the_first_start_makes_no_database(sandbox: Sandbox, tmp_path: Path) -> None:
    findings = await check(settings_for(sandbox, tmp_path))
    assert wrong(findings) == {}
    assert os.listdir(tmp_path) == []


async def test_a_token_that_discord_does_not_accept_is_told_from_a_malformed_one(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    other = SecretStr("MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.GaBcDe.0123456789abcdefghijklmnopqrstuvwxyz-_")
    refused = wrong(await check(settings_for(sandbox, tmp_path, token=other)))
    malformed = wrong(await check(settings_for(sandbox, tmp_path, token=SecretStr("12345"))))
    assert "does not accept it" in refused["token"]
    assert "malformed" in malformed["token"]
    assert "developer portal" in refused["token"]
    assert "developer portal" in malformed["token"]


async def test_nobody_at_the_address_is_a_matter_for_whoever_runs_the_bot(sandbox: Sandbox, tmp_path: Path) -> None:
    nowhere = "http://127.0.0.1:9/api/v10"
    found = wrong(await check(settings_for(sandbox, tmp_path, api_url=nowhere)))
    assert list(found) == ["Discord"]
    assert nowhere in found["Discord"]


async def test_a_newer_database_is_found_before_the_bot_is_started(sandbox: Sandbox, tmp_path: Path) -> None:
    settings = settings_for(sandbox, tmp_path)
    await choose(sandbox, settings, articles="articles", readings="readings")
    with closing(sqlite3.connect(tmp_path / "circle.sqlite3")) as file, file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
    found = wrong(await check(settings))
    assert list(found) == ["database"]
    assert "newer version" in found["database"]


async def test_the_invite_is_for_this_application(sandbox: Sandbox, tmp_path: Path) -> None:
    findings = {finding.about: finding for finding in await check(settings_for(sandbox, tmp_path))}
    assert f"client_id={sandbox.about()['application_id']}&" in findings["invite"].detail


def test_the_invite_asks_for_what_each_use_needs_and_never_for_the_keys_to_the_server() -> None:
    asked = named(list(BITS))
    for needed in NEEDED.values():
        assert set(needed) <= set(BITS)
    assert int(parse_qs(urlsplit(invite_link(1)).query)["permissions"][0]) == asked
    assert not asked & named(["administrator", "manage_roles", "manage_channels", "manage_guild", "manage_webhooks"])


def test_the_bot_of_the_sandboxs_default_world_has_the_rights_the_invite_asks_for() -> None:
    for guild in load_world().guilds.values():
        [own] = [role for role in guild.roles.values() if role.bot_id is not None]
        assert f"permissions={int(own.permissions)}" in invite_link(1).split("&")


def test_the_readme_shows_the_same_invite() -> None:
    shown = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert invite_link(0).replace("client_id=0", "client_id=YOUR_APPLICATION_ID") in shown
    for name in BITS:
        assert titled(name) in shown


def test_what_is_wrong_stands_out_with_its_remedy_under_it() -> None:
    lines = render(
        [Finding("settings", True, "readable"), Finding("token", False, "missing.", "Get one.")]
    ).splitlines()
    assert lines == ["ok     settings: readable", "WRONG  token: missing.", "       → Get one."]
