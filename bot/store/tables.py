"""The tables, as one picture. The migrations make the same ones; a test compares the two on both databases.

Rules of this file: ids of our own are `ID`, ids of Discord's are `SNOWFLAKE`, instants are `INSTANT` (UTC epoch ms).
No column holds what a member wrote, except a question handed in for a reading and why they suggest an article. Wide
columns stand last, so that lists never read them. A column with a member's id says in its `info` what becomes of it
when they are forgotten: `OWN`, `NAMED` or `LISTED`. docs/privacy.md tells of every column.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    false,
    text,
)
from sqlalchemy.event import listens_for

from bot.store import columns, feed_tables, member_tables  # noqa: F401 (the others' tables are part of the picture)

ID, SNOWFLAKE, INSTANT, metadata = columns.ID, columns.SNOWFLAKE, columns.INSTANT, columns.metadata
OWN, NAMED, LISTED = columns.OWN, columns.NAMED, columns.LISTED

server = Table(
    "server",
    metadata,
    Column("id", SNOWFLAKE, primary_key=True, autoincrement=False),
    Column("zone", Text),
    Column("language", Text, nullable=False),
    Column("articles_channel_id", SNOWFLAKE),
    Column("readings_channel_id", SNOWFLAKE),
    Column("organiser_role_id", SNOWFLAKE),
    Column("changed_at", INSTANT, nullable=False),
    Column("extra_headings", JSON),
    Column("organisers_channel_id", SNOWFLAKE),
    Column("articles_style", Text),
    Column("articles_role_id", SNOWFLAKE),
    Column("events", Boolean, nullable=False, server_default=false()),
    Column("tracking", Text, nullable=False, server_default=text("'detailed'")),
    Column("leaderboard", Boolean, nullable=False, server_default=false()),
    Column("digest", Boolean, nullable=False, server_default=false()),
    Column("keep_days", Integer, server_default=text("365")),
    Column("privacy_card_id", SNOWFLAKE),
    Column("left_at", INSTANT),
    Column("privacy_card_channel_id", SNOWFLAKE),
    Column("privacy_card_text", Text),
)

# One row an article, whichever server it came through; `identity` is `Article.identity`.
article = Table(
    "article",
    metadata,
    Column("id", ID, primary_key=True),
    Column("identity", Text, nullable=False, unique=True),
    Column("text_hash", Text, index=True),
    Column("title", Text, nullable=False),
    Column("title_key", Text, nullable=False),
    Column("language", Text),
    Column("published", Date),
    Column("canonical_url", Text, index=True),
    Column("source_name", Text),
    Column("added_at", INSTANT, nullable=False),
    Column("authors", JSON, nullable=False),
    Column("blocks", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("changed_at", INSTANT),
    sqlite_autoincrement=True,
)

# The words of titles and texts, for searching: FTS5 on SQLite, a tsvector on PostgreSQL. See `words.py`.
WORDS = {
    "sqlite": [
        "CREATE VIRTUAL TABLE article_words USING fts5(title, text, tokenize = 'unicode61 remove_diacritics 0')"
    ],
    "postgresql": [
        "CREATE TABLE article_words (article_id BIGINT PRIMARY KEY REFERENCES article (id), words TSVECTOR NOT NULL)",
        "CREATE INDEX ix_article_words_words ON article_words USING gin (words)",
    ],
}


@listens_for(metadata, "after_create")
def _words(_: MetaData, connection: Connection, **__: object) -> None:
    for statement in WORDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


# A server's own shelf: what was uploaded in one server is never seen in another. `title`: its name here, if given.
library = Table(
    "library",
    metadata,
    Column("server_id", SNOWFLAKE, nullable=False),
    Column("article_id", ID, ForeignKey("article.id"), nullable=False),
    Column("title", Text),
    Column("title_key", Text),
    Column("added_by", SNOWFLAKE, nullable=False, info=NAMED),
    Column("added_at", INSTANT, nullable=False),
    PrimaryKeyConstraint("server_id", "article_id"),
    Index(None, "server_id", "added_at"),
)

# A recurring slot. `rule` is an RFC 5545 recurrence, `first_wall` the wall time it counts from, in `zone`. `leaders`:
# member ids in the order of their turns. `holidays`: [first day, last day, name] each.
series = Table(
    "series",
    metadata,
    Column("id", ID, primary_key=True),
    Column("server_id", SNOWFLAKE, nullable=False),
    Column("name", Text, nullable=False),
    Column("channel_id", SNOWFLAKE, nullable=False),
    Column("rule", Text, nullable=False),
    Column("first_wall", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("duration_ms", BigInteger, nullable=False),
    Column("ahead_ms", BigInteger, nullable=False),
    Column("source", Text, nullable=False),
    Column("approval", Boolean, nullable=False),
    Column("questions", Integer),
    Column("created_by", SNOWFLAKE, nullable=False, info=NAMED),
    Column("created_at", INSTANT, nullable=False),
    Column("paused_at", INSTANT),
    Column("ended_at", INSTANT),
    Column("leaders", JSON, nullable=False, info=LISTED),
    Column("holidays", JSON, nullable=False),
    Index(None, "server_id"),
    sqlite_autoincrement=True,
)

# What differs from the rule, and why. `day`: the date the rule gives. `wall`: where the occurrence was moved to.
occurrence = Table(
    "occurrence",
    metadata,
    Column("series_id", ID, ForeignKey("series.id"), nullable=False),
    Column("day", Text, nullable=False),
    Column("skipped", Boolean, nullable=False),
    Column("wall", Text),
    Column("note", Text),
    Column("changed_by", SNOWFLAKE, info=NAMED),
    Column("changed_at", INSTANT, nullable=False),
    PrimaryKeyConstraint("series_id", "day"),
)

# What to read next, asked with a poll of Discord's. `choices`: [article id, title] in the poll's order.
vote = Table(
    "vote",
    metadata,
    Column("id", ID, primary_key=True),
    Column("server_id", SNOWFLAKE, nullable=False),
    Column("channel_id", SNOWFLAKE, nullable=False),
    Column("source", Text, nullable=False),
    Column("asked_by", SNOWFLAKE, nullable=False, info=NAMED),
    Column("opens_at", INSTANT, nullable=False),
    Column("closes_at", INSTANT, nullable=False),
    Column("message_id", SNOWFLAKE, unique=True),
    Column("series_id", ID, ForeignKey("series.id")),
    Column("occurrence", Text),
    Column("winner_id", ID, ForeignKey("article.id")),
    Column("counted_at", INSTANT),
    Column("then_plan", JSON),
    Column("choices", JSON, nullable=False),
    Column("counts", JSON),
    Column("reading_id", ID),  # what the vote led to; of `reading`
    Column("question", Text),
    Index(None, "server_id", "closes_at"),
    Index(None, "series_id", "occurrence", unique=True),
    sqlite_autoincrement=True,
)

reading = Table(
    "reading",
    metadata,
    Column("id", ID, primary_key=True),
    Column("server_id", SNOWFLAKE, nullable=False),
    Column("article_id", ID, ForeignKey("article.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("channel_id", SNOWFLAKE, nullable=False),
    Column("planned_by", SNOWFLAKE, nullable=False, info=NAMED),
    Column("starts_at", INSTANT, nullable=False),
    Column("duration_ms", BigInteger, nullable=False),
    Column("created_at", INSTANT, nullable=False),
    Column("starts_wall", Text),
    Column("zone", Text),
    Column("announcement_id", SNOWFLAKE, unique=True),
    Column("thread_id", SNOWFLAKE, unique=True),
    Column("opening_id", SNOWFLAKE, unique=True),
    Column("closing_id", SNOWFLAKE, unique=True),
    Column("opened_at", INSTANT),
    Column("closed_at", INSTANT),
    Column("series_id", ID),  # of `series`; SQLite cannot name a reference in a column that is added later
    Column("occurrence", Text),
    Column("leader_id", SNOWFLAKE, info=NAMED),
    Column("counted_until", INSTANT),
    Column("pace", Text, nullable=False, server_default="together"),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("wants_event", Boolean, nullable=False, server_default=false()),
    Column("event_id", SNOWFLAKE),
    Column("announced_in", SNOWFLAKE),
    Column("role_id", SNOWFLAKE),
    Column("repeats", Text),
    Index(None, "server_id", "state", "starts_at"),
    Index(None, "state", "starts_at"),
    Index(None, "series_id", "occurrence", unique=True),
    sqlite_autoincrement=True,
)

question = Table(
    "question",
    metadata,
    Column("reading_id", ID, ForeignKey("reading.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    Column("rule", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("message_id", SNOWFLAKE, unique=True),
    Column("withdrawn_at", INSTANT),
    PrimaryKeyConstraint("reading_id", "position"),
)

# What organisers did with the questions the bot made for their reading. `instead`: what they put in its place.
question_decision = Table(
    "question_decision",
    metadata,
    Column("id", ID, primary_key=True),
    Column("reading_id", ID, ForeignKey("reading.id"), nullable=False),
    Column("decision", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("instead", Text),
    Column("decided_by", SNOWFLAKE, nullable=False, info=NAMED),
    Column("decided_at", INSTANT, nullable=False),
    Index(None, "reading_id"),
    sqlite_autoincrement=True,
)

# A member's own question for a reading, handed in for its organisers; deleted once they have decided about it.
suggested_question = Table(
    "suggested_question",
    metadata,
    Column("id", ID, primary_key=True),
    Column("reading_id", ID, ForeignKey("reading.id"), nullable=False),
    Column("member_id", SNOWFLAKE, nullable=False, info=OWN),
    Column("created_at", INSTANT, nullable=False),
    Column("text", Text, nullable=False),
    Column("passage", Text),
    Index(None, "reading_id"),
    sqlite_autoincrement=True,
)

# When and where a member wants to be reminded of readings. `refused_at`: when Discord refused a direct message to them.
# `language`: of their Discord when they chose, in which direct messages are said.
reminder = Table(
    "reminder",
    metadata,
    Column("server_id", SNOWFLAKE, nullable=False),
    Column("member_id", SNOWFLAKE, nullable=False, info=OWN),
    Column("lead", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("changed_at", INSTANT, nullable=False),
    Column("refused_at", INSTANT),
    Column("language", Text),
    PrimaryKeyConstraint("server_id", "member_id"),
)

contribution = Table(
    "contribution",
    metadata,
    Column("key", Text, nullable=False),
    Column("reading_id", ID, ForeignKey("reading.id"), nullable=False),
    Column("server_id", SNOWFLAKE, nullable=False),
    Column("member_id", SNOWFLAKE, nullable=False, info=OWN),
    Column("kind", Text, nullable=False),
    Column("at", INSTANT, nullable=False),
    Column("position", Integer),
    Column("message_id", SNOWFLAKE),
    Column("target_id", SNOWFLAKE),
    Column("reply_to_id", SNOWFLAKE),
    PrimaryKeyConstraint("key"),
    Index(None, "reading_id", "member_id"),
    Index(None, "server_id", "member_id"),
)

# How far a reading's thread is known: every message up to `heard_to` was counted, and what a listing that is under way
# has compared again, up to `compared_to`.
thread_mark = Table(
    "thread_mark",
    metadata,
    Column("reading_id", ID, ForeignKey("reading.id"), primary_key=True, autoincrement=False),
    Column("heard_to", SNOWFLAKE, nullable=False),
    Column("compared_to", SNOWFLAKE, nullable=False),
    Column("begun_at", INSTANT, nullable=False),
    Column("done_at", INSTANT),
)

due_work = Table(
    "due_work",
    metadata,
    Column("id", ID, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_at", INSTANT, nullable=False),
    Column("server_id", SNOWFLAKE, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("first_attempt_at", INSTANT),
    Column("lease_until", INSTANT),
    Column("lease_owner", Text),
    Column("result_id", SNOWFLAKE),
    Column("last_error", Text),
    Column("created_at", INSTANT, nullable=False),
    Column("done_at", INSTANT),
    Column("payload", JSON, nullable=False),
    Index(None, "state", "due_at"),
    Index(None, "server_id", "state"),
    sqlite_autoincrement=True,
)

command_sync = Table(
    "command_sync",
    metadata,
    Column("application_id", SNOWFLAKE, primary_key=True, autoincrement=False),
    Column("payload_hash", Text, nullable=False),
    Column("synced_at", INSTANT, nullable=False),
)
