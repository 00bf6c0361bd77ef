"""Series, what differs from their rules, votes and what could be read next, as they are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.reading import Reading, ReadingState
from bot.domain.recurrence import Differences, Every, Holiday, Rule
from bot.domain.series import Series, Source
from bot.domain.vote import Ballot, Choice, ThenPlan, Vote
from bot.errors import NotFound
from bot.sources.text import read_text
from bot.store import articles, candidates, readings, series, votes
from bot.store.database import Database

SERVER, OTHER = 10, 20
NOW = 1_900_000_000_000
RULE = Rule(Every.WEEK, datetime.fromisoformat("2030-01-03T19:00"), interval=2, until=date(2030, 12, 31))
FULL = Series(
    id=0,
    server_id=SERVER,
    name="Thursdays",
    channel_id=1,
    rule=RULE,
    zone="Europe/London",
    duration_ms=1000,
    source=Source.VOTE,
    created_by=2,
    created_at=NOW,
    questions=3,
    leaders=(5, 6),
    holidays=(Holiday(date(2030, 7, 1), date(2030, 8, 31), "Summer"),),
)


async def article(database: Database, title: str, *, server_id: int = SERVER, shelved_at: int = NOW) -> int:
    text = f"{title}\n\nThis is the story of {title}, told in a sentence.\n\nLessons\n\nOne should tell {title} twice."
    async with database.write() as tx:
        article_id, _ = await articles.add(tx, read_text(text), now=NOW)
        await articles.shelve(tx, server_id, article_id, title=title, added_by=1, now=shelved_at)
    return article_id


def reading(article_id: int, **changed: object) -> Reading:
    plain = Reading(0, SERVER, article_id, ReadingState.PLANNED, 1, 2, NOW, 1000, NOW)
    return replace(plain, **changed)  # type: ignore[arg-type] # columns by name


async def test_a_series_comes_back_as_it_was_kept(database: Database) -> None:
    async with database.write() as tx:
        kept = await series.add(tx, FULL)
        await series.save(tx, replace(kept, paused_at=NOW))
    async with database.read() as tx:
        assert await series.get(tx, kept.id) == replace(kept, paused_at=NOW)
        assert await series.all_of(tx, SERVER) == [replace(kept, paused_at=NOW)]
        assert await series.running(tx) == []


async def test_what_belongs_to_another_server_is_not_there(database: Database) -> None:
    async with database.write() as tx:
        kept = await series.add(tx, FULL)
    async with database.read() as tx:
        with pytest.raises(NotFound):
            await series.of_server(tx, OTHER, kept.id)


async def test_what_differs_is_kept_by_day_and_may_be_taken_back(database: Database) -> None:
    day, moved = date(2030, 1, 3), datetime.fromisoformat("2030-01-04T20:00")
    async with database.write() as tx:
        kept = await series.add(tx, FULL)
        await series.differ(tx, kept.id, day, now=NOW, skipped=True, note="nothing to read")
        await series.differ(tx, kept.id, day, now=NOW, wall=moved.isoformat())
    async with database.read() as tx:
        found = await series.differences(tx, kept)
        assert found == Differences(frozenset({day}), {day: moved}, FULL.holidays)
        assert await series.notes(tx, kept.id) == [("2030-01-03", "nothing to read")]
    async with database.write() as tx:
        await series.differ(tx, kept.id, day, now=NOW, skipped=False, note=None)
    async with database.read() as tx:
        assert (await series.differences(tx, kept)).skipped == frozenset()
        assert (await series.differences(tx, kept)).moved == {day: moved}


async def test_an_occurrence_has_one_reading(database: Database) -> None:
    one = await article(database, "One")
    async with database.write() as tx:
        kept = await series.add(tx, FULL)
        first = await readings.add(tx, reading(one, series_id=kept.id, occurrence="2030-01-03", leader_id=5), [])
        assert await readings.of_occurrence(tx, kept.id, "2030-01-03") == first
    with pytest.raises(IntegrityError):
        async with database.write() as tx:
            await readings.add(tx, reading(one, series_id=kept.id, occurrence="2030-01-03"), [])
    async with database.write() as tx:
        await readings.add(tx, reading(one), [])
        await readings.add(tx, reading(one), [])


async def test_counting_ends_in_earlier_readings_of_the_series_and_nowhere_else(database: Database) -> None:
    one = await article(database, "One")
    async with database.write() as tx:
        kept = await series.add(tx, FULL)
        held = {"series_id": kept.id, "opened_at": NOW}
        first = await readings.add(tx, reading(one, **held, occurrence="2030-01-03", starts_at=NOW - 9), [])
        second = await readings.add(tx, reading(one, **held, occurrence="2030-01-17", starts_at=NOW), [])
        apart = await readings.add(tx, reading(one, opened_at=NOW, starts_at=NOW - 9), [])
        await readings.end_counting(tx, kept.id, before=second, at=NOW)
    async with database.read() as tx:
        counted = [(await readings.get(tx, each.id)).counted_until for each in (first, second, apart)]
        assert counted == [NOW, None, None]
        assert await readings.led_by(tx, SERVER, 5) is None


async def test_a_vote_comes_back_as_it_was_kept(database: Database) -> None:
    one = await article(database, "One")
    choices = (Choice(one, "One"), Choice(one, "Other"))
    then = ThenPlan(NOW, 1000, "2030-01-03T19:00", "Europe/London")
    async with database.write() as tx:
        kept = await votes.add(tx, Vote(0, SERVER, 1, Ballot.LIBRARY, 2, NOW, NOW + 1, choices, then_plan=then))
        await votes.change(tx, kept.id, message_id=77, winner_id=one, counts=[2, 0], counted_at=NOW)
    async with database.read() as tx:
        found = await votes.get(tx, kept.id)
        assert found == replace(kept, message_id=77, winner_id=one, counts=(2, 0), counted_at=NOW)
        assert await votes.message_ids(tx, 1) == {77}
        assert await votes.going(tx, SERVER) == []


async def test_what_was_read_is_not_read_again_and_the_rest_comes_in_the_order_it_has_waited(
    database: Database,
) -> None:
    ids = {
        name: await article(database, name, shelved_at=NOW + number)
        for number, name in enumerate(("Read", "Waiting", "Called off", "Previewed", "Approved"))
    }
    await article(database, "Elsewhere", server_id=OTHER)
    async with database.write() as tx:
        kept = await series.add(tx, FULL)
        await readings.add(tx, reading(ids["Read"]), [])
        await readings.add(tx, reading(ids["Called off"], state=ReadingState.CANCELLED), [])
        await readings.add(tx, reading(ids["Previewed"], state=ReadingState.DRAFT), [])
        asked = {"state": ReadingState.DRAFT, "series_id": kept.id, "occurrence": "2030-01-03"}
        await readings.add(tx, reading(ids["Approved"], **asked), [])
    async with database.read() as tx:
        found = await candidates.next_choices(tx, SERVER, Source.LIBRARY, 10)
    assert [each.title for each in found] == ["Waiting", "Called off", "Previewed"]
