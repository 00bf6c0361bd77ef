"""The layout of plain text: which lines belong together, where only line breaks and blank lines can tell.

Three layouts are met: a blank line between paragraphs (a browser's copy and paste, list items then stand on lines of
their own), lines wrapped at a fixed width (mail, old files), and no blank lines at all (each line is a paragraph).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.sources.ordinals import with_ordinals_marked
from bot.sources.printed_pages import without_page_breaks

_ORDINAL = "\u2060"
"""Marks an ordinal's number, so that it does not look like a list's; it is invisible, and gone from the text later."""
_NO_DATE = r"^\s*(?!\d{1,2}\.\s+\w+\s+(?:19|20)\d\d\b)"
BULLET = re.compile(_NO_DATE + r"(?:[-*+•‣◦–—·▪●○■►]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(?=\S)")
NUMBER = re.compile(_NO_DATE + r"\(?\d{1,2}[.)]\s+(?=\S)")
_SIGNATURE = "--"
_SIGNATURE_LINES = 12
_RULE = re.compile(r"^\s*(?:[-_*=~#•·]\s*){3,}$")
_UNDERLINE = re.compile(r"^\s*(?:={3,}|-{3,})\s*$")
_EMPHASIS = re.compile(r"([*_=]{1,5})(?=[^\s*_=])([^*_=]+)(?<=\S)([*_=]{1,5}):?")
_MARKED = re.compile(r"(?<![\w*])(\*{1,2})(?=[^\s*])([^*\n]{1,200}+)(?<=\S)\1(?![\w*])")
"""Words that are emphasised within a line, as mails and Markdown do it: *never*, **Ask first.**"""
_DIVIDED = re.compile(r"(?<![^\W\d_])([^\W\d_]++)- ([^\W\d_]++)")
_AT_MARGIN = re.compile(r"(?<!\w)\w++-[ \t\r]*+\n\s*+\w++")
_WORD = re.compile(r"(?<![\w-])\w++(?:-\w++)*+")
_GAP = re.compile(r"[|·•\t]|(?<=\S) {2,}+(?=\S)")
_LONGEST_ROW = 200
_LEAST_BUTTONS = 3
_LONGEST_LINK = 4
"""Letters of "and", "oder" and the like, which follow a hyphen that is no divided word's: "Bau- und Metallarbeiter"."""
_QUOTED = re.compile(r"^\s*(?:>\s?)+")
_SENTENCE_END = tuple('.!?…:;"”»')


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of text that is one thing.

    `alone`: a single line between blank lines. `listed`: one of several lines without blank ones between them; `leads`:
    the first of these. `underlined`: marked as a heading. `after_rule`: a line of dashes or stars stands before it.
    `ordinal`: it begins with a number that counts nothing. `buttons`: a row of words set apart, as a page's navigation
    is when copied along.
    """

    text: str
    bullet: bool = False
    quoted: bool = False
    alone: bool = False
    underlined: bool = False
    listed: bool = False
    leads: bool = False
    after_rule: bool = False
    ordinal: bool = False
    buttons: bool = False


def units(text: str) -> list[Unit]:
    """The text in units, in order."""
    lines = [line.expandtabs(4).rstrip() for line in re.split(r"\r\n|[\n\r\v\f\x85\u2028\u2029]", text)]
    lines = with_ordinals_marked(without_page_breaks(lines), _ORDINAL)
    chunks = list(_chunks(_without_signature(lines)))
    width = _wrap_width(chunks)
    single_spaced = width is None and _is_single_spaced(lines, chunks)
    known = _words(text) if width is not None else frozenset()
    found: list[Unit] = []
    for chunk, after_rule in chunks:
        of_chunk = [_readable(unit, known) for unit in _chunk_units(chunk, width, single_spaced)]
        if after_rule and of_chunk:
            of_chunk[0] = replace(of_chunk[0], after_rule=True)
        found.extend(of_chunk)
    return found


def without_marks(text: str) -> tuple[str, int]:
    """A paragraph's text without the signs around emphasised words, and the length of bold ones that open it."""
    bold = _MARKED.match(text) if text.startswith("**") else None
    lead = len(bold[2]) if bold and bold.end() < len(text) else 0
    return _MARKED.sub(r"\2", text), lead


def _readable(unit: Unit, known: frozenset[str]) -> Unit:
    """The unit without the signs around a line that is emphasised whole, its divided words put together."""
    emphasised = _EMPHASIS.fullmatch(unit.text) if unit.alone else None
    text = emphasised[2] if emphasised and emphasised[3] == emphasised[1][::-1] else unit.text
    if known:
        text = _DIVIDED.sub(lambda found: _undivided(found[1], found[2], known), text)
    return replace(unit, text=text, ordinal=_ORDINAL in unit.text[:8], buttons=_is_row_of_buttons(unit))


def _is_row_of_buttons(unit: Unit) -> bool:
    """Whether it is three or more short labels, parted by bars, dots or wide gaps."""
    if not (unit.alone or unit.listed) or len(unit.text) > _LONGEST_ROW:
        return False
    labels = [label.strip() for label in _GAP.split(unit.text)]
    return len(labels) >= _LEAST_BUTTONS and all(
        label and label.count(" ") < _LEAST_BUTTONS and label[-1] not in ".,;!?" for label in labels
    )


def _words(text: str) -> frozenset[str]:
    """The words of a text but for those that its margin divides."""
    return frozenset(_WORD.findall(_AT_MARGIN.sub(" ", text.casefold())))


def _undivided(before: str, after: str, known: frozenset[str]) -> str:
    """A word that a hyphen divides at the margin. `known`: the text's words; they tell "thirteen" from "well-known"."""
    whole, hyphened = before + after, f"{before}-{after}"
    if whole.casefold() in known:
        return whole
    if hyphened.casefold() in known:
        return hyphened
    if after[0].isupper() or (after.casefold() in known and len(after) <= _LONGEST_LINK):
        return f"{before}- {after}"
    return hyphened if {before.casefold(), after.casefold()} <= known else whole


def _without_signature(lines: Sequence[str]) -> Sequence[str]:
    """The lines before a mail's signature, which two dashes on a line of their own open."""
    tail = len(lines) - _SIGNATURE_LINES
    at = next((index for index, line in enumerate(lines) if index >= tail and line.strip() == _SIGNATURE), None)
    return lines if not at else lines[:at]


def _chunks(lines: Sequence[str]) -> Iterator[tuple[list[str], bool]]:
    """Runs of lines without a blank one, and whether a rule stands before each."""
    chunk: list[str] = []
    after_rule = False
    for line in [*lines, ""]:
        underlines = bool(chunk) and _UNDERLINE.match(line) is not None
        if line.strip() and (underlines or not _RULE.match(line)):
            chunk.append(line)
            continue
        if chunk:
            yield chunk, after_rule
            chunk, after_rule = [], False
        after_rule = after_rule or bool(line.strip())


def _wrap_width(chunks: Sequence[tuple[list[str], bool]]) -> int | None:
    """The width at which lines were wrapped, or None: at a wrapped line's end the next word would not have fitted."""
    runs = [chunk for chunk, _ in chunks if len(chunk) > 1]
    lengths = sorted(len(line) for chunk in runs for line in chunk)
    if len(lengths) < 4:
        return None
    width = lengths[int(len(lengths) * 0.97)]
    if not 30 <= width <= 110:
        return None
    pairs = [(line, after) for chunk in runs for line, after in pairwise(chunk)]
    full = sum(len(line) + 1 + len(after.split()[0]) > width - 2 for line, after in pairs)
    return width if full >= 0.6 * len(pairs) else None


def _is_single_spaced(lines: Sequence[str], chunks: Sequence[tuple[list[str], bool]]) -> bool:
    """Whether paragraphs follow each other without blank lines between them."""
    filled = sum(1 for line in lines if line.strip())
    longest = max((len(chunk) for chunk, _ in chunks), default=0)
    return longest >= 4 and longest >= 0.6 * filled


def _chunk_units(chunk: list[str], width: int | None, single_spaced: bool) -> list[Unit]:
    if len(chunk) == 2 and _UNDERLINE.match(chunk[1]):
        return [Unit(chunk[0].strip(), alone=True, underlined=True)]
    if all(_QUOTED.match(line) for line in chunk):
        return [Unit(" ".join(_QUOTED.sub("", line).strip() for line in chunk), quoted=True)]
    if any(BULLET.match(line) for line in chunk) and (len(chunk) > 1 or not NUMBER.match(chunk[0])):
        return list(_bulleted(chunk))
    if len(chunk) == 1:
        return [Unit(chunk[0].strip(), alone=True)]
    if width is not None:
        return list(_wrapped(chunk, width))
    if single_spaced:
        return [Unit(line.strip(), alone=True) for line in chunk]
    return [Unit(line.strip(), listed=True, leads=not at) for at, line in enumerate(chunk)]


def _bulleted(chunk: Sequence[str]) -> Iterator[Unit]:
    """List items with their continuation lines; what stands before the first bullet is a paragraph."""
    item: list[str] = []
    bullet = False
    for line in chunk:
        if BULLET.match(line):
            if item:
                yield Unit(" ".join(item), bullet=bullet)
            item, bullet = [BULLET.sub("", line).strip()], True
        else:
            item.append(line.strip())
    yield Unit(" ".join(item), bullet=bullet)


def _wrapped(chunk: Sequence[str], width: int) -> Iterator[Unit]:
    """Paragraphs of wrapped lines: a line that ends a sentence well before the margin ends its paragraph."""
    paragraph: list[str] = []
    for line, after in zip(chunk, [*chunk[1:], ""], strict=True):
        paragraph.append(line.strip())
        next_word = after.split()[0] if after else ""
        fits = len(line) + 1 + len(next_word) <= width - 4
        ends = line.endswith(_SENTENCE_END) or (len(paragraph) == 1 and next_word[:1].isupper())
        if after and fits and ends:
            yield Unit(_joined(paragraph), alone=len(paragraph) == 1)
            paragraph = []
    if paragraph:
        yield Unit(_joined(paragraph), alone=len(paragraph) == 1)


def _joined(lines: Sequence[str]) -> str:
    """Wrapped lines as one; a word divided at the margin with a soft hyphen is put together again."""
    return " ".join(lines).replace("\u00ad ", "")
