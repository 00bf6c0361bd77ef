"""A plain discord.py client with everything granted, and people to act with it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import discord
from discord.http import Route

from sandbox.play import Play
from sandbox.server import DEFAULT_WORLD, Sandbox
from sandbox.world.state import World
from sandbox.world.worldfile import build_world


def generous_world() -> World:
    """The default world, where the bot has every right and every intent."""
    described = json.loads(DEFAULT_WORLD.read_text(encoding="utf-8"))
    described["application"]["privileged_intents"] = ["message_content", "guild_members", "guild_presences"]
    described["servers"][0]["bot"] = {"permissions": ["administrator"]}
    world = build_world(described)
    [guild] = world.guilds.values()
    next(role for role in guild.roles.values() if role.bot_id).position = 99
    return world


@dataclass
class Stage:
    """What a walk needs: the client and its server, people, and what has been heard so far."""

    client: discord.Client
    guild: discord.Guild
    play: Play
    heard: set[str] = field(default_factory=set)

    @property
    def general(self) -> discord.TextChannel:
        """A channel to talk in."""
        found = discord.utils.get(self.guild.text_channels, name="general")
        assert found is not None
        return found

    def expect(self, event: str, **more: Any) -> Awaitable[Any]:
        """The next event of discord.py's by that name, waited for from now on."""
        return asyncio.ensure_future(self.client.wait_for(event, timeout=60, **more))

    async def raw(self, method: str, path: str, body: Any = None, **names: Any) -> Any:
        """A route for which discord.py has no method of its own, by its own HTTP client."""
        more = {} if body is None else {"json": body}
        return await self.client.http.request(Route(method, path, **names), **more)


Walk = Callable[[Stage], Awaitable[None]]


@asynccontextmanager
async def staged(client: discord.Client, sandbox: Sandbox) -> AsyncIterator[Stage]:
    """The client connected, and closed at the end."""
    heard: set[str] = set()

    async def on_socket_event_type(name: str) -> None:
        heard.add(name)

    client.on_socket_event_type = on_socket_event_type  # type: ignore[attr-defined]
    await client.login(sandbox.world.bot.token)
    connected = asyncio.create_task(client.connect())
    try:
        await asyncio.wait_for(client.wait_until_ready(), 60)
        async with Play(sandbox.about()) as play:
            yield Stage(client, client.guilds[0], play, heard)
    finally:
        await client.close()
        with suppress(asyncio.CancelledError, discord.DiscordException):
            await connected
