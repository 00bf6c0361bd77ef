"""The sample site: an index, the articles with the clutter that real pages have, downloads and a feed."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time
from email.utils import format_datetime
from html import escape
from importlib.resources import files
from string import Template
from xml.etree import ElementTree as ET

from aiohttp import web

from .samples import Sample

_CONTENT = "http://purl.org/rss/1.0/modules/content/"
ET.register_namespace("content", _CONTENT)


def application(samples: list[Sample], *, late: int = 0) -> web.Application:
    """The site as an aiohttp application; where it is served is read from each request.

    `late`: so many of the newest articles come into the feed only after it has been asked for once, so that whoever
    follows it sees what is new arrive.
    """
    site = web.Application()
    published = _Published(samples, late)
    site.router.add_get("/", _answer("text/html", lambda origin: index(samples, origin)))
    site.router.add_get("/feed.xml", _answer("application/rss+xml", lambda origin: feed(published.now(), origin)))
    for sample in samples:
        address = f"/articles/{sample.slug}"
        site.router.add_get(address, _answer("text/html", _page_of(sample, samples)))
        site.router.add_get(f"{address}.md", _answer("text/markdown", _always(sample.as_markdown())))
        site.router.add_get(f"{address}.txt", _answer("text/plain", _always(sample.as_text())))
    return site


class _Published:
    """What the feed shows: first what is old, then everything."""

    def __init__(self, samples: list[Sample], late: int) -> None:
        self._samples = samples
        self._late = late

    def now(self) -> list[Sample]:
        shown, self._late = self._samples[self._late :], 0
        return shown


def index(samples: list[Sample], origin: str) -> str:
    """The front page: every article with its summary."""
    entries = "\n".join(
        f'<section><h2><a href="/articles/{one.slug}">{escape(one.title)}</a></h2>'
        f'<p class="byline">{escape(one.author)} · {one.published_long()}</p><p>{escape(one.summary)}</p></section>'
        for one in samples
    )
    head = f'<link rel="canonical" href="{origin}/">'
    return _page("Latest", head, f"<h1>Stories of people who did something together</h1>\n{entries}")


def page(sample: Sample, others: list[Sample], origin: str) -> str:
    """One article as a whole page."""
    address = f"{origin}/articles/{sample.slug}"
    about = {
        "og:type": "article",
        "og:site_name": "The Lamplighter",
        "og:title": sample.title,
        "og:url": address,
        "og:description": sample.summary,
        "article:published_time": sample.published.isoformat(),
        "article:author": sample.author,
    }
    head = "\n".join(
        [
            f'<link rel="canonical" href="{address}">',
            *(f'<meta property="{name}" content="{escape(value)}">' for name, value in about.items()),
        ]
    )
    related = "\n".join(f'<li><a href="/articles/{one.slug}">{escape(one.title)}</a></li>' for one in others)
    main = _template("article.html").substitute(
        title=escape(sample.title),
        author=escape(sample.author),
        published=sample.published.isoformat(),
        published_long=sample.published_long(),
        caption=escape(sample.caption),
        body=sample.as_html(),
        related=related,
        slug=sample.slug,
    )
    return _page(sample.title, head, main)


def feed(samples: list[Sample], origin: str) -> str:
    """RSS 2.0 with the whole text of each article."""
    rss = ET.Element("rss", version="2.0")
    channel = ET.SubElement(rss, "channel")
    for name, text in (
        ("title", "The Lamplighter"),
        ("link", f"{origin}/"),
        ("description", "Stories of people who did something together"),
        ("language", "en"),
    ):
        ET.SubElement(channel, name).text = text
    for sample in samples:
        item = ET.SubElement(channel, "item")
        address = f"{origin}/articles/{sample.slug}"
        noon = datetime.combine(sample.published, time(12), UTC)
        for name, text in (
            ("title", sample.title),
            ("link", address),
            ("guid", address),
            ("pubDate", format_datetime(noon, usegmt=True)),
            ("description", sample.summary),
            (f"{{{_CONTENT}}}encoded", sample.as_html()),
        ):
            ET.SubElement(item, name).text = text
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(rss, encoding="unicode")


def _page(title: str, head: str, main: str) -> str:
    return _template("page.html").substitute(title=escape(title), head=head, main=main)


def _template(name: str) -> Template:
    return Template(files("sandbox.demo").joinpath(name).read_text(encoding="utf-8"))


def _page_of(sample: Sample, samples: list[Sample]) -> Callable[[str], str]:
    others = [one for one in samples if one is not sample]
    return lambda origin: page(sample, others, origin)


def _always(text: str) -> Callable[[str], str]:
    return lambda _: text


def _answer(content_type: str, make: Callable[[str], str]) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A handler for what `make` writes. Its ETag tells whoever asks again that nothing has changed."""

    async def handler(request: web.Request) -> web.Response:
        text = make(str(request.url.origin()))
        etag = hashlib.sha256(text.encode()).hexdigest()[:16]
        asked = {tag.value for tag in request.if_none_match or ()}
        fresh = web.Response(status=304) if etag in asked else web.Response(text=text, content_type=content_type)
        fresh.etag = etag
        return fresh

    return handler
