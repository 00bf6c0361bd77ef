"""Who does not want to be counted: kept as a keyed hash, so that the list names nobody.

The key comes from the settings (`privacy.key`), else it is made once and kept in the database. With another key nobody
would be recognised, so the database remembers what its key is known by, and another key is refused.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from functools import lru_cache

from sqlalchemy import ColumnElement, delete, insert, select, update

from bot.errors import SettingsError
from bot.store.database import Database, Transaction
from bot.store.member_tables import opt_out as table
from bot.store.member_tables import secret
from bot.store.statements import insert_into

KEY, MARK = "opt-out key", "opt-out key mark"

REMEMBERED = 10_000
"""Members whose hash need not be worked out anew for each thing they do; in memory only."""


class OptOuts:
    """Recognises those who opted out."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._out: set[str] = set()
        self.hashed: Callable[[int, int], str] = lru_cache(REMEMBERED)(self._hashed)
        """What a member of a server is known by; in another server it is something else."""

    @classmethod
    async def load(cls, database: Database, configured: str = "") -> OptOuts:
        """With the key that this database's opt-outs were kept with; SettingsError if the settings hold another."""
        async with database.write() as tx:
            kept = {row.name: row.value for row in await tx.execute(select(secret))}
            key = configured or kept.get(KEY) or secrets.token_hex(32)
            outs = cls(key.encode())
            mark = outs.hashed(0, 0)
            if kept.get(MARK, mark) != mark and (await tx.execute(select(table.c.at).limit(1))).first() is not None:
                raise SettingsError(
                    "The setting privacy.key is not the one that members' opt-outs were kept with.",
                    "Whoever runs the bot can mend it: set the former key (BOT_PRIVACY__KEY), or none if none was set.",
                )
            await tx.execute(delete(secret).where(secret.c.name.in_([KEY, MARK])))
            rows = [{"name": MARK, "value": mark}, *([] if configured else [{"name": KEY, "value": key}])]
            await tx.execute(insert(secret), rows)
            outs._out |= set((await tx.execute(select(table.c.member_hash).where(table.c.back_at.is_(None)))).scalars())
        return outs

    def _hashed(self, server_id: int, member_id: int) -> str:
        return hmac.new(self._key, f"{server_id}:{member_id}".encode(), hashlib.sha256).hexdigest()[:32]

    def is_out(self, server_id: int, member_id: int) -> bool:
        """Whether the member had opted out there, as far as this process has heard."""
        return bool(self._out) and self.hashed(server_id, member_id) in self._out

    async def has(self, tx: Transaction, server_id: int, member_id: int) -> bool:
        """Whether the member has opted out there."""
        mine = self._of(server_id, member_id) & table.c.back_at.is_(None)
        return (await tx.execute(select(table.c.at).where(mine))).first() is not None

    async def add(self, tx: Transaction, server_id: int, member_id: int, *, now: int) -> None:
        """From now on nothing is counted of them."""
        await self._keep(tx, server_id, member_id, at=now, back_at=None)
        self._out.add(self.hashed(server_id, member_id))

    async def forget_before(self, tx: Transaction, server_id: int, member_id: int, *, now: int) -> None:
        """What they did so far is not counted again, though Discord still shows it."""
        if not await self.has(tx, server_id, member_id):
            await self._keep(tx, server_id, member_id, at=now, back_at=now)

    async def remove(self, tx: Transaction, server_id: int, member_id: int, *, now: int) -> bool:
        """They may be counted again from now on; whether they had opted out."""
        self._out.discard(self.hashed(server_id, member_id))
        out = self._of(server_id, member_id) & table.c.back_at.is_(None)
        return (await tx.execute(update(table).where(out).values(back_at=now))).rowcount > 0

    async def _keep(self, tx: Transaction, server_id: int, member_id: int, **values: int | None) -> None:
        new = {"server_id": server_id, "member_hash": self.hashed(server_id, member_id), **values}
        statement = insert_into(tx, table).values(new)
        await tx.execute(statement.on_conflict_do_update(index_elements=["server_id", "member_hash"], set_=values))

    def _of(self, server_id: int, member_id: int) -> ColumnElement[bool]:
        return (table.c.server_id == server_id) & (table.c.member_hash == self.hashed(server_id, member_id))
