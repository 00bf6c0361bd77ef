"""`python -m sandbox.demo` as a person runs it: one program in a terminal, and Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from aiohttp import ClientConnectionError, ClientSession

HOUSE = Path(__file__).parents[2]
RUNNING = "Ctrl-C ends it all."
PATIENCE_S = 90.0


class Terminal:
    """The demo, and what it has written so far."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.text = ""

    async def shows(self, words: str) -> None:
        """Read on until these words have come; fails if the demo ends before."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE_S):
            while words not in self.text:
                line = await self.process.stdout.readline()
                assert line, f"the demo ended before it said {words!r}:\n{self.text}"
                self.text += line.decode()

    async def ends(self) -> int:
        """Its exit code, when it has ended and said everything."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE_S):
            self.text += (await self.process.stdout.read()).decode()
            return await self.process.wait()

    def address(self, of: str) -> str:
        found = re.search(rf"{of} +(http://\S+)", self.text)
        assert found, self.text
        return found[1]


@asynccontextmanager
async def demo(*arguments: str) -> AsyncIterator[Terminal]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox.demo", *arguments),
        cwd=HOUSE,
        env=os.environ | {"CI": "true"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    terminal = Terminal(process)
    try:
        yield terminal
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
        if kept := re.search(r"Its settings: (\S+)", terminal.text):
            shutil.rmtree((HOUSE / kept[1]).parent)


async def answers(address: str) -> bool:
    async with ClientSession() as session:
        try:
            async with session.get(address) as answer:
                return answer.ok
        except ClientConnectionError:
            return False


async def test_the_demo_runs_everything_says_where_and_ends_it_all_at_ctrl_c() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with demo("--port", str(port)) as terminal:
            await terminal.shows(RUNNING)
            page, site = terminal.address("The page"), terminal.address("The sample site")
            assert f"Port {port} is taken" in terminal.text
            assert await answers(page)
            assert await answers(f"{site}articles/the-library-on-mill-street")
            assert "bot | " in terminal.text
            terminal.process.send_signal(signal.SIGINT)
            assert await terminal.ends() == 0
    assert "Goodbye" in terminal.text
    assert "Traceback" not in terminal.text
    assert not await answers(page)
    assert not await answers(site)


async def test_the_demo_says_so_and_ends_when_the_bot_dies() -> None:
    async with demo("--port", "0") as terminal:
        await terminal.shows(RUNNING)
        page = terminal.address("The page")
        os.kill(child_of(terminal.process.pid, "bot"), signal.SIGKILL)
        assert await terminal.ends() == 1
    assert "The demo has ended: the bot has ended" in terminal.text
    assert not await answers(page)


def child_of(pid: int, module: str) -> int:
    """The process that this one has started with `python -m module`."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if not children.exists():
        pytest.skip("this system does not list the children of a process in /proc")
    for child in map(int, children.read_text(encoding="ascii").split()):
        command = Path(f"/proc/{child}/cmdline").read_bytes().decode().split("\0")
        if command[1:3] == ["-m", module]:
            return child
    raise AssertionError(f"{module} is not running")
