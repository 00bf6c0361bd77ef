"""The one loop behind everything timed or sent: claim what is due, do it, confirm it.

A handler does one thing to Discord and returns `Done`. Its result, the state that follows from it and the work that
comes next are written in the one transaction that confirms it, so a crash at any point leaves either a row whose lease
runs out or everything that follows from it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog

from bot.clock import Clock
from bot.domain.due_work import LEASE_MS, MAX_ATTEMPTS, SLOW, DueWork, NewWork, WorkKind, retry_at
from bot.errors import CircleError, DeliveryRefused, MemberError, ServerError
from bot.languages.words import ENGLISH, later, speak
from bot.store import due_work, servers
from bot.store.database import Database, Transaction
from bot.told import Told, kept

AT_ONCE = 64
SLOW_AT_ONCE = 24
"""Of those, at most so many wait for other people's sites; what Discord waits for always finds a place."""
CLAIMED_TOGETHER = 8
"""While more is due than can be done at once, work is claimed this many at a time, not one by one."""

PAUSE_S = 2.0
"""Between tries while the database is out of reach."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Done:
    """What a handler achieved. `settle` writes what follows from it; `then` is the work that comes next."""

    result_id: int | None = None
    settle: Callable[[Transaction], Awaitable[object]] | None = None
    then: Sequence[NewWork] = ()


def _why(error: CircleError) -> Told:
    """What happened and what to do about it, to be said to whoever asks, in their language."""
    if not error.remedy:
        return Told("{message}", message=error.message)
    return Told("{message} {remedy}", message=error.message, remedy=error.remedy)


def _telling(work: DueWork, error: str, now: int) -> NewWork:
    """What only the server's admins can mend is told there, once."""
    payload = {"work": work.id, "kind": work.kind, "error": kept(error)}
    return NewWork(f"stuck:{work.key}", WorkKind.TELL_STUCK, now, work.server_id, payload)


Handler = Callable[[DueWork], Awaitable[Done]]


class Agenda:
    """Does due work. `owner` names this process; leases are its. `patience_s`: what a stop gives to work under way."""

    def __init__(self, database: Database, clock: Clock, owner: str, *, patience_s: float = 5.0) -> None:
        self.patience_s = patience_s
        self.pause_s = PAUSE_S
        self._database = database
        self._clock = clock
        self._owner = owner
        self._handlers: dict[WorkKind, Handler] = {}
        self._wake = asyncio.Event()
        self._running: dict[int, asyncio.Task[None]] = {}
        self._slow: set[int] = set()

    def handle(self, handlers: Mapping[WorkKind, Handler]) -> None:
        """Name who does which kind of work; before `run`."""
        self._handlers.update(handlers)

    def wake(self) -> None:
        """Look again at once; to be called after work was recorded."""
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled. What is being done then gets a few seconds; the rest is given back."""
        await self._let_go()
        renewing = asyncio.create_task(self._renew())
        try:
            while True:
                self._wake.clear()
                try:
                    if not await self._claim():
                        await self._sleep()
                except Exception:
                    log.exception("the agenda could not be read")
                    await asyncio.sleep(self.pause_s)
        finally:
            renewing.cancel()
            await self._stop()

    async def _let_go(self) -> None:
        """Give back what this owner holds, also what it held when it died. A failure keeps nobody from going on."""
        try:
            async with self._database.write() as tx:
                await due_work.release(tx, self._owner)
        except Exception:
            log.exception("leases are left to run out")

    async def _claim(self) -> bool:
        """Start what is due, as far as there is room; whether there may be more."""
        room = AT_ONCE - len(self._running)
        if room < CLAIMED_TOGETHER:
            await asyncio.wait(self._running.values(), return_when=asyncio.FIRST_COMPLETED)
            return True
        slow_room = SLOW_AT_ONCE - len(self._slow)
        now = self._clock.now()
        async with self._database.write() as tx:
            works = await due_work.claim(tx, now=now, owner=self._owner, limit=room, but=SLOW)
            spare = min(room - len(works), slow_room)
            if spare > 0:
                works += await due_work.claim(tx, now=now, owner=self._owner, limit=spare, of=SLOW)
        for work in works:
            if (
                work.id not in self._running
            ):  # else its lease ran out while it takes long here; it is renewed by this claim
                self._running[work.id] = asyncio.create_task(self._do(work), name=work.key)
                if work.kind in SLOW:
                    self._slow.add(work.id)
        return len(works) == room

    async def _sleep(self) -> None:
        """Until the next is due. Where all places for slow work are taken, the end of one of them wakes the loop."""
        full = len(self._slow) >= SLOW_AT_ONCE
        async with self._database.read() as tx:
            at = await due_work.next_due_at(tx, SLOW if full else ())
        await self._clock.sleep_until(at, self._wake)

    async def _do(self, work: DueWork) -> None:
        try:
            await self._attempt(work)
        finally:
            del self._running[work.id]
            if work.id in self._slow:
                self._slow.remove(work.id)
                self.wake()

    async def _attempt(self, work: DueWork) -> None:
        """Do it and write down what came of it. If that cannot be written, the lease runs out and it is done again."""
        try:
            await self._do_and_settle(work)
        except Exception:
            log.exception("what came of due work could not be kept", work=work.key)

    async def _do_and_settle(self, work: DueWork) -> None:
        """In the language of the server it is done for: that is who sees it. Each work is done in a task of its own."""
        bound = log.bind(work=work.key, attempt=work.attempts)
        try:
            speak(await self._language(work))
            done = await self._handlers[work.kind](work)
        except CircleError as error:
            bound.warning("due work failed", error=str(error))
            mendable = isinstance(error, ServerError)
            reason = _why(error)
            await self._put_off(work, reason, final=isinstance(error, MemberError | DeliveryRefused), tell=mendable)
        except Exception as error:
            bound.exception("due work failed")
            reason = Told(later("A fault of the program: {kind}."), kind=type(error).__name__)
            await self._put_off(work, reason, final=False)
        else:
            await self._confirm(work, done)
            bound.info("due work done", result=done.result_id)

    async def _language(self, work: DueWork) -> str:
        if not work.server_id:
            return ENGLISH
        async with self._database.read() as tx:
            return await servers.language_of(tx, work.server_id)

    async def _confirm(self, work: DueWork, done: Done) -> None:
        now = self._clock.now()
        async with self._database.write() as tx:
            if not await due_work.confirm(tx, work.id, owner=self._owner, now=now, result_id=done.result_id):
                return
            if done.settle:
                await done.settle(tx)
            await due_work.add(tx, done.then, now=now)
        self.wake()

    async def _put_off(self, work: DueWork, error: str, *, final: bool, tell: bool = False) -> None:
        now = self._clock.now()
        async with self._database.write() as tx:
            if final or work.attempts >= MAX_ATTEMPTS:
                await due_work.fail(tx, work.id, owner=self._owner, now=now, error=error)
            else:
                at = retry_at(now, work.attempts)
                await due_work.retry(tx, work.id, owner=self._owner, at=at, error=error)
            if tell and work.kind is not WorkKind.TELL_STUCK:
                await due_work.add(tx, [_telling(work, error, now)], now=now)
        self.wake()

    async def _renew(self) -> None:
        """Keep the leases of what takes long (a rate limit may hold a post for minutes) from running out."""
        while True:
            await asyncio.sleep(LEASE_MS / 1000 / 3)
            if not self._running:
                continue
            try:
                async with self._database.write() as tx:
                    until = self._clock.now() + LEASE_MS
                    await due_work.renew(tx, list(self._running), owner=self._owner, until=until)
            except Exception:
                log.exception("leases could not be renewed")

    async def _stop(self) -> None:
        if self._running:
            _, late = await asyncio.wait(self._running.values(), timeout=self.patience_s)
            for task in late:
                task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.gather(*late, return_exceptions=True)
        await self._let_go()
