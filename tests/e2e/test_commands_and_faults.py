"""A table of organisers' commands and what can be wrong: each gives a clear answer, and nothing breaks.

The commands and their options are those that Discord was told of, so that one added later is in the table too. A clear
answer says what is wrong and, after an arrow, what to do next; it is never a fault of the bot's own.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterator
from typing import Any

import pytest
import pytest_asyncio

from sandbox.views import FormShown, Message, Rejected
from tests.e2e.organising import Organising, Planned, number_of, organising

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("commands_and_faults")]

ORGANISERS = ("article", "questions", "reading", "series")
TEXT, NUMBER = 3, 4
INVALID_FORM, MISSING = 50035, 50001
NOT_THERE = ("reading:999999", "article:999999", "series:999999", "reading:99999999999999999999")
UNREADABLE = ("Donnerstag 19 Uhr", "", " ", "?" * 300, "<@everyone> **x** `y`", "-1", "0")
WRONG: dict[str, tuple[str, ...]] = {
    "article": (*NOT_THERE, *UNREADABLE),
    "reading": (*NOT_THERE, *UNREADABLE),
    "series": (*NOT_THERE, *UNREADABLE),
    "url": ("not an address", "ftp://paper.example/x", "http://127.0.0.1:9/x"),
}
FITTING: dict[str, Any] = {
    "article": "Bread",
    "starts": "in 2 hours",
    "closes": "in 2 hours",
    "when": "every Thursday 19:00",
    "name": "Thursdays",
    "day": "2030-01-03",
    "first": "2030-01-03",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def circle(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Organising]:
    async with organising(tmp_path_factory.mktemp("table")) as ready:
        yield ready


def leaves(commands: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each command by the words people type, with its options."""
    for command in commands:
        if command["type"] == 1 and command["name"] in ORGANISERS:
            for inner in command["options"]:
                yield f"/{command['name']} {inner['name']}", inner.get("options", [])


def table(commands: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every command with each text option wrong in each way, the other required ones as they should be."""
    for words, options in leaves(commands):
        required = {each["name"]: FITTING.get(each["name"], "x") for each in options if each.get("required")}
        for option in options:
            if option["type"] != TEXT or option.get("choices"):
                continue
            for wrong in WRONG.get(option["name"], UNREADABLE):
                if option.get("min_length", 0) <= len(wrong) <= option.get("max_length", 6000):
                    yield words, required | {option["name"]: wrong}


async def told(act: Awaitable[Message]) -> str:
    """What is answered; Discord's own refusal and a form are answers too."""
    try:
        return (await act).text
    except FormShown as form:
        return f"→ {form.modal.title}"
    except Rejected as refused:
        if refused.code not in (INVALID_FORM, MISSING):
            raise
        return "→ refused by Discord"


def assert_clear(words: str, given: dict[str, Any], text: str) -> None:
    assert text, f"{words} {given}: no answer"
    assert "on our side" not in text, f"{words} {given}: {text}"


async def test_every_command_answers_every_wrong_argument_clearly(circle: Organising) -> None:
    index = await circle.olu.call("GET", f"/guilds/{circle.play.guild_id}/application-command-index")
    rows = list(table(index["application_commands"]))
    assert len({words for words, _ in rows}) >= 12
    for start in range(0, len(rows), 6):
        some = rows[start : start + 6]
        texts = await asyncio.gather(*(told(circle.olu.command(w, in_="general", options=given)) for w, given in some))
        for (words, given), text in zip(some, texts, strict=True):
            assert_clear(words, given, text)
            assert "→" in text or words == "/series end", f"{words} {given}: {text}"


@pytest.mark.parametrize("option", ["article", "reading", "series"])
async def test_what_is_not_there_is_said_with_the_next_step(circle: Organising, option: str) -> None:
    index = await circle.olu.call("GET", f"/guilds/{circle.play.guild_id}/application-command-index")
    rows = [(w, given) for w, given in table(index["application_commands"]) if given.get(option) == f"{option}:999999"]
    assert rows
    for words, given in rows:
        text = await told(circle.olu.command(words, in_="general", options=given))
        assert "→" in text, f"{words} {given}: {text}"


READING_COMMANDS: dict[str, dict[str, Any]] = {
    "/reading move": {"starts": "in 9 hours"},
    "/reading edit": {"pace": "hourly"},
    "/reading remind": {},
    "/reading start-now": {},
    "/reading close": {},
    "/reading cancel": {},
    "/reading report": {},
    "/questions set": {},
}


async def walk(circle: Organising, planned: Planned) -> dict[str, str]:
    """Every command about this reading, given by both organisers at once; what the two were told, by command."""
    answers = {}
    for words, more in READING_COMMANDS.items():
        given = {"reading": planned.value} | more
        both = await asyncio.gather(
            *(told(who.command(words, in_="general", options=given)) for who in (circle.olu, circle.ada))
        )
        for text in both:
            assert_clear(words, given, text)
        answers[words] = "\n".join(both)
    return answers


async def test_two_organisers_at_once_get_an_answer_each_and_nothing_happens_twice(circle: Organising) -> None:
    planned = await circle.planned(starts="in 2 hours")
    await circle.mia.press(planned.announcement.button("I’m reading"))
    answers = await walk(circle, planned)
    assert "now starts" in answers["/reading move"]
    assert "opens in" in answers["/reading start-now"]
    await circle.sees("Question 1 of 3", planned.announcement.id)
    said = [post for post in await circle.play.messages("readings") if post.content.startswith("⏰")]
    assert len(said) == 1
    shown = await asyncio.gather(
        *(
            who.command("/reading close", in_="general", options={"reading": planned.value})
            for who in (circle.olu, circle.ada)
        )
    )
    texts = await asyncio.gather(
        told(circle.olu.press(shown[0].button("Close it"))), told(circle.ada.press(shown[1].button("Close it")))
    )
    assert any("closes now" in text for text in texts)
    await circle.sees("That was our reading", planned.announcement.id)


async def test_commands_about_a_reading_that_is_over_or_called_off_say_so(circle: Organising) -> None:
    planned = await circle.planned(starts="in 2 hours")
    await circle.call_off(planned)
    answers = await walk(circle, planned)
    for words in ("/reading move", "/reading edit", "/reading remind", "/reading start-now"):
        assert "→" in answers[words], answers[words]
    assert "called off" in answers["/reading move"]


async def test_a_second_click_changes_nothing(circle: Organising) -> None:
    preview = await circle.drafted()
    reading = number_of(preview)
    clicks = [told(circle.olu.press(preview.button("Schedule"))) for _ in range(3)]
    for text in await asyncio.gather(*clicks):
        assert_clear("Schedule", {}, text)
    planned = Planned(reading, await circle.announced(reading))
    before = len(await circle.play.messages("readings"))
    shown = await circle.does("/reading cancel", reading=planned.value)
    clicks = [told(circle.olu.press(shown.button("Call it off"))) for _ in range(3)]
    for text in await asyncio.gather(*clicks):
        assert_clear("Call it off", {}, text)
    await circle.sees(
        lambda post: post.id == planned.announcement.id and "does not take place" in post.text, "readings"
    )
    assert len(await circle.play.messages("readings")) == before
    preview = await circle.drafted()
    clicks = [told(circle.olu.press(preview.button(label))) for label in ("Discard", "Schedule", "Rehearse")]
    for text in await asyncio.gather(*clicks):
        assert_clear("Discard", {}, text)


@pytest.mark.parametrize("right", ["view_channel", "send_messages", "embed_links", "create_public_threads"])
async def test_a_right_the_bot_lacks_is_named_by_every_command_that_needs_it(circle: Organising, right: str) -> None:
    channel = circle.play.about["channels"]["readings"]
    taken = {"what": "permission_taken", "permissions": [right], "channel": channel}
    fault = await circle.play.control("POST", "/sandbox/faults", taken)
    planning = await told(circle.drafted(channel="readings"))
    named = right.replace("_", " ").title()
    assert "→" in planning
    assert named in planning, planning
    await circle.play.control("DELETE", f"/sandbox/faults/{fault['id']}")


async def test_commands_about_a_reading_whose_channel_vanished_say_where_it_goes_on(circle: Organising) -> None:
    made = await circle.ada.call("POST", f"/guilds/{circle.play.guild_id}/channels", {"name": "cellar", "type": 0})
    planned = await circle.planned(channel=made["id"])
    await circle.ada.call("DELETE", f"/channels/{made['id']}")
    await circle.sees("The channel of readings that are coming was deleted", "readings")
    await walk(circle, planned)
    moved = await circle.does("/reading edit", reading=planned.value, channel="general")
    assert "is changed" in moved.text
    await circle.announced(planned.id, lambda post: post.channel_id == circle.play.about["channels"]["general"])
    await circle.call_off(planned)


async def test_after_all_of_it_the_bot_still_works(circle: Organising) -> None:
    planned = await circle.planned(starts="in 1 hour")
    assert "coming" in (await circle.does("/reading list")).text
    await circle.call_off(planned)
    log = circle.here.bot.told()
    assert "interaction failed" not in log
    assert "Traceback" not in log
