"""The elements of a feed, told by what they mean and not by how they are spelled: a name in a namespace, with its usual
prefix, in a misspelt namespace, or with a prefix that is declared nowhere are one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from lxml import etree

from bot.sources.feeds.values import line, title_of_html

_ATOM = {"http://www.w3.org/2005/atom", "http://purl.org/atom/ns#"}
_SPACES = {
    "http://purl.org/rss/1.0": "",
    "http://my.netscape.com/rdf/simple/0.9": "",
    "http://channel.netscape.com/rdf/simple/0.9": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://purl.org/rss/1.0/modules/syndication": "sy",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/elements/1.0": "dc",
    "http://purl.org/dc/terms": "dcterms",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://search.yahoo.com/mrss": "media",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
}
_HTML_TAG = re.compile(r"<(?:p|a|br|div|em|strong|b|i|ul|ol|li|img|h[1-6]|blockquote|span)\b[^<>]*>", re.IGNORECASE)
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|a|br|div|em|strong|ul|ol|li|img|h[1-6]|blockquote|span)\b", re.IGNORECASE)
_SPACE = re.compile(r' xmlns(?::[\w.-]+)?="[^"]*"')
_PREFIX = re.compile(r"<(/?)[\w.-]+:(?=[a-zA-Z])")

Fields = dict[str, list[Any]]
"""The children of an element by their names."""


@lru_cache(maxsize=4096)
def _plain_name(tag: str, prefix: str | None) -> str:
    if not tag.startswith("{"):
        return tag.lower()
    space, _, local = tag[1:].lower().partition("}")
    usual = _SPACES.get(space.rstrip("/").replace("https://", "http://"))
    if usual is None:
        usual = _SPACES.get(space.replace("https://", "http://"))
    if usual is None:
        usual = (prefix or "").lower()
    return f"{usual}:{local}" if usual else local


def name_of(element: etree._Element) -> str:
    """`title`, `content:encoded`, `atom:link` ...: in lower case, with the prefix that is usual for the namespace."""
    return _plain_name(element.tag, element.prefix)


def fields_of(element: etree._Element) -> Fields:
    """Its children by name; those of Atom without a prefix too, which is how Atom feeds have them."""
    fields: Fields = {}
    for child in element:
        if isinstance(child.tag, str):
            fields.setdefault(name_of(child), []).append(child)
    return fields


def first_text(fields: Fields, *wanted: str) -> str:
    """The first text that is not empty among the fields so named, in that order."""
    return next((text for one in all_of(fields, wanted) if (text := text_of(one))), "")


def all_of(fields: Fields, wanted: Iterable[str]) -> Iterator[etree._Element]:
    """The elements so named, in the order of the names."""
    for name in wanted:
        yield from fields.get(name, ())


def text_of(element: etree._Element) -> str:
    """Its text, that of elements in it included."""
    if not len(element):
        return (element.text or "").strip()
    return "".join(element.itertext()).strip()


def title_text(element: etree._Element) -> str:
    """One line of plain text. What Atom calls text stands as it is; all else may hold HTML."""
    if element.get("type") == "text":
        return line(html.unescape(text_of(element)) if "&amp;" in text_of(element) else text_of(element))
    if len(element):
        return line(" ".join("".join(element.itertext()).split()))
    return title_of_html(text_of(element))


def html_of(element: etree._Element, *, plain_text: bool = False) -> str:
    """Its HTML: escaped, in CDATA, as elements of its own, or made of plain text. `plain_text`: it is that unless it
    says otherwise. Feeds that say text and mean HTML are believed in what they do.
    """
    kind = (element.get("type") or ("text" if plain_text else "html")).lower()
    if len(element):
        return _inner(element)
    text = (element.text or "").strip()
    if not text or kind.startswith(("image/", "audio/", "video/")) or element.get("mode") == "base64":
        return ""
    if kind in {"text", "text/plain"} and not _HTML_TAG.search(text):
        return html.escape(text, quote=False).replace("\n", "<br>")
    if "<" not in text and _ESCAPED_TAG.search(text):
        return html.unescape(text)
    return text


def _inner(element: etree._Element) -> str:
    parts = [html.escape(element.text or "", quote=False)]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return _PREFIX.sub(r"<\1", _SPACE.sub("", "".join(parts))).strip()
