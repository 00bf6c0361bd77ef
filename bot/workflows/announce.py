"""An article's announcement, posted once a channel; digests; the thread beside a post; and what becomes of posts later.

What comes from a feed is posted in its order, the oldest first: a post waits for those recorded before it in its
channel.
"""

from __future__ import annotations

from contextlib import suppress

from bot.clock import Clock
from bot.delivery import article_cards, feed_cards
from bot.delivery.board import Attempt, Board, Headline
from bot.domain.due_work import DueWork, NewWork, WorkKind
from bot.domain.feeds.follow import Style
from bot.domain.feeds.history import Event, Happened
from bot.errors import DeliveryRefused, NotFound, ThreadLocked
from bot.sources.pool import ReaderPool
from bot.store import articles, due_work, feed_items, servers
from bot.store.database import Database, Transaction
from bot.workflows.agenda import Done

WAITS_MS = 1_500
MOST_PATIENCE = 8
"""Attempts, over some hours, after which a post that fails holds up no others."""
FEED_POSTS = (WorkKind.ANNOUNCE_ARTICLE, WorkKind.POST_DIGEST)


def announcement_key(article_id: int, channel_id: int) -> str:
    """The key under which an article's post in a channel is due, once for ever."""
    return f"announce:{article_id}:{channel_id}"


def attempt(work: DueWork) -> Attempt:
    """Which try of a post this is; from the second on Discord is asked first.

    The row's number is in the key, because an article that was taken out and comes back is posted anew under its key.
    """
    return Attempt(f"{work.key}#{work.id}", work.first_attempt_at if work.attempts > 1 else None)


class Announce:
    """Posts articles."""

    def __init__(self, database: Database, board: Board, pool: ReaderPool, clock: Clock) -> None:
        self._database = database
        self._board = board
        self._pool = pool
        self._clock = clock

    async def article(self, work: DueWork) -> Done:
        """Handler of ANNOUNCE_ARTICLE. An article taken off the shelf meanwhile is not posted."""
        payload = work.payload
        article_id, channel_id = int(payload["article"]), int(payload["channel"])
        if await self._must_wait(work):
            return self._later(work)
        async with self._database.read() as tx:
            shelved = await articles.shelved(tx, work.server_id, article_id)
            if shelved is None:
                raise NotFound("The article was removed before it was posted.", "Add it again with `/article add`.")
            stored = await articles.get(tx, article_id)
        found = article_cards.Found(payload["sections"], payload["questions"], payload["heading"])
        card = article_cards.announcement(
            article_id,
            shelved.title,
            stored.article,
            found,
            heading=feed_cards.source_line(payload.get("name")),
            summary=payload.get("summary", ""),
            ping=payload.get("role"),
        )
        headline = Headline(
            article_cards.thread_name(shelved.title),
            tuple(payload.get("tags", ())),
            tuple(payload.get("categories", ())),
        )
        try:
            message_id = await self._board.publish(channel_id, card, attempt(work), headline=headline)
        except DeliveryRefused as error:
            if "item" not in payload:
                raise
            reason = error.message
            return Done(settle=lambda tx: self._note(tx, work, Happened.REFUSED, reason))
        thread = payload.get("style") == Style.THREAD and not self._board.is_forum(channel_id)
        then = [_discussion(work, message_id, self._clock.now())] if thread else []
        return Done(message_id, lambda tx: self._note(tx, work, Happened.POSTED), then)

    async def digest(self, work: DueWork) -> Done:
        """Handler of POST_DIGEST: what one run brought beyond the posts of their own, in one post."""
        if await self._must_wait(work):
            return self._later(work)
        payload = work.payload
        async with self._database.read() as tx:
            shelved = [await articles.shelved(tx, work.server_id, number) for number in payload["articles"]]
            stored = [(await articles.get(tx, each.article_id)).article for each in shelved if each is not None]
        listed = [(each, whole) for each, whole in zip([one for one in shelved if one], stored, strict=True)]
        card = feed_cards.digest(work.id, payload["name"], listed, payload["more"])
        headline = Headline(feed_cards.digest_name(payload["name"], payload["count"]))
        message_id = await self._board.publish(int(payload["channel"]), card, attempt(work), headline=headline)
        return Done(message_id, lambda tx: self._note(tx, work, Happened.DIGEST))

    async def discuss(self, work: DueWork) -> Done:
        """Handler of OPEN_DISCUSSION: the thread beside a post where the channel wants one. None without the post."""
        payload = work.payload
        async with self._database.read() as tx:
            shelved = await articles.shelved(tx, work.server_id, int(payload["article"]))
        if shelved is None:
            return Done()
        name = article_cards.thread_name(shelved.title)
        try:
            place = int(payload["channel"])
            return Done(await self._board.open_thread(work.server_id, place, int(payload["message"]), name))
        except NotFound:
            return Done()

    async def refresh(self, work: DueWork) -> Done:
        """Handler of REFRESH_ARTICLE: a post shows its article as it is now."""
        payload = work.payload
        article_id = int(payload["article"])
        async with self._database.read() as tx:
            shelved = await articles.shelved(tx, work.server_id, article_id)
            stored = await articles.get(tx, article_id)
            headings = (await servers.get(tx, work.server_id)).extra_headings
        if shelved is None:
            return Done()
        study = await self._pool.study(stored.article, extra_headings=headings)
        card = article_cards.announcement(
            article_id,
            shelved.title,
            stored.article,
            article_cards.found_in(study),
            heading=feed_cards.source_line(payload.get("name")),
            summary=payload.get("summary", ""),
            ping=payload.get("role"),
        )
        with suppress(ThreadLocked):  # a moderator has closed it: it stays as it was
            await self._board.edit(int(payload["channel"]), int(payload["message"]), card)
        return Done(int(payload["message"]), lambda tx: self._note(tx, work, Happened.EDITED))

    async def retract(self, work: DueWork) -> Done:
        """Handler of RETRACT_ARTICLE: the post stays, without buttons that would lead nowhere."""
        async with self._database.read() as tx:
            stored = await articles.get(tx, int(work.payload["article"]))
        card = article_cards.retracted(stored.article.title)
        await self._board.edit(int(work.payload["channel"]), int(work.payload["message"]), card)
        return Done()

    async def _must_wait(self, work: DueWork) -> bool:
        """Whether a post of a feed that was recorded before has still to come in this channel."""
        if "feed" not in work.payload:
            return False
        async with self._database.read() as tx:
            before = await due_work.earlier(tx, work, FEED_POSTS)
        failing = {each.id for each in before if each.last_error is not None and each.attempts > MOST_PATIENCE}
        return any(_same_place(each, work) and each.id not in failing for each in before)

    def _later(self, work: DueWork) -> Done:
        now = self._clock.now()
        again = NewWork(work.key, work.kind, now + WAITS_MS, work.server_id, work.payload)
        return Done(settle=lambda tx: due_work.repeat(tx, again, now=now))

    async def _note(self, tx: Transaction, work: DueWork, what: Happened, detail: str = "") -> None:
        """What happened is kept for `/feed why`, and the next post in the channel need not wait any longer."""
        payload, now = work.payload, self._clock.now()
        if item_id := payload.get("item"):
            channel_id = int(payload["channel"])
            event = Event(item_id, what, now, detail=detail, server_id=work.server_id, channel_id=channel_id)
            await feed_items.happened(tx, [event])
        if "feed" in payload:
            waiting = [each for each in await due_work.later(tx, work, FEED_POSTS) if _same_place(each, work)]
            for each in waiting[:1]:
                await due_work.bring_forward(tx, each.key, f"{each.key}:", now)


def _same_place(one: DueWork, other: DueWork) -> bool:
    """Whether both are a feed's posts in the same channel."""
    return "feed" in one.payload and one.payload["channel"] == other.payload["channel"]


def _discussion(work: DueWork, message_id: int, now: int) -> NewWork:
    payload = {"article": work.payload["article"], "channel": work.payload["channel"], "message": message_id}
    key = f"{WorkKind.OPEN_DISCUSSION}:{message_id}"
    return NewWork(key, WorkKind.OPEN_DISCUSSION, now, work.server_id, payload)


def refreshing_post(work: DueWork, change: str, summary: str, now: int) -> NewWork:
    """An announcement that stands is to show its article's changed text; `change` names the change."""
    payload = dict(work.payload) | {"message": work.result_id}
    payload |= {"summary": summary} if payload.get("summary") else {}
    key = f"{WorkKind.REFRESH_ARTICLE}:{work.result_id}:{change}"
    return NewWork(key, WorkKind.REFRESH_ARTICLE, now, work.server_id, payload)
