"""Which commands Discord was last told of, so that an unchanged set is not sent again at every start."""

from __future__ import annotations

from sqlalchemy import select

from bot.store.database import Transaction
from bot.store.statements import insert_into
from bot.store.tables import command_sync as table


async def synced_hash(tx: Transaction, application_id: int) -> str | None:
    """The hash kept at the last sending, or None."""
    kept = select(table.c.payload_hash).where(table.c.application_id == application_id)
    found: str | None = (await tx.execute(kept)).scalar()
    return found


async def set_synced(tx: Transaction, application_id: int, payload_hash: str, *, now: int) -> None:
    """Discord has the commands with this hash."""
    values = {"application_id": application_id, "payload_hash": payload_hash, "synced_at": now}
    statement = insert_into(tx, table).values(values)
    await tx.execute(statement.on_conflict_do_update(index_elements=["application_id"], set_=values))
