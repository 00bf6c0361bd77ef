"""Votes on what to read next: opened as one of Discord's polls, read when it is over, and planned from by themselves.

    /reading vote ──> vote:{vote} ────────────┐
    a series' slot ──> vote:{series}:{day} ───┴──> count:{vote} ──> result:{vote}
                                                        └──> plan:{series}:{day}, or a reading of its own

A vote is kept before it is posted, with its choices, so that after a crash the same poll is looked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.clock import Clock
from bot.delivery import vote_cards
from bot.delivery.ballot_box import MOST_HOURS, BallotBox
from bot.delivery.board import Board
from bot.domain.due_work import DueWork, NewWork, WorkKind
from bot.domain.reading import Reading, ReadingState
from bot.domain.series import Series, Slot, Source, slot_on, vote_hours
from bot.domain.times import HOUR_MS, MINUTE_MS, Start
from bot.domain.vote import LEAST_CHOICES, Ballot, Choice, ThenPlan, Vote, winner
from bot.errors import MemberError, NotFound
from bot.store import due_work, readings, servers, votes
from bot.store import series as series_store
from bot.store.database import Database, Transaction
from bot.workflows.agenda import Agenda, Done
from bot.workflows.announce import attempt
from bot.workflows.occurrences import Found, Occurrences, first_steps, planning, record_slots

CHOICES = 5
"""As many as people like to choose from; Discord would allow ten."""


class Votes:
    """Holds votes."""

    def __init__(
        self,
        database: Database,
        board: Board,
        ballots: BallotBox,
        occurrences: Occurrences,
        agenda: Agenda,
        clock: Clock,
    ) -> None:
        self._database = database
        self._board = board
        self._ballots = ballots
        self._occurrences = occurrences
        self._agenda = agenda
        self._clock = clock

    async def ask(
        self,
        server_id: int,
        source: Ballot,
        closes_at: int,
        *,
        by: int,
        channel_id: int | None = None,
        then: ThenPlan | None = None,
    ) -> Vote:
        """A vote that is posted in a moment. Refused, with the remedy, where there is not enough to choose from."""
        now = self._clock.now()
        async with self._database.read() as tx:
            place = (await servers.get(tx, server_id)).readings_place(channel_id)
        self._ballots.require(place)
        hours = round((closes_at - now) / HOUR_MS)
        if not 1 <= hours <= MOST_HOURS:
            raise MemberError(
                "A vote lasts from one hour to 32 days.", "Write `closes:in 24 hours` or `closes:Sun 20:00`."
            )
        if then is not None and then.starts_at <= closes_at:
            raise MemberError("The reading would start before the vote is over.", "Choose a later `starts`.")
        choices = await self._choices(server_id, (Source(source),), None)
        if len(choices) < LEAST_CHOICES:
            raise MemberError(
                "There are not two articles to choose from that have not been read here and have something to ask.",
                "`/article add` brings one in; members suggest with `/suggest`.",
            )
        vote = Vote(0, server_id, place, source, by, now, now + hours * HOUR_MS, choices, then_plan=then)
        async with self._database.write() as tx:
            vote = await votes.add(tx, vote)
            key = f"{WorkKind.OPEN_VOTE}:{vote.id}"
            await due_work.add(tx, [NewWork(key, WorkKind.OPEN_VOTE, now, server_id, {"vote": vote.id})], now=now)
        self._agenda.wake()
        return vote

    async def open(self, work: DueWork) -> Done:
        """Handler of OPEN_VOTE: the poll; or, where there is nothing to vote on, the plan at once."""
        if "vote" in work.payload:
            async with self._database.read() as tx:
                return await self._post(work, await votes.get(tx, int(work.payload["vote"])))
        series_id, day = int(work.payload["series"]), date.fromisoformat(work.payload["day"])
        async with self._database.read() as tx:
            series = await series_store.get(tx, series_id)
            slot = slot_on(series, await series_store.differences(tx, series), day)
            vote = await votes.of_occurrence(tx, series_id, day.isoformat())
            taken = await readings.of_occurrence(tx, series_id, day.isoformat())
        now = self._clock.now()
        if slot is None or taken is not None or not series.running or series.source is not Source.VOTE:
            return Done(settle=lambda tx: record_slots(tx, series_id, now))
        if vote is None:
            vote = await self._kept(series, slot)
        if vote is None:
            return Done(settle=lambda tx: self._plan(tx, series, slot, now))
        return await self._post(work, vote)

    async def count(self, work: DueWork) -> Done:
        """Handler of COUNT_VOTE: the result, as Discord tells it, and what follows from it."""
        async with self._database.read() as tx:
            vote = await votes.get(tx, int(work.payload["vote"]))
        if vote.counted_at is not None or vote.message_id is None:
            return Done()
        now = self._clock.now()
        told = await self._ballots.votes(vote.channel_id, vote.message_id, closed_for_ms=now - vote.closes_at)
        won = winner(vote.choices, told or {})
        counts = [(told or {}).get(position, 0) for position in range(1, len(vote.choices) + 1)]
        found = await self._found(vote, won)

        async def settle(tx: Transaction) -> None:
            await votes.change(tx, vote.id, winner_id=won.article_id, counted_at=now, counts=counts)
            await self._follow(tx, vote, found, now)

        key = f"{WorkKind.TELL_RESULT}:{vote.id}"
        tell = NewWork(key, WorkKind.TELL_RESULT, now, vote.server_id, {"vote": vote.id, "gone": told is None})
        return Done(vote.message_id, settle, [tell])

    async def tell(self, work: DueWork) -> Done:
        """Handler of TELL_RESULT: what won, by how much, and what comes of it."""
        async with self._database.read() as tx:
            vote = await votes.get(tx, int(work.payload["vote"]))
        card = vote_cards.result(vote, gone=bool(work.payload.get("gone")))
        return Done(await self._board.post(vote.channel_id, card, attempt(work)))

    async def of_server(self, server_id: int, vote_id: int) -> Vote:
        """NotFound if this server has no such vote."""
        async with self._database.read() as tx:
            vote = await votes.get(tx, vote_id)
        if vote.server_id != server_id:
            raise NotFound("This vote is not kept any more.", "`/reading vote` asks again.")
        return vote

    async def _post(self, work: DueWork, vote: Vote) -> Done:
        if vote.message_id is not None:
            return Done(vote.message_id)
        async with self._database.read() as tx:
            series = None if vote.series_id is None else await series_store.get(tx, vote.series_id)
            known = await votes.message_ids(tx, vote.channel_id)
        question = vote.question or await self._worded(vote, series)
        hours = max(1, round((vote.closes_at - vote.opens_at) / HOUR_MS))
        answers = [each.title for each in vote.choices]
        opened = await self._ballots.open(vote.channel_id, question, answers, hours, attempt(work), known)

        async def settle(tx: Transaction) -> None:
            await votes.change(tx, vote.id, message_id=opened.message_id, closes_at=opened.closes_at)
            if series is not None:
                await record_slots(tx, series.id, self._clock.now())

        key = f"{WorkKind.COUNT_VOTE}:{vote.id}"
        count = NewWork(key, WorkKind.COUNT_VOTE, opened.closes_at, vote.server_id, {"vote": vote.id})
        return Done(opened.message_id, settle, [count])

    async def _worded(self, vote: Vote, series: Series | None) -> str:
        """What the poll asks, from now on in these words, whatever language the server comes to have."""
        question = vote_cards.question(vote, series)
        async with self._database.write() as tx:
            await votes.change(tx, vote.id, question=question)
        return question

    async def _kept(self, series: Series, slot: Slot) -> Vote | None:
        """The vote of an occurrence, kept before it is posted; None: too little to choose from, or no time."""
        now = self._clock.now()
        hours = vote_hours(slot, now)
        choices = await self._choices(series.server_id, (Source.SUGGESTIONS, Source.LIBRARY), series.questions)
        if hours is None or len(choices) < LEAST_CHOICES:
            return None
        async with self._database.write() as tx:
            vote = Vote(
                id=0,
                server_id=series.server_id,
                channel_id=series.channel_id,
                source=Ballot.SUGGESTIONS,
                asked_by=series.created_by,
                opens_at=now,
                closes_at=now + hours * HOUR_MS,
                choices=choices,
                series_id=series.id,
                occurrence=slot.key,
            )
            return await votes.of_occurrence(tx, series.id, slot.key) or await votes.add(tx, vote)

    async def _choices(self, server_id: int, sources: Sequence[Source], questions: int | None) -> tuple[Choice, ...]:
        """What there is to vote for: suggestions first where they count, each article once."""
        found: dict[int, Choice] = {}
        for source in sources:
            for each in await self._occurrences.find(server_id, source, questions=questions, limit=CHOICES):
                found.setdefault(each.article_id, Choice(each.article_id, each.title))
        return tuple(found.values())[:CHOICES]

    async def _found(self, vote: Vote, won: Choice) -> Found | None:
        if vote.then_plan is None:
            return None
        return await self._occurrences.study(vote.server_id, won.article_id, won.title, None)

    async def _follow(self, tx: Transaction, vote: Vote, found: Found | None, now: int) -> None:
        """The plan of the series' occurrence, or the reading that was asked for with the vote."""
        if vote.series_id is not None and vote.occurrence is not None:
            series = await series_store.get(tx, vote.series_id)
            slot = slot_on(series, await series_store.differences(tx, series), date.fromisoformat(vote.occurrence))
            if slot is not None:
                await self._plan(tx, series, slot, now)
        elif vote.then_plan is not None and found is not None:
            events = (await servers.get(tx, vote.server_id)).events
            planned = replace(_reading(vote, vote.then_plan, found, now), wants_event=events)
            reading = await readings.add(tx, planned, found.questions)
            await votes.change(tx, vote.id, reading_id=reading.id)
            await due_work.add(tx, first_steps(reading, now, approval=True), now=now)

    async def _plan(self, tx: Transaction, series: Series, slot: Slot, now: int) -> None:
        due_at = max(now + MINUTE_MS, slot.plan_at)  # after the result has been told
        await due_work.repeat(tx, planning(series, slot, due_at=due_at), now=now)
        await record_slots(tx, series.id, now)


def then_plan(start: Start, duration_ms: int) -> ThenPlan:
    """The reading to come of a vote, as typed."""
    return ThenPlan(start.at, duration_ms, start.wall, start.zone)


def _reading(vote: Vote, then: ThenPlan, found: Found, now: int) -> Reading:
    return Reading(
        id=0,
        server_id=vote.server_id,
        article_id=found.article_id,
        state=ReadingState.DRAFT,
        channel_id=vote.channel_id,
        planned_by=vote.asked_by,
        starts_at=then.starts_at,
        duration_ms=then.duration_ms,
        created_at=now,
        starts_wall=then.starts_wall,
        zone=then.zone,
    )
