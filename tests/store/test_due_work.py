"""Due work is recorded once and done by one at a time, whatever dies in between."""

from __future__ import annotations

import asyncio
import json

from bot.domain.due_work import LEASE_MS, DueWork, WorkState
from bot.store import due_work
from bot.store.database import Database
from tests.databases import PostgresqlServer
from tests.store.processes import start
from tests.store.samples import NOW, OTHER_SERVER, SERVER, work


async def add(database: Database, *works: str, due_at: int = NOW) -> list[str]:
    async with database.write() as tx:
        return await due_work.add(tx, [work(key, due_at) for key in works], now=NOW)


async def claim(
    database: Database, now: int = NOW, *, owner: str = "me", limit: int = 10, lease_ms: int = LEASE_MS
) -> list[DueWork]:
    async with database.write() as tx:
        return await due_work.claim(tx, now=now, owner=owner, limit=limit, lease_ms=lease_ms)


async def state(database: Database, key: str) -> WorkState:
    async with database.read() as tx:
        found = await due_work.get(tx, key)
    assert found
    return found.state


async def test_work_comes_back_as_it_was_recorded(database: Database) -> None:
    payload = {"reading": 7, "words": ["a", "ö", None, True], "nested": {"x": 1.5}}
    recorded = work("open:7", NOW + 5, payload=payload)
    async with database.write() as tx:
        await due_work.add(tx, [recorded], now=NOW)
        found = await due_work.get(tx, "open:7")
        assert await due_work.get(tx, "open:8") is None
    assert found
    assert found == DueWork(
        id=found.id,
        key="open:7",
        kind=recorded.kind,
        state=WorkState.WAITING,
        due_at=NOW + 5,
        server_id=SERVER,
        payload=payload,
        attempts=0,
        first_attempt_at=None,
        lease_until=None,
        result_id=None,
        last_error=None,
    )


async def test_the_same_work_is_recorded_once_and_the_second_changes_nothing(database: Database) -> None:
    assert await add(database, "a", "b", "a") == ["a", "b"]
    assert await add(database, "c", "b", due_at=NOW + 99) == ["c"]
    assert await add(database) == []
    async with database.read() as tx:
        b = await due_work.get(tx, "b")
    assert b
    assert b.due_at == NOW


async def test_work_that_is_done_is_not_recorded_again(database: Database) -> None:
    await add(database, "a")
    [mine] = await claim(database)
    async with database.write() as tx:
        assert await due_work.confirm(tx, mine.id, owner="me", now=NOW, result_id=5)
    assert await add(database, "a") == []
    assert await claim(database, NOW + LEASE_MS * 9) == []


async def test_what_is_due_is_claimed_the_longest_due_first(database: Database) -> None:
    await add(database, "late", due_at=NOW - 10)
    await add(database, "soon", due_at=NOW + 1)
    await add(database, "latest", due_at=NOW - 20)
    await add(database, "now", due_at=NOW)
    assert [each.key for each in await claim(database, limit=2)] == ["latest", "late"]
    assert [each.key for each in await claim(database)] == ["now"]
    assert await claim(database) == []


async def test_a_claim_counts_the_attempt_and_remembers_the_first(database: Database) -> None:
    await add(database, "a")
    [first] = await claim(database, NOW + 1)
    [second] = await claim(database, NOW + 1 + LEASE_MS)
    assert (first.attempts, first.first_attempt_at, first.lease_until) == (1, NOW + 1, NOW + 1 + LEASE_MS)
    assert (second.attempts, second.first_attempt_at, second.state) == (2, NOW + 1, WorkState.LEASED)


async def test_a_lease_holds_to_its_last_millisecond(database: Database) -> None:
    await add(database, "a")
    await claim(database, NOW, lease_ms=1000)
    assert await claim(database, NOW + 999, owner="other") == []
    assert len(await claim(database, NOW + 1000, owner="other")) == 1


async def test_whoever_lost_the_lease_can_no_longer_end_the_work(database: Database) -> None:
    await add(database, "a")
    [mine] = await claim(database, NOW, owner="slow")
    await claim(database, NOW + LEASE_MS, owner="quick")
    async with database.write() as tx:
        assert not await due_work.confirm(tx, mine.id, owner="slow", now=NOW)
        assert not await due_work.retry(tx, mine.id, owner="slow", at=NOW, error="x")
        assert not await due_work.fail(tx, mine.id, owner="slow", now=NOW, error="x")
        assert await due_work.renew(tx, [mine.id], owner="slow", until=NOW * 2) == 0
        assert await due_work.confirm(tx, mine.id, owner="quick", now=NOW, result_id=9)
        found = await due_work.get(tx, "a")
    assert found
    assert (found.state, found.result_id, found.lease_until) == (WorkState.DONE, 9, None)


async def test_a_renewed_lease_is_not_taken_over(database: Database) -> None:
    await add(database, "a", "b")
    ids = [each.id for each in await claim(database)]
    async with database.write() as tx:
        assert await due_work.renew(tx, ids, owner="me", until=NOW + 5 * LEASE_MS) == 2
    assert await claim(database, NOW + 4 * LEASE_MS, owner="other") == []


async def test_work_put_off_waits_with_its_reason(database: Database) -> None:
    await add(database, "a")
    [mine] = await claim(database)
    async with database.write() as tx:
        assert await due_work.retry(tx, mine.id, owner="me", at=NOW + 500, error="Discord is down.")
    assert await claim(database, NOW + 499) == []
    [again] = await claim(database, NOW + 500)
    assert (again.attempts, again.last_error) == (2, "Discord is down.")


async def test_work_that_failed_for_good_is_listed_and_can_be_revived(database: Database) -> None:
    await add(database, "first", "second", "fine")
    for mine, at in zip(await claim(database, limit=2), (NOW + 1, NOW + 2), strict=True):
        async with database.write() as tx:
            await due_work.fail(tx, mine.id, owner="me", now=at, error="No permission.")
    async with database.write() as tx:
        assert [each.key for each in await due_work.failed(tx, SERVER, 5)] == ["second", "first"]
        assert [each.key for each in await due_work.failed(tx, SERVER, 1)] == ["second"]
        assert await due_work.failed(tx, OTHER_SERVER, 5) == []
        assert await due_work.revive(tx, "first", NOW + 9)
        assert not await due_work.revive(tx, "first", NOW + 9)
        assert not await due_work.revive(tx, "fine", NOW + 9)
    assert [each.key for each in await claim(database, NOW + 9)] == ["fine", "first"]


async def test_withdrawing_takes_what_has_not_ended(database: Database) -> None:
    await add(database, "done", due_at=NOW - 2)
    await add(database, "begun", due_at=NOW - 1)
    await add(database, "waiting")
    done, begun = await claim(database, limit=2)
    async with database.write() as tx:
        await due_work.confirm(tx, done.id, owner="me", now=NOW)
        assert await due_work.withdraw(tx, ["done", "begun", "waiting", "unknown"], NOW) == 2
        assert not await due_work.confirm(tx, begun.id, owner="me", now=NOW)
    assert await claim(database, NOW + 2 * LEASE_MS) == []
    assert await state(database, "done") == WorkState.DONE
    assert await state(database, "begun") == await state(database, "waiting") == WorkState.WITHDRAWN


async def test_a_clean_stop_gives_back_what_was_begun_at_once(database: Database) -> None:
    await add(database, "mine", due_at=NOW - 1)
    await add(database, "theirs")
    await claim(database, limit=1)
    await claim(database, owner="other")
    async with database.write() as tx:
        assert await due_work.release(tx, "me") == 1
    assert [each.key for each in await claim(database, owner="next")] == ["mine"]


async def test_the_loop_can_sleep_till_the_next_due_time_or_end_of_a_lease(database: Database) -> None:
    async def next_due_at() -> int | None:
        async with database.read() as tx:
            return await due_work.next_due_at(tx)

    assert await next_due_at() is None
    await add(database, "a")
    await add(database, "b", due_at=NOW + 2 * LEASE_MS)
    assert await next_due_at() == NOW
    [mine] = await claim(database)
    assert await next_due_at() == NOW + LEASE_MS
    async with database.write() as tx:
        await due_work.confirm(tx, mine.id, owner="me", now=NOW)
    assert await next_due_at() == NOW + 2 * LEASE_MS


async def test_work_for_later_can_be_brought_forward_with_its_further_takes(database: Database) -> None:
    await add(database, "open:7", due_at=NOW - 5)
    await add(database, "open:7:2", due_at=NOW + 99)
    await add(database, "open:71", due_at=NOW + 99)
    async with database.write() as tx:
        assert await due_work.bring_forward(tx, "open:7", "open:7:", NOW) == 1
    assert [(each.key, each.due_at) for each in await claim(database)] == [("open:7", NOW - 5), ("open:7:2", NOW)]


async def test_work_that_waits_can_be_put_to_another_time_and_work_under_way_cannot(database: Database) -> None:
    await add(database, "open:7", due_at=NOW)
    await claim(database)
    await add(database, "open:7:2", due_at=NOW + 5)
    async with database.write() as tx:
        assert await due_work.reschedule(tx, "open:7", "open:7:", NOW + 99) == 1
        later = await due_work.get(tx, "open:7:2")
    assert later is not None
    assert later.due_at == NOW + 99


async def test_work_that_goes_on_can_be_asked_for_up_to_a_time(database: Database) -> None:
    await add(database, "question:7:1", due_at=NOW + 50)
    async with database.read() as tx:
        assert await due_work.any_going(tx, "opening:7", "question:7:")
        assert await due_work.any_going(tx, "opening:7", "question:7:", due_by=NOW + 50)
        assert not await due_work.any_going(tx, "opening:7", "question:7:", due_by=NOW + 49)


async def test_stuck_work_is_what_failed_for_good_or_so_far_and_can_be_hurried(database: Database) -> None:
    for delay, key in enumerate(["fine", "waits", "failed"]):
        await add(database, key, due_at=NOW - delay)
    failed, waits, _ = await claim(database)
    async with database.write() as tx:
        await due_work.fail(tx, failed.id, owner="me", now=NOW, error="x")
        await due_work.retry(tx, waits.id, owner="me", at=NOW + 500, error="x")
        assert [each.key for each in await due_work.stuck(tx, SERVER, 5)] == ["waits", "failed"]
        assert await due_work.stuck(tx, OTHER_SERVER, 5) == []
        assert await due_work.hurry(tx, waits.id, server_id=SERVER, now=NOW)
        assert await due_work.hurry(tx, failed.id, server_id=SERVER, now=NOW)
        assert not await due_work.hurry(tx, failed.id, server_id=OTHER_SERVER, now=NOW)
    assert {each.key for each in await claim(database)} == {"waits", "failed"}


def test_processes_that_claim_at_the_same_moment_never_get_the_same_work(database_url: str) -> None:
    keys = [f"work:{number}" for number in range(60)]

    async def fill() -> None:
        database = await Database.open(database_url)
        await add(database, *keys)
        await database.close()

    asyncio.run(fill())
    processes = [start("claim_all", database_url, owner) for owner in ("one", "two", "three")]
    for process in processes:
        assert process.stdout
        assert json.loads(process.stdout.readline()) == "ready"
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [json.loads(process.communicate(timeout=60)[0]) for process in processes]
    claimed = [work_id for ids in said for work_id in ids]
    assert len(claimed) == len(set(claimed)) == len(keys)


async def test_on_postgresql_a_claim_passes_over_what_another_is_just_taking(
    postgresql_server: PostgresqlServer, migrated_template: str
) -> None:
    with postgresql_server.database(migrated_template) as url:
        await claim_in_two_open_transactions(url)


async def claim_in_two_open_transactions(url: str) -> None:
    database = await Database.open(url)
    await add(database, "a", "b")
    async with database.write() as first, asyncio.timeout(60):
        [mine] = await due_work.claim(first, now=NOW, owner="one", limit=1)
        async with database.write() as second:
            theirs = await due_work.claim(second, now=NOW, owner="two", limit=5)
    await database.close()
    assert [mine.key, *(each.key for each in theirs)] == ["a", "b"]
