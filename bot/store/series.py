"""Series, and what differs from their rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, insert, select, update

from bot.domain.recurrence import Differences, Holiday, as_text, from_text
from bot.domain.series import Series, Source
from bot.errors import NotFound
from bot.store.database import Transaction
from bot.store.statements import insert_into
from bot.store.tables import occurrence
from bot.store.tables import series as table


async def add(tx: Transaction, series: Series) -> Series:
    """Keeps a new series; returns it with its id."""
    new_id = (await tx.execute(insert(table).values(_values(series)).returning(table.c.id))).scalar_one()
    return replace(series, id=new_id)


async def save(tx: Transaction, series: Series) -> None:
    """Keeps the series in place of what it was."""
    await tx.execute(update(table).where(table.c.id == series.id).values(_values(series)))


async def get(tx: Transaction, series_id: int, *, hold: bool = False) -> Series:
    """`NotFound` if there is none. `hold`: nobody else changes it until the transaction ends."""
    wanted = select(table).where(table.c.id == series_id)
    row = (await tx.execute(wanted.with_for_update() if hold else wanted)).mappings().one_or_none()
    if row is None:
        raise _gone()
    return _series(row)


async def of_server(tx: Transaction, server_id: int, series_id: int, *, hold: bool = False) -> Series:
    """The series if it is this server's, else `NotFound`."""
    found = await get(tx, series_id, hold=hold)
    if found.server_id != server_id:
        raise _gone()
    return found


async def all_of(tx: Transaction, server_id: int, *, ended: bool = False) -> list[Series]:
    """The server's series, the oldest first; those that have ended only if asked for."""
    found = select(table).where(table.c.server_id == server_id).order_by(table.c.id)
    rows = (await tx.execute(found if ended else found.where(table.c.ended_at.is_(None)))).mappings()
    return [_series(row) for row in rows]


async def running(tx: Transaction) -> list[Series]:
    """Every series of every server that is neither paused nor ended."""
    going = table.c.ended_at.is_(None) & table.c.paused_at.is_(None)
    return [_series(row) for row in (await tx.execute(select(table).where(going).order_by(table.c.id))).mappings()]


async def differences(tx: Transaction, series: Series) -> Differences:
    """What differs from the series' rule."""
    rows = (await tx.execute(select(occurrence).where(occurrence.c.series_id == series.id))).mappings().all()
    return Differences(
        skipped=frozenset(date.fromisoformat(row["day"]) for row in rows if row["skipped"]),
        moved={date.fromisoformat(row["day"]): datetime.fromisoformat(row["wall"]) for row in rows if row["wall"]},
        holidays=series.holidays,
    )


async def differ(tx: Transaction, series_id: int, day: date, *, now: int, by: int | None = None, **what: Any) -> None:
    """Keeps what differs on a day: `skipped` and, if so, its `note`; `wall` for where it was moved to."""
    values = {"skipped": False, **what, "changed_by": by, "changed_at": now}
    row = {"series_id": series_id, "day": day.isoformat(), **values}
    statement = insert_into(tx, occurrence).values(row)
    changed = {name: value for name, value in values.items() if name in what or name.startswith("changed")}
    await tx.execute(statement.on_conflict_do_update(index_elements=["series_id", "day"], set_=changed))


async def notes(tx: Transaction, series_id: int, limit: int = 5) -> list[tuple[str, str]]:
    """(day, note) of the occurrences that did not take place, the latest first."""
    noted = (occurrence.c.series_id == series_id) & occurrence.c.skipped & occurrence.c.note.is_not(None)
    latest = select(occurrence.c.day, occurrence.c.note).where(noted).order_by(occurrence.c.day.desc()).limit(limit)
    return [(row.day, row.note) for row in await tx.execute(latest)]


def _values(series: Series) -> dict[str, Any]:
    values = {name: value for name, value in asdict(series).items() if name in table.c and name != "id"}
    return values | {
        "rule": as_text(series.rule),
        "first_wall": series.rule.first.isoformat(timespec="minutes"),
        "leaders": list(series.leaders),
        "holidays": [[each.first.isoformat(), each.last.isoformat(), each.name] for each in series.holidays],
    }


def _series(row: RowMapping) -> Series:
    values = {field.name: row[field.name] for field in fields(Series)}
    return Series(
        **values
        | {
            "rule": from_text(row["rule"], datetime.fromisoformat(row["first_wall"])),
            "source": Source(row["source"]),
            "leaders": tuple(row["leaders"]),
            "holidays": _holidays(row["holidays"]),
        }
    )


def _holidays(kept: Sequence[Sequence[str]]) -> tuple[Holiday, ...]:
    return tuple(Holiday(date.fromisoformat(first), date.fromisoformat(last), name) for first, last, name in kept)


def _gone() -> NotFound:
    return NotFound("There is no such series in this server.", "`/series list` shows them all.")
