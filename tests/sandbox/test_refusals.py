"""What no other test is about, and that every refusal has a test."""

from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.play import Play
from sandbox.views import Rejected
from sandbox.world import refusals

from .conftest import BareBot


def test_every_refusal_has_a_test() -> None:
    """Each is told by its JSON code, somewhere under this folder."""
    tests = "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("test_*.py"))
    known = {name: each for name, each in vars(refusals).items() if isinstance(each, refusals.Refusal)}
    assert len(known) > 50
    assert [name for name, each in known.items() if each.code and str(each.code) not in tests] == []


async def test_routes_of_bots_and_of_people_are_kept_apart(bot: BareBot, play: Play) -> None:
    with pytest.raises(Rejected) as bots_only:
        await play.person("Mia").call("GET", "/gateway/bot")
    assert (bots_only.value.status, bots_only.value.code) == (403, 20002)
    assert (await bot.refused("GET", f"/guilds/{play.guild_id}/application-command-index"))[:2] == (403, 20001)


async def test_another_application_is_unknown(bot: BareBot) -> None:
    assert (await bot.refused("GET", "/applications/123/commands"))[:2] == (404, 10002)


async def test_what_is_no_json_is_refused(bot: BareBot, play: Play) -> None:
    url = f"{bot.sandbox.api_url}/channels/{bot.channels['general']}/messages"
    headers = {"Authorization": f"Bot {bot.sandbox.world.bot.token}", "Content-Type": "application/json"}
    async with play.session.post(url, data=b"{", headers=headers) as response:
        assert (response.status, (await response.json())["code"]) == (400, 50109)
    bot.sandbox.parts.journal.violations.clear()


async def test_a_body_of_the_wrong_kind_is_refused(bot: BareBot) -> None:
    assert (await bot.refused("POST", f"/channels/{bot.channels['general']}/messages", ["x"]))[:2] == (400, 50035)
    path = f"/applications/{bot.sandbox.about()['application_id']}/commands"
    assert (await bot.refused("PUT", path, {"name": "x"}))[:2] == (400, 50035)


async def test_a_thing_of_another_kind_of_channel_cannot_be_done(bot: BareBot, play: Play) -> None:
    ada = play.person("Ada")
    category = await ada.call("POST", f"/guilds/{play.guild_id}/channels", {"name": "Reading", "type": 4})
    tries: list[tuple[str, str, object, int]] = [
        ("POST", f"/channels/{category['id']}/messages", {"content": "x"}, 50008),
        ("POST", f"/channels/{category['id']}/threads", {"name": "x", "type": 11}, 50024),
        ("PUT", f"/channels/{bot.channels['general']}/thread-members/@me", None, 50024),
    ]
    for method, path, body, code in tries:
        assert (await bot.refused(method, path, body))[:2] == (400, code), path


async def test_a_number_that_is_none_is_refused(bot: BareBot) -> None:
    assert (await bot.refused("GET", "/channels/general"))[:2] == (400, 50035)
    path = f"/channels/{bot.channels['general']}/messages"
    assert (await bot.refused("GET", path, limit="many"))[:2] == (400, 50035)
    archived = f"/channels/{bot.channels['general']}/threads/archived/public"
    assert (await bot.refused("GET", archived, before="yesterday"))[:2] == (400, 50035)


async def test_eleven_files_are_too_many(bot: BareBot) -> None:
    stubs = [{"id": str(number), "filename": f"{number}.txt"} for number in range(11)]
    path = f"/channels/{bot.channels['general']}/messages"
    assert (await bot.refused("POST", path, {"content": "x", "attachments": stubs}))[:2] == (400, 50035)


MULTIPART = b'--b\r\nContent-Disposition: form-data; name="content"\r\n\r\nHello\r\n--b--\r\n'
UNREADABLE: dict[str, tuple[bytes, dict[str, str]]] = {
    "a form without a boundary": (MULTIPART, {"Content-Type": "multipart/form-data"}),
    "a form that breaks off": (MULTIPART[:30], {"Content-Type": "multipart/form-data; boundary=b"}),
    "another boundary": (MULTIPART, {"Content-Type": "multipart/form-data; boundary=c"}),
    "a form of nonsense": (
        b"--b\r\nnonsense\r\n\r\n\xff\r\n--b--",
        {"Content-Type": "multipart/form-data; boundary=b"},
    ),
    "what is no gzip": (b"junk", {"Content-Type": "application/json", "Content-Encoding": "gzip"}),
    "half a JSON": (b"{", {"Content-Type": "application/json"}),
}


@pytest.mark.parametrize(("data", "headers"), UNREADABLE.values(), ids=UNREADABLE.keys())
async def test_a_body_that_nobody_can_read_is_refused_and_written_down(
    bot: BareBot, play: Play, data: bytes, headers: dict[str, str]
) -> None:
    path = f"/channels/{bot.channels['general']}/messages"
    known = {"Authorization": f"Bot {bot.sandbox.world.bot.token}"}
    async with play.session.post(bot.sandbox.api_url + path, data=data, headers=known | headers) as response:
        assert (response.status, (await response.json())["code"]) == (400, 50109)
    [call] = await play.control("GET", "/sandbox/calls")
    assert (call["path"], call["status"], call["code"]) == (path, 400, 50109)
    assert [each.kind for each in bot.sandbox.parts.journal.violations] == ["invalid_request"]
    bot.sandbox.parts.journal.violations.clear()
    assert await play.messages("general") == []


async def test_a_field_of_a_form_is_part_of_the_body(bot: BareBot, play: Play) -> None:
    headers = {"Authorization": f"Bot {bot.sandbox.world.bot.token}", "Content-Type": "multipart/form-data; boundary=b"}
    url = f"{bot.sandbox.api_url}/channels/{bot.channels['general']}/messages"
    async with play.session.post(url, data=MULTIPART, headers=headers) as response:
        assert (await response.json())["content"] == "Hello"


SELECT: dict[str, Any] = {"type": 3, "custom_id": "s", "options": [{"label": x, "value": x} for x in "abc"]}
AMISS: dict[str, tuple[dict[str, Any], int, int]] = {
    "an embed of nothing": ({"embeds": [{}]}, 400, 50006),
    "an embed with an empty title": ({"embeds": [{"title": ""}]}, 400, 50006),
    "an embed of colour alone": ({"embeds": [{"color": 5}]}, 400, 50006),
    "an embed of no known time": ({"embeds": [{"title": "x", "timestamp": "nope"}]}, 400, 50035),
    "more to choose than may be chosen": (SELECT | {"min_values": 3, "max_values": 1}, 400, 50035),
    "more chosen than may be": (SELECT | {"options": [{**e, "default": True} for e in SELECT["options"]]}, 400, 50035),
    "a premium button": ({"type": 2, "style": 6, "sku_id": "1"}, 501, 0),
}


@pytest.mark.parametrize(("body", "status", "code"), AMISS.values(), ids=AMISS.keys())
async def test_what_a_message_cannot_hold_is_refused(
    bot: BareBot, body: dict[str, Any], status: int, code: int
) -> None:
    if "type" in body:
        body = {"content": "x", "components": [{"type": 1, "components": [body]}]}
    path = f"/channels/{bot.channels['general']}/messages"
    assert (await bot.refused("POST", path, body))[:2] == (status, code)


async def test_a_message_holds_ten_files_however_they_come(bot: BareBot, play: Play) -> None:
    form = aiohttp.FormData({"payload_json": "{}"})
    for number in range(11):
        form.add_field(f"files[{number}]", b"x", filename="x.txt")
    headers = {"Authorization": f"Bot {bot.sandbox.world.bot.token}"}
    url = f"{bot.sandbox.api_url}/channels/{bot.channels['general']}/messages"
    async with play.session.post(url, data=form, headers=headers) as response:
        assert (response.status, list((await response.json())["errors"])) == (400, ["attachments"])
    bot.sandbox.parts.journal.violations.clear()


async def test_old_content_must_go_when_a_message_is_laid_out_by_components(bot: BareBot) -> None:
    made = await bot.post("r")
    path = f"/channels/{made['channel_id']}/messages/{made['id']}"
    layout = {"flags": 1 << 15, "components": [{"type": 10, "content": "x"}]}
    status, code, errors = await bot.refused("PATCH", path, layout)
    assert (status, code, list(errors)) == (400, 50035, ["content"])
    status, edited = await bot.call("PATCH", path, layout | {"content": None})
    assert (status, edited["content"]) == (200, "")


@pytest.mark.parametrize("kind", [2, 4, 5, 10, 13, 15, 99, "x"])
async def test_a_thread_is_of_a_kind_its_channel_can_hold(bot: BareBot, kind: Any) -> None:
    path = f"/channels/{bot.channels['general']}/threads"
    assert (await bot.refused("POST", path, {"name": "p", "type": kind}))[:2] == (400, 50035)


async def test_a_subcommand_stands_beside_no_plain_option(bot: BareBot) -> None:
    options = [{"name": "a", "description": "A", "type": 1}, {"name": "b", "description": "B", "type": 3}]
    path = f"/applications/{bot.sandbox.about()['application_id']}/commands"
    body = {"name": "c", "description": "C", "options": options}
    assert (await bot.refused("POST", path, body))[:2] == (400, 50035)


async def test_a_page_longer_than_there_are_is_refused(bot: BareBot) -> None:
    archived = f"/channels/{bot.channels['general']}/threads/archived/public"
    for path, limit in (("/users/@me/guilds", 201), (archived, 101), (archived, 1)):
        assert (await bot.refused("GET", path, limit=str(limit)))[:2] == (400, 50035), path


async def test_digits_of_another_alphabet_are_no_id(bot: BareBot) -> None:
    for path in ("/guilds/²/roles", "/guilds/٣/roles", "/channels/1/messages/²"):
        assert (await bot.refused("GET", path))[:2] in ((400, 50035), (404, 10003)), path
