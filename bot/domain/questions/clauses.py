"""Clauses of a passage that may stand inside an ask.

Rules of this file: what is taken are the passage's own words in their order; a clause that leans on words around it,
leaves its restriction behind, or speaks for its authors, is not taken; in doubt nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from bot.domain.questions.advice import is_advice
from bot.domain.questions.pauses import (
    COMMA,
    END,
    JOINT,
    PAUSE,
    PAUSE_OR_COMMA,
    bare,
    between_adjectives,
    goes_on_listing,
    halves,
    until,
)
from bot.domain.questions.phrases import deed, is_restricted, may_open, noun, rest, theme, verb_phrase
from bot.domain.questions.verbs import finite, is_whole
from bot.domain.questions.vocabulary import TOKEN, Vocabulary
from bot.domain.questions.wording import Wording

_NUMBER = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
"""What is said of a year is a fact of that year, and no claim to be weighed."""
_LEAST_WORDS = 3
_MOST_WORDS = 18
_OPENERS = ("claim_openers", "articles", "determiners", "possessives", "gerunds", "plural_endings")
"""Cues of words that open a claim and are no imperative."""
_LEAST_PREDICATE = 4
"""Words of a clause that may not end in its verb: "the fact is"."""


def without_connective(sentence: str, wording: Wording) -> str:
    """The sentence without the word at its opening that joins it to the one before ("However, ...")."""
    found = wording.opens("connectives", sentence)
    return sentence[found.end() :].lstrip(" ,") if found else sentence


def clause(text: str, vocabulary: Vocabulary, wording: Wording, least: int = _LEAST_WORDS) -> str | None:
    """The main clause that `text` begins with, its first letter as inside a sentence; None if it cannot stand alone, or
    if what restricts it would be left behind.
    """
    part = _main_clause(text, wording)
    words = [match[0] for match in TOKEN.finditer(part)]
    if not least <= len(words) <= _MOST_WORDS or _hangs(part, words, wording) or is_restricted(text, part, wording):
        return None
    if not may_open(words[0], part, vocabulary, wording) or is_advice(part, wording) or not is_whole(part, wording):
        return None
    if words[0] not in vocabulary.names and _may_order(part, words[0], wording):
        return None
    part = _with_correction(text, part, wording)
    if len(part.split()) > _MOST_WORDS:
        return None
    if wording.words("claims_in_quotes"):
        return part
    return vocabulary.lowered(part, wording)


def main_clauses(sentence: str, vocabulary: Vocabulary, wording: Wording) -> Iterator[str]:
    """The clauses of a sentence that can stand alone, in their order: the one it begins with, and those joined on."""
    for place, piece in enumerate(pieces(sentence, wording)):
        lacking = _has_no_subject(piece, wording) if place else wording.opens("lesser", piece) is not None
        found = None if lacking else clause(piece, vocabulary, wording)
        if found:
            yield found


def _may_order(part: str, first: str, wording: Wording) -> bool:
    """Whether it may open with an imperative that no list knows: "Thatch early or do not complain"."""
    if wording.words("infinitives") or any(wording.opens(cue, first) for cue in _OPENERS):
        return False
    head = part[: next(iter(finite(part, wording)), len(part))]
    joint = wording.search("list_joiners", head)
    if joint is None:
        return wording.has("conditions", head)
    after = head[joint.end() :].split()[:1]
    return not after or (wording.is_closed(after[0]) and len(head[: joint.start()].split()) > 1)


def _has_no_subject(piece: str, wording: Wording) -> bool:
    """Whether a clause that was joined on takes its subject from the one before: "No es magia; es ingeniería"."""
    if 0 in finite(piece, wording):
        return True
    return any(wording.opens(cue, piece) for cue in ("pronouns", "dangling"))


@lru_cache(maxsize=256)
def pieces(sentence: str, wording: Wording) -> tuple[str, ...]:
    """The sentence, plain, and what stands in it after each pause if another main clause begins there.

    Remembered: each slot looks through the same few sentences.
    """
    plain = without_connective(bare(sentence), wording)
    return (plain, *filter(None, (joined(plain, pause, wording) for pause in JOINT.finditer(plain))))


def joined(plain: str, pause: re.Match[str], wording: Wording) -> str:
    """What stands after a pause if another main clause begins there, without the word that joins it on; else ""."""
    before, rest = plain[: pause.start()], plain[pause.end() :]
    if wording.opens("conditions", before):
        return ""
    lesser = wording.opens("lesser", before) if not JOINT.search(before) else None
    joiner = wording.opens("joiners", rest)
    if not is_whole(before[lesser.end() :] if lesser else before, wording):
        return ""
    if not (joiner or lesser or "," not in pause[0]):
        return ""
    rest = rest[joiner.end() :].lstrip(" ,") if joiner else rest
    opening = TOKEN.match(rest)
    return rest if opening and not wording.is_verb_form(opening[0]) else ""


def subordinate(text: str, vocabulary: Vocabulary, wording: Wording) -> str | None:
    """A clause that stood after a conjunction and may stand after another, as it is; None if it hangs in the air."""
    part = until(text, PAUSE, wording)
    words = [match[0] for match in TOKEN.finditer(part)]
    if not _LEAST_WORDS <= len(words) <= _MOST_WORDS or _hangs(part, words, wording):
        return None
    return part if may_open(words[0], part, vocabulary, wording) else None


def announced(text: str, vocabulary: Vocabulary, wording: Wording) -> str | None:
    """The one clause that stood after "that", and so is whole whether its verb is known or not."""
    part = END.sub("", bare(text))
    words = [match[0] for match in TOKEN.finditer(part)]
    if wording.words("claims_in_quotes") or not _LEAST_WORDS <= len(words) <= _MOST_WORDS:
        return None
    if PAUSE_OR_COMMA.search(part) or _hangs(part, words, wording):
        return None
    return part if may_open(words[0], part, vocabulary, wording) else None


Check = Callable[[str, Vocabulary, Wording], str | None]

CHECKS: dict[str, Check] = {
    "claim": clause,
    "one": clause,
    "other": clause,
    "would": lambda text, vocabulary, wording: _affirmed(clause(text, vocabulary, wording), wording),
    "effect": lambda text, vocabulary, wording: _explained(clause(text, vocabulary, wording, 3), wording),
    "that": subordinate,
    "theme": theme,
    "rest": rest,
    "verb": lambda text, *_: text.lower(),
    "condition": subordinate,
    "between": noun,
    "first": noun,
    "second": noun,
    "needed": noun,
    "topic": noun,
    "who": noun,
    "subject": noun,
    "mover": noun,
    "doing": verb_phrase,
    "do": verb_phrase,
    "dont": verb_phrase,
    "should": deed,
    "will": deed,
    "had": deed,
}
"""What the words for a slot must pass."""


def _affirmed(part: str | None, wording: Wording) -> str | None:
    """A clause that denies nothing: what would not have been is no idea without the condition it is cut off from."""
    return None if part and wording.has("negations", part) else part


def _explained(part: str | None, wording: Wording) -> str | None:
    """A clause that has a reason: not a demand, which has a purpose, nor what ends in the verb that the reason hangs on
    ("the reason it lasted is | because ...").
    """
    if part is None or wording.has("norm", part) or wording.opens("auxiliaries", part.split()[-1]):
        return None
    return part


def _with_correction(text: str, part: str, wording: Wording) -> str:
    """A clause with what it is told apart from right after it: "the rota has been withdrawn, | not torn up"."""
    after = text[text.find(part) + len(part) :]
    pause = COMMA.match(after)
    if pause is None or not wording.opens("negations", after[pause.end() :]):
        return part
    tail = END.sub("", until(after[pause.end() :], PAUSE_OR_COMMA, wording))
    return part if finite(tail, wording) else f"{part}, {tail}"


def _main_clause(text: str, wording: Wording) -> str:
    """What stands before the first pause, or before a comma or conjunction after which another clause begins."""
    part = until(text, PAUSE, wording)
    listing, begun = False, 0
    for comma in COMMA.finditer(part):
        before, after = part[: comma.start()], part[comma.end() :]
        remark, begun = begun and wording.opens("relatives", part[begun:]), comma.end()
        if remark and not is_whole(part[: comma.start()].rpartition(", ")[0], wording):
            continue  # "the common herd, which costs less than the fines, | cleared sixty acres": the verb is to come
        last_item = listing and wording.opens("list_joiners", after)
        listing = goes_on_listing(after, wording)
        is_list = last_item or listing or between_adjectives(before, after, wording) or halves(before, wording)
        if wording.words("claims_in_quotes") and not (
            wording.opens("joiners", after) or wording.opens("lesser", after)
        ):
            continue
        if not is_list and is_whole(before, wording):
            part = before
            break
    stop = wording.search("clause_openers", part)
    before = part[: stop.start()].rstrip(" ,") if stop else ""
    inside = wording.has("subordinators", before) and not is_whole(before, wording, strictly=True)
    if before and not inside and not wording.has("negations", before):
        part = before
    return END.sub("", part)


def _hangs(part: str, words: list[str], wording: Wording) -> bool:
    """Whether something in a clause makes no sense, or the wrong one, outside its place."""
    if (
        part.count(",") > 2
        or len(_NUMBER.findall(part)) > 4
        or _YEAR.search(part)
        or "/" in part
        or part[-1:] in "'’‘-"
    ):
        return True
    if any(wording.has(cue, part) for cue in ("own", "hanging", "pointing")) or wording.opens("main", part):
        return True
    many = wording.search("plural_pronouns", part)
    if many and not wording.has("plural_endings", part[: many.start()]) and not wording.has("plural_words", part):
        return True
    if len(words) <= _LEAST_PREDICATE and wording.opens("auxiliaries", words[-1]):
        return True
    if len(words) > 1 and wording.is_word("list_joiners", words[-2]) and wording.is_closed(words[-1]):
        return True
    return any(wording.is_word(cue, words[-1]) for cue in ("articles", "possessives", "complements"))
