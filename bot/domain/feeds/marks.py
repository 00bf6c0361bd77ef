"""What an item of a feed can be known by: short marks made of its id, its addresses and its words. Never of its dates.

A mark is 63 bits of a hash, so that a feed of years is kept in a few bytes an item and any database can index it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from urllib.parse import urlsplit

from bot.domain.address import page_key
from bot.domain.feeds.document import FeedDocument, FeedItem

LEAST_WORDS = 12
"""Of title and text together, from which on the same words mean the same item wherever they stand."""
OPENING_WORDS = 12

_TAG = re.compile(r"<!--.*?(?:-->|\Z)|</?[a-zA-Z!?][^<>]*>", re.DOTALL)
_NO_WORDS = re.compile(r"[\W_]+")
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}


class Mark(StrEnum):
    GUID = "guid"
    ADDRESS = "address"
    """The page: without scheme, `www.`, tracking, fragment, AMP."""
    LINK = "link"
    """The address with its fragment, for feeds that describe parts of one page."""
    TEXT = "text"
    """Title and text, cleared of markup, case, spacing and punctuation."""
    TITLE = "title"
    OPENING = "opening"
    """The first words of the text."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of an item; None for what it does not have. `words`: how many its title and text have, up to 255."""

    guid: int | None = None
    address: int | None = None
    link: int | None = None
    text: int | None = None
    title: int | None = None
    opening: int | None = None
    words: int = 0

    def of(self, mark: Mark) -> int | None:
        value: int | None = getattr(self, mark)
        return value

    @property
    def empty(self) -> bool:
        """Whether there is nothing to know it by, and so nothing to post."""
        return self.guid is None and self.link is None and self.text is None


def marks_of(item: FeedItem, document: FeedDocument) -> Marks:
    """The marks of an item of that document. Its home page is no item's address."""
    words = _words(_without_tags(item.html))
    title = " ".join(_words(item.title))
    address, link = _addresses(item.link, document)
    return Marks(
        guid=_guid(item.guid.strip()) if item.guid and item.guid.strip() else None,
        address=address,
        link=link,
        text=_mark(f"{title}\n{' '.join(words)}") if title or words else None,
        title=_mark(title) if title else None,
        opening=_mark(" ".join(words[:OPENING_WORDS])) if words else None,
        words=min(255, len(words) + title.count(" ") + bool(title)),
    )


def marks_of_all(document: FeedDocument) -> tuple[Marks, ...]:
    """The marks of all items, in document order."""
    return tuple(marks_of(item, document) for item in document.items)


def _guid(guid: str) -> int:
    """An id that is an address stays the same id when the site moves to https."""
    key = page_key(guid) if guid.startswith(("http://", "https://")) else None
    return _mark(f"{key}#{urlsplit(guid).fragment}" if key else guid)


def has_page_of_its_own(link: str | None, homes: Iterable[str | None], dropped: Collection[Mark]) -> bool:
    """Whether the address is one item's alone: not a home page, and not in a feed whose items share their addresses."""
    key = page_key(link) if link else None
    return key is not None and Mark.ADDRESS not in dropped and not _is_home(key, homes)


def _is_home(key: str, homes: Iterable[str | None]) -> bool:
    return ("/" not in key and "?" not in key) or key in {page_key(home) for home in homes if home}


def _addresses(link: str | None, document: FeedDocument) -> tuple[int | None, int | None]:
    key = page_key(link) if link else None
    if link is None or key is None:
        return None, None
    fragment = urlsplit(link).fragment
    if _is_home(key, (document.site_url, document.self_url)):
        return None, _mark(f"{key}#{fragment}") if fragment else None
    return _mark(key), _mark(f"{key}#{fragment}")


def _without_tags(markup: str) -> str:
    text = _TAG.sub(" ", markup) if "<" in markup else markup
    return html.unescape(text) if "&" in text else text


def _words(text: str) -> list[str]:
    """The words in lower case, without what parts them."""
    if text.isascii():
        return text.translate(_ASCII).split()
    return _NO_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).split()


def _mark(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1
