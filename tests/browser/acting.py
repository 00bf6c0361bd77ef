"""What people do on the page, as tests say it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Locator, Page, expect


async def write(page: Page, text: str) -> None:
    """Type a message and send it."""
    await page.locator(".box").fill(text)
    await page.locator(".box").press("Enter")


async def become(page: Page, name: str) -> None:
    """Choose to be somebody else."""
    await page.get_by_role("button", name="You are").click()
    await page.get_by_role("option", name=name).click()
    await expect(page.locator(".you")).to_contain_text(name)
    await expect(page.locator(".status")).to_have_attribute("data-status", "ready")


async def go_to(page: Page, channel: str) -> None:
    """Open a channel or thread from the list at the side."""
    await page.locator(".entry", has_text=channel).first.click()
    await expect(page.locator(".channel-title")).to_contain_text(channel)


async def fill_option(page: Page, name: str, value: str | Path) -> None:
    """Fill in one option of the command being typed, added if it is optional; picks and suggestions by their words."""
    offer = page.get_by_role("button", name=f"+ {name}", exact=True)
    if await offer.count():
        await offer.click()
    option = page.locator(".option", has=page.locator("label", has_text=re.compile(f"^{name}( |$)")))
    if isinstance(value, Path):
        await option.locator("input[type=file]").set_input_files(value)
    elif await option.locator(".picker").count():
        await option.locator(".picker").click()
        await page.get_by_role("option", name=value).first.click()
    elif await option.locator(".combobox").count():
        await option.locator("input").fill(value[:12])
        await page.locator(".suggestions").get_by_role("option", name=value).first.click()
    else:
        await option.locator("input").fill(value)


@asynccontextmanager
async def ran(page: Page) -> AsyncIterator[list[Locator]]:
    """Run the command whose form is opened within; afterwards the list holds the answer that only its person sees."""
    answers = page.locator(".message.ephemeral")
    before = await answers.count()
    answer: list[Locator] = []
    yield answer
    await page.get_by_role("button", name="Run", exact=True).click()
    answer.append(answers.nth(before))
    await answer[0].wait_for()
    await expect(answer[0].locator(".thinking")).to_have_count(0)


async def command(page: Page, name: str, options: dict[str, str | Path] | None = None) -> Locator:
    """Use a slash command; the answer that only its person sees comes back once it is whole."""
    async with ran(page) as answer:
        await page.locator(".box").fill(f"/{name}")
        await page.get_by_role("option", name=f"/{name}").first.click()
        for option, value in (options or {}).items():
            await fill_option(page, option, value)
    return answer[0]
