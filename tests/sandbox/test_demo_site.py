"""The sample site: what a reader of articles meets there."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from sandbox.demo import samples, site

SAMPLES = samples.load()


async def fetched(path: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    """Status, body and headers of one page, asked of the site as it is served."""
    async with (
        TestServer(site.application(SAMPLES)) as server,
        ClientSession() as session,
        session.get(server.make_url(path), headers=headers) as answer,
    ):
        return answer.status, await answer.text(), {name.lower(): value for name, value in answer.headers.items()}


def test_there_are_four_articles_of_a_length_that_a_group_can_read() -> None:
    assert len(SAMPLES) == 4
    lengths = {sample.slug: len(sample.text.split()) for sample in SAMPLES}
    assert {slug: words for slug, words in lengths.items() if not 500 <= words <= 950} == {}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.slug)
async def test_an_article_comes_as_a_page_with_the_clutter_of_a_real_one(sample: samples.Sample) -> None:
    status, page, headers = await fetched(f"/articles/{sample.slug}")
    assert status == 200
    assert headers["content-type"].startswith("text/html")
    assert f"<h1>{sample.title}</h1>" in page
    assert page.index("Lessons" if "Lessons" in page else "What we learned") < page.index("Donate now")
    assert all(clutter in page for clutter in ("Subscribe", "Copy link", "Read next", "Cookie settings"))
    assert "$" not in page.replace("$0", "")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.slug)
@pytest.mark.parametrize(("ending", "kind"), [("md", "text/markdown"), ("txt", "text/plain")])
async def test_an_article_can_be_downloaded_without_the_clutter(sample: samples.Sample, ending: str, kind: str) -> None:
    status, text, headers = await fetched(f"/articles/{sample.slug}.{ending}")
    assert status == 200
    assert headers["content-type"].startswith(kind)
    assert sample.title in "".join(text.splitlines()[:2])
    assert "Donate" not in text


def test_plain_text_has_no_marks_of_markdown_left() -> None:
    texts = [sample.as_text() for sample in SAMPLES]
    assert [text for text in texts if "**" in text or "\n#" in text] == []
    assert any("\n• " in text for text in texts)
    assert any("\n2. " in text for text in texts)


async def test_the_front_page_leads_to_every_article_and_to_the_feed() -> None:
    _, page, _ = await fetched("/")
    assert all(f'href="/articles/{sample.slug}"' in page for sample in SAMPLES)
    assert 'type="application/rss+xml"' in page


async def test_the_feed_has_every_article_the_newest_first_with_its_whole_text() -> None:
    _, text, headers = await fetched("/feed.xml")
    assert headers["content-type"].startswith("application/rss+xml")
    items = ET.fromstring(text).findall("channel/item")
    assert [item.findtext("title") for item in items] == [sample.title for sample in SAMPLES]
    dates = [parsedate_to_datetime(item.findtext("pubDate") or "") for item in items]
    assert dates == sorted(dates, reverse=True)
    whole = "{http://purl.org/rss/1.0/modules/content/}encoded"
    assert all("<h2>" in (item.findtext(whole) or "") for item in items)


async def test_who_asks_again_with_the_etag_is_told_that_nothing_has_changed() -> None:
    async with TestServer(site.application(SAMPLES)) as server, ClientSession() as session:
        address = server.make_url("/feed.xml")
        async with session.get(address) as first:
            etag = first.headers["ETag"]
        async with session.get(address, headers={"If-None-Match": etag}) as second:
            assert (second.status, await second.read()) == (304, b"")
        async with session.get(address, headers={"If-None-Match": '"another"'}) as third:
            assert third.status == 200


async def test_in_the_demo_the_newest_article_arrives_while_the_feed_is_followed() -> None:
    async with TestServer(site.application(SAMPLES, late=1)) as server, ClientSession() as session:
        shown = []
        for _ in range(3):
            async with session.get(server.make_url("/feed.xml")) as answer:
                items = ET.fromstring(await answer.text()).findall("channel/item")
                shown.append([item.findtext("title") for item in items])
    titles = [sample.title for sample in SAMPLES]
    assert shown == [titles[1:], titles, titles]
