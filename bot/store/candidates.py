"""What could be read next in a server: articles on its shelf that no reading of its own has had yet."""

from __future__ import annotations

from sqlalchemy import Select, and_, func, select

from bot.domain.reading import ReadingState
from bot.domain.series import Source
from bot.domain.vote import Choice
from bot.store.articles import SHELF_TITLE
from bot.store.database import Transaction
from bot.store.feed_tables import feed_item, follow, suggestion
from bot.store.tables import article, library, reading


async def next_choices(tx: Transaction, server_id: int, source: Source, limit: int) -> list[Choice]:
    """Articles not read here yet, in the order in which they are taken.

    Library: the longest on the shelf first. Suggestions: what most members suggested, then what has waited longest.
    Feed: the newest that a feed followed here brought. A vote's are those of the library.
    """
    on_shelf = and_(library.c.article_id == article.c.id, library.c.server_id == server_id)
    found = select(article.c.id, SHELF_TITLE.label("title")).select_from(article).outerjoin(library, on_shelf)
    found = found.where(article.c.id.not_in(_read(server_id)))
    rows = await tx.execute(_ordered(found, server_id, source).limit(limit))
    return [Choice(row.id, row.title) for row in rows]


def _read(server_id: int) -> Select[tuple[int]]:
    """Articles that a reading has had, or that one waiting for approval is to have. Plain previews do not count."""
    mine = (reading.c.server_id == server_id) & (reading.c.state != ReadingState.CANCELLED)
    taken = (reading.c.state != ReadingState.DRAFT) | reading.c.series_id.is_not(None)
    return select(reading.c.article_id).where(mine, taken)


def _ordered(found: Select[tuple[int, str]], server_id: int, source: Source) -> Select[tuple[int, str]]:
    if source is Source.SUGGESTIONS:
        wanted = (
            select(suggestion.c.article_id, func.count().label("times"), func.min(suggestion.c.at).label("since"))
            .where(suggestion.c.server_id == server_id)
            .group_by(suggestion.c.article_id)
            .subquery("wanted")
        )
        joined = found.join(wanted, wanted.c.article_id == article.c.id)
        return joined.order_by(wanted.c.times.desc(), wanted.c.since, article.c.id)
    found = found.where(library.c.article_id.is_not(None))
    if source is Source.FEED:
        brought = (
            select(feed_item.c.article_id)
            .join(follow, and_(follow.c.feed_id == feed_item.c.feed_id, follow.c.server_id == server_id))
            .where(feed_item.c.article_id.is_not(None))
        )
        return found.where(article.c.id.in_(brought)).order_by(library.c.added_at.desc(), article.c.id.desc())
    return found.order_by(library.c.added_at, article.c.id)
