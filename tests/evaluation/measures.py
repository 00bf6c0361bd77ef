"""Every measure of the questions, side by side, so that none is bought with another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.questions import Question
from bot.domain.questions.gates import faults
from bot.domain.questions.units import take_apart
from bot.domain.questions.wording import wording
from tests.evaluation.baselines import BASELINES
from tests.evaluation.by_hand import refused
from tests.evaluation.changes import shuffled_lists, survivors_elsewhere, through_the_reader
from tests.evaluation.corpus import Case
from tests.evaluation.planted import caught
from tests.evaluation.retrieval import Index, specificity

LONG = 100
"""Words from which on a section should bear three questions."""


@dataclass(frozen=True, slots=True)
class Row:
    """One way of asking, measured over all sections. Shares from 0 to 1; `kinds`: mean kinds of claims a set."""

    name: str
    questions: int
    gates: float
    ask_only: float
    with_passage: float
    kinds: float
    units: float
    three_or_more: float


def rows(cases: Sequence[Case]) -> list[Row]:
    """Ours and the baselines."""
    index = Index([case.article.text for case in cases])
    return [_row(name, cases, [made(case) for case in cases], index) for name, made in BASELINES.items()]


def _row(name: str, cases: Sequence[Case], sets: list[list[Question]], index: Index) -> Row:
    pairs = list(zip(cases, sets, strict=True))
    total = sum(map(len, sets))
    clean = sum(len(asked) - _refused(case, asked) for case, asked in pairs)
    alone = [(place, one.text) for place, asked in enumerate(sets) for one in asked]
    quoted = [(place, f"{one.evidence} {one.text}") for place, asked in enumerate(sets) for one in asked]
    long = [len(asked) >= 3 for case, asked in pairs if case.words >= LONG]
    return Row(
        name,
        total,
        clean / total if total else 0.0,
        specificity(index, alone),
        specificity(index, quoted),
        _mean([len({one.kind for one in asked}) for asked in sets]),
        _mean([_units_asked(case, asked) for case, asked in pairs]),
        _mean(long),
    )


def _refused(case: Case, asked: Sequence[Question]) -> int:
    return len({fault.index for fault in faults(case.article, case.sections, asked, case.language)})


def _units_asked(case: Case, asked: Sequence[Question]) -> float:
    """The share of the section's items and paragraphs that a question is about, out of as many as it asks."""
    if case.language is None:
        return 0.0
    spans = [
        unit.span for section in case.sections for unit in take_apart(case.article, section, wording(case.language))[0]
    ]
    touched = [any(span.start <= one.span[0] < span.end for one in asked) for span in spans]
    possible = min(len(spans), max(1, len(asked)))
    return min(1.0, sum(touched) / possible) if possible else 0.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def supply_table(cases: Sequence[Case]) -> dict[str, int]:
    """How many sections give no question, one or two, three or more."""
    found = Counter("0" if not n else "1-2" if n < 3 else "3+" for n in (len(case.found.questions) for case in cases))
    return {name: found[name] for name in ("0", "1-2", "3+")}


def caught_faults(cases: Sequence[Case]) -> dict[str, float]:
    """The share of planted faults that a gate catches, by fault, and over all."""
    hits: defaultdict[str, list[bool]] = defaultdict(list)
    for case in cases:
        for name, hit in caught(case):
            hits[name].append(hit)
            hits["all"].append(hit)
    return {name: _mean(found) for name, found in hits.items()}


def false_alarms(cases: Sequence[Case]) -> tuple[float, list[str]]:
    """The share of questions written by hand that a gate refuses, and which."""
    counted = [refused(case) for case in cases]
    total = sum(number for number, _ in counted)
    named = [f"{text} ({fault.gate})" for _, found in counted for text, fault in found]
    return (len(named) / total if total else 0.0), named


def changes(cases: Sequence[Case]) -> dict[str, float]:
    """The share of questions that stay under each change that should not matter."""
    return {**through_the_reader(), "list shuffled": shuffled_lists(list(cases))}


def survivors(cases: Sequence[Case]) -> int:
    """How many questions pass although another article's section stands in place of theirs."""
    return survivors_elsewhere(list(cases))
