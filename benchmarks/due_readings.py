"""How long it takes until readings that are all due in the same minute have opened, beside Discord's limit for a bot.

A real bot process against a sandbox with all of Discord's rate limits on. The readings are announced before; what is
measured is from their start until the last thread is open, with its opening and its questions, and the last
announcement says so. The limit is what these requests take at fifty a second.
"""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import aiohttp

from bot.domain.article import Article, Block, BlockKind
from bot.domain.questions import ClaimKind, Question
from bot.domain.reading import Reading, ReadingState
from bot.domain.times import DAY_MS, HOUR_MS
from bot.store import articles, due_work, readings
from bot.store.database import Database
from bot.workflows.readings import announcing
from sandbox.server import DEFAULT_WORLD

from .figures import Figure
from .load import served

SERVERS, READINGS, QUESTIONS = 500, 1_000, 3
REQUESTS_A_SECOND = 50
GOAL = 1.1
PATIENCE_S = 600.0
LOOK_EACH_S = 0.25
TEXT = "Whoever wants to know how long a struggle can last should look at who feeds it and not at who speaks for it."


def measure() -> list[Figure]:
    """The last of a thousand readings, beside the limit; and how many requests Discord had to turn away."""
    with _world() as world, served("-m", "sandbox", "--world", world, "--rate-limits", "all") as sandbox:
        seconds, calls = asyncio.run(_measured(sandbox.about, Path(world).parent))
    refused = sum(call["status"] == 429 for call in calls)
    what = f"{READINGS:,} readings due at once on {SERVERS} servers"
    limit = (len(calls) - refused) / REQUESTS_A_SECOND
    return [
        Figure(f"{what}, {len(calls):,} requests", seconds, "s", "the requests at 50 a second", limit, GOAL, False),
        Figure(f"{what}, turned away (429)", refused, "", "requests", len(calls), 0.001, False),
    ]


@contextmanager
def _world() -> Iterator[str]:
    described = json.loads(DEFAULT_WORLD.read_text(encoding="utf-8"))
    described["servers"][0]["times"] = SERVERS
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder) / "world.json"
        world.write_text(json.dumps(described), encoding="utf-8")
        yield str(world)


async def _measured(about: dict[str, Any], folder: Path) -> tuple[float, list[dict[str, Any]]]:
    """Seconds from the start to the last thing due, and the bot's calls in that time."""
    file = folder / "circle.sqlite3"
    async with aiohttp.ClientSession(about["web_url"]) as session:
        now = (await _told(session, "/sandbox/clock"))["now_ms"]
        starts_at = now + HOUR_MS // 2
        await _fill(f"sqlite+aiosqlite:///{file}", await _told(session, "/sandbox/state"), starts_at, now)
        with _bot(about, file, folder / "bot.log"):
            await _until(lambda: _count(file, "reading", "state = 'announced'") == READINGS)
            before = (await _told(session, "/sandbox/calls"))[-1]["seq"]
            began = time.perf_counter()
            await session.post("/sandbox/clock", json={"to_ms": starts_at})
            opened = "kind = 'refresh' AND key LIKE '%:open' AND state = 'done'"
            asked = f"kind = 'question' AND key LIKE '%:{QUESTIONS}' AND state = 'done'"
            await _until(lambda: _count(file, "due_work", opened) == READINGS == _count(file, "due_work", asked))
            return time.perf_counter() - began, await _told(session, f"/sandbox/calls?after={before}")


async def _told(session: aiohttp.ClientSession, path: str) -> Any:
    async with session.get(path) as response:
        return await response.json()


async def _fill(url: str, state: dict[str, Any], starts_at: int, now: int) -> None:
    """Readings of one article, two a server, planned and waiting to be announced."""
    database = await Database.open(url)
    text = f"{TEXT}\n\n{TEXT}"
    article = Article(title="Bread", text=text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(TEXT)),))
    span = (0, len(TEXT))
    asks = [Question(f"Who feeds it, asked {n}?", TEXT, ClaimKind.CLAIM, span, "bench", "1") for n in range(QUESTIONS)]
    async with database.write() as tx:
        article_id, _ = await articles.add(tx, article, now=now)
        for number in range(READINGS):
            server = state["servers"][number % SERVERS]
            channel = next(each["id"] for each in server["channels"] if each["name"] == "readings")
            reading = Reading(
                0, int(server["id"]), article_id, ReadingState.PLANNED, int(channel), 1, starts_at, 7 * DAY_MS, now
            )
            kept = await readings.add(tx, reading, asks)
            await due_work.add(tx, [announcing(kept, now)], now=now)
    await database.close()


@contextmanager
def _bot(about: dict[str, Any], file: Path, log: Path) -> Iterator[None]:
    environment = os.environ | {
        "BOT_DISCORD__TOKEN": about["bot_token"],
        "BOT_DISCORD__API_URL": about["api_url"],
        "BOT_DISCORD__GATEWAY_URL": about["gateway_url"],
        "BOT_DATABASE__URL": f"sqlite+aiosqlite:///{file}",
        "BOT_CLOCK__FOLLOW": f"{about['web_url']}/sandbox/clock",
    }
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, "-m", "bot", "run"], env=environment, stdout=out, stderr=out)
        try:
            yield
        finally:
            process.terminate()
            process.wait(60)


def _count(file: Path, table: str, condition: str) -> int:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        return int(database.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()[0])


async def _until(fits: Callable[[], bool]) -> None:
    """Looked at from outside, now and then: the bot is another process."""
    for _ in range(round(PATIENCE_S / LOOK_EACH_S)):
        if fits():
            return
        await asyncio.sleep(LOOK_EACH_S)
    raise TimeoutError
