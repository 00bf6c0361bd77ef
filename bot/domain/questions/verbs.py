"""Finite verbs: whether a clause has one of its own, and whether it tells what happened."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from bot.domain.questions.wording import Wording

_PAUSE = re.compile(r"[,;:.!?]\s|\s[–—-]\s|—")


def is_past(part: str, wording: Wording) -> bool:
    """Whether a clause tells what happened: its first verb is one of narrative. Where it tells of every time, a verb of
    "we" that may as well be in the present ("Cada vez que despegamos") is none.
    """
    past, present = wording.search("past", part), wording.search("present", part)
    if past and wording.opens("whenever", part):
        past = next((one for one in wording.finditer("past", part) if not _may_be_of_now(one[0], wording)), None)
    return past is not None and (present is None or past.start() <= present.start())


def is_perfect(part: str, wording: Wording) -> bool:
    """Whether its first verb says what has happened up to now: "The committee has argued about it for years"."""
    perfect = wording.search("perfect", part)
    if perfect is None or wording.has("negations", perfect[0]) or wording.has("negations", part[: perfect.start()]):
        return False  # "A rota has never saved a garden" says something of all rotas
    before = part[: perfect.start()]
    return not (wording.has("subordinators", before) or any(start < len(before) for start in finite(part, wording)))


def _may_be_of_now(verb: str, wording: Wording) -> bool:
    """Whether a past form of "we" is one word with its pronoun, and so in most verbs the same as in the present."""
    own = wording.opens("own", verb)
    return own is not None and own[0] == verb


def is_whole(part: str, wording: Wording, *, strictly: bool = False) -> bool:
    """Whether a clause has a verb of its own beside those of the clauses inside it ("those who ask learn").

    `strictly`: verbs that stand together count once, as they should where every verb of the clause is a known one.
    """
    compared = [found.span() for found in wording.finditer("comparison", part)]
    inner = {
        found.start()
        for found in wording.finditer("subordinators", part)
        if not any(start < found.start() < end for start, end in compared)
    }
    apart = (found.start() for found in wording.finditer("conditions", part))
    inner |= {start for start in apart if not start or part[:start].rstrip().endswith(",")}
    return (_groups(part, wording) if strictly else len(finite(part, wording))) > len(inner)


def _groups(part: str, wording: Wording) -> int:
    """How many finite verbs there are, each counted once with the verbs that help it: "can be met"."""
    number, helped = 0, False
    for start, end in pairwise([*finite(part, wording), len(part)]):
        number += not helped
        verb, *after = part[start:end].split()
        helped = wording.opens("helping", verb) is not None and all(
            wording.opens("helping", word) or wording.has("negations", word) or wording.is_word("adverbs", word)
            for word in after
        )
    return number


def corrects(sentence: str, wording: Wording) -> bool:
    """Whether it says what is so after what is not ("not the tool, but the habit"): one claim, and no tension."""
    for joint in wording.finditer("contrary", sentence):
        after = _PAUSE.split(sentence[joint.end() :].lstrip(), maxsplit=1)[0]
        if wording.has("negations", sentence[: joint.start()]) and not is_whole(after, wording):
            return True
    return False


def has_unknown_verb(clause: str, wording: Wording) -> bool:
    """Whether an open word stands between a noun and an article, where only a verb can: "Pensar en el caso extremo
    disciplina todo el sistema".
    """
    words = re.findall(r"[\w’'-]+", clause)
    return any(
        wording.has("unknown_verbs", word)
        and not (wording.is_closed(before) or wording.is_closed(word) or wording.is_word("vague", word))
        and not wording.is_base_form(word)
        and (wording.is_word("articles", after) or wording.is_word("determiners", after))
        for before, word, after in zip(words[1:], words[2:], words[3:], strict=False)
    )


@lru_cache(maxsize=256)
def finite(part: str, wording: Wording) -> tuple[int, ...]:
    """Where the finite verbs that the language's cues know begin. Remembered: one clause is asked about many times."""
    cues = ("present", "past", "auxiliaries", "modal", "verbs")
    starts = sorted({found.start() for cue in cues for found in wording.finditer(cue, part)})
    return tuple(start for start in starts if not _is_noun(part[:start], wording))


def _is_noun(before: str, wording: Wording) -> bool:
    """Whether what follows is a noun although it could be a verb, by the word before it: "the work", "18F’s work"."""
    last = before.split()[-1:]
    if not last or not before.endswith(" "):
        return False
    nominal = any(wording.is_word(cue, last[0]) for cue in ("possessives", "prepositions"))
    return (
        nominal
        or (wording.is_word("articles", last[0]) and not wording.words("infinitives"))
        or last[0][-2:] in {"’s", "'s"}
    )
