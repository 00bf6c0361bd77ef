"""Prints every measure: `make eval`, or `python -m tests.evaluation [--pin]`; 1 if a floor is not held.

`--pin` writes the floors anew at the height of what was measured; it refuses to lower one.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tests.evaluation import figures, floors, measures, reading
from tests.evaluation.corpus import Case, cases
from tests.evaluation.labelled import Labelled, collection, heldout
from tests.evaluation.naive_readers import READERS


def main() -> int:
    """Measure and print; hold the floors, or pin them."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation", description=__doc__)
    parser.add_argument("--pin", action="store_true", help="write floors.toml anew; a lower floor is refused")
    pin = parser.parse_args().pin
    console = Console(width=max(120, Console().width))
    real, own, found = collection(), heldout(), cases()
    if not os.environ.get("READING_CIRCLE_ARTICLES"):
        console.print("READING_CIRCLE_ARTICLES is not set: measured on our own articles only.")
    for name, articles in (("the collection of real articles", real), ("articles written to be measured on", own)):
        if articles:
            _print_reading(console, name, articles)
    _print_questions(console, found)
    pinned = floors.read(floors.PINNED.read_text(encoding="utf-8"))
    if not real:
        return _held(console, figures.of_reading("held out", own), pinned.of("held out"), pin=False)
    measured = figures.of_reading("collection", real) | figures.of_reading("held out", own)
    return _held(console, measured | figures.of_questions(found), pinned, pin=pin)


def _held(console: Console, measured: dict[str, float], pinned: floors.Floors, *, pin: bool) -> int:
    """Hold the floors against what was measured, or pin them there; 1 if one is missed or would be lowered."""
    if pin:
        try:
            floors.PINNED.write_text(pinned.pinned(measured).as_toml(), encoding="utf-8")
        except floors.FloorLowered as refused:
            console.print(f"[red]Not pinned: {refused}[/]")
            return 1
        console.print(f"Pinned in {floors.PINNED.name}.")
        return 0
    missed = pinned.missed(measured)
    console.print("\n".join(f"[red]below its floor: {one}[/]" for one in missed) or "Every floor holds.")
    return int(bool(missed))


def _print_reading(console: Console, name: str, articles: Sequence[Labelled]) -> None:
    columns = (
        "",
        "articles",
        "titles",
        "heading P",
        "R",
        "F1",
        "section F1",
        "negatives",
        "run on",
        "author's questions",
    )
    table = Table(*columns, title=f"Reading {name}", title_justify="left")
    for part, some in reading.slices(articles).items():
        one = reading.score(some, reading.ours)
        table.add_row(part, *_cells(one), end_section=part == "all")
    for reader, read in READERS.items():
        table.add_section()
        for part, some in reading.slices(articles).items():
            pages = "trafilatura" in reader
            if part == (".html" if pages else "all") or (not pages and part.startswith(".")):
                table.add_row(f"{reader} {part}", *_cells(reading.score(some, read)))
    console.print(table)


def _cells(one: reading.Score) -> list[str]:
    shares = (one.titles, one.precision, one.recall, one.heading_f1, one.section_f1)
    counts = (one.negatives, one.overrun, one.questions)
    return [str(one.articles), *(f"{share:.2f}" for share in shares), *(f"{these}/{all_}" for these, all_ in counts)]


def _print_questions(console: Console, found: Sequence[Case]) -> None:
    columns = ("", "questions", "gates", "ask only", "with passage", "kinds a set", "units asked", "3+ of 100 words")
    table = Table(*columns, title=f"Questions of {len(found)} articles", title_justify="left")
    for row in measures.rows(found):
        shares = (row.gates, row.ask_only, row.with_passage, row.kinds, row.units, row.three_or_more)
        table.add_row(row.name, str(row.questions), *(f"{share:.2f}" for share in shares))
    console.print(table)
    alarms, named = measures.false_alarms(found)
    _print_shares(console, "Planted faults caught", {**measures.caught_faults(found), "false alarms": alarms})
    for line in named:
        console.print(f"  false alarm: {line}")
    _print_shares(console, "Questions that stay when this changes", measures.changes(found))
    console.print(f"Survivors under another article's section: {measures.survivors(found)}")
    console.print("Sections by number of questions:", measures.supply_table(found))


def _print_shares(console: Console, title: str, shares: dict[str, float]) -> None:
    table = Table(*shares, title=title, title_justify="left")
    table.add_row(*(f"{share:.2f}" for share in shares.values()))
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
