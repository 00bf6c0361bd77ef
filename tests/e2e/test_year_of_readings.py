"""A year of a weekly series, a monthly one beside it, votes, skips, moves, cancellations and both clock changes.

The diary of it is kept in `year-of-readings.txt`, for people to read. Where a post or its time is to change, look at
the new diary in `test-artefacts/year-of-readings.txt` and put it in the old one's place.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.e2e.conftest import Stage, stage
from tests.e2e.year_of_readings import Acting, Year, as_text, at, shelve
from tests.short_articles import TITLES

KEPT = Path(__file__).with_name("year-of-readings.txt")
SEEN = Path("test-artefacts/year-of-readings.txt")
BEGIN, END = "2030-01-01T12:00", "2030-12-31T23:00"


async def test_a_year_goes_by_and_every_post_comes_at_its_wall_time_once_and_in_order(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        await here.play.skip(to=at(BEGIN))
        await shelve(here, TITLES[:45], at(BEGIN))
        here.bot.start()
        await here.line().set_up()
        await here.play.onlooker.enter()
        year = Year(here)
        plan_the_year(here, year)
        await year.walk(END)
        channels = {channel.name: str(channel.id) for channel in here.sandbox.world.channels.values() if channel.name}
        diary = await year.diary({channels[name]: name for name in ("readings", "general", "articles")})
        assert await here.bot.stop() == 0
    text = as_text(diary)
    SEEN.parent.mkdir(exist_ok=True)
    SEEN.write_text(text, encoding="utf-8")
    each_reading_opened_once_at_seven_on_a_thursday(diary)
    assert text == KEPT.read_text(encoding="utf-8")


def plan_the_year(here: Stage, year: Year) -> None:
    """What people do, and when."""
    acting = Acting(here)
    gives, presses, votes = acting.gives, acting.presses, acting.votes
    turns = " ".join(f"<@{here.play.person(name).id}>" for name in ("Mia", "Max", "Noor"))
    weekly: dict[str, Any] = {
        "name": "Thursdays",
        "when": "every Thursday 19:00",
        "for": "20 hours",
        "questions": 3,
        "leaders": turns,
    }
    monthly: dict[str, Any] = {
        "name": "Slow",
        "when": "first Monday of the month 18:30",
        "for": "20 days",
        "questions": 3,
    }
    script = {
        "2030-01-01T13:00": gives("Ada", "/setup channel", use="organisers", channel="general"),
        "2030-01-01T13:01": gives("Olu", "/series create", **weekly),
        "2030-01-01T13:05": presses("Olu", "Schedule"),
        "2030-01-02T10:00": gives("Olu", "/series create", **monthly, until="6 times", approval="off", ahead="5 days"),
        "2030-01-08T09:00": presses("Olu", "Schedule"),
        "2030-01-15T09:00": presses("Olu", "Skip this one"),
        "2030-01-25T09:00": gives("Olu", "/series edit", series="Thursdays", approval="off"),
        "2030-02-14T12:00": gives("Olu", "/series move", series="Thursdays", day="2030-02-21", starts="22 Feb 20:00"),
        "2030-02-27T12:00": acting.calls_off("Olu", "coming"),
        "2030-03-08T12:00": gives(
            "Olu", "/reading plan", then="Schedule", article=TITLES[44], starts="Sat 15:00", **{"for": "8 days"}
        ),
        "2030-04-05T09:00": gives("Olu", "/series edit", series="Thursdays", **{"from": "vote"}),
        "2030-04-07T12:00": votes(Mia=2, Max=2, Noor=1),
        "2030-04-14T12:00": votes(Mia=3, Max=1),
        "2030-04-26T09:00": gives("Olu", "/series edit", series="Thursdays", **{"from": "library"}),
        "2030-05-06T12:00": gives(
            "Olu", "/reading vote", **{"from": "library", "starts": "Wed 20:00", "for": "12 hours"}
        ),
        "2030-05-06T18:00": votes(Noor=4),
        "2030-05-07T18:00": presses("Olu", "Schedule"),
        "2030-06-07T12:00": acting.calls_off("Olu", "open"),
        "2030-06-20T20:00": gives("Olu", "/series pause", series="Thursdays"),
        "2030-07-04T12:00": gives("Olu", "/series pause", series="Thursdays"),
        "2030-07-04T13:00": gives("Olu", "/series holidays", series="Thursdays", first="5 Jul", last="13 Sep"),
        "2030-08-15T03:00": acting.restarts(),
        "2030-11-15T12:00": gives("Olu", "/series end", then="End it", series="Thursdays"),
    }
    for when, act in script.items():
        year.on(when, act)


def each_reading_opened_once_at_seven_on_a_thursday(diary: list[tuple[datetime, str]]) -> None:
    """What must hold whatever the words are: in order, once, at the wall time, in summer and in winter."""
    assert [when for when, _ in diary] == sorted(when for when, _ in diary)
    openings = [(when, text) for when, text in diary if "thread: We are reading" in text]
    called_off = {title for _, text in diary if "was called off" in text for title in re.findall(r"“.*?”", text)}
    opened = Counter(title for _, text in openings for title in re.findall(r"“.*?”", text))
    assert {title for title, times in opened.items() if times > 1} <= called_off
    weekly = [when for when, _ in openings if (when.hour, when.minute, when.weekday()) == (19, 0, 3)]
    assert len(weekly) >= 30
    assert {when.utcoffset() for when in weekly} == {timedelta(0), timedelta(hours=1)}
    assert len({when.date() for when in weekly}) == len(weekly)
