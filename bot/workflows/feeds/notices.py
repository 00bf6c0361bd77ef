"""What admins hear of their feeds unasked: one that is late, failing or paused, and one line a week. Nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from bot.clock import Clock
from bot.delivery import feed_cards
from bot.delivery.board import Board
from bot.domain.due_work import DueWork, NewWork, WorkKind
from bot.domain.feeds.follow import Follow, KnownFeed
from bot.domain.feeds.health import Health, HealthReport, health_of
from bot.domain.server import Server
from bot.store import due_work, feed_items, feeds, servers
from bot.store.database import Database, Transaction
from bot.told import kept
from bot.workflows.agenda import Done
from bot.workflows.announce import attempt

WEEK_MS = 7 * 86_400_000


def health_notices(
    feed: KnownFeed, before: HealthReport, after: HealthReport, followers: Sequence[Follow], now: int
) -> list[NewWork]:
    """One for each server that follows the feed, for each step of the ladder; none for what was told already.

    A feed that is well again is said to be so in the notice that stands.
    """
    if before.health is after.health:
        return []
    since = after.since or before.since or now
    works = []
    for server_id in dict.fromkeys(each.server_id for each in followers):
        name = next(each.name for each in followers if each.server_id == server_id)
        payload = {"feed": feed.id, "name": name, "health": after.health, "reason": kept(after.reason)}
        payload |= {"remedy": kept(after.remedy), "next": after.next_try_at, "since": since}
        key = f"{_trouble(feed.id, server_id, since)}{after.health}"
        works.append(NewWork(key, WorkKind.TELL_HEALTH, now, server_id, payload))
    return works


def weekly(server_id: int, at: int) -> NewWork:
    """The server's line of feed health, due then."""
    return NewWork(f"{WorkKind.WEEKLY_HEALTH}:{server_id}", WorkKind.WEEKLY_HEALTH, at, server_id)


def _trouble(feed_id: int, server_id: int, since: int) -> str:
    return f"{WorkKind.TELL_HEALTH}:{feed_id}:{server_id}:{since}:"


class FeedNotices:
    """Tells admins."""

    def __init__(self, database: Database, board: Board, clock: Clock) -> None:
        self._database = database
        self._board = board
        self._clock = clock

    async def tell(self, work: DueWork) -> Done:
        """Handler of TELL_HEALTH: where admins look, with the reason, the next try and a button."""
        payload = work.payload
        async with self._database.read() as tx:
            server = await servers.get(tx, work.server_id)
            prefix = _trouble(payload["feed"], work.server_id, payload["since"])
            told = [each for each in await due_work.done_under(tx, work.server_id, prefix) if each.result_id]
        card = feed_cards.health_notice(payload)
        if payload["health"] == Health.FINE:
            for each in told[-1:]:
                await self._board.edit(int(each.payload["place"]), each.result_id or 0, card)
            return Done()
        place = self._place(server)
        if place is None:
            return Done()
        message_id = await self._board.post(place, card, attempt(work))
        return Done(message_id, lambda tx: due_work.note(tx, work.id, {**payload, "place": place}))

    async def week(self, work: DueWork) -> Done:
        """Handler of WEEKLY_HEALTH: one line. Without a channel of the organisers' own, only if something is wrong."""
        now = self._clock.now()
        async with self._database.read() as tx:
            server = await servers.get(tx, work.server_id)
            followed = await feeds.of_server(tx, work.server_id)
            posted = await feed_items.posted_since(tx, work.server_id, now - WEEK_MS)
        if not followed:
            return Done()
        ill = [each for each in followed if health_of(each.feed.state, now).health is not Health.FINE]
        place = server.organisers_channel_id or (server.articles_channel_id if ill else None)
        message_id = None
        if (place := self._board.first_open(place)) is not None:
            card = feed_cards.weekly(work.id, posted, followed, now)
            message_id = await self._board.post(place, card, attempt(work))

        async def settle(tx: Transaction) -> None:
            await due_work.repeat(tx, weekly(work.server_id, now + WEEK_MS), now=now)

        return Done(message_id, settle)

    def _place(self, server: Server) -> int | None:
        return self._board.first_open(
            server.organisers_channel_id, server.articles_channel_id, server.readings_channel_id
        )
