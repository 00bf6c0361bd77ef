"""The one loop: what is due is done once, in order, whatever fails in between."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

from bot.domain.due_work import LEASE_MS, DueWork, NewWork, WorkKind, WorkState, retry_at
from bot.errors import DeliveryFailed, NotFound, PermissionMissing
from bot.languages.words import language
from bot.store import due_work, servers
from bot.store.database import Database
from bot.told import told_again
from bot.workflows.agenda import SLOW_AT_ONCE, Agenda, Done, Handler
from tests.databases import sqlite_url
from tests.manual_clock import ManualClock

KIND = WorkKind.ANNOUNCE_ARTICLE


def work(key: str, due_at: int) -> NewWork:
    return NewWork(key, KIND, due_at, server_id=1)


async def record(database: Database, *works: NewWork, now: int) -> None:
    async with database.write() as tx:
        await due_work.add(tx, works, now=now)


async def look(database: Database, key: str) -> DueWork:
    async with database.read() as tx:
        found = await due_work.get(tx, key)
    assert found is not None
    return found


async def until(database: Database, key: str, fits: Callable[[DueWork], bool]) -> DueWork:
    """The row once it fits; fails after a generous while."""
    async with asyncio.timeout(60):
        while not fits(found := await look(database, key)):
            await asyncio.sleep(0.005)
    return found


@asynccontextmanager
async def running(
    database: Database, clock: ManualClock, handler: Handler, owner: str = "one"
) -> AsyncIterator[Agenda]:
    agenda = Agenda(database, clock, owner)
    agenda.handle({KIND: handler})
    task = asyncio.create_task(agenda.run())
    try:
        yield agenda
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


class Scribe:
    """Writes down what it was asked to do, and can be told to fail first."""

    def __init__(self, *failures: Exception) -> None:
        self.done: list[str] = []
        self._failures = list(failures)

    async def __call__(self, due: DueWork) -> Done:
        self.done.append(due.key)
        if self._failures:
            raise self._failures.pop(0)
        return Done(result_id=42)


async def test_what_is_due_is_done_and_confirmed(database: Database, clock: ManualClock) -> None:
    await record(database, work("a", clock.now()), now=clock.now())
    async with running(database, clock, scribe := Scribe()):
        found = await until(database, "a", lambda row: row.state is WorkState.DONE)
    assert (found.result_id, found.attempts, scribe.done) == (42, 1, ["a"])


async def test_it_is_done_in_the_language_of_its_server(database: Database, clock: ManualClock) -> None:
    spoken: list[str] = []

    async def speak(_: DueWork) -> Done:
        spoken.append(language())
        return Done()

    async with database.write() as tx:
        await servers.change(tx, 1, now=clock.now(), language="es")
    works = [NewWork(name, KIND, clock.now() + place, server_id=place) for place, name in enumerate(("all", "a", "b"))]
    await record(database, *works, now=clock.now())
    clock.advance(10)
    async with running(database, clock, speak):
        for name in ("all", "a", "b"):
            await until(database, name, lambda row: row.state is WorkState.DONE)
    assert sorted(spoken) == ["en", "en", "es"]


async def test_what_is_not_due_yet_waits_for_its_time(database: Database, clock: ManualClock) -> None:
    await record(database, work("later", clock.now() + 60_000), work("now", clock.now()), now=clock.now())
    async with running(database, clock, scribe := Scribe()):
        await until(database, "now", lambda row: row.state is WorkState.DONE)
        assert scribe.done == ["now"]
        clock.advance(60_000)
        await until(database, "later", lambda row: row.state is WorkState.DONE)


async def test_a_second_tick_does_nothing_new(database: Database, clock: ManualClock) -> None:
    await record(database, work("a", clock.now()), now=clock.now())
    async with running(database, clock, scribe := Scribe()) as agenda:
        await until(database, "a", lambda row: row.state is WorkState.DONE)
        await record(database, work("a", clock.now()), work("b", clock.now()), now=clock.now())
        agenda.wake()
        await until(database, "b", lambda row: row.state is WorkState.DONE)
    assert scribe.done == ["a", "b"]


async def test_what_follows_is_recorded_with_the_confirmation(database: Database, clock: ManualClock) -> None:
    async def chain(due: DueWork) -> Done:
        return Done(then=[work("second", clock.now())] if due.key == "first" else [])

    await record(database, work("first", clock.now()), now=clock.now())
    async with running(database, clock, chain):
        await until(database, "first", lambda row: row.state is WorkState.DONE)
        await until(database, "second", lambda row: row.state is WorkState.DONE)


async def test_a_passing_failure_is_tried_again_after_a_pause(database: Database, clock: ManualClock) -> None:
    await record(database, work("a", clock.now()), now=clock.now())
    async with running(database, clock, scribe := Scribe(DeliveryFailed("no answer"))):
        waiting = await until(database, "a", lambda row: row.last_error is not None)
        assert (waiting.state, waiting.due_at) == (WorkState.WAITING, retry_at(clock.now(), 1))
        clock.set(waiting.due_at)
        await until(database, "a", lambda row: row.state is WorkState.DONE)
    assert scribe.done == ["a", "a"]


async def test_a_missing_right_is_waited_for_and_its_reason_kept(database: Database, clock: ManualClock) -> None:
    await record(database, work("a", clock.now()), now=clock.now())
    missing = PermissionMissing("I may not post.", "Allow **Send Messages**.")
    async with running(database, clock, Scribe(missing)):
        waiting = await until(database, "a", lambda row: row.last_error is not None)
    assert waiting.state is WorkState.WAITING
    assert "Send Messages" in (waiting.last_error or "")


async def test_what_waiting_cannot_mend_fails_and_stops_no_other(database: Database, clock: ManualClock) -> None:
    await record(database, work("gone", clock.now()), work("fine", clock.now() + 1), now=clock.now())
    async with running(database, clock, Scribe(NotFound("It is gone."))):
        await until(database, "gone", lambda row: row.state is WorkState.FAILED)
        clock.advance(1)
        await until(database, "fine", lambda row: row.state is WorkState.DONE)


async def test_a_fault_of_our_own_stops_neither_the_loop_nor_the_work(database: Database, clock: ManualClock) -> None:
    await record(database, work("a", clock.now()), now=clock.now())
    async with running(database, clock, Scribe(ZeroDivisionError("oops"))):
        waiting = await until(database, "a", lambda row: row.last_error is not None)
        clock.set(waiting.due_at)
        await until(database, "a", lambda row: row.state is WorkState.DONE)


async def test_work_of_a_dead_process_is_taken_over_when_its_lease_runs_out(
    database: Database, clock: ManualClock
) -> None:
    await record(database, work("a", clock.now()), now=clock.now())
    async with database.write() as tx:
        await due_work.claim(tx, now=clock.now(), owner="dead", limit=1)
    async with running(database, clock, scribe := Scribe(), owner="alive"):
        await asyncio.sleep(0.05)
        assert scribe.done == []
        clock.advance(LEASE_MS)
        found = await until(database, "a", lambda row: row.state is WorkState.DONE)
    assert found.attempts == 2


async def test_the_same_owner_started_again_takes_its_own_work_up_at_once(
    database: Database, clock: ManualClock
) -> None:
    await record(database, work("a", clock.now()), now=clock.now())
    async with database.write() as tx:
        await due_work.claim(tx, now=clock.now(), owner="one", limit=1)
    async with running(database, clock, Scribe(), owner="one"):
        found = await until(database, "a", lambda row: row.state is WorkState.DONE)
    assert found.attempts == 2


async def test_a_result_that_comes_after_the_lease_was_lost_changes_nothing(
    database: Database, clock: ManualClock
) -> None:
    started, finish = asyncio.Event(), asyncio.Event()

    async def slow(_: DueWork) -> Done:
        started.set()
        await finish.wait()
        return Done(result_id=1, then=[work("after", clock.now())])

    await record(database, work("a", clock.now()), now=clock.now())
    async with running(database, clock, slow):
        await started.wait()
        async with database.write() as tx:
            await due_work.release(tx, "one")
            await due_work.claim(tx, now=clock.now(), owner="other", limit=1)
        finish.set()
        await asyncio.sleep(0.05)
        found = await look(database, "a")
        async with database.read() as tx:
            after = await due_work.get(tx, "after")
    assert (found.state, after) == (WorkState.LEASED, None)


async def test_two_processes_share_the_work_and_double_none_of_it(database: Database, clock: ManualClock) -> None:
    keys = [f"w{number}" for number in range(60)]
    await record(database, *(work(key, clock.now()) for key in keys), now=clock.now())
    one, two = Scribe(), Scribe()
    async with running(database, clock, one, "one"), running(database, clock, two, "two"):
        for key in keys:
            await until(database, key, lambda row: row.state is WorkState.DONE)
    assert sorted(one.done + two.done) == sorted(keys)


async def test_a_clean_stop_gives_back_what_it_could_not_finish(database: Database, clock: ManualClock) -> None:
    started = asyncio.Event()

    async def endless(_: DueWork) -> Done:
        started.set()
        await asyncio.Event().wait()
        return Done()

    await record(database, work("a", clock.now()), now=clock.now())
    async with running(database, clock, endless) as agenda:
        agenda.patience_s = 0.05
        await started.wait()
    assert (await look(database, "a")).state is WorkState.WAITING


async def test_what_an_admin_can_mend_is_told_once_however_often_it_fails(
    database: Database, clock: ManualClock
) -> None:
    await record(database, work("a", clock.now()), now=clock.now())
    missing = PermissionMissing("I may not post.", "Allow **Send Messages**.")
    told: list[DueWork] = []

    async def tell(due: DueWork) -> Done:
        told.append(due)
        return Done()

    async with running(database, clock, Scribe(missing, missing)) as agenda:
        agenda.handle({WorkKind.TELL_STUCK: tell})
        first = await until(database, "a", lambda row: row.attempts == 1 and row.state is WorkState.WAITING)
        await until(database, "stuck:a", lambda row: row.state is WorkState.DONE)
        clock.set(first.due_at)
        second = await until(database, "a", lambda row: row.attempts == 2 and row.state is WorkState.WAITING)
        clock.set(second.due_at)
        await until(database, "a", lambda row: row.state is WorkState.DONE)
    assert [told_again(due.payload["error"]) for due in told] == ["I may not post. Allow **Send Messages**."]


async def test_work_that_was_refused_is_tried_at_once_when_rights_change(
    database: Database, clock: ManualClock
) -> None:
    await record(database, work("a", clock.now()), now=clock.now())
    async with running(database, clock, Scribe(DeliveryFailed("no answer"))) as agenda:
        await until(database, "a", lambda row: row.last_error is not None)
        async with database.write() as tx:
            assert await due_work.hurry_stuck(tx, 1, clock.now()) == 1
            assert await due_work.hurry_stuck(tx, 2, clock.now()) == 0
        agenda.wake()
        await until(database, "a", lambda row: row.state is WorkState.DONE)


async def test_the_agenda_goes_on_when_the_database_comes_back(clock: ManualClock, tmp_path: Path) -> None:
    """The table is gone for a while, as when another program holds the file or the disk is full."""
    file = tmp_path / "circle.sqlite3"
    database = await Database.open(sqlite_url(file))
    await record(database, work("a", clock.now() + 1), now=clock.now())
    async with running(database, clock, Scribe()) as agenda:
        agenda.pause_s = 0.05
        await asyncio.to_thread(rename, file, "due_work", "gone")
        clock.advance(1)
        await asyncio.sleep(0.2)
        await asyncio.to_thread(rename, file, "gone", "due_work")
        await until(database, "a", lambda row: row.state is WorkState.DONE)
    await database.close()


def rename(file: Path, old: str, new: str) -> None:
    """Rename a table from outside, as soon as nobody writes."""
    with closing(sqlite3.connect(file, isolation_level=None)) as outside:
        outside.execute("BEGIN IMMEDIATE")
        outside.execute(f"ALTER TABLE {old} RENAME TO {new}")
        outside.execute("COMMIT")


async def test_sites_that_keep_us_waiting_do_not_hold_up_what_discord_waits_for(
    database: Database, clock: ManualClock
) -> None:
    polled, posted, answer = 0, asyncio.Event(), asyncio.Event()

    async def poll(_: DueWork) -> Done:
        nonlocal polled
        polled += 1
        await answer.wait()
        return Done()

    async def post(_: DueWork) -> Done:
        posted.set()
        return Done()

    slow = [NewWork(f"poll:{number}", WorkKind.POLL_FEED, clock.now(), 0) for number in range(100)]
    await record(database, *slow, now=clock.now())
    async with running(database, clock, post) as agenda:
        agenda.handle({WorkKind.POLL_FEED: poll})
        agenda.wake()
        async with asyncio.timeout(60):
            while polled < SLOW_AT_ONCE:
                await asyncio.sleep(0.005)
            await record(database, work("announce", clock.now()), now=clock.now())
            agenda.wake()
            await posted.wait()
            assert polled == SLOW_AT_ONCE
            answer.set()
            await until(database, "poll:99", lambda row: row.state is WorkState.DONE)
    assert polled == 100
