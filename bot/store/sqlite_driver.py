"""How SQLite is driven: a whole statement in one trip to its thread.

aiosqlite runs every step of a cursor (make it, execute, fetch, close it) as a trip of its own to the connection's
thread, and each trip costs a tenth of a millisecond, more than most of our statements take. SQLAlchemy takes any
connection and cursor of aiosqlite's shape, so these take all the steps at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar

import aiosqlite

Row = tuple[Any, ...]
T = TypeVar("T")

AT_ONCE = 1000
"""Rows that come with their statement. Longer results come in several trips, so that nobody has to hold them whole."""


def opener(file: Path, *, patience_s: float) -> Callable[[], Connection]:
    """Makes connections to the file, each with a thread of its own; a writer waits up to `patience_s` for another one.

    The driver begins no transactions by itself.
    """

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(file.absolute(), timeout=patience_s, isolation_level=None, factory=_Closing)

    def opened() -> Connection:
        connection = Connection(connect, iter_chunk_size=64)
        connection.in_background()
        return connection

    return opened


class _Closing(sqlite3.Connection):
    """Gives its lock back when it is closed.

    A task that is cancelled in the middle of a statement may leave that statement unfinished, and SQLite keeps the
    transaction of a closed connection, lock and all, until the last of its statements has been collected.
    """

    def close(self) -> None:
        if self.in_transaction:
            self.rollback()
        super().close()


class Connection(aiosqlite.Connection):
    """aiosqlite's connection with cursors that take one trip a statement."""

    _opening = ""
    """What begins a transaction, while nothing was asked of it yet."""

    _untouched = True
    """Nothing was asked of it since the last commit or rollback, so that there is nothing to commit or roll back."""

    def in_background(self) -> None:
        """Let the process end without waiting for this connection's thread."""
        self._thread.daemon = True

    def cursor(self) -> Cursor:  # type: ignore[override]  # aiosqlite's may be awaited; SQLAlchemy only enters it
        return Cursor(self)

    def begin(self, statement: str) -> None:
        """A transaction begins with what is asked next; it needs no trip of its own."""
        self._opening = statement

    async def run(self, step: Callable[[sqlite3.Connection], T]) -> T:
        """One trip to the thread."""
        opening, self._opening, self._untouched = self._opening, "", False

        def act(connection: sqlite3.Connection) -> T:
            if opening:
                connection.execute(opening)
            return step(connection)

        outcome: T = await self._execute(act, self._conn)  # type: ignore[no-untyped-call]  # as it is there
        return outcome

    async def commit(self) -> None:
        if not self._untouched:
            await super().commit()
        self._opening, self._untouched = "", True

    async def rollback(self) -> None:
        if not self._untouched:
            await super().rollback()
        self._opening, self._untouched = "", True


class Cursor:
    """What SQLAlchemy asks of a cursor. One trip executes, fetches and closes; only long results take further ones."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[Row] = []
        self._more: sqlite3.Cursor | None = None
        """SQLite's own cursor, while there are rows that have not been fetched."""
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        return await self._execute(lambda cursor: cursor.execute(statement, parameters))

    async def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> Self:
        return await self._execute(lambda cursor: cursor.executemany(statement, rows))

    async def fetchall(self) -> list[Row]:
        rest = await self._connection.run(lambda _: _rest(self._more)) if self._more is not None else []
        rows, self._rows, self._more = self._rows + rest, [], None
        return rows

    async def fetchmany(self, size: int | None = None) -> list[Row]:
        wanted = size or self.arraysize
        if len(self._rows) < wanted and self._more is not None:
            more = self._more
            self._rows += await self._connection.run(lambda _: more.fetchmany(max(wanted, AT_ONCE)))
        rows, self._rows = self._rows[:wanted], self._rows[wanted:]
        return rows

    async def fetchone(self) -> Row | None:
        return next(iter(await self.fetchmany(1)), None)

    async def close(self) -> None:
        if self._more is not None:
            more, self._more = self._more, None
            await self._connection.run(lambda _: more.close())

    async def _execute(self, act: Callable[[sqlite3.Cursor], object]) -> Self:
        def step(connection: sqlite3.Connection) -> None:
            cursor = connection.cursor()
            act(cursor)
            self._rows = cursor.fetchmany(AT_ONCE) if cursor.description else []
            self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
            if len(self._rows) < AT_ONCE:
                cursor.close()
            else:
                self._more = cursor

        await self._connection.run(step)
        return self


def _rest(cursor: sqlite3.Cursor | None) -> list[Row]:
    if cursor is None:
        return []
    rows = cursor.fetchall()
    cursor.close()
    return rows
