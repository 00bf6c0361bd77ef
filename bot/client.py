"""The discord.py client: what it listens to, what it keeps, how fast it may ask, and what happens to errors."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import orjson
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.delivery.once import going_out
from bot.delivery.permissions import channel_gone
from bot.errors import MemberError
from bot.languages.words import translations
from bot.pacing import Pacer
from bot.settings import DiscordSettings
from cogs.answers import answer_error, speak_to
from cogs.command_names import CommandNames

EXEMPT = ("/interactions/", "/webhooks/")
"""Discord does not count interaction answers against the 50 requests a second."""

ON_THE_WAY_S = 30.0


def intents() -> discord.Intents:
    """What the bot hears of: servers and their scheduled events, messages without their content, reactions, votes.

    None of it is privileged.
    """
    wanted = discord.Intents.none()
    wanted.guilds = True
    wanted.guild_messages = True
    wanted.guild_reactions = True
    wanted.guild_polls = True
    wanted.guild_scheduled_events = True
    return wanted


def paced(requests_per_second: int) -> aiohttp.TraceConfig:
    """Holds every REST request, retries included, below Discord's limit over all routes.

    discord.py keeps to each route's limit but learns of the one over all routes only by running into it.
    """
    pacer = Pacer(requests_per_second)

    async def wait(_: aiohttp.ClientSession, __: SimpleNamespace, request: aiohttp.TraceRequestStartParams) -> None:
        going_out(request.method, request.url.path)
        if not any(part in request.url.path for part in EXEMPT):
            await pacer.turn()

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(wait)
    return trace


def point_at(settings: DiscordSettings) -> None:
    """Have discord.py talk to this address. It keeps them on its classes, so one process talks to one Discord."""
    Route.BASE = settings.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway_url)


class CircleTree(app_commands.CommandTree["CircleClient"]):
    """Slash commands, in servers only."""

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Before every command, menu and autocompletion: from here on, the member's language is spoken."""
        speak_to(interaction)
        return True

    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
        if interaction.type is not discord.InteractionType.autocomplete:
            await answer_error(interaction, explained(error))


def explained(error: app_commands.AppCommandError) -> BaseException:
    """The error behind discord.py's own, with words for those that people can bring about."""
    if isinstance(error, app_commands.CommandInvokeError):
        return error.original
    if isinstance(error, app_commands.TransformerError) and error.type is discord.AppCommandOptionType.channel:
        return channel_gone()
    if isinstance(error, app_commands.CommandSignatureMismatch | app_commands.CommandNotFound):
        return MemberError("This command has just changed.", "Reload Discord (Ctrl+R) and give it again.")
    return error


class CircleClient(commands.Bot):
    """The bot as Discord sees it. It keeps as little of Discord as discord.py allows and reads no message content."""

    def __init__(
        self,
        settings: DiscordSettings,
        *,
        on_up: Callable[[], Awaitable[None]],
        synced_hash: Callable[[int], Awaitable[str | None]],
        set_synced: Callable[[int, str], Awaitable[None]],
        language_of: Callable[[int], Awaitable[str]],
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=CircleTree,
            intents=intents(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
            guild_ready_timeout=settings.ready_timeout,
            http_trace=paced(settings.requests_per_second),
        )
        self._on_up = on_up
        self._synced_hash = synced_hash
        self._set_synced = set_synced
        self.language_of = language_of
        """The language of what all see in a server, by its id."""

    def hears_of(self, server_id: int) -> bool:
        """Whether Discord tells this process of the server, if the bot is in it: each shard hears of its own."""
        return self.shard_count in (None, 1) or (server_id >> 22) % self.shard_count == (self.shard_id or 0)

    async def setup_hook(self) -> None:
        """Tell Discord the slash commands if they, or their names in any language, may differ from what it was told."""
        assert self.application_id is not None
        await self.tree.set_translator(CommandNames())
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        told = orjson.dumps([payload, translations()], option=orjson.OPT_SORT_KEYS)
        digest = hashlib.sha256(told).hexdigest()
        if await self._synced_hash(self.application_id) != digest:
            await self.tree.sync()
            await self._set_synced(self.application_id, digest)

    def dispatch(self, event_name: str, /, *args: Any, **kwargs: Any) -> None:
        """Nothing once the client is closing: discord.py would hand it to an event loop it has let go of by then.

        Nor what comes with every frame and nobody listens to.
        """
        if event_name != "socket_event_type" and not self.is_closed():
            super().dispatch(event_name, *args, **kwargs)

    async def on_ready(self) -> None:
        """Connected anew: events may have been lost meanwhile."""
        await self._on_up()
