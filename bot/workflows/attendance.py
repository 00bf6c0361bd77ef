"""Who takes part: each thing Discord tells of is counted once.

A reply may be heard of before the thread or the post it belongs to is confirmed here. A thread has its announcement's
id, so it is known from the moment the announcement is; a post in a known thread counts for that thread's reading.

What Discord tells is taken in its order, one after the other: a message deleted at once must not be counted after all.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from bot.clock import Clock
from bot.delivery.thread import SeenReaction, SeenReply
from bot.domain.due_work import DueWork
from bot.domain.participation import (
    Contribution,
    ContributionKind,
    Noted,
    interest_key,
    interested,
    is_with,
    joined,
    passage_shown,
    reaction_key,
    read,
    reply_key,
    vote_key,
    voted,
)
from bot.domain.reading import PlannedQuestion, Reading, ReadingState
from bot.domain.report import Progress
from bot.errors import MemberError, NotFound
from bot.store import contributions, readings, votes_of_readings
from bot.store.contribution_queue import ContributionQueue
from bot.store.database import Database
from bot.store.opt_outs import OptOuts
from bot.workflows.agenda import Done
from bot.workflows.listing import counts_at, in_thread, reaction_of
from bot.workflows.recount import Recount
from bot.workflows.replies import Replies, thread_reading
from bot.workflows.tally import Tally

GONE = NotFound("This reading is not kept any more.", "`/next` shows what is being read.")


class Attendance:
    """Counts contributions."""

    def __init__(
        self, database: Database, queue: ContributionQueue, recount: Recount, outs: OptOuts, clock: Clock
    ) -> None:
        self._database = database
        self._outs = outs
        self._recount = recount
        self._meanwhile = recount.meanwhile
        self._clock = clock
        self._in_order = asyncio.Lock()
        self._places: set[int] = set()
        self._tally = Tally(database, queue, recount.meanwhile)
        self._replies = Replies(database, self._tally, outs, self._in_order, recount.catch_up)

    @asynccontextmanager
    async def _in_turn(self) -> AsyncIterator[None]:
        """Inside, all that Discord told before is counted, and nothing it tells after."""
        async with self._in_order:
            await self._replies.count()
            yield

    async def settle(self) -> None:
        """All that was heard before is on its way to the disk when this returns."""
        await self._replies.settle()

    async def on_disk(self) -> None:
        """All that was heard before is on disk when this returns."""
        await self.settle()
        await self._tally.on_disk()

    # Buttons

    async def join(self, server_id: int, reading_id: int, member_id: int) -> tuple[Reading, Noted]:
        """**I'm reading**: the reading, and what became of it."""
        reading = await self._for_button(server_id, reading_id)
        at = self._clock.now()
        pressed = joined(reading_id=reading_id, server_id=server_id, member_id=member_id, at=at)
        return reading, await self._count(reading, pressed)

    async def mark_read(self, server_id: int, reading_id: int, member_id: int) -> tuple[Reading, Noted]:
        """**Read it**: the reading, and what became of it."""
        reading = await self._for_button(server_id, reading_id)
        at = self._clock.now()
        pressed = read(reading_id=reading_id, server_id=server_id, member_id=member_id, at=at)
        return reading, await self._count(reading, pressed)

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
        who = {"reading_id": reading_id, "server_id": server_id, "member_id": member_id}
        await self._count(reading, passage_shown(**who, at=at, position=position))
        return reading, asked

    # What Discord's events tell

    def replied(self, thread_id: int, seen: SeenReply) -> None:
        """A member wrote in a thread of ours."""
        self._replies.heard(thread_id, seen)

    async def messages_deleted(self, message_ids: list[int]) -> None:
        """Messages are gone; what was counted from them, and under them if they were posts of ours, goes too."""
        async with self._in_turn():
            keys = {reply_key(message_id) for message_id in message_ids}
            for message_id in message_ids:
                keys |= await self._reactions_to(message_id)
            await self._uncount_now(keys)

    async def thread_deleted(self, thread_id: int) -> None:
        """A thread is gone with all that was written in it."""
        async with self._in_turn():
            await self._tally.on_disk()
            async with self._database.read() as tx:
                reading = await thread_reading(tx, thread_id)
                keys = await in_thread(tx, reading) if reading is not None else set()
            await self._uncount_now(keys)

    async def reacted(self, channel_id: int, seen: SeenReaction) -> None:
        """A member reacted to a post of ours: when this was heard, however long it waits for its turn."""
        at = self._clock.now()
        async with self._in_turn():
            reading = await self._of_post(channel_id, seen.message_id)
            if reading is not None and counts_at(reading, at):
                await self._tally.add([reaction_of(reading, seen, at)])

    async def reaction_removed(self, seen: SeenReaction) -> None:
        """A member took a reaction back."""
        await self._uncount([reaction_key(seen.message_id, seen.member_id, seen.emoji, burst=seen.burst)])

    async def reactions_cleared(self, message_id: int, emoji: str | None) -> None:
        """All reactions to a post are gone, or all of one emoji."""
        async with self._in_turn():
            keys = await self._reactions_to(message_id)
            await self._uncount_now([key for key in keys if emoji is None or is_with(key, emoji)])

    async def voted(self, message_id: int, member_id: int, answer_id: int) -> None:
        """A member voted. It counts once the poll has led to a reading; until then Discord keeps who voted."""
        at = self._clock.now()
        async with self._in_turn():
            async with self._database.read() as tx:
                reading_id = await votes_of_readings.reading_of(tx, message_id)
                reading = None if reading_id is None else await readings.get(tx, reading_id)
            if reading is not None:
                who = {"reading_id": reading.id, "server_id": reading.server_id, "member_id": member_id}
                await self._tally.add([voted(**who, at=at, message_id=message_id, answer_id=answer_id)])

    async def vote_removed(self, message_id: int, member_id: int, answer_id: int) -> None:
        """A member took a vote back."""
        await self._uncount([vote_key(message_id, member_id, answer_id)])

    async def interested(self, event_id: int, member_id: int) -> None:
        """A member wants to come to a scheduled event."""
        at = self._clock.now()
        async with self._in_turn():
            async with self._database.read() as tx:
                reading = await readings.by_event(tx, event_id)
            if reading is not None and counts_at(reading, at):
                who = {"reading_id": reading.id, "server_id": reading.server_id, "member_id": member_id}
                await self._tally.add([interested(**who, at=at, event_id=event_id)])

    async def not_interested(self, event_id: int, member_id: int) -> None:
        """A member does not want to come to a scheduled event any more."""
        await self._uncount([interest_key(event_id, member_id)])

    # Counting again

    async def catch_up(self, server_id: int | None = None) -> None:
        """Events may have been lost: have every reading that still counts counted again, of one server or of all."""
        async with self._database.read() as tx:
            self._places |= await readings.channels(tx)
        await self._recount.catch_up(server_id)

    async def backfill(self, work: DueWork) -> Done:
        """Handler of BACKFILL."""
        done = await self._recount.backfill(work)
        await self._lead_back(int(work.payload["reading"]))
        return done

    async def recount(self, reading: Reading) -> None:
        """Make what is counted of a reading what Discord shows now."""
        await self._recount.of(reading)
        await self._lead_back(reading.id)

    async def _lead_back(self, reading_id: int) -> None:
        """What was heard while the thread was listed may answer what only the list has shown."""
        async with self._in_turn():
            self._replies.look_anew()
            await self._tally.on_disk()
            async with self._database.write() as tx:
                await contributions.lead_back(tx, reading_id)

    async def progress(self, server_id: int) -> Progress:
        """How counting again goes in one server."""
        return await self._recount.progress(server_id)

    def watch(self, channel_id: int) -> None:
        """A reading is announced in this channel: reactions there may be to a post of ours."""
        self._places.add(channel_id)

    def may_hold_posts(self, channel_id: int) -> bool:
        """Whether a reading was ever announced there. Events from anywhere else need not be looked up."""
        return channel_id in self._places

    def settings_changed(self, server_id: int) -> None:
        """How much is counted in the server may have been changed."""
        self._tally.settings_changed(server_id)

    async def _count(self, reading: Reading, contribution: Contribution) -> Noted:
        """On disk when this returns, if it is to be kept."""
        async with self._database.read() as tx:
            if await self._outs.has(tx, contribution.server_id, contribution.member_id):
                return Noted.OPTED_OUT
            if await contributions.known(tx, [contribution.key]):
                return Noted.KNOWN
        if not counts_at(reading, contribution.at):
            return Noted.TOO_LATE
        return Noted.NEWS if await self._tally.keep(contribution) else Noted.NOT_COUNTED

    async def _uncount(self, keys: Collection[str]) -> None:
        async with self._in_turn():
            await self._uncount_now(keys)

    async def _uncount_now(self, keys: Collection[str]) -> None:
        """With the order held by whoever calls."""
        self._meanwhile.uncount(keys)
        await self._tally.on_disk()
        async with self._database.read() as tx:
            known = await contributions.known(tx, keys) if keys else set()
        if known:
            self._replies.look_anew()
            async with self._database.write() as tx:
                await contributions.remove_keys(tx, known)

    async def _reactions_to(self, message_id: int) -> set[str]:
        """The keys of the reactions counted under a post of ours; none for any other message."""
        await self._tally.on_disk()
        async with self._database.read() as tx:
            found = await readings.by_message(tx, message_id)
            if found is None:
                return set()
            return await contributions.keys_of(tx, found[0].id, ContributionKind.REACTED, message_id)

    async def _for_button(self, server_id: int, reading_id: int) -> Reading:
        async with self._database.read() as tx:
            reading = await readings.get(tx, reading_id)
        if reading.server_id != server_id:
            raise GONE
        if reading.state in (ReadingState.CANCELLED, ReadingState.DRAFT):
            raise MemberError("This reading was called off.", "`/next` shows what is being read.")
        return reading

    async def _of_post(self, channel_id: int, message_id: int) -> Reading | None:
        async with self._database.read() as tx:
            found = await readings.by_message(tx, message_id)
            return found[0] if found else await thread_reading(tx, channel_id)
