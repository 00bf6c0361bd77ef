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
from bot.errors import CircleError, SettingsError
from bot.settings import Settings, check_token
from bot.store import schema, servers
from bot.store.database import Database
from bot.workflows.setup import NEEDED, Use

OK = 200
TOO_MANY = 429
LONGEST_WAIT_S = 30.0
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
    if database_ok and await schema.current(database_url) == schema.revisions()[-1]:
        findings += [finding async for finding in _in_servers(discord, int(me["id"]), database_url)]
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
    rights = permissions.together(permissions.BITS)
    scope = "bot+applications.commands"
    return f"https://discord.com/oauth2/authorize?client_id={application_id}&scope={scope}&permissions={rights}"


async def _in_servers(discord: _Discord, me: int, database_url: str) -> AsyncIterator[Finding]:
    """The rights in every channel that an admin has chosen, server by server."""
    database = await Database.open(database_url)
    try:
        async for listed in discord.servers():
            async with database.read() as tx:
                server = await servers.get(tx, int(listed["id"]))
            chosen = {use: getattr(server, f"{use}_channel_id") for use in Use}
            if not any(chosen.values()):
                yield Finding(
                    f"server {listed['name']}", True, "no channel chosen yet; an admin does it with /setup channel"
                )
                continue
            standing = await _standing(discord, server.id, me)
            for use, channel_id in chosen.items():
                if channel_id is not None:
                    yield await _in_channel(
                        discord, f"server {listed['name']}, {use} channel", standing, use, channel_id
                    )
    finally:
        await database.close()


async def _standing(discord: _Discord, server_id: int, me: int) -> Standing:
    server = await discord.get(f"/guilds/{server_id}")
    member = await discord.get(f"/guilds/{server_id}/members/{me}")
    theirs = {server_id, *map(int, member["roles"])}
    roles = {int(role["id"]): int(role["permissions"]) for role in server["roles"] if int(role["id"]) in theirs}
    return Standing(server_id, me, roles, is_owner=int(server["owner_id"]) == me)


async def _in_channel(discord: _Discord, about: str, standing: Standing, use: Use, channel_id: int) -> Finding:
    try:
        channel = await discord.get(f"/channels/{channel_id}")
    except _Refused as refused:
        if refused.status not in {403, 404}:
            raise
        remedy = f"An admin: allow View Channel for the bot there, or choose another one with /setup channel use:{use}."
        return Finding(about, False, "gone, or hidden from the bot.", remedy)
    overwrites = [
        Overwrite(int(one["id"]), int(one["allow"]), int(one["deny"]))
        for one in channel.get("permission_overwrites", ())
    ]
    lacking = permissions.missing(NEEDED[use], permissions.in_channel(standing, overwrites))
    if not lacking:
        return Finding(about, True, f"#{channel['name']}, all rights")
    listed = ", ".join(map(permissions.titled, lacking))
    remedy = f"An admin: channel settings of #{channel['name']}, Permissions, the bot's role, allow {listed}."
    return Finding(about, False, f"#{channel['name']}: the bot is missing {listed}.", remedy)


def _unreachable(api_url: str, error: Exception) -> Finding:
    if isinstance(error, _Refused):
        remedy = "Whoever runs the bot: try again later; Discord's status page tells of outages."
        return Finding("Discord", False, f"it answers with HTTP {error.status}.", remedy)
    remedy = "Whoever runs the bot: see that this machine reaches the internet and that discord.api_url is right."
    return Finding("Discord", False, f"no answer from {api_url}.", remedy)


class _Discord:
    """Discord's HTTP interface, read only, one request after the other, waiting when told to."""

    def __init__(self, session: aiohttp.ClientSession, api_url: str) -> None:
        self._session = session
        self._api_url = api_url

    async def get(self, route: str, **query: str) -> Any:
        """The answer as JSON; `_Refused` for any status but 200."""
        while True:
            async with self._session.get(f"{self._api_url}{route}", params=query) as answer:
                if answer.status == OK:
                    return await answer.json()
                if answer.status != TOO_MANY:
                    raise _Refused(answer.status)
                wait = float(answer.headers.get("Retry-After", "1"))
            if wait > LONGEST_WAIT_S:
                raise _Refused(TOO_MANY)
            await asyncio.sleep(wait)

    async def servers(self) -> AsyncIterator[dict[str, Any]]:
        """Every server that the bot is in, `id` and `name`."""
        after = "0"
        while True:
            page: list[dict[str, Any]] = await self.get("/users/@me/guilds", limit=str(PAGE), after=after)
            for server in page:
                yield server
            if len(page) < PAGE:
                return
            after = page[-1]["id"]
