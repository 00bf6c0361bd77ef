"""Scheduled events and who is interested in them."""

from sandbox.world.state import World
from sandbox.world.things import Json, ScheduledEvent
from sandbox.world.values import instant, optional_id

from .people import member, user

_INTERESTED = 1


def scheduled_event(world: World, of: ScheduledEvent, *, counted: bool = False) -> Json:
    """A scheduled event object; `counted`: with how many are interested."""
    data: Json = {
        "id": str(of.id),
        "guild_id": str(of.guild_id),
        "channel_id": optional_id(of.channel_id),
        "creator_id": str(of.creator_id),
        "creator": user(world.users[of.creator_id]),
        "name": of.name,
        "description": of.description,
        "image": None,
        "scheduled_start_time": instant(of.starts_ms),
        "scheduled_end_time": None if of.ends_ms is None else instant(of.ends_ms),
        "privacy_level": 2,
        "status": int(of.status),
        "entity_type": 2 if of.channel_id else 3,
        "entity_id": None,
        "entity_metadata": None if of.location is None else {"location": of.location},
        "recurrence_rule": None,
        "guild_scheduled_event_exceptions": [],
        "sku_ids": [],
    }
    return data | ({"user_count": len(of.interested)} if counted else {})


def subscription(of: ScheduledEvent, user_id: int) -> Json:
    """That a user is interested in an event."""
    return {"guild_scheduled_event_id": str(of.id), "user_id": str(user_id), "response": _INTERESTED}


def event_user(world: World, of: ScheduledEvent, user_id: int, *, with_member: bool) -> Json:
    """Somebody who is interested in an event, with the member if that is asked for and they still are one."""
    told = subscription(of, user_id) | {"user": user(world.users[user_id])}
    known = world.guilds[of.guild_id].members.get(user_id)
    return told | ({"member": member(world, known)} if with_member and known else {})
