"""The one place where the bot learns what time it is. Everything below takes `now` as an argument.

Instants are UTC epoch milliseconds. A sandbox can move its clock ahead; a bot that follows it wakes at once.
"""

from __future__ import annotations

import asyncio
import time
from typing import Protocol

import aiohttp

from bot.errors import OperatorError

LOOK_AGAIN_S = 30.0
"""A machine's wall clock may be set or the machine put to sleep; no sleep goes longer without asking the time again."""


class Clock(Protocol):
    """What time it is, and waiting by that time."""

    def now(self) -> int:
        """The instant, in UTC epoch milliseconds."""
        ...

    async def sleep_until(self, at: int | None, wake: asyncio.Event) -> None:
        """Return when this clock shows `at` or later, or as soon as `wake` is set; `at=None` waits for `wake` alone.

        `wake` is left as it is: whoever waits clears it.
        """
        ...


class SystemClock:
    """This machine's wall clock."""

    def now(self) -> int:
        return time.time_ns() // 1_000_000

    async def sleep_until(self, at: int | None, wake: asyncio.Event) -> None:
        while not wake.is_set() and (at is None or at > self.now()):
            await _any_set(LOOK_AGAIN_S if at is None else (at - self.now()) / 1000, wake)


class FollowedClock:
    """A clock kept elsewhere, followed by asking `GET url?after=VERSION`.

    The other side answers `{"now_ms": int, "version": int}` as soon as its clock was moved past that version, or after
    a while in any case. Between answers time runs on by this machine's monotonic clock, also while the other side is
    away.
    """

    def __init__(self, url: str, *, retry_s: float = 0.2) -> None:
        self._url = url
        self._retry_s = retry_s
        self._ahead_ms = 0
        self._version: int | None = None
        self._moved = asyncio.Event()
        self._session: aiohttp.ClientSession | None = None
        self._following: asyncio.Task[None] | None = None

    async def start(self, *, give_up_after_s: float = 10.0) -> None:
        """Learn the time, then keep following it in the background. OperatorError if nobody answers in that time."""
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=90)
        self._session = aiohttp.ClientSession(timeout=timeout)
        first = asyncio.create_task(self._learn())
        done, _ = await asyncio.wait({first}, timeout=give_up_after_s)
        if not done:
            first.cancel()
            await self.close()
            raise OperatorError(
                "The clock set in clock.follow does not answer.", "Only a sandbox has one: leave it empty."
            )
        self._following = asyncio.create_task(self._follow())

    async def close(self) -> None:
        """Stop following. The clock can still be read."""
        if self._following:
            self._following.cancel()
            await asyncio.wait({self._following})
        if self._session:
            await self._session.close()

    def now(self) -> int:
        return time.monotonic_ns() // 1_000_000 + self._ahead_ms

    async def sleep_until(self, at: int | None, wake: asyncio.Event) -> None:
        while not wake.is_set() and (at is None or at > self.now()):
            await _any_set(LOOK_AGAIN_S if at is None else (at - self.now()) / 1000, wake, self._moved)

    async def _follow(self) -> None:
        while True:
            await self._learn()

    async def _learn(self) -> None:
        """Take one answer, however long it takes to get one. After a failure ask anew, without a version.

        The other side may have been started again and count its versions from the beginning.
        """
        assert self._session is not None
        while True:
            try:
                after = {} if self._version is None else {"after": str(self._version)}
                async with self._session.get(self._url, params=after, raise_for_status=True) as answer:
                    told = await answer.json()
                self._take(int(told["now_ms"]), int(told["version"]))
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError, KeyError, TypeError):
                self._version = None
                await asyncio.sleep(self._retry_s)
            else:
                return

    def _take(self, now: int, version: int) -> None:
        moved = version != self._version
        self._ahead_ms = now - time.monotonic_ns() // 1_000_000
        self._version = version
        if moved:
            self._moved.set()
            self._moved = asyncio.Event()


async def _any_set(within_s: float, *events: asyncio.Event) -> None:
    """Wait until one of the events is set, at most that long and never longer than LOOK_AGAIN_S."""
    waiting = {asyncio.create_task(event.wait()) for event in events}
    try:
        await asyncio.wait(waiting, timeout=min(max(within_s, 0), LOOK_AGAIN_S), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
