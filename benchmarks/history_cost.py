"""What a report, a leaderboard and a summary cost, with a short history and with a long one."""

import asyncio
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path

from bot.domain.article import Article, Block, BlockKind
from bot.domain.participation import week_of
from bot.store import articles, counters, reports
from bot.store.database import Database

from .figures import Figure

WEEK_MS = 7 * 86_400_000
NOW = 1_790_000_000_000
A_READING, MEMBERS, QUESTIONS = 96, 24, 5
SIZES = {"1e5": (20, 52), "1e6": (200, 52)}
"""Servers and weeks; each week of each server has a reading with its contributions."""

ASKED = 60


def measure() -> list[Figure]:
    """The figures of a long history."""
    cost = {name: asyncio.run(_cost(*size)) for name, size in SIZES.items()}
    small, large = cost["1e5"], cost["1e6"]
    return [
        Figure(f"{what}, 1e6 contributions", large[what], "ms", "itself at 1e5", small[what], 2, more_is_better=False)
        for what in small
    ]


async def _cost(servers: int, weeks: int) -> dict[str, float]:
    """Milliseconds each (median), by what is asked."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "circle.sqlite3"
        database = await Database.open(f"sqlite+aiosqlite:///{file}")
        await keep_readings(database, servers, weeks)
        await asyncio.to_thread(_contribute, file, servers, weeks)
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

        asked = {"leaderboard of a week": leaderboard, "report": report, "summary": summary}
        told = {what: await _median(ask) for what, ask in asked.items()}
        await database.close()
        return told


async def _median(ask: Callable[[int], Awaitable[None]]) -> float:
    times = []
    for number in range(ASKED):
        began = time.perf_counter()
        await ask(number)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


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


def _contribute(file: Path, servers: int, weeks: int) -> None:
    """All contributions, and the counters as a migration makes them; quicker than the bot would."""
    kinds = ("joined", "read", "passage", "replied", "reacted", "voted", "interested")
    sums = ", ".join(f"sum(kind = '{kind}')" for kind in kinds)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.executemany(
            "INSERT INTO contribution (key, reading_id, server_id, member_id, kind, at, message_id, target_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            _history(servers, weeks),
        )
        connection.execute(
            f"INSERT INTO member_week (server_id, week, member_id, {', '.join(kinds)}) SELECT server_id,"
            f" (at / 86400000 + 3) / 7, member_id, {sums} FROM contribution GROUP BY 1, 2, 3"
        )
        connection.execute(
            "INSERT INTO member (server_id, member_id, on_leaderboard)"
            " SELECT DISTINCT server_id, member_id, 1 FROM member_week WHERE member_id % 2 = 0"
        )
        connection.commit()


def _history(servers: int, weeks: int) -> Iterator[tuple[object, ...]]:
    for week in range(weeks):
        at = NOW - (weeks - 1 - week) * WEEK_MS
        for server in range(servers):
            reading = week * servers + server + 1
            for number in range(A_READING):
                message = reading * 1_000 + 100 + number
                question = reading * 1_000 + 1 + number % QUESTIONS
                kind = ("joined", "replied", "replied", "reacted")[number % 4]
                member = _member(server, number % MEMBERS)
                yield (f"{kind}:{message}", reading, server + 1, member, kind, at, message, question)
