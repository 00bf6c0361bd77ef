"""What members ask themselves: questions handed in for the organisers, and follow-up questions put to the group.

What a member types into a form is kept only until it is decided or posted.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Clock
from bot.delivery import question_cards
from bot.delivery.board import Board
from bot.domain.due_work import DueWork, NewWork, WorkKind
from bot.domain.own_question import SuggestedQuestion, asked
from bot.domain.reading import COMING, SCHEDULED, Reading, ReadingState
from bot.errors import ChannelGone, MemberError, NotFound
from bot.store import due_work, readings, servers, suggested_questions
from bot.store.database import Database, Transaction
from bot.workflows.agenda import Agenda, Done
from bot.workflows.announce import attempt
from bot.workflows.scene import scene_of

MOST_WAITING = 3
"""Questions of one member that may wait for a decision, a reading."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question for a running discussion. `about`: a link to the message it is about. `by`: whoever asks."""

    text: str
    by: int
    about: str | None = None
    passage: str | None = None


class SuggestedQuestions:
    """Takes them, shows them to organisers, posts what is to be asked."""

    def __init__(self, database: Database, board: Board, agenda: Agenda, clock: Clock) -> None:
        self._database = database
        self._board = board
        self._agenda = agenda
        self._clock = clock

    async def hand_in(self, server_id: int, reading_id: int, member_id: int, text: str, passage: str) -> None:
        """**Suggest a question**: kept for the organisers, who are told where they have a channel."""
        now = self._clock.now()
        words = asked(text)
        async with self._database.write() as tx:
            reading = await readings.of_server(tx, server_id, reading_id, hold=True)
            if reading.state not in SCHEDULED:
                raise MemberError("This reading takes no questions any more.", "`/next` shows what is being read.")
            if await suggested_questions.count(tx, reading_id, member_id) >= MOST_WAITING:
                raise MemberError(
                    "{count} of your questions are waiting for the organisers already.",
                    "Wait until they have decided; in the thread you can ask at any time.",
                    count=MOST_WAITING,
                )
            kept = await suggested_questions.add(
                tx, reading_id, member_id, words, " ".join(passage.split()) or None, now=now
            )
            await due_work.add(tx, [_telling(server_id, kept, now)], now=now)
        self._agenda.wake()

    async def tell(self, work: DueWork) -> Done:
        """Handler of TELL_SUGGESTED: a post for the organisers, where they have a channel of their own."""
        async with self._database.read() as tx:
            channel_id = (await servers.get(tx, work.server_id)).organisers_channel_id
            suggested = await suggested_questions.get(tx, int(work.payload["suggested"]))
        if channel_id is None or suggested is None:
            return Done()
        scene = await scene_of(self._database, suggested.reading_id)
        return Done(await self._board.post(channel_id, question_cards.suggested(scene.title, suggested), attempt(work)))

    async def waiting(self, server_id: int, reading_id: int) -> list[SuggestedQuestion]:
        """Those of a reading that are not decided yet, the oldest first."""
        async with self._database.read() as tx:
            await readings.of_server(tx, server_id, reading_id)
            return await suggested_questions.of_reading(tx, reading_id)

    async def one(self, server_id: int, suggested_id: int) -> tuple[Reading, SuggestedQuestion]:
        """A question that waits, with its reading; NotFound once it is decided."""
        async with self._database.read() as tx:
            return await self._waiting(tx, server_id, suggested_id)

    async def decline(self, server_id: int, suggested_id: int) -> None:
        """It is not asked, and not kept. NotFound if somebody has decided before."""
        async with self._database.write() as tx:
            await self._waiting(tx, server_id, suggested_id)
            await suggested_questions.remove(tx, suggested_id)

    async def taken(self, suggested_id: int) -> None:
        """It was taken over into the reading's questions."""
        async with self._database.write() as tx:
            await suggested_questions.remove(tx, suggested_id)

    async def ask_suggested(self, server_id: int, suggested_id: int, text: str, passage: str) -> Reading:
        """Put a suggested question to the group of a running reading, in an organiser's wording."""
        words, now = asked(text), self._clock.now()
        async with self._database.write() as tx:
            reading, suggested = await self._waiting(tx, server_id, suggested_id)
            _require_open(reading)
            follow = FollowUp(words, suggested.member_id, passage=" ".join(passage.split()) or None)
            await due_work.add(tx, [_posting(reading, f"s{suggested_id}", follow, now)], now=now)
            await suggested_questions.remove(tx, suggested_id)
        self._agenda.wake()
        return reading

    async def ask(self, server_id: int, reading_id: int, follow: FollowUp, once: int) -> Reading:
        """**Ask the group about this**. `once`: the number of the request, so that it is posted once."""
        words, now = asked(follow.text), self._clock.now()
        async with self._database.write() as tx:
            reading = await readings.of_server(tx, server_id, reading_id, hold=True)
            _require_open(reading)
            follow = FollowUp(words, follow.by, follow.about)
            await due_work.add(tx, [_posting(reading, str(once), follow, now)], now=now)
        self._agenda.wake()
        return reading

    async def running(self, server_id: int, place_id: int) -> Reading:
        """The running reading that a question from a channel or thread is meant for: its own, or the only one."""
        async with self._database.read() as tx:
            open_ones = await readings.in_states(tx, (ReadingState.OPEN,), server_id)
        here = [each for each in open_ones if place_id == each.thread_id]
        here = here or [each for each in open_ones if place_id == each.channel_id] or open_ones
        if not here:
            raise NotFound("Nothing is being discussed just now.", "`/next` shows what comes next.")
        if len(here) > 1:
            raise NotFound(
                "More than one reading is running.", "Use this on a message in the thread you want to ask in."
            )
        return here[0]

    async def post(self, work: DueWork) -> Done:
        """Handler of FOLLOW_UP: the question in the thread; once it is there, its words are not kept any more."""
        scene = await scene_of(self._database, int(work.payload["reading"]))
        reading, payload = scene.reading, work.payload

        async def forget(tx: Transaction) -> None:
            await due_work.set_payload(tx, work.id, {"reading": reading.id})

        if reading.state is not ReadingState.OPEN or reading.thread_id is None:
            return Done(settle=forget)
        card = question_cards.follow_up(
            work.id, reading.id, payload["text"], int(payload["by"]), payload.get("about"), payload.get("passage")
        )
        try:
            return Done(await self._board.post(reading.thread_id, card, attempt(work)), forget)
        except ChannelGone:
            return Done(settle=forget)

    async def _waiting(self, tx: Transaction, server_id: int, suggested_id: int) -> tuple[Reading, SuggestedQuestion]:
        suggested = await suggested_questions.get(tx, suggested_id)
        if suggested is None:
            raise NotFound("That suggestion is decided already.", "`/questions set` shows what is still waiting.")
        return await readings.of_server(tx, server_id, suggested.reading_id, hold=True), suggested


def _require_open(reading: Reading) -> None:
    if reading.state in COMING:
        raise MemberError("This reading has not started yet.", "Add the question with `/questions set`.")
    if reading.state is not ReadingState.OPEN:
        raise MemberError("This reading is over.", "`/next` shows what is being read.")


def _telling(server_id: int, suggested: SuggestedQuestion, now: int) -> NewWork:
    key = f"{WorkKind.TELL_SUGGESTED}:{suggested.id}"
    return NewWork(key, WorkKind.TELL_SUGGESTED, now, server_id, {"suggested": suggested.id})


def _posting(reading: Reading, name: str, follow: FollowUp, now: int) -> NewWork:
    payload = {
        "reading": reading.id,
        "text": follow.text,
        "by": follow.by,
        "about": follow.about,
        "passage": follow.passage,
    }
    return NewWork(f"{WorkKind.FOLLOW_UP}:{reading.id}:{name}", WorkKind.FOLLOW_UP, now, reading.server_id, payload)
