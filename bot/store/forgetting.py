"""Forgetting: everything that is kept of a member, of a server, or for longer than was promised.

Which column holds a member is said where the column is drawn (`info`), so a table that comes later is forgotten in too.
Rows about the member go; what they did for the group stays and names nobody.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, Text, cast, delete, false, func, or_, select, union, update

from bot.domain.due_work import WorkKind, WorkState
from bot.store import contributions, words
from bot.store.columns import metadata
from bot.store.contributions import MAX_ROWS
from bot.store.database import Transaction
from bot.store.tables import article, contribution, due_work, reading, reminder, series, server

_Row = Mapping[str, Any]

_OTHERS_TOO = (WorkKind.REHEARSE, WorkKind.END_REHEARSAL, WorkKind.REMIND)
"""Work that may name a member and yet is to be done for others."""


async def forget_member(tx: Transaction, server_id: int, member_id: int) -> None:
    """Nothing in this server's rows holds the member's id any more."""
    await contributions.remove_where(tx, _in_server(contribution, server_id) & (contribution.c.member_id == member_id))
    for table in reversed(metadata.sorted_tables):
        mine = _in_server(table, server_id)
        for column in _of_members(table, "own"):
            await tx.execute(delete(table).where(mine, column == member_id))
        for column in _of_members(table, "named"):
            nobody = None if column.nullable else 0
            await tx.execute(update(table).where(mine, column == member_id).values({column.name: nobody}))
        for column in _of_members(table, "listed"):
            await _unlist(tx, table, column, mine, member_id)
    await _forget_work(tx, server_id, member_id)


async def _forget_work(tx: Transaction, server_id: int, member_id: int) -> None:
    """Work that is about the member goes; what it does for others is done, and names nobody.

    A rehearsal's end takes its thread away, as it would have; what is left of a reminder goes on after the member who
    came before this one.
    """
    mine = due_work.c.id.in_(await _naming(tx, server_id, member_id))
    await tx.execute(delete(due_work).where(mine, due_work.c.kind.not_in(_OTHERS_TOO)))
    columns = (due_work.c.id, due_work.c.key, due_work.c.kind, due_work.c.state, due_work.c.payload)
    for row in (await tx.execute(select(*columns).where(mine))).all():
        instead, mark = 0, "0"
        if row.kind == WorkKind.REMIND:
            instead, mark = await _before(tx, server_id, member_id), f"of{row.id}"
        payload = {
            name: instead if value in (member_id, str(member_id)) else value for name, value in row.payload.items()
        }
        begins = row.kind == WorkKind.REHEARSE and row.state in (WorkState.WAITING, WorkState.LEASED)
        changed: dict[str, Any] = (
            {"state": WorkState.WITHDRAWN, "lease_until": None, "lease_owner": None} if begins else {}
        )
        changed |= {"key": _whole(member_id).sub(mark, row.key), "payload": payload}
        await tx.execute(update(due_work).where(due_work.c.id == row.id).values(changed))


async def _before(tx: Transaction, server_id: int, member_id: int) -> int:
    """The last before this one, by id, of those who may be reminded of something; 0 if there is none."""
    lasts = [
        select(func.max(table.c.member_id)).where(_in_server(table, server_id), table.c.member_id < member_id)
        for table in (contribution, reminder)
    ]
    return max([(await tx.execute(last)).scalar() or 0 for last in lasts])


async def _unlist(tx: Transaction, table: Table, column: Column[Any], mine: ColumnElement[bool], member: int) -> None:
    rows = (await tx.execute(select(*table.primary_key, column).where(mine))).mappings().all()
    for row in rows:
        listed = row[column.name] or []
        if member in listed or str(member) in listed:
            this = [each == row[each.name] for each in table.primary_key]
            left = [each for each in listed if each not in (member, str(member))]
            await tx.execute(update(table).where(*this).values({column.name: left}))


async def kept_of(tx: Transaction, server_id: int, member_id: int) -> dict[str, list[_Row]]:
    """Every row of the server that holds the member's id, by table; of nobody else's id."""
    found: dict[str, list[_Row]] = {}
    for table in metadata.sorted_tables:
        named = [column == member_id for what in ("own", "named") for column in _of_members(table, what)]
        listed = [cast(column, Text).contains(str(member_id)) for column in _of_members(table, "listed")]
        holding = or_(false(), *named, *listed)
        if table is due_work:
            holding = due_work.c.id.in_(await _naming(tx, server_id, member_id))
        asked = select(table).where(_in_server(table, server_id), holding).order_by(*table.primary_key)
        rows = [_without_others(table, dict(row), member_id) for row in (await tx.execute(asked)).mappings()]
        if rows:
            found[table.name] = rows
    return found


async def _naming(tx: Transaction, server_id: int, member_id: int) -> list[int]:
    """The work that names the member, in its key or in what it needs to know.

    Only the whole number is the member: an instant or another id may have the same digits in it.
    """
    digits = or_(due_work.c.key.contains(str(member_id)), cast(due_work.c.payload, Text).contains(str(member_id)))
    asked = select(due_work.c.id, due_work.c.key, due_work.c.payload).where(_in_server(due_work, server_id), digits)
    whole = _whole(member_id)
    rows = (await tx.execute(asked)).all()
    return [row.id for row in rows if whole.search(row.key) or whole.search(json.dumps(row.payload))]


def _whole(member_id: int) -> re.Pattern[str]:
    return re.compile(rf"(?<!\d){member_id}(?!\d)")


def _without_others(table: Table, row: _Row, member_id: int) -> _Row:
    """The row as this member may have it: the ids of others are left out, for they are theirs."""
    others: dict[str, Any] = {
        column.name: None
        for what in ("own", "named")
        for column in _of_members(table, what)
        if row[column.name] != member_id
    }
    for column in _of_members(table, "listed"):
        others[column.name] = [each for each in row[column.name] or [] if str(each) == str(member_id)]
    return {**row, **others}


async def members_of(tx: Transaction, server_id: int) -> set[int]:
    """Everybody whom the server's rows hold: what is theirs, what they did for the group, where they are listed."""
    asked = [
        select(column).where(_in_server(table, server_id))
        for table in metadata.sorted_tables
        if table is not contribution  # whose members all have counters
        for column in [*_of_members(table, "own"), *_of_members(table, "named")]
    ]
    found = set((await tx.execute(union(*asked))).scalars())
    for table in metadata.sorted_tables:
        for column in _of_members(table, "listed"):
            lists = (await tx.execute(select(column).where(_in_server(table, server_id)))).scalars()
            found |= {int(each) for listed in lists for each in listed or []}
    return found - {None, 0}


async def forget_server(tx: Transaction, server_id: int) -> None:
    """Everything of one server; and the articles that no other has."""
    for table in reversed(metadata.sorted_tables):
        if table not in (server, reading, series):
            await tx.execute(delete(table).where(_in_server(table, server_id)))
    for table in (reading, series):
        await tx.execute(delete(table).where(table.c.server_id == server_id))
    await tx.execute(delete(server).where(server.c.id == server_id))
    used = [
        select(key.parent).where(key.parent.is_not(None))
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column is article.c.id
    ]
    unused = (await tx.execute(select(article.c.id).where(article.c.id.not_in(union(*used))))).scalars().all()
    await words.forget(tx, unused)
    for each in unused:
        await tx.execute(delete(article).where(article.c.id == each))


async def forget_old(tx: Transaction, server_id: int, before: int) -> int:
    """Contributions from before then, some at a time; how many these were. Again, until it is none."""
    old = select(contribution.c.key).where(contribution.c.server_id == server_id, contribution.c.at < before)
    keys = (await tx.execute(old.limit(MAX_ROWS))).scalars().all()
    return await contributions.remove_keys(tx, list(keys))


def of_server(table: Table, server_id: int) -> ColumnElement[bool] | None:
    """What tells a table's rows of one server; None for what belongs to no server."""
    if table is server:
        return table.c.id == server_id
    if "server_id" in table.c:
        return table.c.server_id == server_id
    if "reading_id" in table.c:
        return table.c.reading_id.in_(select(reading.c.id).where(reading.c.server_id == server_id))
    if "series_id" in table.c:
        return table.c.series_id.in_(select(series.c.id).where(series.c.server_id == server_id))
    return None


def _in_server(table: Table, server_id: int) -> ColumnElement[bool]:
    condition = of_server(table, server_id)
    return false() if condition is None else condition


def _of_members(table: Table, what: str) -> Sequence[Column[Any]]:
    return [column for column in table.c if column.info.get("member") == what]
