"""Reactions: put on, taken off, listed."""

import re

from . import render
from .emoji import is_unicode
from .events import Event, Intent
from .permissions import Permission
from .refusals import NO_BURST, THREAD_ARCHIVED, TOO_MANY_REACTIONS, UNKNOWN_EMOJI, Form, Refused
from .state import World
from .things import Channel, Json, Message, Reaction

_CUSTOM = re.compile(r"^(?:a:)?(\w{2,32}):(\d{15,20})$")
MOST_KINDS = 20


def _parsed(text: str) -> Reaction:
    custom = _CUSTOM.match(text)
    if custom:
        return Reaction(custom[1], int(custom[2]))
    if not is_unicode(text):
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


def add(world: World, user_id: int, message: Message, emoji: str, *, burst: bool = False) -> list[Event]:
    """React; doing so twice changes nothing. A new kind of reaction needs ADD_REACTIONS, joining one does not.

    People may burst (a "super reaction"), bots may not (90002).
    """
    channel = world.channels[message.channel_id]
    _require_open(channel)
    world.require(user_id, channel, Permission.READ_MESSAGE_HISTORY)
    if burst and world.users[user_id].bot:
        raise Refused(NO_BURST)
    wanted = _parsed(emoji)
    reaction = message.reactions.get(_key(wanted))
    if reaction is None:
        world.require(user_id, channel, Permission.ADD_REACTIONS)
        if len(message.reactions) >= MOST_KINDS:
            raise Refused(TOO_MANY_REACTIONS)
        reaction = message.reactions[_key(wanted)] = wanted
    users = _users(reaction, burst=burst)
    if user_id in users:
        return []
    users[user_id] = None
    data = _told(message, reaction, user_id, burst=burst) | {"message_author_id": str(message.author_id)}
    if burst:
        data["burst_colors"] = render.BURST_COLORS
    guild = world.guilds.get(message.guild_id or 0)
    if guild and user_id in guild.members:
        data["member"] = render.member(world, guild.members[user_id])
    return [_event("MESSAGE_REACTION_ADD", data, channel)]


def remove(
    world: World, actor_id: int, message: Message, emoji: str, user_id: int, *, burst: bool | None = None
) -> list[Event]:
    """Take one's own reaction off, or another's with MANAGE_MESSAGES; nothing to take off is no error.

    Without `burst` whatever that person put there goes, normal or burst.
    """
    channel = world.channels[message.channel_id]
    _require_open(channel)
    if actor_id != user_id:
        world.require(actor_id, channel, Permission.MANAGE_MESSAGES)
    key = _key(_parsed(emoji))
    reaction = message.reactions.get(key)
    if reaction is None:
        return []
    events: list[Event] = []
    for kind in (False, True) if burst is None else (burst,):
        users = _users(reaction, burst=kind)
        if user_id in users:
            del users[user_id]
            events.append(_event("MESSAGE_REACTION_REMOVE", _told(message, reaction, user_id, burst=kind), channel))
    if not reaction.users and not reaction.burst_users:
        del message.reactions[key]
    return events


def _users(reaction: Reaction, *, burst: bool) -> dict[int, None]:
    return reaction.burst_users if burst else reaction.users


def _told(message: Message, reaction: Reaction, user_id: int, *, burst: bool) -> Json:
    told = {"user_id": str(user_id), "emoji": render.emoji(reaction), "burst": burst, "type": int(burst)}
    return {**_where(message), **told}


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


def users(message: Message, emoji: str, *, burst: bool = False, limit: int = 25, after: int = 0) -> list[int]:
    """Who reacted with an emoji, normally or with a burst, by id."""
    form = Form()
    form.within(("limit",), limit, 1, 100)
    form.settle()
    reaction = message.reactions.get(_key(_parsed(emoji)))
    return [] if reaction is None else sorted(each for each in _users(reaction, burst=burst) if each > after)[:limit]


def _event(name: str, data: Json, channel: Channel) -> Event:
    return Event(name, data, channel.guild_id, Intent.GUILD_MESSAGE_REACTIONS, channel)
