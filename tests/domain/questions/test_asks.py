"""What every language's asks and forms have in common, so that no translation slips."""

from __future__ import annotations

import re

import pytest

from bot.domain.language import Language
from bot.domain.questions.asks import ANY_KIND, ROLES, SLOTS, Ask, Joins
from bot.domain.questions.clauses import CHECKS
from bot.domain.questions.question import MAX_ASK, ClaimKind
from bot.domain.questions.slots import CONJUGATED
from bot.domain.questions.wording import CUES, Wording
from bot.languages import all_languages
from tests.domain.questions.samples import asked

SPEAKING = [language for language in all_languages() if language.asks]
FREE = {kind.value for kind in ClaimKind} - {"question"} | {"speaker", "asker", "lead", "list", "sides"}
KINDS = FREE | set(ANY_KIND)

ASKS = [
    pytest.param(wording, ask, id=f"{wording.tag}-{ask.template}")
    for wording in map(Wording, SPEAKING)
    for ask in wording.asks
]


@pytest.mark.parametrize("language", all_languages(), ids=lambda language: language.tag)
def test_every_cue_is_read_and_every_pattern_compiles(language: Language) -> None:
    assert set(language.cues) <= set(CUES)
    Wording(language)


@pytest.mark.parametrize("language", SPEAKING, ids=lambda language: language.tag)
def test_every_form_gives_words_for_slots_that_are_checked(language: Language) -> None:
    given = {slot for form in Wording(language).forms for slot in form.groupindex}
    assert given <= CHECKS.keys() | CONJUGATED.keys()


@pytest.mark.parametrize("language", SPEAKING, ids=lambda language: language.tag)
def test_every_kind_can_be_asked_about_in_every_role_without_a_slot(language: Language) -> None:
    asks = Wording(language).asks
    free = {(ask.kind, ask.role) for ask in asks if ask.slots <= {"speaker", "lead"}}
    assert {(kind, role) for kind in FREE for role in ROLES} <= free


@pytest.mark.parametrize(("wording", "ask"), ASKS)
def test_every_ask_is_one_open_question_of_its_kind(wording: Wording, ask: Ask) -> None:
    assert ask.template.count(wording.question_mark) == 1
    assert ask.template.endswith(wording.question_mark)
    assert len(ask.template) <= MAX_ASK - 60
    assert ask.slots <= SLOTS.keys()
    assert ask.kind in KINDS
    assert not wording.opens("closed", ask.template)
    assert not wording.has("leading", re.sub(r"\{\w+\}", "X", ask.template))


@pytest.mark.parametrize("language", SPEAKING, ids=lambda language: language.tag)
def test_no_ask_stands_twice(language: Language) -> None:
    templates = [ask.template for ask in Wording(language).asks]
    assert len(set(templates)) == len(templates)


SPANISH = Joins.of(("de el=del", "a el=al"), ())
FRENCH = Joins.of(("de le=du", "de les=des"), ("de=d’", "que=qu’"))
ITALIAN = Joins.of(("di l’=dell’", "di il=del"), ())


@pytest.mark.parametrize(
    ("joins", "template", "slot", "words", "asked"),
    [
        (SPANISH, "¿Qué dice de {topic}?", "topic", "el grupo", "¿Qué dice del grupo?"),
        (SPANISH, "¿Qué dice de {topic}?", "topic", "la gente", "¿Qué dice de la gente?"),
        (SPANISH, "¿Qué sería de {topic}?", "topic", "El Salvador", "¿Qué sería de El Salvador?"),
        (FRENCH, "Que dire de {topic} ?", "topic", "les élus", "Que dire des élus ?"),
        (FRENCH, "Quand décider de {do} ?", "do", "le faire", "Quand décider de le faire ?"),
        (FRENCH, "Quand décider de {do} ?", "do", "attendre", "Quand décider d’attendre ?"),
        (FRENCH, "Qui dirait que {said} ?", "said", "il pleut", "Qui dirait qu’il pleut ?"),
        (ITALIAN, "Che dire di {topic}?", "topic", "l’arte", "Che dire dell’arte?"),
    ],
)
def test_little_words_melt_into_what_follows_and_are_found_again(
    joins: Joins, template: str, slot: str, words: str, asked: str
) -> None:
    ask = Ask(template, "claim", "core", joins)
    assert ask.filled({slot: words}) == asked
    assert words.endswith((ask.slot_words(asked) or {})[slot])


@pytest.mark.parametrize("language", SPEAKING, ids=lambda language: language.tag)
def test_the_kinds_that_end_most_sets_can_end_them_in_several_ways(language: Language) -> None:
    asks = Wording(language).asks
    for kind in ("norm", "advice", "regret", "claim"):
        assert sum(ask.kind == kind and ask.role == "close" and not ask.slots for ask in asks) >= 3, kind


def test_nobody_has_to_think_round_two_negations() -> None:
    for port in ("Ayr", "Deal", "Fowey", "Looe", "Poole", "Rye", "Stoke", "Wells", "Leith", "Oban", "Ramsey", "Troon"):
        (question,) = asked(f"We found that silence in {port} is no consent.").questions
        assert "not be true" not in question.text


@pytest.mark.parametrize(
    "sentence",
    ["In our street the neighbours of the members keep the key.", "Our gate is kept open by the members of the club."],
)
def test_who_is_only_mentioned_is_not_asked_for_an_answer(sentence: str) -> None:
    (question,) = asked(sentence).questions
    assert "members" not in question.text
