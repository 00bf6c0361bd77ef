"""Text from outside in Discord's Markdown: harmless, cut to fit, and still what was written."""

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.markdown import cut, day, line, moment, plain, quoted


def test_nothing_from_outside_can_mention_anybody() -> None:
    assert plain("<@123> <@&9> <#5> @everyone") == r"\<\@123\> \<\@&9\> \<#5\> \@everyone"


def test_nothing_from_outside_can_forge_a_link() -> None:
    assert plain("[your bank](https://evil.example)") == r"\[your bank\](https\://evil.example)"


def test_headings_lists_and_small_print_stay_the_words_they_are() -> None:
    assert plain("# Big\n- item\n-# small\n1. first") == "\\# Big\n\\- item\n\\-# small\n1\\. first"


def test_nothing_from_outside_can_turn_the_direction_of_writing() -> None:
    assert (plain("safe\u202egpj.exe"), line("safe\u202egpj.exe", 50)) == ("safegpj.exe", "safegpj.exe")


def test_a_dash_inside_a_sentence_is_left_alone() -> None:
    assert plain("well-known – and post-war") == "well-known – and post-war"


def test_every_line_of_a_quotation_is_inside_it() -> None:
    assert quoted("one\n\ntwo > three") == "> one\n>\n> two \\> three"


def test_what_is_cut_is_cut_at_a_word_and_says_so() -> None:
    assert cut("a reading circle reads", 12) == "a reading…"


def test_one_very_long_word_is_cut_where_it_must_be() -> None:
    assert cut("x" * 50, 10) == "x" * 9 + "…"


def test_a_title_is_one_line() -> None:
    assert line("  Two\n lines ", 50) == "Two lines"


def test_a_time_is_told_in_whole_seconds() -> None:
    assert moment(1_700_000_000_999, "R") == "<t:1700000000:R>"


@given(st.text(max_size=300), st.integers(2, 100))
def test_a_cut_text_is_never_too_long(text: str, limit: int) -> None:
    assert len(cut(text, limit)) <= limit


@given(st.text(alphabet=st.sampled_from("a*_~`|<>[]@#\\- 1.\n:/"), max_size=80))
def test_whatever_stands_in_a_text_nothing_of_it_is_markdown(text: str) -> None:
    shown = plain(text)
    unescaped = re.sub(r"\\[^0-9A-Za-z\s]", "·", shown)
    assert not re.search(r"[*_~`|<>\[\]@]|://", unescaped)
    assert re.sub(r"\\(?=[^0-9A-Za-z\s])", "", shown.replace("\\\\", "\0")).replace("\0", "\\") == text


def test_a_date_that_may_be_a_month_without_a_day_is_told_as_a_month() -> None:
    assert [day(date(2025, 2, 1)), day(date(2025, 2, 9))] == ["February 2025", "9 February 2025"]


def test_a_letter_keeps_its_accents_and_a_family_its_children() -> None:
    assert cut("e\u0301" * 10, 6) == "e\u0301" * 2 + "…"
    assert cut("👨‍👩‍👧" * 5, 7) == "👨‍👩‍👧…"
    assert cut("🇬🇷" * 5, 6) == "🇬🇷" * 2 + "…"
