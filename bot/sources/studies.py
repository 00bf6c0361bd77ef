"""The studies made lately, so that a button pressed by many members makes one study, not one a press."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.study import Study
from bot.sources.worker import StudyJob

MOST_KEPT = 64
MOST_CHARACTERS = 8_000_000
"""Of all articles kept, so that a few huge ones do not fill the memory."""


@dataclass(slots=True)
class _Making:
    """A study that is being made, and how many wait for it."""

    task: asyncio.Task[Study]
    waiting: int = 0


class Studies:
    """Makes each study once at a time and keeps the last ones. `make` does the work; its errors are not kept.

    A study is known by its whole job: the article as it is, title and all, the limit and the server's own headings.
    """

    def __init__(self, make: Callable[[StudyJob], Awaitable[Study]]) -> None:
        self._make = make
        self._kept: OrderedDict[StudyJob, Study] = OrderedDict()
        self._characters = 0
        self._making: dict[StudyJob, _Making] = {}

    async def get(self, job: StudyJob) -> Study:
        """The study, kept or made; raises what `make` raises. When all who wait give up, its making is given up."""
        kept = self._kept.get(job)
        if kept is not None:
            self._kept.move_to_end(job)
            return kept
        making = self._making.get(job)
        if making is None:
            making = self._making[job] = _Making(asyncio.ensure_future(self._make_and_keep(job)))
        making.waiting += 1
        try:
            return await asyncio.shield(making.task)
        finally:
            making.waiting -= 1
            if not making.waiting and not making.task.done():
                # Whoever asks from now on gets a new one; this one ends before we return, and its worker with it.
                self._forget(job, making)
                making.task.cancel()
                await asyncio.wait([making.task])

    async def _make_and_keep(self, job: StudyJob) -> Study:
        making = self._making[job]
        try:
            study = await self._make(job)
        finally:
            self._forget(job, making)
        self._keep(job, study)
        return study

    def _forget(self, job: StudyJob, making: _Making) -> None:
        if self._making.get(job) is making:
            del self._making[job]

    def _keep(self, job: StudyJob, study: Study) -> None:
        before = self._kept.pop(job, None)
        self._characters += len(job.article.text) if before is None else 0
        self._kept[job] = study
        while len(self._kept) > MOST_KEPT or self._characters > MOST_CHARACTERS:
            oldest, _ = self._kept.popitem(last=False)
            self._characters -= len(oldest.article.text)
