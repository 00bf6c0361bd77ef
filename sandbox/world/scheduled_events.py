"""Scheduled events: made, changed, begun, ended, called off, and who is interested.

Rules and limits are those of Discord's documentation, "Guild Scheduled Event". Stage channels, recurrence and pictures
are not built.
"""

from collections.abc import Callable

from . import render
from .events import Event, Intent
from .permissions import Permission
from .refusals import (
    EVENT_IS_OVER,
    MISSING_PERMISSIONS,
    TOO_MANY_EVENTS,
    UNKNOWN_EVENT,
    UNKNOWN_EVENT_USER,
    Form,
    Refused,
    not_built,
)
from .state import World
from .things import ChannelType, Due, EventStatus, Guild, Json, ScheduledEvent
from .values import read_instant

MOST_AT_A_TIME, NAME, DESCRIPTION, LOCATION = 100, 100, 1000, 100
STAGE, VOICE, EXTERNAL = 1, 2, 3
# Discord documents "on the order of hours".
FORGOTTEN_AFTER_MS = 4 * 3_600_000
_NEXT = {
    EventStatus.SCHEDULED: (EventStatus.ACTIVE, EventStatus.CANCELED),
    EventStatus.ACTIVE: (EventStatus.COMPLETED,),
}
_IN_VOICE = Permission.VIEW_CHANNEL | Permission.CONNECT


def create(world: World, now: int, maker_id: int, guild: Guild, body: Json) -> tuple[ScheduledEvent, list[Event]]:
    """Put something into the calendar; needs CREATE_EVENTS. At most 100 that are not over (30038)."""
    _require_built(body)
    _check(now, guild, body)
    _require(world, maker_id, guild, body, Permission.CREATE_EVENTS)
    if sum(1 for each in guild.scheduled.values() if not each.is_over) >= MOST_AT_A_TIME:
        raise Refused(TOO_MANY_EVENTS)
    made = ScheduledEvent(world.snowflakes.mint(now), guild.id, maker_id, "", 0)
    _apply(made, body)
    guild.scheduled[made.id] = made
    world.scheduled[made.id] = made
    _expect(world, made)
    return made, [_event(world, "GUILD_SCHEDULED_EVENT_CREATE", made)]


def edit(world: World, now: int, editor_id: int, event: ScheduledEvent, body: Json) -> list[Event]:
    """Change an event, or begin, end or call it off: one's own with CREATE_EVENTS, any with MANAGE_EVENTS."""
    _require_built(body)
    guild = world.guilds[event.guild_id]
    whole = _as_body(event) | body
    require_changing(world, editor_id, event)
    if event.is_over:
        raise Refused(EVENT_IS_OVER)
    _check(now, guild, whole, old=event)
    _require(world, editor_id, guild, whole, Permission(0))
    _apply(event, whole)
    event.status = EventStatus(body.get("status") or event.status)
    _expect(world, event)
    return [_event(world, "GUILD_SCHEDULED_EVENT_UPDATE", event)]


def delete(world: World, deleter_id: int, event: ScheduledEvent) -> list[Event]:
    """Take an event out of the calendar."""
    require_changing(world, deleter_id, event)
    del world.guilds[event.guild_id].scheduled[event.id]
    del world.scheduled[event.id]
    return [_event(world, "GUILD_SCHEDULED_EVENT_DELETE", event)]


def found(world: World, guild: Guild, viewer_id: int, event_id: int) -> ScheduledEvent:
    """An event of that server that `viewer_id` may see, or 10070."""
    event = guild.scheduled.get(event_id)
    if event is None or not visible(world, event, viewer_id):
        raise Refused(UNKNOWN_EVENT)
    return event


def listed(world: World, guild: Guild, viewer_id: int) -> list[ScheduledEvent]:
    """The events that are not over, by start."""
    seen = [each for each in guild.scheduled.values() if not each.is_over and visible(world, each, viewer_id)]
    return sorted(seen, key=lambda each: (each.starts_ms, each.id))


def visible(world: World, event: ScheduledEvent, viewer_id: int) -> bool:
    """Whether somebody may see an event: one in a voice channel only where they may view that."""
    channel = world.channels.get(event.channel_id or 0)
    return channel is None or world.may(viewer_id, channel, Permission.VIEW_CHANNEL)


def set_interest(world: World, user_id: int, event: ScheduledEvent, *, interested: bool) -> list[Event]:
    """Say that one is interested, or no longer (10071 if one was not); twice changes nothing."""
    if interested == (user_id in event.interested):
        if not interested:
            raise Refused(UNKNOWN_EVENT_USER)
        return []
    if event.is_over:
        raise Refused(EVENT_IS_OVER)
    if interested:
        event.interested[user_id] = None
    else:
        del event.interested[user_id]
    data = {"guild_scheduled_event_id": str(event.id), "user_id": str(user_id), "guild_id": str(event.guild_id)}
    name = f"GUILD_SCHEDULED_EVENT_USER_{'ADD' if interested else 'REMOVE'}"
    channel = world.channels.get(event.channel_id or 0)
    return [Event(name, data, event.guild_id, Intent.GUILD_SCHEDULED_EVENTS, channel)]


def interested_in(event: ScheduledEvent, *, limit: int = 100, before: int | None = None, after: int = 0) -> list[int]:
    """Who is interested, by id: the first after an id, or the last before one (`before` wins)."""
    form = Form()
    form.within(("limit",), limit, 1, 100)
    form.settle()
    everybody = sorted(event.interested)
    if before is not None:
        return [each for each in everybody if each < before][-limit:]
    return [each for each in everybody if each > after][:limit]


def begins_at(world: World, event_id: int) -> int | None:
    """When an event outside Discord begins by itself."""
    event = world.scheduled.get(event_id)
    waits = event is not None and event.channel_id is None and event.status == EventStatus.SCHEDULED
    return event.starts_ms if event is not None and waits else None


def begin(world: World, _now: int, event_id: int) -> list[Event]:
    """An event begins by itself."""
    return _turn(world, world.scheduled[event_id], EventStatus.ACTIVE)


def ends_at(world: World, event_id: int) -> int | None:
    """When an event outside Discord ends by itself."""
    event = world.scheduled.get(event_id)
    return None if event is None or event.channel_id is not None or event.is_over else event.ends_ms


def end(world: World, _now: int, event_id: int) -> list[Event]:
    """An event ends by itself."""
    return _turn(world, world.scheduled[event_id], EventStatus.COMPLETED)


def forgotten_at(world: World, event_id: int) -> int | None:
    """When an event is called off because nobody began it: those outside Discord begin by themselves."""
    event = world.scheduled.get(event_id)
    waits = event is not None and event.channel_id is not None and event.status == EventStatus.SCHEDULED
    return event.starts_ms + FORGOTTEN_AFTER_MS if event is not None and waits else None


def call_off(world: World, _now: int, event_id: int) -> list[Event]:
    """An event that nobody began is called off."""
    return _turn(world, world.scheduled[event_id], EventStatus.CANCELED)


def _turn(world: World, event: ScheduledEvent, status: EventStatus) -> list[Event]:
    event.status = status
    return [_event(world, "GUILD_SCHEDULED_EVENT_UPDATE", event)]


def _expect(world: World, event: ScheduledEvent) -> None:
    world.expect(event.starts_ms, Due.EVENT_START, event.id)
    world.expect(event.starts_ms + FORGOTTEN_AFTER_MS, Due.EVENT_FORGOTTEN, event.id)
    if event.ends_ms is not None:
        world.expect(event.ends_ms, Due.EVENT_END, event.id)


def _event(world: World, name: str, event: ScheduledEvent) -> Event:
    channel = world.channels.get(event.channel_id or 0)
    data = render.scheduled_event(world, event)
    return Event(name, data, event.guild_id, Intent.GUILD_SCHEDULED_EVENTS, channel)


def require_changing(world: World, user_id: int, event: ScheduledEvent) -> None:
    """Refuse whoever may change neither their own events nor everybody's."""
    guild = world.guilds[event.guild_id]
    own = Permission.CREATE_EVENTS if event.creator_id == user_id else Permission.MANAGE_EVENTS
    if not world.may_in_guild(user_id, guild, own) and not world.may_in_guild(user_id, guild, Permission.MANAGE_EVENTS):
        raise Refused(MISSING_PERMISSIONS)


def _require(world: World, user_id: int, guild: Guild, body: Json, right: Permission) -> None:
    """Rights in the voice channel of an event that has one, else in the server."""
    channel = world.channels.get(int(body.get("channel_id") or 0))
    if channel is None:
        world.require_in_guild(user_id, guild, right)
    else:
        world.require(user_id, channel, right | _IN_VOICE)


def _require_built(body: Json) -> None:
    asked: dict[str, Callable[[Json], object]] = {
        "events in stage channels": lambda told: told.get("entity_type") == STAGE,
        "events that recur": lambda told: told.get("recurrence_rule"),
        "pictures of events": lambda told: told.get("image"),
    }
    for what, is_asked_for in asked.items():
        if is_asked_for(body):
            raise Refused(not_built(what))


def _as_body(event: ScheduledEvent) -> Json:
    """An event as the body that would make it, so that an edit is checked as a whole."""
    return {
        "name": event.name,
        "description": event.description,
        "scheduled_start_time": render.instant(event.starts_ms),
        "scheduled_end_time": None if event.ends_ms is None else render.instant(event.ends_ms),
        "entity_type": VOICE if event.channel_id else EXTERNAL,
        "channel_id": event.channel_id,
        "entity_metadata": None if event.location is None else {"location": event.location},
        "privacy_level": 2,
    }


def _check(now: int, guild: Guild, body: Json, old: ScheduledEvent | None = None) -> None:
    form = Form()
    form.length(("name",), body.get("name"), 1, NAME)
    form.length(("description",), body.get("description"), 0, DESCRIPTION, required=False)
    form.choice(("privacy_level",), body.get("privacy_level"), (2,))
    form.choice(("entity_type",), body.get("entity_type"), (VOICE, EXTERNAL))
    _check_times(form, now, body, old)
    if body.get("entity_type") == EXTERNAL:
        form.length(("entity_metadata", "location"), (body.get("entity_metadata") or {}).get("location"), 1, LOCATION)
        if body.get("scheduled_end_time") is None:
            form.fail(("scheduled_end_time",), "BASE_TYPE_REQUIRED", "This field is required")
        if body.get("channel_id") is not None:
            form.fail(("channel_id",), "BASE_TYPE_CHOICES", "An event elsewhere has no channel")
    elif body.get("entity_type") == VOICE:
        channel = guild.channels.get(int(body.get("channel_id") or 0))
        if channel is None or channel.type != ChannelType.VOICE:
            form.fail(("channel_id",), "BASE_TYPE_REQUIRED", "This field is required")
    if old is not None and body.get("status") not in (None, int(old.status), *_NEXT[old.status]):
        allowed = ", ".join(str(int(each)) for each in _NEXT[old.status])
        form.fail(("status",), "BASE_TYPE_CHOICES", f"Value must be one of {{{allowed}}}.")
    form.settle()


def _check_times(form: Form, now: int, body: Json, old: ScheduledEvent | None) -> None:
    starts, ends = (read_instant(body.get(key)) for key in ("scheduled_start_time", "scheduled_end_time"))
    if starts is None:
        form.fail(("scheduled_start_time",), "DATE_TIME_TYPE_PARSE", "Could not parse the date.")
    elif starts < now and (old is None or starts != old.starts_ms):
        form.fail(
            ("scheduled_start_time",), "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Cannot schedule event in the past."
        )
    if body.get("scheduled_end_time") is not None and (ends is None or (starts is not None and ends <= starts)):
        form.fail(
            ("scheduled_end_time",),
            "GUILD_SCHEDULED_EVENT_SCHEDULE_END_BEFORE_START",
            "Cannot schedule event to end before it starts.",
        )


def _apply(event: ScheduledEvent, body: Json) -> None:
    """Take over a checked body."""
    event.name, event.description = str(body["name"]), body.get("description")
    event.starts_ms = read_instant(body["scheduled_start_time"]) or 0
    event.ends_ms = None if body.get("scheduled_end_time") is None else read_instant(body["scheduled_end_time"])
    external = body["entity_type"] == EXTERNAL
    event.channel_id = None if external else int(body["channel_id"])
    event.location = str(body["entity_metadata"]["location"]) if external else None
