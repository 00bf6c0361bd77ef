"""What is kept of members, in their own hands: shown, handed out, deleted, no longer counted.

To opt out deletes too, and a keyed hash keeps them out. Who has left the server, and what is older than the server
wants to keep it, is forgotten by itself (`bot/workflows/tidying.py`).
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from datetime import date
from pathlib import Path
from typing import Any

import structlog

from bot.clock import Clock
from bot.domain.due_work import DueWork, NewWork, WorkKind
from bot.domain.report import Kept
from bot.store import contributions, counters, due_work, forgetting, servers
from bot.store.backups import Backups
from bot.store.database import Database
from bot.store.export import export_server
from bot.store.opt_outs import OptOuts
from bot.workflows.agenda import Done

log = structlog.get_logger(__name__)


class Privacy:
    """Shows and deletes what is kept. `heard` returns when all that Discord has told so far is on disk."""

    def __init__(
        self,
        database: Database,
        heard: Callable[[], Awaitable[None]],
        outs: OptOuts,
        backups: Backups,
        clock: Clock,
    ) -> None:
        self._database = database
        self._heard = heard
        self._outs = outs
        self._backups = backups
        self._clock = clock

    async def show(self, server_id: int, member_id: int) -> Kept:
        """What is kept of the member here, in numbers."""
        await self._heard()
        async with self._database.read() as tx:
            server = await servers.get(tx, server_id)
            rows = await forgetting.kept_of(tx, server_id, member_id)
            kinds = await counters.of_member(tx, server_id, member_id)
            out = await self._outs.has(tx, server_id, member_id)
        listed = any(row["on_leaderboard"] for row in rows.get("member", []))
        return Kept(server, out, listed, {name: len(found) for name, found in rows.items()}, kinds)

    async def export(self, server_id: int, member_id: int) -> bytes:
        """Every row that holds the member's id, as JSON."""
        await self._heard()
        async with self._database.read() as tx:
            rows = await forgetting.kept_of(tx, server_id, member_id)
            out = await self._outs.has(tx, server_id, member_id)
        told = {"server": str(server_id), "member": str(member_id), "opted_out": out, "kept": rows}
        return json.dumps(told, indent=1, ensure_ascii=False, default=_as_text).encode()

    async def opt_out(self, server_id: int, member_id: int) -> None:
        """Delete, and count nothing of them from now on."""
        await self._forget(server_id, member_id, stay_out=True)

    async def delete(self, server_id: int, member_id: int) -> None:
        """Delete what is kept. What they do from now on is counted."""
        await self._forget(server_id, member_id, stay_out=False)

    async def forget_leaver(self, server_id: int, member_id: int) -> None:
        """As `delete`. Whoever calls has the traces removed afterwards, for many leavers at once."""
        await self._forget_rows(server_id, member_id, stay_out=False)

    async def opt_in(self, server_id: int, member_id: int) -> bool:
        """They may be counted again; whether they had opted out."""
        async with self._database.write() as tx:
            return await self._outs.remove(tx, server_id, member_id, now=self._clock.now())

    async def on_leaderboard(self, server_id: int, member_id: int, *, listed: bool) -> bool:
        """Stand on the leaderboard or no longer; False if there is none here, or the member has opted out."""
        async with self._database.write() as tx:
            server = await servers.get(tx, server_id)
            if listed and (not server.leaderboard or await self._outs.has(tx, server_id, member_id)):
                return False
            await counters.list_member(tx, server_id, member_id, listed=listed)
        return True

    async def backup(self) -> Path:
        """Today's copy of the database, made anew."""
        return await self._backups.make(self._clock.now())

    async def export_server(self, server_id: int, *, at_most: int) -> AsyncGenerator[bytes, None]:
        """Everything kept of one server, as zips of JSON Lines, a file a table; of at most so many bytes each."""
        await self._heard()
        async with aclosing(export_server(self._database, server_id, at_most=at_most)) as parts:
            async for part in parts:
                yield part

    async def _forget(self, server_id: int, member_id: int, *, stay_out: bool) -> None:
        owed = self._owing(server_id, member_id)
        await self._forget_rows(server_id, member_id, stay_out=stay_out, owed=owed)
        await self.leave_no_trace()
        async with self._database.write() as tx:
            await due_work.withdraw(tx, [owed.key], self._clock.now())
            await due_work.forget(tx, server_id, owed.key)
        log.info("a member was forgotten", server=server_id, opted_out=stay_out)

    def _owing(self, server_id: int, member_id: int) -> NewWork:
        """That the traces are to be removed, written down with the deletion: the program may die in between."""
        now, key = self._clock.now(), f"{WorkKind.LEAVE_NO_TRACE}:{self._outs.hashed(server_id, member_id)}"
        return NewWork(key, WorkKind.LEAVE_NO_TRACE, now, server_id, {"at": now})

    async def owed(self, work: DueWork) -> Done:
        """Handler of LEAVE_NO_TRACE. The copy that may hold the member is that of the day they were forgotten on."""
        await self._leave_no_trace(int(work.payload["at"]))
        return Done()

    async def _forget_rows(
        self, server_id: int, member_id: int, *, stay_out: bool, owed: NewWork | None = None
    ) -> None:
        """What they did so far is not counted again either, though Discord still shows it."""
        await self._heard()
        async with self._database.write() as tx:
            await contributions.hold_writers(tx)
            if stay_out:
                await self._outs.add(tx, server_id, member_id, now=self._clock.now())
            else:
                await self._outs.forget_before(tx, server_id, member_id, now=self._clock.now())
            await forgetting.forget_member(tx, server_id, member_id)
            if owed is not None:
                await due_work.repeat(tx, owed, now=owed.due_at)

    async def leave_no_trace(self) -> None:
        """What was deleted is gone from the file's bytes and from today's copy too."""
        await self._leave_no_trace(self._clock.now())

    async def _leave_no_trace(self, at: int) -> None:
        if not await self._database.leave_no_trace():
            log.warning("the write-ahead log could not be emptied; it is tried again with the next deletion")
        await self._backups.renew(at)


def _as_text(value: object) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value)
