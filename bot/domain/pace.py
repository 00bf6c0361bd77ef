"""When the questions of a reading are posted, and when one that nobody takes up gets its passage.

- Together: all at the start. Hourly: one an hour. Daily: one a day, at the wall time of the start.
- A question is quiet when it has had no reply for a third of the reading's length, at least an hour and at most a day.
  Of questions posted together the second waits twice as long, the third three times, so that passages come one by one.
"""

from __future__ import annotations

from datetime import timedelta

from bot.domain.reading import Pace, Reading
from bot.domain.study import MOST_QUESTIONS
from bot.domain.times import DAY_MS, HOUR_MS, instant, wall_clock
from bot.errors import MemberError
from bot.told import Told

STEP_MS = {Pace.HOURLY: HOUR_MS, Pace.DAILY: DAY_MS}
EACH = {Pace.HOURLY: Told("one an hour"), Pace.DAILY: Told("one a day")}


def question_due(reading: Reading, position: int) -> int:
    """When the question at this place (from 1) is to be posted, in UTC epoch ms."""
    steps = position - 1
    if reading.pace is Pace.TOGETHER:
        return reading.starts_at
    if reading.pace is Pace.DAILY and reading.zone is not None:
        return instant(wall_clock(reading.starts_at, reading.zone) + timedelta(days=steps), reading.zone)
    return reading.starts_at + steps * STEP_MS[reading.pace]


def most_questions(pace: Pace, duration_ms: int) -> int:
    """How many questions fit into a reading of this length, so that each is posted before its end."""
    if pace is Pace.TOGETHER:
        return MOST_QUESTIONS
    return min(MOST_QUESTIONS, -(-duration_ms // STEP_MS[pace]))


def require_room(pace: Pace, duration_ms: int, questions: int) -> None:
    """MemberError, with what to do, if so many questions do not fit into a reading of this length at this pace."""
    fitting = most_questions(pace, duration_ms)
    if pace is not Pace.TOGETHER and questions > fitting:
        raise MemberError(
            "At this pace, {each}, only {fitting} of the {questions} questions would be asked before the end.",
            "Give it more time (`for`), ask fewer `questions`, or choose another `pace`.",
            each=EACH[pace],
            fitting=fitting,
            questions=questions,
        )


def quiet_ms(duration_ms: int) -> int:
    """For how long a question may have no reply before its passage is posted."""
    return min(DAY_MS, max(HOUR_MS, duration_ms // 3))


def passage_due(reading: Reading, position: int, posted_at: int) -> int | None:
    """When the passage of a question that nobody takes up is to be posted; None if the reading is over by then."""
    waits = position if reading.pace is Pace.TOGETHER else 1
    at = posted_at + waits * quiet_ms(reading.duration_ms)
    return at if at < reading.ends_at else None
