"""A lessons section taken apart: list items and paragraphs, each with the heading or bold lead that says its claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.article import Article, Block, BlockKind
from bot.domain.lessons import LessonSection
from bot.domain.questions.advice import is_advice
from bot.domain.questions.claims import kinds_of
from bot.domain.questions.question import MAX_EVIDENCE, Rejected
from bot.domain.questions.sentences import Span, sentences
from bot.domain.questions.verbs import finite, is_whole
from bot.domain.questions.wording import Wording
from bot.told import Told

_LEAD = re.compile(r"(?P<lead>[^\W\d_][^:.!?–—\n]{1,70}?)(?::|\s+[–—-])\s+(?=\S)")
_NUMBERING = re.compile(r"^\W*(?:\w+\s+)?\d{1,2}\s*[.:)–—-]\s*")
_LIST_NUMBER = re.compile(r"(?:\(?\d{1,2}[.)]|[→➜➔➤▶►⇒»›•▪◦✓✔✅])\s+(?=[\"“„«‘¿¡]?[^\W\d])")
_GOES_ON = re.compile(r"[\w)%’'\"”»](?:[,;]|\s+[^\W\d_A-ZÀ-ÖØ-ÞΑ-Ω])")
"""Where the sentence that begins in bold type goes on behind it: a stress, and no lead."""
_MOSTLY_LINKS = 0.6
_FRAGMENT_WORDS = 6
_LEAD_WORDS = 8
_MARKED_LEAD_WORDS = 20
"""Words of a lead that its author set in bold: a whole sentence, if not a whole paragraph."""
_LEAST_ITEMS = 3
_BRIEF = 40
"""Words: of fewer a section bears one question."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One list item or paragraph, `[start, end)` of the article.

    `lead`: what a bold lead, the heading right above or a short first sentence says, "" if there is none; `lead_span`:
    where that stands. `lead_end`: where the text after a lead of its own begins (`start` if the lead stands above).
    `opening`: the lead is a sentence in running text. `goes_on`: its sentence goes on behind it. `paragraph`: shared by
    units of one paragraph, list or heading.
    """

    span: Span
    listed: bool
    lead: str
    lead_end: int
    paragraph: int
    lead_span: Span | None = None
    opening: bool = False
    goes_on: bool = False

    @property
    def led(self) -> bool:
        """Whether it opens with a lead of its own."""
        return self.lead_end > self.span.start


@dataclass(frozen=True, slots=True)
class _Heading:
    """What the heading above says, and where it stands: it leads the block right under it."""

    lead: str
    span: Span | None


_NONE = _Heading("", None)


@dataclass(frozen=True, slots=True)
class Fragments:
    """A list whose items are no sentences, asked about as a whole. `span`: with the line that introduces it, if one
    does. `sides`: two lists, one for it and one against.
    """

    span: Span
    items: tuple[Span, ...]
    sides: bool = False


def take_apart(
    article: Article, section: LessonSection, wording: Wording
) -> tuple[list[Unit], list[Fragments], list[Rejected]]:
    """The section's units in reading order, its lists of fragments, and what was set aside with the reason."""
    units: list[Unit] = []
    fragments: list[Fragments] = []
    rejected: list[Rejected] = []
    heading, group = _NONE, 0
    under: bool = False
    brief = sum(len(article.block_text(block).split()) for block in section.blocks) < _BRIEF
    runs = list(_runs(section.blocks))
    two_sided = _sides(article, runs, wording)
    fragments += [sides for _, sides in two_sided]
    spent = {number for numbers, _ in two_sided for number in numbers}
    for number, blocks in enumerate(runs):
        first = blocks[0]
        if number in spent:
            continue
        if first.kind is BlockKind.HEADING:
            heading = _Heading(_own_words(article.block_text(first), wording), Span(first.start, first.end))
            group, under = number, True
        elif first.kind is BlockKind.LIST_ITEM and _is_fragments(article, blocks, brief, wording):
            spans = tuple(Span(block.start, block.end) for block in blocks)
            start = _introduced_from(article, runs[number - 1], wording) if number else None
            fragments.append(Fragments(Span(spans[0].start if start is None else start, spans[-1].end), spans))
        else:
            for block in blocks:
                reason = _unusable(article, block)
                if reason:
                    rejected.append(Rejected(article.block_text(block), reason))
                else:
                    under = under and first.kind is BlockKind.PARAGRAPH
                    units.append(_unit(article, block, heading, group if under else number, wording))
                    heading = _NONE
    return units, fragments, rejected


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks, list items that follow one another together, every other block alone."""
    run: list[Block] = []
    for block in blocks:
        if run and not (block.kind is run[-1].kind is BlockKind.LIST_ITEM):
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _introduced_from(article: Article, before: list[Block], wording: Wording) -> int | None:
    """Where the sentence begins that introduces the list after it ("What a tenant can do:"), None if none does."""
    last = before[-1]
    if last.kind is not BlockKind.PARAGRAPH or not article.block_text(last).endswith(":"):
        return None
    return sentences(article.text, last.start, last.end, *wording.splits)[-1].start


def _sides(article: Article, runs: Sequence[list[Block]], wording: Wording) -> list[tuple[tuple[int, ...], Fragments]]:
    """Two lists, the first headed by what speaks for something, the second by what speaks against it.

    They give one question. It quotes from the last item of the first to the first item of the second.
    """
    found: list[tuple[tuple[int, ...], Fragments]] = []
    for number in range(len(runs) - 3):
        pro, for_it, con, against = runs[number : number + 4]
        lists = all(run[0].kind is BlockKind.LIST_ITEM for run in (for_it, against))
        if lists and _heads(article, pro, "pro", wording) and _heads(article, con, "con", wording):
            items = (Span(for_it[-1].start, for_it[-1].end), Span(against[0].start, against[0].end))
            sides = Fragments(Span(items[0].start, items[1].end), items, sides=True)
            if len(sides.span) <= MAX_EVIDENCE:
                found.append(((number, number + 1, number + 2, number + 3), sides))
    return found


def _heads(article: Article, run: list[Block], cue: str, wording: Wording) -> bool:
    text = article.block_text(run[0])
    return run[0].kind is not BlockKind.LIST_ITEM and len(text.split()) <= _LEAD_WORDS and wording.has(cue, text)


def _is_fragments(article: Article, blocks: Sequence[Block], brief: bool, wording: Wording) -> bool:
    """Whether most items are a few words without a full stop. `brief`: the section bears one question, so of a list
    without full stops it had better be about the whole.
    """
    texts = [article.block_text(block) for block in blocks]
    if brief and len(texts) >= _LEAST_ITEMS and blocks[-1].end - blocks[0].start <= MAX_EVIDENCE:
        return not any(text.rstrip()[-1:] in ".!?:" for text in texts)
    fragments = [text for text in texts if _is_fragment(text, wording)]
    return len(texts) >= _LEAST_ITEMS and len(fragments) > len(texts) / 2


def _is_fragment(text: str, wording: Wording) -> bool:
    """Whether it is a few words or a noun phrase, without a full stop, or a part of a sentence that runs through the
    list and no clause of its own.
    """
    short = len(text.split()) < _FRAGMENT_WORDS or _is_noun_phrase(text, wording)
    if text[:1].islower() and text.rstrip()[-1:] in ";,":
        return short or wording.opens("subordinators", text) is not None or not kinds_of(text, wording)
    return short and text.rstrip()[-1:] not in ".!?:"


def _is_noun_phrase(text: str, wording: Wording) -> bool:
    """Whether it names a thing and says nothing of it: "Importance of warnings that reach the last house"."""
    opened = wording.opens("nominal", text)
    return opened is not None and not is_whole(text, wording) and not is_advice(text, wording)


def _unusable(article: Article, block: Block) -> str:
    if block.kind in (BlockKind.CODE, BlockKind.TABLE):
        if block.kind is BlockKind.TABLE:
            return Told("It is a table: it cannot be quoted as a sentence.")
        return Told("It is a code: it cannot be quoted as a sentence.")
    if block.link_chars > _MOSTLY_LINKS * (block.end - block.start):
        return Told("It is mostly links.")
    if not article.block_text(block).strip():
        return Told("It is empty.")
    return ""


def _unit(article: Article, block: Block, heading: _Heading, number: int, wording: Wording) -> Unit:
    text = article.block_text(block)
    end = block.lead_end or _lead_end(text, block.start, wording)
    own = _own_words(article.text[block.start : end], wording) if end else ""
    goes_on = bool(end) and _GOES_ON.match(article.text, (end or 1) - 1) is not None
    if goes_on and (is_advice(own, wording) or not (kinds_of(own, wording) and is_whole(own, wording))):
        own = ""
    rest = article.text[end or block.start : block.end].strip(" :–—-.")
    span, listed = Span(block.start, block.end), block.kind is BlockKind.LIST_ITEM
    if end and own and rest and len(own.split()) <= _MARKED_LEAD_WORDS:
        numbered = _LIST_NUMBER.match(text)
        start = block.start + (numbered.end() if numbered else 0)
        return Unit(Span(start, block.end), listed, own, end, number, Span(start, end), goes_on=goes_on)
    above = _NONE if listed else heading
    return Unit(span, listed, above.lead, block.start, number, above.span)


def _lead_end(text: str, start: int, wording: Wording) -> int | None:
    """Where a lead without markup ends ("Start small: ..."): a few words, then a colon or dash and a new sentence."""
    found = _LEAD.match(text)
    if not found or len(found["lead"].split()) > _LEAD_WORDS:
        return None
    follows = text[found.end() :].lstrip("\"“„«¿¡'‘")
    if not follows[:1].isupper() or _leads_nowhere(found, wording):
        return None
    return start + found.end()


def _leads_nowhere(found: re.Match[str], wording: Wording) -> bool:
    """Whether what stands before the colon says who speaks, or only numbers what follows ("And finally: ...") or calls
    it a lesson ("Second lesson: ...").
    """
    counts = wording.opens("enumerators", found[0]) is not None or after_label(found[0], wording) == ""
    return counts or wording.has("said", found[0])


def _own_words(text: str, wording: Wording) -> str:
    """A heading or lead, plain, without a label that only calls it a lesson: "Lesson: trust first" -> "trust first"."""
    bare = after_label(text, wording)
    return plain_lead(text if bare is None else bare)


def after_label(text: str, wording: Wording) -> str | None:
    """What stands behind a label that calls it a lesson and says nothing itself ("First lesson: ..."), None if there is
    no label.
    """
    label = wording.opens("announced", text)
    if label is None or not label[0].endswith(":") or finite(label[0], wording):
        return None
    return text[label.end() :].strip()


def plain_lead(text: str) -> str:
    """A heading or lead without numbering, markup and closing marks: "Lesson 2: Trust first." -> "Trust first"."""
    bare = _NUMBERING.sub("", " ".join(text.split()))
    return bare.strip(' *_#:.–—-"“”')
