"""`python -m bot run` as a service manager sees it: what it connects to, how it ends, and what it says then."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from sandbox.server import Sandbox

HOUSE = Path(__file__).parents[2]
WRONG_TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.GaBcDe.0123456789abcdefghijklmnopqrstuvwxyz-_"
PATIENCE_S = 60.0


@asynccontextmanager
async def running(sandbox: Sandbox, folder: Path, **environment: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot, in `folder`, told where the sandbox is and nothing else."""
    about = sandbox.about()
    bare = {name: value for name, value in os.environ.items() if not name.upper().startswith("BOT_")}
    settings = {
        "BOT_DISCORD__TOKEN": about["bot_token"],
        "BOT_DISCORD__API_URL": about["api_url"],
        "BOT_DISCORD__GATEWAY_URL": about["gateway_url"],
        "BOT_DISCORD__READY_TIMEOUT": "0.05",
        "BOT_LOG__FORMAT": "json",
        "PYTHONPATH": str(HOUSE),
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=folder,
        env=bare | settings | environment,
        stdin=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def log_until(process: asyncio.subprocess.Process, event: str) -> list[str]:
    """The log's lines up to the one that tells of this event."""
    assert process.stderr is not None
    lines: list[str] = []
    async with asyncio.timeout(PATIENCE_S):
        while not lines or json.loads(lines[-1])["event"] != event:
            line = (await process.stderr.readline()).decode()
            assert line, "".join(lines)
            lines.append(line)
    return lines


async def ended(process: asyncio.subprocess.Process) -> tuple[int, str]:
    """Its exit code and what it said."""
    assert process.stderr is not None
    async with asyncio.timeout(PATIENCE_S):
        said = (await process.stderr.read()).decode()
        return await process.wait(), said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_told_to_stop_it_ends_in_good_order(tmp_path: Path, number: signal.Signals) -> None:
    async with Sandbox() as sandbox, running(sandbox, tmp_path) as process:
        lines = await log_until(process, "connected")
        process.send_signal(number)
        code, said = await ended(process)
    assert code == 0
    assert "Traceback" not in said
    assert [line for line in lines if json.loads(line)["level"] not in {"info", "debug"}] == []


async def test_the_token_is_in_no_line_of_the_log(tmp_path: Path) -> None:
    async with Sandbox() as sandbox, running(sandbox, tmp_path, BOT_LOG__LEVEL="debug") as process:
        lines = await log_until(process, "connected")
        process.terminate()
        _, said = await ended(process)
    assert sandbox.about()["bot_token"] not in "".join(lines) + said


async def test_a_token_that_discord_refuses_is_a_matter_of_settings(tmp_path: Path) -> None:
    async with Sandbox() as sandbox, running(sandbox, tmp_path, BOT_DISCORD__TOKEN=WRONG_TOKEN) as process:
        code, said = await ended(process)
    assert code == 2
    assert "discord.token" in said
    assert "https://discord.com/developers/applications" in said
    assert "Traceback" not in said
    assert WRONG_TOKEN not in said


async def test_a_discord_that_does_not_answer_is_worth_another_try(tmp_path: Path) -> None:
    async with (
        Sandbox() as sandbox,
        running(sandbox, tmp_path, BOT_DISCORD__API_URL="http://127.0.0.1:9/api/v10") as process,
    ):
        code, said = await ended(process)
    assert code == 1
    assert "discord.api_url" in said
    assert "Traceback" not in said
