"""What time it is, and waiting by that time."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from aiohttp import web

from bot.clock import Clock, FollowedClock, SystemClock
from bot.errors import OperatorError
from sandbox.server import Sandbox
from tests.manual_clock import ManualClock

HOUR = 3_600_000
SOON = 5.0
"""Seconds that something which should happen at once may take on a busy machine."""


class OtherClock:
    """The other side, for real: an HTTP server that answers when its clock was moved, as a sandbox does."""

    def __init__(self, now: int) -> None:
        self.version = 1
        self._ahead = now - time.monotonic_ns() // 1_000_000
        self._moved = asyncio.Event()
        self.asked: list[str | None] = []

    def now(self) -> int:
        return time.monotonic_ns() // 1_000_000 + self._ahead

    def move(self, ms: int) -> None:
        self._ahead += ms
        self.version += 1
        self._moved.set()
        self._moved = asyncio.Event()

    async def answer(self, request: web.Request) -> web.Response:
        after = request.query.get("after")
        self.asked.append(after)
        if after == str(self.version):
            await self._moved.wait()
        return web.json_response({"now_ms": self.now(), "version": self.version})


@asynccontextmanager
async def served(answer: Callable[[web.Request], Awaitable[web.Response]], port: int = 0) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_get("/clock", answer)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/clock"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def following(url: str) -> AsyncIterator[FollowedClock]:
    clock = FollowedClock(url, retry_s=0.02)
    await clock.start()
    try:
        yield clock
    finally:
        await clock.close()


async def returned(waiting: asyncio.Task[None]) -> bool:
    await asyncio.wait({waiting}, timeout=SOON)
    return waiting.done() and waiting.exception() is None


@pytest.mark.parametrize("clock", [SystemClock(), ManualClock()], ids=["the machine's", "a test's"])
async def test_a_time_gone_by_is_not_waited_for(clock: Clock) -> None:
    await asyncio.wait_for(clock.sleep_until(clock.now() - 1, asyncio.Event()), SOON)
    assert clock.now() > 0


@pytest.mark.parametrize("clock", [SystemClock(), ManualClock()], ids=["the machine's", "a test's"])
@pytest.mark.parametrize("ahead", [HOUR, None])
async def test_a_sleeper_is_woken_before_its_time(clock: Clock, ahead: int | None) -> None:
    wake = asyncio.Event()
    waiting = asyncio.create_task(clock.sleep_until(None if ahead is None else clock.now() + ahead, wake))
    await asyncio.sleep(0.01)
    assert not waiting.done()
    wake.set()
    assert await returned(waiting)
    assert wake.is_set(), "whoever waits clears it"


async def test_the_machines_clock_wakes_no_earlier_than_asked() -> None:
    clock = SystemClock()
    at = clock.now() + 30
    await clock.sleep_until(at, asyncio.Event())
    assert clock.now() >= at


async def test_a_tests_clock_wakes_when_it_is_moved_there() -> None:
    clock = ManualClock()
    waiting = asyncio.create_task(clock.sleep_until(clock.now() + HOUR, asyncio.Event()))
    clock.advance(HOUR - 1)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not waiting.done()
    clock.advance(1)
    assert await returned(waiting)


async def test_a_followed_clock_shows_the_other_sides_time() -> None:
    other = OtherClock(now=1_900_000_000_000)
    async with served(other.answer) as url, following(url) as clock:
        assert abs(clock.now() - other.now()) < 1_000


async def test_a_followed_clock_runs_on_between_answers() -> None:
    other = OtherClock(now=1_900_000_000_000)
    async with served(other.answer) as url, following(url) as clock:
        at = clock.now() + 30
        await asyncio.wait_for(clock.sleep_until(at, asyncio.Event()), SOON)
        assert clock.now() >= at


async def test_a_jump_of_the_other_side_wakes_a_sleeper_at_once() -> None:
    other = OtherClock(now=1_900_000_000_000)
    async with served(other.answer) as url, following(url) as clock:
        waiting = asyncio.create_task(clock.sleep_until(clock.now() + 7 * 24 * HOUR, asyncio.Event()))
        await asyncio.sleep(0.02)
        other.move(24 * HOUR)
        await asyncio.sleep(0.05)
        assert not waiting.done(), "a jump that falls short wakes nobody"
        other.move(6 * 24 * HOUR)
        assert await returned(waiting)


async def test_a_followed_clock_asks_only_for_what_is_new() -> None:
    other = OtherClock(now=1_900_000_000_000)
    async with served(other.answer) as url, following(url):
        await asyncio.sleep(0.1)
        assert other.asked == [None, "1"]


async def test_a_followed_clock_runs_on_while_the_other_side_is_away_and_finds_it_again() -> None:
    async with served(OtherClock(now=1_900_000_000_000).answer) as url:
        clock = FollowedClock(url, retry_s=0.02)
        await clock.start()
    try:
        before = clock.now()
        await clock.sleep_until(before + 20, asyncio.Event())
        assert clock.now() >= before + 20
        waiting = asyncio.create_task(clock.sleep_until(2_000_000_000_000, asyncio.Event()))
        async with served(OtherClock(now=2_000_000_000_001).answer, urlsplit(url).port or 0):
            assert await returned(waiting), "the other side counts its versions anew and is followed all the same"
    finally:
        await clock.close()


async def test_a_clock_that_never_answers_is_a_fault_of_the_settings() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        clock = FollowedClock(f"http://127.0.0.1:{silent.getsockname()[1]}/clock", retry_s=0.02)
        with pytest.raises(OperatorError, match=r"clock\.follow"):
            await clock.start(give_up_after_s=0.1)


async def test_an_answer_that_tells_no_time_is_not_followed() -> None:
    async def nonsense(_: web.Request) -> web.Response:
        return web.json_response({"time": "late"})

    async with served(nonsense) as url:
        with pytest.raises(OperatorError):
            await FollowedClock(url, retry_s=0.02).start(give_up_after_s=0.1)


async def test_the_sandboxs_clock_can_be_followed() -> None:
    async with Sandbox() as sandbox, following(f"{sandbox.web_url}/sandbox/clock") as clock:
        waiting = asyncio.create_task(clock.sleep_until(clock.now() + 7 * 24 * HOUR, asyncio.Event()))
        await asyncio.sleep(0.02)
        sandbox.parts.clock.advance(7 * 24 * HOUR)
        assert await returned(waiting)
