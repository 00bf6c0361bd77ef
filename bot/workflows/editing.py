"""What organisers do with the questions of a reading before they are posted: swap, reword, drop, add.

Every decision is kept: it is the nearest thing to a rating of the rules that made the question.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.clock import Clock
from bot.delivery.report_cards import STATE_NAMES
from bot.domain.article import Article
from bot.domain.own_question import Decision, added, fingerprint, reworded
from bot.domain.questions import Question
from bot.domain.reading import EDITABLE, ReadingState
from bot.errors import MemberError, NotFound
from bot.sources.pool import ReaderPool
from bot.store import articles, decisions, due_work, readings, servers
from bot.store.database import Database, Transaction
from bot.told import Told
from bot.workflows.agenda import Agenda
from bot.workflows.readings import refreshing

MOST_QUESTIONS = 7


@dataclass(frozen=True, slots=True)
class Change:
    """The questions as they are to be, and what was decided about which one."""

    questions: list[Question]
    decision: Decision
    about: Question
    instead: str | None = None


class Editing:
    """Edits the questions of one server's readings. `mark` is a question's fingerprint."""

    def __init__(self, database: Database, pool: ReaderPool, agenda: Agenda, clock: Clock) -> None:
        self._database = database
        self._pool = pool
        self._agenda = agenda
        self._clock = clock

    async def drop(self, server_id: int, reading_id: int, mark: str, *, by: int) -> None:
        """Take a question out; the others move up. The last one stays."""

        async def change(_: Transaction, questions: list[Question]) -> Change:
            position = _place(questions, mark)
            if len(questions) == 1:
                raise MemberError("A reading needs at least one question.", "Swap or reword this one instead.")
            return Change(questions[:position] + questions[position + 1 :], Decision.DROPPED, questions[position])

        await self._change(server_id, reading_id, change, by=by)

    async def swap(self, server_id: int, reading_id: int, mark: str, *, by: int) -> None:
        """Put the best spare question in a question's place: one that is not there and was not turned down before."""
        spares = await self._spares(server_id, reading_id)

        async def change(tx: Transaction, questions: list[Question]) -> Change:
            position = _place(questions, mark)
            used = {each.text for each in questions} | await decisions.turned_down(tx, reading_id)
            new = next((spare for spare in spares if spare.text not in used), None)
            if new is None:
                raise MemberError("There is no other good question left.", "Edit this one, drop it, or add your own.")
            return Change(_with(questions, position, new), Decision.SWAPPED, questions[position], new.text)

        await self._change(server_id, reading_id, change, by=by)

    async def reword(self, server_id: int, reading_id: int, mark: str, text: str, *, by: int) -> None:
        """Ask about the same passage in the organiser's words."""

        async def change(_: Transaction, questions: list[Question]) -> Change:
            position = _place(questions, mark)
            new = reworded(questions[position], text)
            return Change(_with(questions, position, new), Decision.EDITED, questions[position], new.text)

        await self._change(server_id, reading_id, change, by=by)

    async def add(self, server_id: int, reading_id: int, text: str, passage: str, *, by: int) -> None:
        """Add a question of the organiser's own about a passage of the article; up to seven fit."""
        article = await self._article(server_id, reading_id)
        new = added(article, text, passage)

        async def change(_: Transaction, questions: list[Question]) -> Change:
            if len(questions) >= MOST_QUESTIONS:
                raise MemberError(
                    "A reading has at most {most} questions.",
                    "Drop one first.",
                    most=MOST_QUESTIONS,
                )
            return Change([*questions, new], Decision.ADDED, new)

        await self._change(server_id, reading_id, change, by=by)

    async def question(self, server_id: int, reading_id: int, mark: str) -> Question:
        """One question as it stands; NotFound if it is not there any more."""
        async with self._database.read() as tx:
            await readings.of_server(tx, server_id, reading_id)
            questions = [each.question for each in await readings.questions(tx, reading_id)]
            return questions[_place(questions, mark)]

    async def _change(
        self,
        server_id: int,
        reading_id: int,
        change: Callable[[Transaction, list[Question]], Awaitable[Change]],
        *,
        by: int,
    ) -> None:
        async with self._database.write() as tx:
            reading = await readings.of_server(tx, server_id, reading_id, hold=True)
            if reading.state not in EDITABLE:
                raise MemberError(
                    "This reading is {state}; its questions cannot be changed any more.",
                    "`/reading list` shows what is still to come.",
                    state=Told(STATE_NAMES[reading.state]),
                )
            made = await change(tx, [each.question for each in await readings.questions(tx, reading_id)])
            await readings.replace_questions(tx, reading_id, made.questions)
            now = self._clock.now()
            await decisions.add(tx, reading_id, made.decision, made.about, by=by, now=now, instead=made.instead)
            if reading.state is ReadingState.ANNOUNCED:
                await due_work.add(tx, [refreshing(reading, f"edited:{now}", now)], now=now)
        self._agenda.wake()

    async def _spares(self, server_id: int, reading_id: int) -> tuple[Question, ...]:
        """All questions of the article, those not chosen first."""
        article = await self._article(server_id, reading_id)
        async with self._database.read() as tx:
            headings = (await servers.get(tx, server_id)).extra_headings
        found = (await self._pool.study(article, extra_headings=headings)).questions
        return (*found.spares, *found.questions)

    async def _article(self, server_id: int, reading_id: int) -> Article:
        async with self._database.read() as tx:
            reading = await readings.of_server(tx, server_id, reading_id)
            return (await articles.get(tx, reading.article_id)).article


def _place(questions: list[Question], mark: str) -> int:
    """Where the question with this fingerprint stands, from 0."""
    for place, question in enumerate(questions):
        if fingerprint(question) == mark:
            return place
    raise NotFound("That question is not there any more.", "`/questions set` shows the list as it is now.")


def _with(questions: list[Question], place: int, new: Question) -> list[Question]:
    return [*questions[:place], new, *questions[place + 1 :]]
