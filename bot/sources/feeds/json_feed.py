"""JSON Feed (1.0 and 1.1) to a `FeedDocument`, also one that breaks off."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from bot.domain.feeds.document import Enclosure, FeedDocument, FeedFormat, FeedItem
from bot.errors import FeedError
from bot.sources.feeds.choice import chosen
from bot.sources.feeds.tree import ANOTHER
from bot.sources.feeds.values import MOST_NAMES, absolute, instant, line, names, title_of_html, with_absolute_links

_ITEMS = re.compile(r'"items"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")


def read_json(text: str, url: str | None) -> FeedDocument:
    """The feed in the JSON. Raises `FeedError`."""
    broken_off = False
    try:
        feed = json.loads(text)
    except RecursionError as error:
        raise FeedError("This JSON is nested too deeply to be a feed.", ANOTHER) from error
    except ValueError:
        feed, broken_off = _what_stands(text), True
    entries = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(entries, list):
        raise FeedError("This is JSON, but not a JSON Feed.", ANOTHER)
    whole = [entry for entry in entries if isinstance(entry, dict)]
    read, more = chosen(whole, lambda entry: instant(_text(entry, "date_published")))
    site_url = absolute(_text(feed, "home_page_url"), url)
    return FeedDocument(
        line(_text(feed, "title")),
        FeedFormat.JSON,
        tuple(_item(entry, url) for entry in read),
        site_url=site_url,
        self_url=absolute(_text(feed, "feed_url"), url),
        language=_text(feed, "language").partition("-")[0].lower() or None,
        description=line(_text(feed, "description")),
        broken_off=broken_off,
        more_items=more,
    )


def _what_stands(text: str) -> dict[str, Any]:
    """The feed's items up to where the JSON breaks, and its title if that stands before them."""
    start = _ITEMS.search(text)
    if start is None:
        raise FeedError("This JSON is broken, and no items of a feed stand in it.", ANOTHER)
    decoder, at, items = json.JSONDecoder(), start.end(), []
    while True:
        between = _BETWEEN.match(text, at)
        at = between.end() if between else at
        try:
            item, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        items.append(item)
    if not items:
        raise FeedError("The document breaks off before the end of its first item.", "It is tried again by itself.")
    try:
        head = json.loads(text[: start.start()].rstrip().rstrip(",") + "}")
    except (ValueError, RecursionError):
        head = {}
    return {**head, "items": items} if isinstance(head, dict) else {"items": items}


def _item(entry: dict[str, Any], url: str | None) -> FeedItem:
    link = absolute(_text(entry, "url"), url) or absolute(_text(entry, "external_url"), url)
    content = _text(entry, "content_html")
    if not content.strip():
        content = _as_html(_text(entry, "content_text"))
    return FeedItem(
        guid=_text(entry, "id").strip() or None,
        link=link,
        title=title_of_html(_text(entry, "title")),
        published=instant(_text(entry, "date_published")),
        updated=instant(_text(entry, "date_modified")),
        authors=names([_text(one, "name") for one in [*_dicts(entry, "authors"), entry.get("author")]]),
        categories=names([one for one in _list(entry, "tags") if isinstance(one, str)]),
        summary_html=_as_html(_text(entry, "summary")),
        content_html=with_absolute_links(content, url),
        enclosures=_enclosures(entry, url),
    )


def _enclosures(entry: dict[str, Any], url: str | None) -> tuple[Enclosure, ...]:
    found = []
    for one in _dicts(entry, "attachments")[:MOST_NAMES]:
        address, size = absolute(_text(one, "url"), url), one.get("size_in_bytes")
        whole = int(size) if isinstance(size, int | float) and 0 < size < 2**53 else None
        found += [Enclosure(address, _text(one, "mime_type") or None, whole)] if address else []
    return tuple(found)


def _as_html(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>") if text else ""


def _text(found: Any, name: str) -> str:
    """The field as text; ids are numbers in some feeds. Empty if there is none."""
    value = found.get(name) if isinstance(found, dict) else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return re.sub(r"[\ud800-\udfff\x00]", "", str(value))


def _list(found: dict[str, Any], name: str) -> list[Any]:
    value = found.get(name)
    return value if isinstance(value, list) else []


def _dicts(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [one for one in _list(found, name) if isinstance(one, dict)]
