"""Everybody is answered in their own language; what the group sees is in the language of the server."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path

import pytest
import pytest_asyncio

from bot.languages.words import ENGLISH, NAME, name, say, speaking
from sandbox.server import load_world
from sandbox.views import Button, Message
from tests.e2e.organising import HOUR_S, PATIENCE_S, Organising, number_of, organising
from tests.languages.complaints import translations

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("languages")]

SPANISH, GERMAN, FRENCH = "es", "de", "fr"
LEAST_WORDS = 4
"""Shorter texts may be the same in two languages, or stand in an article."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def circle(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Organising]:
    """A Spanish server: its admin speaks English, everybody else German."""
    world = load_world()
    for guild in world.guilds.values():
        guild.locale = "es-ES"
    for user in world.users.values():
        user.locale = "en-US" if user.name == "Ada" else "de"
    async with organising(tmp_path_factory.mktemp("languages"), world) as ready:
        yield ready


def told(tag: str, text: str, **values: object) -> str:
    """The text in a language, which must not be the English one."""
    with speaking(tag):
        words = say(text, **values)
    assert tag == ENGLISH or words != text.format(**values), f"{text!r} is not translated into {tag}"
    return words


def texts(tag: str) -> Iterator[str]:
    """Every text of the interface in a language, names of commands aside."""
    for each in translations(GERMAN if tag == ENGLISH else tag):
        if each.id and each.context != NAME:
            forms = each.id if tag == ENGLISH else each.string
            yield from [forms] if isinstance(forms, str) else forms or ()


@cache
def sentences(tag: str) -> re.Pattern[str]:
    """Any longer text of the interface in a language, with any values; none that another language shares."""
    others = {other: set(texts(other)) for other in (ENGLISH, SPANISH, GERMAN)}
    own = others.pop(tag) - set().union(*others.values())
    longer = [text for text in own if len(re.findall(r"[^\W\d_]{2,}", re.sub(r"\{\w*\}", "", text))) >= LEAST_WORDS]
    return re.compile("|".join(re.sub(r"\\\{\w*\\\}", ".+?", re.escape(text)) for text in longer))


def assert_only(tag: str, *messages: Message) -> None:
    """Nothing in these is said in one of the other languages."""
    for message in messages:
        shown = "\n".join([message.text, *(button.label for button in message.buttons)])
        for other in {ENGLISH, SPANISH, GERMAN} - {tag}:
            found = sentences(other).search(shown)
            assert found is None, f"{other} where {tag} is spoken: {found[0]!r} in {shown!r}"


def another(circle: Organising, title: str) -> Path:
    """The article of the line under another title and with a sentence of its own."""
    text = circle.here.article.read_text(encoding="utf-8").replace("The Bread Stayed in the Ovens", title, 1)
    file = circle.here.article.with_name(f"{title}.txt")
    file.write_text(f"{text}\n\nThis was the story of {title}.\n", encoding="utf-8")
    return file


def pressing(message: Message, action: str) -> Button:
    """The button that asks for this, whatever it is called."""
    return next(each for each in message.buttons if (each.custom_id or "").startswith(f"rc:{action}:"))


async def test_a_server_speaks_at_first_as_discord_says_it_does(circle: Organising) -> None:
    shown = await circle.does("/setup show", circle.ada)
    assert "Español" in shown.text
    assert_only(ENGLISH, shown)


async def test_a_german_in_a_spanish_server_is_answered_in_german_and_the_group_in_spanish(circle: Organising) -> None:
    preview = await circle.drafted()
    assert_only(GERMAN, preview)
    assert pressing(preview, "schedule").label == told(GERMAN, "Schedule")
    reading_id = number_of(preview)
    done = await circle.olu.press(pressing(preview, "schedule"))
    assert_only(GERMAN, done)
    announced = await circle.announced(reading_id)
    assert told(SPANISH, "We are going to read") in announced.text
    assert pressing(announced, "join").label == told(SPANISH, "I’m reading")
    joined = await circle.mia.press(pressing(announced, "join"))
    assert pressing(joined, "leave").label == told(GERMAN, "Take it back")
    await circle.play.skip(seconds=2 * HOUR_S)
    asked = await circle.sees(
        lambda post: any("rc:passage:" in (b.custom_id or "") for b in post.buttons), announced.id
    )
    assert pressing(asked, "passage").label == told(SPANISH, "Show passage")
    assert_only(GERMAN, joined, await circle.mia.press(pressing(asked, "passage")))
    again = await circle.announced(reading_id, lambda post: told(SPANISH, "We are reading") in post.text)
    assert_only(SPANISH, announced, again, *await circle.play.messages(announced.id))


async def test_a_public_post_that_a_german_changes_stays_spanish(circle: Organising) -> None:
    await circle.does("/article add", file=another(circle, "Second Bread"), post="library")
    made = await circle.does("/series create", name="Jueves", when="jeden Donnerstag 19:00", ahead="7 days")
    assert_only(GERMAN, made)
    asked = await circle.olu.sees(
        lambda post: any("rc:skip:" in (button.custom_id or "") for button in post.buttons),
        in_="readings",
        within=PATIENCE_S,
    )
    assert_only(SPANISH, asked)
    assert_only(GERMAN, await circle.olu.press(pressing(asked, "change")))
    assert_only(GERMAN, refused := await circle.mia.press(pressing(asked, "skip")))
    assert refused.ephemeral
    assert told(GERMAN, "Only organisers may do this.") in refused.text
    skipped = await circle.olu.press(pressing(asked, "skip"))
    assert (skipped.id, skipped.ephemeral) == (asked.id, False)
    assert skipped.text.startswith(told(SPANISH, "That one is left out."))
    assert_only(SPANISH, skipped)


async def test_forms_and_lists_are_in_the_language_of_whoever_opens_them(circle: Organising) -> None:
    form = await circle.olu.form(circle.does("/article add"))
    assert form.title == told(GERMAN, "Paste an article")
    assert form.fields[0].label == told(GERMAN, "Title on the first line, then the text")
    answer = await circle.olu.submit(form, {form.fields[0].label: "Too short.\n" + "x" * 200})
    assert_only(GERMAN, answer)
    preview = await circle.drafted(article="The Bread")
    await circle.olu.press(pressing(preview, "schedule"))
    await circle.announced(number_of(preview))
    offered = await circle.olu.autocomplete("/reading cancel", "reading", "")
    [choice] = [each for each in offered if each.value == f"reading:{number_of(preview)}"]
    assert told(GERMAN, "coming") in choice.name


async def test_a_direct_message_is_in_the_language_of_who_asked_for_it(circle: Organising) -> None:
    chosen = await circle.does("/me reminders", circle.mia, when="start", where="direct")
    preview = await circle.drafted(article="The Bread", starts="in 30 minutes")
    await circle.olu.press(pressing(preview, "schedule"))
    await circle.announced(number_of(preview))
    await circle.does("/reading remind", reading=f"reading:{number_of(preview)}")
    reminded = await circle.mia.sees(
        lambda post: "guild_id" not in post.raw and any("rc:unremind:" in (b.custom_id or "") for b in post.buttons),
        within=PATIENCE_S,
    )
    assert pressing(reminded, "unremind").label == told(GERMAN, "Do not remind me")
    assert_only(GERMAN, chosen, reminded, await circle.mia.press(pressing(reminded, "unremind")))


async def test_commands_are_called_as_members_speak(circle: Organising) -> None:
    index = await circle.mia.call("GET", f"/guilds/{circle.play.guild_id}/application-command-index")
    called = {each["name"]: each.get("name_localized", each["name"]) for each in index["application_commands"]}
    for command in ("articles", "suggest", "privacy", "Ask the group about this"):
        assert called[command] == (name(command, GERMAN) or command)
    assert called["articles"] != "articles"


async def test_an_admin_chooses_another_language_for_the_group(circle: Organising) -> None:
    chosen = await circle.does("/setup language", circle.ada, language=FRENCH)
    assert "Français" in chosen.text
    await circle.does("/article add", file=another(circle, "Third Bread"), post="now")
    added = await circle.sees("Third Bread", "articles")
    assert told(FRENCH, "New article") in added.text
