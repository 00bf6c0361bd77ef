"""The last readings of a server or a series, from real rows: in order, bounded, and nobody else's."""

from __future__ import annotations

from bot.domain.group_report import Drew, GroupReport
from bot.domain.participation import joined, passage_shown, replied
from bot.domain.reading import Reading, ReadingState
from bot.domain.report import Regular
from bot.store import contributions, group_reports, readings
from bot.store.database import Database
from tests.store.samples import DAY, MEMBER, NOW, OTHER_SERVER, SERVER, keep_reading

FIVE = range(MEMBER, MEMBER + 5)


async def keep(database: Database, number: int, **values: object) -> Reading:
    """A reading that was held on that day, its two questions posted."""
    given: dict[str, object] = {"starts_at": NOW + number * DAY, "state": ReadingState.CLOSED} | values
    kept = await keep_reading(database, questions=2, **given)  # type: ignore[arg-type]
    async with database.write() as tx:
        for position in (1, 2):
            await readings.set_question_message(tx, kept.id, position, kept.id * 1000 + position)
    return kept


async def come(database: Database, reading: Reading, *members: int) -> None:
    """Each presses a button and replies to the first question; one reply stands below the last, to none."""
    who = {"reading_id": reading.id, "server_id": reading.server_id, "at": reading.starts_at}
    done = [joined(**who, member_id=member) for member in members]
    done += [
        replied(**who, member_id=member, message_id=reading.id * 1000 + 100 + number, target_id=reading.id * 1000 + 1)
        for number, member in enumerate(members)
    ]
    done += [replied(**who, member_id=members[0], message_id=reading.id * 1000 + 900, target_id=None)]
    async with database.write() as tx:
        await contributions.add_many(tx, done)


async def of(database: Database, last: int = 6, series_id: int | None = None, since: int | None = None) -> GroupReport:
    async with database.read() as tx:
        return await group_reports.of_group(tx, SERVER, series_id=series_id, last=last, since=since)


def ids(report: GroupReport) -> list[int]:
    return [each.held.reading_id for each in report.readings]


async def test_the_last_readings_that_have_begun_come_the_latest_first(database: Database) -> None:
    kept = [await keep(database, number) for number in (3, 1, 2)]
    await keep(database, 9, server_id=OTHER_SERVER)
    for state in (ReadingState.DRAFT, ReadingState.ANNOUNCED, ReadingState.CANCELLED):
        await keep(database, 8, state=state)
    running = await keep(database, 4, state=ReadingState.OPEN)
    assert ids(await of(database)) == [running.id, kept[0].id, kept[2].id, kept[1].id]
    assert ids(await of(database, last=2)) == [running.id, kept[0].id]
    assert ids(await of(database, since=NOW + 2 * DAY)) == [running.id, kept[0].id, kept[2].id]


async def test_who_came_who_is_new_and_what_questions_drew_is_counted(database: Database) -> None:
    first, second, third = [await keep(database, number) for number in (1, 2, 3)]
    await come(database, first, *FIVE)
    await come(database, second, MEMBER, MEMBER + 1)
    await come(database, third, MEMBER, MEMBER + 7)
    found = await of(database, last=2)
    told = [(each.people, each.repliers, each.replies, each.new) for each in found.readings]
    assert told == [(2, None, None, 0)] * 2  # three people are not broken down
    assert found.newcomers == ()
    whole = await of(database)
    assert whole.people == 6
    assert [(each.people, each.repliers, each.replies) for each in whole.readings] == [(2, 2, 3), (2, 2, 3), (5, 5, 6)]
    assert whole.newcomers == (MEMBER + 7,)
    assert whole.regulars == (Regular(MEMBER, 3, 3), Regular(MEMBER + 1, 2, 3))
    assert whole.by_place == (Drew("opening", 3, 9), Drew("closing", 3, 0))


async def test_regulars_are_those_who_took_part_in_half_of_the_last_six(database: Database) -> None:
    kept = [await keep(database, number) for number in range(8)]
    for number, each in enumerate(kept):
        await come(database, each, MEMBER, *([MEMBER + 1] if number in (4, 6, 7) else []))
        if number in (1, 6, 7):
            await come(database, each, MEMBER + 2, MEMBER + 3, MEMBER + 4)
    async with database.read() as tx:
        found = await group_reports.regulars_at(tx, kept[-1], since=None)
        assert found == (Regular(MEMBER, 6, 6), Regular(MEMBER + 1, 3, 6))
        assert await group_reports.regulars_at(tx, kept[1], since=None) == ()  # four people are not broken down


async def test_a_reading_and_the_last_readings_agree_on_who_comes_often(database: Database) -> None:
    for number in (1, 2, 3):
        await come(database, await keep(database, number), *FIVE)
    running = await keep(database, 4, state=ReadingState.OPEN)
    await come(database, running, MEMBER)
    for since, times in ((None, 3), (NOW + 2 * DAY, 2)):
        async with database.read() as tx:
            found = await group_reports.regulars_at(tx, running, since=since)
        assert found == (await of(database, since=since)).regulars
        # nobody has missed it yet, and what is too old to be kept is nobody's
        expected = [Regular(MEMBER, times + 1, times + 1), *(Regular(each, times, times) for each in FIVE[1:])]
        assert sorted(found, key=lambda each: each.member_id) == expected


async def test_to_have_looked_at_a_passage_is_not_to_have_come(database: Database) -> None:
    kept = await keep(database, 1)
    looked = passage_shown(reading_id=kept.id, server_id=SERVER, member_id=MEMBER, at=NOW, position=1)
    async with database.write() as tx:
        await contributions.add_many(tx, [looked])
    assert (await of(database)).people == 0


async def test_a_series_is_told_alone_and_who_came_to_another_reading_before_is_not_new_there(
    database: Database,
) -> None:
    alone = await keep(database, 1)
    await come(database, alone, MEMBER, MEMBER + 1)
    mine = [await keep(database, day, series_id=7, occurrence=f"2026-01-0{day}") for day in (2, 3)]
    await come(database, mine[0], *FIVE)
    await come(database, mine[1], *FIVE)
    found = await of(database, series_id=7)
    assert ids(found) == [mine[1].id, mine[0].id]
    assert found.newcomers == (MEMBER + 2, MEMBER + 3, MEMBER + 4)
    assert ids(await of(database, series_id=8)) == []
