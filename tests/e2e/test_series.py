"""A series plans its readings by itself: asked about, announced, discussed; and says so where it cannot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.views import Message
from tests.e2e.conftest import Stage, stage

DAY = 86_400
TUESDAY_NOON = 1_893_499_200_000
"""1 January 2030, 12:00 UTC."""


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Stage]:
    """A server that is set up, and the bot running."""
    async with stage(tmp_path) as ready:
        await ready.play.skip(to=TUESDAY_NOON)
        ready.bot.start()
        await ready.line().set_up()
        yield ready


async def add(here: Stage, *titles: str) -> None:
    """Articles like the line's own, under other titles and each with a sentence of its own, so that none is another."""
    text = here.article.read_text(encoding="utf-8")
    for title in titles:
        file = here.article.with_name(f"{title}.txt")
        own = text.replace("The Bread Stayed in the Ovens", title, 1) + f"\n\nThis was the story of {title}.\n"
        file.write_text(own, encoding="utf-8")
        olu = here.play.person("Olu")
        await olu.command("/article add", in_="general", file=file, post="library")


async def made(here: Stage, **options: object) -> Message:
    olu = here.play.person("Olu")
    wanted = {"name": "Thursdays", "when": "every Thursday 19:00"} | options
    return await olu.command("/series create", in_="general", options=wanted)


async def test_a_series_plans_its_next_reading_and_asks_before_it_is_announced(here: Stage) -> None:
    await add(here, "First Bread", "Second Bread")
    shown = await made(here)
    assert "every Thursday at 7:00" in shown.text.replace("\u202f", " ")
    assert "Its next reading is planned" in shown.text
    olu = here.play.person("Olu")
    await here.play.skip(seconds=DAY)
    asked = await olu.sees("presses **Schedule**", in_="readings")
    assert "First Bread" in asked.text
    changed = await olu.press(asked.button("Change"))
    assert changed.ephemeral
    other = await olu.choose(changed.select("Read another article instead …"), "Second Bread")
    assert "Preview: Second Bread" in other.text
    await olu.press(asked.button("Schedule"))
    announced = await olu.sees("We are going to read", in_="readings")
    assert "Second Bread" in announced.text
