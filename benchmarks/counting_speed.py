"""How fast members' replies are counted: from the gateway's frames to the disk, and into the store alone."""

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import discord
import orjson
from discord.gateway import DiscordWebSocket

from bot.client import CircleClient, intents
from bot.clock import SystemClock
from bot.delivery.thread import ThreadReader
from bot.domain.participation import Contribution, replied
from bot.settings import DiscordSettings
from bot.store import readings, reports
from bot.store.contribution_queue import ContributionQueue
from bot.store.contributions import MAX_ROWS
from bot.store.database import Database
from bot.store.opt_outs import OptOuts
from bot.workflows.agenda import Agenda
from bot.workflows.attendance import Attendance
from bot.workflows.recount import Recount
from cogs.attendance import AttendanceCog

from .figures import Figure
from .history_cost import keep_readings

FRAMES, WARMING, ROWS, SINGLE, ROUNDS = 10_000, 4, 50_000, 400, 5
MEMBERS, OPTED_OUT = 200, 4
OWN_ID, SERVER_ID, CHANNEL_ID, THREAD_ID, QUESTION_ID, FIRST_MEMBER = 11, 1, 21, 1_000, 1_001, 500
FIRST_ID = 1_400_000_000_000_000_000


def measure() -> list[Figure]:
    """The figures of counting."""
    with tempfile.TemporaryDirectory() as folder:
        return [*asyncio.run(_gateway(Path(folder))), *asyncio.run(_store(Path(folder)))]


async def _gateway(folder: Path) -> list[Figure]:
    """The same frames through discord.py's own reader, to a listener that only counts and to the bot's.

    Rates are those of the processor's time, of all threads together: what is measured is work, also that of SQLite, and
    not how busy the machine or its disk is with others.
    """
    rounds = [(await _counting_rate(folder / f"gateway-{each}.sqlite3"), await _bare_rate()) for each in range(ROUNDS)]
    ours, bare = _middle(rounds)
    return [Figure("members' replies, gateway to disk", ours, "/s", "bare discord.py on_message", bare, 0.90)]


def _middle(rounds: list[tuple[float, float]]) -> tuple[float, float]:
    """The round with the middle ratio: the two of a round were measured one after the other, on the same machine."""
    return sorted(rounds, key=lambda pair: pair[0] / pair[1])[len(rounds) // 2]


class _Bare(discord.Client):
    """Hears and counts."""

    heard = 0

    async def on_message(self, _: discord.Message) -> None:
        self.heard += 1


async def _bare_rate() -> float:
    flags = discord.MemberCacheFlags.none()
    async with _Bare(intents=intents(), member_cache_flags=flags, max_messages=None) as client:

        async def ended() -> None:
            while client.heard < FRAMES + WARMING:
                await asyncio.sleep(0.001)

        return await _rate(client, ended)


async def _counting_rate(file: Path) -> float:
    database = await Database.open(f"sqlite+aiosqlite:///{file}")
    await keep_readings(database, servers=1, weeks=1)
    async with database.write() as tx:
        await readings.update(tx, 1, announcement_id=THREAD_ID, thread_id=THREAD_ID)
        await readings.set_question_message(tx, 1, 1, QUESTION_ID)
    outs = await OptOuts.load(database)
    async with database.write() as tx:
        for number in range(OPTED_OUT):
            await outs.add(tx, SERVER_ID, FIRST_MEMBER + number, now=0)
    async with ContributionQueue(database, outs.hashed) as queue, _circle() as client:
        clock = SystemClock()
        recount = Recount(
            database, queue, ThreadReader(client, 48), Agenda(database, clock, "only"), clock, outs.hashed
        )
        attendance = Attendance(database, queue, recount, outs, clock)
        await client.add_cog(AttendanceCog(client, attendance))

        async def ended() -> None:
            await attendance.settle()
            await queue.flush()

        rate = await _rate(client, ended)
    await _check(database)
    await database.close()
    return rate


async def _check(database: Database) -> None:
    """All that was to be counted is on disk: the replies of everybody but those who have opted out."""
    out = sum(number % MEMBERS < OPTED_OUT for number in range(FRAMES + WARMING))
    async with database.read() as tx:
        report = await reports.report(tx, 1)
    assert sum(each.replies for each in report.members.values()) == FRAMES + WARMING - out


def _circle() -> CircleClient:
    async def nothing() -> None: ...

    async def unknown(_: int) -> str | None:
        return None

    async def forget(_: int, __: str) -> None: ...

    async def english(_: int) -> str:
        return "en"

    return CircleClient(DiscordSettings(), on_up=nothing, synced_hash=unknown, set_synced=forget, language_of=english)


async def _rate(client: discord.Client, ended: Callable[[], Awaitable[None]]) -> float:
    """Frames a second of a core, all threads together, until the last of them is dealt with."""
    state: Any = client._connection  # noqa: SLF001 (what the gateway's reader is given in `from_client`)
    state.user = discord.ClientUser(state=state, data=_person(OWN_ID, bot=True))
    reader: Any = DiscordWebSocket(None, loop=asyncio.get_running_loop())  # type: ignore[arg-type]
    reader._connection, reader._discord_parsers = state, state.parsers  # noqa: SLF001
    reader._dispatch, reader._keep_alive, reader.shard_id = client.dispatch, None, None  # noqa: SLF001
    await reader.received_message(_frame("GUILD_CREATE", _server()))
    frames = [_frame("MESSAGE_CREATE", _message(number)) for number in range(FRAMES)]
    for number in range(WARMING):  # the thread and the question are known from the second reply on
        await reader.received_message(_frame("MESSAGE_CREATE", _message(FRAMES + number)))
        await asyncio.sleep(0.1)
    began = time.process_time()
    for number, frame in enumerate(frames):
        await reader.received_message(frame)
        if number % 20 == 0:
            await asyncio.sleep(0)
    await ended()
    return FRAMES / (time.process_time() - began)


def _frame(event: str, data: dict[str, Any]) -> str:
    return orjson.dumps({"op": 0, "t": event, "s": 1, "d": data}).decode()


def _person(user_id: int, *, bot: bool = False) -> Any:
    name = f"person{user_id}"
    return {"id": str(user_id), "username": name, "discriminator": "0", "avatar": None, "global_name": None, "bot": bot}


def _server() -> dict[str, Any]:
    role = {
        "id": str(SERVER_ID),
        "name": "@everyone",
        "permissions": "0",
        "position": 0,
        "color": 0,
        "hoist": False,
        "managed": False,
        "mentionable": False,
    }
    channel = {
        "id": str(CHANNEL_ID),
        "type": 0,
        "name": "readings",
        "position": 0,
        "permission_overwrites": [],
        "parent_id": None,
        "nsfw": False,
    }
    about = {
        "archived": False,
        "auto_archive_duration": 10080,
        "archive_timestamp": "2026-01-01T00:00:00+00:00",
        "locked": False,
    }
    thread = {
        "id": str(THREAD_ID),
        "type": 11,
        "name": "Reading",
        "parent_id": str(CHANNEL_ID),
        "owner_id": str(OWN_ID),
        "guild_id": str(SERVER_ID),
        "thread_metadata": about,
        "message_count": 0,
        "member_count": 1,
    }
    return {"id": str(SERVER_ID), "name": "Circle", "owner_id": "2", "roles": [role], "channels": [channel],
            "threads": [thread], "members": [], "emojis": [], "features": [], "member_count": 1, "large": False,
            "voice_states": [], "presences": [], "stage_instances": [], "guild_scheduled_events": [],
            "unavailable": False}  # fmt: skip


def _message(number: int) -> dict[str, Any]:
    """Every other one answers a question."""
    member_id = FIRST_MEMBER + number % MEMBERS
    reference = {"message_id": str(QUESTION_ID), "channel_id": str(THREAD_ID), "guild_id": str(SERVER_ID)}
    return {
        "id": str(FIRST_ID + number),
        "channel_id": str(THREAD_ID),
        "guild_id": str(SERVER_ID),
        "type": 19 if number % 2 else 0,
        "author": _person(member_id),
        "member": {"roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False, "flags": 0},
        "content": "",
        "timestamp": "2026-11-01T00:00:00.000000+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "flags": 0,
        **({"message_reference": reference} if number % 2 else {}),
    }


async def _store(folder: Path) -> list[Figure]:
    """Rows into the table, grouped as the bot groups them: through the queue, and with nothing but sqlite3."""
    rounds = [
        (
            await _queue_rate(folder / f"queue-{each}.sqlite3"),
            await _raw_rate(folder / f"raw-{each}.sqlite3", ROWS, MAX_ROWS),
        )
        for each in range(ROUNDS)
    ]
    ours, raw = _middle(rounds)
    single = await _raw_rate(folder / "single.sqlite3", SINGLE, 1)
    return [
        Figure("contributions stored, with counters", ours, "/s", "raw sqlite3 executemany", raw, 0.6),
        Figure("contributions stored, with counters", ours, "/s", "a commit each, raw sqlite3", single, 30),
    ]


def _rows(count: int) -> list[Contribution]:
    who = {"reading_id": 1, "server_id": 1, "at": 1_790_000_000_000}
    return [
        replied(**who, member_id=5_000 + number % 100, message_id=FIRST_ID + number, target_id=QUESTION_ID)
        for number in range(count)
    ]


async def _queue_rate(file: Path) -> float:
    database = await Database.open(f"sqlite+aiosqlite:///{file}")
    await keep_readings(database, servers=1, weeks=1)
    outs, rows = await OptOuts.load(database), _rows(ROWS)
    async with ContributionQueue(database, outs.hashed) as queue:
        began = time.perf_counter()
        for row in rows:
            await queue.put(row)
        await queue.flush()
        rate = ROWS / (time.perf_counter() - began)
    await database.close()
    return rate


async def _raw_rate(file: Path, count: int, group: int) -> float:
    """The same rows into the same table with the same keys and indexes, as durable. They are made ready beforehand, as
    plain values; nobody is asked for who opted out, and nothing is counted.
    """
    database = await Database.open(f"sqlite+aiosqlite:///{file}")
    await keep_readings(database, servers=1, weeks=1)
    await database.close()
    rows = [
        (r.key, r.reading_id, r.server_id, r.member_id, r.kind.value, r.at, None, r.message_id, r.target_id)
        for r in _rows(count)
    ]
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        began = time.perf_counter()
        for start in range(0, count, group):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                "INSERT INTO contribution (key, reading_id, server_id, member_id, kind, at, position, message_id,"
                " target_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
                rows[start : start + group],
            )
            connection.execute("COMMIT")
        return count / (time.perf_counter() - began)
