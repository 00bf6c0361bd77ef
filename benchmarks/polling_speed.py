"""A thousand feeds polled by one process: requests, bytes, CPU and the loop's lag, when nothing and when all is new."""

import asyncio
import contextlib
import resource
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from bot.domain.due_work import DueWork, WorkKind
from bot.domain.feeds.follow import Follow
from bot.domain.feeds.polling import PollState
from bot.sources.feeds.client import FeedClient
from bot.sources.pool import ReaderPool
from bot.store import due_work, feeds
from bot.store.database import Database
from bot.workflows.agenda import Agenda, Done
from bot.workflows.feeds.polling import Polling, polling

from .figures import Figure
from .load import served

FEEDS = 1_000
DAY_MS = 86_400_000
LAG_STEP_S = 0.005
MOST_LAG_MS = 5.0


class Hand:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = 1_790_000_000_000

    def now(self) -> int:
        return self.at

    async def sleep_until(self, at: int | None, wake: asyncio.Event) -> None:
        if at is None or at > self.at:
            await wake.wait()


@dataclass(frozen=True, slots=True)
class Round:
    """One poll of every feed."""

    requests: int
    bytes: int
    wall_s: float
    cpu_s: float
    lag_ms: float


def measure() -> list[Figure]:
    """The first fetch, nothing new, all new; each beside what cannot be less, or the loop's lag when idle."""
    with served("-m", "benchmarks.many_feeds") as site:
        idle, first, unchanged, new = asyncio.run(_rounds(int(site.about["port"])))
    return [
        *_told("first fetch", first, first, idle),
        *_told("nothing new", unchanged, first, idle),
        *_told("all new", new, first, idle),
    ]


def _told(what: str, of: Round, first: Round, idle: float) -> list[Figure]:
    name = f"{FEEDS:,} feeds, {what}"
    unchanged = what == "nothing new"
    return [
        Figure(f"{name}: requests", of.requests, "", "one a feed", FEEDS, 1, more_is_better=False),
        Figure(
            f"{name}: bytes",
            1 + of.bytes / 1024,
            "KiB (+1)",
            "all documents",
            1 + first.bytes / 1024,
            0.01 if unchanged else 1.2,
            more_is_better=False,
        ),
        Figure(f"{name}: CPU", of.cpu_s, "s", "first fetch", first.cpu_s, more_is_better=False),
        Figure(f"{name}: time", of.wall_s, "s", "15 minutes, the shortest interval", 900, 0.1, more_is_better=False),
        Figure(f"{name}: loop lag p99", of.lag_ms, "ms", "idle + 5 ms", idle + MOST_LAG_MS, more_is_better=False),
    ]


async def _rounds(port: int) -> tuple[float, Round, Round, Round]:
    hosts = [f"127.{10 + number // 250}.0.{1 + number % 250}:{port}" for number in range(FEEDS)]
    clock = Hand()
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(f"sqlite+aiosqlite:///{folder}/circle.sqlite3")
        await _follow(database, hosts, clock)
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
            idle = await _lag_of(asyncio.sleep(1))
            first = await _round(database, hosts, clock, session)
            unchanged = await _round(database, hosts, clock, session)
            await session.post("/next")
            new = await _round(database, hosts, clock, session)
        await database.close()
    return idle, first, unchanged, new


async def _follow(database: Database, hosts: list[str], clock: Hand) -> None:
    async with database.write() as tx:
        for number, host in enumerate(hosts):
            state = PollState(f"http://{host}/feed")
            feed, _ = await feeds.add(tx, host, state, site_url=None, now=clock.now())
            await feeds.add_follow(tx, Follow(0, feed.id, 1, number + 1, host, 1, clock.now()))
            await due_work.repeat(tx, polling(feed.id, clock.now()), now=clock.now())


async def _round(database: Database, hosts: list[str], clock: Hand, session: aiohttp.ClientSession) -> Round:
    """All feeds are due; until each has been asked once and the answer kept."""
    began, cpu = time.perf_counter(), _cpu_s()
    async with _polled(database, hosts, clock) as done:
        lag = await _lag_of(done.wait())
    wall, used = time.perf_counter() - began, _cpu_s() - cpu
    async with session.get("/asked") as answer:
        asked = await answer.json()
    clock.at += 10 * DAY_MS
    return Round(asked["requests"], asked["bytes"], wall, used, lag)


@asynccontextmanager
async def _polled(database: Database, hosts: list[str], clock: Hand) -> AsyncIterator[asyncio.Event]:
    done, count = asyncio.Event(), 0

    async with FeedClient(clock.now, allowed_hosts=hosts) as client, ReaderPool() as pool:
        asks = Polling(database, client, pool, clock, lambda: 0.5)

        async def poll(work: DueWork) -> Done:
            nonlocal count
            found = await asks.poll(work)
            count += 1
            if count == FEEDS:
                done.set()
            return found

        async def later(_: DueWork) -> Done:
            return Done()

        agenda = Agenda(database, clock, "bench")
        agenda.handle({WorkKind.POLL_FEED: poll, WorkKind.TAKE_IN: later, WorkKind.TELL_HEALTH: later})
        running = asyncio.create_task(agenda.run())
        yield done
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


async def _lag_of(awaited: object) -> float:
    """How late the loop comes, in ms, in the slowest hundredth of its turns, while it is awaited."""
    assert asyncio.iscoroutine(awaited)
    task, late = asyncio.create_task(awaited), list[float]()
    while not task.done():
        before = time.perf_counter()
        await asyncio.sleep(LAG_STEP_S)
        late.append((time.perf_counter() - before - LAG_STEP_S) * 1000)
    return max(0.001, sorted(late)[int(len(late) * 0.99)])


def _cpu_s() -> float:
    """Of this process and of those it has started and seen ending."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)
