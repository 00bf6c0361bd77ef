"""Who is in a thread, and who is told of it."""

from . import render
from .events import Event, Intent
from .refusals import TOO_MANY_IN_THREAD, WRONG_CHANNEL_TYPE, Refused
from .state import World
from .things import Channel, ChannelType, Json, Thread

MOST = 1000


def state_of(channel: Channel) -> Thread:
    """A thread's own state; any other channel is refused."""
    if channel.thread is None:
        raise Refused(WRONG_CHANNEL_TYPE)
    return channel.thread


def let_in(world: World, now: int, channel: Channel, user_id: int) -> list[Event]:
    """Make somebody a member who is known to be allowed; a private thread is new to them."""
    thread = state_of(channel)
    if user_id in thread.members:
        return []
    if len(thread.members) >= MOST:
        raise Refused(TOO_MANY_IN_THREAD)
    thread.members[user_id] = now
    events = changed(world, channel, added=[user_id])
    if channel.type == ChannelType.PRIVATE_THREAD:
        data = render.channel(world, channel, user_id)
        events.insert(0, Event("THREAD_CREATE", data, channel.guild_id, Intent.GUILDS, channel, frozenset({user_id})))
    return events


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


def told_their_own(channel: Channel) -> list[Event]:
    """THREAD_MEMBER_UPDATE to each member of a thread that has come back: who was away may not know it any more."""
    return [
        Event(
            "THREAD_MEMBER_UPDATE",
            render.thread_member(channel, each) | {"guild_id": str(channel.guild_id)},
            channel.guild_id,
            Intent.GUILDS,
            channel,
            only=frozenset({each}),
        )
        for each in state_of(channel).members
    ]
