"""Connections: which databases there are, how they are opened, and what their failures mean to whoever runs the bot.

SQLite is opened so that what was committed is on disk (`synchronous=FULL`), readers never wait for the writer (WAL),
and a transaction that will write says so at its start (`BEGIN IMMEDIATE`), which is what makes waiting for another
process possible at all: a reader that turns writer is refused at once if somebody else wrote meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import StoreError
from bot.store.sqlite_driver import opener

SQLITE = "sqlite+aiosqlite"
POSTGRESQL = "postgresql+asyncpg"
BUSY_SECONDS = 15
"""How long a writer waits for another process's transaction. Ours take milliseconds; a migration may take seconds."""

_SETTING = "Whoever runs the bot can mend it in the setting database.url (BOT_DATABASE__URL)"


def parse_url(url: str) -> URL:
    """The address of a database we know how to keep things in, or a `StoreError` that says what one looks like."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise _not_an_address() from None
    if parsed.drivername not in {SQLITE, POSTGRESQL} or not parsed.database:
        raise _not_an_address()
    if parsed.drivername == SQLITE and parsed.database == ":memory:":
        raise StoreError("A database in memory forgets everything at the end.", f"{_SETTING}: name a file.")
    return parsed


def _not_an_address() -> StoreError:
    return StoreError(
        "The address of the database is none that this program knows.",
        f"{_SETTING}: {SQLITE}:///reading-circle.sqlite3 for a file, "
        f"or {POSTGRESQL}://user:password@host/name for PostgreSQL.",
    )


def make_engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """Two ways into one database: for transactions that write, and for those that only read, each seeing one moment."""
    if url.drivername == SQLITE:
        file = Path(url.database or "")
        _make_folder(file)
        _try(file)
        return _sqlite_writer(url), _sqlite_reader(url)
    try:
        engine = create_async_engine(url, pool_size=10, pool_pre_ping=True, hide_parameters=True)
    except ModuleNotFoundError:
        raise StoreError(
            "PostgreSQL is asked for, but its driver is not installed.",
            "Whoever runs the bot can mend it: install the extra 'postgresql' (asyncpg).",
        ) from None
    return engine, engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


_WRITING = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
"""What was deleted is overwritten, not only left out (`secure_delete`)."""


def _sqlite_writer(url: URL) -> AsyncEngine:
    return _sqlite_engine(url, 1, "BEGIN IMMEDIATE", *_WRITING)


def _sqlite_reader(url: URL) -> AsyncEngine:
    return _sqlite_engine(url, 4, "BEGIN", "query_only=ON")


def _sqlite_engine(url: URL, connections: int, begin: str, *pragmas: str) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,
        async_creator=opener(Path(url.database or ""), patience_s=BUSY_SECONDS),
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _settle(connection: Any, _record: object) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        adapted: Any = connection.connection.dbapi_connection
        adapted.driver_connection.begin(begin)

    return engine


def _make_folder(file: Path) -> None:
    """The file's own folder is made if it is missing; a whole path that is missing is more likely a slip."""
    try:
        file.parent.mkdir(exist_ok=True)
    except OSError as error:
        reason = (error.strerror or "it cannot be made").lower()
        raise StoreError(
            f"The folder of the database file {file.name} cannot be used: {reason}.",
            f"{_SETTING}, or by making that folder and letting the bot write there.",
        ) from error


def _try(file: Path) -> None:
    """Opens the file once before a thread is given to it: a thread whose file cannot be opened ends in disorder."""
    with reached(), closing(sqlite3.connect(file, timeout=BUSY_SECONDS)) as connection:
        connection.execute("PRAGMA schema_version")


@contextmanager
def reached() -> Iterator[None]:
    """Around the opening of a connection: what the network or the file system says becomes a `StoreError`."""
    with translated():
        try:
            yield
        except sqlite3.Error as error:
            raise _explained(str(error)) from error
        except OSError as error:
            raise _out_of_reach() from error


@contextmanager
def translated() -> Iterator[None]:
    """Around statements: failures of the database become a `StoreError`.

    A broken rule of a table, a wrong value or statement is our own fault and passes as it is.
    """
    try:
        yield
    except (IntegrityError, ProgrammingError, DataError):
        raise
    except DBAPIError as error:
        raise _explained(str(error.orig), lost=error.connection_invalidated) from error


def _explained(words: str, *, lost: bool = False) -> StoreError:
    for sign, message, remedy in _SIGNS:
        if sign in words.lower():
            return StoreError(message, remedy)
    if lost:
        return _out_of_reach()
    return StoreError("The database refused a step.", "Whoever runs the bot finds its own words in the log.")


def _out_of_reach() -> StoreError:
    return StoreError(
        "The database is out of reach.",
        "Whoever runs the bot can mend it: see that it runs and that database.url (BOT_DATABASE__URL) is right.",
    )


_SIGNS = (
    (
        "not a database",
        "The file named as the database is not one.",
        f"{_SETTING}: name another file, or put the copy made before the last update in its place.",
    ),
    (
        "malformed",
        "The database file is damaged.",
        "Whoever runs the bot can mend it: stop the bot and put a copy in the file's place.",
    ),
    ("unable to open", "The database file cannot be opened.", f"{_SETTING}, or by letting the bot read and write it."),
    ("readonly", "The database file may not be written.", f"{_SETTING}, or by letting the bot write file and folder."),
    ("read-only transaction", "A reading transaction tried to write.", "This is a fault of the program; report it."),
    ("locked", "Another program holds the database file.", "Whoever runs the bot can mend it: end that other program."),
    ("disk is full", "The disk of the database is full.", "Whoever runs the bot can mend it: free some space."),
    ("disk i/o", "The disk of the database failed.", "Whoever runs the bot can mend it: see to the disk."),
    ("password", "The database refused the user or password.", f"{_SETTING}."),
    ("does not exist", "The database server has no such database or user.", f"{_SETTING}, or by creating it there."),
)
