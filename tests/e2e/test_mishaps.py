"""What goes wrong on Discord's side while a reading runs, and what an unlucky moment may do to it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.play import Play
from sandbox.server import DEFAULT_WORLD
from sandbox.views import Message
from sandbox.world.state import World
from sandbox.world.worldfile import build_world
from tests.e2e.conftest import Stage, stage

LONG_AFTER_MS = 600_000
"""Discord remembers nonces for a few minutes; after that only looking tells whether a post is there."""


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Stage]:
    """A server with the article of the line, and the bot running."""
    async with stage(tmp_path) as ready:
        ready.bot.start()
        await ready.line().set_up()
        await ready.play.person("Olu").command("/article add", in_="general", file=ready.article)
        yield ready


async def scheduled(here: Stage) -> Message:
    """The announcement of a reading that starts in ten minutes and lasts two hours."""
    olu = here.play.person("Olu")
    options = {"article": "Bread", "starts": "in 10 minutes", "for": "2 hours", "questions": 3}
    preview = await olu.command("/reading plan", in_="general", options=options)
    await olu.press(preview.button("Schedule"))
    return await olu.sees("We are going to read", in_="readings")


async def opened(here: Stage) -> str:
    """The thread of a reading that has started, with all its questions; its id."""
    announcement = await scheduled(here)
    await here.play.skip(seconds=600)
    await asked(here, announcement)
    return announcement.id


async def asked(here: Stage, announcement: Message) -> None:
    """Return when the thread is open and all its questions are posted."""
    mia = here.play.person("Mia")
    await mia.sees(lambda post: "We are reading" in post.text or "We have read" in post.text, in_="readings", within=60)
    await mia.sees("Question 3 of 3", in_=announcement.id, within=60)


@pytest.mark.parametrize("nth", range(1, 9))
async def test_a_post_whose_answer_was_lost_is_found_again_long_after(tmp_path: Path, nth: int) -> None:
    """The bot dies with its n-th post made but unheard of, and comes back when its nonce means nothing any more."""
    async with stage(tmp_path) as here:
        here.bot.start()
        await here.line().set_up()
        fault = here.sandbox.parts.faults.add(
            {"what": "hold_after", "method": "POST", "route": "/channels/{channel_id}/messages", "nth": nth}
        )
        walking = asyncio.create_task(_walk(here))
        await asyncio.wait_for(fault.tripped.wait(), 60)
        await here.killed()
        walking.cancel()
        here.sandbox.parts.faults.remove(fault.id)
        await here.play.skip(seconds=LONG_AFTER_MS / 1000)
        here.bot.start()
        await here.connected()
        await _walk(here)
        posts = await here.play.messages("articles") + await here.play.messages("readings")
        for thread in await here.play.threads():
            posts += await here.play.messages(thread)
        markers = [post.buttons[0].custom_id for post in posts if post.buttons]
    assert len(markers) == len(set(markers)) == 8


async def _walk(here: Stage) -> None:
    """From the article to the closing post, as far as it has not been done."""
    olu = here.play.person("Olu")
    await olu.command("/article add", in_="general", file=here.article)
    await olu.sees("section with lessons", in_="articles", within=60)
    if not await here.play.messages("readings"):
        found = await olu.autocomplete("/reading start-now", "reading", "")
        if not found:
            await scheduled(here)
    announcement = await olu.sees("We ", in_="readings", within=60)
    await here.play.skip(seconds=600)
    await asked(here, announcement)
    await here.play.skip(seconds=3 * 3600)
    await olu.sees("That was our reading", in_=announcement.id, within=60)


async def test_a_reading_whose_thread_was_deleted_ends_in_its_time(here: Stage) -> None:
    thread_id = await opened(here)
    ada, olu = here.play.person("Ada"), here.play.person("Olu")
    await ada.call("DELETE", f"/channels/{thread_id}")
    await here.play.skip(seconds=2 * 3600)
    await olu.sees("We have read", in_="readings")
    assert "Nothing is being read" in (await olu.command("/next", in_="general")).text


async def test_an_announcement_deleted_before_the_start_is_made_again_and_the_thread_opens_from_it(
    here: Stage,
) -> None:
    first = await scheduled(here)
    ada, mia = here.play.person("Ada"), here.play.person("Mia")
    await ada.delete(first)
    await here.play.skip(seconds=600)
    again = await mia.sees(lambda post: post.id != first.id and "We are reading" in post.text, in_="readings")
    await mia.sees("Question 3 of 3", in_=again.id)
    assert [thread.id for thread in await here.play.threads()] == [again.id]


async def test_a_reading_called_off_while_its_announcement_is_on_its_way_says_so_in_the_end(here: Stage) -> None:
    olu = here.play.person("Olu")
    preview = await olu.command("/reading plan", in_="general", article="Bread", starts="in 10 minutes")
    here.sandbox.parts.faults.add(
        {"what": "slow", "ms": 1500, "method": "POST", "route": "/channels/{channel_id}/messages"}
    )
    await olu.press(preview.button("Schedule"))
    asked = await olu.command("/reading cancel", in_="general", reading="Bread")
    await olu.press(asked.button("Call it off"))
    told = await olu.sees("does not take place", in_="readings", within=60)
    assert told.buttons == []


async def test_a_reading_that_could_not_open_in_its_time_keeps_its_length(here: Stage) -> None:
    announcement = await scheduled(here)
    await here.bot.stop()
    await here.play.skip(seconds=3 * 7 * 86400)
    here.bot.start()
    mia = here.play.person("Mia")
    await asked(here, announcement)
    assert not [post for post in await here.play.messages(announcement.id) if "That was our reading" in post.text]
    await here.play.skip(seconds=2 * 3600)
    await mia.sees("That was our reading", in_=announcement.id, within=60)


async def test_an_article_taken_out_says_so_and_may_come_back(here: Stage) -> None:
    olu = here.play.person("Olu")
    await olu.sees("section with lessons", in_="articles")
    asked = await olu.command("/article remove", in_="general", article="Bread")
    await olu.press(asked.button("Remove it"))
    gone = await olu.sees("Taken out of this server", in_="articles")
    assert gone.buttons == []
    await olu.command("/article add", in_="general", file=here.article)
    await olu.sees("section with lessons", in_="articles")
    assert len(await here.play.messages("articles")) == 2


async def test_members_who_press_an_organisers_button_are_told_who_may(here: Stage) -> None:
    mia = here.play.person("Mia")
    card = await mia.sees("section with lessons", in_="articles")
    refused = await mia.press(card.button("Plan a reading"))
    assert refused.ephemeral
    assert "Only organisers may do this" in refused.text
    assert "Lessons of Harrow Lane" in (await mia.press(card.button("Lessons"))).text


async def test_a_conversation_under_a_question_is_counted_for_that_question(here: Stage) -> None:
    thread_id = await opened(here)
    mia, max_, olu = here.play.person("Mia"), here.play.person("Max"), here.play.person("Olu")
    first = next(post for post in await here.play.messages(thread_id) if "Question 1 of 3" in post.text)
    said = await mia.say("One thing …", in_=thread_id, reply_to=first)
    answer = await max_.say("And another …", in_=thread_id, reply_to=said)
    await mia.say("True.", in_=thread_id, reply_to=answer)
    async with asyncio.timeout(60):
        while True:
            report = await olu.command("/reading report", in_="general", reading="Bread")
            if "2 replied" in report.text and "3 replies" in report.text:
                break
            await asyncio.sleep(0.1)
    assert "3 replies from 2 people" in report.text.split("**2.**")[0]


async def test_servers_share_neither_titles_nor_shelves_nor_readings(tmp_path: Path) -> None:
    async with stage(tmp_path, world=two_servers()) as here:
        here.bot.start()
        ids = [str(guild.id) for guild in here.sandbox.world.guilds.values()]
        await here.line().set_up()
        olu = here.play.person("Olu")
        await olu.command("/article add", in_="general", file=here.article, title="Our secret name for it")
        await scheduled_as(here, "Our secret")
        async with Play(here.play.about, guild_id=ids[1]) as elsewhere:
            stranger = elsewhere.person("Ada")
            for use in ("articles", "readings"):
                await stranger.command("/setup channel", in_="general", use=use, channel=use)
            assert "no articles here yet" in (await stranger.command("/articles latest", in_="general")).text
            for words, option, value in (
                ("/article show", "article", "article:1"),
                ("/reading plan", "article", "article:1"),
                ("/reading report", "reading", "reading:1"),
                ("/questions set", "reading", "reading:1"),
            ):
                options = {option: value} | ({"starts": "in 2 hours"} if words == "/reading plan" else {})
                refused = await stranger.command(words, in_="general", options=options)
                assert any(words in refused.text for words in ("not in this server", "There is no such", "no such"))
            added = await stranger.command("/article add", in_="general", file=here.article)
            assert "secret" not in added.text
            assert "The Bread Stayed in the Ovens" in added.text


async def scheduled_as(here: Stage, title: str) -> None:
    olu = here.play.person("Olu")
    preview = await olu.command("/reading plan", in_="general", article=title, starts="in 10 minutes")
    await olu.press(preview.button("Schedule"))
    await olu.sees("We are going to read", in_="readings")


def two_servers() -> World:
    """The default world with a second server like the first."""
    world = json.loads(DEFAULT_WORLD.read_text(encoding="utf-8"))
    second = json.loads(json.dumps(world["servers"][0]))
    second["name"] = "Another Circle"
    world["servers"].append(second)
    return build_world(world)
