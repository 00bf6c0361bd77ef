"""Gateway events as Discord sends them, where discord.py makes more of them than counting needs, or lets them fall.

For every message it builds the message, its author and their membership, which takes twice as long as counting it; and
whoever says that they want to come to a scheduled event is left out unless they happen to be cached. discord.py has no
public door to events as they come, so its table of parsers is reached into here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import discord
import structlog

Data = Mapping[str, Any]

_log = structlog.get_logger(__name__)


def hear(client: discord.Client, event: str, heard: Callable[[Data], None]) -> None:
    """From now on `heard` gets the event's data, in place of discord.py: it dispatches nothing for this event any more.

    `heard` is called on the event loop and must not take long. What it raises is logged and ends nothing.
    """

    def parsed(data: Data) -> None:
        try:
            heard(data)
        except Exception:
            _log.exception("an event of Discord's was not understood", event_name=event)

    client._connection.parsers[event] = parsed  # noqa: SLF001 (see above)
