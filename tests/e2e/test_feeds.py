"""Feeds as people meet them: followed by a command, posted by themselves, each once, where the group wants them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.views import Message
from tests.e2e.conftest import Stage, stage
from tests.e2e.paper import Paper, printed

HOUR = 3600


@pytest.fixture
async def paper() -> AsyncIterator[Paper]:
    async with printed() as one:
        one.publish("the-oldest", "the-older", "the-old")
        yield one


@pytest.fixture
async def here(tmp_path: Path, paper: Paper) -> AsyncIterator[Stage]:
    async with stage(tmp_path, allowed=paper.origin.removeprefix("http://")) as ready:
        ready.bot.start()
        await ready.connected()
        ada = ready.play.person("Ada")
        await ada.command("/setup channel", in_="general", use="articles", channel="articles")
        yield ready


async def added(here: Stage, paper: Paper, **options: object) -> Message:
    return await here.play.person("Ada").command("/feed add", in_="general", options={"url": paper.feed, **options})


async def titles(here: Stage, place: str = "articles") -> list[str]:
    """What stands in a channel, oldest first: titles of posts."""
    return [post.embeds[0].get("title", "") for post in await here.play.messages(place) if post.embeds]


async def test_a_feed_is_added_silently_and_what_is_new_comes_by_itself(here: Stage, paper: Paper) -> None:
    answer = await added(here, paper)
    assert "3 of the last 3 have a lessons section" in answer.text
    ada = here.play.person("Ada")
    await ada.press(answer.button("Only new"))
    paper.publish("the-first-news")
    await here.play.skip(seconds=2 * HOUR)
    await ada.sees("The first news", in_="articles", within=20)
    assert await titles(here) == ["The first news"]
