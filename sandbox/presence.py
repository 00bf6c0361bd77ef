"""One person of a play as Discord's server knows them: a token, a gateway connection, a name."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import orjson

from .views import Json, Message, NotAnswered, NotShown, Rejected, Thread

Place = str | Message | Thread
PATIENCE_S = 60.0


class Presence:
    """Calls with a user's token, and hears over a gateway of their own. `heard` is everything so far."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        api_url: str,
        gateway_url: str,
        guild_id: str,
        told: Json,
        application_id: str,
    ) -> None:
        self.name: str = told["name"]
        self.id: str = told["id"]
        self.token: str = told["token"]
        self.session, self.api_url, self._gateway = session, api_url, gateway_url
        self.guild_id, self.application_id = guild_id, application_id
        self.heard: list[tuple[str, Json]] = []
        self._news = asyncio.Event()
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._listening: asyncio.Task[None] | None = None
        self._beating: asyncio.Task[None] | None = None
        self.session_id = ""

    # -- being there

    async def enter(self) -> None:
        """Connect to the gateway; whatever a person does begins with this, once."""
        if self._socket is not None:
            return
        self._socket = await self.session.ws_connect(f"{self._gateway}?v=10&encoding=json", max_msg_size=0)
        hello = orjson.loads((await self._socket.receive()).data)
        self._beating = asyncio.create_task(self._beat(self._socket, hello["d"]["heartbeat_interval"] / 1000))
        await self._socket.send_str(orjson.dumps({"op": 2, "d": {"token": self.token, "properties": {}}}).decode())
        self._listening = asyncio.create_task(self._listen(self._socket))
        async for name, data in self.hears(0, PATIENCE_S):
            if name == "READY":
                self.session_id = data["session_id"]
                return
        raise NotAnswered(f"{self.name} cannot connect to the gateway.")

    async def leave(self) -> None:
        """Disconnect."""
        for task in (self._listening, self._beating):
            if task is not None:
                task.cancel()
        if self._socket is not None:
            await self._socket.close()
        self._socket = self._listening = self._beating = None

    async def _beat(self, socket: aiohttp.ClientWebSocketResponse, every_s: float) -> None:
        """Who is silent for too long is taken for gone."""
        while not socket.closed:
            await asyncio.sleep(every_s)
            await socket.send_str('{"op": 1, "d": null}')

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in socket:
            told = orjson.loads(frame.data)
            if told["op"] == 0:
                self.heard.append((told["t"], told["d"]))
                self._news.set()
                self._news = asyncio.Event()

    async def hears(self, mark: int, within: float) -> AsyncIterator[tuple[str, Json]]:
        """The gateway events from number `mark` on, as they come, until the time is up."""
        loop = asyncio.get_running_loop()
        until = loop.time() + within
        while True:
            while mark < len(self.heard):
                yield self.heard[mark]
                mark += 1
            try:
                await asyncio.wait_for(self._news.wait(), until - loop.time())
            except TimeoutError:
                return

    # -- the wire

    async def call(self, method: str, path: str, body: Any = None, **query: str) -> Any:
        """One call of the API; raises `Rejected`."""
        headers = {"Authorization": self.token}
        async with self.session.request(
            method, self.api_url + path, json=body, params=query, headers=headers
        ) as response:
            return await read_answer(response)

    # -- where things are

    async def place(self, place: Place) -> str:
        """The id of a channel or thread given by name, by id, or by a message in it."""
        if isinstance(place, Message):
            return place.channel_id
        if isinstance(place, Thread):
            return place.id
        if place.isdigit():
            return place
        channels = await self.call("GET", f"/guilds/{self.guild_id}/channels")
        threads = (await self.call("GET", f"/guilds/{self.guild_id}/threads/active"))["threads"]
        for each in [*channels, *threads]:
            if each["name"] == place.removeprefix("#"):
                return str(each["id"])
        raise NotShown(f"{self.name} sees no channel or thread called {place!r}.")


async def read_answer(response: aiohttp.ClientResponse) -> Any:
    raw = await response.read()
    body = orjson.loads(raw) if raw else None
    if response.status >= 400:
        raise Rejected(response.status, body or {})
    return body
