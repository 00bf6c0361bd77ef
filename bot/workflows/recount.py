"""Counting again what Discord shows, after events may have been lost: at a start, under a new gateway identity (not
after a resume, which replays what was missed), and now and then while a reading is open.

First what came after the last message listed, then what is known already, because a deletion shows only as absence.
Each page is compared and kept in one transaction with the mark that it has been, so a crash loses one page of work.
"""

from __future__ import annotations

import structlog

from bot.clock import Clock
from bot.delivery.thread import ThreadReader
from bot.domain.due_work import DueWork, NewWork, WorkKind
from bot.domain.reading import STARTED, Reading, ReadingState
from bot.domain.report import Progress
from bot.domain.server import Tracking
from bot.domain.times import DAY_MS
from bot.errors import ChannelGone
from bot.store import due_work, readings, servers, thread_marks
from bot.store.contribution_queue import ContributionQueue
from bot.store.contributions import Hashed
from bot.store.database import Database
from bot.workflows.agenda import Agenda, Done
from bot.workflows.listing import Listing, Meanwhile

KEPT_MS = 30 * DAY_MS
"""Passing work (counting again, refreshing) is kept this long after it is done, for whoever asks what happened."""

LATE_MS = 30 * DAY_MS
"""How long after its end a reading's late replies are still looked for."""

EVERY_MS = DAY_MS // 4
"""How often an open reading is counted again although nothing is known to be missing."""

log = structlog.get_logger(__name__)


class Recount:
    """Makes what is counted of a reading what Discord shows now."""

    def __init__(
        self,
        database: Database,
        queue: ContributionQueue,
        threads: ThreadReader,
        agenda: Agenda,
        clock: Clock,
        hashed: Hashed,
    ) -> None:
        self.meanwhile = Meanwhile()
        self._database = database
        self._queue = queue
        self._threads = threads
        self._agenda = agenda
        self._clock = clock
        self._hashed = hashed

    async def catch_up(self, server_id: int | None = None) -> None:
        """Events may have been lost: have every reading that still counts counted again, of one server or of all."""
        now = self._clock.now()
        async with self._database.write() as tx:
            watched = await readings.counting(tx, since=now - LATE_MS)
            mine = [each for each in watched if server_id in (None, each.server_id)]
            await due_work.add(tx, [backfill_work(reading, now) for reading in mine], now=now)
            await due_work.forget_passing(tx, before=now - KEPT_MS)
        log.info("counting again", readings=len(mine))
        self._agenda.wake()

    async def backfill(self, work: DueWork) -> Done:
        """Handler of BACKFILL. An open reading is counted again after a while."""
        async with self._database.read() as tx:
            reading = await readings.get(tx, int(work.payload["reading"]))
        is_open = reading.state is ReadingState.OPEN
        if is_open or not work.payload.get("again"):
            await self.of(reading)
        return Done(then=[following(reading, self._clock.now())] if is_open else [])

    async def of(self, reading: Reading) -> None:
        """Count the reading again."""
        if reading.thread_id is None or reading.state not in STARTED:
            return
        async with self._database.write() as tx:
            server = await servers.get(tx, reading.server_id)
            if server.tracking is Tracking.OFF:
                return
            mark = await thread_marks.begin(tx, reading.id, now=self._clock.now())
        with self.meanwhile.listing():
            try:
                listing = Listing(self._database, self._queue, self._threads, self._hashed, self.meanwhile)
                await listing.compare(reading, server, mark, now=self._clock.now())
            except ChannelGone:
                return  # hidden from the bot: what was counted stays until it can look again
        async with self._database.write() as tx:
            await thread_marks.end(tx, reading.id, now=self._clock.now())

    async def progress(self, server_id: int) -> Progress:
        """How counting again goes in one server."""
        async with self._database.read() as tx:
            return await thread_marks.progress(tx, server_id, now=self._clock.now())


def backfill_work(reading: Reading, now: int) -> NewWork:
    """Count it again at once."""
    key = f"{WorkKind.BACKFILL}:{reading.thread_id}:{now}"
    return NewWork(key, WorkKind.BACKFILL, now, reading.server_id, {"reading": reading.id})


def following(reading: Reading, now: int) -> NewWork:
    """Count it again after a while, if it is open then; of however many that ask for it, once."""
    at = now + EVERY_MS
    key = f"{WorkKind.BACKFILL}:{reading.thread_id}:again:{at // EVERY_MS}"
    return NewWork(key, WorkKind.BACKFILL, at, reading.server_id, {"reading": reading.id, "again": True})
