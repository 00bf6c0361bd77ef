"""The gateway by itself: greeting, compression, intents, resume, and the codes it closes with."""

import asyncio
import json
import zlib
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
import orjson
import pytest
import zstandard

from sandbox.limits import RateLimits
from sandbox.play import Play
from sandbox.server import DEFAULT_WORLD, Sandbox, load_world
from sandbox.world.events import Intent
from sandbox.world.worldfile import build_world

from .conftest import BareBot, ClientMaker

INTENTS = int(Intent.GUILDS | Intent.GUILD_MESSAGES | Intent.GUILD_MESSAGE_REACTIONS)


class Line:
    """One bare gateway connection."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, decode: Callable[[bytes], bytes] | None) -> None:
        self.socket, self.decode = socket, decode

    async def send(self, op: int, data: Any) -> None:
        """Send one frame."""
        await self.socket.send_str(orjson.dumps({"op": op, "d": data}).decode())

    async def hear(self) -> Any:
        """The next frame."""
        message = await self.socket.receive(timeout=60)
        if message.type == aiohttp.WSMsgType.CLOSE:
            return {"closed": message.data}
        assert message.type in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY), message
        return orjson.loads(message.data if self.decode is None else self.decode(message.data))

    async def hear_event(self, name: str) -> Any:
        """The data of the next event of that name."""
        while True:
            frame = await self.hear()
            assert "closed" not in frame, frame
            if frame["t"] == name:
                return frame

    async def identify(self, token: str, **more: Any) -> Any:
        """Identify; READY's frame comes back."""
        await self.send(2, {"token": token, "intents": INTENTS, "properties": {}} | more)
        return await self.hear_event("READY")


@asynccontextmanager
async def line(sandbox: Sandbox, compression: str = "") -> AsyncIterator[Line]:
    """A connection that has been greeted."""
    decoders: dict[str, Callable[[bytes], bytes]] = {
        "zlib-stream": zlib.decompressobj().decompress,
        "zstd-stream": zstandard.ZstdDecompressor().decompressobj().decompress,
    }
    async with aiohttp.ClientSession() as session:
        url = f"{sandbox.gateway_url}/?v=10&encoding=json&compress={compression}"
        async with session.ws_connect(url, max_msg_size=0) as socket:
            opened = Line(socket, decoders.get(compression))
            greeting = await opened.hear()
            assert (greeting["op"], greeting["d"]["heartbeat_interval"]) == (10, sandbox.parts.hub.heartbeat_ms)
            yield opened


@pytest.mark.parametrize("compression", ["", "zlib-stream", "zstd-stream"])
async def test_greeting_ready_and_servers_come_in_order(sandbox: Sandbox, compression: str) -> None:
    async with line(sandbox, compression) as bot:
        ready = (await bot.identify(sandbox.world.bot.token))["d"]
        assert (ready["v"], ready["resume_gateway_url"]) == (10, sandbox.gateway_url)
        guild = (await bot.hear_event("GUILD_CREATE"))["d"]
        assert [ready["guilds"][0]["id"], guild["name"]] == [guild["id"], "Reading Circle"]
        assert [each["name"] for each in guild["channels"]][:2] == ["articles", "readings"]
        assert [each["user"]["username"] for each in guild["members"]] == ["Reading Circle"]
        await bot.send(1, None)
        assert (await bot.hear())["op"] == 11


async def test_a_dropped_line_resumes_and_hears_what_it_missed(sandbox: Sandbox, bot: BareBot) -> None:
    token = sandbox.world.bot.token
    async with line(sandbox) as first:
        ready = await first.identify(token)
        seq = (await first.hear_event("GUILD_CREATE"))["s"]
        await first.socket.close(code=4000)
    await bot.post("While away")
    async with line(sandbox) as second:
        await second.send(6, {"token": token, "session_id": ready["d"]["session_id"], "seq": seq})
        missed = await second.hear_event("MESSAGE_CREATE")
        assert (missed["d"]["content"], missed["s"]) == ("While away", seq + 1)
        await second.hear_event("RESUMED")


async def test_a_session_nobody_knows_is_invalid(sandbox: Sandbox) -> None:
    async with line(sandbox) as bot:
        await bot.send(6, {"token": sandbox.world.bot.token, "session_id": "nothing", "seq": 1})
        assert await bot.hear() == {"op": 9, "d": False, "t": None, "s": None}
        await bot.identify(sandbox.world.bot.token)


CLOSES: dict[str, tuple[int, Any, int]] = {
    "a wrong token": (2, {"token": "nobody", "intents": 0}, 4004),
    "no intents": (2, {"token": None}, 4013),
    "intents that do not exist": (2, {"token": None, "intents": 1 << 40}, 4013),
    "privileged intents not granted": (2, {"token": None, "intents": int(Intent.MESSAGE_CONTENT)}, 4014),
    "a shard beyond the count": (2, {"token": None, "intents": 0, "shard": [2, 2]}, 4010),
    "half a shard": (2, {"token": None, "intents": 0, "shard": [0.5, 1]}, 4010),
    "a shard that is no pair": (2, {"token": None, "intents": 0, "shard": 5}, 4010),
    "a shard of letters": (2, {"token": None, "intents": 0, "shard": ["a", "b"]}, 4010),
    "a shard of nothing": (2, {"token": None, "intents": 0, "shard": [None, 1]}, 4010),
    "identifying with a list": (2, [1], 4002),
    "identifying with a text": (2, "x", 4002),
    "identifying without properties": (2, {"token": None, "intents": 0, "properties": None}, 4002),
    "resuming with a list": (6, [1], 4002),
    "speaking before identifying": (3, {}, 4003),
    "an unknown opcode": (99, {}, 4003),
}


@pytest.mark.parametrize(("op", "data", "code"), CLOSES.values(), ids=CLOSES.keys())
async def test_what_must_not_be_sent_closes_the_line(sandbox: Sandbox, op: int, data: Any, code: int) -> None:
    if isinstance(data, dict) and "token" in data:
        data = {"properties": {}, **data, "token": data["token"] or sandbox.world.bot.token}
    async with line(sandbox) as bot:
        await bot.send(op, data)
        assert await bot.hear() == {"closed": code}
    told = [each.kind for each in sandbox.parts.journal.violations]
    assert told == (["invalid_frame"] if code in (4002, 4010) else [])
    sandbox.parts.journal.violations.clear()


@pytest.mark.parametrize(
    "wrong",
    ["x", {"guild_id": "abc"}, {"user_ids": {"a": 1}}, {"user_ids": ["1"] * 101}, {"limit": "x"}, {"query": 5}],
    ids=str,
)
async def test_members_asked_for_in_a_way_nobody_reads_close_the_line(sandbox: Sandbox, wrong: Any) -> None:
    asked = {"guild_id": sandbox.about()["guild_id"], "query": "", "limit": 0}
    async with line(sandbox) as bot:
        await bot.identify(sandbox.world.bot.token, intents=0)
        await bot.send(8, {**asked, **wrong} if isinstance(wrong, dict) else wrong)
        assert await bot.hear() == {"closed": 4002}
    assert [each.kind for each in sandbox.parts.journal.violations] == ["invalid_frame"]
    sandbox.parts.journal.violations.clear()


async def test_a_resume_elsewhere_closes_the_line_it_takes_over(sandbox: Sandbox, bot: BareBot) -> None:
    token = sandbox.world.bot.token
    async with line(sandbox) as first, line(sandbox) as second:
        ready = await first.identify(token)
        await first.hear_event("GUILD_CREATE")
        await second.send(6, {"token": token, "session_id": ready["d"]["session_id"], "seq": ready["s"]})
        await second.hear_event("RESUMED")
        assert await first.hear() == {"closed": 4000}
        await bot.post("Still there?")
        await second.hear_event("MESSAGE_CREATE")


async def test_single_payloads_are_compressed_for_who_asks_so(sandbox: Sandbox) -> None:
    async with line(sandbox) as bot:
        bot.decode = lambda frame: zlib.decompress(frame) if frame[:1] == b"\x78" else frame
        ready = await bot.identify(sandbox.world.bot.token, compress=True)
        assert ready["d"]["user"]["bot"] is True


async def test_garbage_twice_and_too_much_close_the_line(sandbox: Sandbox) -> None:
    token = sandbox.world.bot.token
    for sent in ("{", "[]", '{"op": 1, "d": "' + "x" * 4096 + '"}'):
        async with line(sandbox) as bot:
            await bot.socket.send_str(sent)
            assert await bot.hear() == {"closed": 4002}
    sandbox.parts.journal.violations.clear()
    async with line(sandbox) as bot:
        await bot.identify(token, intents=0)
        await bot.send(99, {})
        assert await bot.hear() == {"closed": 4001}
    async with line(sandbox) as bot:
        await bot.identify(token)
        await bot.send(2, {"properties": {}, "token": token, "intents": 0})
        await bot.hear_event("GUILD_CREATE")
        assert await bot.hear() == {"closed": 4005}
    async with line(sandbox) as bot:
        for _ in range(121):
            await bot.send(1, None)
        frames = [await bot.hear() for _ in range(121)]
        assert frames[-1] == {"closed": 4008}


async def test_without_intents_nothing_is_heard(sandbox: Sandbox, bot: BareBot) -> None:
    async with line(sandbox) as deaf, line(sandbox) as hearing:
        await deaf.identify(sandbox.world.bot.token, intents=0)
        await hearing.identify(sandbox.world.bot.token)
        await bot.post("Hello")
        await hearing.hear_event("MESSAGE_CREATE")
        await deaf.send(1, None)
        assert (await deaf.hear())["op"] == 11


async def test_content_is_emptied_with_discords_exceptions(sandbox: Sandbox, play: Play, bot: BareBot) -> None:
    bot_id = str(sandbox.world.application.bot_id)
    async with line(sandbox) as listening:
        await listening.identify(sandbox.world.bot.token)
        mia = play.person("Mia")

        async def heard() -> tuple[str, str]:
            data = (await listening.hear_event("MESSAGE_CREATE"))["d"]
            return data["author"]["username"], data["content"]

        await mia.say("Among us.", in_="general")
        assert await heard() == ("mia", "")
        await mia.say(f"<@{bot_id}> hello", in_="general")
        assert await heard() == ("mia", f"<@{bot_id}> hello")
        await bot.post("My own.")
        assert await heard() == ("Reading Circle", "My own.")
        own = await mia.sees("My own.", in_="general")
        await mia.say("To you.", in_="general", reply_to=own)
        assert await heard() == ("mia", "To you.")
        direct = await mia.call("POST", "/users/@me/channels", {"recipient_id": bot_id})
        await mia.say("In private.", in_=direct["id"])
        status, told = await bot.call("GET", f"/channels/{bot.channels['general']}/messages")
        assert (status, [each["content"] for each in told][-1]) == (200, "")


async def test_direct_messages_need_their_own_intent(sandbox: Sandbox, play: Play) -> None:
    async with line(sandbox) as listening:
        await listening.identify(sandbox.world.bot.token, intents=int(Intent.DIRECT_MESSAGES))
        mia = play.person("Mia")
        bot_id = str(sandbox.world.application.bot_id)
        direct = await mia.call("POST", "/users/@me/channels", {"recipient_id": bot_id})
        await mia.say("In the open.", in_="general")
        await mia.say("In private.", in_=direct["id"])
        assert (await listening.hear_event("MESSAGE_CREATE"))["d"]["content"] == "In private."


async def test_hidden_channels_are_silent(sandbox: Sandbox, play: Play, bot: BareBot) -> None:
    async with line(sandbox) as listening:
        await listening.identify(sandbox.world.bot.token)
        await play.person("Olu").say("Between us.", in_="organisers-only")
        await bot.post("Hello")
        assert (await listening.hear_event("MESSAGE_CREATE"))["d"]["content"] == "Hello"


async def test_shards_share_the_servers_out() -> None:
    world = load_world()
    guild_id = next(iter(world.guilds))
    async with Sandbox(world) as sandbox, line(sandbox) as mine, line(sandbox) as other:
        number = (guild_id >> 22) % 2
        assert (await mine.identify(world.bot.token, shard=[number, 2]))["d"]["guilds"] != []
        assert (await other.identify(world.bot.token, shard=[1 - number, 2]))["d"]["guilds"] == []


async def test_members_are_sent_on_request(connect: ClientMaker) -> None:
    client = await connect()
    found = await client.guilds[0].query_members("m")
    assert sorted(member.display_name for member in found) == ["Max", "Mia"]


async def test_a_stock_client_survives_a_cut_line_and_a_lost_session(connect: ClientMaker, play: Play) -> None:
    client = await connect()
    for what in ("disconnect", "reconnect"):
        resumed = client.wait_for("resumed", timeout=60)
        await play.control("POST", "/sandbox/faults", {"what": what})
        await resumed
    ready = client.wait_for("ready", timeout=60)
    await play.control("POST", "/sandbox/faults", {"what": "invalid_session"})
    await ready
    heard = client.wait_for("message", timeout=60)
    await play.person("Mia").say("Still there?", in_="general")
    assert (await heard).author.display_name == "Mia"


async def test_people_get_their_servers_whole_and_hear_everything_they_may_see(sandbox: Sandbox) -> None:
    people = {each["name"]: each for each in sandbox.about()["users"]}
    async with line(sandbox) as mia, line(sandbox) as ada:
        seen = [
            (await each.identify(people[name]["token"]))["d"]["guilds"][0]
            for each, name in ((mia, "Mia"), (ada, "Ada"))
        ]
        channels = [[each["name"] for each in guild["channels"]] for guild in seen]
        assert channels == [
            ["articles", "readings", "general"],
            ["articles", "readings", "general", "organisers-only", "admin-log"],
        ]
        assert len(seen[0]["members"]) == 6
        rights = discord.Permissions(int(seen[0]["channels"][0]["permissions"]))
        assert (rights.send_messages, rights.manage_messages) == (True, False)


async def test_closing_the_sandbox_closes_its_lines() -> None:
    async with Sandbox() as sandbox, line(sandbox) as bot:
        await bot.identify(sandbox.world.bot.token)
        await bot.hear_event("GUILD_CREATE")
        heard, _ = await asyncio.gather(bot.hear(), sandbox.parts.hub.close())
        assert heard == {"closed": 1001}


async def test_a_version_nobody_speaks_is_refused_and_so_is_etf(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(f"{sandbox.gateway_url}/?v=5&encoding=json") as socket:
            while (await socket.receive(timeout=60)).type != aiohttp.WSMsgType.CLOSE:
                pass
            assert socket.close_code == 4012
        async with session.get(f"{sandbox.gateway_url}/?v=10&encoding=etf") as answer:
            assert answer.status == 501


async def test_a_number_that_was_never_sent_cannot_be_resumed_from(sandbox: Sandbox) -> None:
    token = sandbox.world.bot.token
    async with line(sandbox) as first:
        session_id = (await first.identify(token))["d"]["session_id"]
        await first.socket.close(code=4000)
    async with line(sandbox) as second:
        await second.send(6, {"token": token, "session_id": session_id, "seq": 1_000_000})
        assert await second.hear() == {"closed": 4007}


@pytest.mark.parametrize("code", [1000, 1001])
async def test_who_says_goodbye_cannot_resume(sandbox: Sandbox, code: int) -> None:
    token = sandbox.world.bot.token
    async with line(sandbox) as first:
        session_id = (await first.identify(token))["d"]["session_id"]
        await first.socket.close(code=code)
    async with line(sandbox) as second:
        await second.send(6, {"token": token, "session_id": session_id, "seq": 1})
        assert (await second.hear())["op"] == 9


async def test_more_than_is_kept_cannot_be_replayed(sandbox: Sandbox, bot: BareBot) -> None:
    token = sandbox.world.bot.token
    async with line(sandbox) as first:
        session_id = (await first.identify(token))["d"]["session_id"]
        await first.socket.close(code=4000)
    session = sandbox.parts.hub.sessions[session_id]
    session.sent = deque(session.sent, maxlen=2)
    for number in range(3):
        await bot.post(str(number))
    async with line(sandbox) as second:
        await second.send(6, {"token": token, "session_id": session_id, "seq": 1})
        assert (await second.hear())["op"] == 9


async def test_people_leave_nothing_behind(sandbox: Sandbox) -> None:
    token = sandbox.about()["users"][0]["token"]
    async with line(sandbox) as ada:
        await ada.identify(token)
        assert len(sandbox.parts.hub.sessions) == 1
        await ada.socket.close(code=4000)
    async with asyncio.timeout(60):
        while sandbox.parts.hub.sessions:
            await asyncio.sleep(0.01)
    assert sandbox.parts.hub.connections == set()


async def test_a_client_without_heartbeats_is_closed_and_one_with_them_is_not() -> None:
    async with Sandbox(heartbeat_ms=1000) as sandbox, line(sandbox) as alive, line(sandbox) as dead:
        await alive.identify(sandbox.world.bot.token, intents=0)
        await dead.identify(sandbox.world.bot.token, intents=0)
        closed = asyncio.create_task(dead.hear())
        while not closed.done():
            await dead.send(3, {})
            await alive.send(1, None)
            assert (await alive.hear())["op"] == 11
            await asyncio.wait([closed], timeout=0.2)
        assert await closed == {"closed": 4009}
        async with asyncio.timeout(60):
            while len(sandbox.parts.hub.connections) > 1:
                await asyncio.sleep(0.01)
        assert [session.connection is None for session in sandbox.parts.hub.bot_sessions()] == [False, True]


async def test_a_stock_client_notices_a_dead_line_and_resumes_with_what_it_missed(
    sandbox: Sandbox, connect: ClientMaker, play: Play
) -> None:
    sandbox.parts.hub.heartbeat_ms = 150
    client = await connect(heartbeat_timeout=0.4)
    resumed = client.wait_for("resumed", timeout=60)
    heard = client.wait_for("message", timeout=60)
    await play.control("POST", "/sandbox/faults", {"what": "zombie"})
    await play.person("Mia").say("Can you hear me?", in_="general")
    await resumed
    assert (await heard).author.display_name == "Mia"


async def test_the_days_starts_are_counted_and_the_last_one_costs_the_token(bot: BareBot, play: Play) -> None:
    sandbox = bot.sandbox
    sandbox.world.starts.total = 2
    token = sandbox.world.bot.token
    async with line(sandbox) as first:
        await first.identify(token, intents=0)
        _, told = await bot.call("GET", "/gateway/bot")
        limit = told["session_start_limit"]
        assert (limit["total"], limit["remaining"], limit["max_concurrency"]) == (2, 1, 1)
        await play.skip(seconds=86_400)
        _, told = await bot.call("GET", "/gateway/bot")
        assert told["session_start_limit"]["remaining"] == 2, "a new day"
        for _ in range(2):
            async with line(sandbox) as other:
                await other.identify(token, intents=0)
        async with line(sandbox) as one_too_many:
            await one_too_many.send(2, {"properties": {}, "token": token, "intents": 0})
            assert await one_too_many.hear() == {"closed": 4004}
        assert await first.hear() == {"closed": 4004}, "all sessions are ended"
        assert (await bot.call("GET", "/users/@me"))[0] == 401, "and the token is no more"


async def test_shards_start_one_by_one_where_the_pace_is_kept_to() -> None:
    async with Sandbox(limits=RateLimits(buckets=True)) as sandbox:
        token = sandbox.world.bot.token
        sandbox.world.starts.concurrency = 2
        async with line(sandbox) as zero, line(sandbox) as one, line(sandbox) as two:
            await zero.identify(token, intents=0, shard=[0, 4])
            await one.identify(token, intents=0, shard=[1, 4])
            await two.send(2, {"properties": {}, "token": token, "intents": 0, "shard": [2, 4]})
            assert (await two.hear())["op"] == 9, "its key is taken for five seconds"
            sandbox.parts.clock.advance(5000)
            await two.identify(token, intents=0, shard=[2, 4])


async def test_2501_servers_need_more_than_one_shard() -> None:
    described = json.loads(DEFAULT_WORLD.read_text(encoding="utf-8"))
    described["servers"][0] |= {"times": 2501, "channels": [], "members": []}
    world = build_world(described)
    async with Sandbox(world) as sandbox, line(sandbox) as alone, line(sandbox) as half:
        await alone.send(2, {"properties": {}, "token": world.bot.token, "intents": 0})
        assert await alone.hear() == {"closed": 4011}
        ready = await half.identify(world.bot.token, intents=0, shard=[0, 2])
        assert 1000 < len(ready["d"]["guilds"]) < 1500
        async with aiohttp.ClientSession() as session:
            assert (await BareBot(sandbox, session).call("GET", "/gateway/bot"))[1]["shards"] == 3


async def test_five_thousand_servers_load_and_answer() -> None:
    described = json.loads(DEFAULT_WORLD.read_text(encoding="utf-8"))
    described["servers"][0]["times"] = 5_000
    world = build_world(described)
    last = list(world.guilds.values())[-1]
    async with Sandbox(world) as sandbox, aiohttp.ClientSession() as session, line(sandbox) as shard:
        bot = BareBot(sandbox, session)
        general = next(each for each in last.channels.values() if each.name == "general")
        assert (await bot.call("POST", f"/channels/{general.id}/messages", {"content": "Hello"}))[0] == 200
        assert (await bot.call("GET", f"/guilds/{last.id}"))[1]["name"] == "Reading Circle 5000"
        assert (await bot.call("GET", "/gateway/bot"))[1]["shards"] == 5
        number = (last.id >> 22) % 5
        ready = await shard.identify(world.bot.token, shard=[number, 5])
        own = {each["id"] for each in ready["d"]["guilds"]}
        heard = {(await shard.hear_event("GUILD_CREATE"))["d"]["id"] for _ in own}
        assert (str(last.id) in own, heard) == (True, own)
        await bot.call("POST", f"/channels/{general.id}/messages", {"content": "Again"})
        assert (await shard.hear_event("MESSAGE_CREATE"))["d"]["content"] == "Again"


async def test_what_of_the_gateway_is_not_built_is_noted(sandbox: Sandbox) -> None:
    async with line(sandbox) as bot:
        await bot.identify(sandbox.world.bot.token, intents=0)
        await bot.send(31, {"guild_ids": []})
        await bot.send(1, None)
        assert (await bot.hear())["op"] == 11
    assert [each.kind for each in sandbox.parts.journal.violations] == ["unknown_opcode"]
    sandbox.parts.journal.violations.clear()
