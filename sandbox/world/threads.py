"""Threads: opened from a message or on their own, listed, archived and locked."""

from . import render, thread_members
from .events import Event, Intent
from .messages import message_event, post, reference_to
from .permissions import Permission
from .refusals import (
    MISSING_PERMISSIONS,
    SYSTEM_MESSAGE,
    THREAD_ARCHIVED,
    THREAD_EXISTS,
    WRONG_CHANNEL_TYPE,
    Form,
    Refusal,
    Refused,
)
from .state import World
from .things import Channel, ChannelType, Guild, Json, Message, MessageFlag, MessageType, Thread
from .thread_members import state_of

ARCHIVE_MINUTES = (60, 1440, 4320, 10080)
NOT_BUILT_FORUM = Refusal(501, 0, "The sandbox does not know forum posts yet.")
_MAY_HOLD_THREADS = frozenset({ChannelType.TEXT, ChannelType.NEWS})


def open_from(world: World, now: int, opener_id: int, message: Message, body: Json) -> tuple[Channel, list[Event]]:
    """Open the one thread a message can have; its id is the message's. A second one is refused with 160004."""
    parent = world.channels[message.channel_id]
    if parent.type not in _MAY_HOLD_THREADS:
        raise Refused(WRONG_CHANNEL_TYPE)
    world.require(opener_id, parent, Permission.CREATE_PUBLIC_THREADS)
    _check(body)
    if message.id in world.channels:
        raise Refused(THREAD_EXISTS)
    if message.type not in (MessageType.DEFAULT, MessageType.REPLY, MessageType.CHAT_INPUT_COMMAND):
        raise Refused(SYSTEM_MESSAGE)
    kind = ChannelType.NEWS_THREAD if parent.type == ChannelType.NEWS else ChannelType.PUBLIC_THREAD
    thread, events = _opened(world, now, opener_id, parent, body, kind, message.id)
    message.flags |= MessageFlag.HAS_THREAD
    starter = Message(world.snowflakes.mint(now), thread.id, opener_id, now, thread.guild_id)
    starter.type, starter.reference = MessageType.THREAD_STARTER, reference_to(message)
    events += post(world, now, thread, starter)
    return thread, [*events, message_event(world, "MESSAGE_UPDATE", message)]


def open_alone(world: World, now: int, opener_id: int, parent: Channel, body: Json) -> tuple[Channel, list[Event]]:
    """Open a thread without a message; private unless the body says otherwise, as at Discord."""
    if parent.type == ChannelType.FORUM:
        raise Refused(NOT_BUILT_FORUM)
    if parent.type not in _MAY_HOLD_THREADS:
        raise Refused(WRONG_CHANNEL_TYPE)
    kind = ChannelType(body.get("type") or ChannelType.PRIVATE_THREAD)
    private = kind == ChannelType.PRIVATE_THREAD
    world.require(opener_id, parent, Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS)
    _check(body)
    thread, events = _opened(world, now, opener_id, parent, body, kind, world.snowflakes.mint(now))
    if not private:
        notice = Message(world.snowflakes.mint(now), parent.id, opener_id, now, parent.guild_id, content=thread.name)
        notice.type = MessageType.THREAD_CREATED
        notice.reference = {"type": 0, "channel_id": str(thread.id), "guild_id": str(thread.guild_id)}
        events += post(world, now, parent, notice)
    return thread, events


def _check(body: Json) -> None:
    form = Form()
    form.length(("name",), body.get("name"), 1, 100)
    if body.get("auto_archive_duration") is not None:
        form.choice(("auto_archive_duration",), body["auto_archive_duration"], ARCHIVE_MINUTES)
    form.settle()


def _opened(
    world: World, now: int, opener_id: int, parent: Channel, body: Json, kind: ChannelType, thread_id: int
) -> tuple[Channel, list[Event]]:
    minutes = body.get("auto_archive_duration") or parent.default_auto_archive or 4320
    state = Thread(opener_id, minutes, now, now, now, invitable=bool(body.get("invitable", True)))
    state.members[opener_id] = now
    thread = Channel(thread_id, kind, str(body["name"]), parent.guild_id, parent.id, thread=state)
    thread.slow_mode = body.get("rate_limit_per_user") or 0
    world.add_channel(thread)
    world.archive_by(now + minutes * 60_000)
    data = render.channel(world, thread, opener_id) | {"newly_created": True}
    return thread, [
        Event("THREAD_CREATE", data, thread.guild_id, Intent.GUILDS, thread),
        *thread_members.changed(world, thread, added=[opener_id]),
    ]


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


def edit(world: World, now: int, editor_id: int, channel: Channel, body: Json) -> list[Event]:
    """Rename, archive, lock, slow down.

    An archived thread can only be unarchived (50083), a locked one only by MANAGE_THREADS.
    """
    thread = state_of(channel)
    manager = world.may(editor_id, channel, Permission.MANAGE_THREADS)
    if not manager and (thread.owner_id != editor_id or "locked" in body):
        may_reopen = set(body) == {"archived"} and not body["archived"] and not thread.locked
        if not may_reopen:
            raise Refused(MISSING_PERMISSIONS)
    if thread.locked and not manager:
        raise Refused(MISSING_PERMISSIONS)
    if thread.archived and body.get("archived") is not False and set(body) - {"archived", "locked"}:
        raise Refused(THREAD_ARCHIVED)
    form = Form()
    if "name" in body:
        form.length(("name",), body["name"], 1, 100)
    if "auto_archive_duration" in body:
        form.choice(("auto_archive_duration",), body["auto_archive_duration"], ARCHIVE_MINUTES)
    form.settle()
    channel.name = body.get("name", channel.name)
    channel.slow_mode = body.get("rate_limit_per_user", channel.slow_mode) or 0
    thread.auto_archive_minutes = body.get("auto_archive_duration", thread.auto_archive_minutes)
    thread.locked = bool(body.get("locked", thread.locked))
    thread.invitable = bool(body.get("invitable", thread.invitable))
    if bool(body.get("archived", thread.archived)) != thread.archived:
        thread.archived, thread.archive_changed_ms, thread.active_ms = not thread.archived, now, now
    world.archive_by(thread.active_ms + thread.auto_archive_minutes * 60_000)
    return [Event("THREAD_UPDATE", render.channel(world, channel), channel.guild_id, Intent.GUILDS, channel)]


def archive_idle(world: World, now: int) -> list[Event]:
    """Archive the threads in which nothing happened for as long as they allow. Cheap while nothing is due."""
    if world.next_archive_ms is None or now < world.next_archive_ms:
        return []
    events: list[Event] = []
    world.next_archive_ms = None
    for guild in world.guilds.values():
        for channel in guild.threads.values():
            thread = channel.thread
            if thread is None or thread.archived:
                continue
            due = thread.active_ms + thread.auto_archive_minutes * 60_000
            if due > now:
                world.archive_by(due)
                continue
            thread.archived, thread.archive_changed_ms = True, due
            data = render.channel(world, channel)
            events.append(Event("THREAD_UPDATE", data, guild.id, Intent.GUILDS, channel))
    return events
