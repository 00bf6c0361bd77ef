"""What the last readings came to: counted as by hand, kind to who came seldom, and silent about few people."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.group_report import (
    AskedQuestion,
    Drew,
    GroupReport,
    HeldReading,
    Origin,
    Part,
    Place,
    group_report,
    origin_of,
    place_of,
)
from bot.domain.own_question import BY_ORGANISER
from bot.domain.questions import ClaimKind
from bot.domain.report import SMALL_GROUP, Regular

DAY = 86_400_000
CIRCLE = range(1, 6)
"""Five people, as few as are broken down."""


def held(*over: bool) -> list[HeldReading]:
    """The latest first; numbered from 1, the earliest."""
    readings = [HeldReading(number, f"No. {number}", number * DAY, is_over) for number, is_over in enumerate(over, 1)]
    return readings[::-1]


def came(reading: int, *members: int, replies: int = 0) -> list[Part]:
    return [Part(reading, member, replies) for member in members]


def asked(position: int, answers: int, **more: object) -> AskedQuestion:
    values: dict[str, object] = {"reading_id": 1, "of": 4, "kind": ClaimKind.NORM, "rule": "norm, core"}
    return AskedQuestion(position=position, answers=answers, **values | more)  # type: ignore[arg-type]


def test_who_came_to_half_of_the_readings_comes_often_and_who_came_seldom_is_in_no_list() -> None:
    parts = [*came(1, *CIRCLE), *came(2, 1, 2), *came(3, 1, 2), *came(4, 1, 3), *came(5, 1), *came(6, 1)]
    found = group_report(held(*[True] * 6), parts, [], came_before=set(CIRCLE))
    assert found.regulars == (Regular(1, 6, 6), Regular(2, 3, 6))
    assert found.newcomers == ()


def test_a_reading_that_still_runs_counts_only_for_those_who_take_part_in_it() -> None:
    parts = [*came(1, *CIRCLE), *came(2, 1, 2), *came(3, 1)]
    found = group_report(held(True, True, False), parts, [], came_before=set(CIRCLE))
    assert found.regulars == (Regular(1, 3, 3), Regular(2, 2, 2))
    assert found.average == 3.5


def test_who_had_never_come_before_is_new_in_the_first_reading_they_took_part_in() -> None:
    parts = [*came(1, 1, 2, 3), *came(2, 1, 4, 5), *came(3, 4, 6)]
    found = group_report(held(True, True, True), parts, [], came_before={1, 2, 4})
    assert found.newcomers == (3, 5, 6)
    assert [each.new for each in found.readings] == [1, 1, 1]


def test_in_the_very_first_reading_nobody_is_called_new() -> None:
    parts = [*came(1, 1, 2, 3), *came(2, 1, 4, 5)]
    found = group_report(held(True, True), parts, [], came_before=set())
    assert found.newcomers == (4, 5)
    assert [each.new for each in found.readings] == [2, 0]


def test_what_questions_have_in_common_is_told_with_what_they_drew() -> None:
    questions = [
        asked(1, 5, kind=ClaimKind.QUESTION, rule="author's question"),
        asked(2, 1),
        asked(3, 0),
        asked(4, 2, kind=ClaimKind.QUESTION, rule=str(BY_ORGANISER)),
    ]
    found = group_report(held(True), came(1, *CIRCLE), questions, came_before=set(CIRCLE))
    assert found.by_origin == (Drew("author", 1, 5), Drew("organisers", 1, 2), Drew("lessons", 2, 1))
    assert found.by_place == (Drew("opening", 1, 5), Drew("closing", 1, 2), Drew("core", 2, 1))
    assert found.by_kind == (Drew("norm", 2, 1),)
    assert [each.each for each in found.by_place] == [5.0, 2.0, 0.5]


def test_questions_are_told_apart_by_who_asks_and_by_their_place() -> None:
    only = asked(1, 0, of=1)
    assert (origin_of(only), place_of(only)) == (Origin.LESSONS, Place.OPENING)
    assert [place_of(asked(position, 0)) for position in (1, 2, 3, 4)] == [
        Place.OPENING,
        Place.CORE,
        Place.CORE,
        Place.CLOSING,
    ]


def test_where_nothing_was_answered_no_question_is_compared() -> None:
    found = group_report(held(True), came(1, *CIRCLE), [asked(1, 0), asked(2, 0)], came_before=set(CIRCLE))
    assert (found.by_origin, found.by_place, found.by_kind) == ((), (), ())


def test_nothing_at_all_is_reported_of_no_readings() -> None:
    assert group_report([], [], [], came_before=set()) == GroupReport((), 0)


readings = st.lists(st.sets(st.integers(1, 8)), min_size=1, max_size=7)


@given(attended=readings, before=st.sets(st.integers(1, 8)))
def test_any_readings_are_counted_as_by_hand(attended: list[set[int]], before: set[int]) -> None:
    parts = [part for number, members in enumerate(attended, 1) for part in came(number, *members, replies=2)]
    found = group_report(held(*[True] * len(attended)), parts, [asked(1, 3)], came_before=before)
    everybody = set().union(*attended)
    assert found.people == len(everybody)
    assert [each.people for each in found.readings] == [len(members) for members in attended[::-1]]
    if len(everybody) < SMALL_GROUP:
        assert {(each.repliers, each.replies) for each in found.readings} == {(None, None)}
        assert (found.regulars, found.newcomers, found.by_origin) == ((), (), ())
        assert not any(each.new for each in found.readings)
        return
    assert [each.replies for each in found.readings] == [2 * len(members) for members in attended[::-1]]
    times = Counter(member for members in attended for member in members)
    often = {member for member, number in times.items() if number > 1 and 2 * number >= len(attended)}
    assert {each.member_id for each in found.regulars} == often
    assert set(found.newcomers) == everybody - before - (set() if before else attended[0])
    assert sum(each.new for each in found.readings) == len(found.newcomers)
