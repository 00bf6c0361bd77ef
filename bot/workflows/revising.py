"""What an organiser changes about a reading once it is planned: its time, length, place, pace, number of questions.

Every change is one transaction on the held reading: whoever comes second finds what the first one left, and is told so.
What is due follows in the same transaction: the opening, the close, the reminders, the announcement, the event.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.delivery.board import Board
from bot.delivery.permissions import READING
from bot.domain.due_work import WorkKind
from bot.domain.pace import require_room
from bot.domain.questions import Question
from bot.domain.reading import COMING, Pace, Reading, ReadingState
from bot.domain.times import Start, instant
from bot.errors import MemberError, TimeNotUnderstood
from bot.languages.words import later
from bot.sources.pool import ReaderPool
from bot.store import articles, due_work, readings, servers
from bot.store.database import Database, Transaction
from bot.workflows.agenda import Agenda
from bot.workflows.events import keep_in_step
from bot.workflows.readings import TAKES_EACH, announcing, named, refreshing, taking_down
from bot.workflows.reminders import follow_move

TOO_LATE = {
    ReadingState.DRAFT: (later("This reading is still a preview."), later("Press **Schedule** under it first.")),
    ReadingState.OPEN: (
        later("This reading is open already; only its length can still be changed."),
        later("`/reading edit for:` gives it another length, `/reading close` ends it."),
    ),
    ReadingState.CLOSING: (later("This reading is closing just now."), later("`/reading plan` plans another one.")),
    ReadingState.CLOSED: (later("This reading is over already."), later("`/reading plan` plans another one.")),
    ReadingState.CANCELLED: (later("This reading was called off."), later("`/reading plan` plans another one.")),
}
"""What is answered to whoever comes too late, or second."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be different; None: as it is."""

    duration_ms: int | None = None
    questions: int | None = None
    channel_id: int | None = None
    pace: Pace | None = None
    wants_event: bool | None = None

    @property
    def only_length(self) -> bool:
        """Whether it changes nothing but what can be changed while the reading is open."""
        return (self.questions, self.channel_id, self.pace, self.wants_event) == (None, None, None, None)


class Revising:
    """Moves and edits readings."""

    def __init__(self, database: Database, pool: ReaderPool, board: Board, agenda: Agenda, clock: Clock) -> None:
        self._database = database
        self._pool = pool
        self._board = board
        self._agenda = agenda
        self._clock = clock

    async def move(self, server_id: int, reading_id: int, start: Start) -> bool:
        """Give a coming reading another start; False if it has that start already. Participants see it announced."""
        async with self._database.write() as tx:
            reading = await readings.of_server(tx, server_id, reading_id, hold=True)
            if reading.state not in COMING:
                raise MemberError(*TOO_LATE[reading.state])
            if reading.starts_at == start.at:
                return False
            await self._revise(tx, reading, starts_at=start.at, starts_wall=start.wall, zone=start.zone)
        self._agenda.wake()
        return True

    async def edit(self, server_id: int, reading_id: int, wish: Edit) -> bool:
        """Change a coming reading, or the length of an open one; False if it is like that already."""
        if wish.channel_id is not None:
            self._board.require(wish.channel_id, READING)
        spares = await self._spares(server_id, reading_id) if wish.questions else ()
        async with self._database.write() as tx:
            reading = await readings.of_server(tx, server_id, reading_id, hold=True)
            if reading.state not in COMING and not (reading.state is ReadingState.OPEN and wish.only_length):
                raise MemberError(*TOO_LATE[reading.state])
            columns = self._columns(reading, wish)
            kept = [each.question for each in await readings.questions(tx, reading_id)]
            chosen = _as_many(kept, spares, wish.questions or len(kept))
            pace, length = columns.get("pace", reading.pace), columns.get("duration_ms", reading.duration_ms)
            require_room(pace, length, len(chosen))
            if not columns and chosen == kept:
                return False
            if chosen != kept:
                await readings.replace_questions(tx, reading_id, chosen)
            await self._revise(tx, reading, **columns)
        self._agenda.wake()
        return True

    async def follow_zones(self) -> None:
        """At the start of the program: coming readings keep their wall time where their zone has changed its rules."""
        now = self._clock.now()
        async with self._database.write() as tx:
            for reading in await readings.in_states(tx, COMING):
                if reading.starts_wall is None or reading.zone is None or reading.starts_at <= now:
                    continue
                starts_at = instant(datetime.fromisoformat(reading.starts_wall), reading.zone)
                if starts_at != reading.starts_at and starts_at > now:
                    await self._revise(tx, reading, starts_at=starts_at)
        self._agenda.wake()

    def _columns(self, reading: Reading, wish: Edit) -> dict[str, Any]:
        """The columns that the wish changes, and to what."""
        wanted: dict[str, Any] = {
            "duration_ms": wish.duration_ms,
            "channel_id": wish.channel_id,
            "pace": wish.pace,
            "wants_event": wish.wants_event,
        }
        changed = {name: value for name, value in wanted.items() if value not in (None, getattr(reading, name))}
        if "duration_ms" in changed and reading.starts_at + changed["duration_ms"] <= self._clock.now():
            raise TimeNotUnderstood(
                "With that length it would be over already.", "`/reading close` closes it now; or give a longer `for`."
            )
        return changed

    async def _revise(self, tx: Transaction, reading: Reading, **columns: Any) -> None:
        """Write the change down and have everything follow that depends on it."""
        now = self._clock.now()
        moved_away = "channel_id" in columns and reading.announcement_id is not None
        if moved_away:
            columns |= {"announcement_id": None, "announced_in": None}
        await readings.update(tx, reading.id, revision=reading.revision + 1, **columns)
        changed = await readings.get(tx, reading.id)
        works = [refreshing(changed, f"revised:{changed.revision}", now)]
        if moved_away:
            works = [taking_down(reading, now), announcing(changed, now, TAKES_EACH * changed.revision)]
        if "starts_at" in columns:
            works += await follow_move(tx, reading, changed, now)
        await due_work.add(tx, works, now=now)
        await keep_in_step(tx, changed, now)
        if "channel_id" in columns:
            await due_work.bring_forward(tx, *named(WorkKind.ANNOUNCE_READING, reading.id), now)
        await due_work.reschedule(tx, *named(WorkKind.OPEN_READING, reading.id), changed.starts_at)
        await due_work.reschedule(tx, *named(WorkKind.CLOSE_READING, reading.id), changed.ends_at)

    async def _spares(self, server_id: int, reading_id: int) -> Sequence[Question]:
        """The article's questions, the best first, to fill up with."""
        async with self._database.read() as tx:
            reading = await readings.of_server(tx, server_id, reading_id)
            article = (await articles.get(tx, reading.article_id)).article
            headings = (await servers.get(tx, server_id)).extra_headings
        found = (await self._pool.study(article, extra_headings=headings)).questions
        return (*found.questions, *found.spares)


def _as_many(kept: list[Question], spares: Sequence[Question], count: int) -> list[Question]:
    """The first `count` of the questions there are, filled up from the spares; MemberError if these do not suffice."""
    used = {each.text for each in kept}
    chosen = [*kept, *(spare for spare in spares if spare.text not in used)][:count]
    if len(chosen) < count:
        raise MemberError(
            "The article gives no more than {count} questions.",
            "`/questions set` lets you add your own.",
            count=len(chosen),
        )
    return chosen
