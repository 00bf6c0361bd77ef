"""Readings as an iCalendar file (RFC 5545), which every calendar program takes.

A reading keeps its UID whatever happens to it, and counts SEQUENCE up when it is moved, changed or called off, so that
a file taken again brings the calendar up to date. Times are in UTC: right in every zone and over every clock change.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from icalendar import Calendar, Event

from bot.domain.library import ReadingSummary
from bot.domain.reading import Reading, ReadingState
from bot.languages.words import say

PRODUCT = "-//Reading Circle//Readings//EN"
TYPE = "text/calendar"


def uid(reading: Reading) -> str:
    """The same for a reading for ever, and of no other one in the world: Discord's server ids are unique."""
    return f"reading-{reading.id}@{reading.server_id}.reading-circle.invalid"


def sequence(reading: Reading) -> int:
    """How often what a calendar shows of it has changed; calling off is the last change."""
    return reading.revision + (reading.state is ReadingState.CANCELLED)


def file_of(found: Sequence[ReadingSummary], *, now: int) -> bytes:
    """The readings as one file. `now`: when it is made (UTC epoch ms)."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for each in found:
        calendar.add_component(_event(each, now))
    data: bytes = calendar.to_ical()
    return data


def _event(found: ReadingSummary, now: int) -> Event:
    reading = found.reading
    event = Event()
    event.add("uid", uid(reading))
    event.add("sequence", sequence(reading))
    event.add("dtstamp", _moment(now))
    event.add("dtstart", _moment(reading.starts_at))
    event.add("dtend", _moment(max(reading.ends_at, reading.starts_at + 60_000)))
    event.add("summary", say("Reading: {title}", title=found.title))
    come = say("Come when you like: the discussion stays open until the end.")
    event.add("description", f"{come}\n{link(reading)}")
    event.add("url", link(reading))
    event.add("status", "CANCELLED" if reading.state is ReadingState.CANCELLED else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # a reading of a week does not make anybody busy for a week
    return event


def link(reading: Reading) -> str:
    """Where the reading takes place, as an address that opens Discord there."""
    place = reading.thread_id or reading.announced_in or reading.channel_id
    return link_to(reading.server_id, place, None if reading.thread_id else reading.announcement_id)


def link_to(server_id: int, channel_id: int | None, message_id: int | None = None) -> str:
    """A channel, or a message in it, as an address that opens Discord there."""
    at = "" if message_id is None else f"/{message_id}"
    return f"https://discord.com/channels/{server_id}/{channel_id}{at}"


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at // 1000, tz=UTC)
