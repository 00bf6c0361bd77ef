"""The XML of a feed to a tree: strictly if it can be, else mended; without entities, DTDs and what they can do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import html5

from lxml import etree

from bot.errors import FeedError
from bot.told import Told

ANOTHER = Told("Give the address of the site's feed, or of the site itself.")
ASK_THE_SITE = Told("Ask the site to mend its feed.")
MOST_BEFORE = 100_000
"""Characters that may stand before the feed begins."""

_ROOT = re.compile(r"<((?:[\w.-]+:)?(?:rss|feed|rdf))(?=[\s>/])", re.IGNORECASE)
_DECLARES = re.compile(r"<!ENTITY\b|<!DOCTYPE[^>\[]*\[", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_OPAQUE = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))", re.DOTALL)
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ILLEGAL_NUMBER = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));")
_AMPERSAND = re.compile(r"&(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)(?:([a-zA-Z][a-zA-Z0-9]{1,31});)?")
_NO_TAG = re.compile(r"<(?![a-zA-Z_/!?])")
_VOID = re.compile(r"<(br|hr|img|input|wbr)\b([^<>]*?)/?>(?:\s*</\1\s*>)?", re.IGNORECASE)
_LEFT_OPEN = re.compile(r"(?:</[\w:.-]+>\s*)?</(?:item|entry)>(?=\s*(?:<(?:item|entry)[\s>]|</))", re.IGNORECASE)
_ITEM_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedTree:
    """`broken_off`: the document ends before its end; an item that was not closed is left out."""

    root: etree._Element
    broken_off: bool = False


def parse_xml(text: str, url: str | None) -> FeedTree:
    """The tree of a feed. Raises `FeedError` for what is none, and for one that declares entities."""
    start = _ROOT.search(text, 0, MOST_BEFORE)
    head = text[: start.start()] if start else text[:5000]
    if declares_entities(head):
        raise FeedError("This feed declares entities of its own, which can be an attack and is not read.", ASK_THE_SITE)
    if start is None or _HTML.search(_COMMENT.sub("", head)):
        raise no_feed(text)
    end = text.rfind(f"</{start[1]}")
    body = text[start.start() : text.find(">", end) + 1 if end >= 0 else None]
    if end >= 0 and body.count("<![CDATA[") == body.count("]]>"):
        try:
            return FeedTree(etree.fromstring(body.encode("utf-8", "replace"), xml_parser(recover=False), base_url=url))
        except etree.XMLSyntaxError:
            pass
    return _mended(body, url, broken_off=end < 0)


def declares_entities(head: str) -> bool:
    """Whether what stands before the first element declares a DTD of its own. The name of one elsewhere is harmless,
    for it is not fetched.
    """
    return bool(_DECLARES.search(_COMMENT.sub("", head)))


def no_feed(text: str) -> FeedError:
    """What came instead of a feed, in words."""
    if not text.strip():
        return FeedError("What came is empty.", "It is tried again by itself.")
    if _HTML.search(text[:5000]):
        return FeedError("This is a web page, not a feed.", ANOTHER)
    return FeedError("This is not a feed: neither RSS nor Atom nor JSON Feed.", ANOTHER)


def xml_parser(*, recover: bool) -> etree.XMLParser:
    """A parser that fetches nothing, resolves no entity and holds to libxml2's limits of depth and size."""
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
        huge_tree=False,
        collect_ids=False,
        encoding="utf-8",
    )


def _mended(body: str, url: str | None, *, broken_off: bool) -> FeedTree:
    body = mend(_ILLEGAL.sub("", body))
    if broken_off:
        ends = [found.end() for found in _ITEM_END.finditer(_OPAQUE.sub(_blank, body))]
        if not ends:
            raise FeedError("The document breaks off before the end of its first item.", "It is tried again by itself.")
        body = body[: ends[-1]]
    parser = xml_parser(recover=True)
    root = etree.fromstring(body.encode("utf-8", "replace"), parser, base_url=url)
    if any("depth" in error.message.lower() for error in parser.error_log):
        raise FeedError("This feed is nested too deeply to be read.", ASK_THE_SITE)
    if root is None:
        raise FeedError("This feed is broken in a way that cannot be mended.", ASK_THE_SITE)
    return FeedTree(root, broken_off)


def _blank(opaque: re.Match[str]) -> str:
    return " " * len(opaque[0])


def mend(body: str) -> str:
    """The markup with bare ampersands, HTML's entities, unclosed tags and unclosed CDATA put right."""
    mended: list[str] = []
    at = 0
    while opaque := _OPAQUE.search(body, at):
        mended.append(_mend_markup(body[at : opaque.start()]))
        at = opaque.end()
        if opaque[0].startswith("<!--"):
            continue
        runs_on = _LEFT_OPEN.search(opaque[0])
        mended.append(opaque[0][: runs_on.start()] + "]]>" if runs_on else opaque[0])
        at = opaque.start() + runs_on.start() if runs_on else at
    return "".join((*mended, _mend_markup(body[at:])))


def _mend_markup(markup: str) -> str:
    markup = _AMPERSAND.sub(_entity, _ILLEGAL_NUMBER.sub("", markup)).replace("]]>", "]]&gt;")
    return _VOID.sub(r"<\1\2/>", _NO_TAG.sub("&lt;", markup))


def _entity(found: re.Match[str]) -> str:
    character = html5.get(f"{found[1]};") if found[1] else None
    if character is None:
        return f"&amp;{found[1]};" if found[1] else "&amp;"
    return "".join(f"&#{ord(one)};" for one in character)
