"""What a channel allows and denies single roles and members."""

from . import permissions, render
from .events import Event, Intent
from .permissions import Permission
from .refusals import MISSING_PERMISSIONS, UNKNOWN_OVERWRITE, WRONG_CHANNEL_TYPE, Form, Refused
from .state import World
from .things import Channel, Json, Overwrite

ROLE, MEMBER = 0, 1


def put(world: World, setter_id: int, channel: Channel, target_id: int, body: Json) -> list[Event]:
    """Set one overwrite."""
    told = {**body, "id": target_id}
    require(world, setter_id, channel, [told])
    channel.overwrites = [each for each in channel.overwrites if each.id != target_id] + read([told])
    return [updated(world, channel)]


def remove(world: World, setter_id: int, channel: Channel, target_id: int) -> list[Event]:
    """Remove one overwrite."""
    require(world, setter_id, channel, [])
    if target_id not in {each.id for each in channel.overwrites}:
        raise Refused(UNKNOWN_OVERWRITE)
    channel.overwrites = [each for each in channel.overwrites if each.id != target_id]
    return [updated(world, channel)]


def require(world: World, setter_id: int, channel: Channel, told: list[Json]) -> None:
    """MANAGE_ROLES is needed, and nobody changes what they may not do themselves.

    Who has MANAGE_ROLES by an overwrite of the channel itself may change anything there.
    """
    if channel.guild_id is None or channel.thread is not None:
        raise Refused(WRONG_CHANNEL_TYPE)
    guild = world.guilds[channel.guild_id]
    world.require(setter_id, channel, Permission.MANAGE_ROLES)
    check(told)
    own = permissions.in_guild(guild, guild.members[setter_id])
    if own & Permission.MANAGE_ROLES:
        before = {each.id: each for each in channel.overwrites}
        if any(_changed(before.get(made.id), made) & ~own for made in read(told)):
            raise Refused(MISSING_PERMISSIONS)


def check(told: list[Json]) -> None:
    """Each must say whom it is for, and of what kind they are."""
    form = Form()
    for number, each in enumerate(told):
        if each.get("id") is None:
            form.fail(("permission_overwrites", number, "id"), "BASE_TYPE_REQUIRED", "This field is required")
        form.choice(("permission_overwrites", number, "type"), each.get("type") or 0, (ROLE, MEMBER))
    form.settle()


def _changed(before: Overwrite | None, made: Overwrite) -> int:
    if before is None:
        return made.allow | made.deny
    return before.allow ^ made.allow | before.deny ^ made.deny


def read(told: list[Json]) -> list[Overwrite]:
    """Overwrites from their JSON; `allow` and `deny` may be left out."""
    return [
        Overwrite(int(each["id"]), int(each.get("type") or 0), int(each.get("allow") or 0), int(each.get("deny") or 0))
        for each in told
    ]


def updated(world: World, channel: Channel) -> Event:
    """CHANNEL_UPDATE."""
    data = render.channel(world, channel)
    return Event("CHANNEL_UPDATE", data, channel.guild_id, Intent.GUILDS, channel, hidden_too=True)
