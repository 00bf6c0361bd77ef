"""The sandbox's own controls under /sandbox/.

Clock, state, calls, violations, faults. Plain JSON, no authorisation, this machine only.
"""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aiohttp import web

from . import strikes
from .fault_kinds import KINDS
from .faults import FaultError
from .parts import Parts
from .rest.wire import json_response
from .world import due, moments, snapshot

LONGEST_WAIT_S = 25.0


class Controls:
    """Serves the controls of one sandbox."""

    def __init__(self, parts: Parts, about: dict[str, Any], guide: Path | None = None) -> None:
        self.parts, self.about, self._guide = parts, about, guide

    def add_routes(self, app: web.Application) -> None:
        """Register the controls."""
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
            await self._unless_stopping(clock.moved_since(int(request.query["after"]), LONGEST_WAIT_S))
        return json_response({"now_ms": clock.now(), "version": clock.version})

    async def move_clock(self, request: web.Request) -> web.Response:
        """Move the clock ahead by `advance_ms` or to `to_ms`."""
        body = await request.json()
        clock = self.parts.clock
        ahead = int(body["advance_ms"]) if "advance_ms" in body else int(body["to_ms"]) - clock.now()
        if ahead < 0:
            return json_response({"message": "The clock can only be moved ahead."}, 400)
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
        return json_response(self.parts.journal.calls(int(request.query.get("after", "0"))))

    async def violations(self, _request: web.Request) -> web.Response:
        """What Discord would not have understood."""
        return json_response([asdict(each) for each in self.parts.journal.violations])

    async def faults(self, _request: web.Request) -> web.Response:
        """The faults that are switched on."""
        return json_response([each.told() for each in self.parts.faults.all()])

    async def add_fault(self, request: web.Request) -> web.Response:
        """Switch a fault on; one that waits for no call strikes at once."""
        faults = self.parts.faults
        try:
            fault = faults.add(await request.json())
        except (FaultError, ValueError) as bad:
            return json_response({"message": str(bad)}, 400)
        try:
            strikes.check(self.parts, fault)
        except (FaultError, ValueError) as bad:
            faults.remove(fault.id)
            return json_response({"message": str(bad)}, 400)
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
            within = min(float(request.query["wait"]), LONGEST_WAIT_S)
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


async def _within(wait: Any, seconds: float) -> None:
    try:
        await asyncio.wait_for(wait, seconds)
    except TimeoutError:
        return
