"""A clock that a test holds in its hand: it stands still until the test moves it."""

from __future__ import annotations

import asyncio


class ManualClock:
    """`bot.clock.Clock` at `now` (UTC epoch ms), moved by `advance` and `set`."""

    def __init__(self, now: int = 1_750_000_000_000) -> None:
        self._now = now
        self._moved = asyncio.Event()

    def now(self) -> int:
        return self._now

    def advance(self, ms: int) -> None:
        self.set(self._now + ms)

    def set(self, now: int) -> None:
        self._now = now
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep_until(self, at: int | None, wake: asyncio.Event) -> None:
        while not wake.is_set() and (at is None or at > self._now):
            waiting = {asyncio.create_task(event.wait()) for event in (wake, self._moved)}
            try:
                await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in waiting:
                    task.cancel()
