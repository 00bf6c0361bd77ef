"""How much a passage matters to its author: what is announced as a lesson, what opens a paragraph, what is told of one
person or one day.

Rules of this file: a good teacher asks about what is general and consequential; grammar alone makes nothing weighty.
"""

from __future__ import annotations

from bot.domain.questions.passages import Candidate
from bot.domain.questions.question import ClaimKind
from bot.domain.questions.verbs import is_past
from bot.domain.questions.vocabulary import TOKEN, Vocabulary
from bot.domain.questions.wording import Wording

_ANNOUNCED = 3.4
_TOPIC_SENTENCE = 0.8
_CONTRAST = 1.6
_OF_NAMES = 0.8
_OF_TODAY = 1.2
_OFTEN = 3
"""Times that an article which is about somebody, or some country, names them."""
_OF_FIGURES = 0.6
_OF_THE_PAST = 1.0
_OF_THEIR_OWN = 0.5
_MOST_AGAINST = 2.0
_WEIGHTY = {ClaimKind.NORM, ClaimKind.PREDICTION, ClaimKind.COUNTERFACTUAL, ClaimKind.REGRET}
"""Kinds of claims that are no worse for looking back, or for speaking of their authors."""


def importance(text: str, candidate: Candidate, vocabulary: Vocabulary, wording: Wording) -> float:
    """What counts for a passage, and against it, whatever kind of claim it makes."""
    if candidate.whole_list or candidate.speaker:
        return 0.0
    claim = candidate.claim.of(text)
    announced = candidate.announced or is_announced(candidate.span.of(text), wording)
    weight = _ANNOUNCED * announced
    weight += _TOPIC_SENTENCE * candidate.opens + _CONTRAST * _sets_right(claim, wording)
    if announced:
        return weight  # whoever taught it, and when, it is the lesson
    return weight - min(_MOST_AGAINST, _particular(claim, candidate, vocabulary, wording))


def is_announced(passage: str, wording: Wording) -> bool:
    """Whether the author says of a passage that it is one of the lessons: "The second is that", "the main finding"."""
    return any(wording.opens(cue, passage) for cue in ("announced", "enumerators")) or wording.has("main", passage)


def _sets_right(claim: str, wording: Wording) -> bool:
    """Whether it says what is so against what is not: "Clubs do not fail on the pitch; they fail in back rooms"."""
    if any(char.isdigit() for char in claim):
        return False
    denied, pause, _ = claim.partition("; ")
    if not pause:
        right = wording.search("set_right", claim)
        denied = claim[: right.start()] if right else ""
    return wording.has("negations", denied)


def _particular(claim: str, candidate: Candidate, vocabulary: Vocabulary, wording: Wording) -> float:
    """How much a claim is about somebody, some day or some number, and so about nobody else."""
    words = [match[0] for match in TOKEN.finditer(claim)][1:]
    named = not wording.words("nouns_have_capitals") and any(
        word in vocabulary.names and word.casefold() not in vocabulary.title and vocabulary.count(word) < _OFTEN
        for word in words
    )
    if wording.has("dated", claim):
        return _OF_TODAY + _OF_NAMES * named
    against = _OF_NAMES * named + _OF_FIGURES * any(char.isdigit() for char in claim)
    if not _WEIGHTY & set(candidate.kinds):
        against += _OF_THE_PAST * is_past(claim, wording) + _OF_THEIR_OWN * wording.has("own", claim)
    return against
