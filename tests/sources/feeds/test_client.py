"""Asking for feeds politely, and finding them: against a real server on this machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.domain.feeds.polling import Outcome
from bot.errors import FeedError
from bot.sources.feeds.client import USER_AGENT, FeedClient
from bot.sources.feeds.search import find_feeds
from bot.sources.pool import ReaderPool
from tests.sources.site import Site, served

NOW = 1_750_000_000_000
FEED = b"<rss version='2.0'><channel><title>%s</title><item><title>One</title></item></channel></rss>"


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with served() as site:
        yield site


@pytest.fixture
async def client(site: Site) -> AsyncIterator[FeedClient]:
    async with FeedClient(lambda: NOW, allowed_hosts=[f"127.0.0.1:{site.port}"], total_seconds=20) as client:
        yield client


async def test_we_say_who_we_are_and_what_we_would_like(site: Site, client: FeedClient) -> None:
    site.pages["/feed"] = FEED
    await client.ask(site.url("/feed"))
    assert site.seen[0].headers["User-Agent"] == USER_AGENT
    assert site.seen[0].headers["Accept"].startswith("application/atom+xml")
    assert "Cookie" not in site.seen[0].headers


async def test_a_host_is_asked_for_one_feed_at_a_time(site: Site, client: FeedClient) -> None:
    for number in range(5):
        site.pages[f"/{number}"] = FEED
    site.open.clear()
    asked = [asyncio.create_task(client.ask(site.url(f"/{number}"))) for number in range(5)]
    while not site.seen:
        await asyncio.sleep(0.01)
    site.open.set()
    answers = await asyncio.gather(*asked)
    assert [one.answer.outcome for one in answers] == [Outcome.READ] * 5
    assert site.most == 1


async def test_the_answer_of_one_who_gave_up_waiting_holds_nobody_up(site: Site, client: FeedClient) -> None:
    site.pages["/feed"] = FEED
    site.open.clear()
    first, second = (asyncio.create_task(client.ask(site.url("/feed"))) for _ in range(2))
    while not site.seen:
        await asyncio.sleep(0.01)
    first.cancel()
    site.open.set()
    assert (await second).answer.outcome is Outcome.READ


async def test_validators_go_out_byte_for_byte_as_they_came(site: Site, client: FeedClient) -> None:
    odd = {"ETag": 'W/"a b\t;c"', "Last-Modified": "Sonntag, 1. Juni 2025"}
    site.gives("/feed", FEED, headers=odd)
    answer = (await client.ask(site.url("/feed"))).answer
    assert (answer.etag, answer.last_modified) == (odd["ETag"], odd["Last-Modified"])
    await client.ask(site.url("/feed"), etag=answer.etag, last_modified=answer.last_modified)
    assert site.seen[1].headers["If-None-Match"] == odd["ETag"]
    assert site.seen[1].headers["If-Modified-Since"] == odd["Last-Modified"]


async def test_a_validator_that_cannot_be_sent_back_is_left_out(site: Site, client: FeedClient) -> None:
    site.gives("/feed", FEED, headers={"ETag": '"' + "x" * 2000 + '"'})
    assert (await client.ask(site.url("/feed"))).answer.etag is None


async def test_the_same_bytes_again_are_unchanged_whatever_the_headers_say(site: Site, client: FeedClient) -> None:
    site.pages["/feed"] = FEED
    first = (await client.ask(site.url("/feed"))).answer
    again = await client.ask(site.url("/feed"), body_hash=first.body_hash)
    assert (again.answer.outcome, again.data) == (Outcome.UNCHANGED, None)


@pytest.mark.parametrize(
    ("headers", "fresh", "retry"),
    [
        ({"Cache-Control": "public, max-age=600"}, 600_000, None),
        ({"Cache-Control": "max-age=600", "Age": "500"}, 100_000, None),
        ({"Cache-Control": "no-cache", "Expires": "Sun, 15 Jun 2025 15:06:50 GMT"}, None, None),
        ({"Expires": "Sun, 15 Jun 2025 15:06:50 GMT"}, 10_000, None),
        ({"Expires": "0"}, None, None),
        ({"Retry-After": "120"}, None, 120_000),
        ({"Retry-After": "Sun, 15 Jun 2025 15:06:50 GMT"}, None, 10_000),
        ({"Retry-After": "soon"}, None, None),
        ({"Retry-After": "9" * 30}, None, 999_999_999_000),
    ],
)
async def test_how_long_an_answer_holds_and_when_to_come_again(
    site: Site, client: FeedClient, headers: dict[str, str], fresh: int | None, retry: int | None
) -> None:
    site.gives("/feed", FEED, headers=headers)
    answer = (await client.ask(site.url("/feed"))).answer
    assert (answer.fresh_ms, answer.retry_after_ms) == (fresh, retry)


async def test_permanent_redirects_are_told_up_to_the_first_that_is_not(site: Site, client: FeedClient) -> None:
    site.gives("/a", status=301, headers={"Location": "/b"})
    site.gives("/b", status=308, headers={"Location": "/c"})
    site.gives("/c", status=302, headers={"Location": "/d"})
    site.gives("/d", FEED)
    response = await client.ask(site.url("/a"))
    assert (response.answer.moved_to, response.url) == (site.url("/c"), site.url("/d"))
    assert (await client.ask(site.url("/c"))).answer.moved_to is None


async def test_a_private_address_is_an_outcome_that_says_who_can_allow_it() -> None:
    async with FeedClient(lambda: NOW) as client:
        answer = (await client.ask("http://127.0.0.1:9/feed")).answer
    assert answer.outcome is Outcome.FORBIDDEN
    assert "sources.allowed_hosts" in answer.remedy


async def test_a_site_that_is_not_there_is_unreachable() -> None:
    async with FeedClient(lambda: NOW, allowed_hosts=["127.0.0.1"]) as client:
        answer = (await client.ask("http://127.0.0.1:1/feed")).answer
    assert (answer.outcome, bool(answer.reason), bool(answer.remedy)) == (Outcome.UNREACHABLE, True, True)


@pytest.fixture
async def pool() -> AsyncIterator[ReaderPool]:
    async with ReaderPool(seconds=60) as pool:
        yield pool


async def test_feeds_are_found_from_whatever_address_people_paste(
    site: Site, client: FeedClient, pool: ReaderPool
) -> None:
    """One pool for all of them: starting its process takes longer than everything else."""
    site.pages["/feed.xml"] = FEED % b"Posts"
    site.pages["/comments"] = FEED % b"Comments"
    site.pages["/podcast"] = FEED % b"Podcast"
    (own,) = await find_feeds(client, pool, site.url("/feed.xml"))
    assert (own.url, own.reading.document.title) == (site.url("/feed.xml"), "Posts")

    link = b"<link rel='alternate' type='application/rss+xml' title='%s' href='%s'>"
    links = [link % (b"Comments", b"/comments"), link % (b"Posts", b"/feed.xml"), link % (b"Gone", b"/gone")]
    site.pages["/blog"] = b"<html><head>%s%s</head></html>" % (b"".join(links), link % (b"Cast", b"podcast"))
    several = await find_feeds(client, pool, site.url("/blog"))
    assert [found.reading.document.title for found in several] == ["Posts", "Podcast", "Comments"]

    site.pages["/linked"] = b"<html><body><a href='/about'>About</a><a href='/feed.xml'>RSS</a></body></html>"
    assert [found.url for found in await find_feeds(client, pool, site.url("/linked"))] == [site.url("/feed.xml")]

    site.pages["/bare"] = b"<html><body>Nothing of feeds</body></html>"
    assert [found.url for found in await find_feeds(client, pool, site.url("/bare"))] == [site.url("/feed.xml")]

    site.gives("/old", status=301, headers={"Location": "/feed.xml"})
    assert [found.url for found in await find_feeds(client, pool, site.url("/old"))] == [site.url("/feed.xml")]

    del site.pages["/feed.xml"]
    with pytest.raises(FeedError, match="No feed was found at 127"):
        await find_feeds(client, pool, site.url("/bare"))
    with pytest.raises(FeedError, match="no such feed"):
        await find_feeds(client, pool, site.url("/nowhere"))
    assert site.most == 1


async def test_feeds_and_lists_are_read_in_the_readers_process(pool: ReaderPool) -> None:
    reading = await pool.read_feed(FEED % b"Posts", url="https://notebook.example/feed")
    assert (reading.document.title, len(reading.marks)) == ("Posts", 1)
    with pytest.raises(FeedError, match="not a feed"):
        await pool.read_feed(b"<html><body>No")
    links = await pool.read_opml(b"<opml><body><outline xmlUrl='https://notebook.example/feed'/></body></opml>")
    assert [link.url for link in links.links] == ["https://notebook.example/feed"]
    with pytest.raises(FeedError, match="OPML"):
        await pool.read_opml(b"feeds:\n- one")
