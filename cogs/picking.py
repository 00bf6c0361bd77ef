"""Articles and readings picked by autocompletion: suggestions out, the one that is meant back in."""

from __future__ import annotations

from collections.abc import Collection

from discord import app_commands

from bot.delivery import markdown
from bot.delivery.report_cards import STATE_NAMES
from bot.domain.library import ReadingSummary
from bot.domain.reading import ReadingState
from bot.domain.times import wall_clock
from bot.errors import NotFound
from bot.workflows.reports import Reports

ARTICLE = "article:"
READING = "reading:"


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
    tail = f" · {starts:%-d %b %H:%M} · {STATE_NAMES[found.reading.state]}"
    return markdown.line(found.title, markdown.CHOICE - len(tail)) + tail


async def picked_article(reports: Reports, server_id: int, given: str) -> int:
    """The id of the article picked, or of the only one whose title fits what was typed; else NotFound."""
    number = given.removeprefix(ARTICLE)
    if given.startswith(ARTICLE) and _is_id(number):
        return int(number)
    found = await reports.articles(server_id, given) if given.strip() else []
    exact = [each for each in found if each.title.casefold() == given.strip().casefold()]
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0].article_id
    raise _unclear(given, len(found), "article", "Add it with `/article add`, or pick one from the list as you type.")


async def picked_reading(reports: Reports, server_id: int, given: str, states: Collection[ReadingState]) -> int:
    """The id of the reading picked, or of the only one whose title fits what was typed; else NotFound."""
    number = given.removeprefix(READING)
    if given.startswith(READING) and _is_id(number):
        return int(number)
    found = await reports.readings(server_id, states, given) if given.strip() else []
    if len(found) == 1:
        return found[0].reading.id
    raise _unclear(given, len(found), "reading", "Pick one from the list that opens as you type.")


def _is_id(text: str) -> bool:
    """Whether it is the number of a row: what a suggestion holds, unless somebody typed it."""
    return text.isascii() and text.isdecimal() and len(text) <= 18


def _unclear(given: str, count: int, noun: str, remedy: str) -> NotFound:
    shown = markdown.plain(markdown.cut(given, 80))
    if count:
        return NotFound(
            "More than one {noun} fits “{shown}”.",
            "Pick the one you mean from the list as you type.",
            noun=noun,
            shown=shown,
        )
    return NotFound("No {noun} here fits “{shown}”.", remedy, noun=noun, shown=shown)
