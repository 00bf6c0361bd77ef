"""Series in words: their rules, what comes, and what organisers are asked about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import discord

from bot.delivery import markdown
from bot.delivery.card import COLOUR, Button, Card, Menu
from bot.delivery.marks import Action, Mark
from bot.domain.reading import Reading
from bot.domain.recurrence import LAST, Every, Holiday, Occurrence, Rule
from bot.domain.series import Series, Slot, Source, slot
from bot.languages import words
from bot.languages.words import count, later, listed, say

SOURCES = {
    Source.LIBRARY: later("the library, the longest on the shelf first"),
    Source.VOTE: later("a vote among suggestions and the library, two days long"),
    Source.FEED: later("the feeds, the newest first"),
    Source.SUGGESTIONS: later("what members suggest, the most wanted first"),
}
PLACES = {
    1: later("the first {weekday} of the month"),
    2: later("the second {weekday} of the month"),
    3: later("the third {weekday} of the month"),
    4: later("the fourth {weekday} of the month"),
    LAST: later("the last {weekday} of the month"),
}
TOLD = {
    "nothing to read yet": later(
        "⚠️ There is nothing to read for “{name}” on {day} yet.\n"
        "→ An organiser can mend it: `/article add` brings an article in, or `/series edit` takes it from elsewhere; "
        "then press **Look again**. I look once more by myself the day before; if there is nothing then, it is skipped."
    ),
    "nothing to read": later(
        "“{name}” is skipped on {day}: there was nothing to read.\n"
        "→ `/article add` brings articles in for the next time. By hand, `/reading plan` can still plan one."
    ),
    "not approved": later(
        "“{name}” is skipped on {day}: nobody pressed **Schedule** before its start.\n"
        "→ `/series edit approval:off` lets readings be announced without asking."
    ),
    "missed": later(
        "“{name}” did not take place on {day}: I was not running when it should have been planned.\n"
        "→ The next ones are planned as usual; `/series list` shows them."
    ),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A series as its organisers see it: what comes next, and the latest occurrences without a reading."""

    series: Series
    coming: Sequence[Occurrence]
    notes: Sequence[tuple[str, str]] = ()


def rule_in_words(rule: Rule) -> str:
    """ "every Thursday at 19:00", in the language being spoken."""
    weekday = words.weekday(rule.weekday)
    if rule.every is Every.WEEK:
        said = say("every {weekday}", weekday=weekday)
        if rule.interval == 2:
            said = say("every other {weekday}", weekday=weekday)
    elif rule.nth is not None:
        said = say(PLACES[rule.nth], weekday=weekday)
    else:
        said = say("day {day} of the month", day=rule.day)
        if (rule.day or 0) > 28:
            said = say("day {day} of the month, or its last one", day=rule.day)
    said = say("{often} at {time}", often=said, time=words.clock(rule.first.time()))
    if rule.count is not None:
        said = count(rule.count, "{rule}, {n} time", "{rule}, {n} times", rule=said)
    if rule.until is not None:
        said = say("{rule}, until {day}", rule=said, day=words.day(rule.until))
    return said


def overview(found: Sequence[Shown]) -> Card:
    """Every series of a server with what comes."""
    if not found:
        return Card(
            say(
                "There is no series here yet.\n→ `/series create` makes one: a recurring slot that takes the next "
                "article by itself."
            )
        )
    return Card(embeds=[_embed(each) for each in found[:10]])


def shown(found: Shown, heading: str, next_step: str) -> Card:
    """One series after something was done to it, with the next step."""
    return Card(f"{heading}\n→ {next_step}", embeds=[_embed(found)])


def first_step(found: Shown, now: int) -> str:
    """What happens next by itself, and what an organiser does about it. What is overdue happens now."""
    if not found.coming:
        return say("Nothing comes of it any more; `/series edit` gives it another rule or a later end.")
    when = markdown.moment(max(now, slot(found.series, found.coming[0]).plan_at), "R")
    if found.series.approval:
        return say(
            "Its next reading is planned {when}; organisers are then asked to press **Schedule**. "
            "`/article add` brings in what to read.",
            when=when,
        )
    return say("Its next reading is planned and announced {when}. `/article add` brings in what to read.", when=when)


def _embed(found: Shown) -> discord.Embed:
    series = found.series
    lines = [
        say(
            "{rule} in {zone}, in <#{channel}>",
            rule=rule_in_words(series.rule),
            zone=series.zone,
            channel=series.channel_id,
        ),
        say("Takes from: {source}", source=say(SOURCES[series.source])),
        say("An organiser is asked before each announcement.") if series.approval else say("Announced without asking."),
    ]
    if series.leaders:
        turns = listed([f"<@{each}>" for each in series.leaders])
        lines.append(say("Led in turn by {members}", members=turns))
    if series.holidays:
        lines.append(say("Not on: {days}", days=listed([_days(each) for each in series.holidays])))
    lines.append(_standing(found))
    lines += [f"-# {_noted(day, note)}" for day, note in found.notes]
    embed = discord.Embed(title=markdown.line(series.name, markdown.EMBED_TITLE), colour=COLOUR)
    embed.description = markdown.cut("\n".join(lines), markdown.EMBED_DESCRIPTION)
    return embed


def _standing(found: Shown) -> str:
    if found.series.ended_at is not None:
        return say("⏹️ It has ended.")
    if found.series.paused_at is not None:
        return say("⏸️ It is paused: nothing is planned. `/series pause` takes it up again.")
    if not found.coming:
        return say("Its last reading was planned; it ends by itself.")
    return "\n".join(f"• {markdown.when(each.at)}" for each in found.coming)


def _noted(day: str, note: str) -> str:
    shown_day = words.day(date.fromisoformat(day))
    reasons = {
        "nothing to read": say("there was nothing to read"),
        "not approved": say("nobody approved the plan"),
        "skipped by hand": say("skipped by hand"),
        "missed": say("the bot was not running"),
    }
    return say("{day} skipped: {why}", day=shown_day, why=reasons.get(note) or markdown.plain(note))


def _days(holiday: Holiday) -> str:
    first, last = (words.short_day(each) for each in (holiday.first, holiday.last))
    days = first if holiday.first == holiday.last else f"{first} – {last}"
    return f"{days} ({markdown.plain(holiday.name)})" if holiday.name else days


def approval(reading: Reading, title: str, questions: int, series: str | None) -> Card:
    """A plan that made itself, for an organiser to look at."""
    named = markdown.plain(markdown.line(title, 200))
    lines = []
    if series is not None:
        lines.append(say("**{series}**: the next reading is planned.", series=markdown.plain(series)))
    lines.append(
        count(
            questions,
            "“{title}”, {when}, with {n} question.",
            "“{title}”, {when}, with {n} questions.",
            title=named,
            when=markdown.when(reading.starts_at),
        )
    )
    if reading.leader_id is not None:
        lines.append(say("{member} leads it.", member=f"<@{reading.leader_id}>"))
    lines.append(
        say(
            "→ An organiser presses **Schedule** to announce it, or **Change** to look at its questions or swap the "
            "article. If nobody does before the start, it is skipped."
        )
    )
    buttons = [
        Button(say("Schedule"), Mark(Action.SCHEDULE, reading.id), style=discord.ButtonStyle.success),
        Button(say("Change"), Mark(Action.CHANGE, reading.id)),
    ]
    if reading.series_id is not None and reading.occurrence is not None:
        day = reading.occurrence.replace("-", "")
        buttons.append(Button(say("Skip this one"), Mark(Action.SKIP, reading.series_id, day)))
    return Card("\n".join(lines), rows=[buttons])


def other_articles(reading_id: int, choices: Sequence[tuple[int, str]]) -> Menu | None:
    """A list of what could be read instead; None if there is nothing."""
    if not choices:
        return None
    options = tuple((markdown.line(title, 100), str(article_id), None) for article_id, title in choices[:25])
    return Menu(Mark(Action.OTHER, reading_id), say("Read another article instead …"), options)


def occurrence_told(series: Series, day: date, what: str, found: Slot | None) -> Card:
    """Why an occurrence has no reading (yet)."""
    when = words.full_day(day) if found is None else markdown.when(found.occurrence.at)
    content = say(TOLD[what], name=markdown.plain(series.name), day=when)
    mark = Mark(Action.AGAIN, series.id, f"{day:%Y%m%d}{what.replace(' ', '')[:11]}")
    return Card(content, rows=[[Button(say("Look again"), mark)]])
