"""The privacy card: what is counted in a server, told where its readings are. One stands there, and it stays true.

When another takes its place, or the readings move to another channel, the one before leads to it.
"""

from __future__ import annotations

import structlog

from bot.clock import Clock
from bot.delivery import privacy_cards
from bot.delivery.board import Board, Headline
from bot.delivery.calendar import link_to
from bot.domain.due_work import DueWork, NewWork, WorkKind
from bot.domain.reading import Reading
from bot.domain.server import Server, Tracking
from bot.errors import ChannelGone, PermissionMissing, SetupMissing
from bot.languages.words import speaking
from bot.store import due_work, servers
from bot.store.database import Database, Transaction
from bot.workflows.agenda import Agenda, Done
from bot.workflows.announce import attempt

log = structlog.get_logger(__name__)


class PrivacyCard:
    """Posts the card, keeps it true, and leads from an old one to a new one."""

    def __init__(self, database: Database, board: Board, agenda: Agenda, clock: Clock) -> None:
        self._database = database
        self._board = board
        self._agenda = agenda
        self._clock = clock

    async def card(self, work: DueWork) -> Done:
        """Handler of PRIVACY_CARD: post it and pin it; with `renew`, make the one that stands there say what is counted
        now; with `before`, make that one lead to the one that stands now."""
        async with self._database.read() as tx:
            server = await servers.get(tx, work.server_id)
        if work.payload.get("renew"):
            return await self._renew(server)
        if work.payload.get("before"):
            return await self._lead_on(server, int(work.payload["channel"]), int(work.payload["before"]))
        return await self._post(server, int(work.payload["channel"]), work)

    async def post(self, server_id: int) -> int:
        """Have it posted in the readings channel, whose id is returned; SetupMissing if there is none."""
        now = self._clock.now()
        async with self._database.write() as tx:
            server = await servers.get(tx, server_id)
            if server.readings_channel_id is None:
                raise SetupMissing("No readings channel is set.", "Set it with `/setup channel use:readings`.")
            await due_work.add(tx, [posting(server_id, server.readings_channel_id, now, str(now))], now=now)
        self._agenda.wake()
        return server.readings_channel_id

    async def renew_old_words(self) -> None:
        """At a start: cards that an earlier version of this program posted in other words say it in those of now."""
        now = self._clock.now()
        async with self._database.write() as tx:
            for server in await servers.with_privacy_card(tx):
                with speaking(server.language):
                    if privacy_cards.fingerprint(server) != server.privacy_card_text:
                        await due_work.add(tx, renewing(server, now), now=now)

    async def _post(self, server: Server, channel_id: int, work: DueWork) -> Done:
        headline = Headline(privacy_cards.title())
        card = privacy_cards.card(server)
        message_id = await self._board.publish(channel_id, card, attempt(work), headline=headline)
        pinned = not self._board.is_forum(channel_id) and await self._board.pin(channel_id, message_id)
        now, said = self._clock.now(), privacy_cards.fingerprint(server)

        async def settle(tx: Transaction) -> None:
            stands = {"privacy_card_id": message_id, "privacy_card_channel_id": channel_id, "privacy_card_text": said}
            await servers.change(tx, server.id, now=now, **stands)

        log.info("privacy card posted", server=server.id, pinned=pinned)
        return Done(message_id, settle, then=_leading_on(server, message_id, now))

    async def _renew(self, server: Server) -> Done:
        place = server.privacy_card_channel_id
        if server.privacy_card_id is None or place is None:
            return Done()
        try:
            await self._board.edit(place, server.privacy_card_id, privacy_cards.card(server))
        except ChannelGone:
            return Done()
        now, said = self._clock.now(), privacy_cards.fingerprint(server)

        async def settle(tx: Transaction) -> None:
            await servers.change(tx, server.id, now=now, privacy_card_text=said)

        return Done(server.privacy_card_id, settle)

    async def _lead_on(self, server: Server, channel_id: int, before: int) -> Done:
        if server.privacy_card_id in (None, before):
            return Done()
        address = link_to(server.id, server.privacy_card_channel_id, server.privacy_card_id)
        try:
            await self._board.edit(channel_id, before, privacy_cards.moved(address))
        except PermissionMissing:
            return Done()  # deleted, or closed to the bot: nobody need be troubled for an old post
        return Done(before)


def posting(server_id: int, channel_id: int, now: int, take: str = "first") -> NewWork:
    """The privacy card is to be posted there."""
    key = f"{WorkKind.PRIVACY_CARD}:{server_id}:{take}"
    return NewWork(key, WorkKind.PRIVACY_CARD, now, server_id, {"channel": channel_id})


async def before_counting(tx: Transaction, reading: Reading, now: int) -> list[NewWork]:
    """The first reading of a server is announced: the group is told what is counted, unless it was told already."""
    server = await servers.get(tx, reading.server_id)
    told = server.privacy_card_id is not None or server.tracking is Tracking.OFF
    return [] if told else [posting(server.id, reading.channel_id, now)]


def renewing(server: Server, now: int) -> list[NewWork]:
    """The privacy card is to say what is counted now, if there is one."""
    if server.privacy_card_id is None:
        return []
    key = f"{WorkKind.PRIVACY_CARD}:{server.id}:renew:{now}"
    return [NewWork(key, WorkKind.PRIVACY_CARD, now, server.id, {"renew": True})]


def moving(server: Server, now: int) -> list[NewWork]:
    """The privacy card is to stand where the readings are now, if there is one and it stands elsewhere."""
    here = server.readings_channel_id
    if server.privacy_card_id is None or here is None or here == server.privacy_card_channel_id:
        return []
    return [posting(server.id, here, now, str(now))]


def _leading_on(server: Server, new: int, now: int) -> list[NewWork]:
    """`server` as it was before the new card stood."""
    before = server.privacy_card_id
    if before is None or before == new or server.privacy_card_channel_id is None:
        return []
    key, payload = f"{WorkKind.PRIVACY_CARD}:{server.id}:after:{before}", {"channel": server.privacy_card_channel_id}
    return [NewWork(key, WorkKind.PRIVACY_CARD, now, server.id, payload | {"before": before})]
