"""Leading a reading: everything its leader needs, put together when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.article import Article
from bot.domain.reading import STARTED, PlannedQuestion, Reading
from bot.errors import NotFound
from bot.store import readings, reports
from bot.store.contribution_queue import ContributionQueue
from bot.store.database import Database
from bot.workflows.reports import Reports


@dataclass(frozen=True, slots=True)
class Pack:
    """A leader's pack. `last`: the series' reading before this one, and `took_part` in it; None if it is the first."""

    reading: Reading
    title: str
    article: Article
    questions: Sequence[PlannedQuestion]
    last: Reading | None = None
    took_part: Sequence[int] = ()


class Leading:
    """Prepares packs."""

    def __init__(self, database: Database, queue: ContributionQueue, reports: Reports) -> None:
        self._database = database
        self._queue = queue
        self._reports = reports

    async def pack(self, server_id: int, reading_id: int) -> Pack:
        """NotFound if this server has no such reading."""
        await self._queue.flush()
        async with self._database.read() as tx:
            reading = await readings.of_server(tx, server_id, reading_id)
            questions = await readings.questions(tx, reading_id)
            held = [] if reading.series_id is None else await readings.of_series(tx, reading.series_id, STARTED)
            last = next((each for each in held if each.starts_at < reading.starts_at), None)
            report = None if last is None else await reports.report(tx, last.id)
        title, article = await self._reports.article_of(reading)
        members = sorted(member for member, counts in report.members.items() if counts.took_part) if report else []
        return Pack(reading, title, article, questions, last, members)

    async def led_by(self, server_id: int, member_id: int) -> Reading:
        """The next reading that the member leads; NotFound if there is none."""
        async with self._database.read() as tx:
            found = await readings.led_by(tx, server_id, member_id)
        if found is None:
            raise NotFound("You lead no reading that is planned or open.", "`/reading pack` takes a `reading` too.")
        return found
