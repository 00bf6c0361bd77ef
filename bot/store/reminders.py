"""When and where members want to be reminded, and who is to be reminded of a reading."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import RowMapping, delete, select, update

from bot.domain.participation import ContributionKind
from bot.domain.reminder import Lead, ReminderWish, Where
from bot.store.database import Transaction
from bot.store.statements import insert_into
from bot.store.tables import contribution
from bot.store.tables import reminder as table

_COLUMNS = (table.c.member_id, table.c.lead, table.c.place, table.c.refused_at, table.c.language)


async def get(tx: Transaction, server_id: int, member_id: int) -> ReminderWish | None:
    """What the member chose; None if nothing."""
    mine = (table.c.server_id == server_id) & (table.c.member_id == member_id)
    row = (await tx.execute(select(*_COLUMNS).where(mine))).mappings().one_or_none()
    return _wish(row) if row else None


async def choose(tx: Transaction, server_id: int, wish: ReminderWish, *, now: int) -> None:
    """Keeps the choice in place of any earlier one."""
    values = {"lead": wish.lead, "place": wish.where, "language": wish.language, "changed_at": now, "refused_at": None}
    statement = insert_into(tx, table).values(server_id=server_id, member_id=wish.member_id, **values)
    await tx.execute(statement.on_conflict_do_update(index_elements=["server_id", "member_id"], set_=values))


async def forget(tx: Transaction, server_id: int, member_id: int) -> None:
    """The member has chosen nothing (any more)."""
    mine = (table.c.server_id == server_id) & (table.c.member_id == member_id)
    await tx.execute(delete(table).where(mine))


async def refused(tx: Transaction, server_id: int, member_id: int, now: int) -> None:
    """Discord takes no direct message for the member."""
    mine = (table.c.server_id == server_id) & (table.c.member_id == member_id)
    await tx.execute(update(table).where(mine).values(refused_at=now))


async def chosen(tx: Transaction, server_id: int, leads: Collection[Lead]) -> list[ReminderWish]:
    """Those who chose one of the times, by member."""
    mine = (table.c.server_id == server_id) & table.c.lead.in_(leads)
    rows = await tx.execute(select(*_COLUMNS).where(mine).order_by(table.c.member_id))
    return [_wish(row) for row in rows.mappings()]


async def unasked(tx: Transaction, server_id: int, reading_id: int) -> list[int]:
    """Members who pressed **I'm reading** and have chosen nothing, by id."""
    have_chosen = select(table.c.member_id).where(table.c.server_id == server_id)
    joined = (contribution.c.reading_id == reading_id) & (contribution.c.kind == ContributionKind.JOINED)
    found = select(contribution.c.member_id).where(joined, contribution.c.member_id.not_in(have_chosen))
    return list((await tx.execute(found.order_by(contribution.c.member_id))).scalars())


def _wish(row: RowMapping) -> ReminderWish:
    return ReminderWish(row["member_id"], Lead(row["lead"]), Where(row["place"]), row["refused_at"], row["language"])
