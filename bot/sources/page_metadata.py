"""What a page says of itself: title, date, authors, language, canonical address, name of the site."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from bot.domain.address import canonical, host_of, path_of
from bot.domain.bylines import is_full_name
from bot.domain.dates import Month
from bot.domain.phrases import fold
from bot.domain.piece import tidy_name

_ARTICLE_TYPES = re.compile(r"Article|BlogPosting|Report|WebPage|CreativeWork")
_DAY = re.compile(r"((?:19|20)\d\d)-?(\d\d)-?(\d\d)")
_DAY_IN_PATH = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})(?:/(\d{1,2}))?(?=/|$)")
_DATE_KEYS = (
    "article:published_time", "og:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.created", "dcterms.date", "pubdate", "publish-date", "publish_date", "parsely-pub-date", "sailthru.date",
    "citation_date", "citation_publication_date", "article.published", "publication_date",
)  # fmt: skip
_AUTHOR_KEYS = ("author", "article:author", "dc.creator", "parsely-author", "citation_author", "byl", "sailthru.author")
_AUTHOR_MARKED = (
    ".//*[@rel='author' or @itemprop='author' or contains(@class, 'author-name')]"
    " | .//a[contains(concat(' ', @class, ' '), ' fn ')] | .//*[contains(concat(' ', @class, ' '), ' byline ')]//a"
)
_BYLINE = ".//*[contains(concat(' ', @class, ' '), ' byline ') or contains(concat(' ', @class, ' '), ' author ')]"
_SEPARATOR = re.compile(r"\s[|–—·•»«‹›:/-]{1,2}\s|\s?[|»·•]\s?")
"""Between the parts of a title that was tidied: it holds no two spaces in a row."""
_KICKER = re.compile(
    r"kicker|eyebrow|overline|category|label|section|sr-only|hidden|anchor|headerlink|permalink", re.IGNORECASE
)
_HEADS = ("h1", "h2", "h3", "h4")
_TITLE_CLASS = re.compile(r"(?:^|\s)(?:post|entry|article|blog)-?_?title(?=$|\s)")
_TELLING = 4
"""Letters of a word that says something of an article's subject."""
_LONGEST_HEADING = 2_000
"""Characters of a heading that are looked at: one that nobody closed holds the rest of its page."""
_SITE_WORDS = 4
"""Words: a stated title that is no longer may be a site's name, or "Article"."""
MOST_STRUCTURED = 200_000
"""Characters of JSON-LD read at most."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page states. `titles`: every title stated, the most trusted first, the site's name may hang on them."""

    titles: tuple[str, ...]
    published: date | None
    authors: tuple[str, ...]
    language: str | None
    canonical_url: str | None
    site_name: str | None


def facts_of(page: etree._Element, url: str | None) -> PageFacts:
    """The facts stated in the head, in structured data and in marked-up elements of the page."""
    meta = _meta(page)
    data = _structured(page)
    titles = (data.get("headline"), meta.get("og:title"), meta.get("twitter:title"), _text(page, ".//title"))
    stated = (meta.get("og:site_name"), meta.get("application-name"), data.get("publisher"))
    site = next((name for text in stated if text and (name := tidy_name(text))), None)
    address = _canonical(page, meta, url)
    return PageFacts(
        titles=tuple(dict.fromkeys(line for title in titles if title and (line := tidy_name(title)))),
        published=_published(page, meta, data, address or url),
        authors=_authors(page, meta, data),
        language=_language(page, meta),
        canonical_url=address,
        site_name=site or host_of(address or url or "") or None,
    )


def title_of(page: etree._Element, facts: PageFacts, looks_like: Sequence[str] = ()) -> str:
    """The article's title, "" if none is stated or marked up.

    It is the heading that the page's stated titles repeat, else the stated one without the site's name; never a kicker
    or the site's name, which also come as headings. Where a stated title has two parts and both stand on the page as
    headings, the later one is the article's, for a site puts its name first. A lone `h1` that says more than the
    stated title is what readers see. `looks_like`: lines of the content that look like headings without being marked up
    as such.
    """
    site = fold(facts.site_name or "")
    stated = [fold(title) for title in facts.titles]
    heads = (head for head in page.iter(*_HEADS) if head.tag in {"h1", "h2"} or _is_title(head))
    marked = [line for head in heads if (line := heading_text(head)) and fold(line) != site]
    headings = [*marked, *looks_like]
    repeated = [line for line in headings if any(fold(line) and fold(line) in title for title in stated)]
    plain = [one for title in facts.titles if fold(one := without_site(title, facts.site_name)) != site]
    parts = [line for line in repeated[:4] if any(fold(line) == fold(part) for part in _parts(facts.titles))]
    if parts:
        return parts[-1]
    named = {line for head in page.iter(*_HEADS) if _is_title(head) and (line := heading_text(head)) in repeated}
    if len(named) == 1:
        return named.pop()
    best = max(repeated, key=lambda line: len(fold(line)), default="")
    lone = _lone_heading(page, site)
    if lone and _says_more(lone, plain[0] if plain else "", repeated=bool(best)):
        return lone
    if best and (not plain or len(fold(best)) >= 0.5 * len(fold(plain[0]))):
        return best
    if plain and plain[0]:
        return plain[0]
    tops = [line for head in page.iter("h1") if (line := heading_text(head)) and fold(line) != site]
    return tops[0] if tops else ""


def _is_title(head: etree._Element) -> bool:
    return _TITLE_CLASS.search(head.get("class") or "") is not None


def _lone_heading(page: etree._Element, site: str) -> str:
    """The text of the page's only `h1`, but for the site's name; "" if there are several, or if it leads home."""
    tops = [head for head in page.iter("h1") if (line := heading_text(head)) and fold(line) != site]
    if len(tops) != 1 or any(path_of(link.get("href") or "") in {"/", "."} for link in tops[0].iter("a")):
        return ""
    return heading_text(tops[0])


def _says_more(heading: str, stated: str, *, repeated: bool) -> bool:
    """Whether a heading is the title at greater length, or the stated one names a site or says nothing of its own.

    `repeated`: a stated title stands on the page as a heading.
    """
    said, known = fold(heading).split(), fold(stated).split()
    if said[: len(known)] == known:
        return True
    shared = sum(word in said for word in known if len(word) >= _TELLING)
    telling = sum(len(word) >= _TELLING for word in known)
    if not repeated and shared >= 2 and shared >= telling / 3:
        return True
    return not repeated and not shared and len(known) <= _SITE_WORDS and len(said) > len(known)


def without_site(title: str, site_name: str | None) -> str:
    """A page's title without the name of the site that hangs on it."""
    parts = _parts([title])
    site = fold(site_name or "").strip()
    if len(parts) < 2:
        return title
    kept = [part for part in parts if not site or (fold(part).strip() not in site and site not in fold(part))]
    if site and 0 < len(kept) < len(parts):
        start = title.find(kept[0])
        return title[start : title.rfind(kept[-1]) + len(kept[-1])]
    return max(parts, key=len) if len(parts[-1].split()) <= 3 and parts[-1] != max(parts, key=len) else title


def _parts(titles: Iterable[str]) -> list[str]:
    """The parts of titles that hang site, section and article together."""
    return [part for title in titles for part in _SEPARATOR.split(title) if fold(part)]


def heading_text(head: etree._Element) -> str:
    """A heading's words without the kicker some sites put inside it."""
    parts = [head.text or ""]
    for child in head:
        if isinstance(child.tag, str) and not _KICKER.search(child.get("class") or ""):
            parts.append(" " if child.tag == "br" else "".join(child.itertext()))
        parts.append(child.tail or "")
    named = tidy_name("".join(parts)[:_LONGEST_HEADING]).rstrip("¶#").strip()
    return named or tidy_name("".join(head.itertext())[:_LONGEST_HEADING])


def _meta(page: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in page.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = element.get("content")
        if key and content and content.strip():
            found.setdefault(key.strip().casefold(), content.strip())
    return found


def _structured(page: etree._Element) -> dict[str, Any]:
    """Headline, date, authors and publisher of the article in JSON-LD; empty if there is none or it is broken."""
    for script in page.iter("script"):
        if (script.get("type") or "").casefold() != "application/ld+json" or not script.text:
            continue
        if len(script.text) > MOST_STRUCTURED:
            continue
        try:
            loaded = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(loaded):
            if _ARTICLE_TYPES.search(str(node.get("@type", ""))) and (
                node.get("headline") or node.get("datePublished")
            ):
                return _article_node(node)
    return {}


def _article_node(node: Mapping[str, Any]) -> dict[str, Any]:
    publisher = node.get("publisher")
    authors = node.get("author")
    people = authors if isinstance(authors, list) else [authors]
    names = [person.get("name") if isinstance(person, dict) else person for person in people]
    return {
        "headline": _string(node.get("headline")),
        "published": _string(node.get("datePublished")),
        "authors": [name for name in names if isinstance(name, str)],
        "publisher": _string(publisher.get("name")) if isinstance(publisher, dict) else None,
    }


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _nodes(loaded: object, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if depth > 4:
        return
    if isinstance(loaded, list):
        for item in loaded:
            yield from _nodes(item, depth + 1)
    elif isinstance(loaded, dict):
        yield loaded
        yield from _nodes(loaded.get("@graph"), depth + 1)
        yield from _nodes(loaded.get("mainEntity"), depth + 1)


def _canonical(page: etree._Element, meta: Mapping[str, str], url: str | None) -> str | None:
    """The stated canonical address if it can be this page's, else the address it was fetched from.

    A page that states its site's front page as canonical for every article states it wrongly.
    """
    links = (link.get("href") for link in page.iter("link") if "canonical" in (link.get("rel") or "").split())
    for stated in (next((link for link in links if link), None), meta.get("og:url")):
        try:
            address = canonical(urljoin(url or "", stated)) if stated else None
        except ValueError:
            address = None
        if address and (path_of(address) != "/" or (url and path_of(url) in {"", "/"})):
            return address
    return canonical(url) if url else None


def _published(page: etree._Element, meta: Mapping[str, str], data: Mapping[str, Any], url: str | None) -> date | None:
    stated = [data.get("published"), *(meta.get(key) for key in _DATE_KEYS)]
    marked = [
        element.get("datetime") or element.get("content") or element.get("title")
        for element in page.iter("time", "abbr", "span")
        if element.get("itemprop") == "datePublished" or "published" in (element.get("class") or "")
    ]
    times = [element.get("datetime") for element in page.iter("time")]
    for text in (*stated, *marked, *times[:1]):
        day = _date(_DAY.search(text)) if isinstance(text, str) else None
        if day:
            return day
    return _date(_DAY_IN_PATH.search(path_of(url))) if url else None


def _date(found: re.Match[str] | None) -> date | None:
    try:
        if found and not found[3]:
            return Month(int(found[1]), int(found[2]), 1)
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _authors(page: etree._Element, meta: Mapping[str, str], data: Mapping[str, Any]) -> tuple[str, ...]:
    names: list[str] = list(data.get("authors") or [])
    if not names:
        names = [value for key in _AUTHOR_KEYS if (value := meta.get(key)) and not value.startswith("http")][:1]
    if not names:
        marked = page.xpath(_AUTHOR_MARKED)
        names = ["".join(element.itertext()) for element in marked[:3]]
    if not names:
        named = (" ".join("".join(element.itertext()).split()) for element in page.xpath(_BYLINE)[:3])
        names = [name for name in named if is_full_name(name)][:1]
    tidied = (tidy_name(name) for name in names)
    return tuple(dict.fromkeys(name for name in tidied if 0 < len(name) <= 80))


def _language(page: etree._Element, meta: Mapping[str, str]) -> str | None:
    root = page.getroottree().getroot()
    stated = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    stated = stated or meta.get("og:locale") or meta.get("content-language") or ""
    primary = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", stated)
    return primary[0].casefold() if primary else None


def _text(page: etree._Element, path: str) -> str:
    found = page.find(path)
    return "".join(found.itertext()) if found is not None else ""
