"""What both databases understand, though SQLAlchemy spells it once for each."""

from __future__ import annotations

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.database import Transaction

Insert = sqlite.Insert | postgresql.Insert


def insert_into(tx: Transaction, table: Table) -> Insert:
    """An INSERT that knows `ON CONFLICT`."""
    return sqlite.insert(table) if tx.dialect.name == "sqlite" else postgresql.insert(table)
