"""Reading in processes of their own: what a page does to a parser, it does there, within a time and a memory limit.

The event loop only waits. A worker that takes too long or dies is replaced, and the article that did it is refused.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import bot
from bot.domain.article import Article
from bot.domain.feeds.document import FeedList
from bot.domain.study import MOST_QUESTIONS, Study
from bot.errors import ArticleError, CircleError, FeedError, OperatorError
from bot.sources.feeds.read import FeedReading
from bot.sources.studies import Studies
from bot.sources.worker import LENGTH, READY, FeedJob, FeedLinksJob, Job, OpmlJob, ReadJob, Reply, StudyJob
from bot.told import Told

START_SECONDS = 60.0
"""A worker imports parsers when it starts; on a busy machine that takes a while, which no article is to blame for."""
MOST_WAITING = 200
"""Jobs that may wait for a worker; more would wait for minutes, longer than anybody stays."""
END_SECONDS = 2.0
_SHORTER = Told("Ask the site for a feed that shows less of the past.")
_HOME = Path(bot.__file__).resolve().parent.parent
_MOST_REPLY = 256 * 1024 * 1024
_OUT_OF_CPU: int = getattr(signal, "SIGPROF", 0)  # Windows has no such limit


class ReaderPool:
    """Up to `processes` workers, each started when first needed; an article may take `seconds`.

    An async context manager. Calls beyond the number of workers wait their turn, up to `most_waiting` of them; more are
    refused with an `OperatorError`.
    """

    def __init__(self, processes: int = 1, seconds: float = 10.0, most_waiting: int = MOST_WAITING) -> None:
        self._seconds = seconds
        self._places = asyncio.Semaphore(processes)
        self._most_waiting = most_waiting
        self._waiting = 0
        self._studies = Studies(self._study)
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        workers = list(self._all)
        self._idle.clear()
        self._all.clear()
        await asyncio.gather(*(worker.kill() for worker in workers))

    async def read(
        self,
        data: bytes,
        *,
        name: str | None = None,
        content_type: str | None = None,
        url: str | None = None,
        limit: int = MOST_QUESTIONS,
        extra_headings: tuple[str, ...] = (),
    ) -> Study:
        """Read the bytes as an article, find its lessons and make its questions. Raises `ArticleError`."""
        return await self._study(ReadJob(data, name, content_type, url, limit, extra_headings))

    async def read_feed(self, data: bytes, *, content_type: str | None = None, url: str | None = None) -> FeedReading:
        """Read the bytes as a feed. `url`: where they came from, after redirects. Raises `FeedError`."""
        reading = await self._do(FeedJob(data, content_type, url))
        assert isinstance(reading, FeedReading)
        return reading

    async def find_feed_links(self, data: bytes, *, content_type: str | None, url: str) -> FeedList:
        """The feeds that a page names. `url`: where it came from. Raises `FeedError`."""
        links = await self._do(FeedLinksJob(data, content_type, url))
        assert isinstance(links, FeedList)
        return links

    async def read_opml(self, data: bytes) -> FeedList:
        """The feeds of a list. Raises `FeedError`."""
        links = await self._do(OpmlJob(data))
        assert isinstance(links, FeedList)
        return links

    async def study(
        self, article: Article, *, limit: int = MOST_QUESTIONS, extra_headings: tuple[str, ...] = ()
    ) -> Study:
        """The lessons and questions of an article that was read before. Raises `ArticleError`.

        The last ones made are kept, and who asks for one that is being made waits for that one.
        """
        return await self._studies.get(StudyJob(article, limit, extra_headings))

    async def _study(self, job: ReadJob | StudyJob) -> Study:
        study = await self._do(job)
        assert isinstance(study, Study)
        return study

    async def _do(self, job: Job) -> Reply:
        async with self._place():
            worker = await self._take()
            try:
                async with asyncio.timeout(self._seconds):
                    reply = await worker.ask(job)
            except TimeoutError as error:
                await self._drop(worker)
                raise self._too_slow(job) from error
            except (OSError, EOFError, asyncio.IncompleteReadError) as error:
                await worker.ended()
                await self._drop(worker)
                raise (self._too_slow(job) if worker.used_its_time_up else _breaks(job)) from error
            except BaseException:
                await self._drop(worker)
                raise
            self._idle.append(worker)
        if isinstance(reply, CircleError):
            raise reply
        return reply

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        """A worker's place, waited for, but but not behind too many others."""
        if self._places.locked() and self._waiting >= self._most_waiting:
            raise OperatorError(
                "More articles are being read just now than I can keep up with.", "Try again in a minute."
            )
        self._waiting += 1
        try:
            await self._places.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._places.release()

    def _too_slow(self, job: Job) -> CircleError:
        if not isinstance(job, ReadJob | StudyJob):
            return FeedError(
                "Reading this feed takes longer than {seconds:g} seconds.", _SHORTER, seconds=self._seconds
            )
        return ArticleError(
            "Reading this takes longer than {seconds:g} seconds.",
            "Paste the article's text alone.",
            seconds=self._seconds,
        )

    async def _take(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            await self._drop(worker)
        worker = await _Worker.start(self._seconds)
        self._all.add(worker)
        return worker

    async def _drop(self, worker: _Worker) -> None:
        self._all.discard(worker)
        await worker.kill()


class _Worker:
    """One process and the pipes to it; it does one job at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        assert process.stdin is not None
        assert process.stdout is not None
        self._in, self._out = process.stdin, process.stdout

    @classmethod
    async def start(cls, seconds: float) -> _Worker:
        """`seconds`: CPU time a job may take. Raises `OperatorError` if no process can be started."""
        command = (sys.executable, "-m", "bot.sources.worker", str(os.getpid()), str(seconds))
        pipe = asyncio.subprocess.PIPE
        try:
            worker = cls(
                await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, cwd=_HOME, env=_environment())
            )
        except OSError as error:
            raise _cannot_start() from error
        try:
            async with asyncio.timeout(START_SECONDS):
                if await worker._receive() == READY:
                    return worker
        except (TimeoutError, asyncio.IncompleteReadError) as error:
            await worker.kill()
            raise _cannot_start() from error
        except BaseException:
            await worker.kill()
            raise
        await worker.kill()
        raise _cannot_start()

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    @property
    def used_its_time_up(self) -> bool:
        """Whether the system ended it at its CPU limit; known once it has ended."""
        return self._process.returncode == -_OUT_OF_CPU

    async def ended(self) -> None:
        """Wait a moment for a process whose pipes have closed, so that it is asyncio that learns how it ended.

        A signal sent too early makes `subprocess` fetch the exit status first, and asyncio then knows of none.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(END_SECONDS):
                await self._process.wait()

    async def ask(self, job: Job) -> Reply | CircleError:
        data = pickle.dumps(job)
        self._in.write(LENGTH.pack(len(data)) + data)
        await self._in.drain()
        reply = pickle.loads(await self._receive())  # noqa: S301 (from our own process)
        assert isinstance(reply, Reply | CircleError)
        return reply

    async def kill(self) -> None:
        """End the process, whatever it is doing, and wait for it, so that nothing is left behind."""
        with suppress(ProcessLookupError):
            self._process.kill()
        self._in.close()
        await self._process.wait()
        with suppress(OSError):
            await self._in.wait_closed()

    async def _receive(self) -> bytes:
        (length,) = LENGTH.unpack(await self._out.readexactly(LENGTH.size))
        if length > _MOST_REPLY:
            raise EOFError("a reply of impossible length")
        return await self._out.readexactly(length)


def _environment() -> dict[str, str]:
    """The worker's environment: ours without the bot's settings, for it needs no token."""
    return {name: value for name, value in os.environ.items() if not name.upper().startswith("BOT_")}


def _breaks(job: Job) -> CircleError:
    if not isinstance(job, ReadJob | StudyJob):
        return FeedError("This feed cannot be read: it breaks the reader.", _SHORTER)
    return ArticleError("This text cannot be read: it breaks the reader.", "Paste its text alone.")


def _cannot_start() -> OperatorError:
    return OperatorError(
        "No process for reading articles can be started.",
        "The operator checks the machine's memory and process limits.",
    )
