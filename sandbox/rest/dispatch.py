"""From a request to a route and back: who calls, what was sent, faults, limits, validation, the rule, the events, the reply.

A rule runs without a pause from reading to effect, so a call either happened or did not; only before and after may it be held or cut.
"""

import asyncio
import time
from typing import Any

import orjson
from aiohttp import BodyPartReader, web

from sandbox.faults import AFTER, BEFORE, Fault
from sandbox.journal import CallRecord
from sandbox.limits import Overrun
from sandbox.parts import Parts
from sandbox.world.drafts import Upload
from sandbox.world.refusals import BOTS_ONLY, INVALID_JSON, UNAUTHORIZED, USERS_ONLY, Refused

from . import SUBJECTS
from .calls import Call, Reply, Route, Who

PREFIX = r"/api/v{version:\d+}"
_EXEMPT = ("/interactions/", "/webhooks/")


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
        app.router.add_route("*", "/api/{tail:.*}", self._unknown)

    def _handler(self, route: Route) -> Any:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await _Exchange(self.parts, route, request, self.base_url).run()

        return handle

    async def _unknown(self, request: web.Request) -> web.Response:
        """501, loudly: a route the sandbox does not know must never pass for one that Discord does not know."""
        path = request.path
        self.parts.journal.violation(
            "unknown_route", self.parts.clock.now(), request.method, path, "no such route here"
        )
        told = {
            "message": f"The sandbox does not know {request.method} {path}.",
            "code": 0,
            "route": f"{request.method} {path}",
        }
        return json_response(told, 501)


class _Exchange:
    """One request and its reply."""

    def __init__(self, parts: Parts, route: Route, request: web.Request, base_url: str) -> None:
        self.parts, self.route, self.request, self.base_url = parts, route, request, base_url
        self.started = time.perf_counter()
        self.body: Any = None
        self.files: dict[str, Upload] = {}
        self.record: CallRecord | None = None

    async def run(self) -> web.StreamResponse:
        try:
            caller_id, is_bot = self._caller()
            await self._read()
        except Refused as no:
            return json_response(no.refusal.body(), no.refusal.status)
        struck = self._note() if is_bot or self.route.who == Who.TOKEN else []
        try:
            await self._before(struck)
            response = self._answered(caller_id, is_bot)
            await self._after(struck, response)
        except Dropped:
            if self.request.transport is not None:
                self.request.transport.abort()
            raise asyncio.CancelledError from None
        except web.HTTPException as replaced:
            return self._noted(_as_response(replaced))
        return self._noted(response)

    def _caller(self) -> tuple[int, bool]:
        world = self.parts.world
        told = self.request.headers.get("Authorization", "")
        if self.route.who == Who.TOKEN:
            return world.application.bot_id, True
        user_id = world.tokens.get(told.removeprefix("Bot "))
        if user_id is None or world.users[user_id].bot != told.startswith("Bot "):
            raise Refused(UNAUTHORIZED)
        is_bot = world.users[user_id].bot
        if self.route.who == Who.BOT and not is_bot:
            raise Refused(BOTS_ONLY)
        if self.route.who == Who.PEOPLE and is_bot:
            raise Refused(USERS_ONLY)
        return user_id, is_bot

    async def _read(self) -> None:
        try:
            if self.request.content_type == "multipart/form-data":
                await self._read_multipart()
            elif self.request.can_read_body:
                raw = await self.request.read()
                self.body = orjson.loads(raw) if raw else None
        except orjson.JSONDecodeError as bad:
            raise Refused(INVALID_JSON) from bad

    async def _read_multipart(self) -> None:
        reader = await self.request.multipart()
        while (part := await reader.next()) is not None:
            if not isinstance(part, BodyPartReader):
                continue
            content = bytes(await part.read())
            if part.name == "payload_json":
                self.body = orjson.loads(content)
            elif part.name and part.filename:
                kind = part.headers.get("Content-Type", "application/octet-stream")
                self.files[part.name] = Upload(part.filename, kind, content)
        self.body = {} if self.body is None else self.body

    def _note(self) -> list[Fault]:
        path = self.request.path.split("/", 3)[-1]
        path = "/" + _without_token(path, self.request)
        self.record = self.parts.journal.begin(
            self.parts.clock.now(), self.request.method, self.route.template, path, self.body
        )
        return self.parts.faults.strike(self.request.method, self.route.template, path, self.record.seq)

    async def _before(self, struck: list[Fault]) -> None:
        for fault in struck:
            if fault.what not in BEFORE:
                continue
            if fault.what == "hold_before":
                await self._hold(fault)
            if fault.what in ("hold_before", "drop_before"):
                raise Dropped
            if fault.what == "rate_limited":
                overrun = Overrun(fault.retry_after, "global" if fault.is_global else "shared", fault.is_global)
                raise _replaced(429, overrun.body(), overrun.headers())
            raise _replaced(fault.status, {"message": f"{fault.status}: injected", "code": 0})

    async def _after(self, struck: list[Fault], response: web.Response) -> None:
        del response
        for fault in struck:
            if fault.what not in AFTER:
                continue
            if fault.what == "slow":
                await asyncio.sleep(fault.ms / 1000)
                continue
            if fault.what == "hold_after":
                await self._hold(fault)
            if fault.what in ("hold_after", "drop_after"):
                raise Dropped
            raise _replaced(fault.status, {"message": f"{fault.status}: injected", "code": 0})

    async def _hold(self, fault: Fault) -> None:
        """Until the fault is deleted or the sandbox stops. If the client goes away first, aiohttp cancels this."""
        waits = [asyncio.create_task(each.wait()) for each in (fault.released, self.parts.stopping)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def _answered(self, caller_id: int, is_bot: bool) -> web.Response:
        overrun, headers = self._counted(is_bot)
        if overrun is not None:
            return json_response(overrun.body(), 429, headers | overrun.headers())
        call = Call(
            self.parts.world,
            self.parts.settle(),
            caller_id,
            is_bot,
            self.request.match_info,
            self.request.query,
            self.body,
            self.files,
            self.base_url,
        )
        try:
            self._validate(is_bot)
            reply = self.route.handler(call)
        except Refused as no:
            return self._refused(no, headers, is_bot)
        self.parts.publish(reply.events)
        if reply.awaits_answer is not None:
            self.parts.expect_answer(reply.awaits_answer)
        return _response(reply, headers)

    def _counted(self, is_bot: bool) -> tuple[Overrun | None, dict[str, str]]:
        if not is_bot:
            return None, {}
        major = next(
            (
                self.request.match_info[key]
                for key in ("channel_id", "guild_id", "webhook_token")
                if key in self.request.match_info
            ),
            "",
        )
        exempt = self.route.who == Who.TOKEN and self.route.template.startswith(_EXEMPT)
        return self.parts.limits.take(self.request.method, self.route.template, major, exempt=exempt)

    def _validate(self, is_bot: bool) -> None:
        if self.parts.checker is None or not is_bot:
            return
        wrong = self.parts.checker.wrong_with(self.request.method, self.route.template, self.body)
        if wrong is not None:
            now = self.parts.clock.now()
            self.parts.journal.violation("invalid_request", now, self.request.method, self.request.path, wrong)

    def _refused(self, no: Refused, headers: dict[str, str], is_bot: bool) -> web.Response:
        refusal = no.refusal
        if refusal.status == 501 and is_bot:
            now = self.parts.clock.now()
            self.parts.journal.violation("unknown_route", now, self.request.method, self.request.path, refusal.message)
        if refusal.status == 429:
            overrun = Overrun(float((refusal.errors or {})["retry_after"]), "user", is_global=False)
            return json_response(overrun.body(), 429, headers | overrun.headers())
        if self.record is not None:
            self.record.code = refusal.code
        return json_response(refusal.body(), refusal.status, headers)

    def _noted(self, response: web.Response) -> web.Response:
        if self.record is not None:
            self.record.status = response.status
            self.record.duration_ms = round((time.perf_counter() - self.started) * 1000, 3)
        return response


def json_response(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON with exactly the content type that discord.py wants to see."""
    return web.Response(body=orjson.dumps(body), status=status, headers=headers, content_type="application/json")


def _response(reply: Reply, headers: dict[str, str]) -> web.Response:
    if reply.status == 204:
        return web.Response(status=204, headers=headers | reply.headers)
    return json_response(reply.body, reply.status, headers | reply.headers)


class _Replaced(web.HTTPException):
    """A fault's answer instead of the route's."""

    def __init__(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.status_code = status
        super().__init__(headers=headers, body=body, content_type="application/json")


def _replaced(status: int, body: Any, headers: dict[str, str] | None = None) -> web.HTTPException:
    return _Replaced(status, orjson.dumps(body), headers or {})


def _as_response(replaced: web.HTTPException) -> web.Response:
    return web.Response(body=replaced.body, status=replaced.status, headers=replaced.headers)


def _without_token(path: str, request: web.Request) -> str:
    token = request.match_info.get("webhook_token") or request.match_info.get("interaction_token")
    return path.replace(token, "...") if token else path
