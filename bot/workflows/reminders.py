"""Reminders: what is due before a reading, who is reminded, and what members choose.

The one post for all who want it in the channel names at most forty; the next ones go into a post of their own, which
follows it. Direct messages are a piece of work each, so that one that Discord refuses stops no other.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.clock import Clock
from bot.delivery import reminder_cards
from bot.delivery.board import Board
from bot.domain.due_work import DueWork, NewWork, WorkKind
from bot.domain.reading import COMING, Reading, ReadingState
from bot.domain.reminder import UNASKED, Lead, ReminderWish, Where, reminders
from bot.errors import ChannelGone, MemberError
from bot.languages.words import language, speaking
from bot.store import due_work, readings
from bot.store import reminders as store
from bot.store.contribution_queue import ContributionQueue
from bot.store.database import Database, Transaction
from bot.workflows.agenda import Agenda, Done
from bot.workflows.announce import attempt
from bot.workflows.scene import scene_of

BY_HAND = "hand"


def before_start(reading: Reading, now: int) -> list[NewWork]:
    """The reminders of a reading that is announced or moved."""
    return [
        _reminding(reading, each.lead, each.at, [lead.value for lead in each.leads])
        for each in reminders(reading.starts_at, now)
    ]


async def at_start(tx: Transaction, reading: Reading, now: int) -> NewWork:
    """The reminder in the thread: for who chose it, and for who chose an earlier one that was not sent."""
    sent = await due_work.done_under(tx, reading.server_id, f"{WorkKind.REMIND}:{reading.id}:")
    of_this_start = [each for each in sent if (each.payload["starts_at"] or 0) >= reading.starts_at]
    served = {lead for each in of_this_start for lead in each.payload["leads"]}
    leads = [Lead.START.value, *(lead.value for lead in (Lead.DAY, Lead.HOUR) if lead not in served)]
    return _reminding(reading, Lead.START, now, leads)


async def follow_move(tx: Transaction, before: Reading, after: Reading, now: int) -> list[NewWork]:
    """The reminders of the old start are not wanted any more; those of the new one, if it is announced already."""
    keys = [_key(before, lead) for lead in (Lead.DAY, Lead.HOUR)]
    await due_work.withdraw(tx, keys, now)
    await due_work.forget(tx, after.server_id, f"{WorkKind.REMIND}:{after.id}:{after.starts_at}:")
    return before_start(after, now) if after.state is ReadingState.ANNOUNCED else []


def _key(reading: Reading, name: str) -> str:
    return f"{WorkKind.REMIND}:{reading.id}:{reading.starts_at}:{name}"


def _reminding(reading: Reading, name: str, at: int, leads: list[str]) -> NewWork:
    payload = {"reading": reading.id, "starts_at": reading.starts_at, "name": name, "leads": leads, "after": 0}
    return NewWork(_key(reading, name), WorkKind.REMIND, at, reading.server_id, payload)


class Reminders:
    """Reminds members, and keeps what they choose."""

    def __init__(
        self, database: Database, queue: ContributionQueue, board: Board, agenda: Agenda, clock: Clock
    ) -> None:
        self._database = database
        self._queue = queue
        self._board = board
        self._agenda = agenda
        self._clock = clock

    async def chosen(self, server_id: int, member_id: int) -> ReminderWish | None:
        async with self._database.read() as tx:
            return await store.get(tx, server_id, member_id)

    async def choose(self, server_id: int, member_id: int, lead: Lead, where: Where) -> ReminderWish:
        """In the language that is spoken with the member."""
        wish = ReminderWish(member_id, lead, where, language=language())
        async with self._database.write() as tx:
            await store.choose(tx, server_id, wish, now=self._clock.now())
        return wish

    async def no_more(self, reading_id: int, member_id: int) -> None:
        """**Do not remind me**: not of this reading nor of others in its server."""
        async with self._database.write() as tx:
            server_id = (await readings.get(tx, reading_id)).server_id
            await store.choose(tx, server_id, ReminderWish(member_id, Lead.NEVER, Where.CHANNEL), now=self._clock.now())

    async def by_hand(self, server_id: int, reading_id: int) -> tuple[Reading, int]:
        """An organiser reminds, once a reading; the reading and how many are reminded."""
        await self._queue.flush()
        now = self._clock.now()
        async with self._database.write() as tx:
            reading = await readings.of_server(tx, server_id, reading_id, hold=True)
            if reading.state not in (*COMING, ReadingState.OPEN) or reading.announcement_id is None:
                raise MemberError(
                    "Only a reading that is announced or open can be reminded of.", "`/reading list` shows them."
                )
            wishes = await self._wanted(tx, reading, BY_HAND, list(Lead))
            if not wishes:
                raise MemberError(
                    "Nobody has pressed **I’m reading** or asked to be reminded yet.", "There is nobody to remind."
                )
            payload = {"reading": reading.id, "starts_at": None, "name": BY_HAND, "leads": list(Lead), "after": 0}
            key = f"{WorkKind.REMIND}:{reading.id}:{BY_HAND}"
            if not await due_work.add(tx, [NewWork(key, WorkKind.REMIND, now, server_id, payload)], now=now):
                raise MemberError(
                    "This reading has been reminded of by hand already; once is enough.",
                    "Members choose their own reminders with `/me reminders`.",
                )
        self._agenda.wake()
        return reading, len(wishes)

    async def remind(self, work: DueWork) -> Done:
        """Handler of REMIND: a post for those who want it in the channel, and direct messages for the others."""
        await self._queue.flush()
        scene = await scene_of(self._database, int(work.payload["reading"]))
        reading, payload = scene.reading, work.payload
        if not self._in_time(reading, payload["name"], payload["starts_at"]):
            return Done()
        async with self._database.read() as tx:
            wishes = await self._wanted(tx, reading, payload["name"], [Lead(each) for each in payload["leads"]])
        rest = [wish for wish in wishes if wish.member_id > int(payload["after"])]
        named = [wish.member_id for wish in rest if wish.where is Where.CHANNEL]
        now_named, later = named[: reminder_cards.MOST_NAMED], named[reminder_cards.MOST_NAMED :]
        then = [] if payload["after"] else [self._direct(reading, work, wish) for wish in _direct_ones(wishes)]
        if later:
            key = f"{work.key}:{now_named[-1]}"
            then.append(NewWork(key, WorkKind.REMIND, work.due_at, work.server_id, {**payload, "after": now_named[-1]}))
        if not now_named:
            return Done(then=then)
        card = reminder_cards.reminder(reading, scene.title, now_named, f"r{work.id}")
        place = reading.thread_id or reading.announced_in or reading.channel_id
        try:
            return Done(await self._board.post(place, card, attempt(work)), then=then)
        except ChannelGone:
            return Done(then=then)

    async def directly(self, work: DueWork) -> Done:
        """Handler of REMIND_DIRECTLY. Refused, it is kept, so that the member is told when they look."""
        scene = await scene_of(self._database, int(work.payload["reading"]))
        reading, member_id = scene.reading, int(work.payload["member"])
        if not self._in_time(reading, work.payload["name"], work.payload["starts_at"]):
            return Done()
        wish = await self.chosen(work.server_id, member_id)
        with speaking(wish.language if wish and wish.language else language()):
            card = reminder_cards.directly(reading, scene.title, f"r{work.id}")
        sent = await self._board.post_directly(member_id, card, attempt(work))

        async def settle(tx: Transaction) -> None:
            if sent is None:
                await store.refused(tx, work.server_id, member_id, self._clock.now())

        return Done(sent, settle)

    def _in_time(self, reading: Reading, name: str, starts_at: int | None) -> bool:
        """Whether the reminder is still of use: the reading stands as it did, and its moment has not passed."""
        if name == BY_HAND:
            return reading.state in (ReadingState.ANNOUNCED, ReadingState.OPEN)
        if reading.starts_at != starts_at:
            return False
        if name == Lead.START:
            return reading.state is ReadingState.OPEN and self._clock.now() < reading.ends_at
        return reading.state is ReadingState.ANNOUNCED and self._clock.now() < reading.starts_at

    async def _wanted(self, tx: Transaction, reading: Reading, name: str, leads: list[Lead]) -> list[ReminderWish]:
        """Who is to be reminded, by member: who chose one of the times, and who takes part and has not chosen."""
        wishes = [wish for wish in await store.chosen(tx, reading.server_id, leads) if wish.lead is not Lead.NEVER]
        if name == BY_HAND or (UNASKED in leads and name != Lead.START):
            unasked = await store.unasked(tx, reading.server_id, reading.id)
            wishes += [ReminderWish(member_id, UNASKED, Where.CHANNEL) for member_id in unasked]
        return sorted(wishes, key=lambda wish: wish.member_id)

    def _direct(self, reading: Reading, work: DueWork, wish: ReminderWish) -> NewWork:
        key = f"{WorkKind.REMIND_DIRECTLY}:{work.key.split(':', 1)[1]}:{wish.member_id}"
        payload = {
            "reading": reading.id,
            "starts_at": work.payload["starts_at"],
            "name": work.payload["name"],
            "member": wish.member_id,
        }
        return NewWork(key, WorkKind.REMIND_DIRECTLY, work.due_at, work.server_id, payload)


def _direct_ones(wishes: Iterable[ReminderWish]) -> list[ReminderWish]:
    return [wish for wish in wishes if wish.where is Where.DIRECT and wish.refused_at is None]
