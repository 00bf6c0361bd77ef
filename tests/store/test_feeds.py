"""Feeds are kept once for all servers, their items by what they are known by, and what happened to them once each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.due_work import NewWork, WorkKind
from bot.domain.feeds.filter import FeedFilter
from bot.domain.feeds.follow import Follow, KeptItem, KnownFeed, Style
from bot.domain.feeds.history import Event, Happened
from bot.domain.feeds.identity import FeedMemory
from bot.domain.feeds.marks import Mark, Marks
from bot.domain.feeds.polling import Outcome, Pause, PollState
from bot.errors import NotFound
from bot.store import due_work, feed_items, feeds, suggestions
from bot.store.database import Database
from tests.store.samples import MEMBER, NOW, ORGANISER, OTHER_SERVER, SERVER, keep_article

STATE = PollState(
    "https://paper.example/feed",
    next_at=NOW,
    etag='W/"a"',
    skip_hours=frozenset({2, 1}),
    outcome=Outcome.BROKEN,
    paused=Pause.GONE,
)


async def kept_feed(database: Database, url: str = STATE.url) -> KnownFeed:
    async with database.write() as tx:
        feed, _ = await feeds.add(tx, "The Paper", replace(STATE, url=url), site_url=None, now=NOW)
    return feed


def following(feed: KnownFeed, server: int = SERVER, channel: int = 300, **values: object) -> Follow:
    whole = Follow(0, feed.id, server, channel, "Paper", ORGANISER, NOW)
    return replace(whole, **values)  # type: ignore[arg-type]


def item(feed: KnownFeed, number: int, **values: object) -> KeptItem:
    marks = Marks(guid=number, address=1000 + number, text=2**62 + number, title=3000 + number, words=9)
    return replace(KeptItem(0, feed.id, f"Item {number}", NOW + number, marks), **values)  # type: ignore[arg-type]


async def test_a_feed_is_kept_once_and_comes_back_as_it_was(database: Database) -> None:
    feed = await kept_feed(database)
    memory = FeedMemory(frozenset({Mark.GUID}), (3, 1, 2), True)
    learnt = replace(feed, memory=memory, title="Another", site_url="https://paper.example")
    async with database.write() as tx:
        assert await feeds.add(tx, "Again", STATE, site_url=None, now=NOW) == (feed, False)
        await feeds.save(tx, learnt)
    async with database.read() as tx:
        assert await feeds.get(tx, feed.id) == learnt
        assert await feeds.by_url(tx, STATE.url) == learnt
        with pytest.raises(NotFound):
            await feeds.get(tx, feed.id + 1)


async def test_a_channel_follows_a_feed_once_and_a_server_sees_its_own(database: Database) -> None:
    feed = await kept_feed(database)
    whole = following(
        feed,
        role_id=5,
        style=Style.FORUM,
        tags=("News", "Λόγος"),
        filter=FeedFilter(("a b",), ("c",)),
        paused_at=NOW,
    )
    async with database.write() as tx:
        kept = await feeds.add_follow(tx, whole)
        assert await feeds.add_follow(tx, following(feed, name="Twice")) is None
        other = await feeds.add_follow(tx, following(feed, OTHER_SERVER, 400))
    assert kept is not None
    assert other is not None
    async with database.read() as tx:
        assert await feeds.follows(tx, feed.id) == [kept, other]
        assert [each.follow for each in await feeds.of_server(tx, SERVER)] == [replace(whole, id=kept.id)]
        assert (await feeds.followed(tx, SERVER, kept.id)).feed == feed
        with pytest.raises(NotFound):
            await feeds.followed(tx, OTHER_SERVER, kept.id)
        assert await feeds.servers_with_follows(tx) == [SERVER, OTHER_SERVER]


async def test_a_feed_that_moves_to_where_another_one_is_becomes_that_one(database: Database) -> None:
    old, new = await kept_feed(database), await kept_feed(database, "https://paper.example/new")
    async with database.write() as tx:
        for feed, channel in ((old, 300), (old, 301), (new, 300)):
            await feeds.add_follow(tx, following(feed, channel=channel))
        await feeds.save(tx, replace(old, state=replace(old.state, url=new.state.url)))
    async with database.read() as tx:
        assert not await feeds.is_followed(tx, old.id)
        assert sorted(each.channel_id for each in await feeds.follows(tx, new.id)) == [300, 301]
        assert (await feeds.get(tx, old.id)).state.url == STATE.url


async def test_items_are_found_by_any_mark_of_their_own_feed(database: Database) -> None:
    feed, other = await kept_feed(database), await kept_feed(database, "https://other.example/feed")
    async with database.write() as tx:
        ids = await feed_items.add(tx, [item(feed, number) for number in range(600)])
        await feed_items.add(tx, [item(other, 7)])
        wanted = [Marks(guid=0), Marks(address=1001), Marks(text=2**62 + 2), Marks(title=3003), Marks(guid=10**9)]
        found = await feed_items.known(tx, feed.id, wanted, also=[ids[599]])
        assert [each.id for each in found] == [*ids[:4], ids[599]]
        everything = [item(feed, number).marks for number in range(600)]
        assert len(await feed_items.known(tx, feed.id, everything)) == 600
    assert ids == sorted(ids)


async def test_an_item_keeps_its_new_marks_and_its_article(database: Database) -> None:
    feed, article_id = await kept_feed(database), await keep_article(database)
    whole = item(feed, 1, url="https://paper.example/1", categories=("a", "β"))
    async with database.write() as tx:
        (item_id,) = await feed_items.add(tx, [whole])
        await feed_items.set_article(tx, item_id, article_id)
        await feed_items.mark(tx, item_id, Marks(guid=9), name="Renamed", url=None)
        found = await feed_items.get(tx, [item_id])
        assert await feed_items.latest(tx, feed.id, 5, "renAM") == list(found.values())
        assert await feed_items.latest(tx, feed.id, 5, "%") == []
    renamed = replace(whole, id=item_id, article_id=article_id, marks=Marks(guid=9), name="Renamed", url=None)
    assert found == {item_id: renamed}


async def test_of_each_kind_the_last_thing_that_happened_is_kept_and_told_to_its_own_server(database: Database) -> None:
    feed, article_id = await kept_feed(database), await keep_article(database)
    async with database.write() as tx:
        (item_id,) = await feed_items.add(tx, [item(feed, 1, article_id=article_id)])
        seen = Event(item_id, Happened.SEEN, NOW, "unknown")
        filtered = Event(item_id, Happened.FILTERED, NOW, "excluded", "spam", SERVER, 300)
        posted = Event(item_id, Happened.POSTED, NOW + 1, server_id=OTHER_SERVER, channel_id=400)
        await feed_items.happened(tx, [seen, replace(seen, rule="never"), filtered, posted])
        await feed_items.happened(tx, [replace(seen, at=NOW - 1)])
    async with database.read() as tx:
        assert await feed_items.history(tx, item_id, SERVER) == [replace(seen, at=NOW - 1), filtered]
        assert await feed_items.told_in(tx, 400, [article_id, 99]) == {article_id}
        assert await feed_items.told_in(tx, 300, [article_id]) == set()
        assert await feed_items.posted_since(tx, OTHER_SERVER, NOW) == {feed.id: 1}
    async with database.write() as tx:
        await feed_items.forget_events(tx, SERVER, feed.id, 300)
        assert len(await feed_items.history(tx, item_id, SERVER)) == 1


async def test_work_that_comes_again_keeps_its_one_row(database: Database) -> None:
    poll = NewWork("poll:1", WorkKind.BACKFILL, NOW, 0)
    async with database.write() as tx:
        await due_work.repeat(tx, poll, now=NOW)
        await due_work.repeat(tx, replace(poll, due_at=NOW + 5), now=NOW)
        (first,) = await due_work.claim(tx, now=NOW, owner="me", limit=9)
        await due_work.confirm(tx, first.id, owner="me", now=NOW, result_id=7)
        await due_work.repeat(tx, replace(poll, due_at=NOW + 9), now=NOW)
        assert await due_work.claim(tx, now=NOW + 8, owner="me", limit=9) == []
        (again,) = await due_work.claim(tx, now=NOW + 9, owner="me", limit=9)
    assert (again.id, again.attempts, again.first_attempt_at, again.result_id) == (first.id, 1, NOW + 9, None)


async def test_suggestions_are_counted_by_people_and_go_with_them(database: Database) -> None:
    article_id = await keep_article(database)
    async with database.write() as tx:
        assert await suggestions.add(tx, SERVER, article_id, MEMBER, "It is about us.", now=NOW)
        assert not await suggestions.add(tx, SERVER, article_id, MEMBER, "It really is.", now=NOW + 1)
        assert await suggestions.add(tx, SERVER, article_id, ORGANISER, "", now=NOW + 2)
        (found,) = await suggestions.of_server(tx, SERVER)
        assert (found.article_id, found.people, found.last_at) == (article_id, 2, NOW + 2)
        assert await suggestions.of_server(tx, OTHER_SERVER) == []
        assert await suggestions.forget_member(tx, MEMBER, SERVER) == 1
        assert (await suggestions.of_server(tx, SERVER))[0].people == 1
