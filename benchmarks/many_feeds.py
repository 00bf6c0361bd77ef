"""A thousand feeds on as many hosts: `python -m benchmarks.many_feeds`, until stopped. It prints its port first.

Every address 127.x.y.z is this machine's own, so each feed has a host of its own without any name. `POST /next` puts
other items in all of them; `GET /asked` tells how much was asked for, and begins to count anew.
"""

import asyncio
import hashlib
import json
import sys

from aiohttp import web

ITEMS = 20


class Feeds:
    """All of them; a feed's document is made from its host's address."""

    def __init__(self) -> None:
        self.edition = 0
        self.requests = 0
        self.bytes = 0
        self.not_modified = 0

    async def feed(self, request: web.Request) -> web.Response:
        """The document, or 304."""
        self.requests += 1
        text = _document(request.url.host or "", self.edition)
        etag = f'"{hashlib.sha256(text).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == etag:
            self.not_modified += 1
            return web.Response(status=304, headers={"ETag": etag})
        self.bytes += len(text)
        return web.Response(body=text, content_type="application/rss+xml", headers={"ETag": etag})

    async def next(self, _: web.Request) -> web.Response:
        """Other items from now on."""
        self.edition += 1
        return web.Response()

    async def asked(self, _: web.Request) -> web.Response:
        """What was asked for since the last time."""
        told = {"requests": self.requests, "bytes": self.bytes, "not_modified": self.not_modified}
        self.requests = self.bytes = self.not_modified = 0
        return web.json_response(told)


def _document(host: str, edition: int) -> bytes:
    text = "<p>The rota had two holes in it, and both were filled by people who had been up since the morning.</p>" * 10
    items = "".join(
        f"<item><title>Note {edition}-{number} of {host}</title><link>http://{host}/{edition}/{number}</link>"
        f"<guid>{host}-{edition}-{number}</guid><description><![CDATA[{text}]]></description></item>"
        for number in range(ITEMS)
    )
    return f'<rss version="2.0"><channel><title>{host}</title>{items}</channel></rss>'.encode()


async def _serve() -> None:
    feeds, site = Feeds(), web.Application()
    site.router.add_get("/feed", feeds.feed)
    site.router.add_post("/next", feeds.next)
    site.router.add_get("/asked", feeds.asked)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", 0).start()
    sys.stdout.write(json.dumps({"port": runner.addresses[0][1]}) + "\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
