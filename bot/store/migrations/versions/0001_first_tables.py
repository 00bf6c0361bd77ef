"""The first tables: servers, articles and their shelves, readings with questions, contributions, due work."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _article()
    _command_sync()
    _due_work()
    _server()
    _library()
    _reading()
    _contribution()
    _question()


def _article() -> None:
    op.create_table(
        "article",
        sa.Column("id", ID, nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("language", sa.Text()),
        sa.Column("published", sa.Date()),
        sa.Column("canonical_url", sa.Text()),
        sa.Column("source_name", sa.Text()),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
        sa.UniqueConstraint("identity", name="uq_article_identity"),
        sqlite_autoincrement=True,
    )


def _command_sync() -> None:
    op.create_table(
        "command_sync",
        sa.Column("application_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("payload_hash", sa.Text(), nullable=False),
        sa.Column("synced_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("application_id", name="pk_command_sync"),
    )


def _due_work() -> None:
    op.create_table(
        "due_work",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_attempt_at", sa.BigInteger()),
        sa.Column("lease_until", sa.BigInteger()),
        sa.Column("lease_owner", sa.Text()),
        sa.Column("result_id", sa.BigInteger()),
        sa.Column("last_error", sa.Text()),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger()),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_due_work"),
        sa.UniqueConstraint("key", name="uq_due_work_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_due_work_server_id_state", "due_work", ["server_id", "state"])
    op.create_index("ix_due_work_state_due_at", "due_work", ["state", "due_at"])


def _server() -> None:
    op.create_table(
        "server",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("zone", sa.Text()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("articles_channel_id", sa.BigInteger()),
        sa.Column("readings_channel_id", sa.BigInteger()),
        sa.Column("organiser_role_id", sa.BigInteger()),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_server"),
    )


def _library() -> None:
    op.create_table(
        "library",
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("title_key", sa.Text()),
        sa.Column("added_by", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_library_article_id"),
        sa.PrimaryKeyConstraint("server_id", "article_id", name="pk_library"),
    )
    op.create_index("ix_library_server_id_added_at", "library", ["server_id", "added_at"])


def _reading() -> None:
    op.create_table(
        "reading",
        sa.Column("id", ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("planned_by", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("starts_wall", sa.Text()),
        sa.Column("zone", sa.Text()),
        sa.Column("announcement_id", sa.BigInteger()),
        sa.Column("thread_id", sa.BigInteger()),
        sa.Column("opening_id", sa.BigInteger()),
        sa.Column("closing_id", sa.BigInteger()),
        sa.Column("opened_at", sa.BigInteger()),
        sa.Column("closed_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_reading_article_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reading"),
        sa.UniqueConstraint("announcement_id", name="uq_reading_announcement_id"),
        sa.UniqueConstraint("closing_id", name="uq_reading_closing_id"),
        sa.UniqueConstraint("opening_id", name="uq_reading_opening_id"),
        sa.UniqueConstraint("thread_id", name="uq_reading_thread_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reading_server_id_state_starts_at", "reading", ["server_id", "state", "starts_at"])
    op.create_index("ix_reading_state_starts_at", "reading", ["state", "starts_at"])


def _contribution() -> None:
    op.create_table(
        "contribution",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("reading_id", ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer()),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("target_id", sa.BigInteger()),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"], name="fk_contribution_reading_id"),
        sa.PrimaryKeyConstraint("key", name="pk_contribution"),
    )
    op.create_index("ix_contribution_reading_id_member_id", "contribution", ["reading_id", "member_id"])
    op.create_index("ix_contribution_server_id_member_id", "contribution", ["server_id", "member_id"])


def _question() -> None:
    op.create_table(
        "question",
        sa.Column("reading_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"], name="fk_question_reading_id"),
        sa.PrimaryKeyConstraint("reading_id", "position", name="pk_question"),
        sa.UniqueConstraint("message_id", name="uq_question_message_id"),
    )
