"""What happens in a reading when it is due: announce, open the thread, post opening and questions, close.

Each step is one piece of due work and brings the next one with it, so posts stand in their order whatever fails:

    announce_reading ──> open (at the start) ──> opening ──> question 1 ──> question 2 ...
                                    │                             └──> passage 1 (if it stays quiet)
                                    └──> close (at the end)

Every step first looks whether it is still wanted: the state table decides, not the row of work.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Any

from bot.clock import Clock
from bot.delivery import reading_cards
from bot.delivery.board import Board, Headline
from bot.domain.due_work import DueWork, NewWork, WorkKind
from bot.domain.pace import passage_due, question_due
from bot.domain.reading import COMING, Pace, Reading, ReadingState
from bot.domain.series import is_over
from bot.errors import ChannelGone, DeliveryFailed, NotFound, PermissionMissing, ThreadLocked
from bot.store import due_work, readings, reports
from bot.store import series as series_store
from bot.store.database import Database, Transaction
from bot.workflows.agenda import Done
from bot.workflows.announce import attempt
from bot.workflows.attendance import Attendance
from bot.workflows.events import keep_in_step
from bot.workflows.privacy_card import before_counting
from bot.workflows.recount import following
from bot.workflows.reminders import at_start, before_start
from bot.workflows.scene import Scene, scene_of

FORUM_TAGS = ("reading", "readings")
"""Tags that a reading's post in a forum gets, where the forum has them."""

TAKES_EACH = 1000
"""Each revision counts its takes from here on, so that no two share a key."""


def named(kind: WorkKind, reading_id: int) -> tuple[str, str]:
    """The key of a reading's work of this kind, and how the keys of its further takes begin."""
    return f"{kind}:{reading_id}", f"{kind}:{reading_id}:"


def announcing(reading: Reading, now: int, take: int = 1) -> NewWork:
    """The announcement of a reading. `take` counts up when an announcement was deleted before the start."""
    return _step(WorkKind.ANNOUNCE_READING, reading, now, take)


def refreshing(reading: Reading, why: str, now: int) -> NewWork:
    """The announcement is to be shown anew, once for each reason: the state come to, an edit."""
    key = f"{WorkKind.REFRESH_ANNOUNCEMENT}:{reading.id}:{why}"
    return NewWork(key, WorkKind.REFRESH_ANNOUNCEMENT, now, reading.server_id, {"reading": reading.id})


def taking_down(reading: Reading, now: int, message_id: int | None = None) -> NewWork:
    """The reading's announcement (or this message there) is to say that it takes place in another channel now."""
    message = message_id or reading.announcement_id
    payload = {"reading": reading.id, "place": reading.channel_id, "message": message}
    return NewWork(f"{WorkKind.TAKE_DOWN}:{message}", WorkKind.TAKE_DOWN, now, reading.server_id, payload)


def calling_off(reading: Reading, now: int, again: str = "") -> NewWork:
    """The group is to be told that the reading does not take place (any longer)."""
    key = f"{WorkKind.CALL_OFF}:{reading.id}{again}"
    return NewWork(key, WorkKind.CALL_OFF, now, reading.server_id, {"reading": reading.id})


def _step(kind: WorkKind, reading: Reading, due_at: int, part: int = 1) -> NewWork:
    key = f"{kind}:{reading.id}" if part == 1 and kind is not WorkKind.POST_QUESTION else f"{kind}:{reading.id}:{part}"
    return NewWork(key, kind, due_at, reading.server_id, {"reading": reading.id, "part": part})


class Readings:
    """Handlers of a reading's due work."""

    def __init__(self, database: Database, board: Board, attendance: Attendance, clock: Clock) -> None:
        self._database = database
        self._board = board
        self._attendance = attendance
        self._clock = clock

    async def announce(self, work: DueWork) -> Done:
        """Handler of ANNOUNCE_READING: the post that the thread will open from, which is due at the start."""
        scene = await self._scene(work)
        reading, take = scene.reading, int(work.payload["part"])
        if reading.state not in (ReadingState.PLANNED, ReadingState.ANNOUNCED):
            return Done()
        begun = self._clock.now()
        card = reading_cards.announcement(reading, scene.title, scene.article, len(scene.questions))
        self._attendance.watch(reading.channel_id)
        headline = Headline(reading_cards.thread_name(scene.title), categories=FORUM_TAGS)
        message_id = await self._board.publish(reading.channel_id, card, attempt(work), headline=headline)
        announced_in = message_id if self._board.is_forum(reading.channel_id) else None

        async def settle(tx: Transaction) -> object:
            now = self._clock.now()
            current = await readings.of_server(tx, reading.server_id, reading.id, hold=True)
            if current.channel_id != reading.channel_id:  # it was given another channel meanwhile
                works = [taking_down(reading, now, message_id), announcing(current, now, take + 1)]
                return await due_work.add(tx, works, now=now)
            arrow = {"from_": ReadingState.PLANNED, "to": ReadingState.ANNOUNCED}
            posted: dict[str, Any] = {"announcement_id": message_id, "announced_in": announced_in}
            if not await readings.change(tx, reading.id, **arrow, **posted):
                await readings.update(tx, reading.id, **posted)
            current = await readings.get(tx, reading.id)
            works = [_step(WorkKind.OPEN_READING, current, current.starts_at, take), *before_start(current, begun)]
            works += await before_counting(tx, current, now)
            await keep_in_step(tx, current, now)
            if current.state is ReadingState.CANCELLED or current.revision != reading.revision:
                works.append(refreshing(current, f"posted:{message_id}", now))
            return await due_work.add(tx, works, now=now)

        return Done(message_id, settle)

    async def open(self, work: DueWork) -> Done:
        """Handler of OPEN_READING: the thread. If the announcement was deleted meanwhile, it is made again first."""
        scene = await self._scene(work)
        reading, take = scene.reading, int(work.payload["part"])
        if reading.state is not ReadingState.ANNOUNCED or reading.announcement_id is None:
            return Done()
        if reading.starts_at > self._clock.now():  # it was moved while this was being claimed
            return Done(then=[_step(WorkKind.OPEN_READING, reading, reading.starts_at, take + 1)])
        name = reading_cards.thread_name(scene.title)
        try:
            if reading.announced_in is not None:
                thread_id = await self._board.require_thread(reading.announced_in)
            else:
                thread_id = await self._board.open_thread(
                    reading.server_id, reading.channel_id, reading.announcement_id, name
                )
        except NotFound:
            return Done(then=[announcing(reading, self._clock.now(), take + 1)])
        now = self._clock.now()

        if reading.ends_at <= now:  # it could not be opened in its time: it keeps its length and moves
            reading = replace(reading, starts_at=now)

        async def settle(tx: Transaction) -> None:
            arrow = {"from_": ReadingState.ANNOUNCED, "to": ReadingState.OPEN}
            if not await readings.change(
                tx, reading.id, **arrow, thread_id=thread_id, opened_at=now, starts_at=reading.starts_at
            ):
                await readings.update(tx, reading.id, thread_id=thread_id)
                await self._catch_up_with(tx, reading.id, calling_off(reading, now, f":{thread_id}"))
            elif reading.series_id is not None:
                await readings.end_counting(tx, reading.series_id, before=reading, at=now)
            # Its length may have been changed meanwhile.
            current = await readings.of_server(tx, reading.server_id, reading.id, hold=True)
            closing = _step(WorkKind.CLOSE_READING, current, current.ends_at)
            await due_work.add(tx, [closing, await at_start(tx, current, now)], now=now)
            await keep_in_step(tx, current, now)

        opening = _step(WorkKind.POST_OPENING, reading, now)
        again = following(replace(reading, thread_id=thread_id), now)
        return Done(thread_id, settle, [opening, again, refreshing(reading, ReadingState.OPEN, now)])

    async def opening(self, work: DueWork) -> Done:
        """Handler of POST_OPENING: the first post in the thread."""
        scene = await self._scene(work)
        reading = scene.reading
        if reading.state is not ReadingState.OPEN or reading.thread_id is None:
            return Done()
        card = reading_cards.opening(reading, scene.title, scene.article, len(scene.questions))
        try:
            message_id = await self._board.post(reading.thread_id, card, attempt(work))
        except ChannelGone:
            return Done()

        async def settle(tx: Transaction) -> None:
            await readings.update(tx, reading.id, opening_id=message_id)

        return Done(message_id, settle, [_step(WorkKind.POST_QUESTION, reading, self._clock.now(), 1)])

    async def question(self, work: DueWork) -> Done:
        """Handler of POST_QUESTION: one question; the next one follows it. One that was withdrawn is passed over."""
        scene = await self._scene(work)
        reading, position = scene.reading, int(work.payload["part"])
        planned = next((each for each in scene.questions if each.position == position), None)
        if reading.state is not ReadingState.OPEN or reading.thread_id is None or planned is None:
            return Done()
        if planned.withdrawn and work.attempts == 1:
            following = self._after_question(reading, position, len(scene.questions))
            return Done(then=[each for each in following if each.kind is WorkKind.POST_QUESTION])
        card = reading_cards.question(planned, len(scene.questions))
        try:
            message_id = await self._board.post(reading.thread_id, card, attempt(work))
        except ChannelGone:
            return Done()

        async def settle(tx: Transaction) -> None:
            await readings.set_question_message(tx, reading.id, position, message_id)

        return Done(message_id, settle, self._after_question(reading, position, len(scene.questions)))

    def _after_question(self, reading: Reading, position: int, total: int) -> list[NewWork]:
        """The next question at its pace, and this one's passage in case nobody takes it up."""
        now = self._clock.now()
        following = []
        at = max(now, question_due(reading, position + 1))
        if position < total and (at < reading.ends_at or reading.pace is Pace.TOGETHER):
            following.append(_step(WorkKind.POST_QUESTION, reading, at, position + 1))
        quiet_at = passage_due(reading, position, now)
        if quiet_at is not None:
            key = f"{WorkKind.POST_PASSAGE}:{reading.id}:{position}"
            payload = {"reading": reading.id, "part": position}
            following.append(NewWork(key, WorkKind.POST_PASSAGE, quiet_at, reading.server_id, payload))
        return following

    async def close(self, work: DueWork) -> Done:
        """Handler of CLOSE_READING: count once more what Discord shows, then the closing post."""
        scene = await self._scene(work)
        reading = scene.reading
        if reading.state is ReadingState.OPEN and reading.ends_at > self._clock.now():  # it was given more time
            take = int(work.payload["part"]) + 1
            return Done(then=[_step(WorkKind.CLOSE_READING, reading, reading.ends_at, take)])
        if await self._still_asking(reading):
            raise DeliveryFailed("Its questions are still being posted.", "It closes after them by itself.")
        async with self._database.write() as tx:
            await readings.change(tx, reading.id, from_=ReadingState.OPEN, to=ReadingState.CLOSING)
            reading = await readings.get(tx, reading.id)
        if reading.state is not ReadingState.CLOSING or reading.thread_id is None:
            return Done()
        await self._attendance.recount(reading)
        async with self._database.read() as tx:
            report = await reports.report(tx, reading.id)
            coming = await readings.search(tx, reading.server_id, "", COMING)
        following = min(coming, key=lambda each: each.reading.starts_at, default=None)
        card = reading_cards.closing(reading, scene.title, report, following)
        try:
            message_id: int | None = await self._board.post(reading.thread_id, card, attempt(work))
        except (ChannelGone, ThreadLocked):
            message_id = None  # there is nowhere to say it any more; it is over all the same
        now = self._clock.now()

        async def settle(tx: Transaction) -> None:
            arrow = {"from_": ReadingState.CLOSING, "to": ReadingState.CLOSED}
            await readings.change(tx, reading.id, **arrow, closing_id=message_id, closed_at=now)
            await keep_in_step(tx, await readings.of_server(tx, reading.server_id, reading.id, hold=True), now)
            await _end_if_over(tx, reading.series_id, now)

        return Done(message_id, settle, [refreshing(reading, ReadingState.CLOSED, now)])

    async def call_off(self, work: DueWork) -> Done:
        """Handler of CALL_OFF: a word in the thread if there is one, then the announcement says it too."""
        scene = await self._scene(work)
        reading = scene.reading
        then = [refreshing(reading, f"{ReadingState.CANCELLED}:{work.id}", self._clock.now())]
        thread_id = reading.thread_id or reading.announced_in
        if thread_id is None:
            return Done(then=then)
        card = reading_cards.called_off(reading, scene.title)
        try:
            return Done(await self._board.post(thread_id, card, attempt(work)), then=then)
        except (ChannelGone, ThreadLocked):
            return Done(then=then)

    async def refresh(self, work: DueWork) -> Done:
        """Handler of REFRESH_ANNOUNCEMENT: announcement and opening post say what the reading has come to."""
        scene = await self._scene(work)
        reading = scene.reading
        if reading.opening_id is not None and reading.thread_id is not None:
            opening = reading_cards.opening(reading, scene.title, scene.article, len(scene.questions))
            with contextlib.suppress(ChannelGone, ThreadLocked, PermissionMissing):  # no loss where nobody can write
                await self._board.edit(reading.thread_id, reading.opening_id, opening)
        if reading.announcement_id is not None:
            card = reading_cards.announcement(reading, scene.title, scene.article, len(scene.questions))
            await self._board.edit(reading.channel_id, reading.announcement_id, card)
        return Done(reading.announcement_id)

    async def take_down(self, work: DueWork) -> Done:
        """Handler of TAKE_DOWN: what is left of an announcement whose reading was given another channel."""
        scene = await self._scene(work)
        card = reading_cards.moved_away(scene.reading, scene.title)
        with contextlib.suppress(PermissionMissing):  # where the bot may not write any more, nobody is led astray
            await self._board.edit(int(work.payload["place"]), int(work.payload["message"]), card)
        return Done()

    async def discard(self, work: DueWork) -> Done:
        """Handler of DISCARD_DRAFT: a preview that nobody scheduled within a day."""
        reading_id = int(work.payload["reading"])

        async def settle(tx: Transaction) -> None:
            await readings.change(tx, reading_id, from_=ReadingState.DRAFT, to=ReadingState.CANCELLED)

        return Done(settle=settle)

    async def _still_asking(self, reading: Reading) -> bool:
        """Whether the chain of posts that opens the reading is still under way."""
        async with self._database.read() as tx:
            return reading.state is ReadingState.OPEN and await due_work.any_going(
                tx,
                f"{WorkKind.POST_OPENING}:{reading.id}",
                f"{WorkKind.POST_QUESTION}:{reading.id}:",
                due_by=None if reading.pace is Pace.TOGETHER else reading.ends_at,
            )

    async def _catch_up_with(self, tx: Transaction, reading_id: int, work: NewWork) -> None:
        """What was posted while the reading was being called off is to say so too."""
        if (await readings.get(tx, reading_id)).state is ReadingState.CANCELLED:
            await due_work.add(tx, [work], now=self._clock.now())

    async def _scene(self, work: DueWork) -> Scene:
        return await scene_of(self._database, int(work.payload["reading"]))


async def _end_if_over(tx: Transaction, series_id: int | None, now: int) -> None:
    """A series ends with its last reading."""
    if series_id is None:
        return
    series = await series_store.get(tx, series_id, hold=True)
    if series.ended_at is None and is_over(series, await series_store.differences(tx, series), now):
        await series_store.save(tx, replace(series, ended_at=now))
