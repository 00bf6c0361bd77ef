"""Once a day: forget who has left, what servers no longer want kept, and servers that the bot was taken out of.

Discord tells who leaves only to bots with a privileged intent, so the bot asks: of everybody who has not been heard of
for a week, whether they are still there. Who is gone for 30 days from then on is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import structlog

from bot.clock import Clock
from bot.delivery.thread import ThreadReader
from bot.domain.due_work import DueWork, NewWork, WorkKind
from bot.domain.participation import week_of
from bot.domain.times import DAY_MS
from bot.errors import CircleError
from bot.languages.words import ENGLISH, spoken
from bot.store import due_work, forgetting, leavers, servers
from bot.store.backups import Backups
from bot.store.database import Database
from bot.workflows.agenda import Done
from bot.workflows.privacy import Privacy

LEFT_MS = 30 * DAY_MS
"""How long what is kept of a member, or of a server, stays after they left."""

ASKED_A_DAY = 200
"""Members of one server asked after in one day; the rest come the day after."""

log = structlog.get_logger(__name__)


class Tidying:
    """Handlers of the daily work, and what Discord tells of servers."""

    def __init__(
        self, database: Database, threads: ThreadReader, privacy: Privacy, backups: Backups, clock: Clock
    ) -> None:
        self._database = database
        self._threads = threads
        self._privacy = privacy
        self._backups = backups
        self._clock = clock

    async def begin(self) -> None:
        """From now on, every day; and at once, what an earlier run left behind of copies it did not finish."""
        await self._backups.tidy()
        now = self._clock.now()
        async with self._database.write() as tx:
            await due_work.add(tx, [_tidy(now)], now=now)

    async def tidy(self, _: DueWork) -> Done:
        """Handler of TIDY."""
        now = self._clock.now()
        async with self._database.read() as tx:
            here = await servers.kept(tx)
        for server_id, left_at in here.items():
            if left_at is not None and left_at <= now - LEFT_MS:
                async with self._database.write() as tx:
                    await forgetting.forget_server(tx, server_id)
                log.info("a server that the bot had left was forgotten", server=server_id)
            else:
                await self._forget_old(server_id, now)
                await self._forget_leavers(server_id, now)
        await self._privacy.leave_no_trace()
        await self._backups.clear(now)
        return Done(then=[_tidy(now + DAY_MS, at=(now // DAY_MS + 1) * DAY_MS)])

    async def connected_to(self, locales: Mapping[int, str], mine: Callable[[int], bool]) -> None:
        """The servers that Discord names. Of those that are `mine` to hear of, the others have taken the bot out.

        `locales`: what Discord says their language is, which is spoken there until an admin chooses another.
        """
        async with self._database.write() as tx:
            await servers.still_there(tx, locales, mine=mine, now=self._clock.now())
            await servers.meet(tx, _foreign(locales), now=self._clock.now())

    async def left(self, server_id: int) -> None:
        """The bot was taken out of a server."""
        async with self._database.write() as tx:
            await servers.change(tx, server_id, now=self._clock.now())
            await servers.set_left(tx, server_id, self._clock.now())

    async def joined(self, server_id: int, locale: str) -> None:
        """The bot is (again) in a server."""
        async with self._database.write() as tx:
            await servers.set_left(tx, server_id, None)
            await servers.meet(tx, _foreign({server_id: locale}), now=self._clock.now())

    async def _forget_old(self, server_id: int, now: int) -> None:
        async with self._database.read() as tx:
            since = (await servers.get(tx, server_id)).kept_since(now)
        gone = -1
        while since is not None and gone != 0:
            async with self._database.write() as tx:
                gone = await forgetting.forget_old(tx, server_id, since)

    async def _forget_leavers(self, server_id: int, now: int) -> None:
        async with self._database.read() as tx:
            members = await forgetting.members_of(tx, server_id)
            asked = await leavers.to_ask(tx, server_id, members, since=week_of(now - 7 * DAY_MS), now=now)
        for member_id in asked[:ASKED_A_DAY]:
            try:
                there = await self._threads.is_member(server_id, member_id)
            except CircleError as error:
                log.warning("members cannot be asked after", server=server_id, error=error.message)
                return
            if there is None:
                return
            async with self._database.write() as tx:
                gone_at = await leavers.note(tx, server_id, member_id, there=there, now=now)
            if gone_at is not None and gone_at <= now - LEFT_MS:
                await self._privacy.forget_leaver(server_id, member_id)


def _foreign(locales: Mapping[int, str]) -> dict[int, str]:
    """The servers that do not speak English, which is what is spoken where nothing is kept."""
    languages = {server_id: spoken(locale) for server_id, locale in locales.items()}
    return {server_id: tag for server_id, tag in languages.items() if tag != ENGLISH}


def _tidy(now: int, at: int | None = None) -> NewWork:
    day = datetime.fromtimestamp(now / 1000, tz=UTC).date().isoformat()
    return NewWork(f"{WorkKind.TIDY}:{day}", WorkKind.TIDY, now if at is None else at, 0)
