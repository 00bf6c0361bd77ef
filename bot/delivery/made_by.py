"""What made a question, in words: the kind of claim, what of it is asked about, the place in a set. One vocabulary for
the preview, for `/questions why` and for the terminal.
"""

from __future__ import annotations

from bot.domain.questions import Question
from bot.languages.words import later, say

KIND_NAMES = {
    "question": later("the author’s own question"),
    "norm": later("what should be"),
    "advice": later("advice"),
    "cause": later("cause and effect"),
    "counterfactual": later("what could have been"),
    "prediction": later("a prediction"),
    "tension": later("a tension"),
    "comparison": later("a comparison"),
    "regret": later("a regret"),
    "claim": later("a claim"),
}
_ASKED = {
    "deed": later("asked about what the authors did"),
    "people": later("asked from the side of those concerned"),
    "lead": later("asked in the author’s own words"),
    "topic": later("asked about its subject"),
    "speaker": later("asked about whoever is quoted"),
    "list": later("asked about the list as a whole"),
    "sides": later("asked about both sides"),
}
_PLACES = {
    "open": later("to open with"),
    "core": later("for the core"),
    "weigh": later("to weigh it up"),
    "close": later("for the end"),
}


def kind_of(question: Question) -> str:
    """The kind of claim that a question is about."""
    return say(KIND_NAMES[question.kind.value])


def made_by(question: Question) -> str:
    """As in "what should be, asked about its subject, to open with"; a rule with a name of its own as it is."""
    asked, _, place = question.rule.partition(", ")
    if place not in _PLACES:
        return say(question.rule)
    return ", ".join(filter(None, [kind_of(question), _ASKED.get(asked) and say(_ASKED[asked]), say(_PLACES[place])]))
