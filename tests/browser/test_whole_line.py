"""The main job by clicking and typing only, as four people, with the real bot and the clock moved ahead.

A picture of each step is kept under `test-artefacts/browser/`; `make pictures` renews those that the README shows.
"""

import json
import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Locator, Page, expect

from sandbox.demo import guide
from sandbox.world.state import World
from tests.e2e.conftest import Stage, stage

from .acting import become, command, go_to, ran, write
from .conftest import HOUSE, Tabs

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.xdist_group("browser")]
PICTURES = HOUSE / "test-artefacts" / "browser"
README_PICTURES = HOUSE / "docs" / "images"


class Album:
    """Numbered pictures of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.number = 0
        PICTURES.mkdir(parents=True, exist_ok=True)

    async def keep(self, what: str, *, readme: bool = False) -> None:
        """Take one picture, with the pointer out of the way; where asked for, also for the README."""
        self.number += 1
        await self.page.mouse.move(0, 0)
        picture = await self.page.screenshot(path=PICTURES / f"{self.number:02}-{what}.png")
        if readme and os.environ.get("README_PICTURES"):
            (README_PICTURES / f"{what}.png").write_bytes(picture)


async def set_up(page: Page, album: Album) -> None:
    """As the admin, by the guide's buttons: both channels and the time zone."""
    panel = page.get_by_role("complementary", name="Guide")
    await panel.get_by_text("Set it up").wait_for()
    await page.locator(".welcome-commands button").first.wait_for()
    await album.keep("first-sight", readme=True)
    for action in ("Articles go here", "Readings go here", "Time zone"):
        async with ran(page) as answer:
            await panel.get_by_role("button", name=action).click()
    await expect(answer[0]).to_contain_text("All set")
    await album.keep("set-up")
    await panel.get_by_role("button", name="Close the guide").click()


async def add_and_plan(page: Page, album: Album, article: Path) -> None:
    """As the organiser: an article by upload, then a reading of it."""
    added = await command(page, "article add", {"file": article})
    await expect(added).to_contain_text("is in the library now")
    title = (await added.locator(".said strong").first.inner_text()).split("”")[0].lstrip("“")
    await album.keep("article-added")
    preview = await command(page, "reading plan", {"article": title, "starts": "in 5 minutes", "for": "2 hours"})
    await expect(preview).to_contain_text("Preview:")
    await album.keep("preview", readme=True)
    await preview.get_by_role("button", name="Schedule").click()
    await expect(preview).to_contain_text("Scheduled:")


async def answer_question(page: Page, number: int, text: str) -> Locator:
    """Reply to one of the questions; the question comes back."""
    question = page.locator(".message", has_text=f"Question {number} of")
    await question.hover()
    await question.get_by_role("button", name="Reply").click()
    await write(page, text)
    await expect(page.locator(".message", has_text=text).last).to_contain_text("In reply to")
    return question


async def discuss(page: Page, album: Album) -> None:
    """As a member, in the thread: take part, look a passage up, answer a question and react to it."""
    await page.get_by_role("button", name="I’m reading").last.click()
    await expect(page.locator(".message.ephemeral")).to_have_count(1)
    await page.locator(".message", has_text="Question 2 of").get_by_role("button", name="Show passage").click()
    await expect(page.locator(".message.ephemeral")).to_have_count(2)
    question = await answer_question(page, 2, "They had seen it before, and said so.")
    await question.hover()
    await question.get_by_role("button", name="Add a reaction").click()
    await page.get_by_role("button", name="thinking").click()
    await expect(question.locator(".reaction")).to_have_text("🤔1")
    await album.keep("reading", readme=True)


async def told(page: Page, name: str, options: dict[str, str | Path], words: str) -> Locator:
    """Ask until the answer has these words: what was just done may not have reached the bot yet."""
    while words not in await (answer := await command(page, name, options)).inner_text():
        await answer.get_by_role("button", name="Dismiss").click()
        await expect(answer).to_have_count(0)
    return answer


async def walk(page: Page, album: Album, playing: Stage) -> None:
    await set_up(page, album)
    await become(page, "Olu")
    await add_and_plan(page, album, playing.article)
    await go_to(page, "articles")
    await expect(page.locator(".embed")).to_contain_text("section with lessons")
    await album.keep("article-announced")
    await go_to(page, "readings")
    await expect(page.locator(".embed-author")).to_have_text("We are going to read")
    await album.keep("reading-announced")
    await page.get_by_role("button", name="Move the clock to what is due next").click()
    await page.locator(".thread-card").wait_for()
    await become(page, "Mia")
    await page.locator(".thread-card").click()
    await page.locator(".message", has_text="Question 3 of").wait_for()
    await album.keep("thread-opened")
    await discuss(page, album)
    await told(page, "me summary", {}, "1 reply to 1 question, 1 reaction")
    await album.keep("own-part")
    await become(page, "Max")
    await answer_question(page, 1, "What they changed their minds about.")
    await become(page, "Olu")
    report = await told(page, "reading report", {"reading": await thread_title(page)}, "2 people took part")
    await expect(report).to_contain_text("1 reply from 1 person, 1 reaction, passage opened by 1 person")
    await album.keep("report", readme=True)
    await page.get_by_role("button", name="Move the clock to what is due next").click()
    await expect(page.locator(".message", has_text="That was our reading")).to_contain_text("2 people took part")
    await album.keep("closed")


async def thread_title(page: Page) -> str:
    """The open thread's name."""
    return (await page.locator(".channel-title").inner_text()).split("›")[-1].strip()


def misfits(told: list[guide.Step], world: World) -> list[str]:
    """What the guide asks for that the bot does not have: commands, and options of them."""
    known: dict[str, set[str]] = {}
    for each in world.commands.values():
        for option in each.body.get("options", []):
            known[f"{each.name} {option['name']}"] = {inner["name"] for inner in option.get("options", [])}
    actions = [action for step in told for action in step.actions if action.command]
    return [
        f"/{action.command}: {sorted(set(action.options) - known.get(action.command, set()))}"
        for action in actions
        if action.command not in known or set(action.options) - known[action.command]
    ]


async def test_the_whole_line_can_be_walked_by_clicking_and_typing(tabs: Tabs, tmp_path: Path) -> None:
    shown = tmp_path / "guide.json"
    async with stage(tmp_path, guide=shown) as playing:
        about, site = playing.sandbox.about(), f"http://{urlsplit(playing.url).netloc}"
        shown.write_text(json.dumps(guide.page(about, site)), encoding="utf-8")
        playing.bot.start()
        await playing.connected()
        assert misfits(guide.steps(about["users"], site), playing.sandbox.world) == []
        page = await tabs.open(playing.sandbox, "Ada", "general", height=900)
        await walk(page, Album(page), playing)
