"""Faults switched on from outside: the n-th call or event that fits goes wrong in a chosen way (`fault_kinds`).

Only calls of the bot count, and events to it. A held call ends when its client goes away, when the fault is switched
off, or when the sandbox stops.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from .fault_kinds import ALLOWED, CLOSE_CODES, COMMON, KINDS, Kind, Struck

_MOST = 1_000_000
_PARAMETER = "\0"


class FaultError(ValueError):
    """A fault that cannot be set; says what is allowed."""


@dataclass(slots=True)
class Fault:
    """One fault: strikes on what fits it number `nth`, and on the `times` - 1 after it (0: on all).

    `undo` is what switching it off does to the world.
    """

    id: int
    what: str
    settings: dict[str, Any]
    method: str | None = None
    template: str | None = None
    nth: int = 1
    times: int = 1
    seen: int = 0
    tripped: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)
    calls: list[int] = field(default_factory=list)
    undo: Callable[[], None] | None = None

    @property
    def struck(self) -> Struck:
        """What it strikes."""
        return KINDS[self.what].struck

    @property
    def is_immediate(self) -> bool:
        """Whether it waits for no call."""
        return self.struck in (Struck.GATEWAY, Struck.WORLD) and self.method is None and self.template is None

    def counts(self) -> bool:
        """Count one more thing that fits; whether it is struck."""
        self.seen += 1
        struck = self.seen >= self.nth and (self.times == 0 or self.seen < self.nth + self.times)
        if struck:
            self.tripped.set()
        return struck

    def told(self) -> dict[str, Any]:
        """The fault as JSON."""
        return {
            "id": self.id,
            "what": self.what,
            "method": self.method,
            "route": self.template,
            "nth": self.nth,
            "times": self.times,
            "seen": self.seen,
            "tripped": self.tripped.is_set(),
            "calls": self.calls,
            **self.settings,
        }


class Faults:
    """The faults that are switched on."""

    def __init__(self) -> None:
        self._faults: dict[int, Fault] = {}
        self._last_id = 0

    def add(self, body: dict[str, Any]) -> Fault:
        """Switch a fault on; raises `FaultError` for a body that names none."""
        self._last_id += 1
        fault = _read(self._last_id, body)
        self._faults[fault.id] = fault
        return fault

    def get(self, fault_id: int) -> Fault | None:
        """A fault by id."""
        return self._faults.get(fault_id)

    def all(self) -> list[Fault]:
        """Every fault that is switched on, the oldest first."""
        return list(self._faults.values())

    def remove(self, fault_id: int | None = None) -> None:
        """Switch one fault off, or all: calls it holds are cut, and what it took from the world comes back."""
        gone = list(self._faults) if fault_id is None else [fault_id]
        for each in gone:
            fault = self._faults.pop(each, None)
            if fault is not None:
                fault.released.set()
                if fault.undo is not None:
                    fault.undo()

    def strike(self, method: str, route: str, path: str, seq: int) -> list[Fault]:
        """Count one call of the bot; the faults that strike it come back."""
        struck = []
        for fault in self._faults.values():
            if fault.struck == Struck.EVENT or fault.is_immediate or not _fits(fault, method, route, path):
                continue
            if fault.counts():
                fault.calls.append(seq)
                struck.append(fault)
        return struck

    def trouble(self, event: str) -> tuple[int, float]:
        """Count one event to the bot: how many copies of it are sent, and after how many seconds."""
        copies, after_s = 1, 0.0
        for fault in self._faults.values():
            if fault.struck != Struck.EVENT or not _pattern(str(fault.settings["event"])).match(event):
                continue
            if not fault.counts():
                continue
            if fault.what == "event_late":
                after_s += fault.settings["ms"] / 1000
            else:
                copies *= 2 if fault.what == "event_doubled" else 0
        return copies, after_s


def _read(number: int, body: dict[str, Any]) -> Fault:
    kind = KINDS.get(str(body.get("what")))
    if kind is None:
        raise FaultError(f"'what' must be one of: {', '.join(sorted(KINDS))}.")
    counted = ("nth", "times") if kind.struck == Struck.EVENT else COMMON[1:]
    known = {"what", *counted, *kind.settings}
    if set(body) - known:
        raise FaultError(f"Unknown keys: {', '.join(sorted(set(body) - known))}. Allowed: {', '.join(sorted(known))}.")
    if missing := [key for key in kind.required if not body.get(key)]:
        raise FaultError(f"A fault of this kind needs {', '.join(missing)}.")
    texts = {key: body[key] for key in ("method", "route", "event") if body.get(key) is not None}
    if wrong := [key for key, value in texts.items() if not isinstance(value, str)]:
        raise FaultError(f"'{wrong[0]}' must be a text.")
    settings = {key: _setting(kind, key, default, body.get(key, default)) for key, default in kind.settings.items()}
    return Fault(
        number,
        str(body["what"]),
        settings,
        method=texts.get("method", "").upper() or None,
        template=texts.get("route") or None,
        nth=_whole("nth", body.get("nth", 1), 1, _MOST),
        times=_whole("times", body.get("times", 1), 0, _MOST),
    )


def _setting(kind: Kind, key: str, default: object, value: Any) -> Any:
    """A setting as it may be: of the kind of its default, and within what is allowed."""
    allowed = CLOSE_CODES if key == "code" and kind.struck == Struck.GATEWAY else ALLOWED.get(key)
    if isinstance(default, bool) or key == "message":
        if not isinstance(value, type(default)):
            raise FaultError(f"'{key}' must be {'true or false' if isinstance(default, bool) else 'a text'}.")
        return value
    if allowed is None:
        return value
    least, most = allowed[0], allowed[-1]
    if isinstance(least, str) or isinstance(most, str):
        if value not in allowed:
            raise FaultError(f"'{key}' must be one of: {', '.join(str(each) for each in allowed)}.")
        return value
    return _number(key, value, least, most) if isinstance(default, float) else _whole(key, value, least, most)


def _number(key: str, value: object, least: int, most: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise FaultError(f"'{key}' must be a number between {least} and {most}.")
    return float(value)


def _whole(key: str, value: object, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise FaultError(f"'{key}' must be a whole number between {least} and {most}.")
    return value


def _fits(fault: Fault, method: str, route: str, path: str) -> bool:
    if fault.method is not None and fault.method != method:
        return False
    if fault.template is None:
        return True
    pattern = _pattern(fault.template)
    return bool(pattern.match(route) or pattern.match(path))


def could_fit(told: str | None, template: str) -> bool:
    """Whether a fault on `told` (a template, a path with `*` for anything, or None for all) can strike that route."""
    if told is None or _pattern(told).match(template):
        return True
    return _overlap(told, re.sub(r"\{.*?\}", _PARAMETER, template))


@lru_cache(maxsize=4096)
def _overlap(told: str, route: str) -> bool:
    """Whether some path fits both; in a route a parameter stands for anything within one part of a path."""
    if told.startswith("*"):
        return _overlap(told[1:], route) or (route != "" and _overlap(told, route[1:]))
    if route.startswith(_PARAMETER):
        within = told != "" and told[0] not in "/{}"
        return _overlap(told, route[1:]) or (within and _overlap(told[1:], route))
    if not told or not route:
        return told == route
    return told[0] == route[0] and _overlap(told[1:], route[1:])


def _pattern(text: str) -> re.Pattern[str]:
    """A route template such as `/channels/{channel_id}/messages`, a path, an event's name; `*` stands for anything."""
    return re.compile(re.escape(text).replace(r"\*", ".*") + "$")
