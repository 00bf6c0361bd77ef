"""A real change of an article's text: its posts show it, and the questions of its readings are looked for again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.clock import Clock
from bot.delivery import feed_cards
from bot.delivery.board import Board
from bot.domain.anchoring import Anchored, Fate, anchor, lessons_changed, still_the_story
from bot.domain.article import Article, text_hash
from bot.domain.due_work import DueWork, NewWork, WorkKind, WorkState
from bot.domain.feeds.document import FeedItem
from bot.domain.feeds.history import Event, Happened
from bot.domain.feeds.marks import Marks
from bot.domain.questions import Question
from bot.domain.reading import EDITABLE, ENDED, Reading
from bot.errors import ChannelGone, ThreadLocked
from bot.sources.pool import ReaderPool
from bot.store import articles, due_work, feed_items, feeds, readings
from bot.store.database import Database, Transaction
from bot.workflows.agenda import Done
from bot.workflows.announce import attempt, refreshing_post
from bot.workflows.feeds.new_items import NewItems, as_json, item_from_json
from bot.workflows.readings import refreshing


def changing(feed_id: int, item_id: int, item: FeedItem, marks: Marks, now: int) -> NewWork:
    """A known item has another text; the mark of the text makes it this change and no other."""
    payload = {"feed": feed_id, "id": item_id, "item": as_json(item)}
    return NewWork(f"{WorkKind.CHANGE_ARTICLE}:{item_id}:{marks.text}", WorkKind.CHANGE_ARTICLE, now, 0, payload)


class Changes:
    """Brings posts and readings after a changed text."""

    def __init__(self, database: Database, pool: ReaderPool, new_items: NewItems, board: Board, clock: Clock) -> None:
        self._database = database
        self._pool = pool
        self._new_items = new_items
        self._board = board
        self._clock = clock

    async def change(self, work: DueWork) -> Done:
        """Handler of CHANGE_ARTICLE. What is not a change of the same story changes nothing."""
        item_id = int(work.payload["id"])
        async with self._database.read() as tx:
            feed = await feeds.get(tx, int(work.payload["feed"]))
            kept = (await feed_items.get(tx, [item_id])).get(item_id)
            article_id = kept.article_id if kept else None
            before = (await articles.get(tx, article_id)).article if article_id is not None else None
        if article_id is None or before is None:
            return Done()
        taken = await self._new_items.read(feed, item_from_json(work.payload["item"]))
        after, now = taken.article, self._clock.now()
        same = text_hash(after.text) == text_hash(before.text) and after.title == before.title
        if same or not taken.confirmed or not still_the_story(before, after):
            return Done(settle=lambda tx: due_work.forget(tx, 0, work.key))
        told = await self._lessons_changed(before, after)
        fresh = (await self._pool.study(after)).questions.questions

        async def settle(tx: Transaction) -> None:
            await articles.replace(tx, article_id, after, now=now)
            await feed_items.happened(tx, [Event(item_id, Happened.READ, now, taken.why, "changed")])
            await self._refresh_posts(tx, article_id, after, taken.summary)
            await self._follow_up(tx, article_id, after, list(fresh), lessons=told)
            await due_work.forget(tx, 0, work.key)

        return Done(settle=settle)

    async def _lessons_changed(self, before: Article, after: Article) -> bool:
        old, new = await self._pool.study(before), await self._pool.study(after)
        return lessons_changed(before, old.sections, after, new.sections)

    async def _refresh_posts(self, tx: Transaction, article_id: int, article: Article, summary: str) -> None:
        now = self._clock.now()
        posts = await due_work.under(tx, f"{WorkKind.ANNOUNCE_ARTICLE}:{article_id}:")
        standing = [each for each in posts if each.state is WorkState.DONE and each.result_id is not None]
        await due_work.add(tx, [refreshing_post(each, _name(article), summary, now) for each in standing], now=now)

    async def _follow_up(
        self, tx: Transaction, article_id: int, article: Article, fresh: list[Question], *, lessons: bool
    ) -> None:
        now, change, works = self._clock.now(), _name(article), list[NewWork]()
        for reading in await readings.of_article(tx, article_id):
            anchored = anchor(article, await readings.questions(tx, reading.id))
            await _keep(tx, reading, anchored, fresh, now)
            if reading.state in ENDED:
                continue
            if reading.announcement_id is not None:
                works.append(refreshing(reading, f"text:{change}", now))
            if lessons and reading.thread_id is not None:
                works.append(_telling(reading, article_id, anchored, change, now))
        await due_work.add(tx, works, now=now)

    async def tell(self, work: DueWork) -> Done:
        """Handler of TELL_CHANGED: the thread hears which questions stand and which have lost their passage."""
        payload = work.payload
        card = feed_cards.text_changed(int(payload["article"]), payload["change"], _numbers(payload))
        try:
            return Done(await self._board.post(int(payload["thread"]), card, attempt(work)))
        except (ChannelGone, ThreadLocked):
            return Done()


def _name(article: Article) -> str:
    """What a change is called: by the text that it leads to."""
    return text_hash(article.title + article.text)[:12]


async def _keep(tx: Transaction, reading: Reading, anchored: list[Anchored], fresh: list[Question], now: int) -> None:
    """Before a reading opens, what lost its passage goes, and if nothing is left the new text's questions come; later
    it stays as what was asked, withdrawn.
    """
    if reading.state in EDITABLE:
        left = [each.planned.question for each in anchored if each.fate is not Fate.WITHDRAWN]
        await readings.replace_questions(tx, reading.id, left or fresh or [each.planned.question for each in anchored])
        return
    for each in anchored:
        withdrawn = now if each.fate is Fate.WITHDRAWN else None
        await readings.anchor_question(tx, each.planned, withdrawn_at=withdrawn)


def _telling(reading: Reading, article_id: int, anchored: list[Anchored], change: str, now: int) -> NewWork:
    fates = {fate: [each.planned.position for each in anchored if each.fate is fate] for fate in Fate}
    payload = {"article": article_id, "thread": reading.thread_id, "change": change, "fates": fates}
    key = f"{WorkKind.TELL_CHANGED}:{reading.id}:{change}"
    return NewWork(key, WorkKind.TELL_CHANGED, now, reading.server_id, payload)


def _numbers(payload: Mapping[str, Any]) -> dict[Fate, list[int]]:
    return {Fate(fate): list(positions) for fate, positions in payload["fates"].items()}
