"""Feeds as they are in the wild: each story in `corpus/` is polled from a real server and judged, poll by poll."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sources.feeds.client import FeedClient
from tests.sources.feeds.stories import LARGEST, START, Site, read_story, served, stories, tell


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with served() as site:
        yield site


@pytest.mark.parametrize("path", stories(), ids=lambda path: path.stem)
async def test_the_right_items_once_each_none_missed(path: Path, site: Site) -> None:
    story = read_story(path)
    allowed = [f"127.0.0.1:{site.port}"]
    seconds = 0.5 if any(fetch.said("hang") for fetch in story.fetches) else 20
    large = 5 * 1024 * 1024 if any(fetch.said("many") for fetch in story.fetches) else LARGEST
    async with FeedClient(lambda: START, allowed_hosts=allowed, total_seconds=seconds, max_bytes=large) as client:
        await tell(story, site, client)


def test_there_are_stories_of_every_kind() -> None:
    assert len(stories()) >= 60
    assert all(read_story(path).about for path in stories())
    assert all(fetch.expected for path in stories() for fetch in read_story(path).fetches)
