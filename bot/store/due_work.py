"""Due work: recorded once, claimed by one process at a time, confirmed by whoever claimed it.

Every step that ends a claim names its `owner` and does nothing if the lease has gone to another one meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, delete, func, or_, select, update

from bot.domain.due_work import LEASE_MS, DueWork, NewWork, WorkKind, WorkState
from bot.store.database import Transaction
from bot.store.statements import insert_into
from bot.store.tables import due_work as table
from bot.told import kept, told_again

_COLUMNS = [table.c[field.name] for field in fields(DueWork)]
_FREE = {"lease_until": None, "lease_owner": None}


async def add(tx: Transaction, works: Sequence[NewWork], *, now: int) -> list[str]:
    """Records work; what has a row already, in whatever state, is left alone. Returns the new keys, in order."""
    if not works:
        return []
    rows = [
        {
            "key": work.key,
            "kind": work.kind,
            "state": WorkState.WAITING,
            "due_at": work.due_at,
            "server_id": work.server_id,
            "attempts": 0,
            "created_at": now,
            "payload": dict(work.payload),
        }
        for work in works
    ]
    statement = insert_into(tx, table).on_conflict_do_nothing(index_elements=["key"]).returning(table.c.key)
    new = set((await tx.execute(statement, rows)).scalars())
    return [key for key in dict.fromkeys(work.key for work in works) if key in new]


async def repeat(tx: Transaction, work: NewWork, *, now: int) -> None:
    """Records work that comes again under the same key: due anew once it has ended, left alone while it goes on."""
    fresh: dict[str, Any] = {"state": WorkState.WAITING, "due_at": work.due_at, "payload": dict(work.payload)}
    fresh |= {"attempts": 0, "first_attempt_at": None, "result_id": None, "last_error": None, "done_at": None, **_FREE}
    values = fresh | {"key": work.key, "kind": work.kind, "server_id": work.server_id, "created_at": now}
    ended = table.c.state.not_in([WorkState.WAITING, WorkState.LEASED])
    statement = insert_into(tx, table).values(values)
    await tx.execute(statement.on_conflict_do_update(index_elements=["key"], set_=fresh, where=ended))


async def set_due(tx: Transaction, key: str, at: int) -> bool:
    """Work that waits, and has not been tried yet, is due `at` instead. False if there is none, or it is so already."""
    waiting = (table.c.key == key) & (table.c.state == WorkState.WAITING) & (table.c.attempts == 0)
    moved = update(table).where(waiting, table.c.due_at != at).values(due_at=at)
    return (await tx.execute(moved)).rowcount == 1


async def claim(
    tx: Transaction,
    *,
    now: int,
    owner: str,
    limit: int,
    lease_ms: int = LEASE_MS,
    of: Collection[WorkKind] | None = None,
    but: Collection[WorkKind] = (),
) -> list[DueWork]:
    """Takes at most `limit` pieces of work that are due, or whose lease ran out, the longest due first.

    `of`, `but`: only these kinds; none of these.
    Safe for any number of processes: on PostgreSQL the rows that another one is just taking are passed over; on SQLite,
    where the lock clause is left out, only one transaction writes at a time.
    """
    due = or_(
        (table.c.state == WorkState.WAITING) & (table.c.due_at <= now),
        (table.c.state == WorkState.LEASED) & (table.c.lease_until <= now),
    )
    first = select(table.c.id).where(due, *_kinds(of, but)).order_by(table.c.due_at, table.c.id).limit(limit)
    claimable = first.with_for_update(skip_locked=True).cte("claimable")
    taken = {
        "state": WorkState.LEASED,
        "lease_until": now + lease_ms,
        "lease_owner": owner,
        "attempts": table.c.attempts + 1,
        "first_attempt_at": func.coalesce(table.c.first_attempt_at, now),
    }
    statement = update(table).where(table.c.id.in_(select(claimable.c.id))).values(taken).returning(*_COLUMNS)
    works = [_work(row) for row in (await tx.execute(statement)).mappings()]
    return sorted(works, key=lambda work: (work.due_at, work.id))


def _kinds(of: Collection[WorkKind] | None, but: Collection[WorkKind]) -> list[ColumnElement[bool]]:
    only: list[ColumnElement[bool]] = [] if of is None else [table.c.kind.in_(of)]
    return only + ([table.c.kind.not_in(but)] if but else [])


async def confirm(tx: Transaction, work_id: int, *, owner: str, now: int, result_id: int | None = None) -> bool:
    """It is done; `result_id` is what Discord called the result. False if the lease was lost or the work withdrawn."""
    return await _end(tx, work_id, owner, state=WorkState.DONE, done_at=now, result_id=result_id, last_error=None)


async def note(tx: Transaction, work_id: int, payload: Mapping[str, Any]) -> None:
    """What is to be known of work that was done, in place of what was known before."""
    await tx.execute(update(table).where(table.c.id == work_id).values(payload=dict(payload)))


async def retry(tx: Transaction, work_id: int, *, owner: str, at: int, error: str) -> bool:
    """It failed for a passing reason and is due again `at`. False as for `confirm`."""
    return await _end(tx, work_id, owner, state=WorkState.WAITING, due_at=at, last_error=kept(error))


async def fail(tx: Transaction, work_id: int, *, owner: str, now: int, error: str) -> bool:
    """Waiting mends it not; the reason is kept for whoever can. False as for `confirm`."""
    return await _end(tx, work_id, owner, state=WorkState.FAILED, done_at=now, last_error=kept(error))


async def withdraw(tx: Transaction, keys: Collection[str], now: int) -> int:
    """The work is no longer wanted, whether begun or not; returns how much of it had not ended."""
    going = table.c.state.in_([WorkState.WAITING, WorkState.LEASED])
    values = {"state": WorkState.WITHDRAWN, "done_at": now, **_FREE}
    return (await tx.execute(update(table).where(table.c.key.in_(keys), going).values(values))).rowcount


async def revive(tx: Transaction, key: str, now: int) -> bool:
    """Work that had failed for good is due again at once. False if it had not."""
    failed_one = (table.c.key == key) & (table.c.state == WorkState.FAILED)
    values = {"state": WorkState.WAITING, "due_at": now, "done_at": None}
    return (await tx.execute(update(table).where(failed_one).values(values))).rowcount == 1


async def release(tx: Transaction, owner: str) -> int:
    """Gives back what `owner` has claimed and not ended; returns how much that was."""
    mine = (table.c.state == WorkState.LEASED) & (table.c.lease_owner == owner)
    return (await tx.execute(update(table).where(mine).values(state=WorkState.WAITING, **_FREE))).rowcount


async def renew(tx: Transaction, work_ids: Collection[int], *, owner: str, until: int) -> int:
    """Extends the leases of work that is still being done; returns how many were still `owner`'s."""
    mine = (table.c.state == WorkState.LEASED) & (table.c.lease_owner == owner) & table.c.id.in_(work_ids)
    return (await tx.execute(update(table).where(mine).values(lease_until=until))).rowcount


async def next_due_at(tx: Transaction, but: Collection[WorkKind] = ()) -> int | None:
    """When there will next be something to claim: the earliest due time or end of a lease. None: nothing is waiting.

    `but`: work of these kinds does not count.
    """
    kinds = _kinds(None, but)
    waiting = select(func.min(table.c.due_at)).where(table.c.state == WorkState.WAITING, *kinds).scalar_subquery()
    leased = select(func.min(table.c.lease_until)).where(table.c.state == WorkState.LEASED, *kinds).scalar_subquery()
    instants = (await tx.execute(select(waiting, leased))).one()
    return min((instant for instant in instants if instant is not None), default=None)


async def set_payload(tx: Transaction, work_id: int, payload: Mapping[str, Any]) -> None:
    """What the work is about from now on; what it no longer needs is not kept."""
    await tx.execute(update(table).where(table.c.id == work_id).values(payload=dict(payload)))


async def get(tx: Transaction, key: str) -> DueWork | None:
    """The work of this key, in whatever state."""
    row = (await tx.execute(select(*_COLUMNS).where(table.c.key == key))).mappings().one_or_none()
    return _work(row) if row else None


async def failed(tx: Transaction, server_id: int, limit: int) -> list[DueWork]:
    """What failed for good in this server, the latest first."""
    mine = (table.c.server_id == server_id) & (table.c.state == WorkState.FAILED)
    latest = select(*_COLUMNS).where(mine).order_by(table.c.done_at.desc(), table.c.id.desc()).limit(limit)
    return [_work(row) for row in (await tx.execute(latest)).mappings()]


async def bring_forward(tx: Transaction, key: str, prefix: str, now: int) -> int:
    """Work of this key, or of keys that begin so, that waits for later, or had failed for good, is due now."""
    later = (table.c.state == WorkState.WAITING) & (table.c.due_at > now)
    idle = _named(key, prefix) & (later | (table.c.state == WorkState.FAILED))
    values = {"state": WorkState.WAITING, "due_at": now, "done_at": None}
    return (await tx.execute(update(table).where(idle).values(values))).rowcount


async def forget_passing(tx: Transaction, *, before: int) -> int:
    """Deletes what was done before then of the kinds whose keys promise nothing for later; returns how much it was."""
    passing = [
        WorkKind.BACKFILL,
        WorkKind.REFRESH_ANNOUNCEMENT,
        WorkKind.DISCARD_DRAFT,
        WorkKind.TELL_STUCK,
        WorkKind.TAKE_IN,
        WorkKind.CHANGE_ARTICLE,
        WorkKind.SYNC_EVENT,
        WorkKind.TAKE_DOWN,
        WorkKind.LEAVE_NO_TRACE,
    ]
    old = table.c.kind.in_(passing) & (table.c.done_at < before)
    return (await tx.execute(delete(table).where(old))).rowcount


async def forget(tx: Transaction, server_id: int, prefix: str) -> int:
    """Deletes what has ended of the server's work whose keys begin so: it may be recorded, and done, once more."""
    ended = table.c.state.not_in([WorkState.WAITING, WorkState.LEASED])
    mine = (table.c.server_id == server_id) & table.c.key.startswith(prefix, autoescape=True)
    return (await tx.execute(delete(table).where(mine, ended))).rowcount


async def done_under(tx: Transaction, server_id: int, prefix: str) -> list[DueWork]:
    """What is done of the server's work whose keys begin so."""
    mine = (table.c.server_id == server_id) & table.c.key.startswith(prefix, autoescape=True)
    rows = await tx.execute(select(*_COLUMNS).where(mine, table.c.state == WorkState.DONE).order_by(table.c.id))
    return [_work(row) for row in rows.mappings()]


async def any_going(tx: Transaction, key: str, prefix: str, *, due_by: int | None = None) -> bool:
    """Whether work of this key, or of keys that begin so, is waiting or being done; with `due_by`, due then at last."""
    going = [_named(key, prefix), table.c.state.in_([WorkState.WAITING, WorkState.LEASED])]
    if due_by is not None:
        going.append(table.c.due_at <= due_by)
    return (await tx.execute(select(table.c.id).where(*going).limit(1))).first() is not None


async def count(tx: Transaction, key: str, prefix: str) -> int:
    """How much work there is or was of this key and of keys that begin so."""
    return (await tx.execute(select(func.count()).select_from(table).where(_named(key, prefix)))).scalar_one()


async def reschedule(tx: Transaction, key: str, prefix: str, at: int) -> int:
    """Waiting work of this key, or of keys that begin so, is due `at` instead; returns how much of it there was."""
    waiting = _named(key, prefix) & (table.c.state == WorkState.WAITING)
    return (await tx.execute(update(table).where(waiting).values(due_at=at, last_error=None))).rowcount


def _named(key: str, prefix: str) -> ColumnElement[bool]:
    return (table.c.key == key) | table.c.key.startswith(prefix, autoescape=True)


async def earlier(tx: Transaction, work: DueWork, kinds: Collection[WorkKind]) -> list[DueWork]:
    """What was recorded before this work, in its server and of these kinds, and has not ended."""
    going = table.c.state.in_([WorkState.WAITING, WorkState.LEASED]) & table.c.kind.in_(kinds)
    before = (table.c.server_id == work.server_id) & (table.c.id < work.id)
    return [_work(row) for row in (await tx.execute(select(*_COLUMNS).where(before, going))).mappings()]


async def later(tx: Transaction, work: DueWork, kinds: Collection[WorkKind]) -> list[DueWork]:
    """What was recorded after this work, in its server and of these kinds, and waits, in its order."""
    waiting = (table.c.state == WorkState.WAITING) & table.c.kind.in_(kinds)
    after = (table.c.server_id == work.server_id) & (table.c.id > work.id)
    found = select(*_COLUMNS).where(after, waiting).order_by(table.c.id)
    return [_work(row) for row in (await tx.execute(found)).mappings()]


async def recorded(tx: Transaction, keys: Collection[str]) -> set[str]:
    """Which of these keys there is work of, in whatever state."""
    return set((await tx.execute(select(table.c.key).where(table.c.key.in_(keys)))).scalars())


async def under(tx: Transaction, prefix: str) -> list[DueWork]:
    """Work of all servers whose keys begin so, in whatever state."""
    named = table.c.key.startswith(prefix, autoescape=True)
    return [_work(row) for row in (await tx.execute(select(*_COLUMNS).where(named).order_by(table.c.id))).mappings()]


async def stuck(tx: Transaction, server_id: int, limit: int) -> list[DueWork]:
    """What failed in this server, for good or so far, the latest due first."""
    failing = table.c.state.in_([WorkState.WAITING, WorkState.LEASED]) & table.c.last_error.is_not(None)
    mine = (table.c.server_id == server_id) & (failing | (table.c.state == WorkState.FAILED))
    latest = select(*_COLUMNS).where(mine).order_by(table.c.due_at.desc(), table.c.id.desc()).limit(limit)
    return [_work(row) for row in (await tx.execute(latest)).mappings()]


async def hurry(tx: Transaction, work_id: int, *, server_id: int, now: int) -> bool:
    """Failed or waiting work of this server is due again at once. False if it is neither."""
    mine = (table.c.id == work_id) & (table.c.server_id == server_id)
    idle = table.c.state.in_([WorkState.FAILED, WorkState.WAITING])
    values = {"state": WorkState.WAITING, "due_at": now, "done_at": None}
    return (await tx.execute(update(table).where(mine, idle).values(values))).rowcount == 1


async def hurry_stuck(tx: Transaction, server_id: int, now: int) -> int:
    """What has failed so far in this server is due again at once; returns how much that is."""
    failing = (table.c.state == WorkState.WAITING) & table.c.last_error.is_not(None) & (table.c.due_at > now)
    statement = update(table).where(table.c.server_id == server_id, failing).values(due_at=now)
    return (await tx.execute(statement)).rowcount


async def _end(tx: Transaction, work_id: int, owner: str, **values: Any) -> bool:
    result = await tx.execute(update(table).where(_leased_by(work_id, owner)).values(**values, **_FREE))
    return result.rowcount == 1


def _leased_by(work_id: int, owner: str) -> ColumnElement[bool]:
    return (table.c.id == work_id) & (table.c.state == WorkState.LEASED) & (table.c.lease_owner == owner)


def _work(row: RowMapping) -> DueWork:
    values = {field.name: row[field.name] for field in fields(DueWork)}
    values |= {"kind": WorkKind(values["kind"]), "state": WorkState(values["state"])}
    if values["last_error"] is not None:
        values["last_error"] = told_again(values["last_error"])
    return DueWork(**values)
