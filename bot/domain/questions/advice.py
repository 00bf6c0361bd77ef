"""Whether a sentence is advice: it opens with an imperative, or with what stands for one in its language.

Rules of this file: a first word that may be a noun is taken for one if it has a verb; in doubt it is no advice.
"""

from __future__ import annotations

import re
from itertools import pairwise

from bot.domain.questions.verbs import finite, has_unknown_verb, is_whole
from bot.domain.questions.wording import Wording

_PAUSE = re.compile(r"[,;:.!?](?=\s|$)|\s[–—-]\s")
_LABEL_WORDS = 4
_WORD = re.compile(r"[\w’'-]+")
_IN_DASHES = re.compile(r"\s—[^—]{1,150}—(?=\s)|\s–\s[^–]{1,150}\s–(?=\s)")


def is_advice(sentence: str, wording: Wording) -> bool:
    """Whether it opens with an imperative: "Take it slow", "Never close ...", not "Work is" or "Plans fail"."""
    if wording.search("promised", sentence):
        return False  # "Ask anyone in town and you will be told": a condition
    if wording.opens("negative", sentence) or _ends_in_infinitive(sentence, wording):
        return True
    if wording.opens("occasions", sentence):
        return _holds_then(sentence.partition(", ")[2], wording)
    if called := _called_for(sentence, wording):
        return is_advice(called, wording)
    words = re.findall(r"[\w’'-]+", sentence)
    if (
        not words
        or _is_label(words, wording)
        or not (wording.is_word("imperatives", words[0]) or wording.has("infinitives", words[0]))
    ):
        return False
    follows = words[1].casefold() if len(words) > 1 else ""
    if _is_listed_noun(words, wording) or _has_listed_subject(sentence, wording):
        return False
    named = words[1:2] if len(words) > 3 and words[1][0].isupper() else []
    subject = words[: 1 + len(named)]
    if _is_verb_of(words[len(subject) :], wording) or _has_verb(sentence, wording):
        return False
    if wording.is_word("mass_nouns", words[0]) and _is_subject(follows, sentence, wording):
        return False
    if wording.is_word("complements", follows) and not wording.words("infinitives"):
        return False
    verb = "auxiliaries" if wording.words("auxiliaries") else "present"
    return not any(wording.opens(cue, follows) for cue in (verb, "modal", "past"))


def _called_for(sentence: str, wording: Wording) -> str:
    """What stands behind "Always", or behind a word and a colon ("Remember: promises are paper"), if it is whole."""
    if insists := wording.opens("insists", sentence):
        return sentence[insists.end() :].lstrip()
    call, _, called = sentence.partition(": ")
    return called if " " not in call and not called.endswith("?") and is_whole(called, wording) else ""


def _holds_then(sentence: str, wording: Wording) -> bool:
    """Whether what follows an occasion is advice: where infinitives give it too, an imperative must open it."""
    if not (wording.words("infinitives") or wording.words("late_infinitives")):
        return is_advice(sentence, wording)
    return wording.is_word("imperatives", re.split(r"\W", sentence, maxsplit=1)[0])


def _ends_in_infinitive(sentence: str, wording: Wording) -> bool:
    """Whether it advises as lists do in languages whose verb stands last: "Die Kasse offenlegen"."""
    if not wording.words("late_infinitives"):
        return False
    clause = _PAUSE.split(sentence.rstrip(" .!"), maxsplit=1)[0].rstrip()
    found = wording.search("late_infinitives", clause)
    return found is not None and not finite(clause, wording) and not wording.is_closed(clause[found.start() :])


def _is_subject(follows: str, sentence: str, wording: Wording) -> bool:
    """Whether a word that may be a noun has a verb: "Trust grows slowly", "Trust in the committee takes years"."""
    if follows.endswith("s") and wording.is_verb_form(follows):
        return True
    clause = _PAUSE.split(sentence, maxsplit=1)[0]
    verbs = [re.split(r"\W", clause[start:], maxsplit=1)[0] for start in finite(clause, wording)[1:]]
    return wording.is_word("prepositions", follows) and any(verb.endswith("s") for verb in verbs)


def _is_listed_noun(words: list[str], wording: Wording) -> bool:
    """Whether the first word is the first noun of two: "Trust and patience win", not "Stop and think"."""
    if len(words) < 3 or not wording.is_word("list_joiners", words[1]) or wording.is_closed(words[2]):
        return False
    return wording.is_word("mass_nouns", words[0]) and not wording.is_base_form(words[2])


def _has_listed_subject(sentence: str, wording: Wording) -> bool:
    """Whether a verb stands right behind two nouns joined, the first of which could be a verb elsewhere: "Share prices
    and dividends are no guide". Not where infinitives are no imperatives, nor behind a word that opens a clause.
    """
    if wording.words("infinitives"):
        return False
    clause = _PAUSE.split(sentence, maxsplit=1)[0]
    joint, inner = wording.search("list_joiners", clause), wording.search("subordinators", clause)
    if joint is None or (inner and inner.start() < joint.start()):
        return False
    before, after = clause[: joint.start()].split(), clause[joint.end() :].split()
    nouns = len(before) > 1 and any(wording.has(cue, before[-1]) for cue in ("plural_endings", "gerunds"))
    return (
        nouns
        and len(after) > 2
        and wording.has("plural_endings", after[0])
        and wording.opens("auxiliaries", after[1]) is not None
    )


def _is_verb_of(words: list[str], wording: Wording) -> bool:
    """Whether the first of the words is the verb of what stands before it: "Trust travels through people"."""
    if len(words) < 2 or not words[0].endswith("s"):
        return False
    return wording.has("verbs", words[0].casefold()) and wording.is_closed(words[1])


def _has_verb(sentence: str, wording: Wording) -> bool:
    """Whether an infinitive at the opening is the subject of a verb: "Fazer junto ensina mais", not "Ask who knows"."""
    if not wording.words("infinitives"):
        return False
    clause = _subject_at_length(re.split(r"[;:.!?]\s", _IN_DASHES.sub(" ", sentence))[0], wording)
    if has_unknown_verb(clause, wording):
        return True
    verbs = {found.start() for cue in ("present", "verbs", "past") for found in wording.finditer(cue, clause)}
    opened = [found.start() for found in wording.finditer("subordinators", clause)]
    inner = sum(any(start < verb < end for verb in verbs) for start, end in pairwise([*opened, len(clause)]))
    return bool(verbs) and (not opened or min(verbs) < opened[0] or len(verbs) > inner)


def _subject_at_length(clause: str, wording: Wording) -> str:
    """A clause up to its first comma, or the one after the last infinitive: "Ler as atas, abrir os livros são ..."."""
    parts = clause.split(", ")
    for number in range(len(parts) - 1, 0, -1):
        joiner = wording.opens("list_joiners", parts[number])
        word = _WORD.match(parts[number][joiner.end() :].lstrip() if joiner else parts[number])
        if word and wording.is_base_form(word[0]):
            return " ".join(parts[: number + 1])
    return parts[0]


def _is_label(words: list[str], wording: Wording) -> bool:
    """A few words with capitals ("Check Status") name something; they advise nothing. Small words between them show
    that the last is just a name: "Preguntar a Lisboa".
    """
    named = 1 < len(words) <= _LABEL_WORDS and words[0][0].isupper() and words[-1][0].isupper()
    return named and not (wording.words("infinitives") and any(wording.is_closed(word) for word in words[1:-1]))
