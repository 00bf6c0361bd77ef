"""Opening the database, and what its transactions promise."""

from __future__ import annotations

import asyncio
import json
import signal
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.domain.participation import ContributionKind, replied
from bot.domain.server import Server
from bot.errors import StoreError
from bot.store import contributions, counters, readings, servers
from bot.store.database import Database
from tests.databases import PostgresqlServer, sqlite_url
from tests.store.processes import start
from tests.store.samples import NOW, SERVER, keep_reading, reading


async def zone(database: Database, server_id: int = SERVER) -> str | None:
    async with database.read() as tx:
        return (await servers.get(tx, server_id)).zone


async def set_zone(database: Database, zone: str, server_id: int = SERVER) -> None:
    async with database.write() as tx:
        await servers.save(tx, Server(server_id, zone=zone), now=NOW)


async def test_what_was_written_is_there_when_the_database_is_opened_again(empty_url: str) -> None:
    database = await Database.open(empty_url)
    await set_zone(database, "Europe/Athens")
    await database.close()
    database = await Database.open(empty_url)
    assert await zone(database) == "Europe/Athens"
    await database.close()


async def test_a_block_that_fails_leaves_nothing_behind(database: Database) -> None:
    async def write_and_fail() -> None:
        async with database.write() as tx:
            await servers.save(tx, Server(SERVER, zone="Europe/Athens"), now=NOW)
            raise LookupError

    with pytest.raises(LookupError):
        await write_and_fail()
    assert await zone(database) is None


async def test_a_reading_transaction_cannot_write(database: Database) -> None:
    with pytest.raises(StoreError):
        async with database.read() as tx:
            await servers.save(tx, Server(SERVER), now=NOW)


async def test_a_reading_transaction_sees_one_moment(database: Database) -> None:
    await set_zone(database, "Europe/Athens")
    async with database.read() as tx:
        assert (await servers.get(tx, SERVER)).zone == "Europe/Athens"
        await set_zone(database, "Europe/Rome")
        assert (await servers.get(tx, SERVER)).zone == "Europe/Athens"
    assert await zone(database) == "Europe/Rome"


async def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    await set_zone(database, "Europe/Athens")
    async with database.write() as tx:
        await servers.save(tx, Server(SERVER, zone="Europe/Rome"), now=NOW)
        async with asyncio.timeout(10):
            assert await zone(database) == "Europe/Athens"


async def test_on_sqlite_writers_that_read_first_lose_no_change(tmp_path: Path) -> None:
    first, second = [await Database.open(sqlite_url(tmp_path / "circle.sqlite3")) for _ in range(2)]

    async def add_a_letter(database: Database) -> None:
        async with database.write() as tx:
            server = await servers.get(tx, SERVER)
            await servers.save(tx, Server(SERVER, zone=(server.zone or "") + "x"), now=NOW)

    await asyncio.gather(*(add_a_letter(database) for database in (first, second) * 10))
    assert await zone(first) == "x" * 20
    await first.close()
    await second.close()


@pytest.mark.parametrize("patience", [0, 0.0005, 0.001, 0.002, 0.004, 0.008])
async def test_a_cancelled_writer_leaves_all_or_nothing_and_does_not_jam(database: Database, patience: float) -> None:
    async def write_both() -> None:
        async with database.write() as tx:
            await servers.save(tx, Server(1, zone="Europe/Rome"), now=NOW)
            await servers.save(tx, Server(2, zone="Europe/Rome"), now=NOW)

    for _ in range(5):
        task = asyncio.create_task(write_both())
        await asyncio.sleep(patience)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert await zone(database, 1) == await zone(database, 2)
        async with asyncio.timeout(10):
            await set_zone(database, "Europe/Athens", 3)
    assert await zone(database, 3) == "Europe/Athens"


@pytest.mark.parametrize("turns", range(0, 40, 4))
async def test_who_is_cancelled_while_a_group_is_kept_leaves_all_of_it_or_nothing(
    database: Database, turns: int
) -> None:
    kept = await keep_reading(database)
    group = [
        replied(reading_id=kept.id, server_id=SERVER, member_id=7, at=NOW, message_id=number, target_id=None)
        for number in range(contributions.MAX_ROWS)
    ]

    async def keep_group() -> None:
        async with database.write() as tx:
            await contributions.add_many(tx, group, hashed=lambda *_: "nobody")

    task = asyncio.create_task(keep_group())
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(10):
        await set_zone(database, "Europe/Rome")
    async with database.read() as tx:
        kept_of_it = await contributions.keys_of(tx, kept.id, ContributionKind.REPLIED)
        assert len(kept_of_it) == (await counters.of_member(tx, SERVER, 7)).get("replied", 0)
        assert len(kept_of_it) in (0, len(group))


async def test_on_sqlite_a_transaction_that_asks_nothing_holds_up_no_other_program(tmp_path: Path) -> None:
    first, second = [await Database.open(sqlite_url(tmp_path / "circle.sqlite3")) for _ in range(2)]
    async with first.write(), asyncio.timeout(10):
        await set_zone(second, "Europe/Athens")
    assert await zone(first) == "Europe/Athens"
    await first.close()
    await second.close()


@pytest.mark.parametrize("turns", range(0, 120, 4))
async def test_who_is_cancelled_while_writing_can_write_what_is_left_to_do_at_once(
    database: Database, turns: int
) -> None:
    """As the agenda does when it is stopped: the unfinished statement is still held by the exception on its way."""
    await set_zone(database, "Europe/Athens")
    ended: list[str] = []

    async def write_until_cancelled() -> None:
        try:
            while True:
                async with database.write() as tx:
                    await tx.execute(text("UPDATE server SET zone = zone RETURNING zone"))
        finally:
            async with asyncio.timeout(10):
                await set_zone(database, "Europe/Rome")
            ended.append("in order")

    task = asyncio.create_task(write_until_cancelled())
    for _ in range(turns):
        await asyncio.sleep(0)
    await asyncio.sleep(turns / 30_000)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert ended == ["in order"] or turns == 0


async def test_a_broken_rule_of_a_table_is_our_own_fault_and_passes_as_it_is(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.write() as tx:
            await readings.add(tx, reading(article_id=404), [])


async def test_an_error_does_not_repeat_the_values(database: Database) -> None:
    with pytest.raises(IntegrityError) as caught:
        async with database.write() as tx:
            await readings.add(tx, reading(article_id=404, zone="Europe/Athens"), [])
    assert "Europe/Athens" not in str(caught.value)


def test_a_process_killed_in_a_transaction_leaves_what_was_committed(empty_url: str) -> None:
    process = start("hang_in_transaction", empty_url)
    assert process.stdout
    assert json.loads(process.stdout.readline()) == "ready"
    process.send_signal(signal.SIGKILL)
    process.communicate()

    async def look() -> str | None:
        database = await Database.open(empty_url)
        found = await zone(database)
        await set_zone(database, "Europe/Rome")
        await database.close()
        return found

    assert asyncio.run(look()) == "Europe/Athens"


async def test_a_file_is_opened_for_safety_first(tmp_path: Path) -> None:
    database = await Database.open(sqlite_url(tmp_path / "circle.sqlite3"))
    async with database.write() as tx:
        found = [
            (await tx.exec_driver_sql(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    await database.close()
    assert found == ["wal", 2, 1, 15_000]


async def test_the_folder_of_the_file_is_made(tmp_path: Path) -> None:
    database = await Database.open(sqlite_url(tmp_path / "data" / "circle.sqlite3"))
    await database.close()
    assert (tmp_path / "data" / "circle.sqlite3").exists()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "none that this program knows"),
        ("circle.sqlite3", "none that this program knows"),
        ("sqlite:///circle.sqlite3", "none that this program knows"),
        ("mysql+aiomysql://host/name", "none that this program knows"),
        ("sqlite+aiosqlite://", "none that this program knows"),
        ("sqlite+aiosqlite:///:memory:", "forgets everything"),
        ("postgresql+asyncpg://user:secret@127.0.0.1:1/circle", "out of reach"),
    ],
)
async def test_a_wrong_address_is_refused_with_the_setting_to_mend(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as caught:
        await Database.open(url)
    assert "BOT_DATABASE__URL" in caught.value.remedy
    assert "secret" not in str(caught.value)


async def test_a_place_where_no_file_can_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    for place in ("taken/circle.sqlite3", "missing/missing/circle.sqlite3", "taken/deeper/circle.sqlite3", ""):
        with pytest.raises(StoreError) as caught:
            await Database.open(sqlite_url(tmp_path / place))
        assert "BOT_DATABASE__URL" in caught.value.remedy
        assert str(tmp_path) not in str(caught.value)


async def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Shopping list\n" * 1000)
    with pytest.raises(StoreError, match="is not one"):
        await Database.open(sqlite_url(file))
    assert file.read_text() == "Shopping list\n" * 1000


async def test_another_programs_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.sqlite3"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE bookmark (url TEXT)")
    connection.close()
    with pytest.raises(StoreError, match="another program's tables"):
        await Database.open(sqlite_url(file))
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("bookmark",)]
    connection.close()


async def test_a_database_the_server_does_not_have_is_refused(postgresql_server: PostgresqlServer) -> None:
    with pytest.raises(StoreError, match="no such database"):
        await Database.open(postgresql_server.url("nowhere"))
