"""Searching by words, in titles and whole texts: FTS5 on SQLite, a tsvector on PostgreSQL, the same words in both.

What is a word is decided here (letters and digits, without case and accents), so that both engines find the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from sqlalchemy import text

from bot.domain.article import Article
from bot.domain.search_key import search_key
from bot.store.database import Transaction

MOST_CHARACTERS = 200_000
"""Of a text are searched; a tsvector holds no more than a megabyte."""
MOST_WORDS = 16

_WORD = re.compile(r"[^\W_]+")

_KEEP = {
    "sqlite": "INSERT INTO article_words (rowid, title, text) VALUES (:id, :title, :text)",
    "postgresql": (
        "INSERT INTO article_words (article_id, words) VALUES (:id, "
        "setweight(to_tsvector('simple', :title), 'A') || to_tsvector('simple', :text))"
    ),
}
_FORGET = {
    "sqlite": "DELETE FROM article_words WHERE rowid = :id",
    "postgresql": "DELETE FROM article_words WHERE article_id = :id",
}
_FIND = {
    "sqlite": (
        "SELECT library.article_id FROM article_words JOIN library ON library.article_id = article_words.rowid "
        "WHERE library.server_id = :server AND article_words MATCH :query "
        "ORDER BY bm25(article_words, 10.0, 1.0), library.added_at DESC, library.article_id DESC LIMIT :most"
    ),
    "postgresql": (
        "SELECT library.article_id FROM article_words JOIN library USING (article_id) "
        "WHERE library.server_id = :server AND words @@ to_tsquery('simple', :query) "
        "ORDER BY ts_rank(words, to_tsquery('simple', :query)) DESC, library.added_at DESC, library.article_id DESC "
        "LIMIT :most"
    ),
}


async def keep(tx: Transaction, article_id: int, article: Article) -> None:
    """Keeps the article's words, in place of those kept before."""
    told = {"id": article_id, "title": _words(article.title), "text": _words(article.text[:MOST_CHARACTERS])}
    await tx.execute(text(_FORGET[tx.dialect.name]), {"id": article_id})
    await tx.execute(text(_KEEP[tx.dialect.name]), told)


async def forget(tx: Transaction, article_ids: Collection[int]) -> None:
    """Before the articles themselves go, so do their words."""
    if article_ids:
        await tx.execute(text(_FORGET[tx.dialect.name]), [{"id": each} for each in article_ids])


async def find(tx: Transaction, server_id: int, typed: str, limit: int) -> list[int]:
    """Articles on the server's shelf with words that begin with each of those typed, the fittest first."""
    words = _words(typed).split()[:MOST_WORDS]
    if not words:
        return []
    sqlite = tx.dialect.name == "sqlite"
    query = " ".join(f'"{word}"*' for word in words) if sqlite else " & ".join(f"'{word}':*" for word in words)
    found = await tx.execute(text(_FIND[tx.dialect.name]), {"server": server_id, "query": query, "most": limit})
    return [int(article_id) for article_id in found.scalars()]


def _words(of: str) -> str:
    return " ".join(_WORD.findall(search_key(of)))
