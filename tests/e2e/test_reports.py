"""What the last readings came to, asked by an organiser: from nothing to a chart, to one reading and to files."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.views import Message
from tests.e2e.organising import HOUR_S, Organising, Planned, organising

EVERYBODY = ("Ada", "Olu", "Mia", "Max", "Noor")


@pytest.fixture
async def circle(tmp_path: Path) -> AsyncIterator[Organising]:
    async with organising(tmp_path) as ready:
        yield ready


async def held(circle: Organising, *people: str, **options: Any) -> tuple[Planned, str]:
    """A reading that is open, with these people in it; Mia has answered its first question."""
    planned, thread = await circle.opened(**options)
    for name in people:
        await circle.play.person(name).press(planned.announcement.button("I’m reading"))
    first = next(post for post in await circle.asked(thread) if "Question 1 of" in post.text)
    await circle.mia.say("This one.", in_=thread, reply_to=first)
    return planned, thread


async def told(circle: Organising, words: str, *facts: str, **options: Any) -> Message:
    """The report, once what was just done has reached the bot."""

    async def look() -> Message | None:
        shown = await circle.does(words, **options)
        return shown if all(fact in shown.text for fact in facts) else None

    return await circle.until(look)


async def file_of(circle: Organising, answer: Message) -> str:
    (attached,) = answer.raw["attachments"]
    async with circle.play.session.get(attached["url"]) as response:
        text: str = await response.text(encoding="utf-8-sig")
        return text


async def test_the_last_readings_of_all_and_of_a_series_are_told_to_organisers(circle: Organising) -> None:
    empty = await circle.does("/reading report")
    assert "No reading has begun here yet" in empty.text
    await held(circle, "Mia", "Max", repeat="weekly")
    few = await told(circle, "/reading report", "**2 people took part**")
    assert "1 reply" not in few.text
    assert "not broken down" in few.text
    assert "Often here" not in few.text
    await circle.play.skip(seconds=HOUR_S)
    later, _ = await held(circle, *EVERYBODY)
    shown = await told(circle, "/reading report", "5 people, 1 reply, 3 for the first time")
    assert "New here" in shown.text
    assert "the first question: **1** · 2 questions" in shown.text
    assert "5 people, of them 3 for the first time" in shown.embeds[0]["image"]["description"]
    chosen = await circle.olu.choose(shown.select("Open the report of one reading …"), str(later.id))
    assert "1 reply from 1 person" in chosen.text
    back = await circle.olu.press(chosen.button("The last readings"))
    assert "5 people took part" in back.text
    rows = await file_of(circle, await circle.does("/reading report", format="csv"))
    assert "reading,title,day,people" in rows
    assert f"id {circle.mia.id},2,2" in rows
    await a_series_is_told_alone(circle)


async def a_series_is_told_alone(circle: Organising) -> None:
    choices = await circle.olu.autocomplete("/series report", "series", "")
    shown = await circle.does("/series report", series=choices[0].value, last=12)
    assert "The last reading of “" in shown.text
    assert "2 people took part" in shown.text
    again = json.loads(await file_of(circle, await circle.olu.press(shown.button("JSON"))))
    assert (again["people"], again["often_here"]) == (2, [])
