"""A reading's report as files that other programs open: CSV, JSON, Markdown. Ids and counts; names only Discord shows.

A cell that a spreadsheet would take for a formula is quoted, so that a title or a question can carry none.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from bot.delivery import markdown
from bot.domain.reading import PlannedQuestion, Reading
from bot.domain.report import MemberCounts, ReadingReport, Regular
from bot.languages.words import count, say

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WITHIN = re.compile(r"([;|\t\r\n][\s\"]*)(?=[=+\-@＝＋－＠])")
"""What some spreadsheet may take for the end of a cell, before a sign that would begin a formula."""
_COUNTS = ("joined", "read", "replies", "replied_questions", "answered", "reactions", "votes", "interested", "passages")


def safe_cell(value: object) -> object:
    """Text that no spreadsheet takes for a formula; numbers as they are.

    Where lists are separated by semicolons a spreadsheet begins a cell at each, whatever was quoted.
    """
    if not isinstance(value, str):
        return value
    text = _WITHIN.sub(r"\1'", value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def as_csv(title: str, planned: Sequence[PlannedQuestion], report: ReadingReport) -> bytes:
    """A row a member, then a row a question. With a byte order mark, by which spreadsheets know it is UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)

    def write(*cells: object) -> None:
        writer.writerow([safe_cell(cell) for cell in cells])

    write("reading", title)
    write("member", *_COUNTS, "first", "last")
    for member, counts in _by_first(report):
        # As text, because spreadsheets round numbers of this length.
        write(
            f"id {member}",
            *(int(getattr(counts, name)) for name in _COUNTS),
            _day(counts.first_at),
            _day(counts.last_at),
        )
    write()
    write("question", "text", "kind", "replies", "answers", "people", "reactions", "passages opened")
    texts = {each.position: each.question for each in planned}
    for each in report.questions:
        asked = texts.get(each.position)
        about = (asked.text, str(asked.kind)) if asked else ("", "")
        write(each.position, *about, each.replies, each.answered, each.repliers, each.reactions, each.passages)
    return out.getvalue().encode("utf-8-sig")


def as_json(
    reading: Reading, title: str, planned: Sequence[PlannedQuestion], report: ReadingReport, regulars: Sequence[Regular]
) -> bytes:
    """One object; ids as text, as Discord writes them."""
    texts = {each.position: each.question for each in planned}
    told = {
        "reading": {"id": reading.id, "title": title, "state": reading.state, "starts_at": reading.starts_at},
        "took_part": report.took_part,
        "questions": [
            asdict(each)
            | (
                {
                    "text": texts[each.position].text,
                    "kind": texts[each.position].kind,
                    "rule": texts[each.position].rule,
                }
                if each.position in texts
                else {}
            )
            for each in report.questions
        ],
        "members": [{"member": str(member), **asdict(counts)} for member, counts in _by_first(report)],
        "often_here": [{"member": str(each.member_id), "part": each.part, "of": each.of} for each in regulars],
    }
    return json.dumps(told, indent=1, ensure_ascii=False).encode()


def as_markdown(title: str, planned: Sequence[PlannedQuestion], report: ReadingReport) -> bytes:
    """Two tables, as wikis and repositories show them."""
    lines = [
        f"# {flat(title)}",
        "",
        count(report.took_part, "{n} took part.", "{n} took part."),
        "",
        row(say("question"), say("replies"), say("people"), say("reactions")),
        "|---|---|---|---|",
    ]
    texts = {each.position: each.question.text for each in planned}
    for each in report.questions:
        text = flat(texts.get(each.position, ""))
        lines.append(row(f"{each.position}. {text}", each.replies, each.repliers, each.reactions))
    lines += ["", row(say("member"), say("joined"), say("read"), say("replies"), say("reactions"))]
    lines.append("|---|---|---|---|---|")
    for member, counts in _by_first(report):
        joined, read = (say("yes") if flag else "" for flag in (counts.joined, counts.read))
        lines.append(row(member, joined, read, counts.replies, counts.reactions))
    return ("\n".join(lines) + "\n").encode()


def row(*cells: object) -> str:
    """A row of a table in Markdown."""
    return f"| {' | '.join(map(str, cells))} |"


def _by_first(report: ReadingReport) -> list[tuple[int, MemberCounts]]:
    part = ((member, counts) for member, counts in report.members.items() if counts.took_part)
    return sorted(part, key=lambda item: (item[1].first_at, item[0]))


def _day(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, tz=UTC).date().isoformat()


def flat(text: str) -> str:
    """One line of a table's cell, without Markdown of its own."""
    return markdown.plain(" ".join(text.split()))
