"""Titles with a date in them, and dates that stand where a title could."""

from datetime import date

import pytest

from bot.sources.markdown import read_markdown
from bot.sources.text import read_text

BODY = (
    "The river rose on Tuesday night, and the village woke to the sound of water in the street. Nobody had thought of "
    "moving the archive, and nine days were spent on drying paper."
)


@pytest.mark.parametrize("title", ["2024-09-03 · The archive", "03.09.2024 – The archive", "2024-09-03: The archive"])
def test_a_day_in_figures_before_the_title_is_its_date(title: str) -> None:
    for read in (read_markdown(f"# {title}\n\n{BODY}\n\n{BODY}"), read_text(f"{title}\n\n{BODY}\n\n{BODY}")):
        assert (read.title, read.published) == ("The archive", date(2024, 9, 3))


@pytest.mark.parametrize("title", ["October 1923: The rising that never came", "October 1917, one hundred years on"])
def test_a_title_that_opens_with_a_month_is_no_date_line(title: str) -> None:
    article = read_text(f"History\n\n{title}\n\n14 March 2024\n\n{BODY}\n\n{BODY}")
    assert (article.title, article.published) == (title, date(2024, 3, 14))


@pytest.mark.parametrize(
    "event", ["3 May 1911 - The Great Flood of the Valley", "3 May 1911 – The night the old mill burned"]
)
def test_a_day_on_which_something_happened_is_not_when_it_was_written(event: str) -> None:
    assert read_text(f"We saved the archive\n\n{event}\n\n{BODY}\n\n{BODY}").published is None
    dated = read_text(f"We saved the archive\n\n{event}\n\n14 March 2024\n\n{BODY}\n\n{BODY}")
    assert dated.published == date(2024, 3, 14)


@pytest.mark.parametrize(
    "line", ["3 May 2024 - The Valley", "3 May 2024 – Edith Marlow", "3 May 2024 - By Edith Marlow in Paper"]
)
def test_a_day_before_a_name_or_a_paper_is_when_it_was_written(line: str) -> None:
    assert read_text(f"We saved the archive\n\n{line}\n\n{BODY}\n\n{BODY}").published == date(2024, 5, 3)


def test_a_standfirst_of_two_sentences_stands_before_the_name_and_the_date() -> None:
    front = "We saved the archive\n\nFor a year we dried paper. It was worth it, nearly.\n\nEdith Marlow\n14 March 2024"
    article = read_text(f"{front}\n\n{BODY}\n\n{BODY}")
    assert (article.title, article.published) == ("We saved the archive", date(2024, 3, 14))


def test_a_menu_above_the_title_does_not_hide_the_date_below_it() -> None:
    menu = "\n".join(f"- [Page {one}](/{one})" for one in range(12))
    article = read_markdown(f"{menu}\n\n# The archive\n\n9 February 2024\n\n{BODY}\n\n{BODY}")
    assert (article.title, article.published) == ("The archive", date(2024, 2, 9))


def test_a_heading_that_is_only_a_day_is_no_title_and_the_top_heading_is_one_whatever_its_level() -> None:
    article = read_markdown(f"### 14-10-2024\n### Drying paper\n\n{BODY}\n\n#### The night\n\n{BODY}")
    assert (article.title, article.published) == ("Drying paper", date(2024, 10, 14))


def test_the_only_top_heading_is_the_title_though_the_text_has_begun() -> None:
    lines = "\n\n".join(f"A line about the archive, and then another, number {one}." for one in range(8))
    assert read_markdown(f"{lines}\n\n# The archive\n\n{BODY}", name="notes.md").title == "The archive"


def test_a_name_in_the_masthead_that_signs_the_article_is_not_its_title() -> None:
    front = (
        "Blog\n\nAnn Marlow Lee\n\nFaith\n\nWhen paper dries: lessons from a flood\n\n14 March 2024 · Ann Marlow Lee"
    )
    assert read_text(f"{front}\n\n{BODY}\n\n{BODY}").title == "When paper dries: lessons from a flood"


def test_a_short_title_below_the_sites_buttons_is_the_title() -> None:
    buttons = "By bicycle to the cape\nHome | Route | Blog | About | Contact"
    front = f"{buttons}\n\nDay 71: home\n\nPosted on 4 September 2023 by Ann"
    assert read_text(f"{front}\n\n{BODY}\n\n{BODY}").title == "Day 71: home"
