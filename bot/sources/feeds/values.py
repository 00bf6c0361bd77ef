"""The small values that feeds are made of: dates, addresses, lines of text, HTML with relative links."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from email.utils import parsedate_tz
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

MOST_TITLE = 1000
MOST_NAMES = 50
"""Authors, categories or enclosures of an item."""
MOST_ADDRESS = 4000

_EARLIEST, _LATEST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_FORMATTING = re.compile(
    r"</?(?:a|abbr|acronym|b|big|br|cite|code|del|em|font|h[1-6]|i|img|ins|kbd|mark|p|q|s|small|span|strike|strong|sub|sup"
    r"|tt|u|wbr)\b(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<(?:br|/?p)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z]+\s[^<>]*>")
_RELATIVE = re.compile(
    r"""(\s(?:href|src|poster)\s*=\s*)(?:"(?![a-z][a-z+.-]*:)([^"]*)"|'(?![a-z][a-z+.-]*:)([^']*)'"""
    r"""|(?!["'])(?![a-z][a-z+.-]*:)([^\s>]+))""",
    re.IGNORECASE,
)
_ISO = re.compile(r"^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?)?$", re.IGNORECASE)


def instant(text: str | None) -> int | None:
    """A date as feeds write it (RFC 822 and its misspellings, ISO 8601), in UTC epoch milliseconds; None if unreadable.

    Without a zone it is taken for UTC: dates are shown, and tell which way a document runs, nothing else.
    """
    if not text or len(text) > 100:
        return None
    moment = _iso(text.strip()) or _rfc822(text)
    if moment is None or not _EARLIEST <= moment <= _LATEST:
        return None
    return int(moment.timestamp() * 1000)


def _iso(text: str) -> datetime | None:
    found = _ISO.match(text)
    if not found:
        return None
    zone = (found[3] or "Z").upper()
    try:
        return datetime.fromisoformat(f"{found[1]}T{(found[2] or '00:00').replace(',', '.')}{zone}")
    except ValueError:
        return None


def _rfc822(text: str) -> datetime | None:
    try:
        parts = parsedate_tz(text)
        if parts is None:
            return None
        moment = datetime(*parts[:6], tzinfo=UTC)
        return datetime.fromtimestamp(moment.timestamp() - (parts[9] or 0), UTC)
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        return None


@lru_cache(maxsize=4096)
def absolute(address: str | None, base: str | None) -> str | None:
    """The address as an absolute http(s) one, relative to `base` if it has to be; None if it is none."""
    text = re.sub(r"[\x00-\x20\x7f]+", "%20", address.strip()) if address else ""
    if not text or len(text) > MOST_ADDRESS:
        return None
    if text.lower().startswith("www."):
        text = f"https://{text}"
    try:
        joined = text if text.lower().startswith(("http://", "https://")) else urljoin(base or "", text)
        parts = urlsplit(joined)
        _ = parts.port
    except ValueError:
        return None
    return joined if parts.scheme.lower() in {"http", "https"} and parts.hostname else None


def with_absolute_links(markup: str, base: str | None) -> str:
    """HTML whose relative links and pictures are absolute."""
    if base is None or not _RELATIVE.search(markup):
        return markup
    return _TAG.sub(lambda tag: _RELATIVE.sub(lambda found: _made_absolute(found, base), tag[0]), markup)


def _made_absolute(found: re.Match[str], base: str) -> str:
    relative = html.unescape(found[2] or found[3] or found[4] or "")
    address = absolute(relative, base) if relative.strip() else None
    return f'{found[1]}"{html.escape(address)}"' if address else f'{found[1]}"about:blank"'


def line(text: str) -> str:
    """One line of plain text."""
    return " ".join(text.split())[:MOST_TITLE].rstrip()


def title_of_html(text: str) -> str:
    """One line of a title that may hold HTML. Tags that format are taken out, others are what the title is about."""
    if "<" in text:
        text = _FORMATTING.sub("", _BREAK.sub(" ", text))
    return line(html.unescape(text) if "&" in text else text)


def names(found: list[str]) -> tuple[str, ...]:
    """Names of people or categories, each once, in order."""
    return tuple(dict.fromkeys(name for one in found if (name := line(one)[:200])))[:MOST_NAMES]
