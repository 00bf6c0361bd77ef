"""What the reader makes of an article: `python -m bot inspect PATH_OR_URL [--json | --all]`.

For people it is drawn as a page (`inspect_page`), for programs it is one JSON object.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from pathlib import Path

from bot.domain.article import Article
from bot.domain.dates import Month
from bot.domain.lessons import Step
from bot.domain.study import Study
from bot.errors import ArticleError
from bot.sources.decoding import MAX_BYTES
from bot.sources.http import Fetcher
from bot.sources.pool import ReaderPool


async def inspect(path_or_url: str, *, allowed_hosts: Iterable[str] = (), seconds: float = 10.0) -> Study:
    """Read and study a file or a web address. Raises `ArticleError`, `FetchRefused` or `FetchFailed`.

    It is read as the bot reads it, in a process of its own that may take `seconds`: the file may be made to hang us.
    """
    async with ReaderPool(seconds=seconds) as pool:
        if path_or_url.startswith(("http://", "https://")):
            async with Fetcher(allowed_hosts=allowed_hosts) as fetcher:
                fetched = await fetcher.fetch(path_or_url)
            return await pool.read(fetched.data, content_type=fetched.content_type, url=fetched.final_url)
        path = Path(path_or_url)
        return await pool.read(await asyncio.to_thread(_file, path), name=path.name)


def _file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ArticleError(
            f"There is no file {path}.", "Check the path, or give a web address with https://."
        ) from error
    except OSError as error:
        raise ArticleError(f"The file {path} cannot be read: {error.strerror}.", "Check its permissions.") from error


def as_json(found: Study) -> str:
    """One JSON object; its shape is a promise to other programs (ARCHITECTURE.md). Lessons sections only."""
    article = found.article
    shape = {
        "title": article.title,
        "language": article.language,
        "published": article.published.isoformat() if article.published else None,
        "published_known_to": _known_to(article),
        "lessons": [
            {"heading": section.heading, "text": article.text[section.start : section.end]}
            for section in found.sections
            if section.step is Step.LESSONS
        ],
        "questions": [
            {
                "text": question.text,
                "evidence": question.evidence,
                "kind": question.kind.value,
                "span": list(question.span),
            }
            for question in found.questions.questions
        ],
        "rejected": [{"text": one.text, "reason": one.reason} for one in found.questions.rejected],
    }
    return json.dumps(shape, ensure_ascii=False, indent=2)


def _known_to(article: Article) -> str | None:
    """How much of the date the article states: an article that says "May 2025" is given the first of May."""
    if article.published is None:
        return None
    return "month" if isinstance(article.published, Month) else "day"
