"""What happens by the clock alone: threads archive, polls end, scheduled events begin and end.

Whoever makes such a thing notes it with `World.expect`. Nothing is ever crossed out: when its time has come, the rule
looks whether it still should happen, and notes a later instant if it was put off.
"""

from heapq import heappop

from . import polls, scheduled_events, threads
from .events import Event
from .state import World
from .things import Due, Json

_RULES = {
    Due.THREAD_IDLE: threads.archive_if_idle,
    Due.POLL_END: polls.count_if_over,
    Due.EVENT_START: scheduled_events.begin_if_due,
    Due.EVENT_END: scheduled_events.end_if_due,
    Due.EVENT_FORGOTTEN: scheduled_events.call_off_if_forgotten,
}


def happen(world: World, now: int) -> list[Event]:
    """Let everything happen that is due by now, in the order in which it was due and at its own instant."""
    events: list[Event] = []
    while world.due and world.due[0][0] <= now:
        at, what, thing_id = heappop(world.due)
        events += _RULES[what](world, at, thing_id)
    return events


def upcoming(world: World) -> list[Json]:
    """What is noted, the soonest first; some of it may have been put off since, or be gone."""
    return [{"at_ms": at, "what": str(what), "id": str(thing_id)} for at, what, thing_id in sorted(world.due)]
