"""The one place where the rooms are wired together."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import discord
import structlog

from bot.client import CircleClient, point_at
from bot.clock import Clock, FollowedClock, SystemClock
from bot.delivery.ballot_box import BallotBox
from bot.delivery.board import Board
from bot.delivery.events import EventBoard
from bot.delivery.private_threads import PrivateThreads
from bot.delivery.thread import ThreadReader
from bot.domain.due_work import WorkKind
from bot.errors import DeliveryFailed, DeliveryRefused, SettingsError, StoreError
from bot.settings import PORTAL, Settings
from bot.sources.feeds.client import FeedClient
from bot.sources.http import Fetcher
from bot.sources.pool import ReaderPool
from bot.store import command_sync, servers
from bot.store.backups import Backups
from bot.store.contribution_queue import ContributionQueue
from bot.store.database import Database
from bot.store.opt_outs import OptOuts
from bot.store.sole_use import sole_use
from bot.workflows.agenda import PAUSE_S, Agenda
from bot.workflows.announce import Announce
from bot.workflows.approvals import Approvals
from bot.workflows.attendance import Attendance
from bot.workflows.calendars import Calendars
from bot.workflows.digests import Digests
from bot.workflows.editing import Editing
from bot.workflows.events import Events
from bot.workflows.feeds.changes import Changes
from bot.workflows.feeds.following import Following
from bot.workflows.feeds.new_items import NewItems
from bot.workflows.feeds.notices import FeedNotices
from bot.workflows.feeds.polling import Polling
from bot.workflows.ingest import Ingest
from bot.workflows.leading import Leading
from bot.workflows.occurrences import Occurrences
from bot.workflows.planning import Planning
from bot.workflows.privacy import Privacy
from bot.workflows.privacy_card import PrivacyCard
from bot.workflows.quiet_questions import QuietQuestions
from bot.workflows.readings import Readings
from bot.workflows.recount import Recount
from bot.workflows.rehearsals import Rehearsals
from bot.workflows.reminders import Reminders
from bot.workflows.reports import Reports
from bot.workflows.revising import Revising
from bot.workflows.series import SeriesKeeping
from bot.workflows.setup import Setup
from bot.workflows.suggested_questions import SuggestedQuestions
from bot.workflows.suggesting import Suggesting
from bot.workflows.tidying import Tidying
from bot.workflows.votes import Votes
from bot.workflows.whereabouts import Whereabouts
from cogs.articles import ArticleCog, ArticlesCog
from cogs.asking import AskingButtons, AskingCog
from cogs.attendance import AttendanceCog
from cogs.buttons import ButtonsCog, MemberButtons, OrganiserButtons
from cogs.calendar import CalendarButtons
from cogs.feeds import FeedButtons, FeedCog
from cogs.leading import LeadingButtons
from cogs.members import MeCog, NextCog, SuggestCog
from cogs.privacy import DataCog, PrivacyButtons, PrivacyCog
from cogs.questions import QuestionButtons, QuestionsCog
from cogs.readings import ReadingCog
from cogs.rehearsing import RehearsingButtons
from cogs.report_buttons import ReportButtons
from cogs.series import SeriesCog
from cogs.series_buttons import SeriesButtons
from cogs.servers import ServersCog
from cogs.setup import SetupCog
from cogs.using import UsingCog
from cogs.votes import VoteButtons
from cogs.whereabouts import WhereaboutsCog

log = structlog.get_logger(__name__)


async def run(settings: Settings, *, clock: Clock | None = None) -> int:
    """Connect to Discord and work until cancelled; 0. A token that Discord refuses is a SettingsError."""
    async with AsyncExitStack() as stack:
        if clock is None:
            clock = await stack.enter_async_context(_clock(settings))
        database = await Database.open(settings.database.url)
        stack.enter_context(sole_use(settings.database.url))
        stack.push_async_callback(database.close)
        outs = await OptOuts.load(database, settings.privacy.key.get_secret_value())
        queue = await stack.enter_async_context(ContributionQueue(database, outs.hashed))
        fetcher = await stack.enter_async_context(Fetcher(allowed_hosts=settings.sources.allowed_hosts))
        pool = await stack.enter_async_context(ReaderPool(settings.reader.processes, settings.reader.seconds))
        hosts = settings.sources.allowed_hosts
        feed_client = await stack.enter_async_context(FeedClient(clock.now, allowed_hosts=hosts))
        app = App(settings, clock, database, queue, outs, fetcher, feed_client, pool)
        await app.add_cogs()
        stack.push_async_callback(app.stop)
        await app.connect()
    return 0


@asynccontextmanager
async def _clock(settings: Settings) -> AsyncIterator[Clock]:
    if not settings.clock.follow:
        yield SystemClock()
        return
    followed = FollowedClock(settings.clock.follow)
    await followed.start()
    try:
        yield followed
    finally:
        await followed.close()


class App:
    """The running bot: its client, its agenda and the workflows between them."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        database: Database,
        queue: ContributionQueue,
        outs: OptOuts,
        fetcher: Fetcher,
        feed_client: FeedClient,
        pool: ReaderPool,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._database = database
        self._agenda_task: asyncio.Task[None] | None = None
        point_at(settings.discord)
        self.client = CircleClient(
            settings.discord,
            on_up=self._up,
            synced_hash=self._synced_hash,
            set_synced=self._set_synced,
            language_of=self._language_of,
        )
        board = Board(self.client)
        self.agenda = Agenda(database, clock, _owner(database))
        threads = ThreadReader(self.client, settings.discord.requests_per_second)
        recount = Recount(database, queue, threads, self.agenda, clock, outs.hashed)
        self.attendance = Attendance(database, queue, recount, outs, clock)
        self._make_privacy(queue, outs, board, threads)
        self._setup = Setup(database, board, self.attendance, self.agenda, clock)
        self._ingest = Ingest(database, pool, fetcher, board, self.agenda, clock)
        self._planning = Planning(database, pool, board, self.agenda, clock)
        self._editing = Editing(database, pool, self.agenda, clock)
        self._reports = Reports(database, queue)
        announce = Announce(database, board, pool, clock)
        self._following = self._wire_feeds(board, feed_client, pool, announce)
        readings = Readings(database, board, self.attendance, clock)
        self._leading = Leading(database, queue, self._reports)
        self._make_series(pool, board)
        self._make_calendar(queue, pool, board)
        self.agenda.handle(
            {
                WorkKind.ANNOUNCE_ARTICLE: announce.article,
                WorkKind.RETRACT_ARTICLE: announce.retract,
                WorkKind.ANNOUNCE_READING: readings.announce,
                WorkKind.OPEN_READING: readings.open,
                WorkKind.POST_OPENING: readings.opening,
                WorkKind.POST_QUESTION: readings.question,
                WorkKind.CLOSE_READING: readings.close,
                WorkKind.CALL_OFF: readings.call_off,
                WorkKind.REFRESH_ANNOUNCEMENT: readings.refresh,
                WorkKind.TAKE_DOWN: readings.take_down,
                WorkKind.BACKFILL: self.attendance.backfill,
                WorkKind.DISCARD_DRAFT: readings.discard,
                WorkKind.TELL_STUCK: self._setup.tell_stuck,
            }
        )

    def _make_calendar(self, queue: ContributionQueue, pool: ReaderPool, board: Board) -> None:
        """What goes along with readings: changes, quiet questions, events, reminders, questions of members."""
        database, clock = self._database, self._clock
        self._revising = Revising(database, pool, board, self.agenda, clock)
        self._reminders = Reminders(database, queue, board, self.agenda, clock)
        self._calendars = Calendars(database, clock)
        self._suggested = SuggestedQuestions(database, board, self.agenda, clock)
        self._rehearsals = Rehearsals(database, PrivateThreads(self.client), board, self.agenda, clock)
        self._whereabouts = Whereabouts(database, board, self.agenda, clock)
        self.agenda.handle(
            {
                WorkKind.POST_PASSAGE: QuietQuestions(database, board, self._reports, clock).passage,
                WorkKind.SYNC_EVENT: Events(database, EventBoard(self.client), clock).sync,
                WorkKind.REMIND: self._reminders.remind,
                WorkKind.REMIND_DIRECTLY: self._reminders.directly,
                WorkKind.REHEARSE: self._rehearsals.rehearse,
                WorkKind.END_REHEARSAL: self._rehearsals.end,
                WorkKind.TELL_GONE: self._whereabouts.tell,
                WorkKind.TELL_SUGGESTED: self._suggested.tell,
                WorkKind.FOLLOW_UP: self._suggested.post,
            }
        )

    def _wire_feeds(self, board: Board, feed_client: FeedClient, pool: ReaderPool, announce: Announce) -> Following:
        database, clock = self._database, self._clock
        new_items = NewItems(database, pool, self._ingest, clock)
        changes = Changes(database, pool, new_items, board, clock)
        notices = FeedNotices(database, board, clock)
        polling = Polling(database, feed_client, pool, clock)
        self.agenda.handle(
            {
                WorkKind.POST_DIGEST: announce.digest,
                WorkKind.OPEN_DISCUSSION: announce.discuss,
                WorkKind.REFRESH_ARTICLE: announce.refresh,
                WorkKind.POLL_FEED: polling.poll,
                WorkKind.TAKE_IN: new_items.take_in,
                WorkKind.CHANGE_ARTICLE: changes.change,
                WorkKind.TELL_CHANGED: changes.tell,
                WorkKind.TELL_HEALTH: notices.tell,
                WorkKind.WEEKLY_HEALTH: notices.week,
            }
        )
        return Following(database, board, polling, new_items, self.agenda, clock)

    def _make_privacy(self, queue: ContributionQueue, outs: OptOuts, board: Board, threads: ThreadReader) -> None:
        """What is kept of members, and what is forgotten by itself."""
        backups = Backups(self._database, self._settings.privacy.backup_days)
        self._privacy = Privacy(self._database, self.attendance.on_disk, outs, backups, self._clock)
        self._privacy_card = PrivacyCard(self._database, board, self.agenda, self._clock)
        self._tidying = Tidying(self._database, threads, self._privacy, backups, self._clock)
        digests = Digests(self._database, queue, board, self._clock)
        self.agenda.handle(
            {
                WorkKind.PRIVACY_CARD: self._privacy_card.card,
                WorkKind.TIDY: self._tidying.tidy,
                WorkKind.LEAVE_NO_TRACE: self._privacy.owed,
                WorkKind.WEEKLY_DIGEST: digests.post,
            }
        )

    def _make_series(self, pool: ReaderPool, board: Board) -> None:
        """Series and votes, and who does what is due for them."""
        occurrences = Occurrences(self._database, pool, self._clock)
        ballots = BallotBox(self.client)
        self._series = SeriesKeeping(self._database, board, self.agenda, self._clock)
        self._approvals = Approvals(self._database, board, occurrences, self.agenda, self._clock)
        self._votes = Votes(self._database, board, ballots, occurrences, self.agenda, self._clock)
        self.agenda.handle(
            {
                WorkKind.PLAN_OCCURRENCE: occurrences.plan,
                WorkKind.LAPSE_DRAFT: occurrences.lapse,
                WorkKind.ASK_APPROVAL: self._approvals.ask,
                WorkKind.TELL_ORGANISERS: self._approvals.tell,
                WorkKind.OPEN_VOTE: self._votes.open,
                WorkKind.COUNT_VOTE: self._votes.count,
                WorkKind.TELL_RESULT: self._votes.tell,
            }
        )

    async def add_cogs(self) -> None:
        """Every command, button and listener; before connecting."""
        readings = ReadingCog(
            self._planning,
            self._revising,
            self._reminders,
            self._votes,
            self._leading,
            self._reports,
            self._setup,
            self._clock,
        )
        articles, feeds = ArticlesCog(self._reports, self._following), FeedCog(self._following, self._clock)
        feed_buttons = FeedButtons(self._following, feeds, articles)
        members = MemberButtons(self.attendance, self._reports)
        organisers = OrganiserButtons(self._ingest, self._planning, self._reports, self._setup, readings)
        questions = QuestionButtons(self._editing, self._planning, self._setup)
        calendar = CalendarButtons(self._calendars, self._reminders)
        asking = AskingButtons(self._suggested, self._editing, self._setup)
        series = (
            SeriesButtons(self._series, self._approvals, self._planning, self._setup).presses(),
            VoteButtons(self._votes).presses(),
            LeadingButtons(self._leading, self._setup).presses(),
            PrivacyButtons(self._privacy).presses(),
            ReportButtons(self._reports, self._setup, self._clock).presses(),
        )
        for cog in (
            SeriesCog(self._series, self._reports, self._setup, self._clock),
            SetupCog(self._setup, self._privacy_card, self._clock),
            PrivacyCog(self._privacy),
            DataCog(self._privacy),
            ServersCog(self._tidying),
            ArticleCog(self._ingest, self._reports, self._setup),
            articles,
            readings,
            NextCog(self._reports),
            MeCog(self._reports, self._calendars, self._reminders, self._clock),
            QuestionsCog(self._ingest, self._planning, self._reports, self._setup),
            WhereaboutsCog(self._whereabouts, self._setup),
            UsingCog(self.client, self._ingest, self._setup),
            AskingCog(self.client, self._suggested),
            ButtonsCog(
                members.presses(),
                organisers.presses(),
                questions.presses(),
                asking.presses(),
                feed_buttons.presses(),
                calendar.presses(),
                RehearsingButtons(self._rehearsals, self._setup).presses(),
                *series,
            ),
            feeds,
            SuggestCog(Suggesting(self._database, self._ingest, self._clock)),
            AttendanceCog(self.client, self.attendance),
        ):
            await self.client.add_cog(cog)

    async def connect(self) -> None:
        """Until cancelled."""
        try:
            await self.client.start(self._settings.discord.token.get_secret_value())
        except discord.LoginFailure:
            raise SettingsError(
                "Discord refused the token in discord.token (BOT_DISCORD__TOKEN).",
                f"Make a new one at {PORTAL}, under Bot → Reset Token, and set it.",
            ) from None
        except discord.app_commands.CommandSyncFailure as error:
            raise DeliveryRefused(
                f"Discord does not take the commands as they are: {error}",
                "That is a fault of this program: report it, with these lines.",
            ) from error
        except (discord.HTTPException, discord.GatewayNotFound, OSError) as error:
            raise DeliveryFailed(
                f"Discord cannot be reached at {self._settings.discord.api_url} ({type(error).__name__}).",
                "Check the machine's connection and discord.api_url, then start the bot again.",
            ) from error

    async def stop(self) -> None:
        """In order: no new work, what is under way ends or is given back, then goodbye to Discord."""
        if self._agenda_task is not None:
            self._agenda_task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._agenda_task
        await self.client.close()
        await self.attendance.settle()

    async def _up(self) -> None:
        """Connected (anew): count again what may have been missed; from the first time on, do what is due."""
        if self._agenda_task is None:
            await self._series.look_again()
            await self._revising.follow_zones()
            await self._privacy_card.renew_old_words()
            self._agenda_task = asyncio.create_task(self.agenda.run())
        log.info("connected", servers=len(self.client.guilds))
        await self._catch_up()

    async def _catch_up(self) -> None:
        """Have what may have been missed counted again, as soon as the database lets it be written down."""
        while True:
            try:
                locales = {each.id: str(each.preferred_locale) for each in self.client.guilds}
                await self._tidying.connected_to(locales, self.client.hears_of)
                await self._tidying.begin()
                return await self.attendance.catch_up()
            except StoreError as error:
                log.warning("counting again waits for the database", error=str(error))
                await asyncio.sleep(PAUSE_S)

    async def _synced_hash(self, application_id: int) -> str | None:
        async with self._database.read() as tx:
            return await command_sync.synced_hash(tx, application_id)

    async def _language_of(self, server_id: int) -> str:
        async with self._database.read() as tx:
            return await servers.language_of(tx, server_id)

    async def _set_synced(self, application_id: int, payload_hash: str) -> None:
        async with self._database.write() as tx:
            await command_sync.set_synced(tx, application_id, payload_hash, now=self._clock.now())


def _owner(database: Database) -> str:
    """Who holds this process's leases. A SQLite file has one process at a time, so its leases outlive no one else."""
    return "only" if database.dialect == "sqlite" else secrets.token_hex(8)
