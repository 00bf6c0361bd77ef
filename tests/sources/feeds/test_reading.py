"""Feeds read: the small values, what asks to be left alone, and that no bytes whatever do harm."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.feeds.document import FeedDocument, FeedFormat
from bot.errors import FeedError
from bot.sources.feeds.choice import chosen
from bot.sources.feeds.read import FeedReading, read_feed
from bot.sources.feeds.values import absolute, instant, title_of_html, with_absolute_links
from tests.sources.feeds.stories import read_story, stories

URL = "https://notebook.example/blog/feed.xml"
BODIES = sorted({fetch.body for path in stories() for fetch in read_story(path).fetches if 0 < len(fetch.body) < 5000})


def read(channel: str) -> FeedDocument:
    return read_feed(f'<rss version="2.0"><channel>{channel}</channel></rss>'.encode(), url=URL).document


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 02 Jun 2025 08:00:00 GMT",
        "2 Jun 2025 10:00 +0200",
        "Monday, 02-Jun-25 08:00:00 UTC",
        "Mon, 02 Jun 2025 04:00:00 EDT",
        "2025-06-02T08:00:00Z",
        "2025-06-02T08:00:00.000+00:00",
        "2025-06-02 10:00:00 +0200",
        "2025-06-02t08:00z",
    ],
)
def test_dates_as_feeds_write_them(text: str) -> None:
    assert instant(text) == int(datetime(2025, 6, 2, 8, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    "text", ["", "soon", "0000-00-00", "2025-13-01", "Mon, 99 Jun 2025 08:00:00 GMT", "9" * 200, "1066-10-14"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert instant(text) is None


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/a b", "https://notebook.example/a%20b"),
        ("a", "https://notebook.example/blog/a"),
        ("//cdn.example/a", "https://cdn.example/a"),
        (" https://x.example/\n", "https://x.example/"),
        ("www.x.example/a", "https://www.x.example/a"),
        ("javascript:alert(1)", None),
        ("mailto:a@x.example", None),
        ("https://x.example:99999/", None),
        ("https://[", None),
        ("", None),
        ("x" * 5000, None),
    ],
)
def test_addresses_are_absolute_or_none(address: str, expected: str | None) -> None:
    assert absolute(address, URL) == expected


def test_links_in_a_text_are_made_absolute_and_words_are_left_alone() -> None:
    markup = (
        '<a class=x href="/a?b=1&amp;c=2">href="/no"</a><code>&lt;a href="/b"&gt;</code><img src=p.png alt="src=\'x\'">'
    )
    assert with_absolute_links(markup, URL) == (
        '<a class=x href="https://notebook.example/a?b=1&amp;c=2">href="/no"</a><code>&lt;a href="/b"&gt;</code>'
        '<img src="https://notebook.example/blog/p.png" alt="src=\'x\'">'
    )


def test_titles_lose_formatting_and_keep_what_they_are_about() -> None:
    assert title_of_html("<b>Why</b> <code>x</code><br>and &amp; the <table> tag") == "Why x and & the <table> tag"


def test_what_a_feed_asks_for_is_read() -> None:
    asks = (
        "<ttl>90</ttl><skipHours><hour>0</hour><hour>24</hour><hour>23</hour><hour>x</hour></skipHours>"
        "<skipDays><day>Saturday</day><day>sunday</day><day>Caturday</day></skipDays><language>de-AT</language>"
    )
    document = read(asks)
    assert (document.ttl_minutes, document.language) == (90, "de")
    assert (document.skip_hours, document.skip_days) == (frozenset({0, 23}), frozenset({5, 6}))


def test_the_syndication_modules_period_is_a_pause_too() -> None:
    space = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    period = f"<sy:updatePeriod {space}>daily</sy:updatePeriod><sy:updateFrequency {space}>4</sy:updateFrequency>"
    assert read(period).ttl_minutes == 360


def test_a_feed_knows_its_site_and_itself() -> None:
    data = (
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="el"><title>T</title><subtitle>S</subtitle>'
        b'<link href="/"/><link rel="self" href="feed.xml"/></feed>'
    )
    document = read_feed(data, url=URL).document
    assert (document.site_url, document.self_url) == ("https://notebook.example/", URL)
    assert (document.format, document.language, document.description) == (FeedFormat.ATOM, "el", "S")


def test_podcasts_and_pictures_are_enclosures() -> None:
    media = 'xmlns:media="http://search.yahoo.com/mrss/"'
    document = read(
        f'<item {media}><enclosure url="/a.mp3" type="audio/mpeg" length="12"/><enclosure url="/a.mp3" length="x"/>'
        f'<media:group><media:content url="/b.mp4"/></media:group></item>'
    )
    found = [(one.url, one.kind, one.size) for one in document.items[0].enclosures]
    assert found == [
        ("https://notebook.example/a.mp3", "audio/mpeg", 12),
        ("https://notebook.example/b.mp4", None, None),
    ]


def test_the_new_end_of_an_archive_is_read_whichever_way_it_runs() -> None:
    assert chosen([5, 4, 3, 2, 1], lambda date: date, most=2) == ([5, 4], True)
    rising = list(range(1, 30))
    assert chosen(rising, lambda date: date, most=2) == ([28, 29], True)
    assert chosen([1, 2], lambda date: date, most=2) == ([1, 2], False)


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """A document of some story, cut, doubled and mixed with another."""
    data = draw(st.sampled_from(BODIES))
    for _ in range(draw(st.integers(1, 4))):
        start, end = sorted((draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))))
        with_what = draw(
            st.sampled_from([b"", b"<", b"]]>", b"<![CDATA[", b"&", b"\x00\xff", b"</item>", b"<item>", b'"', b"<!--"])
        )
        data = draw(
            st.sampled_from(
                [data[:start] + with_what + data[end:], data[:end] + with_what + data[start:], data[start:]]
            )
        )
    return data


@given(broken())
@settings(max_examples=100, deadline=None)
def test_whatever_bytes_come_they_are_a_feed_or_a_reason(data: bytes) -> None:
    try:
        reading = read_feed(data, url=URL)
    except FeedError as error:
        told = (error.message, error.remedy)
    else:
        _is_as_promised(reading)
        told = ("Read.", "Use it.")
    assert all(sentence.endswith(".") for sentence in told)


def _is_as_promised(reading: FeedReading) -> None:
    assert len(reading.marks) == len(reading.document.items)
    for item in reading.document.items:
        assert item.link is None or re.match(r"https?://[^\s/]", item.link)
        assert item.title == " ".join(item.title.split())


def test_a_broken_document_of_five_megabytes_takes_no_longer_than_a_whole_one() -> None:
    items = "<item><title>A & B</title><description><![CDATA[text]]></description></item>" * 60_000
    assert read(items).more_items


def test_nothing_but_the_beginning_of_a_feed_is_looked_for_in_megabytes_of_junk() -> None:
    with pytest.raises(FeedError):
        read_feed(b"<!DOCTYPE " * 500_000 + b"<rss><channel/></rss>")
