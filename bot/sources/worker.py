"""The process that turns untrusted bytes into studies and feeds: `python -m bot.sources.worker`.

`ReaderPool` starts it. It speaks over its standard streams: a job comes in, a reply goes out, each a pickle with its
length before it. It limits its own memory and its CPU time for each job, ends when whoever started it is gone, and is
killed by them when it takes too long; nothing else depends on its surviving.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from bot.domain.article import Article
from bot.domain.feeds.document import FeedList
from bot.domain.study import MOST_QUESTIONS, Study, study
from bot.errors import ArticleError, CircleError, FeedError
from bot.languages import all_languages
from bot.sources.feeds.links import feed_links
from bot.sources.feeds.opml import read_opml
from bot.sources.feeds.read import FeedReading, read_feed
from bot.sources.read import read_article
from bot.told import Told

LENGTH = struct.Struct(">I")
READY = b"ready"
MEMORY_BYTES = 1024 * 1024 * 1024
_PR_SET_PDEATHSIG = 1
"""From Linux's <sys/prctl.h>: the signal this process gets when its parent ends, however that comes about."""
_FEED_TOO_MUCH: tuple[str, str] = (
    Told("Reading this feed takes too much memory."),
    Told("Ask the site for a feed that shows less of the past."),
)


@dataclass(frozen=True, slots=True)
class ReadJob:
    """Bytes to be read as an article and studied."""

    data: bytes
    name: str | None = None
    content_type: str | None = None
    url: str | None = None
    limit: int = MOST_QUESTIONS
    extra_headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StudyJob:
    """An article that was read before, to be studied."""

    article: Article
    limit: int = MOST_QUESTIONS
    extra_headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedJob:
    """Bytes to be read as a feed. `url`: where they came from, after redirects."""

    data: bytes
    content_type: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class FeedLinksJob:
    """The bytes of a page, to find the feeds it names."""

    data: bytes
    content_type: str | None
    url: str


@dataclass(frozen=True, slots=True)
class OpmlJob:
    """The bytes of a list of feeds."""

    data: bytes


Job = ReadJob | StudyJob | FeedJob | FeedLinksJob | OpmlJob
Reply = Study | FeedReading | FeedList


def do(job: Job) -> Reply:
    """Carry out a job. Raises `ArticleError`, and `FeedError` for a feed."""
    if isinstance(job, FeedJob):
        return read_feed(job.data, content_type=job.content_type, url=job.url)
    if isinstance(job, FeedLinksJob):
        return feed_links(job.data, content_type=job.content_type, url=job.url)
    if isinstance(job, OpmlJob):
        return read_opml(job.data)
    if isinstance(job, StudyJob):
        article = job.article
    else:
        article = read_article(job.data, name=job.name, content_type=job.content_type, url=job.url)
    return study(article, all_languages(), limit=job.limit, extra_headings=job.extra_headings)


def _reply(job: Job) -> Reply | CircleError:
    try:
        return do(job)
    except CircleError as error:
        return type(error)(error.text, error.remedy_text, **error.values)
    except MemoryError:
        return too_much_memory() if isinstance(job, ReadJob | StudyJob) else FeedError(*_FEED_TOO_MUCH)
    except RecursionError:
        return ArticleError("This text is nested too deeply to be read.", "Paste the article's text.")


def too_much_memory() -> ArticleError:
    return ArticleError("Reading this takes too much memory.", "Paste the article's text alone.")


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 (not on Windows)
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _end_with(parent: int) -> None:
    """Be killed when the parent dies, which a job that never ends would not notice. Linux only; elsewhere the CPU limit
    ends such a job, and the end of the standard input an idle worker.
    """
    if sys.platform != "linux":
        return
    with suppress(OSError, AttributeError):  # another C library than expected: then as elsewhere
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("the reader's parent ended while the reader started")


def _limit_cpu(seconds: float) -> None:
    """Allow so many seconds more of CPU time, and one to spare for the wall clock's limit to come first, then end.

    A timer and not the system's limit of a process: that one holds what the process has used in all, as the kernel
    reckons it, which in a worker of many hours is seconds away from what the process is told it has used.
    """
    if hasattr(signal, "setitimer"):  # not on Windows
        signal.setitimer(signal.ITIMER_PROF, seconds + 1)


def _no_core_dump() -> None:
    """Running out of CPU time would write the memory to a file."""
    with suppress(ImportError):
        import resource  # noqa: PLC0415 (not on Windows)

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _send(out: BinaryIO, data: bytes) -> None:
    out.write(LENGTH.pack(len(data)) + data)
    out.flush()


def main(parent: int, seconds: float) -> None:
    """Serve jobs until the standard input or the process `parent` ends; a job may take `seconds` of CPU time.

    What libraries print goes to standard error, not into the replies.
    """
    _end_with(parent)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _limit_memory()
    _no_core_dump()
    all_languages()
    _send(out, READY)
    while header := sys.stdin.buffer.read(LENGTH.size):
        if len(header) < LENGTH.size:
            return
        (length,) = LENGTH.unpack(header)
        job = pickle.loads(sys.stdin.buffer.read(length))  # noqa: S301 (from the process that started this one)
        _limit_cpu(seconds)
        _send(out, pickle.dumps(_reply(job)))


if __name__ == "__main__":
    # Jobs are pickled as `bot.sources.worker`'s; run as `__main__` this file would have classes of its own.
    from bot.sources.worker import main as serve

    serve(int(sys.argv[1]), float(sys.argv[2]))
