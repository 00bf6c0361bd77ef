"""`python -m sandbox` as others start it."""

import json
import os
import signal
import socket
import struct
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from sandbox.server import PAGE, Sandbox


@contextmanager
def _started(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], Any]]:
    """A sandbox in a process of its own, and the line it printed."""
    command = [sys.executable, "-m", "sandbox", *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as process:
        assert process.stdout is not None
        try:
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_prints_one_line_serves_and_stops_when_told(number: signal.Signals) -> None:
    with _started() as (process, about):
        assert set(about) == {
            "api_url", "gateway_url", "web_url", "bot_token", "application_id", "guild_id", "channels", "users"
        }  # fmt: skip
        assert about["api_url"] == about["web_url"] + "/api/v10"
        assert [each["name"] for each in about["users"]] == ["Ada", "Olu", "Mia", "Max", "Noor"]
        with urllib.request.urlopen(about["web_url"] + "/sandbox/info") as answer:
            assert json.load(answer) == about
        process.send_signal(number)
        rest, errors = process.communicate(timeout=60)
        assert (process.returncode, rest, errors) == (0, "", "")


def test_the_same_world_has_the_same_ids_at_every_start() -> None:
    fixed = ("bot_token", "application_id", "guild_id", "channels", "users")
    with _started() as (_, first), _started() as (_, second):
        assert [first[key] for key in fixed] == [second[key] for key in fixed]
        assert first["web_url"] != second["web_url"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "cannot be read"),
        ("[]", "JSON object"),
        ('{"users": ["Ada"], "servers": [{"name": "x", "owner": "Ada", "channels": []}]}', "user of a world"),
        ('{"users": [{"name": "Ada"}], "servers": [{"name": "x", "owner": "Ada", "channels": 5}]}', "another kind"),
        ('{"users": [{"name": "Ada"}], "servers": [{"name": "x", "owner": "Eve", "channels": []}]}', "'Eve'"),
    ],
)
def test_a_world_that_cannot_be_built_says_why(tmp_path: Path, text: str, says: str) -> None:
    world = tmp_path / "world.json"
    world.write_text(text)
    command = [sys.executable, "-m", "sandbox", "--world", str(world)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (told.returncode, told.stdout) == (2, "")
    assert says in told.stderr
    assert "Traceback" not in told.stderr


def test_a_port_that_is_taken_is_told() -> None:
    with _started() as (_, about):
        command = [sys.executable, "-m", "sandbox", "--port", about["web_url"].rsplit(":", 1)[-1]]
        told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (told.returncode, told.stdout) == (2, "")
    assert "in use" in told.stderr
    assert "Traceback" not in told.stderr


async def test_the_page_is_served_fresh_and_nothing_beside_it(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(sandbox.web_url + "/") as answer:
            assert (answer.status, answer.content_type) == (200, "text/html")
            assert answer.headers["Cache-Control"] == "no-store"
        for script in list(PAGE.rglob("*.js"))[:1]:
            async with session.get(f"{sandbox.web_url}/static/{script.relative_to(PAGE)}") as answer:
                assert (answer.status, answer.content_type.split("/")[-1]) == (200, "javascript")
        async with session.get(sandbox.web_url + "/static/%2e%2e/server.py") as answer:
            assert answer.status == 404


def test_whoever_goes_away_at_once_leaves_no_traceback() -> None:
    with _started() as (process, about):
        host = urlsplit(about["web_url"])
        asks = f"GET /gateway/?v=10&encoding=json HTTP/1.1\r\nHost: {host.netloc}\r\nUpgrade: websocket\r\n"
        asks += f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {'A' * 22}==\r\n\r\n"
        ping = b"\x89\x80\0\0\0\0"
        for number in range(20):
            with socket.create_connection((host.hostname, host.port)) as line:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # cut, not closed
                line.sendall(asks.encode() + ping * (number % 2 * 50))
                if number % 4 > 1:
                    assert line.recv(12) == b"HTTP/1.1 101"
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=60) == ("", "")
