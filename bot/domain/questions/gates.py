"""The hard gates: what no question may break, whoever made it. The maker uses them, the tests and the evaluation too.

Rules of this file: a gate says no only where it can tell; a question a person worded is held to the form, to its
passage and to what its words show, not to the language's asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.article import Article, BlockKind
from bot.domain.language import Language
from bot.domain.lessons import LessonSection
from bot.domain.questions.asks import CLAIMS, Ask
from bot.domain.questions.pauses import bare
from bot.domain.questions.question import MAX_ASK, MAX_EVIDENCE, ClaimKind, Question
from bot.domain.questions.sentences import quotations
from bot.domain.questions.speakers import is_spoken, speaker_in, spoken_in
from bot.domain.questions.wording import Wording, wording
from bot.told import Told

_ECHO_WORDS = 6
_CONJUGATED = {"do", "act", "dont", "shun", "did"}
"""Slots whose first word, a verb, may stand in another form in the passage."""
_NAME = re.compile(r"(?<=[\w,] )[A-ZÀ-Þ][\w-]+")
_FULL_NAME = re.compile(r"(?<=[\w,] )[A-ZÀ-Þ][\w-]+(?: [A-ZÀ-Þ][\w-]+)+")
_MARKS = ' "“”„«»‘’‚'
_WORD = re.compile(r"[^\W_]+")


class Gate(StrEnum):
    VERBATIM = Told("the passage is one verbatim span of a lessons section")
    LENGTH = Told("the passage and the question are short enough")
    ONE_MARK = Told("there is exactly one question mark, at the end")
    OPEN = Told("yes or no cannot answer it")
    NO_ANSWER = Told("the answer is not in the question")
    SPEAKER = Told("a quotation keeps its speaker")
    QUOTED = Told("what it quotes or takes up stands in the passage to the letter")
    FITS = Told("the ask fits the passage")
    NO_REPEAT = Told("no ask is used twice")


@dataclass(frozen=True, slots=True)
class Fault:
    """A question (its place in the set) and the gate it breaks."""

    index: int
    gate: Gate


@dataclass(frozen=True, slots=True)
class _Held:
    """A question held against everything a gate may look at."""

    article: Article
    sections: Sequence[LessonSection]
    question: Question
    ask: Ask | None
    wording: Wording


def faults(
    article: Article, sections: Sequence[LessonSection], questions: Sequence[Question], language: Language | None
) -> tuple[Fault, ...]:
    """Every gate that a question of the set breaks, in the order of the questions."""
    words = wording(language or Language(tag=article.language or "und", name=""))
    found: list[Fault] = []
    seen: set[object] = set()
    for index, question in enumerate(questions):
        held = _Held(article, sections, question, words.ask_behind(question.text), words)
        found += [Fault(index, gate) for gate, passes in _GATES.items() if not passes(held)]
        traces = {question.text.casefold(), held.ask or question.text.casefold()}
        if seen & traces:
            found.append(Fault(index, Gate.NO_REPEAT))
        seen |= traces
    return tuple(found)


def _verbatim(held: _Held) -> bool:
    start, end = held.question.span
    inside = any(section.start <= start < end <= section.end for section in held.sections)
    return inside and held.article.text[start:end] == held.question.evidence


def _short(held: _Held) -> bool:
    return len(held.question.evidence) <= MAX_EVIDENCE and 0 < len(held.question.text) <= MAX_ASK


def _one_mark(held: _Held) -> bool:
    mark = held.wording.question_mark
    return held.question.text.count(mark) == 1 and held.question.text.rstrip(" \"'”’»)").endswith(mark)


def _open(held: _Held) -> bool:
    """What yes or no can answer is never our ask; the author's own question is asked as it stands."""
    if held.question.kind is ClaimKind.QUESTION and held.question.text in held.article.text:
        return True
    return not held.wording.yes_or_no(held.question.text)


def _no_answer(held: _Held) -> bool:
    """A leading turn of phrase gives the answer away, and so does a stretch of the passage not marked as quoted."""
    if held.question.kind is ClaimKind.QUESTION and held.question.text in held.article.text:
        return True
    if held.ask is not None:
        return True
    return not held.wording.has("leading", held.question.text) and not _echoes(
        held.question.text, held.question.evidence
    )


def _echoes(asked: str, passage: str) -> bool:
    for quoted in reversed(quotations(asked, 0, len(asked))):
        asked = f"{asked[: quoted.start]} | {asked[quoted.end :]}"
    words = re.findall(r"[^\W_]+|\|", asked.casefold())
    there = f" {' '.join(_WORD.findall(passage.casefold()))} "
    runs = zip(*(words[offset:] for offset in range(_ECHO_WORDS)), strict=False)
    return any(f" {' '.join(run)} " in there for run in runs)


def _keeps_speaker(held: _Held) -> bool:
    """Who is quoted stands in the passage; the question is about them, and about nobody the passage does not name."""
    question, words = held.question, held.wording
    spoken = spoken_in(question.evidence, 0, len(question.evidence), words)
    if question.kind is ClaimKind.QUESTION:
        return True
    speaker = speaker_in(question.evidence, words)
    if spoken and not speaker:
        return False
    if held.ask:
        named = (held.ask.slot_words(question.text) or {}).get("speaker", "")
        return named == speaker if "speaker" in held.ask.slots else not speaker
    if any(name not in held.article.text for name in _FULL_NAME.findall(question.text)):
        return False
    return not speaker or all(name in question.evidence for name in _NAME.findall(question.text))


def _fits(held: _Held) -> bool:
    """An ask of the language is about the kind of claim its passage makes, in the passage's own words."""
    if held.question.kind is ClaimKind.QUESTION:
        return held.question.text in held.article.text
    if held.ask is None:
        return True
    if held.ask.kind in set(ClaimKind) and held.ask.kind != held.question.kind:
        return False
    evidence = held.question.evidence
    there = [_plain(one) for one in (evidence, bare(evidence), *_headings(held))]
    given = held.ask.slot_words(held.question.text) or {}
    kept = (words.partition(" ")[2] if slot in _CONJUGATED else words for slot, words in given.items())
    return all(any(_fit_in(_plain(words), text) for text in there) for words in kept)


def _quotes_to_the_letter(held: _Held) -> bool:
    """No claim loses a word on its way into the ask: neither one in quotation marks nor one that it takes up.

    A person may quote from anywhere in the article, and what the marks hold may be a term of their own.
    """
    question = held.question
    asked = question.text
    if question.kind is ClaimKind.QUESTION:
        return True
    quoted = [one.of(asked).strip(_MARKS) for one in quotations(asked, 0, len(asked))]
    if held.ask is None:
        return all(_stands_in(one, held.article.text) for one in quoted if is_spoken(one))
    given = held.ask.slot_words(asked) or {}
    taken_up = [*quoted, *(words for slot, words in given.items() if slot in CLAIMS)]
    there = [question.evidence, *_headings(held)]
    return all(any(_stands_in(words, text) for text in there) for words in taken_up)


def _headings(held: _Held) -> Iterator[str]:
    """The headings inside the sections: a passage's lead may stand above it."""
    for section in held.sections:
        yield from (held.article.block_text(block) for block in section.blocks if block.kind is BlockKind.HEADING)


def _stands_in(words: str, text: str) -> bool:
    """Whether the words stand in the text in one stretch; the case of their first letter may be the ask's."""
    return " ".join(words.split())[1:].casefold() in " ".join(text.split()).casefold()


def _fit_in(words: str, text: str) -> bool:
    """Whether the words stand in the text in one stretch, or in two: where two slots meet, the border is a guess."""
    if words in text:
        return True
    spaces = (at for at, char in enumerate(words) if char == " ")
    return any(words[:at] in text and words[at:] in text[text.index(words[:at]) + at :] for at in spaces)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


_GATES: dict[Gate, Callable[[_Held], bool]] = {
    Gate.VERBATIM: _verbatim,
    Gate.LENGTH: _short,
    Gate.ONE_MARK: _one_mark,
    Gate.OPEN: _open,
    Gate.NO_ANSWER: _no_answer,
    Gate.SPEAKER: _keeps_speaker,
    Gate.QUOTED: _quotes_to_the_letter,
    Gate.FITS: _fits,
}
