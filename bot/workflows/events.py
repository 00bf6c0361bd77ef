"""Discord's own scheduled event beside a reading, one each, kept in step with its life.

One piece of work at a time looks after a reading's event: whoever changes the reading records some only if none is
under way, and the one under way looks, when it ends, whether the reading has changed since it began. Both hold the
reading while they look, so no change is missed and no two steps overtake each other.
"""

from __future__ import annotations

from bot.clock import Clock
from bot.delivery import reading_cards
from bot.delivery.events import EventBoard
from bot.domain.due_work import DueWork, NewWork, WorkKind
from bot.domain.reading import COMING, Reading, ReadingState
from bot.store import due_work, readings
from bot.store.database import Database, Transaction
from bot.workflows.agenda import Done
from bot.workflows.scene import Scene, scene_of


async def keep_in_step(tx: Transaction, reading: Reading, now: int) -> None:
    """The event is to follow the reading. The reading is held, and is as it stands now."""
    if not (reading.wants_event or reading.event_id):
        return
    begins = f"{WorkKind.SYNC_EVENT}:{reading.id}:"
    if not await due_work.any_going(tx, begins, begins):
        await due_work.add(tx, [_following(reading, now)], now=now)


def _following(reading: Reading, now: int) -> NewWork:
    key = f"{WorkKind.SYNC_EVENT}:{reading.id}:{reading.state}:{reading.revision}:{now}"
    return NewWork(key, WorkKind.SYNC_EVENT, now, reading.server_id, {"reading": reading.id})


class Events:
    """Looks after the events."""

    def __init__(self, database: Database, board: EventBoard, clock: Clock) -> None:
        self._database = database
        self._board = board
        self._clock = clock

    async def sync(self, work: DueWork) -> Done:
        """Handler of SYNC_EVENT: the event as the reading stands. Without the right to it, the reading goes on."""
        scene = await scene_of(self._database, int(work.payload["reading"]))
        reading = scene.reading
        event_id = await self._in_step(scene, look=work.attempts > 1)
        taken_away = event_id is None and self._is_due(reading)

        async def settle(tx: Transaction) -> None:
            current = await readings.of_server(tx, reading.server_id, reading.id, hold=True)
            await readings.update(tx, reading.id, event_id=event_id, wants_event=current.wants_event and not taken_away)
            if _aspect(current) != _aspect(reading):
                await due_work.add(tx, [_following(current, self._clock.now())], now=self._clock.now())

        return Done(event_id, settle)

    def _is_due(self, reading: Reading) -> bool:
        """Whether there is to be an event now."""
        shown = reading.state in (*COMING, ReadingState.OPEN) and reading.announcement_id is not None
        return reading.wants_event and shown and reading.ends_at > self._clock.now()

    async def _in_step(self, scene: Scene, *, look: bool) -> int | None:
        """Do to the event what the reading's state asks for; its id, None if there is none (any more)."""
        reading, now = scene.reading, self._clock.now()
        if self._is_due(reading):
            event_id = await self._board.put(
                reading.server_id, reading.event_id, reading_cards.occasion(reading, scene.title), look=look, now=now
            )
            if event_id is not None and reading.state not in COMING:
                await self._board.begin(reading.server_id, event_id)
            return event_id
        event_id = reading.event_id
        if event_id is None and look:
            event_id = await self._board.find(reading.server_id, reading_cards.event_mark(reading))
        if event_id is not None and (not reading.wants_event or reading.state not in COMING):
            await self._board.end(reading.server_id, event_id)
        return event_id if reading.wants_event else None


def _aspect(reading: Reading) -> tuple[object, ...]:
    """What the event shows of the reading."""
    return (reading.state, reading.revision, reading.starts_at, reading.ends_at, reading.wants_event)
