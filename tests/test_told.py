"""Words that remember how they were made, through processes and databases."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FeedError
from bot.languages.words import say, speaking, told
from bot.told import Told, kept, told_again

VALUES = st.dictionaries(st.sampled_from(["host", "status", "name"]), st.text() | st.integers(), max_size=3)


def made(values: dict[str, str | int]) -> Told:
    return Told(" ".join(f"{name} {{{name}}}" for name in values) or "Nothing {to} say.", **values)


@given(VALUES, VALUES)
def test_what_is_kept_or_sent_comes_back_as_it_was(outer: dict[str, str | int], inner: dict[str, str | int]) -> None:
    words = Told("{first}: {host}", first=made(inner), host=made(outer))
    for again in (told_again(kept(words)), pickle.loads(pickle.dumps(words))):
        assert again == words
        assert isinstance(again, Told)
        assert (again.text, again.values) == (words.text, words.values)


@given(st.text())
def test_any_other_text_is_kept_as_it_is(text: str) -> None:
    assert told_again(kept(text)) == text


@pytest.mark.parametrize(
    "text", ['{"text": 3}', '{"text": "{a}", "values": {}}', '{"text": "a", "values": 5}', '{"text":']
)
def test_what_only_looks_as_if_it_had_been_kept_is_a_text_like_any_other(text: str) -> None:
    assert told_again(text) in (text, "{a}")


def test_words_are_said_in_another_language_with_the_words_among_their_values() -> None:
    right = Told("Send Messages")
    words = Told("I may not do this in {channel}: there I am missing {listed}.", channel="<#1>", listed=right)
    assert words == "I may not do this in <#1>: there I am missing Send Messages."
    with speaking("de"):
        assert "<#1>" in say(words)
        assert "Nachrichten senden" in say(words)
        assert "missing" not in say(words)


def test_an_error_passes_on_what_another_one_said() -> None:
    first = FeedError("{host} wants to be asked less often (429).", "It is tried again by itself.", host="a.example")
    second = FeedError(first.message, first.remedy)
    assert second.message == "a.example wants to be asked less often (429)."
    with speaking("fr"):
        assert told(second) == told(first) != (first.message, first.remedy)


def test_a_number_is_kept_as_one_so_that_its_text_can_still_write_it() -> None:
    words = Told("It takes longer than {seconds:g} seconds.", seconds=2.5)
    assert told_again(kept(words)) == "It takes longer than 2.5 seconds."
