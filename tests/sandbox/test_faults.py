"""Each fault does what it says to the call it was set for, and to no other."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest

from sandbox.fault_kinds import KINDS
from sandbox.play import Play
from sandbox.server import Sandbox
from sandbox.views import Rejected

from .conftest import BareBot, ClientMaker, StockClient

ROUTE = "/channels/{channel_id}/messages"


class Faulty:
    """Sets faults and asks after them."""

    def __init__(self, play: Play) -> None:
        self.play = play

    async def set(self, what: str, **more: Any) -> int:
        """Switch a fault on for sending messages."""
        body = {"what": what, "method": "POST", "route": ROUTE} | more
        return int((await self.play.control("POST", "/sandbox/faults", body))["id"])

    async def tripped(self, fault: int, wait: float = 25) -> Any:
        """The fault, once it has struck."""
        return await self.play.control("GET", f"/sandbox/faults/{fault}?wait={wait}")


@pytest.fixture
async def faults(play: Play) -> AsyncIterator[Faulty]:
    """Faults on sending messages."""
    yield Faulty(play)
    await play.control("DELETE", "/sandbox/faults")


async def _said(play: Play) -> list[str]:
    return [each.content for each in await play.messages("general")]


async def test_the_nth_call_fails_and_the_others_do_not(bot: BareBot, play: Play, faults: Faulty) -> None:
    fault = await faults.set("error_before", nth=2, times=2, status=503)
    path = f"/channels/{bot.channels['general']}/messages"
    await bot.call("GET", path)
    statuses = [(await bot.call("POST", path, {"content": str(number)}))[0] for number in range(4)]
    assert statuses == [200, 503, 503, 200]
    assert await _said(play) == ["0", "3"]
    told = await faults.tripped(fault)
    assert (told["seen"], told["tripped"], len(told["calls"])) == (4, True, 2)


async def test_switched_on_faults_are_listed_until_they_are_switched_off(play: Play, faults: Faulty) -> None:
    fault = await faults.set("slow", ms=1, nth=3)
    [told] = await play.control("GET", "/sandbox/faults")
    assert (told["id"], told["what"], told["route"], told["nth"], told["seen"]) == (fault, "slow", ROUTE, 3, 0)
    await play.control("DELETE", f"/sandbox/faults/{fault}")
    assert await play.control("GET", "/sandbox/faults") == []


async def test_people_are_not_struck_by_faults(play: Play, faults: Faulty) -> None:
    await faults.set("error_before", times=0)
    await play.person("Mia").say("Hello", in_="general")
    assert await _said(play) == ["Hello"]


async def test_an_error_after_has_had_its_effect(bot: BareBot, play: Play, faults: Faulty) -> None:
    await faults.set("error_after", status=500)
    path = f"/channels/{bot.channels['general']}/messages"
    assert (await bot.call("POST", path, {"content": "Once"}))[0] == 500
    assert await _said(play) == ["Once"]


@pytest.mark.parametrize(("what", "said"), [("drop_before", []), ("drop_after", ["Hello"])])
async def test_a_dropped_call_gets_no_answer(
    bot: BareBot, play: Play, faults: Faulty, what: str, said: list[str]
) -> None:
    await faults.set(what)
    with pytest.raises(aiohttp.ClientConnectionError):
        await bot.post("Hello")
    assert await _said(play) == said


@pytest.mark.parametrize(("what", "said"), [("hold_before", []), ("hold_after", ["Hello"])])
async def test_a_held_call_ends_with_its_client(
    bot: BareBot, play: Play, faults: Faulty, sandbox: Sandbox, what: str, said: list[str]
) -> None:
    fault = await faults.set(what)
    async with aiohttp.ClientSession() as doomed:
        held = asyncio.create_task(BareBot(sandbox, doomed).post("Hello"))
        assert (await faults.tripped(fault))["tripped"]
        assert not held.done()
        held.cancel()
        await asyncio.gather(held, return_exceptions=True)
    await play.control("DELETE", f"/sandbox/faults/{fault}")
    await bot.post("Another")
    assert await _said(play) == [*said, "Another"]


async def test_a_held_call_is_cut_when_its_fault_is_deleted(bot: BareBot, play: Play, faults: Faulty) -> None:
    fault = await faults.set("hold_before")
    held = asyncio.create_task(bot.post("Hello"))
    await faults.tripped(fault)
    await play.control("DELETE", f"/sandbox/faults/{fault}")
    with pytest.raises(aiohttp.ClientConnectionError):
        await held
    assert await _said(play) == []


async def test_a_held_call_does_not_keep_the_sandbox_from_stopping() -> None:
    async with Sandbox() as sandbox, aiohttp.ClientSession() as session, Play(sandbox.about()) as play:
        faults = Faulty(play)
        fault = await faults.set("hold_before")
        held = asyncio.create_task(BareBot(sandbox, session).post("Hello"))
        await faults.tripped(fault)
        started = time.monotonic()
        await sandbox.__aexit__(None, None, None)
        assert time.monotonic() - started < 20
        with pytest.raises(aiohttp.ClientConnectionError):
            await held


async def test_a_rate_limit_is_waited_out_by_a_stock_client(client: StockClient, play: Play, faults: Faulty) -> None:
    await faults.set("rate_limited", retry_after=0.05)
    channel = client.guilds[0].text_channels[2]
    await channel.send("Patience")
    calls = await play.control("GET", "/sandbox/calls")
    assert [each["status"] for each in calls if each["method"] == "POST"] == [429, 200]


async def test_a_slow_call_is_slow(bot: BareBot, faults: Faulty) -> None:
    await faults.set("slow", ms=150)
    started = time.monotonic()
    await bot.post("Slowly")
    assert time.monotonic() - started >= 0.15


async def test_a_fault_can_be_set_for_a_path_with_stars(bot: BareBot, play: Play) -> None:
    body = {"what": "error_before", "route": f"/channels/{bot.channels['general']}/*"}
    await play.control("POST", "/sandbox/faults", body)
    assert (await bot.call("GET", f"/channels/{bot.channels['articles']}/messages"))[0] == 200
    assert (await bot.call("GET", f"/channels/{bot.channels['general']}/messages"))[0] == 500


NONSENSE: list[dict[str, Any]] = [
    {},
    {"what": "nonsense"},
    {"what": "slow", "mss": 1},
    {"what": "slow", "ms": "soon"},
    {"what": "slow", "ms": -5},
    {"what": "event_late", "event": "READY", "ms": None},
    {"what": "error_before", "status": 99},
    {"what": "error_before", "message": 5},
    {"what": "rate_limited", "scope": "zz"},
    {"what": "disconnect", "code": 99_999},
    {"what": "invalid_session", "resumable": "yes"},
    {"what": "slow", "nth": 0},
    {"what": "slow", "times": -1},
    {"what": "slow", "route": 5},
    {"what": "slow", "route": "/nothing"},
    {"what": "slow", "route": "/channels/{id}/messages"},
    {"what": "slow", "method": "PUT", "route": "/gateway/bot"},
    {"what": "event_lost"},
    {"what": "event_lost", "event": "READY", "route": "/x"},
    {"what": "channel_deleted", "channel": "123"},
    {"what": "channel_deleted", "channel": "general"},
    {"what": "bot_removed", "guild": "123"},
    {"what": "member_gone", "user": "123"},
    {"what": "member_gone", "user": "Mia"},
    {"what": "permission_taken", "permissions": ["fly"]},
    {"what": "permission_taken", "permissions": 5},
]


@pytest.mark.parametrize("body", NONSENSE)
async def test_a_fault_that_makes_no_sense_is_refused(play: Play, body: dict[str, Any]) -> None:
    with pytest.raises(Rejected) as refused:
        await play.control("POST", "/sandbox/faults", body)
    assert refused.value.status == 400
    assert await play.control("GET", "/sandbox/faults") == []


async def test_an_error_says_what_it_is_told_to_say(client: StockClient, faults: Faulty) -> None:
    await faults.set("error_before", status=403, code=50007, message="Cannot send messages to this user")
    with pytest.raises(discord.Forbidden) as refused:
        await client.guilds[0].text_channels[2].send("Hello")
    assert (refused.value.code, refused.value.text) == (50007, "Cannot send messages to this user")


@pytest.mark.parametrize("scope", ["user", "global", "shared"])
async def test_a_rate_limit_tells_its_scope(bot: BareBot, play: Play, faults: Faulty, scope: str) -> None:
    await faults.set("rate_limited", scope=scope, retry_after=2.5)
    url = f"{bot.sandbox.api_url}/channels/{bot.channels['general']}/messages"
    headers = {"Authorization": f"Bot {bot.sandbox.world.bot.token}"}
    async with play.session.post(url, json={"content": "x"}, headers=headers) as response:
        told = await response.json()
        assert (response.status, told["retry_after"], told["global"]) == (429, 2.5, scope == "global")
        assert (response.headers["X-RateLimit-Scope"], response.headers["Retry-After"]) == (scope, "3")
        assert ("X-RateLimit-Global" in response.headers, "Via" in response.headers) == (scope == "global", True)


async def _heard(client: StockClient, play: Play, *said: str) -> list[str]:
    """What the bot hears of while Mia says things, and says that she is done."""
    ids: list[int] = []
    done = asyncio.Event()

    async def on_message(message: discord.Message) -> None:
        ids.append(message.id)
        if message.mentions:
            done.set()

    client.on_message = on_message  # type: ignore[attr-defined]
    mia = play.person("Mia")
    words = {int((await mia.say(text, in_="general")).id): text for text in said}
    assert client.user is not None
    last = await mia.say(f"<@{client.user.id}>", in_="general")
    await asyncio.wait_for(done.wait(), 60)
    return [words[each] for each in ids if each != int(last.id)]


@pytest.mark.parametrize(
    ("what", "heard"), [("event_lost", ["one", "three"]), ("event_doubled", ["one", "two", "two", "three"])]
)
async def test_an_event_is_lost_or_doubled(client: StockClient, play: Play, what: str, heard: list[str]) -> None:
    body = {"what": what, "event": "MESSAGE_CREATE", "nth": 2}
    fault = (await play.control("POST", "/sandbox/faults", body))["id"]
    assert await _heard(client, play, "one", "two", "three") == heard
    assert (await play.control("GET", f"/sandbox/faults/{fault}"))["seen"] == 4


async def test_a_late_event_comes_after_those_that_followed_it(client: StockClient, play: Play) -> None:
    late = {"what": "event_late", "event": "MESSAGE_*", "ms": 1500}
    await play.control("POST", "/sandbox/faults", late)
    everything: list[int] = []

    async def on_message(message: discord.Message) -> None:
        everything.append(message.id)

    client.on_message = on_message  # type: ignore[attr-defined]
    mia = play.person("Mia")
    said = [int((await mia.say(text, in_="general")).id) for text in ("one", "two")]
    async with asyncio.timeout(60):
        while len(everything) < 2:
            await asyncio.sleep(0.01)
    assert everything == [said[1], said[0]]


async def test_an_event_lost_is_lost_for_a_resume_too(client: StockClient, play: Play) -> None:
    await play.control("POST", "/sandbox/faults", {"what": "event_lost", "event": "MESSAGE_CREATE"})
    await play.person("Mia").say("Lost.", in_="general")
    heard: list[int] = []

    async def on_message(message: discord.Message) -> None:
        heard.append(message.id)

    client.on_message = on_message  # type: ignore[attr-defined]
    resumed = client.wait_for("resumed", timeout=60)
    await play.control("POST", "/sandbox/faults", {"what": "disconnect", "code": 4900})
    await resumed
    assert heard == []


async def test_a_session_declared_invalid_may_be_resumable(client: StockClient, play: Play) -> None:
    resumed, session_id = client.wait_for("resumed", timeout=60), client.ws.session_id
    await play.control("POST", "/sandbox/faults", {"what": "invalid_session", "resumable": True})
    await resumed
    assert client.ws.session_id == session_id


async def test_the_gateway_can_be_struck_at_a_certain_call(client: StockClient, play: Play, faults: Faulty) -> None:
    resumed = client.wait_for("resumed", timeout=60)
    fault = await faults.set("reconnect", nth=2)
    general = client.guilds[0].text_channels[2]
    await general.send("One")
    assert not (await faults.tripped(fault, 0))["tripped"]
    await general.send("Two")
    await resumed
    assert await _said(play) == ["One", "Two"]


async def test_a_right_is_taken_in_a_channel_and_given_back(client: StockClient, bot: BareBot, play: Play) -> None:
    general = bot.channels["general"]
    body = {"what": "permission_taken", "permissions": ["send_messages"], "channel": general}
    told = client.wait_for("guild_channel_update", timeout=60)
    fault = (await play.control("POST", "/sandbox/faults", body))["id"]
    assert (await told)[1].permissions_for(client.guilds[0].me).send_messages is False
    path = f"/channels/{general}/messages"
    assert (await bot.refused("POST", path, {"content": "x"}))[:2] == (403, 50013)
    assert (await bot.call("POST", f"/channels/{bot.channels['articles']}/messages", {"content": "x"}))[0] == 200
    await play.control("DELETE", f"/sandbox/faults/{fault}")
    assert (await bot.call("POST", path, {"content": "x"}))[0] == 200


async def test_a_right_is_taken_in_the_whole_server_and_given_back(
    client: StockClient, bot: BareBot, play: Play
) -> None:
    told = client.wait_for("guild_role_update", timeout=60)
    body = {"what": "permission_taken", "permissions": ["send_messages", "create_events"]}
    fault = (await play.control("POST", "/sandbox/faults", body))["id"]
    await told
    for channel in ("general", "articles"):
        path = f"/channels/{bot.channels[channel]}/messages"
        assert (await bot.refused("POST", path, {"content": "x"}))[:2] == (403, 50013)
    await play.control("DELETE", f"/sandbox/faults/{fault}")
    assert (await bot.call("POST", f"/channels/{bot.channels['general']}/messages", {"content": "x"}))[0] == 200


async def test_a_channel_is_deleted_just_before_a_call(client: StockClient, bot: BareBot, play: Play) -> None:
    gone = client.wait_for("guild_channel_delete", timeout=60)
    body = {"what": "channel_deleted", "channel": bot.channels["general"], "route": "/channels/*/messages", "nth": 2}
    await play.control("POST", "/sandbox/faults", body)
    await bot.post("Still here")
    path = f"/channels/{bot.channels['general']}/messages"
    assert (await bot.refused("POST", path, {"content": "x"}))[:2] == (404, 10003)
    assert (await gone).name == "general"
    assert (await bot.call("POST", f"/channels/{bot.channels['articles']}/messages", {"content": "x"}))[0] == 200


async def test_a_thread_is_deleted(client: StockClient, bot: BareBot, play: Play) -> None:
    post = await bot.post("An article", "articles")
    await bot.call("POST", f"/channels/{post['channel_id']}/messages/{post['id']}/threads", {"name": "Reading"})
    gone = client.wait_for("raw_thread_delete", timeout=60)
    await play.control("POST", "/sandbox/faults", {"what": "channel_deleted", "channel": post["id"]})
    assert (await gone).thread_id == int(post["id"])
    assert (await bot.refused("GET", f"/channels/{post['id']}"))[:2] == (404, 10003)


async def test_the_bot_is_removed_from_a_server_and_added_again(client: StockClient, bot: BareBot, play: Play) -> None:
    removed = client.wait_for("guild_remove", timeout=60)
    fault = (await play.control("POST", "/sandbox/faults", {"what": "bot_removed"}))["id"]
    assert str((await removed).id) == play.guild_id
    assert (await bot.refused("GET", f"/guilds/{play.guild_id}"))[:2] == (404, 10004)
    path = f"/channels/{bot.channels['general']}/messages"
    assert (await bot.refused("POST", path, {"content": "x"}))[:2] == (403, 50001)
    await play.person("Mia").say("Is it gone?", in_="general")
    added = client.wait_for("guild_join", timeout=60)
    await play.control("DELETE", f"/sandbox/faults/{fault}")
    assert [role.name for role in (await added).me.roles] == ["@everyone", "Reading Circle"]
    assert (await bot.call("POST", path, {"content": "x"}))[0] == 200


async def test_a_member_goes_and_comes_back(play: Play) -> None:
    mia, max_ = play.person("Mia"), play.person("Max")
    await max_.enter()
    fault = (await play.control("POST", "/sandbox/faults", {"what": "member_gone", "user": mia.id}))["id"]
    with pytest.raises(Rejected) as stranger:
        await mia.say("Hello?", in_=await max_.place("general"))
    assert stranger.value.code == 50001
    await play.control("DELETE", f"/sandbox/faults/{fault}")
    await mia.say("I am back.", in_="general")
    heard = [name for name, data in max_.heard if name.startswith("GUILD_MEMBER") and data["user"]["id"] == mia.id]
    assert heard == ["GUILD_MEMBER_REMOVE", "GUILD_MEMBER_ADD"]


async def test_an_outage_of_a_server_loses_its_events(client: StockClient, play: Play) -> None:
    down = client.wait_for("guild_unavailable", timeout=60)
    fault = (await play.control("POST", "/sandbox/faults", {"what": "server_unavailable"}))["id"]
    assert (await down).unavailable
    heard: list[int] = []

    async def on_message(message: discord.Message) -> None:
        heard.append(message.id)

    client.on_message = on_message  # type: ignore[attr-defined]
    await play.person("Mia").say("Anybody?", in_="general")
    up = client.wait_for("guild_available", timeout=60)
    await play.control("DELETE", f"/sandbox/faults/{fault}")
    assert not (await up).unavailable
    assert heard == []


async def test_whoever_connects_during_an_outage_gets_the_server_when_it_is_back(
    connect: ClientMaker, play: Play
) -> None:
    fault = (await play.control("POST", "/sandbox/faults", {"what": "server_unavailable"}))["id"]
    client = await connect()
    assert [guild.unavailable for guild in client.guilds] == [True]
    up = client.wait_for("guild_available", timeout=60)
    await play.control("DELETE", f"/sandbox/faults/{fault}")
    assert (await up).name == "Reading Circle"


async def test_the_kinds_of_faults_can_be_asked_for(play: Play) -> None:
    kinds = {each["what"]: each for each in await play.control("GET", "/sandbox/faults/kinds")}
    assert set(kinds) == set(KINDS)
    assert (kinds["slow"]["strikes"], kinds["slow"]["settings"]) == ("call_after", {"ms": 0})
    assert kinds["bot_removed"]["undone"]


def test_every_kind_of_fault_has_a_test() -> None:
    """Here, or with the gateway's own tests."""
    told = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_[fg]a*.py"))
    assert [what for what in KINDS if f'"{what}"' not in told] == []
