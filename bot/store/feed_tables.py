"""The tables of feeds, drawn into the same picture as those of `tables.py`, by the same rules."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text

from bot.store.columns import ID, INSTANT, NAMED, OWN, SNOWFLAKE, metadata

# One row an address, whichever servers follow it. `state` and `memory` are the domain's, in its own words.
feed = Table(
    "feed",
    metadata,
    Column("id", ID, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("site_url", Text),
    Column("added_at", INSTANT, nullable=False),
    Column("state", JSON, nullable=False),
    Column("memory", JSON),
    sqlite_autoincrement=True,
)

# What each item can be known by again; see `bot/domain/feeds/marks.py`.
feed_item = Table(
    "feed_item",
    metadata,
    Column("id", ID, primary_key=True),
    Column("feed_id", ID, ForeignKey("feed.id"), nullable=False),
    Column("article_id", ID, ForeignKey("article.id")),
    Column("seen_at", INSTANT, nullable=False),
    Column("guid", BigInteger),
    Column("address", BigInteger),
    Column("link", BigInteger),
    Column("text", BigInteger),
    Column("title", BigInteger),
    Column("opening", BigInteger),
    Column("words", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("url", Text),
    Column("categories", JSON, nullable=False),
    Index(None, "feed_id", "seen_at"),
    Index(None, "feed_id", "guid"),
    Index(None, "feed_id", "address"),
    Index(None, "feed_id", "text"),
    Index(None, "feed_id", "title"),
    Index(None, "article_id"),
    sqlite_autoincrement=True,
)

# A channel that a feed's articles are posted in.
follow = Table(
    "follow",
    metadata,
    Column("id", ID, primary_key=True),
    Column("feed_id", ID, ForeignKey("feed.id"), nullable=False),
    Column("server_id", SNOWFLAKE, nullable=False),
    Column("channel_id", SNOWFLAKE, nullable=False),
    Column("name", Text, nullable=False),
    Column("added_by", SNOWFLAKE, nullable=False, info=NAMED),
    Column("since", INSTANT, nullable=False),
    Column("role_id", SNOWFLAKE),
    Column("style", Text),
    Column("paused_at", INSTANT),
    Column("tags", JSON, nullable=False),
    Column("include", JSON, nullable=False),
    Column("exclude", JSON, nullable=False),
    Index(None, "feed_id", "channel_id", unique=True),
    Index(None, "server_id"),
    sqlite_autoincrement=True,
)

# The last thing of each kind that happened to an item; channel 0 is for what is the same in all of them.
feed_event = Table(
    "feed_event",
    metadata,
    Column("item_id", ID, ForeignKey("feed_item.id"), nullable=False),
    Column("channel_id", SNOWFLAKE, nullable=False),
    Column("what", Text, nullable=False),
    Column("server_id", SNOWFLAKE, nullable=False),
    Column("at", INSTANT, nullable=False),
    Column("rule", Text, nullable=False),
    Column("detail", Text, nullable=False),
    PrimaryKeyConstraint("item_id", "channel_id", "what"),
)

# What members would like to read. `why` is what they told the bot for the group to see, in no message of theirs.
suggestion = Table(
    "suggestion",
    metadata,
    Column("id", ID, primary_key=True),
    Column("server_id", SNOWFLAKE, nullable=False),
    Column("article_id", ID, ForeignKey("article.id"), nullable=False),
    Column("member_id", SNOWFLAKE, nullable=False, info=OWN),
    Column("at", INSTANT, nullable=False),
    Column("why", Text, nullable=False),
    Index(None, "server_id", "article_id", "member_id", unique=True),
    Index(None, "server_id", "at"),
    sqlite_autoincrement=True,
)
