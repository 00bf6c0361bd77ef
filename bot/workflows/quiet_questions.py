"""A question that nobody has taken up for a while gets its passage posted, once; nobody is pinged."""

from __future__ import annotations

from bot.clock import Clock
from bot.delivery import reading_cards
from bot.delivery.board import Board
from bot.domain.due_work import DueWork
from bot.domain.reading import ReadingState
from bot.errors import ChannelGone
from bot.store.database import Database
from bot.workflows.agenda import Done
from bot.workflows.announce import attempt
from bot.workflows.reports import Reports
from bot.workflows.scene import scene_of


class QuietQuestions:
    """Looks after questions that stay without a reply."""

    def __init__(self, database: Database, board: Board, reports: Reports, clock: Clock) -> None:
        self._database = database
        self._board = board
        self._reports = reports
        self._clock = clock

    async def passage(self, work: DueWork) -> Done:
        """Handler of POST_PASSAGE: nothing once somebody has replied, or the reading is over."""
        scene = await scene_of(self._database, int(work.payload["reading"]))
        reading, position = scene.reading, int(work.payload["part"])
        planned = next((each for each in scene.questions if each.position == position), None)
        over = reading.state is not ReadingState.OPEN or self._clock.now() >= reading.ends_at
        if over or reading.thread_id is None or planned is None or planned.message_id is None:
            return Done()
        now = self._clock.now()
        counted = (await self._reports.of_reading(reading.server_id, reading.id, now)).report.questions
        if any(each.position == position and each.replies for each in counted):
            return Done()
        card = reading_cards.quiet_passage(planned, scene.title, scene.article)
        try:
            return Done(await self._board.post(reading.thread_id, card, attempt(work)))
        except ChannelGone:
            return Done()
