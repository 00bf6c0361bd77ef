"""Lists of feeds, in and out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.feeds.document import FeedLink
from bot.errors import FeedError
from bot.sources.feeds.opml import MOST_FEEDS, read_opml, write_opml

NESTED = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="Housing"><outline text="Rent"><outline type="rss" text="A" title="The A" xmlUrl="https://a.example/feed"
 htmlUrl="https://a.example/"/></outline></outline>
<outline type="rss" text="B" url="https://b.example/feed"/>
<outline text="a note, not a feed"/>
<outline type="rss" text="A again" xmlUrl="http://www.a.example/feed/"/>
<outline type="rss" text="no address" xmlUrl="feed:nowhere"/>
</body></opml>"""


def test_nested_lists_are_read_each_feed_once() -> None:
    found = read_opml(NESTED)
    assert found.links == (
        FeedLink("https://a.example/feed", "The A", "https://a.example/", ("Housing", "Rent")),
        FeedLink("https://b.example/feed", "B"),
    )
    assert found.left_out == 1


@pytest.mark.parametrize(
    "broken",
    [
        b"<opml><body><outline text='R & D' xmlUrl='https://a.example/?x=1&y=2'></body></opml>",
        b"<opml><body><outline text='R &amp; D' xmlUrl='https://a.example/?x=1&amp;y=2'/><outline text='cut",
        b"\xef\xbb\xbf\n<OPML><BODY><OUTLINE TEXT='R &amp; D' XMLURL='https://a.example/?x=1&amp;y=2'/></BODY></OPML>",
    ],
)
def test_broken_lists_are_read_as_far_as_they_go(broken: bytes) -> None:
    assert read_opml(broken).links == (FeedLink("https://a.example/?x=1&y=2", "R & D"),)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a list"),
        (b"<rss><channel/></rss>", "not a list"),
        (b"<opml><body><outline text='empty'/></body></opml>", "no feed in this list"),
        (b"<!DOCTYPE opml [<!ENTITY a 'aa'>]><opml><body>&a;</body></opml>", "entities"),
        (b"<opml>" + b" " * 3_000_000, "larger"),
    ],
)
def test_what_is_no_list_of_feeds_is_refused_with_the_next_step(data: bytes, reason: str) -> None:
    with pytest.raises(FeedError, match=reason) as refused:
        read_opml(data)
    assert refused.value.remedy


def test_a_list_without_end_is_read_up_to_a_limit_and_says_so() -> None:
    outlines = b"".join(b"<outline xmlUrl='https://a.example/%d'/>" % number for number in range(MOST_FEEDS + 7))
    found = read_opml(b"<opml><body>" + outlines + b"</body></opml>")
    assert (len(found.links), found.left_out) == (MOST_FEEDS, 7)


names = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Co", "Cn"]), min_size=1, max_size=9
)
feeds = st.builds(
    lambda number, title, folder: FeedLink(f"https://a.example/{number}?x=1&y=2", title, None, tuple(folder)),
    st.integers(0, 99),
    names,
    st.lists(names, max_size=3),
)


@given(st.lists(feeds, min_size=1, max_size=6, unique_by=lambda link: link.url))
def test_what_is_written_can_be_read_again(links: list[FeedLink]) -> None:
    found = read_opml(write_opml(links, "Feeds & more", 0)).links
    assert sorted(found, key=lambda link: link.url) == sorted(links, key=lambda link: link.url)
