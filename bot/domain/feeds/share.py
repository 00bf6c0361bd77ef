"""What of a feed's new items is posted one by one in a channel, and what goes into the digest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

MOST_POSTS = 3
"""Of one feed in one run in one channel; the rest is one digest."""

_Item = TypeVar("_Item")


def share_out(items: Sequence[_Item], most: int = MOST_POSTS) -> tuple[tuple[_Item, ...], tuple[_Item, ...]]:
    """The items that get a post each, and those of the one digest that follows them; both in the order given, which is
    the oldest first.
    """
    return tuple(items[:most]), tuple(items[most:])
