"""What a reading's report costs grows as the reading does. Counted in steps of SQLite's machine, not in seconds."""

from __future__ import annotations

import sqlite3

import pytest

from bot.domain.participation import Contribution, replied
from bot.store import contributions, reports
from bot.store.database import Database, Transaction, at_once
from tests.databases import SQLITE
from tests.store.samples import MEMBER, NOW, SERVER, keep_reading

_STEPS_A_CALL = 100


async def count_steps(tx: Transaction) -> list[int]:
    """A list that grows by one for every hundred steps of the transaction's connection."""
    steps: list[int] = []

    def listen(driver: sqlite3.Connection) -> None:
        driver.set_progress_handler(lambda: steps.append(_STEPS_A_CALL), _STEPS_A_CALL)

    await at_once(tx, listen)
    return steps


def conversation(reading_id: int, people: int, first: int) -> list[Contribution]:
    """Everybody replies three times, each time to whoever spoke a while before. `first`: its message's number."""
    return [
        replied(
            reading_id=reading_id,
            server_id=SERVER,
            member_id=MEMBER + number % people,
            at=NOW + number,
            message_id=first + number,
            target_id=None,
            reply_to_id=first + max(0, number - 7),
        )
        for number in range(3 * people)
    ]


async def steps_of_report(database: Database, people: int, first: int) -> int:
    reading = await keep_reading(database)
    async with database.write() as tx:
        await contributions.add_many(tx, conversation(reading.id, people, first))
    async with database.read() as tx:
        steps = await count_steps(tx)
        report = await reports.report(tx, reading.id)
        counted = sum(steps)
        await at_once(tx, lambda driver: driver.set_progress_handler(None, 0))
    assert len(report.members) == people
    assert all(member.answered for member in report.members.values())
    return counted


@pytest.mark.parametrize("engine_name", [SQLITE], indirect=True)
async def test_a_report_of_eight_times_the_people_costs_about_eight_times_as_much(database: Database) -> None:
    few = await steps_of_report(database, 50, first=1)
    many = await steps_of_report(database, 400, first=1_000_000)
    assert many / few < 12
