"""Whether members are still in the server, as far as the bot has asked."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from bot.domain.times import DAY_MS
from bot.store.database import Transaction
from bot.store.member_tables import member as table
from bot.store.member_tables import member_week
from bot.store.statements import insert_into

ASKED_EVERY_MS = 7 * DAY_MS


async def to_ask(tx: Transaction, server_id: int, members: Collection[int], *, since: int, now: int) -> list[int]:
    """Those not heard of since that week and not asked after for a week, the longest ago first."""
    heard = await tx.execute(
        select(member_week.c.member_id).where(member_week.c.server_id == server_id, member_week.c.week >= since)
    )
    rows = await tx.execute(select(table.c.member_id, table.c.looked_at).where(table.c.server_id == server_id))
    looked = {row.member_id: row.looked_at or 0 for row in rows}
    silent = set(members) - set(heard.scalars())
    due = [each for each in silent if looked.get(each, 0) <= now - ASKED_EVERY_MS]
    return sorted(due, key=lambda each: (looked.get(each, 0), each))


async def note(tx: Transaction, server_id: int, member_id: int, *, there: bool, now: int) -> int | None:
    """What Discord said; returns since when they are known to be gone."""
    mine = (table.c.server_id == server_id) & (table.c.member_id == member_id)
    gone_at = (await tx.execute(select(table.c.gone_at).where(mine))).scalar()
    gone_at = None if there else gone_at or now
    told = {"looked_at": now, "gone_at": gone_at}
    new = insert_into(tx, table).values({"server_id": server_id, "member_id": member_id, **told})
    await tx.execute(new.on_conflict_do_update(index_elements=["server_id", "member_id"], set_=told))
    return gone_at
