"""Numbers at the beginning of a line that count nothing: "12. September 2021", "1. Vorsitzender"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

_NUMBERED = re.compile(r"^([ \t>]*+)(\d{1,2})(?=\.[ \t]++\S)")
_NEXT = range(3)
"""How much higher the next number of a list may be: 0 where all items are written "1.", 2 where one was lost."""


def with_ordinals_marked(lines: Sequence[str], mark: str) -> list[str]:
    """The lines, with the mark before the full stop of each number that no line before or after it counts on from.

    Numbers are compared with those indented alike.
    """
    numbered: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for index, line in enumerate(lines):
        if found := _NUMBERED.match(line):
            numbered[len(found[1])].append((index, int(found[2])))
    marked = list(lines)
    for alike in numbered.values():
        for place, (index, number) in enumerate(alike):
            before = place and number - alike[place - 1][1] in _NEXT
            after = place + 1 < len(alike) and alike[place + 1][1] - number in _NEXT
            if not before and not after:
                marked[index] = _NUMBERED.sub(rf"\g<0>{re.escape(mark)}", lines[index])
    return marked
