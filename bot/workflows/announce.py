"""An article's announcement, posted once a channel."""

from __future__ import annotations

from bot.delivery import article_cards
from bot.delivery.board import Attempt, Board
from bot.domain.due_work import DueWork
from bot.errors import NotFound
from bot.store import articles
from bot.store.database import Database
from bot.workflows.agenda import Done


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

    def __init__(self, database: Database, board: Board) -> None:
        self._database = database
        self._board = board

    async def article(self, work: DueWork) -> Done:
        """Handler of ANNOUNCE_ARTICLE. An article taken off the shelf meanwhile is not posted."""
        article_id, channel_id = int(work.payload["article"]), int(work.payload["channel"])
        async with self._database.read() as tx:
            shelved = await articles.shelved(tx, work.server_id, article_id)
            if shelved is None:
                raise NotFound("The article was removed before it was posted.", "Add it again with `/article add`.")
            stored = await articles.get(tx, article_id)
        found = article_cards.Found(work.payload["sections"], work.payload["questions"], work.payload["heading"])
        card = article_cards.announcement(article_id, shelved.title, stored.article, found)
        return Done(await self._board.post(channel_id, card, attempt(work)))

    async def retract(self, work: DueWork) -> Done:
        """Handler of RETRACT_ARTICLE: the post stays, without buttons that would lead nowhere."""
        async with self._database.read() as tx:
            stored = await articles.get(tx, int(work.payload["article"]))
        card = article_cards.retracted(stored.article.title)
        await self._board.edit(int(work.payload["channel"]), int(work.payload["message"]), card)
        return Done()
