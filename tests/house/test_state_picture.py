"""The picture of a reading's life in the docs is the table that the program goes by."""

from __future__ import annotations

from bot.domain.reading import TRANSITIONS, ReadingState
from tests.house.state_picture import PAGE, PICTURE, picture


def test_the_picture_in_the_docs_is_drawn_from_the_table() -> None:
    assert PICTURE.findall(PAGE.read_text(encoding="utf-8")) == [picture()]


def test_every_state_is_in_the_table_and_only_goes_on() -> None:
    assert set(TRANSITIONS) == set(ReadingState)
    order = list(ReadingState)
    assert all(order.index(then) > order.index(now) for now, nexts in TRANSITIONS.items() for then in nexts)


def test_a_reading_can_be_called_off_until_it_is_over() -> None:
    over = {ReadingState.CLOSED, ReadingState.CANCELLED}
    assert {now for now, nexts in TRANSITIONS.items() if ReadingState.CANCELLED not in nexts} == over
