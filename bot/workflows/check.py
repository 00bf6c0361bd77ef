"""Is everything in place for the bot to run? Settings, database, token, intents, and its rights in the channels set.

Asks Discord over plain HTTP and changes nothing, so it can be run beside a bot at work, or before there is one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.domain import permissions
from bot.domain.permissions import Overwrite, Standing
from bot.domain.server import Server
from bot.errors import CircleError, OperatorError, SettingsError
from bot.settings import Settings, check_token
from bot.store import schema, servers
from bot.store.database import Database
from bot.workflows.setup import NEEDED, Use

OK = 200
PAGE = 200
"""Discord lists at most this many servers at a time."""

_PRIVILEGED = {
    "Presence": 1 << 12 | 1 << 13,
    "Server Members": 1 << 14 | 1 << 15,
    "Message Content": 1 << 18 | 1 << 19,
}
"""Flags of an application that has the intent, as a small bot and as a verified one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check. `remedy` says who mends what is wrong, and how; empty where all is well."""

    about: str
    ok: bool
    detail: str
    remedy: str = ""


class _Refused(Exception):
    """Discord answered with something else than what was asked for."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def check(settings: Settings) -> list[Finding]:
    """Everything looked at, in the order in which it has to be mended."""
    findings = [Finding("settings", True, "readable"), await _database(settings.database.url)]
    try:
        check_token(settings.discord.token.get_secret_value())
    except SettingsError as error:
        return [*findings, Finding("token", False, error.message, error.remedy)]
    headers = {"Authorization": f"Bot {settings.discord.token.get_secret_value()}"}
    timeout = aiohttp.ClientTimeout(total=20)
    async with aiohttp.ClientSession(headers=headers, timeout=timeout) as session:
        discord = _Discord(session, settings.discord.api_url)
        try:
            findings += await _at_discord(discord, settings.database.url, database_ok=findings[-1].ok)
        except (aiohttp.ClientError, TimeoutError, _Refused) as error:
            findings.append(_unreachable(settings.discord.api_url, error))
    return findings


def render(findings: Iterable[Finding]) -> str:
    """The findings for a terminal: one line each, and under what is wrong the way to mend it."""
    lines = []
    for finding in findings:
        lines.append(f"{'ok' if finding.ok else 'WRONG':5}  {finding.about}: {finding.detail}")
        if finding.remedy:
            lines.append(f"       → {finding.remedy}")
    return "\n".join(lines)


async def _database(url: str) -> Finding:
    newest = schema.revisions()[-1]
    try:
        revision = await schema.current(url)
    except CircleError as error:
        return Finding("database", False, error.message, error.remedy)
    if revision is None:
        return Finding("database", True, "new; its tables are made when the bot starts")
    if revision != newest:
        return Finding("database", True, f"schema {revision}; the next start brings it to {newest}, after a copy")
    return Finding("database", True, f"schema {revision}, the newest")


async def _at_discord(discord: _Discord, database_url: str, *, database_ok: bool) -> list[Finding]:
    try:
        me = await discord.get("/users/@me")
        application = await discord.get("/applications/@me")
    except _Refused as refused:
        if refused.status != 401:
            raise
        remedy = "Whoever runs the bot: reset the token in Discord's developer portal and set the new discord.token."
        return [Finding("token", False, "Discord does not accept it.", remedy)]
    findings = [Finding("token", True, f"logs in as {me['username']}"), _intents(application), _invite(application)]
    if database_ok and (known := await schema.current(database_url)):
        findings += [one async for one in _in_servers(discord, int(me["id"]), database_url, known)]
    return findings


def _intents(application: dict[str, Any]) -> Finding:
    """None is needed; one that is switched on is no fault, but more than this bot should be given."""
    on = [name for name, flags in _PRIVILEGED.items() if int(application.get("flags") or 0) & flags]
    if not on:
        return Finding("intents", True, "no privileged one, and none is needed")
    return Finding("intents", True, f"{' and '.join(on)} can be switched off in the developer portal: none is needed")


def _invite(application: dict[str, Any]) -> Finding:
    if application.get("bot_require_code_grant"):
        remedy = "Whoever runs the bot: developer portal, Bot, switch off Requires OAuth2 Code Grant."
        return Finding("invite", False, "nobody can add the bot: its application asks for a code grant.", remedy)
    return Finding("invite", True, invite_link(int(application["id"])))


def invite_link(application_id: int) -> str:
    """Where an admin adds the bot to a server, with the rights it needs and no other."""
    rights = permissions.together(sorted({name for needed in NEEDED.values() for name in needed}))
    scope = "bot+applications.commands"
    return f"https://discord.com/oauth2/authorize?client_id={application_id}&scope={scope}&permissions={rights}"


async def _in_servers(discord: _Discord, me: int, database_url: str, _revision: str) -> AsyncIterator[Finding]:
    """The rights in every channel that an admin has chosen."""
    database = await Database.open(database_url)
    try:
        async for guild in discord.guilds():
            async with database.read() as tx:
                server = await servers.get(tx, int(guild["id"]))
            for finding in await _in_server(discord, me, guild["name"], server):
                yield finding
    finally:
        await database.close()
