"""The JSON that Discord sends for each noun. Ids become strings, instants ISO 8601 in UTC."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from . import permissions
from .state import World
from .things import (
    Attachment,
    Channel,
    ChannelType,
    Command,
    Guild,
    Json,
    Member,
    Message,
    MessageFlag,
    Reaction,
    Role,
    User,
)


def instant(ms: int) -> str:
    """An instant as Discord writes it: `2026-01-01T00:00:00.000000+00:00`."""
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="microseconds")


def optional_id(value: int | None) -> str | None:
    """An id as text, or null."""
    return None if value is None else str(value)


def user(person: User) -> Json:
    """A user object."""
    data: Json = {
        "id": str(person.id),
        "username": person.name.lower().replace(" ", "_"),
        "global_name": None if person.bot else person.name,
        "discriminator": "0000" if person.bot else "0",
        "avatar": None,
        "avatar_decoration_data": None,
        "banner": None,
        "accent_color": None,
        "primary_guild": None,
        "public_flags": 0,
        "flags": 0,
    }
    if person.bot:
        data |= {"bot": True, "username": person.name}
    return data


def private_user(person: User) -> Json:
    """A user object as they get it of themselves."""
    return user(person) | {
        "mfa_enabled": False,
        "locale": person.locale,
        "verified": True,
        "email": None,
        "premium_type": 0,
    }


def member(world: World, of: Member, *, with_user: bool = True) -> Json:
    """A member object; message events leave `user` out."""
    data: Json = {
        "nick": of.nick,
        "avatar": None,
        "banner": None,
        "roles": [str(role_id) for role_id in of.roles],
        "joined_at": instant(of.joined_ms),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "communication_disabled_until": None,
        "flags": 0,
    }
    if with_user:
        data["user"] = user(world.users[of.user_id])
    return data


def acting_member(world: World, of: Member, channel: Channel) -> Json:
    """A member as interactions carry them: with their rights in the channel."""
    return member(world, of) | {"permissions": str(int(world.permissions(of.user_id, channel)))}


def role(of: Role) -> Json:
    """A role object."""
    data: Json = {
        "id": str(of.id),
        "name": of.name,
        "permissions": str(int(of.permissions)),
        "position": of.position,
        "color": of.color,
        "colors": {"primary_color": of.color, "secondary_color": None, "tertiary_color": None},
        "hoist": of.hoist,
        "managed": of.bot_id is not None,
        "mentionable": of.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    if of.bot_id is not None:
        data["tags"] = {"bot_id": str(of.bot_id)}
    return data


def channel(world: World, of: Channel, viewer_id: int | None = None) -> Json:
    """A channel object of any kind; for a thread, `viewer_id`'s own membership goes with it."""
    if of.thread is not None:
        return _thread(of, viewer_id)
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
        }
    if of.default_auto_archive is not None:
        data["default_auto_archive_duration"] = of.default_auto_archive
    return data | of.extra


def _thread(of: Channel, viewer_id: int | None) -> Json:
    thread = of.thread
    if thread is None:
        raise ValueError(f"channel {of.id} is not a thread")
    data: Json = {
        "id": str(of.id),
        "type": int(of.type),
        "flags": 0,
        "guild_id": optional_id(of.guild_id),
        "parent_id": optional_id(of.parent_id),
        "owner_id": str(thread.owner_id),
        "name": of.name,
        "last_message_id": optional_id(of.last_message_id),
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
    if thread.applied_tags:
        data["applied_tags"] = [str(tag) for tag in thread.applied_tags]
    if viewer_id in thread.members:
        data["member"] = thread_member(of, viewer_id)
    return data


def thread_member(of: Channel, user_id: int) -> Json:
    """A thread member object."""
    joined = of.thread.members[user_id] if of.thread else 0
    return {"id": str(of.id), "user_id": str(user_id), "join_timestamp": instant(joined), "flags": 1}


def emoji(of: Reaction) -> Json:
    """A partial emoji."""
    return {"id": optional_id(of.id), "name": of.name, "animated": False} if of.id else {"id": None, "name": of.name}


def attachment(world: World, of: Attachment) -> Json:
    """An attachment object, served from the sandbox's own file path."""
    url = f"{world.cdn_url}/attachments/{of.channel_id}/{of.id}/{quote(of.filename)}"
    data: Json = {
        "id": str(of.id),
        "filename": of.filename,
        "size": of.size,
        "url": url,
        "proxy_url": url,
        "content_type": of.content_type,
    }
    if of.description is not None:
        data["description"] = of.description
    if of.ephemeral:
        data["ephemeral"] = True
    return data


def message(world: World, of: Message, viewer_id: int | None = None, *, nested: bool = True) -> Json:
    """A message object as `viewer_id` gets it by REST (their own reactions marked); events pass no viewer.

    A reply carries the message it answers, unless `nested` is off.
    """
    data: Json = {
        "id": str(of.id),
        "channel_id": str(of.channel_id),
        "type": int(of.type),
        "content": of.content,
        "author": user(world.users[of.author_id]),
        "timestamp": instant(of.created_ms),
        "edited_timestamp": None if of.edited_ms is None else instant(of.edited_ms),
        "tts": of.tts,
        "mention_everyone": of.mention_everyone,
        "mentions": [user(world.users[each]) for each in of.mentions],
        "mention_roles": [str(each) for each in of.mention_roles],
        **_content(world, of),
        "pinned": of.pinned,
        "flags": of.flags,
    }
    if of.reactions:
        data["reactions"] = [_reaction_count(each, viewer_id) for each in of.reactions.values()]
    if of.application_id is not None:
        data |= {"application_id": str(of.application_id), "webhook_id": str(of.application_id)}
    if of.interaction is not None:
        data["interaction_metadata"] = of.interaction
    if of.reference is not None:
        data["message_reference"] = of.reference
        if nested:
            data |= _referenced(world, of, viewer_id)
    if of.flags & MessageFlag.HAS_THREAD and of.id in world.channels:
        data["thread"] = _thread(world.channels[of.id], viewer_id)
    return data


def _content(world: World, of: Message) -> Json:
    """Files, embeds and components; a file that an embed or layout shows (`attachment://`) is not listed beside it."""
    files = [attachment(world, each) for each in of.attachments]
    embeds = [] if of.flags & MessageFlag.SUPPRESS_EMBEDS else of.embeds
    if not files or not (embeds or of.components):
        return {"attachments": files, "embeds": embeds, "components": of.components}
    urls = {f"attachment://{file['filename']}": file["url"] for file in files}
    shown: set[str] = set()

    def linked(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: linked(each) for key, each in value.items()}
        if isinstance(value, list):
            return [linked(each) for each in value]
        if isinstance(value, str) and value in urls:
            shown.add(urls[value])
            return urls[value]
        return value

    embeds, components = linked(embeds), linked(of.components)
    rest = [file for file in files if file["url"] not in shown]
    return {"attachments": rest, "embeds": embeds, "components": components}


def _referenced(world: World, of: Message, viewer_id: int | None) -> Json:
    reference = of.reference or {}
    timeline = world.timelines.get(int(reference["channel_id"]))
    target = timeline.by_id.get(int(reference.get("message_id", 0))) if timeline else None
    return {"referenced_message": None if target is None else message(world, target, viewer_id, nested=False)}


def _reaction_count(of: Reaction, viewer_id: int | None) -> Json:
    return {
        "emoji": emoji(of),
        "count": len(of.users),
        "count_details": {"normal": len(of.users), "burst": 0},
        "burst_colors": [],
        "me": viewer_id in of.users,
        "me_burst": False,
    }


def command(of: Command, application_id: int) -> Json:
    """An application command object."""
    data = {"id": str(of.id), "application_id": str(application_id), "version": str(of.version), **of.body}
    if of.guild_id is not None:
        data["guild_id"] = str(of.guild_id)
    return data


def guild(of: Guild, *, counts: bool = False) -> Json:
    """A server object as REST answers it: with roles, without channels and members."""
    data: Json = {
        "id": str(of.id),
        "name": of.name,
        "owner_id": str(of.owner_id),
        "description": of.description,
        "roles": [role(each) for each in of.roles.values()],
        "preferred_locale": of.locale,
        **_GUILD_DEFAULTS,
    }
    if counts:
        data |= {"approximate_member_count": len(of.members), "approximate_presence_count": len(of.members)}
    return data


def partial_guild(of: Guild, user_id: int) -> Json:
    """A server object as `GET /users/@me/guilds` lists it."""
    return {
        "id": str(of.id),
        "name": of.name,
        "icon": None,
        "banner": None,
        "owner": of.owner_id == user_id,
        "permissions": str(int(permissions.in_guild(of, of.members[user_id]))),
        "features": [],
    }


_GUILD_DEFAULTS: Json = {
    "icon": None,
    "splash": None,
    "discovery_splash": None,
    "home_header": None,
    "banner": None,
    "region": "local",
    "features": [],
    "emojis": [],
    "stickers": [],
    "application_id": None,
    "afk_channel_id": None,
    "afk_timeout": 300,
    "system_channel_id": None,
    "system_channel_flags": 0,
    "widget_enabled": False,
    "widget_channel_id": None,
    "verification_level": 0,
    "default_message_notifications": 1,
    "explicit_content_filter": 0,
    "mfa_level": 0,
    "max_presences": None,
    "max_members": 500_000,
    "max_video_channel_users": 25,
    "max_stage_video_channel_users": 50,
    "vanity_url_code": None,
    "premium_tier": 0,
    "premium_subscription_count": 0,
    "premium_progress_bar_enabled": False,
    "rules_channel_id": None,
    "safety_alerts_channel_id": None,
    "public_updates_channel_id": None,
    "nsfw": False,
    "nsfw_level": 0,
    "incidents_data": None,
}
