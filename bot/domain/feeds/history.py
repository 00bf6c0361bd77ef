"""What happened to the items of a feed, when, and by which rule: what `/feed why` tells.

One line a kind of event, item and channel: the last one counts, so that a feed of years stays as small as its items.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Happened(StrEnum):
    """What can happen to an item: in the feed, and, from `POSTED` on, in one channel."""

    SEEN = "seen"
    """First found in the feed. The rule is why it was taken for new, or for old."""
    MARKED_ANEW = "marked_anew"
    """Found under another id, address or date, and known all the same."""
    CHANGED = "changed"
    """Its text or title was changed."""
    READ = "read"
    """Its article was read; the rule says from where, the detail what was found in it."""
    UNREADABLE = "unreadable"
    POSTED = "posted"
    DIGEST = "digest"
    """Named in a post together with others."""
    LISTED = "listed"
    """Only counted in a digest: it was one of very many."""
    FILTERED = "filtered"
    PAUSED = "paused"
    KNOWN = "known"
    """Posted in that channel before, from another feed or by hand."""
    EDITED = "edited"
    """Its post was brought up to date."""
    REFUSED = "refused"
    """Discord does not take its post."""


IN_CHANNEL = frozenset({Happened.POSTED, Happened.DIGEST, Happened.LISTED, Happened.KNOWN})
"""Whoever reads the channel has been told of the article."""


@dataclass(frozen=True, slots=True)
class Event:
    """`channel_id` and `server_id`: 0 for what happened to the item in all servers alike. `at`: UTC epoch ms.

    `rule`: the rule that decided, as a word; `detail`: what it decided by (a filter's word, an error), in plain words.
    """

    item_id: int
    what: Happened
    at: int
    rule: str = ""
    detail: str = ""
    server_id: int = 0
    channel_id: int = 0
