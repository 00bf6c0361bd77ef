"""An article comes in: read, kept once, put on the server's shelf, and its announcement recorded as due work."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.delivery.board import Board
from bot.delivery.permissions import ANNOUNCING
from bot.domain.address import canonical, same_site
from bot.domain.article import Article
from bot.domain.due_work import NewWork, WorkKind
from bot.domain.library import ShelvedArticle
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
        Where it cannot be posted, that is said before anything is fetched or stored.
        """
        target = await self._channel(server_id, channel_id) if post else None
        study = await self._read(server_id, source)
        if title and title.strip():
            study = replace(study, article=replace(study.article, title=" ".join(title.split())))
        now = self._clock.now()
        async with self._database.write() as tx:
            article_id, _ = await articles.add(tx, study.article, now=now)
            own_title = study.article.title if title else None
            new = await articles.shelve(tx, server_id, article_id, title=own_title, added_by=added_by, now=now)
            if target is not None:
                await due_work.add(tx, [announcement(server_id, article_id, target, study, now)], now=now)
            shelved = await articles.shelved(tx, server_id, article_id)
        self._agenda.wake()
        assert shelved is not None
        return Added(shelved, study, new, target)

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
        fetched = await self._fetcher.fetch(source.url)
        study = await self._pool.read(
            fetched.data, content_type=fetched.content_type, url=fetched.final_url, extra_headings=headings
        )
        claimed = study.article.canonical_url
        own_site = claimed is not None and same_site(claimed, fetched.final_url)
        return _with_address(study, claimed if own_site else canonical(fetched.final_url))


def announcement(server_id: int, article_id: int, channel_id: int, study: Study, now: int) -> NewWork:
    """The due work that posts an article to a channel, with what was found in it."""
    payload = {
        "article": article_id,
        "channel": channel_id,
        "sections": len(study.sections),
        "questions": len(study.questions.questions),
        "heading": study.sections[0].heading if study.sections else None,
    }
    key = announcement_key(article_id, channel_id)
    return NewWork(key, WorkKind.ANNOUNCE_ARTICLE, now, server_id, payload)


def _with_address(study: Study, address: str | None) -> Study:
    """The study with an address that is known to be the article's own.

    A file may claim any address, a page one of another site: believed, it would put its text in that article's place.
    """
    article: Article = replace(study.article, canonical_url=address)
    return replace(study, article=article)
