"""Whether a sentence hangs in the air: whether it points to something that only what stood before it says.

Rules of this file: a word that the sentence itself explains points nowhere; in doubt it does.
"""

from __future__ import annotations

import re
from itertools import pairwise

from bot.domain.questions.advice import is_advice
from bot.domain.questions.parts import says_so
from bot.domain.questions.sentences import Span
from bot.domain.questions.vocabulary import TOKEN
from bot.domain.questions.wording import Wording

_SHORT_SENTENCE = 9
_LEAST_ALONE = 5
"""Words that what follows a colon needs, to be quoted without what stands before it."""
_NOT_YET_NAMED = 6
"""Words before "that board": with so few it was named in another sentence."""
_STEM = 5
"""Letters that most forms of a word share."""
_SEVERAL = ("plural_endings", "plural_words", "list_joiners")
"""Cues of several that "them" may stand for; "one of them" can only stand for things."""
_NEW_CLAUSE = ("conditions", "lesser", "joiners", "list_joiners")
"""Cues of words with which another clause begins, whose pronouns may stand for a noun before it."""
_PAUSE = re.compile(r"[,;:]\s")
_IN_BRACKETS = re.compile(r"\s\([^()]*\)")


def dangles(sentence: str, wording: Wording) -> bool:
    """Whether it points to something said before: at its opening, or with a word that nothing in it explains."""
    numbered = wording.opens("announced", sentence) or wording.opens("enumerators", sentence)
    sentence = sentence[numbered.end() :].lstrip(" ’'") if numbered else sentence
    if numbered and (that := wording.opens("complementizers", sentence)):
        sentence = sentence[that.end() :].lstrip(" ’'")
    if wording.opens("dangling", sentence) or wording.has("pointing", sentence) or _names_nobody(sentence, wording):
        return True
    words = sentence.split()
    if words and words[0].isdigit() and len(words) > 1 and wording.opens("auxiliaries", words[1]):
        return True  # "4 are still open": of what?
    shown = wording.search("demonstratives", sentence)
    if shown and shown.start() and len(sentence[: shown.start()].split()) <= _NOT_YET_NAMED:
        return True
    said = _IN_BRACKETS.sub("", sentence)
    if any(_is_new(said, shown) for shown in wording.finditer("pointed_at", said)):
        return True
    if len(words) > _SHORT_SENTENCE and wording.words("plural_pronouns"):
        return False  # where the cue holds every pronoun, a long sentence most often explains them
    return any(
        not _is_explained(found[0], sentence[: found.start()], wording)
        for found in wording.finditer("pronouns", sentence)
        if " " in sentence[: found.end()]
    )


def orders(lead: str, wording: Wording) -> bool:
    """Whether a bold lead is advice whose "it" is what the text under it is about: "Write it down at once"."""
    return is_advice(lead, wording) and not wording.opens("dangling", lead)


def after_colon(text: str, claim: Span, wording: Wording) -> Span | None:
    """What stands after the colon of a claim that hangs in the air ("This shows a wider problem: ..."), if that stands
    alone.
    """
    colon = claim.of(text).find(": ")
    rest = Span(claim.start + colon + 2, claim.end)
    if colon < 0 or len(rest.of(text).split()) < _LEAST_ALONE or not says_so(rest.of(text), wording):
        return None
    return None if dangles(rest.of(text), wording) else rest


def _is_new(sentence: str, shown: re.Match[str]) -> bool:
    """Whether a noun that is pointed at ("to answer | that question") does not stand before it in the sentence."""
    noun = shown[0].rpartition(" ")[2]
    return bool(shown.start()) and noun[:_STEM].casefold() not in sentence[: shown.start()].casefold()


def _is_explained(pronoun: str, before: str, wording: Wording) -> bool:
    """Whether what stands before a pronoun says what it stands for: several things, or one thing of another clause ("A
    committee must meet before | it decides", "Ask for help while you can get | it").
    """
    if wording.is_word("plural_pronouns", pronoun):
        return wording.has("plural_endings", before)
    own = wording.is_word("possessives", pronoun)  # "A branch must open | its books": its subject's, in its own clause
    words = TOKEN.finditer(before)
    for last, word in pairwise([None, *words]):
        if word is None or wording.is_closed(word[0]) or wording.has("adverb_endings", word[0]):
            continue
        after = before[word.end() :]
        parted = _PAUSE.search(after) or any(wording.has(cue, after) for cue in _NEW_CLAUSE)
        if _is_thing(last[0] if last else "", word[0], wording) and (own or parted):
            return True
    return False


def _is_thing(before: str, word: str, wording: Wording) -> bool:
    """Whether a word is a noun: by the article or preposition before it; at the opening, if it is no imperative."""
    if not before:
        return not wording.is_word("imperatives", word)
    return any(wording.is_word(cue, before) for cue in ("articles", "determiners", "prepositions"))


def _names_nobody(sentence: str, wording: Wording) -> bool:
    """Whether several ("one of them") are spoken of soon and nothing before says who: only where plurals show."""
    them = wording.search("objects", sentence) if wording.words("plural_endings") else None
    if them is None or len(sentence[: them.start()].split()) > _NOT_YET_NAMED + 2:
        return False
    before = sentence[: them.start()]
    several = ("plural_endings",) if wording.opens("complements", before.split()[-1]) else _SEVERAL
    return not any(wording.has(cue, before) for cue in several)
