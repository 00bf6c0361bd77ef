"""Requests to Discord take turns, as fast as is set and never faster than Discord allows."""

from __future__ import annotations

import asyncio
import time

from bot.pacing import LIMIT, Pacer


async def times(pacer: Pacer, count: int) -> list[float]:
    """When each of so many requests, all wanting to go at once, had its turn."""
    went: list[float] = []

    async def go() -> None:
        await pacer.turn()
        went.append(asyncio.get_running_loop().time())

    await asyncio.gather(*(go() for _ in range(count)))
    return sorted(went)


async def test_no_second_holds_more_requests_than_discord_allows() -> None:
    went = await times(Pacer(48), 75)
    most = max(sum(start <= each < start + 1 for each in went) for start in went)
    assert most <= LIMIT + 1  # this machine's timers may be late by a turn


async def test_a_loop_that_was_held_up_lets_no_crowd_through() -> None:
    pacer = Pacer(48)
    going = asyncio.create_task(times(pacer, 70))
    await asyncio.sleep(0.3)
    time.sleep(0.4)  # noqa: ASYNC251 (nothing gets its turn meanwhile, on purpose)
    went = await going
    assert max(sum(start <= each < start + 1 for each in went) for start in went) <= LIMIT
    assert went[-1] - went[0] < 70 / 48 + 1


async def test_seventy_five_requests_take_as_long_as_they_must() -> None:
    went = await times(Pacer(48), 75)
    assert went[-1] - went[0] >= 72 / 48 - 0.01


async def test_a_single_request_does_not_wait() -> None:
    loop = asyncio.get_running_loop()
    pacer = Pacer(1)
    began = loop.time()
    await pacer.turn()
    assert loop.time() - began < 0.5
