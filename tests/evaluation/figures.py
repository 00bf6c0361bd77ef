"""Every figure that has a floor, by name: of the reading, on both sets of articles, and of the questions."""

from __future__ import annotations

from collections.abc import Sequence

from tests.evaluation import measures
from tests.evaluation.corpus import Case
from tests.evaluation.labelled import Labelled
from tests.evaluation.reading import Score, ours, score


def of_reading(name: str, articles: Sequence[Labelled]) -> dict[str, float]:
    """How well the articles are read, each figure named after the set of articles."""
    return {f"{name}: {figure}": value for figure, value in _shares(score(articles, ours)).items()}


def of_questions(cases: Sequence[Case]) -> dict[str, float]:
    """How good the questions are."""
    row, caught = measures.rows(cases)[0], measures.caught_faults(cases)
    shares = {"gates": row.gates, "ask only": row.ask_only, "3+ of 100 words": row.three_or_more}
    shares |= {"units asked": row.units, "kinds a set": row.kinds, "faults caught": min(caught.values())}
    shares |= {"false alarms": measures.false_alarms(cases)[0], "kept": min(measures.changes(cases).values())}
    shares |= {"survivors": float(measures.survivors(cases))}
    return {f"questions: {figure}": value for figure, value in shares.items()}


def _shares(found: Score) -> dict[str, float]:
    return {
        "titles": found.titles,
        "heading F1": found.heading_f1,
        "section F1": found.section_f1,
        "author's questions": found.questions[0] / found.questions[1] if found.questions[1] else 1.0,
        "negatives given a section": float(found.negatives[0]),
        "sections that run on": float(found.overrun[0]),
    }
