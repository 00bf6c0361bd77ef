"""Series, what differs from their rules, votes; which occurrence a reading is of, and who leads it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _series()
    _occurrences()
    _votes()
    op.add_column("server", sa.Column("organisers_channel_id", sa.BigInteger()))
    op.add_column("reading", sa.Column("series_id", ID))
    op.add_column("reading", sa.Column("occurrence", sa.Text()))
    op.add_column("reading", sa.Column("leader_id", sa.BigInteger()))
    op.add_column("reading", sa.Column("counted_until", sa.BigInteger()))
    op.create_index("ix_reading_series_id_occurrence", "reading", ["series_id", "occurrence"], unique=True)


def _series() -> None:
    op.create_table(
        "series",
        sa.Column("id", ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("first_wall", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("ahead_ms", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("approval", sa.Boolean(), nullable=False),
        sa.Column("questions", sa.Integer()),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("paused_at", sa.BigInteger()),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("leaders", sa.JSON(), nullable=False),
        sa.Column("holidays", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_series_server_id", "series", ["server_id"])


def _occurrences() -> None:
    op.create_table(
        "occurrence",
        sa.Column("series_id", ID, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("skipped", sa.Boolean(), nullable=False),
        sa.Column("wall", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.Column("changed_by", sa.BigInteger()),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_occurrence_series_id"),
        sa.PrimaryKeyConstraint("series_id", "day", name="pk_occurrence"),
    )


def _votes() -> None:
    op.create_table(
        "vote",
        sa.Column("id", ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("opens_at", sa.BigInteger(), nullable=False),
        sa.Column("closes_at", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("series_id", ID),
        sa.Column("occurrence", sa.Text()),
        sa.Column("winner_id", ID),
        sa.Column("counted_at", sa.BigInteger()),
        sa.Column("then_plan", sa.JSON()),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON()),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_vote_series_id"),
        sa.ForeignKeyConstraint(["winner_id"], ["article.id"], name="fk_vote_winner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_vote"),
        sa.UniqueConstraint("message_id", name="uq_vote_message_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_vote_server_id_closes_at", "vote", ["server_id", "closes_at"])
    op.create_index("ix_vote_series_id_occurrence", "vote", ["series_id", "occurrence"], unique=True)
