"""Which entries of an endless document are read: the new end of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

MOST_ITEMS = 1000
"""No feed shows so much news; what is longer is an archive."""
_LOOKED_AT = 5

_Entry = TypeVar("_Entry")


def chosen(
    entries: Sequence[_Entry], date_of: Callable[[_Entry], int | None], most: int = MOST_ITEMS
) -> tuple[Sequence[_Entry], bool]:
    """The entries to read, in document order, and whether there are more. An archive that runs from old to new, as the
    dates at its two ends tell, is read at its end; any other at its beginning.
    """
    if len(entries) <= most:
        return entries, False
    first = [date for one in entries[:_LOOKED_AT] if (date := date_of(one)) is not None]
    last = [date for one in entries[-_LOOKED_AT:] if (date := date_of(one)) is not None]
    rising = bool(first and last) and max(first) < min(last)
    return (entries[-most:] if rising else entries[:most]), True
