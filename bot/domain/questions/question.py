"""Discussion questions: a verbatim passage and one open ask."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MAX_EVIDENCE = 280
MAX_ASK = 240

VERSION = "6"
"""The rule set. Any change that makes other questions of the same article raises it."""


class ClaimKind(StrEnum):
    QUESTION = "question"
    NORM = "norm"
    ADVICE = "advice"
    CAUSE = "cause"
    COUNTERFACTUAL = "counterfactual"
    PREDICTION = "prediction"
    TENSION = "tension"
    COMPARISON = "comparison"
    REGRET = "regret"
    CLAIM = "claim"


STRONG = frozenset({ClaimKind.NORM, ClaimKind.ADVICE, ClaimKind.PREDICTION, ClaimKind.COUNTERFACTUAL, ClaimKind.REGRET})
"""Kinds of claims that are asked about although they stand under a bold lead, which is a lesson itself."""


@dataclass(frozen=True, slots=True)
class Question:
    """`evidence` is `Article.text[span[0]:span[1]]`, verbatim. `rule`: what made it. `version`: of the rule set."""

    text: str
    evidence: str
    kind: ClaimKind
    span: tuple[int, int]
    rule: str
    version: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A verbatim passage worth a question that the organiser words: the article's language has no asks."""

    evidence: str
    span: tuple[int, int]
    kind: ClaimKind


@dataclass(frozen=True, slots=True)
class Rejected:
    """A candidate that was not used, and the rule that said no, in plain words."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """What an article gives: the questions in the order they are asked, and what was left out.

    `spares`: further good questions, best first, none with an ask that `questions` uses. `passages`: for the organiser
    to word, where the language has no asks; empty otherwise. `note`: one sentence when fewer questions were found than
    the section's length would allow, else "".
    """

    questions: tuple[Question, ...]
    rejected: tuple[Rejected, ...]
    spares: tuple[Question, ...] = ()
    passages: tuple[Passage, ...] = ()
    note: str = ""
