"""Leads: what a heading, a bold opening or a paragraph's short first sentence claims for what stands under it.

Rules of this file: a lead is the author's own lesson, so it goes before any sentence under it; one that only names its
subject ("Staffing") claims nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.questions.advice import is_advice
from bot.domain.questions.claims import is_general, kinds_of, why_not
from bot.domain.questions.dangling import dangles
from bot.domain.questions.parts import has_no_verb
from bot.domain.questions.sentences import Span, ends_with_question, quotations
from bot.domain.questions.units import Unit, after_label
from bot.domain.questions.verbs import is_past, is_whole
from bot.domain.questions.wording import Wording

LEAST_WORDS = 3
MOST_WORDS = 14
_LEAST_OF_SENTENCE = 2
_LEAST_UNKNOWN = 5
_MOST_CHARACTERS = 110
_LEAST_SHARED = 2
_STEM = 6


def claims(lead: str, wording: Wording, sentence: bool = False) -> bool:
    """Whether a lead claims something by itself ("Trust starts with humility") and does not just name it.

    `sentence`: it is one that the author ended with a full stop in running text, so it has a verb, known or not.
    """
    least = _LEAST_OF_SENTENCE if sentence else LEAST_WORDS
    if not least <= len(lead.split()) <= MOST_WORDS or wording.question_mark in lead:
        return False
    if wording.has("pointer", lead) or is_past(lead, wording) or not (sentence or kinds_of(lead, wording)):
        return False
    if not sentence and has_no_verb(lead, (), wording):
        return False
    return sentence or is_advice(lead, wording) or is_whole(lead, wording) or is_general(lead, wording)


def says(text: str, unit: Unit, wording: Wording) -> bool:
    """Whether the lead of a unit claims something: for sure if it is a sentence that shows what kind of claim."""
    ended = unit.led and unit.lead_span is not None and unit.lead_span.of(text).rstrip()[-1:] in ".!"
    return claims(unit.lead, wording, unit.opening or (ended and bool(kinds_of(unit.lead, wording))))


def support(text: str, lead: str, statements: Sequence[Span], wording: Wording) -> int:
    """Which statement under a heading goes into it: the first that shares most words with it, if those are two or more
    and it can open a quotation; else the first of all.
    """
    wanted = _stems(lead, wording)
    shared = [len(wanted & _stems(one.of(text), wording)) for one in statements]
    best = shared.index(max(shared))
    if shared[best] < _LEAST_SHARED or dangles(statements[best].of(text), wording):
        return 0
    return best


def _stems(sentence: str, wording: Wording) -> frozenset[str]:
    words = re.findall(r"[^\W_]+", sentence.casefold())
    return frozenset(word[:_STEM] for word in words if wording.is_telling(word))


def with_opening(text: str, unit: Unit, found: Sequence[Span], wording: Wording) -> Unit:
    """The unit with its first sentence as its lead, if that is short, claims something and is gone into after it."""
    if unit.led or claims(unit.lead, wording) or len(found) < 2 or found[0].end - found[0].start > _MOST_CHARACTERS:
        return unit
    first = found[0].of(text)
    if first[-1:] not in ".!" or ends_with_question(text, found[1], wording.question_mark):
        return unit
    if found[-1] is found[1] and found[1].of(text)[-1:] == ":":
        return unit  # what it goes into stands in another paragraph
    labelled = after_label(first, wording)
    lead = (labelled or first).rstrip(" .!")
    stands_alone = not (
        wording.opens("dangling", lead) or wording.has("pointing", lead) or quotations(first, 0, len(first))
    )
    announced = wording.opens("enumerators", first) or (wording.opens("announced", first) and not labelled)
    announced = announced or wording.opens("main", first)  # "The first lesson is an old one": the next sentence says it
    if not stands_alone or announced or not _says_enough(lead, wording):
        return unit
    return replace(unit, lead=lead, lead_span=found[0], lead_end=found[1].start, opening=True)


def _says_enough(lead: str, wording: Wording) -> bool:
    """Whether a paragraph's first sentence is worth being its lead: advice, or a claim of no time and nobody's own."""
    kinds = kinds_of(lead, wording)
    if kinds and why_not(lead, kinds, wording):
        return False
    if is_advice(lead, wording):
        return True
    if wording.has("own", lead) or wording.has("past", lead) or any(char.isdigit() for char in lead):
        return False
    first, _, more = lead.partition(" ")
    opens_claim = wording.is_word("claim_openers", first) or wording.is_word("articles", first)
    if not (wording.words("nouns_have_capitals") or opens_claim or more.islower()) and wording.is_closed(first):
        return False  # "In Riverton children read the files": it tells of one place
    return claims(lead, wording, sentence=True) and (bool(kinds) or len(lead.split()) >= _LEAST_UNKNOWN)
