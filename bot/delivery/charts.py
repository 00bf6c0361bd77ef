"""Charts as pictures: large enough for a phone, light on dark, with the same said in words for who cannot see them.

matplotlib takes half a second to import and is needed seldom, so it is imported when a chart is drawn, in a thread.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.delivery import markdown
from bot.domain.group_report import ReadingAttendance
from bot.domain.report import QuestionCounts
from bot.domain.times import wall_clock
from bot.languages import words
from bot.languages.words import count, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

QUESTIONS = "questions.png"
ATTENDANCE = "attendance.png"
ALT_TEXT = 1024
"""Characters that Discord takes to describe a picture."""

_GROUND, _INK, _FIRST, _SECOND = "#1e2124", "#e8e8e8", "#5fc9a8", "#8f7fe0"
_NAMES, _NUMBERS = 14, 13
"""Sizes of type, in points: on a phone a picture is shown at about half its size."""

_one_at_a_time = threading.Lock()


def questions_in_words(counted: Sequence[QuestionCounts]) -> str:
    """What the chart of questions shows."""
    parts = [
        say(
            "question {number}: {replies}, {reactions}",
            number=each.position,
            replies=count(each.replies, "{n} reply", "{n} replies"),
            reactions=count(each.reactions, "{n} reaction", "{n} reactions"),
        )
        for each in counted
    ]
    return markdown.cut_plain(say("Replies and reactions by question. {each}.", each="; ".join(parts)), ALT_TEXT)


def attendance_in_words(attended: Sequence[ReadingAttendance], zone: str) -> str:
    """What the chart of readings shows."""
    parts = []
    for each in reversed(attended):
        people = count(each.people, "{n} person", "{n} people")
        if each.new:
            new = count(each.new, "{n} for the first time", "{n} for the first time")
            people = say("{people}, of them {new}", people=people, new=new)
        parts.append(say("{name}: {what}", name=_day(each, zone), what=people))
    return markdown.cut_plain(say("How many took part in each reading. {each}.", each="; ".join(parts)), ALT_TEXT)


def questions(counted: Sequence[QuestionCounts]) -> bytes:
    """A PNG with two bars a question: replies, and reactions. Not on the event loop."""
    with _one_at_a_time:
        figure, axes = _empty(len(counted), height=0.7)
        rows = range(len(counted))
        for kind, name, colour, shift in (
            ("replies", say("replies"), _FIRST, -0.19),
            ("reactions", say("reactions"), _SECOND, 0.19),
        ):
            values = [getattr(each, kind) for each in counted]
            bars = axes.barh([place + shift for place in rows], values, height=0.34, color=colour, label=name)
            axes.bar_label(bars, padding=4, color=_INK, fontsize=_NUMBERS)
        most = max([1, *(max(each.replies, each.reactions) for each in counted)])
        return _png(figure, axes, [say("Question {number}", number=each.position) for each in counted], most)


def attendance(attended: Sequence[ReadingAttendance], zone: str) -> bytes:
    """A PNG with a bar a reading, the latest last: people, those who are new apart. Not on the event loop.

    `attended`: the latest first. `zone`: whose days they are.
    """
    with _one_at_a_time:
        figure, axes = _empty(len(attended), height=0.42)
        in_order = list(reversed(attended))
        rows = range(len(in_order))
        known, new = [each.people - each.new for each in in_order], [each.new for each in in_order]
        axes.barh(rows, known, height=0.62, color=_FIRST, label=say("people") if any(new) else None)
        if any(new):
            axes.barh(rows, new, left=known, height=0.62, color=_SECOND, label=say("for the first time"))
        for place, each in enumerate(in_order):
            at = (each.people, place)
            axes.annotate(
                words.number(each.people),
                at,
                (5, 0),
                textcoords="offset points",
                va="center",
                color=_INK,
                size=_NUMBERS,
            )
        return _png(figure, axes, [_day(each, zone) for each in in_order], max([1, *(e.people for e in in_order)]))


def _empty(rows: int, height: float) -> tuple[Figure, Axes]:
    """`height`: inches a row."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 (slow to import, seldom needed)
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(5, 1.1 + height * max(rows, 1)), dpi=150, facecolor=_GROUND)
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot(facecolor=_GROUND)


def _png(figure: Figure, axes: Axes, names: Sequence[str], most: int) -> bytes:
    """With the rows' names, from the top, and bars as thick for one row as for many."""
    axes.set_yticks(range(len(names)), names, fontsize=_NAMES, color=_INK)
    axes.set_xlim(0, most * 1.15)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.xaxis.set_visible(False)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(left=False)
    if axes.get_legend_handles_labels()[1]:
        look = {"ncols": 2, "frameon": False, "labelcolor": _INK, "fontsize": _NUMBERS}
        axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), **look)
    out = io.BytesIO()
    figure.savefig(out, format="png", bbox_inches="tight", pad_inches=0.2)
    return out.getvalue()


def _day(each: ReadingAttendance, zone: str) -> str:
    return words.short_day(wall_clock(each.held.starts_at, zone).date())
