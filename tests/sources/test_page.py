"""Web pages, new and old."""

from datetime import date

import pytest

from bot.domain.article import Article, BlockKind
from bot.sources.page import read_page

TEXT = (
    "The fund was small at first, and nobody had expected that people would pay into it for the better part of a year."
)
MORE = "In the second winter it paid for coal, for a lawyer, and for the coach that took forty people to the capital."


def page(body: str, head: str = "<title>The fund</title>") -> bytes:
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()
    )


def shape(article: Article) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, article.block_text(block)) for block in article.blocks]


def headings(article: Article) -> list[str]:
    return [article.block_text(block) for block in article.blocks if block.kind is BlockKind.HEADING]


def test_what_surrounds_the_article_is_left_out() -> None:
    around = "<nav>Home</nav><div class='cookie-banner'>We use cookies.</div>"
    below = "<div class='share'>Share</div><aside>Most read</aside><footer>All rights reserved</footer>"
    article = read_page(page(f"{around}<main><h1>The fund</h1><p>{TEXT}</p><p>{MORE}</p>{below}</main>"))
    assert article.title == "The fund"
    assert article.text == f"{TEXT}\n\n{MORE}"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>The fund | The Lantern</title>", "<h1>The Lantern</h1><h2>The fund</h2>", "The fund"),
        ("<title>The Lantern - The fund</title><meta property='og:site_name' content='The Lantern'>", "", "The fund"),
        (
            "<title>x</title><meta property='og:title' content='The fund'>",
            "<h1><span class='kicker'>News</span> The fund</h1>",
            "The fund",
        ),
        (
            "<title>The Lantern</title><meta property='og:site_name' content='The Lantern'>",
            "<h1>The fund</h1>",
            "The fund",
        ),
        ("", "<h1>The fund</h1>", "The fund"),
        ("<title>The fund that lasted – The Lantern</title>", "<h2>News</h2>", "The fund that lasted"),
        (
            "<title>Common Bread</title>",
            "<h1>The fund that fed a whole street</h1>",
            "The fund that fed a whole street",
        ),
        (
            "<title>The Touchline - Football news</title>",
            "<h1>Why the fund outlived the club that founded it</h1>",
            "Why the fund outlived the club that founded it",
        ),
        (
            "<title>Article | Common Bread</title>",
            "<h1>Why the fund outlived its founders</h1>",
            "Why the fund outlived its founders",
        ),
        ("<title>The fund</title>", "<h1>The fund: a winter of soup</h1>", "The fund: a winter of soup"),
        (
            "<title>The fund that lasted</title>",
            "<h1><a href='/'>The Lantern, a weekly of the street</a></h1>",
            "The fund that lasted",
        ),
        ("<title>The fund</title>", "<h1>The Lantern, a weekly of the street</h1><h2>The fund</h2>", "The fund"),
    ],
)
def test_the_title_is_never_a_kicker_or_the_sites_name(head: str, body: str, title: str) -> None:
    assert read_page(page(f"{body}<p>{TEXT}</p><p>{MORE}</p>", head)).title == title


@pytest.mark.parametrize(
    "markup",
    [
        "<h2>Lessons learned</h2>",
        "<p><b>Lessons learned</b></p>",
        "<p><strong>Lessons learned:</strong></p>",
        "<font size='4'><b>Lessons learned</b></font><br>",
        "<div><span style='font-weight: bold'>Lessons learned</span></div>",
        "<p class='subheading'>Lessons learned</p>",
        "<div role='heading' aria-level='2'>Lessons learned</div>",
        "<h2><a class='anchor' href='#l'>#</a>Lessons learned</h2>",
        "<table><tr><td><h2>Lessons learned</h2></td></tr></table>",
        "<details open><summary>Lessons learned</summary></details>",
    ],
)
def test_a_heading_is_one_however_the_page_makes_it(markup: str) -> None:
    article = read_page(page(f"<h1>The fund</h1><p>{TEXT}</p>{markup}<p>{MORE}</p>"))
    assert [one.rstrip(":") for one in headings(article)] == ["Lessons learned"]


def test_bold_words_within_a_sentence_make_no_heading() -> None:
    article = read_page(
        page(
            f"<h1>The fund</h1><p><b>Nobody</b> paid. {TEXT}</p>"
            "<p><b>This is a whole sentence in bold type, and it goes on and on.</b></p>"
        )
    )
    assert headings(article) == []
    assert article.blocks[0].lead_end == len("Nobody")


def test_two_line_breaks_part_paragraphs() -> None:
    article = read_page(page(f"<h1>The fund</h1><div>{TEXT}<br><br>{MORE}<br>Amen.</div>"))
    assert [text for _, _, text in shape(article)] == [TEXT, f"{MORE}\nAmen."]


def test_a_layout_table_is_read_through_and_a_table_of_data_is_kept_as_rows() -> None:
    data = "<table><tr><th>Year</th><th>Sum</th></tr><tr><td>1997</td><td>12</td></tr></table>"
    article = read_page(page(f"<h1>The fund</h1><table><tr><td><p>{TEXT}</p><p>{MORE}</p></td></tr></table>{data}"))
    assert shape(article) == [("paragraph", 0, TEXT), ("paragraph", 0, MORE), ("table", 0, "Year | Sum\n1997 | 12")]


def test_lists_quotations_and_terms_keep_their_kind() -> None:
    lists = "<ul><li>One<ul><li>Inner</li></ul></li></ul>"
    body = f"<h1>The fund</h1><p>{TEXT}</p>{lists}<blockquote><p>{MORE}</p></blockquote>"
    assert [(kind, level) for kind, level, _ in shape(read_page(page(body)))] == [
        ("paragraph", 0),
        ("list_item", 1),
        ("list_item", 2),
        ("quotation", 0),
    ]


def test_captions_and_pictures_texts_are_left_out() -> None:
    figure = "<figure><img src='a' alt='x'><figcaption>The gate</figcaption></figure>"
    picture = "<div><img src='b' alt='At the gate'><p>At the gate</p></div>"
    assert read_page(page(f"<h1>The fund</h1><p>{TEXT}</p>{figure}{picture}<p>{MORE}</p>")).text == f"{TEXT}\n\n{MORE}"


def test_a_box_of_lessons_is_kept_although_it_stands_in_an_aside_and_ends_where_it_ends() -> None:
    box = "<aside class='box'><h2>Key takeaways</h2><ul><li>Begin early.</li><li>Count the money.</li></ul></aside>"
    article = read_page(page(f"<article><h1>The fund</h1>{box}<p>{TEXT}</p><p>{MORE}</p></article>"))
    assert [text for _, _, text in shape(article)] == [TEXT, MORE, "Key takeaways", "Begin early.", "Count the money."]


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (
            (
                '<script type="application/ld+json">{"@type":"NewsArticle","headline":"The fund",'
                '"datePublished":"2024-03-14T10:00","author":{"name":"Ann Lee"}}</script>'
            ),
            "",
        ),
        (
            (
                "<meta property='article:published_time' content='2024-03-14T10:00:00Z'>"
                "<meta name='author' content='Ann Lee'>"
            ),
            "",
        ),
        ("", "<p class='meta'><a rel='author'>Ann Lee</a> <time datetime='2024-03-14'>14 March</time></p>"),
    ],
)
def test_date_and_author_are_read_where_pages_state_them(head: str, body: str) -> None:
    article = read_page(page(f"<h1>The fund</h1>{body}<p>{TEXT}</p><p>{MORE}</p>", f"<title>The fund</title>{head}"))
    assert (article.published, article.authors) == (date(2024, 3, 14), ("Ann Lee",))


def test_a_date_line_or_the_address_gives_the_date_where_the_page_does_not() -> None:
    body = page(f"<h1>The fund</h1><p class='d'>14 March 2024</p><p>{TEXT}</p><p>{MORE}</p>")
    assert read_page(body).published == date(2024, 3, 14)
    dated = page(f"<h1>The fund</h1><p>{TEXT}</p><p>{MORE}</p>")
    assert read_page(dated, url="https://example.org/2024/03/14/fund").published == date(2024, 3, 14)


def test_the_canonical_address_is_the_stated_one_without_tracking() -> None:
    head = "<title>The fund</title><link rel='canonical' href='/fund?utm_source=x'>"
    article = read_page(page(f"<h1>The fund</h1><p>{TEXT}</p>", head), url="https://example.org/fund?ref=1")
    assert article.canonical_url == "https://example.org/fund"
    assert article.source_name == "example.org"


def test_a_front_page_stated_as_canonical_is_not_believed() -> None:
    head = "<title>The fund</title><link rel='canonical' href='https://example.org/'>"
    article = read_page(page(f"<h1>The fund</h1><p>{TEXT}</p>", head), url="https://example.org/fund?utm_id=1")
    assert article.canonical_url == "https://example.org/fund"


def test_broken_markup_is_read_as_far_as_it_goes() -> None:
    article = read_page(f"<p>{TEXT}<h2>Lessons learned<p>{MORE}<b><i></b><table><tr><li>".encode())
    assert headings(article) == ["Lessons learned"]
    assert MORE in article.text


def test_broken_structured_data_is_passed_over() -> None:
    broken = "".join(f"<script type='application/ld+json'>{text}</script>" for text in ("{not json", "[[[[1]]]]"))
    head = f"<title>The fund</title>{broken}"
    assert read_page(page(f"<h1>The fund</h1><p>{TEXT}</p>", head)).title == "The fund"


@pytest.mark.parametrize("blank", ["\u200b", "\u2800", "\u3164", "\u202e\u202c"])
def test_a_title_that_nobody_can_see_gives_way_to_the_next(blank: str) -> None:
    site = f"<meta property='og:site_name' content='{blank}'>"
    head = f"<meta property='og:title' content='{blank}'><title>{blank}</title>{site}"
    article = read_page(page(f"<h1>{blank}</h1><h1>The fund</h1><p>{TEXT}</p>", head), url="https://example.org/a")
    assert (article.title, article.source_name) == ("The fund", "example.org")
    assert read_page(page(f"<h1>{blank}</h1><p>{TEXT}</p>", head)).title.startswith("The fund was small")


@pytest.mark.parametrize("name", ["signature", "post-footer", "entry-signature"])
@pytest.mark.parametrize("tag", ["div", "p"])
def test_what_a_page_sets_below_the_text_is_left_out(tag: str, name: str) -> None:
    note = f"<{tag} class='{name}'>White paper no. 2 of the fund, a series of notes on its history.</{tag}>"
    article = read_page(page(f"<h1>The fund</h1><p>{TEXT}</p><h2>What we learned</h2><p>{MORE}</p>{note}"))
    assert article.text.endswith(MORE)
