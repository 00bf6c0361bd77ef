"""Asking a site for its feed, politely: what it said last time is said back to it, and what it asks for is kept to."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

from yarl import URL

from bot.domain.address import host_of
from bot.domain.feeds.polling import Outcome, PollAnswer
from bot.errors import FetchFailed, FetchRefused, TooLarge
from bot.sources.decoding import MAX_BYTES
from bot.sources.http import Answer, Fetcher
from bot.told import Told

USER_AGENT = "ReadingCircle/0.1 (a Discord bot for reading groups; asks feeds for news, as seldom as they come)"
_ACCEPT = (
    "application/atom+xml,application/rss+xml,application/feed+json,application/rdf+xml;q=0.9,application/xml;q=0.8,"
    "text/xml;q=0.8,application/json;q=0.7,text/html;q=0.3,*/*;q=0.1"
)
_PERMANENT = {301, 308}
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_CONNECTIONS = 20

AGAIN = Told("It is tried again by itself.")
_LOOK = Told("Look at the site for the feed's new address, and put that in its place.")


@dataclass(frozen=True, slots=True)
class FeedResponse:
    """`answer`: for `feed_polling.after_poll`, once the document is read. `data`: the document, if one is to be read.

    `asked`: the address as asked for, its scheme included. `url`: where the answer came from, after redirects.
    `broken_off`: the connection ended before the document did.
    """

    answer: PollAnswer
    data: bytes | None = None
    content_type: str | None = None
    url: str = ""
    asked: str = ""
    broken_off: bool = False


class FeedClient:
    """Asks for feeds, one at a time from each host. An async context manager; `ask` may be called concurrently.

    `now`: what time it is (UTC epoch ms), for dates in answers. `allowed_hosts`: as in `Guard`.
    """

    def __init__(
        self,
        now: Callable[[], int],
        *,
        allowed_hosts: Iterable[str] = (),
        connect_seconds: float = 10.0,
        total_seconds: float = 30.0,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._now = now
        self._fetcher = Fetcher(
            allowed_hosts=allowed_hosts,
            connect_seconds=connect_seconds,
            total_seconds=total_seconds,
            max_bytes=max_bytes,
            user_agent=USER_AGENT,
            accept=_ACCEPT,
            connections=_CONNECTIONS,
            a_host=1,
        )
        self._hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: defaultdict[str, int] = defaultdict(int)
        self._places = asyncio.Semaphore(_CONNECTIONS)

    async def __aenter__(self) -> Self:
        await self._fetcher.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._fetcher.__aexit__(kind, error, trace)

    async def ask(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, body_hash: str | None = None
    ) -> FeedResponse:
        """What became of asking for the feed; failures of the site and of the net are outcomes, not errors.

        `etag`, `last_modified`: from `feed_polling.validators`. `body_hash`: of the last document read; the same one
        again is told as unchanged, and need not be read.
        """
        response = await self._outcome(url, etag, last_modified, body_hash)
        return replace(response, asked=url if "://" in url else f"https://{url}")

    async def _outcome(
        self, url: str, etag: str | None, last_modified: str | None, body_hash: str | None
    ) -> FeedResponse:
        headers = {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": last_modified} if last_modified else {}
        try:
            answer = await self._ask_in_turn(url, headers)
        except TooLarge as error:
            remedy = Told("Ask the site for a feed that shows less of the past; it is tried again by itself.")
            return FeedResponse(PollAnswer(Outcome.UNREADABLE, error.message, remedy), url=url)
        except FetchRefused as error:
            return FeedResponse(PollAnswer(Outcome.FORBIDDEN, error.message, error.remedy), url=url)
        except FetchFailed as error:
            remedy = Told("It is tried again by itself; look whether the site opens in a browser.")
            return FeedResponse(PollAnswer(Outcome.UNREACHABLE, error.message, remedy), url=url)
        if answer.status == 304 and not headers:
            reason = Told("{host} says that nothing has changed without having been asked.", host=host_of(answer.url))
            return FeedResponse(PollAnswer(Outcome.BROKEN, reason, AGAIN, 304), url=answer.url)
        return _response(answer, body_hash, self._now())

    async def _ask_in_turn(self, url: str, headers: dict[str, str]) -> Answer:
        """Hosts are waited for before places, so that one busy host does not fill all places with its waiters."""
        host = _host(url)
        self._waiting[host] += 1
        try:
            async with self._hosts[host], self._places:
                return await self._fetcher.ask(url, headers, any_kind=True, parts=True)
        finally:
            self._waiting[host] -= 1
            if not self._waiting[host]:
                del self._waiting[host], self._hosts[host]


def _host(url: str) -> str:
    try:
        return URL(url).authority
    except ValueError:
        return url


def _response(answer: Answer, body_hash: str | None, now: int) -> FeedResponse:
    headers = answer.headers
    polled = PollAnswer(
        Outcome.READ,
        status=answer.status,
        etag=_echoable(headers.get("ETag")),
        last_modified=_echoable(headers.get("Last-Modified")),
        fresh_ms=_fresh_ms(headers, now),
        retry_after_ms=_retry_after_ms(headers.get("Retry-After"), now),
        moved_to=_moved_to(answer),
    )
    if answer.status == 304:
        return FeedResponse(replace(polled, outcome=Outcome.UNCHANGED), url=answer.url)
    if not 200 <= answer.status < 300:
        return FeedResponse(_refused(polled, answer), url=answer.url)
    if answer.broken_off:
        polled = replace(polled, etag=None, last_modified=None)
    else:
        polled = replace(polled, body_hash=hashlib.sha256(answer.data).hexdigest())
    if polled.body_hash is not None and polled.body_hash == body_hash:
        return FeedResponse(replace(polled, outcome=Outcome.UNCHANGED), url=answer.url)
    kind = headers.get("Content-Type")
    return FeedResponse(polled, answer.data, kind, answer.url, broken_off=answer.broken_off)


def _refused(polled: PollAnswer, answer: Answer) -> PollAnswer:
    host, status = host_of(answer.url), answer.status
    outcome, remedy = Outcome.REFUSED, Told("Ask the site. It is tried again by itself.")
    reason = Told("{host} does not let this feed be read ({status}).", host=host, status=status)
    match status:
        case 410:
            outcome, remedy = Outcome.GONE, _LOOK
            reason = Told("{host} says that this feed is gone for good (410).", host=host)
        case 404:
            outcome, remedy = Outcome.MISSING, _LOOK
            reason = Told("{host} says that there is no such feed (404).", host=host)
        case 429:
            outcome, remedy = Outcome.BUSY, AGAIN
            reason = Told("{host} wants to be asked less often (429).", host=host)
        case 503 if polled.retry_after_ms is not None:
            outcome, remedy = Outcome.BUSY, AGAIN
            reason = Told("{host} asks to be left alone for a while (503).", host=host)
        case _ if status >= 500:
            outcome, remedy = Outcome.BROKEN, AGAIN
            reason = Told("{host} answers with a fault of its own ({status}).", host=host, status=status)
    return replace(polled, outcome=outcome, reason=reason, remedy=remedy, etag=None, last_modified=None)


def _moved_to(answer: Answer) -> str | None:
    """Where the permanent redirects led that came before any other."""
    moved = None
    for hop in answer.hops:
        if hop.status not in _PERMANENT:
            break
        moved = hop.target
    return moved


def _echoable(value: str | None) -> str | None:
    """A validator that can be sent back byte for byte; one with bytes that are no text cannot, and is left out."""
    if (
        not value
        or len(value) > 1000
        or any("\ud800" <= one <= "\udfff" or (one < " " and one != "\t") for one in value)
    ):
        return None
    return value


def _fresh_ms(headers: Mapping[str, str], now: int) -> int | None:
    control = headers.get("Cache-Control", "")
    found = _MAX_AGE.search(control)
    if found:
        age = headers.get("Age", "")
        return max(0, int(found[1]) - (int(age) if age.isdigit() and len(age) < 10 else 0)) * 1000
    if "no-cache" in control.casefold() or "no-store" in control.casefold():
        return None
    at = _instant(headers.get("Expires"))
    return max(0, at - now) if at is not None else None


def _retry_after_ms(value: str | None, now: int) -> int | None:
    if value is None:
        return None
    text = value.strip()
    if text.isdigit():
        return int(text[:9]) * 1000
    at = _instant(text)
    return max(0, at - now) if at is not None else None


def _instant(value: str | None) -> int | None:
    """An HTTP date as UTC epoch milliseconds."""
    try:
        moment = parsedate_to_datetime(value or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)
