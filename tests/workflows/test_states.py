"""Any sequence of what organisers do and of leaps of the clock keeps what the table of states promises.

On a real database, with the real agenda and workflows; only Discord is a board that keeps what is pinned to it.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import discord
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.delivery.board import Attempt, Board
from bot.delivery.card import Card
from bot.domain.article import Article
from bot.domain.due_work import DueWork, WorkKind
from bot.domain.reading import COMING, TRANSITIONS, Reading, ReadingState
from bot.domain.recurrence import Every, Rule
from bot.domain.series import Source, next_slots
from bot.domain.study import MOST_QUESTIONS, Study, study
from bot.domain.times import DAY_MS, HOUR_MS, Start, wall_clock
from bot.errors import DeliveryFailed, MemberError
from bot.languages import all_languages
from bot.sources.pool import ReaderPool
from bot.sources.text import read_text
from bot.store import articles, due_work, readings, servers
from bot.store import series as series_store
from bot.store.database import Database
from bot.workflows.agenda import Agenda, Done
from bot.workflows.approvals import Approvals
from bot.workflows.attendance import Attendance
from bot.workflows.occurrences import Occurrences
from bot.workflows.planning import Planning
from bot.workflows.readings import Readings
from bot.workflows.revising import Revising
from bot.workflows.series import SeriesKeeping, Wish
from tests.databases import sqlite_url
from tests.manual_clock import ManualClock
from tests.short_articles import ARTICLE, TITLES

T = TypeVar("T")
SERVER, CHANNEL, OLU = 1, 2, 3
NOW = 1_893_499_200_000  # Tuesday, 1 January 2030, 12:00 UTC


class Wall(Board):
    """A board without Discord: it numbers what is put on it, and notes for which work."""

    def __init__(self) -> None:
        super().__init__(discord.Client(intents=discord.Intents.none()))
        self.posts: list[str] = []

    def require(self, channel_id: int, needed: tuple[str, ...]) -> None:
        """Everything is allowed."""

    async def post(self, channel_id: int, card: Card, attempt: Attempt) -> int:  # noqa: ARG002 (as Board's)
        self.posts.append(attempt.key.partition("#")[0])
        return len(self.posts)

    async def edit(self, channel_id: int, message_id: int, card: Card) -> None:
        """Nothing is looked at twice."""

    async def open_thread(self, server_id: int, channel_id: int, message_id: int, name: str) -> int:  # noqa: ARG002
        return message_id


class Nobody(Attendance):
    """A reading to which nobody comes."""

    def __init__(self) -> None:
        pass

    def watch(self, channel_id: int) -> None:
        """There is nothing to hear."""

    async def recount(self, reading: Reading) -> None:
        """There is nothing to count."""


class AtOnce(ReaderPool):
    """Articles are studied in this process, each once."""

    _known: ClassVar[dict[tuple[str, int], Study]] = {}

    async def study(
        self, article: Article, *, limit: int = MOST_QUESTIONS, extra_headings: tuple[str, ...] = ()
    ) -> Study:
        known = self._known.get((article.title, limit))
        if known is None:
            known = study(article, all_languages(), limit=limit, extra_headings=extra_headings)
            self._known[article.title, limit] = known
        return known


class Circle:
    """The bot's workflows on a database of their own, by a clock that is moved by hand."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock, self.wall = database, ManualClock(NOW), Wall()
        pool, agenda = AtOnce(), Agenda(database, self.clock, "one")
        occurrences = Occurrences(database, pool, self.clock)
        approvals = Approvals(database, self.wall, occurrences, agenda, self.clock)
        self.series = SeriesKeeping(database, self.wall, agenda, self.clock)
        self.planning = Planning(database, pool, self.wall, agenda, self.clock)
        self.revising = Revising(database, pool, self.wall, agenda, self.clock)
        steps = Readings(database, self.wall, Nobody(), self.clock)
        self._handlers: dict[WorkKind, Callable[[DueWork], Awaitable[Done]]] = {
            WorkKind.PLAN_OCCURRENCE: occurrences.plan,
            WorkKind.LAPSE_DRAFT: occurrences.lapse,
            WorkKind.ASK_APPROVAL: approvals.ask,
            WorkKind.TELL_ORGANISERS: approvals.tell,
            WorkKind.ANNOUNCE_READING: steps.announce,
            WorkKind.OPEN_READING: steps.open,
            WorkKind.POST_OPENING: steps.opening,
            WorkKind.POST_QUESTION: steps.question,
            WorkKind.CLOSE_READING: steps.close,
            WorkKind.CALL_OFF: steps.call_off,
            WorkKind.DISCARD_DRAFT: steps.discard,
        }

    async def set_up(self) -> None:
        async with self.database.write() as tx:
            await servers.change(tx, SERVER, now=NOW, zone="Europe/London", readings_channel_id=CHANNEL)
            for number, title in enumerate(TITLES[:12]):
                article = read_text(ARTICLE.format(title=title, noun=title[4:].lower()))
                article_id, _ = await articles.add(tx, article, now=NOW)
                await articles.shelve(tx, SERVER, article_id, title=title, added_by=OLU, now=NOW + number)

    async def do_what_is_due(self) -> None:
        """As the agenda does it, one after the other."""
        while True:
            async with self.database.write() as tx:
                works = await due_work.claim(tx, now=self.clock.now(), owner="one", limit=64)
            if not works:
                return
            for work in works:
                await self._do(work)

    async def _do(self, work: DueWork) -> None:
        handler, now = self._handlers.get(work.kind), self.clock.now()
        try:
            done = await handler(work) if handler else Done()
        except DeliveryFailed as failed:
            async with self.database.write() as tx:
                await due_work.retry(tx, work.id, owner="one", at=now, error=failed.message)
            return
        async with self.database.write() as tx:
            await due_work.confirm(tx, work.id, owner="one", now=now, result_id=done.result_id)
            if done.settle is not None:
                await done.settle(tx)
            await due_work.add(tx, done.then, now=now)

    async def readings(self) -> list[Reading]:
        async with self.database.read() as tx:
            return await readings.in_states(tx, list(ReadingState), SERVER)


class Organising(RuleBasedStateMachine):
    """Two series' worth of organisers, in any order; what is refused is refused with words and changes nothing."""

    migrated: Path

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        file = Path(self.folder.name) / "circle.sqlite3"
        shutil.copyfile(self.migrated, file)
        self.circle = self.run(_opened(sqlite_url(file)))
        self.seen: dict[int, ReadingState] = {}
        self.found: list[Reading] = []

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(coroutine)

    def tries(self, coroutine: Coroutine[Any, Any, object]) -> None:
        """A command: done or refused. Then all that is due."""
        with contextlib.suppress(MemberError):
            self.run(coroutine)
        self.run(self.circle.do_what_is_due())
        self.found = self.run(self.circle.readings())

    @rule(weekday=st.integers(0, 6), hour=st.integers(0, 23), approval=st.booleans(), ahead=st.integers(1, 9))
    def create_series(self, weekday: int, hour: int, approval: bool, ahead: int) -> None:
        first = wall_clock(self.circle.clock.now(), "UTC").replace(minute=0, second=0, microsecond=0)
        first += timedelta(days=1 + weekday, hours=hour)
        wish = Wish("S", Rule(Every.WEEK, first), source=Source.LIBRARY, approval=approval, ahead_ms=ahead * DAY_MS)
        self.tries(self.circle.series.create(SERVER, wish, by=OLU, duration_ms=2 * DAY_MS))

    @rule(which=st.integers(1, 3), what=st.sampled_from(("pause", "resume", "end")))
    def stand(self, which: int, what: str) -> None:
        change = getattr(self.circle.series, what)
        self.tries(change(SERVER, which))

    @rule(which=st.integers(1, 3), number=st.integers(0, 3), what=st.sampled_from(("skip", "take_back_skip", "move")))
    def change_occurrence(self, which: int, number: int, what: str) -> None:
        self.tries(self._change_occurrence(which, number, what))

    async def _change_occurrence(self, which: int, number: int, what: str) -> None:
        coming = await self.circle.series.occurrences(SERVER, which, 4)
        if number < len(coming):
            chosen = coming[number]
            more = {"wall": chosen.wall + timedelta(hours=30)} if what == "move" else {}
            await getattr(self.circle.series, what)(SERVER, which, chosen.day, by=OLU, **more)

    @rule(article=st.integers(1, 12), hours=st.integers(1, 200))
    def plan(self, article: int, hours: int) -> None:
        self.tries(self._plan(article, hours))

    async def _plan(self, article: int, hours: int) -> None:
        start = Start(self.circle.clock.now() + hours * HOUR_MS)
        plan = await self.circle.planning.draft(SERVER, article, start, planned_by=OLU, duration_ms=DAY_MS)
        await self.circle.planning.schedule(SERVER, plan.reading.id, by=OLU)

    @rule(which=st.integers(1, 8), what=st.sampled_from(("schedule", "discard", "cancel", "start_now", "close_now")))
    def decide(self, which: int, what: str) -> None:
        more = {"by": OLU} if what == "schedule" else {}
        self.tries(getattr(self.circle.planning, what)(SERVER, which, **more))

    @rule(which=st.integers(1, 8), hours=st.integers(1, 300))
    def move_reading(self, which: int, hours: int) -> None:
        start = Start(self.circle.clock.now() + hours * HOUR_MS)
        self.tries(self.circle.revising.move(SERVER, which, start))

    @initialize(approval=st.booleans())
    def begin(self, approval: bool) -> None:
        self.create_series(weekday=1, hour=7, approval=approval, ahead=3)

    @rule(weeks=st.integers(1, 5))
    def weeks_go_by(self, weeks: int) -> None:
        for _ in range(weeks * 7):
            self.leap(24)

    @rule(hours=st.sampled_from((1, 20, 100, 400)))
    def leap(self, hours: int) -> None:
        self.circle.clock.advance(hours * HOUR_MS)
        self.tries(asyncio.sleep(0))

    @invariant()
    def every_move_follows_the_table(self) -> None:
        for reading in self.found:
            before = self.seen.get(reading.id, ReadingState.DRAFT)
            assert reading.state in _reachable(before), (before, reading)
            self.seen[reading.id] = reading.state

    @invariant()
    def what_is_shown_is_what_happens(self) -> None:
        now = self.circle.clock.now()
        for reading in self.found:
            assert not (reading.state in COMING and reading.starts_at <= now), reading
            assert not (reading.state is ReadingState.OPEN and reading.ends_at <= now), reading
            assert (reading.thread_id is not None) == (reading.opened_at is not None)
            assert reading.opened_at is None or reading.opened_at >= reading.starts_at

    @invariant()
    def an_occurrence_has_one_reading_and_every_post_is_made_once(self) -> None:
        occurrences = Counter((each.series_id, each.occurrence) for each in self.found if each.series_id)
        assert all(number == 1 for number in occurrences.values())
        assert all(number == 1 for number in Counter(self.circle.wall.posts).values())

    @invariant()
    def no_slot_that_is_due_is_forgotten(self) -> None:
        planned = {(each.series_id, each.occurrence) for each in self.found}
        assert [each for each in self.run(self._due_slots()) if each not in planned] == []

    async def _due_slots(self) -> list[tuple[int, str]]:
        """Slots that should have a reading by now, unless it was told that there is nothing to read."""
        now, due = self.circle.clock.now(), []
        async with self.circle.database.read() as tx:
            for series in await series_store.running(tx):
                for slot in next_slots(series, await series_store.differences(tx, series), now):
                    again = await due_work.get(tx, f"plan:{series.id}:{slot.key}:last")
                    if slot.plan_at <= now and again is None:
                        due.append((series.id, slot.key))
        return due

    def teardown(self) -> None:
        self.run(self.circle.database.close())
        self.loop.close()
        self.folder.cleanup()


async def _opened(url: str) -> Circle:
    circle = Circle(await Database.open(url))
    await circle.set_up()
    return circle


def _reachable(state: ReadingState) -> set[ReadingState]:
    """The state itself and all that arrows of the table lead to."""
    found = {state}
    while more := {then for now in found for then in TRANSITIONS[now]} - found:
        found |= more
    return found


def test_the_state_table_keeps_its_promises_whatever_is_done(migrated_file: Path) -> None:
    Organising.migrated = migrated_file
    run_state_machine_as_test(Organising, settings=settings(max_examples=6, stateful_step_count=15, deadline=None))
