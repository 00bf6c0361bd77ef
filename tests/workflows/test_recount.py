"""What was forgotten stays forgotten, though Discord still shows it and everything is counted again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from bot.delivery.thread import Page, SeenPost, SeenReaction, SeenReply, ThreadReader
from bot.domain.reading import Reading
from bot.domain.times import DAY_MS, DISCORD_EPOCH_MS
from bot.store import readings, servers
from bot.store.backups import Backups
from bot.store.contribution_queue import ContributionQueue
from bot.store.database import Database
from bot.store.opt_outs import OptOuts
from bot.store.tables import contribution
from bot.workflows.agenda import Agenda
from bot.workflows.privacy import Privacy
from bot.workflows.recount import Recount
from tests.manual_clock import ManualClock
from tests.store.samples import MEMBER, NOW, SERVER, keep_reading

MIA, MAX = MEMBER, MEMBER + 1


def made(at: int, number: int = 0) -> int:
    """An id of Discord's from that instant."""
    return (at - DISCORD_EPOCH_MS) << 22 | number


THREAD, QUESTION = made(NOW, 1), made(NOW, 2)


class Shown(ThreadReader):
    """What Discord shows of one thread."""

    def __init__(self) -> None:
        self.replies: list[SeenReply] = []
        self.reactions_now: list[SeenReaction] = []

    async def page(self, _: int, after: int) -> Page | None:
        new = tuple(each for each in self.replies if each.message_id > after)
        return Page(new, (), max([after, *(each.message_id for each in new)]), is_last=True)

    async def post(self, _: int, message_id: int) -> SeenPost:
        return SeenPost(message_id)

    async def reactions(self, _: int, post: SeenPost) -> AsyncIterator[SeenReaction]:
        for each in self.reactions_now:
            if each.message_id == post.message_id:
                yield each


@dataclass
class Recounting:
    """An open reading with the first of two questions posted, in a server that keeps contributions for 30 days."""

    database: Database
    recount: Recount
    privacy: Privacy
    shown: Shown
    clock: ManualClock
    reading: Reading

    def says(self, member_id: int, at: int, number: int) -> None:
        self.shown.replies.append(SeenReply(made(at, number), member_id, at, None))

    def reacts(self, member_id: int, message_id: int) -> None:
        self.shown.reactions_now.append(SeenReaction(message_id, member_id, "👍"))

    async def counted(self, days: int) -> list[tuple[str, int]]:
        """Kind and member of what is counted so many days after the beginning, when all was counted again."""
        self.clock.set(NOW + days * DAY_MS)
        await self.recount.of(self.reading)
        async with self.database.read() as tx:
            found = await tx.execute(select(contribution.c.kind, contribution.c.member_id))
        return sorted((row.kind, row.member_id) for row in found)


@pytest.fixture
async def recounting(database: Database, clock: ManualClock) -> AsyncIterator[Recounting]:
    clock.set(NOW)
    reading = await keep_reading(database, questions=2, announcement_id=THREAD, thread_id=THREAD)
    async with database.write() as tx:
        await readings.set_question_message(tx, reading.id, 1, QUESTION)
        await servers.change(tx, SERVER, now=NOW, keep_days=30)
    outs, shown = await OptOuts.load(database), Shown()
    async with ContributionQueue(database, outs.hashed, wait=0) as queue:
        privacy = Privacy(database, queue.flush, outs, Backups(database, 7), clock)
        recount = Recount(database, queue, shown, Agenda(database, clock, "only"), clock, outs.hashed)
        yield Recounting(database, recount, privacy, shown, clock, reading)


async def test_what_is_older_than_the_server_keeps_it_is_not_taken_in_again(recounting: Recounting) -> None:
    recounting.says(MIA, NOW, 10)
    recounting.reacts(MIA, QUESTION)
    assert await recounting.counted(days=29) == [("reacted", MIA), ("replied", MIA)]
    async with recounting.database.write() as tx:
        await tx.execute(contribution.delete())
    recounting.says(MAX, NOW + 2 * DAY_MS, 11)
    assert await recounting.counted(days=31) == [("replied", MAX)]


async def test_what_who_left_had_done_is_not_counted_again_once_they_are_forgotten(recounting: Recounting) -> None:
    for number, member_id in enumerate((MIA, MAX)):
        recounting.says(member_id, NOW, 10 + number)
        recounting.reacts(member_id, QUESTION)
    assert [member for _, member in await recounting.counted(days=1)] == [MIA, MAX] * 2
    await recounting.privacy.forget_leaver(SERVER, MAX)
    assert [member for _, member in await recounting.counted(days=2)] == [MIA] * 2


async def test_what_who_came_back_does_under_a_newer_post_is_found_again(recounting: Recounting) -> None:
    later = made(NOW + DAY_MS)
    async with recounting.database.write() as tx:
        await readings.set_question_message(tx, recounting.reading.id, 2, later)
    recounting.clock.set(NOW + DAY_MS // 2)
    await recounting.privacy.opt_out(SERVER, MIA)
    await recounting.privacy.opt_in(SERVER, MIA)
    await recounting.privacy.delete(SERVER, MAX)
    for member_id in (MIA, MAX):
        for post in (QUESTION, later):
            recounting.reacts(member_id, post)
    assert await recounting.counted(days=2) == [("reacted", MIA), ("reacted", MAX)]
    await recounting.privacy.opt_out(SERVER, MIA)
    assert await recounting.counted(days=3) == [("reacted", MAX)]
