"""How often a bot may begin a gateway session: 1000 times in a day, so many shards at a time in five seconds."""

from dataclasses import dataclass, field
from enum import Enum

from .things import Json

DAY_MS, PACE_MS = 86_400_000, 5_000


class Start(Enum):
    """What comes of one IDENTIFY."""

    ALLOWED = 0
    TOO_SOON = 1
    SPENT = 2


@dataclass(slots=True)
class SessionStarts:
    """Counts a bot's starts. The pace is kept to only where `paced`, the day's budget always."""

    total: int = 1000
    concurrency: int = 1
    paced: bool = False
    _day_began_ms: int = 0
    _used: int = 0
    _last_ms: dict[int, int] = field(default_factory=dict)

    def take(self, now: int, shard: int) -> Start:
        """Count one start of a shard; shards of one key (number modulo concurrency) wait for each other."""
        self._turn_day(now)
        if self._used >= self.total:
            return Start.SPENT
        key = shard % self.concurrency
        if self.paced and now - self._last_ms.get(key, -PACE_MS) < PACE_MS:
            return Start.TOO_SOON
        self._used += 1
        self._last_ms[key] = now
        return Start.ALLOWED

    def told(self, now: int) -> Json:
        """The session start limit as `GET /gateway/bot` tells it."""
        self._turn_day(now)
        return {
            "total": self.total,
            "remaining": self.total - self._used,
            "reset_after": self._day_began_ms + DAY_MS - now,
            "max_concurrency": self.concurrency,
        }

    def _turn_day(self, now: int) -> None:
        if now - self._day_began_ms >= DAY_MS:
            self._day_began_ms, self._used = now, 0
