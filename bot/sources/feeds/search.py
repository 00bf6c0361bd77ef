"""From what somebody pastes to the feeds behind it: the address is one, or its page names some, or they stand where
sites usually have them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from bot.domain.address import host_of, page_key
from bot.domain.feeds.polling import Outcome, PollAnswer
from bot.errors import FeedError
from bot.sources.feeds.client import FeedClient, FeedResponse
from bot.sources.feeds.read import FeedReading
from bot.sources.pool import ReaderPool

USUAL_PLACES = ("feed", "rss", "feed.xml", "rss.xml", "atom.xml", "index.xml", "feed.json")
MOST_TRIED = 5
"""Of the feeds a page names."""


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that can be followed at `url`. `answer`: what its site said with it, for the first state of its polls."""

    url: str
    reading: FeedReading
    answer: PollAnswer


async def find_feeds(client: FeedClient, pool: ReaderPool, address: str) -> tuple[FoundFeed, ...]:
    """The feeds at or behind the address, the likeliest first, each read once. Raises `FeedError` if there is none."""
    first = await client.ask(address)
    if first.data is None:
        raise FeedError(first.answer.reason, first.answer.remedy)
    found = await _read(pool, first)
    if found is not None:
        return (found,)
    page = await pool.find_feed_links(first.data, content_type=first.content_type, url=first.url)
    places = [link.url for link in page.links][:MOST_TRIED]
    feeds = await _try(client, pool, places)
    if not feeds:
        near = [urljoin(first.url, f"/{place}") for place in USUAL_PLACES]
        feeds = await _try(client, pool, [place for place in near if place not in places], enough=1)
    if not feeds:
        raise FeedError(
            "No feed was found at {host}.",
            "Look on the site for “RSS” or “feed” and give that address; not every site has one.",
            host=host_of(first.url),
        )
    return feeds


async def _try(
    client: FeedClient, pool: ReaderPool, places: Sequence[str], enough: int = MOST_TRIED
) -> tuple[FoundFeed, ...]:
    found: dict[str, FoundFeed] = {}
    for place in places:
        response = await client.ask(place)
        feed = await _read(pool, response) if response.data is not None else None
        if feed is not None:
            found.setdefault(page_key(feed.url) or feed.url, feed)
        if len(found) >= enough or response.answer.outcome in {Outcome.BUSY, Outcome.UNREACHABLE}:
            break
    return tuple(found.values())


async def _read(pool: ReaderPool, response: FeedResponse) -> FoundFeed | None:
    assert response.data is not None
    try:
        reading = await pool.read_feed(response.data, content_type=response.content_type, url=response.url)
    except FeedError:
        return None
    return FoundFeed(response.answer.moved_to or response.asked, reading, response.answer)
