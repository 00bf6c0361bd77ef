"""What a series does by itself: for each occurrence, a reading planned some days ahead, or a word on why there is none.

    vote ──> count ──┐
                     ├──> plan ──> approve (organisers want to be asked) ──> lapse, at the start, if nobody answered
                     │      ├──> announce_reading (they do not)
                     │      └──> tell, and plan once more later, if there is nothing to read
    series ──────────┘

The next few occurrences always stand in due work. What is due is looked at anew when it comes: a skip, a move, a pause,
a change of the rule and a change of the zone's own rules count until then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.clock import Clock
from bot.domain.due_work import DueWork, NewWork, WorkKind
from bot.domain.questions import Question
from bot.domain.reading import Reading, ReadingState
from bot.domain.series import Series, Slot, Source, next_leader, next_slots, second_look_at, slot_on
from bot.errors import DeliveryFailed, NotFound
from bot.sources.pool import ReaderPool
from bot.store import articles, candidates, due_work, readings, servers, votes
from bot.store import series as series_store
from bot.store.database import Database, Transaction
from bot.workflows.agenda import Done
from bot.workflows.readings import announcing

LOOKED_AT = 20
"""Articles without anything to ask are passed over, up to so many."""

NOTHING_TO_READ = "nothing to read"
NOTHING_YET = "nothing to read yet"
NOT_APPROVED = "not approved"
MISSED = "missed"
"""Why an occurrence did not take place, as kept; `series_cards` says it in words."""


@dataclass(frozen=True, slots=True)
class Found:
    """An article to read, with what is to be asked."""

    article_id: int
    title: str
    questions: Sequence[Question]


class Occurrences:
    """Handlers of what is due for the occurrences of series."""

    def __init__(self, database: Database, pool: ReaderPool, clock: Clock) -> None:
        self._database = database
        self._pool = pool
        self._clock = clock

    async def plan(self, work: DueWork) -> Done:
        """Handler of PLAN_OCCURRENCE: a draft or a planned reading, or word that there is nothing to read."""
        series_id, day = int(work.payload["series"]), date.fromisoformat(work.payload["day"])
        async with self._database.read() as tx:
            series = await series_store.get(tx, series_id)
            slot = slot_on(series, await series_store.differences(tx, series), day)
            taken = await readings.of_occurrence(tx, series_id, day.isoformat())
            vote = await votes.of_occurrence(tx, series_id, day.isoformat())
        now = self._clock.now()
        if slot is None or taken is not None or not series.running:
            return Done(settle=lambda tx: record_slots(tx, series_id, now))
        if slot.occurrence.at <= now:
            return self._left_out(series, slot, MISSED)
        if series.source is Source.VOTE and vote is not None and vote.counted_at is None:
            raise DeliveryFailed("Its vote is not counted yet.", "It is planned by itself as soon as that is done.")
        found = await self._next_article(series, slot)
        if found is not None:
            return self._planned(series, slot, found)
        if work.payload.get("last"):
            return self._left_out(series, slot, NOTHING_TO_READ)
        return self._looked_in_vain(series, slot)

    async def lapse(self, work: DueWork) -> Done:
        """Handler of LAPSE_DRAFT: at its start, a plan that nobody approved is no longer one."""
        reading_id = int(work.payload["reading"])
        async with self._database.read() as tx:
            reading = await readings.get(tx, reading_id)
        if reading.state is not ReadingState.DRAFT or reading.series_id is None or reading.occurrence is None:
            return Done()
        series_id, day = reading.series_id, date.fromisoformat(reading.occurrence)
        now = self._clock.now()

        async def settle(tx: Transaction) -> None:
            arrow = {"from_": ReadingState.DRAFT, "to": ReadingState.CANCELLED}
            if await readings.change(tx, reading_id, **arrow):
                await series_store.differ(tx, series_id, day, now=now, skipped=True, note=NOT_APPROVED)
                await due_work.add(tx, [telling(reading.server_id, series_id, day, NOT_APPROVED, now)], now=now)

        return Done(settle=settle)

    async def find(self, server_id: int, source: Source, *, questions: int | None, limit: int = 1) -> list[Found]:
        """The next articles from a source that there is something to ask about."""
        async with self._database.read() as tx:
            choices = await candidates.next_choices(tx, server_id, source, LOOKED_AT)
        found: list[Found] = []
        for choice in choices:
            if len(found) < limit and (one := await self.study(server_id, choice.article_id, choice.title, questions)):
                found.append(one)
        return found

    async def study(self, server_id: int, article_id: int, title: str, questions: int | None) -> Found | None:
        """The article with its questions; None if there is nothing to ask."""
        async with self._database.read() as tx:
            article = (await articles.get(tx, article_id)).article
            headings = (await servers.get(tx, server_id)).extra_headings
        wanted = {} if questions is None else {"limit": questions}
        study = await self._pool.study(article, extra_headings=headings, **wanted)
        return Found(article_id, title, study.questions.questions) if study.questions.questions else None

    async def others(self, tx: Transaction, reading: Reading) -> list[tuple[int, str]]:
        """What could be read in its place: (article id, title), as its series would take them."""
        series = None if reading.series_id is None else await series_store.get(tx, reading.series_id)
        first = [Source.SUGGESTIONS, Source.LIBRARY]
        if series is not None and series.source is not Source.VOTE:
            first.insert(0, series.source)
        found: dict[int, str] = {}
        for source in first:
            for choice in await candidates.next_choices(tx, reading.server_id, source, 25):
                found.setdefault(choice.article_id, choice.title)
        return list(found.items())[:25]

    async def plan_again(self, tx: Transaction, series: Series, day: date) -> None:
        """Look for an article for this occurrence at once; NotFound if it does not take place (any more)."""
        now = self._clock.now()
        differences = await series_store.differences(tx, series)
        slot = slot_on(series, replace(differences, skipped=differences.skipped - {day}), day)
        if slot is None or slot.occurrence.at <= now or not series.running:
            raise NotFound("It is too late to plan that one.", "`/reading plan` plans a reading by hand.")
        if await readings.of_occurrence(tx, series.id, slot.key) is not None:
            raise NotFound("There is a reading for that day already.", "`/reading list` shows it.")
        if day in differences.skipped:
            await series_store.differ(tx, series.id, day, now=now, skipped=False, note=None)
        await due_work.repeat(tx, planning(series, slot, due_at=now), now=now)

    async def _next_article(self, series: Series, slot: Slot) -> Found | None:
        if series.source is Source.VOTE:
            async with self._database.read() as tx:
                vote = await votes.of_occurrence(tx, series.id, slot.key)
            if vote is not None and vote.winner_id is not None:
                titles = {each.article_id: each.title for each in vote.choices}
                won = await self.study(series.server_id, vote.winner_id, titles[vote.winner_id], series.questions)
                if won is not None:
                    return won
        sources = (Source.SUGGESTIONS, Source.LIBRARY) if series.source is Source.VOTE else (series.source,)
        for source in sources:
            if found := await self.find(series.server_id, source, questions=series.questions):
                return found[0]
        return None

    def _planned(self, series: Series, slot: Slot, found: Found) -> Done:
        now = self._clock.now()

        async def settle(tx: Transaction) -> None:
            held = await series_store.get(tx, series.id, hold=True)
            if held.running and await readings.of_occurrence(tx, series.id, slot.key) is None:
                led = [each.leader_id for each in await readings.of_series(tx, series.id, _COUNTED_TURNS)]
                leader = next_leader(held.leaders, [each for each in led if each is not None])
                events = (await servers.get(tx, held.server_id)).events
                planned = replace(_reading(held, slot, found, leader, now), wants_event=events)
                reading = await readings.add(tx, planned, found.questions)
                await due_work.add(tx, first_steps(reading, now, approval=held.approval), now=now)
            await record_slots(tx, series.id, now)

        return Done(settle=settle)

    def _looked_in_vain(self, series: Series, slot: Slot) -> Done:
        now = self._clock.now()
        again = planning(series, slot, due_at=second_look_at(slot, now), last=True)
        tell = telling(series.server_id, series.id, slot.occurrence.day, NOTHING_YET, now)
        return Done(settle=lambda tx: record_slots(tx, series.id, now), then=[tell, again])

    def _left_out(self, series: Series, slot: Slot, why: str) -> Done:
        now, day = self._clock.now(), slot.occurrence.day

        async def settle(tx: Transaction) -> None:
            await series_store.differ(tx, series.id, day, now=now, skipped=True, note=why)
            await record_slots(tx, series.id, now)

        return Done(settle=settle, then=[telling(series.server_id, series.id, day, why, now)])


_COUNTED_TURNS = frozenset(ReadingState) - {ReadingState.CANCELLED}


def _reading(series: Series, slot: Slot, found: Found, leader: int | None, now: int) -> Reading:
    return Reading(
        id=0,
        server_id=series.server_id,
        article_id=found.article_id,
        state=ReadingState.DRAFT if series.approval else ReadingState.PLANNED,
        channel_id=series.channel_id,
        planned_by=series.created_by,
        starts_at=slot.occurrence.at,
        duration_ms=series.duration_ms,
        created_at=now,
        starts_wall=slot.occurrence.wall.isoformat(),
        zone=series.zone,
        series_id=series.id,
        occurrence=slot.key,
        leader_id=leader,
    )


def first_steps(reading: Reading, now: int, *, approval: bool) -> list[NewWork]:
    """What follows from a reading that planned itself: its announcement, or the question whether it may be."""
    if not approval:
        return [announcing(reading, now)]
    payload = {"reading": reading.id}
    return [
        NewWork(f"{WorkKind.ASK_APPROVAL}:{reading.id}", WorkKind.ASK_APPROVAL, now, reading.server_id, payload),
        NewWork(
            f"{WorkKind.LAPSE_DRAFT}:{reading.id}", WorkKind.LAPSE_DRAFT, reading.starts_at, reading.server_id, payload
        ),
    ]


async def record_slots(tx: Transaction, series_id: int, now: int, *, anew: bool = False) -> None:
    """Have the next few occurrences of the series in due work, each at its time; what waits there is put right.

    `anew`: also those whose work has ended without a reading: after a resumption, or a skip taken back.
    """
    series = await series_store.get(tx, series_id)
    differences = await series_store.differences(tx, series)
    for slot in next_slots(series, differences, now):
        work = voting(series, slot) if slot.vote_at is not None else planning(series, slot, due_at=slot.plan_at)
        if await due_work.add(tx, [work], now=now) or await due_work.set_due(tx, work.key, work.due_at) or not anew:
            continue
        if await readings.of_occurrence(tx, series_id, slot.key) is None:
            await due_work.repeat(tx, work, now=now)


def planning(series: Series, slot: Slot, *, due_at: int, last: bool = False) -> NewWork:
    """The plan of an occurrence. `last`: when nothing is found then, the occurrence does not take place."""
    payload = {"series": series.id, "day": slot.key, "last": last}
    key = f"{WorkKind.PLAN_OCCURRENCE}:{series.id}:{slot.key}{':last' if last else ''}"
    return NewWork(key, WorkKind.PLAN_OCCURRENCE, due_at, series.server_id, payload)


def voting(series: Series, slot: Slot) -> NewWork:
    """The vote on what to read at an occurrence; its count brings the plan."""
    key = f"{WorkKind.OPEN_VOTE}:{series.id}:{slot.key}"
    due_at = slot.plan_at if slot.vote_at is None else slot.vote_at
    return NewWork(key, WorkKind.OPEN_VOTE, due_at, series.server_id, {"series": series.id, "day": slot.key})


def telling(server_id: int, series_id: int, day: date, what: str, now: int) -> NewWork:
    """A word to the organisers about an occurrence, once."""
    key = f"{WorkKind.TELL_ORGANISERS}:{series_id}:{day}:{what}"
    payload = {"series": series_id, "day": day.isoformat(), "what": what}
    return NewWork(key, WorkKind.TELL_ORGANISERS, now, server_id, payload)
