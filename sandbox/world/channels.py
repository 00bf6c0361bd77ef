"""Channels: made, changed, deleted, and who may do what in them."""

from . import permissions, render, threads
from .events import Event, Intent
from .messages import message_event
from .permissions import Permission
from .refusals import (
    MISSING_PERMISSIONS,
    UNKNOWN_OVERWRITE,
    WRONG_CHANNEL_TYPE,
    Form,
    Refusal,
    Refused,
)
from .state import World
from .things import Channel, ChannelType, Guild, Json, MessageFlag, Overwrite

_CREATABLE = (ChannelType.TEXT, ChannelType.VOICE, ChannelType.CATEGORY, ChannelType.NEWS, ChannelType.FORUM)
RENAMES, RENAME_WINDOW_MS = 2, 600_000


def too_many_renames(retry_after_s: float) -> Refusal:
    """Discord lets a channel be renamed twice in ten minutes; the third one waits with a 429."""
    return Refusal(429, 0, "You are being rate limited.", retry_after=retry_after_s)


def _event(world: World, name: str, channel: Channel) -> Event:
    return Event(name, render.channel(world, channel), channel.guild_id, Intent.GUILDS, channel, hidden_too=True)


def create(world: World, now: int, maker_id: int, guild: Guild, body: Json) -> tuple[Channel, list[Event]]:
    """Make a channel; needs MANAGE_CHANNELS."""
    world.require_in_guild(maker_id, guild, Permission.MANAGE_CHANNELS)
    form = Form()
    form.length(("name",), body.get("name"), 1, 100)
    form.choice(("type",), body.get("type") or 0, tuple(int(each) for each in _CREATABLE))
    form.length(("topic",), body.get("topic"), 0, 1024, required=False)
    form.settle()
    channel = Channel(world.snowflakes.mint(now), ChannelType(body.get("type") or 0), str(body["name"]), guild.id)
    channel.position = max((each.position for each in guild.channels.values()), default=-1) + 1
    channel.topic, channel.slow_mode = body.get("topic"), body.get("rate_limit_per_user") or 0
    channel.parent_id = int(body["parent_id"]) if body.get("parent_id") else None
    channel.overwrites = [_overwrite(int(each["id"]), each) for each in body.get("permission_overwrites") or []]
    world.add_channel(channel)
    return channel, [_event(world, "CHANNEL_CREATE", channel)]


def edit(world: World, now: int, editor_id: int, channel: Channel, body: Json) -> list[Event]:
    """Change a channel (MANAGE_CHANNELS; overwrites MANAGE_ROLES), or a thread."""
    if channel.thread is not None:
        return threads.edit(world, now, editor_id, channel, body)
    if channel.guild_id is None:
        raise Refused(WRONG_CHANNEL_TYPE)
    world.require(editor_id, channel, Permission.MANAGE_CHANNELS)
    if "permission_overwrites" in body:
        world.require(editor_id, channel, Permission.MANAGE_ROLES)
    form = Form()
    if "name" in body:
        form.length(("name",), body["name"], 1, 100)
    form.length(("topic",), body.get("topic"), 0, 1024, required=False)
    if not 0 <= (body.get("rate_limit_per_user") or 0) <= 21_600:
        form.fail(("rate_limit_per_user",), "NUMBER_TYPE_MAX", "int value should be between 0 and 21600.")
    form.settle()
    note_rename(channel, now, body)
    channel.name = body.get("name", channel.name)
    channel.topic = body.get("topic", channel.topic)
    channel.nsfw = bool(body.get("nsfw", channel.nsfw))
    channel.position = body.get("position", channel.position)
    channel.slow_mode = body.get("rate_limit_per_user", channel.slow_mode) or 0
    channel.default_auto_archive = body.get("default_auto_archive_duration", channel.default_auto_archive)
    if "parent_id" in body:
        channel.parent_id = int(body["parent_id"]) if body["parent_id"] else None
    if "permission_overwrites" in body:
        channel.overwrites = [_overwrite(int(each["id"]), each) for each in body["permission_overwrites"]]
    return [_event(world, "CHANNEL_UPDATE", channel)]


def note_rename(channel: Channel, now: int, body: Json) -> None:
    """Count a rename, or refuse the third within ten minutes."""
    if body.get("name", channel.name) == channel.name:
        return
    channel.renamed_ms = [at for at in channel.renamed_ms if now - at < RENAME_WINDOW_MS]
    if len(channel.renamed_ms) >= RENAMES:
        raise Refused(too_many_renames((channel.renamed_ms[0] + RENAME_WINDOW_MS - now) / 1000))
    channel.renamed_ms.append(now)


def delete(world: World, deleter_id: int, channel: Channel) -> list[Event]:
    """Delete a channel with all in it (MANAGE_CHANNELS), or a thread (MANAGE_THREADS)."""
    if channel.thread is not None:
        world.require(deleter_id, channel, Permission.MANAGE_THREADS)
        data = {"id": str(channel.id), "guild_id": str(channel.guild_id), "parent_id": str(channel.parent_id)}
        events = [Event("THREAD_DELETE", data | {"type": int(channel.type)}, channel.guild_id, Intent.GUILDS, channel)]
        events += _without_thread(world, channel)
    elif channel.guild_id is None:
        return []
    else:
        world.require(deleter_id, channel, Permission.MANAGE_CHANNELS)
        events = [_event(world, "CHANNEL_DELETE", channel)]
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


def set_overwrite(world: World, setter_id: int, channel: Channel, target_id: int, body: Json) -> list[Event]:
    """Set one overwrite; nobody can allow what they may not do themselves."""
    guild = _guild_of(world, channel)
    world.require(setter_id, channel, Permission.MANAGE_ROLES)
    made = _overwrite(target_id, body)
    own = permissions.in_guild(guild, guild.members[setter_id])
    if (made.allow | made.deny) & ~own:
        raise Refused(MISSING_PERMISSIONS)
    channel.overwrites = [each for each in channel.overwrites if each.id != target_id] + [made]
    return [_event(world, "CHANNEL_UPDATE", channel)]


def remove_overwrite(world: World, setter_id: int, channel: Channel, target_id: int) -> list[Event]:
    """Remove one overwrite."""
    _guild_of(world, channel)
    world.require(setter_id, channel, Permission.MANAGE_ROLES)
    if target_id not in {each.id for each in channel.overwrites}:
        raise Refused(UNKNOWN_OVERWRITE)
    channel.overwrites = [each for each in channel.overwrites if each.id != target_id]
    return [_event(world, "CHANNEL_UPDATE", channel)]


def _guild_of(world: World, channel: Channel) -> Guild:
    if channel.guild_id is None or channel.thread is not None:
        raise Refused(WRONG_CHANNEL_TYPE)
    return world.guilds[channel.guild_id]


def _overwrite(target_id: int, body: Json) -> Overwrite:
    return Overwrite(target_id, int(body.get("type") or 0), int(body.get("allow") or 0), int(body.get("deny") or 0))
