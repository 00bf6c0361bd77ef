"""Contributions reach the disk many at a time, all of them, whatever goes wrong on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, func, select
from structlog.testing import capture_logs

from bot.domain.participation import Contribution, replied
from bot.store.contribution_queue import ContributionQueue
from bot.store.database import Database
from bot.store.tables import contribution as table
from tests.store.samples import MEMBER, NOW, SERVER, keep_reading


def reply(reading_id: int, number: int) -> Contribution:
    return replied(reading_id=reading_id, server_id=SERVER, member_id=MEMBER, at=NOW, message_id=number, target_id=None)


async def put_many(queue: ContributionQueue, reading_id: int, number: int) -> None:
    for message_id in range(number):
        await queue.put(reply(reading_id, message_id))


async def on_disk(database: Database) -> int:
    async with database.read() as tx:
        return (await tx.execute(select(func.count()).select_from(table))).scalar_one()


@asynccontextmanager
async def commits(database: Database) -> AsyncIterator[list[object]]:
    """Grows by one with each commit."""
    seen: list[object] = []

    def note(connection: object) -> None:
        seen.append(connection)

    event.listen(database._writer.sync_engine, "commit", note)
    yield seen
    event.remove(database._writer.sync_engine, "commit", note)


async def test_what_is_committed_is_on_disk(database: Database) -> None:
    reading_id = (await keep_reading(database)).id
    async with ContributionQueue(database) as queue:
        await queue.committed(reply(reading_id, 1))
        assert (await on_disk(database), queue.pending) == (1, 0)


async def test_what_gathers_in_a_moment_is_one_commit(database: Database) -> None:
    reading_id = (await keep_reading(database)).id
    async with ContributionQueue(database) as queue, commits(database) as seen:
        await asyncio.gather(*(queue.committed(reply(reading_id, number)) for number in range(200)))
        assert len(seen) == 1
    assert await on_disk(database) == 200


async def test_a_commit_takes_no_more_rows_than_allowed(database: Database) -> None:
    reading_id = (await keep_reading(database)).id
    async with ContributionQueue(database, rows=50) as queue, commits(database) as seen:
        await put_many(queue, reading_id, 175)
        await queue.flush()
        assert len(seen) == 4
    assert await on_disk(database) == 175


async def test_the_same_contribution_twice_is_one_row(database: Database) -> None:
    reading_id = (await keep_reading(database)).id
    async with ContributionQueue(database) as queue:
        for number in (1, 2, 1):
            await queue.put(reply(reading_id, number))
        await queue.committed(reply(reading_id, 2))
    assert await on_disk(database) == 2


async def test_stopping_writes_what_is_waiting_and_takes_no_more(database: Database) -> None:
    reading_id = (await keep_reading(database)).id
    queue = ContributionQueue(database)
    queue.start()
    await put_many(queue, reading_id, 1200)
    assert await queue.stop() == 0
    assert await on_disk(database) == 1200
    with pytest.raises(RuntimeError, match="stopped"):
        await queue.put(reply(reading_id, 1))


async def test_when_the_disk_cannot_keep_up_putting_waits(database: Database) -> None:
    reading_id = (await keep_reading(database)).id
    async with ContributionQueue(database, capacity=10, rows=10, wait=0) as queue:
        async with stuck(database):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(put_many(queue, reading_id, 100), 0.3)
            assert queue.pending == 20
        await queue.flush()
    assert await on_disk(database) == 20


@asynccontextmanager
async def stuck(database: Database) -> AsyncIterator[None]:
    """Nobody else can write contributions inside this block."""
    async with database.write() as tx:
        if database.dialect == "postgresql":
            await tx.exec_driver_sql("LOCK TABLE contribution IN SHARE ROW EXCLUSIVE MODE")
        yield


async def test_one_that_no_table_takes_does_not_take_the_others_with_it(database: Database) -> None:
    reading_id = (await keep_reading(database)).id
    with capture_logs() as lines:
        async with ContributionQueue(database) as queue:
            for number in range(5):
                await queue.put(reply(404 if number == 2 else reading_id, number))
            await queue.flush()
            await queue.committed(reply(reading_id, 9))
    assert await on_disk(database) == 5
    assert [(line["event"], line["reading"]) for line in lines] == [("a contribution was refused", 404)]


async def test_when_the_disk_is_full_contributions_wait_and_none_is_lost(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path}/circle.sqlite3")
    reading_id = (await keep_reading(database)).id
    with capture_logs() as lines:
        async with ContributionQueue(database) as queue:
            await limit_pages(database, 1)
            await put_many(queue, reading_id, 2000)
            await asyncio.sleep(0.15)
            assert queue.pending > 0
            await limit_pages(database, 2**30)
            await queue.flush()
    assert await on_disk(database) == 2000
    assert {line["event"] for line in lines} == {"contributions wait for the database"}
    assert "disk of the database is full" in lines[0]["error"]
    await database.close()


async def limit_pages(database: Database, pages: int) -> None:
    """As if the disk had room for so many pages, or for what is there if that is more."""
    async with database.write() as tx:
        await tx.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


async def test_stopping_does_not_wait_for_ever_and_says_what_is_left(database: Database) -> None:
    reading_id = (await keep_reading(database)).id
    queue = ContributionQueue(database)
    queue.start()
    async with stuck(database):
        await queue.put(reply(reading_id, 1))
        with capture_logs() as lines:
            assert await queue.stop(patience=0.1) == 1
    assert [(line["event"], line["number"]) for line in lines] == [("contributions left unwritten", 1)]
    assert await on_disk(database) == 0
