"""What reports, a leaderboard and a summary cost, with a short history and with a long one."""

import asyncio
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, closing
from pathlib import Path

from bot.domain.article import Article, Block, BlockKind
from bot.domain.participation import week_of
from bot.store import articles, counters, group_reports, reports
from bot.store.database import Database

from .figures import Figure

WEEK_MS = 7 * 86_400_000
NOW = 1_790_000_000_000
A_READING, MEMBERS, QUESTIONS = 96, 24, 5
SIZES = {"1e5": (20, 52), "1e6": (200, 52), "1e7": (2000, 52)}
"""Servers and weeks; each week of each server has a reading with its contributions."""

ROOM = {"1e5": 100 << 20, "1e6": 600 << 20, "1e7": 6 << 30}
"""Bytes that must be free for it; the file is removed afterwards. What there is no room for is left out, and said."""

ASKED = 60
Ask = Callable[[int], Awaitable[None]]


def measure() -> list[Figure]:
    """The figures of a long history."""
    cost = asyncio.run(_costs([name for name in SIZES if _fits(name)]))
    small = cost.pop("1e5")
    return [
        Figure(f"{what}, {name} contributions", of[what], "ms", "itself at 1e5", small[what], 2, more_is_better=False)
        for name, of in cost.items()
        for what in small
    ]


def _fits(name: str) -> bool:
    free = shutil.disk_usage(tempfile.gettempdir()).free
    if free < ROOM[name]:
        print(f"{name} contributions need {ROOM[name] >> 20} MiB of disk; {free >> 20} are free: left out")
    return free >= ROOM[name]


async def _costs(names: Sequence[str]) -> dict[str, dict[str, float]]:
    """Milliseconds each (median) by size and by what is asked; the sizes are asked in turns, on the same machine."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        asked: dict[str, dict[str, Ask]] = {}
        for name in names:
            database = await _history_of(folder / f"{name}.sqlite3", *SIZES[name])
            stack.push_async_callback(database.close)
            asked[name] = _asks(database, *SIZES[name])
        times: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in names}
        for number in range(ASKED):
            for name in names:
                for what, ask in asked[name].items():
                    began = time.perf_counter()
                    await ask(number)
                    times[name][what].append((time.perf_counter() - began) * 1000)
    return {name: {what: statistics.median(taken) for what, taken in of.items()} for name, of in times.items()}


async def _history_of(file: Path, servers: int, weeks: int) -> Database:
    database = await Database.open(f"sqlite+aiosqlite:///{file}")
    await keep_readings(database, servers, weeks)
    await asyncio.to_thread(_contribute, file)
    return database


def _asks(database: Database, servers: int, weeks: int) -> dict[str, Ask]:
    week = week_of(NOW)

    async def leaderboard(number: int) -> None:
        async with database.read() as tx:
            await counters.leaders(tx, 1 + number % servers, week, week, 20)

    async def report(number: int) -> None:
        async with database.read() as tx:
            await reports.report(tx, 1 + number * 31 % (servers * weeks))

    async def summary(number: int) -> None:
        async with database.read() as tx:
            await reports.summary(tx, 1 + number % servers, _member(number % servers, number % MEMBERS))

    async def last_readings(number: int) -> None:
        async with database.read() as tx:
            await group_reports.of_group(tx, 1 + number % servers, series_id=None, last=6, since=None)

    return {"leaderboard of a week": leaderboard, "report": report, "summary": summary, "last readings": last_readings}


async def keep_readings(database: Database, servers: int, weeks: int) -> None:
    """One reading of one article a server and week, with its questions posted; ids from 1 on, week by week."""
    article = Article("Title", "Title\n\nText.", (Block(BlockKind.PARAGRAPH, 7, 12),), language="en")
    async with database.write() as tx:
        article_id, _ = await articles.add(tx, article, now=NOW)
        rows = [
            (server, article_id, "closed", 300, 9, NOW - (weeks - 1 - week) * WEEK_MS, WEEK_MS, NOW)
            for week in range(weeks)
            for server in range(1, servers + 1)
        ]
        await tx.exec_driver_sql(
            "INSERT INTO reading (server_id, article_id, state, channel_id, planned_by, starts_at, duration_ms,"
            " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        await tx.exec_driver_sql(
            "INSERT INTO question (reading_id, position, text, evidence, kind, span_start, span_end, rule, version,"
            " message_id) VALUES (?, ?, 'Why?', 'Text.', 'claim', 7, 12, 'r', '1', ?)",
            [
                (number, position, number * 1_000 + position)
                for number in range(1, len(rows) + 1)
                for position in range(1, QUESTIONS + 1)
            ],
        )


def _member(server: int, number: int) -> int:
    return 10_000_000 + server * 1_000 + number


def _contribute(file: Path) -> None:
    """All contributions of all readings, and the counters as a migration makes them: by SQLite itself, which takes a
    fifth of the time that rows handed over one by one would take; its indexes are made at the end."""
    kinds = ("joined", "read", "passage", "replied", "reacted", "voted", "interested")
    sums = ", ".join(f"sum(kind = '{kind}')" for kind in kinds)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-256000")
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'contribution' AND sql IS NOT NULL"
        ).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        connection.execute(_HISTORY)
        for _, made in indexes:
            connection.execute(made)
        connection.execute(
            f"INSERT INTO member_week (server_id, week, member_id, {', '.join(kinds)}) SELECT server_id,"
            f" (at / 86400000 + 3) / 7, member_id, {sums} FROM contribution GROUP BY 1, 2, 3"
        )
        connection.execute(
            "INSERT INTO member (server_id, member_id, on_leaderboard)"
            " SELECT DISTINCT server_id, member_id, 1 FROM member_week WHERE member_id % 2 = 0"
        )
        connection.commit()


_HISTORY = f"""
WITH RECURSIVE n (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM n WHERE number < {A_READING - 1}),
done AS (
    SELECT reading.id, server_id, starts_at, number, reading.id * 1000 + 100 + number AS message,
        CASE number % 4 WHEN 0 THEN 'joined' WHEN 3 THEN 'reacted' ELSE 'replied' END AS kind
    FROM reading CROSS JOIN n
)
INSERT INTO contribution (key, reading_id, server_id, member_id, kind, at, message_id, target_id)
SELECT kind || ':' || message, id, server_id, 10000000 + (server_id - 1) * 1000 + number % {MEMBERS}, kind, starts_at,
    message, id * 1000 + 1 + number % {QUESTIONS}
FROM done
"""
"""Each reading with its share of members who join, reply and react."""
