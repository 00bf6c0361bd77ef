"""How long a feed of 100 items takes, from its bytes to what is new in it, beside feedparser's reading of it alone."""

import hashlib
import time
from collections.abc import Callable

import feedparser

from bot.domain.feeds.identity import FeedMemory, KnownItem, Verdict, judge, next_order
from bot.sources.feeds.read import FeedReading, read_feed

from .figures import Figure

ITEMS, KILOBYTES = 100, 505
ROUNDS = 7
ADDRESS = "https://notebook.example/feed.xml"


def measure() -> list[Figure]:
    """Nothing new by its bytes, nothing new though its bytes changed, and all new."""
    data = document(range(ITEMS))
    known, memory = _kept(read_feed(data, url=ADDRESS))
    other = [
        KnownItem(one.id, one.marks) for one in _kept(read_feed(document(range(ITEMS, 2 * ITEMS)), url=ADDRESS))[0]
    ]
    changed = data.replace(b"<ttl>60</ttl>", b"<ttl>61</ttl>")
    last = hashlib.sha256(data).hexdigest()
    peer = _seconds(lambda: feedparser.parse(data))

    def all_new() -> None:
        reading = read_feed(data, url=ADDRESS)
        judged = judge(reading.document, reading.marks, other, memory)
        assert len(judged.of(Verdict.NEW)) == ITEMS

    def nothing_new() -> None:
        assert hashlib.sha256(data).hexdigest() == last

    def other_bytes() -> None:
        reading = read_feed(changed, url=ADDRESS)
        assert not judge(reading.document, reading.marks, known, memory).of(Verdict.NEW)

    return [
        _figure("feed of 100 items, the same bytes", _seconds(nothing_new), peer, 0.01),
        _figure("feed of 100 items, other bytes, nothing new", _seconds(other_bytes), peer, 0.15),
        _figure("feed of 100 items, all new", _seconds(all_new), peer, 0.15),
    ]


def document(numbers: range) -> bytes:
    """An RSS feed of about 505 kB, with full texts, a sentence of which is told again and again."""
    sentence = (
        "<p>The rota had <em>two holes</em> in it, and both were filled by people who had been up since the morning,"
        ' which <a href="https://notebook.example/people">nobody had asked of them</a> &amp; nobody forgot.</p>\n'
    )
    text = '<p><img src="/picture.png" alt=""></p>' + sentence * (KILOBYTES * 1000 // ITEMS // len(sentence))
    items = "".join(
        f"<item><title>Note {number} of the notebook</title><link>https://notebook.example/{number}</link>"
        f'<guid isPermaLink="false">n-{number}</guid><pubDate>Mon, 02 Jun 2025 08:00:00 GMT</pubDate>'
        f"<dc:creator>Ada Lund</dc:creator><category>Housing</category><category>Money</category>"
        f"<description>What note {number} is about.</description>"
        f"<content:encoded><![CDATA[<p>Note {number}.</p>{text}]]></content:encoded></item>\n"
        for number in numbers
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Notebook</title><ttl>60</ttl>'
        f"<link>https://notebook.example/</link>{items}</channel></rss>"
    ).encode()


def _kept(reading: FeedReading) -> tuple[list[KnownItem], FeedMemory]:
    judged = judge(reading.document, reading.marks, [], None)
    known = [KnownItem(one.position + 1, one.marks) for one in judged.items]
    return known, FeedMemory(judged.dropped, next_order(judged, {one.id - 1: one.id for one in known}), judged.cut)


def _figure(what: str, seconds: float, peer: float, goal: float) -> Figure:
    return Figure(what, seconds * 1000, "ms", "feedparser alone", peer * 1000, goal, more_is_better=False)


def _seconds(act: Callable[[], object]) -> float:
    """The shortest of some rounds: what it takes when nothing else disturbs."""
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return min(taken)
