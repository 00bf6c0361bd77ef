"""What admins have set up, a row a server."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import RowMapping, select, union, update

from bot.domain.server import Server, Tracking
from bot.store.database import Transaction
from bot.store.member_tables import member_week, opt_out
from bot.store.statements import insert_into
from bot.store.tables import library, reading
from bot.store.tables import server as table

_COLUMNS = [table.c[field.name] for field in fields(Server)]


async def get(tx: Transaction, server_id: int) -> Server:
    """The server's settings; those of a server nobody has set up yet, if there are none."""
    row = (await tx.execute(select(*_COLUMNS).where(table.c.id == server_id))).mappings().one_or_none()
    return Server(server_id) if row is None else _server(row)


async def with_privacy_card(tx: Transaction) -> list[Server]:
    """Every server that the bot is in and that a privacy card stands in."""
    there = table.c.privacy_card_channel_id.is_not(None) & table.c.left_at.is_(None)
    return [_server(row) for row in (await tx.execute(select(*_COLUMNS).where(there))).mappings()]


async def language_of(tx: Transaction, server_id: int) -> str:
    """The language of what all see there."""
    found: str | None = (await tx.execute(select(table.c.language).where(table.c.id == server_id))).scalar()
    return found or Server(server_id).language


async def change(tx: Transaction, server_id: int, *, now: int, **columns: Any) -> Server:
    """Sets these settings and leaves the others as they are, also those that somebody else sets meanwhile."""
    fresh = asdict(Server(server_id)) | columns | {"changed_at": now}
    changed = columns | {"changed_at": now}
    await tx.execute(insert_into(tx, table).values(fresh).on_conflict_do_update(index_elements=["id"], set_=changed))
    return await get(tx, server_id)


async def meet(tx: Transaction, languages: Mapping[int, str], *, now: int) -> None:
    """Servers seen for the first time, with their language; one that something is kept of stays as it is."""
    if languages:
        rows = [asdict(Server(each, language=tag)) | {"changed_at": now} for each, tag in languages.items()]
        await tx.execute(insert_into(tx, table).on_conflict_do_nothing(index_elements=["id"]), rows)


async def save(tx: Transaction, server: Server, *, now: int) -> None:
    """Keeps the settings in place of any that were there."""
    values = asdict(server) | {"changed_at": now}
    statement = insert_into(tx, table).values(values)
    await tx.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


async def kept(tx: Transaction) -> dict[int, int | None]:
    """Every server that something is kept of, with when the bot was taken out of it, if it was."""
    left = {row.id: row.left_at for row in await tx.execute(select(table.c.id, table.c.left_at))}
    others = union(*(select(each.c.server_id) for each in (reading, library, member_week, opt_out)))
    return left | {server_id: left.get(server_id) for server_id in (await tx.execute(others)).scalars()}


async def set_left(tx: Transaction, server_id: int, at: int | None) -> None:
    """The bot was taken out of the server; `None`: it is there."""
    await tx.execute(update(table).where(table.c.id == server_id).values(left_at=at))


async def still_there(tx: Transaction, server_ids: Collection[int], *, mine: Callable[[int], bool], now: int) -> None:
    """Of the servers that are `mine` to tell of: the bot is in these and in no other."""
    for server_id, left_at in (await kept(tx)).items():
        if not mine(server_id):
            continue
        if server_id in server_ids:
            if left_at is not None:
                await set_left(tx, server_id, None)
        elif left_at is None:
            await change(tx, server_id, now=now)
            await set_left(tx, server_id, now)


def _server(row: RowMapping) -> Server:
    return Server(
        **{**row, "extra_headings": tuple(row["extra_headings"] or ()), "tracking": Tracking(row["tracking"])}
    )
