"""Readings keep to their table of states, and their posts are found again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.reading import TRANSITIONS, PlannedQuestion, ReadingState
from bot.errors import NotFound
from bot.store import articles, readings
from bot.store.database import Database
from tests.store.samples import (
    ARTICLE,
    DAY,
    MEMBER,
    NOW,
    OTHER_SERVER,
    SERVER,
    article,
    keep_article,
    keep_reading,
    question,
    reading,
)

ALL = list(ReadingState)


async def test_a_reading_comes_back_as_it_was_with_an_id(database: Database) -> None:
    whole = reading(
        await keep_article(database),
        ReadingState.CLOSED,
        starts_wall="2026-09-24T19:00",
        zone="Europe/Athens",
        announcement_id=11,
        thread_id=12,
        opening_id=13,
        closing_id=14,
        opened_at=NOW + 1,
        closed_at=NOW + 2,
    )
    async with database.write() as tx:
        kept = await readings.add(tx, whole, [])
    async with database.read() as tx:
        assert await readings.get(tx, kept.id) == kept == replace(whole, id=kept.id)
    assert kept.id > 0


async def test_questions_come_back_in_their_order(database: Database) -> None:
    kept = await keep_reading(database, questions=3)
    async with database.read() as tx:
        planned = await readings.questions(tx, kept.id)
    assert planned == [PlannedQuestion(kept.id, number, question(number)) for number in (1, 2, 3)]


async def test_a_reading_that_is_not_there_is_not_found(database: Database) -> None:
    async with database.write() as tx:
        with pytest.raises(NotFound):
            await readings.get(tx, 404)
        with pytest.raises(NotFound):
            await readings.update(tx, 404, starts_at=NOW)
        with pytest.raises(NotFound):
            await readings.set_question_message(tx, 404, 1, 2)


@pytest.mark.parametrize("before", ALL)
async def test_a_reading_moves_along_the_arrows_of_its_table_and_no_others(
    database: Database, before: ReadingState
) -> None:
    kept = await keep_reading(database, before)
    for after in ALL:
        async with database.write() as tx:
            if after in TRANSITIONS[before]:
                assert await readings.change(tx, kept.id, from_=before, to=after, opened_at=NOW)
                assert await readings.get(tx, kept.id) == replace(kept, state=after, opened_at=NOW)
                await tx.rollback()
            else:
                with pytest.raises(ValueError, match="cannot become"):
                    await readings.change(tx, kept.id, from_=before, to=after)


async def test_a_reading_that_somebody_else_moved_is_left_alone(database: Database) -> None:
    kept = await keep_reading(database, ReadingState.CANCELLED)
    async with database.write() as tx:
        arrow = {"from_": ReadingState.PLANNED, "to": ReadingState.ANNOUNCED}
        assert not await readings.change(tx, kept.id, **arrow, announcement_id=5)
        assert await readings.get(tx, kept.id) == kept


@pytest.mark.parametrize("wrong", ["id", "server_id", "state", "colour"])
async def test_only_what_may_change_is_changed(database: Database, wrong: str) -> None:
    kept = await keep_reading(database, ReadingState.DRAFT)
    async with database.write() as tx:
        with pytest.raises(ValueError, match=wrong):
            await readings.update(tx, kept.id, **{wrong: 1})
        with pytest.raises(ValueError, match=wrong):
            await readings.change(tx, kept.id, from_=ReadingState.DRAFT, to=ReadingState.PLANNED, **{wrong: 1})


async def test_questions_are_replaced_until_one_is_posted(database: Database) -> None:
    kept = await keep_reading(database, ReadingState.DRAFT, questions=3)
    async with database.write() as tx:
        await readings.replace_questions(tx, kept.id, [question(9), question(8)])
        assert [each.question for each in await readings.questions(tx, kept.id)] == [question(9), question(8)]
        await readings.set_question_message(tx, kept.id, 2, 77)
        with pytest.raises(ValueError, match="posted"):
            await readings.replace_questions(tx, kept.id, [])
        assert await readings.posted_questions(tx, kept.id) == [(77, 2)]


async def test_every_post_of_ours_leads_back_to_its_reading(database: Database) -> None:
    kept = await keep_reading(database, announcement_id=11, thread_id=12, opening_id=13, closing_id=14)
    async with database.write() as tx:
        await readings.set_question_message(tx, kept.id, 1, 21)
        await readings.set_question_message(tx, kept.id, 3, 23)
    async with database.read() as tx:
        assert await readings.by_thread(tx, 12) == kept
        assert [await readings.by_message(tx, post) for post in (11, 13, 14)] == [(kept, None)] * 3
        assert await readings.by_message(tx, 23) == (kept, 3)
        assert await readings.by_message(tx, 99) is None
        assert await readings.by_thread(tx, 99) is None
        assert await readings.post_ids(tx, kept.id) == [(300, 11), (12, 13), (12, 14), (12, 21), (12, 23)]


async def test_a_post_belongs_to_one_reading_only(database: Database) -> None:
    await keep_reading(database, thread_id=12)
    with pytest.raises(IntegrityError):
        await keep_reading(database, thread_id=12)


async def test_readings_are_listed_by_state_and_server_earliest_first(database: Database) -> None:
    later = await keep_reading(database, ReadingState.OPEN, starts_at=NOW + 2 * DAY)
    sooner = await keep_reading(database, ReadingState.PLANNED, starts_at=NOW)
    await keep_reading(database, ReadingState.CLOSED)
    elsewhere = await keep_reading(database, ReadingState.OPEN, server_id=OTHER_SERVER, starts_at=NOW + DAY)
    states = [ReadingState.OPEN, ReadingState.PLANNED]
    async with database.read() as tx:
        assert await readings.in_states(tx, states) == [sooner, elsewhere, later]
        assert await readings.in_states(tx, states, SERVER) == [sooner, later]
        assert await readings.in_states(tx, states, limit=1) == [sooner]
        assert await readings.in_states(tx, []) == []


async def test_replies_count_while_a_reading_is_open_or_closing_and_for_a_while_after(database: Database) -> None:
    kept = [
        await keep_reading(database, state, thread_id=thread, closed_at=closed_at)
        for closed_at in (NOW - DAY, NOW)
        for thread, state in enumerate(ALL, start=1 + 100 * (closed_at == NOW))
    ]
    await keep_reading(database, ReadingState.OPEN, thread_id=None)
    running = (ReadingState.OPEN, ReadingState.CLOSING)
    counting = [
        each for each in kept if each.state in running or (each.state is ReadingState.CLOSED and each.closed_at == NOW)
    ]
    async with database.read() as tx:
        assert await readings.counting(tx, since=NOW - DAY) == counting


async def test_readings_are_found_by_the_title_their_article_has_in_the_server(database: Database) -> None:
    kept = await keep_reading(database, ReadingState.OPEN)
    renamed_id = await keep_article(database, article("Something else"))
    async with database.write() as tx:
        await articles.shelve(tx, SERVER, renamed_id, title="The Élite", added_by=MEMBER, now=NOW)
        await articles.shelve(tx, OTHER_SERVER, renamed_id, title="Strike", added_by=MEMBER, now=NOW)
        renamed = await readings.add(tx, reading(renamed_id, ReadingState.OPEN, starts_at=NOW + 2 * DAY), [])
        await readings.add(tx, reading(renamed_id, ReadingState.CLOSED), [])
        await readings.add(tx, reading(renamed_id, ReadingState.OPEN, server_id=OTHER_SERVER), [])
    async with database.read() as tx:
        everything = await readings.search(tx, SERVER, "", [ReadingState.OPEN])
        assert [(each.reading, each.title) for each in everything] == [(renamed, "The Élite"), (kept, ARTICLE.title)]
        assert [each.reading for each in await readings.search(tx, SERVER, "strike", ALL)] == [kept]
        assert [each.title for each in await readings.search(tx, SERVER, "elite", ALL, limit=1)] == ["The Élite"]
        assert await readings.search(tx, SERVER, "%", ALL) == []
