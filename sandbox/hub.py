"""All gateway sessions, and where events go out.

A session is one listener's stream of events; it outlives its connection for a while, so that a bot can resume it.
"""

import asyncio
import secrets
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

import orjson

from .clock import Clock
from .journal import Journal
from .world.events import Event, Listener, shown_to
from .world.state import World

HEARTBEAT_MS = 41_250
REPLAYED_AT_MOST = 5_000
RESUMABLE_FOR_S = 120.0


class Line(Protocol):
    """What a session needs of its connection. A line gone `silent` is open and carries nothing."""

    silent: bool

    def push(self, frame: bytes) -> None:
        """Queue one frame."""

    def send(self, op: int, data: Any = None) -> None:
        """Queue a frame that is no event."""

    async def close(self, code: int) -> None:
        """Close with a code."""


Trouble = Callable[[str], tuple[int, float]]
"""What faults make of an event by name: how many copies are sent (0: it is lost), and after how many seconds."""


def untroubled(_name: str) -> tuple[int, float]:
    """Every event once, at once."""
    return 1, 0.0


class Session:
    """One listener's stream of events."""

    def __init__(
        self, listener: Listener, token: str, shard: tuple[int, int] = (0, 1), trouble: Trouble = untroubled
    ) -> None:
        self.id = secrets.token_hex(16)
        self.listener, self.token, self.shard = listener, token, shard
        self.seq = 0
        self.sent: deque[tuple[int, bytes]] = deque(maxlen=REPLAYED_AT_MOST)
        self.connection: Line | None = None
        self.left_at: float | None = None
        self._trouble = trouble

    def hears(self, guild_id: int | None) -> bool:
        """Whether a server's events belong to this shard; what has no server belongs to the first."""
        number, count = self.shard
        return (0 if guild_id is None else (guild_id >> 22) % count) == number

    def dispatch(self, name: str, data: Any) -> None:
        """Send an event, or keep it for a resume; a fault may lose, double or delay it."""
        self.dispatch_encoded(name, orjson.dumps(data))

    def dispatch_encoded(self, name: str, data: bytes) -> None:
        """Send an event whose data is JSON already, as many listeners get the same."""
        copies, after_s = self._trouble(name)
        for _ in range(copies):
            if after_s:
                asyncio.get_running_loop().call_later(after_s, self._put, name, data)
            else:
                self._put(name, data)

    def _put(self, name: str, data: bytes) -> None:
        self.seq += 1
        frame = b'{"op":0,"t":"%b","s":%d,"d":%b}' % (name.encode(), self.seq, data)
        self.sent.append((self.seq, frame))
        if self.connection is not None:
            self.connection.push(frame)

    def missed_since(self, seq: int) -> list[bytes] | None:
        """The frames after number `seq`, or None if they are not all kept any more."""
        if self.sent and self.sent[0][0] > seq + 1:
            return None
        return [frame for number, frame in self.sent if number > seq]


class Hub:
    """The sessions of one sandbox, and the connections that carry them."""

    def __init__(
        self, world: World, clock: Clock, journal: Journal, trouble: Trouble, heartbeat_ms: int = HEARTBEAT_MS
    ) -> None:
        self.world, self.clock, self.journal = world, clock, journal
        self.trouble, self.heartbeat_ms = trouble, heartbeat_ms
        self.sessions: dict[str, Session] = {}
        self.connections: set[Line] = set()
        self.url = ""

    def begin(self, listener: Listener, token: str, shard: tuple[int, int]) -> Session:
        """A new session; only a bot's events can be troubled."""
        trouble = self.trouble if self.world.users[listener.user_id].bot else untroubled
        session = Session(listener, token, shard, trouble)
        self.sessions[session.id] = session
        return session

    def leave(self, session: Session, *, resumable: bool) -> None:
        """A session has lost its connection. People begin anew, as does a bot that said goodbye (1000, 1001)."""
        session.connection, session.left_at = None, time.monotonic()
        if not resumable or not self.world.users[session.listener.user_id].bot:
            self.sessions.pop(session.id, None)

    def publish(self, events: list[Event]) -> None:
        """Tell each listener what they may hear."""
        self._forget_the_gone()
        for event in events:
            shown, encoded = None, b""
            for session in self.sessions.values():
                data = shown_to(self.world, event, session.listener) if session.hears(event.guild_id) else None
                if data is None:
                    continue
                if data is not shown:
                    shown, encoded = data, orjson.dumps(data)
                session.dispatch_encoded(event.name, encoded)

    def _forget_the_gone(self) -> None:
        """Sessions whose connection has been away too long can no longer be resumed."""
        now = time.monotonic()
        gone = [each.id for each in self.sessions.values() if each.left_at and now - each.left_at > RESUMABLE_FOR_S]
        for session_id in gone:
            del self.sessions[session_id]

    def bot_sessions(self) -> list[Session]:
        """The bot's own sessions."""
        return [each for each in self.sessions.values() if each.listener.user_id == self.world.application.bot_id]

    async def end_all(self, sessions: list[Session], code: int) -> None:
        """End sessions for good, closing their connections with a code."""
        for session in sessions:
            self.sessions.pop(session.id, None)
        await asyncio.gather(*(each.connection.close(code) for each in sessions if each.connection is not None))

    async def close(self) -> None:
        """Close every connection."""
        await asyncio.gather(*(connection.close(1001) for connection in list(self.connections)))
