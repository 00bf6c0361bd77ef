"""Copies of the SQLite file, one a day at most, whole at every moment, made while the bot goes on working.

A member who is forgotten is also gone from the copy of today: it is made anew. Older copies are deleted after some
days, those made before a migration too.
"""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from bot.domain.times import DAY_MS
from bot.errors import MemberError
from bot.store.database import Database

_DATED = re.compile(r"\.backup-(\d{4}-\d\d-\d\d)\.sqlite3$")
_MIGRATED = re.compile(r"\.before-\d{4}\.sqlite3$")


class Backups:
    """Beside the database file, named after it and the day. `days`: how long each is kept."""

    def __init__(self, database: Database, days: int) -> None:
        self._database = database
        self._days = days
        self._one_at_a_time = asyncio.Lock()

    async def make(self, now: int) -> Path:
        """The copy of today, made anew; MemberError where the database is none that this program can copy."""
        file = self._database.file
        if file is None:
            raise MemberError(
                "This bot keeps its data in PostgreSQL, which has backups of its own.",
                "Whoever runs the bot makes them, with `pg_dump`.",
            )
        target = _named(file, now)
        async with self._one_at_a_time:
            await asyncio.to_thread(_copy, file, target)
        return target

    async def tidy(self) -> None:
        """What copies leave that were cut short, for instance by the death of the program, is deleted."""
        file = self._database.file
        if file is not None:
            async with self._one_at_a_time:
                await asyncio.to_thread(_drop_partial, file)

    async def renew(self, now: int) -> None:
        """If there is a copy of today, make it anew."""
        await self.tidy()
        file = self._database.file
        if file is not None and await asyncio.to_thread(_named(file, now).exists):
            await self.make(now)

    async def clear(self, now: int) -> int:
        """Delete what is too old, and what was cut short; how many whole copies that were."""
        await self.tidy()
        file = self._database.file
        return 0 if file is None else await asyncio.to_thread(_clear, file, now, self._days)


def _named(file: Path, now: int) -> Path:
    return file.with_name(f"{file.stem}.backup-{_day(now).isoformat()}.sqlite3")


def _day(now: int) -> date:
    return datetime.fromtimestamp(now / 1000, tz=UTC).date()


def _copy(file: Path, target: Path) -> None:
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(partial)) as destination:
        source.backup(destination)
    with partial.open("rb") as written:
        os.fsync(written.fileno())
    os.replace(partial, target)


def _drop_partial(file: Path) -> None:
    for left in file.parent.glob(f"{file.stem}.*.sqlite3.partial*"):
        left.unlink(missing_ok=True)


def _clear(file: Path, now: int, days: int) -> int:
    gone = 0
    for copy in file.parent.glob(f"{file.stem}.*.sqlite3"):
        dated = _DATED.search(copy.name)
        if dated:
            old = (_day(now) - date.fromisoformat(dated[1])).days >= days
        else:
            old = bool(_MIGRATED.search(copy.name)) and copy.stat().st_mtime * 1000 < now - days * DAY_MS
        if old:
            copy.unlink(missing_ok=True)
            gone += 1
    return gone
