"""From a request to a route and back: caller, body, faults, limits, validation, the rule, its events, the reply.

A rule runs without a pause from reading to effect, so a call either happened or did not; only before and after may it
be held or cut.
"""

import asyncio
import copy
import logging
import time
from typing import Any

from aiohttp import web

from sandbox import strikes
from sandbox.fault_kinds import Struck
from sandbox.faults import Fault
from sandbox.journal import CallRecord
from sandbox.limits import Overrun
from sandbox.parts import Parts
from sandbox.world.drafts import Upload
from sandbox.world.refusals import BOTS_ONLY, UNAUTHORIZED, USERS_ONLY, Refused, refuse_field
from sandbox.world.shapes import check_shape
from sandbox.world.state import World

from . import SUBJECTS
from .calls import Call, Reply, Route, Who
from .wire import json_response, read_body

PREFIX = r"/api/v{version:9|10}"
_EXEMPT_FROM_GLOBAL_LIMIT = ("/interactions/", "/webhooks/")
_MAJOR_PARAMETERS = ("channel_id", "guild_id", "webhook_token")
_log = logging.getLogger(__name__)


class Dropped(Exception):
    """The connection is to be cut without an answer."""


class Dispatch:
    """Serves the routes of `SUBJECTS` on an aiohttp application."""

    def __init__(self, parts: Parts, base_url: str) -> None:
        self.parts, self.base_url = parts, base_url

    def add_routes(self, app: web.Application) -> None:
        """Register every route, and the answer to all others."""
        routes = [route for subject in SUBJECTS for route in subject.routes]
        # aiohttp takes the first match: templates with fewer parameters must come first (`/@me` before `/{user_id}`).
        for route in sorted(routes, key=lambda each: each.template.count("{")):
            app.router.add_route(route.method, PREFIX + route.template, self._handler(route))
        for path in ("/api", "/api/{tail:.*}"):
            app.router.add_route("*", path, self._unknown)

    def _handler(self, route: Route) -> Any:
        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                return await _Exchange(self.parts, route, request, self.base_url).run()
            except Dropped:
                if request.transport is not None:
                    request.transport.abort()
                return web.Response(status=500)

        return handle

    async def _unknown(self, request: web.Request) -> web.Response:
        """501, loudly: a route the sandbox does not know must never pass for one that Discord does not know."""
        now, path = self.parts.clock.now(), request.path
        self.parts.journal.violation(
            "unknown_route", now, request.method, path, "The sandbox does not know this route."
        )
        route = f"{request.method} {path}"
        return json_response({"message": f"The sandbox does not know {route}.", "code": 0, "route": route}, 501)


class _Exchange:
    """One request and its reply."""

    def __init__(self, parts: Parts, route: Route, request: web.Request, base_url: str) -> None:
        self.parts, self.route, self.request, self.base_url = parts, route, request, base_url
        self.started = time.perf_counter()
        self.caller_id, self.is_bot = 0, False
        self.body: Any = None
        self.files: dict[str, Upload] = {}
        self.record: CallRecord | None = None

    async def run(self) -> web.StreamResponse:
        response = self._banned() or await self._served()
        if self.is_bot or response.status == 401:
            self.parts.limits.note(response.status, response.headers.get("X-RateLimit-Scope"))
        return response

    def _banned(self) -> web.Response | None:
        """What Discord's front door answers an address that has made too many invalid requests: no JSON, no `Via`."""
        seconds = self.parts.limits.banned_for_s()
        if not seconds or not (self._is_bots() or self.route.who == Who.UNNAMED):
            return None
        self._violation("banned", f"{self.parts.limits.invalid} invalid requests in ten minutes")
        headers = {"Retry-After": str(round(seconds) or 1)}
        return web.Response(status=429, headers=headers, content_type="text/html", text="error code: 1015")

    def _is_bots(self) -> bool:
        return self.request.headers.get("Authorization", "").startswith("Bot ")

    async def _served(self) -> web.Response:
        try:
            self._identify()
        except Refused as no:
            return self._refused(no, {})
        response = await self._unread()
        if response is None:
            struck = self._note() if self.is_bot else []
            response = await self._before(struck)
            if response is None:
                response = self._answer()
                response = await self._after(struck, response)
        if self.record is not None:
            self.record.status = response.status
            self.record.duration_ms = round((time.perf_counter() - self.started) * 1000, 3)
        return response

    async def _unread(self) -> web.Response | None:
        """Read the body; if nobody can, the answer to that. Such a call is written down, and no fault strikes it."""
        try:
            self.body, self.files = await read_body(self.request)
        except Refused as no:
            if self.is_bot:
                self._write_down()
            return self._refused(no, {})
        return None

    def _identify(self) -> None:
        world = self.parts.world
        told = self.request.headers.get("Authorization", "")
        if self.route.who == Who.UNNAMED:
            self.caller_id, self.is_bot = world.application.bot_id, True
            return
        user_id = world.tokens.get(told.removeprefix("Bot "))
        if user_id is None or world.users[user_id].bot != self._is_bots():
            raise Refused(UNAUTHORIZED)
        self.caller_id, self.is_bot = user_id, world.users[user_id].bot
        if self.route.who == Who.BOT and not self.is_bot:
            raise Refused(BOTS_ONLY)
        if self.route.who == Who.PEOPLE and self.is_bot:
            raise Refused(USERS_ONLY)

    def _note(self) -> list[Fault]:
        """Write the call down and count it for the faults."""
        record, path = self._write_down()
        return self.parts.faults.strike(self.route.method, self.route.template, path, record.seq)

    def _write_down(self) -> tuple[CallRecord, str]:
        """The call as the journal has it, and its path without secrets."""
        names = self.request.match_info
        path = "/" + self.request.path.split("/", 3)[-1]
        for name in ("webhook_token", "interaction_token"):
            path = path.replace(names[name], "...") if name in names else path
        method, template = self.route.method, self.route.template
        self.record = self.parts.journal.begin(self.parts.clock.now(), method, template, path, self.body)
        return self.record, path

    async def _before(self, struck: list[Fault]) -> web.Response | None:
        for fault in struck:
            if fault.struck in (Struck.GATEWAY, Struck.WORLD):
                await strikes.strike(self.parts, fault)
        for fault in struck:
            if fault.struck != Struck.CALL_BEFORE:
                continue
            if fault.what == "rate_limited":
                overrun = Overrun(fault.settings["retry_after"], fault.settings["scope"])
                return json_response(overrun.body(), 429, overrun.headers())
            if fault.what == "error_before":
                return _injected(fault)
            if fault.what == "hold_before":
                await self._hold(fault)
            raise Dropped
        return None

    async def _after(self, struck: list[Fault], response: web.Response) -> web.Response:
        for fault in struck:
            if fault.struck != Struck.CALL_AFTER:
                continue
            if fault.what == "slow":
                await asyncio.sleep(fault.settings["ms"] / 1000)
                continue
            if fault.what == "error_after":
                return _injected(fault)
            if fault.what == "hold_after":
                await self._hold(fault)
            raise Dropped
        return response

    async def _hold(self, fault: Fault) -> None:
        """Until the fault is deleted or the sandbox stops. If the client goes away first, aiohttp cancels this."""
        waits = [asyncio.create_task(each.wait()) for each in (fault.released, self.parts.stopping)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def _answer(self) -> web.Response:
        """Count, check, obey, publish. Nothing in here waits."""
        overrun, headers = self._counted()
        if overrun is not None:
            return json_response(overrun.body(), 429, headers | overrun.headers())
        try:
            check_shape(self.body)
            self._check_body()
            reply = self.route.handler(self._call(self.parts.world))
        except Refused as no:
            return self._refused(no, headers)
        except Exception:
            # Whatever went wrong is the sandbox's own fault, and must not pass for Discord's answer in silence.
            _log.exception("%s %s failed", self.route.method, self.route.template)
            self._violation("sandbox_failure", "The sandbox itself failed; its log has the traceback.")
            return json_response({"message": "500: The sandbox itself failed", "code": 0}, 500, headers)
        self.parts.publish(reply.events)
        if reply.awaits_answer is not None:
            self.parts.expect_answer(reply.awaits_answer)
        self._check_reply(reply)
        return json_response(reply.body, reply.status, headers)

    def _call(self, world: World) -> Call:
        return Call(
            world,
            self.parts.settle(),
            self.caller_id,
            self.is_bot,
            self.request.match_info,
            self.request.query,
            self.body,
            self.files,
            self.base_url,
        )

    def _counted(self) -> tuple[Overrun | None, dict[str, str]]:
        if not self.is_bot:
            return None, {}
        names = self.request.match_info
        major = next((names[key] for key in _MAJOR_PARAMETERS if key in names), "")
        exempt = self.route.template.startswith(_EXEMPT_FROM_GLOBAL_LIMIT)
        return self.parts.limits.take(self.route.method, self.route.template, major, exempt=exempt)

    def _check_body(self) -> None:
        """Refuse what Discord's own description does not allow.

        The rule's own no is the better answer: it has Discord's code and place. So it is asked first, on a copy of the
        world, as it may say yes.
        """
        if self.parts.checker is None or not self.is_bot:
            return
        wrong = self.parts.checker.wrong_with_body(self.route.method, self.route.template, self.body)
        if wrong is None:
            return
        try:
            self.route.handler(self._call(copy.deepcopy(self.parts.world)))
        except Refused:
            raise
        except Exception:
            _log.debug("The rule of %s %s cannot read it either", self.route.method, self.route.template, exc_info=True)
        raise refuse_field((), "DESCRIPTION_MISMATCH", wrong)

    def _check_reply(self, reply: Reply) -> None:
        if self.parts.checker is None or not self.is_bot:
            return
        method, template = self.route.method, self.route.template
        wrong = self.parts.checker.wrong_with_reply(method, template, reply.status, reply.body)
        if wrong is not None:
            self._violation("invalid_reply", wrong)

    def _refused(self, no: Refused, headers: dict[str, str]) -> web.Response:
        refusal = no.refusal
        if self.record is not None:
            self.record.code = refusal.code
        if self.is_bot and refusal.status == 501:
            self._violation("unknown_route", refusal.message)
        if self.is_bot and refusal.foreseeable:
            self._violation("invalid_request", str(refusal.body()))
        if refusal.retry_after is not None:
            overrun = Overrun(refusal.retry_after, refusal.scope, refusal.message, refusal.code)
            return json_response(overrun.body(), 429, headers | overrun.headers())
        return json_response(refusal.body(), refusal.status, headers)

    def _violation(self, kind: str, detail: str) -> None:
        self.parts.journal.violation(kind, self.parts.clock.now(), self.route.method, self.request.path, detail)


def _injected(fault: Fault) -> web.Response:
    status, message = fault.settings["status"], fault.settings["message"]
    told = {"message": message or f"{status}: injected by a fault", "code": fault.settings["code"]}
    return json_response(told, status)
