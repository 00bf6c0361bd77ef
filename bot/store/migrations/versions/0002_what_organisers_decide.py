"""What organisers decide about the bot's questions, a server's own headings, articles known by their text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("article", sa.Column("text_hash", sa.Text()))
    op.create_index("ix_article_text_hash", "article", ["text_hash"])
    op.create_index("ix_article_canonical_url", "article", ["canonical_url"])
    op.add_column("server", sa.Column("extra_headings", sa.JSON()))
    op.create_table(
        "question_decision",
        sa.Column("id", ID, nullable=False),
        sa.Column("reading_id", ID, nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("instead", sa.Text()),
        sa.Column("decided_by", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"], name="fk_question_decision_reading_id"),
        sa.PrimaryKeyConstraint("id", name="pk_question_decision"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_question_decision_reading_id", "question_decision", ["reading_id"])
