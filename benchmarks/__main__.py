"""`python -m benchmarks [SUBJECT ...]`: measure, print a table a subject, write benchmarks/results.json.

A subject is a function that returns its figures. To add one: write it in a module of this folder, each figure with its
peer measured in the same run or its limit, and name it in `SUBJECTS`.
"""

import argparse
import sys
from collections.abc import Callable

from . import (
    announce_speed,
    counting_speed,
    due_readings,
    feed_speed,
    figures,
    history_cost,
    polling_speed,
    reading_speed,
    recurrence_speed,
    sandbox_speed,
)
from .figures import Figure

SUBJECTS: dict[str, Callable[[], list[Figure]]] = {
    "announcing": announce_speed.measure,
    "counting": counting_speed.measure,
    "due": due_readings.measure,
    "feeds": feed_speed.measure,
    "history": history_cost.measure,
    "polling": polling_speed.measure,
    "reading": reading_speed.measure,
    "recurrence": recurrence_speed.measure,
    "sandbox": sandbox_speed.measure,
}


def main() -> int:
    """Measure the subjects named, or all; 1 if a goal was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"of: {', '.join(SUBJECTS)} (default: all)")
    wanted = parser.parse_args().subjects or list(SUBJECTS)
    if unknown := set(wanted) - set(SUBJECTS):
        parser.error(f"no such subject: {', '.join(sorted(unknown))}; there are: {', '.join(SUBJECTS)}")
    measured: dict[str, list[Figure]] = {}
    for subject in wanted:
        measured[subject] = SUBJECTS[subject]()
        figures.show(measured[subject], subject)
    figures.write(measured)
    print(f"written to {figures.RESULTS.relative_to(figures.RESULTS.parents[1])}")
    return int(any(each.met is False for found in measured.values() for each in found))


if __name__ == "__main__":
    sys.exit(main())
