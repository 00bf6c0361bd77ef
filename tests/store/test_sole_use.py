"""One bot at a time on a SQLite file; a killed one leaves nothing behind that would keep the next one out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store.sole_use import sole_use
from tests.databases import sqlite_url

HOLDING = """
import sys
from bot.store.sole_use import sole_use
with sole_use(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_is_told_that_another_bot_runs_on_the_file(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "circle.sqlite3")
    other = subprocess.Popen([sys.executable, "-c", HOLDING, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout
    assert other.stdout.readline() == b"held\n"
    with pytest.raises(StoreError, match="Another bot is running"), sole_use(url):
        pass
    other.kill()
    other.communicate()
    with sole_use(url):
        assert (tmp_path / "circle.sqlite3.lock").exists()


def test_any_number_of_processes_may_use_postgresql() -> None:
    url = "postgresql+asyncpg://bot@db.example/circle"
    with sole_use(url), sole_use(url):
        assert True
