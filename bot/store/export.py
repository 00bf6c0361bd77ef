"""Everything that is kept, as files anybody can read: one JSON Lines file a table, one object a row."""

from __future__ import annotations

import io
import json
import os
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from bot.errors import StoreError
from bot.store.database import Database, Transaction
from bot.store.forgetting import of_server
from bot.store.member_tables import secret
from bot.store.tables import metadata

_CHUNK = 1000
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


async def export_server(database: Database, server_id: int) -> bytes:
    """Every row of one server, as of one moment: a zip of JSON Lines files."""
    packed = io.BytesIO()
    async with database.read() as tx:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for table in _TABLES:
                condition = of_server(table, server_id)
                if condition is None:
                    continue
                rows = await tx.execute(select(table).where(condition).order_by(*table.primary_key))
                archive.writestr(f"{table.name}.jsonl", "".join(_line(dict(row)) for row in rows.mappings()))
    return packed.getvalue()


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
