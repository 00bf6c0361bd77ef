"""What an organiser decides about a reading: plan it as a draft, look at it, schedule it, or call it off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.delivery.board import Board
from bot.delivery.permissions import READING
from bot.delivery.report_cards import STATE_NAMES
from bot.domain.article import Article
from bot.domain.due_work import NewWork, WorkKind
from bot.domain.own_question import Decision, SuggestedQuestion
from bot.domain.pace import most_questions, require_room
from bot.domain.questions import Question
from bot.domain.reading import ENDED, SCHEDULED, Pace, PlannedQuestion, Reading, ReadingState
from bot.domain.times import DAY_MS, HOUR_MS, Start
from bot.errors import ArticleError, MemberError, NotFound, TimeNotUnderstood
from bot.sources.pool import ReaderPool
from bot.store import articles, decisions, due_work, readings, servers, suggested_questions
from bot.store.database import Database
from bot.told import Told
from bot.workflows.agenda import Agenda
from bot.workflows.events import keep_in_step
from bot.workflows.readings import announcing, calling_off, named
from bot.workflows.repeating import begin_series, require_room_for_series

DEFAULT_DURATION_MS = 7 * DAY_MS
DRAFT_KEPT_MS = DAY_MS
LATE_BY_MS = HOUR_MS
"""A preview may be looked at for this long past its start: then the reading opens at once instead of being refused."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A reading as its organiser sees it."""

    reading: Reading
    title: str
    article: Article
    questions: Sequence[PlannedQuestion]
    others: Sequence[Reading] = ()
    """Other readings of the same article that are coming or running."""
    suggested: Sequence[SuggestedQuestion] = ()
    """What members suggest to ask, not decided yet."""
    may_create_events: bool = True


class Planning:
    """Plans readings."""

    def __init__(self, database: Database, pool: ReaderPool, board: Board, agenda: Agenda, clock: Clock) -> None:
        self._database = database
        self._pool = pool
        self._board = board
        self._agenda = agenda
        self._clock = clock

    async def draft(
        self,
        server_id: int,
        article_id: int,
        start: Start,
        *,
        planned_by: int,
        duration_ms: int = DEFAULT_DURATION_MS,
        channel_id: int | None = None,
        limit: int | None = None,
        pace: Pace = Pace.TOGETHER,
        wants_event: bool | None = None,
        role_id: int | None = None,
        leader_id: int | None = None,
        repeats: str | None = None,
    ) -> Plan:
        """A draft with its questions, kept for a day. Everything that would stop it later is said now.

        `wants_event`: whether Discord's own event goes with it; None: as the server has it. `repeats`: the rule, as
        text, of the series that it is to begin.
        """
        if limit is not None:
            require_room(pace, duration_ms, limit)
        title, article = await self._shelved(server_id, article_id)
        place = await self._channel(server_id, channel_id)
        async with self._database.read() as tx:
            server = await servers.get(tx, server_id)
            if repeats is not None:
                await require_room_for_series(tx, server_id, self._clock.now())
        most = limit or most_questions(pace, duration_ms)
        study = await self._pool.study(article, limit=most, extra_headings=server.extra_headings)
        chosen = study.questions.questions
        if not chosen:
            raise no_questions(title, found_section=bool(study.sections))
        reading = Reading(
            id=0,
            server_id=server_id,
            article_id=article_id,
            state=ReadingState.DRAFT,
            channel_id=place,
            planned_by=planned_by,
            starts_at=start.at,
            duration_ms=duration_ms,
            created_at=self._clock.now(),
            starts_wall=start.wall,
            zone=start.zone or server.zone,
            pace=pace,
            wants_event=server.events if wants_event is None else wants_event,
            role_id=role_id,
            leader_id=leader_id,
            repeats=repeats,
        )
        return await self._keep(reading, chosen)

    async def _keep(self, draft: Reading, chosen: Sequence[Question]) -> Plan:
        """Keep a draft with its questions until somebody schedules it, or a day has passed."""
        now = self._clock.now()
        async with self._database.write() as tx:
            kept = await readings.add(tx, draft, chosen)
            payload = {"reading": kept.id}
            key = f"discard:{kept.id}"
            discard = NewWork(key, WorkKind.DISCARD_DRAFT, now + DRAFT_KEPT_MS, kept.server_id, payload)
            await due_work.add(tx, [discard], now=now)
        self._agenda.wake()
        return await self.plan(kept.server_id, kept.id)

    async def plan(self, server_id: int, reading_id: int) -> Plan:
        """The reading as it stands; NotFound if this server has no such reading."""
        async with self._database.read() as tx:
            reading = await readings.of_server(tx, server_id, reading_id)
            planned = await readings.questions(tx, reading_id)
            title = await articles.title_in(tx, server_id, reading.article_id)
            stored = await articles.get(tx, reading.article_id)
            scheduled = await readings.in_states(tx, SCHEDULED, server_id)
            suggested = await suggested_questions.of_reading(tx, reading_id)
        others = [each for each in scheduled if each.article_id == reading.article_id and each.id != reading_id]
        may_create = self._board.may_create_events(server_id)
        return Plan(reading, title, stored.article, planned, others, suggested, may_create)

    async def schedule(self, server_id: int, reading_id: int, *, by: int) -> Plan:
        """Draft to planned, and its announcement is due. A second click changes nothing and shows the same.

        A start that passed while the preview was open means: at once.
        """
        now = self._clock.now()
        async with self._database.write() as tx:
            reading = await readings.of_server(tx, server_id, reading_id, hold=True)
            if reading.state is ReadingState.CANCELLED:
                raise MemberError("This plan was discarded.", "Plan it again with `/reading plan`.")
            if reading.state is ReadingState.DRAFT:
                self._board.require(reading.channel_id, READING)
                reading = started_late(reading, now)
                arrow = {"from_": ReadingState.DRAFT, "to": ReadingState.PLANNED}
                await readings.change(tx, reading_id, **arrow, starts_at=reading.starts_at)
                await due_work.add(tx, [announcing(reading, now)], now=now)
                await due_work.withdraw(tx, [f"discard:{reading_id}"], now)
                await begin_series(tx, reading, await servers.get(tx, server_id), now)
                kept = [each.question for each in await readings.questions(tx, reading_id)]
                await decisions.add_many(tx, reading_id, Decision.KEPT, kept, by=by, now=now)
        self._agenda.wake()
        return await self.plan(server_id, reading_id)

    async def discard(self, server_id: int, reading_id: int) -> None:
        """Throw a draft away; one that is scheduled is refused."""
        async with self._database.write() as tx:
            reading = await readings.of_server(tx, server_id, reading_id, hold=True)
            if reading.state not in (ReadingState.DRAFT, ReadingState.CANCELLED):
                raise MemberError("This reading is scheduled already.", "`/reading cancel` calls it off.")
            if reading.state is ReadingState.DRAFT:
                await readings.change(tx, reading_id, from_=ReadingState.DRAFT, to=ReadingState.CANCELLED)

    async def cancel(self, server_id: int, reading_id: int) -> Plan:
        """Call a reading off, from any state before closed. Work still due finds it cancelled and does nothing."""
        async with self._database.write() as tx:
            reading = await readings.of_server(tx, server_id, reading_id, hold=True)
            if reading.state in (ReadingState.CLOSING, ReadingState.CLOSED):
                raise MemberError("This reading is over already.", "`/reading report` says who took part.")
            if reading.state not in ENDED:
                now = self._clock.now()
                await readings.change(tx, reading_id, from_=reading.state, to=ReadingState.CANCELLED)
                await due_work.add(tx, [calling_off(reading, now)], now=now)
                await keep_in_step(tx, replace(reading, state=ReadingState.CANCELLED), now)
        self._agenda.wake()
        return await self.plan(server_id, reading_id)

    async def start_now(self, server_id: int, reading_id: int) -> Plan:
        """Open an announced reading at once; its length stays."""
        return await self._hasten(server_id, reading_id, ReadingState.ANNOUNCED, "open")

    async def close_now(self, server_id: int, reading_id: int) -> Plan:
        """Close an open reading at once."""
        return await self._hasten(server_id, reading_id, ReadingState.OPEN, "close")

    async def _hasten(self, server_id: int, reading_id: int, state: ReadingState, step: str) -> Plan:
        now = self._clock.now()
        async with self._database.write() as tx:
            reading = await readings.of_server(tx, server_id, reading_id, hold=True)
            if reading.state is not state:
                wish = Told("started") if step == "open" else Told("closed")
                raise MemberError(
                    "This reading is {state}, so it cannot be {wish} now.",
                    "`/reading list` shows every reading and its state.",
                    state=Told(STATE_NAMES[reading.state]),
                    wish=wish,
                )
            if step == "open":
                await readings.update(tx, reading_id, starts_at=now)
            else:
                await readings.update(tx, reading_id, duration_ms=max(1, now - reading.starts_at))
            await due_work.bring_forward(tx, *named(WorkKind(step), reading_id), now)
        self._agenda.wake()
        return await self.plan(server_id, reading_id)

    async def _shelved(self, server_id: int, article_id: int) -> tuple[str, Article]:
        async with self._database.read() as tx:
            shelved = await articles.shelved(tx, server_id, article_id)
            if shelved is None:
                raise NotFound("That article is not in this server's library.", "Add it with `/article add`.")
            return shelved.title, (await articles.get(tx, article_id)).article

    async def _channel(self, server_id: int, named: int | None) -> int:
        async with self._database.read() as tx:
            place = (await servers.get(tx, server_id)).readings_place(named)
        self._board.require(place, READING)
        return place


def started_late(reading: Reading, now: int) -> Reading:
    """A start that has just passed becomes now; one long past is refused (TimeNotUnderstood)."""
    if reading.starts_at > now:
        return reading
    if now - reading.starts_at > LATE_BY_MS:
        raise TimeNotUnderstood(
            "The start of this plan has passed while the preview was open.", "Plan it again with `/reading plan`."
        )
    return replace(reading, starts_at=now)


def no_questions(title: str, *, found_section: bool) -> ArticleError:
    """The error for an article that gives nothing to ask, which says what was looked for."""
    if found_section:
        return ArticleError(
            "The lessons section of “{title}” is too short or too general to quote a question from.",
            "Read another article.",
            title=title,
        )
    return ArticleError(
        "I found no lessons section in “{title}”: no heading like “Lessons”, “What we learned” or “Key takeaways”. "
        "Without one I have nothing to quote questions from, and I do not make them up.",
        "Choose another article; `/articles latest` shows what there is.",
        title=title,
    )
