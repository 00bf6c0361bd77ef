"""Questions a person wrote for our own articles: no gate may refuse one."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.questions.gates import Fault, faults
from tests.evaluation.corpus import Case

BY_HAND = {
    "first-winter-of-the-spoke": (
        "Which of the forty small decisions in October would you have left to one person?",
        "Why does the author call paying Pia right, although it nearly ended the co-operative?",
        "Think of a group you belong to: who decides there when there is no time to meet?",
        "What separates the dispatcher of the app from Pia with her telephone?",
        "How would you explain “a task that belongs to everybody belongs to nobody” to a new member?",
        "Where have you seen kindness do the work that a budget should have done?",
    ),
    "the-bread-stayed-in-the-ovens": (
        "Why did the committee put the vent before the hours?",
        "Who fed the strike, and why are they missing from the plaque?",
        "What would you have said at the gate of Kessler’s on the fourteenth day?",
        "How might one of Kessler’s forty men have told this story?",
        "In what sense did the strikers win, and in what sense did they lose?",
        "What does the author gain by reading the minute book against the plaque?",
    ),
    "the-library-on-mill-street": (
        "What could the campaign do with a count that it could not do with ten thousand signatures?",
        "Why was the staff kept out, and what did that cost?",
        "Suppose the sensor had worked: what argument would have been left?",
        "Which task would you have given somebody on their first evening?",
        "How much of this victory was luck?",
        "What would an opponent of the library have made of the figures?",
    ),
    "the-parser-nobody-paid-for": (
        "What did the companies owe Marit, if anything at all?",
        "Why did every fork fail?",
        "Which work in your own surroundings is noticed only when it stops?",
        "What is lost when nobody may work alone for more than a year?",
        "How does asking “how does it work” differ from asking “when will it work”?",
        "When is gratitude no help?",
    ),
}


def refused(case: Case) -> tuple[int, list[tuple[str, Fault]]]:
    """How many questions by hand the case has, and which of them a gate refuses."""
    texts = BY_HAND.get(case.name, ())
    if not texts or not case.found.questions:
        return 0, []
    model = case.found.questions[-1]
    questions = [replace(model, text=text, rule="by hand") for text in texts]
    found = faults(case.article, case.sections, questions, case.language)
    return len(texts), [(texts[fault.index], fault) for fault in found]
