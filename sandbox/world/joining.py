"""Threads joined and left, and members added to them and removed from them by others."""

from .events import Event
from .messages import post
from .permissions import Permission
from .refusals import THREAD_ARCHIVED, UNKNOWN_MEMBER, Refused
from .state import World
from .things import Channel, ChannelType, Message, MessageType
from .thread_members import changed, let_in, state_of


def join(world: World, now: int, actor_id: int, channel: Channel, user_id: int) -> list[Event]:
    """Join a thread, or add somebody; already being in it changes nothing."""
    thread = state_of(channel)
    if thread.archived:
        raise Refused(THREAD_ARCHIVED)
    if user_id not in world.guilds[channel.guild_id or 0].members:
        raise Refused(UNKNOWN_MEMBER)
    if actor_id != user_id:
        world.require(actor_id, channel, Permission.SEND_MESSAGES_IN_THREADS)
    events = let_in(world, now, channel, user_id)
    if events and actor_id != user_id:
        events += _told(world, now, MessageType.RECIPIENT_ADDED, actor_id, channel, user_id)
    return events


def leave(world: World, now: int, actor_id: int, channel: Channel, user_id: int) -> list[Event]:
    """Leave a thread, or remove somebody (MANAGE_THREADS, or one's own private thread)."""
    thread = state_of(channel)
    if thread.archived:
        raise Refused(THREAD_ARCHIVED)
    own_private = channel.type == ChannelType.PRIVATE_THREAD and thread.owner_id == actor_id
    if actor_id != user_id and not own_private:
        world.require(actor_id, channel, Permission.MANAGE_THREADS)
    if user_id not in thread.members:
        return []
    del thread.members[user_id]
    events = changed(world, channel, removed=[user_id])
    if actor_id != user_id:
        events += _told(world, now, MessageType.RECIPIENT_REMOVED, actor_id, channel, user_id)
    return events


def _told(world: World, now: int, kind: MessageType, actor_id: int, channel: Channel, user_id: int) -> list[Event]:
    """The line in the thread that says who added or removed whom."""
    notice = Message(world.snowflakes.mint(now), channel.id, actor_id, now, channel.guild_id, type=kind)
    notice.mentions = [user_id]
    return post(world, now, channel, notice)
