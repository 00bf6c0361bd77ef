"""What is kept of a member is theirs: shown, handed out, deleted to the last byte, and not begun again."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import sys
import zipfile
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import pytest

from sandbox.person import Person
from tests.e2e.conftest import Stage, stage
from tests.e2e.test_mishaps import opened

HOUSE = Path(__file__).parents[2]


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[tuple[Stage, str]]:
    """A reading that has begun, and the id of its thread. Mia, Max and Noor have done all that is counted."""
    async with stage(tmp_path) as ready:
        ready.bot.start()
        await ready.line().set_up()
        await ready.play.person("Olu").command("/article add", in_="general", file=ready.article)
        thread_id = await opened(ready)
        for name in ("Mia", "Max", "Noor"):
            await take_part(ready, ready.play.person(name), thread_id)
        await counted(ready, replied=6, reacted=3, joined=3, read=3, passage=3)
        yield ready, thread_id


async def take_part(here: Stage, member: Person, thread_id: str) -> None:
    announcement = (await here.play.messages("readings"))[0]
    await member.press(announcement.button("I’m reading"))
    await member.press(announcement.button("Read it"))
    questions = [post for post in await here.play.messages(thread_id) if "Question" in post.text and post.buttons]
    await member.say("One thing.", in_=thread_id, reply_to=questions[0])
    await member.say("Another.", in_=thread_id)
    await member.react(questions[1], "👍")
    await member.press(questions[1].button("Show passage"))


def kinds(here: Stage) -> dict[str, int]:
    with sqlite3.connect(here.bot.database) as database:
        return dict(database.execute("SELECT kind, count(*) FROM contribution GROUP BY kind"))


async def counted(here: Stage, **wanted: int) -> None:
    """Return once these are counted."""
    for _ in range(400):
        if kinds(here) == wanted:
            return
        await asyncio.sleep(0.05)
    assert kinds(here) == wanted


def holding(member_id: int, files: Iterable[Path]) -> list[str]:
    """The files whose bytes hold the id, as text or as SQLite writes numbers."""
    shapes = [str(member_id).encode(), member_id.to_bytes(8, "big")]
    return [path.name for path in files if any(shape in path.read_bytes() for shape in shapes)]


async def exported(here: Stage, folder: Path) -> None:
    """`python -m bot export`, as whoever runs the bot gives it."""
    told = {"BOT_DATABASE__URL": f"sqlite+aiosqlite:///{here.bot.database}", "PYTHONPATH": str(HOUSE)}
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "export", "--out", str(folder)),
        cwd=folder.parent,
        env=os.environ | told,
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert await program.wait() == 0


async def test_after_an_opt_out_no_table_log_backup_or_export_holds_the_member(
    here: tuple[Stage, str], tmp_path: Path
) -> None:
    ready, thread_id = here
    mia, ada = ready.play.person("Mia"), ready.play.person("Ada")
    assert "circle.backup-" in (await ada.command("/data backup", in_="general")).text
    stored = [path for path in tmp_path.iterdir() if path.name.startswith("circle")]
    before = holding(int(mia.id), stored)
    assert any("backup" in name for name in before)
    assert any("backup" not in name for name in before)
    asked = await mia.command("/privacy opt-out", in_="general")
    assert "Posts that name you stay as they are" in asked.text
    told = await mia.press(asked.button("Opt out"))
    assert "not counted from now on" in told.text
    await take_part(ready, mia, thread_id)
    pressed = await mia.press((await ready.play.messages("readings"))[0].button("I’m reading"))
    assert "You have opted out of being counted" in pressed.text
    assert "You are in" not in pressed.text
    assert [button.label for button in pressed.buttons] == ["What is counted"]
    await counted(ready, replied=4, reacted=2, joined=2, read=2, passage=2)
    shown = await mia.command("/privacy show", in_="general")
    assert "You have opted out" in shown.text
    await ready.bot.stop()
    ready.bot.start()
    await ready.connected()
    await counted(ready, replied=4, reacted=2, joined=2, read=2, passage=2)
    handed_out = await ada.command("/data export", in_="general")
    async with ready.play.session.get(handed_out.raw["attachments"][0]["url"]) as response:
        (tmp_path / "circle-of-the-server.zip").write_bytes(await response.read())
    with zipfile.ZipFile(tmp_path / "circle-of-the-server.zip") as archive:
        archive.extractall(tmp_path)
    await ready.bot.stop()
    await exported(ready, tmp_path / "exported")
    everything = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.parent.name == "exported" and path.name == "contribution.jsonl" for path in everything)
    assert any(path.suffix == ".log" for path in everything)
    assert any("backup" in path.name for path in everything)
    assert holding(int(mia.id), everything) == []
    assert holding(int(ready.play.person("Max").id), everything) != []


async def test_who_comes_back_is_counted_from_then_on(here: tuple[Stage, str]) -> None:
    ready, thread_id = here
    noor = ready.play.person("Noor")
    asked = await noor.command("/privacy delete", in_="general")
    assert "Your choice of reminders and what you suggested go too" in asked.text
    assert "Posts that name you stay as they are" in asked.text
    assert "Deleted" in (await noor.press(asked.button("Delete it"))).text
    await counted(ready, replied=4, reacted=2, joined=2, read=2, passage=2)
    assert "You had not opted out" in (await noor.command("/privacy opt-in", in_="general")).text
    await ready.bot.stop()  # what was deleted does not come back when all is counted again
    ready.bot.start()
    await ready.connected()
    await take_part(ready, noor, thread_id)
    await counted(ready, replied=6, reacted=2, joined=3, read=3, passage=3)


async def test_a_member_sees_and_gets_what_is_kept_of_them_and_of_nobody_else(here: tuple[Stage, str]) -> None:
    ready, _ = here
    mia, max_ = ready.play.person("Mia"), ready.play.person("Max")
    shown = (await mia.command("/privacy show", in_="general")).text
    for part in ("joined 1 reading", "2 replies", "1 reaction\n", "1 passage opened"):
        assert part in shown
    answer = await mia.command("/privacy export", in_="general")
    (attached,) = answer.raw["attachments"]
    async with ready.play.session.get(attached["url"]) as response:
        exported = json.loads(await response.text())
    assert len(exported["kept"]["contribution"]) == 6
    assert max_.id not in json.dumps(exported)


async def test_the_group_is_told_what_is_counted_when_its_first_reading_is_announced(here: tuple[Stage, str]) -> None:
    ready, thread_id = here
    mia = ready.play.person("Mia")
    announced, card, *_ = await ready.play.messages("readings")
    assert announced.id == thread_id
    assert card.text.startswith("What Reading Circle counts, and what it does not")
    assert card.raw["pinned"]
    pressed = await mia.press(announced.button("I’m reading"))
    assert "joined 1 reading" in (await mia.press(pressed.button("What is counted"))).text


async def test_an_admin_may_have_a_member_forgotten(here: tuple[Stage, str]) -> None:
    ready, _ = here
    ada = ready.play.person("Ada")
    asked = await ada.command("/data forget", in_="general", user="Max")
    assert "Posts that name them stay as they are" in asked.text
    assert "Deleted" in (await ada.press(asked.button("Delete it"))).text
    await counted(ready, replied=4, reacted=2, joined=2, read=2, passage=2)


async def test_an_admin_chooses_how_much_is_counted_and_the_card_says_so(here: tuple[Stage, str]) -> None:
    ready, _ = here
    ada, mia = ready.play.person("Ada"), ready.play.person("Mia")
    told = await ada.command("/setup tracking", in_="general", mode="per-reading", leaderboard=True, keep=90)
    assert "Not which question you answered" in told.text
    await ready.settled()
    first = await mia.sees("kept for 90 days", in_="readings", within=60)
    await ada.command("/setup privacy", in_="general")
    await ready.settled()
    card = (await mia.sees("kept for 90 days", in_="readings", within=60)).id
    assert int(card) > int(first.id)
    assert "What is kept about you here" in (await mia.press(first.button("What is kept about me"))).text
    await ada.command("/setup tracking", in_="general", mode="per-reading", keep=30)
    assert (await mia.sees("kept for 30 days", in_="readings", within=60)).id == card


async def test_the_card_moves_with_the_readings_and_follows_what_is_set_wherever_it_stands(
    here: tuple[Stage, str],
) -> None:
    ready, _ = here
    ada, mia = ready.play.person("Ada"), ready.play.person("Mia")
    first = (await mia.sees("What Reading Circle counts", in_="readings", within=60)).id
    await ada.command("/setup channel", in_="general", use="readings", channel="general")
    card = await mia.sees("What Reading Circle counts", in_="general", within=60)
    led = await mia.sees("is told in another post now", in_="readings", within=60)
    assert led.id == first
    assert f"/{card.id}" in led.text
    assert "What is kept about you here" in (await mia.press(led.button("What is kept about me"))).text
    await ada.command("/setup language", in_="general", language="de")
    assert (await mia.sees("Was Reading Circle zählt", in_="general", within=60)).id == card.id
    await ready.settled()
    await ready.bot.stop()
    with sqlite3.connect(ready.bot.database) as database:  # as an earlier version with other words left it
        database.execute("UPDATE server SET privacy_card_text = 'other'")
    ready.bot.start()
    await ready.connected()

    def said() -> str:
        with sqlite3.connect(ready.bot.database) as database:
            return str(database.execute("SELECT privacy_card_text FROM server").fetchone()[0])

    async with asyncio.timeout(60):
        while said() == "other":
            await asyncio.sleep(0.05)
