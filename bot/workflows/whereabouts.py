"""Threads, channels and roles that go away under readings: the organisers are told at once, where and how to mend it.

The readings themselves wait: what is due for them goes on being tried, and follows them into another channel.
"""

from __future__ import annotations

from bot.clock import Clock
from bot.delivery import setup_cards
from bot.delivery.board import Board
from bot.domain.due_work import DueWork, NewWork, WorkKind
from bot.domain.reading import COMING, ReadingState
from bot.store import due_work, feeds, readings, servers
from bot.store.database import Database
from bot.workflows.agenda import Agenda, Done
from bot.workflows.announce import attempt


class Whereabouts:
    """Notices what is gone, and tells it."""

    def __init__(self, database: Database, board: Board, agenda: Agenda, clock: Clock) -> None:
        self._database = database
        self._board = board
        self._agenda = agenda
        self._clock = clock

    async def thread_gone(self, server_id: int, thread_id: int) -> None:
        """A thread was deleted; of an open reading, its discussion is lost."""
        async with self._database.read() as tx:
            reading = await readings.by_thread(tx, thread_id)
        if reading is not None and reading.state is ReadingState.OPEN:
            await self._record(server_id, "thread", thread_id, [reading.id])

    async def channel_gone(self, server_id: int, channel_id: int) -> None:
        """A channel was deleted; readings that were to take place there need another one, feeds are paused there."""
        async with self._database.write() as tx:
            await feeds.pause_in(tx, server_id, channel_id, self._clock.now())
            coming = await readings.in_states(tx, COMING, server_id)
        lost = [each.id for each in coming if each.channel_id == channel_id]
        if lost:
            await self._record(server_id, "channel", channel_id, lost)

    async def role_gone(self, server_id: int, role_id: int) -> None:
        """A role was deleted; if it made organisers, only those who may manage events are left."""
        async with self._database.write() as tx:
            if (await servers.get(tx, server_id)).organiser_role_id != role_id:
                return
            await servers.change(tx, server_id, now=self._clock.now(), organiser_role_id=None)
        await self._record(server_id, "role", role_id, [])

    async def tell(self, work: DueWork) -> Done:
        """Handler of TELL_GONE: in the organisers' channel, or in another one where the bot may write."""
        async with self._database.read() as tx:
            server = await servers.get(tx, work.server_id)
            found = await readings.in_states(tx, list(ReadingState), work.server_id)
        lost = [each for each in found if each.id in work.payload["readings"]]
        card = setup_cards.gone(work.id, str(work.payload["what"]), lost)
        places = (server.organisers_channel_id, server.readings_channel_id, server.articles_channel_id)
        place = self._board.first_open(*places)
        return Done() if place is None else Done(await self._board.post(place, card, attempt(work)))

    async def _record(self, server_id: int, what: str, which: int, lost: list[int]) -> None:
        now = self._clock.now()
        payload = {"what": what, "readings": lost}
        work = NewWork(f"{WorkKind.TELL_GONE}:{what}:{which}", WorkKind.TELL_GONE, now, server_id, payload)
        async with self._database.write() as tx:
            await due_work.add(tx, [work], now=now)
        self._agenda.wake()
