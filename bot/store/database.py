"""The open database: transactions that write, one after the other where the engine wants that, and ones that read."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path
from typing import Self, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store import sqlite_driver
from bot.store.engine import make_engines, parse_url, reached, translated
from bot.store.schema import bring_up_to_date

Transaction = AsyncConnection
"""What the query modules take first."""

T = TypeVar("T")


class Database:
    """Open it with `Database.open`, end it with `close`. Safe for any number of tasks of one event loop."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine) -> None:
        self._writer = writer
        self._reader = reader
        self._one_writer = asyncio.Lock() if self.dialect == "sqlite" else None

    @classmethod
    async def open(cls, url: str) -> Self:
        """The database at `url`, made and migrated as needed. `StoreError` says what is wrong and who mends it."""
        parsed = parse_url(url)
        writer, reader = make_engines(parsed)
        database = cls(writer, reader)
        try:
            await bring_up_to_date(writer, parsed)
        except BaseException:
            await database.close()
            raise
        return database

    @property
    def dialect(self) -> str:
        """ "sqlite" or "postgresql"."""
        return self._writer.dialect.name

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        """A transaction that may write: committed at the end of the block, undone if the block fails.

        Hold it for statements only: on SQLite all other writers wait.
        """
        async with AsyncExitStack() as stack:
            if self._one_writer is not None:
                await stack.enter_async_context(self._one_writer)
            yield await _begin(stack, self._writer)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        """A transaction that only reads and sees the database as it was at its first statement."""
        async with AsyncExitStack() as stack:
            yield await _begin(stack, self._reader)

    @property
    def file(self) -> Path | None:
        """The SQLite file; None for another engine."""
        return Path(self._writer.url.database or "") if self.dialect == "sqlite" else None

    async def leave_no_trace(self, patience: float = 10.0) -> bool:
        """What was deleted is gone from the write-ahead log too; False if somebody reads from it all the time.

        PostgreSQL overwrites what was deleted when it next tidies up by itself (`autovacuum`).
        """
        if self.file is None:
            return True
        began = time.monotonic()
        while time.monotonic() - began < patience:
            async with self.alone():
                if await asyncio.to_thread(_empty_log, self.file):
                    return True
            await asyncio.sleep(0.02)
        return False

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Inside, nobody else of this process writes to a SQLite file."""
        async with self._one_writer or contextlib.nullcontext():
            yield

    async def close(self) -> None:
        """Gives all connections back. Transactions still open are undone."""
        await self._writer.dispose()
        await self._reader.dispose()


def _empty_log(file: Path) -> bool:
    with reached(), closing(sqlite3.connect(file, timeout=1)) as connection:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy


async def _begin(stack: AsyncExitStack, engine: AsyncEngine) -> Transaction:
    stack.enter_context(translated())
    with reached():
        return await stack.enter_async_context(engine.begin())


async def at_once(tx: Transaction, step: Callable[[sqlite3.Connection], T]) -> T:
    """Takes a step of several statements on SQLite in one trip to its thread.

    Raises what SQLAlchemy would for a single statement.
    """
    driver: sqlite_driver.Connection = (await tx.get_raw_connection()).driver_connection  # type: ignore[assignment]
    try:
        return await driver.run(step)
    except sqlite3.Error as error:
        raise DBAPIError.instance(None, None, error, sqlite3.Error, hide_parameters=True, dialect=tx.dialect) from error
