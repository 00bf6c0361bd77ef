"""Texts copied out of documents in pages: page numbers stand between the lines, and a head repeats on every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

_NUMBER = re.compile(r"^\s*(?:[-–—\[(|]\s{0,3})?(\d{1,3})(?:\s{0,3}[-–—\])|])?\s*$")
_FIGURES = re.compile(r"\d+")
_LONGEST_HEAD = 100
_NEAR = 2
"""Lines with something on them that may stand between a page's number and its head."""
_ENDS = tuple(".!?:;»”\"')")


def without_page_breaks(lines: Sequence[str]) -> list[str]:
    """The lines without page numbers that count on and without the heads beside them; what a break parted is joined."""
    numbers = {at: int(found[1]) for at, line in enumerate(lines) if (found := _NUMBER.match(line))}
    if not any(other == one + 1 for one, other in pairwise(numbers.values())):
        return list(lines)
    filled = [at for at, line in enumerate(lines) if line.strip()]
    heads = Counter(_head(lines[at]) for at in filled)
    gone = set(numbers)
    for place, at in enumerate(filled):
        beside = filled[max(0, place - _NEAR) : place + _NEAR + 1]
        repeats = heads[_head(lines[at])] > 1 and len(lines[at]) <= _LONGEST_HEAD
        if repeats and any(one in numbers for one in beside):
            gone.add(at)
    return _joined(lines, gone)


def _head(line: str) -> str:
    return _FIGURES.sub("#", " ".join(line.split()))


def _joined(lines: Sequence[str], gone: set[int]) -> list[str]:
    """The lines that stay; a blank one between two of them goes too where a break parts a sentence."""
    kept: list[str] = []
    broken = False
    for at, line in enumerate(lines):
        if at in gone:
            broken = True
            continue
        if broken and line.strip():
            while kept and not kept[-1].strip():
                kept.pop()
            if kept and (kept[-1].rstrip().endswith(_ENDS) or not line.lstrip()[0].islower()):
                kept.append("")
            broken = False
        kept.append(line)
    return kept
