"""Contributions count once, and are counted by the database as a person would count them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from bot.domain.participation import (
    Contribution,
    ContributionKind,
    joined,
    passage_shown,
    question_of,
    reacted,
    read,
    replied,
)
from bot.domain.reading import ReadingState
from bot.domain.report import RECENT_READINGS, MemberCounts, QuestionCounts, ReadingReport
from bot.store import articles, contributions, counters, readings, reports
from bot.store.database import Database
from bot.store.member_tables import member_week
from bot.store.tables import contribution as table
from tests.store.samples import DAY, MEMBER, NOW, OTHER_SERVER, SERVER, keep_reading

ANNOUNCEMENT, THREAD, OPENING, CLOSING = 1000, 1000, 1010, 1900
POSTED = {1: 1100, 2: 1200}
"""Of three questions two are posted; messages in between belong to the one above."""

MEMBERS = [MEMBER + number for number in range(4)]


async def keep_open_reading(database: Database) -> int:
    kept = await keep_reading(database, announcement_id=ANNOUNCEMENT, thread_id=THREAD, opening_id=OPENING)
    async with database.write() as tx:
        for position, message_id in POSTED.items():
            await readings.set_question_message(tx, kept.id, position, message_id)
    return kept.id


async def count(database: Database, *given_: Contribution) -> int:
    async with database.write() as tx:
        return await contributions.add_many(tx, given_)


async def report(database: Database, reading_id: int) -> ReadingReport:
    async with database.read() as tx:
        return await reports.report(tx, reading_id)


def some(reading_id: int) -> st.SearchStrategy[list[Contribution]]:
    """What members may do in that reading, in any order, with repetitions."""
    who = {"reading_id": st.just(reading_id), "server_id": st.just(SERVER), "member_id": st.sampled_from(MEMBERS)}
    when = {"at": st.integers(NOW, NOW + 99)}
    posts = st.sampled_from([ANNOUNCEMENT, OPENING, *POSTED.values()])
    replies = st.builds(
        lambda number, target_id: replied(
            reading_id=reading_id,
            server_id=SERVER,
            member_id=MEMBERS[number % len(MEMBERS)],
            at=NOW + number,
            message_id=number,
            target_id=target_id,
        ),
        number=st.integers(1050, 1250).filter(lambda number: number not in POSTED.values()),
        target_id=st.none() | posts | st.just(1111),
    )
    return st.lists(
        st.builds(joined, **who, **when)
        | st.builds(read, **who, **when)
        | st.builds(passage_shown, position=st.integers(1, 3), **who, **when)
        | st.builds(reacted, message_id=posts, emoji=st.sampled_from(["👍", "❤", "5550001"]), **who, **when)
        | replies,
        max_size=30,
    )


def counted_by_hand(reading_id: int, given_: Sequence[Contribution]) -> ReadingReport:
    """The report as somebody with a pencil would make it: the first of each key counts."""
    once = {each.key: each for each in reversed(given_)}.values()
    posted = [(message_id, position) for position, message_id in POSTED.items()]

    def position(each: Contribution) -> int | None:
        if each.kind is ContributionKind.REPLIED and each.message_id:
            return question_of(each.message_id, each.target_id, posted)
        if each.kind is ContributionKind.REACTED:
            return dict(posted).get(each.message_id or 0)
        return each.position

    def of(kind: ContributionKind, *, member: int | None = None, at: int | None = None) -> list[Contribution]:
        return [
            each
            for each in once
            if each.kind is kind and member in (None, each.member_id) and at in (None, position(each))
        ]

    kinds = ContributionKind
    questions = tuple(
        QuestionCounts(
            position=at,
            replies=len(of(kinds.REPLIED, at=at)),
            answered=len([each for each in of(kinds.REPLIED, at=at) if each.target_id in POSTED.values()]),
            repliers=len({each.member_id for each in of(kinds.REPLIED, at=at)}),
            reactions=len(of(kinds.REACTED, at=at)),
            passages=len(of(kinds.PASSAGE, at=at)),
        )
        for at in (1, 2, 3)
    )
    members = {
        member: MemberCounts(
            joined=bool(of(kinds.JOINED, member=member)),
            read=bool(of(kinds.READ, member=member)),
            replies=len(of(kinds.REPLIED, member=member)),
            replied_questions=len({position(each) for each in of(kinds.REPLIED, member=member)} - {None}),
            reactions=len(of(kinds.REACTED, member=member)),
            passages=len(of(kinds.PASSAGE, member=member)),
            first_at=min(each.at for each in once if each.member_id == member),
            last_at=max(each.at for each in once if each.member_id == member),
        )
        for member in {each.member_id for each in once}
    }
    return ReadingReport(reading_id, questions, members)


@contextmanager
def running(url: str) -> Iterator[tuple[asyncio.Runner, Database]]:
    with asyncio.Runner() as runner:
        database = runner.run(Database.open(url))
        yield runner, database
        runner.run(database.close())


def test_any_contributions_in_any_order_count_once_and_as_by_hand(database_url: str) -> None:
    with running(database_url) as (runner, database):
        reading_id = runner.run(keep_open_reading(database))

        @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
        @given(given_=some(reading_id))
        def law(given_: list[Contribution]) -> None:
            runner.run(check(given_))

        async def check(given_: list[Contribution]) -> None:
            async with database.write() as tx:
                await tx.execute(delete(table))
                await tx.execute(delete(member_week))
            assert await count(database, *given_) == len({each.key for each in given_})
            once = await report(database, reading_id)
            assert await count(database, *given_) == 0
            assert await report(database, reading_id) == once == counted_by_hand(reading_id, given_)

        law()


async def test_a_contribution_is_kept_whole(database: Database) -> None:
    reading_id = await keep_open_reading(database)
    given_ = Contribution(
        "k", reading_id, SERVER, MEMBER, ContributionKind.REPLIED, NOW, 3, 2**62, 2**62 - 1, 2**62 - 2
    )
    await count(database, given_)
    async with database.read() as tx:
        [row] = (await tx.execute(table.select())).mappings()
    assert Contribution(**row) == given_


async def test_many_more_than_fit_one_statement_are_kept(database: Database) -> None:
    reading_id = await keep_open_reading(database)
    many = [
        replied(reading_id=reading_id, server_id=SERVER, member_id=MEMBER, at=NOW, message_id=number, target_id=None)
        for number in range(1, 1302)
    ]
    assert await count(database, *many) == len(many)
    async with database.write() as tx:
        assert await contributions.remove_keys(tx, [each.key for each in many[1:]]) == len(many) - 1
        assert await contributions.keys_of(tx, reading_id, ContributionKind.REPLIED) == {many[0].key}


async def test_of_a_full_group_only_what_is_new_is_kept_and_counted(database: Database) -> None:
    reading_id = await keep_open_reading(database)
    who = {"reading_id": reading_id, "server_id": SERVER, "at": NOW}
    many = [
        replied(**who, member_id=MEMBERS[number % 4], message_id=number, target_id=None)
        for number in range(contributions.MAX_ROWS)
    ]
    assert await count(database, *many[::3]) == len(many[::3])
    assert await count(database, *many) == len(many) - len(many[::3])
    assert await count(database, *many) == 0
    async with database.read() as tx:
        assert await contributions.keys_of(tx, reading_id, ContributionKind.REPLIED) == {each.key for each in many}
        counted = [await counters.of_member(tx, SERVER, member) for member in MEMBERS]
    assert counted == [{"replied": len(many) // 4}] * 4


async def test_a_full_group_with_one_that_is_refused_leaves_nothing(database: Database) -> None:
    reading_id = await keep_open_reading(database)
    who = {"server_id": SERVER, "member_id": MEMBER, "at": NOW}
    many = [
        replied(**who, reading_id=404 if number == 77 else reading_id, message_id=number, target_id=None)
        for number in range(contributions.MAX_ROWS)
    ]
    with pytest.raises(IntegrityError):
        await count(database, *many)
    assert (await report(database, reading_id)).members == {}
    assert await count(database, *many[:77]) == 77


async def test_what_is_taken_back_no_longer_counts_and_can_count_again(database: Database) -> None:
    reading_id = await keep_open_reading(database)
    mine = joined(reading_id=reading_id, server_id=SERVER, member_id=MEMBER, at=NOW)
    await count(database, mine)
    async with database.write() as tx:
        assert await contributions.remove_keys(tx, [mine.key, "unknown"]) == 1
        assert await contributions.remove_keys(tx, []) == 0
    assert (await report(database, reading_id)).members == {}
    assert await count(database, mine) == 1


async def test_a_contribution_to_no_reading_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await count(database, joined(reading_id=404, server_id=SERVER, member_id=MEMBER, at=NOW))


async def test_keys_are_listed_by_reading_kind_and_message(database: Database) -> None:
    reading_id, other_id = await keep_open_reading(database), (await keep_reading(database)).id
    who = {"server_id": SERVER, "member_id": MEMBER, "at": NOW}
    here, there = (
        reacted(reading_id=reading_id, message_id=post, emoji="👍", burst=False, **who) for post in (1100, 1200)
    )
    elsewhere = reacted(reading_id=other_id, message_id=1300, emoji="👍", burst=False, **who)
    other_kind = read(reading_id=reading_id, **who)
    await count(database, here, there, elsewhere, other_kind)
    async with database.read() as tx:
        assert await contributions.keys_of(tx, reading_id, ContributionKind.REACTED) == {here.key, there.key}
        assert await contributions.keys_of(tx, reading_id, ContributionKind.REACTED, 1100) == {here.key}
        assert await contributions.known(tx, [here.key, elsewhere.key, "x"]) == {here.key, elsewhere.key}


async def test_a_reply_heard_of_before_its_question_was_confirmed_finds_it_later(database: Database) -> None:
    reading_id = (await keep_reading(database)).id
    early = replied(reading_id=reading_id, server_id=SERVER, member_id=MEMBER, at=NOW, message_id=1101, target_id=1100)
    await count(database, early)
    assert (await report(database, reading_id)).members[MEMBER].replied_questions == 0
    async with database.write() as tx:
        await readings.set_question_message(tx, reading_id, 1, 1100)
    found = await report(database, reading_id)
    assert (found.questions[0].replies, found.members[MEMBER].replied_questions) == (1, 1)


async def test_a_report_without_contributions_names_every_question(database: Database) -> None:
    reading_id = await keep_open_reading(database)
    found = await report(database, reading_id)
    assert found == ReadingReport(reading_id, tuple(QuestionCounts(position) for position in (1, 2, 3)), {})
    assert (found.joined, found.read, found.replied, found.reacted, found.took_part) == (0, 0, 0, 0, 0)


async def test_a_report_says_how_many_members_did_what(database: Database) -> None:
    reading_id = await keep_open_reading(database)
    a, b, c, d = ({"reading_id": reading_id, "server_id": SERVER, "member_id": member, "at": NOW} for member in MEMBERS)
    await count(
        database,
        joined(**a),
        joined(**b),
        read(**b),
        replied(message_id=1101, target_id=None, **b),
        replied(message_id=1102, target_id=None, **b),
        reacted(message_id=1100, emoji="👍", burst=False, **c),
        passage_shown(position=1, **d),
    )
    found = await report(database, reading_id)
    assert (found.joined, found.read, found.replied, found.reacted, found.took_part) == (2, 1, 1, 1, 3)


async def test_a_summary_shows_the_latest_readings_that_have_begun(database: Database) -> None:
    kept = [await keep_reading(database, ReadingState.CLOSED, starts_at=NOW + number * DAY) for number in range(8)]
    await keep_reading(database, ReadingState.PLANNED, starts_at=NOW + 99 * DAY)
    await keep_reading(database, ReadingState.CLOSED, server_id=OTHER_SERVER, starts_at=NOW + 99 * DAY)
    latest = list(reversed(kept))[:RECENT_READINGS]
    for each in (latest[0], latest[2], kept[0]):
        who = {"reading_id": each.id, "server_id": SERVER, "member_id": MEMBER, "at": each.starts_at + 1}
        await count(database, joined(**who), replied(message_id=each.id + 5000, target_id=None, **who))
    looked = {"reading_id": latest[1].id, "server_id": SERVER, "member_id": MEMBER, "at": NOW}
    await count(database, passage_shown(position=1, **looked))
    async with database.write() as tx:
        await articles.shelve(tx, SERVER, kept[0].article_id, title="Strikes", added_by=MEMBER, now=NOW)
        mine = await reports.summary(tx, SERVER, MEMBER)
        theirs = await reports.summary(tx, SERVER, MEMBER + 1)
    assert [each.reading_id for each in mine.readings] == [each.id for each in latest]
    assert {each.title for each in mine.readings} == {"Strikes"}
    assert (mine.took_part, len(mine.readings)) == (2, 6)
    at = latest[0].starts_at + 1
    assert mine.readings[0].counts == MemberCounts(
        joined=True, read=False, replies=1, replied_questions=0, reactions=0, passages=0, first_at=at, last_at=at
    )
    assert [each.counts for each in theirs.readings] == [None] * 6
    assert theirs.took_part == 0


def test_no_column_can_hold_what_a_member_wrote() -> None:
    kinds = Counter(str(column.type) for column in table.columns if str(column.type) not in ("BIGINT", "INTEGER"))
    assert kinds == {"TEXT": 2}
    assert {column.name for column in table.columns if str(column.type) == "TEXT"} == {"key", "kind"}
