"""Who may do what where: Discord's permission bits and how roles and overwrites add up.

The bits and the order of computation are those of Discord's documentation, "Permissions".
"""

from enum import IntFlag

from .things import Channel, Guild, Member, Overwrite


class Permission(IntFlag):
    """The bits this sandbox knows by name."""

    CREATE_INSTANT_INVITE = 1 << 0
    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_AUDIT_LOG = 1 << 7
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    SEND_TTS_MESSAGES = 1 << 12
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    CONNECT = 1 << 20
    CHANGE_NICKNAME = 1 << 26
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40
    CREATE_EVENTS = 1 << 44
    SEND_POLLS = 1 << 49
    USE_EXTERNAL_APPS = 1 << 50
    PIN_MESSAGES = 1 << 51
    BYPASS_SLOWMODE = 1 << 52


NOTHING = Permission(0)
EVERYTHING = Permission((1 << 53) - 1)
# Flags reckon slowly; rights are reckoned in plain numbers.
_EVERYTHING, _ADMINISTRATOR = int(EVERYTHING), int(Permission.ADMINISTRATOR)
_VIEW, _SEND = int(Permission.VIEW_CHANNEL), int(Permission.SEND_MESSAGES)
_NEEDS_SEND = int(
    Permission.MENTION_EVERYONE | Permission.SEND_TTS_MESSAGES | Permission.ATTACH_FILES | Permission.EMBED_LINKS
)


def named(names: list[str]) -> Permission:
    """The bits for lower-case names such as `manage_events`; an unknown name raises `KeyError`."""
    bits = NOTHING
    for name in names:
        bits |= Permission[name.upper()]
    return bits


def in_guild(guild: Guild, member: Member) -> int:
    """What a member may do before any channel's overwrites, as plain bits: this is asked for every event and call."""
    if guild.owner_id == member.user_id:
        return _EVERYTHING
    bits = guild.roles[guild.id].permissions
    for role_id in member.roles:
        bits |= guild.roles[role_id].permissions
    return _EVERYTHING if bits & _ADMINISTRATOR else bits


def highest(guild: Guild, user_id: int) -> int:
    """How high a member stands: their highest role's position; the owner above all."""
    if user_id == guild.owner_id:
        return 1 << 31
    member = guild.members.get(user_id)
    return max((guild.roles[each].position for each in member.roles), default=0) if member else -1


def in_channel(guild: Guild, member: Member, channel: Channel) -> int:
    """What a member may do in a channel, as plain bits.

    A thread is given with its parent's overwrites by the caller (`World.permissions`).
    """
    bits = in_guild(guild, member)
    if bits == _EVERYTHING:
        return bits
    if channel.overwrites:
        bits = _overwritten(bits, [o for o in channel.overwrites if o.id == guild.id])
        bits = _overwritten(bits, [o for o in channel.overwrites if o.id in member.roles])
        bits = _overwritten(bits, [o for o in channel.overwrites if o.type == 1 and o.id == member.user_id])
    if not bits & _VIEW:
        return 0
    return bits if bits & _SEND else bits & ~_NEEDS_SEND


def _overwritten(bits: int, overwrites: list[Overwrite]) -> int:
    denied = allowed = 0
    for overwrite in overwrites:
        denied |= overwrite.deny
        allowed |= overwrite.allow
    return bits & ~denied | allowed
