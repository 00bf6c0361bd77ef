"""OPML, the list of feeds that readers exchange: in and out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from lxml import etree

from bot.domain.address import page_key
from bot.domain.feeds.document import FeedLink, FeedList
from bot.errors import FeedError
from bot.sources.feeds.text import feed_text
from bot.sources.feeds.tree import declares_entities, mend, xml_parser
from bot.sources.feeds.values import absolute, line
from bot.told import Told

MOST_FEEDS = 500
MOST_BYTES = 2 * 1024 * 1024
MOST_FOLDERS = 5

_ROOT = re.compile(r"<opml(?=[\s>])", re.IGNORECASE)
_GIVE_OPML = Told("Export the list of feeds from the other program again, as OPML.")


def read_opml(data: bytes) -> FeedList:
    """The feeds in the list, each once, in order, however the list is nested. Raises `FeedError`."""
    if len(data) > MOST_BYTES:
        raise FeedError("This list is larger than 2 MiB.", "Cut it into several lists.")
    text = feed_text(data)
    start = _ROOT.search(text)
    if start is None:
        raise FeedError("This is not a list of feeds (OPML).", _GIVE_OPML)
    if declares_entities(text[: start.start()]):
        raise FeedError("This list declares entities of its own, which can be an attack and is not read.", _GIVE_OPML)
    root = _tree(text[start.start() :])
    found: dict[str, FeedLink] = {}
    left_out = 0
    for event in _outlines(root):
        link = _link(event)
        if link is None:
            left_out += 1
        elif (page_key(link.url) or link.url) not in found:
            found[page_key(link.url) or link.url] = link
    links = tuple(found.values())
    if not links:
        raise FeedError("There is no feed in this list.", _GIVE_OPML)
    return FeedList(links[:MOST_FEEDS], left_out + max(0, len(links) - MOST_FEEDS))


def _tree(text: str) -> etree._Element:
    """As it stands; mended if it is broken, up to where it breaks off."""
    for body, recover in ((text, False), (mend(text), True)):
        try:
            root = etree.fromstring(body.encode("utf-8", "replace"), xml_parser(recover=recover))
        except etree.XMLSyntaxError:
            continue
        if root is not None:
            return root
    raise FeedError("This list is broken in a way that cannot be mended.", _GIVE_OPML)


def _outlines(root: etree._Element) -> list[etree._Element]:
    named = [one for one in root.iter(etree.Element) if str(one.tag).rpartition("}")[2].lower() == "outline"]
    return [one for one in named if _attribute(one, "xmlurl") or _attribute(one, "type") in {"rss", "atom"}]


def _link(outline: etree._Element) -> FeedLink | None:
    url = absolute(_attribute(outline, "xmlurl") or _attribute(outline, "url"), None)
    if url is None:
        return None
    folders = [_name(one) for one in outline.iterancestors() if _name(one)]
    return FeedLink(
        url,
        _name(outline)[:200],
        absolute(_attribute(outline, "htmlurl"), None),
        tuple(reversed(folders))[:MOST_FOLDERS],
    )


def _name(outline: etree._Element) -> str:
    return line(_attribute(outline, "title") or _attribute(outline, "text"))


def _attribute(element: etree._Element, wanted: str) -> str:
    return next((value.strip() for name, value in element.items() if name.lower() == wanted), "")


def write_opml(feeds: Iterable[FeedLink], title: str, at: int) -> bytes:
    """The list as OPML 2.0 (UTF-8). `at`: when it was made, UTC epoch ms. Folders are kept."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = _clean(title)
    made = datetime.fromtimestamp(at / 1000, UTC)
    etree.SubElement(head, "dateCreated").text = made.strftime("%a, %d %b %Y %H:%M:%S GMT")
    body = etree.SubElement(root, "body")
    folders: dict[tuple[str, ...], etree._Element] = {(): body}
    for feed in feeds:
        place = body
        for depth, name in enumerate(feed.folder, 1):
            path = feed.folder[:depth]
            if path not in folders:
                folders[path] = etree.SubElement(place, "outline", text=_clean(name))
            place = folders[path]
        shown = _clean(feed.title or feed.url)
        outline = etree.SubElement(place, "outline", type="rss", text=shown, title=shown, xmlUrl=_clean(feed.url))
        if feed.site_url:
            outline.set("htmlUrl", _clean(feed.site_url))
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _clean(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
