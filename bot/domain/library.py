"""What a server has to read: articles on its own shelf, and its readings, as lists and autocompletion show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.article import Article
from bot.domain.reading import Reading


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as kept, one for all servers. `added_at` in UTC epoch ms."""

    id: int
    article: Article
    added_at: int


@dataclass(frozen=True, slots=True)
class ShelvedArticle:
    """An article on one server's shelf, without its text. `title`: its name there. `added_at` in UTC epoch ms."""

    article_id: int
    title: str
    source_name: str | None
    published: date | None
    added_at: int
    added_by: int


@dataclass(frozen=True, slots=True)
class ReadingSummary:
    """A reading and the title its article has in that server."""

    reading: Reading
    title: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """An article that members would like the group to read: how many of them, and when last (UTC epoch ms)."""

    article_id: int
    title: str
    people: int
    last_at: int
