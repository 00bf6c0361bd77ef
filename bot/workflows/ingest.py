"""An article comes in: read, kept once, put on the server's shelf, and its announcement recorded as due work."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.delivery.board import Board
from bot.delivery.permissions import ANNOUNCING
from bot.domain.address import canonical, same_page
from bot.domain.article import Article
from bot.domain.due_work import DueWork, NewWork, WorkKind
from bot.domain.library import ShelvedArticle
from bot.domain.piece import tidy_name
from bot.domain.server import Server
from bot.domain.study import Study
from bot.errors import NotFound, SetupMissing
from bot.sources.http import Fetcher
from bot.sources.pool import ReaderPool
from bot.store import articles, due_work, servers
from bot.store.database import Database
from bot.workflows.agenda import Agenda
from bot.workflows.announce import announcement_key


@dataclass(frozen=True, slots=True)
class Address:
    """An article to be fetched."""

    url: str


@dataclass(frozen=True, slots=True)
class Upload:
    """An article as handed in: a file, or pasted text under the name "pasted.txt"."""

    name: str
    data: bytes
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """`new`: it was not on the server's shelf before. `announced_in`: the channel it is (being) posted to, if any."""

    shelved: ShelvedArticle
    study: Study
    new: bool
    announced_in: int | None


class Ingest:
    """Adds articles."""

    def __init__(
        self, database: Database, pool: ReaderPool, fetcher: Fetcher, board: Board, agenda: Agenda, clock: Clock
    ) -> None:
        self._database = database
        self._pool = pool
        self._fetcher = fetcher
        self._board = board
        self._agenda = agenda
        self._clock = clock

    async def add(
        self,
        server_id: int,
        source: Address | Upload,
        *,
        added_by: int,
        title: str | None = None,
        channel_id: int | None = None,
        post: bool = True,
    ) -> Added:
        """Read an article, shelve it and, with `post`, have it announced in `channel_id` or the articles channel.

        Adding it again changes nothing: the same text or address is the same article, and one channel gets one post.
        Where it cannot be posted, that is said before anything is fetched or stored. An article without anything to
        discuss is only shelved unless a channel was named: the organiser may post it with a second step.
        """
        target = await self._channel(server_id, channel_id) if post else None
        study = await self._read(server_id, source)
        if not study.sections and channel_id is None:
            target = None  # a wrong address would stand before everybody; the organiser is asked first
        own_title = tidy_name(title) if title else None
        now = self._clock.now()
        async with self._database.write() as tx:
            article_id, _ = await articles.add(tx, study.article, now=now)
            new = await articles.shelve(tx, server_id, article_id, title=own_title or None, added_by=added_by, now=now)
            if target is not None:
                server = await servers.get(tx, server_id)
                await due_work.add(tx, [announcement(server, article_id, target, study, now)], now=now)
            shelved = await articles.shelved(tx, server_id, article_id)
        self._agenda.wake()
        assert shelved is not None
        return Added(shelved, study, new, target)

    async def post(self, server_id: int, article_id: int) -> int:
        """Have an article on the shelf posted to the articles channel, once; the channel's id."""
        channel_id = await self._channel(server_id, None)
        _, study = await self.study(server_id, article_id)
        now = self._clock.now()
        async with self._database.write() as tx:
            server = await servers.get(tx, server_id)
            await due_work.add(tx, [announcement(server, article_id, channel_id, study, now)], now=now)
        self._agenda.wake()
        return channel_id

    async def remove(self, server_id: int, article_id: int) -> None:
        """Take an article off the shelf; its readings stay, its posts say so. Added again, it is posted again."""
        now = self._clock.now()
        posts = f"{WorkKind.ANNOUNCE_ARTICLE}:{article_id}:"
        async with self._database.write() as tx:
            if not await articles.remove(tx, server_id, article_id):
                raise NotFound("That article is not in this server's library.", "`/articles latest` shows what is.")
            posted = await due_work.done_under(tx, server_id, posts)
            await due_work.forget(tx, server_id, posts)
            await due_work.add(tx, [_retraction(work, now) for work in posted if work.result_id], now=now)
        self._agenda.wake()

    async def study(self, server_id: int, article_id: int) -> tuple[str, Study]:
        """An article on the server's shelf, its title there and what is found in it; NotFound if it is not on it."""
        async with self._database.read() as tx:
            shelved = await articles.shelved(tx, server_id, article_id)
            if shelved is None:
                raise NotFound("That article is not in this server's library.", "`/articles latest` shows what is.")
            stored = await articles.get(tx, article_id)
        study = await self._pool.study(stored.article, extra_headings=await self._headings(server_id))
        return shelved.title, study

    async def _headings(self, server_id: int) -> tuple[str, ...]:
        async with self._database.read() as tx:
            return (await servers.get(tx, server_id)).extra_headings

    async def _channel(self, server_id: int, channel_id: int | None) -> int:
        if channel_id is None:
            async with self._database.read() as tx:
                channel_id = (await servers.get(tx, server_id)).articles_channel_id
        if channel_id is None:
            raise SetupMissing(
                "This server has no articles channel yet, so I do not know where to post it.",
                "An admin sets one with `/setup channel use:articles`; "
                "or name a `channel` here, or keep it unposted with `post:library`.",
            )
        self._board.require(channel_id, ANNOUNCING)
        return channel_id

    async def _read(self, server_id: int, source: Address | Upload) -> Study:
        headings = await self._headings(server_id)
        if isinstance(source, Upload):
            study = await self._pool.read(
                source.data, name=source.name, content_type=source.content_type, extra_headings=headings
            )
            return _with_address(study, None)
        return await self.read_address(source.url, headings)

    async def read_address(self, url: str, headings: tuple[str, ...] = ()) -> Study:
        """The page at an address, read as an article that has the address it can be believed to have."""
        fetched = await self._fetcher.fetch(url)
        study = await self._pool.read(
            fetched.data, content_type=fetched.content_type, url=fetched.final_url, extra_headings=headings
        )
        claimed = study.article.canonical_url
        believed = claimed is not None and same_page(claimed, fetched.final_url)
        return _with_address(study, claimed if believed else canonical(fetched.final_url))


def announcement(server: Server, article_id: int, channel_id: int, study: Study, now: int) -> NewWork:
    """The due work that posts an article to a channel, with what was found in it.

    In the articles channel it is posted as `/setup` says; elsewhere plainly.
    """
    at_home = channel_id == server.articles_channel_id
    payload = {
        "article": article_id,
        "channel": channel_id,
        "sections": len(study.sections),
        "questions": len(study.questions.questions),
        "heading": study.sections[0].heading if study.sections else None,
        "style": server.articles_style if at_home else None,
        "role": server.articles_role_id if at_home else None,
    }
    key = announcement_key(article_id, channel_id)
    return NewWork(key, WorkKind.ANNOUNCE_ARTICLE, now, server.id, payload)


def _retraction(work: DueWork, now: int) -> NewWork:
    """The post of an article that was taken off the shelf is to say so."""
    payload = dict(work.payload) | {"message": work.result_id}
    key = f"{WorkKind.RETRACT_ARTICLE}:{work.result_id}"
    return NewWork(key, WorkKind.RETRACT_ARTICLE, now, work.server_id, payload)


def _with_address(study: Study, address: str | None) -> Study:
    """The study with an address that is known to be the article's own.

    A file may claim any address, and a page that of another one, on its own site too: believed, it would put its text
    in that article's place, in every server.
    """
    article: Article = replace(study.article, canonical_url=address)
    return replace(study, article=article)
