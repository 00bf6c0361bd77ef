"""docs/privacy.md says of every column what it holds, and the tables say of every member's id what becomes of it."""

from __future__ import annotations

import re

from discord.state import ConnectionState

from bot.store.tables import metadata
from tests.house.files import HOUSE

PAGE = HOUSE / "docs" / "privacy.md"
PEOPLE = re.compile(r"(^|_)(member|user|leader|author|owner)(s|_id|_ids)?$|_by$")
NOBODY = {("article", "authors"), ("due_work", "lease_owner")}
"""Columns that sound like it and hold no member of a server."""


def told() -> dict[str, list[str]]:
    """The columns that the page tells of, by table."""
    parts = re.split(r"^### `(\w+)`$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {
        name: re.findall(r"^\| `(\w+)` \| \S", text, re.MULTILINE)
        for name, text in zip(parts[::2], parts[1::2], strict=True)
    }


def test_the_privacy_page_tells_of_every_table_and_column() -> None:
    kept = {table.name: [column.name for column in table.columns] for table in metadata.sorted_tables}
    page = told()
    missing = {
        name: sorted(set(columns) - set(page.get(name, ())))
        for name, columns in kept.items()
        if set(columns) - set(page.get(name, ()))
    }
    assert not missing, (
        f"docs/privacy.md says nothing of {missing}. To mend it: under its heading '### `table`' (add one if the table "
        "is new) give each column a row '| `column` | what it holds |', in words a member understands."
    )
    gone = {name: sorted(set(columns) - set(kept.get(name, ()))) for name, columns in page.items()}
    assert not (left := {name: columns for name, columns in gone.items() if columns or name not in kept}), (
        f"docs/privacy.md tells of what is not there any more: {left}. Take those rows out."
    )


def test_the_page_names_events_that_discord_sends() -> None:
    section = PAGE.read_text(encoding="utf-8").split("## Without privileged intents", 1)[1].split("\n## ", 1)[0]
    named = re.findall(r"`([A-Z]+(?:_[A-Z]+)+)`", section)
    assert len(named) > 10
    assert [name for name in named if not hasattr(ConnectionState, f"parse_{name.lower()}")] == []


def test_every_column_with_a_members_id_says_what_becomes_of_it() -> None:
    silent = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if PEOPLE.search(column.name) and "member" not in column.info and (table.name, column.name) not in NOBODY
    ]
    assert not silent, (
        f"{silent} may hold a member's id. To mend it: give the column `info=OWN` (the row goes when the member is "
        "forgotten), `info=NAMED` (it is emptied) or `info=LISTED` (a JSON list they are taken out of); see "
        "bot/store/columns.py. Hold no member's id in any other column."
    )


def test_the_page_marks_those_columns() -> None:
    text = PAGE.read_text(encoding="utf-8")
    marked = len(re.findall(r"^\| `\w+` \| .*\*\*(?:the member|names a member|lists members)", text, re.MULTILINE))
    assert marked == sum("member" in column.info for table in metadata.sorted_tables for column in table.columns)
