"""Scheduled events and who is interested in them."""

from sandbox.world import render, scheduled_events
from sandbox.world.things import Json, ScheduledEvent

from .calls import Call, Reply, Subject, Who, nothing

subject = Subject("Scheduled events")
ALL = "/guilds/{guild_id}/scheduled-events"
ONE = f"{ALL}/{{guild_scheduled_event_id}}"


def _event(call: Call) -> ScheduledEvent:
    return scheduled_events.found(call.world, call.guild(), call.caller_id, call.id("guild_scheduled_event_id"))


def _told(call: Call, event: ScheduledEvent) -> Json:
    return render.scheduled_event(call.world, event, counted=call.flag("with_user_count"))


@subject.route("GET", ALL)
def list_events(call: Call) -> Reply:
    """A server's events that are not over"""
    return Reply([_told(call, each) for each in scheduled_events.listed(call.world, call.guild(), call.caller_id)])


@subject.route("POST", ALL, differs="Stage channels, recurrence and pictures answer 501")
def create(call: Call) -> Reply:
    """Make an event"""
    made, events = scheduled_events.create(call.world, call.now, call.caller_id, call.guild(), call.form)
    return Reply(render.scheduled_event(call.world, made), events)


@subject.route("GET", ONE)
def one(call: Call) -> Reply:
    """One event"""
    return Reply(_told(call, _event(call)))


@subject.route("PATCH", ONE, differs="Stage channels, recurrence and pictures answer 501")
def edit(call: Call) -> Reply:
    """Change an event, begin it, end it or call it off"""
    event = _event(call)
    events = scheduled_events.edit(call.world, call.now, call.caller_id, event, call.form)
    return Reply(render.scheduled_event(call.world, event), events)


@subject.route("DELETE", ONE)
def delete(call: Call) -> Reply:
    """Delete an event"""
    return nothing(scheduled_events.delete(call.world, call.caller_id, _event(call)))


@subject.route("GET", f"{ONE}/users")
def users(call: Call) -> Reply:
    """Who is interested in an event; people get the list inside an object, as Discord's client does"""
    event = _event(call)
    page = scheduled_events.interested_in(
        event, limit=call.number_or("limit", 100), before=call.number("before"), after=call.number_or("after", 0)
    )
    told = [render.event_user(call.world, event, each, with_member=call.flag("with_member")) for each in page]
    return Reply(told if call.is_bot else {"users": told})


@subject.route("PUT", f"{ONE}/users/@me", Who.PEOPLE)
def interested(call: Call) -> Reply:
    """Say that one is interested"""
    event = _event(call)
    events = scheduled_events.set_interest(call.world, call.caller_id, event, interested=True)
    return Reply(render.subscription(event, call.caller_id), events)


@subject.route("DELETE", f"{ONE}/users/@me", Who.PEOPLE)
def not_interested(call: Call) -> Reply:
    """Say that one is no longer interested"""
    return nothing(scheduled_events.set_interest(call.world, call.caller_id, _event(call), interested=False))


@subject.route("GET", "/users/@me/scheduled-events", Who.PEOPLE)
def my_interests(call: Call) -> Reply:
    """The events of a server (`guild_ids`) that one is interested in"""
    guild = call.world.guild(call.number_or("guild_ids", 0), call.caller_id)
    mine = [each for each in guild.scheduled.values() if call.caller_id in each.interested]
    return Reply([render.subscription(each, call.caller_id) for each in mine])
