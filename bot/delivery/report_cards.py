"""Numbers as people see them: a reading's report, a member's own summary, lists. Kind by design: nobody is ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import discord

from bot.delivery import markdown
from bot.delivery.calendar import link
from bot.delivery.card import COLOUR, Button, Card, Menu
from bot.delivery.marks import Action, Mark, Post
from bot.domain.library import ReadingSummary, ShelvedArticle
from bot.domain.reading import ENDED, STARTED, PlannedQuestion, Reading, ReadingState
from bot.domain.report import (
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

STATE_NAMES = {
    ReadingState.DRAFT: "a preview",
    ReadingState.PLANNED: "coming",
    ReadingState.ANNOUNCED: "coming",
    ReadingState.OPEN: "open now",
    ReadingState.CLOSING: "closing",
    ReadingState.CLOSED: "over",
    ReadingState.CANCELLED: "called off",
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
    embed = discord.Embed(title=markdown.line(f"Report: {title}", markdown.EMBED_TITLE), colour=COLOUR)
    embed.description = f"{_state_line(reading)}\n{_totals(report)}"
    texts = {each.position: each.question.text for each in planned}
    embed.add_field(name="Questions", value=_questions(report.questions, texts), inline=False)
    embed.add_field(name="Who took part", value=_members(report.members), inline=False)
    if regulars:
        embed.add_field(name="Often here", value=_regulars(regulars), inline=False)
    if chart:
        embed.set_image(url=f"attachment://{chart}")
    embed.set_footer(text="Counted from replies, reactions and buttons; what members write is not read or kept.")
    return Card(embeds=[embed])


def _state_line(reading: Reading) -> str:
    span = f"{markdown.moment(reading.starts_at, 'f')} – {markdown.moment(reading.ends_at, 'f')}"
    place = f" in <#{reading.thread_id}>" if reading.thread_id else ""
    return f"{STATE_NAMES[reading.state].capitalize()}{place} · {span}"


def _totals(report: ReadingReport) -> str:
    return (
        f"**{markdown.plural(report.took_part, 'person', 'people')} took part**: "
        f"{report.joined} joined, {report.read} marked it read, {report.replied} replied, {report.reacted} reacted."
    )


def _questions(counted: Sequence[QuestionCounts], texts: Mapping[int, str]) -> str:
    lines = [
        f"**{each.position}.** {markdown.plain(markdown.cut(texts.get(each.position, ''), 70))}\n-# {drew(each)}"
        for each in counted
    ]
    return markdown.fitting(lines) or "No questions."


def drew(counts: QuestionCounts) -> str:
    """What one question drew, in words; what there was none of is not listed."""
    parts = []
    if counts.replies:
        people = markdown.plural(counts.repliers, "person", "people")
        parts.append(f"{markdown.plural(counts.replies, 'reply', 'replies')} from {people}")
    if counts.reactions:
        parts.append(markdown.plural(counts.reactions, "reaction"))
    if counts.passages:
        parts.append(f"passage opened by {markdown.plural(counts.passages, 'person', 'people')}")
    return ", ".join(parts) or "nothing yet"


def _regulars(regulars: Sequence[Regular]) -> str:
    """Those who came more than once. Whoever did not is not listed."""
    return markdown.fitting(
        [f"{markdown.member(each.member_id)} took part in {each.part} of the last {each.of}" for each in regulars]
    )


def leaderboard(standings: Sequence[Standing], weeks: int) -> Card:
    """Those who chose to be listed, the most talkative first; without places, and without anybody else."""
    embed = discord.Embed(title="In the conversation", colour=COLOUR)
    lines = [
        f"{markdown.member(each.member_id)}: {markdown.plural(each.replies, 'reply', 'replies')}, "
        f"{markdown.plural(each.reactions, 'reaction')}"
        for each in standings
    ]
    embed.description = markdown.fitting(lines, markdown.EMBED_DESCRIPTION) or "Nobody stands here yet."
    embed.set_footer(text=f"Of the last {weeks} weeks; only who chose it with /privacy leaderboard.")
    return Card(embeds=[embed])


def digest(counts: WeekCounts, held: Sequence[ReadingSummary], coming: Sequence[ReadingSummary]) -> Card:
    """What the week came to, for the group. Fewer than five people are not broken down."""
    embed = discord.Embed(title="The week in our readings", colour=COLOUR)
    people = markdown.plural(counts.people, "person", "people")
    said = f"{markdown.plural(counts.replies, 'reply', 'replies')} and {markdown.plural(counts.reactions, 'reaction')}"
    if counts.people >= SMALL_GROUP:
        embed.description = f"**{people} took part**, with {said}."
    else:
        embed.description = "A quiet week, with good company." if counts.people else "A quiet week."
    for name, found in (("Being read", held), ("Coming", coming)):
        if found:
            embed.add_field(name=name, value=markdown.fitting([_reading_line(each) for each in found]), inline=False)
    return Card(embeds=[embed], rows=[[Button("My part", Mark(Action.MINE, 0))]])


def _members(members: Mapping[int, MemberCounts]) -> str:
    part = {member: counts for member, counts in members.items() if counts.took_part}
    ordered = sorted(part.items(), key=lambda item: (item[1].first_at, item[0]))
    lines = [f"{markdown.member(member)}: {did(counts)}" for member, counts in ordered[:MEMBERS_SHOWN]]
    if len(ordered) > MEMBERS_SHOWN:
        lines.append(f"and {len(ordered) - MEMBERS_SHOWN} more")
    return markdown.fitting(lines) or "Nobody yet."


def did(counts: MemberCounts) -> str:
    """What one member did in one reading, in words."""
    parts = []
    if counts.joined:
        parts.append("joined")
    if counts.read:
        parts.append("read it")
    if counts.replies:
        questions = f" to {markdown.plural(counts.replied_questions, 'question')}" if counts.replied_questions else ""
        people = f", answering {markdown.plural(counts.answered, 'person', 'people')}" if counts.answered else ""
        parts.append(f"{markdown.plural(counts.replies, 'reply', 'replies')}{questions}{people}")
    if counts.reactions:
        parts.append(markdown.plural(counts.reactions, "reaction"))
    if counts.votes:
        parts.append("voted")
    if counts.interested:
        parts.append("wants to come")
    if counts.passages:
        parts.append(f"opened {markdown.plural(counts.passages, 'passage')}")
    return ", ".join(parts) or "nothing yet"


def member_summary(summary: MemberSummary) -> Card:
    """A member's own part, for their eyes only."""
    embed = discord.Embed(title="Your part in the readings here", colour=COLOUR)
    if not summary.readings:
        embed.description = "There has been no reading here yet. `/next` shows what is coming."
        return Card(embeds=[embed])
    embed.description = _took_part(summary)
    for lived in summary.readings:
        embed.add_field(name=markdown.line(lived.title, 200), value=_lived(lived), inline=False)
    embed.set_footer(text="Only you see this. What you write is not read or kept: only that you replied, and when.")
    return Card(embeds=[embed])


def _took_part(summary: MemberSummary) -> str:
    if summary.counted > 1:
        return f"You took part in **{summary.took_part} of the last {summary.counted} readings**."
    return "You take part in **the first reading** here." if summary.took_part else "Here is what has been read so far."


def _lived(lived: MemberReading) -> str:
    otherwise = "not this time" if lived.is_over else "open now; join whenever you like"
    return f"{markdown.moment(lived.starts_at, 'D')}: {did(lived.counts) if lived.counts else otherwise}"


def readings(found: Sequence[ReadingSummary], *, empty: str) -> Card:
    """A list of readings with state, time and place."""
    if not found:
        return Card(empty)
    lines = [_reading_line(each) for each in found]
    embed = discord.Embed(
        title="Readings", description=markdown.fitting(lines, markdown.EMBED_DESCRIPTION), colour=COLOUR
    )
    return Card(embeds=[embed])


def coming(found: Sequence[ReadingSummary], *, empty: str) -> Card:
    """What runs and what comes next, with a way to take part in each, to the questions, and into one's calendar."""
    card = readings(found, empty=empty)
    rows: list[list[Button | Menu]] = []
    for each in found[:3]:
        name = markdown.line(f"I’m reading: {each.title}", markdown.LABEL)
        rows.append([Button(name, Mark(Action.JOIN, each.reading.id, Post.NEXT), style=discord.ButtonStyle.primary)])
        if each.reading.thread_id:
            rows[-1].append(Button("To its questions", url=link(each.reading)))
    if rows:
        rows.append([Button("Add to calendar", Mark(Action.CALENDAR, 0))])
    return replace(card, rows=rows)


def _reading_line(found: ReadingSummary) -> str:
    title = markdown.plain(markdown.line(found.title, 120))
    return f"**{title}** · {STATE_NAMES[found.reading.state]}\n-# {_time(found.reading)}"


def _time(reading: Reading) -> str:
    place = f"in <#{reading.thread_id or reading.channel_id}>"
    if reading.state in ENDED:
        return f"was on {markdown.moment(reading.starts_at, 'D')} {place}"
    word = "started" if reading.state in STARTED else "starts"
    return f"{word} {markdown.when(reading.starts_at)} {place}"


def articles(found: Sequence[ShelvedArticle], *, heading: str, empty: str) -> Card:
    """A list of articles in the server's library."""
    if not found:
        return Card(empty)
    lines = []
    for each in found:
        date = f"{markdown.day(each.published)}, " if each.published else ""
        source = f"{markdown.plain(each.source_name)}, " if each.source_name else ""
        title = markdown.plain(markdown.line(each.title, 150))
        lines.append(f"**{title}**\n-# {date}{source}added {markdown.moment(each.added_at, 'R')}")
    embed = discord.Embed(title=heading, description=markdown.fitting(lines, markdown.EMBED_DESCRIPTION), colour=COLOUR)
    choices = tuple((markdown.line(each.title, 100), str(each.article_id), None) for each in found[:25])
    return Card(embeds=[embed], rows=[[Menu(Mark(Action.SHOW, 0), "Open an article …", choices)]])
