"""From a draft to an article."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.article import BlockKind
from bot.domain.draft import Draft, assemble, finish
from bot.domain.piece import Piece, tidy
from bot.languages import all_languages

TEXT = (
    "The fund was small at first, and nobody had expected that people would pay into it for the better part of a year."
)


def test_the_text_is_the_blocks_with_blank_lines_between_them() -> None:
    text, blocks = assemble([Piece(BlockKind.HEADING, "One", 2), Piece(BlockKind.PARAGRAPH, "Two words", lead=3)])
    assert text == "One\n\nTwo words"
    assert [(block.start, block.end) for block in blocks] == [(0, 3), (5, 14)]
    assert blocks[1].lead_end == 8


@given(st.lists(st.text(min_size=1, max_size=30).map(tidy).filter(bool), max_size=12))
def test_the_blocks_are_in_order_apart_and_inside_the_text(texts: list[str]) -> None:
    text, blocks = assemble(Piece(BlockKind.PARAGRAPH, one) for one in texts)
    assert [text[block.start : block.end] for block in blocks] == texts
    assert all(one.end + 2 == other.start for one, other in pairwise(blocks))


def test_the_title_is_not_repeated_as_a_heading_of_the_text() -> None:
    pieces = [Piece(BlockKind.HEADING, "A LONG YEAR", 1), Piece(BlockKind.PARAGRAPH, TEXT)]
    assert finish(Draft("A long year", pieces), all_languages()).text == TEXT


def test_the_words_say_the_language_and_the_page_only_where_they_cannot() -> None:
    pieces = [Piece(BlockKind.PARAGRAPH, TEXT)]
    assert finish(Draft("", pieces, language="de"), all_languages()).language == "en"
    assert finish(Draft("", pieces, language="fi"), all_languages()).language == "fi"
    assert finish(Draft("", [Piece(BlockKind.PARAGRAPH, "Ok.")]), all_languages()).language is None


def test_what_the_source_knows_is_kept() -> None:
    draft = Draft("T", [], published=date(2024, 3, 14), authors=("Ann Lee",), source_name="The Lantern")
    article = finish(draft, all_languages())
    assert (article.published, article.authors, article.source_name) == (date(2024, 3, 14), ("Ann Lee",), "The Lantern")


def test_a_rule_before_what_comes_next_ends_the_lessons_however_low_the_heading() -> None:
    pieces = [
        Piece(BlockKind.HEADING, "What we learned", 1),
        Piece(BlockKind.PARAGRAPH, TEXT),
        Piece(BlockKind.HEADING, "What's next", 2, after_rule=True),
    ]
    blocks = finish(Draft("T", pieces), all_languages()).blocks
    assert [block.level for block in blocks if block.kind is BlockKind.HEADING] == [1, 1]


def test_tidy_text_has_plain_spaces_and_nothing_invisible() -> None:
    assert tidy("caf\u0065\u0301\u00a0au\u202flait,\u00ad  dou\u200bble") == "café au lait, double"
    assert tidy(" a \r\n\n b ") == "a\nb"
    assert tidy("🚶\u200d♂️") == "🚶\u200d♂️"


@given(st.text(max_size=60))
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize("title", ["\u200b", "\u2800", "\u3164\u3164", "\u202e\u202c", " \u2066 "])
def test_a_title_that_nobody_can_see_is_none(title: str) -> None:
    blank = Piece(BlockKind.PARAGRAPH, "\u2800")
    draft = Draft(title, [blank, Piece(BlockKind.PARAGRAPH, "The fund was small at first.")], source_name=title)
    article = finish(draft, ())
    assert (article.title, article.source_name) == ("The fund was small at first.", None)
    assert article.text == "The fund was small at first."


@pytest.mark.parametrize("signs", ["- - -", "* * *", "***", "⁂", "• • •", "————"])
def test_a_row_of_signs_parts_the_text_and_is_no_part_of_it(signs: str) -> None:
    pieces = [Piece(BlockKind.PARAGRAPH, text) for text in (TEXT, signs, f"{TEXT} Then it grew.")]
    read = finish(Draft("The fund", pieces), all_languages())
    assert read.text == f"{TEXT}\n\n{TEXT} Then it grew."
