"""Readings and the questions planned for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import Any

from sqlalchemy import Integer, RowMapping, and_, cast, delete, func, insert, null, or_, select, union_all
from sqlalchemy import update as update_rows

from bot.domain.library import ReadingSummary
from bot.domain.questions import ClaimKind, Question
from bot.domain.reading import SCHEDULED, Pace, PlannedQuestion, Reading, ReadingState, may_become
from bot.domain.search_key import search_key
from bot.errors import NotFound
from bot.store.articles import SHELF_TITLE
from bot.store.database import Transaction
from bot.store.tables import article, library, question
from bot.store.tables import reading as table

_COLUMNS = [table.c[field.name] for field in fields(Reading)]
_CHANGEABLE = {field.name for field in fields(Reading)} - {"id", "server_id", "state"}


async def add(tx: Transaction, reading: Reading, questions: Sequence[Question]) -> Reading:
    """Keeps a new reading with its questions in their order; returns it with its id."""
    values = asdict(reading)
    del values["id"]
    new_id = (await tx.execute(insert(table).values(values).returning(table.c.id))).scalar_one()
    await _add_questions(tx, new_id, questions)
    return replace(reading, id=new_id)


async def get(tx: Transaction, reading_id: int) -> Reading:
    """`NotFound` if there is none."""
    found = await _one(tx, table.c.id == reading_id)
    if found is None:
        raise _gone()
    return found


async def of_server(tx: Transaction, server_id: int, reading_id: int, *, hold: bool = False) -> Reading:
    """The reading if it is this server's, else `NotFound`: what belongs to another server is not there.

    `hold`: nobody else changes it until the transaction ends. (On SQLite only one transaction writes at a time anyway.)
    """
    wanted = select(*_COLUMNS).where(table.c.id == reading_id, table.c.server_id == server_id)
    row = (await tx.execute(wanted.with_for_update() if hold else wanted)).mappings().one_or_none()
    if row is None:
        raise NotFound("There is no such reading in this server.", "`/reading list` shows them all.")
    return _reading(row)


async def change(tx: Transaction, reading_id: int, *, from_: ReadingState, to: ReadingState, **columns: Any) -> bool:
    """Moves the reading from one state to the next, and sets what else changes with it, if it still is in `from_`.

    False: somebody else moved it. ValueError: there is no such arrow in the reading's table of states.
    """
    if not may_become(from_, to):
        raise ValueError(f"a reading that is {from_} cannot become {to}")
    _refuse_unchangeable(columns)
    mine = (table.c.id == reading_id) & (table.c.state == from_)
    result = await tx.execute(update_rows(table).where(mine).values(state=to, **columns))
    return result.rowcount == 1


async def update(tx: Transaction, reading_id: int, **columns: Any) -> None:
    """Sets what is not the state. `NotFound` if there is no such reading."""
    _refuse_unchangeable(columns)
    result = await tx.execute(update_rows(table).where(table.c.id == reading_id).values(**columns))
    if result.rowcount == 0:
        raise _gone()


async def questions(tx: Transaction, reading_id: int) -> list[PlannedQuestion]:
    """By position."""
    rows = await tx.execute(select(question).where(question.c.reading_id == reading_id).order_by(question.c.position))
    return [_planned(row) for row in rows.mappings()]


async def replace_questions(tx: Transaction, reading_id: int, questions: Sequence[Question]) -> None:
    """Other questions in place of the planned ones. ValueError once one is posted: it would lose its replies."""
    if await posted_questions(tx, reading_id):
        raise ValueError("the questions of a reading cannot be replaced once one is posted")
    await tx.execute(delete(question).where(question.c.reading_id == reading_id))
    await _add_questions(tx, reading_id, questions)


async def of_article(tx: Transaction, article_id: int) -> list[Reading]:
    """Every reading of the article, in all servers."""
    rows = await tx.execute(select(*_COLUMNS).where(table.c.article_id == article_id).order_by(table.c.id))
    return [_reading(row) for row in rows.mappings()]


async def anchor_question(tx: Transaction, planned: PlannedQuestion, *, withdrawn_at: int | None) -> None:
    """Where the question's passage stands in the changed text; with `withdrawn_at`, that it does not any more."""
    mine = (question.c.reading_id == planned.reading_id) & (question.c.position == planned.position)
    asked = planned.question
    values = {"evidence": asked.evidence, "span_start": asked.span[0], "span_end": asked.span[1]}
    await tx.execute(update_rows(question).where(mine).values(values | {"withdrawn_at": withdrawn_at}))


async def set_question_message(tx: Transaction, reading_id: int, position: int, message_id: int) -> None:
    """Where the question was posted. `NotFound` if there is no such question."""
    mine = (question.c.reading_id == reading_id) & (question.c.position == position)
    result = await tx.execute(update_rows(question).where(mine).values(message_id=message_id))
    if result.rowcount == 0:
        raise _gone()


async def posted_questions(tx: Transaction, reading_id: int) -> list[tuple[int, int]]:
    """(message id, position) of every question that is posted, by position."""
    posted = (question.c.reading_id == reading_id) & question.c.message_id.is_not(None)
    rows = await tx.execute(select(question.c.message_id, question.c.position).where(posted).order_by("position"))
    return [(row.message_id, row.position) for row in rows]


async def post_ids(tx: Transaction, reading_id: int) -> list[tuple[int, int]]:
    """(channel or thread id, message id) of everything posted for the reading."""
    reading = await get(tx, reading_id)
    in_thread = [reading.opening_id, reading.closing_id, *(post for post, _ in await posted_questions(tx, reading_id))]
    posts = [
        (reading.announced_in or reading.channel_id, reading.announcement_id),
        *((reading.thread_id, post) for post in in_thread),
    ]
    return [(place, post) for place, post in posts if place is not None and post is not None]


async def channels(tx: Transaction) -> set[int]:
    """Every channel that a reading was announced in."""
    return set((await tx.execute(select(table.c.channel_id).distinct())).scalars())


async def uses(tx: Transaction, server_id: int, article_id: int) -> bool:
    """Whether the server has a reading of the article, drafts and those called off aside."""
    mine = (table.c.server_id == server_id) & (table.c.article_id == article_id)
    shown = table.c.state.not_in([ReadingState.DRAFT, ReadingState.CANCELLED])
    return (await tx.execute(select(table.c.id).where(mine, shown).limit(1))).first() is not None


async def by_thread(tx: Transaction, thread_id: int) -> Reading | None:
    """The reading that is discussed in this thread."""
    return await _one(tx, table.c.thread_id == thread_id)


async def by_event(tx: Transaction, event_id: int) -> Reading | None:
    """The reading that this scheduled event of Discord's stands for."""
    return await _one(tx, table.c.event_id == event_id)


async def by_message(tx: Transaction, message_id: int) -> tuple[Reading, int | None] | None:
    """Which reading a post of ours belongs to, and the question's position if it is one."""
    columns = (table.c.announcement_id, table.c.opening_id, table.c.closing_id)
    ours = [
        select(table.c.id, cast(null(), Integer).label("position")).where(column == message_id) for column in columns
    ]
    asked = select(question.c.reading_id, question.c.position).where(question.c.message_id == message_id)
    # Four searches put together, each by its own index: an OR over them makes SQLite read the whole table.
    post = union_all(*ours, asked).subquery("post")
    found = select(*_COLUMNS, post.c.position).join_from(post, table, post.c.id == table.c.id)
    row = (await tx.execute(found)).mappings().first()
    return (_reading(row), row["position"]) if row else None


async def of_occurrence(tx: Transaction, series_id: int, occurrence: str) -> Reading | None:
    """The one reading of this occurrence of the series, whatever became of it."""
    return await _one(tx, (table.c.series_id == series_id) & (table.c.occurrence == occurrence))


async def of_series(tx: Transaction, series_id: int, states: Collection[ReadingState]) -> list[Reading]:
    """The series' readings in these states, the latest start first."""
    mine = (table.c.series_id == series_id) & table.c.state.in_(states)
    rows = await tx.execute(select(*_COLUMNS).where(mine).order_by(table.c.starts_at.desc(), table.c.id.desc()))
    return [_reading(row) for row in rows.mappings()]


async def led_by(tx: Transaction, server_id: int, member_id: int) -> Reading | None:
    """The earliest reading, planned or running, that the member leads."""
    mine = (table.c.server_id == server_id) & (table.c.leader_id == member_id) & table.c.state.in_(SCHEDULED)
    row = (await tx.execute(select(*_COLUMNS).where(mine).order_by(table.c.starts_at).limit(1))).mappings().first()
    return _reading(row) if row else None


async def end_counting(tx: Transaction, series_id: int, *, before: Reading, at: int) -> None:
    """What members do from `at` on in the series' earlier readings is not counted any more."""
    earlier = (table.c.series_id == series_id) & (table.c.id != before.id) & (table.c.starts_at < before.starts_at)
    open_ended = table.c.opened_at.is_not(None) & table.c.counted_until.is_(None)
    await tx.execute(update_rows(table).where(earlier, open_ended).values(counted_until=at))


async def in_states(
    tx: Transaction, states: Collection[ReadingState], server_id: int | None = None, limit: int = 1000
) -> list[Reading]:
    """Readings in any of these states, of one server or of all, the earliest start first."""
    found = select(*_COLUMNS).where(table.c.state.in_(states))
    if server_id is not None:
        found = found.where(table.c.server_id == server_id)
    rows = await tx.execute(found.order_by(table.c.starts_at, table.c.id).limit(limit))
    return [_reading(row) for row in rows.mappings()]


async def counting(tx: Transaction, *, since: int) -> list[Reading]:
    """Readings that replies still count for: open, closing, or closed after `since`."""
    running = table.c.state.in_([ReadingState.OPEN, ReadingState.CLOSING])
    late = (table.c.state == ReadingState.CLOSED) & (table.c.closed_at > since)
    rows = await tx.execute(select(*_COLUMNS).where(or_(running, late), table.c.thread_id.is_not(None)))
    return sorted((_reading(row) for row in rows.mappings()), key=lambda reading: reading.id)


async def search(
    tx: Transaction, server_id: int, text: str, states: Collection[ReadingState], limit: int = 25
) -> list[ReadingSummary]:
    """The server's readings in these states whose article's title contains `text`, the latest start first."""
    on_shelf = and_(library.c.server_id == table.c.server_id, library.c.article_id == table.c.article_id)
    titled = select(*_COLUMNS, SHELF_TITLE.label("title")).join_from(table, article).outerjoin(library, on_shelf)
    title_key = func.coalesce(library.c.title_key, article.c.title_key)
    found = titled.where(
        table.c.server_id == server_id,
        table.c.state.in_(states),
        title_key.contains(search_key(text), autoescape=True),
    )
    rows = await tx.execute(found.order_by(table.c.starts_at.desc(), table.c.id.desc()).limit(limit))
    return [ReadingSummary(_reading(row), row["title"]) for row in rows.mappings()]


async def _one(tx: Transaction, condition: Any) -> Reading | None:
    row = (await tx.execute(select(*_COLUMNS).where(condition))).mappings().one_or_none()
    return _reading(row) if row else None


async def _add_questions(tx: Transaction, reading_id: int, questions: Sequence[Question]) -> None:
    rows = [
        {
            "reading_id": reading_id,
            "position": position,
            "text": planned.text,
            "evidence": planned.evidence,
            "kind": planned.kind,
            "span_start": planned.span[0],
            "span_end": planned.span[1],
            "rule": planned.rule,
            "version": planned.version,
        }
        for position, planned in enumerate(questions, start=1)
    ]
    if rows:
        await tx.execute(insert(question), rows)


def _refuse_unchangeable(columns: Mapping[str, object]) -> None:
    wrong = sorted(set(columns) - _CHANGEABLE)
    if wrong:
        raise ValueError(f"a reading's {wrong[0]} cannot be set like this")


def _reading(row: RowMapping) -> Reading:
    values = {field.name: row[field.name] for field in fields(Reading)}
    values |= {"state": ReadingState(values["state"]), "pace": Pace(values["pace"])}
    return Reading(**values)


def _planned(row: RowMapping) -> PlannedQuestion:
    asked = Question(
        text=row["text"],
        evidence=row["evidence"],
        kind=ClaimKind(row["kind"]),
        span=(row["span_start"], row["span_end"]),
        rule=row["rule"],
        version=row["version"],
    )
    return PlannedQuestion(
        row["reading_id"], row["position"], asked, row["message_id"], withdrawn=row["withdrawn_at"] is not None
    )


def _gone() -> NotFound:
    return NotFound("This reading is not there any more.", "Pick one that the command offers.")
