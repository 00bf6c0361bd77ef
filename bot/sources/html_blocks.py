"""HTML elements to pieces: headings however they are marked up, paragraphs, lists, quotations, tables, code.

Old pages mark headings by bold type alone (`<p><b>`, `<font><b>`, `<b>..</b><br>`), put text in layout tables and part
paragraphs with two line breaks. All of it is read here; what is boilerplate is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from bot.domain.article import BlockKind
from bot.domain.piece import Piece, tidy, tidy_code, tidy_line

BOLD_HEADING_WORDS = 14
LINKED_HEADING = 0.5
"""Share of link text above which a line in bold type leads elsewhere and heads nothing."""
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_SKIPPED = {
    "script", "style", "noscript", "template", "svg", "iframe", "form", "button", "select", "option", "input",
    "textarea", "object", "embed", "canvas", "audio", "video", "map", "math", "head", "title", "meta", "link",
    "picture", "dialog", "figcaption", "caption", "label",
}  # fmt: skip
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "mark", "nobr", "q", "rb", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
_BOLD = {"b", "strong"}
_SLANTED = {"i", "em"}
_HEADING_CLASS = re.compile(
    r"(?:^|[\s_-])(?:sub-?head(?:ing|line)?|section-?(?:head(?:ing)?|title)|crosshead|zwischen\w*|intertitre|ladillo)"
)
_ANCHOR_CLASS = re.compile(
    r"anchor|editsection|headerlink|permalink|header-link|sr-only|screen-reader|visually-hidden|kicker|eyebrow"
)
LONGEST_MARK = 12
"""Characters of a footnote's mark in the text ("[12]"); longer ones are words or an attack on the pattern below."""
_LINES = {"p", "div"}
_NOTE_MARK = re.compile(r"^\W*(?:\d{1,3}|[*†‡]|[a-z])\W*$|^↩︎?$|^¶$|^#$")
_SIGN = re.compile(r"\w")
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")


@dataclass(slots=True)
class _Run:
    """A stretch of text with its dress."""

    text: str
    bold: bool = False
    linked: bool = False
    slanted: bool = False


@dataclass(slots=True)
class _State:
    """Where the walk is."""

    runs: list[_Run] = field(default_factory=list)
    bold: int = 0
    linked: int = 0
    slanted: int = 0
    slants: bool = False
    quote: int = 0
    code: int = 0
    lists: int = 0
    items: int = 0
    heading: int = 0
    heading_said: bool = False
    heading_marked: bool = True
    last_level: int = 1
    after_rule: bool = False
    term: bool = False


def pieces_of(root: etree._Element) -> list[Piece]:
    """All pieces under the element, in order."""
    walker = _Walker()
    walker.walk(root)
    return walker.pieces


class _Walker:
    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._state = _State()
        self._alts: set[str] = set()

    def walk(self, root: etree._Element) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped: etree._Element | None = None
        for event, element in walk:
            if event == "start":
                if self._is_skipped(element):
                    walk.skip_subtree()
                    skipped = element
                elif element.tag == "table" and not _is_layout(element):
                    self._flush()
                    self._table(element)
                    walk.skip_subtree()
                    skipped = element
                else:
                    self._open(element)
                    self._say(element.text)
            else:
                if element is skipped:
                    skipped = None
                else:
                    self._close(element)
                if element is not root:
                    self._say(element.tail)
        self._flush()

    def _say(self, text: str | None) -> None:
        if text:
            state = self._state
            state.runs.append(_Run(text, state.bold > 0, state.linked > 0, state.slanted > 0))

    def _is_skipped(self, element: etree._Element) -> bool:
        tag = element.tag
        if tag in _SKIPPED:
            if tag not in _INLINE:
                self._flush()
            return True
        if tag == "figure":
            return (
                element.find(".//blockquote") is None
                and element.find(".//table") is None
                and element.find(".//pre") is None
            )
        if tag in {"sup", "a"} and _is_note_mark("".join(element.itertext()).strip()):
            return tag == "sup" or (element.get("href") or "").startswith("#")
        return tag in {"a", "span"} and bool(_ANCHOR_CLASS.search(element.get("class") or ""))

    def _open(self, element: etree._Element) -> None:
        tag, state = element.tag, self._state
        if tag == "br":
            state.runs.append(_Run("\n"))
        elif tag == "img":
            self._alts.add(tidy_line(element.get("alt") or ""))
        elif tag in _INLINE:
            state.bold += _is_bold(element)
            state.linked += _is_link(element)
            if tag in _SLANTED:
                state.slanted += 1
                state.slants = True
        else:
            self._flush()
            self._enter(element)

    def _enter(self, element: etree._Element) -> None:
        tag, state = element.tag, self._state
        level = _heading_level(element, state.last_level)
        if state.heading and state.heading_said:
            state.heading = 0
        if level:
            state.heading, state.heading_said = level, False
            state.heading_marked = tag in _HEADINGS or element.get("role") == "heading"
        elif tag == "blockquote":
            state.quote += 1
        elif tag == "pre":
            state.code += 1
        elif tag in {"ul", "ol", "dl"}:
            state.lists += 1
        elif tag in {"li", "dd"}:
            state.items += 1
        elif tag == "dt":
            state.term = True
        elif tag == "hr":
            state.after_rule = True
        elif tag in _LINES:
            state.bold += _is_bold(element)

    def _close(self, element: etree._Element) -> None:
        tag, state = element.tag, self._state
        if tag in {"br", "img"}:
            return
        if tag in _INLINE:
            state.bold -= _is_bold(element)
            state.linked -= _is_link(element)
            state.slanted -= tag in _SLANTED
            return
        self._flush()
        if _heading_level(element, state.last_level):
            state.heading = 0
        elif tag == "blockquote":
            state.quote -= 1
        elif tag == "pre":
            state.code -= 1
        elif tag in {"ul", "ol", "dl"}:
            state.lists -= 1
        elif tag in {"li", "dd"}:
            state.items -= 1
        elif tag == "dt":
            state.term = False
        elif tag in _LINES:
            state.bold -= _is_bold(element)

    def _flush(self) -> None:
        """End the block being read and make its pieces."""
        if not self._state.runs:
            return
        runs, self._state.runs = self._state.runs, []
        if not any(run.text.strip() for run in runs):
            return
        state = self._state
        if state.code:
            self._add(BlockKind.CODE, tidy_code("".join(run.text for run in runs)), runs=runs)
        elif state.heading:
            self._heading(runs, state.heading, guessed=False)
        else:
            for paragraph in _paragraphs(runs):
                self._paragraph(paragraph)
        state.slants = state.slanted > 0

    def _heading(self, runs: list[_Run], level: int, *, guessed: bool) -> None:
        text = tidy_line("".join(run.text for run in runs)).rstrip("¶").strip()
        if not guessed:
            self._state.heading_said = True
            self._state.last_level = level if self._state.heading_marked else self._state.last_level
        if text:
            self._add(BlockKind.HEADING, text, level=level, runs=runs, guessed=guessed)

    def _paragraph(self, runs: list[_Run]) -> None:
        state = self._state
        in_list = state.items > 0 and state.lists > 0
        if not in_list and not state.quote and not state.term:
            head, rest = _bold_heading(runs)
            if head:
                self._heading(head, min(6, state.last_level + 1), guessed=True)
                runs = rest
        text = tidy("".join(run.text for run in runs))
        if not text or text in self._alts:
            return
        kind = BlockKind.PARAGRAPH
        if in_list or state.term:
            kind = BlockKind.LIST_ITEM
        elif state.quote:
            kind = BlockKind.QUOTATION
        self._add(kind, text, level=max(1, state.lists) if kind is BlockKind.LIST_ITEM else 0, runs=runs)

    def _table(self, table: etree._Element) -> None:
        rows: list[str] = []
        linked = 0
        for row in table.iter("tr"):
            cells = [tidy_line("".join(cell.itertext())) for cell in row if cell.tag in {"td", "th"}]
            if any(cells):
                rows.append(" | ".join(cells))
            linked += sum(len(tidy_line("".join(link.itertext()))) for link in row.iter("a"))
        if rows:
            self._add(BlockKind.TABLE, "\n".join(rows), runs=[_Run("x" * linked, linked=True)])

    def _add(self, kind: BlockKind, text: str, *, level: int = 0, runs: list[_Run], guessed: bool = False) -> None:
        linked = sum(len(" ".join(run.text.split())) for run in runs if run.linked)
        lead = 0 if kind in {BlockKind.HEADING, BlockKind.TABLE, BlockKind.CODE} else _lead(runs, text)
        after_rule, self._state.after_rule = self._state.after_rule, False
        slants = self._state.slants and kind is BlockKind.PARAGRAPH
        slanted = slants and all(run.slanted or not _SIGN.search(run.text) for run in runs)
        self.pieces.append(Piece(kind, text, level, lead, min(linked, len(text)), guessed, after_rule, slanted))


def _is_note_mark(text: str) -> bool:
    return 0 < len(text) <= LONGEST_MARK and _NOTE_MARK.match(text) is not None


def _heading_level(element: etree._Element, last_level: int) -> int:
    """1-6 for a heading, by tag, by role or by a class that says so; else 0."""
    tag = element.tag
    if tag in _HEADINGS:
        return _HEADINGS[tag]
    if tag == "summary":
        return min(6, last_level + 1)
    if element.get("role") == "heading":
        level = element.get("aria-level") or "2"
        return int(level) if level in "123456" else 2
    if tag in _LINES and _HEADING_CLASS.search(element.get("class") or "") and not len(element.findall("p")):
        words = "".join(element.itertext()).split()
        return min(6, last_level + 1) if 0 < len(words) <= BOLD_HEADING_WORDS else 0
    return 0


def _is_link(element: etree._Element) -> bool:
    """Whether it leads to another page: old pages and tables of contents give headings names and links of their own."""
    href = element.get("href") or ("#" if element.get("name") or element.get("id") else "")
    return element.tag == "a" and not href.startswith("#")


def _is_bold(element: etree._Element) -> bool:
    return element.tag in _BOLD or bool(_BOLD_STYLE.search(element.get("style") or ""))


def _is_layout(table: etree._Element) -> bool:
    """Whether a table only places things on the page: nested, of one cell, or with whole paragraphs in its cells."""
    if table.get("role") == "presentation" or table.find(".//table") is not None:
        return True
    rows = list(table.iter("tr"))
    if table.find(".//th") is not None:
        return False
    cells = [cell for row in rows for cell in row if cell.tag == "td"]
    if len(cells) <= 1 or all(len(row) <= 1 for row in rows):
        return True
    if any(cell.find(f".//{tag}") is not None for cell in cells for tag in ("h1", "h2", "h3", "h4", "ul", "ol")):
        return True
    longest = max((len("".join(cell.itertext())) for cell in cells), default=0)
    return longest > 600


def _paragraphs(runs: list[_Run]) -> Iterator[list[_Run]]:
    """Two line breaks in a row part paragraphs; one is a line break."""
    paragraph: list[_Run] = []
    breaks = 0
    for run in runs:
        if run.text == "\n":
            breaks += 1
            paragraph.append(run)
            continue
        if breaks >= 2 and run.text.strip():
            yield paragraph
            paragraph = []
        if run.text.strip():
            breaks = 0
        paragraph.append(_Run(_collapsed(run.text), run.bold, run.linked, run.slanted))
    yield paragraph


def _collapsed(text: str) -> str:
    """White space in the source, line ends included, is one space."""
    words = " ".join(text.split())
    if not words:
        return " " if text else ""
    return f"{' ' * text[0].isspace()}{words}{' ' * text[-1].isspace()}"


def _bold_heading(runs: list[_Run]) -> tuple[list[_Run], list[_Run]]:
    """A heading in bold type and what follows it: all of a short paragraph, or its first line."""
    first = next((run for run in runs if _SIGN.search(run.text)), None)
    if first is None or not first.bold:
        return [], runs
    split = next((place for place, run in enumerate(runs) if run.text == "\n" and _has_words(runs[:place])), len(runs))
    head, rest = runs[:split], runs[split:]
    words = [run for run in head if run.text.strip()]
    if not words or not all(run.bold or not _SIGN.search(run.text) for run in words):
        return [], runs
    text = tidy_line("".join(run.text for run in head))
    if not _SIGN.search(text):
        return [], runs
    linked = sum(len(run.text.strip()) for run in words if run.linked)
    if linked > LINKED_HEADING * len(text):
        return [], runs
    count = text.count(" ") + 1
    sentence = text[-1] in ".;," and not text.endswith("...")
    if count > BOLD_HEADING_WORDS or (sentence and (count > 8 or not _has_words(rest))):
        return [], runs
    if _has_words(rest) and sentence:
        return [], runs
    return head, rest


def _has_words(runs: list[_Run]) -> bool:
    return any(_SIGN.search(run.text) for run in runs)


def _lead(runs: list[_Run], text: str) -> int:
    """Length of the bold words with which the text begins, 0 if there are none or nothing follows them."""
    lead: list[str] = []
    for run in runs:
        if run.text.strip() and not run.bold:
            break
        lead.append(run.text)
    else:
        return 0
    words = tidy("".join(lead))
    return len(words) if words and text.startswith(words) else 0
