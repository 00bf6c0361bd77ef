"""What contributions come to: a reading's report, a member's summary. Worked out by the database.

A reply is heard of before the post it answers is confirmed, so its question is worked out when it is counted: what
the reply goes back to, else the latest question posted above it. A reaction belongs to the very post reacted to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Label,
    RowMapping,
    Subquery,
    Text,
    and_,
    case,
    cast,
    distinct,
    func,
    literal,
    select,
)

from bot.domain.participation import ContributionKind
from bot.domain.reading import ReadingState
from bot.domain.report import (
    RECENT_READINGS,
    MemberCounts,
    MemberReading,
    MemberSummary,
    QuestionCounts,
    ReadingReport,
)
from bot.store.articles import SHELF_TITLE
from bot.store.database import Transaction
from bot.store.tables import article, library, question, reading
from bot.store.tables import contribution as table

_BEGUN = [ReadingState.OPEN, ReadingState.CLOSING, ReadingState.CLOSED]


async def report(tx: Transaction, reading_id: int) -> ReadingReport:
    """What the reading has come to so far."""
    placed = _placed(table.c.reading_id == reading_id)
    by_member = select(placed.c.member_id, *_member_counts(placed)).group_by(placed.c.member_id)
    answered = await _answered(tx, reading_id)
    members = {
        row["member_id"]: replace(_counts(row), answered=answered.get(row["member_id"], 0))
        for row in (await tx.execute(by_member)).mappings()
    }
    by_question = (
        select(question.c.position, *_question_counts(placed))
        .outerjoin_from(question, placed, placed.c.position == question.c.position)
        .where(question.c.reading_id == reading_id)
        .group_by(question.c.position)
        .order_by(question.c.position)
    )
    counted = tuple(QuestionCounts(**row) for row in (await tx.execute(by_question)).mappings())
    return ReadingReport(reading_id, counted, members)


async def _answered(tx: Transaction, reading_id: int) -> dict[int, int]:
    """By member: how many others they answered. A message that is not counted (any more) was nobody's.

    What is answered is looked up by its key: no index leads from a message to what was counted of it, and to look for
    each among all of them takes the square of their number.
    """
    to = table.alias("to")
    theirs = (to.c.key == _reply_key(table.c.reply_to_id)) & (to.c.reading_id == table.c.reading_id)
    found = (
        select(table.c.member_id, func.count(distinct(to.c.member_id)))
        .join(to, theirs & (to.c.member_id != table.c.member_id))
        .where(table.c.reading_id == reading_id, table.c.kind == ContributionKind.REPLIED)
        .group_by(table.c.member_id)
    )
    return {row[0]: row[1] for row in await tx.execute(found)}


async def summary(tx: Transaction, server_id: int, member_id: int) -> MemberSummary:
    """What the member did in the server's latest readings."""
    on_shelf = and_(library.c.server_id == reading.c.server_id, library.c.article_id == reading.c.article_id)
    recent = (
        select(reading.c.id, reading.c.starts_at, reading.c.state, SHELF_TITLE.label("title"))
        .join_from(reading, article)
        .outerjoin(library, on_shelf)
        .where(reading.c.server_id == server_id, reading.c.state.in_(_BEGUN))
        .order_by(reading.c.starts_at.desc(), reading.c.id.desc())
        .limit(RECENT_READINGS)
    )
    readings = (await tx.execute(recent)).all()
    mine = table.c.reading_id.in_([row.id for row in readings]) & (table.c.member_id == member_id)
    placed = _placed(mine)
    by_reading = select(placed.c.reading_id, *_member_counts(placed)).group_by(placed.c.reading_id)
    done = {row["reading_id"]: _counts(row) for row in (await tx.execute(by_reading)).mappings()}
    lived = (
        MemberReading(row.id, row.title, row.starts_at, done.get(row.id), row.state == ReadingState.CLOSED)
        for row in readings
    )
    return MemberSummary(server_id, member_id, tuple(lived))


def _reply_key(message_id: ColumnElement[int | None]) -> ColumnElement[str]:
    """`participation.reply_key`, as the database works it out."""
    return literal(f"{ContributionKind.REPLIED}:") + cast(message_id, Text)


def _placed(condition: ColumnElement[bool]) -> Subquery:
    """The contributions meant, each with the position of the question it belongs to (null: the reading as a whole)."""
    mine = question.c.reading_id == table.c.reading_id
    answered = select(question.c.position).where(mine, question.c.message_id == table.c.target_id)
    above = select(question.c.position).where(mine, question.c.message_id < table.c.message_id)
    latest_above = above.order_by(question.c.message_id.desc()).limit(1)
    answers = answered.scalar_subquery()
    position = func.coalesce(
        table.c.position,
        answers,
        case((table.c.kind == ContributionKind.REPLIED, latest_above.scalar_subquery())),
    )
    columns = (table.c.reading_id, table.c.member_id, table.c.kind, table.c.at)
    return select(*columns, position.label("position"), answers.label("answers")).where(condition).subquery("placed")


def _member_counts(placed: Subquery) -> Sequence[Label[Any]]:
    replied = placed.c.kind == ContributionKind.REPLIED
    return (
        _how_many(placed, ContributionKind.JOINED).label("joined"),
        _how_many(placed, ContributionKind.READ).label("read"),
        _how_many(placed, ContributionKind.REPLIED).label("replies"),
        func.count(distinct(placed.c.position)).filter(replied).label("replied_questions"),
        _how_many(placed, ContributionKind.REACTED).label("reactions"),
        _how_many(placed, ContributionKind.PASSAGE).label("passages"),
        _how_many(placed, ContributionKind.VOTED).label("votes"),
        _how_many(placed, ContributionKind.INTERESTED).label("interested"),
        func.min(placed.c.at).label("first_at"),
        func.max(placed.c.at).label("last_at"),
    )


def _question_counts(placed: Subquery) -> Sequence[Label[Any]]:
    replied = placed.c.kind == ContributionKind.REPLIED
    return (
        _how_many(placed, ContributionKind.REPLIED).label("replies"),
        func.count(placed.c.answers).filter(replied).label("answered"),
        func.count(distinct(placed.c.member_id)).filter(replied).label("repliers"),
        _how_many(placed, ContributionKind.REACTED).label("reactions"),
        _how_many(placed, ContributionKind.PASSAGE).label("passages"),
    )


def _how_many(placed: Subquery, kind: ContributionKind) -> ColumnElement[int]:
    return func.count(placed.c.member_id).filter(placed.c.kind == kind)


def _counts(row: RowMapping) -> MemberCounts:
    values = {field.name: row[field.name] for field in fields(MemberCounts) if field.name != "answered"}
    return MemberCounts(**values | {name: row[name] > 0 for name in ("joined", "read", "interested")})
