"""What organisers are asked and told about plans that made themselves, where the group need not look."""

from __future__ import annotations

from datetime import date

from bot.clock import Clock
from bot.delivery import series_cards
from bot.delivery.board import Board
from bot.domain.due_work import DueWork
from bot.domain.reading import ReadingState
from bot.domain.series import slot_on
from bot.errors import MemberError
from bot.store import articles, readings, servers
from bot.store import series as series_store
from bot.store.database import Database
from bot.workflows.agenda import Agenda, Done
from bot.workflows.announce import attempt
from bot.workflows.occurrences import Occurrences, record_slots


class Approvals:
    """Posts to a server's organisers: in their channel, else where the readings take place."""

    def __init__(
        self, database: Database, board: Board, occurrences: Occurrences, agenda: Agenda, clock: Clock
    ) -> None:
        self._database = database
        self._board = board
        self._occurrences = occurrences
        self._agenda = agenda
        self._clock = clock

    async def ask(self, work: DueWork) -> Done:
        """Handler of ASK_APPROVAL: the plan in short, with **Schedule** and **Change**."""
        async with self._database.read() as tx:
            reading = await readings.get(tx, int(work.payload["reading"]))
            if reading.state is not ReadingState.DRAFT:
                return Done()
            title = await articles.title_in(tx, reading.server_id, reading.article_id)
            questions = len(await readings.questions(tx, reading.id))
            name = None if reading.series_id is None else (await series_store.get(tx, reading.series_id)).name
            server = await servers.get(tx, work.server_id)
        card = series_cards.approval(reading, title, questions, name)
        place = self._board.first_open(server.organisers_channel_id) or reading.channel_id
        return Done(await self._board.post(place, card, attempt(work)))

    async def tell(self, work: DueWork) -> Done:
        """Handler of TELL_ORGANISERS: why an occurrence has no reading (yet), and how to mend it."""
        day = date.fromisoformat(work.payload["day"])
        async with self._database.read() as tx:
            series = await series_store.get(tx, int(work.payload["series"]))
            server = await servers.get(tx, work.server_id)
            differences = await series_store.differences(tx, series)
        found = slot_on(series, differences, day)
        card = series_cards.occurrence_told(series, day, str(work.payload["what"]), found)
        place = self._board.first_open(server.organisers_channel_id) or series.channel_id
        return Done(await self._board.post(place, card, attempt(work)))

    async def change_article(self, server_id: int, reading_id: int, article_id: int) -> None:
        """Another article, with its questions, for a plan that waits for approval."""
        async with self._database.read() as tx:
            reading = await readings.of_server(tx, server_id, reading_id)
            title = await articles.title_in(tx, server_id, article_id)
            series = None if reading.series_id is None else await series_store.get(tx, reading.series_id)
        found = await self._occurrences.study(server_id, article_id, title, series.questions if series else None)
        if found is None:
            raise MemberError(
                "I find nothing to ask in “{title}”: no section with its lessons.",
                "Choose another article; `/questions why` says what was looked for.",
                title=title,
            )
        async with self._database.write() as tx:
            reading = await readings.of_server(tx, server_id, reading_id, hold=True)
            if reading.state is not ReadingState.DRAFT:
                raise MemberError(
                    "This reading is scheduled, or was called off, so its article stays.",
                    "`/reading cancel` calls it off; `/reading plan` plans another one.",
                )
            await readings.update(tx, reading_id, article_id=article_id)
            await readings.replace_questions(tx, reading_id, found.questions)

    async def other_articles(self, server_id: int, reading_id: int) -> list[tuple[int, str]]:
        """What could be read instead: (article id, title), as the series would take them."""
        async with self._database.read() as tx:
            reading = await readings.of_server(tx, server_id, reading_id)
            return await self._occurrences.others(tx, reading)

    async def look_again(self, server_id: int, series_id: int, day: date) -> None:
        """Try once more to plan an occurrence that had nothing to read."""
        async with self._database.write() as tx:
            series = await series_store.of_server(tx, server_id, series_id)
            await self._occurrences.plan_again(tx, series, day)
            await record_slots(tx, series_id, self._clock.now())
        self._agenda.wake()
