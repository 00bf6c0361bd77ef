"""What admins have set up, a row a server."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import select

from bot.domain.server import Server, Tracking
from bot.store.database import Transaction
from bot.store.statements import insert_into
from bot.store.tables import server as table

_COLUMNS = [table.c[field.name] for field in fields(Server)]


async def get(tx: Transaction, server_id: int) -> Server:
    """The server's settings; those of a server nobody has set up yet, if there are none."""
    row = (await tx.execute(select(*_COLUMNS).where(table.c.id == server_id))).mappings().one_or_none()
    if row is None:
        return Server(server_id)
    return Server(
        **{**row, "extra_headings": tuple(row["extra_headings"] or ()), "tracking": Tracking(row["tracking"])}
    )


async def change(tx: Transaction, server_id: int, *, now: int, **columns: Any) -> Server:
    """Sets these settings and leaves the others as they are, also those that somebody else sets meanwhile."""
    fresh = asdict(Server(server_id)) | columns | {"changed_at": now}
    changed = columns | {"changed_at": now}
    await tx.execute(insert_into(tx, table).values(fresh).on_conflict_do_update(index_elements=["id"], set_=changed))
    return await get(tx, server_id)


async def save(tx: Transaction, server: Server, *, now: int) -> None:
    """Keeps the settings in place of any that were there."""
    values = asdict(server) | {"changed_at": now}
    statement = insert_into(tx, table).values(values)
    await tx.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))
