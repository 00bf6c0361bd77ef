"""The pattern language of the language files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.phrases import Phrasebook, fold


def is_one(phrase: str, text: str) -> bool:
    return Phrasebook((phrase,)).is_one(fold(text))


def test_case_accents_punctuation_and_emoji_do_not_count() -> None:
    assert is_one("what we've learned", "💡 WHAT WE’VE LEARNED…")
    assert is_one("lecciones aprendidas", "Lecciónes aprendídas:")
    assert is_one("τα διδάγματα", "ΤΑ ΔΙΔΑΓΜΑΤΑ")


def test_brackets_hold_what_may_be_left_out() -> None:
    assert is_one("[the] lessons", "The lessons")
    assert is_one("[the] lessons", "Lessons")
    assert not is_one("[the] lessons", "Our lessons")


def test_bars_part_choices_and_may_be_nested() -> None:
    phrase = "lessons (learned|[to be] drawn)"
    assert is_one(phrase, "Lessons learned")
    assert is_one(phrase, "Lessons to be drawn")
    assert not is_one(phrase, "Lessons taught")


def test_a_plus_needs_a_word_and_a_star_does_not() -> None:
    assert is_one("lessons for +", "Lessons for the working class")
    assert not is_one("lessons for +", "Lessons for")
    assert is_one("takeaways *", "Takeaways")


def test_a_tilde_takes_any_ending_or_beginning_and_a_hash_any_number() -> None:
    assert is_one("donat~", "donations")
    assert is_one("mit ~gruß", "Mit Chorgruß")
    assert not is_one("mit ~gruß", "Mit Grüßen")
    assert is_one("# lessons", "12 lessons")
    assert not is_one("# lessons", "Twelve lessons")


def test_a_phrase_is_found_only_at_whole_words() -> None:
    assert Phrasebook(("ads",)).found_in(fold("no ads here"))
    assert not Phrasebook(("ads",)).found_in(fold("the roads here"))


def test_the_words_a_phrase_takes_at_the_beginning_are_counted() -> None:
    assert Phrasebook(("written by", "by")).begins(fold("Written by Ann Lee")) == 2
    assert Phrasebook(("by",)).begins(fold("Ann Lee")) == 0


@pytest.mark.parametrize("phrase", ["[lessons", "lessons)", "(a|b", "[optional]", "*"])
def test_a_malformed_phrase_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"bracket|nothing"):
        Phrasebook((phrase,))


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_asking_never_fails(text: str) -> None:
    book = Phrasebook(("lessons [of] +", "(what|which) *", "lehre~"))
    assert book.is_one(fold(text)) in {True, False}
    assert book.count_in(fold(text)) <= 3
