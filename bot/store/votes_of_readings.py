"""Which poll led to which reading."""

from __future__ import annotations

from sqlalchemy import or_, select

from bot.domain.reading import Reading
from bot.store.database import Transaction
from bot.store.tables import reading, vote


async def polls_of(tx: Transaction, of: Reading) -> list[tuple[int, int]]:
    """(channel, message) of the polls that chose what is read in this reading."""
    chose = vote.c.reading_id == of.id
    if of.series_id is not None:
        slot = (vote.c.series_id == of.series_id) & (vote.c.occurrence == of.occurrence)
        chose = or_(chose, slot)
    found = select(vote.c.channel_id, vote.c.message_id).where(
        vote.c.server_id == of.server_id, vote.c.message_id.is_not(None), chose
    )
    return [(row.channel_id, row.message_id) for row in await tx.execute(found)]


async def reading_of(tx: Transaction, message_id: int) -> int | None:
    """The reading that the poll has led to, if it has."""
    asked = (await tx.execute(select(vote).where(vote.c.message_id == message_id))).mappings().first()
    if asked is None or asked["reading_id"] is not None:
        return asked["reading_id"] if asked else None
    slot = (reading.c.series_id == asked["series_id"]) & (reading.c.occurrence == asked["occurrence"])
    found = await tx.execute(select(reading.c.id).where(slot))
    return found.scalar() if asked["series_id"] is not None else None
