"""Whether two items of a feed are the same one, and which marks a document itself disproves.

An edit leaves something as it was: the address, the title or the opening words. Where an id stays but all of these are
another item's, the id was used again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.feeds.marks import LEAST_WORDS, Mark, Marks

MANY = 3
"""Different items under one address or text, from which on that says nothing in this feed."""
SHARE = 5
"""Or more than one in so many items that have an address share it with a different one."""

_WORDS = (Mark.TITLE, Mark.OPENING, Mark.TEXT)
_WEIGHT = {Mark.GUID: 3, Mark.ADDRESS: 3, Mark.LINK: 1, Mark.TEXT: 3, Mark.TITLE: 1, Mark.OPENING: 1}
_ALL = sum(_WEIGHT.values())
_LOOKED_UP = (Mark.GUID, Mark.ADDRESS, Mark.LINK, Mark.TEXT)


class Rule(StrEnum):
    """Why an item was judged as it was; `/feed why` words it."""

    FIRST_FETCH = "first_fetch"
    UNKNOWN = "unknown"
    SAME_GUID = "same_guid"
    SAME_ADDRESS = "same_address"
    SAME_TEXT = "same_text"
    SAME_TITLE = "same_title"
    """Half the feed came under new ids, addresses and texts, but with the titles known: the site was rebuilt."""
    GUID_REUSED = "guid_reused"
    """The id is known, but address, title and text are all another item's."""
    ADDRESS_REUSED = "address_reused"
    """The address is known, but title, text and id (or fragment) are all another item's."""
    SLID_IN = "slid_in"
    """An old item at the old end: others were taken out, or the document shows more of the past than before."""
    NOTHING_IN_IT = "nothing_in_it"


_ALONE = (
    (Mark.GUID, Rule.SAME_GUID),
    (Mark.ADDRESS, Rule.SAME_ADDRESS),
    (Mark.LINK, Rule.SAME_ADDRESS),
    (Mark.TEXT, Rule.SAME_TEXT),
)


@dataclass(frozen=True, slots=True)
class Match:
    """`id`: of the item it is, or of one that it only seems to be: then `same` is False and the rule says why."""

    id: int
    rule: Rule
    same: bool
    score: int


class Index:
    """Items by their marks."""

    def __init__(self, items: Iterable[tuple[int, Marks]] = ()) -> None:
        self.marks: dict[int, Marks] = {}
        self._found: dict[Mark, dict[int, list[int]]] = {mark: {} for mark in (*_LOOKED_UP, Mark.TITLE)}
        for number, marks in items:
            self.add(number, marks)

    def add(self, number: int, marks: Marks) -> None:
        self.marks[number] = marks
        for mark, found in self._found.items():
            if (value := getattr(marks, mark)) is not None:
                found.setdefault(value, []).append(number)

    def having(self, mark: Mark, value: int | None) -> list[int]:
        """Ids of the items with that mark."""
        return self._found[mark].get(value, []) if value is not None else []

    def match(self, marks: Marks, dropped: frozenset[Mark]) -> Match | None:
        """The item that these marks are of; else the one whose id or address they use again; else None."""
        exact = self._exact(marks, dropped)
        if exact is not None:
            return exact
        near = {number for mark in _LOOKED_UP if mark not in dropped for number in self.having(mark, marks.of(mark))}
        found = [match for number in near if (match := compare(number, self.marks[number], marks, dropped))]
        return max(found, key=lambda match: (match.same, match.score, -match.id), default=None)

    def _exact(self, marks: Marks, dropped: frozenset[Mark]) -> Match | None:
        """An item that is in everything as it was, which nearly all are."""
        for mark, rule in _ALONE:
            if mark not in dropped:
                for number in self.having(mark, getattr(marks, mark)):
                    if self.marks[number] == marks and (mark is not Mark.TEXT or _tells(marks, dropped)):
                        return Match(number, rule, True, _ALL)
        return None


def compare(number: int, known: Marks, marks: Marks, dropped: frozenset[Mark]) -> Match | None:
    """What the marks that the two share make of them."""
    shared = {mark for mark in Mark if marks.of(mark) is not None and marks.of(mark) == known.of(mark)}
    score = sum(_WEIGHT[mark] for mark in shared)
    trusted = shared - dropped
    alike = bool(shared.intersection(_WORDS))
    place = bool(trusted & {Mark.ADDRESS, Mark.LINK})
    if Mark.GUID in trusted:
        if place or alike or not _has_words(known, marks):
            return Match(number, Rule.SAME_GUID, True, score)
        return Match(number, Rule.GUID_REUSED, False, score)
    if place:
        other_guid = Mark.GUID not in dropped and marks.guid is not None and known.guid is not None
        other_part = Mark.LINK not in shared and _has_words(known, marks)
        if alike or not (other_guid or other_part):
            return Match(number, Rule.SAME_ADDRESS, True, score)
        return Match(number, Rule.ADDRESS_REUSED, False, score)
    if Mark.TEXT in trusted and _tells(marks, dropped):
        return Match(number, Rule.SAME_TEXT, True, score)
    return None


def disproved(marks: Sequence[Marks], dropped: frozenset[Mark]) -> frozenset[Mark]:
    """The marks that different items of one document share, so that they tell nothing in this feed."""
    lost = {mark for mark in (Mark.GUID, Mark.ADDRESS, Mark.LINK, Mark.TEXT) if mark not in dropped}
    return frozenset(mark for mark in lost if _is_shared(mark, marks, dropped))


def _is_shared(mark: Mark, marks: Sequence[Marks], dropped: frozenset[Mark]) -> bool:
    values = [value for one in marks if (value := getattr(one, mark)) is not None]
    if len(set(values)) == len(values):
        return False
    groups: dict[int, list[Marks]] = defaultdict(list)
    for one in marks:
        if (value := getattr(one, mark)) is not None:
            groups[value].append(one)
    different = [_different(group, mark, dropped) for group in groups.values() if len(group) > 1]
    most = max(different, default=1)
    if mark is Mark.GUID:
        return most > 1
    if mark is Mark.TEXT:
        return most >= MANY
    items = len(groups) + sum(each - 1 for each in different)
    return most >= MANY or sum(each - 1 for each in different) * SHARE > items


def _different(group: Sequence[Marks], mark: Mark, dropped: frozenset[Mark]) -> int:
    """How many items a group that shares a mark is, told by what is left to tell them by."""
    if mark is Mark.TEXT:
        told = {(one.guid if Mark.GUID not in dropped else None, one.address) for one in group}
        return min(len({guid for guid, _ in told}), len({address for _, address in told}))
    by_words = min(len({one.title or one.text for one in group}), len({one.opening or one.text for one in group}))
    if mark is Mark.GUID:
        return min(by_words, len({one.address or one.link for one in group})) if _all_placed(group) else by_words
    guids = {one.guid for one in group if one.guid is not None}
    return min(by_words, len(guids)) if guids and Mark.GUID not in dropped else by_words


def _all_placed(group: Sequence[Marks]) -> bool:
    return all(one.link is not None for one in group)


def _has_words(known: Marks, marks: Marks) -> bool:
    return known.text is not None and marks.text is not None


def _tells(marks: Marks, dropped: frozenset[Mark]) -> bool:
    """Whether the text is long enough to be no other item's, or all there is."""
    return marks.words >= LEAST_WORDS or _only_words(marks, dropped)


def _only_words(marks: Marks, dropped: frozenset[Mark]) -> bool:
    """Whether there is nothing else to know the item by."""
    places = [mark for mark in (Mark.GUID, Mark.ADDRESS, Mark.LINK) if mark not in dropped]
    return all(marks.of(mark) is None for mark in places)
