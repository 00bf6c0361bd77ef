"""What was heard of, on its way to be kept: as far as the server's admins want it counted, and noted for listings that
are under way."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from bot.domain.participation import Contribution, as_tracked
from bot.domain.server import Tracking
from bot.store import servers
from bot.store.contribution_queue import ContributionQueue
from bot.store.database import Database
from bot.workflows.listing import Meanwhile

REMEMBERED_S = 30.0
"""How long what another process may change is taken for granted."""


class Tally:
    """Keeps contributions."""

    def __init__(self, database: Database, queue: ContributionQueue, meanwhile: Meanwhile) -> None:
        self._database = database
        self._queue = queue
        self._meanwhile = meanwhile
        self._trackings: dict[int, tuple[float, Tracking]] = {}

    async def add(self, contributions: Iterable[Contribution]) -> None:
        """They are on their way to the disk, in this order."""
        kept = []
        for each in contributions:
            if (wanted := as_tracked(each, await self._tracking(each.server_id))) is not None:
                self._meanwhile.count(wanted.key)
                kept.append(wanted)
        await self._queue.put(*kept)

    async def keep(self, contribution: Contribution) -> bool:
        """On disk when this returns; False if the server's admins do not want it counted."""
        kept = as_tracked(contribution, await self._tracking(contribution.server_id))
        if kept is None:
            return False
        await self._queue.committed(kept)
        return True

    async def on_disk(self) -> None:
        """Returns when all that was added before is on disk."""
        if self._queue.pending:
            await self._queue.flush()

    def settings_changed(self, server_id: int) -> None:
        """How much is counted in the server may have been changed."""
        self._trackings.pop(server_id, None)

    async def _tracking(self, server_id: int) -> Tracking:
        now = asyncio.get_running_loop().time()
        known = self._trackings.get(server_id)
        if known is None or known[0] <= now:
            async with self._database.read() as tx:
                known = now + REMEMBERED_S, (await servers.get(tx, server_id)).tracking
            self._trackings[server_id] = known
        return known[1]
