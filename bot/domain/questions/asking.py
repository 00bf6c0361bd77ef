"""The wording of a question: which ask of the language fits a passage, and with which of its words.

Rules of this file: an ask is used once in a set; which of several is used depends on the passage, not on its place, so
that moving a passage changes no question; an ask with words of the passage goes before one without.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from bot.domain.questions.passages import Candidate
from bot.domain.questions.question import MAX_ASK, VERSION, ClaimKind, Question
from bot.domain.questions.wording import Ask, Wording

_OTHER_ROLES = {
    "open": ("open", "core"),
    "core": ("core", "open"),
    "weigh": ("weigh", "core"),
    "close": ("close",),
}
_CONNECTING = (ClaimKind.CAUSE, ClaimKind.TENSION, ClaimKind.COMPARISON, ClaimKind.CLAIM)
_OPENING_WORDS = 3


class Asker:
    """Words questions of one set, remembering what has been asked."""

    def __init__(self, text: str, wording: Wording) -> None:
        self._text = text
        self._wording = wording
        self._used: set[Ask] = set()
        self._openings: set[str] = set()

    def question(self, candidate: Candidate, kind: ClaimKind, role: str, slots: Mapping[str, str]) -> Question | None:
        """The question, or None if every fitting ask is used up or has a slot without words."""
        passage = candidate.span.of(self._text)
        for ask in self._in_order(passage, candidate, kind, role, slots):
            asked = ask.filled(slots)
            if asked is None or len(asked) > MAX_ASK or asked.count(self._wording.question_mark) != 1:
                continue
            self._used.add(ask)
            self._openings.add(_opening(asked))
            return Question(
                text=asked,
                evidence=passage,
                kind=kind,
                span=(candidate.span.start, candidate.span.end),
                rule=f"{ask.kind}, {ask.role}",
                version=VERSION,
            )
        return None

    def _in_order(
        self, passage: str, candidate: Candidate, kind: ClaimKind, role: str, slots: Mapping[str, str]
    ) -> Iterator[Ask]:
        """Fitting unused asks: of the role first, those with more words of the passage first, a new opening first."""
        for one in _OTHER_ROLES[role]:
            fitting = [ask for name in _names(candidate, kind, slots) for ask in self._wording.asks_for(name, one)]
            usable = [ask for ask in fitting if ask not in self._used and ask.slots <= slots.keys()]
            yield from sorted(usable, key=lambda ask: self._preference(ask, passage, slots))

    def _preference(self, ask: Ask, passage: str, slots: Mapping[str, str]) -> tuple[int, bool, str]:
        repeated = _opening(ask.filled(slots) or "") in self._openings
        drawn = hashlib.sha256(f"{ask.template}\n{passage}".encode()).hexdigest()
        return (_grounding(ask), repeated, drawn)


def _names(candidate: Candidate, kind: ClaimKind, slots: Mapping[str, str]) -> Sequence[str]:
    """Which asks fit: of a quoted speaker only those about the speaker, of a whole list only those about lists."""
    if candidate.whole_list:
        return ("sides",) if kind is ClaimKind.TENSION else ("list",)
    if "speaker" in slots:
        return ("speaker",)
    names = [kind.value]
    names += ["lead"] if "lead" in slots else []
    names += ["pair"] if "second" in slots and kind in _CONNECTING else []
    return names


def _grounding(ask: Ask) -> int:
    """How much of the passage an ask speaks of, most first: what is to be done, what it is about, nothing."""
    if ask.slots & {"do", "dont", "should", "lead"}:
        return 0
    return 1 if ask.slots else 2


def _opening(asked: str) -> str:
    return " ".join(asked.casefold().split()[:_OPENING_WORDS])
