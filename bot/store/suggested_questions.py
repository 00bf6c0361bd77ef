"""Questions that members hand in for a reading, kept until its organisers have decided about them."""

from __future__ import annotations

from dataclasses import fields

from sqlalchemy import delete, func, insert, select

from bot.domain.own_question import SuggestedQuestion
from bot.store.database import Transaction
from bot.store.tables import suggested_question as table

_COLUMNS = [table.c[field.name] for field in fields(SuggestedQuestion)]


async def add(
    tx: Transaction, reading_id: int, member_id: int, text: str, passage: str | None, *, now: int
) -> SuggestedQuestion:
    """Keeps it; returns it with its id."""
    values = {"reading_id": reading_id, "member_id": member_id, "text": text, "passage": passage, "created_at": now}
    row = (await tx.execute(insert(table).values(values).returning(*_COLUMNS))).mappings().one()
    return SuggestedQuestion(**row)


async def get(tx: Transaction, suggested_id: int) -> SuggestedQuestion | None:
    """None once it is decided."""
    row = (await tx.execute(select(*_COLUMNS).where(table.c.id == suggested_id))).mappings().one_or_none()
    return SuggestedQuestion(**row) if row else None


async def of_reading(tx: Transaction, reading_id: int) -> list[SuggestedQuestion]:
    """Those not decided yet, the oldest first."""
    rows = await tx.execute(select(*_COLUMNS).where(table.c.reading_id == reading_id).order_by(table.c.id))
    return [SuggestedQuestion(**row) for row in rows.mappings()]


async def count(tx: Transaction, reading_id: int, member_id: int) -> int:
    """How many of the member's are waiting."""
    mine = (table.c.reading_id == reading_id) & (table.c.member_id == member_id)
    return (await tx.execute(select(func.count()).select_from(table).where(mine))).scalar_one()


async def remove(tx: Transaction, suggested_id: int) -> bool:
    """It is decided. False if it was before."""
    return (await tx.execute(delete(table).where(table.c.id == suggested_id))).rowcount == 1
