"""Each fault does what it says to the call it was set for, and to no other."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from sandbox.play import Play
from sandbox.server import Sandbox
from sandbox.views import Rejected

from .conftest import BareBot, StockClient

ROUTE = "/channels/{channel_id}/messages"


class Faulty:
    """Sets faults and asks after them."""

    def __init__(self, play: Play) -> None:
        self.play = play

    async def set(self, what: str, **more: Any) -> int:
        """Switch a fault on for sending messages."""
        body = {"what": what, "method": "POST", "route": ROUTE} | more
        return int((await self.play.control("POST", "/sandbox/faults", body))["id"])

    async def tripped(self, fault: int, wait: float = 5) -> Any:
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
        assert time.monotonic() - started < 2
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


@pytest.mark.parametrize("body", [{"what": "nonsense"}, {"what": "slow", "mss": 1}, {}])
async def test_a_fault_that_makes_no_sense_is_refused(play: Play, body: dict[str, Any]) -> None:
    with pytest.raises(Rejected) as refused:
        await play.control("POST", "/sandbox/faults", body)
    assert refused.value.status == 400
