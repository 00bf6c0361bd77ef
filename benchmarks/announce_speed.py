"""One announcement to 500 channels: how close the bot comes to 50 requests a second, and that none is lost."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiohttp

from bot.domain.article import Article, Block, BlockKind
from bot.domain.due_work import NewWork, WorkKind
from bot.store import articles, due_work
from bot.store.database import Database
from sandbox.server import DEFAULT_WORLD

from .figures import Figure
from .load import served

CHANNELS = 500
LIMIT_S = CHANNELS / 50
GOAL = 1.06
PATIENCE_S = 120.0
POST = ("POST", "/channels/{channel_id}/messages")


def measure() -> list[Figure]:
    """At no latency and at 100 ms: the time from the first post to the last, against the least that Discord allows."""
    found = []
    for latency_ms in (0, 100):
        with _world() as world, served("-m", "sandbox", "--world", world, "--rate-limits", "all") as sandbox:
            seconds, delivered, refused = asyncio.run(_announced(sandbox.about, latency_ms))
        what = f"one announcement to {CHANNELS} channels, {latency_ms} ms latency"
        limit = "Discord's 50 requests/s"
        found += [
            Figure(what, seconds, "s", limit, LIMIT_S, GOAL, more_is_better=False),
            Figure(f"{what}: delivered", delivered, "posts", "all of them", CHANNELS, 1),
            Figure(f"{what}: 429s", 1 + refused, "(+1)", "none", 1, 1, more_is_better=False),
        ]
    return found


@contextmanager
def _world() -> Iterator[str]:
    described = json.loads(DEFAULT_WORLD.read_text(encoding="utf-8"))
    described["servers"][0]["channels"] = [{"name": "general"}, *({"name": f"c-{n}"} for n in range(CHANNELS - 1))]
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder) / "world.json"
        world.write_text(json.dumps(described), encoding="utf-8")
        yield str(world)


async def _announced(about: Any, latency_ms: int) -> tuple[float, int, int]:
    """Seconds between the first post and the last, posts made, and how often Discord said 429."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/circle.sqlite3"
        await _record(url, about)
        async with aiohttp.ClientSession(about["web_url"]) as session:
            if latency_ms:
                slow = {"what": "slow", "ms": latency_ms, "method": POST[0], "route": POST[1]}
                await session.post("/sandbox/faults", json=slow)
            with _bot(url, about):
                return await _watched(session)


async def _record(url: str, about: Any) -> None:
    """An article on the server's shelf, and its announcement due in every channel."""
    text = "We learned to ask first, and to count twice. " * 40
    article = Article("What the strike taught", text, (Block(BlockKind.PARAGRAPH, 0, len(text)),))
    server_id, now = int(about["guild_id"]), time.time_ns() // 1_000_000
    database = await Database.open(url)
    async with database.write() as tx:
        number, _ = await articles.add(tx, article, now=now)
        await articles.shelve(tx, server_id, number, title=None, added_by=1, now=now)
        works = [
            NewWork(
                f"announce:{number}:{channel_id}",
                WorkKind.ANNOUNCE_ARTICLE,
                now,
                server_id,
                {"article": number, "channel": int(channel_id), "sections": 1, "questions": 3, "heading": "Lessons"},
            )
            for channel_id in about["channels"].values()
        ]
        await due_work.add(tx, works, now=now)
    await database.close()


@contextmanager
def _bot(url: str, about: Any) -> Iterator[None]:
    """The bot as it is run, in a process of its own, on that database."""
    settings = {
        "BOT_DISCORD__TOKEN": about["bot_token"],
        "BOT_DISCORD__API_URL": about["api_url"],
        "BOT_DISCORD__GATEWAY_URL": about["gateway_url"],
        "BOT_DISCORD__READY_TIMEOUT": "0.05",
        "BOT_DATABASE__URL": url,
        "BOT_LOG__LEVEL": "error",
    }
    process = subprocess.Popen([sys.executable, "-m", "bot", "run"], env=os.environ | settings)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


async def _watched(session: aiohttp.ClientSession) -> tuple[float, int, int]:
    """Waits until there have been as many posts as channels, and a moment longer for any too many."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if len(_posts(await _calls(session))) >= CHANNELS:
            break
        await asyncio.sleep(0.5)
    await asyncio.sleep(1)
    calls = await _calls(session)
    posts = sorted(each["at_ms"] for each in _posts(calls))
    refused = sum(each["status"] == 429 for each in calls)
    return (posts[-1] - posts[0]) / 1000, len(posts), refused


async def _calls(session: aiohttp.ClientSession) -> list[dict[str, Any]]:
    async with session.get("/sandbox/calls") as answer:
        calls: list[dict[str, Any]] = await answer.json()
        return calls


def _posts(calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in calls if (each["method"], each["route"]) == POST and each["status"] == 200]
