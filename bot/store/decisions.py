"""What organisers did with the questions the bot made."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import insert, select

from bot.domain.own_question import Decision
from bot.domain.questions import Question
from bot.store.database import Transaction
from bot.store.tables import question_decision as table


async def add(
    tx: Transaction,
    reading_id: int,
    decision: Decision,
    question: Question,
    *,
    by: int,
    now: int,
    instead: str | None = None,
) -> None:
    """Keeps one decision about one question; `instead` is the text that took its place."""
    await add_many(tx, reading_id, decision, [question], by=by, now=now, instead=instead)


async def add_many(
    tx: Transaction,
    reading_id: int,
    decision: Decision,
    questions: Iterable[Question],
    *,
    by: int,
    now: int,
    instead: str | None = None,
) -> None:
    """Keeps the same decision about several questions."""
    rows = [
        {
            "reading_id": reading_id,
            "decision": decision,
            "kind": question.kind,
            "rule": question.rule,
            "version": question.version,
            "text": question.text,
            "evidence": question.evidence,
            "instead": instead,
            "decided_by": by,
            "decided_at": now,
        }
        for question in questions
    ]
    if rows:
        await tx.execute(insert(table), rows)


async def turned_down(tx: Transaction, reading_id: int) -> set[str]:
    """The texts of the questions that were dropped from this reading or swapped for another."""
    no = table.c.decision.in_([Decision.DROPPED, Decision.SWAPPED])
    return set((await tx.execute(select(table.c.text).where(table.c.reading_id == reading_id, no))).scalars())
