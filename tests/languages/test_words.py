"""What is said, and in which language."""

from __future__ import annotations

import asyncio
import pickle
from datetime import date, datetime

import pytest

from bot.errors import NotFound
from bot.languages.words import count, day, language, listed, month, say, short_time, speaking, spoken, told


@pytest.mark.parametrize(
    ("tag", "found"), [("pt-BR", "pt"), ("es-419", "es"), ("en_GB", "en"), ("de", "de"), ("ja", "en"), (None, "en")]
)
def test_every_language_of_discords_finds_one_that_is_spoken(tag: str | None, found: str) -> None:
    assert spoken(tag) == found


def test_what_is_not_translated_is_said_in_english() -> None:
    with speaking("de"):
        assert say("Nobody has translated {this}.", this="this") == "Nobody has translated this."


def test_a_text_without_values_may_hold_braces() -> None:
    assert say("{not a name}") == "{not a name}"


def test_the_language_goes_back_to_what_it_was() -> None:
    with speaking("de"), speaking("fr"):
        assert language() == "fr"
    assert language() == "en"


async def test_each_task_speaks_its_own_language() -> None:
    async def heard(tag: str) -> str:
        with speaking(tag):
            await asyncio.sleep(0)
            return language()

    assert await asyncio.gather(*map(heard, ["de", "es", "fr"])) == ["de", "es", "fr"]


def test_numbers_days_and_lists_are_written_as_the_language_writes_them() -> None:
    with speaking("de"):
        assert count(1200, "{n} loaf", "{n} loaves") == "1.200 loaves"
        assert day(date(2026, 3, 1)) == "1. März 2026"
        assert month(date(2026, 3, 1)) == "März 2026"
        assert short_time(datetime.fromisoformat("2026-12-03T09:05")) == "3. Dez. 09:05"
        assert listed(["a", "b", "c"]) == "a, b und c"
    assert count(1, "{n} loaf", "{n} loaves") == "1 loaf"


def test_an_error_can_be_told_after_it_came_from_another_process() -> None:
    error = pickle.loads(pickle.dumps(NotFound("There is no {what}.", "Look for {what}.", what="bread")))
    assert told(error) == ("There is no bread.", "Look for bread.")
    assert (error.message, error.remedy) == ("There is no bread.", "Look for bread.")
