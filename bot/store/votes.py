"""Votes on what to read next."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import Any

from sqlalchemy import RowMapping, insert, select, update

from bot.domain.vote import Ballot, Choice, ThenPlan, Vote
from bot.errors import NotFound
from bot.store.database import Transaction
from bot.store.tables import vote as table


async def add(tx: Transaction, vote: Vote) -> Vote:
    """Keeps a new vote; returns it with its id."""
    values = asdict(vote) | {"choices": [[each.article_id, each.title] for each in vote.choices]}
    del values["id"]
    new_id = (await tx.execute(insert(table).values(values).returning(table.c.id))).scalar_one()
    return replace(vote, id=new_id)


async def get(tx: Transaction, vote_id: int) -> Vote:
    """`NotFound` if there is none."""
    row = (await tx.execute(select(table).where(table.c.id == vote_id))).mappings().one_or_none()
    if row is None:
        raise NotFound("This vote is not kept any more.", "`/reading vote` asks again.")
    return _vote(row)


async def of_occurrence(tx: Transaction, series_id: int, occurrence: str) -> Vote | None:
    """The vote on what to read at this occurrence of the series."""
    mine = (table.c.series_id == series_id) & (table.c.occurrence == occurrence)
    row = (await tx.execute(select(table).where(mine))).mappings().one_or_none()
    return _vote(row) if row else None


async def going(tx: Transaction, server_id: int) -> list[Vote]:
    """The server's votes that are not counted yet, the first to close first."""
    mine = (table.c.server_id == server_id) & table.c.counted_at.is_(None)
    rows = await tx.execute(select(table).where(mine).order_by(table.c.closes_at, table.c.id))
    return [_vote(row) for row in rows.mappings()]


async def change(tx: Transaction, vote_id: int, **columns: Any) -> None:
    """Sets these columns."""
    await tx.execute(update(table).where(table.c.id == vote_id).values(**columns))


async def message_ids(tx: Transaction, channel_id: int) -> set[int]:
    """The polls in this channel that are known to be ours."""
    known = select(table.c.message_id).where(table.c.channel_id == channel_id, table.c.message_id.is_not(None))
    return set((await tx.execute(known)).scalars())


def _vote(row: RowMapping) -> Vote:
    values = {field.name: row[field.name] for field in fields(Vote)}
    return Vote(
        **values
        | {
            "source": Ballot(row["source"]),
            "choices": tuple(Choice(article_id, title) for article_id, title in row["choices"]),
            "counts": None if row["counts"] is None else tuple(row["counts"]),
            "then_plan": None if row["then_plan"] is None else ThenPlan(**row["then_plan"]),
        }
    )
