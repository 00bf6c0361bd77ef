"""Pace, moves and events of a reading; where it was announced; reminders as members want them; suggested questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("reading", sa.Column("pace", sa.Text(), nullable=False, server_default="together"))
    op.add_column("reading", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("reading", sa.Column("wants_event", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("reading", sa.Column("event_id", sa.BigInteger()))
    op.add_column("reading", sa.Column("announced_in", sa.BigInteger()))
    op.add_column("server", sa.Column("events", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "reminder",
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("refused_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("server_id", "member_id", name="pk_reminder"),
    )
    op.create_table(
        "suggested_question",
        sa.Column("id", ID, nullable=False),
        sa.Column("reading_id", ID, nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("passage", sa.Text()),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"], name="fk_suggested_question_reading_id"),
        sa.PrimaryKeyConstraint("id", name="pk_suggested_question"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_suggested_question_reading_id", "suggested_question", ["reading_id"])
