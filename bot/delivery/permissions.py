"""Which rights the bot needs where, in the words Discord's settings use."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.domain.permissions import titled
from bot.errors import PermissionMissing
from bot.languages.words import say
from bot.told import Told

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


def permission_missing(channel: discord.abc.GuildChannel, names: Sequence[str]) -> PermissionMissing:
    """The error that says which right is missing, where, and where an admin gives it."""
    values = {"channel": channel.mention, "listed": _in_a_row(names)}
    if len(names) == 1:
        return PermissionMissing(
            "I may not do this in {channel}: there I am missing {listed}.",
            "An admin can mend it: channel settings of {channel} → Permissions → the bot's role → allow it.",
            **values,
        )
    return PermissionMissing(
        "I may not do this in {channel}: there I am missing {listed}.",
        "An admin can mend it: channel settings of {channel} → Permissions → the bot's role → allow them.",
        **values,
    )


def _in_a_row(names: Sequence[str]) -> Told:
    """The rights in bold, each to be said in the language of whoever reads it."""
    row = ", ".join(f"**{{right{number}}}**" for number in range(len(names)))
    return Told(row, **{f"right{number}": name for number, name in enumerate(names)})


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
    return say(
        "{role} will be named but not pinged: Discord lets me ping it only if the role can be mentioned by anyone "
        "(Server Settings → Roles → {name} → **Allow anyone to @mention this role**), or if I may **Mention Everyone** "
        "in {channel}.",
        role=role.mention,
        name=role.name,
        channel=channel.mention,
    )
