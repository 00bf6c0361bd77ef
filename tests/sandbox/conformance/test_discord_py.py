"""A plain discord.py client, with no code of ours, walks every route and hears every event there is for a bot."""

import discord
import pytest
import yarl

from sandbox.limits import RateLimits
from sandbox.rest import SUBJECTS
from sandbox.rest.calls import Who
from sandbox.server import Sandbox
from sandbox.world import event_names

from . import commands, server, talk, threads
from .stage import Walk, generous_world, staged

WALKS: tuple[Walk, ...] = (
    server.who_one_is,
    server.a_server,
    server.roles,
    server.channels,
    talk.messages,
    talk.reactions,
    talk.pins,
    talk.polls,
    threads.threads,
    threads.forums,
    threads.calendar,
    commands.registering,
    commands.answering,
    server.members,
    server.leaving,
)


async def test_a_stock_client_walks_every_route_and_hears_every_event(monkeypatch: pytest.MonkeyPatch) -> None:
    """The address is all that is changed in discord.py. What is not walked is named."""
    async with Sandbox(generous_world(), limits=RateLimits(per_second=0)) as sandbox:
        monkeypatch.setattr(discord.http.Route, "BASE", sandbox.api_url)
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(sandbox.gateway_url))
        client = discord.Client(intents=discord.Intents.all(), guild_ready_timeout=0.05)
        async with staged(client, sandbox) as stage:
            for walk in WALKS:
                await walk(stage)
        known = {
            f"{route.method} {route.template}"
            for subject in SUBJECTS
            for route in subject.routes
            if route.who != Who.PEOPLE
        }
        walked = {f"{call['method']} {call['route']}" for call in sandbox.parts.journal.calls()}
        events = set(event_names.BOT_AND_PEOPLE) | set(event_names.BOT_ONLY)
        assert (known - walked, events - stage.heard) == (set(), set())
        assert [f"{each.kind}: {each.path}: {each.detail}" for each in sandbox.parts.journal.violations] == []
        failed = [
            (call["method"], call["path"], call["status"], call["code"])
            for call in sandbox.parts.journal.calls()
            if call["status"] is None or call["status"] >= 400
        ]
        assert failed == []
