"""Claims that an ask repeats between quotation marks, where no grammar of its own is needed.

Rules of this file: what is quoted is short and the authors' own, stands in the passage to the letter, and is a whole
thought; it is never most of the passage, which would be read twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.questions.advice import is_advice
from bot.domain.questions.claims import kinds_of
from bot.domain.questions.clauses import joined, without_connective
from bot.domain.questions.dangling import dangles
from bot.domain.questions.leads import claims
from bot.domain.questions.pauses import JOINT, bare, first_clause, halves
from bot.domain.questions.question import ClaimKind
from bot.domain.questions.verbs import is_past
from bot.domain.questions.wording import Wording

_MOST_LEAD = 18
_LEAST_PART = 5
_MOST_OF_ALL, _MOST_IN_PART = 0.8, 0.7
"""How much of a passage an ask may say over again: of one that goes on after the sentence, of one that is it."""
_QUOTED_IN_PART = {ClaimKind.CLAIM, ClaimKind.CAUSE, ClaimKind.COMPARISON, ClaimKind.TENSION, ClaimKind.NORM}


def quotable(sentence: str, passage: str, kind: ClaimKind, wording: Wording) -> str:
    """What of a sentence may be repeated between quotation marks: it whole if it is short, else how it begins; ""."""
    found = _whole(sentence, passage, wording)
    return found if found or kind not in _QUOTED_IN_PART else _part(sentence, passage, kind, wording)


def _whole(sentence: str, passage: str, wording: Wording) -> str:
    """A short claim in the authors' own voice, or advice; "" if it leans on something or needs most of the passage."""
    found = first_clause(sentence, wording) if is_advice(sentence, wording) else bare(sentence)
    number = len(found.split())
    if number > _MOST_LEAD or number > _MOST_OF_ALL * len(passage.split()) or not claims(found, wording):
        return ""
    if not found[0].isalnum() or found[0].islower() or is_confession(found, wording):
        return ""
    leans = any(wording.has(cue, found) for cue in ("unclear", "hanging", "regret"))
    leans = leans or any(wording.opens(cue, found) for cue in ("dangling", "main")) or dangles(found, wording)
    return "" if leans or has_marks(found) else found


def _part(sentence: str, passage: str, kind: ClaimKind, wording: Wording) -> str:
    """The main clause that a sentence begins with, where another is joined on that takes nothing of it back; of a
    demand only the demand itself.
    """
    for found in _opening_clauses(sentence, wording):
        number = len(found.split())
        if not _LEAST_PART <= number <= _MOST_LEAD or number > _MOST_IN_PART * len(passage.split()):
            continue
        kinds = kinds_of(found, wording)
        told = is_past(found, wording) and not wording.opens("anyone", found)
        general = not (told or wording.has("own", found))
        fits = kind in kinds or (bool(kinds) and kind is not ClaimKind.NORM)
        if general and fits and found[0].isalnum() and not has_marks(found):
            leans = any(wording.opens(cue, found) for cue in ("dangling", "main", "unclear", "hanging"))
            return "" if leans else found
    return ""


def _opening_clauses(sentence: str, wording: Wording) -> Iterator[str]:
    """What a sentence says, whole, before it goes on to another main clause that takes nothing of it back: "A lock is a
    promise | , and nobody had made it".
    """
    plain = without_connective(bare(sentence), wording)
    if any(wording.opens(cue, plain) for cue in ("lesser", "conditions")):
        return
    for pause in JOINT.finditer(plain):
        before, after = plain[: pause.start()], plain[pause.end() :]
        if wording.opens("contrary", after) or wording.opens("conditions", after):
            return
        stops = ";" in pause[0] and not wording.has("negations", plain)
        if (stops or wording.opens("joiners", after)) and joined(plain, pause, wording) and not halves(before, wording):
            yield before


def has_marks(words: str) -> bool:
    """Whether it cannot stand between quotation marks, because it holds some itself."""
    return any(mark in words for mark in '“”„«»"‹›')


def is_confession(sentence: str, wording: Wording) -> bool:
    """Whether it says something of its authors alone ("I am not cut out for marketing", "We would ask sooner"), and
    demands nothing: nobody could dispute it.
    """
    return ClaimKind.NORM not in kinds_of(sentence, wording) and wording.opens("own", sentence) is not None
