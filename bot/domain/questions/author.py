"""The author's own questions: asked as they stand, with the article's own answer as the passage where it gives one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.article import Article, Block, BlockKind
from bot.domain.lessons import LessonSection
from bot.domain.questions.question import MAX_ASK, MAX_EVIDENCE, VERSION, ClaimKind, Question, Rejected
from bot.domain.questions.sentences import Span, cut_at_clause, ends_with_question, inside, quotations, sentences
from bot.domain.questions.wording import Wording

MOST_AUTHOR_QUESTIONS = 5
_LEAST_WORDS = 3
_AFTER_LEAD = re.compile(r"(?::|\s[–—-])\s+(?=[¿A-ZÀ-ÖØ-ÞΑ-Ω])")


@dataclass(frozen=True, slots=True)
class AuthorQuestion:
    """`open_ended` is False for a question that yes or no can answer: the organiser may use it, the bot will not."""

    question: Question
    open_ended: bool


def author_questions(
    article: Article, section: LessonSection, tag: str, wording: Wording
) -> Iterator[AuthorQuestion | Rejected]:
    """The section's real questions in reading order, and those that are not, with the reason."""
    mark = wording.question_mark
    for number, block in enumerate(section.blocks):
        if block.kind in (BlockKind.CODE, BlockKind.TABLE):
            continue
        found = sentences(article.text, block.start, block.end, tag)
        for index, sentence in enumerate(found):
            if mark not in sentence.of(article.text):
                continue
            reason = _why_not(article.text, block, sentence, mark, wording)
            if reason:
                if reason != _NO_QUESTION:
                    yield Rejected(sentence.of(article.text), reason)
                continue
            yield _asked(article.text, section, number, found, index, mark, wording)


_NO_QUESTION = "It is no question."


def _why_not(text: str, block: Block, sentence: Span, mark: str, wording: Wording) -> str:
    asked = sentence.of(text)
    at = text.index(mark, sentence.start)
    if re.search(r"\S*://\S*[?]\S*|\S+[?]\w+=\S*", asked):
        return "Its question mark belongs to an address."
    if block.kind is BlockKind.QUOTATION or inside(quotations(text, block.start, block.end), at):
        return "It is asked inside a quotation, so it belongs to its speaker."
    if not ends_with_question(text, sentence, mark):
        return _NO_QUESTION
    if asked.count(mark) != 1:
        return "It holds more than one question mark."
    own = _question_part(text, sentence).of(text)
    if len(own) > MAX_ASK:
        return f"It is longer than {MAX_ASK} characters."
    if len(own.split()) < _LEAST_WORDS:
        return "It is too short to stand alone."
    if wording.has("promotion", own):
        return "It promotes something."
    return ""


def _question_part(text: str, sentence: Span) -> Span:
    """The sentence without a lead before it ("Know your values: What are they?"), if a capital opens the question itself."""
    found = list(_AFTER_LEAD.finditer(text, sentence.start, sentence.end))
    return Span(found[-1].end(), sentence.end) if found else sentence


def _asked(
    text: str, section: LessonSection, number: int, found: list[Span], index: int, mark: str, wording: Wording
) -> AuthorQuestion:
    asked = _question_part(text, found[index])
    answer = _answer(text, section, number, found, index, mark)
    passage = answer or _before(text, section.blocks[number], found, index, asked, mark) or found[index]
    passage = cut_at_clause(text, passage, MAX_EVIDENCE) or Span(passage.start, passage.start + MAX_EVIDENCE)
    question = Question(
        text=asked.of(text),
        evidence=passage.of(text),
        kind=ClaimKind.QUESTION,
        span=(passage.start, passage.end),
        rule="author's question, with the article's own answer" if answer else "author's question",
        version=VERSION,
    )
    return AuthorQuestion(question, not wording.opens("closed", asked.of(text)))


def _answer(text: str, section: LessonSection, number: int, found: list[Span], index: int, mark: str) -> Span | None:
    """What the text says at once after the question: the rest of its block, else the beginning of the next one."""
    rest = found[index + 1 :]
    if not rest and number + 1 < len(section.blocks):
        following = section.blocks[number + 1]
        if following.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            rest = sentences(text, following.start, following.end, "en")
    if not rest or ends_with_question(text, rest[0], mark):
        return None
    end = rest[0].end
    for sentence in rest[1:]:
        if sentence.end - rest[0].start > MAX_EVIDENCE // 2 or ends_with_question(text, sentence, mark):
            break
        end = sentence.end
    return Span(rest[0].start, end)


def _before(text: str, block: Block, found: list[Span], index: int, asked: Span, mark: str) -> Span | None:
    """What leads up to the question within its block: the lead before it, or the last statement."""
    if asked.start > found[index].start:
        lead = text[found[index].start : asked.start].rstrip(" :–—-")
        if len(lead.split()) >= _LEAST_WORDS:
            return Span(found[index].start, found[index].start + len(lead))
    for earlier in reversed(found[:index]):
        if not ends_with_question(text, earlier, mark):
            return earlier
    return None
