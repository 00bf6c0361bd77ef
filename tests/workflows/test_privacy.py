"""What a member has had forgotten is gone from today's copy too, also where the first try at that came to nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.participation import joined
from bot.store import contributions, due_work
from bot.store.backups import Backups
from bot.store.contribution_queue import ContributionQueue
from bot.store.database import Database
from bot.store.opt_outs import OptOuts
from bot.store.tables import due_work as work_table
from bot.workflows.privacy import Privacy
from tests.databases import sqlite_url
from tests.manual_clock import ManualClock
from tests.store.samples import DAY, MEMBER, NOW, SERVER, keep_reading


async def test_the_copy_is_made_anew_later_where_it_could_not_be_made_with_the_deletion(
    migrated_file: Path, tmp_path: Path, clock: ManualClock
) -> None:
    clock.set(NOW)
    file = tmp_path / "circle.sqlite3"
    shutil.copyfile(migrated_file, file)
    database = await Database.open(sqlite_url(file))
    reading = await keep_reading(database)
    async with database.write() as tx:
        did = joined(reading_id=reading.id, server_id=SERVER, member_id=MEMBER, at=NOW)
        await contributions.add_many(tx, [did])
    outs, backups = await OptOuts.load(database), Backups(database, 7)
    async with ContributionQueue(database, outs.hashed, wait=0) as queue:
        privacy = Privacy(database, queue.flush, outs, backups, clock)
        copy = await privacy.backup()
        in_the_way = copy.with_name(f"{copy.name}.partial")
        in_the_way.mkdir()
        with pytest.raises(OSError, match="partial"):
            await privacy.opt_out(SERVER, MEMBER)
        assert str(MEMBER).encode() in copy.read_bytes()
        in_the_way.rmdir()
        async with database.read() as tx:
            (key,) = (await tx.execute(select(work_table.c.key))).scalars()
            owed = await due_work.get(tx, key)
        assert owed is not None
        clock.set(NOW + DAY)
        await privacy.owed(owed)
        assert str(MEMBER).encode() not in copy.read_bytes()
        await privacy.opt_out(SERVER, MEMBER)  # what came through leaves nothing to be done
        async with database.read() as tx:
            assert (await tx.execute(select(work_table.c.key))).all() == []
    await database.close()
