"""Words of the passage inside the ask."""

from __future__ import annotations

import pytest

from bot.domain.questions.topics import best_topics
from bot.domain.questions.vocabulary import Vocabulary
from bot.domain.questions.wording import wording
from bot.languages import load
from tests.domain.questions.samples import asked


def topic(sentence: str, *, tag: str = "en", text: str = "") -> str:
    language = load(tag)
    assert language is not None
    words = wording(language)
    return words.joiner.join(best_topics(sentence, Vocabulary.of(text or sentence, "", words), words))


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The working class must decide.", "the working class"),
        ("It rests on the pool of instructors, and so on.", "the pool of instructors"),
        ("Everything hangs on workers’ parties in every town.", "workers’ parties"),
        ("Work stops in winter.", ""),
        ("We must take it into account.", ""),
        ("It ended in a quarrel.", ""),
    ],
)
def test_a_topic_is_a_noun_phrase_that_closed_words_fence_in(sentence: str, found: str) -> None:
    assert topic(sentence) == found


def test_a_topic_keeps_the_capital_of_a_name_and_no_other() -> None:
    text = "Okoro is right. So says Okoro, always. Gardeners are patient. Ask gardeners."
    assert topic("Okoro is right.", text=text) == "Okoro"
    assert topic("Gardeners are patient.", text=text) == "gardeners"


def test_the_topic_is_what_the_article_speaks_of_most() -> None:
    text = "The pump is old. The pump leaks. The pump has no keeper. The fence stands by the pump."
    assert topic("The fence stands by the pump.", text=text) == "the fence and the pump"
    assert topic("The fence, the gate and the pump are old.", text=text) == "the fence and the pump"


@pytest.mark.parametrize(
    ("tag", "sentence", "found"),
    [
        ("es", "Los socios deben decidir.", "los socios"),
        ("fr", "Les bénévoles doivent se reposer.", "les bénévoles"),
        ("pt", "Os voluntários precisam de descanso.", "os voluntários"),
        ("it", "I volontari devono riposare.", "i volontari"),
        ("de", "Erst hilft die Aufgabenteilung.", "Aufgabenteilung"),
    ],
)
def test_other_languages_have_topics_too(tag: str, sentence: str, found: str) -> None:
    assert topic(sentence, tag=tag) == found


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Keep one key for every shed.", "keep one key for every shed"),
        ("Never lend the only key to a stranger.", "lend the only key to a stranger"),
        ("Large gardens should have one keeper.", "large gardens to have one keeper"),
        ("It is important to water the beds at night.", "to water the beds at night"),
    ],
)
def test_what_is_to_be_done_stands_in_the_question(sentence: str, words: str) -> None:
    (question,) = asked(sentence).questions
    assert words in question.text


def test_the_authors_own_words_for_themselves_are_not_put_into_the_groups_mouth() -> None:
    (question,) = asked("Write down what we know about our shed.").questions
    assert not {"our", "we"} & set(question.text.casefold().rstrip("?").split()) or "what we know" not in question.text
