"""The open database: transactions that write, one after the other where the engine wants that, and ones that read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Self

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.engine import make_engines, parse_url, reached, translated
from bot.store.schema import bring_up_to_date

Transaction = AsyncConnection
"""What the query modules take first."""


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

    async def close(self) -> None:
        """Gives all connections back. Transactions still open are undone."""
        await self._writer.dispose()
        await self._reader.dispose()


async def _begin(stack: AsyncExitStack, engine: AsyncEngine) -> Transaction:
    stack.enter_context(translated())
    with reached():
        return await stack.enter_async_context(engine.begin())
