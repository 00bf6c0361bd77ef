"""The schema's version: what a database has, what this program needs, and the steps between.

Migrations are the files of `migrations/versions`, `NNNN_what.py`, in one line, each frozen once it is published. Each
runs in one transaction together with the change of the version, under a lock, so that of two programs that start at
the same moment one migrates and the other finds it done. Alembic, slow to import, is touched only if there is a step
to take.

To add one: change `tables.py`, write the next file; the test that compares the two prints the statements missing.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import StoreMismatch
from bot.store.engine import SQLITE, make_engines, parse_url, reached

MIGRATIONS = Path(__file__).with_name("migrations")

_LOCK = 0x52656164696E67
"""PostgreSQL's advisory lock is a number that means the same to all who use it; ours spells "Reading"."""


def revisions(folder: Path = MIGRATIONS) -> list[str]:
    """Every revision this program knows, oldest first."""
    return sorted(file.name.split("_")[0] for file in (folder / "versions").glob("[0-9]*.py"))


async def migrate(database_url: str) -> None:
    """Brings the database up to date, making it if it is not there. `StoreError` if that cannot be done."""
    url = parse_url(database_url)
    writer, reader = make_engines(url)
    try:
        await bring_up_to_date(writer, url)
    finally:
        await writer.dispose()
        await reader.dispose()


async def current(database_url: str) -> str | None:
    """The database's revision, None if there is nothing yet; makes and changes nothing. `StoreError` as `migrate`."""
    url = parse_url(database_url)
    if url.drivername == SQLITE and not await asyncio.to_thread(Path(url.database or "").exists):
        return None
    writer, reader = make_engines(url)
    try:
        with reached():
            async with reader.begin() as connection:
                return _refuse_strange(await connection.run_sync(_version), revisions())
    finally:
        await writer.dispose()
        await reader.dispose()


async def bring_up_to_date(engine: AsyncEngine, url: URL, folder: Path = MIGRATIONS) -> None:
    """The same through an engine that is open already. Cheap if there is nothing to do."""
    known = revisions(folder)
    with reached():
        async with engine.begin() as connection:
            version = await connection.run_sync(_version)
        keep_copies = version is not None
        while _refuse_strange(version, known) != known[-1]:
            version = await _one_step(engine, url, folder, keep_copies)


async def _one_step(engine: AsyncEngine, url: URL, folder: Path, keep_copies: bool) -> str | None:
    """Takes the next step unless another program has just taken the last; returns the version after it.

    `keep_copies`: a SQLite file is copied first. One that is only just being made holds nothing to lose.
    """
    known = revisions(folder)
    async with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        version = _refuse_strange(await connection.run_sync(_version), known)
        if version == known[-1]:
            return version
        target = known[known.index(version) + 1] if version else known[0]
        if keep_copies and connection.dialect.name == "sqlite":
            await asyncio.to_thread(_copy, Path(url.database or ""), target)
        await connection.run_sync(_upgrade, folder, target)
        return target


def _version(connection: Connection) -> str | None:
    """The database's revision, None if it is empty. Refuses a file that holds somebody else's tables."""
    inspector = inspect(connection)
    if inspector.has_table("alembic_version"):
        version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return version
    if connection.dialect.name == "sqlite" and inspector.get_table_names():
        raise StoreMismatch(
            "The file named as the database holds another program's tables.",
            "Whoever runs the bot can mend it in the setting database.url (BOT_DATABASE__URL): name a file of its own.",
        )
    return None


def _refuse_strange(version: str | None, known: list[str]) -> str | None:
    if version is None or version in known:
        return version
    raise StoreMismatch(
        f"The database was made by a newer version of this program (schema {version}; this one knows {known[-1]}).",
        "Whoever runs the bot can mend it: start the newer version again, "
        "or put the copy made before the update in the database's place.",
    )


def _copy(file: Path, target: str) -> None:
    """A whole copy beside the file, as it was before `target`, what still lies in the write-ahead log included."""
    copy = file.with_name(f"{file.stem}.before-{target}.sqlite3")
    partial = copy.with_name(copy.name + ".partial")
    partial.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(partial)) as destination:
        source.backup(destination)
    os.replace(partial, copy)


def _upgrade(connection: Connection, folder: Path, target: str) -> None:
    """Runs one migration and writes down its revision, in the connection's transaction."""
    from alembic.config import Config  # noqa: PLC0415 (slow to import, seldom needed)
    from alembic.operations import Operations  # noqa: PLC0415
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(folder))
    script = ScriptDirectory.from_config(config)
    context = MigrationContext.configure(connection)
    with Operations.context(context):
        script.get_revision(target).module.upgrade()
    context.stamp(script, target)
