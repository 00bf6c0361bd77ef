"""A paper with a feed, in the hands of a test: it publishes, changes, moves and falls ill as it is told."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from html import escape

from aiohttp import web

LESSONS = (
    "We learned to ask the neighbours first, because they know which doors stay shut. "
    "Next time we should write down who decides, so that nobody has to guess. "
    "A group that meets every week needs a cook before it needs a chairman."
)


@dataclass
class Story:
    """One article. `full`: whether the feed has its whole text, or only a line of it."""

    slug: str
    title: str
    lessons: str = LESSONS
    guid: str | None = None
    date: int = 1_760_000_000
    full: bool = False
    dated: bool = True
    categories: tuple[str, ...] = ()
    link: str | None = None

    @property
    def html(self) -> str:
        body = f"The story of {self.title} began on a cold morning with a meeting in the hall of the old mill. "
        lessons = f"<h2>Lessons</h2><p>{escape(self.lessons)}</p>" if self.lessons else ""
        return f"<p>{escape(body * 4)}</p><p>{escape((self.title + ' went on. ') * 12)}</p>{lessons}"


@dataclass
class Paper:
    """`stories`: the newest first, as the feed shows them. `status`: what the feed answers with."""

    stories: list[Story] = field(default_factory=list)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    title: str = "The Mill"
    origin: str = ""
    asked: list[str] = field(default_factory=list)
    body: Callable[[], str] | None = None
    pages_down: bool = False

    @property
    def feed(self) -> str:
        return f"{self.origin}/feed.xml"

    def publish(self, *slugs: str, **values: object) -> None:
        """New stories; of several the first is the oldest."""
        for slug in slugs:
            self.stories.insert(0, Story(slug, slug.replace("-", " ").capitalize(), **values))  # type: ignore[arg-type]

    def story(self, slug: str) -> Story:
        return next(each for each in self.stories if each.slug == slug)

    def rss(self) -> str:
        items = "".join(self._item(each) for each in self.stories)
        head = f"<title>{self.title}</title><link>{self.origin}/</link><description>Stories</description>"
        return (
            '<?xml version="1.0" encoding="utf-8"?>'
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
            f"<channel>{head}{items}</channel></rss>"
        )

    def _item(self, story: Story) -> str:
        link = story.link or f"{self.origin}/{story.slug}"
        parts = [f"<title>{escape(story.title)}</title>", f"<link>{escape(link)}</link>"]
        parts.append(f"<guid isPermaLink='false'>{escape(story.guid or story.slug)}</guid>")
        if story.dated:
            parts.append(f"<pubDate>{formatdate(story.date)}</pubDate>")
        parts += [f"<category>{escape(each)}</category>" for each in story.categories]
        parts.append("<description>In short.</description>")
        if story.full:
            parts.append(f"<content:encoded>{escape(story.html)}</content:encoded>")
        return f"<item>{''.join(parts)}</item>"

    async def answer_feed(self, request: web.Request) -> web.Response:
        self.asked.append("feed")
        if self.status != 200:
            return web.Response(status=self.status, headers=self.headers)
        text = self.body() if self.body else self.rss()
        etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:12]}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(text=text, content_type="application/rss+xml", headers={"ETag": etag, **self.headers})

    async def answer_page(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        found = [each for each in self.stories if each.slug == request.match_info["slug"]]
        if not found or self.pages_down:
            return web.Response(status=404, text="Not here")
        title = escape(found[0].title)
        page = (
            f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{found[0].html}</article></body>"
        )
        return web.Response(text=page + "</html>", content_type="text/html")

    async def answer_home(self, _: web.Request) -> web.Response:
        link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
        return web.Response(text=f"<html><head>{link}</head><body>Home</body></html>", content_type="text/html")


@asynccontextmanager
async def printed(paper: Paper | None = None) -> AsyncIterator[Paper]:
    """The paper, served on a port of its own."""
    paper = paper or Paper()
    site = web.Application()
    site.router.add_get("/", paper.answer_home)
    site.router.add_get("/feed.xml", paper.answer_feed)
    site.router.add_get("/{slug}", paper.answer_page)
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        listening = web.TCPSite(runner, "127.0.0.1", 0)
        await listening.start()
        paper.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield paper
    finally:
        await runner.cleanup()
