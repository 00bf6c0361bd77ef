"""How far each reading's thread is known, so that counting again goes on where it was, whatever happens meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select, update

from bot.domain.due_work import WorkKind, WorkState
from bot.domain.report import Progress
from bot.store.database import Transaction
from bot.store.statements import insert_into
from bot.store.tables import due_work, reading
from bot.store.tables import thread_mark as table


@dataclass(frozen=True, slots=True)
class Mark:
    """Ids of messages: everything up to `heard_to` has been listed once; of the comparison under way, `compared_to`."""

    heard_to: int
    compared_to: int


async def begin(tx: Transaction, reading_id: int, *, now: int) -> Mark:
    """Where to begin or, if a comparison was broken off, to go on."""
    row = (await tx.execute(select(table).where(table.c.reading_id == reading_id))).mappings().first()
    if row is None:
        fresh = {"reading_id": reading_id, "heard_to": 0, "compared_to": 0, "begun_at": now}
        await tx.execute(insert_into(tx, table).values(fresh).on_conflict_do_nothing())
        return Mark(0, 0)
    if row["done_at"] is None:
        return Mark(row["heard_to"], row["compared_to"])
    again = {"compared_to": 0, "begun_at": now, "done_at": None}
    await tx.execute(update(table).where(table.c.reading_id == reading_id).values(again))
    return Mark(row["heard_to"], 0)


async def advance(
    tx: Transaction, reading_id: int, *, heard_to: int | None = None, compared_to: int | None = None
) -> None:
    """A page more is known."""
    marks = {"heard_to": heard_to, "compared_to": compared_to}
    values = {name: value for name, value in marks.items() if value is not None}
    await tx.execute(update(table).where(table.c.reading_id == reading_id).values(values))


async def end(tx: Transaction, reading_id: int, *, now: int) -> None:
    """All of it has been compared."""
    await tx.execute(update(table).where(table.c.reading_id == reading_id).values(done_at=now))


async def progress(tx: Transaction, server_id: int, *, now: int) -> Progress:
    """What an admin may want to know of counting again."""
    mine = select(reading.c.id).where(reading.c.server_id == server_id)
    done_at = await tx.execute(select(func.max(table.c.done_at)).where(table.c.reading_id.in_(mine)))
    going = due_work.c.state.in_([WorkState.WAITING, WorkState.LEASED]) & (due_work.c.due_at <= now)
    backfills = (due_work.c.server_id == server_id) & (due_work.c.kind == WorkKind.BACKFILL)
    waiting = await tx.execute(select(func.count()).select_from(due_work).where(backfills, going))
    return Progress(waiting.scalar_one(), done_at.scalar_one())
