"""Whether a sentence asks, and whether yes or no can answer it, by its words.

Rules of this file: the mark alone asks nothing; a tag behind a statement is no question.
"""

from __future__ import annotations

import re

from bot.domain.questions.wording import Wording

CLAUSE = re.compile(r"[,;:–—]\s*|\s--?\s")
_QUESTION_WORD_WITHIN = 3
_LEAST_ASKING = 4
"""Words of a clause that asks; of fewer it is a tag ("isn't it?")."""
_OPENING_MARK = "¿"
"""Who writes it asks, whatever the words and their order."""
_TAG_WORDS = 2


def asks(own: str, wording: Wording) -> bool:
    """Whether its words ask: a question word near the beginning of a clause, or a verb that opens it. Where a statement
    may ask, a tag behind it ("Mas não era, era?") asks nothing.
    """
    if wording.words("statements_ask") and _OPENING_MARK not in own and _is_tagged(own):
        return False
    if (
        _OPENING_MARK in own
        or _closed_part(own, wording)
        or (wording.words("statements_ask") and wording.has("closed", own))
    ):
        return True
    return asks_openly(CLAUSE.split(own), wording)


def _is_tagged(own: str) -> bool:
    """Whether no more than a word or two stand behind its last comma."""
    _, comma, tag = own.rpartition(", ")
    return bool(comma) and len(tag.split()) <= _TAG_WORDS


def asks_openly(clauses: list[str], wording: Wording) -> bool:
    """Whether a question word stands near the beginning of one of the clauses."""
    return any(wording.has("question_words", " ".join(one.split()[:_QUESTION_WORD_WITHIN])) for one in clauses)


def _closed_part(own: str, wording: Wording) -> str:
    """What of a question yes or no can answer: it whole, if a verb opens it, else from a later clause on that one opens
    and that is no mere tag ("If we had asked, | would we have lost it all?"), nor the end of a statement ("The figure
    that counts is the patient's: did it arrive?"); "" if none does.
    """
    if wording.opens("closed", own):
        return own
    for pause in CLAUSE.finditer(own):
        rest = own[pause.end() :]
        if wording.opens("list_joiners", rest) or len(rest.split()) < _LEAST_ASKING:
            continue
        if pause[0][0] != "," and not wording.has("announces", own[: pause.start()]):
            continue
        if wording.opens("closed", rest):
            return rest
    return ""


def is_closed(own: str, wording: Wording) -> bool:
    """Whether yes or no can answer it, as it may where no question word asks or that only says when ("When volunteers
    run it, is it still public?").
    """
    part = _closed_part(own, wording)
    if part == own:
        return wording.yes_or_no(own)
    clauses = CLAUSE.split(own)
    if asks_openly(clauses[1:] if clauses[1:] and wording.opens("conditions", own) else clauses, wording):
        return False
    if part:
        return wording.yes_or_no(part)
    return bool(wording.words("statements_ask")) and not (_OPENING_MARK in own and wording.offers_choice(own))
