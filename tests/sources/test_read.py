"""The one door: any bytes in, an article or a clear refusal out."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.article import Article
from bot.errors import ArticleError
from bot.sources.read import read_article

TEXT = (
    "The fund was small at first, and nobody had expected that people would pay into it for the better part of a year. "
    * 3
)
QUICK = settings(max_examples=150, deadline=timedelta(seconds=5), suppress_health_check=[HealthCheck.too_slow])

PARTS = st.sampled_from(
    [
        "# ", "## Lessons learned\n", "\n\n", "\r\n", "- ", "1. ", "> ", "---\n", "+++\n", "title: x\n", "```\n",
        "| a | b |\n|--|--|\n", "<p>", "</p>", "<h2>", "</h2>", "<b>", "</b>", "<br>", "<table><tr><td>",
        "<ul><li>", "<!--", "-->", "<!doctype html>", "<script>", "&amp;", "&#0;", "&#xD800;", "<![CDATA[", "\x00",
        "\ufeff", "\u00ad", "\ud7ff", "]]>", "{{<", ">}}", "{%", "%}", "Lessons learned\n\n", "What we learned:\n",
        "Donate now\n\n", "By Ann Lee\n\n", "14 March 2024\n\n", TEXT, TEXT + "\n\n",
    ]
)  # fmt: skip


def check(article: Article) -> None:
    at = 0
    for block in article.blocks:
        assert at <= block.start < block.end <= len(article.text)
        assert block.lead_end is None or block.start < block.lead_end <= block.end
        assert 0 <= block.link_chars <= block.end - block.start
        at = block.end


def read(data: bytes, name: str | None = None, content_type: str | None = None) -> None:
    """Nothing but an article in good order, or an ArticleError, may come out."""
    with suppress(ArticleError):
        check(read_article(data, name=name, content_type=content_type, url="https://example.org/a"))


@QUICK
@given(st.binary(max_size=2000), st.sampled_from([None, "a.txt", "a.md", "a.html"]))
def test_any_bytes_give_an_article_in_good_order_or_are_refused(data: bytes, name: str | None) -> None:
    read(data, name)


@QUICK
@given(st.lists(PARTS, max_size=25), st.sampled_from([None, "a.txt", "a.md", "a.html"]))
def test_any_mixture_of_markup_gives_an_article_in_good_order_or_is_refused(parts: list[str], name: str | None) -> None:
    read("".join(parts).encode("utf-8", "surrogatepass"), name)


@QUICK
@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_content_type_is_borne(data: bytes, content_type: str) -> None:
    read(data + TEXT.encode(), content_type=content_type)


@pytest.mark.parametrize(
    ("data", "kind", "name", "title"),
    [
        (f"<!DOCTYPE html><title>The fund</title><p>{TEXT}</p>", None, None, "The fund"),
        (f"<h1>The fund</h1><p>{TEXT}</p>", "text/html; charset=utf-8", None, "The fund"),
        (f"<h1>The fund</h1><p>{TEXT}</p>", None, "fund.htm", "The fund"),
        (f"---\ntitle: The fund\n---\n{TEXT}", "text/plain", "fund.txt", "The fund"),
        (f"# The fund\n\n{TEXT}\n\n## Then\n\n{TEXT}", None, None, "The fund"),
        (f"# The fund\n\n{TEXT}", "text/markdown", None, "The fund"),
        (f"The fund\n\n{TEXT}", None, "fund.txt", "The fund"),
    ],
)
def test_the_kind_is_told_by_type_name_or_look(data: str, kind: str | None, name: str | None, title: str) -> None:
    assert read_article(data.encode(), content_type=kind, name=name).title == title


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"<html><body><script>1</script></body></html>", "no text"),
        (b"A short note\n\nOnly a few words, and no more of them here.", "too few"),
        (b"%PDF-1.4", "a PDF"),
    ],
)
def test_what_holds_no_article_is_refused_with_a_way_out(data: bytes, complaint: str) -> None:
    with pytest.raises(ArticleError) as refused:
        read_article(data)
    assert complaint in refused.value.message
    assert "aste" in refused.value.remedy


def test_deep_nesting_is_borne() -> None:
    read(b"<div>" * 20_000 + TEXT.encode())
    read(b"> " * 3_000 + TEXT.encode(), "a.md")
    read(("- " * 500 + TEXT).encode(), "a.md")
    read(b"[" * 5_000 + TEXT.encode(), "a.md")


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0"?><rss version="2.0"><channel><title>Paper</title></channel></rss>',
        b'<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><lolz>&lol2;</lolz>',
        b'\xef\xbb\xbf<feed xmlns="http://www.w3.org/2005/Atom"><title>Paper</title></feed>',
        b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"content_text": "' + b"word " * 200 + b'"}]}',
        b'[{"title": "One"}, {"title": "Two"}]',
    ],
)
def test_a_feed_and_other_data_are_no_article_and_are_named(data: bytes) -> None:
    for content_type in ("application/xml", "application/json", "text/plain"):
        with pytest.raises(ArticleError, match="a feed or other data"):
            read_article(data, content_type=content_type)


def test_a_text_that_opens_with_a_bracket_is_still_a_text() -> None:
    text = "[Editor's note: this was a talk.]\n\n" + "\n\n".join(
        ["The mill stood by the river for a hundred years."] * 9
    )
    assert read_article(text.encode(), name="talk.txt").word_count > 50
