"""The process that turns untrusted bytes into studies: `python -m bot.sources.worker`, started by `ReaderPool`.

It speaks over its standard streams: a job comes in, a reply goes out, each a pickle with its length before it. It
limits its own memory, and whoever started it kills it when it takes too long; nothing else depends on its surviving.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
from dataclasses import dataclass
from typing import BinaryIO

from bot.domain.article import Article
from bot.domain.study import MOST_QUESTIONS, Study, study
from bot.errors import ArticleError, CircleError
from bot.languages import all_languages
from bot.sources.read import read_article

LENGTH = struct.Struct(">I")
READY = b"ready"
MEMORY_BYTES = 1024 * 1024 * 1024


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


Job = ReadJob | StudyJob


def do(job: Job) -> Study:
    """Carry out a job. Raises `ArticleError`."""
    if isinstance(job, StudyJob):
        article = job.article
    else:
        article = read_article(job.data, name=job.name, content_type=job.content_type, url=job.url)
    return study(article, all_languages(), limit=job.limit, extra_headings=job.extra_headings)


def _reply(job: Job) -> Study | CircleError:
    try:
        return do(job)
    except CircleError as error:
        return type(error)(error.message, error.remedy)
    except MemoryError:
        return too_much_memory()
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


def _send(out: BinaryIO, data: bytes) -> None:
    out.write(LENGTH.pack(len(data)) + data)
    out.flush()


def main() -> None:
    """Serve jobs until the standard input ends. What libraries print goes to standard error, not into the replies."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _limit_memory()
    all_languages()
    _send(out, READY)
    while header := sys.stdin.buffer.read(LENGTH.size):
        if len(header) < LENGTH.size:
            return
        (length,) = LENGTH.unpack(header)
        job = pickle.loads(sys.stdin.buffer.read(length))  # noqa: S301 (from the process that started this one)
        _send(out, pickle.dumps(_reply(job)))


if __name__ == "__main__":
    # Jobs are pickled as `bot.sources.worker`'s; run as `__main__` this file would have classes of its own.
    from bot.sources.worker import main as serve

    serve()
