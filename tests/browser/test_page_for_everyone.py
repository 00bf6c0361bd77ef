"""The page's manners: safe with any text, usable by keyboard, on a phone, in light and dark."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.async_api import expect

from .acting import write
from .conftest import OpenAs

in_browser = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.xdist_group("browser")]
WEB = Path(__file__).parents[2] / "sandbox" / "web"
HOSTILE = [
    '<img src=x onerror="document.title=1">',
    "<script>document.title = 1</script>",
    "[click](javascript:alert(1))",
    '[click](https://example.org/" onmouseover="alert(1))',
    "||<b>bold</b>|| `<i>code</i>` **<u>u</u>**",
    "<t:99999999999999:R> <t:9999999999999:F>",
    "> " * 400 + "deep",
    "*" * 1500,
    "[" * 900 + "](" * 400,
]
MARKDOWN = {
    "**a** *b* __c__ ~~d~~": "<p><strong>a</strong> <em>b</em> <u>c</u> <s>d</s></p>",
    "snake_case_name and 2 * 3 * 4": "<p>snake_case_name and 2 * 3 * 4</p>",
    r"\*not\* `*code*`": "<p>*not* <code>*code*</code></p>",
    "> one\n> two\nafter": "<blockquote><p>one<br>two</p></blockquote><p>after</p>",
    ">>> all\nof it": "<blockquote><p>all<br>of it</p></blockquote>",
    "- a\n  - b\n- c": "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
    "2. b\n3. c": '<ol start="2"><li>b</li><li>c</li></ol>',
    "-# small": '<p class="small-print">small</p>',
    "```py\nx = 1\n```": '<pre tabindex="0"><code>x = 1</code></pre>',
    "<@123456> <#654321>": '<p><span class="mention">@unknown member</span> <span class="mention">#unknown</span></p>',
    "a\n\nb": "<p>a</p><p>b</p>",
}
RENDER = """async (texts) => {
  const { markdown } = await import('/static/js/text/markdown.js');
  const { Places } = await import('/static/js/state/places.js');
  const scene = { places: new Places({ tell() {} }), guildId: '1', clock: { now: () => 0 } };
  const made = texts.map((text) => {
    const div = document.createElement('div');
    div.append(markdown(text, scene));
    return div;
  });
  const told = (each) => [each.tagName, each.getAttributeNames(), each.getAttribute('href')];
  window.made = made.flatMap((div) => [...div.querySelectorAll('*')].map(told));
  return made.map((div) => div.innerHTML);
}"""
SAFE_ATTRIBUTES = {
    "href",
    "target",
    "rel",
    "title",
    "class",
    "datetime",
    "data-ms",
    "data-style",
    "type",
    "aria-hidden",
}


class TestInTheBrowser:
    """What only a browser can show."""

    pytestmark = in_browser

    async def test_discords_markdown_becomes_the_elements_it_means(self, open_as: OpenAs) -> None:
        page = await open_as("Mia")
        assert dict(zip(MARKDOWN, await page.evaluate(RENDER, list(MARKDOWN)), strict=True)) == MARKDOWN

    async def test_text_from_outside_never_becomes_markup(self, open_as: OpenAs) -> None:
        page = await open_as("Mia")
        await page.evaluate(RENDER, HOSTILE)
        made = await page.evaluate("window.made")
        assert {tag for tag, _, _ in made} <= {
            "P",
            "A",
            "BR",
            "EM",
            "STRONG",
            "U",
            "CODE",
            "BLOCKQUOTE",
            "TIME",
            "BUTTON",
            "SPAN",
        }
        assert {name for _, names, _ in made for name in names} <= SAFE_ATTRIBUTES
        assert all(href.startswith(("http://", "https://")) for _, _, href in made if href)
        for text in HOSTILE[:5]:
            await write(page, text)
        await expect(page.locator(".message").last).to_contain_text("<u>u</u>")
        assert await page.locator(".said img, .said script").count() == 0

    async def test_the_line_can_be_walked_with_the_keyboard_alone(self, open_as: OpenAs) -> None:
        page = await open_as("Olu", "articles")
        await page.locator(".box").focus()
        await page.keyboard.type("/ann")
        await page.get_by_role("option", name="/announce").wait_for()
        await page.keyboard.press("Tab")
        await page.get_by_role("option", name="The library on Mill Street").wait_for()
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("combobox", name="title")).to_have_value("What the flood taught the town")
        await page.keyboard.press("Enter")
        await page.locator(".embed").last.wait_for()
        await page.locator(".message").last.focus()
        await page.keyboard.press("ContextMenu")
        await page.keyboard.press("ArrowDown")
        await expect(page.get_by_role("menuitem", name="Add a reaction")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("menu")).to_have_count(0)

    async def test_every_control_has_a_name_and_the_page_its_landmarks(self, open_as: OpenAs) -> None:
        page = await open_as("Olu", "articles")
        await write(page, "Something to hang buttons on")
        await page.locator(".message").last.wait_for()
        nameless = await page.evaluate(
            """() => [...document.querySelectorAll('button, input, textarea, select, a')]
                 .filter((node) => !(node.getAttribute('aria-label') || node.textContent.trim() || node.labels?.length))
                 .map((node) => node.outerHTML)"""
        )
        assert nameless == []
        for landmark in (page.get_by_role("banner"), page.get_by_role("main"), page.get_by_role("navigation")):
            await expect(landmark).to_have_count(1)
        await expect(page.get_by_role("log", name="New messages")).to_have_count(1)

    async def test_it_fits_a_phone(self, open_as: OpenAs) -> None:
        page = await open_as("Mia", "general", width=390, height=780)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 390
        skips = await page.locator(".clock-skips").bounding_box()
        assert skips is not None
        assert skips["x"] + await page.locator(".clock-skips").evaluate("row => row.scrollWidth") <= 390
        side = page.get_by_role("navigation", name="Channels")
        await expect(side).not_to_be_visible()
        await page.get_by_role("button", name="Channels and people").click()
        await side.get_by_role("button", name="readings").click()
        await expect(side).not_to_be_visible()
        await expect(page.locator(".channel-title")).to_contain_text("readings")

    @pytest.mark.parametrize("width", [390, 320])
    async def test_the_bar_takes_two_rows_at_most_on_a_phone_with_a_guide(self, open_as: OpenAs, width: int) -> None:
        page = await open_as("Mia", width=width, height=780)
        await page.route("**/sandbox/guide", lambda route: route.fulfill(json={"title": "Try", "steps": []}))
        await page.reload()
        await page.get_by_role("button", name="Close the guide").click()
        await expect(page.get_by_role("button", name="Guide: what to try")).to_be_focused()
        middles = await page.locator(".bar").evaluate(
            """bar => [...bar.querySelectorAll('button, .clock-face')].map((node) => node.getBoundingClientRect())
                 .filter((box) => box.width).map((box) => box.top + box.height / 2).sort((a, b) => a - b)"""
        )
        assert sum(lower - upper > 10 for upper, lower in pairwise(middles)) == 1
        assert await page.locator(".bar").evaluate("bar => bar.scrollWidth") <= width

    async def test_the_chosen_colours_are_kept(self, open_as: OpenAs) -> None:
        page = await open_as("Mia", width=1000)
        await page.get_by_role("button", name="Dark colours").click()
        await page.reload()
        await page.locator(".entry").first.wait_for()
        assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(25, 27, 26)"


PAIRS = [
    *[
        ("--ink", ground)
        for ground in (
            "--paper",
            "--panel",
            "--raised",
            "--sunken",
            "--hover",
            "--accent-soft",
            "--bad-soft",
            "--note-soft",
        )
    ],
    *[("--faint", ground) for ground in ("--paper", "--panel", "--raised", "--hover", "--accent-soft")],
    *[("--accent", ground) for ground in ("--paper", "--panel", "--raised", "--accent-soft")],
    *[("--link", ground) for ground in ("--paper", "--raised")],
    *[("--bad", ground) for ground in ("--paper", "--panel", "--raised")],
    ("--good", "--panel"),
    ("--note", "--note-soft"),
    ("--on-accent", "--accent"),
    ("--on-good", "--good"),
    ("--on-bad", "--bad"),
]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_stands_out_from_its_ground_by_at_least_4_5_to_1(ink: str, ground: str, theme: int) -> None:
    tokens = dict(re.findall(r"(--[\w-]+): light-dark\((#\w{6}, #\w{6})\)", (WEB / "css" / "tokens.css").read_text()))
    lighter, darker = sorted((_luminance(tokens[each].split(", ")[theme]) for each in (ink, ground)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_no_script_of_the_page_takes_text_for_markup() -> None:
    banned = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setAttribute\(\"on"
    )
    assert [path.name for path in WEB.rglob("*.js") if banned.search(path.read_text())] == []


def test_each_script_of_the_page_has_one_subject_and_under_300_lines() -> None:
    long = {path.name: len(path.read_text().splitlines()) for path in WEB.rglob("*.js")}
    assert {name: lines for name, lines in long.items() if lines >= 300} == {}
