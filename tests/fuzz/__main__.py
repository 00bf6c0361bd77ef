"""Runs many inputs through the reader: `make fuzz`, or `python -m tests.fuzz [--inputs N] [--first N] [--seconds S]`.

Another process does the reading. When an input hangs it, the system ends it at its CPU limit; that input is noted, and
a new process goes on behind it. The exit code is 1 if any input was handled wrongly.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time

from tests.fuzz.runs import Tally, read_on

MILLION = 1_000_000
TOLD = 10_000
"""Inputs between two lines of output."""
MOST_BROKEN = 100
"""Faults after which no more are looked for."""


def main() -> int:
    """Run what the command line asks for; 1 if any input was handled wrongly."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=MILLION, help="how many (default: %(default)s)")
    parser.add_argument("--first", type=int, default=0, help="number of the first one (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long (default: never)")
    wanted = parser.parse_args()
    total = Tally()
    at, end, stop = wanted.first, wanted.first + wanted.inputs, time.monotonic() + wanted.seconds
    while at < end and time.monotonic() < stop and len(total.broken) < MOST_BROKEN:
        at = _until_it_ends(at, end, stop, total)
    print(_told(total))
    return int(bool(total.broken))


def _until_it_ends(first: int, end: int, stop: float, total: Tally) -> int:
    """One process reads from `first` on, until it is through, time is up, or an input ends it; where to go on."""
    context = multiprocessing.get_context("spawn")
    reports, sending = context.Pipe(duplex=False)
    at = context.Value("q", first)
    process = context.Process(target=read_on, args=(first, end, sending, at), daemon=True)
    process.start()
    sending.close()
    done = first
    try:
        while done < end and time.monotonic() < stop and len(total.broken) < MOST_BROKEN:
            tally: Tally = reports.recv()
            done += tally.inputs
            _add(tally, total)
        return done
    except EOFError:
        process.join()
        _add(Tally(at.value - done + 1, broken=[(at.value, f"ends the process, exit code {process.exitcode}")]), total)
        return int(at.value) + 1
    finally:
        process.kill()
        process.join()


def _add(tally: Tally, total: Tally) -> None:
    """Add a stretch to the whole, and say now and then how far it is; what is broken at once."""
    before = total.inputs
    total.add(tally)
    for number, what in tally.broken:
        print(f"input {number}: {what}", flush=True)
    if before // TOLD != total.inputs // TOLD:
        print(_told(total), flush=True)


def _told(total: Tally) -> str:
    seconds, slowest = total.slowest
    return (
        f"{total.inputs:,} inputs, {total.articles:,} articles, {total.questions:,} questions; "
        f"slowest {seconds:.2f} s (input {slowest}); handled wrongly: {len(total.broken)}"
    )


if __name__ == "__main__":
    sys.exit(main())
