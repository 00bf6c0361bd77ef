"""What members would like the group to read."""

from __future__ import annotations

from sqlalchemy import delete, func, select

from bot.domain.library import Suggested
from bot.store.articles import SHELF_TITLE
from bot.store.database import Transaction
from bot.store.feed_tables import suggestion as table
from bot.store.statements import insert_into
from bot.store.tables import article, library


async def add(tx: Transaction, server_id: int, article_id: int, member_id: int, why: str, *, now: int) -> bool:
    """Keeps it; False if the member had suggested the article before: then only the reason is renewed."""
    key = {"server_id": server_id, "article_id": article_id, "member_id": member_id}
    before = await tx.execute(select(table.c.id).filter_by(**key))
    statement = insert_into(tx, table).values(key | {"at": now, "why": why})
    renewed = statement.on_conflict_do_update(index_elements=list(key), set_={"why": why})
    await tx.execute(renewed)
    return before.first() is None


async def of_server(tx: Transaction, server_id: int, limit: int = 25) -> list[Suggested]:
    """What was suggested in the server, what most people suggest first, then the latest."""
    people, last = func.count().label("people"), func.max(table.c.at).label("last")
    mine = select(table.c.article_id, people, last).where(table.c.server_id == server_id)
    counted = mine.group_by(table.c.article_id).subquery()
    on_shelf = (library.c.server_id == server_id) & (library.c.article_id == counted.c.article_id)
    found = (
        select(counted, SHELF_TITLE.label("title"))
        .join_from(counted, article, article.c.id == counted.c.article_id)
        .outerjoin(library, on_shelf)
        .order_by(counted.c.people.desc(), counted.c.last.desc(), counted.c.article_id)
    )
    rows = (await tx.execute(found.limit(limit))).mappings()
    return [Suggested(row["article_id"], row["title"], row["people"], row["last"]) for row in rows]


async def forget_member(tx: Transaction, member_id: int, server_id: int | None = None) -> int:
    """Deletes what the member has suggested, in one server or in all; returns how much it was."""
    mine = table.c.member_id == member_id
    if server_id is not None:
        mine &= table.c.server_id == server_id
    return (await tx.execute(delete(table).where(mine))).rowcount
