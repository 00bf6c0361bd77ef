"""Any bytes to a `FeedDocument`: the one door through which feeds come in, whatever their format and however broken."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from lxml import etree

from bot.domain.feeds.document import FeedDocument
from bot.domain.feeds.marks import Marks, marks_of_all
from bot.errors import FeedError
from bot.sources.decoding import MAX_BYTES
from bot.sources.feeds.channel import document_of
from bot.sources.feeds.json_feed import read_json
from bot.sources.feeds.text import feed_text
from bot.sources.feeds.tree import ASK_THE_SITE, parse_xml


@dataclass(frozen=True, slots=True)
class FeedReading:
    """A document and the marks of its items, in the same order."""

    document: FeedDocument
    marks: tuple[Marks, ...]


_GZIP = b"\x1f\x8b"


def read_feed(data: bytes, *, content_type: str | None = None, url: str | None = None) -> FeedReading:
    """The feed in the bytes. `url`: where it came from, after redirects.

    Raises `FeedError` and nothing else: what is wrong, and what to do.
    """
    if len(data) > MAX_BYTES:
        raise _too_large()
    text = feed_text(_unpacked(data) if data.startswith(_GZIP) else data, content_type)
    try:
        start = text.lstrip("\ufeff \t\r\n\0")
        document = read_json(start, url) if start[:1] in {"{", "["} else document_of(parse_xml(text, url), url)
    except (RecursionError, etree.LxmlError, MemoryError) as error:
        raise FeedError("This feed is built in a way that no reader can take.", ASK_THE_SITE) from error
    return FeedReading(document, marks_of_all(document))


def _unpacked(data: bytes) -> bytes:
    """A document that is compressed and does not say so."""
    try:
        inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
        unpacked = inflate.decompress(data, MAX_BYTES + 1)
    except zlib.error as error:
        raise FeedError("This is compressed, and broken.", ASK_THE_SITE) from error
    if len(unpacked) > MAX_BYTES:
        raise _too_large()
    return unpacked


def _too_large() -> FeedError:
    return FeedError("This feed is larger than 5 MiB.", "Ask the site for a feed that shows less of the past.")
