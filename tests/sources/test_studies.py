"""Studies kept and made once at a time."""

import asyncio

import pytest

from bot.domain.article import Article
from bot.domain.questions import QuestionSet
from bot.domain.study import Study
from bot.errors import ArticleError
from bot.sources.studies import MOST_CHARACTERS, MOST_KEPT, Studies
from bot.sources.worker import StudyJob


class Maker:
    """Makes studies when it is let; `made`: the jobs it was given."""

    def __init__(self) -> None:
        self.made: list[StudyJob] = []
        self.may = asyncio.Event()
        self.may.set()
        self.ended = 0

    async def make(self, job: StudyJob) -> Study:
        self.made.append(job)
        try:
            await self.may.wait()
        finally:
            self.ended += 1
        if not job.article.text:
            raise ArticleError("There is no text in this.")
        return Study(job.article, (), QuestionSet((), ()))


def job(number: int = 0, text: str = "Some text") -> StudyJob:
    return StudyJob(Article(f"Article {number}", text, ()))


async def test_a_study_is_made_once_for_all_who_ask_at_once_or_later() -> None:
    maker = Maker()
    studies = Studies(maker.make)
    first, *others = await asyncio.gather(*(studies.get(job()) for _ in range(20)), studies.get(job()))
    assert all(study is first for study in [*others, await studies.get(job())])
    assert len(maker.made) == 1


async def test_another_title_limit_or_heading_is_another_study() -> None:
    maker = Maker()
    studies = Studies(maker.make)
    jobs = [job(), job(1), StudyJob(job().article, 3), StudyJob(job().article, extra_headings=("Red threads",))]
    for one in jobs:
        await studies.get(one)
    assert maker.made == jobs


async def test_the_study_not_asked_for_longest_is_forgotten_first() -> None:
    maker = Maker()
    studies = Studies(maker.make)
    for number in range(MOST_KEPT):
        await studies.get(job(number))
    await studies.get(job(0))
    await studies.get(job(MOST_KEPT))
    await studies.get(job(0))
    assert len(maker.made) == MOST_KEPT + 1
    await studies.get(job(1))
    assert len(maker.made) == MOST_KEPT + 2


async def test_huge_articles_do_not_fill_the_memory() -> None:
    maker = Maker()
    studies = Studies(maker.make)
    for number in range(4):
        await studies.get(job(number, "x" * (MOST_CHARACTERS // 2)))
    await studies.get(job(0, "x" * (MOST_CHARACTERS // 2)))
    assert len(maker.made) == 5
    assert studies._characters <= MOST_CHARACTERS


async def test_an_error_is_told_to_all_who_wait_and_not_kept() -> None:
    maker = Maker()
    studies = Studies(maker.make)
    told = await asyncio.gather(*(studies.get(job(text="")) for _ in range(3)), return_exceptions=True)
    assert [type(one) for one in told] == [ArticleError] * 3
    with pytest.raises(ArticleError):
        await studies.get(job(text=""))
    assert len(maker.made) == 2


async def test_one_who_gives_up_takes_nothing_from_the_others() -> None:
    maker = Maker()
    maker.may.clear()
    studies = Studies(maker.make)
    one, other = asyncio.create_task(studies.get(job())), asyncio.create_task(studies.get(job()))
    await asyncio.sleep(0)
    one.cancel()
    await asyncio.sleep(0)
    maker.may.set()
    assert (await other).article == job().article
    assert one.cancelled()


async def test_when_all_give_up_the_making_ends_and_the_next_is_a_new_one() -> None:
    maker = Maker()
    maker.may.clear()
    studies = Studies(maker.make)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(studies.get(job()), 0.01)
    assert maker.ended == 1
    maker.may.set()
    await studies.get(job())
    assert len(maker.made) == 2
