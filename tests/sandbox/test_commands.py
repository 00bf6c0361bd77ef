"""Registering commands: kept, replaced, refused one past each limit."""

import re
from pathlib import Path
from typing import Any

import pytest

from sandbox.play import Play
from sandbox.world.commands import LOCALES

from .conftest import BareBot


def _command(name: str = "read", **more: Any) -> dict[str, Any]:
    return {"name": name, "description": "Read", "type": 1} | more


def _option(name: str = "what", **more: Any) -> dict[str, Any]:
    return {"name": name, "description": "What", "type": 3} | more


def _path(bot: BareBot, *, guild: bool = False) -> str:
    about = bot.sandbox.about()
    scope = f"/guilds/{about['guild_id']}" if guild else ""
    return f"/applications/{about['application_id']}{scope}/commands"


async def test_overwriting_keeps_the_ids_of_what_stays(bot: BareBot) -> None:
    _, first = await bot.call("PUT", _path(bot), [_command("read"), _command("write")])
    _, second = await bot.call("PUT", _path(bot), [_command("read", description="Other"), _command("sing")])
    ids = [{each["name"]: each["id"] for each in told} for told in (first, second)]
    assert ids[0]["read"] == ids[1]["read"]
    assert first[0]["version"] != second[0]["version"]
    _, listed = await bot.call("GET", _path(bot))
    assert [each["name"] for each in listed] == ["read", "sing"]


async def test_one_command_is_added_changed_fetched_and_removed(bot: BareBot) -> None:
    status, made = await bot.call("POST", _path(bot, guild=True), _command())
    again, replaced = await bot.call("POST", _path(bot, guild=True), _command(description="Other"))
    assert (status, again, made["id"] == replaced["id"]) == (201, 200, True)
    one = f"{_path(bot, guild=True)}/{made['id']}"
    _, edited = await bot.call("PATCH", one, {"description": "Third"})
    assert (await bot.call("GET", one))[1] == edited
    assert edited["description"] == "Third"
    assert (await bot.call("DELETE", one))[0] == 204
    assert (await bot.refused("GET", one))[:2] == (404, 10063)
    assert await bot.call("GET", f"{_path(bot, guild=True)}/permissions") == (200, [])


LONG_CHOICES = [{"name": "x" * 100, "value": "y" * 100}] * 2
NESTED = _option("a", type=2, options=[_option("b", type=2, options=[_option("c", type=1)])])
WRONG: dict[str, list[dict[str, Any]]] = {
    "101 commands": [_command(f"read{number}") for number in range(101)],
    "the same name twice": [_command(), _command()],
    "a name of 33": [_command("x" * 33)],
    "an upper-case name": [_command("Read")],
    "a name with a space": [_command("read it")],
    "a description of 101": [_command(description="x" * 101)],
    "no description": [{"name": "read", "type": 1}],
    "26 options": [_command(options=[_option(f"o{number}") for number in range(26)])],
    "an option twice": [_command(options=[_option(), _option()])],
    "required after optional": [_command(options=[_option("a"), _option("b", required=True)])],
    "26 choices": [_command(options=[_option(choices=[{"name": str(n), "value": str(n)} for n in range(26)])])],
    "a choice of 101": [_command(options=[_option(choices=[{"name": "x" * 101, "value": "x"}])])],
    "choices with autocomplete": [
        _command(options=[_option(choices=[{"name": "x", "value": "x"}], autocomplete=True)])
    ],
    "groups three deep": [_command(options=[NESTED])],
    "8001 characters": [
        _command(options=[_option(f"o{n}", description="x" * 100, choices=LONG_CHOICES) for n in range(16)])
    ],
}


@pytest.mark.parametrize("commands", WRONG.values(), ids=WRONG.keys())
async def test_one_past_a_limit_of_commands_is_refused(bot: BareBot, commands: list[dict[str, Any]]) -> None:
    assert (await bot.refused("PUT", _path(bot), commands))[:2] == (400, 50035)
    assert await bot.call("GET", _path(bot)) == (200, [])


async def test_each_person_finds_commands_in_their_own_language(bot: BareBot, play: Play) -> None:
    choices = [{"name": "bread", "value": "b", "name_localizations": {"de": "Brot"}}]
    option = _option(name_localizations={"de": "was"}, description_localizations={"de": "Was"}, choices=choices)
    command = _command(name_localizations={"de": "lesen"}, description_localizations={"de": "Lesen"}, options=[option])
    await bot.call("PUT", _path(bot), [command])
    mia, max_ = play.person("Mia"), play.person("Max")
    assert await mia.call("PATCH", "/users/@me/settings", {"locale": "de"}) == {"locale": "de"}
    assert (await mia.call("GET", "/users/@me"))["locale"] == "de"
    index = f"/guilds/{play.guild_id}/application-command-index"
    [german], [english] = [(await each.call("GET", index))["application_commands"] for each in (mia, max_)]
    assert (german["name"], german["name_localized"], german["description_localized"]) == ("read", "lesen", "Lesen")
    assert german["options"][0]["name_localized"] == "was"
    assert german["options"][0]["choices"][0]["name_localized"] == "Brot"
    assert "name_localized" not in english
    _, [plain] = await bot.call("GET", _path(bot))
    _, [whole] = await bot.call("GET", _path(bot), with_localizations="true")
    assert ("name_localizations" in plain, whole["name_localizations"]) == (False, {"de": "lesen"})


@pytest.mark.parametrize("wrong", [{"xx": "lesen"}, {"de": "x" * 33}, {"de": "Lesen"}])
async def test_translations_of_names_are_checked_as_names(bot: BareBot, wrong: dict[str, str]) -> None:
    body = [_command(name_localizations=wrong)]
    assert (await bot.refused("PUT", _path(bot), body))[:2] == (400, 50035)


def test_the_page_offers_the_languages_that_discord_has() -> None:
    page = (Path(__file__).parents[2] / "sandbox/web/js/views/language.js").read_text(encoding="utf-8")
    listed = page.partition("const LOCALES = (")[2].partition(").split")[0]
    assert sorted(re.findall(r"[a-z]{2}(?:-[A-Z0-9]{2,3})?", listed)) == sorted(LOCALES)
