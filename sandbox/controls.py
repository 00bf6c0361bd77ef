"""The sandbox's own controls under /sandbox/.

Clock, state, calls, violations, faults. Plain JSON, no authorisation, this machine only.
"""

import asyncio
import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from . import strikes
from .fault_kinds import KINDS
from .faults import FaultError
from .parts import Parts
from .rest.wire import json_response, read_body
from .world import due, moments, snapshot
from .world.refusals import Refused
from .world.values import read_id

LONGEST_WAIT_S = 25.0
# An id of Discord's has room for instants until 2154; what messages name must lie within reach too.
LATEST_MS = 4_102_444_800_000


class ControlError(ValueError):
    """A control asked for in a way that cannot be; says what is allowed."""


class Controls:
    """Serves the controls of one sandbox."""

    def __init__(self, parts: Parts, about: dict[str, Any], guide: Path | None = None) -> None:
        self.parts, self.about, self._guide = parts, about, guide

    def add_routes(self, app: web.Application) -> None:
        """Register the controls."""
        app.middlewares.append(_explained)
        app.router.add_get("/sandbox/info", self.info)
        app.router.add_get("/sandbox/guide", self.guide)
        app.router.add_get("/sandbox/clock", self.clock)
        app.router.add_post("/sandbox/clock", self.move_clock)
        app.router.add_get("/sandbox/upcoming", self.upcoming)
        app.router.add_get("/sandbox/state", self.state)
        app.router.add_get("/sandbox/users", self.users)
        app.router.add_get("/sandbox/calls", self.calls)
        app.router.add_get("/sandbox/violations", self.violations)
        app.router.add_get("/sandbox/faults", self.faults)
        app.router.add_get("/sandbox/faults/kinds", self.fault_kinds)
        app.router.add_post("/sandbox/faults", self.add_fault)
        app.router.add_get("/sandbox/faults/{id:\\d+}", self.fault)
        app.router.add_delete("/sandbox/faults/{id:\\d+}", self.remove_fault)
        app.router.add_delete("/sandbox/faults", self.remove_fault)

    async def info(self, _request: web.Request) -> web.Response:
        """The line that was printed at the start."""
        return json_response(self.about)

    async def guide(self, _request: web.Request) -> web.Response:
        """What the page shows on first sight, read anew each time; null while there is none."""
        if self._guide is None or not self._guide.is_file():
            return json_response(None)
        try:
            return json_response(json.loads(self._guide.read_text(encoding="utf-8")))
        except ValueError as bad:
            return json_response({"message": f"The guide is no JSON: {bad}"}, 500)

    async def clock(self, request: web.Request) -> web.Response:
        """The time; with `after`, only once the clock has been moved since that version, or after 25 seconds."""
        clock = self.parts.clock
        if "after" in request.query:
            await self._unless_stopping(clock.moved_since(_number(request, "after"), LONGEST_WAIT_S))
        return json_response({"now_ms": clock.now(), "version": clock.version})

    async def move_clock(self, request: web.Request) -> web.Response:
        """Move the clock ahead by `advance_ms` or to `to_ms`."""
        body, clock = await _object(request), self.parts.clock
        now = clock.now()
        told = body.get("advance_ms", body.get("to_ms"))
        if isinstance(told, bool) or not isinstance(told, int):
            raise ControlError("Move the clock with a whole number: 'advance_ms' or 'to_ms'.")
        ahead = told if "advance_ms" in body else told - now
        if ahead < 0:
            raise ControlError("The clock can only be moved ahead.")
        if now + ahead > LATEST_MS:
            raise ControlError(f"The clock ends with the year 2099, at {LATEST_MS}.")
        clock.advance(ahead)
        self.parts.settle()
        return json_response({"now_ms": clock.now(), "version": clock.version})

    async def upcoming(self, _request: web.Request) -> web.Response:
        """What the clock alone will make happen, and the instants that messages name, the soonest first."""
        found = due.upcoming(self.parts.world) + moments.named(self.parts.world, self.parts.clock.now())
        return json_response(sorted(found, key=lambda each: int(each["at_ms"])))

    async def state(self, _request: web.Request) -> web.Response:
        """The whole world."""
        return json_response(snapshot.state(self.parts.world))

    async def users(self, _request: web.Request) -> web.Response:
        """Everybody one can be, with tokens."""
        return json_response(snapshot.people(self.parts.world))

    async def calls(self, request: web.Request) -> web.Response:
        """The bot's REST calls."""
        return json_response(self.parts.journal.calls(_number(request, "after")))

    async def violations(self, _request: web.Request) -> web.Response:
        """What Discord would not have understood."""
        return json_response([asdict(each) for each in self.parts.journal.violations])

    async def faults(self, _request: web.Request) -> web.Response:
        """The faults that are switched on."""
        return json_response([each.told() for each in self.parts.faults.all()])

    async def add_fault(self, request: web.Request) -> web.Response:
        """Switch a fault on; one that waits for no call strikes at once."""
        faults = self.parts.faults
        fault = faults.add(await _object(request))
        try:
            strikes.check(self.parts, fault)
        except FaultError:
            faults.remove(fault.id)
            raise
        if fault.is_immediate:
            await strikes.strike(self.parts, fault)
            fault.seen += 1
            fault.tripped.set()
        return json_response({"id": fault.id}, 201)

    async def fault_kinds(self, _request: web.Request) -> web.Response:
        """Every kind of fault there is."""
        told = [
            {
                "what": what,
                "strikes": kind.struck.name.lower(),
                "effect": kind.effect,
                "settings": kind.settings,
                "required": list(kind.required),
                "undone": kind.undone or None,
            }
            for what, kind in KINDS.items()
        ]
        return json_response(told)

    async def fault(self, request: web.Request) -> web.Response:
        """A fault; with `wait`, once it has struck or those seconds are over."""
        fault = self.parts.faults.get(int(request.match_info["id"]))
        if fault is None:
            return json_response({"message": "There is no such fault."}, 404)
        if "wait" in request.query:
            within = min(_seconds(request, "wait"), LONGEST_WAIT_S)
            await self._unless_stopping(_within(fault.tripped.wait(), within))
        return json_response(fault.told())

    async def remove_fault(self, request: web.Request) -> web.Response:
        """Switch one fault off, or all of them."""
        self.parts.faults.remove(int(request.match_info["id"]) if "id" in request.match_info else None)
        return web.Response(status=204)

    async def _unless_stopping(self, wait: Any) -> None:
        tasks = [asyncio.ensure_future(wait), asyncio.create_task(self.parts.stopping.wait())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()


@web.middleware
async def _explained(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What cannot be asked of a control is answered with 400 and why."""
    try:
        return await handler(request)
    except (ControlError, FaultError) as bad:
        return json_response({"message": str(bad)}, 400)


async def _object(request: web.Request) -> dict[str, Any]:
    try:
        body, _ = await read_body(request)
    except Refused as bad:
        raise ControlError("The body is no JSON.") from bad
    if not isinstance(body, dict):
        raise ControlError("The body must be a JSON object.")
    return body


def _number(request: web.Request, name: str) -> int:
    """A whole number from the query; 0 if it is not there."""
    found = read_id(request.query.get(name, "0"))
    if found is None:
        raise ControlError(f"'{name}' must be a whole number.")
    return found


def _seconds(request: web.Request, name: str) -> float:
    try:
        found = float(request.query[name])
    except ValueError:
        found = math.nan
    if not found >= 0:
        raise ControlError(f"'{name}' must be a number of seconds.")
    return found


async def _within(wait: Any, seconds: float) -> None:
    try:
        await asyncio.wait_for(wait, seconds)
    except TimeoutError:
        return
