"""Papers, channels and the bot between them, for tests that tell of feeds: to each test a channel and papers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

from sandbox.person import Person
from sandbox.views import Message, Thread
from tests.e2e.conftest import Stage
from tests.e2e.paper import Paper, printed

HOUR = 3600
TEXT, FORUM = 0, 15
PATIENCE_S = 60.0


@dataclass
class Newsroom:
    """What one test needs. `channel` is where its feeds are followed."""

    here: Stage
    stack: AsyncExitStack
    channel: str = ""
    papers: list[Paper] = field(default_factory=list)

    @property
    def ada(self) -> Person:
        """The admin."""
        return self.here.play.person("Ada")

    async def open(self, name: str, **body: Any) -> str:
        """A channel of the test's own; its id. The bot has heard of it when this returns."""
        route = f"/guilds/{self.here.play.guild_id}/channels"
        made = await self.ada.call("POST", route, {"name": name, "type": TEXT, **body})
        self.channel = str(made["id"])
        return self.channel

    async def paper(self, *stories: str, **values: Any) -> Paper:
        """A paper that has published these stories, the first being the oldest."""
        made = await self.stack.enter_async_context(printed())
        made.title = f"Paper {len(self.papers) + 1}"
        made.publish(*stories, **values)
        self.papers.append(made)
        return made

    async def follow(self, paper: Paper, press: str = "Only new", **options: Any) -> Message:
        """Follow it in the test's channel; the answer to the command."""
        given = {"url": paper.feed, "channel": self.channel, **options}
        answer = await self.ada.command("/feed add", in_="general", options=given)
        if press and any(button.label == press for button in answer.buttons):
            await self.ada.press(answer.button(press))
        return answer

    async def later(self, hours: float = 5) -> None:
        """Time passes, enough for every feed that is asked as often as it has news."""
        await self.here.play.skip(seconds=hours * HOUR)

    async def posts(self) -> list[Message]:
        """What the bot has posted in the channel, oldest first."""
        return [post for post in await self.here.play.messages(self.channel) if post.embeds]

    async def titles(self) -> list[str]:
        """The titles of those posts; a digest has none."""
        return [str(post.embeds[0].get("title", "")) for post in await self.posts()]

    async def shows(self, *titles: str) -> None:
        """Return when the channel's posts have these titles, no more and no fewer, in this order."""
        await self.until(lambda: self._has(list(titles)), f"posts {titles}")
        assert await self.titles() == list(titles)

    async def _has(self, titles: list[str]) -> bool:
        return len(await self.titles()) >= len(titles)

    async def until(self, fits: Callable[[], Awaitable[bool]], what: str = "it") -> None:
        """Return when it is so; fails after a generous while."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not await fits():
                    await asyncio.sleep(0.03)
        except TimeoutError:
            raise AssertionError(f"waited in vain for {what}; there is: {await self.titles()}") from None

    async def asked_again(self, paper: Paper) -> None:
        """Time passes until the paper's feed has been asked once more, and what came of it has been dealt with."""
        before = paper.asked.count("feed")
        async with asyncio.timeout(PATIENCE_S):
            while paper.asked.count("feed") == before:
                await self.later()
                await self.quiet()

    async def quiet(self) -> None:
        """All that is due about feeds has been done."""
        await self.here.settled()

    async def why(self, title: str) -> str:
        """What `/feed why` says of the item."""
        await self.quiet()
        choices = await self.ada.autocomplete("/feed why", "item", title)
        return (await self.ada.command("/feed why", in_="general", item=choices[0].value)).text

    async def threads(self) -> list[Thread]:
        """The threads of the channel."""
        return [each for each in await self.here.play.threads() if each.parent_id == self.channel]
