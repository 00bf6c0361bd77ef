"""What a reading came to, what a member did, and what is on: answers, read from the store."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.domain.article import Article
from bot.domain.group_report import SPANS, GroupReport, Scope
from bot.domain.library import ReadingSummary, ShelvedArticle
from bot.domain.participation import week_of
from bot.domain.reading import PlannedQuestion, Reading, ReadingState
from bot.domain.report import MemberSummary, ReadingReport, Regular, Standing
from bot.domain.server import Server
from bot.domain.times import DAY_MS
from bot.errors import MemberError, NotFound
from bot.store import articles, counters, group_reports, readings, reports, series, servers
from bot.store.contribution_queue import ContributionQueue
from bot.store.database import Database

LEADERBOARD_WEEKS = 4
LISTED = 20


@dataclass(frozen=True, slots=True)
class FullReport:
    """A reading's report with what it is a report of."""

    reading: Reading
    title: str
    questions: list[PlannedQuestion]
    report: ReadingReport
    regulars: Sequence[Regular]


def _kept_since(server: Server, now: int) -> int | None:
    """From when on what members did is kept; None where it always is."""
    return None if server.keep_days is None else now - server.keep_days * DAY_MS


class Reports:
    """Answers about articles, readings and participation in one server."""

    def __init__(self, database: Database, queue: ContributionQueue) -> None:
        self._database = database
        self._queue = queue

    async def of_reading(self, server_id: int, reading_id: int, now: int) -> FullReport:
        """NotFound if this server has no such reading."""
        await self._queue.flush()
        async with self._database.read() as tx:
            reading = await readings.of_server(tx, server_id, reading_id)
            title = await articles.title_in(tx, server_id, reading.article_id)
            questions = await readings.questions(tx, reading_id)
            report = await reports.report(tx, reading_id)
            since = _kept_since(await servers.get(tx, server_id), now)
            regulars = await group_reports.regulars_at(tx, reading, since=since)
            return FullReport(reading, title, questions, report, regulars)

    async def of_group(self, server_id: int, series_id: int | None, last: int, now: int) -> tuple[GroupReport, Scope]:
        """What the last so many readings of a series came to, or of the server; NotFound if it has no such series.

        What members did before the server wants it kept is nobody's: readings from then are left out.
        """
        await self._queue.flush()
        async with self._database.read() as tx:
            of = None if series_id is None else await series.of_server(tx, server_id, series_id)
            server = await servers.get(tx, server_id)
            since = _kept_since(server, now)
            last = min(last, max(SPANS))
            report = await group_reports.of_group(tx, server_id, series_id=series_id, last=last, since=since)
        return report, Scope(server, last, of)

    async def of_member(self, server_id: int, member_id: int) -> MemberSummary:
        await self._queue.flush()
        async with self._database.read() as tx:
            return await reports.summary(tx, server_id, member_id)

    async def leaderboard(self, server_id: int, now: int) -> list[Standing]:
        """Of the last weeks, those who chose to be listed; MemberError where the admins want no leaderboard."""
        await self._queue.flush()
        async with self._database.read() as tx:
            if not (await servers.get(tx, server_id)).leaderboard:
                raise MemberError("There is no leaderboard here.", "An admin can allow one with `/setup tracking`.")
            week = week_of(now)
            return await counters.leaders(tx, server_id, week - LEADERBOARD_WEEKS + 1, week, LISTED)

    async def readings(
        self, server_id: int, states: Collection[ReadingState], text: str = "", limit: int = 25
    ) -> list[ReadingSummary]:
        """The server's readings in these states whose title contains `text`, the latest start first."""
        async with self._database.read() as tx:
            return await readings.search(tx, server_id, text, states, limit)

    async def articles(self, server_id: int, text: str = "", limit: int = 25) -> list[ShelvedArticle]:
        """The server's library by title, newest first."""
        async with self._database.read() as tx:
            return await articles.search_titles(tx, server_id, text, limit)

    async def find(self, server_id: int, typed: str, limit: int = 25) -> list[ShelvedArticle]:
        """What the server's library has in titles and texts, titles first."""
        async with self._database.read() as tx:
            return await articles.find(tx, server_id, typed, limit)

    async def article(self, server_id: int, article_id: int) -> tuple[str, Article]:
        """An article on the server's shelf, or read here, with its title; NotFound if it is neither."""
        async with self._database.read() as tx:
            shelved = await articles.shelved(tx, server_id, article_id)
            if shelved is None and not await readings.uses(tx, server_id, article_id):
                raise NotFound("That article is not in this server's library.", "`/articles latest` shows what is.")
            article = (await articles.get(tx, article_id)).article
            return await articles.title_in(tx, server_id, article_id), article

    async def article_of(self, reading: Reading) -> tuple[str, Article]:
        """A reading's article with its title, on the shelf or no longer."""
        async with self._database.read() as tx:
            article = (await articles.get(tx, reading.article_id)).article
            return await articles.title_in(tx, reading.server_id, reading.article_id), article
