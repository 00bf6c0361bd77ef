"""What people pick by autocompletion: suggestions out, the one that is meant back in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from discord import app_commands

from bot.delivery import markdown
from bot.delivery.report_cards import STATE_NAMES
from bot.domain.library import ReadingSummary
from bot.domain.reading import ReadingState
from bot.domain.times import wall_clock
from bot.errors import NotFound
from bot.languages.words import later, say, short_time
from bot.workflows.reports import Reports

ARTICLE = "article:"
READING = "reading:"


@dataclass(frozen=True, slots=True)
class Unclear:
    """What is said where what was typed fits several things, or none. `{shown}` is what was typed."""

    several: str
    none: str
    remedy: str


THE_ARTICLE = Unclear(
    later("More than one article fits “{shown}”."),
    later("No article here fits “{shown}”."),
    later("Add it with `/article add`, or pick one from the list as you type."),
)
THE_READING = Unclear(
    later("More than one reading fits “{shown}”."),
    later("No reading here fits “{shown}”."),
    later("Pick one from the list that opens as you type."),
)


async def suggest_articles(reports: Reports, server_id: int, typed: str) -> list[app_commands.Choice[str]]:
    """The server's articles whose title contains what was typed, newest first."""
    return [
        app_commands.Choice(name=markdown.line(each.title, markdown.CHOICE), value=f"{ARTICLE}{each.article_id}")
        for each in await reports.articles(server_id, typed)
    ]


async def suggest_readings(
    reports: Reports, server_id: int, typed: str, states: Collection[ReadingState]
) -> list[app_commands.Choice[str]]:
    """The server's readings in these states whose title contains what was typed, the latest start first."""
    return [
        app_commands.Choice(name=reading_choice(each), value=f"{READING}{each.reading.id}")
        for each in await reports.readings(server_id, states, typed)
    ]


def reading_choice(found: ReadingSummary) -> str:
    """A reading in one line: with its date, because one article may be read more than once."""
    starts = wall_clock(found.reading.starts_at, found.reading.zone or "UTC")
    tail = f" · {short_time(starts)} · {say(STATE_NAMES[found.reading.state])}"
    return markdown.line(found.title, markdown.CHOICE - len(tail)) + tail


async def picked_article(reports: Reports, server_id: int, given: str) -> int:
    """The id of the article picked, or of the only one whose title fits what was typed; else NotFound."""
    if (number := numbered(given, ARTICLE)) is not None:
        return number
    found = [(each.article_id, each.title) for each in await reports.articles(server_id, given)]
    return the_only(given, found, THE_ARTICLE)


async def picked_reading(reports: Reports, server_id: int, given: str, states: Collection[ReadingState]) -> int:
    """The id of the reading picked, or of the only one whose title fits what was typed; else NotFound."""
    if (number := numbered(given, READING)) is not None:
        return number
    found = [(each.reading.id, each.title) for each in await reports.readings(server_id, states, given)]
    return the_only(given, found, THE_READING)


def numbered(given: str, prefix: str) -> int | None:
    """The number of a row that a suggestion held; None for what somebody typed."""
    number = given.removeprefix(prefix)
    is_id = number != given and number.isascii() and number.isdecimal() and len(number) <= 18
    return int(number) if is_id else None


def the_only(given: str, found: Sequence[tuple[int, str]], unclear: Unclear) -> int:
    """The id of what is called as was typed, or of the only one found; else NotFound. Nothing typed fits nothing."""
    typed = given.strip().casefold()
    exact = [number for number, name in found if name.casefold() == typed]
    if typed and (len(exact) == 1 or len(found) == 1):
        return exact[0] if len(exact) == 1 else found[0][0]
    shown = markdown.plain(markdown.cut(given, 80))
    if typed and found:
        raise NotFound(unclear.several, "Pick the one you mean from the list as you type.", shown=shown)
    raise NotFound(unclear.none, unclear.remedy, shown=shown)
