"""The author's own questions: asked as they stand, with the article's own answer as the passage where it gives one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile

from bot.domain.article import Article, Block, BlockKind
from bot.domain.lessons import LessonSection
from bot.domain.questions.advice import is_advice
from bot.domain.questions.clauses import without_connective
from bot.domain.questions.dangling import dangles
from bot.domain.questions.interrogatives import CLAUSE, asks, asks_openly, is_closed
from bot.domain.questions.question import MAX_ASK, MAX_EVIDENCE, VERSION, ClaimKind, Question, Rejected
from bot.domain.questions.sentences import Span, cut_at_clause, ends_with_question, inside, quotations, sentences
from bot.domain.questions.speakers import speaker_in, spoken_in
from bot.domain.questions.verbs import is_past
from bot.domain.questions.wording import Wording
from bot.told import Told

MOST_AUTHOR_QUESTIONS = 5
"""Of an author who asks more than a set holds; the rest of the set is derived. What fits whole is asked whole."""
_LEAST_WORDS = 3
_LEAST_ANNOUNCING = 5
_STEM = 5
_LEAST_CHECKS = 2
_OFFER_WORDS = 10
_AFTER_LEAD = re.compile(r"(?::|\s[–—-])\s+(?=[¿A-ZÀ-ÖØ-ÞΑ-Ω])")
_QUERY = re.compile(r"\S[?]\w++=")
_NOT_TELLING = ("own", "possessives", "question_words")
_NO_QUESTION = "It is no question."


@dataclass(frozen=True, slots=True)
class AuthorQuestion:
    """`open_ended` is False for a question that yes or no can answer. `rhetorical`: one of those put to the reader and
    answered at once, a figure of speech, or an item of a checklist: the organiser may use it, the bot will not.
    `goes_on`: it points back to the question right before it, and makes no sense ahead of that.
    """

    question: Question
    open_ended: bool
    rhetorical: bool = False
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Sentence `index` of block `number` of a section, with the block's other sentences and its quotations.

    `checklist`: which of the block's questions are one, if any are.
    """

    text: str
    section: LessonSection
    number: int
    found: list[Span]
    quoted: list[Span]
    index: int
    mark: str
    checklist: frozenset[Span]

    @property
    def block(self) -> Block:
        return self.section.blocks[self.number]

    @property
    def sentence(self) -> Span:
        return self.found[self.index]


def author_questions(article: Article, section: LessonSection, wording: Wording) -> Iterator[AuthorQuestion | Rejected]:
    """The section's real questions in reading order, and those that are not, with the reason."""
    text = article.text
    for number, block in enumerate(section.blocks):
        if block.kind in {BlockKind.CODE, BlockKind.TABLE}:
            continue
        found = sentences(text, block.start, block.end, *wording.splits)
        quoted = quotations(text, block.start, block.end)
        checklist = _checklist(text, found, wording)
        for index, sentence in enumerate(found):
            if wording.question_mark not in sentence.of(text):
                continue
            place = _Place(text, section, number, found, quoted, index, wording.question_mark, checklist)
            reason = _why_not(place, wording)
            if not reason:
                yield _asked(place, wording)
            elif reason != _NO_QUESTION:
                yield Rejected(sentence.of(text), reason)


def _why_not(place: _Place, wording: Wording) -> str:
    """Why a sentence with a question mark is not asked, in plain words; "" if it is."""
    text, sentence, mark = place.text, place.sentence, place.mark
    if _in_address(sentence.of(text)):
        return Told("Its question mark belongs to an address.")
    quoted = inside(place.quoted, text.index(mark, sentence.start))
    if quoted or place.block.kind is BlockKind.QUOTATION:
        return Told("It is asked inside a quotation, so it belongs to its speaker.")
    if not ends_with_question(text, sentence, mark):
        return _NO_QUESTION
    if sentence.of(text).count(mark) != 1:
        return Told("It holds more than one question mark.")
    own = _question_part(text, sentence).of(text)
    if len(own) > MAX_ASK:
        return Told("It is longer than {most} characters.", most=MAX_ASK)
    if len(own.split()) < _LEAST_WORDS:
        return Told("It is too short to stand alone.")
    if _promotes(own, wording):
        return Told("It promotes something.")
    if wording.words("question_words") and not asks(own, wording):
        return Told("It is a statement with a question mark.")
    return ""


def _in_address(sentence: str) -> bool:
    """Whether a question mark stands inside an address. Word by word, since a pattern would look again and again."""
    addresses = (word.partition("://") for word in sentence.split())
    return any(scheme and "?" in rest for _, scheme, rest in addresses) or _QUERY.search(sentence) is not None


def _promotes(own: str, wording: Wording) -> bool:
    """Whether it invites the reader to something, at its opening or after a clause that speaks to the reader; or offers
    something, and is no question about such offers ("Who subscribes to a paper that nobody reads?").
    """
    if wording.offers_choice(own, parallel=True):
        return False  # "Are you interested in the truth, or in peace?"
    spoken_to = wording.has("readers", own)
    first, *later = CLAUSE.split(without_connective(own, wording))
    if any(wording.opens("invitations", clause) for clause in (own, first, *(later if spoken_to else ()))):
        return True
    brief = len(own.split()) <= _OFFER_WORDS and not asks_openly([first, *later], wording)
    return (spoken_to or brief) and wording.has("promotion", own)


def _question_part(text: str, sentence: Span) -> Span:
    """The sentence without its lead ("Know your values: What are they?"), if a capital opens the question itself."""
    found = list(_AFTER_LEAD.finditer(text, sentence.start, sentence.end))
    return Span(found[-1].end(), sentence.end) if found else sentence


def _asked(place: _Place, wording: Wording) -> AuthorQuestion:
    asked = _question_part(place.text, place.sentence)
    answer = _answer(place, wording)
    passage = answer or _before(place, wording) or _remark(place, wording) or _above(place, wording) or place.sentence
    passage = _with_referent(place, passage, wording)
    passage = passage if _says_something(place, passage) and _keeps_speakers(place.text, passage, wording) else asked
    passage = cut_at_clause(place.text, passage, MAX_EVIDENCE) or asked
    question = Question(
        text=asked.of(place.text),
        evidence=passage.of(place.text),
        kind=ClaimKind.QUESTION,
        span=(passage.start, passage.end),
        rule=Told("author's question, with the article's own answer") if answer else Told("author's question"),
        version=VERSION,
    )
    own = asked.of(place.text)
    open_ended = not is_closed(own, wording)
    rhetorical = bool(answer) and not open_ended and wording.has("readers", own)
    rhetorical = rhetorical or _is_answered_in_a_word(place, open_ended, wording) or asked in place.checklist
    rhetorical = rhetorical or _is_told(own, wording)
    rhetorical = rhetorical or (not open_ended and dangles(own, wording) and wording.has("readers", own))
    goes_on = place.index > 0 and _is_question(place, place.index - 1) and dangles(own, wording)
    return AuthorQuestion(question, open_ended, rhetorical, goes_on)


def _is_told(own: str, wording: Wording) -> bool:
    """Whether it only tells what its authors asked themselves in the course of their work ("My part was to plan: which
    room do we need, and when?"), and does not put it to anybody.
    """
    told, colon, _ = own.partition(": ")
    if not colon or wording.has("announces", told):
        return False
    return wording.has("own", told) and is_past(told, wording)


def _is_answered_in_a_word(place: _Place, open_ended: bool, wording: Wording) -> bool:
    """Whether the sentence after it begins with a word that is an answer by itself ("Yes, ..."), which has to be all of
    it where yes or no is none: "Exactly.", but not "Sure, the pump was old, but ...".
    """
    for one in place.found[place.index + 1 : place.index + 2]:
        said = one.of(place.text)
        if (word := wording.opens("answers", said)) is not None:
            return not (open_ended and any(map(str.isalnum, said[word.end() :])))
    return False


def _checklist(text: str, found: list[Span], wording: Wording) -> frozenset[Span]:
    """The questions of a block if they are a checklist: several that yes or no can answer, most of them put to the
    reader, below advice to do so: "Before you open, check three things. Do you have a licence? Do you have a cook?".
    """
    asked = [_question_part(text, one) for one in found if ends_with_question(text, one, wording.question_mark)]
    closed = [one for one in asked if is_closed(one.of(text), wording)]
    if sum(wording.has("readers", one.of(text)) for one in closed) < _LEAST_CHECKS:
        return frozenset()
    before = text[found[0].start : asked[0].start]
    last = sentences(before, 0, len(before), *wording.splits)[-1:] if before.strip() else []
    led = any(wording.has("readers", one.of(before)) and not wording.has("announces", one.of(before)) for one in last)
    return frozenset(closed if led else ())


def _keeps_speakers(text: str, passage: Span, wording: Wording) -> bool:
    """Whether it quotes nobody, or says whom: what a stranger says is no answer to the author's question."""
    quoted = spoken_in(text, passage.start, passage.end, wording)
    return not quoted or bool(speaker_in(passage.of(text), wording))


def _answer(place: _Place, wording: Wording) -> Span | None:
    """What the text says at once after the question: the rest of its block, else the beginning of the next one."""
    text, mark = place.text, place.mark
    rest = place.found[place.index + 1 :]
    if not rest and place.block.kind is not BlockKind.LIST_ITEM:
        following = place.section.blocks[place.number + 1 : place.number + 2]
        for block in following:
            if block.kind is BlockKind.LIST_ITEM or (block.kind is BlockKind.PARAGRAPH and not _leads(text, block)):
                rest = sentences(text, block.start, block.end, *wording.splits)
        if not _takes_up(place, rest, wording):
            return None
    rest = list(dropwhile(lambda one: ends_with_question(text, one, mark), rest))
    if not rest or _answers_nothing(rest[0].of(text), wording):
        return None
    end = rest[0].end
    for sentence in rest[1:]:
        if sentence.end - rest[0].start > MAX_EVIDENCE // 2 or ends_with_question(text, sentence, mark):
            break
        end = sentence.end
    return Span(rest[0].start, end)


def _answers_nothing(sentence: str, wording: Wording) -> bool:
    """Whether it speaks of questions, thanks somebody, or asks the reader for something ("Donate to our society")."""
    if wording.has("announces", sentence) or wording.has("thanks", sentence):
        return True
    return wording.has("promotion", sentence) and (wording.has("readers", sentence) or is_advice(sentence, wording))


def _takes_up(place: _Place, following: list[Span], wording: Wording) -> bool:
    """Whether the paragraph below goes on from the question. One that stands alone introduces it; one that closes a
    paragraph may only have ended that, unless the sentences below share a word with it that says what they are about.
    """
    if place.index == 0 or not following:
        return True
    return bool(_stems(place.sentence.of(place.text), wording) & _stems(following[0].of(place.text), wording))


def _stems(sentence: str, wording: Wording) -> set[str]:
    """The beginnings of its telling words, which most forms of a word share."""
    words = (word for word in re.findall(r"\w+", sentence) if wording.is_telling(word))
    return {word[:_STEM].casefold() for word in words if not any(wording.has(cue, word) for cue in _NOT_TELLING)}


def _with_referent(place: _Place, passage: Span, wording: Wording) -> Span:
    """The passage, or, if it or the question points back to something, the passage from there on."""
    text, index = place.text, place.index
    asked = without_connective(place.sentence.of(text), wording)
    apart = not place.block.start <= passage.start < place.block.end
    if not dangles(passage.of(text), wording) and (apart or not dangles(asked, wording)):
        return passage
    while index > 0 and (_is_question(place, index) or dangles(place.found[index].of(text), wording)):
        index -= 1
    start = min(place.found[index].start, passage.start)
    if wording.has("announces", place.found[index].of(text)):
        return passage
    return Span(start, passage.end) if passage.end - start <= MAX_EVIDENCE else passage


def _is_question(place: _Place, index: int) -> bool:
    return ends_with_question(place.text, place.found[index], place.mark)


def _remark(place: _Place, wording: Wording) -> Span | None:
    """The only question of a paragraph with what is said of it right after ("Who opens the gate next time? The question
    is the headmistress's.").
    """
    following = place.found[place.index + 1 : place.index + 2]
    if not following or sum(_is_question(place, index) for index in range(len(place.found))) != 1:
        return None
    remark = Span(place.sentence.start, following[0].end)
    return remark if wording.has("announces", following[0].of(place.text)) and len(remark) <= MAX_EVIDENCE else None


def _above(place: _Place, wording: Wording) -> Span | None:
    """The last statement of the paragraph above, if that is one, stands on its own and speaks of the same."""
    for block in place.section.blocks[max(0, place.number - 1) : place.number]:
        if block.kind is BlockKind.PARAGRAPH and place.block.kind is BlockKind.PARAGRAPH:
            last = sentences(place.text, block.start, block.end, *wording.splits)[-1]
            leans = dangles(last.of(place.text), wording) or ends_with_question(place.text, last, place.mark)
            leans = leans or wording.has("announces", last.of(place.text))
            apart = not _stems(last.of(place.text), wording) & _stems(place.sentence.of(place.text), wording)
            return None if leans or apart or len(last) > MAX_EVIDENCE else last
    return None


def _leads(text: str, block: Block) -> bool:
    """Whether a paragraph opens with a lead of its own: it begins something new and answers nothing."""
    return (
        block.lead_end is not None
        or _AFTER_LEAD.search(text, block.start, min(block.end, block.start + 60)) is not None
    )


def _says_something(place: _Place, passage: Span) -> bool:
    """Whether a passage holds more than questions: a question quoted over itself would be read twice."""
    inside = [one for one in place.found if passage.start <= one.start and one.end <= passage.end]
    return not inside or any(not ends_with_question(place.text, one, place.mark) for one in inside)


def _says_which(place: _Place, announcing: Span, wording: Wording) -> bool:
    """Whether what announces a question opens a paragraph that holds no other, and says something of it ("There remains
    the hardest question."): better to quote than the question over itself.
    """
    questions = sum(ends_with_question(place.text, one, place.mark) for one in place.found)
    said = announcing.of(place.text)
    plain = len(said.split()) >= _LEAST_ANNOUNCING and not (dangles(said, wording) or wording.has("unclear", said))
    return plain and questions == 1 and announcing == place.found[0]


def _speak_of_one(place: _Place, earlier: Span, wording: Wording) -> bool:
    """Whether the question points back to what is said before it, or shares a telling word with that."""
    asked = place.sentence.of(place.text)
    return dangles(without_connective(asked, wording), wording) or bool(
        _stems(asked, wording) & _stems(earlier.of(place.text), wording)
    )


def _before(place: _Place, wording: Wording) -> Span | None:
    """What leads up to the question within its block: the lead before it, or the last statement that does more than
    announce it ("Two questions remain."), unless that answers the question before this one.
    """
    for index in reversed(range(place.index + 1)):
        earlier = place.found[index]
        if not _is_question(place, index):
            if index and _is_question(place, index - 1) and not _speak_of_one(place, earlier, wording):
                return None
            announces = wording.has("announces", earlier.of(place.text))
            return place.sentence if announces and not _says_which(place, earlier, wording) else earlier
        lead = place.text[earlier.start : _question_part(place.text, earlier).start].rstrip(" :–—-")
        if lead:
            return Span(earlier.start, earlier.start + len(lead))
    return None
