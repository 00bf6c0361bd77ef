"""What the last readings of a group came to: who came, who is new, which questions drew answers. Numbers and ids only.

Nobody is listed for what they did not do: of those who came seldom, only the number is known here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.own_question import BY_ORGANISER
from bot.domain.questions import ClaimKind
from bot.domain.report import SMALL_GROUP, Regular
from bot.domain.series import Series
from bot.domain.server import Server

SPANS = (6, 12, 24)
"""How many readings back one may look: however long the history is, no further."""

OFTEN = 0.5
"""Who took part in at least this share of the readings, and in two of them, comes often."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is asked of: the `last` so many readings of a series, or of all readings of the server."""

    server: Server
    last: int
    series: Series | None = None


@dataclass(frozen=True, slots=True)
class HeldReading:
    """A reading that has begun. `starts_at` in UTC epoch ms."""

    reading_id: int
    title: str
    starts_at: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody took part in a reading, with so many replies."""

    reading_id: int
    member_id: int
    replies: int


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that was posted. `answers`: replies that go back to it; what merely stands below it is none.

    `of`: how many questions its reading had.
    """

    reading_id: int
    position: int
    of: int
    kind: ClaimKind
    rule: str
    answers: int


@dataclass(frozen=True, slots=True)
class ReadingAttendance:
    """How many came to one reading, how many of them replied, and how often; `new`: whose first reading here it was.

    Of too few people to be broken down nobody is new, and None stands for how they took part.
    """

    held: HeldReading
    people: int
    repliers: int | None
    replies: int | None
    new: int


class Origin(StrEnum):
    """Who asks a question."""

    AUTHOR = "author"
    LESSONS = "lessons"
    ORGANISERS = "organisers"


class Place(StrEnum):
    """Where a question stands among those of its reading."""

    OPENING = "opening"
    CORE = "core"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Drew:
    """Questions that have something in common: how many were asked, and the answers they drew together."""

    name: str
    asked: int
    answers: int

    @property
    def each(self) -> float:
        """Answers a question."""
        return self.answers / self.asked


@dataclass(frozen=True, slots=True)
class GroupReport:
    """The last readings of a group, the latest first.

    `people`: different ones, in all of them. `regulars`, `newcomers` (by id) and what questions drew are empty for
    fewer than `SMALL_GROUP` people; what they drew also where nothing tells which question a reply belongs to.
    `by_kind`: of those made from the lessons.
    """

    readings: tuple[ReadingAttendance, ...]
    people: int
    regulars: tuple[Regular, ...] = ()
    newcomers: tuple[int, ...] = ()
    by_origin: tuple[Drew, ...] = ()
    by_place: tuple[Drew, ...] = ()
    by_kind: tuple[Drew, ...] = ()

    @property
    def is_small(self) -> bool:
        """Too few people to be broken down."""
        return self.people < SMALL_GROUP

    @property
    def average(self) -> float:
        """People a reading, of those that are over; of all while none is."""
        counted = [each.people for each in self.readings if each.held.is_over]
        counted = counted or [each.people for each in self.readings]
        return sum(counted) / len(counted) if counted else 0.0


def group_report(
    held: Sequence[HeldReading], parts: Iterable[Part], asked: Sequence[AskedQuestion], came_before: Collection[int]
) -> GroupReport:
    """`held`: the readings meant, the latest first. `came_before`: those of the members whose first reading is none of
    these. Where there was none before these readings, everybody was new in the first: then nobody is called so."""
    by_reading = _by_reading(parts)
    first = _first_readings(held, by_reading)
    new = {member for member in first if member not in came_before}
    if held and not came_before:
        new = {member for member in new if first[member] != held[-1].reading_id}
    attended = tuple(_attendance(each, by_reading[each.reading_id], first, new) for each in held)
    if len(first) < SMALL_GROUP:
        few = (replace(each, repliers=None, replies=None, new=0) for each in attended)
        return GroupReport(tuple(few), len(first))
    drawn = asked if any(each.answers for each in asked) else ()
    return GroupReport(
        attended,
        len(first),
        regulars=_often(held, by_reading),
        newcomers=tuple(sorted(new)),
        by_origin=_drew((str(origin_of(each)), each) for each in drawn),
        by_place=_drew((str(place_of(each)), each) for each in drawn),
        by_kind=_drew((str(each.kind), each) for each in drawn if origin_of(each) is Origin.LESSONS),
    )


def origin_of(asked: AskedQuestion) -> Origin:
    """An author's question that an organiser has reworded is the organisers'."""
    if asked.rule == BY_ORGANISER:
        return Origin.ORGANISERS
    return Origin.AUTHOR if asked.kind is ClaimKind.QUESTION else Origin.LESSONS


def place_of(asked: AskedQuestion) -> Place:
    """An only question is the opening one."""
    if asked.position == 1:
        return Place.OPENING
    return Place.CLOSING if asked.position == asked.of else Place.CORE


def _first_readings(held: Sequence[HeldReading], parts: Mapping[int, Sequence[Part]]) -> dict[int, int]:
    """By member, the earliest of these readings that they took part in."""
    return {each.member_id: reading.reading_id for reading in held for each in parts[reading.reading_id]}


def _attendance(
    held: HeldReading, parts: Sequence[Part], first: Mapping[int, int], new: Collection[int]
) -> ReadingAttendance:
    return ReadingAttendance(
        held,
        people=len(parts),
        repliers=sum(each.replies > 0 for each in parts),
        replies=sum(each.replies for each in parts),
        new=sum(each.member_id in new and first[each.member_id] == held.reading_id for each in parts),
    )


def regulars(held: Sequence[HeldReading], parts: Iterable[Part]) -> tuple[Regular, ...]:
    """Those who often came to these readings, as `group_report` tells; nobody for fewer than `SMALL_GROUP` people."""
    by_reading = _by_reading(parts)
    people = {each.member_id for of in by_reading.values() for each in of}
    return _often(held, by_reading) if len(people) >= SMALL_GROUP else ()


def _by_reading(parts: Iterable[Part]) -> dict[int, list[Part]]:
    by_reading: dict[int, list[Part]] = defaultdict(list)
    for each in parts:
        by_reading[each.reading_id].append(each)
    return by_reading


def _often(held: Sequence[HeldReading], parts: Mapping[int, Sequence[Part]]) -> tuple[Regular, ...]:
    """The most frequent first. What still runs counts only for those who take part in it: nobody has missed it yet."""
    over = {each.reading_id for each in held if each.is_over}
    part = Counter(each.member_id for of in parts.values() for each in of)
    running = Counter(each.member_id for reading_id, of in parts.items() if reading_id not in over for each in of)
    everybody = (Regular(member, times, len(over) + running[member]) for member, times in part.items())
    often = (each for each in everybody if each.part > 1 and each.part >= OFTEN * each.of)
    return tuple(sorted(often, key=lambda each: (-each.part, each.of, each.member_id)))


def _drew(named: Iterable[tuple[str, AskedQuestion]]) -> tuple[Drew, ...]:
    """What drew most comes first; of the same, what was asked more often."""
    questions: dict[str, list[int]] = defaultdict(list)
    for name, each in named:
        questions[name].append(each.answers)
    drew = (Drew(name, len(answers), sum(answers)) for name, answers in questions.items())
    return tuple(sorted(drew, key=lambda each: (-each.each, -each.asked, each.name)))
