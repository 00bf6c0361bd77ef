"""Numbers as people see them: a reading's report, a member's own summary, lists. Kind by design: nobody is ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import discord

from bot.delivery import markdown
from bot.delivery.calendar import link
from bot.delivery.card import COLOUR, Button, Card, Menu
from bot.delivery.marks import Action, Mark, Post
from bot.domain.library import ReadingSummary, ShelvedArticle
from bot.domain.reading import ENDED, STARTED, PlannedQuestion, Reading, ReadingState
from bot.domain.report import (
    RECENT_READINGS,
    SMALL_GROUP,
    MemberCounts,
    MemberReading,
    MemberSummary,
    QuestionCounts,
    ReadingReport,
    Regular,
    Standing,
    WeekCounts,
)
from bot.languages.words import command, count, later, listed, say

STATE_NAMES = {
    ReadingState.DRAFT: later("a preview"),
    ReadingState.PLANNED: later("coming"),
    ReadingState.ANNOUNCED: later("coming"),
    ReadingState.OPEN: later("open now"),
    ReadingState.CLOSING: later("closing"),
    ReadingState.CLOSED: later("over"),
    ReadingState.CANCELLED: later("called off"),
}
MEMBERS_SHOWN = 25


def reading_report(
    reading: Reading,
    title: str,
    planned: Sequence[PlannedQuestion],
    report: ReadingReport,
    regulars: Sequence[Regular] = (),
    chart: str | None = None,
) -> Card:
    """For organisers: who took part, in all and per question. `chart`: the name of a picture sent along."""
    embed = discord.Embed(title=markdown.line(say("Report: {title}", title=title), markdown.EMBED_TITLE), colour=COLOUR)
    embed.description = f"{_state_line(reading)}\n{_totals(report)}"
    texts = {each.position: each.question.text for each in planned}
    embed.add_field(name=say("Questions"), value=_questions(report.questions, texts), inline=False)
    embed.add_field(name=say("Who took part"), value=_members(report.members), inline=False)
    if regulars:
        embed.add_field(name=say("Often here"), value=often_here(regulars), inline=False)
    if chart:
        embed.set_image(url=f"attachment://{chart}")
    embed.set_footer(text=say("Counted from replies, reactions and buttons; what members write is not read or kept."))
    further = Button(say("The last readings"), Mark(Action.GROUP, reading.series_id or 0, str(RECENT_READINGS)))
    return Card(embeds=[embed], rows=[[further]])


def _state_line(reading: Reading) -> str:
    span = f"{markdown.moment(reading.starts_at, 'f')} – {markdown.moment(reading.ends_at, 'f')}"
    state = say(STATE_NAMES[reading.state])
    state = state[:1].upper() + state[1:]
    if reading.thread_id:
        state = say("{state} in {thread}", state=state, thread=f"<#{reading.thread_id}>")
    return f"{state} · {span}"


def _totals(report: ReadingReport) -> str:
    return count(
        report.took_part,
        "**{n} person took part**: {joined} joined, {read} marked it read, {replied} replied, {reacted} reacted.",
        "**{n} people took part**: {joined} joined, {read} marked it read, {replied} replied, {reacted} reacted.",
        joined=report.joined,
        read=report.read,
        replied=report.replied,
        reacted=report.reacted,
    )


def _questions(counted: Sequence[QuestionCounts], texts: Mapping[int, str]) -> str:
    lines = [
        f"**{each.position}.** {markdown.plain(markdown.cut(texts.get(each.position, ''), 70))}\n-# {drew(each)}"
        for each in counted
    ]
    return markdown.fitting(lines) or say("No questions.")


def drew(counts: QuestionCounts) -> str:
    """What one question drew, in words; what there was none of is not listed."""
    parts = []
    if counts.replies:
        people = count(counts.repliers, "{n} person", "{n} people")
        parts.append(count(counts.replies, "{n} reply from {people}", "{n} replies from {people}", people=people))
    if counts.reactions:
        parts.append(_reactions(counts.reactions))
    if counts.passages:
        parts.append(count(counts.passages, "passage opened by {n} person", "passage opened by {n} people"))
    return ", ".join(parts) or say("nothing yet")


def _replies(number: int) -> str:
    return count(number, "{n} reply", "{n} replies")


def said(replies: int, reactions: int) -> list[str]:
    """What there was; what there was none of is not listed."""
    return [*([_replies(replies)] if replies else []), *([_reactions(reactions)] if reactions else [])]


def _reactions(number: int) -> str:
    return count(number, "{n} reaction", "{n} reactions")


def often_here(regulars: Sequence[Regular]) -> str:
    """Those who came more than once, who came equally often in one line. Whoever did not is not listed."""
    lines = [
        say("{part} of {of}: {members}", part=part, of=of, members=members([each.member_id for each in some], 300))
        for (part, of), some in groupby(regulars, key=lambda each: (each.part, each.of))
    ]
    return markdown.fitting(lines)


def members(ids: Sequence[int], limit: int) -> str:
    """As many of them as fit, with a word on how many do not."""
    shown: list[str] = []
    room = limit - len(markdown.more(len(ids)))
    for each in ids:
        shown.append(markdown.member(each))
        room -= len(f"{shown[-1]}, ")
        if room < 0:
            shown.pop()
            break
    left_out = len(ids) - len(shown)
    return ", ".join([*shown, markdown.more(left_out)] if left_out else shown)


def leaderboard(standings: Sequence[Standing], weeks: int) -> Card:
    """Those who chose to be listed, the most talkative first; without places, and without anybody else."""
    embed = discord.Embed(title=say("In the conversation"), colour=COLOUR)
    lines = [_of(markdown.member(each.member_id), ", ".join(said(each.replies, each.reactions))) for each in standings]
    embed.description = markdown.fitting(lines, markdown.EMBED_DESCRIPTION) or say("Nobody stands here yet.")
    embed.set_footer(
        text=count(
            weeks,
            "Of the last {n} week; only who chose it with {command}.",
            "Of the last {n} weeks; only who chose it with {command}.",
            command=command("/privacy leaderboard"),
        )
    )
    return Card(embeds=[embed])


def digest(counts: WeekCounts, held: Sequence[ReadingSummary], coming: Sequence[ReadingSummary]) -> Card:
    """What the week came to, for the group. Fewer than five people are not broken down."""
    embed = discord.Embed(title=say("The week in our readings"), colour=COLOUR)
    if counts.people >= SMALL_GROUP:
        embed.description = count(
            counts.people,
            "**{n} person took part**: {what}.",
            "**{n} people took part**: {what}.",
            what=listed(said(counts.replies, counts.reactions) or [say("read along")]),
        )
    else:
        embed.description = say("A quiet week, with good company.") if counts.people else say("A quiet week.")
    for name, found in ((say("Being read"), held), (say("Coming"), coming)):
        if found:
            embed.add_field(name=name, value=markdown.fitting([_reading_line(each) for each in found]), inline=False)
    return Card(embeds=[embed], rows=[[Button(say("My part"), Mark(Action.MINE, 0))]])


def _members(members: Mapping[int, MemberCounts]) -> str:
    part = {member: counts for member, counts in members.items() if counts.took_part}
    ordered = sorted(part.items(), key=lambda item: (item[1].first_at, item[0]))
    lines = [_of(markdown.member(member), did(counts)) for member, counts in ordered[:MEMBERS_SHOWN]]
    if len(ordered) > MEMBERS_SHOWN:
        rest = len(ordered) - MEMBERS_SHOWN
        lines.append(count(rest, "and {n} more", "and {n} more"))
    return markdown.fitting(lines) or say("Nobody yet.")


def did(counts: MemberCounts) -> str:
    """What one member did in one reading, in words."""
    parts = []
    if counts.joined:
        parts.append(say("joined"))
    if counts.read:
        parts.append(say("read it"))
    if counts.replies:
        parts.append(_replied(counts))
    if counts.replies and counts.answered:
        parts.append(count(counts.answered, "answering {n} person", "answering {n} people"))
    if counts.reactions:
        parts.append(_reactions(counts.reactions))
    if counts.votes:
        parts.append(say("voted"))
    if counts.interested:
        parts.append(say("wants to come"))
    if counts.passages:
        parts.append(count(counts.passages, "opened {n} passage", "opened {n} passages"))
    return ", ".join(parts) or say("nothing yet")


def _replied(counts: MemberCounts) -> str:
    if not counts.replied_questions:
        return _replies(counts.replies)
    questions = count(counts.replied_questions, "{n} question", "{n} questions")
    return count(counts.replies, "{n} reply to {questions}", "{n} replies to {questions}", questions=questions)


def member_summary(summary: MemberSummary) -> Card:
    """A member's own part, for their eyes only."""
    embed = discord.Embed(title=say("Your part in the readings here"), colour=COLOUR)
    if not summary.readings:
        embed.description = say("There has been no reading here yet. `/next` shows what is coming.")
        return Card(embeds=[embed])
    embed.description = _took_part(summary)
    for lived in summary.readings:
        embed.add_field(name=markdown.line(lived.title, 200), value=_lived(lived), inline=False)
    embed.set_footer(
        text=say("Only you see this. What you write is not read or kept: only that you replied, and when.")
    )
    return Card(embeds=[embed])


def _took_part(summary: MemberSummary) -> str:
    if summary.counted > 1:
        return say("You took part in **{part} of the last {of} readings**.", part=summary.took_part, of=summary.counted)
    if summary.took_part:
        return say("You take part in **the first reading** here.")
    return say("Here is what has been read so far.")


def _lived(lived: MemberReading) -> str:
    otherwise = say("not this time") if lived.is_over else say("open now; join whenever you like")
    return _of(markdown.moment(lived.starts_at, "D"), did(lived.counts) if lived.counts else otherwise)


def _of(name: str, what: str) -> str:
    """Somebody, or a day, and what there is to say of it."""
    return say("{name}: {what}", name=name, what=what)


def readings(found: Sequence[ReadingSummary], *, empty: str) -> Card:
    """A list of readings with state, time and place."""
    if not found:
        return Card(empty)
    lines = [_reading_line(each) for each in found]
    embed = discord.Embed(
        title=say("Readings"), description=markdown.fitting(lines, markdown.EMBED_DESCRIPTION), colour=COLOUR
    )
    return Card(embeds=[embed])


def coming(found: Sequence[ReadingSummary], *, empty: str) -> Card:
    """What runs and what comes next, with a way to take part in each, to the questions, and into one's calendar."""
    card = readings(found, empty=empty)
    rows: list[list[Button | Menu]] = []
    for each in found[:3]:
        name = markdown.line(say("I’m reading: {title}", title=each.title), markdown.LABEL)
        rows.append([Button(name, Mark(Action.JOIN, each.reading.id, Post.NEXT), style=discord.ButtonStyle.primary)])
        if each.reading.thread_id:
            rows[-1].append(Button(say("To its questions"), url=link(each.reading)))
    if rows:
        rows.append([Button(say("Add to calendar"), Mark(Action.CALENDAR, 0))])
    return replace(card, rows=rows)


def _reading_line(found: ReadingSummary) -> str:
    title = markdown.plain(markdown.line(found.title, 120))
    return f"**{title}** · {say(STATE_NAMES[found.reading.state])}\n-# {_time(found.reading)}"


def _time(reading: Reading) -> str:
    place, when = f"<#{reading.thread_id or reading.channel_id}>", markdown.when(reading.starts_at)
    if reading.state in ENDED:
        return say("was on {day} in {channel}", day=markdown.moment(reading.starts_at, "D"), channel=place)
    if reading.state in STARTED:
        return say("started {when} in {channel}", when=when, channel=place)
    return say("starts {when} in {channel}", when=when, channel=place)


def articles(found: Sequence[ShelvedArticle], *, heading: str, empty: str) -> Card:
    """A list of articles in the server's library."""
    if not found:
        return Card(empty)
    lines = []
    for each in found:
        about = [markdown.day(each.published)] if each.published else []
        about += [markdown.plain(each.source_name)] if each.source_name else []
        about.append(say("added {when}", when=markdown.moment(each.added_at, "R")))
        lines.append(f"**{markdown.plain(markdown.line(each.title, 150))}**\n-# {', '.join(about)}")
    embed = discord.Embed(title=heading, description=markdown.fitting(lines, markdown.EMBED_DESCRIPTION), colour=COLOUR)
    choices = tuple((markdown.line(each.title, 100), str(each.article_id), None) for each in found[:25])
    return Card(embeds=[embed], rows=[[Menu(Mark(Action.SHOW, 0), say("Open an article …"), choices)]])
