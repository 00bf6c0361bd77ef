"""Searching titles and texts: the same answers from both databases, and nothing of other servers' shelves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.domain.article import Article, Block, BlockKind
from bot.store import articles, forgetting
from bot.store.database import Database
from tests.store.samples import MEMBER, NOW, OTHER_SERVER, SERVER


def about(title: str, text: str) -> Article:
    return Article(
        title, text, (Block(BlockKind.PARAGRAPH, 0, len(text)),), canonical_url=f"https://paper.example/{title}"
    )


LIBRARY = [
    about("The library on Mill Street", "People came for the books and stayed for each other. Émile kept the keys."),
    about("Ein Winter ohne Heizung", "Die Mieter lernten, dass eine Straße mehr weiß als ein Amt."),
    about("Η ελπίδα", "Η συνέλευση έμαθε να ακούει τον δρόμο."),
    about(
        "Bread", "The ovens of the library stayed cold; what we learned is to count the loaves_of_rye. It's 3,5 kilos."
    ),
]


async def stocked(database: Database) -> None:
    async with database.write() as tx:
        for at, each in enumerate(LIBRARY):
            article_id, _ = await articles.add(tx, each, now=NOW)
            await articles.shelve(tx, SERVER, article_id, title=None, added_by=MEMBER, now=NOW + at)


async def found(database: Database, typed: str, server: int = SERVER) -> list[str]:
    async with database.read() as tx:
        return [each.title for each in await articles.find(tx, server, typed)]


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("library", ["The library on Mill Street", "Bread"]),
        ("LIBRARY stayed", ["The library on Mill Street", "Bread"]),
        ("emile", ["The library on Mill Street"]),
        ("strasse", ["Ein Winter ohne Heizung"]),
        ("συνελευση ακου", ["Η ελπίδα"]),
        ("ελπιδα", ["Η ελπίδα"]),
        ("rye", ["Bread"]),
        ("loav coun", ["Bread"]),
        ("it's", ["Bread"]),
        ("oven winter", []),
        ('\' OR "1" NEAR(* :*', []),
        ("***", []),
    ],
)
async def test_words_are_found_in_titles_and_texts_by_their_beginnings(
    database: Database, typed: str, titles: list[str]
) -> None:
    await stocked(database)
    assert await found(database, typed) == titles


async def test_nothing_of_another_servers_shelf_is_found(database: Database) -> None:
    await stocked(database)
    assert await found(database, "library", OTHER_SERVER) == []


async def test_a_changed_text_is_found_by_its_new_words_and_no_more_by_the_old_ones(database: Database) -> None:
    await stocked(database)
    async with database.write() as tx:
        bread = (await articles.find(tx, SERVER, "bread"))[0].article_id
        await articles.replace(tx, bread, replace(LIBRARY[3], text="The mill stands still."), now=NOW + 9)
        stored = await articles.get(tx, bread)
    assert stored.article.text == "The mill stands still."
    assert stored.article.canonical_url == LIBRARY[3].canonical_url
    assert await found(database, "loaves") == []
    assert await found(database, "still") == ["Bread"]


async def test_a_stub_gives_way_to_the_whole_text_and_a_whole_text_to_nothing(database: Database) -> None:
    whole = replace(LIBRARY[3], text="The whole story of the bread. " * 20)
    async with database.write() as tx:
        first, _ = await articles.add(tx, LIBRARY[3], now=NOW)
        second, _ = await articles.add(tx, whole, now=NOW)
        third, _ = await articles.add(tx, replace(whole, text="Another story altogether. " * 40), now=NOW)
        assert (await articles.get(tx, first)).article.text == whole.text
    assert first == second == third


async def test_what_is_forgotten_of_a_server_is_found_by_nobody_any_more(database: Database) -> None:
    await stocked(database)
    async with database.write() as tx:
        await forgetting.forget_server(tx, SERVER)
        assert (await tx.execute(text("SELECT count(*) FROM article_words"))).scalar() == 0
        assert (await tx.execute(text("SELECT count(*) FROM article"))).scalar() == 0
