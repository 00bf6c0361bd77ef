"""Faults switched on from outside: the n-th call that matches fails in a chosen way.

    hold_before     never answered, no effect            hold_after     effect done, never answered
    error_before    answered with `status`, no effect    error_after    effect done, answered with `status`
    drop_before     connection cut, no effect            drop_after     effect done, connection cut
    rate_limited    429 with `retry_after` seconds       slow           answered after `ms` more
    disconnect      the bot's gateway connection is cut (`code`)
    reconnect       the bot is asked to connect anew and resume
    invalid_session the bot's gateway session is declared invalid

Only calls of the bot count. A held call ends when its client goes away, when the fault is deleted, or when the sandbox
stops.
"""

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any

BEFORE = frozenset({"hold_before", "error_before", "drop_before", "rate_limited"})
AFTER = frozenset({"hold_after", "error_after", "drop_after", "slow"})
GATEWAY = frozenset({"disconnect", "reconnect", "invalid_session"})


class FaultError(ValueError):
    """A fault that cannot be set; says what is allowed."""


@dataclass(slots=True)
class Fault:
    """One fault: strikes on matching call number `nth`, and on the `times` - 1 matching calls after it (0: on all)."""

    id: int
    what: str
    method: str | None = None
    route: re.Pattern[str] | None = None
    nth: int = 1
    times: int = 1
    status: int = 500
    retry_after: float = 1.0
    scope: str = "user"
    ms: int = 0
    code: int = 4000
    template: str = ""
    seen: int = 0
    tripped: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)
    calls: list[int] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """The fault as JSON."""
        return {
            "id": self.id,
            "what": self.what,
            "method": self.method,
            "route": None if self.route is None else self.template,
            "nth": self.nth,
            "times": self.times,
            "seen": self.seen,
            "tripped": self.tripped.is_set(),
            "calls": self.calls,
        }


class Faults:
    """The faults that are switched on."""

    def __init__(self) -> None:
        self._faults: dict[int, Fault] = {}
        self._last_id = 0

    def add(self, body: dict[str, Any]) -> Fault:
        """Switch a fault on; raises `FaultError` for a body that names none."""
        known = {"what", "method", "route", "nth", "times", "status", "retry_after", "global", "scope", "ms", "code"}
        if set(body) - known:
            raise FaultError(
                f"Unknown keys: {', '.join(sorted(set(body) - known))}. Allowed: {', '.join(sorted(known))}."
            )
        what = body.get("what")
        if what not in BEFORE | AFTER | GATEWAY:
            raise FaultError(f"'what' must be one of: {', '.join(sorted(BEFORE | AFTER | GATEWAY))}.")
        self._last_id += 1
        fault = Fault(
            self._last_id,
            str(what),
            method=str(body["method"]).upper() if body.get("method") else None,
            route=_pattern(str(body["route"])) if body.get("route") else None,
            nth=int(body.get("nth", 1)),
            times=int(body.get("times", 1)),
            status=int(body.get("status", 500)),
            retry_after=float(body.get("retry_after", 1.0)),
            scope="global" if body.get("global") else str(body.get("scope", "user")),
            ms=int(body.get("ms", 0)),
            code=int(body.get("code", 4000)),
            template=str(body.get("route", "")),
        )
        self._faults[fault.id] = fault
        return fault

    def get(self, fault_id: int) -> Fault | None:
        """A fault by id."""
        return self._faults.get(fault_id)

    def all(self) -> list[Fault]:
        """Every fault that is switched on, the oldest first."""
        return list(self._faults.values())

    def remove(self, fault_id: int | None = None) -> None:
        """Switch one fault off, or all; calls it holds are let go (their connections are cut)."""
        gone = list(self._faults) if fault_id is None else [fault_id]
        for each in gone:
            fault = self._faults.pop(each, None)
            if fault is not None:
                fault.released.set()

    def strike(self, method: str, route: str, path: str, seq: int) -> list[Fault]:
        """Count one call of the bot; the faults that strike it come back."""
        struck = []
        for fault in self._faults.values():
            if fault.what in GATEWAY or not _matches(fault, method, route, path):
                continue
            fault.seen += 1
            if fault.seen >= fault.nth and (fault.times == 0 or fault.seen < fault.nth + fault.times):
                fault.calls.append(seq)
                fault.tripped.set()
                struck.append(fault)
        return struck


def _matches(fault: Fault, method: str, route: str, path: str) -> bool:
    if fault.method is not None and fault.method != method:
        return False
    return fault.route is None or bool(fault.route.match(route) or fault.route.match(path))


def _pattern(route: str) -> re.Pattern[str]:
    """A route template such as `/channels/{channel_id}/messages`, a path, or either with `*` for anything."""
    return re.compile(re.escape(route).replace(r"\*", ".*") + "$")
