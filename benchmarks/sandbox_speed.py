"""How fast the sandbox is: requests and gateway events a second of one core, and how soon it and a bot are ready."""

import asyncio
import json
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from sandbox.server import DEFAULT_WORLD

from .figures import Figure
from .load import Server, call, request, served

SIZES = (1, 100, 5_000)
READS, POSTS, HEARD, LISTENERS = 6_000, 3_000, 1_000, 10
SERVERS_PER_SHARD = 1_000
DISCORDS_LIMIT = 50.0
DISCORD_PY_WAITS_S = 2.0
INTENTS = 1 << 0 | 1 << 9


@dataclass(frozen=True, slots=True)
class Speed:
    """What one server manages: reads, posts and events a second of a core, seconds until it served."""

    reads: float
    posts: float
    events: float
    start_s: float


def measure() -> list[Figure]:
    """The figures of the sandbox, each beside aiohttp alone or a limit of Discord's."""
    with served("-m", "benchmarks.bare_server") as bare:
        url = f"ws://127.0.0.1:{bare.about['port']}/gateway"
        peer = _speed(bare, bare.about["port"], "x", "/", "/", _Listening(url, None))
    found: list[Figure] = []
    for size in SIZES:
        with _world_of(size) as world, served("-m", "sandbox", "--world", world, "--rate-limits", "off") as sandbox:
            found += _beside(peer, sandbox, f"{size:,} server{'s' if size > 1 else ''}", size)
    return found


def _beside(peer: Speed, sandbox: Server, servers: str, size: int) -> list[Figure]:
    about = sandbox.about
    shards = max(1, size // SERVERS_PER_SHARD)
    ready_s = asyncio.run(_ready(about, shards))
    own = [(int(about["guild_id"]) >> 22) % shards, shards]
    listening = _Listening(f"{about['gateway_url']}/?v=10&encoding=json", _identify(about, own))
    port, token = int(about["web_url"].rsplit(":", 1)[1]), f"Bot {about['bot_token']}"
    path = f"/api/v10/channels/{about['channels']['general']}/messages"
    speed = _speed(sandbox, port, token, "/api/v10/users/@me", path, listening)
    alone, waits = "aiohttp alone", "discord.py waits for servers"
    return [
        Figure(f"reads, {servers}", speed.reads, "/s", alone, peer.reads, 0.2),
        Figure(f"messages, {servers}", speed.posts, "/s", alone, peer.posts, 0.1),
        Figure(f"messages, {servers}", speed.posts, "/s", "Discord's limit for a bot", DISCORDS_LIMIT, 10),
        Figure(f"events to {LISTENERS} listeners, {servers}", speed.events, "/s", alone, peer.events, 0.15),
        Figure(f"start, {servers}", speed.start_s, "s", alone, peer.start_s, more_is_better=False),
        Figure(f"a bot has its servers, {servers}", ready_s, "s", waits, DISCORD_PY_WAITS_S, 1, more_is_better=False),
    ]


@contextmanager
def _world_of(size: int) -> Iterator[str]:
    described = json.loads(DEFAULT_WORLD.read_text(encoding="utf-8"))
    described["servers"][0]["times"] = size
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder) / "world.json"
        world.write_text(json.dumps(described), encoding="utf-8")
        yield str(world)


def _speed(server: Server, port: int, token: str, read: str, post: str, listening: "_Listening") -> Speed:
    reads = _rate(server, lambda: call(port, repeat(request("GET", read, token), READS)))
    posts = _rate(server, lambda: call(port, _posts(post, token, POSTS)))
    events = asyncio.run(listening.rate(server, lambda: call(port, _posts(post, token, HEARD))))
    return Speed(reads, posts, events, server.started_s)


def _rate(server: Server, run: Callable[[], Awaitable[int]]) -> float:
    """How many a second of the server's core."""

    async def counted() -> int:
        return await run()

    before = server.cpu_s()
    return asyncio.run(counted()) / (server.cpu_s() - before)


def _posts(path: str, token: str, count: int) -> Iterator[bytes]:
    for number in range(count):
        yield request("POST", path, token, {"content": f"I will read it, said {number}."})


def _identify(about: Any, shard: list[int]) -> str:
    told = {"token": about["bot_token"], "intents": INTENTS, "properties": {}, "shard": shard}
    return orjson.dumps({"op": 2, "d": told}).decode()


@dataclass(frozen=True, slots=True)
class _Listening:
    """Some listeners on a gateway, who say `identify` if there is any to say."""

    url: str
    identify: str | None

    async def rate(self, server: Server, say: Callable[[], Awaitable[int]]) -> float:
        """How many events a second of the server's core all of them hear of what is said."""
        async with aiohttp.ClientSession() as session:
            lines = [await session.ws_connect(self.url, max_msg_size=0) for _ in range(LISTENERS)]
            for line in lines:
                if self.identify is not None:
                    await _begin(line, self.identify)
            heard = [asyncio.create_task(_count(line, HEARD)) for line in lines]
            before = server.cpu_s()
            await say()
            total = sum(await asyncio.gather(*heard))
            used = server.cpu_s() - before
            for line in lines:
                await line.close()
            return total / used


async def _begin(line: aiohttp.ClientWebSocketResponse, identify: str) -> None:
    """Identify, and hear of all servers."""
    await line.send_str(identify)
    while (ready := orjson.loads((await line.receive()).data))["t"] != "READY":
        pass
    for _ in ready["d"]["guilds"]:
        await line.receive()


async def _count(line: aiohttp.ClientWebSocketResponse, wanted: int) -> int:
    """Events of messages, until there are as many as wanted."""
    count = 0
    while count < wanted:
        count += "MESSAGE_CREATE" in (await line.receive()).data
    return count


async def _ready(about: Any, shards: int) -> float:
    """How long until a bot has heard of each of its servers, its shards one after the other."""
    began = time.perf_counter()
    async with aiohttp.ClientSession() as session:
        for number in range(shards):
            url = f"{about['gateway_url']}/?v=10&encoding=json"
            async with session.ws_connect(url, max_msg_size=0) as line:
                await _begin(line, _identify(about, [number, shards]))
    return time.perf_counter() - began
