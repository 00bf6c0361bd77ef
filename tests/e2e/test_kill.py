"""The anomaly loop: the bot is killed at the n-th call it makes to Discord, for every n, and started again.

Killed before the call has its effect, or after it and before the answer comes: neither may lose or double anything that
people see or that is counted.
"""

from __future__ import annotations

import asyncio
import difflib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import stage

EVERY_WAY = bool(os.environ.get("KILL_EVERY_WAY"))
PARTS = 7 if EVERY_WAY else 3
"""Each part is a test of its own, so that the parts can run side by side."""
STEP = 1 if EVERY_WAY else 3
"""Every call takes minutes to go through; where there is no time for that, every third one is killed at."""

QUESTIONS = 3
"""Each question is posted in the same way; more of them would only take longer."""

_undisturbed: dict[str, Any] = {}


async def undisturbed(folder: Path) -> tuple[dict[str, Any], int]:
    """What the line comes to when nothing fails, and how many calls the bot makes on the way; walked once a process."""
    if not _undisturbed:
        folder.mkdir()
        async with stage(folder) as here:
            here.bot.start()
            line = here.line(questions=QUESTIONS)
            await line.walk()
            await here.settled()
            _undisturbed["told"] = await line.transcript()
            _undisturbed["calls"] = here.calls()
    return _undisturbed["told"], _undisturbed["calls"]


async def killed_at(folder: Path, what: str, nth: int) -> dict[str, Any]:
    """Walk the line with the bot killed at its n-th call; the transcript.

    The last few calls are not made in every run: how often a report is asked for depends on who is quicker.
    """
    folder.mkdir()
    async with stage(folder) as here:
        fault = here.sandbox.parts.faults.add({"what": what, "nth": nth})
        dead, back = asyncio.Event(), asyncio.Event()
        back.set()

        async def die_and_return() -> None:
            await fault.tripped.wait()
            back.clear()
            dead.set()
            here.dying = True
            await here.killed()
            here.sandbox.parts.faults.remove(fault.id)
            here.bot.start()
            here.dying = False
            dead.clear()
            back.set()

        async def alive() -> None:
            await back.wait()
            await here.connected()

        fate = asyncio.create_task(die_and_return())
        here.bot.start()
        line = here.line(alive, dead, QUESTIONS)
        await line.walk()
        await here.settled()
        told = await line.transcript()
        fate.cancel()
        return told


def different(expected: dict[str, Any], told: dict[str, Any]) -> str:
    """The lines in which two transcripts differ; nothing if they are the same."""
    before, after = (json.dumps(each, indent=1, ensure_ascii=False).splitlines() for each in (expected, told))
    return "\n".join(difflib.unified_diff(before, after, "undisturbed", "killed", lineterm="", n=1))


@pytest.mark.parametrize("part", range(PARTS))
async def test_killed_at_any_call_the_rest_happens_and_nothing_twice(tmp_path: Path, part: int) -> None:
    expected, calls = await undisturbed(tmp_path / "undisturbed")
    struck = range(1, calls + 1, STEP)
    for nth in struck[part::PARTS]:
        for what in ways(nth):
            told = await killed_at(tmp_path / f"{nth}-{what}", what, nth)
            assert not different(expected, told), f"{what} {nth} of {calls}:\n{different(expected, told)}"


def ways(nth: int) -> list[str]:
    """How to die at this call: before its effect or after it, in turn; both, where there is time for it."""
    both = ["hold_before", "hold_after"]
    return both if EVERY_WAY else [both[nth % 2]]
