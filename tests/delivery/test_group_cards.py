"""The last readings as organisers see them: they fit, name nobody for staying away, and say the same as a picture, in
words and as files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import overload

import pytest

from bot.delivery import charts, group_cards, group_files
from bot.delivery.report_cards import members
from bot.domain.group_report import Drew, GroupReport, HeldReading, ReadingAttendance, Scope
from bot.domain.recurrence import Every, Rule
from bot.domain.report import Regular
from bot.domain.series import Series, Source
from bot.domain.server import Server, Tracking
from bot.languages.words import SPOKEN, speaking
from tests.delivery.test_cards import assert_fits
from tests.store.samples import DAY, MEMBER, NOW, SERVER

CIRCLE = Series(
    7,
    SERVER,
    "Circle *" * 20,
    3,
    Rule(Every.WEEK, datetime.fromisoformat("2026-01-01T19:00")),
    "Europe/London",
    DAY,
    Source.LIBRARY,
    1,
    0,
)
SCOPE = Scope(Server(SERVER, zone="Europe/London"), 24, CIRCLE)
HOSTILE = "=1+1 **@everyone** " + "المكتبة " * 40


def attended(number: int, people: int = 9, new: int = 2, title: str = "The bread") -> ReadingAttendance:
    held = HeldReading(number, title, NOW - number * 7 * DAY, is_over=True)
    return ReadingAttendance(held, people, repliers=5, replies=23, new=new)


BUSY = GroupReport(
    tuple(attended(number, 1000, 400, HOSTILE) for number in range(24)),
    5000,
    regulars=tuple(Regular(MEMBER + number, 24 - number // 40, 24) for number in range(400)),
    newcomers=tuple(range(MEMBER, MEMBER + 3000)),
    by_origin=(Drew("author", 20, 99), Drew("lessons", 80, 1), Drew("organisers", 8, 0)),
    by_place=(Drew("opening", 24, 99), Drew("core", 100, 1), Drew("closing", 24, 0)),
    by_kind=tuple(Drew(kind, 9, 3) for kind in ("norm", "advice", "cause", "regret", "claim", "tension", "comparison")),
)
FEW = GroupReport(
    tuple(replace(attended(number, people, 0), repliers=None, replies=None) for number, people in ((1, 3), (2, 4))), 4
)


def text_of(report: GroupReport, scope: Scope = SCOPE) -> str:
    card = group_cards.group_report(report, scope)
    parts = [str(card.content or ""), *(str(embed.to_dict()) for embed in card.embeds)]
    return "\n".join(parts)


@pytest.mark.parametrize("tongue", SPOKEN)
@pytest.mark.parametrize("chart", [None, "attendance.png"])
def test_a_report_of_many_readings_fits_in_every_language(tongue: str, chart: str | None) -> None:
    with speaking(tongue):
        card = group_cards.group_report(BUSY, SCOPE, chart)
        assert_fits(card)
        menu, buttons = card.rows
        assert len(menu) == 1
        assert 3 <= len(buttons) <= 5
        assert "**@everyone**" not in str(card.embeds[0].description)


def test_fewer_than_five_people_are_told_in_numbers_only() -> None:
    told = text_of(FEW)
    assert "4 people took part" in told
    assert "not broken down" in told
    assert "Often here" not in told
    assert str(MEMBER) not in told


def test_before_anything_has_begun_the_next_step_is_told() -> None:
    nothing = GroupReport((), 0)
    assert "`/reading plan`" in text_of(nothing, replace(SCOPE, series=None))
    assert "`/series list`" in text_of(nothing)


def test_readings_nobody_came_to_are_told_without_blame() -> None:
    quiet = GroupReport((attended(1, people=0, new=0),), 0)
    assert "went by quietly" in text_of(quiet)


def test_where_less_is_counted_that_is_said() -> None:
    some = replace(FEW, people=8)
    for tracking, words in ((Tracking.OFF, "Nothing is counted"), (Tracking.PER_READING, "is not kept here")):
        assert words in text_of(some, replace(SCOPE, server=Server(SERVER, tracking=tracking)))


def test_one_may_look_further_back_only_where_there_may_be_more() -> None:
    def spans(readings: int, last: int) -> list[str]:
        report = GroupReport(tuple(attended(number) for number in range(readings)), 9)
        buttons = group_cards.group_report(report, replace(SCOPE, last=last)).rows[1]
        return [str(button.mark) for button in buttons]

    files = [f"rc:group:7:6{form}" for form in ("csv", "json")]
    assert spans(4, 6) == files
    assert spans(6, 6) == ["rc:group:7:12", "rc:group:7:24", *files]
    assert spans(8, 12)[0] == "rc:group:7:6"


def test_a_file_says_the_same_and_holds_no_formula() -> None:
    rows = list(csv.reader(io.StringIO(group_files.as_csv(BUSY, SCOPE).decode("utf-8-sig"))))
    assert ["member", "part", "of"] in rows
    assert [f"id {MEMBER}", "24", "24"] in rows
    assert ["place", "opening", "24", "99"] in rows
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    told = json.loads(group_files.as_json(BUSY, SCOPE))
    assert told["often_here"][0] == {"member": str(MEMBER), "part": 24, "of": 24}
    assert (len(told["readings"]), len(told["new_here"])) == (24, 3000)
    assert told["questions"]["origin"][0] == {"which": "author", "asked": 20, "answers": 99}
    assert "members" not in json.loads(group_files.as_json(FEW, SCOPE))
    assert not json.loads(group_files.as_json(FEW, SCOPE))["often_here"]
    assert group_files.as_markdown(FEW).decode().count("\n") == 4


@pytest.mark.parametrize("tongue", SPOKEN)
@pytest.mark.parametrize("readings", [2, 24])
def test_a_chart_of_readings_is_fit_for_a_phone_and_says_in_words_what_it_shows(tongue: str, readings: int) -> None:
    some = [attended(number, people=120) for number in range(readings)]
    with speaking(tongue):
        picture = charts.attendance(some, "Europe/London")
        words = charts.attendance_in_words(some, "Europe/London")
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert picture.startswith(b"\x89PNG")
    assert 500 <= width <= 1000
    assert height <= width
    assert words.count("120") == readings or words.endswith("…")
    assert len(words) <= 1024


def test_days_are_those_of_the_group() -> None:
    late = replace(attended(0), held=HeldReading(1, "T", 1_790_029_800_000, is_over=True))
    day = date(2026, 9, 22)
    assert f"{day.day} Sept" in charts.attendance_in_words([late], "Pacific/Auckland")
    assert f"{day.day - 1} Sept" in charts.attendance_in_words([late], "UTC")


class Crowd(Sequence[int]):
    """So many members, that remembers how many of them were looked at."""

    def __init__(self, number: int) -> None:
        self._ids = range(MEMBER, MEMBER + number)
        self.seen = 0

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[int]: ...
    def __getitem__(self, at: int | slice) -> int | Sequence[int]:
        self.seen += 1
        return self._ids[at]


@pytest.mark.parametrize("number", [0, 1, 5, 11, 12, 13, 14, 40, 10_000])
def test_of_many_names_as_many_are_told_as_fit_and_no_more_are_looked_at(number: int) -> None:
    crowd = Crowd(number)
    told = members(crowd, 300)
    assert len(told) <= 300
    assert crowd.seen <= 15
    shown = told.count("<@")
    assert told.endswith(f"and {number - shown:,} more") == (shown < number)
    assert shown in (number, 11)
