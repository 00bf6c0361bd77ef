"""The gateway's wire: one websocket per listener, greeted, identified or resumed, kept alive, closed with a reason.

Opcodes and close codes are those of Discord's documentation, "Opcodes and Status Codes".
"""

import asyncio
import contextlib
import logging
import zlib
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

import orjson
import zstandard
from aiohttp import WSMsgType, web

from .hub import Hub, Session
from .world import listening
from .world.events import ALL_INTENTS, PRIVILEGED, Listener
from .world.starts import Start
from .world.values import read_id

HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME = 1, 2, 3, 4, 6
RECONNECT, MEMBERS, INVALID, HELLO, ACK, SOUNDS, CHANNEL_INFO = 7, 8, 9, 10, 11, 31, 43
# Presence and voice mean nothing here; 14 and 37 are what Discord's own client sends to follow a server's channels.
_PASSED_OVER = frozenset({PRESENCE, VOICE, 14, 37})
_NOT_BUILT = frozenset({SOUNDS, CHANNEL_INFO})
UNKNOWN_ERROR, UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED, BAD_TOKEN, TWICE = 4000, 4001, 4002, 4003, 4004, 4005
BAD_SEQUENCE, TOO_FAST, TIMED_OUT, BAD_SHARD, NEEDS_SHARDS = 4007, 4008, 4009, 4010, 4011
BAD_VERSION, BAD_INTENTS, FORBIDDEN_INTENTS = 4012, 4013, 4014
SENDS_PER_MINUTE, LONGEST_SENT, SERVERS_PER_SHARD = 120, 4096, 2500
HEARTBEATS_MISSED = 2
GOODBYE_S = 0.5
_GOODBYE = (1000, 1001)
_MISTAKES = {DECODE_ERROR: "The sandbox cannot read it.", BAD_SHARD: "There is no such shard."}
_MOST_IDS_ASKED_FOR = 100
_log = logging.getLogger(__name__)


async def serve(hub: Hub, request: web.Request) -> web.StreamResponse:
    """Serve one websocket connection until it ends."""
    if request.query.get("encoding", "json") != "json":
        return web.Response(status=501, text="The sandbox speaks JSON only.")
    if request.query.get("compress", "") not in ("", "zlib-stream", "zstd-stream"):
        return web.Response(status=501, text="The sandbox compresses by zlib-stream and zstd-stream only.")
    socket = web.WebSocketResponse(max_msg_size=1 << 20, compress=False, timeout=GOODBYE_S)
    try:
        await socket.prepare(request)
    except ConnectionError:
        return web.Response(status=400)  # nobody is there to read it
    connection = Connection(hub, socket, request.query.get("compress", ""))
    await connection.run(known_version=request.query.get("v", "10") in ("9", "10"))
    return socket


class Connection:
    """One websocket."""

    def __init__(self, hub: Hub, socket: web.WebSocketResponse, compression: str) -> None:
        self.hub, self.socket = hub, socket
        self.encode = _encoder(compression)
        self.outgoing: asyncio.Queue[bytes] = asyncio.Queue()
        self.session: Session | None = None
        self.silent = False
        self.received: deque[float] = deque(maxlen=SENDS_PER_MINUTE)
        self._beat_at = 0.0
        self._reading: asyncio.Task[int | None] | None = None
        self._asked_to_close: int | None = None
        self._ended = asyncio.Event()
        hub.connections.add(self)

    def push(self, frame: bytes) -> None:
        """Queue one frame."""
        if not self.silent:
            self.outgoing.put_nowait(frame)

    def send(self, op: int, data: Any = None) -> None:
        """Queue a frame that is no event."""
        self.push(orjson.dumps({"op": op, "t": None, "s": None, "d": data}))

    async def run(self, *, known_version: bool) -> None:
        """Greet, then read and write until either side closes."""
        self.send(HELLO, {"heartbeat_interval": self.hub.heartbeat_ms, "_trace": ["sandbox"]})
        writing = asyncio.create_task(self._write())
        self._reading = asyncio.create_task(self._read()) if known_version else None
        code = None if known_version else BAD_VERSION
        try:
            if self._reading is not None:
                await asyncio.wait([self._reading])
                code = self._asked_to_close if self._reading.cancelled() else self._reading.result()
            writing.cancel()
            if code is not None:
                await self._say_goodbye(code)
        finally:
            writing.cancel()
            self.hub.connections.discard(self)
            if self.session is not None and self.session.connection is self:
                self.hub.leave(self.session, resumable=code is not None or self.socket.close_code not in _GOODBYE)
            self._ended.set()

    async def close(self, code: int) -> None:
        """Close with a code, and return when the client knows."""
        self._asked_to_close = code
        if self._reading is not None:
            self._reading.cancel()
            await self._ended.wait()

    async def _say_goodbye(self, code: int) -> None:
        """Only whoever reads can wait for the client to answer the close; else it would see no code, but a cut line."""
        with contextlib.suppress(ConnectionError, RuntimeError):
            await self.socket.close(code=code)

    async def _write(self) -> None:
        while True:
            frame = await self.outgoing.get()
            with contextlib.suppress(ConnectionError):
                if self.encode is None:
                    await self.socket.send_str(frame.decode())
                else:
                    await self.socket.send_bytes(self.encode(frame))

    async def _read(self) -> int | None:
        """Until the client closes, or a code comes back that it is to be closed with.

        A client that has missed two heartbeats is gone.
        """
        loop = asyncio.get_running_loop()
        patience = HEARTBEATS_MISSED * self.hub.heartbeat_ms / 1000
        self._beat_at = loop.time()
        while True:
            try:
                message = await self.socket.receive(timeout=max(0.001, self._beat_at + patience - loop.time()))
            except TimeoutError:
                return TIMED_OUT
            except ConnectionError:
                return None  # a ping came, and whoever sent it was gone before the answer
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return None
            code = self._too_fast() or await self._answered(message.data)
            if code:
                return code

    async def _answered(self, raw: str | bytes) -> int | None:
        """Act on one frame; what no client may send is a violation, and so is a failure of the sandbox itself."""
        try:
            code = await self._understood(raw)
        except Exception:
            _log.exception("A frame of the gateway failed")
            self._violation("sandbox_failure", "The sandbox itself failed; its log has the traceback.")
            return UNKNOWN_ERROR
        if code in _MISTAKES:
            self._violation("invalid_frame", f"{code}: {_MISTAKES[code]}")
        return code

    def _violation(self, kind: str, detail: str, place: str = "") -> None:
        self.hub.journal.violation(kind, self.hub.clock.now(), "GATEWAY", place, detail)

    def _too_fast(self) -> int | None:
        at = asyncio.get_running_loop().time()
        full = len(self.received) == SENDS_PER_MINUTE and at - self.received[0] < 60
        self.received.append(at)
        return TOO_FAST if full else None

    async def _understood(self, raw: str | bytes) -> int | None:
        """Act on one frame from the client; a close code comes back if it must not have sent that."""
        try:
            frame = orjson.loads(raw)
            op, data = frame["op"], frame.get("d")
        except (orjson.JSONDecodeError, KeyError, TypeError):
            return DECODE_ERROR
        if len(raw) > LONGEST_SENT or not isinstance(op, int):
            return DECODE_ERROR
        if op == HEARTBEAT:
            self._beat_at = asyncio.get_running_loop().time()
            self.send(ACK)
            return None
        if op in (IDENTIFY, RESUME, MEMBERS) and not isinstance(data, dict):
            return DECODE_ERROR
        if op == IDENTIFY:
            return await self._identify(data)
        if op == RESUME:
            return await self._resume(data)
        if self.session is None:
            return NOT_AUTHENTICATED
        return self._asked(self.session, op, data)

    def _asked(self, session: Session, op: int, data: Any) -> int | None:
        if op == MEMBERS:
            if not _names_members(data):
                return DECODE_ERROR
            for chunk in listening.member_chunks(self.hub.world, session.listener, data):
                session.dispatch("GUILD_MEMBERS_CHUNK", chunk)
            return None
        if op in _NOT_BUILT:
            self._violation("unknown_opcode", "The sandbox does not know it.", f"op {op}")
            return None
        return None if op in _PASSED_OVER else UNKNOWN_OPCODE

    async def _identify(self, data: dict[str, Any]) -> int | None:
        """Begin a session. Who has begun too many today loses all of them, and the token with them."""
        world = self.hub.world
        if self.session is not None:
            return TWICE
        if not isinstance(data.get("properties"), dict):
            return DECODE_ERROR
        user_id = world.tokens.get(str(data.get("token", "")).removeprefix("Bot "))
        if user_id is None:
            return BAD_TOKEN
        listener, shard = Listener(user_id), (0, 1)
        if world.users[user_id].bot:
            told = data.get("shard")
            listener, shard = Listener(user_id, data.get("intents", -1)), _shard((0, 1) if told is None else told)
            if code := self._wrong_with_bot(listener, shard):
                return code
            start = world.starts.take(self.hub.clock.now(), shard[0])
            if start == Start.SPENT:
                del world.tokens[world.users[user_id].token]
                await self.hub.end_all(self.hub.bot_sessions(), BAD_TOKEN)
                return BAD_TOKEN
            if start == Start.TOO_SOON:
                self.send(INVALID, False)
                return None
        if data.get("compress") is True and self.encode is None:
            self.encode = zlib.compress
        self._welcome(self.hub.begin(listener, str(data["token"]), shard))
        return None

    def _wrong_with_bot(self, listener: Listener, shard: tuple[int, int]) -> int | None:
        world, intents = self.hub.world, listener.intents
        if not _is_whole(intents) or not 0 <= intents <= ALL_INTENTS:
            return BAD_INTENTS
        if intents & PRIVILEGED & ~world.application.privileged_intents:
            return FORBIDDEN_INTENTS
        if not 0 <= shard[0] < shard[1]:
            return BAD_SHARD
        one = Session(listener, "", shard)
        served = sum(1 for guild in world.guilds.values() if listener.user_id in guild.members and one.hears(guild.id))
        return NEEDS_SHARDS if served > SERVERS_PER_SHARD else None

    def _welcome(self, session: Session) -> None:
        self._attach(session)
        told = listening.welcome(
            self.hub.world, session.listener, session.hears, session.id, self.hub.url, session.shard
        )
        for name, data in told:
            session.dispatch(name, data)

    async def _resume(self, data: dict[str, Any]) -> int | None:
        """Go on where a connection broke off; a session too old or unknown is declared invalid.

        If that connection is open after all, it is closed.
        """
        if self.session is not None:
            return TWICE
        session = self.hub.sessions.get(str(data.get("session_id")))
        seq = data.get("seq")
        if session is None or session.token != data.get("token") or not isinstance(seq, int):
            self.send(INVALID, False)
            return None
        if seq > session.seq:
            return BAD_SEQUENCE
        missed = session.missed_since(seq)
        if missed is None:
            self.hub.sessions.pop(session.id)
            self.send(INVALID, False)
            return None
        before = session.connection
        self._attach(session)
        for frame in missed:
            self.push(frame)
        session.dispatch("RESUMED", {"_trace": ["sandbox"]})
        if before is not None:
            await before.close(UNKNOWN_ERROR)
        return None

    def _attach(self, session: Session) -> None:
        session.connection, session.left_at = self, None
        self.session = session


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _shard(told: object) -> tuple[int, int]:
    """The shard of an IDENTIFY: its number and how many there are; none that can be for what is no such pair."""
    if isinstance(told, list | tuple) and len(told) == 2 and all(_is_whole(each) for each in told):
        return told[0], told[1]
    return -1, 0


def _names_members(asked: dict[str, Any]) -> bool:
    """Whether a "request guild members" can be read: a server, and a text, or ids, a hundred at most."""
    told = asked.get("user_ids")
    wanted = told if isinstance(told, list) else [] if told is None else [told]
    limit, text = asked.get("limit"), asked.get("query")
    return (
        read_id(asked.get("guild_id")) is not None
        and all(read_id(each) is not None for each in wanted)
        and len(wanted) <= _MOST_IDS_ASKED_FOR
        and (limit is None or _is_whole(limit))
        and (text is None or isinstance(text, str))
    )


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
