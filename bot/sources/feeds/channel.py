"""The tree of RSS, RDF or Atom to a `FeedDocument`."""

from __future__ import annotations

import re

from lxml import etree

from bot.domain.feeds.document import FeedDocument, FeedFormat
from bot.sources.feeds.choice import chosen
from bot.sources.feeds.elements import Fields, all_of, fields_of, first_text, name_of, text_of, title_text
from bot.sources.feeds.entries import date_of, item_of, links_of
from bot.sources.feeds.tree import FeedTree
from bot.sources.feeds.values import absolute, line

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_ITEMS = {"item", "entry", "atom:entry"}
_FORMATS = {"rss": FeedFormat.RSS, "rdf": FeedFormat.RDF, "feed": FeedFormat.ATOM}


def document_of(tree: FeedTree, url: str | None) -> FeedDocument:
    """The document. `url`: its address. Items are found at any depth, for broken feeds nest them into each other."""
    root = tree.root
    entries = [one for one in root.iter("{*}item", "{*}entry") if name_of(one) in _ITEMS]
    entries = entries or [one for one in root.iter(etree.Element) if name_of(one) in _ITEMS]
    read, more = chosen(entries, date_of)
    fields = _channel(root)
    links = links_of(fields)
    base = absolute(root.base, url) or url
    home = next((one.get("href") for one in links if one.get("rel", "alternate") == "alternate"), None)
    own = next((one.get("href") for one in links if one.get("rel") == "self"), None)
    title = next((text for one in all_of(fields, ("title", "atom:title", "dc:title")) if (text := title_text(one))), "")
    return FeedDocument(
        title,
        _FORMATS[name_of(root).rpartition(":")[2]],
        tuple(item_of(one, url) for one in read),
        site_url=absolute(first_text(fields, "link") or home, base),
        self_url=absolute(own, base),
        language=_language(root, fields),
        description=line(first_text(fields, "description", "atom:subtitle", "subtitle", "atom:tagline")),
        ttl_minutes=_ttl(fields),
        skip_hours=_skip_hours(fields),
        skip_days=_skip_days(fields),
        broken_off=tree.broken_off,
        more_items=more,
    )


def _channel(root: etree._Element) -> Fields:
    channel = next((one for one in root if isinstance(one.tag, str) and name_of(one) == "channel"), None)
    return fields_of(root if channel is None else channel)


def _language(root: etree._Element, fields: Fields) -> str | None:
    said = first_text(fields, "language", "dc:language") or root.get(_LANGUAGE) or ""
    primary = re.match(r"[A-Za-z]{2,3}(?=[-_]|$)", said)
    return primary[0].lower() if primary else None


def _ttl(fields: Fields) -> int | None:
    """In minutes: as RSS says it, or as the syndication module does."""
    said = first_text(fields, "ttl")
    if said.isdecimal() and len(said) < 8:
        return int(said) or None
    period = _PERIODS.get(first_text(fields, "sy:updateperiod").lower())
    often = first_text(fields, "sy:updatefrequency")
    times = int(often) if often.isdecimal() and len(often) < 5 else 1
    return period // max(1, times) if period else None


def _skip_hours(fields: Fields) -> frozenset[int]:
    said = [text_of(one) for skip in fields.get("skiphours", ()) for one in fields_of(skip).get("hour", ())]
    return frozenset(int(hour) % 24 for hour in said if hour.isdecimal() and len(hour) < 3 and int(hour) <= 24)


def _skip_days(fields: Fields) -> frozenset[int]:
    said = [text_of(one).lower() for skip in fields.get("skipdays", ()) for one in fields_of(skip).get("day", ())]
    return frozenset(_DAYS.index(day) for day in said if day in _DAYS)
