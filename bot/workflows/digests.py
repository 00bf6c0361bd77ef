"""The week's digest: on Mondays, in servers whose admins want one, in the readings channel. Counts, and no names."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import Clock
from bot.delivery import report_cards
from bot.delivery.board import Board
from bot.domain.due_work import DueWork, NewWork, WorkKind
from bot.domain.participation import week_of
from bot.domain.reading import COMING, ReadingState
from bot.domain.server import Server
from bot.domain.times import instant, wall_clock
from bot.store import counters, readings, servers
from bot.store.contribution_queue import ContributionQueue
from bot.store.database import Database
from bot.workflows.agenda import Done
from bot.workflows.announce import attempt

HOUR = 9
SHOWN = 5


class Digests:
    """Handler of WEEKLY_DIGEST."""

    def __init__(self, database: Database, queue: ContributionQueue, board: Board, clock: Clock) -> None:
        self._database = database
        self._queue = queue
        self._board = board
        self._clock = clock

    async def post(self, work: DueWork) -> Done:
        """Of the week before the one it is due in. The next one follows, as long as the admins want it."""
        await self._queue.flush()
        now = self._clock.now()
        async with self._database.read() as tx:
            server = await servers.get(tx, work.server_id)
            counts = await counters.week(tx, server.id, week_of(work.due_at) - 1)
            held = await readings.search(tx, server.id, "", [ReadingState.OPEN], SHOWN)
            coming = await readings.search(tx, server.id, "", COMING, SHOWN)
        if not server.digest or server.readings_channel_id is None:
            return Done()
        then = [following(server, now)]
        if not (counts.people or held or coming):
            return Done(then=then)
        card = report_cards.digest(counts, held, coming[::-1])
        return Done(await self._board.post(server.readings_channel_id, card, attempt(work)), then=then)


def following(server: Server, now: int) -> NewWork:
    """The digest of next Monday morning, by the server's own clock."""
    zone = server.zone or "UTC"
    today = wall_clock(now, zone)
    days = (7 - today.weekday()) % 7
    monday = datetime.combine(today.date() + timedelta(days=days), datetime.min.time()).replace(hour=HOUR)
    if instant(monday, zone) <= now:
        monday += timedelta(days=7)
    at = instant(monday, zone)
    return NewWork(f"{WorkKind.WEEKLY_DIGEST}:{server.id}:{monday.date()}", WorkKind.WEEKLY_DIGEST, at, server.id)
