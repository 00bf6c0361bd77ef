"""The command line as people use it: a program of its own, with its words, its exit code and no traceback."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from sandbox.demo import samples, site

HOUSE = Path(__file__).parents[1]
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.GaBcDe.0123456789abcdefghijklmnopqrstuvwxyz-_"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the program is run."""
    return tmp_path


def bot(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m bot` there, with these settings in the environment and no others."""
    bare = {name: value for name, value in os.environ.items() if not name.upper().startswith("BOT_")}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=bare | {"PYTHONPATH": str(HOUSE)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_run_without_a_token_says_which_setting_and_where_to_get_one(folder: Path) -> None:
    done = bot(folder, "run")
    assert done.returncode == 2
    assert "discord.token is missing" in done.stderr
    assert "https://discord.com/developers/applications" in done.stderr
    assert "BOT_DISCORD__TOKEN" in done.stderr
    assert "Traceback" not in done.stderr


def test_run_with_a_malformed_token_says_what_is_wrong_with_it_and_does_not_repeat_it(folder: Path) -> None:
    done = bot(folder, "run", BOT_DISCORD__TOKEN=f"Bot {TOKEN}")
    assert done.returncode == 2
    assert 'discord.token is malformed: it starts with "Bot "' in done.stderr
    assert "https://discord.com/developers/applications" in done.stderr
    assert "Traceback" not in done.stderr
    assert TOKEN not in done.stderr + done.stdout


def test_a_mistake_in_a_named_file_is_told_with_the_files_name(folder: Path) -> None:
    (folder / "mine.toml").write_text("[discord]\ntokn = 'x'\n", encoding="utf-8")
    done = bot(folder, "run", "--config", "mine.toml")
    assert done.returncode == 2
    assert done.stderr.startswith('mine.toml: there is no setting discord.tokn. Did you mean "token"?')


def test_nothing_is_left_behind_by_a_run_that_could_not_start(folder: Path) -> None:
    bot(folder, "run")
    assert list(folder.iterdir()) == []


def test_check_goes_on_past_a_missing_token_and_fails(folder: Path) -> None:
    done = bot(folder, "check")
    assert done.returncode == 1
    assert "ok     database: new" in done.stdout
    assert "WRONG  token" in done.stdout
    assert done.stderr == ""


def test_migrate_makes_the_database_and_export_writes_what_is_in_it(folder: Path) -> None:
    url = "sqlite+aiosqlite:///kept.sqlite3"
    made = bot(folder, "migrate", BOT_DATABASE__URL=url)
    assert (made.returncode, made.stderr) == (0, "")
    assert (folder / "kept.sqlite3").is_file()
    exported = bot(folder, "export", "--out", "everything", BOT_DATABASE__URL=url)
    assert (exported.returncode, exported.stderr) == (0, "")
    assert {"server.jsonl", "article.jsonl", "contribution.jsonl"} <= {
        file.name for file in (folder / "everything").iterdir()
    }


def test_an_export_of_nothing_is_refused_and_makes_nothing(folder: Path) -> None:
    done = bot(folder, "export", "--out", "everything")
    assert done.returncode == 1
    assert "nothing to export" in done.stderr
    assert list(folder.iterdir()) == []


def test_a_database_that_is_no_database_is_refused_in_plain_words(folder: Path) -> None:
    (folder / "notes.txt").write_text("not a database, " * 100, encoding="utf-8")
    done = bot(folder, "migrate", BOT_DATABASE__URL="sqlite+aiosqlite:///notes.txt")
    assert done.returncode == 1
    assert "database.url" in done.stderr
    assert "Traceback" not in done.stderr


def test_inspect_prints_an_articles_questions_without_any_token(folder: Path) -> None:
    article = HOUSE / "sandbox" / "demo" / "texts" / "the-library-on-mill-street.md"
    (folder / "article.md").write_text(article.read_text(encoding="utf-8").split("+++\n", 2)[2], encoding="utf-8")
    done = bot(folder, "inspect", "article.md", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert [lessons["heading"] for lessons in found["lessons"]] == ["Lessons for other towns"]
    assert 3 <= len(found["questions"]) <= 7
    text = found["lessons"][0]["text"]
    assert all(question["evidence"] in text for question in found["questions"])


def test_inspect_gives_an_article_the_time_that_the_settings_allow(folder: Path) -> None:
    (folder / "article.txt").write_text("The pump was old, and nobody had said so. " * 2000, encoding="utf-8")
    done = bot(folder, "inspect", "article.txt", BOT_READER__SECONDS="0.001")
    assert done.returncode == 2
    assert "longer than 0.001 seconds" in done.stderr


@pytest.mark.parametrize("given", ["missing.txt", "."])
def test_inspect_of_what_cannot_be_read_says_so(folder: Path, given: str) -> None:
    done = bot(folder, "inspect", given)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_inspect_of_a_private_address_is_refused(folder: Path) -> None:
    done = bot(folder, "inspect", "http://127.0.0.1:9/article")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


async def test_inspect_reads_an_address_that_the_operator_allows(folder: Path) -> None:
    articles = samples.load()
    async with TestServer(site.application(articles), host="127.0.0.1") as server:
        address = str(server.make_url(f"/articles/{articles[0].slug}"))
        settings = folder / "config.toml"
        settings.write_text(f'[sources]\nallowed_hosts = ["127.0.0.1:{server.port}"]\n', encoding="utf-8")
        done = await asyncio.to_thread(bot, folder, "inspect", address, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["title"] == articles[0].title


@pytest.mark.parametrize("arguments", [[], ["rum"], ["inspect"], ["export"]])
def test_a_command_line_that_is_not_understood_shows_how_it_is_meant(folder: Path, arguments: list[str]) -> None:
    done = bot(folder, *arguments)
    assert done.returncode == 2
    assert "usage: python -m bot" in done.stderr
