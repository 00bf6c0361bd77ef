"""Articles are kept once for all; shelves are each server's own."""

from __future__ import annotations

import asyncio
from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.domain.article import Article
from bot.domain.library import ShelvedArticle
from bot.domain.search_key import search_key
from bot.errors import NotFound
from bot.store import articles
from bot.store.database import Database
from tests.store.samples import ARTICLE, MEMBER, NOW, ORGANISER, OTHER_SERVER, SERVER, article, keep_article

SIGNS = "aA%_\\/'é Σς"
ONE_DATABASE_FOR_ALL_EXAMPLES = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


async def shelve(
    database: Database, kept: Article, *, title: str | None = None, at: int = NOW, server: int = SERVER
) -> int:
    async with database.write() as tx:
        article_id, _ = await articles.add(tx, kept, now=at)
        await articles.shelve(tx, server, article_id, title=title, added_by=MEMBER, now=at)
    return article_id


async def found(database: Database, text: str, *, server: int = SERVER, limit: int = 25) -> list[str]:
    async with database.read() as tx:
        return [each.title for each in await articles.search_titles(tx, server, text, limit)]


async def test_an_article_comes_back_as_it_was(database: Database) -> None:
    article_id = await keep_article(database)
    async with database.read() as tx:
        stored = await articles.get(tx, article_id)
    assert (stored.id, stored.article, stored.added_at) == (article_id, ARTICLE, NOW)


async def test_what_an_article_does_not_say_comes_back_unsaid(database: Database) -> None:
    bare = Article(title="Bare", text="Bare", blocks=())
    article_id = await keep_article(database, bare)
    async with database.read() as tx:
        assert (await articles.get(tx, article_id)).article == bare


def test_every_field_of_an_article_differs_from_its_default_in_the_sample() -> None:
    """Else the test above would not see a field that is not kept."""
    bare = Article(title="", text="", blocks=())
    assert [field.name for field in fields(Article) if getattr(bare, field.name) == getattr(ARTICLE, field.name)] == []


async def test_the_same_article_is_kept_once_whatever_its_date_and_title(database: Database) -> None:
    again = replace(ARTICLE, title="Another title", text="Another text", published=None)
    async with database.write() as tx:
        first_id, first_new = await articles.add(tx, ARTICLE, now=NOW)
        second_id, second_new = await articles.add(tx, again, now=NOW + 1)
        stored = await articles.get(tx, first_id)
    assert (first_id, first_new, second_new) == (second_id, True, False)
    assert stored.article == ARTICLE


async def test_two_who_add_the_same_article_at_once_get_the_same_id_and_one_is_first(database: Database) -> None:
    async def add() -> tuple[int, bool]:
        async with database.write() as tx:
            return await articles.add(tx, ARTICLE, now=NOW)

    results = await asyncio.gather(*(add() for _ in range(5)))
    assert len({article_id for article_id, _ in results}) == 1
    assert sorted(new for _, new in results) == [False, False, False, False, True]


async def test_an_article_that_is_not_there_is_not_found(database: Database) -> None:
    async with database.read() as tx:
        with pytest.raises(NotFound, match="not there any more"):
            await articles.get(tx, 404)


async def test_a_shelf_holds_an_article_once_under_the_first_name(database: Database) -> None:
    article_id = await keep_article(database)
    async with database.write() as tx:
        assert await articles.shelve(tx, SERVER, article_id, title="Strike", added_by=MEMBER, now=NOW)
        assert not await articles.shelve(tx, SERVER, article_id, title="Other", added_by=ORGANISER, now=NOW + 1)
        shelved = await articles.shelved(tx, SERVER, article_id)
    assert shelved == ShelvedArticle(article_id, "Strike", "The Paper", ARTICLE.published, NOW, MEMBER)


async def test_without_a_name_of_its_own_an_article_goes_by_its_title(database: Database) -> None:
    article_id = await shelve(database, ARTICLE)
    async with database.read() as tx:
        shelved = await articles.shelved(tx, SERVER, article_id)
    assert shelved
    assert shelved.title == ARTICLE.title


async def test_what_one_server_has_on_its_shelf_no_other_sees(database: Database) -> None:
    article_id = await shelve(database, ARTICLE)
    async with database.read() as tx:
        assert await articles.shelved(tx, OTHER_SERVER, article_id) is None
        assert await articles.latest(tx, OTHER_SERVER, 10) == []
    assert await found(database, "strike", server=OTHER_SERVER) == []


async def test_an_article_taken_off_one_shelf_stays_on_the_others(database: Database) -> None:
    article_id = await shelve(database, ARTICLE)
    await shelve(database, ARTICLE, server=OTHER_SERVER)
    async with database.write() as tx:
        assert await articles.remove(tx, SERVER, article_id)
        assert not await articles.remove(tx, SERVER, article_id)
    assert await found(database, "") == []
    assert await found(database, "", server=OTHER_SERVER) == [ARTICLE.title]


async def test_titles_are_found_newest_first_and_no_more_than_asked_for(database: Database) -> None:
    for number in range(5):
        await shelve(database, article(f"Part {number}"), at=NOW + number)
    assert await found(database, "", limit=3) == ["Part 4", "Part 3", "Part 2"]
    assert await found(database, "part", limit=2) == ["Part 4", "Part 3"]
    async with database.read() as tx:
        assert [each.title for each in await articles.latest(tx, SERVER, 2)] == ["Part 4", "Part 3"]


async def test_the_name_on_the_shelf_is_searched_not_the_title_it_replaces(database: Database) -> None:
    await shelve(database, article("Original"), title="Renamed")
    assert await found(database, "renamed") == ["Renamed"]
    assert await found(database, "original") == []


@pytest.mark.parametrize("typed", ["política", "POLITICA", "tica  y", "ÍTICA Y"])
async def test_case_accents_and_spaces_do_not_matter(database: Database, typed: str) -> None:
    await shelve(database, article("Política y huelga"))
    assert await found(database, typed) == ["Política y huelga"]


async def test_signs_that_mean_something_to_sql_mean_themselves(database: Database) -> None:
    titles = ["100% true", "1000 true", "a_b", "axb", "back\\slash", "it's", "a/b"]
    for title in titles:
        await shelve(database, article(title))
    for typed, expected in {"100%": "100% true", "a_b": "a_b", "\\": "back\\slash", "t's": "it's", "a/": "a/b"}.items():
        assert await found(database, typed) == [expected]


@ONE_DATABASE_FOR_ALL_EXAMPLES
@given(titles=st.lists(st.text(SIGNS, max_size=5), unique=True, max_size=6), typed=st.text(SIGNS, max_size=3))
@example(titles=["%"], typed="_")
def test_exactly_the_titles_that_contain_the_text_are_found(database_url: str, titles: list[str], typed: str) -> None:
    async def search() -> list[str]:
        database = await Database.open(database_url)
        try:
            async with database.write() as tx:
                for number, title in enumerate(titles):
                    article_id, _ = await articles.add(tx, article(f"{number}"), now=NOW)
                    await articles.remove(tx, SERVER, article_id)
                    await articles.shelve(tx, SERVER, article_id, title=title, added_by=MEMBER, now=NOW)
                names = [each.title for each in await articles.search_titles(tx, SERVER, typed)]
                await tx.rollback()
            return names
        finally:
            await database.close()

    expected = [title for title in titles if search_key(typed) in search_key(title)]
    assert sorted(asyncio.run(search())) == sorted(expected)


async def test_the_same_text_as_a_file_and_from_an_address_is_one_article_that_learns_its_address(
    database: Database,
) -> None:
    uploaded = replace(ARTICLE, canonical_url=None)
    fetched = replace(ARTICLE, text=ARTICLE.text.upper(), canonical_url="https://paper.example/strike")
    corrected = replace(fetched, text=ARTICLE.text + " A correction.")
    async with database.write() as tx:
        first, new = await articles.add(tx, uploaded, now=NOW)
        again = [await articles.add(tx, each, now=NOW) for each in (fetched, uploaded, corrected)]
        stored = await articles.get(tx, first)
    assert new
    assert again == [(first, False)] * 3
    assert stored.article == replace(ARTICLE, canonical_url="https://paper.example/strike")


async def test_a_title_given_in_one_server_is_used_in_no_other_and_outlives_no_shelf(database: Database) -> None:
    article_id = await shelve(database, ARTICLE, title="Our name for it")
    async with database.write() as tx:
        assert await articles.title_in(tx, SERVER, article_id) == "Our name for it"
        assert await articles.title_in(tx, OTHER_SERVER, article_id) == ARTICLE.title
        await articles.remove(tx, SERVER, article_id)
        assert await articles.title_in(tx, SERVER, article_id) == ARTICLE.title
        with pytest.raises(NotFound):
            await articles.title_in(tx, SERVER, article_id + 1)
