"""Good questions with one fault each, and the gate that should catch it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.questions import ClaimKind, Question
from bot.domain.questions.gates import faults
from bot.domain.questions.wording import Wording, wording
from tests.evaluation.corpus import Case

_CLOSED = {
    "en": "Do you agree with what the article says here?",
    "es": "¿Es cierto lo que dice aquí el artículo?",
    "fr": "Est-ce que l’article a raison ici ?",
    "de": "Hat der Artikel hier recht?",
    "pt": "É verdade o que o artigo diz aqui?",
    "it": "È vero ciò che dice qui l’articolo?",
}
_STRANGER = {
    "en": "What does Ottilie Vandermeer want to say with what she said here?",
    "es": "¿Qué quiere decir Ottilie Vandermeer, según afirma aquí?",
    "fr": "Que veut dire Ottilie Vandermeer quand elle affirme cela, comme elle l’explique ?",
    "de": "Was meint Ottilie Vandermeer mit dem, was sie hier sagt?",
    "pt": "O que quer dizer Ottilie Vandermeer com o que afirma aqui?",
    "it": "Che cosa vuole dire Ottilie Vandermeer con ciò che afferma qui?",
}


def planted(case: Case) -> Iterator[tuple[str, list[Question], int]]:
    """Fault by fault: its name, the set with the faulty question in it, and that question's place."""
    if case.language is None or not case.language.asks:
        return
    words, good = wording(case.language), case.found.questions
    for index, question in enumerate(good):
        for name, faulty in _faulty(case, question, words):
            yield name, [*good[:index], faulty, *good[index + 1 :]], index
    for index in range(1, len(good)):
        again = replace(good[index], text=good[0].text)
        yield "repeat", [*good[:index], again, *good[index + 1 :]], index


def _faulty(case: Case, question: Question, words: Wording) -> Iterator[tuple[str, Question]]:
    mark = words.question_mark
    stem = question.text.rstrip(f" {mark}")
    echo = " ".join(question.evidence.split()[:9]).strip(" ,.;:")
    yield "yes or no", replace(question, text=_CLOSED[words.tag])
    yield "two questions", replace(question, text=f"{question.text} {stem}{mark}")
    yield "answer inside", replace(question, text=f"{stem}, {echo}{mark}")
    yield "wrong speaker", replace(question, text=_STRANGER[words.tag])
    after = len(case.article.text)
    outside = next(((0, one.start) for one in case.sections if one.start > 40), (after - 40, after))
    span = (outside[0], min(outside[0] + 60, outside[1]))
    yield "outside the section", replace(question, span=span, evidence=case.article.text[slice(*span)])
    if question.kind is not ClaimKind.QUESTION:
        other = next(ask for ask in words.asks if ask.kind not in {question.kind, "lead"} and not ask.slots)
        yield "ask does not fit", replace(question, text=other.template)


def caught(case: Case) -> list[tuple[str, bool]]:
    """Each planted fault of the case: its name, and whether any gate refused that question."""
    return [
        (name, any(fault.index == index for fault in faults(case.article, case.sections, questions, case.language)))
        for name, questions, index in planted(case)
    ]
