"""A rehearsal: the posts of a reading in a private thread, for the organiser's eyes, which takes itself away.

Its end is written down together with its beginning, so that nothing is left behind whatever happens in between. It
counts nothing: the buttons under its posts only say what they would do.
"""

from __future__ import annotations

from bot.clock import Clock
from bot.delivery import reading_cards, rehearsal_cards
from bot.delivery.board import Attempt, Board
from bot.delivery.private_threads import PrivateThreads
from bot.domain.due_work import DueWork, NewWork, WorkKind, WorkState
from bot.domain.reading import EDITABLE
from bot.domain.times import MINUTE_MS
from bot.errors import DeliveryFailed, MemberError
from bot.languages.words import say
from bot.store import due_work, readings
from bot.store.database import Database
from bot.workflows.agenda import Agenda, Done
from bot.workflows.announce import attempt
from bot.workflows.scene import scene_of

LASTS_MS = 15 * MINUTE_MS


class Rehearsals:
    """Begins and ends rehearsals."""

    def __init__(self, database: Database, threads: PrivateThreads, board: Board, agenda: Agenda, clock: Clock) -> None:
        self._database = database
        self._threads = threads
        self._board = board
        self._agenda = agenda
        self._clock = clock

    async def begin(self, server_id: int, reading_id: int, member_id: int, place_id: int) -> int:
        """**Rehearse**: in the reading's channel, or, where that is a forum, in `place_id`; the channel."""
        now = self._clock.now()
        async with self._database.write() as tx:
            reading = await readings.of_server(tx, server_id, reading_id, hold=True)
            if reading.state not in EDITABLE:
                raise MemberError(
                    "This reading has started, so there is nothing to rehearse.", "`/reading list` shows it."
                )
            channel_id = place_id if self._board.is_forum(reading.channel_id) else reading.channel_id
            self._threads.require(channel_id)
            about = f"{reading_id}:{member_id}:"
            ending = f"{WorkKind.END_REHEARSAL}:{about}"
            if await due_work.any_going(tx, ending, ending):
                raise MemberError(
                    "Your rehearsal of this reading is running already.", "End it with the button in its thread first."
                )
            called = say("Rehearsal")  # in the organiser's language: nobody else sees the thread
            about_it = {"reading": reading_id, "member": member_id, "channel": channel_id, "number": now}
            payload = {**about_it, "called": called}
            works = [
                NewWork(f"{WorkKind.REHEARSE}:{about}{now}", WorkKind.REHEARSE, now, server_id, payload),
                NewWork(f"{ending}{now}", WorkKind.END_REHEARSAL, now + LASTS_MS, server_id, payload),
            ]
            await due_work.add(tx, works, now=now)
        self._agenda.wake()
        return channel_id

    async def rehearse(self, work: DueWork) -> Done:
        """Handler of REHEARSE: the thread, then opening and questions as they would be posted."""
        scene = await scene_of(self._database, int(work.payload["reading"]))
        again, payload = attempt(work), work.payload
        thread_id = await self._threads.open(
            int(payload["channel"]), _name(work), scene.title, int(payload["member"]), look=work.attempts > 1
        )
        total = len(scene.questions)
        cards = [
            rehearsal_cards.beginning(scene.reading, int(payload["number"]), self._clock.now() + LASTS_MS),
            reading_cards.opening(scene.reading, scene.title, scene.article, total),
            *(reading_cards.question(planned, total) for planned in scene.questions),
        ]
        for number, card in enumerate(cards):
            shown = rehearsal_cards.rehearsed(card, scene.reading, number) if number else card
            await self._board.post(thread_id, shown, Attempt(f"{again.key}:{number}", again.first_at))
        return Done(thread_id)

    async def end_now(self, server_id: int, reading_id: int, member_id: int, number: int) -> None:
        """**End the rehearsal**, which only whoever began it can."""
        key = f"{WorkKind.END_REHEARSAL}:{reading_id}:{member_id}:{number}"
        async with self._database.write() as tx:
            await readings.of_server(tx, server_id, reading_id)
            if not await due_work.bring_forward(tx, key, f"{key}:", self._clock.now()):
                raise MemberError("This is somebody else's rehearsal, or over.", "It ends by itself.")
        self._agenda.wake()

    async def end(self, work: DueWork) -> Done:
        """Handler of END_REHEARSAL: the thread is gone afterwards, also one that nobody knows was opened."""
        key = work.key.replace(WorkKind.END_REHEARSAL, WorkKind.REHEARSE, 1)
        async with self._database.write() as tx:
            rehearsal = await due_work.get(tx, key)
            if rehearsal is not None and rehearsal.state is WorkState.WAITING:
                await due_work.withdraw(tx, [key], self._clock.now())
        if rehearsal is not None and rehearsal.state is WorkState.LEASED:
            raise DeliveryFailed("The rehearsal is still being posted.", "It is taken away right after.")
        if rehearsal is not None:
            await self._threads.delete(int(work.payload["channel"]), _name(rehearsal), rehearsal.result_id)
        return Done()


def _name(work: DueWork) -> str:
    """How the name of a rehearsal's thread begins, like no other one's: it is found again by it."""
    return f"{work.payload.get('called', 'Rehearsal')} {work.id}:"
