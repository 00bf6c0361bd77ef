"""Channels, threads and who is in them."""

from sandbox.world.state import World
from sandbox.world.things import PINNED_POST, REQUIRE_TAG, Channel, ChannelType, Forum, Json
from sandbox.world.values import instant, optional_id

from .people import user


def channel(world: World, of: Channel, viewer_id: int | None = None) -> Json:
    """A channel object of any kind; for a thread, `viewer_id`'s own membership goes with it."""
    if of.thread is not None:
        return thread(of, viewer_id)
    data: Json = {"id": str(of.id), "type": int(of.type), "flags": 0}
    if of.guild_id is None:
        people = [user(world.users[each]) for each in of.recipients if each != viewer_id]
        return data | {"last_message_id": optional_id(of.last_message_id), "recipients": people}
    data |= {
        "guild_id": str(of.guild_id),
        "name": of.name,
        "position": of.position,
        "parent_id": optional_id(of.parent_id),
        "permission_overwrites": [
            {"id": str(o.id), "type": o.type, "allow": str(int(o.allow)), "deny": str(int(o.deny))}
            for o in of.overwrites
        ],
        "nsfw": of.nsfw,
    }
    if of.type != ChannelType.CATEGORY:
        data |= {
            "topic": of.topic,
            "last_message_id": optional_id(of.last_message_id),
            "rate_limit_per_user": of.slow_mode,
            "default_thread_rate_limit_per_user": of.thread_slow_mode,
            "last_pin_timestamp": None if of.last_pin_ms is None else instant(of.last_pin_ms),
        }
    if of.default_auto_archive is not None:
        data["default_auto_archive_duration"] = of.default_auto_archive
    if of.type == ChannelType.VOICE:
        data |= {"bitrate": 64_000, "user_limit": 0, "rtc_region": None}
    return data | ({} if of.forum is None else _forum(of.forum))


def _forum(of: Forum) -> Json:
    return {
        "available_tags": [
            {
                "id": str(tag.id),
                "name": tag.name,
                "moderated": tag.moderated,
                "emoji_id": optional_id(tag.emoji_id),
                "emoji_name": tag.emoji_name,
            }
            for tag in of.tags
        ],
        "default_reaction_emoji": of.default_reaction,
        "default_sort_order": of.sort_order,
        "default_forum_layout": of.layout,
        "flags": REQUIRE_TAG if of.tag_required else 0,
    }


def thread(of: Channel, viewer_id: int | None) -> Json:
    """A channel object of a thread."""
    thread = of.thread
    if thread is None:
        raise ValueError(f"channel {of.id} is not a thread")
    data: Json = {
        "id": str(of.id),
        "type": int(of.type),
        "flags": PINNED_POST if thread.pinned else 0,
        "guild_id": optional_id(of.guild_id),
        "parent_id": optional_id(of.parent_id),
        "owner_id": str(thread.owner_id),
        "name": of.name,
        "last_message_id": optional_id(of.last_message_id),
        "last_pin_timestamp": None if of.last_pin_ms is None else instant(of.last_pin_ms),
        "rate_limit_per_user": of.slow_mode,
        "message_count": thread.message_count,
        "member_count": min(50, len(thread.members)),
        "total_message_sent": thread.total_sent,
        "thread_metadata": {
            "archived": thread.archived,
            "archive_timestamp": instant(thread.archive_changed_ms),
            "auto_archive_duration": thread.auto_archive_minutes,
            "locked": thread.locked,
            "create_timestamp": instant(thread.created_ms),
        },
    }
    if of.type == ChannelType.PRIVATE_THREAD:
        data["thread_metadata"]["invitable"] = thread.invitable
    if thread.applied_tags is not None:
        data["applied_tags"] = [str(tag) for tag in thread.applied_tags]
    if viewer_id in thread.members:
        data["member"] = thread_member(of, viewer_id)
    return data


def thread_member(of: Channel, user_id: int) -> Json:
    """A thread member object."""
    joined = of.thread.members[user_id] if of.thread else 0
    return {"id": str(of.id), "user_id": str(user_id), "join_timestamp": instant(joined), "flags": 1}
