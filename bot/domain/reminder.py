"""When and where members are reminded of a reading.

- Whoever pressed **I'm reading** and has said nothing else is reminded an hour before, in the channel.
- Whoever chose a time with `/me reminders` is reminded of every reading of the server then, where they chose; or never.
- Each gets one reminder a reading. When its time has passed before the reading was announced or moved, the next later
  one takes its place; for those who have chosen nothing there is none then: they have just read the announcement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.times import DAY_MS, HOUR_MS


class Lead(StrEnum):
    """How long before the start; the latest stands last."""

    DAY = "day"
    HOUR = "hour"
    START = "start"
    NEVER = "never"


class Where(StrEnum):
    """Where a member is reminded: named in the channel or thread of the reading, or in a direct message."""

    CHANNEL = "channel"
    DIRECT = "direct"


LEAD_MS: Mapping[Lead, int] = {Lead.DAY: DAY_MS, Lead.HOUR: HOUR_MS, Lead.START: 0}
UNASKED = Lead.HOUR
"""For whoever takes part and has not chosen."""


@dataclass(frozen=True, slots=True)
class ReminderWish:
    """What a member chose, and the language they did it in, if it is known.

    `refused_at`: when Discord refused a direct message to them (UTC epoch ms).
    """

    member_id: int
    lead: Lead
    where: Where
    refused_at: int | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of a reading: when it is due, and for whom: those who chose one of `leads`."""

    lead: Lead
    at: int
    leads: tuple[Lead, ...]


def reminders(starts_at: int, now: int) -> list[Reminder]:
    """The reminders before the start that are still to come, seen from the moment the reading is announced or moved."""
    found: list[Reminder] = []
    missed: list[Lead] = []
    for lead in (Lead.DAY, Lead.HOUR):
        at = starts_at - LEAD_MS[lead]
        if at > now:
            found.append(Reminder(lead, at, (*missed, lead)))
            missed = []
        else:
            missed.append(lead)
    return found
