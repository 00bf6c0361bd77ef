"""Things to keep, as small as they can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.article import Article, Block, BlockKind
from bot.domain.due_work import NewWork, WorkKind
from bot.domain.questions import ClaimKind, Question
from bot.domain.reading import Reading, ReadingState
from bot.store import articles, readings
from bot.store.database import Database

SERVER = 100_000_000_000_000_001
OTHER_SERVER = 100_000_000_000_000_002
MEMBER = 200_000_000_000_000_001
ORGANISER = 200_000_000_000_000_009
DAY = 86_400_000
NOW = 1_790_000_000_000

ARTICLE = Article(
    title="What the strike taught",
    text="What the strike taught\n\nIt began in May. It ended in June.\n\n• Count the votes\n\nLessons\n\nBe together.",
    blocks=(
        Block(BlockKind.HEADING, 0, 22, level=1),
        Block(BlockKind.PARAGRAPH, 24, 57, link_chars=3),
        Block(BlockKind.LIST_ITEM, 59, 76, level=1, lead_end=66),
        Block(BlockKind.HEADING, 78, 85, level=2),
        Block(BlockKind.PARAGRAPH, 87, 99),
    ),
    language="en",
    published=date(2025, 6, 30),
    authors=("A. Writer", "Ö. Zweite"),
    canonical_url="https://paper.example/strike",
    source_name="The Paper",
)


def article(title: str, **values: Any) -> Article:
    """An article of that title, told apart from others by its text and its address."""
    text = f"{ARTICLE.text}\n\n{title.encode().hex()}"
    return replace(ARTICLE, title=title, text=text, canonical_url=f"https://paper.example/{title}", **values)


def question(number: int) -> Question:
    return Question(
        text=f"What follows from {number}?",
        evidence="Be together.",
        kind=ClaimKind.NORM,
        span=(87, 99),
        rule="norm-1",
        version="1",
    )


def reading(article_id: int, state: ReadingState = ReadingState.DRAFT, **values: Any) -> Reading:
    return replace(
        Reading(
            id=0,
            server_id=SERVER,
            article_id=article_id,
            state=state,
            channel_id=300,
            planned_by=ORGANISER,
            starts_at=NOW + DAY,
            duration_ms=7 * DAY,
            created_at=NOW,
        ),
        **values,
    )


def work(key: str, due_at: int = NOW, **values: Any) -> NewWork:
    return replace(NewWork(key=key, kind=WorkKind.POST_QUESTION, due_at=due_at, server_id=SERVER), **values)


async def keep_article(database: Database, kept: Article = ARTICLE) -> int:
    """Keeps the article on no shelf; returns its id."""
    async with database.write() as tx:
        article_id, _ = await articles.add(tx, kept, now=NOW)
    return article_id


async def keep_reading(
    database: Database, state: ReadingState = ReadingState.OPEN, *, questions: int = 3, **values: Any
) -> Reading:
    """Keeps a reading of the sample article with that many questions."""
    article_id = await keep_article(database)
    async with database.write() as tx:
        planned = [question(number) for number in range(1, questions + 1)]
        return await readings.add(tx, reading(article_id, state, **values), planned)
