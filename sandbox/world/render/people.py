"""Users, members and roles."""

from sandbox.world.state import World
from sandbox.world.things import Channel, Json, Member, Role, User
from sandbox.world.values import instant


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
