"""What people have been told will happen: instants that stand in messages as Discord's timestamps (`<t:...>`).

What a bot has in mind is known to the bot alone. But where it told people when something is to be, it wrote a
timestamp; so these are the moments at which somebody who waits would look again.
"""

import re
from collections.abc import Iterator

from .state import World
from .things import Json, Message

_STAMP = re.compile(r"<t:(\d{1,12})(?::[tTdDfFR])?>")
MESSAGES_READ = 200
"""How far back in each channel is looked."""


def named(world: World, now: int) -> list[Json]:
    """The future instants named in the latest messages, each once (where it was named last), the soonest first."""
    found: dict[int, Message] = {}
    for message in _latest(world):
        for text in _texts(message):
            for stamp in _STAMP.finditer(text):
                at = int(stamp[1]) * 1000
                if at > now and (at not in found or found[at].id < message.id):
                    found[at] = message
    return [
        {"at_ms": at, "what": "named", "id": str(found[at].id), "channel_id": str(found[at].channel_id)}
        for at in sorted(found)
    ]


def _latest(world: World) -> Iterator[Message]:
    for timeline in world.timelines.values():
        yield from (timeline.by_id[each] for each in timeline.ids[-MESSAGES_READ:])
    yield from world.ephemeral.values()


def _texts(message: Message) -> Iterator[str]:
    yield message.content
    yield from _strings(message.embeds)
    yield from _strings(message.components)


def _strings(told: object) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for each in told.values():
            yield from _strings(each)
    elif isinstance(told, list):
        for each in told:
            yield from _strings(each)
