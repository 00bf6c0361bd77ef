"""Rate limits: the headers on every reply, the 429s when one is overrun, and the ban for too many invalid requests.

The global 50 requests a second per bot and the 10,000 invalid requests in ten minutes are documented; five messages per
five seconds and channel is what has been observed.
"""

import hashlib
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

GLOBAL_PER_SECOND = 50
MESSAGES, MESSAGES_WINDOW_S = 5, 5.0
PLENTY, PLENTY_WINDOW_S = 1000, 1.0
INVALID_REQUESTS, INVALID_WINDOW_S = 10_000, 600.0
_INVALID = frozenset({401, 403, 429})
_MESSAGE_ROUTE = ("POST", "/channels/{channel_id}/messages")


@dataclass(slots=True)
class _Window:
    limit: int
    seconds: float
    enforced: bool = True
    opened: float = 0.0
    used: int = 0

    def take(self, now: float) -> bool:
        if now - self.opened >= self.seconds:
            self.opened, self.used = now, 0
        self.used += 1
        return self.used <= self.limit or not self.enforced

    def left_s(self, now: float) -> float:
        return max(0.0, self.opened + self.seconds - now)


@dataclass(frozen=True, slots=True)
class Overrun:
    """A 429 to be sent."""

    retry_after: float
    scope: str
    message: str = ""
    code: int = 0

    @property
    def is_global(self) -> bool:
        """Whether it is the limit over all routes."""
        return self.scope == "global"

    def body(self) -> dict[str, Any]:
        """The JSON that Discord sends."""
        whose = "The resource is" if self.scope == "shared" else "You are"
        told = {
            "message": self.message or f"{whose} being rate limited.",
            "retry_after": round(self.retry_after, 3),
            "global": self.is_global,
        }
        return told | ({"code": self.code} if self.code else {})

    def headers(self) -> dict[str, str]:
        """The headers that go with it; without `Via` discord.py takes a 429 for a ban."""
        told = {
            "Retry-After": str(max(1, math.ceil(self.retry_after))),
            "X-RateLimit-Scope": self.scope,
            "Via": "1.1 sandbox",
        }
        return told | ({"X-RateLimit-Global": "true"} if self.is_global else {})


@dataclass(slots=True)
class RateLimits:
    """Counts the bot's calls in real time. `buckets` also enforces the limit per route and channel.

    `invalid` requests in ten minutes ban the address: until they are over, nothing gets through.
    """

    per_second: int = GLOBAL_PER_SECOND
    buckets: bool = False
    invalid: int = INVALID_REQUESTS
    now: Callable[[], float] = time.monotonic
    _global: _Window = field(init=False)
    _invalid: _Window = field(init=False)
    _windows: dict[tuple[str, str, str], _Window] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._global = _Window(self.per_second, 1.0)
        self._invalid = _Window(self.invalid, INVALID_WINDOW_S)

    def note(self, status: int, scope: str | None) -> None:
        """Count a reply that makes its request an invalid one: 401, 403, or a 429 that is not shared with others."""
        if status in _INVALID and scope != "shared":
            self._invalid.take(self.now())

    def banned_for_s(self) -> float:
        """How much longer the bot's address is banned; 0 if it is not."""
        over = self._invalid.used >= self._invalid.limit
        return self._invalid.left_s(self.now()) if over else 0.0

    def take(self, method: str, template: str, major: str, *, exempt: bool) -> tuple[Overrun | None, dict[str, str]]:
        """Count one call.

        The 429 if it is one too many, and the headers for the reply. Interactions are exempt from the global limit.
        """
        at = self.now()
        if not exempt and self.per_second and not self._global.take(at):
            return Overrun(self._global.left_s(at), "global"), {}
        key = (method, template, major)
        window = self._windows.get(key)
        if window is None:
            window = self._windows[key] = self._new_window(method, template)
        allowed = window.take(at)
        headers = self._headers(window, method, template, at)
        return (None if allowed else Overrun(window.left_s(at), "user")), headers

    def _new_window(self, method: str, template: str) -> _Window:
        if self.buckets and (method, template) == _MESSAGE_ROUTE:
            return _Window(MESSAGES, MESSAGES_WINDOW_S)
        return _Window(PLENTY, PLENTY_WINDOW_S, enforced=False)

    def _headers(self, window: _Window, method: str, template: str, at: float) -> dict[str, str]:
        left = window.left_s(at)
        name = hashlib.blake2b(f"{method} {template}".encode(), digest_size=16).hexdigest()
        return {
            "X-RateLimit-Limit": str(window.limit),
            "X-RateLimit-Remaining": str(max(0, window.limit - window.used)),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": name,
        }
