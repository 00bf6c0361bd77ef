"""Marks in buttons: what they carry survives the way through Discord."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.marks import Action, Mark, parse


@given(
    st.sampled_from(list(Action)),
    st.integers(0, 2**63 - 1),
    st.none() | st.from_regex(r"[a-z0-9]{1,19}", fullmatch=True),
)
def test_a_mark_is_read_back_as_it_was_written(action: Action, subject: int, detail: str | None) -> None:
    mark = Mark(action, subject, detail)
    assert parse(str(mark)) == mark
    assert len(str(mark)) <= 100


@pytest.mark.parametrize(
    "foreign", ["", "rc", "rc:join", "rc:fly:1", "join:1", "rc:join:x", "rc:join:1:é", "rc:join:1\n"]
)
def test_what_is_not_ours_is_no_mark(foreign: str) -> None:
    assert parse(foreign) is None
