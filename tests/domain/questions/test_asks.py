"""What every language's asks have in common, so that no translation slips."""

from __future__ import annotations

import re

import pytest

from bot.domain.questions.question import MAX_ASK, ClaimKind
from bot.domain.questions.wording import CUES, ROLES, Ask, Wording
from bot.languages import all_languages

SPEAKING = [language for language in all_languages() if language.asks]
SLOTS = {"topic", "do", "dont", "who", "should", "speaker", "lead", "first", "second"}
KINDS = {kind.value for kind in ClaimKind} - {"question"} | {"speaker", "lead", "pair", "list", "sides"}

ASKS = [
    pytest.param(wording, ask, id=f"{wording.tag}-{ask.template}")
    for wording in map(Wording, SPEAKING)
    for ask in wording.asks
]


@pytest.mark.parametrize("language", all_languages(), ids=lambda language: language.tag)
def test_every_cue_is_read_and_every_pattern_compiles(language) -> None:  # type: ignore[no-untyped-def]
    assert set(language.cues) <= set(CUES)
    Wording(language)


@pytest.mark.parametrize("language", SPEAKING, ids=lambda language: language.tag)
def test_every_kind_can_be_asked_about_in_every_role_without_a_slot(language) -> None:  # type: ignore[no-untyped-def]
    asks = Wording(language).asks
    free = {(ask.kind, ask.role) for ask in asks if ask.slots <= {"speaker", "lead", "first", "second"}}
    assert {(kind, role) for kind in KINDS for role in ROLES} <= free


@pytest.mark.parametrize(("wording", "ask"), ASKS)
def test_every_ask_is_one_open_question_of_its_kind(wording: Wording, ask: Ask) -> None:
    assert ask.template.count(wording.question_mark) == 1
    assert ask.template.endswith(wording.question_mark)
    assert len(ask.template) <= MAX_ASK - 60
    assert ask.slots <= SLOTS
    assert ask.kind in KINDS
    assert not wording.opens("closed", ask.template)
    assert not wording.has("leading", re.sub(r"\{\w+\}", "X", ask.template))


@pytest.mark.parametrize("language", SPEAKING, ids=lambda language: language.tag)
def test_no_ask_stands_twice(language) -> None:  # type: ignore[no-untyped-def]
    templates = [ask.template for ask in Wording(language).asks]
    assert len(set(templates)) == len(templates)
