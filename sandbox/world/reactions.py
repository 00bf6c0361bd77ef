"""Reactions: put on, taken off, listed."""

import re

from . import render
from .events import Event, Intent
from .permissions import Permission
from .refusals import THREAD_ARCHIVED, TOO_MANY_REACTIONS, UNKNOWN_EMOJI, Refused
from .state import World
from .things import Channel, Json, Message, Reaction

_CUSTOM = re.compile(r"^(?:a:)?(\w{2,32}):(\d{15,20})$")
MOST_KINDS = 20


def _parsed(text: str) -> Reaction:
    custom = _CUSTOM.match(text)
    if custom:
        return Reaction(custom[1], int(custom[2]))
    # No table of all emoji: anything short beyond plain letters passes, as do keycaps.
    if not text or len(text) > 16 or (text.isascii() and not text.endswith("⃣")):
        raise Refused(UNKNOWN_EMOJI)
    return Reaction(text, None)


def _key(reaction: Reaction) -> str:
    return str(reaction.id) if reaction.id else reaction.name


def _require_open(channel: Channel) -> None:
    if channel.thread and channel.thread.archived:
        raise Refused(THREAD_ARCHIVED)


def _where(message: Message) -> Json:
    data = {"message_id": str(message.id), "channel_id": str(message.channel_id)}
    if message.guild_id is not None:
        data["guild_id"] = str(message.guild_id)
    return data


def add(world: World, user_id: int, message: Message, emoji: str) -> list[Event]:
    """React; doing so twice changes nothing. A new kind of reaction needs ADD_REACTIONS, joining one does not."""
    channel = world.channels[message.channel_id]
    _require_open(channel)
    world.require(user_id, channel, Permission.READ_MESSAGE_HISTORY)
    wanted = _parsed(emoji)
    reaction = message.reactions.get(_key(wanted))
    if reaction is None:
        world.require(user_id, channel, Permission.ADD_REACTIONS)
        if len(message.reactions) >= MOST_KINDS:
            raise Refused(TOO_MANY_REACTIONS)
        reaction = message.reactions[_key(wanted)] = wanted
    if user_id in reaction.users:
        return []
    reaction.users[user_id] = None
    data = {
        **_where(message),
        "user_id": str(user_id),
        "emoji": render.emoji(reaction),
        "message_author_id": str(message.author_id),
        "burst": False,
        "type": 0,
    }
    guild = world.guilds.get(message.guild_id or 0)
    if guild and user_id in guild.members:
        data["member"] = render.member(world, guild.members[user_id])
    return [_event("MESSAGE_REACTION_ADD", data, channel)]


def remove(world: World, actor_id: int, message: Message, emoji: str, user_id: int) -> list[Event]:
    """Take one's own reaction off, or another's with MANAGE_MESSAGES; nothing to take off is no error."""
    channel = world.channels[message.channel_id]
    _require_open(channel)
    if actor_id != user_id:
        world.require(actor_id, channel, Permission.MANAGE_MESSAGES)
    key = _key(_parsed(emoji))
    reaction = message.reactions.get(key)
    if reaction is None or user_id not in reaction.users:
        return []
    del reaction.users[user_id]
    if not reaction.users:
        del message.reactions[key]
    data = {**_where(message), "user_id": str(user_id), "emoji": render.emoji(reaction), "burst": False, "type": 0}
    return [_event("MESSAGE_REACTION_REMOVE", data, channel)]


def clear(world: World, actor_id: int, message: Message, emoji: str | None = None) -> list[Event]:
    """Take off all reactions, or all of one kind; needs MANAGE_MESSAGES."""
    channel = world.channels[message.channel_id]
    _require_open(channel)
    world.require(actor_id, channel, Permission.MANAGE_MESSAGES)
    if emoji is None:
        message.reactions.clear()
        return [_event("MESSAGE_REACTION_REMOVE_ALL", _where(message), channel)]
    reaction = message.reactions.pop(_key(_parsed(emoji)), None)
    if reaction is None:
        return []
    data = {**_where(message), "emoji": render.emoji(reaction)}
    return [_event("MESSAGE_REACTION_REMOVE_EMOJI", data, channel)]


def users(message: Message, emoji: str, *, limit: int = 25, after: int = 0) -> list[int]:
    """Who reacted with an emoji, by id."""
    reaction = message.reactions.get(_key(_parsed(emoji)))
    found = sorted(each for each in (reaction.users if reaction else ()) if each > after)
    return found[:limit]


def _event(name: str, data: Json, channel: Channel) -> Event:
    return Event(name, data, channel.guild_id, Intent.GUILD_MESSAGE_REACTIONS, channel)
