"""Feeds, one row an address whichever servers follow it, and the channels that follow them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from sqlalchemy import RowMapping, delete, func, select, update

from bot.domain.feeds.filter import FeedFilter
from bot.domain.feeds.follow import Follow, KnownFeed, Style
from bot.domain.feeds.identity import FeedMemory
from bot.domain.feeds.marks import Mark
from bot.domain.feeds.polling import Outcome, Pause, PollState
from bot.errors import NotFound
from bot.store.database import Transaction
from bot.store.feed_tables import feed as table
from bot.store.feed_tables import follow
from bot.store.statements import insert_into
from bot.told import kept, told_again


@dataclass(frozen=True, slots=True)
class Followed:
    """A follow with its feed."""

    follow: Follow
    feed: KnownFeed


async def add(
    tx: Transaction, title: str, state: PollState, *, site_url: str | None, now: int
) -> tuple[KnownFeed, bool]:
    """The feed of this address, and whether it is new."""
    values = {"url": state.url, "title": title, "site_url": site_url, "added_at": now, "state": _state_as_json(state)}
    statement = insert_into(tx, table).values(values).on_conflict_do_nothing(index_elements=["url"])
    new_id = (await tx.execute(statement.returning(table.c.id))).scalar()
    known = await by_url(tx, state.url)
    assert known is not None
    return known, new_id is not None


async def get(tx: Transaction, feed_id: int, *, hold: bool = False) -> KnownFeed:
    """`NotFound` if there is none. `hold`: nobody else changes it until the transaction ends."""
    wanted = select(table).where(table.c.id == feed_id)
    row = (await tx.execute(wanted.with_for_update() if hold else wanted)).mappings().one_or_none()
    if row is None:
        raise NotFound("This feed is not there any more.", "`/feed health` shows what is followed here.")
    return _feed(row)


async def by_url(tx: Transaction, url: str) -> KnownFeed | None:
    row = (await tx.execute(select(table).where(table.c.url == url))).mappings().one_or_none()
    return _feed(row) if row else None


async def save(tx: Transaction, feed: KnownFeed) -> None:
    """Keeps what has been learnt. A feed that has moved to where another one is kept becomes that one."""
    other = await by_url(tx, feed.state.url)
    url = feed.state.url
    if other is not None and other.id != feed.id:
        await _merge(tx, feed.id, other.id)
        url = (await tx.execute(select(table.c.url).where(table.c.id == feed.id))).scalar_one()
    values = {
        "url": url,
        "title": feed.title,
        "site_url": feed.site_url,
        "state": _state_as_json(replace(feed.state, url=url)),
        "memory": None if feed.memory is None else _memory_as_json(feed.memory),
    }
    await tx.execute(update(table).where(table.c.id == feed.id).values(values))


async def _merge(tx: Transaction, old: int, new: int) -> None:
    """Who follows the old one follows the new one; a channel that follows both, once."""
    there = select(follow.c.channel_id).where(follow.c.feed_id == new)
    await tx.execute(delete(follow).where(follow.c.feed_id == old, follow.c.channel_id.in_(there)))
    await tx.execute(update(follow).where(follow.c.feed_id == old).values(feed_id=new))


async def add_follow(tx: Transaction, new: Follow) -> Follow | None:
    """Keeps it; None if the channel follows the feed already."""
    statement = insert_into(tx, follow).values(_row_of(new)).on_conflict_do_nothing()
    new_id = (await tx.execute(statement.returning(follow.c.id))).scalar()
    return None if new_id is None else replace(new, id=new_id)


async def change_follow(tx: Transaction, changed: Follow) -> None:
    await tx.execute(update(follow).where(follow.c.id == changed.id).values(_row_of(changed)))


async def remove_follow(tx: Transaction, follow_id: int) -> None:
    await tx.execute(delete(follow).where(follow.c.id == follow_id))


async def pause_in(tx: Transaction, server_id: int, channel_id: int, now: int) -> int:
    """Every follow of a channel that is gone is paused; how many there were."""
    here = (follow.c.server_id == server_id) & (follow.c.channel_id == channel_id) & follow.c.paused_at.is_(None)
    return (await tx.execute(update(follow).where(here).values(paused_at=now))).rowcount


async def follows(tx: Transaction, feed_id: int) -> list[Follow]:
    """Every channel that follows the feed, in all servers, the longest follower first."""
    rows = await tx.execute(select(follow).where(follow.c.feed_id == feed_id).order_by(follow.c.id))
    return [_follow(row) for row in rows.mappings()]


async def is_followed(tx: Transaction, feed_id: int) -> bool:
    return (await tx.execute(select(follow.c.id).where(follow.c.feed_id == feed_id).limit(1))).first() is not None


async def of_server(tx: Transaction, server_id: int) -> list[Followed]:
    """What the server follows, by name."""
    columns = [*follow.c, *(column.label(f"its_{column.name}") for column in table.c)]
    found = select(*columns).join_from(follow, table).where(follow.c.server_id == server_id)
    rows = (await tx.execute(found.order_by(func.lower(follow.c.name), follow.c.id))).mappings()
    return [_followed(row) for row in rows]


async def followed(tx: Transaction, server_id: int, follow_id: int) -> Followed:
    """`NotFound` if this server has no such follow: what belongs to another server is not there."""
    for each in await of_server(tx, server_id):
        if each.follow.id == follow_id:
            return each
    raise NotFound("That feed is not followed here (any more).", "`/feed health` shows what is.")


async def servers_with_follows(tx: Transaction) -> list[int]:
    rows = await tx.execute(select(follow.c.server_id).distinct().order_by(follow.c.server_id))
    return list(rows.scalars())


def _row_of(of: Follow) -> dict[str, Any]:
    values = {field.name: getattr(of, field.name) for field in fields(Follow) if field.name not in {"id", "filter"}}
    lists = {"tags": of.tags, "include": of.filter.include, "exclude": of.filter.exclude}
    return values | {name: list(each) for name, each in lists.items()}


def _follow(row: RowMapping) -> Follow:
    values = {field.name: row[field.name] for field in fields(Follow) if field.name != "filter"}
    values["tags"] = tuple(row["tags"])
    values["style"] = Style(row["style"]) if row["style"] else None
    return Follow(**values, filter=FeedFilter(tuple(row["include"]), tuple(row["exclude"])))


def _feed(row: Mapping[str, Any] | RowMapping) -> KnownFeed:
    return KnownFeed(
        id=row["id"],
        title=row["title"],
        added_at=row["added_at"],
        site_url=row["site_url"],
        state=_state_from_json(row["state"]),
        memory=None if row["memory"] is None else _memory_from_json(row["memory"]),
    )


def _followed(row: RowMapping) -> Followed:
    return Followed(_follow(row), _feed({column.name: row[f"its_{column.name}"] for column in table.c}))


def _state_as_json(state: PollState) -> dict[str, Any]:
    values = asdict(state) | {"reason": kept(state.reason), "remedy": kept(state.remedy)}
    return values | {name: sorted(values[name]) for name in ("skip_hours", "skip_days")}


def _state_from_json(values: Mapping[str, Any]) -> PollState:
    """A state that an older program kept has what is new since as it is by default."""
    known = {field.name: values[field.name] for field in fields(PollState) if field.name in values}
    known |= {name: frozenset(known.get(name, ())) for name in ("skip_hours", "skip_days")}
    known |= {name: told_again(known.get(name, "")) for name in ("reason", "remedy")}
    known["outcome"] = Outcome(known["outcome"]) if known.get("outcome") else None
    known["paused"] = Pause(known["paused"]) if known.get("paused") else None
    return PollState(**known)


def _memory_as_json(memory: FeedMemory) -> dict[str, Any]:
    return {"dropped": sorted(memory.dropped), "order": list(memory.order), "cut": memory.cut}


def _memory_from_json(values: Mapping[str, Any]) -> FeedMemory:
    return FeedMemory(frozenset(map(Mark, values["dropped"])), tuple(values["order"]), bool(values["cut"]))
