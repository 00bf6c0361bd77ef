"""What the sandbox writes down: every REST call of the bot, and everything that Discord would not have understood."""

from collections import deque
from dataclasses import asdict, dataclass
from typing import Any

MOST_CALLS = 20_000
_SECRETS = frozenset({"token", "authorization"})


@dataclass(slots=True)
class CallRecord:
    """One call; `status` and `duration_ms` are None while it is not answered."""

    seq: int
    at_ms: int
    method: str
    route: str
    path: str
    request: Any
    status: int | None = None
    duration_ms: float | None = None
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that must not happen in a test run; the kinds are in `docs/sandbox.md`."""

    kind: str
    at_ms: int
    method: str
    path: str
    detail: str


class Journal:
    """Keeps the latest calls and all violations."""

    def __init__(self) -> None:
        self._calls: deque[CallRecord] = deque(maxlen=MOST_CALLS)
        self._seq = 0
        self.violations: list[Violation] = []

    def begin(self, at_ms: int, method: str, route: str, path: str, request: Any) -> CallRecord:
        """Write down a call of the bot as it arrives."""
        self._seq += 1
        record = CallRecord(self._seq, at_ms, method, route, path, without_secrets(request))
        self._calls.append(record)
        return record

    def calls(self, after: int = 0) -> list[dict[str, Any]]:
        """The calls with a number above `after`, as plain JSON."""
        return [asdict(call) for call in self._calls if call.seq > after]

    def violation(self, kind: str, at_ms: int, method: str, path: str, detail: str) -> None:
        """Write down a violation."""
        self.violations.append(Violation(kind, at_ms, method, path, detail))


def without_secrets(value: Any) -> Any:
    """A copy without anything that opens a door."""
    if isinstance(value, dict):
        return {key: "..." if key in _SECRETS else without_secrets(each) for key, each in value.items()}
    if isinstance(value, list):
        return [without_secrets(each) for each in value]
    return value
