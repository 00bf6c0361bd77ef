"""Servers, and the commands registered in them."""

from sandbox.world import permissions
from sandbox.world.things import Command, Guild, Json

from .people import role


def command(of: Command, application_id: int) -> Json:
    """An application command object with all its translations."""
    data = {"id": str(of.id), "application_id": str(application_id), "version": str(of.version), **of.body}
    if of.guild_id is not None:
        data["guild_id"] = str(of.guild_id)
    return data


def localized(told: Json, locale: str | None) -> Json:
    """A command, option or choice without its translations, but with its name and description in one language."""
    kept = {key: each for key, each in told.items() if not key.endswith("_localizations")}
    for inner in ("options", "choices"):
        if kept.get(inner):
            kept[inner] = [localized(each, locale) for each in kept[inner]]
    for key in ("name", "description"):
        translated = (told.get(f"{key}_localizations") or {}).get(locale)
        if translated is not None:
            kept[f"{key}_localized"] = translated
    return kept


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
