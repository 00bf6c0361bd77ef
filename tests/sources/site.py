"""A web server on this machine that answers as it is told to, however badly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Site:
    """`pages`: what each path gives or does, 404 for any other. `seen`: the requests that came, in order.

    `usual`: headers of all that it gives. `open`: nothing is answered while it is clear. `most`: how many requests were
    being answered at one time.
    """

    def __init__(self, usual: Mapping[str, str]) -> None:
        self.pages: dict[str, Answer | bytes] = {}
        self.seen: list[web.Request] = []
        self.port = self.most = self._now = 0
        self.open = asyncio.Event()
        self.open.set()
        self._usual = usual

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def gives(
        self, path: str, body: bytes = b"<p>Hello</p>", status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        async def answer(_: web.Request) -> web.StreamResponse:
            return web.Response(body=body, status=status, headers={**self._usual, **(headers or {})})

        self.pages[path] = answer

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.seen.append(request)
        self._now += 1
        self.most = max(self.most, self._now)
        try:
            await self.open.wait()
            page = self.pages.get(request.path)
            if page is None:
                return web.Response(status=404)
            return web.Response(body=page) if isinstance(page, bytes) else await page(request)
        finally:
            self._now -= 1


@asynccontextmanager
async def served(usual: Mapping[str, str] | None = None) -> AsyncIterator[Site]:
    """A site that is up until the end of the block."""
    site = Site(usual or {})
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", site.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.port = runner.addresses[0][1]
    yield site
    await runner.cleanup()
