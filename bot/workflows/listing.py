"""One reading compared with what Discord shows of it: messages page by page, then what stands under our posts.

What is counted and not listed was deleted or taken back; what is listed and not counted was missed. What changes while
a list is on its way is known from its event, which knows better than the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import structlog

from bot.delivery.thread import Page, SeenPost, SeenReaction, SeenReply, ThreadReader
from bot.domain.participation import Contribution, ContributionKind, as_tracked, interested, reacted, replied, voted
from bot.domain.reading import Reading
from bot.domain.server import Server, Tracking
from bot.domain.times import made_at
from bot.store import contributions, readings, thread_marks, votes_of_readings
from bot.store.contribution_queue import ContributionQueue
from bot.store.contributions import Hashed
from bot.store.database import Database, Transaction
from bot.store.thread_marks import Mark

log = structlog.get_logger(__name__)


class Meanwhile:
    """What events tell while a list is being fetched."""

    def __init__(self) -> None:
        self.counted: set[str] = set()
        self.uncounted: set[str] = set()
        self._listings = 0

    @contextmanager
    def listing(self) -> Iterator[None]:
        """Inside, changes are remembered."""
        self._listings += 1
        try:
            yield
        finally:
            self._listings -= 1
            if not self._listings:
                self.counted.clear()
                self.uncounted.clear()

    def count(self, key: str) -> None:
        if self._listings:
            self.counted.add(key)
            self.uncounted.discard(key)

    def uncount(self, keys: Iterable[str]) -> None:
        if self._listings:
            self.uncounted.update(keys)
            self.counted.difference_update(keys)


class Listing:
    """Compares readings, one after the other."""

    def __init__(
        self, database: Database, queue: ContributionQueue, threads: ThreadReader, hashed: Hashed, meanwhile: Meanwhile
    ) -> None:
        self._database = database
        self._queue = queue
        self._threads = threads
        self._hashed = hashed
        self._meanwhile = meanwhile
        self._posts: dict[int, SeenPost] = {}
        self._since = 0

    async def compare(self, reading: Reading, server: Server, mark: Mark, *, now: int) -> None:
        """All of it. What came after the last message listed comes first, so that news count soon.

        What is older than the server wants to keep it is not taken in again, though Discord still shows it.
        """
        self._posts, self._since, tracking = {}, server.kept_since(now) or 0, server.tracking
        there = await self._messages(reading, tracking, mark.heard_to, None)
        if there and mark.compared_to < mark.heard_to:
            there = await self._messages(reading, tracking, mark.compared_to, mark.heard_to)
        if not there:
            await self._nothing_left(reading)
        if reading.counted_until is None or now < reading.counted_until:
            await self._under_posts(reading, tracking, now, there)
            await self._votes(reading, tracking, now)
            await self._interest(reading, tracking, now)

    async def _messages(self, reading: Reading, tracking: Tracking, after: int, until: int | None) -> bool:
        """Those with ids after `after`, at least up to `until`; False if the thread is gone."""
        assert reading.thread_id is not None
        listed = 0
        while True:
            page = await self._threads.page(reading.thread_id, after)
            if page is None:
                return False
            await self._keep(reading, tracking, page, after, until)
            self._posts |= {post.message_id: post for post in page.posts}
            listed += len(page.replies)
            if page.is_last or (until is not None and page.last_id >= until):
                log.info("thread compared with Discord", reading=reading.id, replies=listed, known=until is not None)
                return True
            after = page.last_id
            log.info("comparing a thread with Discord", reading=reading.id, replies=listed)

    async def _keep(self, reading: Reading, tracking: Tracking, page: Page, after: int, until: int | None) -> None:
        """One page, with the mark that it is done."""
        await self._queue.flush()
        up_to = None if page.is_last else page.last_id
        async with self._database.write() as tx:
            seen = [each for each in page.replies if each.at >= self._since and counts_at(reading, each.at)]
            shown = _tracked((reply(reading, each, each.target_id) for each in seen), tracking)
            allowed = await contributions.allowed(tx, shown, self._hashed) if shown else []
            before = await contributions.keys_of(tx, reading.id, ContributionKind.REPLIED, after=after, up_to=up_to)
            gone = before - {each.key for each in allowed} - self._meanwhile.counted
            await contributions.remove_keys(tx, gone)
            new = [each for each in allowed if each.key not in self._meanwhile.uncounted]
            await contributions.settle(tx, new)
            if until is None:
                await thread_marks.advance(tx, reading.id, heard_to=page.last_id)
            else:
                await thread_marks.advance(tx, reading.id, compared_to=page.last_id)

    async def _nothing_left(self, reading: Reading) -> None:
        """The thread was deleted, with all that was written in it and under it."""
        async with self._database.write() as tx:
            await contributions.remove_keys(tx, await in_thread(tx, reading) - self._meanwhile.counted)

    async def _under_posts(self, reading: Reading, tracking: Tracking, now: int, there: bool) -> None:
        """The reactions to our posts."""
        async with self._database.read() as tx:
            posts = await readings.post_ids(tx, reading.id)
        for channel_id, message_id in posts:
            if channel_id == reading.thread_id and not there:
                continue
            post = self._posts.get(message_id) or await self._threads.post(channel_id, message_id)
            seen = [reaction async for reaction in self._threads.reactions(channel_id, post)]
            shown = [reaction_of(reading, each, now) for each in seen]
            await self._settle(reading, ContributionKind.REACTED, message_id, _tracked(shown, tracking))

    async def _votes(self, reading: Reading, tracking: Tracking, now: int) -> None:
        """Who voted in the poll that led to the reading."""
        async with self._database.read() as tx:
            polls = await votes_of_readings.polls_of(tx, reading)
        for channel_id, message_id in polls:
            post = await self._threads.post(channel_id, message_id)
            if post.poll is None:
                continue  # deleted: that they voted was seen by all
            who = {"reading_id": reading.id, "server_id": reading.server_id, "at": now, "message_id": message_id}
            shown = [
                voted(member_id=member_id, answer_id=answer_id, **who)
                async for answer_id, member_id in self._threads.votes(channel_id, post)
            ]
            await self._settle(reading, ContributionKind.VOTED, message_id, _tracked(shown, tracking))

    async def _interest(self, reading: Reading, tracking: Tracking, now: int) -> None:
        """Who wants to come to the reading's scheduled event."""
        if reading.event_id is None:
            return
        members = await self._threads.interested(reading.server_id, reading.event_id)
        if members is None:
            return  # over, or deleted: what was counted stays
        who = {"reading_id": reading.id, "server_id": reading.server_id, "at": now, "event_id": reading.event_id}
        shown = [interested(member_id=member_id, **who) for member_id in members]
        await self._settle(reading, ContributionKind.INTERESTED, reading.event_id, _tracked(shown, tracking))

    async def _settle(
        self, reading: Reading, kind: ContributionKind, message_id: int, shown: Sequence[Contribution]
    ) -> None:
        """What stands under one post (or event) now is what is counted of it.

        Under one that is older than the server keeps contributions nothing is new: Discord does not tell when it was
        done, and it may be what was forgotten.
        """
        await self._queue.flush()
        async with self._database.write() as tx:
            before = await contributions.keys_of(tx, reading.id, kind, message_id)
            await contributions.remove_keys(tx, before - {each.key for each in shown} - self._meanwhile.counted)
            if made_at(message_id) < self._since:
                return
            new = [each for each in shown if each.key not in self._meanwhile.uncounted]
            await contributions.add_many(tx, new, hashed=self._hashed, dated=False)


def counts_at(reading: Reading, at: int) -> bool:
    """Whether what is done at that instant still counts for the reading."""
    return reading.counted_until is None or at < reading.counted_until


def reply(reading: Reading, seen: SeenReply, root: int | None) -> Contribution:
    """A member's message in the reading's thread, which goes back to `root`."""
    return replied(
        reading_id=reading.id,
        server_id=reading.server_id,
        member_id=seen.member_id,
        at=seen.at,
        message_id=seen.message_id,
        target_id=root,
        reply_to_id=seen.target_id,
    )


def reaction_of(reading: Reading, seen: SeenReaction, at: int) -> Contribution:
    """A member's reaction to a post of the reading. Discord does not tell when, so `at` is when it was heard of."""
    return reacted(
        reading_id=reading.id,
        server_id=reading.server_id,
        member_id=seen.member_id,
        at=at,
        message_id=seen.message_id,
        emoji=seen.emoji,
        burst=seen.burst,
    )


async def in_thread(tx: Transaction, reading: Reading) -> set[str]:
    """The keys of all that stands in a reading's thread: replies, and reactions to the posts there."""
    keys = await contributions.keys_of(tx, reading.id, ContributionKind.REPLIED)
    reacted_to = await contributions.keys_of(tx, reading.id, ContributionKind.REACTED)
    if reading.announcement_id is not None:
        outside = ContributionKind.REACTED, reading.announcement_id
        reacted_to -= await contributions.keys_of(tx, reading.id, *outside)
    return keys | reacted_to


def _tracked(shown: Iterable[Contribution], tracking: Tracking) -> list[Contribution]:
    return [kept for each in shown if (kept := as_tracked(each, tracking)) is not None]
