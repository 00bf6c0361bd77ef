"""Once a day what nobody wants kept is forgotten: old contributions, those who have left, servers the bot is not in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import insert, select

from bot.delivery.thread import ThreadReader
from bot.domain.due_work import DueWork, WorkKind, WorkState
from bot.domain.participation import replied
from bot.store import contributions, servers
from bot.store.backups import Backups
from bot.store.contribution_queue import ContributionQueue
from bot.store.database import Database
from bot.store.member_tables import member_week
from bot.store.opt_outs import OptOuts
from bot.store.tables import contribution, reading, series
from bot.workflows.privacy import Privacy
from bot.workflows.tidying import Tidying
from tests.manual_clock import ManualClock
from tests.store.samples import DAY, MEMBER, NOW, ORGANISER, SERVER, keep_reading
from tests.store.test_forgetting import row_of

STAYS, LEAVES, LEADER = MEMBER, MEMBER + 1, MEMBER + 2
LEFT = ("partial", "partial-journal")
TODAY = DueWork(1, "tidy", WorkKind.TIDY, WorkState.LEASED, NOW, 0, {}, 1, None, None, None, None)


class Members(ThreadReader):
    """Whom Discord names as members; None where it does not answer."""

    def __init__(self) -> None:
        self.there: dict[int, bool | None] = {STAYS: True, LEAVES: True, ORGANISER: True}
        self.asked: list[int] = []

    async def is_member(self, _: int, member_id: int) -> bool | None:
        self.asked.append(member_id)
        return self.there[member_id]


@dataclass
class Kept:
    """A server with one reading, two months old, in which two members wrote."""

    database: Database
    tidying: Tidying
    clock: ManualClock
    reading_id: int
    members: Members = field(default_factory=Members)

    async def tidy(self, *, days: int = 0) -> None:
        self.clock.set(self.clock.now() + days * DAY)
        done = await self.tidying.tidy(TODAY)
        assert [each.kind for each in done.then] == [WorkKind.TIDY]

    async def wrote(self, member_id: int, message_id: int, at: int) -> None:
        who = {"reading_id": self.reading_id, "server_id": SERVER, "member_id": member_id}
        async with self.database.write() as tx:
            await contributions.add_many(tx, [replied(**who, at=at, message_id=message_id, target_id=None)])

    async def set(self, **settings: object) -> None:
        async with self.database.write() as tx:
            await servers.change(tx, SERVER, now=NOW, **settings)

    async def counted(self) -> dict[int, int]:
        """Replies by member, of which the counters must say the same."""
        async with self.database.read() as tx:
            rows = (await tx.execute(select(contribution.c.member_id))).scalars().all()
            weeks = (await tx.execute(select(member_week.c.member_id, member_week.c.replied))).all()
        replies = {member: rows.count(member) for member in rows}
        counters: dict[int, int] = {}
        for week in weeks:
            counters[week.member_id] = counters.get(week.member_id, 0) + week.replied
        assert counters == replies
        return replies


@pytest.fixture
async def kept(database: Database, clock: ManualClock) -> AsyncIterator[Kept]:
    clock.set(NOW)
    outs, backups, members = await OptOuts.load(database), Backups(database, 7), Members()
    async with ContributionQueue(database, outs.hashed, wait=0) as queue:
        privacy = Privacy(database, queue.flush, outs, backups, clock)
        tidying = Tidying(database, members, privacy, backups, clock)
        ready = Kept(database, tidying, clock, (await keep_reading(database)).id, members)
        await ready.set(language="en")
        for number, member_id in enumerate((STAYS, LEAVES)):
            await ready.wrote(member_id, 10 + number, NOW - 60 * DAY)
        yield ready


async def test_what_is_older_than_the_server_wants_to_keep_it_is_forgotten_with_its_counters(kept: Kept) -> None:
    await kept.wrote(STAYS, 20, NOW - DAY)
    await kept.set(keep_days=61)
    await kept.tidy()
    assert await kept.counted() == {STAYS: 2, LEAVES: 1}
    await kept.set(keep_days=59)
    await kept.tidy()
    assert await kept.counted() == {STAYS: 1}


async def test_a_server_that_wants_to_keep_everything_keeps_it(kept: Kept) -> None:
    await kept.set(keep_days=None)
    await kept.tidy(days=4000)
    assert await kept.counted() == {STAYS: 1, LEAVES: 1}


async def test_who_has_left_is_forgotten_thirty_days_after_the_bot_noticed(kept: Kept) -> None:
    kept.members.there[LEAVES] = False
    await kept.tidy()
    for _ in range(4):  # asked again once a week
        await kept.tidy(days=7)
        assert await kept.counted() == {STAYS: 1, LEAVES: 1}
    await kept.tidy(days=7)
    assert await kept.counted() == {STAYS: 1}
    assert kept.members.asked.count(LEAVES) == 6


async def test_an_organiser_who_left_is_named_no_more_though_they_took_part_in_nothing(kept: Kept) -> None:
    kept.members.there |= {ORGANISER: False, LEADER: False}
    async with kept.database.write() as tx:
        await tx.execute(insert(series).values(**row_of(series, LEADER) | {"created_by": ORGANISER}))
    await kept.tidy()
    await kept.tidy(days=35)
    async with kept.database.read() as tx:
        assert (await tx.execute(select(reading.c.planned_by))).scalars().all() == [0]
        assert (await tx.execute(select(series.c.created_by, series.c.leaders))).all() == [(0, [])]


async def test_what_is_left_of_unfinished_copies_is_gone_after_a_start(kept: Kept) -> None:
    file = kept.database.file
    left = [] if file is None else [file.with_name(f"{file.stem}.backup-2026-09-21.sqlite3.{end}") for end in LEFT]
    for each in left:
        each.touch()
    await kept.tidying.begin()
    assert [each for each in left if each.exists()] == []


async def test_who_comes_back_in_time_is_not_forgotten(kept: Kept) -> None:
    kept.members.there[LEAVES] = False
    await kept.tidy()
    kept.members.there[LEAVES] = True
    await kept.tidy(days=20)
    kept.members.there[LEAVES] = False
    await kept.tidy(days=20)
    assert await kept.counted() == {STAYS: 1, LEAVES: 1}
    await kept.tidy(days=30)
    assert await kept.counted() == {STAYS: 1}


async def test_who_was_heard_of_this_week_is_not_asked_after_and_silence_of_discords_forgets_nobody(kept: Kept) -> None:
    await kept.wrote(STAYS, 30, NOW - DAY)
    kept.members.there[LEAVES] = None
    for _ in range(10):
        await kept.tidy(days=7)
    assert await kept.counted() == {STAYS: 2, LEAVES: 1}
    kept.members.asked.clear()
    await kept.wrote(STAYS, 31, kept.clock.now())
    await kept.tidy(days=1)
    assert STAYS not in kept.members.asked


async def test_a_server_is_forgotten_thirty_days_after_the_bot_was_taken_out_unless_it_is_back(kept: Kept) -> None:
    await kept.tidying.left(SERVER)
    await kept.tidy(days=29)
    await kept.tidying.joined(SERVER, "en-GB")
    await kept.tidy(days=2)
    assert await kept.counted() == {STAYS: 1, LEAVES: 1}
    await kept.tidying.connected_to({}, lambda _: True)  # it was taken out while the bot was down
    await kept.tidy(days=30)
    assert await kept.counted() == {}
    async with kept.database.read() as tx:
        assert (await tx.execute(select(reading.c.id))).all() == []
        assert await servers.kept(tx) == {}
