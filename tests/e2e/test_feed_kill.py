"""The bot dies with the n-th thing it has made of a feed's news unheard of, and comes back when nonces mean nothing.

A message, its thread, a post in a forum and a digest: each is found again by what it carries, none is made twice.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.e2e.conftest import stage
from tests.e2e.newsroom import FORUM, Newsroom

CALLS = 11
"""Three posts with a thread each and a digest in one channel, three posts and a digest in the forum."""
DYING_AT = range(1, CALLS + 1) if os.environ.get("KILL_EVERY_WAY") else (2, 5, 9)
LONG_AFTER_H = 0.5


@pytest.mark.parametrize("nth", DYING_AT)
async def test_killed_over_any_post_of_a_feed_nothing_is_lost_or_doubled(tmp_path: Path, nth: int) -> None:
    async with stage(tmp_path, allowed="127.0.0.1") as here, AsyncExitStack() as stack:
        here.bot.start()
        await here.connected()
        room = Newsroom(here, stack)
        paper = await room.paper("the-old")
        forum = await room.open("shelf", type=FORUM)
        await room.follow(paper)
        channel = await room.open("threads")
        await room.follow(paper, style="thread")
        faults = here.sandbox.parts.faults
        fault = faults.add({"what": "hold_after", "method": "POST", "nth": nth, "times": 1})
        paper.publish("one", "two", "three", "four", "five")
        here.dying = True
        await room.later()
        await asyncio.wait_for(fault.tripped.wait(), 30)
        await here.killed()
        faults.remove(fault.id)
        await room.later(LONG_AFTER_H)
        here.bot.start()
        await here.connected()
        here.dying = False
        await room.shows("One", "Two", "Three", "")

        async def all_there() -> bool:
            return len(await here.play.threads()) >= 3 + 4

        await room.until(all_there, "all threads")
        await room.quiet()
        assert await room.titles() == ["One", "Two", "Three", ""]
        threads = await here.play.threads()
        assert sorted(each.name for each in threads if each.parent_id == channel) == ["One", "Three", "Two"]
        posts = [each.name for each in threads if each.parent_id == forum]
        assert posts == ["One", "Two", "Three", "2 more from Paper 1"]
