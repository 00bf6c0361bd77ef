"""Contributions: each kept once by its key, counted in the same transaction; nobody's who opted out.

A reply to a reply goes back to the post that the first of them answers. If one between is deleted, that is as far back
as Discord still shows it, so those above it are put right.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, bindparam, delete, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.participation import Contribution, ContributionKind, reply_key
from bot.domain.times import made_at
from bot.store import counters
from bot.store.database import Transaction, at_once
from bot.store.member_tables import opt_out
from bot.store.tables import contribution as table

MAX_ROWS = 500
"""Rows of one statement, well below the parameters either database allows."""

Hashed = Callable[[int, int], str]
"""Server and member to what an opt-out is known by (`bot.store.opt_outs`)."""

T = TypeVar("T")

_NAMES = tuple(table.c.keys())
_Row = tuple[Any, ...]
_values: Callable[[Contribution], _Row] = attrgetter(*("kind._value_" if name == "kind" else name for name in _NAMES))
"""A row as the drivers take it: with the kind as plain text, which they need not ask how to write."""
_counted: Callable[[Contribution], counters.Counted] = attrgetter("server_id", "member_id", "kind", "at")
_SQLITE_ADD = str(
    sqlite.insert(table)
    .on_conflict_do_nothing(index_elements=["key"])
    .compile(dialect=sqlite.dialect(), column_keys=_NAMES)
)
_SQLITE_LAST = "SELECT key FROM contribution ORDER BY rowid DESC LIMIT ?"
_ONE = f"({', '.join('?' * len(_NAMES))})"
_SQLITE_ADD_GROUP = _SQLITE_ADD.replace(_ONE, ", ".join([_ONE] * MAX_ROWS))
"""A whole group as one statement, during which the event loop goes on: `executemany` takes the interpreter's lock back
at every row, and waits for it as often."""
_POSTGRESQL_ADD = postgresql.insert(table).on_conflict_do_nothing(index_elements=["key"]).returning(table.c.key)
_SQLITE_OUT = (
    "WITH asked (server_id, member_hash) AS (VALUES {}) SELECT member_hash, back_at"
    " FROM asked CROSS JOIN opt_out USING (server_id, member_hash)"
)
_OPT_OUT_LOCK = 0x436972636C65


async def add_many(
    tx: Transaction, contributions: Collection[Contribution], *, hashed: Hashed | None = None, dated: bool = True
) -> int:
    """Keeps those not heard of before and not of people who opted out (see `allowed`); returns how many those are."""
    keep = _keep_in_sqlite if tx.dialect.name == "sqlite" else _keep_in_postgresql
    once: dict[str, Contribution] = {}
    for each in contributions:
        once.setdefault(each.key, each)
    return sum([await keep(tx, some, hashed, dated) for some in _portions(list(once.values()))])


async def allowed(
    tx: Transaction, some: Sequence[Contribution], hashed: Hashed, *, dated: bool = True
) -> Sequence[Contribution]:
    """Those that are not of people who opted out, or who had deleted what they did until then.

    `dated`: each `at` is when it was done, not only when it was heard of; else it was done after they came back if
    what it was done to (a post, a poll, a scheduled event) is younger than that. An opt-out waits for whoever is just
    writing, and whoever writes after it sees it.
    """
    if tx.dialect.name == "postgresql":
        await tx.exec_driver_sql(f"SELECT pg_advisory_xact_lock_shared({_OPT_OUT_LOCK})")
    hashes = _hashes(some, hashed)
    return _wanted(some, hashes, await _back_at(tx, hashes), dated)


def _hashes(some: Iterable[Contribution], hashed: Hashed) -> dict[tuple[int, int], str]:
    """What the members who did these are known by, by server and member."""
    return {member: hashed(*member) for member in {(each.server_id, each.member_id) for each in some}}


def _wanted(
    some: Sequence[Contribution], hashes: Mapping[tuple[int, int], str], out: Mapping[str, int | None], dated: bool
) -> Sequence[Contribution]:
    if not out:
        return some

    def is_allowed(each: Contribution) -> bool:
        known = hashes[each.server_id, each.member_id]
        if known not in out:
            return True
        back_at, first = out[known], each.at if dated else made_at(each.message_id or 0)
        return back_at is not None and first >= back_at

    return [each for each in some if is_allowed(each)]


async def _back_at(tx: Transaction, hashes: Mapping[tuple[int, int], str]) -> dict[str, int | None]:
    """Those of the members' hashes that have opted out, with when they came back.

    Asked before every group that is written, so it is looked up member by member however many have opted out; SQLite
    does that for a join, and reads the whole table for an IN.
    """
    if tx.dialect.name == "sqlite":
        return {row.member_hash: row.back_at for row in await tx.exec_driver_sql(*_sqlite_out(hashes))}
    asked = [(server_id, known) for (server_id, _), known in hashes.items()]
    mine = tuple_(opt_out.c.server_id, opt_out.c.member_hash).in_(asked)
    found = select(opt_out.c.member_hash, opt_out.c.back_at).where(mine)
    return {row.member_hash: row.back_at for row in await tx.execute(found)}


def _sqlite_out(hashes: Mapping[tuple[int, int], str]) -> tuple[str, _Row]:
    """Statement and values that ask which of the hashes have opted out."""
    marks = ",".join(["(?,?)"] * len(hashes))
    values = tuple(each for (server_id, _), known in hashes.items() for each in (server_id, known))
    return _SQLITE_OUT.format(marks), values


async def hold_writers(tx: Transaction) -> None:
    """Until this transaction ends nobody else keeps contributions. On SQLite only one transaction writes anyway."""
    if tx.dialect.name == "postgresql":
        await tx.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_OPT_OUT_LOCK})")


async def _keep_in_sqlite(tx: Transaction, some: Sequence[Contribution], hashed: Hashed | None, dated: bool) -> int:
    """All of it in one trip to SQLite's thread, with rows as the driver takes them: trips, and SQLAlchemy's care for
    each row, would take longer than SQLite's writing.

    SQLite numbers new rows upwards and nobody else writes meanwhile, so those that were new are the last ones.
    """
    hashes = _hashes(some, hashed) if hashed else {}

    def keep(driver: sqlite3.Connection) -> int:
        out = dict(driver.execute(*_sqlite_out(hashes))) if hashes else {}
        wanted = _wanted(some, hashes, out, dated)
        if not wanted:
            return 0
        if len(wanted) == MAX_ROWS:
            added = driver.execute(_SQLITE_ADD_GROUP, [value for each in wanted for value in _values(each)]).rowcount
        else:
            added = driver.executemany(_SQLITE_ADD, map(_values, wanted)).rowcount
        if added < len(wanted):
            new = {key for (key,) in driver.execute(_SQLITE_LAST, (added,))}
            wanted = [each for each in wanted if each.key in new]
        driver.executemany(counters.SQLITE_ADD, counters.changes(map(_counted, wanted)))
        return added

    return await at_once(tx, keep)


async def _keep_in_postgresql(tx: Transaction, some: Sequence[Contribution], hashed: Hashed | None, dated: bool) -> int:
    """One statement for all rows; it says which of them were new."""
    wanted = await allowed(tx, some, hashed, dated=dated) if hashed else some
    if not wanted:
        return 0
    named = [dict(zip(_NAMES, _values(each), strict=True)) for each in wanted]
    added = set((await tx.execute(_POSTGRESQL_ADD, named)).scalars())
    await counters.add(tx, (_counted(each) for each in wanted if each.key in added))
    return len(added)


async def remove_keys(tx: Transaction, keys: Collection[str]) -> int:
    """Uncounts what was taken back; returns how many had been counted."""
    gone = 0
    for some in _portions(list(keys)):
        gone += await remove_where(tx, table.c.key.in_(some))
    return gone


async def remove_where(tx: Transaction, condition: ColumnElement[bool]) -> int:
    """Uncounts contributions that fulfil a condition; returns how many."""
    told = (table.c.server_id, table.c.member_id, table.c.kind, table.c.at, table.c.reading_id, table.c.message_id)
    rows = (await tx.execute(delete(table).where(condition).returning(*told))).all()
    await counters.add(tx, (tuple(row[:4]) for row in rows), sign=-1)
    replies = [(row.reading_id, row.message_id) for row in rows if row.kind == ContributionKind.REPLIED]
    for reading_id in sorted({reading for reading, _ in replies}):
        await _lead_back(tx, reading_id, {message: message for reading, message in replies if reading == reading_id})
    return len(rows)


async def _lead_back(tx: Transaction, reading_id: int, roots: dict[int, int]) -> None:
    """`roots`: messages of the reading with what they go back to. What answers them goes back there too."""
    for some in _portions(list(roots)):
        answers = select(table.c.key, table.c.message_id, table.c.reply_to_id, table.c.target_id).where(
            table.c.reading_id == reading_id, table.c.reply_to_id.in_(some)
        )
        rows = (await tx.execute(answers)).all()
        changed = [row for row in rows if row.target_id != roots[row.reply_to_id]]
        if not changed:
            continue
        await tx.execute(
            update(table).where(table.c.key == bindparam("of")).values(target_id=bindparam("to")),
            [{"of": row.key, "to": roots[row.reply_to_id]} for row in changed],
        )
        await _lead_back(tx, reading_id, {row.message_id: roots[row.reply_to_id] for row in changed})


async def lead_back(tx: Transaction, reading_id: int) -> None:
    """Has every reply of a reading go back through those that are counted now, whenever each of them was learnt of."""
    of = (table.c.key, table.c.message_id, table.c.reply_to_id, table.c.target_id)
    answers = select(*of).where(
        table.c.reading_id == reading_id, table.c.kind == ContributionKind.REPLIED, table.c.reply_to_id.is_not(None)
    )
    roots: dict[int, int] = {}
    changed = []
    for row in await tx.execute(answers.order_by(table.c.message_id)):  # an answer is younger than what it answers
        roots[row.message_id] = roots.get(row.reply_to_id, row.reply_to_id)
        if row.target_id != roots[row.message_id]:
            changed.append({"of": row.key, "to": roots[row.message_id]})
    if changed:
        await tx.execute(update(table).where(table.c.key == bindparam("of")).values(target_id=bindparam("to")), changed)


async def settle(tx: Transaction, listed: Sequence[Contribution]) -> None:
    """Keeps replies just listed as Discord shows them, also those known as answers to something else, or to nothing.

    What they go back to through others is for `lead_back` to say, once all are listed.
    """
    if not listed:
        return
    await add_many(tx, listed)
    known = select(table.c.key, table.c.reply_to_id).where(table.c.key.in_([each.key for each in listed]))
    answers = {row.key: row.reply_to_id for row in await tx.execute(known)}
    for each in listed:
        if answers[each.key] != each.reply_to_id:
            shown = {"reply_to_id": each.reply_to_id, "target_id": each.target_id}
            await tx.execute(update(table).where(table.c.key == each.key).values(shown))


async def keys_of(
    tx: Transaction,
    reading_id: int,
    kind: ContributionKind,
    message_id: int | None = None,
    *,
    after: int | None = None,
    up_to: int | None = None,
) -> set[str]:
    """The keys of one kind counted for a reading: all, of one message of it, or of messages in that range of ids."""
    found = select(table.c.key).where(table.c.reading_id == reading_id, table.c.kind == kind)
    if message_id is not None:
        found = found.where(table.c.message_id == message_id)
    if after is not None:
        found = found.where(table.c.message_id > after)
    if up_to is not None:
        found = found.where(table.c.message_id <= up_to)
    return set((await tx.execute(found)).scalars())


async def known(tx: Transaction, keys: Collection[str]) -> set[str]:
    """Those of the keys that are counted."""
    return set((await tx.execute(select(table.c.key).where(table.c.key.in_(keys)))).scalars())


async def roots(tx: Transaction, message_ids: Collection[int]) -> dict[int, int | None]:
    """For those of the messages that are counted replies: the post each goes back to."""
    found = select(table.c.message_id, table.c.target_id).where(
        table.c.key.in_([reply_key(each) for each in message_ids])
    )
    return {row.message_id: row.target_id for row in await tx.execute(found)}


def _portions(things: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(things), MAX_ROWS):
        yield things[start : start + MAX_ROWS]
