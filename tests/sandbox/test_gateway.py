"""The gateway by itself: greeting, compression, intents, resume, and the codes it closes with."""

import asyncio
import time
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
import orjson
import pytest
import zstandard

from sandbox.play import Play
from sandbox.server import Sandbox, load_world
from sandbox.world.events import Intent

from .conftest import BareBot, ClientMaker

INTENTS = int(Intent.GUILDS | Intent.GUILD_MESSAGES | Intent.GUILD_MESSAGE_REACTIONS)


class Line:
    """One bare gateway connection."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, decode: Callable[[bytes], bytes] | None) -> None:
        self.socket, self._decode = socket, decode

    async def send(self, op: int, data: Any) -> None:
        """Send one frame."""
        await self.socket.send_str(orjson.dumps({"op": op, "d": data}).decode())

    async def hear(self) -> Any:
        """The next frame."""
        message = await self.socket.receive(timeout=5)
        if message.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING):
            return {"closed": self.socket.close_code}
        return orjson.loads(message.data if self._decode is None else self._decode(message.data))

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
            assert (greeting["op"], greeting["d"]["heartbeat_interval"]) == (10, 41_250)
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
    "speaking before identifying": (3, {}, 4003),
    "an unknown opcode": (99, {}, 4003),
}


@pytest.mark.parametrize(("op", "data", "code"), CLOSES.values(), ids=CLOSES.keys())
async def test_what_must_not_be_sent_closes_the_line(sandbox: Sandbox, op: int, data: Any, code: int) -> None:
    if "token" in data and data["token"] is None:
        data = {**data, "token": sandbox.world.bot.token}
    async with line(sandbox) as bot:
        await bot.send(op, data)
        assert await bot.hear() == {"closed": code}


async def test_garbage_twice_and_too_much_close_the_line(sandbox: Sandbox) -> None:
    token = sandbox.world.bot.token
    async with line(sandbox) as bot:
        await bot.socket.send_str("{")
        assert await bot.hear() == {"closed": 4002}
    async with line(sandbox) as bot:
        await bot.identify(token)
        await bot.send(2, {"token": token, "intents": 0})
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
        resumed = client.wait_for("resumed", timeout=10)
        await play.control("POST", "/sandbox/faults", {"what": what})
        await resumed
    ready = client.wait_for("ready", timeout=15)
    await play.control("POST", "/sandbox/faults", {"what": "invalid_session"})
    await ready
    heard = client.wait_for("message", timeout=5)
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


async def test_closing_the_sandbox_closes_its_lines_at_once() -> None:
    async with Sandbox() as sandbox, line(sandbox) as bot:
        await bot.identify(sandbox.world.bot.token)
        await bot.hear_event("GUILD_CREATE")
        started = time.monotonic()
        heard, _ = await asyncio.gather(bot.hear(), sandbox.parts.hub.close())
        assert heard == {"closed": 1001}
        assert time.monotonic() - started < 0.9, "nobody waits for a client that has gone"
