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
_NAMES, _NUMBERS, _SMALL = 14, 13, 11
"""Sizes of type, in points: on a phone a picture is shown at about half its size."""

_ROOMY, _DAYS_SHOWN = 12, 6
"""Columns whose numbers have room in full size; days that have room below them."""

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
        figure, axes = _empty(1.1 + 0.7 * max(len(counted), 1))
        rows = range(len(counted))
        for kind, name, colour, shift in (
            ("replies", say("replies"), _FIRST, -0.19),
            ("reactions", say("reactions"), _SECOND, 0.19),
        ):
            values = [getattr(each, kind) for each in counted]
            bars = axes.barh([place + shift for place in rows], values, height=0.34, color=colour, label=name)
            numbers = [words.number(value) if value else "" for value in values]
            axes.bar_label(bars, numbers, padding=4, color=_INK, fontsize=_NUMBERS)
        most = max([1, *(max(each.replies, each.reactions) for each in counted)])
        names = [say("Question {number}", number=each.position) for each in counted]
        axes.set_yticks(list(rows), names, fontsize=_NAMES, color=_INK)
        axes.set_xlim(0, most * 1.15)
        axes.set_ylim(len(counted) - 0.5, -0.5)  # from the top, and bars as thick for one question as for seven
        axes.xaxis.set_visible(False)
        return _png(figure, axes)


def attendance(attended: Sequence[ReadingAttendance], zone: str) -> bytes:
    """A PNG with a column a reading, the latest at the right: people, those who are new on top. Not on the event loop.

    `attended`: the latest first. `zone`: whose days they are.
    """
    with _one_at_a_time:
        figure, axes = _empty(3.2)
        in_order = attended[::-1]
        places = range(len(in_order))
        people, new = [each.people for each in in_order], [each.new for each in in_order]
        known = [all_ - first for all_, first in zip(people, new, strict=True)]
        axes.bar(places, known, width=0.7, color=_FIRST, label=say("people") if any(new) else None)
        if any(new):
            axes.bar(places, new, bottom=known, width=0.7, color=_SECOND, label=say("for the first time"))
        size = _NUMBERS if len(in_order) <= _ROOMY else _SMALL
        for place, number in zip(places, people, strict=True):
            told = words.number(number)
            axes.annotate(told, (place, number), (0, 4), textcoords="offset points", ha="center", color=_INK, size=size)
        step = -(-len(in_order) // _DAYS_SHOWN)
        told_days = list(places)[::-1][::step]
        days = [_day(in_order[each], zone).replace(" ", "\n", 1) for each in told_days]
        axes.set_xticks(told_days, days, fontsize=_NUMBERS, color=_INK)
        axes.set_ylim(0, max([1, *people]) * 1.12)
        axes.yaxis.set_visible(False)
        return _png(figure, axes)


def _empty(height: float) -> tuple[Figure, Axes]:
    """Nothing drawn yet. `height` in inches."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 (slow to import, seldom needed)
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(5, height), dpi=150, facecolor=_GROUND)
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot(facecolor=_GROUND)


def _png(figure: Figure, axes: Axes) -> bytes:
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(left=False, bottom=False)
    if axes.get_legend_handles_labels()[1]:
        look = {"ncols": 2, "frameon": False, "labelcolor": _INK, "fontsize": _NUMBERS}
        axes.legend(loc="lower center", bbox_to_anchor=(0.45, 1.0), **look)
    out = io.BytesIO()
    figure.savefig(out, format="png", bbox_inches="tight", pad_inches=0.2)
    return out.getvalue()


def _day(each: ReadingAttendance, zone: str) -> str:
    return words.short_day(wall_clock(each.held.starts_at, zone).date())
