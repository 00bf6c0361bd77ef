"""Members' replies, by far the most of what Discord tells: heard one by one, counted in groups.

To hear one is to remember it, so that a busy thread does not hold up the gateway. What all of a group need to know
(which reading a thread belongs to, where a conversation began) is asked once for the group and remembered for a while.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.delivery.thread import SeenReply
from bot.domain.participation import Contribution
from bot.domain.reading import Reading
from bot.errors import StoreError
from bot.store import contributions, readings
from bot.store.database import Database, Transaction
from bot.store.opt_outs import OptOuts
from bot.workflows.listing import counts_at, reply
from bot.workflows.tally import REMEMBERED_S, Tally

REMEMBERED = 20_000
MOST_WAITING = 50_000
"""Replies that may wait to be counted. What comes beyond them, while the disk does not keep up, is counted again from
what Discord shows."""

_log = structlog.get_logger(__name__)


class Replies:
    """Counts replies in the order they were heard in. `in_order` is held meanwhile; whoever takes something back holds
    it too, and has what was heard before counted first (`count`)."""

    def __init__(
        self,
        database: Database,
        tally: Tally,
        outs: OptOuts,
        in_order: asyncio.Lock,
        missed: Callable[[], Awaitable[None]],
        *,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self._database = database
        self._tally = tally
        self._outs = outs
        self._in_order = in_order
        self._has_missed = missed
        self._most_waiting = most_waiting
        self._waiting: list[tuple[int, SeenReply]] = []
        self._missed = False
        self._counting: set[asyncio.Task[None]] = set()
        self._threads: dict[int, tuple[float, Reading]] = {}
        self._roots: OrderedDict[int, int] = OrderedDict()

    def heard(self, thread_id: int, seen: SeenReply) -> None:
        """A member wrote in a thread of ours. It is counted soon."""
        if not self._waiting:
            task = asyncio.create_task(self.settle(), name="replies")
            self._counting.add(task)
            task.add_done_callback(self._counting.discard)
        if len(self._waiting) < self._most_waiting:
            self._waiting.append((thread_id, seen))
        else:
            self._missed = True

    async def settle(self) -> None:
        """All that was heard before is counted when this returns."""
        async with self._in_order:
            await self.count()
        if self._missed and not self._waiting:
            self._missed = False
            try:
                await self._has_missed()
            except StoreError:
                self._missed = True

    async def count(self) -> None:
        """As `settle`, with the order held by whoever calls."""
        some, self._waiting = self._waiting, []
        if not some:
            return
        try:
            await self._tally.add(await self._counted(some))
        except Exception:
            _log.exception("replies could not be counted; they are looked for again", number=len(some))
            self._missed = True

    def look_anew(self) -> None:
        """Conversations may go back elsewhere than before: something between was deleted."""
        self._roots.clear()

    async def _counted(self, some: Sequence[tuple[int, SeenReply]]) -> list[Contribution]:
        read = {thread_id: await self._reading(thread_id) for thread_id in {thread_id for thread_id, _ in some}}
        mine = [
            (reading, seen)
            for thread_id, seen in some
            if (reading := read[thread_id]) is not None
            and counts_at(reading, seen.at)
            and not self._outs.is_out(reading.server_id, seen.member_id)
        ]
        await self._look_up({seen.target_id for _, seen in mine} - {seen.message_id for _, seen in mine})
        return [reply(reading, seen, self._root(seen)) for reading, seen in mine]

    def _root(self, seen: SeenReply) -> int | None:
        """The post that the message goes back to, if it answers any."""
        root = None if seen.target_id is None else self._roots.get(seen.target_id, seen.target_id)
        self._remember(seen.message_id, root or seen.message_id)
        return root

    async def _look_up(self, targets: set[int | None]) -> None:
        """What the messages go back to that are answered and not remembered."""
        unknown = [each for each in targets if each is not None and each not in self._roots]
        if not unknown:
            return
        await self._tally.on_disk()
        async with self._database.read() as tx:
            for some in range(0, len(unknown), contributions.MAX_ROWS):
                asked = unknown[some : some + contributions.MAX_ROWS]
                found = await contributions.roots(tx, asked)
                for each in asked:
                    self._remember(each, found.get(each) or each)

    def _remember(self, message_id: int, root: int) -> None:
        self._roots[message_id] = root
        if len(self._roots) > REMEMBERED:
            self._roots.popitem(last=False)

    async def _reading(self, thread_id: int) -> Reading | None:
        now = asyncio.get_running_loop().time()
        known = self._threads.get(thread_id)
        if known is not None and known[0] > now:
            return known[1]
        async with self._database.read() as tx:
            reading = await thread_reading(tx, thread_id)
        if len(self._threads) >= REMEMBERED:
            self._threads.clear()
        if reading is not None:
            self._threads[thread_id] = now + REMEMBERED_S, reading
        return reading


async def thread_reading(tx: Transaction, thread_id: int) -> Reading | None:
    """A thread's reading, also before the thread is confirmed: it has its announcement's id."""
    reading = await readings.by_thread(tx, thread_id)
    if reading is not None:
        return reading
    found = await readings.by_message(tx, thread_id)
    return found[0] if found else None
