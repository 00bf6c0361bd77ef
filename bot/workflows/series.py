"""What organisers decide about a series: make, change, pause or end it; skip or move one occurrence; holidays."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.clock import Clock
from bot.delivery.board import Board
from bot.delivery.permissions import READING
from bot.delivery.series_cards import Shown
from bot.domain.due_work import WorkKind
from bot.domain.piece import tidy_name
from bot.domain.reading import ENDED, ReadingState
from bot.domain.recurrence import Holiday, Occurrence, Rule, coming, occurrence_on, upcoming
from bot.domain.series import AHEAD_MS, Series, Source
from bot.domain.times import DAY_MS, HOUR_MS, instant, wall_clock
from bot.errors import MemberError, NotFound, SetupMissing, TimeNotUnderstood
from bot.store import due_work, readings, servers
from bot.store import series as series_store
from bot.store.database import Database, Transaction
from bot.workflows.agenda import Agenda
from bot.workflows.occurrences import record_slots
from bot.workflows.repeating import require_room_for_series

SHORTEST_AHEAD_MS, LONGEST_AHEAD_MS = HOUR_MS, 30 * DAY_MS
MOST_LEADERS = 25
LONGEST_HOLIDAY_DAYS = 366
LONGEST_NAME = 80
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """What an organiser asks for; None leaves it as it is, or as is usual."""

    name: str | None = None
    rule: Rule | None = None
    duration_ms: int | None = None
    source: Source | None = None
    channel_id: int | None = None
    questions: int | None = None
    approval: bool | None = None
    ahead_ms: int | None = None
    leaders: tuple[int, ...] | None = None


class SeriesKeeping:
    """Keeps the series of servers. Every change is seen by what is due, in the same transaction."""

    def __init__(self, database: Database, board: Board, agenda: Agenda, clock: Clock) -> None:
        self._database = database
        self._board = board
        self._agenda = agenda
        self._clock = clock

    async def create(self, server_id: int, wish: Wish, *, by: int, duration_ms: int) -> Shown:
        """A new series, running; its first reading is planned in time. `wish.name` and `wish.rule` are needed."""
        assert wish.name is not None
        assert wish.rule is not None
        now = self._clock.now()
        async with self._database.read() as tx:
            server = await servers.get(tx, server_id)
            await require_room_for_series(tx, server_id, now)
        if server.zone is None:
            raise SetupMissing("This server has no time zone yet.", "An admin sets it with `/setup timezone`.")
        channel_id = server.readings_place(wish.channel_id)
        new = Series(
            id=0,
            server_id=server_id,
            name="",
            channel_id=channel_id,
            rule=wish.rule,
            zone=server.zone,
            duration_ms=duration_ms,
            source=Source.LIBRARY,
            created_by=by,
            created_at=now,
            ahead_ms=AHEAD_MS,
        )
        new = self._checked(_granted(new, wish))
        async with self._database.write() as tx:
            new = await series_store.add(tx, new)
            await record_slots(tx, new.id, now)
        self._agenda.wake()
        return await self.show(server_id, new.id)

    async def edit(self, server_id: int, series_id: int, wish: Wish) -> Shown:
        """The series as wished. Readings planned already stay as they are; what is to come follows."""
        async with self._change(server_id, series_id) as (tx, series):
            if series.ended_at is not None:
                raise MemberError("This series has ended.", "`/series create` makes a new one.")
            await series_store.save(tx, self._checked(_granted(series, wish)))
        return await self.show(server_id, series_id)

    async def pause(self, server_id: int, series_id: int) -> Shown:
        """Nothing is planned until it is resumed; what is planned takes place."""
        return await self._stand(server_id, series_id, paused_at=self._clock.now())

    async def resume(self, server_id: int, series_id: int) -> Shown:
        """Planning goes on with the next occurrence there is still time for."""
        return await self._stand(server_id, series_id, paused_at=None)

    async def end(self, server_id: int, series_id: int) -> Shown:
        """Nothing is planned any more, for good; what is planned takes place."""
        return await self._stand(server_id, series_id, ended_at=self._clock.now())

    async def skip(self, server_id: int, series_id: int, day: date, *, by: int, note: str = "") -> Shown:
        """This occurrence does not take place. A plan that waits for approval is dropped; one announced is refused."""
        now = self._clock.now()
        async with self._change(server_id, series_id) as (tx, series):
            differences = await series_store.differences(tx, series)
            if occurrence_on(series.rule, series.zone, day, differences) is None:
                raise _no_occurrence(day)
            reading = await readings.of_occurrence(tx, series_id, day.isoformat())
            if reading is not None and reading.state not in (ReadingState.DRAFT, *ENDED):
                raise MemberError(
                    "The reading of that day is announced already.",
                    "`/reading cancel` calls it off for everyone to see.",
                )
            if reading is not None and reading.state is ReadingState.DRAFT:
                await readings.change(tx, reading.id, from_=ReadingState.DRAFT, to=ReadingState.CANCELLED)
            await series_store.differ(tx, series_id, day, now=now, by=by, skipped=True, note=note or "skipped by hand")
        return await self.show(server_id, series_id)

    async def take_back_skip(self, server_id: int, series_id: int, day: date, *, by: int) -> Shown:
        """It takes place after all; NotFound unless it was skipped and is still to come."""
        now = self._clock.now()
        async with self._change(server_id, series_id) as (tx, series):
            if day not in (await series_store.differences(tx, series)).skipped:
                raise _no_occurrence(day)
            if await readings.of_occurrence(tx, series_id, day.isoformat()) is not None:
                raise MemberError(
                    "The plan for that day was dropped when it was skipped.", "`/reading plan` plans one by hand."
                )
            await series_store.differ(tx, series_id, day, now=now, by=by, skipped=False, note=None)
        return await self.show(server_id, series_id)

    async def move(self, server_id: int, series_id: int, day: date, wall: datetime, *, by: int) -> Shown:
        """This one occurrence starts at another wall time. One that is announced is moved with `/reading move`."""
        now = self._clock.now()
        async with self._change(server_id, series_id) as (tx, series):
            differences = await series_store.differences(tx, series)
            if occurrence_on(series.rule, series.zone, day, differences) is None:
                raise _no_occurrence(day)
            starts_at = instant(wall, series.zone)
            if starts_at <= now:
                raise TimeNotUnderstood("That time has passed.", "Choose one that is still to come.")
            reading = await readings.of_occurrence(tx, series_id, day.isoformat())
            if reading is not None and reading.state is not ReadingState.DRAFT:
                raise MemberError(
                    "The reading of that day is planned already.", "`/reading move` gives it another start."
                )
            await series_store.differ(tx, series_id, day, now=now, by=by, wall=wall.isoformat(timespec="minutes"))
            if reading is not None:
                when = {"starts_at": starts_at, "starts_wall": wall.isoformat(), "zone": series.zone}
                await readings.update(tx, reading.id, **when)
                await due_work.set_due(tx, f"{WorkKind.LAPSE_DRAFT}:{reading.id}", starts_at)
        return await self.show(server_id, series_id)

    async def add_holiday(self, server_id: int, series_id: int, holiday: Holiday) -> Shown:
        """No occurrences on these days; those of other years stay."""
        if holiday.last < holiday.first or (holiday.last - holiday.first).days >= LONGEST_HOLIDAY_DAYS:
            raise MemberError(
                "A holiday ends on or after its first day, and within a year.",
                "Give the first day, then the last: `first:24 Dec` `last:3 Jan`.",
            )
        async with self._change(server_id, series_id) as (tx, series):
            today = wall_clock(self._clock.now(), series.zone).date()
            kept = [each for each in series.holidays if (today - each.last).days < LONGEST_HOLIDAY_DAYS]
            holidays = tuple(sorted({*kept, holiday}, key=lambda each: (each.first, each.last)))
            await series_store.save(tx, replace(series, holidays=holidays))
        return await self.show(server_id, series_id)

    async def show(self, server_id: int, series_id: int) -> Shown:
        """The series with what comes."""
        async with self._database.read() as tx:
            return await self._shown(tx, await series_store.of_server(tx, server_id, series_id))

    async def list_(self, server_id: int) -> list[Shown]:
        """Every series of the server that has not ended."""
        async with self._database.read() as tx:
            return [await self._shown(tx, each) for each in await series_store.all_of(tx, server_id)]

    async def matching(self, server_id: int, text: str = "", *, ended: bool = False) -> list[Series]:
        """The server's series whose name contains the text, those that run first; `ended` ones only if asked for."""
        async with self._database.read() as tx:
            found = await series_store.all_of(tx, server_id, ended=ended)
        fits = [each for each in found if text.strip().casefold() in each.name.casefold()]
        return sorted(fits, key=lambda each: not each.running)

    async def occurrences(self, server_id: int, series_id: int, limit: int = 12) -> list[Occurrence]:
        """The next ones, for choosing."""
        async with self._database.read() as tx:
            series = await series_store.of_server(tx, server_id, series_id)
            differences = await series_store.differences(tx, series)
        return upcoming(series.rule, series.zone, self._clock.now(), differences, limit)

    async def is_skipped(self, server_id: int, series_id: int, day: date) -> bool:
        """Whether the occurrence of this day is left out."""
        async with self._database.read() as tx:
            series = await series_store.of_server(tx, server_id, series_id)
            return day in (await series_store.differences(tx, series)).skipped

    async def look_again(self) -> None:
        """At the start of the program: have what is due follow the rules of zones as they are now, in every series."""
        async with self._database.write() as tx:
            for series in await series_store.running(tx):
                await record_slots(tx, series.id, self._clock.now())
        self._agenda.wake()

    @asynccontextmanager
    async def _change(self, server_id: int, series_id: int) -> AsyncIterator[tuple[Transaction, Series]]:
        """One change of one series: held, then what is due recorded anew, in one transaction."""
        async with self._database.write() as tx:
            yield tx, await series_store.of_server(tx, server_id, series_id, hold=True)
            await record_slots(tx, series_id, self._clock.now(), anew=True)
        self._agenda.wake()

    async def _stand(self, server_id: int, series_id: int, **columns: int | None) -> Shown:
        async with self._change(server_id, series_id) as (tx, series):
            if series.ended_at is not None:
                raise MemberError("This series has ended.", "`/series create` makes a new one.")
            await series_store.save(tx, replace(series, **columns))  # type: ignore[arg-type] # instants by name
        return await self.show(server_id, series_id)

    def _checked(self, series: Series) -> Series:
        """The series, if it could work as it is."""
        if not 1 <= len(series.name) <= LONGEST_NAME:
            raise MemberError(
                "A series has a name of up to {most} characters.", "Give another `name`.", most=LONGEST_NAME
            )
        if not SHORTEST_AHEAD_MS <= series.ahead_ms <= LONGEST_AHEAD_MS:
            raise MemberError(
                "A reading is planned from one hour to thirty days ahead.", "Write `ahead:3 days` or `ahead:12 hours`."
            )
        if len(series.leaders) > MOST_LEADERS:
            raise MemberError("At most {most} members take turns.", "Name fewer `leaders`.", most=MOST_LEADERS)
        if next(coming(series.rule, series.zone, self._clock.now()), None) is None:
            raise MemberError("Like this the series would have no reading any more.", "Give a later `until`.")
        self._board.require(series.channel_id, READING)
        return series

    async def _shown(self, tx: Transaction, series: Series) -> Shown:
        differences = await series_store.differences(tx, series)
        found: Sequence[Occurrence] = ()
        if series.running:
            found = upcoming(series.rule, series.zone, self._clock.now(), differences, SHOWN)
        return Shown(series, found, await series_store.notes(tx, series.id, SHOWN))


def _granted(series: Series, wish: Wish) -> Series:
    """The series with what is wished for."""
    wanted = {
        "name": None if wish.name is None else tidy_name(wish.name),
        "rule": wish.rule,
        "duration_ms": wish.duration_ms,
        "source": wish.source,
        "channel_id": wish.channel_id,
        "questions": wish.questions,
        "approval": wish.approval,
        "ahead_ms": wish.ahead_ms,
        "leaders": wish.leaders,
    }
    return replace(series, **{name: value for name, value in wanted.items() if value is not None})  # type: ignore[arg-type]


def _no_occurrence(day: date) -> NotFound:
    return NotFound(
        "The series has no reading on {day}.", "Pick one from the list that opens as you type.", day=day.isoformat()
    )
