"""Threads changed: renamed, archived, locked, slowed, tagged, pinned."""

from . import forums, renames, thread_members
from .events import Event
from .messages import post
from .permissions import Permission
from .refusals import MISSING_PERMISSIONS, THREAD_ARCHIVED, Form, Refused
from .state import World
from .things import PINNED_POST, Channel, Json, Message, MessageType, Thread
from .threads import ARCHIVE_MINUTES, expect_idleness, updated

_FOR_MODERATORS = ("locked", "rate_limit_per_user", "flags")


def edit(world: World, now: int, editor_id: int, channel: Channel, body: Json) -> list[Event]:
    """Change a thread: one's own, or any with MANAGE_THREADS. An archived one can only be brought back (50083)."""
    thread = thread_members.state_of(channel)
    _require_editing(world, editor_id, channel, thread, body)
    _check(body)
    tags = thread.applied_tags
    if body.get("applied_tags") is not None:
        tags = forums.chosen_tags(world, editor_id, world.channels[channel.parent_id or 0], body["applied_tags"])
    if body.get("flags") is not None:
        forums.require_room_for_pin(world, channel, pinned=bool(body["flags"] & PINNED_POST))
    if renames.is_one(channel, body):
        renames.note(channel, now)
        events = _rename(world, now, editor_id, channel, str(body["name"]))
    else:
        events = []
    thread.applied_tags = tags
    _apply(now, channel, thread, body)
    expect_idleness(world, channel)
    return [updated(world, channel), *events]


def _require_editing(world: World, editor_id: int, channel: Channel, thread: Thread, body: Json) -> None:
    manager = world.may(editor_id, channel, Permission.MANAGE_THREADS)
    if not manager and (thread.owner_id != editor_id or any(key in body for key in _FOR_MODERATORS)):
        reopens = set(body) == {"archived"} and not body["archived"] and not thread.locked
        if not reopens or editor_id not in thread.members:
            raise Refused(MISSING_PERMISSIONS)
    if thread.locked and not manager:
        raise Refused(MISSING_PERMISSIONS)
    if thread.archived and body.get("archived") is not False and set(body) - {"archived", "locked"}:
        raise Refused(THREAD_ARCHIVED)


def _check(body: Json) -> None:
    form = Form()
    if "name" in body:
        form.length(("name",), body["name"], 1, 100)
    if "auto_archive_duration" in body:
        form.choice(("auto_archive_duration",), body["auto_archive_duration"], ARCHIVE_MINUTES)
    form.within(("rate_limit_per_user",), body.get("rate_limit_per_user"), 0, 21_600)
    form.settle()


def _apply(now: int, channel: Channel, thread: Thread, body: Json) -> None:
    channel.slow_mode = body.get("rate_limit_per_user", channel.slow_mode) or 0
    if body.get("auto_archive_duration", thread.auto_archive_minutes) != thread.auto_archive_minutes:
        thread.auto_archive_minutes = body["auto_archive_duration"]
        thread.archive_changed_ms = thread.active_ms = now
    thread.locked = bool(body.get("locked", thread.locked))
    thread.invitable = bool(body.get("invitable", thread.invitable))
    if body.get("flags") is not None:
        thread.pinned = bool(body["flags"] & PINNED_POST)
    if bool(body.get("archived", thread.archived)) != thread.archived:
        thread.archived, thread.archive_changed_ms, thread.active_ms = not thread.archived, now, now
        thread.pinned = thread.pinned and not thread.archived


def _rename(world: World, now: int, editor_id: int, channel: Channel, name: str) -> list[Event]:
    """Give a thread another name; its members read so in it."""
    channel.name = name
    notice = Message(world.snowflakes.mint(now), channel.id, editor_id, now, channel.guild_id, content=name)
    notice.type = MessageType.RENAMED
    return post(world, now, channel, notice)
