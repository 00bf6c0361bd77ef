"""All that a step of a reading's life needs to know of it, read at one moment."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.article import Article
from bot.domain.reading import PlannedQuestion, Reading
from bot.store import articles, readings
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Scene:
    """A reading, the article under the title it has in that server, and its questions by position."""

    reading: Reading
    title: str
    article: Article
    questions: list[PlannedQuestion]


async def scene_of(database: Database, reading_id: int) -> Scene:
    """NotFound if there is no such reading."""
    async with database.read() as tx:
        reading = await readings.get(tx, reading_id)
        stored = await articles.get(tx, reading.article_id)
        title = await articles.title_in(tx, reading.server_id, reading.article_id)
        questions = await readings.questions(tx, reading.id)
    return Scene(reading, title, stored.article, questions)
