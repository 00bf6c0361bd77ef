"""The normal form of a block's text, and of what things are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.piece import shows, tidy_line, tidy_name


@pytest.mark.parametrize(
    "text",
    ["", " ", "\u200b", "\u2800\u2800", "\u3164", "\u202e\u202c", "\u2066\u2069", "\u200d", "\ufe0f", "\U000e0041"],
)
def test_a_name_that_nobody_can_see_is_none(text: str) -> None:
    assert tidy_name(text) == ""
    assert not shows(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The\u200b rent \u202estrike\u202c", "The rent strike"),
        ("\u2800The\u3164rent\u2800strike\u2066!", "The rent strike!"),
        ("👩\u200d🌾 on strike", "👩\u200d🌾 on strike"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("파업 이야기", "파업 이야기"),
        ("Ω", "Ω"),
        ("…", "…"),
    ],
)
def test_a_name_keeps_what_can_be_seen(text: str, name: str) -> None:
    assert tidy_name(text) == name


@given(st.text(max_size=40))
def test_a_tidy_name_shows_or_is_empty_and_stays_as_it_is(text: str) -> None:
    name = tidy_name(text)
    assert tidy_name(name) == name
    assert not name or shows(name)
    assert len(name) <= len(tidy_line(text))
