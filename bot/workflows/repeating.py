"""A reading that repeats: scheduled, it is the first one of a series of its own."""

from __future__ import annotations

from bot.delivery.series_cards import rule_in_words
from bot.domain.reading import Reading
from bot.domain.series import Series, Source, is_over
from bot.domain.server import Server
from bot.errors import MemberError
from bot.languages.words import speaking
from bot.store import readings
from bot.store import series as series_store
from bot.store.database import Transaction
from bot.workflows.occurrences import record_slots

MOST_SERIES = 20


async def require_room_for_series(tx: Transaction, server_id: int, now: int) -> None:
    """MemberError where a server has as many series as it may have; those that have run out do not count."""
    going = [
        each
        for each in await series_store.all_of(tx, server_id)
        if not is_over(each, await series_store.differences(tx, each), now)
    ]
    if len(going) >= MOST_SERIES:
        raise MemberError("A server has at most {most} series.", "`/series end` ends one first.", most=MOST_SERIES)


async def begin_series(tx: Transaction, reading: Reading, server: Server, now: int) -> None:
    """Make the series that a reading repeats as, with the reading as its first; nothing for one that does not repeat.

    Part of the transaction that schedules the reading. The series is called by its rule, in the server's language, and
    takes what follows from the library, asking first; `/series edit` changes that.
    """
    rule = reading.rule
    if rule is None:
        return
    await require_room_for_series(tx, reading.server_id, now)
    with speaking(server.language):
        name = rule_in_words(rule)
    new = Series(
        id=0,
        server_id=reading.server_id,
        name=name[:1].upper() + name[1:],
        channel_id=reading.channel_id,
        rule=rule,
        zone=reading.zone or server.zone or "UTC",
        duration_ms=reading.duration_ms,
        source=Source.LIBRARY,
        created_by=reading.planned_by,
        created_at=now,
    )
    series = await series_store.add(tx, new)
    await readings.update(tx, reading.id, series_id=series.id, occurrence=rule.first.date().isoformat())
    await record_slots(tx, series.id, now)
