"""An organiser's questions: swapped, reworded, dropped and added under the preview, and asked as they were left."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.views import Message
from tests.e2e.conftest import Stage, stage


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Stage]:
    """A server with the article of the line, and the bot running."""
    async with stage(tmp_path) as ready:
        ready.bot.start()
        await ready.line().set_up()
        await ready.play.person("Olu").command("/article add", in_="general", file=ready.article)
        yield ready


async def planned(here: Stage, starts: str = "in 10 minutes") -> Message:
    olu = here.play.person("Olu")
    return await olu.command("/reading plan", in_="general", article="Bread", starts=starts)


def asks(preview: Message) -> list[str]:
    """The questions of a preview, in order."""
    shown = [embed["description"] for embed in preview.embeds if "Question" in embed.get("footer", {}).get("text", "")]
    return [text.split("\n**")[-1].removesuffix("**") for text in shown]


async def test_questions_are_asked_as_the_organiser_left_them(here: Stage) -> None:
    olu = here.play.person("Olu")
    preview = await planned(here)
    before = asks(preview)
    preview = await olu.choose(preview.select("Swap a question for another …"), "Question 2")
    assert asks(preview)[0] == before[0]
    assert asks(preview)[1] not in before
    form = await olu.form(olu.choose(preview.select("Reword a question …"), "Question 3"))
    preview = await olu.submit(form, {"The question": "What would you have done?"})
    assert asks(preview)[2] == "What would you have done?"
    preview = await olu.choose(preview.select("Drop a question …"), "Question 1")
    assert len(asks(preview)) == len(before) - 1
    form = await olu.form(olu.press(preview.button("Add a question")))
    passage = "Whoever wants to know how long a struggle can last should look at who feeds it"
    own = {"Your question": "Who feeds us?", "Passage, copied from the article": passage}
    preview = await olu.submit(form, own)
    left = asks(preview)
    assert left[-1] == "Who feeds us?"
    await olu.press(preview.button("Schedule"))
    await olu.sees("We are going to read", in_="readings")
    await here.play.skip(seconds=600)
    await olu.sees(f"Question {len(left)} of {len(left)}", in_=(await olu.sees("We are reading", in_="readings")).id)
    (thread,) = await here.play.threads()
    posts = [
        post for post in await here.play.messages(thread) if post.buttons and "Show passage" in post.buttons[0].label
    ]
    assert [post.content.split("\n**")[1].split("**")[0] for post in posts] == left
    await here.bot.stop()
    with sqlite3.connect(here.bot.database) as database:
        decided = [row[0] for row in database.execute("SELECT decision FROM question_decision ORDER BY id")]
    assert decided == ["swapped", "edited", "dropped", "added", *["kept"] * len(left)]


async def test_what_was_swapped_out_does_not_come_back_and_the_last_spare_is_said(here: Stage) -> None:
    olu = here.play.person("Olu")
    preview = await planned(here)
    seen = set(asks(preview))
    for _ in range(30):
        answer = await olu.choose(preview.select("Swap a question for another …"), "Question 1")
        if not asks(answer):
            break
        preview = answer
        assert asks(preview)[0] not in seen
        seen.add(asks(preview)[0])
    assert "no other good question left" in answer.text


async def test_an_own_question_needs_its_passage_to_the_letter(here: Stage) -> None:
    olu = here.play.person("Olu")
    form = await olu.form(olu.press((await planned(here)).button("Add a question")))
    refused = await olu.submit(form, {"Your question": "Why?", "Passage, copied from the article": "Not in there."})
    assert "to the letter" in refused.text


async def test_a_scheduled_readings_questions_can_be_changed_until_it_starts(here: Stage) -> None:
    olu = here.play.person("Olu")
    await olu.press((await planned(here)).button("Schedule"))
    announced = await olu.sees("We are going to read", in_="readings")
    shown = await olu.command("/questions set", in_="general", reading="Bread")
    count = len(asks(shown))
    shown = await olu.choose(shown.select("Drop a question …"), "Question 1")
    await olu.sees(lambda post: f"to discuss {count - 1} questions" in post.text, in_="readings")
    await here.play.skip(seconds=600)
    await olu.sees("We are reading", in_="readings")
    late = await olu.choose(shown.select("Drop a question …"), "Question 1")
    assert "cannot be changed any more" in late.text
    assert announced.id


async def test_questions_and_their_reasons_can_be_looked_at_without_planning(here: Stage) -> None:
    olu = here.play.person("Olu")
    found = await olu.command("/questions preview", in_="general", article="Bread")
    assert len(asks(found)) >= 3
    assert "Lessons of Harrow Lane" in found.text
    why = await olu.command("/questions why", in_="general", article="Bread")
    assert "Made by" in why.text
    assert "Not used" in why.text


async def test_a_servers_own_heading_opens_a_lessons_section_there(here: Stage) -> None:
    ada, olu = here.play.person("Ada"), here.play.person("Olu")
    await ada.command("/setup headings", in_="general", phrases="What the bakers say today")
    text = here.article.read_text(encoding="utf-8").replace("Lessons of Harrow Lane", "What the bakers say today")
    other = here.article.with_name("other.txt")
    other.write_text(text.replace("The Bread Stayed in the Ovens", "Bread Again", 1), encoding="utf-8")
    added = await olu.command("/article add", in_="general", file=other)
    assert "1 section with lessons: “What the bakers say today”" in added.text


async def test_of_two_lists_of_one_reading_the_older_drops_nothing_but_what_it_showed(here: Stage) -> None:
    olu = here.play.person("Olu")
    await olu.press((await planned(here)).button("Schedule"))
    await olu.sees("We are going to read", in_="readings")
    one = await olu.command("/questions set", in_="general", reading="Bread")
    two = await olu.command("/questions set", in_="general", reading="Bread")
    left = await olu.choose(one.select("Drop a question …"), "Question 1")
    again = await olu.choose(two.select("Drop a question …"), "Question 1")
    assert asks(left) == asks(one)[1:]
    assert "not there any more" in again.text
