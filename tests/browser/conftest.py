"""A browser, a sandbox and a stock bot: one of each for all of the page's tests, and a fresh tab for each person."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, async_playwright, expect

from sandbox.server import Sandbox

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 30_000
"""How long a tab may take to show what was done, on a busy machine."""
BOT_STARTS_WITHIN_S = 90
HOUSE = Path(__file__).parents[2]

OpenAs = Callable[..., Awaitable[Page]]


def chromium() -> str:
    """Where the browser is; skips the test if there is none."""
    for name in BROWSERS:
        found = shutil.which(name)
        if found:
            return found
    pytest.skip("No Chromium on this machine (Debian, Ubuntu: apt-get install chromium).")


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def browser() -> AsyncIterator[Browser]:
    """The system's Chromium, without a window."""
    path = chromium()
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def sandbox(browser: Browser) -> AsyncIterator[Sandbox]:
    """A sandbox with the stage bot in it, its commands registered; not started where there is no browser."""
    del browser
    async with Sandbox(acknowledge_within_s=PATIENCE_MS / 1000) as sandbox:
        about = sandbox.about()
        arguments = [about["api_url"], about["gateway_url"], about["bot_token"], about["guild_id"]]
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.browser.stage_bot", *arguments, cwd=HOUSE, stdout=asyncio.subprocess.PIPE
        )
        assert bot.stdout is not None
        try:
            async with asyncio.timeout(BOT_STARTS_WITHIN_S):
                assert await bot.stdout.readline() == b"ready\n"
            yield sandbox
        finally:
            bot.kill()
            await bot.wait()


class Tabs:
    """Opens tabs and gathers what goes wrong in their scripts. Everybody has a window of their own, kept for all tests.

    (A second tab in one window would be a background tab, which Chromium slows down.) The tab in it is kept too, empty
    between tests: a new one is a process of its own, which costs more than most tests.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._windows: dict[tuple[str, int, int], BrowserContext] = {}
        self._pages: list[Page] = []
        self.errors: list[str] = []

    async def open(
        self, sandbox: Sandbox, name: str, channel: str = "general", *, width: int = 1280, height: int = 800
    ) -> Page:
        """A tab in which this person looks at this channel."""
        page = await self._tab(name, width, height)
        about = sandbox.about()
        await page.goto(f"{sandbox.web_url}/?as={name}#/{about['guild_id']}/{about['channels'][channel]}")
        await page.locator(".box").wait_for()
        await page.locator(".channel-title", has_text=channel).wait_for()
        return page

    async def _tab(self, name: str, width: int, height: int) -> Page:
        """The empty tab of their window, or a new one if it is not free."""
        window = await self._window(name, width, height)
        page = next((each for each in window.pages if each not in self._pages), None)
        if page is None:
            page = await window.new_page()
            page.set_default_timeout(PATIENCE_MS)
            page.on("pageerror", lambda error: self.errors.append(str(error)))
            page.on("console", self._note_refused_content)
        self._pages.append(page)
        return page

    async def _window(self, name: str, width: int, height: int) -> BrowserContext:
        if (name, width, height) not in self._windows:
            size: ViewportSize = {"width": width, "height": height}
            self._windows[name, width, height] = await self._browser.new_context(
                viewport=size, has_touch=width < 500, locale="en-GB", timezone_id="Europe/London"
            )
        return self._windows[name, width, height]

    def _note_refused_content(self, message: ConsoleMessage) -> None:
        if "Content Security" in message.text:
            self.errors.append(message.text)

    async def close(self) -> list[str]:
        """Leave the tabs empty, as new ones are; the errors of their scripts since the last time."""
        for page in self._pages:
            await page.unroute_all(behavior="ignoreErrors")
            await page.mouse.move(0, 0)
            await page.evaluate("sessionStorage.clear()")
            await page.goto("about:blank")
        self._pages.clear()
        errors, self.errors = self.errors, []
        return errors


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def windows(browser: Browser) -> Tabs:
    """The windows that all tests open their tabs in."""
    return Tabs(browser)


@pytest_asyncio.fixture(loop_scope="package")
async def tabs(windows: Tabs) -> AsyncIterator[Tabs]:
    """Tabs that are closed after the test. An error in a script of the page fails it."""
    yield windows
    assert await windows.close() == []


@pytest_asyncio.fixture(loop_scope="package")
async def open_as(tabs: Tabs, sandbox: Sandbox) -> OpenAs:
    """`await open_as("Olu", "general")` is a tab in which Olu looks at that channel, with the stage bot about."""
    return partial(tabs.open, sandbox)
