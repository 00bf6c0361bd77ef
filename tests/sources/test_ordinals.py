"""A number at the beginning of a line, and whether it counts anything."""

from bot.sources.ordinals import with_ordinals_marked
from bot.sources.read import read_article

BODY = "It took the committee nine weeks to agree on a single sentence, and another nine to print it on a card. " * 3


def marked(*lines: str) -> list[str]:
    return with_ordinals_marked(lines, "!")


def test_a_number_that_stands_alone_is_an_ordinal() -> None:
    assert marked("12. September 2021", "Text", "1. Vorsitzender") == [
        "12!. September 2021",
        "Text",
        "1!. Vorsitzender",
    ]


def test_a_number_that_others_count_on_from_is_a_lists() -> None:
    lines = ["1. One", "2. Two", "text", "3. Three"]
    assert marked(*lines) == lines


def test_a_list_whose_items_are_all_written_with_the_same_number_is_a_list() -> None:
    assert marked("1. One", "1. Another") == ["1. One", "1. Another"]


def test_an_office_below_a_numbered_list_is_no_item_of_it() -> None:
    assert marked("1. One", "2. Two", "3. Three", "1. Vorsitzende")[3] == "1!. Vorsitzende"


def test_a_list_inside_a_list_is_counted_by_itself() -> None:
    lines = ["1. One", "   1. Inner", "   2. Inner", "2. Two"]
    assert marked(*lines) == lines


def test_a_date_with_a_full_stop_keeps_its_day_in_markdown() -> None:
    body = "Im Winter fuhr die Fähre nicht, und niemand hatte es denen gesagt, die auf der anderen Seite wohnten. " * 3
    article = read_article(f"# Ans Meer\n\n12. September 2021, von **Jana Kurz**\n\n{body}".encode(), name="a.md")
    assert str(article.published) == "2021-09-12"
    assert article.authors == ("Jana Kurz",)
    assert article.text.startswith("Im Winter")


def test_an_office_keeps_its_number_in_a_plain_text() -> None:
    text = f"Das Fest\n\n{BODY}\n\n1. Vorsitzende war damals Jana Kurz, und sie wollte das Fest nicht.\n\n{BODY}"
    assert "1. Vorsitzende war damals" in read_article(text.encode(), name="a.txt").text
