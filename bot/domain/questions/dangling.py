"""Whether a sentence hangs in the air: whether it points to something that only what stood before it says.

Rules of this file: a word that the sentence itself explains points nowhere; in doubt it does.
"""

from __future__ import annotations

from bot.domain.questions.wording import Wording

_SHORT_SENTENCE = 9
_NOT_YET_NAMED = 6
"""Words before "that board": with so few it was named in another sentence."""
_SEVERAL = ("plural_endings", "plural_words", "list_joiners")
"""Cues of several that "them" may stand for; "one of them" can only stand for things."""


def dangles(sentence: str, wording: Wording) -> bool:
    """Whether it points to something said before: at its opening, or with a word that nothing in it explains."""
    numbered = wording.opens("announced", sentence) or wording.opens("enumerators", sentence)
    sentence = sentence[numbered.end() :].lstrip(" ’'") if numbered else sentence
    if wording.opens("dangling", sentence) or wording.has("pointing", sentence) or _names_nobody(sentence, wording):
        return True
    words = sentence.split()
    shown = wording.search("demonstratives", sentence)
    if shown and shown.start() and len(sentence[: shown.start()].split()) <= _NOT_YET_NAMED:
        return True
    if len(words) > _SHORT_SENTENCE:
        return False
    return any(
        not (wording.is_word("plural_pronouns", found[0]) and wording.has("plural_endings", sentence[: found.start()]))
        for found in wording.finditer("pronouns", sentence)
        if found.start() > 0
    )


def _names_nobody(sentence: str, wording: Wording) -> bool:
    """Whether several ("one of them") are spoken of soon and nothing before says who: only where plurals show."""
    them = wording.search("objects", sentence) if wording.words("plural_endings") else None
    if them is None or len(sentence[: them.start()].split()) > _NOT_YET_NAMED + 2:
        return False
    before = sentence[: them.start()]
    several = ("plural_endings",) if wording.opens("complements", before.split()[-1]) else _SEVERAL
    return not any(wording.has(cue, before) for cue in several)
