"""The peer of the sandbox: aiohttp alone, answering everything with one message and telling every listener of it.

What it manages is what the sandbox could manage if Discord had no rules.
"""

import asyncio
import json
import socket
import sys

import orjson
from aiohttp import WSMsgType, web

MESSAGE = {
    "id": "1456074444035325952",
    "channel_id": "1456074444018548736",
    "type": 0,
    "content": "I will read it.",
    "author": {"id": "1456074443984994304", "username": "mia", "discriminator": "0", "avatar": None},
    "timestamp": "2026-01-01T00:00:00.000000+00:00",
    "edited_timestamp": None,
    "mentions": [],
    "mention_roles": [],
    "attachments": [],
    "embeds": [],
    "components": [],
    "flags": 0,
}


class Bare:
    """One handler for everything, one list of listeners."""

    def __init__(self) -> None:
        self.listeners: set[web.WebSocketResponse] = set()
        self.sequence = 0

    async def answer(self, request: web.Request) -> web.Response:
        """Read the body, tell the listeners, answer with the message."""
        raw = await request.read()
        if raw:
            orjson.loads(raw)
            self.sequence += 1
            for each in self.listeners:
                frame = orjson.dumps({"op": 0, "t": "MESSAGE_CREATE", "s": self.sequence, "d": MESSAGE})
                await each.send_str(frame.decode())
        return web.Response(body=orjson.dumps(MESSAGE), content_type="application/json")

    async def listen(self, request: web.Request) -> web.WebSocketResponse:
        """Keep a listener until it leaves."""
        line = web.WebSocketResponse(compress=False)
        await line.prepare(request)
        self.listeners.add(line)
        async for message in line:
            if message.type != WSMsgType.TEXT:
                break
        self.listeners.discard(line)
        return line


async def _serve() -> None:
    bare = Bare()
    app = web.Application()
    app.router.add_get("/gateway", bare.listen)
    app.router.add_route("*", "/{tail:.*}", bare.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
    await web.SockSite(runner, listening).start()
    sys.stdout.write(json.dumps({"port": listening.getsockname()[1]}) + "\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
