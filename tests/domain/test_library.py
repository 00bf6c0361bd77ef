"""Searching as people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.search_key import search_key


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("politica", "Política y huelga"),
        ("ελπιδα", "Η Ελπίδα"),
        ("STRASSE", "Die Straße"),
        ("ΟΔΟΣ", "οδός"),
        ("two  words", "Two\nwords"),
        ("fi", "ﬁnal"),
    ],
)
def test_what_people_type_is_found_in_the_title(typed: str, title: str) -> None:
    assert search_key(typed) in search_key(title)


@given(st.text(), st.text(), st.text())
def test_the_key_of_a_part_is_a_part_of_the_key(before: str, part: str, after: str) -> None:
    assert search_key(part) in search_key(before + part + after)


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)
