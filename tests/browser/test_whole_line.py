"""The main job by clicking and typing only, as four people, with the real bot and the clock moved ahead.

A picture of each step is kept under `test-artefacts/browser/`.
"""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.conftest import Stage, stage

from .acting import become, command, go_to, write
from .conftest import HOUSE, Tabs

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.xdist_group("browser")]
PICTURES = HOUSE / "test-artefacts" / "browser"


class Album:
    """Numbered pictures of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.number = 0
        PICTURES.mkdir(parents=True, exist_ok=True)

    async def keep(self, what: str) -> None:
        """Take one picture, with the pointer out of the way."""
        self.number += 1
        await self.page.mouse.move(0, 0)
        await self.page.screenshot(path=PICTURES / f"{self.number:02}-{what}.png")


async def set_up(page: Page) -> None:
    """As the admin: both channels and the time zone."""
    for use in ("articles", "readings"):
        await command(page, "setup channel", {"use": use, "channel": f"#{use}"})
    answer = await command(page, "setup timezone", {"zone": "Europe/London"})
    await expect(answer).to_contain_text("All set")


async def add_and_plan(page: Page, album: Album, article: Path) -> None:
    """As the organiser: an article by upload, then a reading of it."""
    added = await command(page, "article add", {"file": article})
    await expect(added).to_contain_text("is in the library now")
    title = (await added.locator(".said strong").first.inner_text()).split("”")[0].lstrip("“")
    await album.keep("article-added")
    preview = await command(page, "reading plan", {"article": title, "starts": "in 5 minutes", "for": "2 hours"})
    await expect(preview).to_contain_text("Preview:")
    await album.keep("reading-previewed")
    await preview.get_by_role("button", name="Schedule").click()
    await expect(preview).to_contain_text("Scheduled:")


async def discuss(page: Page, album: Album) -> None:
    """As a member, in the thread: take part, look a passage up, answer a question and react to it."""
    await page.get_by_role("button", name="I’m reading").last.click()
    await expect(page.locator(".message.ephemeral")).to_have_count(1)
    question = page.locator(".message", has_text="Question 2 of")
    await question.get_by_role("button", name="Show passage").click()
    await expect(page.locator(".message.ephemeral")).to_have_count(2)
    await question.hover()
    await question.get_by_role("button", name="Reply").click()
    await write(page, "They had seen it *before*, and said so.")
    await expect(page.locator(".message", has_text="They had seen it before").last).to_contain_text("In reply to")
    await question.hover()
    await question.get_by_role("button", name="Add a reaction").click()
    await page.get_by_role("button", name="thinking").click()
    await expect(question.locator(".reaction")).to_have_text("🤔1")
    await album.keep("question-answered")


async def walk(page: Page, album: Album, playing: Stage) -> None:
    await album.keep("welcome")
    await set_up(page)
    await album.keep("set-up")
    await become(page, "Olu")
    await add_and_plan(page, album, playing.article)
    await go_to(page, "articles")
    await expect(page.locator(".embed")).to_contain_text("section with lessons")
    await album.keep("article-announced")
    await go_to(page, "readings")
    await expect(page.locator(".embed-author")).to_have_text("We are going to read")
    await album.keep("reading-announced")
    for _ in range(5):
        await page.get_by_role("button", name="Move the clock one minute ahead").click()
    await page.locator(".thread-card").wait_for()
    await become(page, "Mia")
    await page.locator(".thread-card").click()
    await page.locator(".message", has_text="Question 3 of").wait_for()
    await album.keep("thread-opened")
    await discuss(page, album)
    summary = await command(page, "me summary")
    await expect(summary).to_contain_text("repl")
    await album.keep("own-part")
    await become(page, "Olu")
    report = await command(page, "reading report", {"reading": await thread_title(page)})
    await expect(report).to_contain_text("1 reply from 1 person, 1 reaction, passage opened by 1 person")
    await album.keep("report")
    for _ in range(2):
        await page.get_by_role("button", name="Move the clock one hour ahead").click()
    await expect(page.locator(".message", has_text="That was our reading")).to_contain_text("1 person took part")
    await album.keep("closed")


async def thread_title(page: Page) -> str:
    """The open thread's name."""
    return (await page.locator(".channel-title").inner_text()).split("›")[-1].strip()


async def test_the_whole_line_can_be_walked_by_clicking_and_typing(tabs: Tabs, tmp_path: Path) -> None:
    async with stage(tmp_path) as playing:
        playing.bot.start()
        await playing.connected()
        page = await tabs.open(playing.sandbox, "Ada", "general", height=900)
        await walk(page, Album(page), playing)
