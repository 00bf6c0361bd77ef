"""Who takes part: each thing Discord tells of is counted once; after events may have been lost, all is counted again.

A reply may be heard of before the thread or the post it belongs to is confirmed here. A thread has its announcement's
id, so it is known from the moment the announcement is; a post in a known thread counts for that thread's reading.

What Discord tells is taken in its order, one after the other: a message deleted at once must not be counted after all.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from bot.clock import Clock
from bot.delivery.thread import SeenReaction, SeenReply, ThreadReader
from bot.domain.due_work import DueWork, NewWork, WorkKind
from bot.domain.participation import (
    Contribution,
    ContributionKind,
    joined,
    passage_shown,
    reacted,
    reaction_key,
    read,
    replied,
    reply_key,
)
from bot.domain.reading import PlannedQuestion, Reading, ReadingState
from bot.domain.times import DAY_MS
from bot.errors import ChannelGone, MemberError, NotFound
from bot.store import contributions, due_work, readings
from bot.store.contribution_queue import ContributionQueue
from bot.store.database import Database, Transaction
from bot.workflows.agenda import Agenda, Done

KEPT_MS = 30 * DAY_MS
"""Passing work (counting again, refreshing) is kept this long after it is done, for whoever asks what happened."""

GONE = NotFound("This reading is not kept any more.", "`/next` shows what is being read.")


class Attendance:
    """Counts contributions."""

    def __init__(
        self, database: Database, queue: ContributionQueue, threads: ThreadReader, agenda: Agenda, clock: Clock
    ) -> None:
        self._database = database
        self._queue = queue
        self._threads = threads
        self._agenda = agenda
        self._clock = clock
        self._in_order = asyncio.Lock()
        self._places: set[int] = set()
        self._recounting = 0
        self._uncounted: set[str] = set()
        self._counted: set[str] = set()

    # Buttons

    async def join(self, server_id: int, reading_id: int, member_id: int) -> tuple[Reading, bool]:
        """**I'm reading**: the reading, and whether this is news."""
        reading = await self._for_button(server_id, reading_id)
        at = self._clock.now()
        return reading, await self._count(
            joined(reading_id=reading_id, server_id=server_id, member_id=member_id, at=at)
        )

    async def mark_read(self, server_id: int, reading_id: int, member_id: int) -> tuple[Reading, bool]:
        """**Read it**: the reading, and whether this is news."""
        reading = await self._for_button(server_id, reading_id)
        at = self._clock.now()
        return reading, await self._count(read(reading_id=reading_id, server_id=server_id, member_id=member_id, at=at))

    async def leave(self, server_id: int, reading_id: int, member_id: int, kind: ContributionKind) -> Reading:
        """Take back **I'm reading** or **Read it**."""
        reading = await self._for_button(server_id, reading_id)
        await self._uncount([f"{kind}:{reading_id}:{member_id}"])
        return reading

    async def passage(
        self, server_id: int, reading_id: int, position: int, member_id: int
    ) -> tuple[Reading, PlannedQuestion]:
        """**Show passage**: the reading and the question whose passage is wanted; counted."""
        reading = await self._for_button(server_id, reading_id)
        async with self._database.read() as tx:
            planned = await readings.questions(tx, reading_id)
        asked = next((each for each in planned if each.position == position), None)
        if asked is None:
            raise GONE
        at = self._clock.now()
        await self._count(
            passage_shown(reading_id=reading_id, server_id=server_id, member_id=member_id, at=at, position=position)
        )
        return reading, asked

    # What Discord's events tell

    async def replied(self, thread_id: int, seen: SeenReply) -> None:
        """A member wrote in a thread of ours."""
        async with self._in_order:
            if (reading := await self._of_thread(thread_id)) is not None:
                await self._put(_reply(reading, seen, await self._root(seen.target_id)))

    async def messages_deleted(self, message_ids: list[int]) -> None:
        """Messages are gone; what was counted from them goes too."""
        await self._uncount([reply_key(message_id) for message_id in message_ids])

    async def reacted(self, channel_id: int, seen: SeenReaction) -> None:
        """A member reacted to a post of ours."""
        async with self._in_order:
            if (reading := await self._of_post(channel_id, seen.message_id)) is not None:
                await self._put(_reaction(reading, seen, self._clock.now()))

    async def reaction_removed(self, seen: SeenReaction) -> None:
        """A member took a reaction back."""
        await self._uncount([reaction_key(seen.message_id, seen.member_id, seen.emoji)])

    async def reactions_cleared(self, message_id: int, emoji: str | None) -> None:
        """All reactions to a post are gone, or all of one emoji."""
        async with self._in_order:
            await self._queue.flush()
            async with self._database.read() as tx:
                found = await readings.by_message(tx, message_id)
                if found is None:
                    return
                keys = await contributions.keys_of(tx, found[0].id, ContributionKind.REACTED, message_id)
            await self._uncount_now([key for key in keys if emoji is None or key.endswith(f":{emoji}")])

    # Counting again

    async def catch_up(self, server_id: int | None = None) -> None:
        """Events may have been lost: have every running reading counted again, those of one server or all."""
        now = self._clock.now()
        async with self._database.write() as tx:
            watched = [each for each in await readings.watched(tx) if server_id in (None, each.server_id)]
            await due_work.add(tx, [_backfill(reading, now) for reading in watched], now=now)
            await due_work.forget_passing(tx, before=now - KEPT_MS)
            self._places |= await readings.channels(tx)
        self._agenda.wake()

    def watch(self, channel_id: int) -> None:
        """A reading is announced in this channel: reactions there may be to a post of ours."""
        self._places.add(channel_id)

    def may_hold_posts(self, channel_id: int) -> bool:
        """Whether a reading was ever announced there. Events from anywhere else need not be looked up."""
        return channel_id in self._places

    async def backfill(self, work: DueWork) -> Done:
        """Handler of BACKFILL."""
        async with self._database.read() as tx:
            reading = await readings.get(tx, int(work.payload["reading"]))
        if reading.state not in (ReadingState.OPEN, ReadingState.CLOSING):
            return Done()  # closing counts again by itself
        await self.recount(reading)
        return Done()

    async def recount(self, reading: Reading) -> None:
        """Make the counted replies and reactions of a reading those that Discord shows now.

        What was counted before the listing began and is not in it was deleted. What changes while listing is known from
        its event, which knows better than the list.
        """
        if reading.thread_id is None or reading.state is ReadingState.CANCELLED:
            return
        await self._queue.flush()
        async with self._database.read() as tx:
            before = await contributions.keys_of(tx, reading.id, ContributionKind.REPLIED)
            before |= await contributions.keys_of(tx, reading.id, ContributionKind.REACTED)
            posts = await readings.post_ids(tx, reading.id)
        self._recounting += 1
        try:
            try:
                shown = [contribution async for contribution in self._shown(reading, posts)]
            except ChannelGone:
                return  # what was counted while the thread was there stays
            there = {contribution.key for contribution in shown}
            async with self._database.write() as tx:
                await contributions.add_many(tx, [each for each in shown if each.key not in self._uncounted])
                await contributions.remove_keys(tx, before - there - self._counted)
        finally:
            self._recounting -= 1
            if not self._recounting:
                self._uncounted.clear()
                self._counted.clear()

    async def _shown(self, reading: Reading, posts: list[tuple[int, int]]) -> AsyncIterator[Contribution]:
        assert reading.thread_id is not None
        roots: dict[int, int] = {}
        async for reply in self._threads.replies(reading.thread_id):
            root = roots.get(reply.target_id, reply.target_id) if reply.target_id else None
            if root is not None:
                roots[reply.message_id] = root
            yield _reply(reading, reply, root)
        for channel_id, message_id in posts:
            async for reaction in self._threads.reactions(channel_id, message_id):
                yield _reaction(reading, reaction, self._clock.now())

    async def _count(self, contribution: Contribution) -> bool:
        """On disk when this returns; whether it is news."""
        async with self._database.read() as tx:
            if await contributions.known(tx, [contribution.key]):
                return False
        await self._queue.committed(contribution)
        return True

    async def _put(self, contribution: Contribution) -> None:
        if self._recounting:
            self._counted.add(contribution.key)
            self._uncounted.discard(contribution.key)
        await self._queue.put(contribution)

    async def _uncount(self, keys: list[str]) -> None:
        async with self._in_order:
            await self._uncount_now(keys)

    async def _uncount_now(self, keys: list[str]) -> None:
        """With the order held by whoever calls."""
        if self._recounting:
            self._uncounted.update(keys)
            self._counted.difference_update(keys)
        if self._queue.pending:
            await self._queue.flush()
        async with self._database.read() as tx:
            known = await contributions.known(tx, keys)
        if known:
            async with self._database.write() as tx:
                await contributions.remove_keys(tx, known)

    async def _for_button(self, server_id: int, reading_id: int) -> Reading:
        async with self._database.read() as tx:
            reading = await readings.get(tx, reading_id)
        if reading.server_id != server_id:
            raise GONE
        if reading.state in (ReadingState.CANCELLED, ReadingState.DRAFT):
            raise MemberError("This reading was called off.", "`/next` shows what is being read.")
        return reading

    async def _root(self, target_id: int | None) -> int | None:
        """The post that a message answering `target_id` goes back to."""
        if target_id is None:
            return None
        if self._queue.pending:
            await self._queue.flush()
        async with self._database.read() as tx:
            return (await contributions.roots(tx, [target_id])).get(target_id) or target_id

    async def _of_thread(self, thread_id: int) -> Reading | None:
        async with self._database.read() as tx:
            return await _thread_reading(tx, thread_id)

    async def _of_post(self, channel_id: int, message_id: int) -> Reading | None:
        async with self._database.read() as tx:
            found = await readings.by_message(tx, message_id)
            return found[0] if found else await _thread_reading(tx, channel_id)


async def _thread_reading(tx: Transaction, thread_id: int) -> Reading | None:
    """A thread's reading, also before the thread is confirmed: it has its announcement's id."""
    reading = await readings.by_thread(tx, thread_id)
    if reading is not None:
        return reading
    found = await readings.by_message(tx, thread_id)
    return found[0] if found else None


def _reply(reading: Reading, seen: SeenReply, root: int | None) -> Contribution:
    return replied(
        reading_id=reading.id,
        server_id=reading.server_id,
        member_id=seen.member_id,
        at=seen.at,
        message_id=seen.message_id,
        target_id=root,
    )


def _reaction(reading: Reading, seen: SeenReaction, at: int) -> Contribution:
    return reacted(
        reading_id=reading.id,
        server_id=reading.server_id,
        member_id=seen.member_id,
        at=at,
        message_id=seen.message_id,
        emoji=seen.emoji,
    )


def _backfill(reading: Reading, now: int) -> NewWork:
    key = f"backfill:{reading.thread_id}:{now}"
    return NewWork(key, WorkKind.BACKFILL, now, reading.server_id, {"reading": reading.id})
