"""Gateway events as Discord sends them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
from structlog.testing import capture_logs

from cogs.raw_events import hear


def sent(client: discord.Client, event: str, data: dict[str, Any]) -> None:
    """As discord.py's gateway hands an event on."""
    client._connection.parsers[event](data)


async def test_an_event_is_heard_as_it_was_sent_and_no_message_is_built_of_it() -> None:
    heard: list[Mapping[str, Any]] = []
    async with discord.Client(intents=discord.Intents.none()) as client:
        hear(client, "MESSAGE_CREATE", heard.append)
        sent(client, "MESSAGE_CREATE", {"id": "1"})
    assert heard == [{"id": "1"}]


async def test_what_a_listener_does_not_understand_is_logged_and_the_gateway_goes_on() -> None:
    def stumbles(data: Mapping[str, Any]) -> None:
        data["missing"]

    async with discord.Client(intents=discord.Intents.none()) as client:
        hear(client, "MESSAGE_CREATE", stumbles)
        with capture_logs() as lines:
            sent(client, "MESSAGE_CREATE", {"id": "1"})
    assert [(line["event"], line["event_name"]) for line in lines] == [
        ("an event of Discord's was not understood", "MESSAGE_CREATE")
    ]


async def test_discord_py_still_hands_on_the_events_that_are_heard() -> None:
    async with discord.Client(intents=discord.Intents.none()) as client:
        known = client._connection.parsers
    assert {"MESSAGE_CREATE", "GUILD_SCHEDULED_EVENT_USER_ADD", "GUILD_SCHEDULED_EVENT_USER_REMOVE"} <= set(known)
