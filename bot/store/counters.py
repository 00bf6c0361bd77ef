"""Counters of contributions by server, week and member, changed in the transaction that changes the contributions.

What is asked of a week costs as much as the week holds, however long the history is. A member with nothing counted in a
week has no row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.participation import ContributionKind, week_of
from bot.store.database import Transaction
from bot.store.member_tables import member_week as table

Counted = tuple[int, int, str, int]
"""Server, member, kind, instant: what the counters need to know of a contribution."""

_KINDS = tuple(ContributionKind)
_KEY = ("server_id", "week", "member_id")
_NAMES = (*_KEY, *_KINDS)
_PLACE = {kind: number for number, kind in enumerate(_KINDS)}


def _adding(insert: Any) -> Any:
    """An insert that adds to what is counted already."""
    sums = {kind: table.c[kind] + insert.excluded[kind] for kind in _KINDS}
    return insert.on_conflict_do_update(index_elements=list(_KEY), set_=sums)


_POSTGRESQL_ADD = _adding(postgresql.insert(table))
_SQLITE_ADD = str(_adding(sqlite.insert(table)).compile(dialect=sqlite.dialect(), column_keys=_NAMES))
_EMPTY = sum((table.c[kind] for kind in _KINDS[1:]), start=table.c[_KINDS[0]]) == 0


async def add(tx: Transaction, counted: Iterable[Counted], *, sign: int = 1) -> None:
    """Counts these contributions, or takes them off again with a `sign` of -1."""
    rows = _rows(counted, sign)
    if not rows:
        return
    if tx.dialect.name == "sqlite":
        await tx.exec_driver_sql(_SQLITE_ADD, rows)
    else:
        await tx.execute(_POSTGRESQL_ADD, [dict(zip(_NAMES, row, strict=True)) for row in rows])
    if sign < 0:
        for server_id, week in {row[:2] for row in rows}:
            members = [row[2] for row in rows if row[:2] == (server_id, week)]
            mine = (table.c.server_id == server_id) & (table.c.week == week) & table.c.member_id.in_(members)
            await tx.execute(delete(table).where(mine, _EMPTY))


def _rows(counted: Iterable[Counted], sign: int) -> list[tuple[int, ...]]:
    """A row a server, week and member, in one order always, so that two processes never wait for each other."""
    sums: dict[tuple[int, int, int], list[int]] = {}
    for (server_id, member_id, kind, week), number in Counter(
        (server_id, member_id, kind, week_of(at)) for server_id, member_id, kind, at in counted
    ).items():
        row = sums.setdefault((server_id, week, member_id), [0] * len(_KINDS))
        row[_PLACE[ContributionKind(kind)]] += sign * number
    return [(*key, *sums[key]) for key in sorted(sums)]
