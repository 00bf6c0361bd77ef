"""What a member may do in a channel, by Discord's rules: roles add up, overwrites of the channel take and give.

Needed where Discord is asked over plain HTTP, as `python -m bot check` does; a connected bot asks discord.py. The bits
and the order of the steps are those of Discord's documentation, "Permissions".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.told import Told

ADMINISTRATOR = 1 << 3

BITS: Mapping[str, int] = {
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "manage_threads": 1 << 34,
    "create_public_threads": 1 << 35,
    "create_private_threads": 1 << 36,
    "send_messages_in_threads": 1 << 38,
    "create_events": 1 << 44,
    "send_polls": 1 << 49,
    "pin_messages": 1 << 51,
}
"""The rights this bot knows of, under discord.py's names; its invite asks for these and for no other.

Administrator, Manage Roles and Manage Channels will never be among them.
"""


TITLES: Mapping[str, Told] = {
    "view_channel": Told("View Channel"),
    "send_messages": Told("Send Messages"),
    "embed_links": Told("Embed Links"),
    "attach_files": Told("Attach Files"),
    "read_message_history": Told("Read Message History"),
    "manage_threads": Told("Manage Threads"),
    "create_public_threads": Told("Create Public Threads"),
    "create_private_threads": Told("Create Private Threads"),
    "send_messages_in_threads": Told("Send Messages in Threads"),
    "create_events": Told("Create Events"),
    "send_polls": Told("Send Polls"),
    "pin_messages": Told("Pin Messages"),
}
"""The rights as Discord's settings call them."""


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What a channel takes from (`deny`) and gives to (`allow`) one role or member, as bits."""

    id: int
    allow: int
    deny: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Who a member is in a server: `roles` holds the bits of each role they have, @everyone (the server's id) too."""

    server_id: int
    member_id: int
    roles: Mapping[int, int]
    is_owner: bool = False


def in_channel(standing: Standing, overwrites: Iterable[Overwrite]) -> int:
    """The bits a member has in a channel with these overwrites; all of them for owners and administrators."""
    bits = _all_of(standing.roles.values())
    if standing.is_owner or bits & ADMINISTRATOR:
        return _all_of(BITS.values()) | bits
    theirs = {overwrite.id: overwrite for overwrite in overwrites}
    steps = (
        [standing.server_id],
        [role for role in standing.roles if role != standing.server_id],
        [standing.member_id],
    )
    for ids in steps:
        found = [theirs[one] for one in ids if one in theirs]
        bits = bits & ~_all_of(one.deny for one in found) | _all_of(one.allow for one in found)
    return bits


def missing(needed: Iterable[str], bits: int) -> list[str]:
    """The needed rights that are not among the bits. Without View Channel, nothing else counts."""
    names = list(needed)
    if not bits & BITS["view_channel"]:
        return [name for name in names if name == "view_channel"] or names
    return [name for name in names if not bits & BITS[name]]


def together(names: Iterable[str]) -> int:
    """The bits of several rights in one number, as an invite link wants them."""
    return _all_of(BITS[name] for name in names)


def titled(name: str) -> Told:
    """The right as Discord's settings call it, "Send Messages in Threads"."""
    return TITLES[name]


def _all_of(numbers: Iterable[int]) -> int:
    total = 0
    for number in numbers:
        total |= number
    return total
