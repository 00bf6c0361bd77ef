"""The sandbox's clock.

Real time plus an offset that only grows. The one place in the sandbox that knows what time it is.
"""

import asyncio
import time
from collections.abc import Callable


class Clock:
    """Tells the time in UTC epoch milliseconds; `version` counts how often it was moved."""

    def __init__(self, real_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000) -> None:
        self._real_ms = real_ms
        self._offset = 0
        self._moved = asyncio.Event()
        self.version = 0

    def now(self) -> int:
        """The sandbox's time."""
        return self._real_ms() + self._offset

    def advance(self, ms: int) -> None:
        """Move ahead by `ms`; a clock never goes back, so a negative number raises `ValueError`."""
        if ms < 0:
            raise ValueError("The clock can only be moved ahead.")
        self._offset += ms
        self.version += 1
        self._moved.set()
        self._moved = asyncio.Event()

    async def moved_since(self, version: int, within_s: float) -> None:
        """Wait until the clock has been moved more than `version` times, or the time is up."""
        if self.version != version:
            return
        try:
            await asyncio.wait_for(self._moved.wait(), within_s)
        except TimeoutError:
            return
