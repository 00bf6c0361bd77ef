"""The tables of what members came to and what they chose, drawn into the same picture as those of `tables.py`."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, PrimaryKeyConstraint, Table, Text, false

from bot.store.columns import INSTANT, OWN, SNOWFLAKE, metadata

# How many contributions of each kind a member has made in a week, kept in the transaction that keeps the contributions.
member_week = Table(
    "member_week",
    metadata,
    Column("server_id", SNOWFLAKE, nullable=False),
    Column("week", Integer, nullable=False),
    Column("member_id", SNOWFLAKE, nullable=False, info=OWN),
    Column("joined", Integer, nullable=False),
    Column("read", Integer, nullable=False),
    Column("passage", Integer, nullable=False),
    Column("replied", Integer, nullable=False),
    Column("reacted", Integer, nullable=False),
    Column("voted", Integer, nullable=False),
    Column("interested", Integer, nullable=False),
    PrimaryKeyConstraint("server_id", "week", "member_id"),
    sqlite_with_rowid=False,
)

# What a member has chosen, and whether they are still there. `gone_at`: when Discord first said that they are not.
member = Table(
    "member",
    metadata,
    Column("server_id", SNOWFLAKE, nullable=False),
    Column("member_id", SNOWFLAKE, nullable=False, info=OWN),
    Column("on_leaderboard", Boolean, nullable=False, server_default=false()),
    Column("looked_at", INSTANT),
    Column("gone_at", INSTANT),
    PrimaryKeyConstraint("server_id", "member_id"),
)

# Who does not want to be counted: a keyed hash, from which nobody without the key can tell who it is. `back_at`: what
# they do from then on is counted; nothing before it is, though Discord still shows it.
opt_out = Table(
    "opt_out",
    metadata,
    Column("server_id", SNOWFLAKE, nullable=False),
    Column("member_hash", Text, nullable=False),
    Column("at", INSTANT, nullable=False),
    Column("back_at", INSTANT),
    PrimaryKeyConstraint("server_id", "member_hash"),
)

# The key of those hashes, unless the settings hold one; then what the key is known by. Never exported.
secret = Table(
    "secret",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
