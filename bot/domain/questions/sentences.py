"""Sentences, clauses and quotations, all as offsets into one text.

Rules of this file: nothing here copies or alters text; a cut only ever moves an end to where a reader would pause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import sentencex

_QUOTE_PAIRS = {"“": "”", "„": "“”", "«": "»", "‹": "›", "‘": "’", '"': '"'}
_MARK = re.compile(f"[{''.join(_QUOTE_PAIRS)}{''.join(_QUOTE_PAIRS.values())}]")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_CLOSERS = "”“»›’\"')]"
_MARKER = re.compile(r"(?:[-*•·–—]|[^\w\s\"'“„«‘¿¡(\[]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+")
_FULL_STOP = re.compile(r"\.(?=\s+[\"“„«‘¿¡]?(?![IVXLCDM]{2,}\b)[A-ZÀ-ÖØ-ÞΑ-Ω])")
"""Before a capital that begins no Roman number ("vol. II")."""
_LAST_WORD = re.compile(r"(?<![\w.])[^\W\d_]+\Z")
_LONGEST_WORD = 30
"""Letters; far more than any of the words looked for, and little enough for a line of nothing but full stops."""
_STRONG_PAUSE = re.compile(r"[.!?…][\"”’)]*(?=\s)|[;:](?=\s)|\s[–—-](?=\s)|—")
_WEAK_PAUSE = re.compile(r",(?=\s)")
_NUMBER = re.compile(r"\(?\w{1,2}[.)]")
_DASH = re.compile(r"\s[–—-](?=\s)|—")
_LEAST_CLAUSE = 40


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch `[start, end)` of a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start


def sentences(text: str, start: int, end: int, tag: str, final_words: frozenset[str] = frozenset()) -> list[Span]:
    """The sentences of `text[start:end]`, without white space around them and without a list marker before them.

    `final_words`: the language's words that the splitter takes for abbreviations, though they often end a sentence.
    """
    spans = []
    at = start
    for piece in sentencex.segment(tag, text[start:end]):
        found = text.find(piece, at, end)
        if found < 0:  # the splitter changed the text: one sentence is the honest answer
            return [_trimmed(text, start, end)]
        at = found + len(piece)
        for part in _split_after(text, Span(found, at), final_words):
            span = _trimmed(text, part.start, part.end)
            if len(span):
                spans.append(span)
    return list(_rejoined(text, spans))


def _split_after(text: str, piece: Span, final_words: frozenset[str]) -> Iterator[Span]:
    """The piece, parted after an ordinary word with a full stop where a capital follows ("weer vol. De dag ...")."""
    start = piece.start
    for stop in _FULL_STOP.finditer(text, piece.start, piece.end) if final_words else ():
        word = _LAST_WORD.search(text[max(start, stop.start() - _LONGEST_WORD) : stop.start()])
        if word and word[0] in final_words:
            yield Span(start, stop.end())
            start = stop.end()
    yield Span(start, piece.end)


def _rejoined(text: str, spans: list[Span]) -> Iterator[Span]:
    """Puts back together what was split inside a quotation, a bracket or a name ("ASP.NET"), or right before a
    lower-case word.
    """
    if not spans:
        return
    held, whole = spans[0], enclosures(text, spans[0].start, spans[-1].end)
    for span in spans[1:]:
        if _NUMBER.fullmatch(held.of(text)):
            held = span
        elif inside(whole, held.end) or span.of(text)[0].islower() or held.end == span.start:
            held = Span(held.start, span.end)
        else:
            yield held
            held = span
    yield held


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    marker = _MARKER.match(text, start, end)
    return Span(marker.end(), end) if marker else Span(start, end)


def enclosures(text: str, start: int, end: int) -> list[Span]:
    """Quotations and bracketed remarks in `text[start:end]`, marks included; one that never closes does not count."""
    brackets = [Span(start + found.start(), start + found.end()) for found in _BRACKETS.finditer(text[start:end])]
    return quotations(text, start, end) + brackets


def inside(spans: list[Span], at: int) -> bool:
    """Whether a cut at `at` would fall within one of the spans."""
    return any(span.start < at < span.end for span in spans)


def quotations(text: str, start: int, end: int) -> list[Span]:
    """What is quoted in `text[start:end]`, quotation marks included; one that never closes does not count."""
    found = []
    closing, opened = "", start
    for mark in _MARK.finditer(text, start, end):
        index, char = mark.start(), mark[0]
        if _is_apostrophe(text, index):
            continue
        if closing:
            if char in closing:
                found.append(Span(opened, index + 1))
                closing = ""
        elif char in _QUOTE_PAIRS:
            closing, opened = _QUOTE_PAIRS[char], index
    return found


def _is_apostrophe(text: str, index: int) -> bool:
    """A single quotation mark inside a word ("don’t"), or after a plural ("workers’ parties"), closes nothing."""
    if text[index] not in "’'‘":
        return False
    before = index > 0 and text[index - 1].isalnum()
    if before and text[index + 1 : index + 2].isalnum():
        return True
    return text[index - 1 : index + 1] == "s’" and text[index + 1 : index + 3].strip(" ").isalnum()


def cut_at_clause(text: str, span: Span, limit: int) -> Span | None:
    """The longest beginning of `span` within `limit` that ends where a clause ends, or None if there is none."""
    if len(span) <= limit:
        return span
    for pause in (_STRONG_PAUSE, _WEAK_PAUSE):
        ends = [end for end in _pauses(text, span, pause) if _LEAST_CLAUSE <= end - span.start <= limit]
        if ends and (pause is _WEAK_PAUSE or ends[-1] - span.start >= limit // 3):
            return Span(span.start, ends[-1])
    return None


def _pauses(text: str, span: Span, pause: re.Pattern[str]) -> Iterator[int]:
    whole = enclosures(text, span.start, span.end)
    dashes = [found.start() for found in _DASH.finditer(text, span.start, span.end)]
    for match in pause.finditer(text, span.start, span.end):
        end = match.end() if match[0][0] in ".!?…" else match.start()
        if not inside(whole, end) and not _in_parenthesis(dashes, match.start()):
            yield end


def _in_parenthesis(dashes: list[int], at: int) -> bool:
    """Whether `at` opens or lies in a parenthesis between two dashes: cut there, and the sentence hangs in the air."""
    before = sum(dash < at for dash in dashes)
    if at in dashes:
        return len(dashes) > 1
    return before % 2 == 1 and before < len(dashes)


def ends_with_question(text: str, span: Span, mark: str = "?") -> bool:
    """Whether the sentence ends in one question mark, closing quotation marks and brackets aside."""
    return span.of(text).rstrip(_CLOSERS + " ").endswith(mark)
