"""The log, as a program of its own writes it: readable, complete, and without secrets."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.logs import scrubbed

HOUSE = Path(__file__).parents[1]
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.GaBcDe.0123456789abcdefghijklmnopqrstuvwxyz-_"
OTHER_TOKEN = "OTg3NjU0MzIxMDk4NzY1NDMyMQ.XyZxYz.zyxwvutsrqponmlkjihgfedcba9876543210"
INTERACTION = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OTphYmNkZWY"


def log_of(body: str, *, style: str = "json", level: str = "info") -> str:
    """What a program writes that sets up the log and then does this."""
    program = f"""
import logging, structlog
from bot.logs import set_up
from bot.settings import LogSettings

set_up(LogSettings(format={style!r}, level={level!r}), secrets=[{TOKEN!r}, "hunter22"])
log = structlog.get_logger("bot.test")
discord = logging.getLogger("discord.http")
{body}
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=HOUSE, capture_output=True, text=True, check=True)
    assert done.stdout == ""
    return done.stderr


def lines_of(body: str, **how: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in log_of(body, **how).splitlines()]


def test_every_line_is_an_object_with_what_when_where_and_how_bad() -> None:
    (line,) = lines_of("log.info('article stored', article=7)")
    assert line.pop("timestamp")
    assert line == {"event": "article stored", "article": 7, "level": "info", "logger": "bot.test"}


def test_the_librarys_own_lines_come_the_same_way() -> None:
    (line,) = lines_of("discord.warning('%s took long', 'GET')")
    assert (line["event"], line["logger"], line["level"]) == ("GET took long", "discord.http", "warning")


def test_lines_below_the_level_are_left_out_and_the_library_never_gets_chatty() -> None:
    assert lines_of("log.info('small talk')", level="warning") == []
    assert [line["event"] for line in lines_of("log.debug('ours'); discord.debug('theirs')", level="debug")] == ["ours"]


def test_a_start_does_not_warn_of_what_this_bot_has_no_use_for() -> None:
    assert log_of("import discord; discord.Client(intents=discord.Intents(guilds=True))") == ""


@pytest.mark.parametrize("style", ["console", "json"])
@pytest.mark.parametrize(
    "body",
    [
        f"log.info('set', token={TOKEN!r})",
        f"log.info('logging in with {TOKEN}')",
        f"log.info('another', header='Bot {OTHER_TOKEN}')",
        f"discord.error('%s', {{'Authorization': 'Bot {TOKEN}'}})",
        "log.info('opened', url='postgresql+asyncpg://me:hunter22@db/circle')",
        f"discord.error('POST https://discord.com/api/v10/interactions/123456/{INTERACTION}/callback failed')",
        f"discord.error('PATCH /webhooks/123456/{INTERACTION}/messages/@original failed')",
        f"""
def login(token):
    raise ValueError("refused: " + token)
try:
    login({TOKEN!r})
except ValueError:
    log.exception('failed')
    discord.exception('failed')
""",
    ],
)
def test_no_secret_gets_into_a_line(body: str, style: str) -> None:
    written = log_of(body, style=style)
    assert written.strip()
    assert [secret for secret in (TOKEN, OTHER_TOKEN, INTERACTION, "hunter22") if secret in written] == []
    assert "[secret]" in written


@pytest.mark.parametrize("style", ["console", "json"])
def test_a_traceback_shows_no_local_variables(style: str) -> None:
    written = log_of(
        """
def read(message):
    words = message + " what a member wrote"
    raise ValueError("unreadable")
try:
    read("here is")
except ValueError:
    log.exception('failed')
""",
        style=style,
    )
    assert "unreadable" in written
    assert "here is what a member wrote" not in written


def test_no_member_is_named_where_addresses_mentions_and_keys_of_work_hold_their_ids() -> None:
    member = "203941872346152961"
    for key in ("remind:12:1790000000000:day:{}", "rehearse:12:{}:1790000000000", "end_rehearsal:12:{}:1790000000000"):
        for before in ("", "stuck:", "work="):
            assert scrubbed(f"{before}{key.format(member)} done") == f"{before}{key.format('[member]')} done"
    line = f"GET /guilds/1/members/{member} <@{member}> remind_directly:12:0:day:{member} guild 12345"
    assert scrubbed(line) == "GET /guilds/1/members/[member] <@[member]> remind_directly:12:0:day:[member] guild 12345"
