"""The bot as a process of its own, started quickly and ended by SIGKILL.

A kill test starts the bot hundreds of times. So a fork server imports everything once, and each bot is forked from it:
a real process with its own file handles and sockets that a real `kill -9` ends between any two instructions.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

PACE = 1000
"""Requests a second: nobody waits for a turn where no Discord is to be spared."""

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["bot.app", "tests.e2e.processes", "tests.e2e.warm"])


def run_bot(environment: dict[str, str], log: str) -> None:
    """In the forked process: become `python -m bot run` with this environment."""
    with Path(log).open("a", encoding="utf-8") as out:
        os.dup2(out.fileno(), sys.stdout.fileno())
        os.dup2(out.fileno(), sys.stderr.fileno())
    os.environ.update(environment)
    from bot.__main__ import main  # noqa: PLC0415 (imported in the fork, as the command line does)

    sys.exit(main(["run"]))


class Bot:
    """A bot process against a sandbox, with its database in `folder`; started again with the same one after a kill."""

    def __init__(self, about: dict[str, Any], folder: Path, *, allowed_hosts: str = "", database: str = "") -> None:
        self.log = folder / "bot.log"
        self.database = folder / "circle.sqlite3"
        self._environment = {
            "BOT_DISCORD__TOKEN": about["bot_token"],
            "BOT_DISCORD__API_URL": about["api_url"],
            "BOT_DISCORD__GATEWAY_URL": about["gateway_url"],
            "BOT_DISCORD__READY_TIMEOUT": "0.05",
            "BOT_DISCORD__REQUESTS_PER_SECOND": str(PACE),
            "BOT_DATABASE__URL": database or f"sqlite+aiosqlite:///{self.database}",
            "BOT_CLOCK__FOLLOW": f"{about['web_url']}/sandbox/clock",
            "BOT_SOURCES__ALLOWED_HOSTS": allowed_hosts,
        }
        self._process: BaseProcess | None = None

    def start(self) -> None:
        """Returns at once; whether it works shows on Discord's side."""
        self._process = _context.Process(target=run_bot, args=(self._environment, str(self.log)))
        self._process.start()

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.is_alive()

    async def kill(self) -> None:
        """`kill -9`: nothing in the process gets to run any more."""
        assert self._process is not None
        assert self._process.pid is not None
        os.kill(self._process.pid, signal.SIGKILL)
        await asyncio.to_thread(self._process.join, 10)

    async def stop(self) -> int | None:
        """SIGTERM, as a service manager does; the exit code."""
        if self._process is None:
            return None
        self._process.terminate()
        await asyncio.to_thread(self._process.join, 15)
        if self._process.is_alive():
            self._process.kill()
            await asyncio.to_thread(self._process.join, 10)
        return self._process.exitcode

    def told(self) -> str:
        """What it has logged so far."""
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""
