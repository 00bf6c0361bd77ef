"""Commands typed or pasted whole, and a keyboard that always lands where typing does what one expects."""

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from .acting import write
from .conftest import OpenAs

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.xdist_group("browser")]

READ = """async (texts) => {
  const { readTyped } = await import('/static/js/state/typed_command.js');
  const option = (name, type = 3, shown = name) => ({ name, type, shown });
  const leaf = (name, options, known = name) => ({ name, known, options });
  const leaves = [
    leaf('articles find', [option('words'), option('count', 4)]),
    leaf('article add', [option('file', 11), option('url')]),
    leaf('later', []),
    leaf('lesung planen', [option('article', 3, 'artikel')], 'reading plan'),
  ];
  return texts.map((text) => readTyped(leaves, text))
    .map((read) => read && [read.leaf.name, read.values, read.leftover]);
}"""
MEANING: dict[str, list[object] | None] = {
    "/articles find words: library": ["articles find", {"words": "library"}, ""],
    "/articles find words:the old  library count: 3": [
        "articles find",
        {"words": "the old  library", "count": "3"},
        "",
    ],
    "/Articles  Find library": ["articles find", {"words": "library"}, ""],
    "/articles find count: 3\nwords: x": ["articles find", {"words": "x", "count": "3"}, ""],
    "/article add https://example.org/?url:1": ["article add", {"url": "https://example.org/?url:1"}, ""],
    "/article add url: https://example.org/": ["article add", {"url": "https://example.org/"}, ""],
    "/lesung planen artikel: Brot": ["lesung planen", {"article": "Brot"}, ""],
    "/reading plan article: Brot": ["lesung planen", {"article": "Brot"}, ""],
    "/later": ["later", {}, ""],
    "/later please": ["later", {}, "please"],
    "/laterally": None,
    "/articles": None,
    "/articles finder": None,
}


async def form_of(page: Page, text: str) -> None:
    """Type this and press Enter; the form of /announce opens."""
    await write(page, text)
    await page.get_by_role("form", name="/announce").wait_for()


async def test_a_typed_command_is_cut_into_its_options(open_as: OpenAs) -> None:
    page = await open_as("Mia")
    assert dict(zip(MEANING, await page.evaluate(READ, list(MEANING)), strict=True)) == MEANING


async def test_a_command_typed_whole_is_filled_in_and_runs_at_the_next_enter(open_as: OpenAs) -> None:
    page = await open_as("Max")
    await page.locator(".box").press_sequentially("/announce title: A whole line minutes: 12 where: #readings")
    await expect(page.get_by_role("option")).to_contain_text("minutes: 12")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("combobox", name="title")).to_have_value("A whole line")
    await expect(page.get_by_role("button", name="Run", exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    card = page.locator(".message", has_text="A whole line").last
    await expect(card).to_contain_text("Max used /announce")
    await expect(card).to_contain_text("12 minutes")
    await expect(card).to_contain_text("#readings")


async def test_a_pasted_command_is_never_posted_however_fast_enter_follows(open_as: OpenAs) -> None:
    page = await open_as("Max")
    await form_of(page, "/announce title: Seven winters on the allotment\nwhere: nowhere")
    await expect(page.get_by_role("alert").first).to_contain_text("“nowhere” is no choice of where.")
    await expect(page.get_by_role("button", name="where: Choose")).to_be_focused()
    await expect(page.locator(".message", has_text="/announce title")).to_have_count(0)


async def test_what_only_looks_like_a_command_is_kept_and_said_why(open_as: OpenAs) -> None:
    page = await open_as("Max")
    await write(page, "/feed add url: https://example.org/private")
    await expect(page.locator(".notice")).to_contain_text("Max has no command /feed here")
    await expect(page.locator(".box")).to_have_value("/feed add url: https://example.org/private")
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator(".message", has_text="private")).to_have_count(0)
    await write(page, "/a/path is no command")
    await expect(page.locator(".message").last).to_contain_text("/a/path is no command")
    await expect(page.locator(".command-list")).not_to_be_visible()


async def test_typing_goes_into_the_first_option_when_all_are_optional(open_as: OpenAs) -> None:
    page = await open_as("Max")
    await write(page, "/remember")
    await expect(page.get_by_role("button", name="+ what")).to_be_focused()
    await page.keyboard.type("the old mill")
    await expect(page.get_by_role("textbox", name="what")).to_have_value("the old mill")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.ephemeral").last).to_contain_text("Remembered: the old mill")


async def test_a_menu_opens_before_the_bots_commands_are_known_and_left_it_stays_closed(open_as: OpenAs) -> None:
    page = await open_as("Max")
    await write(page, "A message with a menu")
    row = page.locator(".message", has_text="A message with a menu").last
    await row.wait_for()
    known = asyncio.Event()

    async def hold(route: Route) -> None:
        await known.wait()
        await route.continue_()

    await page.route("**/application-command-index", hold)
    await page.reload()
    await row.press("ContextMenu")
    await expect(page.get_by_role("menuitem", name="Reply")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("menu")).to_have_count(0)
    known.set()
    await row.press("ContextMenu")
    await expect(page.get_by_role("menuitem", name="Count the words")).to_be_visible()
    await page.locator(".box").focus()
    await expect(page.get_by_role("menu")).to_have_count(0)


async def test_the_keyboard_keeps_its_place_on_a_phone_when_what_had_it_is_gone(open_as: OpenAs) -> None:
    page = await open_as("Olu", "articles", width=390, height=780)
    await form_of(page, "/announce title: Kept in place")
    await page.keyboard.press("Enter")
    card = page.locator(".message", has_text="Kept in place").last
    await card.get_by_role("button", name="I'm reading").press("Enter")
    await expect(page.locator(".message.ephemeral").last).to_contain_text("Noted, Olu.")
    await expect(card.get_by_role("button", name="I'm reading")).to_be_focused()
    await card.locator(".thread-card").press("Enter")
    await expect(page.locator(".channel-title")).to_be_focused()
    await page.keyboard.type("Letters find the box")
    await expect(page.locator(".box")).to_have_value("Letters find the box")
    await page.get_by_role("button", name="Channels and people").press("Enter")
    await expect(page.locator(".entry[aria-current]")).to_be_focused()
    await page.get_by_role("button", name="Discord in").focus()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("navigation", name="Channels")).not_to_be_visible()
    await page.get_by_role("button", name="Channels and people").press("Enter")
    await page.locator(".entry", has_text="readings").first.press("Enter")
    await expect(page.locator(".channel-title")).to_be_focused()


async def test_commands_are_listed_in_the_language_that_a_person_chooses_and_sent_by_the_bots_names(
    open_as: OpenAs,
) -> None:
    page = await open_as("Noor")
    language = page.get_by_role("button", name="Discord in")
    await expect(language).to_have_text("Discord in American English")
    await language.click()
    await page.get_by_role("option", name="Deutsch").click()
    await expect(language).to_have_text("Discord in Deutsch")
    await page.locator(".box").press_sequentially("/merk")
    await expect(page.get_by_role("option")).to_contain_text("Sich etwas merken")
    await write(page, "/remember was: Brot")
    form = page.get_by_role("form", name="/merken")
    await expect(form.get_by_role("textbox", name="was")).to_have_value("Brot")
    await form.get_by_role("button", name="Run", exact=True).click()
    await expect(page.locator(".message", has_text="Remembered: Brot, nowhere")).to_be_visible()
    await language.click()
    await page.get_by_role("option", name="American English").click()
    await page.locator(".box").press_sequentially("/rem")
    await expect(page.get_by_role("option")).to_contain_text("/remember")
