"""The last readings of a server, or of one of its series, as rows for `bot.domain.group_report`.

What is read is bounded by the number of readings asked for, not by how long the history is.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, exists, func, select

from bot.domain.group_report import AskedQuestion, GroupReport, HeldReading, Part, group_report, regulars
from bot.domain.participation import TAKING_PART, ContributionKind
from bot.domain.questions import ClaimKind
from bot.domain.reading import STARTED, Reading, ReadingState
from bot.domain.report import RECENT_READINGS, Regular
from bot.store.articles import SHELF_TITLE
from bot.store.database import Transaction
from bot.store.tables import article, library, question, reading
from bot.store.tables import contribution as table


async def of_group(
    tx: Transaction, server_id: int, *, series_id: int | None, last: int, since: int | None
) -> GroupReport:
    """Of the last so many readings that have begun: of the series, or of all of the server.

    `since`: what began before is left out, because what members did then is not kept any more.
    """
    held = await _held(tx, server_id, series_id, last, since)
    ids = [each.reading_id for each in held]
    return group_report(held, await _parts(tx, ids), await _asked(tx, ids), await _came_before(tx, server_id, ids))


async def regulars_at(tx: Transaction, of: Reading, *, since: int | None) -> tuple[Regular, ...]:
    """Who often took part in the last readings up to this one: of its series, or else of its server. `since`: as above.

    Nobody, where fewer than `SMALL_GROUP` people took part in all of them.
    """
    held = await _held(tx, of.server_id, of.series_id, RECENT_READINGS, since, up_to=of.starts_at)
    return regulars(held, await _parts(tx, [each.reading_id for each in held]))


async def _held(
    tx: Transaction, server_id: int, series_id: int | None, last: int, since: int | None, up_to: int | None = None
) -> list[HeldReading]:
    """The latest first. `up_to`: none that began later."""
    mine = (reading.c.server_id == server_id) & reading.c.state.in_(STARTED)
    if series_id is not None:
        mine &= reading.c.series_id == series_id
    if since is not None:
        mine &= reading.c.starts_at >= since
    if up_to is not None:
        mine &= reading.c.starts_at <= up_to
    on_shelf = and_(library.c.server_id == reading.c.server_id, library.c.article_id == reading.c.article_id)
    recent = (
        select(reading.c.id, reading.c.starts_at, reading.c.state, SHELF_TITLE.label("title"))
        .join_from(reading, article)
        .outerjoin(library, on_shelf)
        .where(mine)
        .order_by(reading.c.starts_at.desc(), reading.c.id.desc())
        .limit(last)
    )
    rows = (await tx.execute(recent)).all()
    return [HeldReading(row.id, row.title, row.starts_at, row.state == ReadingState.CLOSED) for row in rows]


async def _parts(tx: Transaction, ids: Sequence[int]) -> list[Part]:
    """Everybody who took part in these readings, a row a reading and member."""
    replies = func.count().filter(table.c.kind == ContributionKind.REPLIED)
    found = (
        select(table.c.reading_id, table.c.member_id, replies)
        .where(table.c.reading_id.in_(ids), table.c.kind.in_(TAKING_PART))
        .group_by(table.c.reading_id, table.c.member_id)
    )
    return [Part(*row) for row in await tx.execute(found)]


async def _came_before(tx: Transaction, server_id: int, ids: Sequence[int]) -> set[int]:
    """Of those who took part in these readings, who had taken part in an earlier one of the server.

    A member's own rows are searched only up to the first that tells; the oldest come first.
    """
    part = table.c.kind.in_(TAKING_PART)
    firsts = (
        select(table.c.member_id, func.min(reading.c.starts_at).label("first"))
        .join(reading, reading.c.id == table.c.reading_id)
        .where(table.c.reading_id.in_(ids), part)
        .group_by(table.c.member_id)
        .subquery("firsts")
    )
    before, theirs = reading.alias("before"), table.alias("theirs")
    earlier = (
        exists()
        .where(theirs.c.server_id == server_id, theirs.c.member_id == firsts.c.member_id)
        .where(theirs.c.kind.in_(TAKING_PART), theirs.c.reading_id.not_in(ids))
        .where(before.c.id == theirs.c.reading_id, before.c.starts_at < firsts.c.first)
    )
    return set((await tx.execute(select(firsts.c.member_id).where(earlier))).scalars())


async def _asked(tx: Transaction, ids: Sequence[int]) -> list[AskedQuestion]:
    """Every question that was posted in these readings, with the replies that go back to it."""
    answers = (
        select(table.c.reading_id, table.c.target_id, func.count().label("answers"))
        .where(table.c.reading_id.in_(ids), table.c.kind == ContributionKind.REPLIED)
        .group_by(table.c.reading_id, table.c.target_id)
        .subquery("answers")
    )
    goes_back = (answers.c.reading_id == question.c.reading_id) & (answers.c.target_id == question.c.message_id)
    posted = (
        select(
            question.c.reading_id,
            question.c.position,
            func.count().over(partition_by=question.c.reading_id).label("of"),
            question.c.kind,
            question.c.rule,
            func.coalesce(answers.c.answers, 0).label("answers"),
        )
        .outerjoin_from(question, answers, goes_back)
        .where(question.c.reading_id.in_(ids), question.c.message_id.is_not(None))
        .order_by(question.c.reading_id, question.c.position)
    )
    rows = (await tx.execute(posted)).all()
    return [AskedQuestion(r.reading_id, r.position, r.of, ClaimKind(r.kind), r.rule, r.answers) for r in rows]
