"""Readings for members' own calendars."""

from __future__ import annotations

from bot.clock import Clock
from bot.delivery import calendar
from bot.domain.library import ReadingSummary
from bot.domain.reading import SCHEDULED, ReadingState
from bot.errors import NotFound
from bot.store import articles, readings
from bot.store.database import Database

MOST = 100
SHOWN = frozenset({*SCHEDULED, ReadingState.CANCELLED})
"""What is coming or running; and what was called off, so that calendars that have it learn of it."""


class Calendars:
    """Makes calendar files."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def of_reading(self, server_id: int, reading_id: int) -> tuple[str, bytes]:
        """A reading's title and file; NotFound if this server has no such reading."""
        async with self._database.read() as tx:
            reading = await readings.of_server(tx, server_id, reading_id)
            title = await articles.title_in(tx, server_id, reading.article_id)
        return title, calendar.file_of([ReadingSummary(reading, title)], now=self._clock.now())

    async def of_server(self, server_id: int) -> tuple[int, bytes]:
        """How many readings are coming or running, and all of them as a file; NotFound if there are none."""
        now = self._clock.now()
        async with self._database.read() as tx:
            found = await readings.search(tx, server_id, "", SHOWN, MOST)
        found = [each for each in found if each.reading.ends_at > now and each.reading.announcement_id is not None]
        on = sum(each.reading.state is not ReadingState.CANCELLED for each in found)
        if not on:
            raise NotFound("Nothing is being read and nothing is planned.", "Ask again when a reading is announced.")
        return on, calendar.file_of(sorted(found, key=lambda each: each.reading.starts_at), now=now)
