"""Prints every measure: `make eval`, or `python -m tests.evaluation`."""

from __future__ import annotations

import os
import sys

from rich.console import Console
from rich.table import Table

from tests.evaluation import measures
from tests.evaluation.corpus import cases


def main() -> int:
    console = Console()
    found = cases()
    if not os.environ.get("READING_CIRCLE_ARTICLES"):
        console.print("READING_CIRCLE_ARTICLES is not set: measured on our own articles only.")
    columns = ("", "questions", "gates", "ask only", "with passage", "kinds a set", "units asked", "3+ of 100 words")
    table = Table(*columns, title=f"Questions of {len(found)} articles")
    for row in measures.rows(found):
        shares = (row.gates, row.ask_only, row.with_passage, row.kinds, row.units, row.three_or_more)
        table.add_row(row.name, str(row.questions), *(f"{share:.2f}" for share in shares))
    console.print(table)
    alarms, named = measures.false_alarms(found)
    _print(console, "Planted faults caught", {**measures.caught_faults(found), "false alarms": alarms})
    for line in named:
        console.print(f"  false alarm: {line}")
    _print(console, "Questions that stay when this changes", measures.changes(found))
    console.print(f"Survivors under another article's section: {measures.survivors(found)}")
    console.print("Sections by number of questions:", measures.supply_table(found))
    return 0


def _print(console: Console, title: str, shares: dict[str, float]) -> None:
    table = Table(*shares, title=title)
    table.add_row(*(f"{share:.2f}" for share in shares.values()))
    console.print(table)


sys.exit(main())
