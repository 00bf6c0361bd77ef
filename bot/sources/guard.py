"""Which addresses may be fetched: a member's link must not reach into the operator's own network."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.errors import FetchFailed, FetchRefused
from bot.told import Told

_NAT64 = IPv6Network("64:ff9b::/96")
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}\.?", re.IGNORECASE)
_SCHEME = re.compile(r"\A[a-zA-Z][\w+.-]*:")
CHECK_ADDRESS = Told("Check the address; it must be a public web page.")


class Guard:
    """`allowed_hosts`: private hosts, as `host` or `host:port`, that the operator lets be fetched all the same."""

    def __init__(self, allowed_hosts: Iterable[str] = ()) -> None:
        self._allowed = frozenset(host.casefold().rstrip(".") for host in allowed_hosts)

    def allows(self, host: str, port: int | None) -> bool:
        plain = host.casefold().rstrip(".")
        return plain in self._allowed or f"{plain}:{port}" in self._allowed

    def checked(self, address: str) -> URL:
        """The address as a URL that may be asked for, as far as its text shows. Raises `FetchRefused`.

        What its host's name resolves to is checked when connecting (`GuardedResolver`).
        """
        text = address.strip().removeprefix("<").removesuffix(">")
        text = text if _SCHEME.match(text) else f"https://{text}"
        try:
            url = URL(text)
            host, port = url.host, url.port
        except ValueError as error:
            raise FetchRefused("This is not a web address.", CHECK_ADDRESS) from error
        if url.scheme not in {"http", "https"}:
            raise FetchRefused("Only http and https addresses can be fetched.", CHECK_ADDRESS)
        if url.user is not None or url.password is not None:
            raise FetchRefused("The address holds a user name or password.", "Give the address without them.")
        if not host:
            raise FetchRefused("The address names no site.", CHECK_ADDRESS)
        if not self.allows(host, port):
            self._check_literal(host)
        return url

    def _check_literal(self, host: str) -> None:
        """A host that is itself an IP address is not resolved, so it is checked here; odd spellings are refused."""
        try:
            literal = ip_address(host.partition("%")[0])
        except ValueError:
            if _NUMERIC.fullmatch(host):
                raise _private() from None
            return
        if not is_public(literal):
            raise _private()


class GuardedResolver(AbstractResolver):
    """Resolves names to public addresses only. The connection is made to exactly these, so a second answer of the name
    server (DNS rebinding) cannot lead elsewhere.
    """

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
                raise FetchFailed(
                    "The name {host} cannot be looked up just now.", "Try again in a while.", host=host
                ) from error
            raise FetchRefused("There is no site called {host}.", "Check the address for a slip.", host=host) from error
        allowed = self._guard.allows(host, port)
        results = [
            ResolveResult(
                hostname=host, host=str(place[0]), port=port, family=kind, proto=proto, flags=socket.AI_NUMERICHOST
            )
            for kind, _, proto, _, place in found
            if allowed or is_public(ip_address(str(place[0]).partition("%")[0]))
        ]
        if not results:
            raise _private()
        return results

    async def close(self) -> None:
        """Nothing is kept open."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether the address is one of the public internet, also seen through the ways IPv6 wraps IPv4 addresses."""
    if isinstance(address, IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if wrapped is None and address in _NAT64:
            wrapped = IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(wrapped)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _private() -> FetchRefused:
    return FetchRefused(
        "This address leads into a private network.",
        "Give the address of a public page; the bot's operator can allow a private host with `sources.allowed_hosts`.",
    )
