"""Shapes that site builders, word processors and forums give to pages, with a lessons section in them."""

from __future__ import annotations

import pytest

from bot.domain.article import Article
from bot.domain.lessons import Step, find_lessons
from bot.languages import all_languages
from bot.sources.printed_pages import without_page_breaks
from bot.sources.read import read_article

STORY = (
    "The pump in the yard was old when we came, and nobody had been told who was to mend it. In the first winter it "
    "froze, in the second it burst, and in the third we carried water from the church until the end of March."
)
FIRST = "Every pump must have a keeper whose name hangs on its door."
SECOND = "A repair that nobody has paid for is a repair that nobody will do twice."
AFTER = "The council has promised to look at the pipes before the autumn, and we shall see whether it does."
BOTH = f"{FIRST} {SECOND}"


def page(body: str, head: str = "<title>The old pump</title>") -> Article:
    return read_article(f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>".encode())


def lessons(article: Article) -> list[tuple[str, str]]:
    """Heading and text of each lessons section, white space evened out."""
    found = (one for one in find_lessons(article, all_languages()) if one.step is Step.LESSONS)
    return [(one.heading, " ".join(article.text[one.start : one.end].split())) for one in found]


@pytest.mark.parametrize(
    "line",
    [
        "<p>Lessons learned</p>",
        "<p>LESSONS LEARNED</p>",
        "<p><u>Lessons learned</u></p>",
        "<p><em>Lessons learned:</em></p>",
        '<p class="c0"><span class="c4">Lessons learned</span></p>',
    ],
)
def test_a_line_that_nothing_marks_as_a_heading_is_one_all_the_same(line: str) -> None:
    after = line.replace("Lessons learned", "Next steps").replace("LESSONS LEARNED", "NEXT STEPS")
    article = page(f"<h1>The old pump</h1><p>{STORY}</p>{line}<p>{FIRST}</p><p>{SECOND}</p>{after}<p>{AFTER}</p>")
    ((heading, text),) = lessons(article)
    assert heading.casefold().rstrip(":") == "lessons learned"
    assert text == BOTH


def test_such_a_line_is_none_where_a_marked_heading_opens_the_lessons() -> None:
    body = f"<p>Lessons learned</p><p>{STORY}</p><h2>What we learned</h2><p>{FIRST}</p><p>{SECOND}</p>"
    assert lessons(page(f"<h1>The old pump</h1>{body}")) == [("What we learned", BOTH)]


@pytest.mark.parametrize("line", ["<p>Lessons learned.</p>", '<p><a href="/x">Lessons learned</a></p>'])
def test_a_sentence_or_a_link_of_these_words_heads_nothing(line: str) -> None:
    assert lessons(page(f"<h1>The old pump</h1><p>{STORY}</p>{line}<p>{FIRST}</p><p>{SECOND}</p>")) == []


def test_a_linked_line_in_bold_type_leads_elsewhere_and_does_not_end_the_section() -> None:
    aside = '<p><strong>READ MORE: <a href="/x">Ten pumps to see before you die</a></strong></p>'
    note = '<p><strong>Related:</strong> <a href="/y">Why the river is low this year</a></p>'
    body = f"<h2>What we learned</h2><p>{FIRST}</p>{aside}<p>{SECOND}</p>{note}<p>{FIRST}</p>"
    assert lessons(page(f"<h1>The old pump</h1><p>{STORY}</p>{body}")) == [("What we learned", f"{BOTH} {FIRST}")]


@pytest.mark.parametrize(
    "markup",
    [
        "<details><summary>{0}</summary><p>{1}</p></details>",
        "<p class='crosshead'>{0}</p><p>{1}</p>",
        "<p style='font-weight: 600'>{0}</p><p>{1}</p>",
    ],
)
def test_headings_made_alike_stand_on_one_level(markup: str) -> None:
    parts = [("The third winter", STORY), ("What we learned", BOTH), ("The council", AFTER)]
    assert lessons(page("<h1>The old pump</h1>" + "".join(markup.format(*part) for part in parts))) == [
        ("What we learned", BOTH)
    ]


def test_a_section_in_one_of_many_like_elements_runs_on_into_the_next() -> None:
    def block(inner: str) -> str:
        return f"<div class='sqs-block html-block'><div class='content'>{inner}</div></div>"

    built = block(f"<p>{STORY}</p>"), block(f"<h2>What we learned</h2><p>{FIRST}</p>"), block(f"<p>{SECOND}</p>")
    assert lessons(page(f"<article><h1>The old pump</h1>{''.join(built)}</article>")) == [("What we learned", BOTH)]


def test_replies_below_a_forums_post_are_not_its_text() -> None:
    reply = "<div class='post'><p>We had the same trouble with our pump, thank you for writing it all down.</p></div>"
    post = f"<div class='post'><p>{STORY}</p><h2>What we learned</h2><p>{FIRST}</p><p>{SECOND}</p></div>"
    assert lessons(page(f"<div><h1>The old pump</h1>{post}{reply}{reply}</div>")) == [("What we learned", BOTH)]


def test_footnotes_are_no_part_of_the_last_section() -> None:
    notes = "<div class='footnotes'><ol><li>The keeper has asked not to be named.</li></ol></div>"
    body = f"<p>{STORY}</p><h2>What we learned</h2><p>{FIRST}</p><p>{SECOND}</p>"
    assert lessons(page(f"<article><h1>The old pump</h1>{body}{notes}</article>")) == [("What we learned", BOTH)]
    note = "[^1]: The keeper has asked\nnot to be named."
    text = f"# The old pump\n\n{STORY}\n\n## What we learned\n\n{FIRST}[^1]\n\n{SECOND}\n\n{note}"
    assert lessons(read_article(text.encode(), name="a.md")) == [("What we learned", BOTH)]


def test_a_box_of_markdown_is_a_section_that_ends_with_it() -> None:
    text = (
        f"# The old pump\n\n> **Key takeaways**\n>\n> - {FIRST}\n> - {SECOND}\n\n{STORY}\n\n## The council\n\n{AFTER}"
    )
    assert lessons(read_article(text.encode(), name="a.md")) == [("Key takeaways", BOTH)]


def test_a_row_of_tags_is_not_text() -> None:
    text = f"# The old pump\n\n{STORY}\n\n## What we learned\n\n{FIRST}\n\n{SECOND}\n\n#water #village-life"
    assert lessons(read_article(text.encode(), name="a.md")) == [("What we learned", BOTH)]


def test_the_title_may_stand_in_a_low_heading_that_says_so() -> None:
    post = (
        f"<h3 class='post-title entry-title'>The old pump</h3><div class='post-body'><p>{STORY}</p><p>{AFTER}</p></div>"
    )
    byline = "<abbr class='published' title='2018-10-11T09:00:00'>09:00</abbr>"
    article = page(post + byline, "<title>Village Notes: The old pump</title>")
    assert (article.title, str(article.published)) == ("The old pump", "2018-10-11")


def test_words_that_only_a_style_keeps_apart_are_read_apart() -> None:
    meta = "<div><span>Ann Lee</span><span>12 Nov 2022</span><span>3 min read</span></div>"
    article = page(f"<h1>The old pump</h1>{meta}<div><p>{STORY}</p><p>{AFTER}</p></div>")
    assert (article.authors, str(article.published)) == (("Ann Lee",), "2022-11-12")


def test_labels_under_a_markdown_title_stand_on_lines_of_their_own() -> None:
    text = f"# The old pump\n\nCreated: June 5, 2022 10:12 AM\nTags: water\nOwner: Ann Lee\n\n{STORY}\n\n{AFTER}"
    assert str(read_article(text.encode(), name="a.md").published) == "2022-06-05"


def test_page_numbers_and_the_heads_beside_them_are_gone_and_a_parted_sentence_is_whole() -> None:
    lines = [
        "VILLAGE NOTES  14",
        "We carried water",
        "",
        "- 3 -",
        "",
        "VILLAGE NOTES  14",
        "from the church.",
        "",
        "- 4 -",
    ]
    assert without_page_breaks(lines) == ["We carried water", "from the church.", ""]


def test_figures_that_do_not_count_on_are_no_page_numbers() -> None:
    lines = ["Pumps in our street:", "", "12", "", "Keepers:", "", "3"]
    assert without_page_breaks(lines) == lines


def test_a_page_whose_every_part_is_called_a_widget_is_read() -> None:
    def widget(inner: str) -> str:
        return f"<div class='so-panel widget'><div>{inner}</div></div>"

    parts = ["<h1>The old pump</h1>", f"<p>{STORY}</p>", f"<h2>What we learned</h2><p>{FIRST}</p>", f"<p>{SECOND}</p>"]
    assert lessons(page(f"<div>{''.join(map(widget, parts))}</div>")) == [("What we learned", BOTH)]


def test_the_links_to_edit_a_part_are_not_its_text() -> None:
    edit = "<span class='mw-editsection'>[<a href='/e'>edit</a>]</span>"
    body = f"<p>{STORY}</p><div><h2>Lessons learned</h2>{edit}</div><p>{FIRST}</p><p>{SECOND}</p>"
    assert lessons(page(f"<h1>The old pump</h1>{body}")) == [("Lessons learned", BOTH)]


def test_what_is_embedded_from_a_network_is_not_the_authors() -> None:
    post = "<blockquote class='twitter-tweet'><p>We have water again!</p>The pump (@pump)</blockquote>"
    body = f"<p>{STORY}</p><h2>Lessons learned</h2><p>{FIRST}</p>{post}<p>{SECOND}</p>"
    assert lessons(page(f"<h1>The old pump</h1>{body}")) == [("Lessons learned", BOTH)]


def test_a_card_with_its_authors_name_in_a_heading_says_who_and_when() -> None:
    card = "<div><h3>Ann Lee</h3><h4>Keeper of the pump</h4><span>Published Apr 3, 2021</span></div>"
    assert str(page(f"<h1>The old pump</h1>{card}<p>{STORY}</p><p>{AFTER}</p>").published) == "2021-04-03"
