"""Counters a week, how far threads are known, what members and admins chose about it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = ("joined", "read", "passage", "replied", "reacted", "voted", "interested")


def upgrade() -> None:
    op.add_column("contribution", sa.Column("reply_to_id", sa.BigInteger()))
    op.add_column("vote", sa.Column("reading_id", ID))
    for column in (
        sa.Column("tracking", sa.Text(), nullable=False, server_default=sa.text("'detailed'")),
        sa.Column("leaderboard", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("digest", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("keep_days", sa.Integer(), server_default=sa.text("365")),
        sa.Column("privacy_card_id", sa.BigInteger()),
        sa.Column("left_at", sa.BigInteger()),
    ):
        op.add_column("server", column)
    _counters()
    _marks()
    _members()


def _counters() -> None:
    op.create_table(
        "member_week",
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        *(sa.Column(kind, sa.Integer(), nullable=False) for kind in KINDS),
        sa.PrimaryKeyConstraint("server_id", "week", "member_id", name="pk_member_week"),
        sqlite_with_rowid=False,
    )
    # A week begins on Monday; the first instant of the epoch was a Thursday.
    week = "(at / 86400000 + 3) / 7"
    sums = ", ".join(f"sum(CASE kind WHEN '{kind}' THEN 1 ELSE 0 END)" for kind in KINDS)
    op.execute(
        f"INSERT INTO member_week (server_id, week, member_id, {', '.join(KINDS)}) "  # noqa: S608 (nothing from outside)
        f"SELECT server_id, {week}, member_id, {sums} FROM contribution GROUP BY server_id, {week}, member_id"
    )


def _marks() -> None:
    op.create_table(
        "thread_mark",
        sa.Column("reading_id", ID, autoincrement=False, nullable=False),
        sa.Column("heard_to", sa.BigInteger(), nullable=False),
        sa.Column("compared_to", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"], name="fk_thread_mark_reading_id"),
        sa.PrimaryKeyConstraint("reading_id", name="pk_thread_mark"),
    )


def _members() -> None:
    op.create_table(
        "member",
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("on_leaderboard", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("looked_at", sa.BigInteger()),
        sa.Column("gone_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("server_id", "member_id", name="pk_member"),
    )
    op.create_table(
        "opt_out",
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("member_hash", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("server_id", "member_hash", name="pk_opt_out"),
    )
    op.create_table(
        "secret",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secret"),
    )
