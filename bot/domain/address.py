"""The canonical form of an article's address: what is the same article has the same address."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"^(?:utm_\w+|mc_[ce]id|fb_\w+|pk_\w+|piwik_\w+|mtm_\w+|matomo_\w+|hsa_\w+|_hs\w+|at_\w+|ns_\w+|wt_\w+|ga_\w+"
    r"|fbclid|gclid|gclsrc|dclid|wbraid|gbraid|msclkid|yclid|twclid|ttclid|li_fat_id|igshid|igsh|mkt_tok|oly_\w+|vero_\w+"
    r"|_ga|_gl|_openstat|cmpid|cmp|s_cid|sr_share|soc_src|soc_trk|spm|trk|trkid|share|shared|ref_src|ref_url|smid|smtyp"
    r"|xtor|ncid|sfmc_\w+|echobox|__twitter_impression|guccounter|guce_\w+|rss|feed_id|source=rss)$",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE = "/:@!$&'()*+,;=-._~"
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)


def canonical(address: str) -> str | None:
    """The canonical form of an absolute web address, or None if it is not one.

    Scheme and host in lower case, no credentials, no default port, no fragment, no tracking parameters, the others in
    order, percent escapes in one form, no trailing slash but the root's, no `index.html`. Scheme and `www.` are kept:
    they may serve different pages. `https://x.org/a/` and `https://x.org/a` are taken for the same article.
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError):
        return None
    if parts.scheme.lower() not in _DEFAULT_PORTS or not host:
        return None
    scheme = parts.scheme.lower()
    host = f"[{host}]" if ":" in host else host
    place = host if port in {None, _DEFAULT_PORTS[scheme]} else f"{host}:{port}"
    return urlunsplit((scheme, place, _path(parts), _query(parts), ""))


def host_of(address: str) -> str:
    """The host of an address without `www.`, for naming the source; empty if there is none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def path_of(address: str) -> str:
    """The path of an address, relative or not; empty for one that cannot be parsed."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site, so that what one says of the other can be believed."""
    return bool(_site(one)) and _site(one) == _site(other)


def same_page(one: str, other: str) -> bool:
    """Whether two addresses are one page's: the same site, path and query, whatever the scheme, `www.`, `m.` or AMP."""
    first, second = canonical(one), canonical(other)
    return first is not None and second is not None and _page(first) == _page(second)


def page_key(address: str) -> str | None:
    """What two addresses of one page have in common (`same_page`), for looking it up; None if it is no web address."""
    known = canonical(address)
    if known is None:
        return None
    host, path, query = _page(known)
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def _page(address: str) -> tuple[str, str, str]:
    parts = urlsplit(address)
    path = re.sub(r"(?:/amp|\.amp)(?=/?$|\.html$)", "", parts.path).rstrip("/")
    query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if name not in {"amp", "outputType"}])
    return re.sub(r"^(?:www|m|mobile|amp)\.", "", parts.netloc), path, query


def _site(address: str) -> str:
    """The host without the prefixes sites put before their own name for phones."""
    return re.sub(r"^(?:(?:www\d?|m|mobile|amp)\.)+(?=[^.]+\.)", "", host_of(address))


def _path(parts: SplitResult) -> str:
    path = quote(unquote(parts.path, errors="surrogateescape").encode("utf-8", "surrogateescape"), safe=_SAFE)
    path = _INDEX.sub("/", re.sub(r"/{2,}", "/", path))
    return path.rstrip("/") or "/"


def _query(parts: SplitResult) -> str:
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    return urlencode(sorted((name, value) for name, value in pairs if not _TRACKING.match(name)))
