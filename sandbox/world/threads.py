"""Threads: opened from a message or on their own, listed, archived and locked."""

from . import render, thread_members
from .events import Event, Intent
from .messages import message_event, post, reference_to
from .permissions import Permission
from .refusals import (
    MISSING_PERMISSIONS,
    SYSTEM_MESSAGE,
    THREAD_EXISTS,
    TOO_MANY_ACTIVE_THREADS,
    WRONG_CHANNEL_TYPE,
    Form,
    Refused,
)
from .state import World
from .things import Channel, ChannelType, Due, Guild, Json, Message, MessageFlag, MessageType, Thread

ARCHIVE_MINUTES = (60, 1440, 4320, 10080)
MOST_ACTIVE = 1000
# The threads that each kind of channel can hold.
_THREADS_OF = {
    ChannelType.TEXT: (ChannelType.PUBLIC_THREAD, ChannelType.PRIVATE_THREAD),
    ChannelType.NEWS: (ChannelType.NEWS_THREAD,),
}


def open_from(world: World, now: int, opener_id: int, message: Message, body: Json) -> tuple[Channel, list[Event]]:
    """Open the one thread a message can have; its id is the message's. A second one is refused with 160004."""
    parent = world.channels[message.channel_id]
    if parent.type not in _THREADS_OF:
        raise Refused(WRONG_CHANNEL_TYPE)
    world.require(opener_id, parent, Permission.CREATE_PUBLIC_THREADS)
    check(body)
    if message.id in world.channels:
        raise Refused(THREAD_EXISTS)
    if message.type not in (MessageType.DEFAULT, MessageType.REPLY, MessageType.CHAT_INPUT_COMMAND):
        raise Refused(SYSTEM_MESSAGE)
    kind = ChannelType.NEWS_THREAD if parent.type == ChannelType.NEWS else ChannelType.PUBLIC_THREAD
    thread, events = opened(world, now, opener_id, parent, body, kind, message.id)
    message.flags |= MessageFlag.HAS_THREAD
    starter = Message(world.snowflakes.mint(now), thread.id, opener_id, now, thread.guild_id)
    starter.type, starter.reference = MessageType.THREAD_STARTER, reference_to(message)
    events += post(world, now, thread, starter)
    return thread, [*events, message_event(world, "MESSAGE_UPDATE", message)]


def open_alone(world: World, now: int, opener_id: int, parent: Channel, body: Json) -> tuple[Channel, list[Event]]:
    """Open a thread without a message; private unless the body says otherwise, as at Discord."""
    if parent.type not in _THREADS_OF:
        raise Refused(WRONG_CHANNEL_TYPE)
    kind = _kind(parent, body.get("type"))
    private = kind == ChannelType.PRIVATE_THREAD
    world.require(opener_id, parent, Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS)
    check(body)
    thread, events = opened(world, now, opener_id, parent, body, kind, world.snowflakes.mint(now))
    if not private:
        notice = Message(world.snowflakes.mint(now), parent.id, opener_id, now, parent.guild_id, content=thread.name)
        notice.type = MessageType.THREAD_CREATED
        notice.reference = {"type": 0, "channel_id": str(thread.id), "guild_id": str(thread.guild_id)}
        events += post(world, now, parent, notice)
    return thread, events


def _kind(parent: Channel, wanted: object) -> ChannelType:
    """The kind of a new thread; in an announcement channel they are all of one."""
    form = Form()
    if wanted is None:
        return ChannelType.PRIVATE_THREAD if parent.type == ChannelType.TEXT else ChannelType.NEWS_THREAD
    form.choice(("type",), wanted, tuple(int(each) for each in _THREADS_OF[parent.type]))
    form.settle()
    return ChannelType(int(str(wanted)))


def check(body: Json) -> None:
    """Check what every new thread has: a name, how long it may be idle, how slow people are."""
    form = Form()
    form.length(("name",), body.get("name"), 1, 100)
    if body.get("auto_archive_duration") is not None:
        form.choice(("auto_archive_duration",), body["auto_archive_duration"], ARCHIVE_MINUTES)
    form.within(("rate_limit_per_user",), body.get("rate_limit_per_user"), 0, 21_600)
    form.settle()


def opened(
    world: World, now: int, opener_id: int, parent: Channel, body: Json, kind: ChannelType, thread_id: int
) -> tuple[Channel, list[Event]]:
    """The new thread of a checked body, with its opener in it. A server has a thousand active ones at most (160006)."""
    guild = world.guilds[parent.guild_id or 0]
    if sum(1 for each in guild.threads.values() if each.thread and not each.thread.archived) >= MOST_ACTIVE:
        raise Refused(TOO_MANY_ACTIVE_THREADS)
    minutes = body.get("auto_archive_duration") or parent.default_auto_archive or 4320
    state = Thread(opener_id, minutes, now, now, now, invitable=bool(body.get("invitable", True)))
    state.members[opener_id] = now
    thread = Channel(thread_id, kind, str(body["name"]), parent.guild_id, parent.id, thread=state)
    slow_mode = body.get("rate_limit_per_user")
    thread.slow_mode = parent.thread_slow_mode if slow_mode is None else slow_mode
    state.applied_tags = None if parent.forum is None else body["applied_tags"]
    world.add_channel(thread)
    expect_idleness(world, thread)
    data = render.channel(world, thread, opener_id) | {"newly_created": True}
    return thread, [
        Event("THREAD_CREATE", data, thread.guild_id, Intent.GUILDS, thread),
        *thread_members.changed(world, thread, added=[opener_id]),
    ]


def idle_at(world: World, thread_id: int) -> int | None:
    """When a thread will have been idle for as long as it allows; never if it is archived, or pinned in a forum."""
    channel = world.channels.get(thread_id)
    thread = channel.thread if channel else None
    if thread is None or thread.archived or thread.pinned:
        return None
    return thread.active_ms + thread.auto_archive_minutes * 60_000


def expect_idleness(world: World, channel: Channel) -> None:
    """Note when a thread will archive if nothing more happens in it."""
    at = idle_at(world, channel.id)
    if at is not None:
        world.expect(at, Due.THREAD_IDLE, channel.id)


def archive(world: World, now: int, thread_id: int) -> list[Event]:
    """Archive a thread that has been idle for long enough."""
    channel = world.channels[thread_id]
    thread = thread_members.state_of(channel)
    thread.archived, thread.archive_changed_ms = True, now
    return [updated(world, channel)]


def updated(world: World, channel: Channel) -> Event:
    """THREAD_UPDATE."""
    return Event("THREAD_UPDATE", render.channel(world, channel), channel.guild_id, Intent.GUILDS, channel)


def active(world: World, guild: Guild, viewer_id: int) -> list[Channel]:
    """The server's threads that are not archived and that the viewer may see, newest first."""
    seen = [
        each
        for each in guild.threads.values()
        if each.thread and not each.thread.archived and world.may(viewer_id, each, Permission.VIEW_CHANNEL)
    ]
    return sorted(seen, key=lambda each: -each.id)


def archived(
    world: World,
    viewer_id: int,
    parent: Channel,
    *,
    private: bool,
    joined_only: bool = False,
    before_ms: int | None = None,
    before_id: int | None = None,
    limit: int = 50,
) -> tuple[list[Channel], bool]:
    """A page of archived threads, newest archived first (by id where `joined_only`), and whether there are more."""
    world.require(viewer_id, parent, Permission.READ_MESSAGE_HISTORY)
    if private and not joined_only:
        world.require(viewer_id, parent, Permission.MANAGE_THREADS, MISSING_PERMISSIONS)
    guild = world.guilds[parent.guild_id or 0]
    found = [
        (each, each.thread)
        for each in guild.threads.values()
        if each.parent_id == parent.id
        and each.thread
        and each.thread.archived
        and (each.type == ChannelType.PRIVATE_THREAD) == private
        and (not joined_only or viewer_id in each.thread.members)
    ]
    if joined_only:
        page = sorted((c for c, _ in found if before_id is None or c.id < before_id), key=lambda c: -c.id)
    else:
        older = [(c, t) for c, t in found if before_ms is None or t.archive_changed_ms < before_ms]
        page = [c for c, _ in sorted(older, key=lambda pair: (-pair[1].archive_changed_ms, -pair[0].id))]
    return page[:limit], len(page) > limit
