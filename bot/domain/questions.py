"""Discussion questions: a verbatim passage and one open ask."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MAX_EVIDENCE = 280
MAX_ASK = 240


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


@dataclass(frozen=True, slots=True)
class Question:
    """`evidence` is `Article.text[span[0]:span[1]]`, verbatim. `rule` names the rule that made it, `version` the rule set."""

    text: str
    evidence: str
    kind: ClaimKind
    span: tuple[int, int]
    rule: str
    version: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A candidate that was not used, and the rule that said no, in plain words."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class QuestionSet:
    questions: tuple[Question, ...]
    rejected: tuple[Rejected, ...]
