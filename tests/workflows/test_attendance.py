"""What Discord tells is counted in its order, in groups, and nothing of it is lost for want of room."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import discord
import pytest
from sqlalchemy import insert, select, update

from bot.delivery.thread import Page, SeenPost, SeenReaction, SeenReply, ThreadReader
from bot.domain.participation import ContributionKind, Noted
from bot.domain.reading import Reading, ReadingState
from bot.domain.server import Tracking
from bot.store import readings, reports, servers
from bot.store.backups import Backups
from bot.store.contribution_queue import ContributionQueue
from bot.store.database import Database
from bot.store.opt_outs import OptOuts
from bot.store.tables import contribution, due_work, vote
from bot.store.tables import reading as reading_table
from bot.workflows.agenda import Agenda
from bot.workflows.attendance import Attendance
from bot.workflows.privacy import Privacy
from bot.workflows.recount import Recount
from bot.workflows.replies import Replies
from bot.workflows.tally import Tally
from tests.manual_clock import ManualClock
from tests.store.samples import MEMBER, NOW, ORGANISER, SERVER, keep_reading

THREAD, QUESTION, POLL, EVENT = 1000, 1020, 1500, 1600
MIA, MAX, NOOR = MEMBER, MEMBER + 1, MEMBER + 2


@dataclass
class Counting:
    """An open reading with one question posted."""

    database: Database
    queue: ContributionQueue
    outs: OptOuts
    recount: Recount
    attendance: Attendance
    reading: Reading
    clock: ManualClock

    async def kept(self) -> list[tuple[str, int, int | None]]:
        """Kind, member and what it goes back to, of everything counted, by key."""
        await self.attendance.settle()
        await self.queue.flush()
        columns = contribution.c.kind, contribution.c.member_id, contribution.c.target_id
        async with self.database.read() as tx:
            return [tuple(row) for row in await tx.execute(select(*columns).order_by(contribution.c.key))]

    def says(self, message_id: int, member_id: int, answers: int | None = None) -> None:
        self.attendance.replied(THREAD, SeenReply(message_id, member_id, NOW, answers))


@pytest.fixture
async def counting(database: Database) -> AsyncIterator[Counting]:
    reading = await keep_reading(
        database, ReadingState.OPEN, questions=1, announcement_id=THREAD, thread_id=THREAD, event_id=EVENT
    )
    async with database.write() as tx:
        await readings.set_question_message(tx, reading.id, 1, QUESTION)
    outs, clock = await OptOuts.load(database), ManualClock(NOW)
    async with ContributionQueue(database, outs.hashed, wait=0) as queue:
        reader = ThreadReader(discord.Client(intents=discord.Intents.none()), 1000)
        recount = Recount(database, queue, reader, Agenda(database, clock, "only"), clock, outs.hashed)
        yield Counting(
            database, queue, outs, recount, Attendance(database, queue, recount, outs, clock), reading, clock
        )


async def test_a_conversation_heard_at_once_goes_back_to_its_question(counting: Counting) -> None:
    counting.says(1101, MIA, QUESTION)
    counting.says(1102, MAX, 1101)
    counting.says(1103, NOOR, 1102)
    counting.says(1104, MIA)
    replied = ContributionKind.REPLIED
    assert await counting.kept() == [
        (replied, MIA, QUESTION),
        (replied, MAX, QUESTION),
        (replied, NOOR, QUESTION),
        (replied, MIA, None),
    ]


class Overheard(ThreadReader):
    """A thread with one message that was not heard of. While it is listed, somebody answers that."""

    def __init__(self, counting: Counting) -> None:
        self._counting = counting

    async def page(self, _: int, after: int) -> Page | None:
        self._counting.says(1105, MAX, 1101)
        await self._counting.attendance.settle()
        return Page((SeenReply(1101, MIA, NOW, QUESTION),), (), max(after, 1101), is_last=True)

    async def post(self, _: int, message_id: int) -> SeenPost:
        return SeenPost(message_id)

    async def reactions(self, _: int, __: SeenPost) -> AsyncIterator[SeenReaction]:
        none: list[SeenReaction] = []
        for each in none:
            yield each

    async def interested(self, _: int, __: int) -> list[int] | None:
        return None


async def test_an_answer_heard_during_a_listing_goes_back_through_what_only_the_list_shows(counting: Counting) -> None:
    agenda = Agenda(counting.database, counting.clock, "only")
    threads, hashed = Overheard(counting), counting.outs.hashed
    recount = Recount(counting.database, counting.queue, threads, agenda, counting.clock, hashed)
    counting.attendance = Attendance(counting.database, counting.queue, recount, counting.outs, counting.clock)
    await counting.attendance.recount(counting.reading)
    replied = ContributionKind.REPLIED
    assert await counting.kept() == [(replied, MIA, QUESTION), (replied, MAX, QUESTION)]


async def test_a_reply_deleted_before_it_was_counted_is_not_counted(counting: Counting) -> None:
    counting.says(1101, MIA, QUESTION)
    await counting.attendance.messages_deleted([1101])
    assert await counting.kept() == []


async def test_of_who_opted_out_nothing_is_counted_and_they_are_told_so(counting: Counting) -> None:
    async with counting.database.write() as tx:
        await counting.outs.add(tx, SERVER, MIA, now=NOW)
    counting.says(1101, MIA, QUESTION)
    counting.says(1102, MAX, QUESTION)
    _, noted = await counting.attendance.join(SERVER, counting.reading.id, MIA)
    assert noted is Noted.OPTED_OUT
    assert [member for _, member, _ in await counting.kept()] == [MAX]


async def test_what_was_heard_before_a_deletion_is_not_counted_after_it(counting: Counting) -> None:
    told = counting.attendance
    heard = [told.reacted(THREAD, SeenReaction(QUESTION, MIA, "👍")), told.interested(EVENT, MIA)]
    async with told._in_order:  # something else has its turn
        waiting = [asyncio.create_task(each) for each in heard]
        await asyncio.sleep(0)  # they have come, and wait
        counting.clock.set(NOW + 1000)
        async with counting.database.write() as tx:
            await counting.outs.forget_before(tx, SERVER, MIA, now=NOW + 1000)
    await asyncio.gather(*waiting)
    assert await counting.kept() == []


async def test_what_was_heard_is_on_disk_before_it_is_shown_or_deleted(counting: Counting) -> None:
    backups = Backups(counting.database, 7)
    privacy = Privacy(counting.database, counting.attendance.on_disk, counting.outs, backups, counting.clock)
    counting.says(1101, MIA, QUESTION)
    assert (await privacy.show(SERVER, MIA)).kinds == {"replied": 1}
    counting.says(1102, MIA, QUESTION)
    counting.clock.set(NOW + 1000)
    await privacy.delete(SERVER, MIA)
    assert await counting.kept() == []


async def test_where_nothing_is_counted_a_press_is_not_said_to_be_noted(counting: Counting) -> None:
    async with counting.database.write() as tx:
        await servers.change(tx, SERVER, now=NOW, tracking=Tracking.OFF)
    _, noted = await counting.attendance.mark_read(SERVER, counting.reading.id, MIA)
    counting.says(1101, MIA, QUESTION)
    assert noted is Noted.NOT_COUNTED
    assert await counting.kept() == []


async def test_once_the_next_reading_has_begun_a_press_is_said_to_be_too_late(counting: Counting) -> None:
    here, attendance = (SERVER, counting.reading.id), counting.attendance
    assert (await attendance.join(*here, MIA))[1] is Noted.NEWS
    async with counting.database.write() as tx:
        await tx.execute(update(reading_table).values(counted_until=NOW))
    assert (await attendance.join(*here, MIA))[1] is Noted.KNOWN
    assert (await attendance.join(*here, MAX))[1] is Noted.TOO_LATE
    assert (await attendance.mark_read(*here, MIA))[1] is Noted.TOO_LATE
    await attendance.passage(*here, 1, MAX)
    assert await counting.kept() == [(ContributionKind.JOINED, MIA, None)]


async def test_votes_and_interest_count_as_they_are_told_and_uncount_as_they_are_taken_back(counting: Counting) -> None:
    values = {"source": "library", "asked_by": ORGANISER, "opens_at": NOW, "closes_at": NOW, "choices": []}
    poll = {"server_id": SERVER, "channel_id": 300, "message_id": POLL, "reading_id": counting.reading.id}
    async with counting.database.write() as tx:
        await tx.execute(insert(vote).values(values | poll))
    told = counting.attendance
    for _ in range(2):  # events may come twice
        await told.voted(POLL, MIA, 1)
        await told.voted(POLL, MAX, 2)
        await told.interested(EVENT, MIA)
        await told.interested(EVENT, NOOR)
    await told.voted(POLL + 1, NOOR, 1)  # somebody else's poll
    await told.interested(EVENT + 1, MAX)
    await told.vote_removed(POLL, MAX, 2)
    await told.not_interested(EVENT, NOOR)
    assert await counting.kept() == [
        (ContributionKind.INTERESTED, MIA, None),
        (ContributionKind.VOTED, MIA, None),
    ]
    async with counting.database.read() as tx:
        report = await reports.report(tx, counting.reading.id)
    assert (report.members[MIA].votes, report.members[MIA].interested) == (1, True)


async def test_replies_for_which_there_is_no_room_are_looked_for_in_discord(counting: Counting) -> None:
    looked = asyncio.Event()

    async def look() -> None:
        await counting.recount.catch_up()
        looked.set()

    tally = Tally(counting.database, counting.queue, counting.recount.meanwhile)
    replies = Replies(counting.database, tally, counting.outs, asyncio.Lock(), look, most_waiting=3)
    for number in range(5):
        replies.heard(THREAD, SeenReply(1101 + number, MIA, NOW, QUESTION))
    await asyncio.wait_for(looked.wait(), 60)
    assert len(await counting.kept()) == 3
    async with counting.database.read() as tx:
        (work,) = (await tx.execute(select(due_work.c.kind))).scalars()
    assert work == "backfill"


async def test_replies_that_the_database_did_not_take_are_looked_for_in_discord(counting: Counting) -> None:
    looked = asyncio.Event()

    async def look() -> None:
        looked.set()

    tally = Tally(counting.database, counting.queue, counting.recount.meanwhile)
    replies = Replies(counting.database, tally, counting.outs, asyncio.Lock(), look)
    await counting.queue.stop()  # whatever is put now is refused
    replies.heard(THREAD, SeenReply(1101, MIA, NOW, QUESTION))
    await asyncio.wait_for(looked.wait(), 60)
    assert await counting.kept() == []
