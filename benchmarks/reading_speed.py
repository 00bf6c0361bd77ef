"""How fast pages are read: a page to an article with its questions, and what forty of them do to the event loop."""

import asyncio
import statistics
import time
from collections.abc import Callable, Sequence

import trafilatura

from bot.domain.study import study
from bot.languages import all_languages
from bot.sources.pool import ReaderPool
from bot.sources.read import read_article

from .figures import Figure
from .sample_pages import pages

PAGES = 40
ROUNDS = 5
TICK_S = 0.005
"""How often the loop is asked to wake up."""
IDLE_S = 2.0
MORE_MS = 5.0
"""By how much the loop's lag may grow while pages are parsed."""


def measure() -> list[Figure]:
    """The figures of reading pages."""
    made = pages(PAGES)
    return [_beside_trafilatura(made), asyncio.run(_lag(made))]


def _beside_trafilatura(made: Sequence[bytes]) -> Figure:
    """CPU time a page, of both in turn; the best of a few rounds of each page, for the machine does other things too.

    Trafilatura finds the text and what the page states of itself, as our `Article` has them; ours finds the lessons and
    makes the questions as well.
    """
    rounds = [[(_cpu(_ours, page), _cpu(_theirs, page)) for page in made] for _ in range(ROUNDS)]
    best = [tuple(map(min, zip(*seconds, strict=True))) for seconds in zip(*rounds, strict=True)]
    ours, theirs = (1000 * sum(one) / len(made) for one in zip(*best, strict=True))
    what, peer = "a page of 100 kB to an article with questions", "trafilatura, text and metadata"
    return Figure(what, ours, "ms", peer, theirs, goal=1.3, more_is_better=False)


def _ours(page: bytes) -> None:
    found = study(read_article(page, content_type="text/html", url="https://lantern.example/a"), all_languages())
    assert len(found.questions.questions) >= 1


def _theirs(page: bytes) -> None:
    assert trafilatura.bare_extraction(page, url="https://lantern.example/a", with_metadata=True) is not None


def _cpu(read: Callable[[bytes], None], page: bytes) -> float:
    """Seconds of CPU time."""
    started = time.process_time()
    read(page)
    return time.process_time() - started


async def _lag(made: Sequence[bytes]) -> Figure:
    """How late the loop wakes up, 99 times of 100, while the pool parses pages, and how much later than idle."""
    async with ReaderPool(processes=1, seconds=60) as pool:
        await pool.read(made[0], content_type="text/html")
        idle = await _lags_until(asyncio.ensure_future(asyncio.sleep(IDLE_S)))
        reading = asyncio.gather(*(pool.read(page, content_type="text/html") for page in made))
        busy = await _lags_until(asyncio.ensure_future(reading))
    more = max(0.0, _p99(busy) - _p99(idle))
    what = f"event-loop lag p99 while {len(made)} pages are parsed, beyond idle"
    return Figure(what, more, "ms", "limit", MORE_MS, goal=1.0, more_is_better=False)


async def _lags_until(done: asyncio.Future[object]) -> list[float]:
    """How many milliseconds too late each wake-up was until the future is done."""
    lags: list[float] = []
    while not done.done():
        wanted = time.perf_counter() + TICK_S
        await asyncio.sleep(TICK_S)
        lags.append((time.perf_counter() - wanted) * 1000)
    await done
    return lags


def _p99(lags: Sequence[float]) -> float:
    return statistics.quantiles(lags, n=100)[98] if len(lags) > 1 else 0.0
