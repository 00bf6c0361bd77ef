"""Everything that is kept, as files anybody can read: one JSON Lines file a table, one object a row."""

from __future__ import annotations

import asyncio
import io
import json
import os
import zipfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import IO, Any

from sqlalchemy import RowMapping, Table, select

from bot.errors import StoreError
from bot.store.database import Database, Transaction
from bot.store.forgetting import of_server
from bot.store.member_tables import secret
from bot.store.tables import metadata

_CHUNK = 1000
_SPARE = 256 * 1024
"""Of a zip, for its list of files and for what is compressed but not written yet."""
_TABLES = [table for table in metadata.sorted_tables if table is not secret]
"""The key by which opt-outs are recognised stays where it is."""


async def export(database: Database, folder: Path) -> dict[str, int]:
    """Writes `table.jsonl` for every table into `folder`, as of one moment; returns the rows of each.

    The files appear under their names together, when all of them are whole; until then they are called `.partial`.
    """
    rows: dict[str, int] = {}
    try:
        os.makedirs(folder, exist_ok=True)
        async with database.read() as tx:
            for table in _TABLES:
                rows[table.name] = await _write(tx, table, _partial(folder, table))
        for table in _TABLES:
            os.replace(_partial(folder, table), folder / f"{table.name}.jsonl")
    except OSError as error:
        reason = (error.strerror or "it cannot be written").lower()
        raise StoreError(
            f"The folder for the export cannot be used: {reason}.", "Name another folder with --out."
        ) from error
    finally:
        for table in _TABLES:
            with suppress(OSError):
                _partial(folder, table).unlink()
    return rows


def _partial(folder: Path, table: Table) -> Path:
    return folder / f"{table.name}.jsonl.partial"


async def export_server(database: Database, server_id: int, *, at_most: int) -> AsyncGenerator[bytes, None]:
    """Every row of one server, as of one moment: zips of JSON Lines files, of at most so many bytes each.

    What one has no room for goes on in the next. Close it (`aclosing`) if not all of them are wanted. Rows become bytes
    some at a time and in a thread, so that nobody waits for a server that has many of them.
    """
    zips = _Zips(at_most)
    async with database.read() as tx:
        for table in _TABLES:
            condition = of_server(table, server_id)
            if condition is None:
                continue
            zips.begin(table.name)
            rows = select(table).where(condition).order_by(*table.primary_key)
            result = await tx.stream(rows, execution_options={"yield_per": _CHUNK})
            async for some in result.mappings().partitions():
                full = await asyncio.to_thread(zips.add, some)
                if full is not None:
                    yield full
    yield zips.finish()


class _Zips:
    """Zips that are filled one after the other; one thread at a time."""

    def __init__(self, at_most: int) -> None:
        self._at_most = at_most
        self._number = 0
        self._open()

    def _open(self) -> None:
        self._number += 1
        self._packed = io.BytesIO()
        self._archive = zipfile.ZipFile(self._packed, "w", zipfile.ZIP_DEFLATED)
        self._file: IO[bytes] | None = None

    def begin(self, name: str) -> None:
        """What is added from now on belongs to this table. Its files have names of their own in every zip."""
        self._close_file()
        self._name = name
        number = f".{self._number}" if self._number > 1 else ""
        self._file = self._archive.open(f"{name}{number}.jsonl", "w")

    def add(self, rows: Sequence[RowMapping]) -> bytes | None:
        """Returns the zip before, if these rows begin a new one because they might not shrink at all."""
        lines = "".join(_line(dict(row)) for row in rows).encode()
        full = None
        if self._packed.tell() + len(lines) + _SPARE > self._at_most:
            full = self.finish()
            self._open()
            self.begin(self._name)
        assert self._file is not None
        self._file.write(lines)
        return full

    def finish(self) -> bytes:
        """The zip as it stands."""
        self._close_file()
        self._archive.close()
        return self._packed.getvalue()

    def _close_file(self) -> None:
        if self._file is not None:
            self._file.close()


async def _write(tx: Transaction, table: Table, path: Path) -> int:
    """Streams the table in the order of its key, so that two exports of the same data are the same bytes."""
    number = 0
    with path.open("w", encoding="utf-8") as file:
        result = await tx.stream(select(table).order_by(*table.primary_key), execution_options={"yield_per": _CHUNK})
        async for some in result.mappings().partitions():
            file.writelines(_line(dict(row)) for row in some)
            number += len(some)
        file.flush()
        os.fsync(file.fileno())
    return number


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, default=_as_text) + "\n"


def _as_text(value: object) -> str:
    """Dates as ISO 8601; nothing else in the tables is foreign to JSON."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")
