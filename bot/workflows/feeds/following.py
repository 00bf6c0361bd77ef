"""What admins decide about feeds: follow one in a channel, change how, pause, stop; and what they ask of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.delivery.board import Board
from bot.delivery.permissions import ANNOUNCING, READING
from bot.domain.due_work import DueWork
from bot.domain.feeds.document import FeedItem, FeedLink
from bot.domain.feeds.filter import FeedFilter, FilterVerdict, dry_run, terms_of
from bot.domain.feeds.follow import Follow, KeptItem, KnownFeed, Style
from bot.domain.feeds.history import Event
from bot.domain.feeds.identity import judge
from bot.domain.feeds.polling import WELL, resumed
from bot.errors import AlreadyFollowed, CircleError, FetchFailed, FetchRefused, MemberError, NotFound, SetupMissing
from bot.languages.words import say
from bot.sources.feeds.opml import write_opml
from bot.sources.feeds.read import FeedReading
from bot.store import due_work, feed_items, feeds, servers
from bot.store.database import Database, Transaction
from bot.store.feeds import Followed
from bot.workflows.agenda import Agenda
from bot.workflows.announce import announcement_key
from bot.workflows.feeds.new_items import NewItems, Taken, taking_in
from bot.workflows.feeds.notices import WEEK_MS, weekly
from bot.workflows.feeds.polling import Asked, Polling, polling

LOOKED_AT = 10
"""Items of which is told how many have a lessons section."""
DRY_RUN = 20
PREVIEW_S = 25.0
FRESH_MS = 15 * 60_000
"""A document read so lately is not asked for again to be looked at."""
MOST_KEPT = 32
MOST_LISTED = 100
NOBODY = 0
MOST_FOLLOWS = 200
"""Channels of one server times feeds."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a channel wants a feed; None for what is not said. `include`, `exclude`, `tags`: as people type them.

    `role_id`: `NOBODY` if no role is to be pinged.
    """

    channel_id: int | None = None
    name: str | None = None
    role_id: int | None = None
    include: str | None = None
    exclude: str | None = None
    style: Style | None = None
    tags: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """A feed as it would come. `newest`: its newest article as read. `lessons` of the last `looked_at` have some.

    `tried`: the last items, newest first, with what the channel's filter says to each.
    """

    followed: Followed
    newest: Taken | None
    lessons: int
    looked_at: int
    tried: Sequence[tuple[FeedItem, FilterVerdict]]
    others: Sequence[str] = ()
    """Further feeds of the same site."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a list: names added, how many were known, name and reason of what failed, entries left out."""

    added: Sequence[str]
    known: int
    failed: Sequence[tuple[str, str]]
    left_out: int


@dataclass(frozen=True, slots=True)
class History:
    """What became of an item here. `waiting`: its posts that have not succeeded yet."""

    feed: KnownFeed
    item: KeptItem
    events: Sequence[Event]
    follows: Sequence[Follow]
    waiting: Sequence[DueWork]


class Following:
    """Follows feeds for one server at a time."""

    def __init__(
        self, database: Database, board: Board, polling: Polling, new_items: NewItems, agenda: Agenda, clock: Clock
    ) -> None:
        self._database = database
        self._board = board
        self._polling = polling
        self._new_items = new_items
        self._agenda = agenda
        self._clock = clock
        self._read: dict[int, tuple[int, FeedReading]] = {}

    async def add(self, server_id: int, url: str, wishes: Wishes, *, by: int) -> Preview:
        """Follow the feed at an address, or the one that the page there names. What it holds now counts as known."""
        followed, reading, others = await self._follow(server_id, url, wishes, by=by)
        self._agenda.wake()
        return replace(await self._preview(followed, reading), others=others)

    async def _follow(
        self, server_id: int, url: str, wishes: Wishes, *, by: int
    ) -> tuple[Followed, FeedReading, list[str]]:
        channel_id = await self._channel(server_id, wishes.channel_id)
        self._require(channel_id, wishes.style, wishes.tags)
        filters = FeedFilter(terms_of(wishes.include or ""), terms_of(wishes.exclude or ""))
        found = await self._polling.find(url)
        state, asked = found[0]
        assert asked.reading is not None
        document, now = asked.reading.document, self._clock.now()
        async with self._database.write() as tx:
            if len(await feeds.of_server(tx, server_id)) >= MOST_FOLLOWS:
                raise MemberError(
                    "This server follows {most} feeds already.", "Take one away first.", most=MOST_FOLLOWS
                )
            feed, _ = await feeds.add(tx, document.title or state.url, state, site_url=document.site_url, now=now)
            feed = await feeds.get(tx, feed.id, hold=True)  # a poll that is just being kept comes first
            follow = Follow(
                id=0,
                feed_id=feed.id,
                server_id=server_id,
                channel_id=channel_id,
                name=(wishes.name or document.title or state.url).strip()[:100],
                added_by=by,
                since=now,
                role_id=wishes.role_id or None,
                style=wishes.style,
                tags=_tags(wishes.tags),
                filter=filters,
            )
            feed, works = await self._polling.record(tx, feed, asked)
            added = await feeds.add_follow(tx, follow)
            if added is None:
                raise AlreadyFollowed(
                    "This channel follows that feed already.", "`/feed edit` changes how; `/feed preview` shows it."
                )
            feed = await self._awake(tx, feed)
            await due_work.add(tx, [*works, weekly(server_id, now + WEEK_MS)], now=now)
        self._remember(feed.id, asked.reading)
        return Followed(added, feed), asked.reading, [other.url for other, _ in found[1:]]

    async def _awake(self, tx: Transaction, feed: KnownFeed) -> KnownFeed:
        """A feed that was paused, or followed by nobody, is asked again from now on."""
        if feed.state.paused is not None:
            feed = replace(feed, state=resumed(feed.state, self._clock.now()))
            await feeds.save(tx, feed)
        await due_work.repeat(tx, polling(feed.id, feed.state.next_at), now=self._clock.now())
        return feed

    async def take_list(self, server_id: int, data: bytes, channel_id: int | None, *, by: int) -> Imported:
        """Follow every feed of an OPML list in the channel, one after the other; one that fails stops no other."""
        place = await self._channel(server_id, channel_id)
        self._require(place, None, None)
        listed = await self._polling.read_list(data)
        added, failed, known = list[str](), list[tuple[str, str]](), 0
        for link in listed.links[:MOST_LISTED]:
            wishes = Wishes(place, link.title or None)
            try:
                followed, _, _ = await self._follow(server_id, link.url, wishes, by=by)
                added.append(followed.follow.name)
            except AlreadyFollowed:
                known += 1
            except CircleError as error:
                failed.append((link.title or link.url, error.message))
        self._agenda.wake()
        return Imported(added, known, failed, listed.left_out + max(0, len(listed.links) - MOST_LISTED))

    async def give_list(self, server_id: int) -> bytes:
        """The feeds followed here as OPML, each once."""
        async with self._database.read() as tx:
            followed = await feeds.of_server(tx, server_id)
        once = {each.feed.id: each for each in followed}
        links = [FeedLink(each.feed.state.url, each.follow.name, each.feed.site_url) for each in once.values()]
        return write_opml(links, "Reading Circle", self._clock.now())

    async def edit(self, server_id: int, follow_id: int, wishes: Wishes) -> Preview:
        """Change what is said and leave the rest; an empty text or "none" takes words and tags away."""
        async with self._database.read() as tx:
            before = await feeds.followed(tx, server_id, follow_id)
        old = before.follow
        channel_id = wishes.channel_id or old.channel_id
        include = old.filter.include if wishes.include is None else terms_of(_unless_none(wishes.include))
        exclude = old.filter.exclude if wishes.exclude is None else terms_of(_unless_none(wishes.exclude))
        changed = replace(
            old,
            channel_id=channel_id,
            name=(wishes.name or old.name).strip()[:100],
            role_id=old.role_id if wishes.role_id is None else wishes.role_id or None,
            style=wishes.style or old.style,
            tags=old.tags if wishes.tags is None else _tags(_unless_none(wishes.tags)),
            filter=FeedFilter(include, exclude),
        )
        self._require(channel_id, changed.style, ",".join(changed.tags))
        async with self._database.write() as tx:
            twin = [each for each in await feeds.follows(tx, old.feed_id) if each.channel_id == channel_id]
            if any(each.id != old.id for each in twin):
                raise MemberError("That channel follows this feed already.", "Edit or remove that one instead.")
            await feeds.change_follow(tx, changed)
        return await self._tried(Followed(changed, before.feed))

    async def pause(self, server_id: int, follow_id: int) -> Followed:
        """No more posts in the channel until it is resumed. What comes meanwhile is only noted."""
        return await self._change(server_id, follow_id, paused_at=self._clock.now())

    async def resume(self, server_id: int, follow_id: int) -> Followed:
        """Posts again what comes from now on; a feed that was given up is asked again at once."""
        resumed_one = await self._change(server_id, follow_id, paused_at=None)
        await self.retry(server_id, resumed_one.feed.id)
        return resumed_one

    async def _change(self, server_id: int, follow_id: int, *, paused_at: int | None) -> Followed:
        async with self._database.write() as tx:
            found = await feeds.followed(tx, server_id, follow_id)
            follow = replace(found.follow, paused_at=paused_at)
            await feeds.change_follow(tx, follow)
        return Followed(follow, found.feed)

    async def remove(self, server_id: int, follow_id: int) -> Followed:
        """The channel follows no more. Posts and articles stay; a feed that nobody follows is asked no more."""
        async with self._database.write() as tx:
            found = await feeds.followed(tx, server_id, follow_id)
            await feeds.remove_follow(tx, follow_id)
        return found

    async def one(self, server_id: int, follow_id: int) -> Followed:
        async with self._database.read() as tx:
            return await feeds.followed(tx, server_id, follow_id)

    async def all(self, server_id: int) -> list[Followed]:
        """What the server follows, by name."""
        async with self._database.read() as tx:
            return await feeds.of_server(tx, server_id)

    async def preview(self, server_id: int, follow_id: int) -> Preview:
        """The newest article as it would be posted, and what the filter makes of the last items."""
        followed = await self.one(server_id, follow_id)
        return await self._preview(followed, await self._reading(followed.feed))

    async def post_latest(self, server_id: int, follow_id: int, count: int) -> int:
        """Have the newest items that the channel wants posted, up to `count`; how many there are."""
        followed = await self.one(server_id, follow_id)
        if count == 0:
            return 0
        self._require(followed.follow.channel_id, followed.follow.style, ",".join(followed.follow.tags))
        reading, now = await self._reading(followed.feed), self._clock.now()
        async with self._database.write() as tx:
            feed = await feeds.get(tx, followed.feed.id)
            known = await feed_items.known(tx, feed.id, reading.marks, feed.memory.order if feed.memory else ())
            judged = judge(reading.document, reading.marks, known, feed.memory)
            items = reading.document.items
            here = [(one.known, items[one.position]) for one in judged.items if one.known and one.double_of is None]
            passing = [(number, item) for number, item in here if _wanted(followed.follow, item)]
            chosen = [(number, item) for number, item in passing[-count:] if number is not None]
            if chosen:
                await due_work.add(tx, [taking_in(feed.id, chosen, now, followed.follow)], now=now)
        self._agenda.wake()
        return len(chosen)

    async def items(self, server_id: int, text: str, limit: int = 25) -> list[tuple[Follow, KeptItem]]:
        """Items of the feeds that the server follows, whose title or address contains `text`, the latest first."""
        async with self._database.read() as tx:
            names = {each.feed.id: each.follow for each in reversed(await feeds.of_server(tx, server_id))}
            found = [
                (follow, item)
                for feed_id, follow in names.items()
                for item in await feed_items.latest(tx, feed_id, limit, text)
            ]
        return sorted(found, key=lambda each: (-each[1].seen_at, -each[1].id))[:limit]

    async def why(self, server_id: int, item_id: int) -> History:
        """What happened to an item in this server, when, and by which rule."""
        async with self._database.read() as tx:
            followed = await feeds.of_server(tx, server_id)
            item = (await feed_items.get(tx, [item_id])).get(item_id)
            mine = [each for each in followed if item is not None and each.feed.id == item.feed_id]
            if item is None or not mine:
                raise NotFound("No feed that is followed here has that item.", "Pick one from the list as you type.")
            events = await feed_items.history(tx, item_id, server_id)
            keys = [announcement_key(item.article_id or 0, each.follow.channel_id) for each in mine]
            found = [work for key in keys if (work := await due_work.get(tx, key)) and work.result_id is None]
        return History(mine[0].feed, item, events, [each.follow for each in mine], found)

    async def retry(self, server_id: int, feed_id: int) -> str:
        """Ask the feed again at once; what it is called here. NotFound if this server does not follow it."""
        now = self._clock.now()
        async with self._database.write() as tx:
            mine = [each for each in await feeds.of_server(tx, server_id) if each.feed.id == feed_id]
            if not mine:
                raise NotFound("This feed is not followed here any more.", "`/feed health` shows what is.")
            feed = await feeds.get(tx, feed_id, hold=True)
            if feed.state.paused is not None:
                await feeds.save(tx, replace(feed, state=resumed(feed.state, now)))
            work = polling(feed_id, now)
            await due_work.repeat(tx, work, now=now)
            await due_work.bring_forward(tx, work.key, f"{work.key}:", now)
        self._agenda.wake()
        return mine[0].follow.name

    async def _reading(self, feed: KnownFeed) -> FeedReading:
        at, reading = self._read.get(feed.id, (0, None))
        if reading is not None and self._clock.now() - at < FRESH_MS:
            return reading
        asked = await self._polling.ask(feed.state, whole=True)
        if asked.reading is None:
            raise _unreadable(asked)
        self._remember(feed.id, asked.reading)
        return asked.reading

    def _remember(self, feed_id: int, reading: FeedReading) -> None:
        self._read.pop(feed_id, None)
        self._read[feed_id] = (self._clock.now(), reading)
        while len(self._read) > MOST_KEPT:
            del self._read[next(iter(self._read))]

    async def _preview(self, followed: Followed, reading: FeedReading) -> Preview:
        items = _newest_first(reading)
        newest, lessons, looked_at = None, 0, 0
        with suppress(TimeoutError):
            async with asyncio.timeout(PREVIEW_S):
                wanted = [item for item in items if _wanted(followed.follow, item)]
                newest = await self._new_items.read(followed.feed, wanted[0]) if wanted else None
                for item in items[:LOOKED_AT]:
                    lessons += await self._new_items.has_lessons(followed.feed, item)
                    looked_at += 1
        tried = dry_run(followed.follow.filter, items[:DRY_RUN]) if followed.follow.filter else ()
        return Preview(followed, newest, lessons, looked_at, tried)

    async def _tried(self, followed: Followed) -> Preview:
        """What the filter makes of the last items, as far as they are kept; nothing is fetched."""
        async with self._database.read() as tx:
            kept = await feed_items.latest(tx, followed.feed.id, DRY_RUN)
        items = [FeedItem(title=each.name, link=each.url, categories=each.categories) for each in kept]
        return Preview(followed, None, 0, 0, dry_run(followed.follow.filter, items))

    async def _channel(self, server_id: int, channel_id: int | None) -> int:
        if channel_id is None:
            async with self._database.read() as tx:
                channel_id = (await servers.get(tx, server_id)).articles_channel_id
        if channel_id is None:
            raise SetupMissing(
                "This server has no articles channel yet, so I do not know where to post.",
                "Set one with `/setup channel use:articles`, or name a `channel` here.",
            )
        return channel_id

    def _require(self, channel_id: int, style: Style | None, tags: str | None) -> None:
        """Everything that would stop a post later is said now."""
        self._board.require(channel_id, READING if style is Style.THREAD else ANNOUNCING)
        self._board.require_tags(channel_id, _tags(tags))


def _unreadable(asked: Asked) -> CircleError:
    answer = asked.answer
    if answer.outcome in WELL:
        return FetchFailed("The site gave no feed this time.", "Try again in a moment.")
    kind = FetchFailed if answer.retry_after_ms or (answer.status or 0) >= 500 else FetchRefused
    return kind(answer.reason, answer.remedy)


def _newest_first(reading: FeedReading) -> list[FeedItem]:
    items, marks = reading.document.items, reading.marks
    judged = judge(reading.document, marks, [], None)
    return [items[one.position] for one in reversed(judged.items) if one.double_of is None and not one.marks.empty]


def _wanted(follow: Follow, item: FeedItem) -> bool:
    return all(verdict.passes for _, verdict in dry_run(follow.filter, [item]))


def _tags(typed: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for each in (typed or "").split(",") if (name := each.strip())))


def _unless_none(typed: str) -> str:
    return "" if typed.strip().casefold() in {"none", "-", say("none").casefold()} else typed
