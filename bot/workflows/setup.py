"""What an admin sets for a server, and what stands in the way of the bot's work there."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot.clock import Clock
from bot.delivery import setup_cards
from bot.delivery.board import Board
from bot.delivery.permissions import ANNOUNCING, READING, events_missing
from bot.domain.due_work import DueWork, NewWork, WorkKind
from bot.domain.feeds.follow import Style
from bot.domain.report import Progress
from bot.domain.server import Check, Server, Tracking
from bot.domain.times import zone_named
from bot.errors import CircleError, MemberError, NotFound, SetupMissing
from bot.languages.words import SPOKEN, later, say, spoken
from bot.store import due_work, servers
from bot.store.database import Database
from bot.told import told_again
from bot.workflows.agenda import Agenda, Done
from bot.workflows.announce import attempt
from bot.workflows.attendance import Attendance
from bot.workflows.digests import following
from bot.workflows.privacy_card import moving, renewing

STUCK_SHOWN = 10
MOST_HEADINGS = 20
LONGEST_HEADING = 80


class Use(StrEnum):
    """What a channel is used for."""

    ARTICLES = "articles"
    READINGS = "readings"
    ORGANISERS = "organisers"


USES = {
    Use.ARTICLES: later("articles channel"),
    Use.READINGS: later("readings channel"),
    Use.ORGANISERS: later("organisers channel"),
}
NOT_SET = {
    Use.ARTICLES: later("No articles channel is set."),
    Use.READINGS: later("No readings channel is set."),
    Use.ORGANISERS: later("No organisers channel is set."),
}
HOW_TO_SET = {
    Use.ARTICLES: later("Set it with `/setup channel use:articles`."),
    Use.READINGS: later("Set it with `/setup channel use:readings`."),
    Use.ORGANISERS: later("Set it with `/setup channel use:organisers`."),
}
NEEDED = {Use.ARTICLES: ANNOUNCING, Use.READINGS: READING, Use.ORGANISERS: ANNOUNCING}


class Setup:
    """Reads and writes the server's settings; refuses what could not work."""

    def __init__(self, database: Database, board: Board, attendance: Attendance, agenda: Agenda, clock: Clock) -> None:
        self._database = database
        self._board = board
        self._attendance = attendance
        self._agenda = agenda
        self._clock = clock

    async def of(self, server_id: int) -> Server:
        async with self._database.read() as tx:
            return await servers.get(tx, server_id)

    async def use_channel(self, server_id: int, use: Use, channel_id: int, style: Style | None = None) -> Server:
        """PermissionMissing, before anything is stored, if the bot could not do there what the use needs.

        `style`: what an article becomes in the articles channel; a plain message if it is left out.
        """
        self._board.require(channel_id, READING if style is Style.THREAD else NEEDED[use])
        if use is not Use.ARTICLES and style is not None:
            raise MemberError("Only the articles channel has a style.", "Leave `style` out.")
        if use is Use.ORGANISERS and self._board.is_forum(channel_id):
            raise MemberError("Organisers are told in a text channel.", "Choose a text channel for them.")
        chosen = {"articles_style": style} if use is Use.ARTICLES else {}
        server = await self._change(server_id, **{f"{use}_channel_id": channel_id}, **chosen)
        if use is Use.READINGS:
            await self._have_done(moving(server, self._clock.now()))
        return server

    async def use_ping(self, server_id: int, role_id: int | None) -> Server:
        """The role that is pinged with each article in the articles channel, and no other; None for nobody."""
        return await self._change(server_id, articles_role_id=role_id)

    async def use_zone(self, server_id: int, zone: str) -> Server:
        """TimeNotUnderstood for a name that is no time zone."""
        return await self._change(server_id, zone=zone_named(zone))

    async def use_language(self, server_id: int, tag: str) -> Server:
        """What all see there is said in this language from now on; MemberError for one that is not spoken."""
        if tag not in SPOKEN:
            raise MemberError("I do not speak that language.", "Choose one from the list.")
        server = await self._change(server_id, language=tag)
        await self._have_done(renewing(server, self._clock.now()))
        return server

    async def use_organisers(self, server_id: int, role_id: int | None) -> Server:
        return await self._change(server_id, organiser_role_id=role_id)

    async def use_events(self, server_id: int, *, wanted: bool) -> Server:
        """Whether readings get a scheduled event of Discord's; PermissionMissing if the bot may make none."""
        if wanted and not self._board.may_create_events(server_id):
            raise events_missing()
        return await self._change(server_id, events=wanted)

    async def use_headings(self, server_id: int, phrases: str) -> Server:
        """Headings of this server's own that open a lessons section, separated by semicolons; none for no text."""
        headings = tuple(" ".join(each.split()) for each in phrases.split(";") if each.strip())
        if len(headings) > MOST_HEADINGS or any(len(each) > LONGEST_HEADING for each in headings):
            raise MemberError(
                "Up to {most} headings of up to {longest} characters can be set.",
                "Separate them by semicolons: `What we take away; For our own work`.",
                most=MOST_HEADINGS,
                longest=LONGEST_HEADING,
            )
        return await self._change(server_id, extra_headings=list(headings))

    async def use_tracking(
        self, server_id: int, mode: Tracking, leaderboard: bool | None, keep: int | None, digest: bool | None
    ) -> Server:
        """How much is counted; what is None stays as it is. `keep`: days, 0 for as long as the bot is there."""
        chosen = {"leaderboard": leaderboard, "keep_days": keep, "digest": digest}
        values: dict[str, object] = {name: value for name, value in chosen.items() if value is not None}
        if keep == 0:
            values["keep_days"] = None
        server = await self._change(server_id, tracking=mode, **values)
        now = self._clock.now()
        await self._have_done([*renewing(server, now), *([following(server, now)] if server.digest else [])])
        self._attendance.settings_changed(server_id)
        return server

    async def check(self, server_id: int) -> list[Check]:
        """Every setting and right, and what is wrong with it."""
        server = await self.of(server_id)
        zone = None if server.zone else SetupMissing("No time zone is set.", "Set it with `/setup timezone`.")
        asked = server.organisers_channel_id
        return [
            *([self._channel_check(Use.ORGANISERS, asked)] if asked is not None else []),
            self._channel_check(Use.ARTICLES, server.articles_channel_id),
            self._channel_check(Use.READINGS, server.readings_channel_id),
            Check(say("time zone {zone}", zone=server.zone) if server.zone else say("time zone"), zone),
        ]

    async def counting(self, server_id: int) -> Progress:
        """How counting again what Discord shows goes there."""
        return await self._attendance.progress(server_id)

    async def stuck(self, server_id: int) -> list[DueWork]:
        """Work that failed or keeps failing, the latest first."""
        async with self._database.read() as tx:
            return await due_work.stuck(tx, server_id, STUCK_SHOWN)

    async def try_again(self, server_id: int, work_id: int) -> None:
        """NotFound if there is no such work in this server, or it has been done meanwhile."""
        async with self._database.write() as tx:
            if not await due_work.hurry(tx, work_id, server_id=server_id, now=self._clock.now()):
                raise NotFound("There is nothing left to try again there: it has been done, or is no longer wanted.")
        self._agenda.wake()

    async def rights_changed(self, server_id: int) -> None:
        """Channels or roles were changed: what was refused before may be allowed now, and what was missed be seen."""
        async with self._database.write() as tx:
            await due_work.hurry_stuck(tx, server_id, self._clock.now())
        await self._attendance.catch_up(server_id)

    async def tell_stuck(self, work: DueWork) -> Done:
        """Handler of TELL_STUCK: says in a channel where the bot may write what it could not do elsewhere, and why."""
        server = await self.of(work.server_id)
        payload = work.payload
        card = setup_cards.stuck(
            int(payload["work"]), WorkKind(payload["kind"]), say(told_again(str(payload["error"])))
        )
        places = (server.organisers_channel_id, server.readings_channel_id, server.articles_channel_id)
        place = self._board.first_open(*places)
        return Done() if place is None else Done(await self._board.post(place, card, attempt(work)))

    def _channel_check(self, use: Use, channel_id: int | None) -> Check:
        about = say(USES[use])
        if channel_id is None:
            return Check(about, SetupMissing(NOT_SET[use], HOW_TO_SET[use]))
        try:
            self._board.require(channel_id, NEEDED[use])
        except CircleError as error:
            return Check(f"{about} <#{channel_id}>", error)
        return Check(f"{about} <#{channel_id}>", None)

    async def _have_done(self, works: Sequence[NewWork]) -> None:
        async with self._database.write() as tx:
            await due_work.add(tx, works, now=self._clock.now())
        self._agenda.wake()

    async def _change(self, server_id: int, **values: object) -> Server:
        """What is set first of all settles the language too, until an admin chooses another."""
        language, now = spoken(self._board.locale_of(server_id)), self._clock.now()
        async with self._database.write() as tx:
            await servers.meet(tx, {server_id: language}, now=now)
            return await servers.change(tx, server_id, now=now, **values)
