"""A sandbox, a stock discord.py client on it, a bare bot, and a play; nothing unknown may be asked of the sandbox."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import discord
import pytest
import yarl
from discord import app_commands

from sandbox.play import Play
from sandbox.server import Sandbox
from sandbox.world.permissions import named

PATIENCE_S = 60.0
"""How long a bot may take for an answer here, in place of Discord's three seconds: the machine may be busy."""


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A fresh default world behind a free port. A violation fails the test, unless the test took it out itself."""
    async with Sandbox(acknowledge_within_s=PATIENCE_S) as running:
        yield running
        violations = running.parts.journal.violations
        assert [f"{each.kind}: {each.method} {each.path}: {each.detail}" for each in violations] == []


@pytest.fixture
async def play(sandbox: Sandbox) -> AsyncIterator[Play]:
    """People to act on it."""
    async with Play(sandbox.about()) as running:
        yield running


class StockClient(discord.Client):
    """discord.py as it comes, with a command tree."""

    def __init__(self, **options: Any) -> None:
        intents = options.pop("intents", discord.Intents(guilds=True, guild_messages=True, guild_reactions=True))
        super().__init__(intents=intents, **options)
        self.tree = app_commands.CommandTree(self)


ClientMaker = Callable[..., Awaitable[StockClient]]


@pytest.fixture
async def connect(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ClientMaker]:
    """Connect stock clients to the sandbox; the addresses are all that is changed in discord.py."""
    monkeypatch.setattr(discord.http.Route, "BASE", sandbox.api_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(sandbox.gateway_url))
    clients: list[StockClient] = []
    running: list[asyncio.Task[None]] = []

    async def start(
        prepare: Callable[[StockClient], None] | None = None, token: str = sandbox.world.bot.token, **options: Any
    ) -> StockClient:
        client = StockClient(guild_ready_timeout=0.05, **options)
        clients.append(client)
        if prepare is not None:
            prepare(client)
        await client.login(token)
        if any(client.tree.walk_commands(type=kind) for kind in discord.AppCommandType):
            await client.tree.sync()
        task = asyncio.create_task(client.connect())
        running.append(task)
        ready = asyncio.create_task(client.wait_until_ready())
        await asyncio.wait([task, ready], timeout=60, return_when=asyncio.FIRST_COMPLETED)
        if not client.is_ready():
            ready.cancel()
            await task
        return client

    yield start
    for client in clients:
        await client.close()
    for task in running:
        with contextlib.suppress(asyncio.CancelledError, discord.DiscordException):
            await task


@pytest.fixture
async def client(connect: ClientMaker) -> StockClient:
    """One connected stock client."""
    return await connect()


class BareBot:
    """The bot's token and nothing else: for what discord.py would never send."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.sandbox, self.session = sandbox, session
        self.channels: dict[str, str] = sandbox.about()["channels"]

    async def call(self, method: str, path: str, body: Any = None, **query: str) -> tuple[int, Any]:
        """Status and JSON of one call."""
        headers = {"Authorization": f"Bot {self.sandbox.world.bot.token}"}
        url = self.sandbox.api_url + path
        async with self.session.request(method, url, json=body, params=query, headers=headers) as response:
            return response.status, (await response.json() if response.status != 204 else None)

    async def refused(self, method: str, path: str, body: Any = None, **query: str) -> tuple[int, int, Any]:
        """Status, JSON code and form errors of a call that must be refused; the violation it may be is taken out."""
        status, told = await self.call(method, path, body, **query)
        assert status >= 400, told
        self.sandbox.parts.journal.violations.clear()
        return status, told.get("code", 0), told.get("errors")

    async def post(self, content: str = "Hello", channel: str = "general", **more: Any) -> Any:
        """Send a message and return it."""
        status, told = await self.call(
            "POST", f"/channels/{self.channels[channel]}/messages", {"content": content} | more
        )
        assert status == 200, told
        return told


def allow_bot(sandbox: Sandbox, *rights: str) -> None:
    """Give the bot's own role more rights, as an admin does in the server's settings."""
    for guild in sandbox.world.guilds.values():
        for role in guild.roles.values():
            if role.bot_id is not None:
                role.permissions |= named(list(rights))


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[BareBot]:
    """The bot over bare HTTP."""
    async with aiohttp.ClientSession() as session:
        yield BareBot(sandbox, session)
