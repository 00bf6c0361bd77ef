"""Sentences that are only a part of one: what leads on to something, a clause without its main clause, no verb.

Rules of this file: what its author ended with a full stop is whole, unless its words say otherwise.
"""

from __future__ import annotations

from bot.domain.questions.pauses import bare
from bot.domain.questions.question import STRONG, ClaimKind
from bot.domain.questions.verbs import finite, is_whole
from bot.domain.questions.wording import Wording
from bot.told import Told

PART = Told("It is only a part of a sentence.")
_DEMANDING = ("norm", "advice", "needless")
_MOST_OF_NOUN = 3
_INNER = ("subordinators", "relatives", "conditions", "lesser", "list_joiners", "joiners")
"""Cues of words that open a clause which is not the main one."""


def incomplete(sentence: str, wording: Wording) -> str:
    """Why a sentence says nothing by itself, in plain words; "" if it does."""
    if sentence.rstrip().endswith(":"):
        return Told("It only introduces what follows.")
    imagined = wording.has("counterfactual", sentence) and "," in sentence
    if wording.opens("anyone", sentence) or imagined:
        return ""
    if wording.opens("subordinators", sentence) and not is_whole(bare(sentence), wording):
        return "" if _has_main_clause(sentence, wording) else PART
    return ""


def says_so(part: str, wording: Wording) -> bool:
    """Whether its first verb is that of a main clause with its subject: not "not just to join those who know"."""
    first = part.split(maxsplit=1)[0]
    if wording.opens("negations", part) or (wording.is_closed(first) and not wording.is_word("claim_openers", first)):
        return False
    verbs = finite(part, wording)
    inner = wording.search("subordinators", part)
    return bool(verbs) and (inner is None or verbs[0] < inner.start())


def _has_main_clause(sentence: str, wording: Wording) -> bool:
    """Whether, after a clause that says when it holds, another one has a verb or demands something: "Quando la pompa si
    rompe, | bisogna chiamare il custode".
    """
    if not wording.opens("conditions", sentence):
        return False
    after = [one.strip() for one in sentence.split(", ")[1:]]
    return any(
        (finite(one, wording) or any(wording.has(cue, one) for cue in _DEMANDING))
        and not any(wording.opens(cue, one) for cue in _INNER)
        for one in after
    )


def has_no_verb(sentence: str, kinds: tuple[ClaimKind, ...], wording: Wording) -> bool:
    """Whether it is a long noun phrase with a full stop: "Iterations based on figures that everyone trusts."."""
    if _is_noun_with_clause(sentence, wording) or (not STRONG & set(kinds) and _is_glossed(sentence, wording)):
        return True
    if not wording.words("noun_phrase_openers") or STRONG & set(kinds):
        return False
    return wording.opens("noun_phrase_openers", sentence) is not None and not finite(sentence, wording)


def _is_glossed(part: str, wording: Wording) -> bool:
    """Whether it is a term and, behind a dash, only what it stands for: "Rota — the list of those who open"."""
    term, dash, gloss = part.partition(" — ") if " — " in part else part.partition(" – ")
    if not dash or len(term.split()) > _MOST_OF_NOUN or finite(term, wording):
        return False
    opened = wording.is_word("articles", gloss.split(maxsplit=1)[0]) if gloss else False
    inner = wording.search("subordinators", gloss)
    return opened and not finite(gloss[: inner.start()] if inner else gloss, wording)


def _is_noun_with_clause(part: str, wording: Wording) -> bool:
    """Whether it is a noun and what is said of it, of which nothing is claimed: "A memory that helps"."""
    opened = wording.opens("anyone", part)
    after = bare(part[opened.end() :]).split() if opened else []
    if opened is None or not 1 <= len(after) <= _MOST_OF_NOUN or finite(opened[0], wording):
        return False
    if any("," in word for word in after):
        return False
    return len(after) == 1 or finite(" ".join(after), wording) == (len(" ".join(after[:-1])) + 1,)
