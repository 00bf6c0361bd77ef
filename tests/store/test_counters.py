"""Counters answer for a week what counting the contributions would, and reports say who answered whom how often."""

from __future__ import annotations

from sqlalchemy import select

from bot.domain.participation import reacted, replied, week_of, week_start
from bot.domain.report import Standing, WeekCounts
from bot.store import contributions, counters, leavers, reports
from bot.store.database import Database
from bot.store.member_tables import member
from tests.store.samples import DAY, MEMBER, NOW, OTHER_SERVER, SERVER, keep_reading


def test_a_week_begins_on_monday() -> None:
    monday = 1_789_948_800_000  # 21 September 2026
    assert week_start(week_of(monday)) == monday
    assert week_of(monday - 1) == week_of(monday) - 1
    assert week_of(monday + 7 * DAY - 1) == week_of(monday)


async def test_only_who_chose_it_stands_on_the_leaderboard_of_those_weeks(database: Database) -> None:
    reading = await keep_reading(database)
    week = week_of(NOW)
    async with database.write() as tx:
        for number in range(6):
            who = {"reading_id": reading.id, "server_id": SERVER, "member_id": MEMBER + number % 3}
            await contributions.add_many(tx, [replied(**who, at=NOW, message_id=number, target_id=None)])
        old = {"reading_id": reading.id, "server_id": SERVER, "member_id": MEMBER + 2, "at": NOW - 70 * DAY}
        await contributions.add_many(tx, [replied(**old, message_id=99, target_id=None)])
        liked = {"reading_id": reading.id, "server_id": SERVER, "member_id": MEMBER + 1, "at": NOW}
        await contributions.add_many(tx, [reacted(**liked, message_id=5, emoji="👍", burst=False)])
        for number in (1, 2):
            await counters.list_member(tx, SERVER, MEMBER + number, listed=True)
        await counters.list_member(tx, OTHER_SERVER, MEMBER, listed=True)
        assert await counters.leaders(tx, SERVER, week - 3, week, 10) == [
            Standing(MEMBER + 1, 2, 1),
            Standing(MEMBER + 2, 2, 0),
        ]
        assert await counters.week(tx, SERVER, week) == WeekCounts(week, people=3, replies=6, reactions=1)
        await contributions.remove_keys(tx, [f"replied:{number}" for number in range(6)])
        assert await counters.week(tx, SERVER, week) == WeekCounts(week, people=1, replies=0, reactions=1)


async def test_a_report_says_how_many_others_a_member_answered(database: Database) -> None:
    reading = await keep_reading(database)
    said = [(1, 0, None), (2, 1, 1), (3, 1, 1), (4, 1, 3), (5, 2, 2), (6, 2, 1), (7, 2, 404)]
    async with database.write() as tx:
        await contributions.add_many(
            tx,
            [
                replied(
                    reading_id=reading.id,
                    server_id=SERVER,
                    member_id=MEMBER + member,
                    at=NOW,
                    message_id=number,
                    target_id=answers,
                    reply_to_id=answers,
                )
                for number, member, answers in said
            ],
        )
        members = (await reports.report(tx, reading.id)).members
        assert [members[MEMBER + number].answered for number in range(3)] == [0, 1, 2]
        await contributions.remove_keys(tx, ["replied:1"])
        members = (await reports.report(tx, reading.id)).members
        assert members[MEMBER + 1].answered == 0


async def test_who_never_stood_on_the_leaderboard_leaves_no_row_by_saying_no(database: Database) -> None:
    async with database.write() as tx:
        await counters.list_member(tx, SERVER, MEMBER, listed=False)
        assert (await tx.execute(select(member))).all() == []


async def test_who_is_known_to_have_left_stands_on_no_leaderboard(database: Database) -> None:
    reading = await keep_reading(database)
    week = week_of(NOW)
    async with database.write() as tx:
        for number in range(2):
            who = {"reading_id": reading.id, "server_id": SERVER, "member_id": MEMBER + number}
            await contributions.add_many(tx, [replied(**who, at=NOW, message_id=number, target_id=None)])
            await counters.list_member(tx, SERVER, MEMBER + number, listed=True)
        await leavers.note(tx, SERVER, MEMBER, there=False, now=NOW)
        assert await counters.leaders(tx, SERVER, week, week, 10) == [Standing(MEMBER + 1, 1, 0)]
        await leavers.note(tx, SERVER, MEMBER, there=True, now=NOW)
        assert len(await counters.leaders(tx, SERVER, week, week, 10)) == 2
