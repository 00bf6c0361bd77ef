"""What befalls a bot without any call of its own: rights taken, servers gone, each with the way back."""

from collections.abc import Callable
from dataclasses import replace

from . import members, overwrites, render
from .events import Event, Intent
from .listening import set_available
from .permissions import Permission
from .state import World
from .things import Channel, Guild, Overwrite

Undo = Callable[[int], list[Event]]
"""The way back: takes the time, returns the events."""


def take_in_channel(world: World, channel: Channel, rights: Permission) -> tuple[list[Event], Undo]:
    """Deny the bot rights in a channel."""
    before, bot_id = channel.overwrites, world.application.bot_id
    own = next((each for each in before if each.id == bot_id), Overwrite(bot_id, overwrites.MEMBER, 0, 0))
    denied = replace(own, allow=own.allow & ~rights, deny=own.deny | rights)
    channel.overwrites = [each for each in before if each.id != bot_id] + [denied]

    def undo(_now: int) -> list[Event]:
        channel.overwrites = [each for each in channel.overwrites if each.id != bot_id]
        channel.overwrites += [each for each in before if each.id == bot_id]
        return [overwrites.updated(world, channel)]

    return [overwrites.updated(world, channel)], undo


def take_in_server(world: World, guild: Guild, rights: Permission) -> tuple[list[Event], Undo]:
    """Take rights from every role the bot has, @everyone among them."""
    member = guild.members[world.application.bot_id]
    held = [guild.roles[each] for each in (guild.id, *member.roles)]
    before = {role.id: role.permissions & rights for role in held}

    def told() -> list[Event]:
        changed = [role for role in held if before[role.id]]
        return [
            Event("GUILD_ROLE_UPDATE", {"guild_id": str(guild.id), "role": render.role(each)}, guild.id, Intent.GUILDS)
            for each in changed
        ]

    def undo(_now: int) -> list[Event]:
        for role in held:
            role.permissions |= before[role.id]
        return told()

    for role in held:
        role.permissions &= ~rights
    return told(), undo


def remove_member(world: World, guild: Guild, user_id: int) -> tuple[list[Event], Undo]:
    """A member is gone; the way back brings them again with no roles but the one a bot has of its own."""
    return members.remove(world, guild, user_id), lambda now: members.add(world, now, guild, user_id)


def take_server_down(world: World, guild: Guild) -> tuple[list[Event], Undo]:
    """A server has an outage; the way back ends it."""
    return set_available(world, guild, available=False), lambda _now: set_available(world, guild, available=True)
