"""Markdown, front matter included."""

from datetime import date

import pytest

from bot.domain.article import Article
from bot.sources.front_matter import split_front_matter
from bot.sources.markdown import read_markdown

TEXT = (
    "The fund was small at first, and nobody had expected that people would pay into it for the better part of a year."
)


def shape(article: Article) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, article.block_text(block)) for block in article.blocks]


def test_the_first_heading_is_the_title_where_no_front_matter_states_one() -> None:
    article = read_markdown(f"# The fund\n\n{TEXT}\n\n## Then\n\n{TEXT}")
    assert article.title == "The fund"
    assert shape(article) == [("paragraph", 0, TEXT), ("heading", 2, "Then"), ("paragraph", 0, TEXT)]


@pytest.mark.parametrize("heading", ["Lessons learned", "1. The boat"])
def test_a_heading_of_the_text_is_not_taken_for_its_title(heading: str) -> None:
    article = read_markdown(f"{TEXT}\n\n## {heading}\n\n{TEXT}\n\n## 2. The net\n\n{TEXT}", name="the-fund.md")
    assert article.title == "the fund"
    assert ("heading", 2, heading) in shape(article)


def test_a_picture_by_its_name_is_no_word() -> None:
    article = read_markdown(f"---\ntitle: ':seedling: The fund'\n---\n{TEXT} It rose at 10:30:15 :tada:")
    assert (article.title, article.text) == ("The fund", f"{TEXT} It rose at 10:30:15")


@pytest.mark.parametrize(
    "heading", ["## Then", "##Then", "Then\n----", "**Then**", "## Then ##", "## Then {#then}", "## **Then**"]
)
def test_a_heading_is_one_however_it_is_written(heading: str) -> None:
    assert ("heading", 2, "Then") in shape(read_markdown(f"# The fund\n\n{TEXT}\n\n{heading}\n\n{TEXT}"))


def test_lists_quotations_tables_and_code_are_told_apart() -> None:
    parts = ["- **One.** First\n  - Inner", "> Said she", "| a | b |\n|---|---|\n| 1 | 2 |", "```\n# no heading\n```"]
    text = "\n\n".join(["# The fund", TEXT, *parts])
    article = read_markdown(text)
    assert shape(article)[1:] == [
        ("list_item", 1, "One. First"),
        ("list_item", 2, "Inner"),
        ("quotation", 0, "Said she"),
        ("table", 0, "a | b\n1 | 2"),
        ("code", 0, "# no heading"),
    ]
    lead = article.blocks[1]
    assert lead.lead_end is not None
    assert article.text[lead.start : lead.lead_end] == "One."


def test_what_site_generators_put_in_is_taken_out_but_not_from_code() -> None:
    marks = "{{< figure src='x' >}}\n" + TEXT + " {% include note %}\n{: .lead}"
    text = f"# The fund\n\n{marks}\n\n```\n{{{{ kept }}}}\n```\n<!-- a note -->"
    article = read_markdown(text)
    assert shape(article) == [("paragraph", 0, TEXT), ("code", 0, "{{ kept }}")]


def test_the_address_of_a_link_is_not_text_but_its_length_is_known() -> None:
    article = read_markdown(f"# The fund\n\n{TEXT} See [the report](https://example.org/r).")
    assert article.text.endswith("See the report.")
    assert article.blocks[0].link_chars == len("the report")


@pytest.mark.parametrize(
    ("front", "title", "published", "authors"),
    [
        (
            '---\ntitle: "A: year"\ndate: 2024-03-14T10:00:00Z\nauthors:\n  - Ann\n  - Ben\n---\n',
            "A: year",
            date(2024, 3, 14),
            ("Ann", "Ben"),
        ),
        ("---\ntitle: It''s\nauthor: Ann\n---\n", "It''s", None, ("Ann",)),
        ("---\ntitle: 'It''s'\n---\n", "It's", None, ()),
        ("---\ntitle: >-\n  A long\n  title\n---\n", "A long title", None, ()),
        ('+++\ntitle = "A year"\ndate = 2024-03-14\nauthors = ["Ann"]\n+++\n', "A year", date(2024, 3, 14), ("Ann",)),
        ("---\nauthors: [Ann, 'Ben']\ntitle: A year\n# title: not this\n---\n", "A year", None, ("Ann", "Ben")),
    ],
)
def test_front_matter_is_read(front: str, title: str, published: date | None, authors: tuple[str, ...]) -> None:
    facts, rest = split_front_matter(f"{front}\n{TEXT}")
    assert (facts.title, facts.published, facts.authors) == (title, published, authors)
    assert rest.strip() == TEXT


def test_two_rules_around_text_are_no_front_matter() -> None:
    text = f"---\n\n{TEXT}\n\n---\n"
    assert split_front_matter(text) == (split_front_matter("")[0], text)


def test_broken_front_matter_does_not_cost_the_article() -> None:
    article = read_markdown(f"---\ntitle: [unclosed\n  : : :\ndate: never\n---\n\n{TEXT}")
    assert article.text == TEXT
    assert article.published is None


@pytest.mark.parametrize("blank", ["\u200b", "\u2800", "\u3164", "\u202e\u202c"])
def test_a_title_that_nobody_can_see_gives_way_to_the_heading(blank: str) -> None:
    assert read_markdown(f"---\ntitle: {blank}\n---\n\n# {blank}\n\n# The fund\n\n{TEXT}").title == "The fund"


@pytest.mark.parametrize(
    "line", ["*By Ann Lee, 14 March 2026*", "By Ann Lee  \n14 March 2026", "By Ann Lee\n\n*14 March 2026*"]
)
def test_the_line_under_the_title_gives_author_and_date(line: str) -> None:
    article = read_markdown(f"# The fund\n\n{line}\n\n{TEXT}")
    assert (article.authors, article.published, article.text) == (("Ann Lee",), date(2026, 3, 14), TEXT)
    stated = read_markdown(f"---\nauthor: Ben\ndate: 2024-03-14\n---\n\n# The fund\n\n{line}\n\n{TEXT}")
    assert (stated.authors, stated.published) == (("Ben",), date(2024, 3, 14))


@pytest.mark.parametrize("note", ["*Stack: a ruler, two pencils.*", "_Written for the spring meeting of the club._"])
def test_a_closing_note_in_italics_below_a_line_is_no_part_of_the_article(note: str) -> None:
    assert read_markdown(f"# The fund\n\n{TEXT}\n\n---\n\n{note}\n").text == TEXT
    assert read_markdown(f"# The fund\n\n{TEXT}\n\n---\n\nAnd so it *went* on until spring.\n").text.endswith("spring.")


def test_the_dates_of_the_entries_of_a_log_are_none_of_the_articles() -> None:
    entries = [f"## Entry {day}\n\n**Date:** 2024-05-0{day}\n**State:** settled\n\n{TEXT}" for day in (1, 2)]
    assert read_markdown("\n\n".join(["# The log", *entries])).published is None
    assert read_markdown(f"# The log\n\n{entries[0]}").published == date(2024, 5, 1)


def test_the_lines_below_bold_words_with_a_full_stop_go_on_behind_them() -> None:
    item = "- **Ask the bank first.**\n  It is dull, and it\n  saves a year."
    assert shape(read_markdown(f"# The fund\n\n{TEXT}\n\n{item}\n"))[1:] == [
        ("list_item", 1, "Ask the bank first. It is dull, and it saves a year.")
    ]
    assert read_markdown(f"# The fund\n\n{TEXT}\n\n{item.replace('.**', '**')}").text.endswith(
        "Ask the bank first\nIt is dull, and it saves a year."
    )


def test_front_matter_may_stand_at_the_top_without_rules() -> None:
    facts, rest = split_front_matter(
        "Title: The ferry that stopped\nDate: 2019-03-14 06:47\nTags: ferry\n\nIt stopped.\n"
    )
    assert (facts.title, facts.published, rest.strip()) == ("The ferry that stopped", date(2019, 3, 14), "It stopped.")


@pytest.mark.parametrize(
    "text",
    [
        "Title: a word\nNote: another word\n\nText.\n",
        "Monday: rain\nTuesday: rain\n\nText.\n",
        "Author: A\nDate: 2020-01-01\n\nText.\n",
    ],
)
def test_lines_with_colons_are_no_front_matter_unless_they_state_a_title_and_who_or_when(text: str) -> None:
    assert split_front_matter(text)[1] == text


def test_a_page_that_is_only_said_to_be_published_is_dated_by_the_key_that_says_when() -> None:
    facts, _ = split_front_matter("---\ntitle: The ferry\npublished: true\npublishedAt: 2025-05-20\n---\nIt stopped.\n")
    assert facts.published == date(2025, 5, 20)
