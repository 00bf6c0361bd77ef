"""The clock, the state, the list of calls, violations and limits."""

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest

from sandbox.limits import RateLimits
from sandbox.play import Play
from sandbox.server import Sandbox
from sandbox.views import Rejected
from sandbox.world.snowflakes import time_of

from .conftest import BareBot, StockClient


async def test_the_clock_moves_ahead_and_never_back(play: Play, bot: BareBot) -> None:
    real = time.time_ns() // 1_000_000
    before = await play.now_ms()
    assert real <= before <= time.time_ns() // 1_000_000
    moved = await play.skip(seconds=3600)
    message = await bot.post("Later")
    assert before + 3_600_000 <= moved <= time_of(int(message["id"])) <= time.time_ns() // 1_000_000 + 3_600_000
    assert await play.skip(to=moved + 60_000) >= moved + 60_000
    with pytest.raises(Rejected, match="ahead"):
        await play.skip(to=moved)
    assert await play.now_ms() >= moved + 60_000


ASKED_AMISS: list[tuple[str, str, Any]] = [
    ("POST", "/sandbox/clock", {}),
    ("POST", "/sandbox/clock", []),
    ("POST", "/sandbox/clock", {"advance_ms": "x"}),
    ("POST", "/sandbox/clock", {"to_ms": None}),
    ("POST", "/sandbox/clock", {"to_ms": 10**17}),
    ("POST", "/sandbox/faults", []),
    ("GET", "/sandbox/calls?after=x", None),
    ("GET", "/sandbox/clock?after=²", None),
]


@pytest.mark.parametrize(("method", "path", "body"), ASKED_AMISS)
async def test_a_control_asked_for_amiss_says_what_is_allowed(play: Play, method: str, path: str, body: Any) -> None:
    with pytest.raises(Rejected) as refused:
        await play.control(method, path, body)
    assert refused.value.status == 400
    assert refused.value.body["message"]
    await play.control("GET", "/sandbox/state")


async def test_who_waits_for_the_clock_is_woken_when_it_moves(play: Play) -> None:
    version = (await play.control("GET", "/sandbox/clock"))["version"]
    waiting = asyncio.create_task(play.control("GET", f"/sandbox/clock?after={version}"))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await play.skip(seconds=1)
    assert (await asyncio.wait_for(waiting, 60))["version"] == version + 1


async def test_the_state_tells_the_whole_world(play: Play, bot: BareBot) -> None:
    said = await play.person("Mia").say("Hello", in_="general")
    await play.person("Max").react(said, "👍")
    post = await bot.post("An article", "articles")
    await bot.call("POST", f"/channels/{post['channel_id']}/messages/{post['id']}/threads", {"name": "Reading"})
    poll = {"question": {"text": "Which?"}, "answers": [{"poll_media": {"text": "Rye"}}]}
    await bot.post("", "readings", poll=poll)
    await play.person("Mia").vote((await play.messages("readings"))[0], "Rye")
    [server] = (await play.control("GET", "/sandbox/state"))["servers"]
    asked = next(each for each in server["channels"] if each["name"] == "readings")["messages"]
    assert [each["votes"] for each in asked] == [{"Rye": ["Mia"]}]
    general = next(each for each in server["channels"] if each["name"] == "general")
    assert [(each["author"], each["content"], each["reactions"]) for each in general["messages"]] == [
        ("Mia", "Hello", {"👍": ["Max"]})
    ]
    assert [(each["name"], each["members"]) for each in server["threads"]] == [("Reading", ["Reading Circle"])]


async def test_what_is_to_come_holds_the_instants_that_messages_name(play: Play, bot: BareBot) -> None:
    now = await play.now_ms() // 1000
    await bot.post(f"It was <t:{now - 60}:R>. We begin <t:{now + 600}:F>, in <t:{now + 600}:R>.", "readings")
    last = await bot.post("", "general", embeds=[{"fields": [{"name": "Until", "value": f"<t:{now + 7200}>"}]}])
    told = await play.control("GET", "/sandbox/upcoming")
    assert [(each["at_ms"], each["what"]) for each in told] == [
        ((now + 600) * 1000, "named"),
        ((now + 7200) * 1000, "named"),
    ]
    assert (told[1]["id"], told[1]["channel_id"]) == (last["id"], last["channel_id"])


async def test_the_guide_is_read_anew_each_time(tmp_path: Path) -> None:
    file = tmp_path / "guide.json"
    async with Sandbox(guide=file) as sandbox, Play(sandbox.about()) as play:
        assert await play.control("GET", "/sandbox/guide") is None
        file.write_text('{"title": "Try this", "steps": []}', encoding="utf-8")
        assert await play.control("GET", "/sandbox/guide") == {"title": "Try this", "steps": []}
        file.write_text("{", encoding="utf-8")
        with pytest.raises(Rejected, match="no JSON"):
            await play.control("GET", "/sandbox/guide")


async def test_calls_of_the_bot_are_listed_without_secrets(client: StockClient, play: Play, sandbox: Sandbox) -> None:
    await client.guilds[0].text_channels[0].send("Hello")
    calls = await play.control("GET", "/sandbox/calls")
    last = calls[-1]
    assert (last["method"], last["route"], last["status"]) == ("POST", "/channels/{channel_id}/messages", 200)
    assert last["request"]["content"] == "Hello"
    assert last["path"] == f"/channels/{sandbox.about()['channels']['articles']}/messages"
    assert sandbox.world.bot.token not in str(calls)
    assert await play.control("GET", f"/sandbox/calls?after={last['seq']}") == []


async def test_an_unknown_route_is_loud(play: Play, sandbox: Sandbox, bot: BareBot) -> None:
    status, told = await bot.call("GET", "/guilds/1/soundboard-sounds")
    assert (status, told["route"]) == (501, "GET /api/v10/guilds/1/soundboard-sounds")
    [violation] = await play.control("GET", "/sandbox/violations")
    assert (violation["kind"], violation["path"]) == ("unknown_route", "/api/v10/guilds/1/soundboard-sounds")
    for path in ("/api", "/api/v6/users/@me"):
        async with play.session.get(sandbox.web_url + path) as answer:
            assert answer.status == 501, path
    sandbox.parts.journal.violations.clear()


async def test_what_the_documentation_forbids_is_a_violation(sandbox: Sandbox, bot: BareBot, play: Play) -> None:
    path = f"/channels/{bot.channels['general']}/messages"
    await bot.call("POST", path, {"content": "x" * 2001})
    assert [each["kind"] for each in await play.control("GET", "/sandbox/violations")] == ["invalid_request"]
    sandbox.parts.journal.violations.clear()
    await bot.call("GET", "/channels/123")
    assert await play.control("GET", "/sandbox/violations") == []


async def test_the_51st_call_in_a_second_is_one_too_many() -> None:
    at = [0.0]
    async with Sandbox(limits=RateLimits(now=lambda: at[0])) as sandbox, aiohttp.ClientSession() as session:
        bot = BareBot(sandbox, session)
        replies = [await bot.call("GET", "/users/@me") for _ in range(51)]
        assert [status for status, _ in replies] == [200] * 50 + [429]
        assert replies[-1][1] == {"message": "You are being rate limited.", "retry_after": 1.0, "global": True}
        at[0] = 1.0
        assert (await bot.call("GET", "/users/@me"))[0] == 200


def test_where_limits_are_off_nothing_is_one_too_many() -> None:
    limits = RateLimits(per_second=0, now=lambda: 0.0)
    assert {limits.take("GET", "/users/@me", "", exempt=False)[0] for _ in range(2000)} == {None}


async def test_interactions_do_not_count_towards_the_fifty() -> None:
    async with Sandbox(limits=RateLimits(now=lambda: 0.0)) as sandbox, aiohttp.ClientSession() as session:
        bot = BareBot(sandbox, session)
        statuses = {(await bot.call("POST", "/interactions/1/nothing/callback", {"type": 5}))[0] for _ in range(60)}
        assert statuses == {404}


async def test_the_sixth_message_in_five_seconds_waits_where_buckets_are_on() -> None:
    limits = RateLimits(buckets=True, now=lambda: 0.0)
    async with Sandbox(limits=limits) as sandbox, aiohttp.ClientSession() as session:
        url = f"{sandbox.api_url}/channels/{sandbox.about()['channels']['general']}/messages"
        headers = {"Authorization": f"Bot {sandbox.world.bot.token}"}
        remaining, statuses = [], []
        for number in range(6):
            async with session.post(url, json={"content": str(number)}, headers=headers) as response:
                statuses.append(response.status)
                remaining.append(response.headers["X-RateLimit-Remaining"])
                last = response.headers
        assert statuses == [200] * 5 + [429]
        assert remaining == ["4", "3", "2", "1", "0", "0"]
        assert (last["Via"] != "", last["X-RateLimit-Scope"], last["Retry-After"]) == (True, "user", "5")


async def test_a_wrong_token_is_refused(sandbox: Sandbox, play: Play) -> None:
    for token in ("", "Bot nobody", sandbox.world.bot.token, f"Bot {sandbox.about()['users'][0]['token']}"):
        async with play.session.get(f"{sandbox.api_url}/users/@me", headers={"Authorization": token}) as response:
            assert (response.status, (await response.json())["code"]) == (401, 0)
            assert response.headers["Content-Type"] == "application/json"


async def test_too_many_invalid_requests_ban_the_bots_address_for_a_while_and_no_people() -> None:
    at = [0.0]
    limits = RateLimits(invalid=3, now=lambda: at[0])
    async with Sandbox(limits=limits) as sandbox, Play(sandbox.about()) as play:
        bot = BareBot(sandbox, play.session)
        hidden = f"/channels/{bot.channels['organisers-only']}"
        await play.control("POST", "/sandbox/faults", {"what": "rate_limited", "scope": "shared"})
        statuses = [(await bot.call("GET", hidden))[0] for _ in range(3)]
        assert statuses == [429, 403, 403], "a shared 429 does not count"
        assert (await bot.call("GET", "/users/@me"))[0] == 200
        await play.session.get(f"{sandbox.api_url}/users/@me", headers={"Authorization": "Bot nobody"})
        async with play.session.get(
            f"{sandbox.api_url}/users/@me", headers={"Authorization": f"Bot {sandbox.world.bot.token}"}
        ) as response:
            assert (response.status, response.content_type, "Via" in response.headers) == (429, "text/html", False)
            assert response.headers["Retry-After"] == "600"
        await play.person("Mia").say("Are you there?", in_="general")
        assert [each.kind for each in sandbox.parts.journal.violations] == ["banned"]
        at[0] = 601.0
        assert (await bot.call("GET", "/users/@me"))[0] == 200


async def test_discord_py_gives_up_where_it_is_banned(client: StockClient, sandbox: Sandbox) -> None:
    sandbox.parts.limits = RateLimits(invalid=1)
    hidden = client.get_channel(int(sandbox.about()["channels"]["organisers-only"]))
    assert isinstance(hidden, discord.TextChannel)
    with pytest.raises(discord.Forbidden):
        await hidden.send("x")
    with pytest.raises(discord.HTTPException) as banned:
        await hidden.send("x")
    assert banned.value.status == 429
    sandbox.parts.journal.violations.clear()


async def test_what_the_clock_will_bring_is_listed(play: Play, bot: BareBot) -> None:
    start = await play.now_ms() + 3_600_000
    times = [datetime.fromtimestamp((start + hours * 3_600_000) / 1000, UTC).isoformat() for hours in (0, 3)]
    event = {"name": "We read", "privacy_level": 2, "entity_type": 3, "entity_metadata": {"location": "#readings"}}
    event |= dict(zip(("scheduled_start_time", "scheduled_end_time"), times, strict=True))
    _, made = await bot.call("POST", f"/guilds/{play.guild_id}/scheduled-events", event)
    poll = {"question": {"text": "Which?"}, "answers": [{"poll_media": {"text": "Rye"}}], "duration": 2}
    asked = await bot.post("", poll=poll)
    post = await bot.post("An article", "articles")
    path = f"/channels/{post['channel_id']}/messages/{post['id']}/threads"
    await bot.call("POST", path, {"name": "Reading", "auto_archive_duration": 60})
    await play.skip(seconds=600)
    await bot.call("POST", f"/channels/{post['id']}/messages", {"content": "It is put off."})
    listed = await play.control("GET", "/sandbox/upcoming")
    told = [("event_starts", made), ("thread_archives", post), ("poll_ends", asked), ("event_ends", made)]
    assert [(each["what"], each["id"]) for each in listed] == [(what, thing["id"]) for what, thing in told]
    assert listed[0]["at_ms"] == start
    for each in listed:
        await play.skip(to=each["at_ms"])
    assert await play.control("GET", "/sandbox/upcoming") == []
