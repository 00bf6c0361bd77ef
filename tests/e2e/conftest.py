"""A sandbox, a sample site, a play and a bot process, for the whole line."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from sandbox.demo import samples, site
from sandbox.limits import RateLimits
from sandbox.play import Play
from sandbox.server import Sandbox
from sandbox.world.state import World
from tests.databases import migrated_bytes
from tests.e2e.line import Line
from tests.e2e.processes import PACE, Bot

SHARED_ARTICLE = "white-house-kremlin-talks.txt"
OWN_ARTICLE = "the-bread-stayed-in-the-ovens"
LINKED_ARTICLE = "the-library-on-mill-street"
SETTLED_S = 120.0
START_S = 90.0
CLOCKS_DIFFER_MS = 10
"""At most, between the sandbox's clock and that of the bot which follows it."""
ANSWER_S = 60.0
"""In place of Discord's three seconds: a busy machine must not make a bot look silent."""


@dataclass
class Stage:
    """Everything a play of the whole line needs."""

    sandbox: Sandbox
    play: Play
    bot: Bot
    article: Path
    url: str
    dying: bool = False
    """Set while the bot is being killed and started again, when its absence is no surprise."""

    async def connected(self) -> None:
        """Return when the bot has told Discord its commands and is connected; it may be started or killed meanwhile."""
        async with asyncio.timeout(START_S):
            while not (self.sandbox.parts.world.commands and self._connections()):
                assert self.dying or self.bot.running, f"the bot has ended:\n{self.bot.told()[-3000:]}"
                await asyncio.sleep(0.02)

    async def killed(self) -> None:
        """`kill -9`; return when Discord's side has noticed too."""
        await self.bot.kill()
        async with asyncio.timeout(START_S):
            while self._connections():
                await asyncio.sleep(0.01)

    async def settled(self) -> None:
        """Return when the bot has done all that is due; for a bot with a SQLite file."""
        async with asyncio.timeout(SETTLED_S):
            while self._is_busy():
                await asyncio.sleep(0.01)

    def _is_busy(self) -> bool:
        """Whether work is under way or due. The clock is read last: what was just written down is due by then."""
        ((leased, first),) = self.ask(
            "SELECT EXISTS (SELECT 1 FROM due_work WHERE state = 'leased'), "
            "(SELECT min(due_at) FROM due_work WHERE state = 'waiting')"
        )
        return bool(leased) or (first is not None and first <= self.sandbox.parts.clock.now() + CLOCKS_DIFFER_MS)

    def ask(self, query: str) -> list[Any]:
        """What the bot's SQLite file answers."""
        with closing(sqlite3.connect(f"file:{self.bot.database}?mode=ro", uri=True)) as database:
            return database.execute(query).fetchall()

    def intents(self) -> set[int]:
        """The intents the bot has identified with."""
        return {each.listener.intents for each in self.sandbox.parts.hub.bot_sessions()}

    def _connections(self) -> list[object]:
        return [each for each in self.sandbox.parts.hub.bot_sessions() if each.connection is not None]

    def calls(self) -> int:
        """How many REST calls the bot has made."""
        return len(self.sandbox.parts.journal.calls())

    def line(
        self,
        alive: Callable[[], Awaitable[None]] | None = None,
        dead: asyncio.Event | None = None,
        questions: int = 7,
    ) -> Line:
        return Line(self.play, self.article, self.url, alive or self.connected, dead, questions)


@asynccontextmanager
async def stage(
    folder: Path,
    *,
    article: Path | None = None,
    database: str = "",
    world: World | None = None,
    guide: Path | None = None,
    allowed: str = "",
) -> AsyncIterator[Stage]:
    """A fresh world with the bot not started yet; whatever still runs is ended at the end.

    The bot's SQLite file is there and migrated: that it makes one where none is, the tests of the program show.
    `allowed`: a further private host that the bot may fetch from.
    """
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(
            Sandbox(world, limits=RateLimits(per_second=PACE), guide=guide, acknowledge_within_s=ANSWER_S)
        )
        play = await stack.enter_async_context(Play(sandbox.about()))
        texts = samples.load()
        runner = web.AppRunner(site.application(texts), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        listening = web.TCPSite(runner, "127.0.0.1", 0)
        await listening.start()
        origin = f"127.0.0.1:{runner.addresses[0][1]}"
        if article is None:
            article = folder / f"{OWN_ARTICLE}.txt"
            article.write_text(next(each for each in texts if each.slug == OWN_ARTICLE).as_text(), encoding="utf-8")
        bot = Bot(sandbox.about(), folder, allowed_hosts=f"{origin},{allowed}", database=database)
        bot.database.write_bytes(await asyncio.to_thread(migrated_bytes))
        stack.push_async_callback(bot.stop)
        yield Stage(sandbox, play, bot, article, f"http://{origin}/articles/{LINKED_ARTICLE}")
        assert [asdict(each) for each in sandbox.parts.journal.violations] == []


@pytest.fixture
def shared_article() -> Path:
    """The project's own example, where its place is given."""
    folder = os.environ.get("READING_CIRCLE_ARTICLES")
    if not folder:
        pytest.skip("READING_CIRCLE_ARTICLES does not say where the real articles are")
    return Path(folder) / SHARED_ARTICLE
