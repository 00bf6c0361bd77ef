"""Migrations: they make what the tables say, once, safely, and never a newer schema into an older one."""

from __future__ import annotations

import ast
import asyncio
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import StoreError
from bot.store.database import Database
from bot.store.engine import make_engines, parse_url
from bot.store.schema import MIGRATIONS, bring_up_to_date, current, migrate, revisions
from bot.store.tables import metadata
from tests.databases import sqlite_url
from tests.store.processes import start

FROZEN = {"__future__", "sqlalchemy", "alembic", "json", "re", "unicodedata"}
"""What a migration may import: nothing that changes with the program."""

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
    op.add_column("server", sa.Column("motto", sa.Text()))
    {then}
"""


def later_migrations(folder: Path, then: str = "pass") -> Path:
    """A copy of the migrations with one more behind them, as a later program would have."""
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    before = revisions(folder)[-1]
    code = NEXT.format(revision=f"{int(before) + 1:04}", before=before, then=then)
    (folder / "versions" / f"{int(before) + 1:04}_motto.py").write_text(code)
    return folder


async def migrate_with(url: str, folder: Path) -> None:
    """What the start of a program with these migrations does."""
    parsed = parse_url(url)
    writer, reader = make_engines(parsed)
    try:
        await bring_up_to_date(writer, parsed, folder)
    finally:
        await writer.dispose()
        await reader.dispose()


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file)) as connection:
        yield connection


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def columns(file: Path) -> set[str]:
    with opened(file) as connection:
        return {name for _, name, *_ in connection.execute("PRAGMA table_info(server)")}


async def test_the_migrations_make_what_the_tables_say(database_url: str) -> None:
    def missing(connection: Connection) -> tuple[list[object], str]:
        opts = {"compare_server_default": True, "include_name": no_words}
        context = MigrationContext.configure(connection, opts=opts)
        operations = produce_migrations(context, metadata).upgrade_ops
        return compare_metadata(context, metadata), str(render_python_code(operations)) if operations else ""

    engine = create_async_engine(database_url)
    async with engine.connect() as connection:
        differences, code = await connection.run_sync(missing)
    await engine.dispose()
    assert not differences, f"the next migration should say\n{code}"


def no_words(name: str | None, kind: str, _: object) -> bool:
    """SQLAlchemy has no words for the tables that hold words; the next test looks at them too."""
    return kind != "table" or not (name or "").startswith("article_words")


async def test_a_migrated_database_looks_like_one_made_from_the_tables(database_url: str, empty_url: str) -> None:
    if database_url == empty_url:
        empty_url = database_url.replace("circle.sqlite3", "made.sqlite3")
    engine = create_async_engine(empty_url)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await engine.dispose()
    migrated, made = await looks(database_url), await looks(empty_url)
    del migrated["alembic_version"]
    assert migrated == made


async def looks(url: str) -> dict[str, object]:
    """All that the database itself says of each table, in no order but that of names."""

    def look(connection: Connection) -> dict[str, object]:
        inspector = inspect(connection)
        return {
            table: {
                "columns": {column["name"]: repr(column) for column in inspector.get_columns(table)},
                "primary key": inspector.get_pk_constraint(table),
                "unique": sorted(map(repr, inspector.get_unique_constraints(table))),
                "indexes": sorted(map(repr, inspector.get_indexes(table))),
                "foreign keys": sorted(map(repr, inspector.get_foreign_keys(table))),
                "options": inspector.get_table_options(table),
            }
            for table in inspector.get_table_names()
        }

    engine = create_async_engine(url)
    async with engine.connect() as connection:
        found = await connection.run_sync(look)
    await engine.dispose()
    return found


async def test_every_migration_is_named_after_its_revision_and_follows_the_one_before() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    line = [revision.revision for revision in reversed(list(script.walk_revisions()))]
    assert line == revisions()
    assert script.get_heads() == [line[-1]]


@pytest.mark.parametrize("file", sorted((MIGRATIONS / "versions").glob("0*.py")), ids=lambda file: file.stem)
def test_a_migration_imports_nothing_of_the_living_program(file: Path) -> None:
    tree = ast.parse(file.read_text())
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= FROZEN


async def test_migrating_twice_changes_nothing(empty_url: str) -> None:
    await migrate(empty_url)
    await migrate(empty_url)
    assert await current(empty_url) == revisions()[-1]


def test_a_start_with_nothing_to_migrate_does_without_alembic(database_url: str) -> None:
    assert saying("open_and_close", [database_url]) == [False]


def test_programs_that_start_at_the_same_moment_migrate_once(empty_url: str) -> None:
    assert len(saying("open_and_close", [empty_url] * 3)) == 3
    assert asyncio.run(current(empty_url)) == revisions()[-1]


def saying(name: str, urls: list[str]) -> list[object]:
    """What processes started together say, one for each url, that all end well."""
    processes = [start(name, url) for url in urls]
    said = [process.communicate(timeout=60)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return [json.loads(line) for line in said]


async def test_nothing_is_made_by_asking_for_the_revision(tmp_path: Path) -> None:
    assert await current(sqlite_url(tmp_path / "circle.sqlite3")) is None
    assert names_in(tmp_path) == set()


async def test_a_database_of_a_newer_program_is_refused(database_url: str, tmp_path: Path) -> None:
    await migrate_with(database_url, later_migrations(tmp_path / "later"))
    for use in (Database.open, migrate, current):
        with pytest.raises(StoreError, match="newer version of this program") as caught:
            await use(database_url)
        assert "start the newer version again" in caught.value.remedy


async def test_before_a_migration_a_whole_copy_is_made_beside_the_file(migrated_file: Path, tmp_path: Path) -> None:
    following = f"{int(revisions()[-1]) + 1:04}"
    file, copy = tmp_path / "circle.sqlite3", tmp_path / f"circle.before-{following}.sqlite3"
    shutil.copyfile(migrated_file, file)
    with opened(file) as connection:
        connection.execute("PRAGMA wal_autocheckpoint=0")
        connection.execute("INSERT INTO server (id, language, changed_at) VALUES (1, 'en', 1)")
        connection.commit()
        # The row is in the write-ahead log only, which a copy of the bare file would miss.
        assert "circle.sqlite3-wal" in names_in(tmp_path)
        await migrate_with(sqlite_url(file), later_migrations(tmp_path / "later"))
    assert "motto" in columns(file)
    assert "motto" not in columns(copy)
    with opened(copy) as connection:
        assert connection.execute("SELECT id FROM server").fetchall() == [(1,)]


async def test_no_copy_is_made_of_what_is_new_or_needs_no_migration(tmp_path: Path) -> None:
    for _ in range(2):
        await migrate(sqlite_url(tmp_path / "circle.sqlite3"))
    assert not {name for name in names_in(tmp_path) if "before" in name}


async def test_a_migration_that_fails_leaves_the_database_as_it_was(database_url: str, tmp_path: Path) -> None:
    failing = later_migrations(tmp_path / "failing", then="raise RuntimeError('no')")
    with pytest.raises(RuntimeError):
        await migrate_with(database_url, failing)
    assert await current(database_url) == revisions()[-1]
    database = await Database.open(database_url)
    await database.close()
    await migrate_with(database_url, later_migrations(tmp_path / "mended"))
