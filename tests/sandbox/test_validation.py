"""Discord's own description of its API, held against both directions."""

import os
from typing import Any

import pytest

from sandbox.play import Play
from sandbox.server import Sandbox
from sandbox.validation import Checker, as_described, from_environment

from .conftest import BareBot

needs_description = pytest.mark.skipif(
    not os.environ.get("DISCORD_OPENAPI"), reason="DISCORD_OPENAPI names no API description"
)


@pytest.fixture(scope="module")
def checker() -> Checker:
    """The description that the environment names."""
    made = from_environment()
    assert made is not None
    return made


def test_without_a_description_nothing_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISCORD_OPENAPI", raising=False)
    assert from_environment() is None


def test_what_discord_takes_in_two_spellings_is_read_in_the_described_one() -> None:
    body = {"users": [1_456_074_443_980_800_000], "flags": 64, "allow": "1024", "default_member_permissions": 1 << 50}
    body |= {"attachments": [{"id": 0, "filename": "x"}], "components": [{"type": 1, "id": 7}]}
    assert as_described(body) == {
        "users": ["1456074443980800000"],
        "flags": 64,
        "allow": 1024,
        "default_member_permissions": 1 << 50,
        "attachments": [{"id": "0", "filename": "x"}],
        "components": [{"type": 1, "id": 7}],
    }


ROUTE = ("POST", "/channels/{channel_id}/messages")


@needs_description
@pytest.mark.parametrize(
    ("body", "place"),
    [({"content": 5}, "content"), ({"embeds": "x"}, "embeds"), ({"flags": "x"}, "flags"), ([], "body")],
)
def test_a_wrong_body_is_told_with_its_place(checker: Checker, body: Any, place: str) -> None:
    wrong = checker.wrong_with_body(*ROUTE, body)
    assert wrong is not None
    assert wrong.startswith(place)
    assert checker.wrong_with_body(*ROUTE, {"content": "x"}) is None


@needs_description
def test_a_key_that_discord_would_pass_over_is_a_mistake(checker: Checker) -> None:
    assert checker.wrong_with_body(*ROUTE, {"content": "x", "embed": {"title": "x"}}) == "unknown keys: embed"


@needs_description
async def test_an_option_may_allow_media_channels_though_the_description_forgets_them(bot: BareBot) -> None:
    option = {"name": "where", "description": "Where", "type": 7, "channel_types": [0, 15, 16]}
    command = {"name": "read", "description": "Read", "type": 1, "options": [option]}
    path = f"/applications/{bot.sandbox.about()['application_id']}/commands"
    status, [made] = await bot.call("PUT", path, [command])
    assert (status, made["options"][0]["channel_types"]) == (200, [0, 15, 16])


@needs_description
def test_a_wrong_reply_is_told(checker: Checker) -> None:
    assert checker.wrong_with_reply("GET", "/users/@me", 200, {"id": "1"}) is not None
    assert checker.wrong_with_reply("GET", "/users/@me", 204, None) is None


@needs_description
async def test_the_rules_own_no_comes_before_the_descriptions(bot: BareBot, play: Play) -> None:
    path = f"/channels/{bot.channels['general']}/messages"
    status, code, errors = await bot.refused("POST", path, {"embeds": [{"title": "x" * 257}]})
    assert (status, code) == (400, 50035)
    assert errors["embeds"]["0"]["title"]["_errors"][0]["code"] == "BASE_TYPE_MAX_LENGTH"
    status, code, errors = await bot.refused("POST", path, {"content": "x", "embed": {}})
    assert (status, code, errors["_errors"][0]["code"]) == (400, 50035, "DESCRIPTION_MISMATCH")
    assert await play.messages("general") == [], "asking the rule has no effect"


@needs_description
async def test_a_wrong_request_is_refused_and_remembered(sandbox: Sandbox, bot: BareBot, play: Play) -> None:
    status, told = await bot.call("POST", f"/channels/{bot.channels['general']}/messages", {"content": {"x": 1}})
    assert (status, told["code"]) == (400, 50035)
    assert [each["kind"] for each in await play.control("GET", "/sandbox/violations")] == ["invalid_request"]
    assert await play.messages("general") == []
    sandbox.parts.journal.violations.clear()
