"""Everything that is kept, as files anybody can read: one JSON Lines file a table, one object a row."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import date
from pathlib import Path

from sqlalchemy import Table, select

from bot.errors import StoreError
from bot.store.database import Database, Transaction
from bot.store.tables import metadata

_CHUNK = 1000


async def export(database: Database, folder: Path) -> dict[str, int]:
    """Writes `table.jsonl` for every table into `folder`, as of one moment; returns the rows of each.

    The files appear under their names together, when all of them are whole; until then they are called `.partial`.
    """
    rows: dict[str, int] = {}
    try:
        os.makedirs(folder, exist_ok=True)
        async with database.read() as tx:
            for table in metadata.sorted_tables:
                rows[table.name] = await _write(tx, table, _partial(folder, table))
        for table in metadata.sorted_tables:
            os.replace(_partial(folder, table), folder / f"{table.name}.jsonl")
    except OSError as error:
        reason = (error.strerror or "it cannot be written").lower()
        raise StoreError(
            f"The folder for the export cannot be used: {reason}.", "Name another folder with --out."
        ) from error
    finally:
        for table in metadata.sorted_tables:
            with suppress(OSError):
                _partial(folder, table).unlink()
    return rows


def _partial(folder: Path, table: Table) -> Path:
    return folder / f"{table.name}.jsonl.partial"


async def _write(tx: Transaction, table: Table, path: Path) -> int:
    """Streams the table in the order of its key, so that two exports of the same data are the same bytes."""
    number = 0
    with path.open("w", encoding="utf-8") as file:
        result = await tx.stream(select(table).order_by(*table.primary_key), execution_options={"yield_per": _CHUNK})
        async for some in result.mappings().partitions():
            file.writelines(json.dumps(dict(row), ensure_ascii=False, default=_as_text) + "\n" for row in some)
            number += len(some)
        file.flush()
        os.fsync(file.fileno())
    return number


def _as_text(value: object) -> str:
    """Dates as ISO 8601; nothing else in the tables is foreign to JSON."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")
