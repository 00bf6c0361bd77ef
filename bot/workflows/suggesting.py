"""What members would like the group to read: kept for the next vote, posted by nobody."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.library import Suggested
from bot.domain.study import Study
from bot.store import articles, suggestions
from bot.store.database import Database
from bot.workflows.ingest import Ingest


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`new`: the member had not suggested it before."""

    title: str
    study: Study
    new: bool


class Suggesting:
    """Takes suggestions."""

    def __init__(self, database: Database, ingest: Ingest, clock: Clock) -> None:
        self._database = database
        self._ingest = ingest
        self._clock = clock

    async def suggest(self, server_id: int, url: str, why: str, *, by: int) -> Suggestion:
        """Reads the article at the address, so that it can be read at all, and puts it on the server’s shelf."""
        study = await self._ingest.read_address(url)
        now = self._clock.now()
        async with self._database.write() as tx:
            article_id, _ = await articles.add(tx, study.article, now=now)
            await articles.shelve(tx, server_id, article_id, title=None, added_by=by, now=now)
            new = await suggestions.add(tx, server_id, article_id, by, why, now=now)
            shelved = await articles.shelved(tx, server_id, article_id)
        assert shelved is not None
        return Suggestion(shelved.title, study, new)

    async def all(self, server_id: int) -> list[Suggested]:
        """What is suggested in the server, what most people suggest first."""
        async with self._database.read() as tx:
            return await suggestions.of_server(tx, server_id)
