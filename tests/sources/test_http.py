"""The guarded fetch, against a real server on this machine that misbehaves in every way it is asked to."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator
from ipaddress import ip_address

import pytest
from aiohttp import web

from bot.errors import FetchFailed, FetchRefused
from bot.sources.guard import Guard, GuardedResolver, is_public
from bot.sources.http import USER_AGENT, Fetcher
from tests.sources.site import Site, served

HTML = {"Content-Type": "text/html; charset=utf-8"}
SMALL = 64 * 1024


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with served(HTML) as site:
        yield site


@pytest.fixture
async def fetcher(site: Site) -> AsyncIterator[Fetcher]:
    allowed = [f"127.0.0.1:{site.port}"]
    async with Fetcher(allowed_hosts=allowed, connect_seconds=1, total_seconds=1, max_bytes=SMALL) as fetcher:
        yield fetcher


async def test_a_page_comes_with_its_type_and_address(site: Site, fetcher: Fetcher) -> None:
    site.gives("/a")
    fetched = await fetcher.fetch(site.url("/a?x=1#part"))
    assert fetched.data == b"<p>Hello</p>"
    assert fetched.content_type == "text/html; charset=utf-8"
    assert fetched.final_url == site.url("/a?x=1")


async def test_we_say_who_we_are_and_send_no_cookies(site: Site, fetcher: Fetcher) -> None:
    site.gives("/a", headers={"Set-Cookie": "id=1"})
    await fetcher.fetch(site.url("/a"))
    await fetcher.fetch(site.url("/a"))
    assert site.seen[1].headers["User-Agent"] == USER_AGENT
    assert "Cookie" not in site.seen[1].headers


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost/",
        "http://localhost./",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://0/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1%25eth0]/",
        "http://10.0.0.8/",
        "http://169.254.169.254/latest/meta-data/",
        "http://192.168.1.1:8080/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
    ],
)
async def test_an_address_in_a_private_network_is_refused(address: str) -> None:
    async with Fetcher(connect_seconds=1, total_seconds=2) as fetcher:
        with pytest.raises(FetchRefused):
            await fetcher.fetch(address)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "http://a b/",
        "http://x:99999/",
        "",
    ],
)
async def test_what_is_no_web_address_is_refused(address: str) -> None:
    async with Fetcher() as fetcher:
        with pytest.raises(FetchRefused):
            await fetcher.fetch(address)


async def test_a_password_in_the_address_is_refused(site: Site, fetcher: Fetcher) -> None:
    site.gives("/a")
    with pytest.raises(FetchRefused, match="password"):
        await fetcher.fetch(site.url("/a").replace("http://", "http://me:secret@"))
    assert site.seen == []


async def test_only_the_port_that_the_operator_allowed_is_allowed(site: Site) -> None:
    site.gives("/a")
    async with Fetcher(allowed_hosts=["127.0.0.1:1"], total_seconds=1) as fetcher:
        with pytest.raises(FetchRefused, match="private network"):
            await fetcher.fetch(site.url("/a"))


async def test_redirects_are_followed_to_the_final_address(site: Site, fetcher: Fetcher) -> None:
    site.gives("/a", status=302, headers={"Location": "/b"})
    site.gives("/b", status=301, headers={"Location": site.url("/c?q=1")})
    site.gives("/c", b"<p>There</p>")
    fetched = await fetcher.fetch(site.url("/a"))
    assert (fetched.data, fetched.final_url) == (b"<p>There</p>", site.url("/c?q=1"))


@pytest.mark.parametrize(
    "target", ["http://[::1]/", "http://192.168.0.1/", "http://localhost:1/", "file:///etc/passwd", "//10.0.0.1/"]
)
async def test_a_redirect_into_a_private_network_is_refused(site: Site, fetcher: Fetcher, target: str) -> None:
    site.gives("/a", status=302, headers={"Location": target})
    with pytest.raises(FetchRefused):
        await fetcher.fetch(site.url("/a"))


async def test_a_sixth_redirect_is_one_too_many(site: Site, fetcher: Fetcher) -> None:
    for number in range(6):
        site.gives(f"/{number}", status=302, headers={"Location": f"/{number + 1}"})
    site.gives("/5", b"<p>There</p>")
    assert (await fetcher.fetch(site.url("/0"))).data == b"<p>There</p>"
    site.gives("/5", status=302, headers={"Location": "/6"})
    with pytest.raises(FetchRefused, match="more than 5"):
        await fetcher.fetch(site.url("/0"))


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "raw deflate"])
async def test_a_compressed_page_is_unpacked(site: Site, fetcher: Fetcher, encoding: str) -> None:
    raw = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(b"<p>Hello</p>"),
        "deflate": zlib.compress(b"<p>Hello</p>"),
        "raw deflate": raw.compress(b"<p>Hello</p>") + raw.flush(),
    }[encoding]
    site.gives("/a", packed, headers={"Content-Encoding": encoding.removeprefix("raw ")})
    assert (await fetcher.fetch(site.url("/a"))).data == b"<p>Hello</p>"


async def test_a_page_compressed_in_several_parts_is_read_to_its_end(site: Site, fetcher: Fetcher) -> None:
    site.gives("/a", gzip.compress(b"<p>Hello, ") + gzip.compress(b"you</p>"), headers={"Content-Encoding": "gzip"})
    assert (await fetcher.fetch(site.url("/a"))).data == b"<p>Hello, you</p>"


async def test_a_page_compressed_in_thousands_of_empty_parts_is_a_failure(site: Site, fetcher: Fetcher) -> None:
    site.gives("/a", gzip.compress(b"") * 2000, headers={"Content-Encoding": "gzip"})
    with pytest.raises(FetchFailed):
        await fetcher.fetch(site.url("/a"))


async def test_what_follows_a_compressed_page_is_left_alone(site: Site, fetcher: Fetcher) -> None:
    site.gives("/a", gzip.compress(b"<p>Hello</p>") + b"\0" * 8192, headers={"Content-Encoding": "gzip"})
    assert (await fetcher.fetch(site.url("/a"))).data == b"<p>Hello</p>"


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
@pytest.mark.parametrize("missing", [1, 8, 400])
async def test_a_compressed_page_that_breaks_off_is_a_failure(
    site: Site, fetcher: Fetcher, encoding: str, missing: int
) -> None:
    page = b"".join(b"<p>%d</p>" % (number * number) for number in range(500))
    packed = gzip.compress(page) if encoding == "gzip" else zlib.compress(page)
    site.gives("/a", packed[:-missing], headers={"Content-Encoding": encoding})
    with pytest.raises(FetchFailed):
        await fetcher.fetch(site.url("/a"))


@pytest.mark.parametrize(
    "answer",
    [
        b"Content-Length: 500\r\n\r\n<p>Only the beginning",
        b"Transfer-Encoding: chunked\r\n\r\n13\r\n<p>Only the beginning\r\n",
    ],
    ids=["shorter than it says", "no last chunk"],
)
async def test_a_page_that_breaks_off_is_a_failure(answer: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n" + answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, Fetcher(allowed_hosts=[f"127.0.0.1:{port}"], total_seconds=5) as fetcher:
        with pytest.raises(FetchFailed):
            await fetcher.fetch(f"http://127.0.0.1:{port}/")


async def test_a_bomb_is_stopped_before_it_is_unpacked(site: Site, fetcher: Fetcher) -> None:
    site.gives("/a", gzip.compress(b"\0" * 50_000_000), headers={"Content-Encoding": "gzip"})
    with pytest.raises(FetchRefused, match="larger than"):
        await fetcher.fetch(site.url("/a"))


async def test_what_says_that_it_is_too_large_is_not_read(site: Site, fetcher: Fetcher) -> None:
    site.gives("/a", b"x" * (SMALL + 1))
    with pytest.raises(FetchRefused, match=r"larger than 0.0625 MiB"):
        await fetcher.fetch(site.url("/a"))


async def test_an_endless_body_is_cut_off(site: Site, fetcher: Fetcher) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers=HTML)
        await response.prepare(request)
        while True:
            await response.write(b"x" * 8192)

    site.pages["/a"] = endless
    with pytest.raises(FetchRefused, match="larger than"):
        await fetcher.fetch(site.url("/a"))


async def test_a_body_that_trickles_is_given_up(site: Site, fetcher: Fetcher) -> None:
    async def trickle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers=HTML)
        await response.prepare(request)
        while True:
            await response.write(b"x")
            await asyncio.sleep(0.05)

    site.pages["/a"] = trickle
    with pytest.raises(FetchFailed, match="too long"):
        await fetcher.fetch(site.url("/a"))


async def test_a_server_that_says_nothing_is_given_up(fetcher: Fetcher, site: Site) -> None:
    async def silent(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(30)
        raise AssertionError

    site.pages["/a"] = silent
    with pytest.raises(FetchFailed, match="too long"):
        await fetcher.fetch(site.url("/a"))


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "application/octet-stream", "video/mp4"])
async def test_what_is_no_text_is_refused(site: Site, fetcher: Fetcher, kind: str) -> None:
    site.gives("/a", headers={"Content-Type": kind})
    with pytest.raises(FetchRefused, match=kind):
        await fetcher.fetch(site.url("/a"))


@pytest.mark.parametrize(
    "kind", ["text/plain", "text/markdown", "application/xhtml+xml", "application/rss+xml", "application/feed+json"]
)
async def test_what_is_text_is_read(site: Site, fetcher: Fetcher, kind: str) -> None:
    site.gives("/a", headers={"Content-Type": kind})
    assert (await fetcher.fetch(site.url("/a"))).content_type == kind


@pytest.mark.parametrize(
    ("status", "error"), [(404, FetchRefused), (403, FetchRefused), (503, FetchFailed), (429, FetchFailed)]
)
async def test_a_refusal_is_told_by_who_can_mend_it(
    site: Site, fetcher: Fetcher, status: int, error: type[Exception]
) -> None:
    site.gives("/a", status=status)
    with pytest.raises(error, match=str(status)):
        await fetcher.fetch(site.url("/a"))


async def test_what_only_says_that_it_is_compressed_is_read_as_it_is(site: Site, fetcher: Fetcher) -> None:
    site.gives("/a", b"<p>Plain</p>", headers={"Content-Encoding": "gzip"})
    assert (await fetcher.fetch(site.url("/a"))).data == b"<p>Plain</p>"


async def test_broken_compression_is_a_failure(site: Site, fetcher: Fetcher) -> None:
    site.gives("/a", b"\x1f\x8b\x08 and no more of it", headers={"Content-Encoding": "gzip"})
    with pytest.raises(FetchFailed):
        await fetcher.fetch(site.url("/a"))


async def test_a_closed_port_is_a_failure() -> None:
    async with Fetcher(allowed_hosts=["127.0.0.1"], total_seconds=2) as fetcher:
        with pytest.raises(FetchFailed):
            await fetcher.fetch("http://127.0.0.1:1/")


async def test_a_name_is_resolved_and_its_addresses_are_checked(site: Site) -> None:
    with pytest.raises(FetchRefused, match="private network"):
        await GuardedResolver(Guard()).resolve("localhost", site.port)
    places = await GuardedResolver(Guard([f"localhost:{site.port}"])).resolve("localhost", site.port)
    assert {place["host"] for place in places} <= {"127.0.0.1", "::1"}


def test_an_address_without_a_scheme_is_taken_for_a_secure_one() -> None:
    assert str(Guard().checked("<example.org/a>")) == "https://example.org/a"


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
)
def test_addresses_of_the_public_internet_are_public(address: str) -> None:
    assert is_public(ip_address(address))
