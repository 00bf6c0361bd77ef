"""A list of fragments, or two that stand against each other, as one passage: one asks about all of it."""

from __future__ import annotations

from bot.domain.questions.passages import Candidate, closed
from bot.domain.questions.question import MAX_EVIDENCE, ClaimKind, Rejected
from bot.domain.questions.sentences import Span
from bot.domain.questions.units import Fragments, Unit
from bot.told import Told


def whole_list(text: str, fragments: Fragments) -> Candidate | Rejected:
    """A list of fragments as one passage: what introduces it and as many items from its beginning as fit."""
    if not fragments.sides and sum(map(_is_wordy, (one.of(text) for one in fragments.items))) * 2 < len(
        fragments.items
    ):
        return Rejected(fragments.span.of(text), Told("It shows no sign of a claim that one could generalise."))
    for start in (fragments.span.start, fragments.items[0].start):
        ends = [item.end for item in fragments.items if item.end - start <= MAX_EVIDENCE]
        if len(ends) > 1:
            break
    else:
        return Rejected(fragments.span.of(text), Told("It is a list of fragments too long to be quoted."))
    span = closed(text, Span(start, ends[-1]))
    kind = ClaimKind.TENSION if fragments.sides else ClaimKind.CLAIM
    return Candidate(span, span, (kind,), Unit(span, True, "", start, start), whole_list=True)


def _is_wordy(item: str) -> bool:
    """Whether an item is made of words and is no path, command or name alone."""
    return sum(len(word) > 1 and word.strip(",;.:()").isalpha() for word in item.split()) > 1
