"""Fetching what people and feeds point to, with guards: the address may lead anywhere, the answer may be anything."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from bot.errors import FetchFailed, FetchRefused, TooLarge
from bot.sources.decoding import MAX_BYTES
from bot.sources.guard import Guard, GuardedResolver
from bot.told import Told

USER_AGENT = "ReadingCircle/0.1 (a Discord bot for reading groups; fetches what its members share)"
MOST_REDIRECTS = 5
_ACCEPT = "text/html,application/xhtml+xml,text/markdown,text/plain;q=0.9,application/xml;q=0.8,*/*;q=0.1"
_REDIRECTS = {301, 302, 303, 307, 308}
_TYPES = {"application/xml", "application/json", "application/xhtml+xml", "application/rss+xml", "application/atom+xml"}
_CHUNK = 64 * 1024
_GZIP_START = b"\x1f\x8b"
_MOST_PARTS = 100
"""Of a gzip file; millions of empty ones would keep us busy without ever reaching the limit of size."""
_PASTE = Told("Copy the article's text and paste it instead.")


@dataclass(frozen=True, slots=True)
class Fetched:
    """`data`: decompressed. `content_type`: as sent, charset included. `final_url`: after redirects."""

    data: bytes
    content_type: str | None
    final_url: str


@dataclass(frozen=True, slots=True)
class Hop:
    """A redirect on the way: its status and the address it led to."""

    status: int
    target: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Whatever a site answered. `headers`: whatever their case. `url`: after redirects.

    `data`: decompressed, empty unless the status is 2xx. `broken_off`: the connection ended before the body did; `data`
    is what came until then.
    """

    status: int
    headers: Mapping[str, str]
    data: bytes
    url: str
    hops: tuple[Hop, ...] = ()
    broken_off: bool = False


class Fetcher:
    """Fetches public pages. An async context manager; `fetch` and `ask` may be called concurrently.

    `allowed_hosts`: as in `Guard`. `user_agent`, `accept`: what it says of itself and what it would like. `a_host`:
    connections to one host at once. The limits are arguments so that tests need not wait for them.
    """

    def __init__(
        self,
        *,
        allowed_hosts: Iterable[str] = (),
        connect_seconds: float = 10.0,
        total_seconds: float = 30.0,
        max_bytes: int = MAX_BYTES,
        user_agent: str = USER_AGENT,
        accept: str = _ACCEPT,
        connections: int = 20,
        a_host: int = 2,
    ) -> None:
        self._guard = Guard(allowed_hosts)
        self._connect_seconds, self._total_seconds, self._max_bytes = connect_seconds, total_seconds, max_bytes
        self._names = {"User-Agent": user_agent, "Accept": accept, "Accept-Encoding": "gzip, deflate"}
        self._connections, self._a_host = connections, a_host
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            resolver=GuardedResolver(self._guard),
            use_dns_cache=False,
            limit=self._connections,
            limit_per_host=self._a_host,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(
                total=None, connect=self._connect_seconds, sock_connect=self._connect_seconds
            ),
            headers=self._names,
            auto_decompress=False,
            trust_env=False,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def fetch(self, url: str) -> Fetched:
        """What the address gives. Raises `FetchRefused` for what the person can mend, else `FetchFailed`."""
        answer = await self.ask(url)
        _check_status(answer.status, URL(answer.url).host or "")
        return Fetched(answer.data, answer.headers.get("Content-Type"), answer.url)

    async def ask(
        self, url: str, headers: Mapping[str, str] | None = None, *, any_kind: bool = False, parts: bool = False
    ) -> Answer:
        """What the address answers, whatever its status. Raises as `fetch` does, but for statuses.

        `headers`: to be sent besides. `any_kind`: the content type does not matter. `parts`: what came before the
        connection broke off is an answer too.
        """
        address = self._guard.checked(url)
        try:
            async with asyncio.timeout(self._total_seconds):
                return await self._follow(address, headers or {}, any_kind=any_kind, parts=parts)
        except TimeoutError as error:
            raise FetchFailed(
                "{host} takes too long to answer.", "Try again later, or paste the text.", host=address.host
            ) from error
        except aiohttp.ClientError as error:
            raise FetchFailed(
                "{host} could not be read.", "Try again later, or paste the text.", host=address.host
            ) from error

    async def _follow(self, address: URL, headers: Mapping[str, str], *, any_kind: bool, parts: bool) -> Answer:
        """Follow redirects ourselves: each hop is an address from outside and is checked like the first."""
        hops: list[Hop] = []
        for _ in range(MOST_REDIRECTS + 1):
            async with self._opened().get(address, headers=headers, allow_redirects=False) as response:
                target = response.headers.get("Location")
                if response.status not in _REDIRECTS or target is None:
                    found = 200 <= response.status < 300
                    if found and not any_kind:
                        _check_type(response.headers.get("Content-Type"))
                    data, whole = await self._read(response) if found else (b"", True)
                    if not whole and not parts:
                        raise aiohttp.ClientPayloadError("the page breaks off")
                    place = str(address.with_fragment(None))
                    return Answer(response.status, response.headers, data, place, tuple(hops), broken_off=not whole)
                address = self._guard.checked(str(_joined(address, target)))
                hops.append(Hop(response.status, str(address)))
        raise FetchRefused(
            "The address leads through more than {most} others.",
            "Give the page's own address.",
            most=MOST_REDIRECTS,
        )

    async def _read(self, response: aiohttp.ClientResponse) -> tuple[bytes, bool]:
        """The decompressed body, and whether it came whole."""
        length = response.headers.get("Content-Length", "")
        if length.isdigit() and int(length) > self._max_bytes:
            raise self._too_large()
        inflate = _decompressor(response.headers.get("Content-Encoding", ""))
        data = bytearray()
        try:
            async for chunk in response.content.iter_chunked(_CHUNK):
                if inflate is not None and not data and not inflate.is_likely(chunk):
                    inflate = None  # it only says that it is compressed
                data += inflate.decompress(chunk, self._max_bytes + 1 - len(data)) if inflate else chunk
                if len(data) > self._max_bytes or (inflate is not None and inflate.unconsumed_tail):
                    raise self._too_large()
                if inflate is not None and inflate.has_junk:
                    break
        except aiohttp.ClientPayloadError:
            return bytes(data), False
        return bytes(data), inflate is None or inflate.is_whole

    def _too_large(self) -> TooLarge:
        size = f"{self._max_bytes / 1024 / 1024:g} MiB"
        return TooLarge("What this address gives is larger than {size}.", _PASTE, size=size)

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("a Fetcher is used inside `async with`")
        return self._session


def _joined(base: URL, target: str) -> URL:
    try:
        return base.join(URL(target))
    except ValueError as error:
        raise FetchFailed(
            "{host} sends on to an address that is none.", "Give the page's own address.", host=base.host
        ) from error


def _check_status(status: int, host: str) -> None:
    if status < 300:
        return
    if status in {404, 410}:
        raise FetchRefused(
            "{host} says there is no such page ({status}).", "Check the address for a slip.", host=host, status=status
        )
    if status == 429 or status >= 500:
        raise FetchFailed(
            "{host} cannot answer just now ({status}).", "Try again later, or paste the text.", host=host, status=status
        )
    raise FetchRefused("{host} does not let this page be read ({status}).", _PASTE, host=host, status=status)


def _check_type(content_type: str | None) -> None:
    kind = (content_type or "").partition(";")[0].strip().casefold()
    if not kind or kind.startswith("text/") or kind in _TYPES or kind.endswith(("+xml", "+json")):
        return
    raise FetchRefused("This address gives {kind}, not a page of text.", _PASTE, kind=kind[:60])


class _Inflate:
    """zlib's decompressor for both ways servers understand `deflate`, and never more output than asked for.

    A gzip file may be several, one after the other. `has_junk`: something else follows what was compressed.
    """

    def __init__(self, window_bits: int, *, bare: bool = False) -> None:
        """`bare`: it may begin with anything."""
        self._bare = bare
        self._window_bits = window_bits
        self._inflate = zlib.decompressobj(window_bits)
        self._started = False
        self._parts = 1
        self.has_junk = False

    def is_likely(self, chunk: bytes) -> bool:
        """Whether compressed data can begin so, or has begun already."""
        return self._started or self._bare or chunk.startswith(_GZIP_START[: len(chunk)])

    @property
    def is_whole(self) -> bool:
        """Whether the compressed stream has come to its own end, or never began: an empty body is an empty page."""
        return self._inflate.eof or not self._started

    def decompress(self, data: bytes, most: int) -> bytes:
        """At most `most` bytes more; what did not fit is left in `unconsumed_tail`."""
        out = b""
        rest = data
        while rest and not self.has_junk and len(out) < most:
            if self._inflate.eof:
                self.has_junk = not rest.startswith(_GZIP_START[: len(rest)])
                if self.has_junk:
                    break
                self._parts += 1
                if self._parts > _MOST_PARTS:
                    raise aiohttp.ClientPayloadError("compressed in too many parts")
                self._inflate = zlib.decompressobj(self._window_bits)
            out += self._part(rest, most - len(out))
            rest = self._inflate.unused_data
        return out

    def _part(self, data: bytes, most: int) -> bytes:
        try:
            out = self._inflate.decompress(data, max(1, most))
        except zlib.error as error:
            if self._started:
                raise aiohttp.ClientPayloadError("broken compression") from error
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                out = self._inflate.decompress(data, max(1, most))
            except zlib.error:
                raise aiohttp.ClientPayloadError("broken compression") from error
        self._started = True
        return out

    @property
    def unconsumed_tail(self) -> bytes:
        return self._inflate.unconsumed_tail


def _decompressor(encoding: str) -> _Inflate | None:
    match encoding.strip().casefold():
        case "" | "identity":
            return None
        case "gzip" | "x-gzip":
            return _Inflate(zlib.MAX_WBITS | 32)
        case "deflate":
            return _Inflate(zlib.MAX_WBITS | 32, bare=True)
        case _:
            raise FetchFailed("The site compresses its pages in a way that was not asked for.", "Paste the text.")
