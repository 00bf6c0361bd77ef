"""Whatever workers do and however they die, the rows of due work do as a plain account of them says."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete

from bot.domain.due_work import WorkState
from bot.store import due_work
from bot.store.database import Database, Transaction
from bot.store.tables import due_work as table
from tests.store.samples import NOW, work

LEASE = 5
KEYS = st.integers(0, 4).map("work:{}".format)
OWNERS = st.sampled_from(["one", "two"])


@dataclass
class Account:
    """What a row should say."""

    due_at: int
    state: WorkState = WorkState.WAITING
    owner: str | None = None
    lease_until: int = 0
    attempts: int = 0

    def claimable(self, now: int) -> bool:
        if self.state is WorkState.LEASED:
            return self.lease_until <= now
        return self.state is WorkState.WAITING and self.due_at <= now

    def end(self, state: WorkState) -> None:
        self.state, self.owner = state, None


class Workers(RuleBasedStateMachine):
    """Two workers on one database; one that dies is one that does not come back to what it has claimed."""

    runner: ClassVar[asyncio.Runner]
    database: ClassVar[Database]

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.accounts: dict[str, Account] = {}
        self.write(lambda tx: tx.execute(delete(table)))

    def write(self, step: Callable[[Transaction], Awaitable[Any]]) -> Any:
        async def run() -> Any:
            async with self.database.write() as tx:
                return await step(tx)

        return self.runner.run(run())

    def id_of(self, key: str) -> int:
        found = self.write(lambda tx: due_work.get(tx, key))
        return found.id if found else 0

    def holds(self, owner: str, key: str) -> bool:
        return key in self.accounts and self.accounts[key].owner == owner

    @rule(delay=st.integers(1, LEASE + 1))
    def time_passes(self, delay: int) -> None:
        self.now += delay

    @rule(key=KEYS, delay=st.integers(0, 3))
    def record(self, key: str, delay: int) -> None:
        new = self.write(lambda tx: due_work.add(tx, [work(key, self.now + delay)], now=self.now))
        assert new == ([] if key in self.accounts else [key])
        self.accounts.setdefault(key, Account(self.now + delay))

    @rule(owner=OWNERS, limit=st.integers(1, 3))
    def claim(self, owner: str, limit: int) -> None:
        claimed = self.write(lambda tx: due_work.claim(tx, now=self.now, owner=owner, limit=limit, lease_ms=LEASE))
        due = sorted(account.due_at for account in self.accounts.values() if account.claimable(self.now))
        assert [each.due_at for each in claimed] == due[:limit]
        for each in claimed:
            account = self.accounts[each.key]
            assert account.claimable(self.now)
            account.state, account.owner, account.lease_until = WorkState.LEASED, owner, self.now + LEASE
            account.attempts += 1

    @rule(owner=OWNERS, key=KEYS)
    def confirm(self, owner: str, key: str) -> None:
        work_id = self.id_of(key)
        confirmed = self.write(lambda tx: due_work.confirm(tx, work_id, owner=owner, now=self.now))
        assert confirmed == self.holds(owner, key)
        if confirmed:
            self.accounts[key].end(WorkState.DONE)

    @rule(owner=OWNERS, key=KEYS, delay=st.integers(0, 3))
    def put_off(self, owner: str, key: str, delay: int) -> None:
        work_id, at = self.id_of(key), self.now + delay
        put_off = self.write(lambda tx: due_work.retry(tx, work_id, owner=owner, at=at, error="x"))
        assert put_off == self.holds(owner, key)
        if put_off:
            self.accounts[key].end(WorkState.WAITING)
            self.accounts[key].due_at = at

    @rule(key=KEYS)
    def withdraw(self, key: str) -> None:
        withdrawn = self.write(lambda tx: due_work.withdraw(tx, [key], self.now))
        going = key in self.accounts and self.accounts[key].state in (WorkState.WAITING, WorkState.LEASED)
        assert withdrawn == going
        if going:
            self.accounts[key].end(WorkState.WITHDRAWN)

    @rule(owner=OWNERS)
    def release(self, owner: str) -> None:
        mine = [account for account in self.accounts.values() if account.owner == owner]
        assert self.write(lambda tx: due_work.release(tx, owner)) == len(mine)
        for account in mine:
            account.end(WorkState.WAITING)

    @invariant()
    def the_rows_say_what_the_account_says(self) -> None:
        async def look(tx: Transaction) -> tuple[dict[str, tuple[WorkState, int, int]], int | None]:
            found = [await due_work.get(tx, key) for key in self.accounts]
            rows = {each.key: (each.state, each.due_at, each.attempts) for each in found if each}
            return rows, await due_work.next_due_at(tx)

        rows, next_due_at = self.write(look)
        assert rows == {key: (each.state, each.due_at, each.attempts) for key, each in self.accounts.items()}
        waiting = [each.due_at for each in self.accounts.values() if each.state is WorkState.WAITING]
        leased = [each.lease_until for each in self.accounts.values() if each.state is WorkState.LEASED]
        assert next_due_at == min(waiting + leased, default=None)


def test_work_is_held_by_one_and_ended_once(database_url: str) -> None:
    few = settings(max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    with asyncio.Runner() as runner:
        Workers.runner = runner
        Workers.database = runner.run(Database.open(database_url))
        run_state_machine_as_test(Workers, settings=few)
        runner.run(Workers.database.close())
