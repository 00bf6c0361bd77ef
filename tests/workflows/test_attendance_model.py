"""Whatever members do, whatever events are lost or come twice, and however often the bot dies: what is counted is what
Discord finally shows.

Discord is a plain picture in memory here: messages, reactions under posts, votes, who wants to come. Its events go, as
Discord sends them, through the real discord.py and the real cog to the real attendance, or are lost, or come twice;
listings are read from it, while other things happen; the store is real.
"""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import discord
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import insert, select

from bot.delivery.thread import Page, SeenPost, SeenReaction, SeenReply, ThreadReader
from bot.domain.participation import ContributionKind, question_of, week_of
from bot.domain.reading import Reading
from bot.domain.report import MemberCounts, QuestionCounts, ReadingReport
from bot.store import forgetting, readings, reports, servers
from bot.store.contribution_queue import ContributionQueue
from bot.store.database import Database
from bot.store.member_tables import member_week
from bot.store.opt_outs import OptOuts
from bot.store.tables import contribution, vote
from bot.workflows.agenda import Agenda
from bot.workflows.attendance import Attendance
from bot.workflows.recount import Recount
from tests.databases import sqlite_url
from tests.manual_clock import ManualClock
from tests.store.samples import MEMBER, NOW, SERVER, keep_reading
from tests.workflows.wire import CHANNEL, THEN, Json, Wire

ANNOUNCEMENT, OPENING, QUESTIONS = 1000, 1010, {1: 1020, 2: 1030}
POLL, EVENT = 900, 950
"""The poll that led to the reading, and its scheduled event."""
MEMBERS = [MEMBER + number for number in range(5)]
EMOJI = ["👍", "❤", "5550001"]
PAGE = 3
"""Messages of a listed page: few, so that a short thread has several."""

members = st.sampled_from(MEMBERS)
told = st.sampled_from([0, 1, 1, 1, 2])
"""How often an event comes."""


class Died(Exception):
    """The bot's process has ended here."""


class Discord(ThreadReader):
    """What is there, and how it is listed. Between two answers something may happen: it is taken from `meanwhile`."""

    def __init__(self) -> None:
        self.messages: dict[int, SeenReply] = {}
        self.reactions_now: set[SeenReaction] = set()
        self.votes_now: set[tuple[int, int]] = set()
        self.interested_now: set[int] = set()
        self.thread_is_there = True
        self.meanwhile: list[Callable[[], Coroutine[Any, Any, None]]] = []

    async def _something_happens(self) -> None:
        if self.meanwhile:
            await self.meanwhile.pop(0)()

    async def page(self, _: int, after: int) -> Page | None:
        if not self.thread_is_there:
            return None
        posts = [OPENING, *QUESTIONS.values()]
        there = sorted(each for each in [*self.messages, *posts] if each > after)[:PAGE]
        replies = tuple(self.messages[each] for each in there if each in self.messages)
        own = tuple(SeenPost(each) for each in there if each in posts)
        page = Page(replies, own, there[-1] if there else after, is_last=len(there) < PAGE)
        await self._something_happens()
        return page

    async def post(self, _: int, message_id: int) -> SeenPost:
        is_poll = message_id == POLL
        return SeenPost(message_id, poll=discord.Poll("What next?", timedelta(hours=1)) if is_poll else None)

    async def votes(self, _: int, __: SeenPost) -> AsyncIterator[tuple[int, int]]:
        for each in sorted(self.votes_now):
            yield each

    async def interested(self, _: int, __: int) -> list[int] | None:
        return sorted(self.interested_now)

    async def reactions(self, _: int, post: SeenPost) -> AsyncIterator[SeenReaction]:
        shown = [each for each in sorted(self.reactions_now, key=str) if each.message_id == post.message_id]
        await self._something_happens()
        for each in shown:
            yield each


class Life(RuleBasedStateMachine):
    """Random members in one reading."""

    template: Path
    loses: bool
    """Whether events are lost in this life. Where none is, the events alone must come to what Discord shows."""
    messages = Bundle("messages")

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = TemporaryDirectory()
        self.discord, self.clock = Discord(), ManualClock(NOW)
        self.pressed: set[tuple[str, int]] = set()
        self.out: set[int] = set()
        self.next_id = 1015
        self.missed = False

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    @initialize()
    def begin(self) -> None:
        file = Path(self.folder.name) / "circle.sqlite3"
        shutil.copyfile(self.template, file)
        self.database = self.run(Database.open(sqlite_url(file)))
        self.run(self._plan())
        self.run(self._start())

    async def _plan(self) -> None:
        values: dict[str, Any] = {"announcement_id": ANNOUNCEMENT, "thread_id": ANNOUNCEMENT, "opening_id": OPENING}
        values |= {"event_id": EVENT}
        self.reading: Reading = await keep_reading(self.database, questions=2, **values)
        async with self.database.write() as tx:
            for position, message_id in QUESTIONS.items():
                await readings.set_question_message(tx, self.reading.id, position, message_id)
            await servers.change(tx, SERVER, now=NOW, keep_days=None)  # by their numbers all messages are very old
            asked = {"source": "library", "asked_by": 1, "opens_at": NOW, "closes_at": NOW, "choices": []}
            where = {"server_id": SERVER, "channel_id": 300, "message_id": POLL, "reading_id": self.reading.id}
            await tx.execute(insert(vote).values(asked | where))

    async def _start(self) -> None:
        self.outs = await OptOuts.load(self.database)
        self.queue = ContributionQueue(self.database, self.outs.hashed, wait=0)
        self.queue.start()
        agenda = Agenda(self.database, self.clock, "only")
        recount = Recount(self.database, self.queue, self.discord, agenda, self.clock, self.outs.hashed)
        self.attendance = Attendance(self.database, self.queue, recount, self.outs, self.clock)
        await self.attendance.catch_up()
        self.wire = Wire(SERVER, ANNOUNCEMENT)
        await self.wire.hear(self.attendance)

    async def _die(self) -> None:
        """All that was in memory is gone, written or not."""
        running = [each for each in asyncio.all_tasks() if each is not asyncio.current_task()]
        for each in running:
            each.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def tell(self, event: str, data: Json, times: int) -> None:
        """The event comes so often, or is lost."""
        self.missed |= self.loses and not times
        for _ in range(times if self.loses else max(times, 1)):
            self.run(self.wire.tell(event, data))

    @rule(
        target=messages,
        member=members,
        answers=messages | st.sampled_from([None, OPENING, QUESTIONS[1], QUESTIONS[1]]) | messages,
        jump=st.sampled_from([2, 2, 12]),
        times=told,
    )
    def say(self, member: int, answers: int | None, jump: int, times: int) -> Any:
        if not self.discord.thread_is_there:
            return multiple()
        return self._say(member, answers, jump, times)

    def _say(self, member: int, answers: int | None, jump: int, times: int) -> int:
        seen = self._written(member, answers, jump)
        self.tell("MESSAGE_CREATE", self.wire.message(seen), times)
        return seen.message_id

    def _written(self, member: int, answers: int | None, jump: int) -> SeenReply:
        self.next_id += jump if self.next_id + jump not in QUESTIONS.values() else jump + 1
        seen = SeenReply(self.next_id, member, time_of(self.next_id), answers)
        self.discord.messages[seen.message_id] = seen
        return seen

    @rule(which=messages, times=told)
    def edit(self, which: int, times: int) -> None:
        """Nothing of a message is kept that an edit could change."""
        if which in self.discord.messages:
            told_again = self.wire.message(self.discord.messages[which]) | {"edited_timestamp": THEN}
            self.tell("MESSAGE_UPDATE", told_again, times)

    @rule(target=messages, talk=st.lists(st.tuples(members, told), min_size=2, max_size=4))
    def converse(self, talk: list[tuple[int, int]]) -> Any:
        """Each answers the one before, the first a question."""
        if not self.discord.thread_is_there:
            return multiple()
        said: list[int] = [QUESTIONS[1]]
        for member, times in talk:
            said.append(self._say(member, said[-1], 2, times))
        return multiple(*said[1:])

    @rule(gone=st.lists(consumes(messages), min_size=1, max_size=3, unique=True), times=told)
    def delete(self, gone: list[int], times: int) -> None:
        """One alone, or several at once, as moderators do."""
        if there := [each for each in gone if self.discord.messages.pop(each, None)]:
            self.tell(*self.wire.deleted(there), times)

    @rule(
        member=members,
        post=st.sampled_from([ANNOUNCEMENT, OPENING, *QUESTIONS.values()]),
        emoji=st.sampled_from(EMOJI),
        kinds=st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=3),
        times=told,
    )
    def react(self, member: int, post: int, emoji: str, kinds: list[tuple[bool, bool]], times: int) -> None:
        """Normal and in bursts, put there and taken back."""
        if not self.discord.thread_is_there and post != ANNOUNCEMENT:
            return
        for burst, on in kinds:
            self.tell(*self._reacted(SeenReaction(post, member, emoji, burst), on=on), times)

    def _reacted(self, seen: SeenReaction, *, on: bool) -> tuple[str, Json]:
        (self.discord.reactions_now.add if on else self.discord.reactions_now.discard)(seen)
        data = self.wire.reaction(seen, channel_of(seen.message_id))
        return f"MESSAGE_REACTION_{'ADD' if on else 'REMOVE'}", data

    @rule(post=st.sampled_from([ANNOUNCEMENT, QUESTIONS[1]]), emoji=st.none() | st.sampled_from(EMOJI), times=told)
    def clear(self, post: int, emoji: str | None, times: int) -> None:
        self.discord.reactions_now = {
            each for each in self.discord.reactions_now if each.message_id != post or emoji not in (None, each.emoji)
        }
        self.tell(*self.wire.cleared(post, channel_of(post), emoji), times)

    @rule(member=members, answers=st.lists(st.sampled_from([None, 1, 2]), min_size=1, max_size=3), times=told)
    def vote(self, member: int, answers: list[int | None], times: int) -> None:
        """One answer after the other, each in place of the one before; None takes the vote back."""
        for answer in answers:
            for before in [each for each in (1, 2) if (each, member) in self.discord.votes_now and each != answer]:
                self.discord.votes_now.discard((before, member))
                self.tell("MESSAGE_POLL_VOTE_REMOVE", self.wire.vote(POLL, member, before), times)
            if answer is not None:
                self.discord.votes_now.add((answer, member))
                self.tell("MESSAGE_POLL_VOTE_ADD", self.wire.vote(POLL, member, answer), times)

    @rule(member=members, wants=st.lists(st.booleans(), min_size=1, max_size=3), times=told)
    def want_to_come(self, member: int, wants: list[bool], times: int) -> None:
        for on in wants:
            (self.discord.interested_now.add if on else self.discord.interested_now.discard)(member)
            event = f"GUILD_SCHEDULED_EVENT_USER_{'ADD' if on else 'REMOVE'}"
            self.tell(event, self.wire.interest(EVENT, member), times)

    @rule(member=members, kind=st.sampled_from([ContributionKind.JOINED, ContributionKind.READ]), back=st.booleans())
    def press(self, member: int, kind: ContributionKind, back: bool) -> None:
        """A button: what it says is on disk before it is answered, so it is never lost."""
        here = (SERVER, self.reading.id, member)
        if back:
            self.run(self.attendance.leave(*here, kind))
            self.pressed.discard((kind, member))
        else:
            act = self.attendance.join if kind is ContributionKind.JOINED else self.attendance.mark_read
            self.run(act(*here))
            if member not in self.out:
                self.pressed.add((kind, member))

    @rule(member=st.sampled_from(MEMBERS[:2]))
    def opt_out(self, member: int) -> None:
        self.run(self._opt_out(member))
        self.out.add(member)
        self.pressed = {each for each in self.pressed if each[1] != member}

    async def _opt_out(self, member: int) -> None:
        await self.attendance.settle()
        await self.queue.flush()
        async with self.database.write() as tx:
            await self.outs.add(tx, SERVER, member, now=NOW)
            await forgetting.forget_member(tx, SERVER, member)

    @rule(times=told)
    @precondition(lambda self: self.discord.messages and self.next_id > 1050 and self.discord.thread_is_there)
    def delete_thread(self, times: int) -> None:
        self.discord.thread_is_there = False
        self.discord.messages.clear()
        self.discord.reactions_now = {each for each in self.discord.reactions_now if each.message_id == ANNOUNCEMENT}
        self.tell("THREAD_DELETE", self.wire.thread(), times)

    @rule(end=st.sampled_from(["stopped", "killed", "killed while it lists"]), page=st.integers(0, 6))
    def restart(self, end: str, page: int) -> None:
        """What is in memory is gone; then all is counted again, as at every start."""
        if end == "stopped":
            self.run(self.attendance.settle())
            self.run(self.queue.stop())
        elif end == "killed while it lists":
            self.run(self._list_until(page))
        self.run(self._die())
        self.run(self._start())
        self.look_again()

    async def _list_until(self, page: int) -> None:
        async def nothing() -> None:
            pass

        async def die() -> None:
            raise Died

        self.discord.meanwhile = [*[nothing] * page, die]
        with suppress(Died):
            await self.attendance.recount(self.reading)
        self.discord.meanwhile = []

    @rule()
    def look_again(self) -> None:
        self.run(self.attendance.recount(self.reading))
        self.missed = False
        self.run(self._compare())

    @rule(
        happens=st.lists(
            st.tuples(
                st.sampled_from(["say", "say", "delete", "delete", "react", "take back"]), members, st.integers(0, 9)
            ),
            min_size=2,
            max_size=8,
        )
    )
    def look_while_things_happen(self, happens: list[tuple[str, int, int]]) -> None:
        """What changes after a page was asked for is told by its event alone."""
        self.discord.meanwhile = [partial(self._happens, *each) for each in happens]
        self.run(self.attendance.recount(self.reading))
        self.discord.meanwhile = []
        self.missed = False
        self.run(self._compare())

    async def _happens(self, what: str, member: int, number: int) -> None:
        there = sorted(self.discord.messages)
        if what == "say" and self.discord.thread_is_there:
            target = there[number % len(there)] if there else QUESTIONS[1]
            await self.wire.tell("MESSAGE_CREATE", self.wire.message(self._written(member, target, 2)))
        elif what == "delete" and there:
            gone = there[number % len(there)]
            del self.discord.messages[gone]
            await self.wire.tell(*self.wire.deleted([gone]))
        elif what in ("react", "take back"):
            seen = SeenReaction(ANNOUNCEMENT, member, EMOJI[number % len(EMOJI)])
            await self.wire.tell(*self._reacted(seen, on=what == "react"))
        if number:  # counted before the list is gone through, or after
            await self.attendance.settle()

    @rule()
    @precondition(lambda self: not self.missed)
    def compare(self) -> None:
        self.run(self._compare())

    async def _compare(self) -> None:
        await self.attendance.settle()
        await self.queue.flush()
        async with self.database.read() as tx:
            counted = await reports.report(tx, self.reading.id)
            rows = (await tx.execute(select(contribution))).mappings().all()
            weeks = (await tx.execute(select(member_week))).mappings().all()
        assert timeless(counted) == timeless(self.by_hand())
        by_hand = Counter((row["member_id"], week_of(row["at"]), row["kind"]) for row in rows)
        kept = {(row["member_id"], row["week"], kind): row[kind] for row in weeks for kind in ContributionKind}
        assert {key: number for key, number in kept.items() if number} == by_hand
        assert not {row["member_id"] for row in [*rows, *weeks]} & self.out

    def by_hand(self) -> ReadingReport:
        """The report as it would be made from the picture alone."""
        posted = [(message_id, position) for position, message_id in QUESTIONS.items()]
        shown = {number: each for number, each in self.discord.messages.items() if each.member_id not in self.out}
        reactions = [each for each in self.discord.reactions_now if each.member_id not in self.out]

        def root(of: SeenReply) -> int | None:
            target = of.target_id
            while target in shown and shown[target].target_id is not None:
                target = shown[target].target_id
            return target

        placed = {number: question_of(number, root(each), posted) for number, each in shown.items()}
        answers = {number: root(each) in QUESTIONS.values() for number, each in shown.items()}
        questions = []
        for position, message_id in QUESTIONS.items():
            here = [number for number, at in placed.items() if at == position]
            questions.append(
                QuestionCounts(
                    position,
                    replies=len(here),
                    answered=sum(answers[number] for number in here),
                    repliers=len({shown[number].member_id for number in here}),
                    reactions=len([each for each in reactions if each.message_id == message_id]),
                )
            )
        active = {each.member_id for each in shown.values()} | {each.member_id for each in reactions}
        votes = [member for _, member in self.discord.votes_now if member not in self.out]
        coming = self.discord.interested_now - self.out
        active |= {member for _, member in self.pressed} | set(votes) | coming
        counts = {}
        for member in active:
            mine = [number for number, each in shown.items() if each.member_id == member]
            counts[member] = MemberCounts(
                joined=(ContributionKind.JOINED, member) in self.pressed,
                read=(ContributionKind.READ, member) in self.pressed,
                replies=len(mine),
                replied_questions=len({placed[number] for number in mine} - {None}),
                reactions=len([each for each in reactions if each.member_id == member]),
                passages=0,
                votes=votes.count(member),
                interested=member in coming,
                first_at=0,
                last_at=0,
            )
        return ReadingReport(self.reading.id, tuple(questions), counts)

    def teardown(self) -> None:
        if hasattr(self, "database"):
            if not self.missed:
                self.run(self._compare())
            self.look_again()
            self.run(self._die())
            self.run(self.database.close())
        self.runner.close()
        self.folder.cleanup()


def time_of(message_id: int) -> int:
    """When Discord says that a message was written, in UTC epoch ms."""
    return (message_id >> 22) + discord.utils.DISCORD_EPOCH


def channel_of(post: int) -> int:
    return CHANNEL if post == ANNOUNCEMENT else ANNOUNCEMENT


def timeless(report: ReadingReport) -> tuple[object, ...]:
    """Without instants: of reactions Discord does not tell them."""
    who = {
        member: (
            each.joined,
            each.read,
            each.replies,
            each.replied_questions,
            each.reactions,
            each.votes,
            each.interested,
        )
        for member, each in report.members.items()
    }
    return report.questions, who


@pytest.mark.parametrize("loses", [False, True], ids=["all events come", "events are lost"])
def test_what_is_counted_is_what_discord_finally_shows(migrated_file: Path, loses: bool) -> None:
    Life.template, Life.loses = migrated_file, loses
    run_state_machine_as_test(Life, settings=settings(settings.default, max_examples=15, stateful_step_count=30))
