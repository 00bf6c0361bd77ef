"""What other processes do to a database while a test looks on: `python -m tests.store.processes NAME URL ...`."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.domain.server import Server
from bot.store import due_work, servers
from bot.store.database import Database
from tests.store.samples import NOW, SERVER

HOUSE = Path(__file__).parents[2]


def start(name: str, *arguments: str) -> subprocess.Popen[str]:
    """Starts one of the programs below; what it says is a line of JSON on its standard output."""
    command = [sys.executable, "-m", "tests.store.processes", name, *arguments]
    return subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)


def say(what: object) -> None:
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


async def open_and_close(url: str) -> None:
    """Opens the database, which makes it if need be, and says whether Alembic was needed."""
    database = await Database.open(url)
    await database.close()
    say("alembic" in sys.modules)


async def claim_all(url: str, owner: str) -> None:
    """Waits for a line on standard input, then claims due work a piece at a time till there is none; prints the ids."""
    database = await Database.open(url)
    say("ready")
    await asyncio.to_thread(sys.stdin.readline)
    claimed: list[int] = []
    while True:
        async with database.write() as tx:
            works = await due_work.claim(tx, now=NOW, owner=owner, limit=3)
        if not works:
            break
        claimed += [work.id for work in works]
    await database.close()
    say(claimed)


async def hang_in_transaction(url: str) -> None:
    """Commits one change, makes another one, says so, and never commits it."""
    database = await Database.open(url)
    async with database.write() as tx:
        await servers.save(tx, Server(SERVER, zone="Europe/Athens"), now=NOW)
    async with database.write() as tx:
        await servers.save(tx, Server(SERVER, zone="Europe/Rome"), now=NOW)
        say("ready")
        await asyncio.sleep(60)


PROGRAMS: dict[str, Callable[..., Awaitable[None]]] = {
    program.__name__: program for program in (open_and_close, claim_all, hang_in_transaction)
}


async def _main() -> None:
    await PROGRAMS[sys.argv[1]](*sys.argv[2:])


if __name__ == "__main__":
    asyncio.run(_main())
