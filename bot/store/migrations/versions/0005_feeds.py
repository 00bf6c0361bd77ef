"""Feeds, who follows them, what happened to their items; suggestions; the words of articles, for searching."""

from __future__ import annotations

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT_ONCE = 200


def upgrade() -> None:
    op.add_column("server", sa.Column("articles_style", sa.Text()))
    op.add_column("server", sa.Column("articles_role_id", sa.BigInteger()))
    op.add_column("article", sa.Column("changed_at", sa.BigInteger()))
    op.add_column("question", sa.Column("withdrawn_at", sa.BigInteger()))
    _feeds()
    _follows()
    _events_and_suggestions()
    _words()


def _feeds() -> None:
    op.create_table(
        "feed",
        sa.Column("id", ID, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("site_url", sa.Text()),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("memory", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_feed"),
        sa.UniqueConstraint("url", name="uq_feed_url"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "feed_item",
        sa.Column("id", ID, nullable=False),
        sa.Column("feed_id", ID, nullable=False),
        sa.Column("article_id", ID),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        *(sa.Column(mark, sa.BigInteger()) for mark in ("guid", "address", "link", "text", "title", "opening")),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_feed_item_feed_id"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_feed_item_article_id"),
        sa.PrimaryKeyConstraint("id", name="pk_feed_item"),
        sqlite_autoincrement=True,
    )
    for column in ("seen_at", "guid", "address", "text", "title"):
        op.create_index(f"ix_feed_item_feed_id_{column}", "feed_item", ["feed_id", column])
    op.create_index("ix_feed_item_article_id", "feed_item", ["article_id"])


def _follows() -> None:
    op.create_table(
        "follow",
        sa.Column("id", ID, nullable=False),
        sa.Column("feed_id", ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_by", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("role_id", sa.BigInteger()),
        sa.Column("style", sa.Text()),
        sa.Column("paused_at", sa.BigInteger()),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("include", sa.JSON(), nullable=False),
        sa.Column("exclude", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name="fk_follow_feed_id"),
        sa.PrimaryKeyConstraint("id", name="pk_follow"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_follow_feed_id_channel_id", "follow", ["feed_id", "channel_id"], unique=True)
    op.create_index("ix_follow_server_id", "follow", ["server_id"])


def _events_and_suggestions() -> None:
    op.create_table(
        "feed_event",
        sa.Column("item_id", ID, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["feed_item.id"], name="fk_feed_event_item_id"),
        sa.PrimaryKeyConstraint("item_id", "channel_id", "what", name="pk_feed_event"),
    )
    op.create_table(
        "suggestion",
        sa.Column("id", ID, nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_suggestion_article_id"),
        sa.PrimaryKeyConstraint("id", name="pk_suggestion"),
        sqlite_autoincrement=True,
    )
    one_each = ["server_id", "article_id", "member_id"]
    op.create_index("ix_suggestion_server_id_article_id_member_id", "suggestion", one_each, unique=True)
    op.create_index("ix_suggestion_server_id_at", "suggestion", ["server_id", "at"])


def _words() -> None:
    """The table, and the words of all articles there are."""
    if op.get_bind().dialect.name == "sqlite":
        columns = "title, text, tokenize = 'unicode61 remove_diacritics 0'"
        op.execute(f"CREATE VIRTUAL TABLE article_words USING fts5({columns})")
        keep = "INSERT INTO article_words (rowid, title, text) VALUES (:id, :title, :text)"
    else:
        op.execute(
            "CREATE TABLE article_words "
            "(article_id BIGINT PRIMARY KEY REFERENCES article (id), words TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX ix_article_words_words ON article_words USING gin (words)")
        keep = (
            "INSERT INTO article_words (article_id, words) VALUES (:id, "
            "setweight(to_tsvector('simple', :title), 'A') || to_tsvector('simple', :text))"
        )
    last = 0
    while (
        rows := op.get_bind()
        .execute(
            sa.text("SELECT id, title, text FROM article WHERE id > :last ORDER BY id LIMIT :most"),
            {"last": last, "most": AT_ONCE},
        )
        .all()
    ):
        told = [{"id": row.id, "title": _folded(row.title), "text": _folded(row.text[:200_000])} for row in rows]
        op.get_bind().execute(sa.text(keep), told)
        last = rows[-1].id


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", bare.casefold()))
