"""A feed's new items become articles, and the articles due work in the channels that follow the feed.

poll ──> take_in (what is new in one run) ──> announce (at most three a channel), then one digest
    └──> change (a known item's text) ──> see changes.py
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from html import escape
from typing import Any

import structlog

from bot.clock import Clock
from bot.delivery import feed_cards
from bot.domain.address import canonical, same_site
from bot.domain.article import Article, Block, BlockKind
from bot.domain.due_work import DueWork, NewWork, WorkKind
from bot.domain.feeds.decision import Candidate, Decision, decide
from bot.domain.feeds.document import Enclosure, FeedItem
from bot.domain.feeds.follow import Follow, KnownFeed
from bot.domain.feeds.fuller_text import better_of, has_lessons, is_of
from bot.domain.feeds.history import Event, Happened
from bot.domain.feeds.marks import has_page_of_its_own
from bot.domain.study import Study
from bot.errors import CircleError
from bot.sources.pool import ReaderPool
from bot.store import articles, due_work, feed_items, feeds, servers
from bot.store.database import Database, Transaction
from bot.told import Told
from bot.workflows.agenda import Done
from bot.workflows.announce import announcement_key
from bot.workflows.ingest import Ingest, announcement

MOST_READ = 25
"""Articles of one run that are read; as many as one list can offer. More are counted in the digest."""
MOST_HTML = 500_000
STUB_WORDS = 30
TITLE_ALONE = "title_alone"
"""Neither feed nor page gives a text."""

log = structlog.get_logger(__name__)


def taking_in(feed_id: int, items: Sequence[tuple[int, FeedItem]], now: int, follow: Follow | None = None) -> NewWork:
    """The new items of one run, oldest first, on their way in; for one follow alone if an admin has asked for them."""
    listed = [{"id": item_id, "item": as_json(item)} for item_id, item in items]
    asked = f":{follow.id}:{now}" if follow else ""
    payload = {"feed": feed_id, "items": listed, "follow": follow.id if follow else None}
    return NewWork(f"{WorkKind.TAKE_IN}:{feed_id}:{items[0][0]}{asked}", WorkKind.TAKE_IN, now, 0, payload)


@dataclass(frozen=True, slots=True)
class Taken:
    """An item’s article. `why`: of `Better`, or `TITLE_ALONE`; `detail`: why its page could not be read, if so.

    `confirmed`: the page shows the text, or it cannot be asked and the feed is of its site. `summary`: what the feed
    says of it, as Markdown.
    """

    article: Article
    study: Study | None
    why: str
    detail: str = ""
    confirmed: bool = False
    summary: str = ""


class NewItems:
    """Reads items and shares them out."""

    def __init__(self, database: Database, pool: ReaderPool, ingest: Ingest, clock: Clock) -> None:
        self._database = database
        self._pool = pool
        self._ingest = ingest
        self._clock = clock

    async def take_in(self, work: DueWork) -> Done:
        """Handler of TAKE_IN. What was read before a crash is read again and found to be there already."""
        payload = work.payload
        async with self._database.read() as tx:
            feed = await feeds.get(tx, int(payload["feed"]))
            kept = await feed_items.get(tx, [each["id"] for each in payload["items"]])
            followers = [each for each in await feeds.follows(tx, feed.id) if payload["follow"] in (None, each.id)]
        given = [(each["id"], item_from_json(each["item"])) for each in payload["items"] if each["id"] in kept]
        read = {} if not followers else await self._read_all(feed, given)
        candidates = [
            Candidate(item_id, kept[item_id].seen_at, item, read.get(item_id, kept[item_id].article_id))
            for item_id, item in given
        ]
        decided = [await self._decide(follow, candidates, asked=payload["follow"] is not None) for follow in followers]

        async def settle(tx: Transaction) -> None:
            still = {each.id for each in await feeds.follows(tx, feed.id)}
            for follow, decision, works in decided:
                if follow.id in still:
                    await self._share_out(tx, follow, decision, works)
            await due_work.forget(tx, 0, work.key)  # what the items said need not be kept twice

        return Done(settle=settle)

    async def _read_all(self, feed: KnownFeed, given: Sequence[tuple[int, FeedItem]]) -> dict[int, int]:
        """Articles by item. Each is kept as soon as it is read."""
        found: dict[int, int] = {}
        for item_id, item in given[:MOST_READ]:
            taken = await self.read(feed, item)
            now = self._clock.now()
            event = Event(item_id, Happened.READ, now, taken.why, taken.detail)
            async with self._database.write() as tx:
                found[item_id], _ = await articles.add(tx, taken.article, now=now)
                await feed_items.set_article(tx, item_id, found[item_id])
                await feed_items.happened(tx, [event])
        return found

    async def _decide(
        self, follow: Follow, candidates: Sequence[Candidate], *, asked: bool
    ) -> tuple[Follow, Decision, list[NewWork]]:
        now = self._clock.now()
        ids = [each.article_id for each in candidates if each.article_id is not None]
        async with self._database.read() as tx:
            server = await servers.get(tx, follow.server_id)
            told = await feed_items.told_in(tx, follow.channel_id, ids)
            keys = {announcement_key(article_id, follow.channel_id): article_id for article_id in ids}
            told |= {keys[key] for key in await due_work.recorded(tx, list(keys))}
        decision = decide(follow, candidates, told, now, asked=asked)
        works = [
            _from_feed(
                announcement(server, _article(each), follow.channel_id, await self._study(each, follow), now),
                follow,
                each,
            )
            for each in decision.posts
        ]
        return follow, decision, works

    async def _study(self, one: Candidate, follow: Follow) -> Study:
        async with self._database.read() as tx:
            stored = await articles.get(tx, _article(one))
            headings = (await servers.get(tx, follow.server_id)).extra_headings
        return await self._pool.study(stored.article, extra_headings=headings)

    async def _share_out(self, tx: Transaction, follow: Follow, decision: Decision, works: list[NewWork]) -> None:
        """What was decided for one channel is recorded: shelf, posts, digest, reasons."""
        now = self._clock.now()
        for each in (*decision.posts, *decision.digest):
            if each.article_id is not None:
                await articles.shelve(
                    tx, follow.server_id, each.article_id, title=None, added_by=follow.added_by, now=now
                )
        await feed_items.happened(tx, decision.events)
        await due_work.add(tx, works, now=now)
        if decision.digest:
            await due_work.add(tx, [_digest(follow, decision, now)], now=now)

    async def read(self, feed: KnownFeed, item: FeedItem) -> Taken:
        """The item's article: the better of the feed's text and the page's, else what little the feed says.

        A feed may name any page: its text is kept under that page's address only if the page shows it too, or belongs
        to the feed's own site.
        """
        own, summary = await self._own_text(item), feed_cards.summary(item)
        link = item.link if _has_own_page(feed, item) else None
        page, trouble = await self._page(link)
        own_site = link is not None and any(same_site(link, home) for home in (feed.state.url, feed.site_url) if home)
        chosen = better_of(own, page)
        if chosen is None:
            address = canonical(link or "") if own_site else None
            article = _titled(_bare(item), feed, item, address)
            return Taken(article, None, TITLE_ALONE, trouble, summary=summary)
        shown = chosen.from_page or (page is not None and is_of(page, chosen.study))
        address = page.article.canonical_url if page and shown else canonical(link or "") if own_site else None
        article = _titled(chosen.study.article, feed, item, address)
        confirmed = shown or (page is None and own_site)
        return Taken(article, chosen.study, chosen.why, trouble, confirmed, summary)

    async def has_lessons(self, feed: KnownFeed, item: FeedItem) -> bool:
        """Whether the item's text has a lessons section; its page is only asked for where the feed's text has none."""
        own = await self._own_text(item)
        if own is not None and has_lessons(own):
            return True
        taken = await self.read(feed, item)
        return taken.study is not None and has_lessons(taken.study)

    async def _own_text(self, item: FeedItem) -> Study | None:
        if len(item.html.split()) < STUB_WORDS:
            return None
        title = escape(item.title)
        body = f"<body><article><h1>{title}</h1>{item.html}</article></body>"
        html = f"<html><head><title>{title}</title></head>{body}</html>"
        try:
            return await self._pool.read(html.encode(), content_type="text/html; charset=utf-8", url=item.link)
        except CircleError:
            return None  # too short, or no text: the page may have it

    async def _page(self, link: str | None) -> tuple[Study | None, str]:
        """What stands at the item's address, or why it cannot be read."""
        if link is None:
            return None, Told("The item leads to no page of its own.")
        try:
            return await self._ingest.read_address(link), ""
        except CircleError as error:
            log.info("an item's page cannot be read", reason=str(error))
            return None, error.message


def _has_own_page(feed: KnownFeed, item: FeedItem) -> bool:
    """What stands at an address that several items have is no item's text, nor is it what makes them one article."""
    dropped = feed.memory.dropped if feed.memory else ()
    return has_page_of_its_own(item.link, (feed.state.url, feed.site_url), dropped)


def _article(one: Candidate) -> int:
    """Those that get a post of their own have been read."""
    assert one.article_id is not None
    return one.article_id


def _titled(article: Article, feed: KnownFeed, item: FeedItem, address: str | None) -> Article:
    """The article with what the feed says of it, where the feed says it."""
    published = datetime.fromtimestamp(item.published / 1000, UTC).date() if item.published is not None else None
    return replace(
        article,
        title=item.title or article.title,
        authors=item.authors or article.authors,
        published=article.published or published,
        source_name=article.source_name or feed.title or None,
        canonical_url=address,
    )


def _bare(item: FeedItem) -> Article:
    """All there is of an item whose text cannot be read: its title."""
    text = item.title or item.link or "(no title)"
    return Article(text, text, (Block(BlockKind.PARAGRAPH, 0, len(text)),))


def _from_feed(work: NewWork, follow: Follow, one: Candidate) -> NewWork:
    """An announcement that says where it comes from and how this channel wants it."""
    told: dict[str, Any] = {
        "feed": follow.feed_id,
        "name": follow.name,
        "item": one.item_id,
        "role": follow.role_id or work.payload["role"],
        "style": follow.style or work.payload["style"],
        "tags": list(follow.tags),
        "categories": list(one.item.categories[:20]),
        "summary": feed_cards.summary(one.item),
    }
    return replace(work, payload={**work.payload, **told})


def _digest(follow: Follow, decision: Decision, now: int) -> NewWork:
    payload = {
        "feed": follow.feed_id,
        "channel": follow.channel_id,
        "name": follow.name,
        "articles": [each.article_id for each in decision.digest if each.article_id is not None],
        "more": [[each.item.title, each.item.link] for each in decision.digest if each.article_id is None][:100],
        "count": len(decision.digest),
    }
    key = f"{WorkKind.POST_DIGEST}:{follow.channel_id}:{decision.digest[0].item_id}"
    return NewWork(key, WorkKind.POST_DIGEST, now, follow.server_id, payload)


def as_json(item: FeedItem) -> dict[str, Any]:
    values = asdict(item)
    return values | {name: values[name][:MOST_HTML] for name in ("summary_html", "content_html")}


def item_from_json(values: Mapping[str, Any]) -> FeedItem:
    """The item as it was recorded with work."""
    known = dict(values)
    known["enclosures"] = tuple(Enclosure(**each) for each in known["enclosures"])
    known["authors"], known["categories"] = tuple(known["authors"]), tuple(known["categories"])
    return FeedItem(**known)
