"""Articles, one row each whichever server brought them, and every server's own shelf of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from sqlalchemy import Select, delete, func, select, update

from bot.domain.article import Article, Block, BlockKind, text_hash
from bot.domain.library import ShelvedArticle, StoredArticle
from bot.domain.search_key import search_key
from bot.errors import NotFound
from bot.store import words
from bot.store.database import Transaction
from bot.store.statements import insert_into
from bot.store.tables import article as table
from bot.store.tables import library

_ARTICLE_FIELDS = tuple(field.name for field in fields(Article))
_BLOCK_DEFAULTS = {field.name: field.default for field in fields(Block) if field.default is not MISSING}
LEAST_WORDS = 30
"""A text has more; what has fewer is a stub."""

SHELF_TITLE = func.coalesce(library.c.title, table.c.title)


async def add(tx: Transaction, article: Article, *, now: int) -> tuple[int, bool]:
    """Keeps the article under its identity: its id, and whether it is new. What is there already is left as it is.

    The same text that came in before, as a file or from another address, is the same article. Only a stub, too short to
    be an article, gives way to the whole text.
    """
    known = await _known(tx, article)
    if known is not None:
        if await _is_stub(tx, known) and article.word_count >= LEAST_WORDS:
            await replace(tx, known, article, now=now)
        return known, False
    values = _values(article) | {"identity": article.identity, "added_at": now}
    statement = insert_into(tx, table).values(values).on_conflict_do_nothing(index_elements=["identity"])
    new_id = (await tx.execute(statement.returning(table.c.id))).scalar()
    if new_id is not None:
        await words.keep(tx, new_id, article)
        return new_id, True
    old_id = (await tx.execute(select(table.c.id).where(table.c.identity == article.identity))).scalar_one()
    return old_id, False


async def replace(tx: Transaction, article_id: int, article: Article, *, now: int) -> None:
    """Puts another text in the article's place, under the identity and the address it has."""
    values = _values(article) | {"changed_at": now}
    del values["canonical_url"]
    await tx.execute(update(table).where(table.c.id == article_id).values(values))
    await words.keep(tx, article_id, article)


async def _is_stub(tx: Transaction, article_id: int) -> bool:
    text = (await tx.execute(select(func.substr(table.c.text, 1, 1000)).where(table.c.id == article_id))).scalar_one()
    return len(text.split()) < LEAST_WORDS


def _values(article: Article) -> dict[str, Any]:
    values = {name: getattr(article, name) for name in _ARTICLE_FIELDS}
    return values | {
        "text_hash": text_hash(article.text),
        "title_key": search_key(article.title),
        "authors": list(article.authors),
        "blocks": [_block_as_json(block) for block in article.blocks],
    }


async def _known(tx: Transaction, article: Article) -> int | None:
    """The article with this text or address, which learns the address if it came in as a file."""
    same = table.c.text_hash == text_hash(article.text)
    if article.canonical_url is not None:
        same |= table.c.canonical_url == article.canonical_url
    known: int | None = (await tx.execute(select(table.c.id).where(same).order_by(table.c.id).limit(1))).scalar()
    if known is not None and article.canonical_url is not None:
        unaddressed = (table.c.id == known) & table.c.canonical_url.is_(None)
        await tx.execute(update(table).where(unaddressed).values(canonical_url=article.canonical_url))
    return known


async def get(tx: Transaction, article_id: int) -> StoredArticle:
    """The whole article. `NotFound` if there is none."""
    row = (await tx.execute(select(table).where(table.c.id == article_id))).mappings().one_or_none()
    if row is None:
        raise _not_there()
    values = {name: row[name] for name in _ARTICLE_FIELDS}
    values["authors"] = tuple(row["authors"])
    values["blocks"] = tuple(_block_from_json(block) for block in row["blocks"])
    return StoredArticle(row["id"], Article(**values), row["added_at"])


async def shelve(
    tx: Transaction, server_id: int, article_id: int, *, title: str | None, added_by: int, now: int
) -> bool:
    """Puts the article on the server's shelf, under a `title` of its own if given. False if it stood there already."""
    values = {
        "server_id": server_id,
        "article_id": article_id,
        "title": title,
        "title_key": None if title is None else search_key(title),
        "added_by": added_by,
        "added_at": now,
    }
    statement = insert_into(tx, library).values(values).on_conflict_do_nothing()
    return (await tx.execute(statement.returning(library.c.article_id))).scalar() is not None


async def shelved(tx: Transaction, server_id: int, article_id: int) -> ShelvedArticle | None:
    """The article as it stands on the server's shelf, or None."""
    row = (await tx.execute(_shelf(server_id).where(library.c.article_id == article_id))).mappings().one_or_none()
    return ShelvedArticle(**row) if row else None


async def title_in(tx: Transaction, server_id: int, article_id: int) -> str:
    """What the article is called in the server, on its shelf or no longer. `NotFound` if there is no such article."""
    mine = (library.c.article_id == table.c.id) & (library.c.server_id == server_id)
    query = select(SHELF_TITLE).join_from(table, library, mine, isouter=True).where(table.c.id == article_id)
    title: str | None = (await tx.execute(query)).scalar_one_or_none()
    if title is None:
        raise _not_there()
    return title


async def search_titles(tx: Transaction, server_id: int, text: str, limit: int = 25) -> list[ShelvedArticle]:
    """What stands on the server's shelf under a title that contains `text`, newest first; all of it for no text."""
    title_key = func.coalesce(library.c.title_key, table.c.title_key)
    found = _shelf(server_id).where(title_key.contains(search_key(text), autoescape=True))
    return _shelved(await tx.execute(_newest(found, limit)))


async def find(tx: Transaction, server_id: int, typed: str, limit: int = 25) -> list[ShelvedArticle]:
    """What stands on the server's shelf with that in its title, newest first; then what has its words in the text."""
    titled = await search_titles(tx, server_id, typed, limit)
    ids = [each for each in await words.find(tx, server_id, typed, limit) if each not in {a.article_id for a in titled}]
    rows = _shelved(await tx.execute(_shelf(server_id).where(library.c.article_id.in_(ids))))
    return (titled + sorted(rows, key=lambda each: ids.index(each.article_id)))[:limit]


async def latest(tx: Transaction, server_id: int, limit: int) -> list[ShelvedArticle]:
    """What was put on the server's shelf last."""
    return _shelved(await tx.execute(_newest(_shelf(server_id), limit)))


async def remove(tx: Transaction, server_id: int, article_id: int) -> bool:
    """Takes the article off the server's shelf; its readings stay. False if it did not stand there."""
    mine = (library.c.server_id == server_id) & (library.c.article_id == article_id)
    return (await tx.execute(delete(library).where(mine))).rowcount > 0


def _not_there() -> NotFound:
    return NotFound("This article is not there any more.", "Pick another one, or add it again with `/article add`.")


def _shelf(server_id: int) -> Select[Any]:
    columns = (
        library.c.article_id,
        SHELF_TITLE.label("title"),
        table.c.source_name,
        table.c.published,
        library.c.added_at,
        library.c.added_by,
    )
    return select(*columns).join_from(library, table).where(library.c.server_id == server_id)


def _newest(shelf: Select[Any], limit: int) -> Select[Any]:
    return shelf.order_by(library.c.added_at.desc(), library.c.article_id.desc()).limit(limit)


def _shelved(rows: Any) -> list[ShelvedArticle]:
    return [ShelvedArticle(**row) for row in rows.mappings()]


def _block_as_json(block: Block) -> dict[str, Any]:
    """Without what is as by default: an article has hundreds of blocks."""
    values = {field.name: getattr(block, field.name) for field in fields(Block)}
    return {name: value for name, value in values.items() if value != _BLOCK_DEFAULTS.get(name, MISSING)}


def _block_from_json(values: Mapping[str, Any]) -> Block:
    return Block(**{**values, "kind": BlockKind(values["kind"])})
