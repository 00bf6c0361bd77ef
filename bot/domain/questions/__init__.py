"""From an article's lessons section to discussion questions: a verbatim passage and one open ask each.

The way through: `author` finds the author's own questions (`interrogatives`: whether words ask); `units` takes a
section apart; `passages` decides what is worth asking about and where to cut it (`dangling`, `parts`: what cannot stand
alone; `lists`: fragments, as a whole); `claims` says what kind of claim it is (`advice`: imperatives); `slots` finds
words in it that an ask may use (`clauses`, `phrases`: whole ones; `topics`: what it is about; `quoting`: what it may
quote); `importance` says what weighs for it; `choosing` how many, which, in what order; `asking` words the question;
`gates` refuses whatever breaks a rule. `making` puts them together.
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
