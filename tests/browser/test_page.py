"""The sandbox's page in a real browser, with a stock discord.py bot on the other side."""

import asyncio
import base64
import re

import pytest
from playwright.async_api import Locator, Page, expect

from sandbox.fault_kinds import KINDS
from sandbox.server import Sandbox

from .acting import become, write
from .conftest import OpenAs

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.xdist_group("browser")]

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A picture of one dot."""


async def announce(page: Page, typed: str, title: str) -> Locator:
    """Use /announce with the title that autocomplete offers for what was typed; the bot's message comes back."""
    await page.locator(".box").fill("/ann")
    await page.get_by_role("option", name="/announce").click()
    await page.get_by_role("combobox", name="title").fill(typed)
    await page.get_by_role("option", name=title).click()
    await page.get_by_role("button", name="Run", exact=True).click()
    card = page.locator(".message", has=page.get_by_role("link", name=title)).last
    await card.wait_for()
    return card


async def test_a_command_with_autocomplete_posts_a_card_that_others_see_at_once(open_as: OpenAs) -> None:
    olu, mia = await open_as("Olu", "articles"), await open_as("Mia", "articles")
    card = await announce(olu, "flood", "What the flood taught the town")
    await expect(card).to_contain_text("Olu used /announce")
    await expect(card.get_by_role("link", name="The whole article")).to_have_attribute(
        "rel", "noopener noreferrer nofollow"
    )
    seen = mia.locator(".message", has_text="What the flood taught the town").last
    await expect(seen.locator(".embed-title")).to_have_text("What the flood taught the town")
    await expect(seen.locator("dd").first).to_have_text("8 minutes")


async def test_options_of_every_kind_reach_the_bot(open_as: OpenAs) -> None:
    olu = await open_as("Olu", "articles")
    await olu.locator(".box").fill("/announce")
    await olu.locator(".box").press("Enter")
    await olu.get_by_role("combobox", name="title").fill("A text of our own")
    await olu.get_by_role("button", name="+ minutes").click()
    await olu.get_by_role("textbox", name="minutes").fill("120")
    await olu.get_by_role("button", name="+ where").click()
    await olu.get_by_role("button", name="where: Choose").click()
    await olu.get_by_role("option", name="#readings").click()
    await olu.get_by_role("button", name="+ file").click()
    story = {"name": "story.txt", "mimeType": "text/plain", "buffer": b"Once upon a time."}
    await olu.locator(".option input[type=file]").set_input_files(story)  # type: ignore[arg-type]  # a plain dict is its TypedDict
    run = olu.get_by_role("button", name="Run", exact=True)
    await run.click()
    await expect(olu.get_by_role("alert").first).to_contain_text("between 1 and 90")
    await olu.get_by_role("textbox", name="minutes").fill("12")
    await run.click()
    card = olu.locator(".message", has_text="A text of our own").last
    await expect(card).to_contain_text("12 minutes")
    await expect(card).to_contain_text("#readings")
    await expect(card.locator(".embed-footer")).to_contain_text("story.txt")


async def test_a_private_answer_is_seen_by_its_person_alone_and_can_be_dismissed(open_as: OpenAs) -> None:
    olu, mia = await open_as("Olu", "readings"), await open_as("Mia", "readings")
    await announce(olu, "library", "The library on Mill Street")
    await mia.locator(".message").last.get_by_role("button", name="I'm reading").click()
    private = mia.locator(".message.ephemeral")
    await expect(private).to_contain_text("Noted, Mia.")
    await expect(private).to_contain_text("Only you can see this")
    await expect(olu.get_by_text("Noted, Mia.")).to_have_count(0)
    await become(mia, "Max")
    await expect(private).to_have_count(0)
    await become(mia, "Mia")
    await private.get_by_role("button", name="Dismiss").click()
    await expect(private).to_have_count(0)


async def test_a_modal_goes_to_the_bot_and_a_missing_answer_is_asked_for(open_as: OpenAs) -> None:
    olu = await open_as("Olu", "readings")
    card = await announce(olu, "library", "The library on Mill Street")
    await card.get_by_role("button", name="Tell why").click()
    modal = olu.get_by_role("dialog", name="Why do you ask?")
    await expect(modal.get_by_label("Your reason")).to_be_focused()
    await modal.get_by_role("button", name="Submit").click()
    await expect(modal.get_by_role("alert")).to_contain_text("is needed")
    await modal.get_by_label("Your reason").fill("to learn")
    await modal.get_by_role("button", name="Submit").click()
    await expect(modal).to_have_count(0)
    await expect(olu.locator(".message.ephemeral").last).to_contain_text("Because: to learn")


async def test_a_select_edits_the_message_in_place(open_as: OpenAs) -> None:
    olu = await open_as("Olu", "readings")
    card = await announce(olu, "Seven", "Seven winters on the allotment")
    await card.get_by_role("button", name="How far are you?").click()
    await olu.get_by_role("option", name="Done").click()
    await expect(card).to_contain_text("Somebody is: Done")
    await expect(card).to_contain_text("(edited)")


async def test_a_bot_that_stays_silent_is_said_in_words(open_as: OpenAs, sandbox: Sandbox) -> None:
    olu = await open_as("Olu", "readings")
    card = await announce(olu, "library", "The library on Mill Street")
    patient, sandbox.parts.acknowledge_within_s = sandbox.parts.acknowledge_within_s, 0.2
    try:
        await card.get_by_role("button", name="Silent").click()
        await expect(olu.locator(".notice")).to_have_text("The application did not respond.")
    finally:
        sandbox.parts.acknowledge_within_s = patient


async def test_a_deferred_answer_takes_the_place_of_the_waiting_one(open_as: OpenAs) -> None:
    olu = await open_as("Olu")
    await olu.locator(".box").fill("/later")
    await olu.locator(".box").press("Enter")
    await olu.get_by_role("button", name="Run", exact=True).press("Enter")
    await expect(olu.locator(".message").last).to_contain_text("Here it is, at last.")
    await expect(olu.locator(".thinking")).to_have_count(0)


async def test_a_thread_is_unread_under_its_channel_until_it_is_opened(open_as: OpenAs) -> None:
    olu, mia = await open_as("Olu", "articles"), await open_as("Mia", "general")
    await announce(olu, "Seven", "Seven winters on the allotment")
    threads = mia.get_by_role("list", name="Threads in articles")
    entry = threads.get_by_role("button", name="Discussion: Seven winters on the allotment")
    await expect(entry).to_contain_text("unread")
    await entry.click()
    await expect(mia.locator("blockquote").last).to_contain_text("stayed for each other")
    await expect(entry).not_to_contain_text("unread")
    await expect(mia.locator(".message").first).to_contain_text("This thread began with")
    await mia.locator(".channel-title").get_by_role("button", name="#articles").click()
    await expect(mia.locator(".thread-card").last).to_contain_text("1 message")


async def test_messages_are_answered_reacted_to_edited_and_deleted(open_as: OpenAs) -> None:
    olu, mia = await open_as("Olu"), await open_as("Mia")
    await write(olu, "Shall we **read**?")
    heard = mia.locator(".message", has_text="Shall we read?").last
    await heard.hover()
    await heard.get_by_role("button", name="Add a reaction").click()
    await mia.get_by_role("button", name="book read open").click()
    await expect(olu.get_by_role("button", name="book: 1")).to_have_attribute("aria-pressed", "false")
    await expect(mia.get_by_role("button", name="book: 1, yours among them")).to_have_attribute("aria-pressed", "true")
    await heard.get_by_role("button", name="Reply").click()
    await write(mia, "Yes, gladly")
    answer = olu.locator(".message", has_text="Yes, gladly")
    await expect(answer).to_contain_text("In reply to Olu")
    await mia.locator(".box").press("ArrowUp")
    await mia.get_by_label("Edit the message").fill("Yes, on Thursday")
    await mia.get_by_label("Edit the message").press("Enter")
    await expect(olu.locator(".message", has_text="Yes, on Thursday")).to_contain_text("(edited)")
    mia.once("dialog", lambda dialog: asyncio.ensure_future(dialog.accept()))
    await mia.locator(".message", has_text="Yes, on Thursday").click(button="right")
    await mia.get_by_role("menuitem", name="Delete").click()
    await expect(olu.get_by_text("Yes, on Thursday")).to_have_count(0)


async def test_a_message_command_stands_in_the_menu_and_runs(open_as: OpenAs) -> None:
    mia = await open_as("Mia")
    await write(mia, "one two three four")
    await mia.locator(".message", has_text="one two three four").last.click(button="right")
    await mia.get_by_role("menuitem", name="Count the words").click()
    await expect(mia.locator(".message.ephemeral").last).to_contain_text("4 words")


async def test_a_picture_sent_with_a_message_is_seen_by_others(open_as: OpenAs) -> None:
    mia, max_ = await open_as("Mia"), await open_as("Max")
    await mia.locator("input[type=file]").set_input_files({"name": "dot.png", "mimeType": "image/png", "buffer": DOT})
    await write(mia, "Our table tonight")
    picture = max_.locator(".message", has_text="Our table tonight").get_by_role("img", name="dot.png")
    await expect(picture).to_have_js_property("naturalWidth", 1)


async def test_somebody_else_sees_only_what_they_may(open_as: OpenAs) -> None:
    page = await open_as("Ada", "admin-log")
    await become(page, "Mia")
    await expect(page.get_by_role("button", name="admin-log")).to_have_count(0)
    await expect(page.locator(".channel-title")).to_contain_text("articles")
    await write(page, "Hello from Mia")
    await expect(page.locator(".message", has_text="Hello from Mia").locator(".author").last).to_have_text("Mia")


async def test_the_clock_moves_ahead_and_relative_times_follow(open_as: OpenAs, sandbox: Sandbox) -> None:
    page = await open_as("Olu")
    before = sandbox.parts.clock.now()
    await write(page, f"We meet <t:{before // 1000 + 7210}:R>")
    stamp = page.locator(".message", has_text="We meet").last.locator("time.stamp")
    await expect(stamp).to_have_text("in 2 hours")
    await page.get_by_role("button", name="Move the clock one hour ahead").click()
    await expect(stamp).to_have_text("in 1 hour")
    assert sandbox.parts.clock.now() - before >= 3_600_000


async def test_a_refusal_is_said_in_words_and_what_was_typed_is_kept(open_as: OpenAs) -> None:
    page = await open_as("Mia")
    await write(page, "x" * 2001)
    await expect(page.locator(".notice")).to_contain_text("2000 characters")
    assert len(await page.locator(".box").input_value()) == 2001


async def test_a_lost_connection_is_made_anew(open_as: OpenAs, sandbox: Sandbox) -> None:
    olu, mia = await open_as("Olu"), await open_as("Mia")
    people = [each for each in sandbox.parts.hub.sessions.values() if each not in sandbox.parts.hub.bot_sessions()]
    for session in people:
        if session.connection is not None:
            await session.connection.close(1001)
    await write(olu, "Are you still there?")
    await expect(mia.locator(".message", has_text="Are you still there?")).to_be_visible()


async def test_the_panel_shows_the_bots_calls_and_switches_faults_on(open_as: OpenAs) -> None:
    page = await open_as("Olu")
    await page.get_by_role("button", name="What the bot does").click()
    await expect(page.locator(".calls summary").first).to_contain_text("200")
    await page.get_by_role("tab", name="Faults").click()
    await page.get_by_label("What goes wrong").select_option("slow")
    await page.get_by_label("For which route").fill("/users/@me/guilds")
    await page.get_by_role("button", name="Switch on").click()
    await expect(page.locator(".faults")).to_contain_text("three seconds late")
    await page.get_by_role("button", name="Switch off").click()
    await expect(page.locator(".faults")).to_contain_text("None")


async def test_the_panel_offers_every_fault_there_is_with_what_it_needs(open_as: OpenAs) -> None:
    page = await open_as("Olu")
    await page.get_by_role("button", name="What the bot does").click()
    await page.get_by_role("tab", name="Faults").click()
    offered = await page.get_by_label("What goes wrong").locator("option").evaluate_all("all => all.map(o => o.value)")
    assert sorted(offered) == sorted(KINDS)
    await page.get_by_label("What goes wrong").select_option("permission_taken")
    await page.get_by_label("Which right").select_option("embed_links")
    await page.get_by_label("Which channel").select_option(label="#general")
    await page.get_by_role("button", name="Switch on").click()
    await expect(page.locator(".faults")).to_contain_text("loses a right")
    await page.get_by_role("button", name="Switch off").click()
    await expect(page.locator(".faults")).to_contain_text("None")


async def test_names_are_suggested_while_typing_and_sent_as_mentions(open_as: OpenAs) -> None:
    olu, mia = await open_as("Olu"), await open_as("Mia")
    await olu.locator(".box").press_sequentially("Well, @mi")
    await olu.get_by_role("option", name="@Mia").wait_for()
    await olu.keyboard.press("Enter")
    await olu.locator(".box").press_sequentially("look into #rea")
    await olu.get_by_role("option", name=re.compile("^#readings")).click()
    await expect(olu.locator(".box")).to_have_value("Well, @Mia look into #readings ")
    await olu.keyboard.press("Enter")
    heard = mia.locator(".message", has_text="Well, @Mia look into").last
    await expect(heard.locator(".mention-me")).to_have_text("@Mia")
    await heard.get_by_role("button", name="#readings").click()
    await expect(mia.locator(".channel-title")).to_contain_text("readings")
