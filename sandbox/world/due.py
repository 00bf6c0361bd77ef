"""What happens by the clock alone: threads archive, polls end, scheduled events begin and end.

Whoever makes such a thing notes it with `World.expect`. Nothing is ever crossed out: when a note's time has come, its
rule is asked when the thing really is due, which may be later, or never.
"""

from collections.abc import Callable
from heapq import heappop

from . import polls, scheduled_events, threads
from .events import Event
from .state import World
from .things import Due, Json

_When = Callable[[World, int], int | None]
_Rule = Callable[[World, int, int], list[Event]]
_RULES: dict[Due, tuple[_When, _Rule]] = {
    Due.THREAD_IDLE: (threads.idle_at, threads.archive),
    Due.POLL_END: (polls.over_at, polls.count),
    Due.EVENT_START: (scheduled_events.begins_at, scheduled_events.begin),
    Due.EVENT_END: (scheduled_events.ends_at, scheduled_events.end),
    Due.EVENT_FORGOTTEN: (scheduled_events.forgotten_at, scheduled_events.call_off),
}


def happen(world: World, now: int) -> list[Event]:
    """Let everything happen that is due by now, in the order in which it was due and at its own instant."""
    events: list[Event] = []
    while world.due and world.due[0][0] <= now:
        noted, what, thing_id = heappop(world.due)
        when, rule = _RULES[what]
        really = when(world, thing_id)
        if really is not None and really > noted:
            world.expect(really, what, thing_id)
        elif really is not None:
            events += rule(world, noted, thing_id)
    return events


def upcoming(world: World) -> list[Json]:
    """What will happen if nobody does anything, the soonest first."""
    noted = {(what, thing_id) for _, what, thing_id in world.due}
    expected = [(_RULES[what][0](world, thing_id), what, thing_id) for what, thing_id in noted]
    certain = sorted((at, what, thing_id) for at, what, thing_id in expected if at is not None)
    return [{"at_ms": at, "what": str(what), "id": str(thing_id)} for at, what, thing_id in certain]
