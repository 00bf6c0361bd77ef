"""Polls of a real site, on both databases: what is new is recorded once, and trouble is told step by step."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.domain.due_work import DueWork, WorkKind, WorkState
from bot.domain.feeds.follow import Follow, KnownFeed
from bot.domain.feeds.history import Happened
from bot.domain.feeds.polling import Outcome, Pause, PollState
from bot.sources.feeds.client import FeedClient
from bot.sources.pool import ReaderPool
from bot.store import due_work, feed_items, feeds
from bot.store.database import Database
from bot.workflows.feeds.polling import Polling, polling
from tests.e2e.paper import Paper, printed
from tests.manual_clock import ManualClock


@pytest.fixture
async def paper() -> AsyncIterator[Paper]:
    async with printed() as one:
        one.publish("the-older", "the-old")
        yield one


@pytest.fixture
async def asking(database: Database, clock: ManualClock, paper: Paper) -> AsyncIterator[Polling]:
    host = paper.origin.removeprefix("http://")
    async with FeedClient(clock.now, allowed_hosts=[host]) as client, ReaderPool() as pool:
        yield Polling(database, client, pool, clock, lambda: 0.5)


async def followed(database: Database, clock: ManualClock, paper: Paper) -> KnownFeed:
    async with database.write() as tx:
        feed, _ = await feeds.add(tx, "Paper", PollState(paper.feed), site_url=None, now=clock.now())
        await feeds.add_follow(tx, Follow(0, feed.id, 10, 300, "Paper", 5, clock.now()))
        await due_work.repeat(tx, polling(feed.id, clock.now()), now=clock.now())
    return feed


async def polled(database: Database, clock: ManualClock, asking: Polling) -> DueWork | None:
    """One poll as the agenda does it, when it is due; the row of the next one, if there is to be one."""
    async with database.write() as tx:
        (work,) = await due_work.claim(tx, now=clock.now(), owner="me", limit=1, of=[WorkKind.POLL_FEED])
    done = await asking.poll(work)
    async with database.write() as tx:
        assert await due_work.confirm(tx, work.id, owner="me", now=clock.now())
        if done.settle:
            await done.settle(tx)
        again = await due_work.get(tx, work.key)
    assert again is not None
    clock.set(max(clock.now(), again.due_at))
    return again if again.state is WorkState.WAITING else None


async def recorded(database: Database, kind: WorkKind) -> list[DueWork]:
    async with database.read() as tx:
        return [each for each in await due_work.under(tx, f"{kind}:") if each.kind is kind]


async def test_what_is_new_is_taken_in_once_and_what_is_known_is_not(
    database: Database, clock: ManualClock, paper: Paper, asking: Polling
) -> None:
    feed = await followed(database, clock, paper)
    await polled(database, clock, asking)
    assert await recorded(database, WorkKind.TAKE_IN) == []
    paper.publish("the-first", "the-second")
    for _ in range(2):
        await polled(database, clock, asking)
    (taking,) = await recorded(database, WorkKind.TAKE_IN)
    assert [each["item"]["title"] for each in taking.payload["items"]] == ["The first", "The second"]
    async with database.read() as tx:
        items = await feed_items.latest(tx, feed.id, 10)
        assert [each.name for each in items] == ["The second", "The first", "The old", "The older"]
        (seen,) = await feed_items.history(tx, items[0].id, 10)
    assert (seen.what, seen.rule) == (Happened.SEEN, "new:unknown")


async def test_a_feed_that_nobody_follows_is_asked_no_more(
    database: Database, clock: ManualClock, paper: Paper, asking: Polling
) -> None:
    feed = await followed(database, clock, paper)
    await polled(database, clock, asking)
    async with database.write() as tx:
        (follow,) = await feeds.follows(tx, feed.id)
        await feeds.remove_follow(tx, follow.id)
    assert await polled(database, clock, asking) is None
    assert len(paper.asked) == 1


async def test_trouble_climbs_the_ladder_and_each_step_is_told_once(
    database: Database, clock: ManualClock, paper: Paper, asking: Polling
) -> None:
    feed = await followed(database, clock, paper)
    await polled(database, clock, asking)
    paper.status = 500
    while await polled(database, clock, asking) is not None:
        pass
    steps = [each.payload["health"] for each in await recorded(database, WorkKind.TELL_HEALTH)]
    assert steps == ["late", "failing", "paused"]
    async with database.read() as tx:
        state = (await feeds.get(tx, feed.id)).state
    assert (state.paused, state.outcome) == (Pause.GIVEN_UP, Outcome.BROKEN)


async def test_a_feed_gone_for_good_is_told_to_every_server_that_follows_it_and_asked_no_more(
    database: Database, clock: ManualClock, paper: Paper, asking: Polling
) -> None:
    feed = await followed(database, clock, paper)
    async with database.write() as tx:
        await feeds.add_follow(tx, Follow(0, feed.id, 20, 400, "Paper", 5, clock.now()))
    paper.status = 410
    assert await polled(database, clock, asking) is None
    told = await recorded(database, WorkKind.TELL_HEALTH)
    assert [(each.server_id, each.payload["health"]) for each in told] == [(10, "paused"), (20, "paused")]


async def test_an_edited_text_is_read_anew_where_it_had_become_an_article(
    database: Database, clock: ManualClock, paper: Paper, asking: Polling
) -> None:
    paper.story("the-old").full = True
    feed = await followed(database, clock, paper)
    await polled(database, clock, asking)
    paper.story("the-old").lessons = "We learned to wait."
    await polled(database, clock, asking)
    assert await recorded(database, WorkKind.CHANGE_ARTICLE) == []
    async with database.read() as tx:
        (old,) = [each for each in await feed_items.latest(tx, feed.id, 9) if each.name == "The old"]
        history = {each.what for each in await feed_items.history(tx, old.id, 10)}
    assert Happened.CHANGED in history
