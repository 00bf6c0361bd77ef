"""The wording of a question: which ask of the language fits a passage, and with which of its words.

Rules of this file: an ask is used once in a set; which of several is used depends on the passage, not on its place, so
that moving a passage changes no question; an ask with words of the passage goes before one without.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby

from bot.domain.questions.asks import ANY_CLAIM, ANY_KIND, ROLES, Ask
from bot.domain.questions.claims import kinds_of
from bot.domain.questions.passages import Candidate
from bot.domain.questions.question import MAX_ASK, VERSION, ClaimKind, Question
from bot.domain.questions.wording import Wording

_OTHER_ROLES = {
    "open": ("open", "core"),
    "core": ("core", "open"),
    "weigh": ("weigh", "core"),
    "close": ("close",),
}
_DESCRIBING = (ClaimKind.CLAIM, ClaimKind.CAUSE, ClaimKind.COMPARISON, ClaimKind.TENSION)
_OF_DESCRIPTIONS = {"topic", "people"}
_OF_SUBJECTS = {(ClaimKind.TENSION.value, "core"), (ClaimKind.REGRET.value, "weigh")}
_CLAIMED = frozenset({"claim", "said", "lead"})
_OPENING_WORDS = 3
_WEAR = 0.4
_OTHER_ROLE = 1.0
"""How much further an ask of another role is from a passage: a plain one of its own role goes before a vague one."""
_FAR = 3.0


class Asker:
    """Words questions of one set, remembering what has been asked."""

    def __init__(self, text: str, wording: Wording) -> None:
        self._text = text
        self._wording = wording
        self._used: set[Ask] = set()
        self._spoken_of: Counter[str] = Counter()
        self._openings: set[str] = set()

    def question(self, candidate: Candidate, kind: ClaimKind, role: str, slots: Mapping[str, str]) -> Question | None:
        """The question, or None if every fitting ask is used up or has a slot without words."""
        passage = candidate.span.of(self._text)
        mentioned = slots.get("mentioned") if "topic" not in slots else None
        slots = {**slots, "topic": mentioned} if mentioned else slots
        for ask in self._in_order(passage, candidate, kind, role, slots):
            if mentioned and "topic" in ask.slots and not _may_be_of_mentioned(ask):
                continue
            asked = ask.filled(slots)
            if asked is None or len(asked) > MAX_ASK or asked.count(self._wording.question_mark) != 1:
                continue
            self._used.add(ask)
            self._spoken_of.update(ask.slots)
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
        """Fitting unused asks: those nearest to the passage first, where another role puts an ask further off."""
        names = _names(candidate, kind, slots)
        fitting = [ask for one in _OTHER_ROLES[role] for name in names for ask in self._wording.asks_for(name, one)]
        usable = [ask for ask in fitting if ask not in self._used and _speaks_of(ask, kind, slots, self._wording)]
        apart = {ask: self._apart(ask, role) for ask in usable}
        for _, tied in groupby(sorted(usable, key=apart.__getitem__), key=apart.__getitem__):
            yield from sorted(tied, key=lambda ask: self._preference(ask, passage, slots))

    def _apart(self, ask: Ask, role: str) -> float:
        """How far an ask keeps from the passage; further if the set has often spoken so, or it is of another role."""
        worn = _WEAR * sum(self._spoken_of[slot] for slot in ask.slots)
        return _distance(ask) + worn + _OTHER_ROLE * (ask.role != role)

    def _preference(self, ask: Ask, passage: str, slots: Mapping[str, str]) -> tuple[bool, bool, str]:
        """Of asks that are equally far the ones made for the kind first, then a fresh opening."""
        repeated = _opening(ask.filled(slots) or "") in self._openings
        drawn = hashlib.sha256(f"{ask.template}\n{passage}".encode()).hexdigest()
        return (ask.kind in ANY_KIND, repeated, drawn)


def _may_be_of_mentioned(ask: Ask) -> bool:
    """Whether an ask about a topic fits one that the passage only mentions: what follows for how one deals with it,
    what clashes in it or what was known about it can be asked of its subject alone.
    """
    return ask.role != "close" and (ask.kind, ask.role) not in _OF_SUBJECTS


def closeness(candidate: Candidate, kind: ClaimKind, slots: Mapping[str, str], wording: Wording) -> float:
    """How close to the passage the best ask of that kind can come: 1 for what it states or claims, 0 for none of it."""
    asks = _nearest_first(tuple(_names(candidate, kind, slots)), wording)
    nearest = next((_distance(ask) for ask in asks if _speaks_of(ask, kind, slots, wording)), _FAR)
    return 1 - max(0.0, nearest - 1) / (_FAR - 1)


@cache
def _nearest_first(names: tuple[str, ...], wording: Wording) -> tuple[Ask, ...]:
    """All asks of these kinds, the closest to a passage first. Remembered: every passage goes through them."""
    asks = (ask for name in names for role in ROLES for ask in wording.asks_for(name, role))
    return tuple(sorted(asks, key=_distance))


def _speaks_of(ask: Ask, kind: ClaimKind, slots: Mapping[str, str], wording: Wording) -> bool:
    """Whether the passage has words for every slot, and a claim that is put into an ask is one of that kind: an
    imperative is followed or not, it does not hold.
    """
    if not ask.slots <= slots.keys() or ("topic" in ask.slots and kind is ClaimKind.REGRET and "people" in slots):
        return False  # what could be known about people is no question about what they did
    if kind is ClaimKind.ADVICE and "lead" in ask.slots and wording.has("holds", ask.template):
        return False
    if any(wording.has("negations", slots[slot]) for slot in _denied_by(ask, wording)):
        return False  # one would have to think round two negations: "When might it not be true that silence is no ..."
    if kind in ANY_CLAIM or not ask.slots & {"claim", "said", "theme"}:
        return True
    said = " ".join(slots[slot] for slot in ("theme", "verb", "rest")) if "theme" in ask.slots else slots["said"]
    return kind in _kinds_said(said, wording)


@cache
def _denied_by(ask: Ask, wording: Wording) -> frozenset[str]:
    """The claims that an ask puts behind a negation of its own. Remembered: every passage goes through all asks."""
    return ask.slots & _CLAIMED if wording.has("negations", ask.template) else frozenset()


@lru_cache(maxsize=256)
def _kinds_said(said: str, wording: Wording) -> tuple[ClaimKind, ...]:
    return kinds_of(said, wording)


def _names(candidate: Candidate, kind: ClaimKind, slots: Mapping[str, str]) -> Sequence[str]:
    """Which asks fit: of a quoted speaker only those about the speaker, of a whole list only those about lists."""
    if candidate.whole_list:
        return ("sides",) if kind is ClaimKind.TENSION else ("list",)
    if "speaker" in slots:
        return ("asker",) if candidate.asks else ("speaker",)
    describes = kind in _DESCRIBING
    return (kind.value, *(name for name in ANY_KIND if describes or name not in _OF_DESCRIPTIONS))


def _distance(ask: Ask) -> float:
    """How far an ask keeps from the passage: what that states, what it claims, what it is about, nothing of it."""
    return _slots_keep(ask.slots)


@cache
def _slots_keep(slots: frozenset[str]) -> float:
    if not slots:
        return _FAR
    if slots & {"topic", "people"}:
        return 2.2 if "topic" in slots else 1.6
    if "lead" in slots:
        return 0.9
    if slots & {"actor", "agent"}:
        return -0.1
    return 1.0 if slots & {"claim", "told", "said", "that", "theme"} else 0.0


def _opening(asked: str) -> str:
    return " ".join(asked.casefold().split()[:_OPENING_WORDS])
