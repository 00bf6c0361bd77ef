"""The discord.py client as this bot sets it up, without a connection."""

from __future__ import annotations

import asyncio

from bot.client import CircleClient, intents
from bot.settings import DiscordSettings


def client() -> CircleClient:
    async def nothing() -> None: ...

    async def unknown(_: int) -> str | None:
        return None

    async def forget(_: int, __: str) -> None: ...

    async def english(_: int) -> str:
        return "en"

    return CircleClient(DiscordSettings(), on_up=nothing, synced_hash=unknown, set_synced=forget, language_of=english)


def test_no_privileged_intent_is_asked_for() -> None:
    asked = {name for name, wanted in intents() if wanted}
    assert asked == {"guilds", "guild_messages", "guild_reactions", "guild_polls", "guild_scheduled_events"}
    assert asked.isdisjoint({"message_content", "members", "presences"})


async def test_nobody_can_be_pinged_unless_a_message_says_so() -> None:
    async with client() as unconnected:
        allowed = unconnected.allowed_mentions
        assert allowed is not None
        assert not any((allowed.everyone, allowed.users, allowed.roles, allowed.replied_user))


async def test_an_event_that_comes_after_closing_is_let_go() -> None:
    heard: list[str] = []
    closed = client()

    async def on_message_delete(_: object) -> None:
        heard.append("after closing")

    async with closed:
        closed.add_listener(on_message_delete, "on_message_delete")
    closed.dispatch("message_delete", object())
    await asyncio.sleep(0)
    assert heard == []
