"""Which items of a feed are new: known by id, address and words, never by dates, and never by where a reading stopped.

An item is one we know if a trusted mark says so. Which marks are trusted is learnt feed by feed: an id that two
different items share, or that changes under an item that stayed, is dropped for good, and so is an address that many
items share. docs/feeds.md tells the rules with their reasons.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.domain.feeds.document import FeedDocument, newest_first
from bot.domain.feeds.marks import Mark, Marks
from bot.domain.feeds.matching import Index, Rule, disproved

__all__ = ["FeedJudgement", "FeedMemory", "Judgement", "KnownItem", "Rule", "Verdict", "judge", "next_order"]

REBUILT = 3
"""Items known by title alone, from which on (and if they are half the document) a site is taken to be rebuilt."""
WIDENED = 10
"""Unknown items together at the old end, from which on the document is taken to show more of the past than before."""


class Verdict(StrEnum):
    NEW = "new"
    """To be posted where the feed is followed."""
    SAME = "same"
    CHANGED = "changed"
    """A known item with another title or text: its post is edited."""
    BASELINE = "baseline"
    """Was there before anybody followed: known from now on, never posted by itself."""
    DOUBLE = "double"
    """The same as another item of this document."""
    EMPTY = "empty"
    """Has neither id nor address nor words."""


@dataclass(frozen=True, slots=True)
class KnownItem:
    """What is kept of an item to know it again. `id`: the store's, positive."""

    id: int
    marks: Marks


@dataclass(frozen=True, slots=True)
class FeedMemory:
    """What is kept of a feed to tell its items apart.

    `dropped`: marks that are not trusted in this feed (any more). `order`: ids of the known items of the last document,
    in its order. `cut`: whether that document was only read in part.
    """

    dropped: frozenset[Mark] = field(default_factory=frozenset)
    order: tuple[int, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is to happen with one item, and why.

    `position`: in the document. `known`: id of the item it is, for SAME and CHANGED (and for a DOUBLE of one).
    `double_of`: position of the item it repeats. `differs`: marks in which it differs from what is kept of it; the
    record is to take the new ones on.
    """

    position: int
    verdict: Verdict
    rule: Rule
    marks: Marks
    known: int | None = None
    double_of: int | None = None
    differs: frozenset[Mark] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class FeedJudgement:
    """One judgement an item, oldest item first. `dropped`: marks not trusted from now on, those of before included.

    `lost`: marks that this document cost their trust. `cut`: whether it was only read in part.
    """

    items: tuple[Judgement, ...]
    dropped: frozenset[Mark]
    lost: frozenset[Mark]
    cut: bool

    def of(self, verdict: Verdict) -> tuple[Judgement, ...]:
        """Those with that verdict, oldest first."""
        return tuple(one for one in self.items if one.verdict is verdict)


def judge(
    document: FeedDocument,
    marks: Sequence[Marks],
    known: Iterable[KnownItem],
    memory: FeedMemory | None,
) -> FeedJudgement:
    """Judge every item of the document. `marks`: `marks_of_all(document)`.

    `known`: the items kept of this feed, at least all that share a mark with the document. `memory`: None for the first
    document of the feed, which is a silent baseline.
    """
    before = memory or FeedMemory()
    trust_lost = disproved(marks, before.dropped)
    judged = _Judging(marks, Index((item.id, item.marks) for item in known), before.dropped | trust_lost)
    judged.by_marks()
    if memory is None:
        judged.all_baseline()
    else:
        judged.by_titles()
        judged.slid_in(before, newest_first(document), document.more_items)
    lost = (trust_lost | judged.lost) - before.dropped
    items = tuple(judged.found[position] for position in _oldest_first(document))
    return FeedJudgement(items, before.dropped | lost, lost, document.broken_off or document.more_items)


def next_order(judged: FeedJudgement, ids: Mapping[int, int]) -> tuple[int, ...]:
    """`FeedMemory.order` after this document. `ids`: position to id, for the items that are kept since."""
    own = {one.position: ids.get(one.position, one.known) for one in judged.items if one.double_of is None}
    return tuple(found for position in sorted(own) if (found := own[position]) is not None)


class _Judging:
    """The judgements on one document, by position. `_own`: those of its items that are not known, as they come up."""

    def __init__(self, marks: Sequence[Marks], index: Index, dropped: frozenset[Mark]) -> None:
        self._marks, self._index, self._dropped = marks, index, dropped
        self._own = Index()
        self._guids = {one.guid for one in marks}
        self._claims: dict[int, int] = {}
        self.found: dict[int, Judgement] = {}
        self.lost: frozenset[Mark] = frozenset()

    def by_marks(self) -> None:
        """Judge every item by its trusted marks. One that is exactly as kept goes before others that claim to be it."""
        matches = {position: self._index.match(one, self._dropped) for position, one in enumerate(self._marks)}
        exact = {
            match.id: position
            for position, match in reversed(matches.items())
            if match and match.same and self._marks[position].text == self._index.marks[match.id].text
        }
        for position, one in enumerate(self._marks):
            match = matches[position]
            if one.empty:
                self._put(position, Verdict.EMPTY, Rule.NOTHING_IN_IT)
            elif match is not None and match.same:
                self._known(position, match.id, match.rule, exact.get(match.id, position))
            else:
                self._unknown(position, match.rule if match else Rule.UNKNOWN)

    def _unknown(self, position: int, rule: Rule) -> None:
        own = self._marks[position]
        match = self._own.match(own, self._dropped)
        if match is not None and match.same:
            self._put(position, Verdict.DOUBLE, match.rule, double_of=match.id)
            return
        if rule is Rule.GUID_REUSED:
            self.lost |= {Mark.GUID}
        self._put(position, Verdict.NEW, rule)
        self._own.add(position, own)

    def _known(self, position: int, number: int, rule: Rule, first: int) -> None:
        """`first`: the item of this document that is taken for the known one; others are its doubles."""
        first = self._claims.setdefault(number, first)
        if first != position:
            self._put(position, Verdict.DOUBLE, rule, known=number, double_of=first)
            return
        old, new = self._index.marks[number], self._marks[position]
        differs = frozenset() if old == new else frozenset(mark for mark in Mark if old.of(mark) != new.of(mark))
        if Mark.GUID in differs and self._guid_changed(old, new):
            self.lost |= {Mark.GUID}
        verdict = Verdict.CHANGED if Mark.TEXT in differs else Verdict.SAME
        self._put(position, verdict, rule, known=number, differs=differs)

    def _guid_changed(self, old: Marks, new: Marks) -> bool:
        """Whether the id changed under an item that stayed, and there is something else to go by."""
        changed = old.guid is not None and new.guid is not None and old.guid not in self._guids
        return changed and new.link is not None

    def _put(
        self,
        position: int,
        verdict: Verdict,
        rule: Rule,
        *,
        known: int | None = None,
        double_of: int | None = None,
        differs: frozenset[Mark] = frozenset(),
    ) -> None:
        self.found[position] = Judgement(position, verdict, rule, self._marks[position], known, double_of, differs)

    def _new(self) -> list[int]:
        return [position for position, one in sorted(self.found.items()) if one.verdict is Verdict.NEW]

    def all_baseline(self) -> None:
        """What the first document holds was there before."""
        for position in self._new():
            self.found[position] = replace(self.found[position], verdict=Verdict.BASELINE, rule=Rule.FIRST_FETCH)

    def by_titles(self) -> None:
        """A site that was rebuilt: half of the document or more is unknown but for its titles."""
        new = self._new()
        titles = Counter(self._marks[position].title for position in new)
        twins: dict[int, int] = {}
        for position in new:
            title = self._marks[position].title
            owners = self._index.having(Mark.TITLE, title)
            if titles[title] == 1 and len(owners) == 1 and owners[0] not in self._claims:
                twins[position] = owners[0]
        if len(twins) >= REBUILT and 2 * len(twins) >= len(self._marks):
            for position, number in twins.items():
                self._known(position, number, Rule.SAME_TITLE, position)

    def slid_in(self, before: FeedMemory, falling: bool | None, more: bool) -> None:
        """Old items that came into sight at the old end of a document that runs from new to old."""
        stays = [position for position, one in self.found.items() if one.verdict in {Verdict.SAME, Verdict.CHANGED}]
        if not falling or not stays:
            return
        tail = [position for position in self._new() if position > max(stays)]
        if before.cut or more or len(tail) >= WIDENED or 0 < len(tail) <= self._taken_out(before):
            for position in tail:
                self.found[position] = replace(self.found[position], verdict=Verdict.BASELINE, rule=Rule.SLID_IN)

    def _taken_out(self, before: FeedMemory) -> int:
        """How many items of the last document are gone although older ones of it stay, the window refilled."""
        present = [place for place, number in enumerate(before.order) if number in self._claims]
        if not present or len(self._marks) > len(before.order):
            return 0
        return max(present) + 1 - len(present)


def _oldest_first(document: FeedDocument) -> list[int]:
    """Positions from the oldest item on: by dates if every item has one, else the way the document runs."""
    dates = [item.published if item.published is not None else item.updated for item in document.items]
    falling = newest_first(document) is not False
    positions = list(range(len(dates)))[:: -1 if falling else 1]
    return positions if None in dates else sorted(positions, key=lambda position: dates[position] or 0)
