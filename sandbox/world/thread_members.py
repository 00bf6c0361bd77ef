"""Who is in a thread: joined, added, left, removed."""

from . import render
from .events import Event, Intent
from .permissions import Permission
from .refusals import THREAD_ARCHIVED, UNKNOWN_MEMBER, WRONG_CHANNEL_TYPE, Refused
from .state import World
from .things import Channel, ChannelType, Json, Thread


def state_of(channel: Channel) -> Thread:
    """A thread's own state; any other channel is refused."""
    if channel.thread is None:
        raise Refused(WRONG_CHANNEL_TYPE)
    return channel.thread


def join(world: World, now: int, actor_id: int, channel: Channel, user_id: int) -> list[Event]:
    """Join a thread, or add somebody; already being in it changes nothing."""
    thread = state_of(channel)
    if thread.archived:
        raise Refused(THREAD_ARCHIVED)
    if user_id not in world.guilds[channel.guild_id or 0].members:
        raise Refused(UNKNOWN_MEMBER)
    if actor_id != user_id:
        world.require(actor_id, channel, Permission.SEND_MESSAGES_IN_THREADS)
    return let_in(world, now, channel, user_id)


def let_in(world: World, now: int, channel: Channel, user_id: int) -> list[Event]:
    """Make somebody a member who is known to be allowed; a private thread is new to them."""
    thread = state_of(channel)
    if user_id in thread.members:
        return []
    thread.members[user_id] = now
    events = changed(world, channel, added=[user_id])
    if channel.type == ChannelType.PRIVATE_THREAD:
        data = render.channel(world, channel, user_id)
        events.insert(0, Event("THREAD_CREATE", data, channel.guild_id, Intent.GUILDS, channel, frozenset({user_id})))
    return events


def leave(world: World, actor_id: int, channel: Channel, user_id: int) -> list[Event]:
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
    return changed(world, channel, removed=[user_id])


def changed(
    world: World, channel: Channel, added: list[int] | None = None, removed: list[int] | None = None
) -> list[Event]:
    """THREAD_MEMBERS_UPDATE: to whoever it is about in any case, to others with the members intent only."""
    guild = world.guilds[channel.guild_id or 0]
    data: Json = {
        "id": str(channel.id),
        "guild_id": str(guild.id),
        "member_count": min(50, len(state_of(channel).members)),
    }
    if added:
        data["added_members"] = [
            render.thread_member(channel, each)
            | {"member": render.member(world, guild.members[each]), "presence": None}
            for each in added
        ]
    if removed:
        data["removed_member_ids"] = [str(each) for each in removed]
    concerned = frozenset(added or []) | frozenset(removed or [])
    others = frozenset(guild.members) - concerned
    return [
        Event("THREAD_MEMBERS_UPDATE", data, guild.id, Intent.GUILDS, only=concerned),
        Event("THREAD_MEMBERS_UPDATE", data, guild.id, Intent.GUILD_MEMBERS, channel, only=others),
    ]
