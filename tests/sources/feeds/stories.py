"""The stories in `corpus/`: what a site gives, poll by poll, and what is to come of it; each is one way of breaking.

A story is a text file: a sentence of what it is about, then parts that begin with `--- `.

    --- item NAME           an entry, to be used in fetches; those of `items.txt` may be used in any story
    --- fetch               what the site answers to the next poll: directives, and the body if there is one
        ! rss NAME ...      the body: these items in an RSS 2.0 channel (`atom`, `rdf`: in one of those)
        ! many COUNT        the body: so many items
        ! deep COUNT        the body: so many elements within each other
        ! swap OLD => NEW   in the body, everywhere
        ! encode NAME, cut COUNT, cut-tail COUNT     the body's encoding; only its first bytes; without its last
        ! pack, gzip, deflate, bomb, endless, drop COUNT, hang     how it travels
        ! status CODE, header NAME: VALUE, redirect CODE     what goes with it
        ! after COUNT hours    since the poll before (1 hour if not said)
    --- expect              what comes of it; verdicts not named must not occur, `same` aside
        outcome: WORD       `read` if not said
        new: A | B          by title (or id, or address), the oldest first; and so the other verdicts; `@5`: so many
        lost: MARKS; error: TEXT; asked: HEADER: VALUE; not asked: HEADER; url: PATH; wait: MINUTES; health: WORD
        link: NAME => URL; shows: NAME => TEXT; category: NAME => TEXT; author: NAME => TEXT; title: TEXT
"""

from __future__ import annotations

import asyncio
import gzip
import re
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from aiohttp import web

from bot.domain.feeds.document import FeedDocument, FeedItem
from bot.domain.feeds.health import health_of
from bot.domain.feeds.identity import FeedJudgement, FeedMemory, KnownItem, Verdict, judge, next_order
from bot.domain.feeds.polling import HOUR, Outcome, PollState, after_poll, validators
from bot.errors import FeedError
from bot.sources.feeds.client import FeedClient
from bot.sources.feeds.read import read_feed

FOLDER = Path(__file__).parent / "corpus"
START = 1_750_000_000_000
LARGEST = 256 * 1024
_ENVELOPES = {
    "rss": """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Notebook</title><link>https://notebook.example/</link>
%s</channel></rss>
""",
    "atom": """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>The Notebook</title><link href="https://notebook.example/"/>
<id>urn:notebook</id>
%s</feed>
""",
    "rdf": """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://notebook.example/"><title>The Notebook</title><link>https://notebook.example/</link></channel>
%s</rdf:RDF>
""",
}


@dataclass(slots=True)
class Fetch:
    """One answer of the site, and what is to come of it."""

    directives: list[tuple[str, str]]
    body: bytes
    expected: list[tuple[str, str]] = field(default_factory=list)

    def said(self, name: str) -> list[str]:
        return [value for word, value in self.directives if word == name]


@dataclass(slots=True)
class Story:
    name: str
    about: str
    fetches: list[Fetch]


def stories() -> list[Path]:
    return sorted(FOLDER.glob("*.feed"))


def read_story(path: Path) -> Story:
    about, *own = re.split(r"^--- ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    parts = [*re.split(r"^--- ", (FOLDER / "items.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:], *own]
    items: dict[str, str] = {}
    fetches: list[Fetch] = []
    for part in parts:
        head, _, rest = part.partition("\n")
        kind, _, name = head.strip().partition(" ")
        if kind == "item":
            items[name] = rest
        elif kind == "fetch":
            fetches.append(_fetch(rest, items))
        else:
            lines = [line.partition(":") for line in rest.splitlines() if line.strip()]
            fetches[-1].expected = [(word.strip(), value.strip()) for word, _, value in lines]
    return Story(path.stem, about.strip(), fetches)


def _fetch(text: str, items: dict[str, str]) -> Fetch:
    lines = text.split("\n")
    said = [line for line in lines if line.startswith("! ")]
    directives = [(word, value.strip()) for word, _, value in (line[2:].strip().partition(" ") for line in said)]
    body = "\n".join(line for line in lines if not line.startswith("! ")).strip("\n")
    for word, value in directives:
        if word in _ENVELOPES:
            body = _ENVELOPES[word] % "".join(items[name] for name in value.split())
        if word == "many":
            body = many(int(value))
        if word == "deep":
            body = f"<rss><channel><item>{'<b>' * int(value)}x{'</b>' * int(value)}</item></channel></rss>"
        if word == "swap":
            old, _, new = value.partition("=>")
            assert old.strip() in body, f"{old.strip()} is not there to be swapped"
            body = body.replace(old.strip(), new.strip())
    fetch = Fetch(directives, body.encode())
    for encoding in fetch.said("encode"):
        fetch.body = body.encode(encoding)
    if fetch.said("pack"):
        fetch.body = gzip.compress(fetch.body)
    for count in fetch.said("cut"):
        fetch.body = fetch.body[: int(count)]
    for count in fetch.said("cut-tail"):
        fetch.body = fetch.body[: -int(count)]
    return fetch


def many(count: int) -> str:
    """A document of so many items, from new to old."""
    return _ENVELOPES["rss"] % "".join(f"<item><title>Note {number}</title></item>" for number in range(count, 0, -1))


class Site:
    """A site on 127.0.0.1 that answers each poll of a story with its next fetch."""

    def __init__(self) -> None:
        self.fetch: Fetch | None = None
        self.asked: list[web.Request] = []
        self.port = 0

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        fetch = self.fetch
        assert fetch is not None
        self.asked.append(request)
        for code in fetch.said("redirect"):
            if request.path != "/moved":
                return web.Response(status=int(code), headers={"Location": "/moved"})
        headers = {"Content-Type": "application/xml"}
        headers |= {name: value.strip() for name, _, value in (one.partition(":") for one in fetch.said("header"))}
        status = int(next(iter(fetch.said("status")), "200"))
        words = {word for word, _ in fetch.directives}
        if words & {"endless", "hang", "drop", "bomb"}:
            return await self._badly(request, fetch, headers, words)
        body = fetch.body
        if "gzip" in words:
            body, headers["Content-Encoding"] = gzip.compress(body), "gzip"
        if "deflate" in words:
            body, headers["Content-Encoding"] = zlib.compress(body), "deflate"
        return web.Response(status=status, headers=headers, body=body)

    async def _badly(
        self, request: web.Request, fetch: Fetch, headers: dict[str, str], words: set[str]
    ) -> web.StreamResponse:
        if "bomb" in words:
            packed = gzip.compress(b"<rss>" + b" " * 50_000_000)
            return web.Response(headers=headers | {"Content-Encoding": "gzip"}, body=packed)
        response = web.StreamResponse(headers=headers)
        if "drop" in words:
            response.content_length = len(fetch.body)
        await response.prepare(request)
        if "drop" in words:
            await response.write(fetch.body[: int(fetch.said("drop")[0])])
            assert request.transport is not None
            request.transport.close()
            return response
        if "hang" in words:
            await response.write(b"<rss>")
            await asyncio.sleep(60)
        for _ in range(10_000):
            await response.write(b"<item>again and again</item>" * 100)
        return response


@asynccontextmanager
async def served() -> AsyncIterator[Site]:
    site = Site()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", site.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    place = web.TCPSite(runner, "127.0.0.1", 0)
    await place.start()
    site.port = runner.addresses[0][1]
    try:
        yield site
    finally:
        await runner.cleanup()


@dataclass(slots=True)
class Follower:
    """Polls a site as the bot does, with all that it keeps."""

    state: PollState
    memory: FeedMemory | None = None
    known: dict[int, KnownItem] = field(default_factory=dict)
    document: FeedDocument | None = None

    async def poll(self, client: FeedClient, now: int) -> FeedJudgement | None:
        """What was judged, if a document was to be read; `state` has the rest."""
        etag, last_modified = validators(self.state, now)
        response = await client.ask(
            self.state.url, etag=etag, last_modified=last_modified, body_hash=self.state.body_hash
        )
        answer, judged = response.answer, None
        if response.data is not None:
            try:
                judged = self.take(response.data, response.content_type, response.url)
            except FeedError as error:
                answer = replace(answer, outcome=Outcome.UNREADABLE, reason=error.message, remedy=error.remedy)
            else:
                new = len(judged.of(Verdict.NEW))
                answer = replace(answer, document=self.document, new_items=new)
        self.state = after_poll(self.state, answer, now, 0.0)
        return judged

    def take(self, data: bytes, content_type: str | None, url: str) -> FeedJudgement:
        """Read and judge a document, and keep what is to be kept."""
        reading = read_feed(data, content_type=content_type, url=url)
        self.document = reading.document
        judged = judge(reading.document, reading.marks, self.known.values(), self.memory)
        ids: dict[int, int] = {}
        for one in judged.items:
            if one.verdict in {Verdict.NEW, Verdict.BASELINE}:
                ids[one.position] = len(self.known) + 1
                self.known[len(self.known) + 1] = KnownItem(len(self.known) + 1, one.marks)
            elif one.verdict in {Verdict.SAME, Verdict.CHANGED} and one.known is not None:
                self.known[one.known] = KnownItem(one.known, one.marks)
        self.memory = FeedMemory(judged.dropped, next_order(judged, ids), judged.cut)
        return judged


async def tell(story: Story, site: Site, client: FeedClient) -> None:
    """Poll the story's site to its end, and compare what comes of each poll with what is expected."""
    follower = Follower(PollState(site.url(story.name)))
    now = START
    for number, fetch in enumerate(story.fetches, 1):
        site.fetch, site.asked = fetch, []
        now += int(next(iter(fetch.said("after")), "1 hours").split()[0]) * HOUR
        judged = await follower.poll(client, now)
        came = f"{story.name}, poll {number}: {follower.state.outcome} {follower.state.reason}"
        compare(fetch, follower, judged, came)
        for word, value in fetch.expected:
            about_the_poll(word, value, follower, site, now, came)


def compare(fetch: Fetch, follower: Follower, judged: FeedJudgement | None, came: str) -> None:
    """Verdicts, in order, by the names of the items."""
    expected = dict(fetch.expected)
    assert follower.state.outcome == expected.get("outcome", "read"), came
    for verdict in Verdict:
        found = [name_of(follower, one.position) for one in judged.of(verdict)] if judged else []
        if verdict is not Verdict.SAME or "same" in expected:
            wanted = [name.strip() for name in expected.get(verdict.value, "").split("|") if name.strip()]
            shown = [f"@{len(found)}"] if wanted and wanted[0].startswith("@") else found
            assert shown == wanted, (
                f"{came}, {verdict}: {shown[:20]} {[one.rule for one in judged.items][:20] if judged else []}"
            )
    if judged:
        assert {mark.value for mark in judged.lost} == set(expected.get("lost", "").split()), came


def name_of(follower: Follower, position: int) -> str:
    assert follower.document is not None
    item = follower.document.items[position]
    return item.title or item.guid or item.link or item.html


def about_the_poll(word: str, value: str, follower: Follower, site: Site, now: int, came: str) -> None:
    """One line of what is expected, verdicts aside."""
    header, _, sent = value.partition(":")
    state = follower.state
    match word:
        case "error":
            assert value in state.reason, came
            assert state.remedy, came
        case "asked":
            assert site.asked[0].headers.get(header) == sent.strip(), came
        case "not asked":
            assert header not in site.asked[0].headers, came
        case "requests":
            assert len(site.asked) == int(value), came
        case "url":
            assert state.url == site.url(value), came
        case "wait":
            assert (state.next_at - now) // 60_000 == int(value), came
        case "health":
            assert health_of(state, now).health == value, came
        case _ if "=>" in value:
            about_an_item(word, value, follower, came)
        case "title":
            assert follower.document is not None
            assert follower.document.title == value, came


def about_an_item(word: str, value: str, follower: Follower, came: str) -> None:
    name, _, wanted = (part.strip() for part in value.partition("=>"))
    assert follower.document is not None
    names = [name_of(follower, position) for position in range(len(follower.document.items))]
    item: FeedItem = follower.document.items[names.index(name)]
    found = {
        "link": [item.link or ""],
        "shows": [item.html],
        "category": list(item.categories),
        "author": list(item.authors),
        "file": [one.url for one in item.enclosures],
        "guid": [item.guid or ""],
    }[word]
    assert any(wanted == one or (word == "shows" and wanted in one) for one in found), f"{came}: {found}"
