"""An article and its lessons sections become a set of questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.article import Article, BlockKind
from bot.domain.language import Language
from bot.domain.lessons import LessonSection, Step
from bot.domain.questions.asking import Asker, closeness
from bot.domain.questions.author import MOST_AUTHOR_QUESTIONS, AuthorQuestion, author_questions
from bot.domain.questions.choosing import Choice, Scored, choose, overlap, supply, with_roles
from bot.domain.questions.gates import Gate, faults
from bot.domain.questions.importance import importance
from bot.domain.questions.lists import whole_list
from bot.domain.questions.passages import Candidate, candidates
from bot.domain.questions.question import Passage, Question, QuestionSet, Rejected
from bot.domain.questions.slots import slots
from bot.domain.questions.units import take_apart
from bot.domain.questions.vocabulary import Vocabulary
from bot.domain.questions.wording import Wording, wording
from bot.told import Told

_SPARES = 7


def make_questions(
    article: Article, sections: Sequence[LessonSection], language: Language | None, *, limit: int = 7
) -> QuestionSet:
    """The questions of an article's lessons sections, at most `limit`, in the order they are to be asked.

    Pure and deterministic. Every passage lies inside a section, and `article.text[span[0]:span[1]]` is it, verbatim.
    """
    words = wording(language or Language(tag=article.language or "und", name=""))
    asked, rhetorical, rejected = _authors(article, sections, words)
    ground = _ground(sections)
    scored, turned_down = _scored(article, ground, words)
    least, most = supply(sum(len(article.text[one.start : one.end].split()) for one in ground))
    apart = sum(not any(one.start <= question.span[0] < one.end for one in ground) for question in asked)
    most = min(most + apart, limit) if ground else limit
    kept = asked if len(asked) <= most else asked[: min(MOST_AUTHOR_QUESTIONS, most)]
    others = (*asked[len(kept) :], *rhetorical)
    free = [one for one in scored if not any(_overlaps(one, question) for question in kept)]
    taken = _taken(scored, kept)
    chosen = choose(free, least - len(kept), most - len(kept), taken)
    if not words.asks:
        passages = tuple(_passage(choice) for choice in chosen)
        return QuestionSet(tuple(kept), (*rejected, *turned_down), others, passages)
    asker = Asker(article.text, words)
    derived = _worded(asker, with_roles(chosen, led=bool(kept)))
    left = [one for one in free if not any(overlap(one, choice.scored) for choice in chosen)]
    further = _worded(asker, [(choice, "core") for choice in choose(left, _SPARES, _SPARES, Counter())])
    questions, faulty = _through_gates(article, sections, (*kept, *derived), language)
    spares, _ = _through_gates(article, sections, further, language)
    rejected += [*turned_down, *faulty]
    rejected = _not_used(rejected, (*questions, *others, *spares))
    rejected += _left_over(left, (*questions, *others, *spares))
    return QuestionSet(questions, tuple(rejected), (*others, *spares), note=_note(len(questions), least, limit, ground))


def _not_used(rejected: Sequence[Rejected], used: Sequence[Question]) -> list[Rejected]:
    """What was turned down, once each, without what a question quotes all the same."""
    kept: dict[str, Rejected] = {}
    for one in rejected:
        if not any(one.text in question.evidence or one.text == question.text for question in used):
            kept.setdefault(one.text, one)
    return list(kept.values())


def _left_over(left: Sequence[Scored], used: Sequence[Question]) -> list[Rejected]:
    """Passages beyond what a set and its spares hold, and those that are not worth a question."""
    enough = Told("It is good, but there are enough others that are better or of another kind.")
    none = Told("It shows no sign of a claim that one could generalise.")
    return [
        Rejected(one.quoted, enough if one.is_worth_asking else none)
        for one in left
        if not any(_overlaps(one, question) for question in used)
    ]


def _ground(sections: Sequence[LessonSection]) -> list[LessonSection]:
    """The sections that questions are derived from: the lessons, else the first rung of the ladder that there is.

    The author's own questions for discussion are asked as they are and nothing is derived from them.
    """
    for step in (Step.LESSONS, Step.KEY_POINTS, Step.CONCLUSION):
        found = [section for section in sections if section.step is step]
        if found:
            return found
    return []


def _through_gates(
    article: Article, sections: Sequence[LessonSection], questions: Sequence[Question], language: Language | None
) -> tuple[tuple[Question, ...], list[Rejected]]:
    """The questions that pass every hard gate, and the others with the gate that stopped them."""
    found = {fault.index: fault.gate for fault in faults(article, sections, questions, language)}
    kept = tuple(question for index, question in enumerate(questions) if index not in found)
    return kept, [Rejected(questions[index].text, _broken(gate)) for index, gate in found.items()]


def _broken(gate: Gate) -> Told:
    return Told("It breaks a hard gate: {gate}.", gate=Told(gate.value))


def _worded(asker: Asker, choices: Sequence[tuple[Choice, str]]) -> list[Question]:
    """The questions in the given order, worded in the order of their passages' text: moving a passage changes none."""
    worded = {}
    for choice, role in sorted(choices, key=lambda one: one[0].scored.quoted):
        question = asker.question(choice.scored.candidate, choice.kind, role, choice.scored.slots)
        if question:
            worded[id(choice)] = question
    return [worded[id(choice)] for choice, _ in choices if id(choice) in worded]


def _taken(scored: Sequence[Scored], kept: Sequence[Question]) -> Counter[int]:
    """How many of the author's questions each paragraph has given already."""
    units = {one.candidate.unit.paragraph: one.candidate.unit.span for one in scored}
    return Counter(
        number for number, span in units.items() for question in kept if span.start <= question.span[0] < span.end
    )


def _overlaps(one: Scored, question: Question) -> bool:
    span = one.candidate.span
    return span.start < question.span[1] and question.span[0] < span.end


def _note(found: int, least: int, limit: int, ground: Sequence[LessonSection]) -> str:
    """Says so when there is less to ask about than the length of the section promises."""
    if not ground or found >= min(least, limit):
        return ""
    if not found:
        return Told("No good question found: nothing in the section generalises.")
    if found == 1:
        return Told("Only 1 good question found: the rest of the section does not generalise.")
    return Told("Only {found} good questions found: the rest of the section does not generalise.", found=found)


def _authors(
    article: Article, sections: Sequence[LessonSection], words: Wording
) -> tuple[list[Question], list[Question], list[Rejected]]:
    """The author's questions, those first that yes or no cannot answer, each before the one that goes on from it; the
    rhetorical ones; and what only looked like a question.
    """
    asked: dict[str, AuthorQuestion] = {}
    rejected = []
    for section in sections:
        for found in author_questions(article, section, words):
            if isinstance(found, AuthorQuestion):
                asked.setdefault(found.question.text.casefold(), found)
            else:
                rejected.append(found)
    chains: list[list[AuthorQuestion]] = []
    for found in asked.values():
        chains = [*chains[:-1], [*chains[-1], found]] if chains and found.goes_on else [*chains, [found]]
    in_order = [one for chain in sorted(chains, key=lambda chain: not chain[0].open_ended) for one in chain]
    real = [one.question for one in in_order if not one.rhetorical]
    return real, [one.question for one in in_order if one.rhetorical], rejected


def _scored(article: Article, sections: Sequence[LessonSection], words: Wording) -> tuple[list[Scored], list[Rejected]]:
    """Every passage that may be asked about, with the words an ask may use, and every one that may not."""
    vocabulary = Vocabulary.of(_prose(article, sections), article.title, words)
    scored: list[Scored] = []
    rejected: list[Rejected] = []
    for section in sections:
        begun = len(scored)
        units, lists, set_aside = take_apart(article, section, words)
        rejected += set_aside
        found = [whole_list(article.text, one) for one in lists]
        found += [one for unit in units for one in candidates(article.text, unit, words)]
        for one in found:
            if isinstance(one, Candidate):
                quoted = one.span.of(article.text)
                central = vocabulary.centrality(one.claim.of(article.text), words)
                filled = slots(article.text, one, vocabulary, words)
                close = {kind: closeness(one, kind, filled, words) for kind in one.kinds}
                weight = importance(article.text, one, vocabulary, words)
                scored.append(Scored(one, filled, quoted, close, central, weight))
            else:
                rejected.append(one)
        if units and len(scored) > begun and scored[-1].candidate.unit.span == units[-1].span and not units[-1].listed:
            scored[-1] = replace(scored[-1], last_word=True)
    return scored, rejected


def _prose(article: Article, sections: Sequence[LessonSection]) -> str:
    """The article's text to the end of its lessons: what a site puts behind an article has no say. All of it if they
    stand in its first half. Without headings, in which any word may have a capital.
    """
    end = max((section.end for section in sections), default=0)
    end = end if 2 * end >= len(article.text) else len(article.text)
    prose = (one for one in article.blocks if one.kind is not BlockKind.HEADING and one.start < end)
    return "\n\n".join(map(article.block_text, prose))


def _passage(choice: Choice) -> Passage:
    span = choice.scored.candidate.span
    return Passage(choice.scored.quoted, (span.start, span.end), choice.kind)
