"""A running sandbox: the world behind one port of this machine, with its API, gateway, files, controls and page."""

import asyncio
import json
import socket
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from . import gateway, validation
from .clock import Clock
from .controls import Controls
from .faults import Faults
from .hub import HEARTBEAT_MS, Hub
from .journal import Journal
from .limits import RateLimits
from .parts import Parts
from .rest.dispatch import Dispatch
from .rest.wire import json_response
from .world import snapshot, uploads
from .world.interactions import ACKNOWLEDGE_WITHIN_S
from .world.refusals import Refused
from .world.state import World
from .world.worldfile import build_world

HOST = "127.0.0.1"
TICK_S = 0.25
PAGE = Path(__file__).parent / "web"
DEFAULT_WORLD = Path(__file__).parent / "worlds" / "reading-circle.json"


def load_world(path: Path = DEFAULT_WORLD) -> World:
    """Build the world a file describes."""
    return build_world(json.loads(path.read_text(encoding="utf-8")))


class Sandbox:
    """A local Discord, used as `async with Sandbox(world) as sandbox:`; port 0 takes any free one."""

    def __init__(
        self,
        world: World | None = None,
        port: int = 0,
        limits: RateLimits | None = None,
        acknowledge_within_s: float = ACKNOWLEDGE_WITHIN_S,
        heartbeat_ms: int = HEARTBEAT_MS,
        guide: Path | None = None,
    ) -> None:
        self.world = load_world() if world is None else world
        self._port, self._guide = port, guide
        limits = RateLimits() if limits is None else limits
        self.world.starts.paced = limits.buckets
        clock, journal, faults = Clock(), Journal(), Faults()
        self.parts = Parts(
            self.world,
            clock,
            Hub(self.world, clock, journal, faults.trouble, heartbeat_ms),
            journal,
            faults,
            limits,
            validation.from_environment(),
            acknowledge_within_s,
        )
        self._runner: web.AppRunner | None = None
        self._time: asyncio.Task[None] | None = None
        self.web_url = ""

    @property
    def api_url(self) -> str:
        """Where the REST API is, `/api/v10` included."""
        return f"{self.web_url}/api/v10"

    @property
    def gateway_url(self) -> str:
        """Where the gateway is."""
        return f"{self.web_url.replace('http', 'ws', 1)}/gateway"

    def about(self) -> dict[str, Any]:
        """What a bot, a test or a person needs to begin: addresses, tokens, ids. The first server stands for all."""
        guild = next(iter(self.world.guilds.values()))
        return {
            "api_url": self.api_url,
            "gateway_url": self.gateway_url,
            "web_url": self.web_url,
            "bot_token": self.world.bot.token,
            "application_id": str(self.world.application.id),
            "guild_id": str(guild.id),
            "channels": {each.name: str(each.id) for each in guild.channels.values()},
            "users": snapshot.people(self.world),
        }

    def routes(self) -> list[web.AbstractRoute]:
        """Every route that is served, while it is."""
        app = self._runner.app if self._runner is not None else None
        return [] if app is None else list(app.router.routes())

    async def __aenter__(self) -> Self:
        listening = socket.create_server((HOST, self._port), backlog=1024)
        self.web_url = f"http://{HOST}:{listening.getsockname()[1]}"
        self.world.cdn_url, self.parts.hub.url = self.web_url, self.gateway_url
        # A held call must end, without effect, when its client goes away.
        self._runner = web.AppRunner(self._app(), handler_cancellation=True, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.SockSite(self._runner, listening).start()
        self._time = asyncio.create_task(self._let_time_pass())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._time is not None:
            self._time.cancel()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _let_time_pass(self) -> None:
        """What becomes due happens even if nobody calls."""
        while True:
            self.parts.settle()
            await asyncio.sleep(TICK_S)

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=128 * 1024 * 1024)
        app.on_shutdown.append(self._let_go)
        app.router.add_get("/gateway", self._gateway)
        app.router.add_get("/gateway/", self._gateway)
        app.router.add_get("/attachments/{channel_id}/{attachment_id}/{filename}", self._file)
        app.router.add_put("/uploads/{attachment_id}/{filename}", self._upload)
        Controls(self.parts, self.about(), self._guide).add_routes(app)
        Dispatch(self.parts, self.web_url).add_routes(app)
        app.router.add_get("/", self._page)
        app.router.add_get("/static/{path:.*}", self._page)
        return app

    async def _let_go(self, _app: web.Application) -> None:
        self.parts.stopping.set()
        await self.parts.hub.close()

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        return await gateway.serve(self.parts.hub, request)

    async def _file(self, request: web.Request) -> web.Response:
        """A file as Discord's CDN serves it."""
        content = self.world.files.get(int(request.match_info["attachment_id"]))
        if content is None:
            return web.Response(status=404)
        kind = uploads.content_type(request.match_info["filename"])
        return web.Response(body=content, headers={"Content-Type": kind})

    async def _upload(self, request: web.Request) -> web.Response:
        """The second half of an upload: the file itself."""
        name = f"{request.match_info['attachment_id']}/{request.match_info['filename']}"
        try:
            uploads.finish(self.world, name, await request.read())
        except Refused as no:
            return json_response(no.refusal.body(), no.refusal.status)
        return web.Response(status=200)

    async def _page(self, request: web.Request) -> web.StreamResponse:
        """The page's own files, read anew each time so that a change shows at once."""
        wanted = (PAGE / (request.match_info.get("path") or "index.html")).resolve()
        if not wanted.is_relative_to(PAGE) or not wanted.is_file():
            return web.Response(status=404, text="There is no such file.")
        return web.FileResponse(wanted, headers={"Cache-Control": "no-store"})
