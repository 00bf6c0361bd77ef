"""Pins: 250 a channel, by whoever has PIN_MESSAGES (which is no part of MANAGE_MESSAGES since 2026)."""

from . import render
from .events import Event, Intent
from .messages import message_event, post, reference_to
from .permissions import Permission
from .refusals import SYSTEM_MESSAGE, THREAD_ARCHIVED, TOO_MANY_PINS, Form, Refused
from .state import World
from .things import Channel, Json, Message, MessageType

MOST, PAGE = 250, 50
_CANNOT_BE_PINNED = frozenset(
    {MessageType.RECIPIENT_ADDED, MessageType.RECIPIENT_REMOVED, MessageType.RENAMED, MessageType.PINNED}
    | {MessageType.THREAD_CREATED, MessageType.THREAD_STARTER, MessageType.POLL_RESULT}
)


def pin(world: World, now: int, pinner_id: int, message: Message) -> list[Event]:
    """Pin a message, and say so in the channel; pinning it again changes nothing."""
    channel = _require_pinning(world, pinner_id, message)
    if message.type in _CANNOT_BE_PINNED:
        raise Refused(SYSTEM_MESSAGE)
    if message.pinned_ms is not None:
        return []
    if sum(1 for each in world.timelines[channel.id] if each.pinned_ms is not None) >= MOST:
        raise Refused(TOO_MANY_PINS)
    message.pinned_ms = channel.last_pin_ms = now
    notice = Message(world.snowflakes.mint(now), channel.id, pinner_id, now, channel.guild_id)
    notice.type, notice.reference = MessageType.PINNED, reference_to(message)
    return [message_event(world, "MESSAGE_UPDATE", message), _updated(channel), *post(world, now, channel, notice)]


def unpin(world: World, unpinner_id: int, message: Message) -> list[Event]:
    """Take a pin off; where there is none nothing changes."""
    channel = _require_pinning(world, unpinner_id, message)
    if message.pinned_ms is None:
        return []
    message.pinned_ms = None
    return [message_event(world, "MESSAGE_UPDATE", message), _updated(channel)]


def listed(
    world: World, reader_id: int, channel: Channel, *, before_ms: int | None = None, limit: int = PAGE
) -> tuple[list[Message], bool]:
    """A page of pinned messages, the latest pin first, and if there are more; none without READ_MESSAGE_HISTORY."""
    form = Form()
    form.within(("limit",), limit, 1, PAGE)
    form.settle()
    if not world.may(reader_id, channel, Permission.READ_MESSAGE_HISTORY):
        return [], False
    pinned = [(each.pinned_ms, each) for each in world.timelines[channel.id] if each.pinned_ms is not None]
    found = sorted((p for p in pinned if before_ms is None or p[0] < before_ms), key=lambda p: (-p[0], -p[1].id))
    return [message for _, message in found[:limit]], len(found) > limit


def _require_pinning(world: World, user_id: int, message: Message) -> Channel:
    channel = world.channels[message.channel_id]
    world.require(user_id, channel, Permission.PIN_MESSAGES)
    if channel.thread and channel.thread.archived:
        raise Refused(THREAD_ARCHIVED)
    return channel


def _updated(channel: Channel) -> Event:
    last = None if channel.last_pin_ms is None else render.instant(channel.last_pin_ms)
    data: Json = {"channel_id": str(channel.id), "last_pin_timestamp": last}
    if channel.guild_id is not None:
        data["guild_id"] = str(channel.guild_id)
    return Event("CHANNEL_PINS_UPDATE", data, channel.guild_id, Intent.GUILDS, channel)
