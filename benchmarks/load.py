"""Load for servers in processes of their own: as light as can be, and measured by the cores' time they use, not by the
clock, so that it is the server that is measured."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import orjson

STARTS_WITHIN_S = 60.0


class Server:
    """A server process that prints one line of JSON once it serves."""

    def __init__(self, process: "subprocess.Popen[bytes]", about: Any, started_s: float) -> None:
        self._process, self.about, self.started_s = process, about, started_s

    def cpu_s(self) -> float:
        """How many seconds of a core the process has used; real time where the system does not tell."""
        try:
            fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        except FileNotFoundError:
            return time.perf_counter()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(*arguments: str) -> Iterator[Server]:
    """Start `python ARGUMENTS`, wait for its line, and end it afterwards."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        yield Server(process, orjson.loads(line), time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(STARTS_WITHIN_S)
        if process.stdout is not None:
            process.stdout.close()


class _Caller(asyncio.Protocol):
    """One kept-alive connection that sends the next request as soon as the last is answered."""

    def __init__(self, requests: Iterator[bytes], ended: "asyncio.Future[int]") -> None:
        self._requests, self._ended = requests, ended
        self._buffer = b""
        self._answers = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        """Count a whole answer; anything but a 2xx ends the measurement."""
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0] or 0)
        if len(body) < length:
            return
        if not head.startswith(b"HTTP/1.1 2"):
            self._end(RuntimeError(f"The server refused: {self._buffer[:500]!r}"))
            return
        self._buffer = body[length:]
        self._answers += 1
        self._next()

    def connection_lost(self, error: Exception | None) -> None:
        """A connection that the server closes ends the measurement, too."""
        self._end(error or ConnectionError("The server has closed the connection."))

    def _next(self) -> None:
        following = next(self._requests, None)
        if following is None:
            self._end(None)
        else:
            self._transport.write(following)

    def _end(self, error: Exception | None) -> None:
        if self._ended.done():
            return
        if error is None:
            self._ended.set_result(self._answers)
        else:
            self._ended.set_exception(error)
        self._transport.close()


def request(method: str, url_path: str, token: str, body: Any = None) -> bytes:
    """One request as it goes over the wire."""
    content = b"" if body is None else orjson.dumps(body)
    head = (
        f"{method} {url_path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


async def call(port: int, requests: Iterator[bytes], connections: int = 8) -> int:
    """Send all requests over some connections at once; how many were answered comes back."""
    loop = asyncio.get_running_loop()
    ends: list[asyncio.Future[int]] = []
    for _ in range(connections):
        ended: asyncio.Future[int] = loop.create_future()
        ends.append(ended)
        await loop.create_connection(partial(_Caller, requests, ended), "127.0.0.1", port)
    return sum(await asyncio.gather(*ends))
