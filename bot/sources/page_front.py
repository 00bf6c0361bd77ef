"""The lines around a page's title: who wrote the article and when, wherever the markup lets the text begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from bot.domain.piece import tidy_line

MOST_LINES = 8
"""Lines below the title that are looked at."""
MOST_ABOVE = 4
"""Lines above it."""
MOST_ITEMS = 4
"""A list with more is navigation."""
LONGEST = 160
"""Characters: a longer line is the article's first paragraph."""
_HOLDERS = {
    "div", "section", "header", "main", "article", "p", "center", "table", "tbody", "tr", "td", "address", "hgroup",
    "ul", "ol", "li", "h2", "h3", "h4", "h5", "h6", "dl", "dt", "dd", "details",
}  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NO_LINES = {"script", "style", "nav", "figure", "details", "form", "aside", "svg", "iframe", "button", "img"}


def front_lines(body: etree._Element) -> list[str]:
    """Short lines below the page's last `h1` and right above it, nearest first; none without an `h1`."""
    head = next((one for one in reversed(list(body.iter("h1"))) if "".join(one.itertext()).strip()), None)
    if head is None:
        return []
    below = list(islice(_short(_below(head, body)), MOST_LINES))
    above = head.itersiblings(preceding=True)
    return [*below, *islice(_short(line for element in above for line in _lines(element)), MOST_ABOVE)]


def _short(lines: Iterator[str]) -> Iterator[str]:
    """The lines before the first long one."""
    for line in lines:
        if len(line) > LONGEST:
            return
        yield line


def _below(head: etree._Element, body: etree._Element) -> Iterator[str]:
    element: etree._Element | None = head
    while element is not None and element is not body:
        for sibling in element.itersiblings():
            yield from _lines(sibling)
        element = element.getparent()


def _lines(element: etree._Element) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in _NO_LINES or _is_long_list(element):
        return
    if any(child.tag in _HOLDERS for child in element):
        for child in element:
            yield from _lines(child)
        return
    for line in _row(element) or "\n".join(_parts(element)).split("\n"):
        if tidied := tidy_line(line):
            yield tidied


def _row(element: etree._Element) -> list[str]:
    """What stands side by side in a row of nothing but marked words, where one of them is a whole date; else none.

    A date of which day, month and year are marked each is read in one go.
    """
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        return []
    said = [
        tidy_line("".join(child.itertext()))
        for child in element
        if isinstance(child.tag, str) and child.tag not in _NO_LINES
    ]
    return said if len(said) > 1 and any(len(one) > len("2024") and _YEAR.search(one) for one in said) else []


def _is_long_list(element: etree._Element) -> bool:
    return element.tag in {"ul", "ol"} and len(element) > MOST_ITEMS


def _parts(element: etree._Element) -> Iterator[str]:
    """The element's text as one line, broken only where it says so; words that only a style keeps apart are parted."""
    said = [" ".join((element.text or "").split("\n"))]
    for child in element:
        if child.tag == "br":
            yield "".join(said)
            said = []
        elif isinstance(child.tag, str) and child.tag not in _NO_LINES:
            text = " ".join("".join(child.itertext()).split("\n"))
            touching = said and said[-1][-1:].isalnum() and text[:1].isalnum()
            said.extend([" · ", text] if touching else [text])
        said.append(" ".join((child.tail or "").split("\n")))
        said = [one for one in said if one]
    yield "".join(said)
