"""The gateway: one websocket per listener, events pushed as they happen, missed ones replayed on resume.

Opcodes and close codes are those of Discord's documentation, "Opcodes and Status Codes".
"""

import asyncio
import contextlib
import secrets
import time
import zlib
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

import orjson
import zstandard
from aiohttp import WSMsgType, web

from .world import listening
from .world.events import ALL_INTENTS, PRIVILEGED, Event, Listener, shown_to
from .world.state import World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = (
    0,
    1,
    2,
    3,
    4,
    6,
    7,
    8,
    9,
    10,
    11,
)
# Presence and voice mean nothing here; 14 and 37 are what Discord's own client sends to follow a server's channels.
_PASSED_OVER = frozenset({PRESENCE, VOICE, 14, 37})
UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED, BAD_TOKEN, TWICE = 4001, 4002, 4003, 4004, 4005
BAD_SEQUENCE, TOO_FAST, TIMED_OUT, BAD_SHARD, BAD_INTENTS, FORBIDDEN_INTENTS = 4007, 4008, 4009, 4010, 4013, 4014
HEARTBEAT_INTERVAL_MS = 41_250
REPLAYED_AT_MOST = 5_000
RESUMABLE_FOR_S = 120.0
SENDS_PER_MINUTE = 120


class Session:
    """One listener's stream of events; outlives its connection so that it can be resumed."""

    def __init__(self, listener: Listener, token: str, shard: tuple[int, int]) -> None:
        self.id = secrets.token_hex(16)
        self.listener, self.token, self.shard = listener, token, shard
        self.seq = 0
        self.sent: deque[tuple[int, bytes]] = deque(maxlen=REPLAYED_AT_MOST)
        self.connection: Connection | None = None
        self.left_at: float | None = None

    def hears(self, guild_id: int | None) -> bool:
        """Whether a server's events belong to this shard; what has no server belongs to the first."""
        number, count = self.shard
        return (0 if guild_id is None else (guild_id >> 22) % count) == number

    def dispatch(self, name: str, data: Any) -> None:
        """Send an event, or keep it for a resume."""
        self.seq += 1
        frame = orjson.dumps({"op": DISPATCH, "t": name, "s": self.seq, "d": data})
        self.sent.append((self.seq, frame))
        if self.connection is not None:
            self.connection.push(frame)


class Hub:
    """All sessions, and where events go out."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.sessions: dict[str, Session] = {}
        self.connections: set[Connection] = set()
        self.url = ""

    def publish(self, events: list[Event]) -> None:
        """Tell each listener what they may hear."""
        self._forget_the_gone()
        for event in events:
            for session in self.sessions.values():
                data = shown_to(self.world, event, session.listener) if session.hears(event.guild_id) else None
                if data is not None:
                    session.dispatch(event.name, data)

    def _forget_the_gone(self) -> None:
        """Sessions whose connection has been away too long can no longer be resumed."""
        now = time.monotonic()
        gone = [each.id for each in self.sessions.values() if each.left_at and now - each.left_at > RESUMABLE_FOR_S]
        for session_id in gone:
            del self.sessions[session_id]

    def bot_sessions(self) -> list[Session]:
        """The bot's own sessions."""
        return [each for each in self.sessions.values() if each.listener.user_id == self.world.application.bot_id]

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one websocket connection until it ends."""
        socket = web.WebSocketResponse(max_msg_size=1 << 20, compress=False, timeout=1.0)
        await socket.prepare(request)
        await Connection(self, socket, request.query.get("compress", "")).run()
        return socket

    async def close(self) -> None:
        """Close every connection."""
        await asyncio.gather(*(connection.close(1001) for connection in list(self.connections)))


class Connection:
    """One websocket."""

    def __init__(self, hub: Hub, socket: web.WebSocketResponse, compression: str) -> None:
        self.hub, self.socket = hub, socket
        self.encode = _encoder(compression)
        self.outgoing: asyncio.Queue[bytes] = asyncio.Queue()
        self.session: Session | None = None
        self.received: deque[float] = deque(maxlen=SENDS_PER_MINUTE)
        self._closing = asyncio.Lock()
        hub.connections.add(self)

    def push(self, frame: bytes) -> None:
        """Queue one frame."""
        self.outgoing.put_nowait(frame)

    def send(self, op: int, data: Any = None) -> None:
        """Queue a frame that is no event."""
        self.push(orjson.dumps({"op": op, "t": None, "s": None, "d": data}))

    async def run(self) -> None:
        """Greet, then read and write until either side closes."""
        self.send(HELLO, {"heartbeat_interval": HEARTBEAT_INTERVAL_MS, "_trace": ["sandbox"]})
        writer = asyncio.create_task(self._write())
        try:
            await self._read()
        finally:
            # Closing wakes the reader first; the connection must stand until the close frame is out.
            async with self._closing:
                writer.cancel()
            self.hub.connections.discard(self)
            if self.session is not None and self.session.connection is self:
                self.session.connection, self.session.left_at = None, time.monotonic()

    async def close(self, code: int) -> None:
        """Close with a code."""
        async with self._closing:
            with contextlib.suppress(ConnectionError, RuntimeError):
                await self.socket.close(code=code, drain=False)

    async def _write(self) -> None:
        while True:
            frame = await self.outgoing.get()
            with contextlib.suppress(ConnectionError):
                if self.encode is None:
                    await self.socket.send_str(frame.decode())
                else:
                    await self.socket.send_bytes(self.encode(frame))

    async def _read(self) -> None:
        """A client that stays silent for more than two heartbeats is gone."""
        while True:
            try:
                message = await self.socket.receive(timeout=2.2 * HEARTBEAT_INTERVAL_MS / 1000)
            except TimeoutError:
                await self.close(TIMED_OUT)
                return
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return
            code = self._too_fast() or self._understood(message.data)
            if code:
                await self.close(code)
                return

    def _too_fast(self) -> int | None:
        at = asyncio.get_running_loop().time()
        full = len(self.received) == SENDS_PER_MINUTE and at - self.received[0] < 60
        self.received.append(at)
        return TOO_FAST if full else None

    def _understood(self, raw: str | bytes) -> int | None:
        """Act on one frame from the client; a close code comes back if it must not have sent that."""
        try:
            frame = orjson.loads(raw)
            op, data = frame["op"], frame.get("d")
        except (orjson.JSONDecodeError, KeyError, TypeError):
            return DECODE_ERROR
        if op == HEARTBEAT:
            self.send(ACK)
            return None
        if op == IDENTIFY:
            return self._identify(data or {})
        if op == RESUME:
            return self._resume(data or {})
        if self.session is None:
            return NOT_AUTHENTICATED
        if op == MEMBERS:
            for chunk in listening.member_chunks(self.hub.world, self.session.listener, data or {}):
                self.session.dispatch("GUILD_MEMBERS_CHUNK", chunk)
            return None
        return None if op in _PASSED_OVER else UNKNOWN_OPCODE

    def _identify(self, data: dict[str, Any]) -> int | None:
        world = self.hub.world
        if self.session is not None:
            return TWICE
        user_id = world.tokens.get(str(data.get("token", "")).removeprefix("Bot "))
        if user_id is None:
            return BAD_TOKEN
        intents = ALL_INTENTS
        shard = (0, 1)
        if world.users[user_id].bot:
            intents = data.get("intents", -1)
            if not isinstance(intents, int) or not 0 <= intents <= ALL_INTENTS:
                return BAD_INTENTS
            if intents & PRIVILEGED & ~world.application.privileged_intents:
                return FORBIDDEN_INTENTS
            shard = tuple(data.get("shard") or (0, 1))
            if len(shard) != 2 or not 0 <= shard[0] < shard[1]:
                return BAD_SHARD
        session = Session(Listener(user_id, intents), str(data["token"]), (shard[0], shard[1]))
        self.hub.sessions[session.id] = session
        self._attach(session)
        for name, ready in listening.welcome(
            world, session.listener, session.hears, session.id, self.hub.url, session.shard
        ):
            session.dispatch(name, ready)
        return None

    def _resume(self, data: dict[str, Any]) -> int | None:
        if self.session is not None:
            return TWICE
        session = self.hub.sessions.get(str(data.get("session_id")))
        seq = data.get("seq")
        if session is None or session.token != data.get("token") or not isinstance(seq, int):
            self.send(INVALID, False)
            return None
        if seq > session.seq:
            return BAD_SEQUENCE
        if session.sent and session.sent[0][0] > seq + 1:
            self.hub.sessions.pop(session.id)
            self.send(INVALID, False)
            return None
        self._attach(session)
        for number, frame in session.sent:
            if number > seq:
                self.push(frame)
        session.dispatch("RESUMED", {"_trace": ["sandbox"]})
        return None

    def _attach(self, session: Session) -> None:
        session.connection, session.left_at = self, None
        self.session = session


class _Compressor(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self, mode: int = ..., /) -> bytes: ...


def _encoder(compression: str) -> Callable[[bytes], bytes] | None:
    """One compression context a connection, flushed after each frame, as both of Discord's transports want it."""
    if compression == "zlib-stream":
        return _flushed(zlib.compressobj(), zlib.Z_SYNC_FLUSH)
    if compression == "zstd-stream":
        return _flushed(zstandard.ZstdCompressor().compressobj(), zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    return None


def _flushed(compressor: _Compressor, mode: int) -> Callable[[bytes], bytes]:
    return lambda frame: compressor.compress(frame) + compressor.flush(mode)
