"""The guide that whoever starts the sandbox may give the page, and the clock's way to what is due next."""

import json
from pathlib import Path

import pytest
from playwright.async_api import expect

from sandbox.server import Sandbox

from .acting import become, write
from .conftest import OpenAs, Tabs

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.xdist_group("browser")]

GUIDE = {
    "title": "Two things to try",
    "intro": "A **guide** of somebody's own.",
    "steps": [
        {"title": "Look in", "text": "As Mia.", "actions": [{"text": "Be Mia", "as": "Mia", "in": "readings"}]},
        {"title": "Let time pass", "actions": [{"text": "To what is due", "clock": "next"}]},
    ],
}
ANNOUNCING = {
    "title": "Announce",
    "steps": [
        {
            "title": "Announce",
            "actions": [
                {
                    "text": "Announce it",
                    "as": "Olu",
                    "in": "articles",
                    "command": "announce",
                    "options": {"title": "flood", "minutes": "12", "where": "#readings"},
                }
            ],
        }
    ],
}


async def test_the_guide_shows_on_first_sight_and_can_be_closed_and_reopened(tabs: Tabs, tmp_path: Path) -> None:
    told = tmp_path / "guide.json"
    told.write_text(json.dumps(GUIDE), encoding="utf-8")
    async with Sandbox(guide=told) as sandbox:
        page = await tabs.open(sandbox, "Ada")
        guide = page.get_by_role("complementary", name="Guide")
        await expect(guide.get_by_role("heading", name="Two things to try")).to_be_visible()
        await guide.get_by_role("button", name="Be Mia").click()
        await expect(page.locator(".you")).to_contain_text("Mia")
        await expect(page.locator(".channel-title")).to_contain_text("readings")
        await guide.get_by_role("button", name="Close the guide").click()
        await page.reload()
        await page.locator(".box").wait_for()
        opener = page.get_by_role("button", name="Guide: what to try")
        await expect(opener).to_be_visible()
        await expect(guide).not_to_be_visible()
        await opener.click()
        await expect(guide).to_be_visible()
        await page.get_by_role("button", name="What the bot does").click()
        await expect(guide).not_to_be_visible()


async def test_a_step_of_the_guide_begins_a_command_with_its_options_filled_in(tabs: Tabs, sandbox: Sandbox) -> None:
    page = await tabs.open(sandbox, "Mia")
    await page.route("**/sandbox/guide", lambda route: route.fulfill(json=ANNOUNCING))
    await page.reload()
    await page.get_by_role("button", name="Announce it").click()
    await expect(page.get_by_role("combobox", name="title")).to_have_value("What the flood taught the town")
    await expect(page.get_by_role("button", name="Run", exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    card = page.locator(".message", has_text="What the flood taught the town").last
    await expect(card).to_contain_text("Olu used /announce")
    await expect(card).to_contain_text("12 minutes")
    await expect(card).to_contain_text("#readings")


async def test_without_a_guide_there_is_no_button_for_one(open_as: OpenAs) -> None:
    page = await open_as("Ada")
    await expect(page.get_by_role("button", name="What the bot does")).to_be_visible()
    await expect(page.get_by_role("button", name="Guide")).to_have_count(0)


async def test_one_press_moves_the_clock_to_the_next_time_that_a_message_names(tabs: Tabs) -> None:
    async with Sandbox() as sandbox:
        page = await tabs.open(sandbox, "Olu")
        at = sandbox.parts.clock.now() // 1000 + 600
        await write(page, f"We begin <t:{at}:F> and end <t:{at + 7200}:t>")
        following = page.get_by_role("button", name="the time named in #general")
        await expect(following).to_have_text("Next: in 10 min")
        await become(page, "Max")
        await following.click()
        await expect(following).to_have_text("Next: in 2 hr")
        assert sandbox.parts.clock.now() >= at * 1000
        await page.get_by_role("button", name="Move the clock to a moment of your choice").click()
        await page.get_by_role("list", name="What is due").get_by_role("button").first.click()
        await expect(page.get_by_role("button", name="Nothing is due")).to_be_disabled()
        assert sandbox.parts.clock.now() >= (at + 7200) * 1000
