"""Runs many inputs through the reader: `make fuzz`, or `python -m tests.fuzz [--inputs N] [--first N] [--seconds S]`.

Other processes do the reading, one a core. When an input hangs one, the system ends it at its CPU limit; that input is
noted, and a new process goes on behind it. The exit code is 1 if any input was handled wrongly.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

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
    run = _Run(time.monotonic() + wanted.seconds)
    processes = os.cpu_count() or 1
    bounds = [wanted.first + wanted.inputs * part // processes for part in range(processes + 1)]
    with ThreadPoolExecutor(processes) as pool:
        list(pool.map(run.through, bounds, bounds[1:]))
    print(_told(run.total))
    return int(bool(run.total.broken))


class _Run:
    """All processes of a run, each watched by a thread. `stop`: when to stop, on the monotonic clock, in seconds."""

    def __init__(self, stop: float) -> None:
        self.total = Tally()
        self._stop = stop
        self._adding = Lock()

    def through(self, first: int, end: int) -> None:
        """Read the inputs from `first` on, in as many processes as it takes."""
        at = first
        while at < end and self._goes_on():
            at = self._until_it_ends(at, end)

    def _goes_on(self) -> bool:
        return time.monotonic() < self._stop and len(self.total.broken) < MOST_BROKEN

    def _until_it_ends(self, first: int, end: int) -> int:
        """One process reads from `first` on, until it is through, time is up, or an input ends it; where to go on."""
        context = multiprocessing.get_context("spawn")
        reports, sending = context.Pipe(duplex=False)
        at = context.Value("q", first)
        process = context.Process(target=read_on, args=(first, end, sending, at), daemon=True)
        process.start()
        sending.close()
        done = first
        try:
            while done < end and self._goes_on():
                tally: Tally = reports.recv()
                done += tally.inputs
                self._add(tally)
            return done
        except EOFError:
            process.join()
            self._add(Tally(at.value - done + 1, broken=[(at.value, f"ends the process, code {process.exitcode}")]))
            return int(at.value) + 1
        finally:
            process.kill()
            process.join()

    def _add(self, tally: Tally) -> None:
        """Add a stretch to the whole, and say now and then how far it is; what is broken at once."""
        with self._adding:
            before = self.total.inputs
            self.total.add(tally)
            for number, what in tally.broken:
                print(f"input {number}: {what}", flush=True)
            if before // TOLD != self.total.inputs // TOLD:
                print(_told(self.total), flush=True)


def _told(total: Tally) -> str:
    seconds, slowest = total.slowest
    return (
        f"{total.inputs:,} inputs, {total.articles:,} articles, {total.questions:,} questions; "
        f"slowest {seconds:.2f} s (input {slowest}); handled wrongly: {len(total.broken)}"
    )


if __name__ == "__main__":
    sys.exit(main())
