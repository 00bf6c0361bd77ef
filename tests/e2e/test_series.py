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
    olu, mia, max_ = (here.play.person(name) for name in ("Olu", "Mia", "Max"))
    shown = await made(here, name="Thurs\u202edays", leaders=f"<@{mia.id}> <@{max_.id}>")
    assert "Thursdays" in shown.text  # nothing in a name turns the direction of writing
    assert "every Thursday at 19:00" in shown.text
    assert "Its next reading is planned" in shown.text
    asked = await olu.sees("presses **Schedule**", in_="readings", within=20)
    assert "First Bread" in asked.text
    refused = await mia.press(asked.button("Schedule"))
    assert "Only organisers may do this" in refused.text
    changed = await olu.press(asked.button("Change"))
    assert changed.ephemeral
    other = await olu.choose(changed.select("Read another article instead …"), "Second Bread")
    assert "Preview: Second Bread" in other.text
    await olu.press(asked.button("Schedule"))
    announced = await olu.sees("We are going to read", in_="readings", within=20)
    assert "Second Bread" in announced.text
    pack = await mia.press(announced.button("Leader’s pack"))
    assert pack.ephemeral
    assert "Leader’s pack: Second Bread" in pack.text
    assert "Question 1 of" in pack.text
    assert "whoever leads this reading" in (await max_.press(announced.button("Leader’s pack"))).text
    assert "Second Bread" in (await olu.command("/reading pack", in_="general", reading="Second")).text


async def test_where_there_is_nothing_to_read_the_organisers_are_told_and_can_mend_it(here: Stage) -> None:
    olu = here.play.person("Olu")
    await made(here, approval="off")
    told = await olu.sees("There is nothing to read", in_="readings", within=20)
    await add(here, "First Bread")
    await olu.press(told.button("Look again"))
    assert "First Bread" in (await olu.sees("We are going to read", in_="readings", within=20)).text
    await here.play.skip(seconds=7 * DAY)
    await olu.sees(lambda post: "There is nothing" in post.text and post.id != told.id, in_="readings", within=20)
    await here.play.skip(seconds=2 * DAY)
    assert "nothing to read" in (await olu.sees("is skipped on", in_="readings", within=20)).text
    listed = await olu.command("/series list", in_="general")
    assert "there was nothing to read" in listed.text


async def test_what_cannot_be_read_is_asked_again_and_nothing_is_made(here: Stage) -> None:
    refused = await made(here, when="Donnerstag 19 Uhr")
    assert "every Thursday 19:00" in refused.text
    listed = await here.play.person("Olu").command("/series list", in_="general")
    assert "no series here yet" in listed.text


async def test_a_reading_that_repeats_is_the_first_of_a_series_of_its_own(here: Stage) -> None:
    await add(here, "First Bread", "Second Bread")
    olu = here.play.person("Olu")
    choices = await olu.autocomplete("/reading plan", "article", "First")
    options = {"article": choices[0].value, "starts": "Thu 19:00", "repeat": "weekly", "until": "2 times"}
    preview = await olu.command("/reading plan", in_="general", options=options)
    assert "Repeats every Thursday at 19:00, 2 times" in preview.text
    assert "no series" in (await olu.command("/series list", in_="general")).text
    await olu.press(preview.button("Schedule"))
    assert "First Bread" in (await olu.sees("We are going to read", in_="readings", within=20)).text
    listed = await olu.command("/series list", in_="general")
    assert listed.text.count("Every Thursday at 19:00") == 1
    await here.play.skip(seconds=7 * DAY)
    asked = await olu.sees("presses **Schedule**", in_="readings", within=20)
    assert "Second Bread" in asked.text
    assert [row[0] for row in here.ask("SELECT occurrence FROM reading ORDER BY id")] == ["2030-01-03", "2030-01-10"]


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        ({"until": "2 times"}, "Only what repeats has an end."),
        ({"repeat": "weekly", "until": "1 times"}, "only this one reading"),
        ({"repeat": "weekly", "until": "yesterday"}, "would have no reading any more"),
        ({"repeat": "weekly", "until": "when hell freezes"}, "→"),
    ],
)
async def test_an_end_that_cannot_be_is_asked_again(here: Stage, options: dict[str, str], answer: str) -> None:
    await add(here, "First Bread")
    olu = here.play.person("Olu")
    choices = await olu.autocomplete("/reading plan", "article", "First")
    wanted = {"article": choices[0].value, "starts": "Thu 19:00"} | options
    assert answer in (await olu.command("/reading plan", in_="general", options=wanted)).text
    assert here.ask("SELECT count(*) FROM reading") == [(0,)]


async def test_a_series_ends_with_its_last_reading(here: Stage) -> None:
    await add(here, "First Bread", "Second Bread")
    await made(here, **{"until": "1 times", "approval": "off", "for": "3 hours"})
    await here.play.person("Olu").sees("We are going to read", in_="readings", within=20)
    await here.play.skip(to=TUESDAY_NOON + (2 * DAY + 8 * 3600) * 1000)
    await here.play.person("Olu").sees("Question 1 of", within=20)
    await here.play.skip(seconds=DAY)
    await here.play.person("Olu").sees("That was our reading", within=20)
    await here.settled()
    assert here.ask("SELECT count(*) FROM series WHERE ended_at IS NOT NULL") == [(1,)]
    assert "no series here" in (await here.play.person("Olu").command("/series list", in_="general")).text
