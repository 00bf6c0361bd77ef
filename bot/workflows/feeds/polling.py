"""Feeds are asked for news, each once for all who follow it, as often as they have any.

`poll:{feed}` comes again and again while somebody follows the feed. What one poll found (new items, changed texts,
better or worse health, when to ask next) is written in the transaction that confirms it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import structlog

from bot.clock import Clock
from bot.domain.due_work import DueWork, NewWork, WorkKind
from bot.domain.feeds.document import FeedItem, FeedList
from bot.domain.feeds.follow import KeptItem, KnownFeed
from bot.domain.feeds.health import health_of
from bot.domain.feeds.history import Event, Happened
from bot.domain.feeds.identity import FeedJudgement, FeedMemory, Judgement, Rule, Verdict, judge, next_order
from bot.domain.feeds.marks import Mark
from bot.domain.feeds.polling import Outcome, PollAnswer, PollState, after_poll, validators
from bot.errors import FeedError
from bot.sources.feeds.client import FeedClient
from bot.sources.feeds.read import FeedReading
from bot.sources.feeds.search import find_feeds
from bot.sources.pool import ReaderPool
from bot.store import due_work, feed_items, feeds
from bot.store.database import Database, Transaction
from bot.told import Told
from bot.workflows.agenda import Done
from bot.workflows.feeds.changes import changing
from bot.workflows.feeds.new_items import taking_in
from bot.workflows.feeds.notices import health_notices

LONGEST_NAME = 300

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking a site. `reading`: None if nothing came that had to be read, or could be."""

    answer: PollAnswer
    reading: FeedReading | None = None


def polling(feed_id: int, at: int) -> NewWork:
    """The feed is to be asked then."""
    return NewWork(f"{WorkKind.POLL_FEED}:{feed_id}", WorkKind.POLL_FEED, at, 0, {"feed": feed_id})


class Polling:
    """Asks, judges, records. `jitter` draws from 0 to 1, so that feeds do not fall into step."""

    def __init__(
        self,
        database: Database,
        client: FeedClient,
        pool: ReaderPool,
        clock: Clock,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._database = database
        self._client = client
        self._pool = pool
        self._clock = clock
        self._jitter = jitter

    async def poll(self, work: DueWork) -> Done:
        """Handler of POLL_FEED. A feed that nobody follows, or that has been paused, is asked no more."""
        async with self._database.read() as tx:
            feed = await feeds.get(tx, int(work.payload["feed"]))
            followed = await feeds.is_followed(tx, feed.id)
        if not followed or feed.state.paused is not None:
            return Done()
        asked = await self.ask(feed.state)
        return Done(settle=lambda tx: self._settle(tx, feed.id, asked))

    async def ask(self, state: PollState, *, whole: bool = False) -> Asked:
        """What the site says. `whole`: the document is wanted even if it is as it was."""
        etag, modified = (None, None) if whole else validators(state, self._clock.now())
        known = None if whole else state.body_hash
        response = await self._client.ask(state.url, etag=etag, last_modified=modified, body_hash=known)
        if response.data is None:
            return Asked(response.answer)
        try:
            reading = await self._pool.read_feed(
                response.data, content_type=response.content_type, url=response.url or state.url
            )
        except FeedError as error:
            unread = replace(
                response.answer, outcome=Outcome.UNREADABLE, reason=error.message, remedy=error.remedy, body_hash=None
            )
            return Asked(unread)
        if response.broken_off:
            reading = replace(reading, document=replace(reading.document, broken_off=True))
        return Asked(replace(response.answer, document=reading.document), reading)

    async def find(self, address: str) -> list[tuple[PollState, Asked]]:
        """The feeds at or behind an address, the likeliest first. `FeedError` if there is none."""
        found = await find_feeds(self._client, self._pool, address)
        return [
            (PollState(each.url), Asked(replace(each.answer, document=each.reading.document), each.reading))
            for each in found
        ]

    async def read_list(self, data: bytes) -> FeedList:
        """The feeds of an OPML list. Raises `FeedError`."""
        return await self._pool.read_opml(data)

    async def _settle(self, tx: Transaction, feed_id: int, asked: Asked) -> None:
        before = await feeds.get(tx, feed_id, hold=True)
        after, works = await self.record(tx, before, asked)
        if after.state.paused is None and await feeds.is_followed(tx, feed_id):
            await due_work.repeat(tx, polling(feed_id, after.state.next_at), now=self._clock.now())
        await due_work.add(tx, works, now=self._clock.now())

    async def record(self, tx: Transaction, feed: KnownFeed, asked: Asked) -> tuple[KnownFeed, list[NewWork]]:
        """Keeps what an answer changes; the feed as it is now, and the work that follows from it."""
        now, works, answer = self._clock.now(), list[NewWork](), asked.answer
        memory, title, site_url = feed.memory, feed.title, feed.site_url
        if asked.reading is not None:
            document = asked.reading.document
            title, site_url = document.title or title, document.site_url or site_url
            judged = await self._judged(tx, feed, asked.reading)
            if judged is None:
                answer = replace(answer, outcome=Outcome.UNREADABLE, reason=_OUR_FAULT, remedy=_TELL_US)
            else:
                memory, works = await self._keep(tx, feed, asked.reading, judged, now)
                answer = replace(answer, new_items=len(judged.of(Verdict.NEW)))
        state = after_poll(feed.state, answer, now, self._jitter())
        after = replace(feed, state=state, memory=memory, title=title, site_url=site_url)
        await feeds.save(tx, after)
        followers = await feeds.follows(tx, feed.id)
        before = health_of(feed.state, feed.state.last_try_at or now)  # as it was told then; it also worsens with time
        works += health_notices(feed, before, health_of(state, now), followers, now)
        return after, works

    async def _judged(self, tx: Transaction, feed: KnownFeed, reading: FeedReading) -> FeedJudgement | None:
        """None for a document that our own rules fail on: this feed alone must not be read in vain for ever."""
        order = feed.memory.order if feed.memory else ()
        known = await feed_items.known(tx, feed.id, reading.marks, order)
        try:
            return judge(reading.document, reading.marks, known, feed.memory)
        except Exception:
            log.exception("a feed could not be judged", feed=feed.id)
            return None

    async def _keep(
        self, tx: Transaction, feed: KnownFeed, reading: FeedReading, judged: FeedJudgement, now: int
    ) -> tuple[FeedMemory, list[NewWork]]:
        items = reading.document.items
        fresh = [one for one in judged.items if one.verdict in {Verdict.NEW, Verdict.BASELINE}]
        ids = await feed_items.add(tx, [_kept(feed, one, items[one.position], now) for one in fresh])
        numbers = {one.position: number for one, number in zip(fresh, ids, strict=True)}
        works = await self._changed(tx, feed, judged, items, now)
        new = [(numbers[one.position], items[one.position]) for one in judged.of(Verdict.NEW)]
        if new:
            works.append(taking_in(feed.id, new, now))
        await feed_items.happened(tx, _seen(fresh, numbers, now))
        return FeedMemory(judged.dropped, next_order(judged, numbers), judged.cut), works

    async def _changed(
        self, tx: Transaction, feed: KnownFeed, judged: FeedJudgement, items: tuple[FeedItem, ...], now: int
    ) -> list[NewWork]:
        """Known items under new marks; those with another text that became an article are read anew."""
        differing = [one for one in judged.items if one.known is not None and one.double_of is None and one.differs]
        kept = await feed_items.get(tx, [one.known for one in differing if one.known is not None])
        works, events = list[NewWork](), list[Event]()
        for one in differing:
            was, item = kept[one.known or 0], items[one.position]
            await feed_items.mark(tx, was.id, one.marks, name=_name(item), url=item.link)
            events.append(_differs(was.id, one, now))
            if one.verdict is Verdict.CHANGED and was.article_id is not None:
                works.append(changing(feed.id, was.id, item, one.marks, now))
        await feed_items.happened(tx, events)
        return works


_OUR_FAULT = Told("This program cannot make sense of the feed, which is a fault of its own.")
_TELL_US = Told("Tell whoever runs the bot; the log has the details.")


def _kept(feed: KnownFeed, one: Judgement, item: FeedItem, now: int) -> KeptItem:
    return KeptItem(0, feed.id, _name(item), now, one.marks, item.link, None, item.categories[:20])


def _name(item: FeedItem) -> str:
    return (item.title or item.link or "(no title)")[:LONGEST_NAME]


def _seen(fresh: list[Judgement], numbers: Mapping[int, int], now: int) -> list[Event]:
    """Items of the first fetch are the rule, and their age says it; the rest has its reason kept."""
    return [
        Event(numbers[one.position], Happened.SEEN, now, f"{one.verdict}:{one.rule}")
        for one in fresh
        if one.rule is not Rule.FIRST_FETCH
    ]


def _differs(item_id: int, one: Judgement, now: int) -> Event:
    """What the feed changed about a known item: a text that people read, or only what it goes by."""
    what = Happened.CHANGED if one.differs & {Mark.TEXT, Mark.TITLE} else Happened.MARKED_ANEW
    return Event(item_id, what, now, one.rule, ", ".join(sorted(one.differs)))
