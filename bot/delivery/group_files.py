"""The last readings of a group as files that other programs open: CSV, JSON, Markdown. Ids and counts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.delivery.report_files import flat, row, safe_cell
from bot.domain.group_report import Drew, GroupReport, ReadingAttendance, Scope
from bot.languages.words import say


def as_csv(report: GroupReport, scope: Scope) -> bytes:
    """A row a reading, a row a member who comes often or is new, a row for what questions have in common.

    With a byte order mark, by which spreadsheets know it is UTF-8.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for cells in _rows(report, scope):
        writer.writerow([safe_cell(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _rows(report: GroupReport, scope: Scope) -> Iterator[Sequence[object]]:
    if scope.series is not None:
        yield "series", scope.series.name
    yield "people", report.people
    yield ()
    yield "reading", "title", "day", "people", "repliers", "replies", "new"
    for each in report.readings:
        held = each.held
        yield held.reading_id, held.title, _day(each), each.people, each.repliers, each.replies, each.new
    if report.is_small:
        return
    yield ()
    yield "member", "part", "of"
    for regular in report.regulars:
        # As text, because spreadsheets round numbers of this length.
        yield f"id {regular.member_id}", regular.part, regular.of
    yield ()
    yield "newcomer", ""
    for member_id in report.newcomers:
        yield f"id {member_id}", ""
    yield ()
    yield "questions", "which", "asked", "answers"
    for by, drew in _groups(report):
        for each_drew in drew:
            yield by, each_drew.name, each_drew.asked, each_drew.answers


def as_json(report: GroupReport, scope: Scope) -> bytes:
    """One object; ids of Discord's as text, as Discord writes them. `starts_at` in UTC epoch ms."""
    series = scope.series
    told: dict[str, Any] = {
        "series": {"id": series.id, "name": series.name} if series else None,
        "people": report.people,
        "readings": [
            {
                "id": each.held.reading_id,
                "title": each.held.title,
                "starts_at": each.held.starts_at,
                "is_over": each.held.is_over,
                "people": each.people,
                "repliers": each.repliers,
                "replies": each.replies,
                "new": each.new,
            }
            for each in report.readings
        ],
        "often_here": [{"member": str(each.member_id), "part": each.part, "of": each.of} for each in report.regulars],
        "new_here": [str(member_id) for member_id in report.newcomers],
        "questions": {
            by: [{"which": each.name, "asked": each.asked, "answers": each.answers} for each in drew]
            for by, drew in _groups(report)
        },
    }
    return json.dumps(told, indent=1, ensure_ascii=False).encode()


def as_markdown(report: GroupReport) -> bytes:
    """A table of the readings, as wikis and repositories show it."""
    lines = [row(say("reading"), say("day"), say("people"), say("replies"), say("new")), "|---|---|---|---|---|"]
    for each in report.readings:
        replies = "" if each.replies is None else each.replies
        lines.append(row(flat(each.held.title), _day(each), each.people, replies, each.new))
    return ("\n".join(lines) + "\n").encode()


def _groups(report: GroupReport) -> tuple[tuple[str, Sequence[Drew]], ...]:
    return ("origin", report.by_origin), ("place", report.by_place), ("kind", report.by_kind)


def _day(each: ReadingAttendance) -> str:
    return datetime.fromtimestamp(each.held.starts_at / 1000, tz=UTC).date().isoformat()
