"""An export is everything, whole, as of one moment."""

from __future__ import annotations

import asyncio
import gc
import io
import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain.participation import joined, replied
from bot.domain.server import Server
from bot.errors import StoreError
from bot.store import articles, contributions, due_work, servers
from bot.store.database import Database
from bot.store.export import export, export_server
from bot.store.tables import metadata
from tests.databases import sqlite_url
from tests.store.samples import ARTICLE, MEMBER, NOW, SERVER, keep_reading, work


async def fill(database: Database) -> int:
    kept = await keep_reading(database, questions=3)
    async with database.write() as tx:
        await servers.save(tx, Server(SERVER, zone="Europe/Athens"), now=NOW)
        await articles.shelve(tx, SERVER, kept.article_id, title="Ελπίδα", added_by=MEMBER, now=NOW)
        await contributions.add_many(tx, [joined(reading_id=kept.id, server_id=SERVER, member_id=MEMBER, at=NOW)])
        await due_work.add(tx, [work(f"work:{number}", payload={"n": number}) for number in range(2500)], now=NOW)
    return kept.id


def rows_of(folder: Path, table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def test_every_row_of_every_table_is_exported(database: Database, tmp_path: Path) -> None:
    reading_id = await fill(database)
    rows = await export(database, tmp_path / "out")
    assert set(contents(tmp_path / "out")) == {f"{name}.jsonl" for name in metadata.tables if name != "secret"}
    assert rows == {name: len(rows_of(tmp_path / "out", name)) for name in metadata.tables if name != "secret"}
    assert (rows["due_work"], rows["question"], rows["command_sync"]) == (2500, 3, 0)
    [kept] = rows_of(tmp_path / "out", "article")
    assert (kept["title"], kept["text"], kept["published"]) == (ARTICLE.title, ARTICLE.text, "2025-06-30")
    assert (kept["authors"], len(kept["blocks"])) == (list(ARTICLE.authors), len(ARTICLE.blocks))
    assert rows_of(tmp_path / "out", "library")[0]["title"] == "Ελπίδα"
    assert rows_of(tmp_path / "out", "contribution")[0]["reading_id"] == reading_id
    assert rows_of(tmp_path / "out", "due_work")[7]["payload"] == {"n": 7}


async def test_two_exports_of_the_same_are_the_same_bytes(database: Database, tmp_path: Path) -> None:
    await fill(database)
    await export(database, tmp_path / "one")
    await export(database, tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


async def test_an_export_that_fails_leaves_the_last_one_whole(tmp_path: Path) -> None:
    database = await Database.open(sqlite_url(tmp_path / "circle.sqlite3"))
    await fill(database)
    await export(database, tmp_path / "out")
    before = contents(tmp_path / "out")
    async with database.write() as tx:
        await tx.exec_driver_sql("UPDATE due_work SET payload = '{broken' WHERE key = 'work:2400'")
    with pytest.raises(json.JSONDecodeError):
        await export(database, tmp_path / "out")
    assert contents(tmp_path / "out") == before
    await database.close()


async def keep_many(database: Database, many: int) -> int:
    """So many replies to a reading; returns its id."""
    kept = await keep_reading(database)
    who: dict[str, Any] = {"reading_id": kept.id, "server_id": SERVER, "member_id": MEMBER, "at": NOW}
    some = [replied(**who, message_id=number, target_id=None) for number in range(many)]
    async with database.write() as tx:
        await contributions.add_many(tx, some)
    return kept.id


async def test_a_server_too_large_for_one_file_is_exported_in_several(database: Database) -> None:
    await keep_many(database, 5000)
    parts = [part async for part in export_server(database, SERVER, at_most=480_000)]
    assert len(parts) > 1
    assert all(len(part) <= 480_000 for part in parts)
    files: dict[str, bytes] = {}
    for part in parts:
        with zipfile.ZipFile(io.BytesIO(part)) as archive:
            assert not files.keys() & set(archive.namelist())
            files |= {name: archive.read(name) for name in archive.namelist()}
    assert {"contribution.jsonl", "contribution.2.jsonl"} <= files.keys()
    lines = [line for name, content in files.items() if "contribution" in name for line in content.splitlines()]
    assert sorted(json.loads(line)["message_id"] for line in lines) == list(range(5000))


@pytest.fixture
def without_collecting() -> Iterator[None]:
    """No garbage is collected meanwhile: what all tests before have left behind would be gone through."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("without_collecting")
async def test_the_bot_goes_on_while_a_large_server_is_exported(database: Database) -> None:
    await keep_many(database, 20_000)
    longest, begun = 0.0, time.process_time()

    async def beat() -> None:
        nonlocal longest
        while True:
            before = time.thread_time()
            await asyncio.sleep(0.001)
            longest = max(longest, time.thread_time() - before)

    heart = asyncio.create_task(beat())
    async for _ in export_server(database, SERVER, at_most=10**7):
        taken = time.process_time() - begun
    heart.cancel()
    assert longest < taken / 5


async def test_a_folder_that_cannot_be_is_refused(tmp_path: Path) -> None:
    database = await Database.open(sqlite_url(tmp_path / "circle.sqlite3"))
    with pytest.raises(StoreError, match="cannot be used") as caught:
        await export(database, tmp_path / "circle.sqlite3" / "out")
    assert "--out" in caught.value.remedy
    await database.close()
