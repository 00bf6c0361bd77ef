"""From an article's lessons section to discussion questions: a verbatim passage and one open ask each.

The way through: `units` takes a section apart, `passages` decides what is worth asking about and where to cut it,
`claims` says what kind of claim it is, `slots` finds words in it that an ask may use, `asking` words the question,
`choosing` says how many, which and in what order, and `gates` refuses whatever breaks a rule. `making` puts them together.
"""

from bot.domain.questions.making import make_questions
from bot.domain.questions.question import (
    MAX_ASK,
    MAX_EVIDENCE,
    VERSION,
    ClaimKind,
    Passage,
    Question,
    QuestionSet,
    Rejected,
)

__all__ = [
    "MAX_ASK",
    "MAX_EVIDENCE",
    "VERSION",
    "ClaimKind",
    "Passage",
    "Question",
    "QuestionSet",
    "Rejected",
    "make_questions",
]
