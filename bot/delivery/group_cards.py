"""The last readings of a group, for its organisers: who came, who is new, which questions drew answers.

Kind by design: who came often is named, who came seldom is in no list; no reading is called a bad one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.delivery import markdown
from bot.delivery.card import COLOUR, Button, Card, Menu
from bot.delivery.made_by import KIND_NAMES
from bot.delivery.marks import Action, Mark
from bot.delivery.report_cards import members, often_here
from bot.domain.group_report import SPANS, Drew, GroupReport, Origin, Place, ReadingAttendance, Scope
from bot.domain.series import Series
from bot.domain.server import Tracking
from bot.domain.times import wall_clock
from bot.languages import words
from bot.languages.words import count, later, say

ORIGINS = {
    Origin.AUTHOR: later("the article’s author"),
    Origin.LESSONS: later("made from the lessons"),
    Origin.ORGANISERS: later("worded by organisers"),
}
PLACES = {
    Place.OPENING: later("the first question"),
    Place.CORE: later("those in between"),
    Place.CLOSING: later("the last question"),
}
KINDS_SHOWN = 6
ASKED_ONCE = 1
"""What one question drew says nothing about its kind."""

DESCRIPTION, NEWCOMERS = 2400, 700
"""Characters, so that the whole stays below the 6,000 that Discord takes."""

TITLE_SHOWN = 60
LISTED = 6
"""Readings told one by one; the chart and the list to open one from have those before too."""


def group_report(report: GroupReport, scope: Scope, chart: str | None = None) -> Card:
    """`chart`: the name of a picture sent along."""
    if not report.readings:
        return Card(_nothing_yet(scope.series))
    title = markdown.line(_title(len(report.readings), scope.series), markdown.EMBED_TITLE)
    embed = discord.Embed(title=title, colour=COLOUR)
    listed = report.readings[:LISTED] if chart else report.readings
    lines = [_together(report), *_left_out(report, scope.server.tracking), *map(_attended, listed)]
    embed.description = markdown.fitting(lines, DESCRIPTION)
    if report.regulars:
        embed.add_field(name=say("Often here"), value=often_here(report.regulars), inline=False)
    if report.newcomers:
        embed.add_field(name=say("New here"), value=members(report.newcomers, NEWCOMERS), inline=False)
    for name, drew, names in (
        (say("Answers a question drew, by who asks"), report.by_origin, ORIGINS),
        (say("By its place"), report.by_place, PLACES),
        (say("By what the lesson says"), _telling(report.by_kind), KIND_NAMES),
    ):
        if drew:
            embed.add_field(name=name, value=_drew(drew, names), inline=False)
    if chart:
        embed.set_image(url=f"attachment://{chart}")
    embed.set_footer(text=say("Only you see this. What members write is not read or kept."))
    return Card(embeds=[embed], rows=_rows(report, scope))


def _nothing_yet(series: Series | None) -> str:
    if series is None:
        return say("No reading has begun here yet.\n→ Plan one with `/reading plan`.")
    return say(
        "No reading of “{name}” has begun yet.\n→ `/series list` shows what comes.", name=markdown.plain(series.name)
    )


def _title(readings: int, series: Series | None) -> str:
    if series is None:
        return count(readings, "The last reading here", "The last {n} readings here")
    return count(readings, "The last reading of “{name}”", "The last {n} readings of “{name}”", name=series.name)


def _together(report: GroupReport) -> str:
    if not report.people:
        return say("They went by quietly. The questions stay there for whoever comes later.")
    people = count(report.people, "**{n} person took part**", "**{n} people took part**")
    if len(report.readings) == 1:
        return f"{people}."
    average = words.decimal(report.average)
    return say("{people}, {average} in an average reading.", people=people, average=average)


def _attended(each: ReadingAttendance) -> str:
    title = markdown.plain(markdown.line(each.held.title, TITLE_SHOWN))
    return f"**{title}**\n-# {markdown.moment(each.held.starts_at, 'D')} · {came(each)}"


def came(each: ReadingAttendance) -> str:
    """How many came to a reading and how often they replied, in words."""
    parts = [count(each.people, "{n} person", "{n} people")]
    if each.replies:
        parts.append(count(each.replies, "{n} reply", "{n} replies"))
    if each.new:
        parts.append(count(each.new, "{n} for the first time", "{n} for the first time"))
    return ", ".join(parts)


def _left_out(report: GroupReport, tracking: Tracking) -> list[str]:
    """Why there is no more to see, if so."""
    if tracking is Tracking.OFF:
        return [say("-# Nothing is counted in this server now; an admin changes that with `/setup tracking`.")]
    if report.people and report.is_small:
        return [say("-# Fewer than five people are not broken down. `/reading report` shows a single reading.")]
    if tracking is Tracking.PER_READING:
        return [say("-# Which question a reply belongs to is not kept here; an admin decides with `/setup tracking`.")]
    return []


def _telling(drew: Sequence[Drew]) -> list[Drew]:
    return [each for each in drew if each.asked > ASKED_ONCE][:KINDS_SHOWN]


def _drew(drew: Sequence[Drew], names: Mapping[Any, str]) -> str:
    return "\n".join(
        say(
            "{what}: **{answers}** · {questions}",
            what=say(names.get(each.name, each.name)),
            answers=words.decimal(each.each),
            questions=count(each.asked, "{n} question", "{n} questions"),
        )
        for each in drew
    )


def _rows(report: GroupReport, scope: Scope) -> list[list[Button | Menu]]:
    """To each reading's own report, to more or fewer readings, and to files of the same."""
    series_id = scope.series.id if scope.series else 0
    zone = scope.server.zone or "UTC"
    choices = tuple(
        (markdown.line(each.held.title, markdown.CHOICE), str(each.held.reading_id), _choice(each, zone))
        for each in report.readings
    )
    menu = Menu(Mark(Action.REPORT, series_id), say("Open the report of one reading …"), choices)
    number = len(report.readings)
    spans = [each for each in SPANS if each != scope.last and (each < number or number == scope.last)]
    buttons: list[Button | Menu] = [
        Button(say("The last {number}", number=each), Mark(Action.GROUP, series_id, str(each))) for each in spans
    ]
    files = ((form, Mark(Action.GROUP, series_id, f"{scope.last}{form}")) for form in ("csv", "json"))
    buttons += [Button(form.upper(), mark) for form, mark in files]
    return [[menu], buttons]


def _choice(each: ReadingAttendance, zone: str) -> str:
    day = words.short_day(wall_clock(each.held.starts_at, zone).date())
    return markdown.line(f"{day} · {came(each)}", markdown.CHOICE)
