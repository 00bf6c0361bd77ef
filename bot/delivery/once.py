"""Calls that must not be repeated blindly: discord.py tries a POST again by itself when Discord answers with a 5xx.

That call may have had its effect. A message has a nonce, by which Discord drops the second copy; a forum post has none.
So the second try is stopped on its way out, and whoever wanted the post looks whether it is there before asking again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from bot.errors import DeliveryFailed

_sent: ContextVar[list[str] | None] = ContextVar("sent", default=None)


@contextmanager
def one_try() -> Iterator[None]:
    """Inside, in this task, of every POST only the first try goes out; a second one is DeliveryFailed."""
    token = _sent.set([])
    try:
        yield
    finally:
        _sent.reset(token)


def going_out(method: str, path: str) -> None:
    """A request is about to be sent."""
    sent = _sent.get()
    if sent is None or method != "POST":
        return
    if path in sent:
        raise DeliveryFailed("Discord did not say whether it took it.", "It is looked for, and tried again if need be.")
    sent.append(path)
