"""A year of one feed in a minute: the clock moved, the bot killed at random, Discord and the site failing at random.

What is posted must be what an oracle says that knows only what was published: the oldest three of each run in posts of
their own, the rest in one digest, in order, each once.
"""

from __future__ import annotations

import asyncio
import os
import random
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from sandbox.views import Message
from tests.e2e.conftest import stage
from tests.e2e.newsroom import Newsroom
from tests.e2e.paper import Paper

SEEDS = range(1, 9) if os.environ.get("KILL_EVERY_WAY") else [7]
WEEKS = range(0, 52, 2)
WINDOW = 12
"""As many stories as the feed shows."""
HOURS = 14 * 24
PATIENCE = 150
POST = {"method": "POST", "route": "/channels/{channel_id}/messages"}
# No 500, 502 or 504 after the effect: those discord.py tries again by itself within seconds, which are hours here, and
# Discord remembers a nonce for minutes.
FAULTS = (
    {"what": "error_before", "status": 503},
    {"what": "error_before", "status": 500},
    {"what": "error_after", "status": 503},
    {"what": "error_after", "status": 520},
    {"what": "drop_before"},
    {"what": "drop_after"},
    {"what": "rate_limited", "retry_after": 0.2},
)


class Year:
    """One year; `chance` decides what happens, `expected` is the oracle's list."""

    def __init__(self, room: Newsroom, paper: Paper, seed: int) -> None:
        self.room, self.paper, self.chance = room, paper, random.Random(seed)
        self.expected: list[str] = []
        self.published = 0

    async def live(self) -> None:
        deadly = set(self.chance.sample(WEEKS, 4))
        for week in WEEKS:
            self.mischief()
            self.publish(week)
            faults = self.trouble()
            if week in deadly:
                await self.die_while(self.room.later(HOURS))
            else:
                await self.room.later(HOURS)
            await self.settle()
            for fault in faults:
                self.room.here.sandbox.parts.faults.remove(fault)

    def mischief(self) -> None:
        """What sites do to stories that are known."""
        stories = self.paper.stories
        known = self.chance.choice(stories)
        match self.chance.randrange(6):
            case 0:
                known.date += 40 * 86_400
            case 1:
                known.guid = f"guid-{self.chance.random()}"
            case 2:
                known.link = f"{self.paper.origin}/{known.slug}?utm_campaign={self.chance.randrange(99)}"
            case 3:
                known.categories = ("edited",)
        del stories[WINDOW:]

    def publish(self, week: int) -> None:
        """None to seven stories, dated in their order."""
        count = self.chance.choice([0, 1, 1, 2, 2, 3, 5, 7])
        titles = []
        for number in range(count):
            slug = f"week-{week}-story-{number}"
            self.paper.publish(slug, date=1_700_000_000 + week * 604_800 + number, full=self.chance.random() < 0.5)
            titles.append(self.paper.stories[0].title)
        self.published += count
        self.expected += titles[:3]
        if titles[3:]:
            self.expected.append(" + ".join(titles[3:]))

    def trouble(self) -> list[int]:
        """What Discord and the site do this week."""
        made = []
        if self.chance.random() < 0.4:
            fault = dict(self.chance.choice(FAULTS)) | POST | {"times": self.chance.randint(1, 2)}
            made.append(self.room.here.sandbox.parts.faults.add(fault).id)
        self.paper.status = self.chance.choice([200] * 7 + [500])
        return made

    async def die_while(self, passing: object) -> None:
        """The bot is killed at some moment of what follows, and started again."""
        here = self.room.here
        assert asyncio.iscoroutine(passing)
        under_way = asyncio.create_task(passing)
        await asyncio.sleep(self.chance.random() * 0.4)
        here.dying = True
        await here.killed()
        await under_way
        here.bot.start()
        await here.connected()
        here.dying = False

    async def settle(self) -> None:
        """Return when the channel has what it must have; while the bot waits to try again, the clock goes on."""
        for _ in range(PATIENCE):
            await self.room.quiet()
            if len(await self.told()) >= len(self.expected):
                break
            self.paper.status = 200
            await self.room.later(0.6)
        assert await self.told() == self.expected

    async def told(self) -> list[str]:
        """What stands in the channel, a line a post, as the oracle writes it."""
        return [_line(post) for post in await self.room.posts()]


def _line(post: Message) -> str:
    if title := post.embeds[0].get("title"):
        return str(title)
    return " + ".join(option.label for option in post.select().options)


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_year_of_one_feed_comes_to_the_oracles_list(tmp_path: Path, seed: int) -> None:
    async with stage(tmp_path, allowed="127.0.0.1") as here, AsyncExitStack() as stack:
        here.bot.start()
        await here.connected()
        room = Newsroom(here, stack)
        await room.open("year")
        paper = await room.paper("before-one", "before-two", "before-three", "before-four")
        await room.follow(paper)
        year = Year(room, paper, seed)
        await year.live()
        await room.later(HOURS)
        await room.quiet()
        assert await year.told() == year.expected
        assert len(year.expected) > 30
