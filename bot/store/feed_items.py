"""The items of feeds: what they are known by, and the last thing of each kind that happened to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select, update

from bot.domain.feeds.follow import KeptItem
from bot.domain.feeds.history import IN_CHANNEL, Event, Happened
from bot.domain.feeds.identity import KnownItem
from bot.domain.feeds.marks import Mark, Marks
from bot.store.database import Transaction
from bot.store.feed_tables import feed_event
from bot.store.feed_tables import feed_item as table
from bot.store.statements import insert_into
from bot.told import kept, told_again

AT_ONCE = 500
_MARKS = tuple(field.name for field in fields(Marks))
_MARK_COLUMNS = [table.c[name] for name in _MARKS]


async def known(tx: Transaction, feed_id: int, marks: Sequence[Marks], also: Collection[int] = ()) -> list[KnownItem]:
    """The items kept of the feed that share a mark with these, and those of these ids."""
    found: dict[int, KnownItem] = {}
    for column, values in _wanted(marks):
        found |= await _having(tx, feed_id, column, values)
    found |= await _having(tx, feed_id, "id", set(also) - found.keys())
    return [found[number] for number in sorted(found)]


def _wanted(marks: Sequence[Marks]) -> Iterable[tuple[str, set[int]]]:
    for mark in (Mark.GUID, Mark.ADDRESS, Mark.TEXT, Mark.TITLE):
        yield mark, {value for one in marks if (value := one.of(mark)) is not None}
    # The link is part of the address, but for parts of a home page, which is no item's address.
    yield Mark.LINK, {one.link for one in marks if one.link is not None and one.address is None}


async def _having(tx: Transaction, feed_id: int, column: str, values: Collection[int]) -> dict[int, KnownItem]:
    found: dict[int, KnownItem] = {}
    for some in _parts(sorted(values)):
        mine = (table.c.feed_id == feed_id) & table.c[column].in_(some)
        for row in (await tx.execute(select(table.c.id, *_MARK_COLUMNS).where(mine))).mappings():
            found[row["id"]] = KnownItem(row["id"], _marks(row))
    return found


async def add(tx: Transaction, items: Sequence[KeptItem]) -> list[int]:
    """Keeps new items; their ids, in order."""
    ids: list[int] = []
    for some in _parts(items):
        rows = [_row(item) for item in some]
        statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        ids.extend((await tx.execute(statement, rows)).scalars())
    return ids


async def mark(tx: Transaction, item_id: int, marks: Marks, *, name: str, url: str | None) -> None:
    """What the item is known by from now on."""
    values = {each: getattr(marks, each) for each in _MARKS} | {"name": name, "url": url}
    await tx.execute(update(table).where(table.c.id == item_id).values(values))


async def set_article(tx: Transaction, item_id: int, article_id: int) -> None:
    await tx.execute(update(table).where(table.c.id == item_id).values(article_id=article_id))


async def get(tx: Transaction, ids: Collection[int]) -> dict[int, KeptItem]:
    """Those of these ids that are kept."""
    found: dict[int, KeptItem] = {}
    for some in _parts(sorted(ids)):
        rows = await tx.execute(select(table).where(table.c.id.in_(some)))
        found |= {row["id"]: _item(row) for row in rows.mappings()}
    return found


async def latest(tx: Transaction, feed_id: int, limit: int, text: str = "") -> list[KeptItem]:
    """The feed's items first seen last, those whose title or address contains `text`."""
    mine = select(table).where(table.c.feed_id == feed_id)
    if text:
        mine = mine.where(table.c.name.icontains(text, autoescape=True) | table.c.url.icontains(text, autoescape=True))
    rows = await tx.execute(mine.order_by(table.c.seen_at.desc(), table.c.id.desc()).limit(limit))
    return [_item(row) for row in rows.mappings()]


async def happened(tx: Transaction, events: Sequence[Event]) -> None:
    """Keeps what happened, in place of what of the same kind happened to the same item in the same channel before."""
    rows = {(each.item_id, each.channel_id, each.what): each for each in events}
    for some in _parts(list(rows.values())):
        values = [
            {name: getattr(each, name) for name in ("item_id", "channel_id", "what", "server_id", "at", "rule")}
            | {"detail": kept(each.detail)}
            for each in some
        ]
        statement = insert_into(tx, feed_event)
        new = {name: statement.excluded[name] for name in ("at", "rule", "detail")}
        key = ["item_id", "channel_id", "what"]
        await tx.execute(statement.on_conflict_do_update(index_elements=key, set_=new), values)


async def history(tx: Transaction, item_id: int, server_id: int) -> list[Event]:
    """What happened to the item, in all servers alike or in this one, oldest first."""
    mine = (feed_event.c.item_id == item_id) & feed_event.c.server_id.in_([0, server_id])
    rows = await tx.execute(select(feed_event).where(mine).order_by(feed_event.c.at, feed_event.c.channel_id))
    return [_event(row) for row in rows.mappings()]


async def told_in(tx: Transaction, channel_id: int, article_ids: Collection[int]) -> set[int]:
    """Which of these articles have come to this channel through any feed, in a post of their own or in a digest."""
    joined = select(table.c.article_id).join_from(table, feed_event, feed_event.c.item_id == table.c.id)
    here = (feed_event.c.channel_id == channel_id) & feed_event.c.what.in_(IN_CHANNEL)
    rows = await tx.execute(joined.where(here, table.c.article_id.in_(list(article_ids))))
    return set(rows.scalars())


async def posted_since(tx: Transaction, server_id: int, since: int) -> dict[int, int]:
    """How many articles of each feed came to this server's channels since then, by feed."""
    counted = (feed_event.c.server_id == server_id) & (feed_event.c.at >= since)
    told = feed_event.c.what.in_([Happened.POSTED, Happened.DIGEST])
    joined = select(table.c.feed_id, table.c.id).join_from(table, feed_event, feed_event.c.item_id == table.c.id)
    rows = (await tx.execute(joined.where(counted, told).distinct())).all()
    found: dict[int, int] = {}
    for feed_id, _ in rows:
        found[feed_id] = found.get(feed_id, 0) + 1
    return found


async def forget_events(tx: Transaction, server_id: int, feed_id: int, channel_id: int) -> None:
    """What happened to the feed's items in a channel that no longer follows it."""
    items = select(table.c.id).where(table.c.feed_id == feed_id)
    here = (feed_event.c.channel_id == channel_id) & (feed_event.c.server_id == server_id)
    await tx.execute(delete(feed_event).where(here, feed_event.c.item_id.in_(items)))


def _parts(values: Sequence[Any]) -> Iterable[list[Any]]:
    """In parts that a statement has room for."""
    return (list(values[at : at + AT_ONCE]) for at in range(0, len(values), AT_ONCE))


def _row(item: KeptItem) -> dict[str, Any]:
    values = {each: getattr(item.marks, each) for each in _MARKS}
    return values | {
        "feed_id": item.feed_id,
        "article_id": item.article_id,
        "seen_at": item.seen_at,
        "name": item.name,
        "url": item.url,
        "categories": list(item.categories),
    }


def _marks(row: RowMapping) -> Marks:
    return Marks(**{name: row[name] for name in _MARKS})


def _item(row: RowMapping) -> KeptItem:
    return KeptItem(
        id=row["id"],
        feed_id=row["feed_id"],
        name=row["name"],
        seen_at=row["seen_at"],
        marks=_marks(row),
        url=row["url"],
        article_id=row["article_id"],
        categories=tuple(row["categories"]),
    )


def _event(row: RowMapping) -> Event:
    values = {name: row[name] for name in ("item_id", "at", "rule", "server_id", "channel_id")}
    return Event(what=Happened(row["what"]), detail=told_again(row["detail"]), **values)
