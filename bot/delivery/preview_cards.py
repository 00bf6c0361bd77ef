"""A reading as its organiser looks at it before and while it is planned: when, where, every question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import discord

from bot.delivery import markdown
from bot.delivery.card import QUIET, Button, Card, Menu
from bot.delivery.made_by import kind_of
from bot.delivery.marks import Action, Mark
from bot.delivery.permissions import events_missing
from bot.delivery.reading_cards import headed, questions_at
from bot.delivery.series_cards import rule_in_words
from bot.domain.article import Article
from bot.domain.own_question import SuggestedQuestion, fingerprint
from bot.domain.reading import EDITABLE, PlannedQuestion, Reading, ReadingState
from bot.languages import words
from bot.languages.words import say, told


def preview(
    reading: Reading,
    title: str,
    article: Article,
    questions: Sequence[PlannedQuestion],
    others: Sequence[Reading] = (),
    suggested: Sequence[SuggestedQuestion] = (),
    *,
    may_create_events: bool = True,
) -> Card:
    """What the organiser sees before anything is posted: when and where, every question with its passage."""
    head = headed(say("Preview: {title}", title=title), article)
    lines = [
        say("Starts {when}", when=markdown.when(reading.starts_at)) + _on_the_wall(reading),
        say("Open until {end}", end=markdown.moment(reading.ends_at)),
        *_series(reading),
        *(
            say("⚠️ It is planned or open already, from {when}.", when=markdown.when(other.starts_at))
            for other in others[:1]
        ),
        *_people(reading),
        *_event(reading, may_create_events),
        _where(reading),
        _how_many(reading, len(questions)),
    ]
    head.description = "\n".join(lines)
    embeds = [head, *(previewed(planned, len(questions)) for planned in questions)]
    rows = _editing_rows(reading, questions) if reading.state in EDITABLE else []
    return Card(embeds=embeds, rows=[*rows, *_suggested_row(suggested)])


def _on_the_wall(reading: Reading) -> str:
    """The start as it was asked for: timestamps show the reader's own zone, which may be another one."""
    if reading.starts_wall is None or reading.zone is None:
        return ""
    at = words.on_the_wall(datetime.fromisoformat(reading.starts_wall))
    return say(" · {time} in {zone}", time=at, zone=reading.zone)


def _series(reading: Reading) -> Iterator[str]:
    """What follows from it, if it repeats."""
    if reading.rule is not None and reading.series_id is None:
        yield say(
            "Repeats {rule}: **Schedule** makes a series of it. What comes after is taken from the library, and you "
            "are asked first.",
            rule=rule_in_words(reading.rule),
        )


def _people(reading: Reading) -> Iterator[str]:
    """Whom the announcement pings, and who leads."""
    if reading.role_id is not None:
        yield say("Pings {role} when it is announced.", role=f"<@&{reading.role_id}>")
    if reading.leader_id is not None:
        yield say("Led by {member}.", member=f"<@{reading.leader_id}>")


def _event(reading: Reading, may_create: bool) -> Iterator[str]:
    """Whether Discord's own event goes with it, and what is in its way."""
    if not reading.wants_event:
        return
    if may_create:
        yield say("A scheduled event of Discord’s goes with it.")
    else:
        yield f"⚠️ {' '.join(told(events_missing()))}"


def _where(reading: Reading) -> str:
    channel = f"<#{reading.channel_id}>"
    if reading.state is ReadingState.OPEN:
        return say(
            "In {thread}. This reading is open; what members suggest can be asked there.",
            thread=f"<#{reading.thread_id}>",
        )
    if reading.state is ReadingState.DRAFT:
        return say(
            "In {channel}: announced when you press **Schedule**; the thread opens from that post.", channel=channel
        )
    return say(
        "In {channel}. This reading is scheduled; its questions can be changed until it starts.", channel=channel
    )


def _how_many(reading: Reading, number: int) -> str:
    questions = questions_at(reading.pace, number)
    if reading.state is ReadingState.OPEN:
        return say("{questions}. Only you see this.", questions=questions)
    return say("{questions}, not posted yet. Only you see this.", questions=questions)


def _suggested_row(suggested: Sequence[SuggestedQuestion]) -> list[list[Menu]]:
    """What members suggest, to be used or left."""
    if not suggested:
        return []
    choices = tuple((markdown.line(each.text, 100), str(each.id), None) for each in suggested[:25])
    return [[Menu(Mark(Action.USE, 0), say("Use a suggested question …"), choices)]]


def _editing_rows(reading: Reading, questions: Sequence[PlannedQuestion]) -> list[list[Button | Menu]]:
    """Schedule, add, discard; then a list each for swapping, rewording and dropping. What is left alone is kept."""
    add = Button(say("Add a question"), Mark(Action.ADD, reading.id))
    rehearse = Button(say("Rehearse"), Mark(Action.REHEARSE, reading.id))
    first: list[Button | Menu] = [add, rehearse]
    if reading.state is ReadingState.DRAFT:
        schedule = Button(say("Schedule"), Mark(Action.SCHEDULE, reading.id), style=discord.ButtonStyle.success)
        first = [schedule, add, rehearse, Button(say("Discard"), Mark(Action.DISCARD, reading.id))]
    choices = tuple(
        (
            say("Question {number}", number=planned.position),
            fingerprint(planned.question),
            markdown.line(planned.question.text, 100),
        )
        for planned in questions
    )
    rows: list[list[Button | Menu]] = [
        first,
        [Menu(Mark(Action.SWAP, reading.id), say("Swap a question for another …"), choices)],
        [Menu(Mark(Action.EDIT, reading.id), say("Reword a question …"), choices)],
    ]
    if len(questions) > 1:
        rows.append([Menu(Mark(Action.DROP, reading.id), say("Drop a question …"), choices)])
    return rows


def previewed(planned: PlannedQuestion, total: int) -> discord.Embed:
    """One question with its passage and its kind, as organisers look at it."""
    asked = planned.question
    quoted = "" if asked.evidence == asked.text else f"{markdown.quoted(asked.evidence)}\n"
    embed = discord.Embed(description=f"{quoted}**{markdown.plain(asked.text)}**", colour=QUIET)
    place = say("Question {number} of {total}", number=planned.position, total=total)
    embed.set_footer(text=f"{place} · {kind_of(planned.question)}")
    return embed
