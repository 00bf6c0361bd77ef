"""Counters of contributions by server, week and member, changed in the transaction that changes the contributions.

What is asked of a week costs as much as the week holds, however long the history is. A member with nothing counted in a
week has no row.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.participation import ContributionKind, week_of
from bot.domain.report import Standing, WeekCounts
from bot.store.database import Transaction
from bot.store.member_tables import member
from bot.store.member_tables import member_week as table
from bot.store.statements import insert_into

Counted = tuple[int, int, str, int]
"""Server, member, kind, instant: what the counters need to know of a contribution."""

_KINDS = tuple(ContributionKind)
_KEY = ("server_id", "week", "member_id")
_NAMES = (*_KEY, *_KINDS)
_PLACE: dict[str, int] = {kind: number for number, kind in enumerate(_KINDS)}


def _adding(insert: Any) -> Any:
    """An insert that adds to what is counted already."""
    sums = {kind: table.c[kind] + insert.excluded[kind] for kind in _KINDS}
    return insert.on_conflict_do_update(index_elements=list(_KEY), set_=sums)


_POSTGRESQL_ADD = _adding(postgresql.insert(table))
SQLITE_ADD = str(_adding(sqlite.insert(table)).compile(dialect=sqlite.dialect(), column_keys=_NAMES))
_EMPTY = sum((table.c[kind] for kind in _KINDS[1:]), start=table.c[_KINDS[0]]) == 0


async def add(tx: Transaction, counted: Iterable[Counted], *, sign: int = 1) -> None:
    """Counts these contributions, or takes them off again with a `sign` of -1."""
    rows = changes(counted, sign)
    if not rows:
        return
    if tx.dialect.name == "sqlite":
        await tx.exec_driver_sql(SQLITE_ADD, rows)
    else:
        await tx.execute(_POSTGRESQL_ADD, [dict(zip(_NAMES, row, strict=True)) for row in rows])
    if sign < 0:
        for server_id, week in {row[:2] for row in rows}:
            members = [row[2] for row in rows if row[:2] == (server_id, week)]
            mine = (table.c.server_id == server_id) & (table.c.week == week) & table.c.member_id.in_(members)
            await tx.execute(delete(table).where(mine, _EMPTY))


def changes(counted: Iterable[Counted], sign: int = 1) -> list[tuple[int, ...]]:
    """Rows of `SQLITE_ADD`, one a server, week and member.

    Always in the same order, so that two processes never wait for each other.
    """
    sums: dict[tuple[int, int, int], list[int]] = {}
    for server_id, member_id, kind, at in counted:
        key = server_id, week_of(at), member_id
        if key not in sums:
            sums[key] = [0] * len(_KINDS)
        sums[key][_PLACE[kind]] += sign
    return [(*key, *sums[key]) for key in sorted(sums)]


async def of_member(tx: Transaction, server_id: int, member_id: int) -> dict[str, int]:
    """How many contributions of each kind are kept of a member."""
    sums = [func.coalesce(func.sum(table.c[kind]), 0).label(kind) for kind in _KINDS]
    mine = (table.c.server_id == server_id) & (table.c.member_id == member_id)
    row = (await tx.execute(select(*sums).where(mine))).mappings().one()
    return {kind: int(row[kind]) for kind in _KINDS if row[kind]}


async def list_member(tx: Transaction, server_id: int, member_id: int, *, listed: bool) -> None:
    """Whether the member wants to stand on the leaderboard. Of who does not, nothing is kept to say so."""
    chosen = {"on_leaderboard": listed}
    if not listed:
        mine = (member.c.server_id == server_id) & (member.c.member_id == member_id)
        await tx.execute(update(member).where(mine).values(chosen))
        return
    new = insert_into(tx, member).values({"server_id": server_id, "member_id": member_id, **chosen})
    await tx.execute(new.on_conflict_do_update(index_elements=["server_id", "member_id"], set_=chosen))


async def leaders(tx: Transaction, server_id: int, first_week: int, last_week: int, limit: int) -> list[Standing]:
    """Who has replied and reacted most in these weeks, of those who chose to be listed and are not known to be gone."""
    totals = [func.sum(table.c[kind]).label(kind) for kind in ("replied", "reacted")]
    listed = (member.c.server_id == table.c.server_id) & (member.c.member_id == table.c.member_id)
    found = (
        select(table.c.member_id, *totals)
        .join(member, listed)
        .where(table.c.server_id == server_id, table.c.week.between(first_week, last_week))
        .where(member.c.on_leaderboard, member.c.gone_at.is_(None))
        .group_by(table.c.member_id)
        .order_by(totals[0].desc(), totals[1].desc(), table.c.member_id)
        .limit(limit)
    )
    rows = (await tx.execute(found)).all()
    return [Standing(row.member_id, int(row.replied), int(row.reacted)) for row in rows if row.replied or row.reacted]


async def week(tx: Transaction, server_id: int, number: int) -> WeekCounts:
    """What a week of a server came to."""
    mine = (table.c.server_id == server_id) & (table.c.week == number)
    part = table.c.joined + table.c.read + table.c.replied + table.c.reacted > 0
    counted = select(
        func.count().filter(part),
        func.coalesce(func.sum(table.c.replied), 0),
        func.coalesce(func.sum(table.c.reacted), 0),
    ).where(mine)
    people, replies, reactions = (await tx.execute(counted)).one()
    return WeekCounts(number, int(people), int(replies), int(reactions))
