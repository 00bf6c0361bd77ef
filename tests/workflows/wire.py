"""Discord's gateway without a connection: events as Discord sends them, read by the real discord.py and the real cog.

One server with one channel and, in it, one thread of the bot's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import discord
from discord.ext import commands

from bot.delivery.thread import SeenReaction, SeenReply
from bot.workflows.attendance import Attendance
from cogs.attendance import AttendanceCog

BOT, CHANNEL = 99, 300
THEN = "2026-01-01T00:00:00+00:00"
INTENTS = discord.Intents(guilds=True, guild_messages=True, guild_reactions=True, guild_polls=True)
NAME = "discord.py: "
"""How discord.py begins the names of the tasks in which an event is heard."""

Json = dict[str, Any]


class Wire:
    """`server_id`: the server. `thread_id`: a thread that the bot has opened there."""

    def __init__(self, server_id: int, thread_id: int) -> None:
        self._server_id = server_id
        self._thread_id = thread_id
        self._client = commands.Bot(command_prefix="/", intents=INTENTS, max_messages=None)

    async def hear(self, attendance: Attendance) -> None:
        """From now on it is counted here."""
        await self._client._async_setup_hook()  # discord.py has no public door to itself unconnected
        state = self._client._connection
        own: Any = _user(BOT)
        state.user = discord.ClientUser(state=state, data=own)
        await self._client.add_cog(AttendanceCog(self._client, attendance))
        await self.tell("GUILD_CREATE", _server(self._server_id, self._thread_id))

    async def tell(self, event: str, data: Json) -> None:
        """The event comes, and what it leads to is done when this returns."""
        self._client._connection.parsers[event](data)
        while heard := [each for each in asyncio.all_tasks() if each.get_name().startswith(NAME)]:
            await asyncio.gather(*heard)

    def message(self, seen: SeenReply) -> Json:
        """A member's message in the thread, without its content."""
        told: Json = {"id": str(seen.message_id), "channel_id": str(self._thread_id), "guild_id": str(self._server_id)}
        told |= {"author": _user(seen.member_id), "content": "", "type": 0, "timestamp": THEN, "edited_timestamp": None}
        told |= {"tts": False, "mention_everyone": False, "pinned": False}
        told |= {name: [] for name in ("mentions", "mention_roles", "attachments", "embeds", "components")}
        if seen.target_id is not None:
            told |= {
                "type": 19,
                "message_reference": self._place(self._thread_id) | {"message_id": str(seen.target_id)},
            }
        return told

    def deleted(self, message_ids: Sequence[int]) -> tuple[str, Json]:
        """One message, or several at once."""
        place = self._place(self._thread_id)
        if len(message_ids) == 1:
            return "MESSAGE_DELETE", place | {"id": str(message_ids[0])}
        return "MESSAGE_DELETE_BULK", place | {"ids": [str(each) for each in message_ids]}

    def reaction(self, seen: SeenReaction, channel_id: int) -> Json:
        """A reaction that somebody put under a post of the bot's, or took back."""
        told = self._under(seen.message_id, channel_id) | {"user_id": str(seen.member_id), "emoji": _emoji(seen.emoji)}
        return told | {"burst": seen.burst, "type": int(seen.burst), "message_author_id": str(BOT)}

    def cleared(self, message_id: int, channel_id: int, emoji: str | None) -> tuple[str, Json]:
        """All reactions under a post, or all of one emoji."""
        under = self._under(message_id, channel_id)
        if emoji is None:
            return "MESSAGE_REACTION_REMOVE_ALL", under
        return "MESSAGE_REACTION_REMOVE_EMOJI", under | {"emoji": _emoji(emoji)}

    def vote(self, message_id: int, member_id: int, answer_id: int) -> Json:
        """A vote in a poll of the bot's."""
        return self._under(message_id, CHANNEL) | {"user_id": str(member_id), "answer_id": answer_id}

    def interest(self, event_id: int, member_id: int) -> Json:
        """Somebody wants to come to a scheduled event, or does not any more."""
        who = {"guild_scheduled_event_id": str(event_id), "user_id": str(member_id)}
        return who | {"guild_id": str(self._server_id)}

    def thread(self) -> Json:
        """The thread, as it is deleted."""
        return {"id": str(self._thread_id), "guild_id": str(self._server_id), "parent_id": str(CHANNEL), "type": 11}

    def _place(self, channel_id: int) -> Json:
        return {"channel_id": str(channel_id), "guild_id": str(self._server_id)}

    def _under(self, message_id: int, channel_id: int) -> Json:
        return self._place(channel_id) | {"message_id": str(message_id)}


def _user(user_id: int) -> Json:
    return {"id": str(user_id), "username": f"u{user_id}", "discriminator": "0", "avatar": None, "bot": user_id == BOT}


def _emoji(key: str) -> Json:
    return {"id": key, "name": "own"} if key.isascii() else {"id": None, "name": key}


def _server(server_id: int, thread_id: int) -> Json:
    thread: Json = {"id": str(thread_id), "guild_id": str(server_id), "parent_id": str(CHANNEL), "owner_id": str(BOT)}
    thread |= {"name": "A reading", "type": 11, "message_count": 0, "member_count": 1, "rate_limit_per_user": 0}
    times: Json = {"archived": False, "auto_archive_duration": 10080, "archive_timestamp": THEN, "locked": False}
    channel: Json = {"id": str(CHANNEL), "type": 0, "name": "readings", "position": 0, "permission_overwrites": []}
    empty: Json = {
        name: [] for name in ("roles", "emojis", "stickers", "members", "features", "presences", "voice_states")
    }
    server: Json = {
        "id": str(server_id),
        "name": "A server",
        "owner_id": "1",
        "preferred_locale": "en-GB",
        "member_count": 1,
    }
    levels: Json = dict.fromkeys(("verification_level", "default_message_notifications", "explicit_content_filter"), 0)
    levels |= dict.fromkeys(("mfa_level", "nsfw_level", "premium_tier", "system_channel_flags"), 0)
    held: Json = {"channels": [channel], "threads": [thread | {"thread_metadata": times}]}
    return server | empty | levels | held
