"""Sentences that give bare numbers, about which there is nothing to discuss."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.domain.questions.question import ClaimKind
from bot.domain.questions.wording import Wording

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SEVERAL = 2
_WORDS_A_FIGURE = 20
_LEAST_ANSWER = 4
_DASHES = {"-", "–", "—"}


def is_of_figures(sentence: str, kinds: tuple[ClaimKind, ...], wording: Wording) -> bool:
    """Whether it gives figures, and few words beside them; not if what it holds against them has none ("at 20 or 30
    stalls the costs run away, but as an idea it works").
    """
    found = list(_NUMBER.finditer(sentence))
    if len(found) < _SEVERAL:
        return False
    ranges = sum(_joins(sentence[one.end() : other.start()].strip(), wording) for one, other in pairwise(found))
    figures = len(found) - ranges
    if figures < _SEVERAL or len(sentence.split()) >= figures * _WORDS_A_FIGURE:
        return False
    contrary = [one.end() for one in wording.finditer("contrary", sentence)] if ClaimKind.TENSION in kinds else []
    answer = sentence[contrary[-1] :] if contrary else ""
    return len(answer.split()) < _LEAST_ANSWER or _NUMBER.search(answer) is not None


def _joins(between: str, wording: Wording) -> bool:
    """Whether what stands between two numbers makes one figure of them: "20 or 30", "20-30"."""
    return between in _DASHES or (bool(between) and wording.is_word("alternatives", between))
