"""Headings as authors word them, held against the phrases of their language: `headings.toml` is the table."""

import tomllib
from pathlib import Path

import pytest

from bot.domain.headings import Step, words_of
from bot.domain.language import relevant
from bot.languages import all_languages

TABLE = tomllib.loads((Path(__file__).parent / "headings.toml").read_text())


def opens_lessons(tag: str, heading: str) -> bool:
    words = words_of(relevant(tag, all_languages()))
    return words.step(heading) is Step.LESSONS or words.looks_back(heading)


@pytest.mark.parametrize("tag", TABLE)
def test_what_authors_call_their_lessons_is_known_as_such(tag: str) -> None:
    assert [heading for heading in TABLE[tag]["lessons"] if not opens_lessons(tag, heading)] == []


@pytest.mark.parametrize("tag", TABLE)
def test_what_only_sounds_like_it_is_not(tag: str) -> None:
    assert [heading for heading in TABLE[tag]["not_lessons"] if opens_lessons(tag, heading)] == []


def test_every_language_is_held_to_the_table() -> None:
    assert set(TABLE) == {language.tag for language in all_languages()}
