"""Reading in processes of their own."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from bot.errors import ArticleError, OperatorError
from bot.sources.pool import ReaderPool

TEXT = (
    "The rent strike\n\nWhen the letters arrived in January, most people put them in a drawer, because the telephone "
    "was never answered.\n\nLessons learned\n\nA strike fund has to exist before the strike, because "
    "afterwards it is always one letter behind. People who decide together stay together."
)


async def test_bytes_come_back_as_a_study() -> None:
    async with ReaderPool() as pool:
        study = await pool.read(TEXT.encode(), name="strike.txt")
        assert study.article.title == "The rent strike"
        assert [section.heading for section in study.sections] == ["Lessons learned"]
        assert all(one.evidence in study.article.text for one in study.questions.questions)
        assert await pool.study(study.article) == study


async def test_a_servers_own_headings_are_used() -> None:
    async with ReaderPool() as pool:
        data = TEXT.replace("Lessons learned", "Red threads").encode()
        assert (await pool.read(data)).sections == ()
        assert len((await pool.read(data, extra_headings=("Red threads",))).sections) == 1


async def test_what_is_no_article_is_refused_and_the_worker_lives_on() -> None:
    async with ReaderPool() as pool:
        with pytest.raises(ArticleError, match="a PDF"):
            await pool.read(b"%PDF-1.7")
        assert (await pool.read(TEXT.encode())).article.title == "The rent strike"
        assert len(pool._all) == 1


async def test_a_worker_that_takes_too_long_is_ended_and_replaced() -> None:
    async with ReaderPool(seconds=20) as pool:
        await pool.read(TEXT.encode())
        (worker,) = pool._all
        os.kill(worker._process.pid, signal.SIGSTOP)
        pool._seconds = 0.2
        started = time.monotonic()
        with pytest.raises(ArticleError, match=r"longer than 0.2 seconds"):
            await pool.read(TEXT.encode())
        assert time.monotonic() - started < 20
        assert not worker.alive
        pool._seconds = 20
        assert (await pool.read(TEXT.encode())).article.title == "The rent strike"


async def test_a_worker_that_dies_costs_one_article_at_most() -> None:
    async with ReaderPool() as pool:
        await pool.read(TEXT.encode())
        (worker,) = pool._all
        os.kill(worker._process.pid, signal.SIGSTOP)
        reading = asyncio.create_task(pool.read(TEXT.encode()))
        await asyncio.sleep(0.05)
        os.kill(worker._process.pid, signal.SIGKILL)
        with pytest.raises(ArticleError, match="breaks the reader"):
            await reading
        assert (await pool.read(TEXT.encode())).article.title == "The rent strike"


async def test_a_call_that_is_given_up_leaves_no_worker_behind() -> None:
    async with ReaderPool() as pool:
        await pool.read(TEXT.encode())
        (worker,) = pool._all
        os.kill(worker._process.pid, signal.SIGSTOP)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(pool.read(TEXT.encode()), 0.1)
        assert not worker.alive
        assert pool._all == set()


async def test_more_calls_than_workers_wait_their_turn() -> None:
    async with ReaderPool(processes=2) as pool:
        studies = await asyncio.gather(*(pool.read(TEXT.encode()) for _ in range(6)))
        assert {study.article.title for study in studies} == {"The rent strike"}
        assert len(pool._all) <= 2


async def test_the_pool_ends_its_workers_at_once() -> None:
    async with ReaderPool() as pool:
        await pool.read(TEXT.encode())
        (worker,) = pool._all
        started = time.monotonic()
    assert not worker.alive
    assert time.monotonic() - started < 20


async def test_a_worker_sees_none_of_the_bots_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_DISCORD__TOKEN", "a-secret")
    async with ReaderPool() as pool:
        await pool.read(TEXT.encode())
        (worker,) = pool._all
        environment = await asyncio.to_thread(_environment_of, worker._process.pid)
    assert "a-secret" not in environment


def _environment_of(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/environ", encoding="utf-8", errors="replace") as file:
            return file.read()
    except FileNotFoundError:
        pytest.skip("this system does not show a process's environment under /proc")


ENDLESS = ("a" + "\u0300\u0316" * 500_000).encode()
"""Putting these accents into their order takes the normal form of Unicode hours, in one call."""

BOT = f"""
import asyncio
from bot.sources.pool import ReaderPool

async def main():
    async with ReaderPool(seconds=600) as pool:
        await pool.read({TEXT!r}.encode())
        (worker,) = pool._all
        print(worker._process.pid, flush=True)
        await pool.read(("a" + "\\u0300\\u0316" * 500_000).encode())

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent died")
async def test_a_busy_worker_ends_when_the_bot_is_killed() -> None:
    bot = await asyncio.create_subprocess_exec(sys.executable, "-c", BOT, stdout=asyncio.subprocess.PIPE)
    assert bot.stdout is not None
    worker = int(await asyncio.wait_for(bot.stdout.readline(), 60))
    before = _cpu_ticks(worker)
    async with asyncio.timeout(60):
        while _cpu_ticks(worker) < before + 30:
            await asyncio.sleep(0.02)
    bot.kill()
    await bot.wait()
    async with asyncio.timeout(60):
        while _runs(worker):
            await asyncio.sleep(0.02)


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the third on (state, ...), or none if there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _runs(pid: int) -> bool:
    """A zombie has ended, only nobody has asked for its result."""
    return _stat(pid)[:1] not in ([], ["Z"], ["X"])


def _cpu_ticks(pid: int) -> int:
    fields = _stat(pid)
    assert fields
    return int(fields[11]) + int(fields[12])


@pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="this system knows no limit of CPU time")
async def test_a_job_has_a_limit_of_cpu_time_of_its_own() -> None:
    async with ReaderPool(seconds=0.5) as pool:
        pool._idle.append(await pool._take())
        pool._seconds = 60  # for the clock on the wall; the worker above keeps its own limit
        for _ in range(3):
            await pool.read(TEXT.encode())
        async with asyncio.timeout(30):
            with pytest.raises(ArticleError, match="longer than"):
                await pool.read(ENDLESS)
        assert (await pool.read(TEXT.encode())).article.title == "The rent strike"


async def test_many_presses_make_one_study_and_it_is_kept() -> None:
    async with ReaderPool(most_waiting=3) as pool:
        article = (await pool.read(TEXT.encode())).article
        (worker,) = pool._all
        os.kill(worker._process.pid, signal.SIGSTOP)
        asked = [asyncio.create_task(pool.study(article)) for _ in range(50)]
        await asyncio.sleep(0)
        os.kill(worker._process.pid, signal.SIGCONT)
        first, *others = await asyncio.gather(*asked)
        assert all(study is first for study in others)
        assert await pool.study(article) is first
        assert await pool.study(article, limit=1) is not first


async def test_jobs_beyond_those_that_may_wait_are_asked_to_come_back() -> None:
    async with ReaderPool(most_waiting=3) as pool:
        await pool.read(TEXT.encode())
        (worker,) = pool._all
        os.kill(worker._process.pid, signal.SIGSTOP)
        asked = [asyncio.create_task(pool.read(TEXT.encode())) for _ in range(1 + 3)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        with pytest.raises(OperatorError, match="in a minute"):
            await pool.read(TEXT.encode())
        os.kill(worker._process.pid, signal.SIGCONT)
        assert len(await asyncio.gather(*asked)) == 1 + 3


async def test_nothing_is_started_before_it_is_needed() -> None:
    async with ReaderPool(processes=8) as pool:
        assert pool._all == set()
