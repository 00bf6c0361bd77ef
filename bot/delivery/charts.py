"""Charts as pictures: large enough for a phone, light on dark, with the same said in words for who cannot see them.

matplotlib takes half a second to import and is needed seldom, so it is imported when a chart is drawn, in a thread.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence

from bot.delivery import markdown
from bot.domain.report import QuestionCounts
from bot.languages.words import count, say

NAME = "questions.png"
_GROUND, _INK, _REPLIES, _REACTIONS = "#1e2124", "#e8e8e8", "#5fc9a8", "#8f7fe0"
_one_at_a_time = threading.Lock()


def alt_text(counted: Sequence[QuestionCounts]) -> str:
    """What the chart shows, in words; Discord takes 1024 characters."""
    parts = [
        say(
            "question {number}: {replies}, {reactions}",
            number=each.position,
            replies=count(each.replies, "{n} reply", "{n} replies"),
            reactions=count(each.reactions, "{n} reaction", "{n} reactions"),
        )
        for each in counted
    ]
    return markdown.cut(say("Replies and reactions by question. {each}.", each="; ".join(parts)), 1024)


def questions(counted: Sequence[QuestionCounts]) -> bytes:
    """A PNG with two bars a question: replies, and reactions. Not on the event loop."""
    with _one_at_a_time:
        return _drawn(counted)


def _drawn(counted: Sequence[QuestionCounts]) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 (slow to import, seldom needed)
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(5, 1.1 + 0.7 * max(len(counted), 1)), dpi=150, facecolor=_GROUND)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(facecolor=_GROUND)
    rows = range(len(counted))
    kinds = (
        ("replies", say("replies"), _REPLIES, -0.19),
        ("reactions", say("reactions"), _REACTIONS, 0.19),
    )
    most = max([1, *(max(each.replies, each.reactions) for each in counted)])
    for kind, name, colour, shift in kinds:
        values = [getattr(each, kind) for each in counted]
        bars = axes.barh([row + shift for row in rows], values, height=0.34, color=colour, label=name)
        axes.bar_label(bars, padding=4, color=_INK, fontsize=13)
    axes.set_yticks(
        list(rows), [say("Question {number}", number=each.position) for each in counted], fontsize=14, color=_INK
    )
    axes.set_xlim(0, most * 1.15)
    axes.set_ylim(len(counted) - 0.5, -0.5)  # from the top, and bars as thick for one question as for seven
    axes.xaxis.set_visible(False)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(left=False)
    axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=2, frameon=False, labelcolor=_INK, fontsize=13)
    out = io.BytesIO()
    figure.savefig(out, format="png", bbox_inches="tight", pad_inches=0.2)
    return out.getvalue()
