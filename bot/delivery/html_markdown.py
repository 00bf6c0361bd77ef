"""HTML from outside as Discord's Markdown: what it says with its lists, quotations and links, nothing it could do."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree, html

from bot.delivery.markdown import INVISIBLE
from bot.delivery.rich_text import Block, Run, write

MOST_READ = 60_000
"""Characters of HTML that are looked at: no post shows more than a tenth of that, and a post is made between others."""

_SKIPPED = {
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "math",
    "head",
    "title",
    "form",
    "button",
    "select",
    "object",
}
_STYLES = {
    "b": "bold", "strong": "bold", "th": "bold", "dt": "bold", "h1": "bold", "h2": "bold", "h3": "bold", "h4": "bold",
    "h5": "bold", "h6": "bold", "i": "italic", "em": "italic", "cite": "italic", "figcaption": "italic",
    "u": "underline", "ins": "underline", "s": "strike", "del": "strike", "strike": "strike", "code": "code",
    "kbd": "code", "tt": "code",
}  # fmt: skip
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "figcaption",
    "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p",
    "pre", "section", "summary", "table", "tbody", "thead", "tr", "ul",
}  # fmt: skip
_CELLS = {"td", "th"}
_LISTS = {"ul", "ol", "menu"}
_FRAMES = {"iframe", "video", "audio", "embed"}
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_HOST = re.compile(r"^https?://(?:www\.)?([^/?#:]+)", re.IGNORECASE)


def markdown_of(markup: str, limit: int) -> str:
    """The HTML as Markdown of at most `limit` characters. Empty if it says nothing.

    Nothing in it can ping, forge a mention or a link, or leave a quotation. Every link, list and space is kept; what is
    too long ends at a word.
    """
    return write(blocks_of(markup, limit), limit)


def blocks_of(markup: str, enough: int) -> list[Block]:
    """The blocks of the HTML, in order, until they hold more than `enough` characters."""
    text = INVISIBLE.sub("", markup[:MOST_READ])
    cut_tag = text.rfind("<")
    if len(markup) > MOST_READ and text.find(">", cut_tag) < 0:
        text = text[:cut_tag]
    if not text.strip():
        return []
    try:
        root = html.document_fromstring(
            f"<div>{text}</div>", parser=html.HTMLParser(remove_comments=True, remove_pis=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    walk = _Walk()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        (walk.enter if event == "start" else walk.leave)(element)
        if walk.size > enough:
            break
    walk.flush()
    return walk.blocks


@dataclass(slots=True)
class _List:
    """A list being read. `number`: of the next item, None in one without numbers."""

    number: int | None
    indent: str = ""


@dataclass(slots=True)
class _Walk:
    """Collects the runs of a block until it ends."""

    blocks: list[Block] = field(default_factory=list)
    _lines: list[list[Run]] = field(default_factory=lambda: [[]])
    _styles: list[str] = field(default_factory=list)
    _links: list[str | None] = field(default_factory=list)
    _lists: list[_List] = field(default_factory=list)
    _marker: str = ""
    _depth: dict[str, int] = field(default_factory=lambda: {"blockquote": 0, "pre": 0})
    _skipped: int = 0
    size: int = 0
    """Characters read so far."""

    @property
    def _code(self) -> bool:
        return self._depth["pre"] > 0

    def enter(self, element: etree._Element) -> None:
        tag = element.tag
        if self._skipped or tag in _SKIPPED:
            self._skipped += 1
            return
        if tag in _BLOCKS:
            self.flush()
        if tag in _STYLES and not self._code:
            self._styles.append(_STYLES[tag])
        if tag in self._depth:
            self._depth[tag] += 1
        elif tag in _LISTS:
            indent = self._lists[-1].indent if self._lists else ""
            self._lists.append(_List(_start(element) if tag == "ol" else None, indent))
        elif tag in _FRAMES:
            self._frame(element)
        else:
            self._enter_small(tag, element)
        self._add(element.text)

    def _enter_small(self, tag: str, element: etree._Element) -> None:
        match tag:
            case "a":
                self._links.append(_address(element.get("href")))
            case "br":
                self._lines.append([])
            case "img":
                self._picture(element)
            case "li":
                self._item()
            case _ if tag in _CELLS and self._lines[-1]:
                self._add(" | ")

    def leave(self, element: etree._Element) -> None:
        tag = element.tag
        if self._skipped:
            self._skipped -= 1
            if not self._skipped:
                self._add(element.tail)
            return
        if tag in _BLOCKS:
            self.flush()
        if tag in _STYLES and not self._code and self._styles:
            self._styles.pop()
        if tag in self._depth:
            self._depth[tag] -= 1
        elif tag in _LISTS:
            self._lists.pop()
        elif tag == "a":
            self._links.pop()
        elif tag == "li":
            self._marker = ""
            self._lists[-1].indent = self._lists[-2].indent if len(self._lists) > 1 else ""
        self._add(element.tail)

    def flush(self) -> None:
        """End the block, if anything stands in it."""
        lines = [line for line in self._lines if self._code or any(run.text.strip() for run in line)]
        self._lines = [[]]
        while self._code and lines and not "".join(run.text for run in lines[-1]).strip():
            lines.pop()
        if not lines:
            return
        indent = self._lists[-1].indent if self._lists else ""
        block = Block(tuple(map(tuple, lines)), self._marker, indent, self._depth["blockquote"] > 0, code=self._code)
        self.blocks.append(block)
        self._marker = ""

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if self._code:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self.size += len(text)
            self._lines[-1].append(Run(first))
            self._lines += [[Run(line)] for line in others]
            return
        line = self._lines[-1]
        text = _SPACE.sub(" ", text)
        if not line or line[-1].text.endswith(" "):
            text = text.lstrip(" ")
        if text:
            link = next((link for link in reversed(self._links) if link), None)
            self.size += len(text)
            line.append(Run(text, frozenset(self._styles), link))

    def _item(self) -> None:
        if not self._lists:
            self._lists.append(_List(None))
        here = self._lists[-1]
        outer = self._lists[-2].indent if len(self._lists) > 1 else ""
        mark = "- " if here.number is None else f"{here.number}. "
        self._marker, here.indent = outer + mark, outer + " " * len(mark)
        here.number = None if here.number is None else here.number + 1

    def _picture(self, element: etree._Element) -> None:
        """A picture is what it is said to show, and leads to itself unless it is part of a link."""
        shown = _SPACE.sub(" ", element.get("alt") or "").strip()
        source = _address(element.get("src"))
        linked = any(self._links)
        host = _HOST.match(next((link for link in reversed(self._links) if link), ""))
        if (
            not shown
            and linked
            and host
            and element.getparent() is not None
            and not _says_anything(element.getparent())
        ):
            shown = host[1]
        if shown:
            self._links.append(None if linked else source)
            self._add(shown)
            self._links.pop()

    def _frame(self, element: etree._Element) -> None:
        source = _address(element.get("src"))
        host = _HOST.match(source or "")
        if source and host:
            self.flush()
            self._links.append(source)
            self._add(host[1])
            self._links.pop()
            self.flush()


def _says_anything(element: etree._Element) -> bool:
    return bool("".join(element.itertext()).strip())


def _address(address: str | None) -> str | None:
    found = (address or "").strip()
    return found if _HOST.match(found) else None


def _start(element: etree._Element) -> int:
    start = element.get("start") or ""
    return int(start) if start.isdecimal() and len(start) < 5 else 1
