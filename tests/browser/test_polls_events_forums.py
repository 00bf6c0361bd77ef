"""Polls, scheduled events and forums on the page: seen, and used, by clicking and typing."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from sandbox.play import Play
from sandbox.server import Sandbox

from .acting import go_to
from .conftest import OpenAs

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.xdist_group("browser")]

BREADS = {
    "question": {"text": "Which bread?"},
    "answers": [{"poll_media": {"text": "Rye"}}, {"poll_media": {"text": "Spelt"}}],
    "duration": 1,
}


@pytest_asyncio.fixture(loop_scope="package")
async def play(sandbox: Sandbox) -> AsyncIterator[Play]:
    """People who are not at a page."""
    async with Play(sandbox.about()) as running:
        yield running


def _instant(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat()


async def _calendar_entry(play: Play, name: str, **more: Any) -> Any:
    """An event that Ada plans, two hours ahead."""
    now = await play.now_ms()
    body = {
        "name": name,
        "privacy_level": 2,
        "entity_type": 3,
        "entity_metadata": {"location": "The library"},
        "scheduled_start_time": _instant(now + 7_200_000),
        "scheduled_end_time": _instant(now + 10_800_000),
    }
    return await play.person("Ada").call("POST", f"/guilds/{play.guild_id}/scheduled-events", body | more)


async def test_a_poll_is_voted_in_counted_live_and_told_when_it_ends(
    open_as: OpenAs, play: Play, sandbox: Sandbox
) -> None:
    path = f"/channels/{sandbox.about()['channels']['general']}"
    asked = await play.person("Olu").call("POST", f"{path}/messages", {"poll": BREADS})
    mia = await open_as("Mia")
    poll = mia.get_by_role("region", name="Which bread?").last
    await poll.get_by_role("radio", name="Rye").check()
    await poll.get_by_role("button", name="Vote").click()
    rye = poll.locator(".poll-result", has_text="Rye")
    await expect(rye).to_contain_text("your vote")
    await expect(rye).to_contain_text("1 vote · 100 %")
    await play.person("Max").call("PUT", f"{path}/polls/{asked['id']}/answers/@me", {"answer_ids": ["2"]})
    await expect(poll.locator(".poll-result", has_text="Spelt")).to_contain_text("1 vote · 50 %")
    await poll.get_by_role("button", name="Take the vote back").click()
    await expect(poll.get_by_role("radio", name="Rye")).not_to_be_checked()
    await poll.get_by_role("button", name="Show the count").click()
    await expect(rye).to_contain_text("0 votes")
    await play.person("Olu").call("POST", f"{path}/polls/{asked['id']}/expire")
    await expect(poll).to_contain_text("1 vote · the poll has ended")
    await expect(poll.locator(".won")).to_contain_text("Spelt")
    await expect(mia.locator(".message").last).to_contain_text("has ended: Spelt, with 1 of 1 vote.")


async def test_a_person_makes_a_poll(open_as: OpenAs) -> None:
    page = await open_as("Olu")
    await page.get_by_role("button", name="Make a poll").click()
    window = page.get_by_role("dialog", name="New poll")
    await window.get_by_label("Question").fill("Where shall we meet?")
    await window.get_by_role("textbox", name="Answers").fill("At the library\nIn the park\n")
    await window.get_by_label("One may choose several answers").check()
    await window.get_by_role("button", name="Send the poll").click()
    await expect(window).to_have_count(0)
    poll = page.get_by_role("region", name="Where shall we meet?")
    await expect(poll.get_by_role("checkbox")).to_have_count(2)


async def test_an_event_is_listed_with_its_details_and_one_says_that_one_comes(open_as: OpenAs, play: Play) -> None:
    mia = await open_as("Mia")
    where = f"https://discord.com/channels/{play.guild_id}/{await play.person('Ada').place('readings')}"
    made = await _calendar_entry(
        play, "An evening of bread", description="Bring **rye**.", entity_metadata={"location": where}
    )
    await mia.get_by_role("button", name="Events").click()
    card = mia.locator(".event-card", has_text="An evening of bread")
    await expect(card).to_contain_text("in 2 hours")
    await expect(card.locator("strong")).to_have_text("rye")
    await expect(card).to_contain_text("0 people are interested")
    interest = card.get_by_role("button", name="Interested")
    await interest.click()
    await expect(interest).to_have_attribute("aria-pressed", "true")
    await expect(card).to_contain_text("1 person is interested")
    told = [each for each in await play.person("Max").events() if each["id"] == made["id"]]
    assert [each["user_count"] for each in told] == [1]
    await interest.click()
    await expect(card).to_contain_text("0 people are interested")
    await card.get_by_role("button", name="#readings").click()
    await expect(mia.get_by_role("dialog")).to_have_count(0)
    await expect(mia.locator(".channel-title")).to_contain_text("readings")


async def test_whoever_manages_events_begins_and_ends_them(open_as: OpenAs, play: Play) -> None:
    ada = await open_as("Ada")
    await _calendar_entry(play, "A walk")
    await ada.get_by_role("button", name="Events").click()
    card = ada.locator(".event-card", has_text="A walk")
    await card.get_by_role("button", name="Begin now").click()
    await expect(card.locator(".event-when")).to_have_text("Now")
    await card.get_by_role("button", name="End it").click()
    await expect(card).to_have_count(0)


async def test_a_forum_post_is_written_with_tags_listed_found_by_tag_and_read(open_as: OpenAs, play: Play) -> None:
    tags = [{"name": "open", "emoji_name": "📖"}, {"name": "read"}, {"name": "chosen", "moderated": True}]
    forum = {"name": "books", "type": 15, "available_tags": tags, "flags": 1 << 4, "topic": "One book a post"}
    await play.person("Ada").call("POST", f"/guilds/{play.guild_id}/channels", forum)
    mia = await open_as("Mia")
    await go_to(mia, "books")
    await expect(mia.get_by_text("No posts yet")).to_be_visible()
    await mia.get_by_role("button", name="New post").click()
    window = mia.get_by_role("dialog", name="New post in books")
    await expect(window.get_by_role("checkbox")).to_have_count(2)
    await window.get_by_label("Title").fill("The Salt Path")
    await window.get_by_label("Message").fill("Shall we *walk*?")
    await window.get_by_role("button", name="Post", exact=True).click()
    await expect(window.get_by_role("alert")).to_contain_text("wants a tag")
    await window.get_by_role("checkbox", name="open").check()
    await window.get_by_role("button", name="Post", exact=True).click()
    await expect(mia.locator(".channel-title")).to_contain_text("The Salt Path")
    await expect(mia.locator(".topic")).to_contain_text("📖 open")
    await expect(mia.locator(".message").last).to_contain_text("Shall we walk?")
    await mia.locator(".channel-title").get_by_role("button", name="#books").click()
    card = mia.locator(".post-card", has_text="The Salt Path")
    await expect(card).to_contain_text("Mia: Shall we walk?")
    await expect(card.locator(".tag")).to_have_text("📖 open")
    await mia.get_by_role("group", name="Only posts with this tag").get_by_role("button", name="read").click()
    await expect(mia.get_by_text("No post has this tag.")).to_be_visible()
    await mia.get_by_role("group", name="Only posts with this tag").get_by_role("button", name="open").click()
    await card.click()
    await expect(mia.locator(".channel-title")).to_contain_text("The Salt Path")
