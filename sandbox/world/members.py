"""Members: named, given roles, removed, gone and come."""

from . import listening, permissions, render
from .events import Event, Intent
from .permissions import Permission
from .refusals import INVALID_ROLE, INVALID_SERVER, MISSING_PERMISSIONS, UNKNOWN_MEMBER, Form, Refused, not_built
from .state import World
from .things import Guild, Json, Member

NICK = 32
_NOT_BUILT = {"mute": "voice", "deaf": "voice", "channel_id": "voice", "communication_disabled_until": "time-outs"}


def edit(world: World, editor_id: int, guild: Guild, user_id: int, body: Json) -> list[Event]:
    """Change a member's nickname or roles; each needs its own right, and others must stand below oneself."""
    member = guild.members.get(user_id)
    if member is None:
        raise Refused(UNKNOWN_MEMBER)
    for what in (what for key, what in _NOT_BUILT.items() if body.get(key) is not None):
        raise Refused(not_built(what))
    form = Form()
    form.length(("nick",), body.get("nick"), 0, NICK, required=False)
    form.settle()
    if "nick" in body and user_id == editor_id:
        world.require_in_guild(editor_id, guild, Permission.CHANGE_NICKNAME)
    elif "nick" in body:
        world.require_in_guild(editor_id, guild, Permission.MANAGE_NICKNAMES)
        require_above(guild, editor_id, user_id)
    if body.get("roles") is not None:
        member.roles = _settled_roles(world, editor_id, guild, member, [int(each) for each in body["roles"]])
    if "nick" in body:
        member.nick = body["nick"] or None
    return [updated(world, guild, member)]


def _settled_roles(world: World, editor_id: int, guild: Guild, member: Member, wanted: list[int]) -> list[int]:
    """The roles a member has after an edit; those that change must stand below the editor's highest."""
    world.require_in_guild(editor_id, guild, Permission.MANAGE_ROLES)
    if any(each not in guild.roles or each == guild.id for each in wanted):
        raise Refused(INVALID_ROLE)
    highest = permissions.highest(guild, editor_id)
    for role_id in set(wanted) ^ set(member.roles):
        if guild.roles[role_id].bot_id is not None:
            raise Refused(INVALID_ROLE)
        if guild.roles[role_id].position >= highest:
            raise Refused(MISSING_PERMISSIONS)
    return list(dict.fromkeys(wanted))


def require_above(guild: Guild, actor_id: int, user_id: int) -> None:
    """Whoever acts on a member must stand above them; nobody stands above the owner."""
    if user_id == guild.owner_id or permissions.highest(guild, actor_id) <= permissions.highest(guild, user_id):
        raise Refused(MISSING_PERMISSIONS)


def kick(world: World, actor_id: int, guild: Guild, user_id: int) -> list[Event]:
    """Remove a member; needs KICK_MEMBERS."""
    if user_id not in guild.members:
        raise Refused(UNKNOWN_MEMBER)
    world.require_in_guild(actor_id, guild, Permission.KICK_MEMBERS)
    require_above(guild, actor_id, user_id)
    return remove(world, guild, user_id)


def leave(world: World, user_id: int, guild: Guild) -> list[Event]:
    """Leave a server; its owner cannot (50055)."""
    if user_id == guild.owner_id:
        raise Refused(INVALID_SERVER)
    return remove(world, guild, user_id)


def remove(world: World, guild: Guild, user_id: int) -> list[Event]:
    """A member is gone, from the server's threads too; they hear that the server is gone, others that they are."""
    del guild.members[user_id]
    for thread in guild.threads.values():
        if thread.thread is not None:
            thread.thread.members.pop(user_id, None)
    told = {"guild_id": str(guild.id), "user": render.user(world.users[user_id])}
    return [
        Event("GUILD_DELETE", {"id": str(guild.id)}, guild.id, Intent.GUILDS, only=frozenset({user_id})),
        Event("GUILD_MEMBER_REMOVE", told, guild.id, Intent.GUILD_MEMBERS),
    ]


def add(world: World, now: int, guild: Guild, user_id: int) -> list[Event]:
    """Somebody comes, or comes back, with no roles but the one a bot brings; they hear the server whole."""
    own = [role.id for role in guild.roles.values() if role.bot_id == user_id]
    guild.members[user_id] = Member(user_id, own, now)
    told = render.member(world, guild.members[user_id]) | {"guild_id": str(guild.id)}
    others = frozenset(guild.members) - {user_id}
    return [
        listening.arrived(world, guild, frozenset({user_id}), new=True),
        Event("GUILD_MEMBER_ADD", told, guild.id, Intent.GUILD_MEMBERS, only=others),
    ]


def updated(world: World, guild: Guild, member: Member) -> Event:
    """GUILD_MEMBER_UPDATE: to whoever it is about in any case, to other bots with the members intent only."""
    data = render.member(world, member) | {"guild_id": str(guild.id)}
    return Event("GUILD_MEMBER_UPDATE", data, guild.id, Intent.GUILD_MEMBERS, about=member.user_id)
