"""A follow: one channel of one server that a feed's articles are posted in, and how.

The feed itself is one for all servers. What a channel wants of it (name, words, style, role, tags) is the follow's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.feeds.filter import FeedFilter
from bot.domain.feeds.identity import FeedMemory
from bot.domain.feeds.marks import Marks
from bot.domain.feeds.polling import PollState


class Style(StrEnum):
    """What an article becomes in a channel. A forum knows posts alone, whatever was chosen."""

    MESSAGE = "message"
    THREAD = "thread"
    """A message, and a thread opened from it."""
    FORUM = "forum"
    """A post of its own, with the forum's tags."""


@dataclass(frozen=True, slots=True)
class Follow:
    """`id`: 0 until stored. `name`: what the feed is called here. `role_id`: who is pinged, that role alone.

    `style`: None for the style set for the server's articles channel, else a plain message. `tags`: names of a forum's
    tags. `since`: items known at that instant (UTC epoch ms) are not posted by themselves. `paused_at`: None while
    articles are posted.
    """

    id: int
    feed_id: int
    server_id: int
    channel_id: int
    name: str
    added_by: int
    since: int
    role_id: int | None = None
    style: Style | None = None
    tags: tuple[str, ...] = ()
    filter: FeedFilter = field(default_factory=FeedFilter)
    paused_at: int | None = None

    @property
    def paused(self) -> bool:
        return self.paused_at is not None


@dataclass(frozen=True, slots=True)
class KnownFeed:
    """A feed as kept, one for all servers. `state`: how and when it is polled; `state.url` is where.

    `memory`: None until its first document was read. `added_at` in UTC epoch ms.
    """

    id: int
    title: str
    added_at: int
    state: PollState
    site_url: str | None = None
    memory: FeedMemory | None = None


@dataclass(frozen=True, slots=True)
class KeptItem:
    """What is kept of an item, to know it again and to tell what became of it. `name`: its title, cut."""

    id: int
    feed_id: int
    name: str
    seen_at: int
    marks: Marks
    url: str | None = None
    article_id: int | None = None
    categories: tuple[str, ...] = ()
