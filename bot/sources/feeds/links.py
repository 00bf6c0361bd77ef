"""The feeds that a page names: what it declares, else what it links to and looks like one."""

from __future__ import annotations

import re

from lxml import etree, html

from bot.domain.address import page_key, same_site
from bot.domain.feeds.document import FeedLink, FeedList
from bot.sources.decoding import decode
from bot.sources.feeds.values import absolute, line

MOST_LINKS = 10
_TYPES = re.compile(
    r"^(?:application|text)/(?:rss|atom|rdf|feed)\+(?:xml|json)|^application/json$|^text/xml$", re.IGNORECASE
)
_LIKE_A_FEED = re.compile(
    r"(?:^|[/.?=_-])(?:feed|rss|atom|rdf)(?:s?/?$|[/.?&_-])|/(?:feed|index)\.(?:xml|json)$", re.IGNORECASE
)
_ASIDE = re.compile(r"comment|reply|replies|kommentar|commentaire|oembed|wp-json", re.IGNORECASE)


def feed_links(data: bytes, *, content_type: str | None = None, url: str) -> FeedList:
    """The feeds a page names, the likeliest first; empty if it names none. `url`: where it came from."""
    try:
        page = html.document_fromstring(decode(data, content_type), parser=html.HTMLParser(remove_comments=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return FeedList(())
    base = absolute(next((one.get("href") for one in page.iter("base") if one.get("href")), None), url) or url
    declared = [_link(one, base) for one in page.iter("link", "a") if _is_declared(one)]
    found = [link for link in declared if link] or _likely(page, base)
    once: dict[str, FeedLink] = {}
    for link in found:
        once.setdefault(page_key(link.url) or link.url, link)
    links = sorted(once.values(), key=_is_aside)
    return FeedList(tuple(links[:MOST_LINKS]), max(0, len(links) - MOST_LINKS))


def _is_declared(element: etree._Element) -> bool:
    return "alternate" in (element.get("rel") or "").lower().split() and bool(
        _TYPES.match((element.get("type") or "").strip())
    )


def _likely(page: etree._Element, base: str) -> list[FeedLink]:
    links = [_link(one, base) for one in page.iter("a") if one.get("href")]
    return [link for link in links if link and _LIKE_A_FEED.search(link.url) and same_site(link.url, base)]


def _link(element: etree._Element, base: str) -> FeedLink | None:
    address = absolute(element.get("href"), base)
    title = line(element.get("title") or "".join(element.itertext()))[:200]
    return FeedLink(address.partition("#")[0], title) if address else None


def _is_aside(link: FeedLink) -> bool:
    """Feeds of comments and the like come after the others."""
    return bool(_ASIDE.search(f"{link.url} {link.title}"))
