"""Discord's scheduled events, made once and kept in step: every step looks at what there is before it changes it.

Discord gives events no key, and discord.py itself repeats a request whose answer was a server error. So an event
carries a mark in its description; before and after one is made, the server's events of ours with that mark are listed,
and of several the oldest stays.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import discord

from bot.delivery import markdown
from bot.delivery.permissions import events_missing
from bot.delivery.refusals import explained
from bot.errors import ChannelGone

NAME, DESCRIPTION, LOCATION = 100, 1000, 100
SOON_MS = 60_000
"""Discord takes no start that has passed. One that is due is told as this far ahead, longer than the way there takes;
the event of a reading that is open already is begun right after, and nobody waits for that start."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """An event as it is to be. `mark` tells it from all others; instants in UTC epoch ms."""

    mark: str
    name: str
    description: str
    location: str
    starts_at: int
    ends_at: int

    @property
    def told(self) -> str:
        """The description with the mark below it."""
        return f"{markdown.cut(self.description, DESCRIPTION - len(self.mark) - 2)}\n\n{self.mark}"


class EventBoard:
    """The events of the servers the bot is in."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def put(
        self, server_id: int, event_id: int | None, occasion: Occasion, *, look: bool, now: int
    ) -> int | None:
        """Have the event as it is to be; its id. None: somebody took it away, and so it stays.

        `look`: an earlier try may have made it.
        """
        guild = self._guild(server_id)
        async with self._explained(guild):
            if event_id is None and look:
                event_id = await self._found(guild, occasion.mark)
            if event_id is None:
                await self._create(guild, occasion, now)
                return await self._found(guild, occasion.mark)
            event = await _fetched(guild, event_id)
            if event is None or event.status in (discord.EventStatus.canceled, discord.EventStatus.completed):
                return None
            await _bring_in_step(event, occasion, now)
            return event.id

    async def begin(self, server_id: int, event_id: int) -> None:
        """The reading has begun; nothing if the event has too, or is over or gone."""
        guild = self._guild(server_id)
        async with self._explained(guild):
            event = await _fetched(guild, event_id)
            if event is not None and event.status is discord.EventStatus.scheduled:
                await event.edit(status=discord.EventStatus.active)

    async def end(self, server_id: int, event_id: int) -> None:
        """The reading is over or called off: what runs is completed, what has not begun is called off."""
        guild = self._guild(server_id)
        async with self._explained(guild):
            event = await _fetched(guild, event_id)
            if event is None:
                return
            if event.status is discord.EventStatus.active:
                await event.edit(status=discord.EventStatus.completed)
            elif event.status is discord.EventStatus.scheduled:
                await event.edit(status=discord.EventStatus.canceled)

    async def find(self, server_id: int, mark: str) -> int | None:
        """The event with this mark, if there is one."""
        guild = self._guild(server_id)
        async with self._explained(guild):
            return await self._found(guild, mark)

    async def _create(self, guild: discord.Guild, occasion: Occasion, now: int) -> None:
        starts = max(_moment(occasion.starts_at), _moment(now + SOON_MS))
        await guild.create_scheduled_event(
            name=markdown.line(occasion.name, NAME),
            description=occasion.told,
            start_time=starts,
            end_time=_end(occasion, starts),
            entity_type=discord.EntityType.external,
            privacy_level=discord.PrivacyLevel.guild_only,
            location=occasion.location[:LOCATION],
        )

    async def _found(self, guild: discord.Guild, mark: str) -> int | None:
        """The oldest event of ours with this mark; younger ones, made by a repeated request, are taken away."""
        me = self._client.user.id if self._client.user else None
        ours = sorted(
            (
                event
                for event in await guild.fetch_scheduled_events(with_counts=False)
                if event.creator_id == me and (event.description or "").endswith(mark)
            ),
            key=lambda event: event.id,
        )
        for extra in ours[1:]:
            await extra.delete()
        return ours[0].id if ours else None

    def _guild(self, server_id: int) -> discord.Guild:
        guild = self._client.get_guild(server_id)
        if guild is None:
            raise ChannelGone(
                "I am not in that server any more, or it is out of reach.", "An admin can invite me anew."
            )
        return guild

    @asynccontextmanager
    async def _explained(self, guild: discord.Guild) -> AsyncIterator[None]:
        try:
            async with explained(self._client, guild.id, ()):
                yield
        except Exception as error:
            if isinstance(error.__cause__, discord.Forbidden):
                raise events_missing() from error
            raise


async def _fetched(guild: discord.Guild, event_id: int) -> discord.ScheduledEvent | None:
    """The event as Discord has it now; None if it is gone."""
    try:
        return await guild.fetch_scheduled_event(event_id, with_counts=False)
    except discord.NotFound:
        return None


async def _bring_in_step(event: discord.ScheduledEvent, occasion: Occasion, now: int) -> None:
    """Change what differs; the start only while the event has not begun, and never to what has passed."""
    name, location = markdown.line(occasion.name, NAME), occasion.location[:LOCATION]
    starts = event.start_time
    if event.status is discord.EventStatus.scheduled:
        starts = _start(occasion, event.start_time, now)
    ends = _end(occasion, starts)
    if event.start_time != starts:
        await event.edit(name=name, description=occasion.told, location=location, start_time=starts, end_time=ends)
    elif (event.name, event.description, event.end_time, event.location) != (name, occasion.told, ends, location):
        await event.edit(name=name, description=occasion.told, location=location, end_time=ends)


def _start(occasion: Occasion, told: datetime, now: int) -> datetime:
    """When an event that has not begun is to begin. What it has `told` so far stays if that is as soon as can be."""
    wanted, soon = _moment(occasion.starts_at), _moment(now + SOON_MS)
    return wanted if wanted >= soon else min(told, soon)


def _end(occasion: Occasion, starts: datetime) -> datetime:
    """After its start, which may be later than the reading's: Discord takes no other. The bot ends it in time."""
    return max(_moment(occasion.ends_at), starts + timedelta(milliseconds=SOON_MS))


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at // 1000, tz=UTC)
