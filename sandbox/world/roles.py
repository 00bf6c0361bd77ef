"""Roles: made, changed, ordered, deleted, given and taken, each below one's own highest."""

from . import permissions, render
from .events import Event, Intent
from .members import updated
from .permissions import Permission
from .refusals import INVALID_ROLE, MISSING_PERMISSIONS, TOO_MANY_ROLES, UNKNOWN_MEMBER, UNKNOWN_ROLE, Form, Refused
from .state import World
from .things import Guild, Json, Role

MOST, NAME = 250, 100


def create(world: World, now: int, maker_id: int, guild: Guild, body: Json) -> tuple[Role, list[Event]]:
    """Make a role at the bottom, above @everyone; needs MANAGE_ROLES and every right it gives."""
    world.require_in_guild(maker_id, guild, Permission.MANAGE_ROLES)
    _check(maker_id, guild, body)
    if len(guild.roles) >= MOST:
        raise Refused(TOO_MANY_ROLES)
    for each in guild.roles.values():
        each.position += 1 if each.id != guild.id else 0
    everyone = guild.roles[guild.id].permissions
    made = Role(world.snowflakes.mint(now), "new role", everyone, 1)
    guild.roles[made.id] = made
    _apply(made, body)
    return made, [_event("GUILD_ROLE_CREATE", guild, made)]


def edit(world: World, editor_id: int, guild: Guild, role: Role, body: Json) -> list[Event]:
    """Change a role."""
    require_below(world, editor_id, guild, role)
    _check(editor_id, guild, body, before=role.permissions)
    _apply(role, body)
    return [_event("GUILD_ROLE_UPDATE", guild, role)]


def order(world: World, editor_id: int, guild: Guild, body: list[Json]) -> list[Event]:
    """Set the positions of several roles, none at or above one's own."""
    moved = [(found(guild, int(told.get("id") or 0)), told.get("position")) for told in body]
    highest = permissions.highest(guild, editor_id)
    for role, position in moved:
        require_below(world, editor_id, guild, role)
        if position is not None and position >= highest:
            raise Refused(MISSING_PERMISSIONS)
    for role, position in moved:
        role.position = role.position if position is None else position
    return [_event("GUILD_ROLE_UPDATE", guild, role) for role, _ in moved]


def delete(world: World, deleter_id: int, guild: Guild, role: Role) -> list[Event]:
    """Delete a role; everybody loses it. Neither @everyone nor a bot's own can be deleted (50028)."""
    require_below(world, deleter_id, guild, role)
    if role.id == guild.id or role.bot_id is not None:
        raise Refused(INVALID_ROLE)
    for member in guild.members.values():
        if role.id in member.roles:
            member.roles.remove(role.id)
    for channel in guild.channels.values():
        channel.overwrites = [each for each in channel.overwrites if each.id != role.id]
    del guild.roles[role.id]
    data = {"guild_id": str(guild.id), "role_id": str(role.id)}
    return [Event("GUILD_ROLE_DELETE", data, guild.id, Intent.GUILDS)]


def give(world: World, giver_id: int, guild: Guild, user_id: int, role: Role, *, given: bool) -> list[Event]:
    """Give a member a role, or take it; a bot's own role is nobody else's (50028)."""
    member = guild.members.get(user_id)
    if member is None:
        raise Refused(UNKNOWN_MEMBER)
    require_below(world, giver_id, guild, role)
    if role.id == guild.id or role.bot_id is not None:
        raise Refused(INVALID_ROLE)
    if given == (role.id in member.roles):
        return []
    if given:
        member.roles.append(role.id)
    else:
        member.roles.remove(role.id)
    return [updated(world, guild, member)]


def found(guild: Guild, role_id: int) -> Role:
    """A role of that server, or 10011."""
    role = guild.roles.get(role_id)
    if role is None:
        raise Refused(UNKNOWN_ROLE)
    return role


def require_below(world: World, user_id: int, guild: Guild, role: Role) -> None:
    """MANAGE_ROLES is needed, and the role must stand below one's own highest."""
    world.require_in_guild(user_id, guild, Permission.MANAGE_ROLES)
    if role.position >= permissions.highest(guild, user_id):
        raise Refused(MISSING_PERMISSIONS)


def _check(user_id: int, guild: Guild, body: Json, before: int = 0) -> None:
    form = Form()
    form.length(("name",), body.get("name"), 0, NAME, required=False)
    form.within(("color",), body.get("color"), 0, 0xFFFFFF)
    form.within(("colors", "primary_color"), (body.get("colors") or {}).get("primary_color"), 0, 0xFFFFFF)
    form.settle()
    wanted = before if body.get("permissions") is None else int(body["permissions"])
    if (wanted ^ before) & ~int(permissions.in_guild(guild, guild.members[user_id])) and before != wanted:
        raise Refused(MISSING_PERMISSIONS)


def _apply(role: Role, body: Json) -> None:
    role.name = role.name if body.get("name") is None else str(body["name"])
    role.permissions = role.permissions if body.get("permissions") is None else int(body["permissions"])
    color = (body.get("colors") or {}).get("primary_color", body.get("color"))
    role.color = role.color if color is None else int(color)
    role.hoist = bool(body.get("hoist", role.hoist))
    role.mentionable = bool(body.get("mentionable", role.mentionable))


def _event(name: str, guild: Guild, role: Role) -> Event:
    return Event(name, {"guild_id": str(guild.id), "role": render.role(role)}, guild.id, Intent.GUILDS)
