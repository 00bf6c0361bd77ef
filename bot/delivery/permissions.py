"""Which rights the bot needs where, in the words Discord's settings use."""

from __future__ import annotations

import discord

from bot.domain.permissions import titled
from bot.errors import PermissionMissing

ANNOUNCING = ("view_channel", "send_messages", "embed_links", "read_message_history")
READING = (*ANNOUNCING, "create_public_threads", "send_messages_in_threads")
VOTING = (*ANNOUNCING, "send_polls")


def missing(channel: discord.abc.GuildChannel, needed: tuple[str, ...]) -> list[str]:
    """The needed rights that the bot does not have in this channel, named as Discord's settings name them."""
    granted = channel.permissions_for(channel.guild.me)
    return [titled(name) for name in needed if not getattr(granted, name)]


def require(client: discord.Client, channel_id: int, needed: tuple[str, ...]) -> discord.abc.GuildChannel:
    """The channel; PermissionMissing, naming right and place, unless the bot may do what is `needed` there."""
    channel = client.get_channel(channel_id)
    if not isinstance(channel, discord.abc.GuildChannel):
        raise channel_gone()
    if lacking := missing(channel, needed):
        raise permission_missing(channel, lacking)
    return channel


def permission_missing(channel: discord.abc.GuildChannel, names: list[str]) -> PermissionMissing:
    """The error that says which right is missing, where, and where an admin gives it."""
    listed = ", ".join(f"**{name}**" for name in names)
    these = "it" if len(names) == 1 else "them"
    return PermissionMissing(
        "I may not do this in {channel}: there I am missing {listed}.",
        "An admin can mend it: channel settings of {channel} → Permissions → the bot's role → allow {these}.",
        channel=channel.mention,
        listed=listed,
        these=these,
    )


def events_missing() -> PermissionMissing:
    """The error for a server in which the bot may make no events."""
    return PermissionMissing(
        "I may not make events in this server: I am missing **Create Events**.",
        "An admin can mend it: Server Settings → Roles → the bot’s role → allow **Create Events**. "
        "The reading goes on without an event.",
    )


def channel_gone() -> PermissionMissing:
    """The error for a channel that was deleted or is hidden from the bot."""
    return PermissionMissing(
        "The channel is gone, or I may not see it.",
        "An admin can mend it: allow **View Channel** for the bot there, or choose another one with `/setup channel`.",
    )


def may_ping(channel: discord.abc.GuildChannel, role: discord.Role) -> bool:
    """Whether a mention of the role by the bot there reaches anybody."""
    return role.mentionable or channel.permissions_for(channel.guild.me).mention_everyone


def no_ping(channel: discord.abc.GuildChannel, role: discord.Role) -> str:
    """Why it does not, and who can mend it."""
    return (
        f"{role.mention} will be named but not pinged: Discord lets me ping it only if the role can be mentioned by "
        f"anyone (Server Settings → Roles → {role.name} → **Allow anyone to @mention this role**), or if I may "
        f"**Mention Everyone** in {channel.mention}."
    )
