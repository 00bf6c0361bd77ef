"""Discord's refusals and silences as errors of our tree."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import discord

from bot.delivery import permissions
from bot.errors import ChannelGone, CircleError, DeliveryFailed, DeliveryRefused, ThreadLocked
from bot.told import Told

UNKNOWN_CHANNEL = 10003
THREAD_ARCHIVED = 50083
INVALID_FORM = 50035


@asynccontextmanager
async def explained(client: discord.Client, channel_id: int, needed: tuple[str, ...]) -> AsyncIterator[None]:
    """Whatever discord.py raises inside, as one of ours.

    What Discord did not answer (a time-out, a dropped connection, a 5xx) is DeliveryFailed: unknown, never failed.
    """
    try:
        yield
    except CircleError:
        raise
    except discord.Forbidden as error:
        raise _refused(client, channel_id, needed, error) from error
    except discord.NotFound as error:
        raise (_gone() if error.code == UNKNOWN_CHANNEL else permissions.channel_gone()) from error
    except discord.HTTPException as error:
        raise _answered(error) from error
    except (discord.DiscordException, aiohttp.ClientError, TimeoutError, OSError) as error:
        raise _failed(type(error).__name__) from error


def _answered(error: discord.HTTPException) -> CircleError:
    if error.code == THREAD_ARCHIVED:
        return ThreadLocked(
            "The thread is archived and locked, so I may not write in it.",
            "A moderator can mend it: unlock the thread, or let it be.",
        )
    if error.status == 400:
        return DeliveryRefused(
            "Discord does not take it as it is (code {code}).",
            "That is a fault of this program: tell whoever runs the bot.",
            code=error.code,
        )
    return _failed(Told("status {status}, code {code}", status=error.status, code=error.code))


def _failed(reason: str) -> DeliveryFailed:
    return DeliveryFailed(
        "Discord did not take it ({reason}).",
        "It is tried again by itself; nobody needs to do anything.",
        reason=reason,
    )


def _gone() -> ChannelGone:
    return ChannelGone("The channel or thread was deleted.", "An admin can choose another channel: `/setup channel`.")


def _refused(client: discord.Client, channel_id: int, needed: tuple[str, ...], error: discord.Forbidden) -> CircleError:
    channel = client.get_channel(channel_id)
    if isinstance(channel, discord.Thread) and channel.parent is not None:
        channel = channel.parent
    if not isinstance(channel, discord.abc.GuildChannel):
        return permissions.channel_gone()
    names = permissions.missing(channel, needed) or [
        Told("a right that Discord does not name (code {code})", code=error.code)
    ]
    return permissions.permission_missing(channel, names)
