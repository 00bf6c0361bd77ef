"""Contributions on their way to disk: many in one commit, because a commit each would be thirty times slower.

Whoever counts something puts it here and goes on; one task writes what has gathered, in the order it came, at most
`rows` in a commit and at most `wait` seconds after the first. The queue is bounded: when the disk cannot keep up,
`put` waits. What the database refuses for a passing reason is tried again; what it will never take is logged and left.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import structlog

from bot.domain.participation import Contribution
from bot.errors import StoreError
from bot.store.contributions import MAX_ROWS, Hashed, add_many
from bot.store.database import Database

PAUSES = (0.1, 0.5, 2.0, 5.0)
"""Seconds between tries while the database is out of reach; the last one repeats."""

_log = structlog.get_logger(__name__)


class ContributionQueue:
    """Start it with `start` (or `async with`), end it with `stop`, which writes what is still waiting.

    With `hashed`, what people did who opted out is left out.
    """

    def __init__(
        self,
        database: Database,
        hashed: Hashed | None = None,
        *,
        capacity: int = 10_000,
        rows: int = MAX_ROWS,
        wait: float = 0.01,
    ) -> None:
        self._database = database
        self._hashed = hashed
        self._capacity = capacity
        self._rows = rows
        self._wait = wait
        self._waiting: deque[Contribution] = deque()
        self._any = asyncio.Event()
        self._accepted = 0
        self._settled = 0
        self._progress = asyncio.Condition()
        self._writer: asyncio.Task[None] | None = None
        self._stopped = False

    async def __aenter__(self) -> Self:
        self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def accepted(self) -> int:
        """How many were accepted so far."""
        return self._accepted

    @property
    def pending(self) -> int:
        """How many were accepted and are not on disk yet."""
        return self._accepted - self._settled

    def start(self) -> None:
        self._writer = asyncio.create_task(self._write(), name="contributions to disk")

    async def stop(self, patience: float = 10.0) -> int:
        """Takes nothing more and writes what is waiting, for at most `patience` seconds; returns how many are left.

        Those are not lost for good: after a start, running readings are counted anew from what Discord shows.
        """
        self._stopped = True
        try:
            async with asyncio.timeout(patience):
                await self.flush()
        except TimeoutError:
            _log.error("contributions left unwritten", number=self.pending)
        if self._writer is not None:
            self._writer.cancel()
            await asyncio.wait([self._writer])
        return self.pending

    async def put(self, *contributions: Contribution) -> None:
        """Returns when the contributions are accepted, in their order: at once, unless the queue is full."""
        for each in contributions:
            while len(self._waiting) >= self._capacity:
                await self._room()
            if self._stopped:
                raise RuntimeError("the contribution queue is stopped and takes nothing more")
            self._waiting.append(each)
            self._accepted += 1
            self._any.set()

    async def _room(self) -> None:
        async with self._progress:
            await self._progress.wait_for(lambda: len(self._waiting) < self._capacity)

    async def committed(self, contribution: Contribution) -> None:
        """Accepts the contribution and returns when it is on disk."""
        await self.put(contribution)
        await self.flush()

    async def flush(self) -> None:
        """Returns when all that was accepted before is on disk."""
        accepted = self._accepted
        async with self._progress:
            await self._progress.wait_for(lambda: self._settled >= accepted)

    async def _write(self) -> None:
        while True:
            batch = await self._gather()
            await self._settle(batch)
            async with self._progress:
                self._settled += len(batch)
                self._progress.notify_all()

    async def _gather(self) -> list[Contribution]:
        """The next batch: as soon as it is full, else a moment after its first contribution came."""
        await self._any.wait()
        if len(self._waiting) < self._rows:
            await asyncio.sleep(self._wait)
        batch = [self._waiting.popleft() for _ in range(min(self._rows, len(self._waiting)))]
        if not self._waiting:
            self._any.clear()
        async with self._progress:
            self._progress.notify_all()
        return batch

    async def _settle(self, batch: Sequence[Contribution]) -> None:
        """Writes the batch, trying for as long as the database is out of reach."""
        tries = 0
        while True:
            try:
                async with self._database.write() as tx:
                    await add_many(tx, batch, hashed=self._hashed)
            except StoreError as error:
                _log.warning("contributions wait for the database", number=len(batch), error=str(error))
                await asyncio.sleep(PAUSES[min(tries, len(PAUSES) - 1)])
                tries += 1
            except Exception:
                return await self._settle_each(batch)
            else:
                return None

    async def _settle_each(self, batch: Sequence[Contribution]) -> None:
        """The batch holds one that breaks a rule of the table: it must not take the others with it."""
        if len(batch) == 1:
            _log.exception("a contribution was refused", reading=batch[0].reading_id, kind=batch[0].kind)
            return
        for contribution in batch:
            await self._settle([contribution])
