"""What the questions are measured against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.domain.questions import VERSION, ClaimKind, Question, make_questions
from bot.domain.questions.sentences import cut_at_clause, sentences
from tests.evaluation.corpus import Case

GENERIC = (
    "What is the main point of this section?",
    "What surprised you most in what you read here?",
    "How could we use this in our own work?",
)


def generic(case: Case) -> list[Question]:
    """Three questions that fit anything, over the beginning of the section."""
    first = _first_sentences(case)[:1]
    return [replace(question, text=text) for question in first for text in GENERIC]


def first_sentences(case: Case) -> list[Question]:
    """The section's first sentences, each with the same ask."""
    return _first_sentences(case)


def author_hidden(case: Case) -> list[Question]:
    """Our own rules on a section whose question marks are gone: what is left without the author's help."""
    plain = replace(case.article, text=case.article.text.replace("?", "."))
    made = make_questions(plain, case.sections, case.language).questions
    return [replace(one, evidence=case.article.text[slice(*one.span)]) for one in made]


def ours(case: Case) -> list[Question]:
    return list(case.found.questions)


BASELINES: dict[str, Callable[[Case], list[Question]]] = {
    "ours": ours,
    "ours, author hidden": author_hidden,
    "three generic": generic,
    "first sentences": first_sentences,
}


def _first_sentences(case: Case) -> list[Question]:
    text, section = case.article.text, case.sections[0]
    found: list[Question] = []
    for block in section.blocks:
        for sentence in sentences(text, block.start, block.end, case.article.language or "en"):
            span = cut_at_clause(text, sentence, 280)
            if span and len(found) < max(1, len(case.found.questions)):
                passage = (span.start, span.end)
                ask = "What do you think about this?"
                found.append(Question(ask, span.of(text), ClaimKind.CLAIM, passage, "baseline", VERSION))
    return found
