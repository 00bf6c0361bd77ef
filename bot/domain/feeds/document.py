"""A feed as read: the document and its items, in the words of RSS, Atom and JSON Feed alike.

Everything in it is what the feed says, made absolute and cleared of markup where text is promised; nothing is believed
yet. Instants are UTC epoch milliseconds. Addresses are absolute http(s) ones, or None.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from enum import StrEnum


class FeedFormat(StrEnum):
    RSS = "rss"
    """0.91 to 0.94 and 2.0."""
    RDF = "rdf"
    """RSS 0.90 and 1.0."""
    ATOM = "atom"
    """0.3 and 1.0."""
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with an item. `kind`: its media type as stated; `size`: bytes as stated."""

    url: str
    kind: str | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry. `guid`: the id field as it stands. `title`: one line of plain text, empty if there is none.

    `summary_html`, `content_html`: untrusted HTML with absolute addresses; `content_html` is empty where the feed gives
    only a summary. `published`, `updated`: as the feed says, for show and for the direction of a document, never for
    telling items apart.
    """

    guid: str | None = None
    link: str | None = None
    title: str = ""
    published: int | None = None
    updated: int | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    summary_html: str = ""
    content_html: str = ""
    enclosures: tuple[Enclosure, ...] = ()

    @property
    def html(self) -> str:
        """The fullest text the feed gives."""
        return self.content_html if len(self.content_html) >= len(self.summary_html) else self.summary_html


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A feed as it stood when fetched. `items`: in document order.

    `ttl_minutes`, `skip_hours` (0-23, UTC), `skip_days` (Monday 0): when it asks to be left alone. `self_url`: what it
    calls its own address. `broken_off`: the document ends before its end. `more_items`: it holds more than were read.
    """

    title: str
    format: FeedFormat
    items: tuple[FeedItem, ...] = ()
    site_url: str | None = None
    self_url: str | None = None
    language: str | None = None
    description: str = ""
    ttl_minutes: int | None = None
    skip_hours: frozenset[int] = field(default_factory=frozenset)
    skip_days: frozenset[int] = field(default_factory=frozenset)
    broken_off: bool = False
    more_items: bool = False


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed as a page or a list of feeds (OPML) names it. `folder`: where in the list it stands, outermost first."""

    url: str
    title: str = ""
    site_url: str | None = None
    folder: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedList:
    """`left_out`: how many were named that are no web address or over the limit."""

    links: tuple[FeedLink, ...]
    left_out: int = 0


def newest_first(document: FeedDocument) -> bool | None:
    """Which way the document runs, as its dates tell by majority; None if they do not tell."""
    dates = [date for item in document.items if (date := item.published or item.updated) is not None]
    falling = sum(one > other for one, other in itertools.pairwise(dates))
    rising = sum(one < other for one, other in itertools.pairwise(dates))
    return None if falling == rising else falling > rising
