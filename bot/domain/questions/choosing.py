"""How many questions a section bears, which passages they are about, and in which order they are asked.

Rules of this file: the number follows the supply and is never padded; different kinds of claims, spread over the
section; list items in another order give the same choice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.questions.passages import Candidate
from bot.domain.questions.question import ClaimKind

_BY_WORDS = ((40, (1, 1)), (100, (2, 3)), (300, (3, 5)))
_LONGER = (5, 7)
_KIND_WEIGHT = {
    ClaimKind.COUNTERFACTUAL: 4.7,
    ClaimKind.NORM: 4.6,
    ClaimKind.PREDICTION: 4.6,
    ClaimKind.TENSION: 4.0,
    ClaimKind.ADVICE: 4.4,
    ClaimKind.CAUSE: 4.1,
    ClaimKind.REGRET: 4.2,
    ClaimKind.COMPARISON: 3.9,
    ClaimKind.CLAIM: 3.2,
}
_SAME_KIND = 2.6
_SAME_KIND_LED = 1.4
_LED = 1.6
"""What it counts that the author made it the lead of a paragraph: a lesson as the author words it."""
_UNDER = 2.4
"""What it counts against a passage that there is a lead over it."""
_SAME_PARAGRAPH = 1.0
_MOST_PER_PARAGRAPH = 2
_SECOND_KIND = 0.2
_GROUNDED = 2.8
_LAST_WORD = 1.6
_FOR_THE_END = 1.5
_WORTH_MORE = 2.0
_LEAST_WORTH = 2.3
"""Below it a passage is no lesson but an aside, and a set is better with a question less."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate and the slots its words fill.

    `closeness`: from 0 to 1, how closely a question about it can speak of it, by kind. `centrality`: from 0 to 1, how
    much the article speaks of the same things. `importance`: what else counts for it, or against it. `last_word`: it
    ends an essay, where the author says what is to be done.
    """

    candidate: Candidate
    slots: dict[str, str]
    quoted: str
    closeness: Mapping[ClaimKind, float]
    centrality: float = 0.0
    importance: float = 0.0
    last_word: bool = False

    def worth(self, kind: ClaimKind) -> float:
        rank = self.candidate.kinds.index(kind) if kind in self.candidate.kinds else 2
        worth = _KIND_WEIGHT[kind] - _SECOND_KIND * rank
        worth += _GROUNDED * self.closeness.get(kind, 0.0) + 0.4 * bool(self.candidate.unit.listed)
        worth += _LED * self.candidate.led - _UNDER * (self.candidate.under and not self.candidate.announced)
        words = len(self.quoted.split(maxsplit=8))
        worth += _LAST_WORD * (self.last_word and kind in _FOR_US[:2])
        return worth + self.centrality + self.importance - (0.8 if words < 8 else 0.0)

    @property
    def is_worth_asking(self) -> bool:
        """Whether it is good enough, as the kind that suits it best, to be asked about at all."""
        return max(map(self.worth, self.candidate.kinds)) >= _LEAST_WORTH


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate and the kind of claim it is asked about as."""

    scored: Scored
    kind: ClaimKind


def supply(words: int) -> tuple[int, int]:
    """The fewest and the most questions a section of so many words bears."""
    return next((numbers for below, numbers in _BY_WORDS if words < below), _LONGER)


def choose(scored: Sequence[Scored], least: int, most: int, taken: Counter[int]) -> list[Choice]:
    """Up to `most` passages, the best first; beyond `least` only those with a clear claim, and none that is not worth
    asking about, though they be fewer than `least`.

    `taken`: how many questions each paragraph already has. A paragraph gives two at most; one that is alone, three.
    """
    chosen: list[Choice] = []
    kinds: Counter[ClaimKind] = Counter()
    crowd: Counter[int] = Counter()
    taken = Counter(taken)
    left = [one for one in scored if one.is_worth_asking]
    alone = len({one.candidate.unit.paragraph for one in scored}) == 1
    limit = _MOST_PER_PARAGRAPH + alone
    while left and len(chosen) < most:
        open_ones = [one for one in left if one.candidate.unit.listed or taken[one.candidate.unit.paragraph] < limit]
        best = max((_best_kind(one, kinds, crowd) for one in open_ones), key=_rank, default=None)
        if best is None or (len(chosen) >= least and best[0] < _WORTH_MORE):
            break
        chosen.append(best[1])
        left.remove(best[1].scored)
        left = [one for one in left if not overlap(one, best[1].scored)]
        kinds[best[1].kind] += 1
        taken[best[1].scored.candidate.unit.paragraph] += 1
        crowd[best[1].scored.candidate.unit.paragraph] += 1
    return chosen


def _best_kind(one: Scored, kinds: Counter[ClaimKind], taken: Counter[int]) -> tuple[float, Choice]:
    crowded = 0.0 if one.candidate.unit.listed else _SAME_PARAGRAPH * taken[one.candidate.unit.paragraph]
    same = _SAME_KIND_LED if one.candidate.led or one.candidate.announced else _SAME_KIND
    no_end = not any(kinds[kind] for kind in _FOR_US[:2])

    def weight(kind: ClaimKind) -> float:
        return one.worth(kind) - same * kinds[kind] - crowded + _FOR_THE_END * (no_end and kind in _FOR_US[:2])

    first, *more = one.candidate.kinds[:2]
    fitting = [first, *(kind for kind in more if one.closeness.get(kind, 0.0) > 0)]
    return max(((weight(kind), Choice(one, kind)) for kind in fitting), key=_rank)


def _rank(weighed: tuple[float, Choice]) -> tuple[float, str]:
    return (round(weighed[0], 6), weighed[1].scored.quoted)


def overlap(one: Scored, other: Scored) -> bool:
    """Whether two candidates quote the same words of the article, or the same ones from two places."""
    a, b = one.candidate.span, other.candidate.span
    return one.quoted == other.quoted or (a.start < b.end and b.start < a.end)


_EASE = (ClaimKind.CLAIM, ClaimKind.ADVICE, ClaimKind.CAUSE, ClaimKind.COMPARISON, ClaimKind.NORM, ClaimKind.REGRET)
_FOR_US = (ClaimKind.NORM, ClaimKind.ADVICE, ClaimKind.REGRET, ClaimKind.CAUSE, ClaimKind.PREDICTION)


def with_roles(choices: Sequence[Choice], led: bool) -> list[tuple[Choice, str]]:
    """The choices in the order they are asked, each with its role.

    `led`: the author's own questions come first, so no other easy opening is needed.
    """
    order = sorted(choices, key=lambda choice: choice.scored.candidate.span.start)
    roles = {id(choice): "core" for choice in order}
    total = len(order) + led
    first = last = None
    if total >= 2:
        last = max(order, key=_closing)
        roles[id(last)] = "close"
    rest = [choice for choice in order if choice is not last]
    if rest and total >= 2 and not led:
        first = min(rest, key=lambda choice: (_place(choice.kind, _EASE), *_standing(choice)))
        roles[id(first)] = "open"
    middle = [choice for choice in rest if choice is not first]
    weigh = max(middle, key=_standing) if total >= 4 and middle else None
    if weigh:
        roles[id(weigh)] = "weigh"
    ordered = [first, *(choice for choice in middle if choice is not weigh), weigh, last]
    return [(choice, roles[id(choice)]) for choice in ordered if choice]


def _closing(choice: Choice) -> tuple[int, int, str]:
    """How well a passage ends a set: the last word of an essay, else what asks most to be done."""
    return (-_place(choice.kind, _FOR_US), *_standing(choice))


def _standing(choice: Choice) -> tuple[int, str]:
    """Where a passage stands; among list items, which may change places, its words decide."""
    candidate = choice.scored.candidate
    return (0 if candidate.unit.listed else candidate.span.start, choice.scored.quoted)


def _place(kind: ClaimKind, order: tuple[ClaimKind, ...]) -> int:
    return order.index(kind) if kind in order else len(order)
