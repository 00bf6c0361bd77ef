"""Channels: made, changed, moved, deleted."""

import re

from . import forums, overwrites, renames, render, thread_edits
from .events import Event, Intent
from .messages import message_event
from .permissions import Permission
from .refusals import TOO_MANY_CHANNELS, UNKNOWN_CHANNEL, WRONG_CHANNEL_TYPE, Form, Refused
from .state import World
from .things import Channel, ChannelType, Forum, Guild, Json, MessageFlag
from .threads import ARCHIVE_MINUTES

MOST, TOPIC, FORUM_TOPIC = 500, 1024, 4096
_CREATABLE = (ChannelType.TEXT, ChannelType.VOICE, ChannelType.CATEGORY, ChannelType.NEWS, ChannelType.FORUM)
_NAMED_IN_LOWER_CASE = frozenset({ChannelType.TEXT, ChannelType.NEWS, ChannelType.FORUM})


def _event(world: World, name: str, channel: Channel) -> Event:
    return Event(name, render.channel(world, channel), channel.guild_id, Intent.GUILDS, channel, hidden_too=True)


def create(world: World, now: int, maker_id: int, guild: Guild, body: Json) -> tuple[Channel, list[Event]]:
    """Make a channel; needs MANAGE_CHANNELS. A server has 500 at most (30013)."""
    world.require_in_guild(maker_id, guild, Permission.MANAGE_CHANNELS)
    form = Form()
    form.choice(("type",), body.get("type") or 0, tuple(int(each) for each in _CREATABLE))
    form.settle()
    if len(guild.channels) >= MOST:
        raise Refused(TOO_MANY_CHANNELS)
    channel = Channel(0, ChannelType(body.get("type") or 0), "", guild.id)
    channel.forum = Forum() if channel.type == ChannelType.FORUM else None
    _check(world, channel, {"name": None, **body})
    overwrites.check(body.get("permission_overwrites") or [])
    channel.id = world.snowflakes.mint(now)
    channel.position = max((each.position for each in guild.channels.values()), default=-1) + 1
    world.add_channel(channel)
    _apply(world, now, channel, body)
    channel.overwrites = overwrites.read(body.get("permission_overwrites") or [])
    return channel, [_event(world, "CHANNEL_CREATE", channel)]


def edit(world: World, now: int, editor_id: int, channel: Channel, body: Json) -> list[Event]:
    """Change a channel (MANAGE_CHANNELS; overwrites MANAGE_ROLES), or a thread."""
    if channel.thread is not None:
        return thread_edits.edit(world, now, editor_id, channel, body)
    if channel.guild_id is None:
        raise Refused(WRONG_CHANNEL_TYPE)
    world.require(editor_id, channel, Permission.MANAGE_CHANNELS)
    if body.get("permission_overwrites") is not None:
        overwrites.require(world, editor_id, channel, body["permission_overwrites"])
    _check(world, channel, body)
    if renames.is_one(channel, {"name": _as_named(channel, body)}):
        renames.note(channel, now)
    _apply(world, now, channel, body)
    if body.get("permission_overwrites") is not None:
        channel.overwrites = overwrites.read(body["permission_overwrites"])
    return [_event(world, "CHANNEL_UPDATE", channel)]


def _check(world: World, channel: Channel, body: Json) -> None:
    form = Form()
    if "name" in body:
        form.length(("name",), body["name"], 1, 100)
    longest = TOPIC if channel.forum is None else FORUM_TOPIC
    form.length(("topic",), body.get("topic"), 0, longest, required=False)
    form.within(("rate_limit_per_user",), body.get("rate_limit_per_user"), 0, 21_600)
    form.within(("default_thread_rate_limit_per_user",), body.get("default_thread_rate_limit_per_user"), 0, 21_600)
    form.choice(("default_auto_archive_duration",), body.get("default_auto_archive_duration"), (None, *ARCHIVE_MINUTES))
    if channel.forum is not None:
        forums.check_settings(form, body)
    if body.get("parent_id"):
        parent = world.guilds[channel.guild_id or 0].channels.get(int(body["parent_id"]))
        if parent is None or parent.type != ChannelType.CATEGORY or channel.type == ChannelType.CATEGORY:
            form.fail(("parent_id",), "CHANNEL_PARENT_INVALID_TYPE", "Not a category")
    form.settle()


def _apply(world: World, now: int, channel: Channel, body: Json) -> None:
    """Take over what was checked."""
    channel.name = _as_named(channel, body)
    channel.topic = body.get("topic", channel.topic)
    channel.nsfw = bool(body.get("nsfw", channel.nsfw))
    channel.position = channel.position if body.get("position") is None else body["position"]
    channel.slow_mode = body.get("rate_limit_per_user", channel.slow_mode) or 0
    channel.thread_slow_mode = body.get("default_thread_rate_limit_per_user", channel.thread_slow_mode) or 0
    channel.default_auto_archive = body.get("default_auto_archive_duration", channel.default_auto_archive)
    if "parent_id" in body:
        channel.parent_id = int(body["parent_id"]) if body["parent_id"] else None
    if channel.forum is not None:
        forums.settle_settings(world, now, channel, channel.forum, body)


def _as_named(channel: Channel, body: Json) -> str:
    """The name after this body: channels that hold text have theirs in lower case and without spaces."""
    name = str(body.get("name") or channel.name)
    return re.sub(r"\s+", "-", name.strip()).lower() if channel.type in _NAMED_IN_LOWER_CASE else name


def move(world: World, mover_id: int, guild: Guild, body: list[Json]) -> list[Event]:
    """Set positions and categories of several channels at once."""
    world.require_in_guild(mover_id, guild, Permission.MANAGE_CHANNELS)
    if any(int(told.get("id") or 0) not in guild.channels for told in body):
        raise Refused(UNKNOWN_CHANNEL)
    for told in body:
        _check(world, guild.channels[int(told["id"])], {"parent_id": told.get("parent_id")})
    moved = []
    for told in body:
        channel = guild.channels[int(told["id"])]
        channel.position = channel.position if told.get("position") is None else told["position"]
        if "parent_id" in told:
            channel.parent_id = int(told["parent_id"]) if told["parent_id"] else None
        if told.get("lock_permissions") and channel.parent_id:
            channel.overwrites = list(guild.channels[channel.parent_id].overwrites)
        moved.append(channel)
    return [_event(world, "CHANNEL_UPDATE", each) for each in moved]


def delete(world: World, deleter_id: int, channel: Channel) -> list[Event]:
    """Delete a channel with all in it (MANAGE_CHANNELS), or a thread (MANAGE_THREADS)."""
    if channel.guild_id is None:
        return []
    right = Permission.MANAGE_CHANNELS if channel.thread is None else Permission.MANAGE_THREADS
    world.require(deleter_id, channel, right)
    return drop(world, channel)


def drop(world: World, channel: Channel) -> list[Event]:
    """Take a server's channel or thread out of the world; channels in a deleted category stand alone."""
    if channel.thread is not None:
        data = {"id": str(channel.id), "guild_id": str(channel.guild_id), "parent_id": str(channel.parent_id)}
        events = [Event("THREAD_DELETE", data | {"type": int(channel.type)}, channel.guild_id, Intent.GUILDS, channel)]
        events += _without_thread(world, channel)
    else:
        events = [_event(world, "CHANNEL_DELETE", channel)]
        for each in world.guilds[channel.guild_id or 0].channels.values():
            if each.parent_id == channel.id:
                each.parent_id = None
                events.append(_event(world, "CHANNEL_UPDATE", each))
    world.drop_channel(channel)
    return events


def _without_thread(world: World, thread: Channel) -> list[Event]:
    """The message a thread was opened from may have another one."""
    parent = world.timelines.get(thread.parent_id or 0)
    message = parent.by_id.get(thread.id) if parent else None
    if message is None:
        return []
    message.flags &= ~MessageFlag.HAS_THREAD
    return [message_event(world, "MESSAGE_UPDATE", message)]
