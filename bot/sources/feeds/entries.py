"""One entry of RSS, RDF or Atom to a `FeedItem`."""

from __future__ import annotations

import re

from lxml import etree

from bot.domain.feeds.document import Enclosure, FeedItem
from bot.sources.feeds.elements import Fields, all_of, fields_of, first_text, html_of, name_of, text_of, title_text
from bot.sources.feeds.values import MOST_NAMES, absolute, instant, names, with_absolute_links

PUBLISHED = (
    "pubdate",
    "atom:published",
    "published",
    "dc:date",
    "atom:issued",
    "issued",
    "dcterms:issued",
    "dcterms:created",
)
_UPDATED = ("atom:updated", "updated", "atom:modified", "modified", "dcterms:modified")
_CONTENT = ("content:encoded", "atom:content", "content", "xhtml:body", "xhtml:div")
_SUMMARY = ("description", "atom:summary", "summary", "dc:description", "media:description", "itunes:summary")
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_MAIL_AND_NAME = re.compile(r"^[^\s@]++@\S++\s++\((.+)\)$")


def item_of(entry: etree._Element, url: str | None) -> FeedItem:
    """The item. `url`: the document's own address, for links relative to it."""
    fields = fields_of(entry)
    base = _base(entry, url)
    guid = first_text(fields, "guid", "atom:id", "id", "dc:identifier") or entry.get(_ABOUT) or None
    link = _link(fields, guid, base)
    title = next((text for one in all_of(fields, ("title", "atom:title", "dc:title")) if (text := title_text(one))), "")
    return FeedItem(
        guid=guid,
        link=link,
        title=title,
        published=instant(first_text(fields, *PUBLISHED)),
        updated=instant(first_text(fields, *_UPDATED)),
        authors=names(_authors(fields)),
        categories=names(_categories(fields)),
        summary_html=_fullest(fields, _SUMMARY, link, base),
        content_html=_fullest(fields, _CONTENT, link, base),
        enclosures=_enclosures(fields, base),
    )


def date_of(entry: etree._Element) -> int | None:
    """When it says it was published, or else updated."""
    return instant(first_text(fields_of(entry), *PUBLISHED, *_UPDATED))


def links_of(fields: Fields) -> list[etree._Element]:
    """Atom's links, also where they stand in RSS."""
    return [one for one in all_of(fields, ("atom:link", "link")) if one.get("href")]


def _base(element: etree._Element, url: str | None) -> str | None:
    """What links in it are relative to: its `xml:base` or that of what it stands in, else the document's address."""
    return absolute(element.base, url) or url


def _link(fields: Fields, guid: str | None, base: str | None) -> str | None:
    """The item's page: as published first, behind any counting service; then the links as the formats rank them."""
    found = [text_of(one) for one in all_of(fields, ("feedburner:origlink", "link"))]
    found += [(one.tail or "").strip() for one in fields.get("link", ()) if not text_of(one)]
    found += [one.get("href", "") for one in links_of(fields) if one.get("rel", "alternate") == "alternate"]
    for one in fields.get("guid", ()):
        found += [text_of(one)] if one.get("isPermaLink", "true").strip().lower() == "true" and _is_web(guid) else []
    if not fields.get("guid") and _is_web(guid):
        found.append(guid or "")
    return next((link for one in found if (link := absolute(one, base))), None)


def _is_web(guid: str | None) -> bool:
    return guid is not None and guid.startswith(("http://", "https://"))


def _fullest(fields: Fields, wanted: tuple[str, ...], link: str | None, base: str | None) -> str:
    """The longest of what stands under these names, its links made absolute; those within a page by `link`."""
    texts: list[tuple[str, str | None]] = []
    for one in all_of(fields, wanted):
        text = html_of(one, plain_text=name_of(one).startswith("atom:"))
        texts += [(text, _base(one, base))] if text else []
    if not texts:
        return ""
    markup, own_base = max(texts, key=lambda text: len(text[0]))
    if link and "#" in markup:
        markup = re.sub(
            r"""(<a\s[^<>]*?href\s*=\s*["'])(?=#)""", lambda found: found[1] + link.partition("#")[0], markup
        )
    return with_absolute_links(markup, own_base)


def _authors(fields: Fields) -> list[str]:
    found: list[str] = []
    for one in all_of(fields, ("atom:author", "author", "dc:creator", "itunes:author")):
        inner = fields_of(one)
        text = first_text(inner, "atom:name", "name") or (text_of(one) if not inner else "")
        mail = _MAIL_AND_NAME.match(text)
        found.append(mail[1] if mail else "" if "@" in text and " " not in text else text)
    return found


def _categories(fields: Fields) -> list[str]:
    elements = all_of(fields, ("category", "atom:category", "dc:subject"))
    return [one.get("label") or one.get("term") or text_of(one) for one in elements]


def _enclosures(fields: Fields, base: str | None) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    elements = [*all_of(fields, ("enclosure",))]
    elements += [one for group in fields.get("media:group", ()) for one in fields_of(group).get("media:content", ())]
    elements += [*all_of(fields, ("media:content",))]
    elements += [one for one in links_of(fields) if one.get("rel") == "enclosure"]
    for one in elements[:MOST_NAMES]:
        address = absolute(one.get("url") or one.get("href"), base)
        size = one.get("length") or one.get("fileSize") or ""
        if address and address not in found:
            whole = int(size) if size.isdecimal() and 0 < len(size) < 16 else None
            found[address] = Enclosure(address, one.get("type") or None, whole)
    return tuple(found.values())
