"""A reading as the group sees it: announcement, opening, questions, closing."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.delivery import markdown
from bot.delivery.article_cards import reading_time, text_buttons
from bot.delivery.card import COLOUR, QUIET, Button, Card
from bot.delivery.events import Occasion
from bot.delivery.marks import Action, Mark, Post
from bot.delivery.report_cards import said
from bot.domain.article import Article
from bot.domain.library import ReadingSummary
from bot.domain.questions import Question
from bot.domain.reading import Pace, PlannedQuestion, Reading, ReadingState
from bot.domain.report import SMALL_GROUP, ReadingReport
from bot.languages import words
from bot.languages.words import count, later, listed, say

THANKED = 30
"""How many the closing post names."""

AROUND = 1200
"""Characters shown before a passage. Escaped, each may count twice; even so they leave room for the passage."""


def thread_name(title: str) -> str:
    """The thread's name: the title alone. Discord allows two renames in ten minutes, so no state goes in here."""
    return markdown.line(title, markdown.THREAD_NAME) or say("Reading")


HEADINGS = {
    ReadingState.OPEN: later("We are reading"),
    ReadingState.CLOSING: later("We are reading"),
    ReadingState.CLOSED: later("We have read"),
    ReadingState.CANCELLED: later("Called off"),
}


def announcement(reading: Reading, title: str, article: Article, questions: int) -> Card:
    """The post in the readings channel that the thread opens from. It follows the reading's state."""
    embed = headed(title, article)
    embed.set_author(name=say(HEADINGS.get(reading.state, later("We are going to read"))))
    if reading.state is ReadingState.CANCELLED:
        embed.description = say("This reading does not take place.")
        return Card(embeds=[embed])
    over = reading.state is ReadingState.CLOSED
    starts, ends = markdown.when(reading.starts_at), markdown.moment(reading.closed_at or reading.ends_at)
    embed.add_field(name=say("Started") if reading.thread_id else say("Starts"), value=starts)
    embed.add_field(name=say("Ended") if over else say("Open until"), value=ends)
    embed.add_field(name=say("Reading time"), value=reading_time(article))
    embed.description = _invitation(reading, questions)
    lead = []
    if reading.leader_id is not None:
        embed.add_field(name=say("Led by"), value=f"<@{reading.leader_id}>")
        lead = [Button(say("Leader’s pack"), Mark(Action.PACK, reading.id))]
    taking_part = [_read_it(reading, Post.ANNOUNCEMENT)] if over else _taking_part(reading, Post.ANNOUNCEMENT)
    calendar = [] if over else [Button(say("Add to calendar"), Mark(Action.CALENDAR, reading.id))]
    rows = [[*taking_part, *text_buttons(reading.article_id, article), *calendar, *lead]]
    named = f"<@&{reading.role_id}>" if reading.role_id is not None and not over else None
    return Card(named, embeds=[embed], rows=rows, ping_role=reading.role_id if named else None)


def headed(title: str, article: Article) -> discord.Embed:
    """The beginning of a card about a reading: the title, leading to the article."""
    url = markdown.link(article.canonical_url)
    return discord.Embed(title=markdown.line(title, markdown.EMBED_TITLE), url=url, colour=COLOUR)


def questions_at(pace: Pace, number: int) -> str:
    """How many questions there are, and at which pace they come."""
    if pace is Pace.DAILY:
        return count(number, "{n} question, one a day", "{n} questions, one a day")
    if pace is Pace.HOURLY:
        return count(number, "{n} question, one an hour", "{n} questions, one an hour")
    return count(number, "{n} question", "{n} questions")


def _invitation(reading: Reading, number: int) -> str:
    thread = f"<#{reading.thread_id}>"
    if reading.state is ReadingState.CLOSED:
        questions = questions_at(Pace.TOGETHER, number)
        return say(
            "The discussion of its {questions} is in {thread}. It can still be read, and added to.",
            questions=questions,
            thread=thread,
        )
    questions = questions_at(reading.pace, number)
    if reading.thread_id:
        return say(
            "The discussion is open, with {questions}: {thread}. Come when you like.",
            questions=questions,
            thread=thread,
        )
    return say(
        "A thread opens here when it starts, to discuss {questions}. Come when you like: it stays open until the end.",
        questions=questions,
    )


def event_mark(reading: Reading) -> str:
    """The last line of an event's description, by which it is known again."""
    return f"Reading Circle · #{reading.id}"


def occasion(reading: Reading, title: str) -> Occasion:
    """The reading as Discord's scheduled event."""
    announced_in = reading.announced_in or reading.channel_id
    link = f"https://discord.com/channels/{reading.server_id}/{announced_in}/{reading.announcement_id}"
    invitation = say("We read it together. Come when you like: the discussion stays open until the end.")
    return Occasion(
        event_mark(reading),
        markdown.line(title, 100) or say("Reading"),
        invitation,
        link,
        reading.starts_at,
        reading.ends_at,
    )


def moved_away(reading: Reading, title: str) -> Card:
    """What is left of an announcement when its reading was given another channel."""
    there = say("This reading takes place in {channel} now; it is announced there.", channel=f"<#{reading.channel_id}>")
    title = markdown.line(title, markdown.EMBED_TITLE)
    return Card(embeds=[discord.Embed(title=title, description=there, colour=QUIET)])


def called_off(reading: Reading, title: str) -> Card:
    """The last post in the thread of a reading that was called off while it was open."""
    content = say("The reading of “{title}” was called off. The thread stays as it is.", title=_named(title))
    return Card(content, rows=[[Button(say("My part"), Mark(Action.MINE, reading.id))]])


def opening(reading: Reading, title: str, article: Article, questions: int) -> Card:
    """The first post in the thread. It follows the reading's state."""
    if reading.state is ReadingState.CANCELLED:
        return called_off(reading, title)
    if reading.state is ReadingState.CLOSED:
        return _opening_afterwards(reading, title, article)
    reply = say(
        "Reply to the one that speaks to you, or react to it; there is no order to keep, and no need to answer all."
    )
    lines = [
        say("**We are reading “{title}”.**", title=_named(title)),
        f"{_following(reading.pace, questions)} {reply}",
        say("Open until {end}.", end=markdown.when(reading.ends_at)),
        say(
            "-# What is counted: that you take part, never what you write. `/me summary` shows what is counted about "
            "you."
        ),
    ]
    suggest = Button(say("Suggest a question"), Mark(Action.SUGGEST, reading.id, Post.OPENING))
    rows = [[*_taking_part(reading, Post.OPENING), *text_buttons(reading.article_id, article), suggest]]
    return Card("\n".join(lines), rows=rows)


def _opening_afterwards(reading: Reading, title: str, article: Article) -> Card:
    lines = [
        say("**We have read “{title}”.**", title=_named(title)),
        say(
            "It ended {end}. What is below can still be read, and added to.",
            end=markdown.when(reading.closed_at or reading.ends_at),
        ),
    ]
    rows = [[_read_it(reading, Post.OPENING), *text_buttons(reading.article_id, article)]]
    return Card("\n".join(lines), rows=rows)


def _following(pace: Pace, number: int) -> str:
    if pace is Pace.DAILY:
        return count(
            number,
            "{n} question follows, one a day, each from a passage of the article.",
            "{n} questions follow, one a day, each from a passage of the article.",
        )
    if pace is Pace.HOURLY:
        return count(
            number,
            "{n} question follows, one an hour, each from a passage of the article.",
            "{n} questions follow, one an hour, each from a passage of the article.",
        )
    return count(
        number,
        "{n} question follows, each from a passage of the article.",
        "{n} questions follow, each from a passage of the article.",
    )


def _named(title: str) -> str:
    return markdown.plain(markdown.line(title, 200))


def question(planned: PlannedQuestion, total: int) -> Card:
    """A question: the passage, then the ask. Plain content reads well in a notification and can be replied to."""
    asked = planned.question
    place = say("-# Question {number} of {total}", number=planned.position, total=total)
    quoted = "" if asked.evidence == asked.text else f"{markdown.quoted(asked.evidence)}\n"
    content = f"{quoted}**{markdown.plain(asked.text)}**\n{place}"
    mark = Mark(Action.PASSAGE, planned.reading_id, str(planned.position))
    return Card(content, rows=[[Button(say("Show passage"), mark)]])


def _taking_part(reading: Reading, post: Post) -> list[Button]:
    return [
        Button(say("I’m reading"), Mark(Action.JOIN, reading.id, post), style=discord.ButtonStyle.primary),
        _read_it(reading, post),
    ]


def _read_it(reading: Reading, post: Post) -> Button:
    return Button(say("Read it"), Mark(Action.READ, reading.id, post))


def passage(title: str, article: Article, asked: Question) -> Card:
    """The passage where it stands: what is around it, with the quoted words in bold.

    Alone, where the article was changed since and does not say it any more.
    """
    start, end = asked.span
    if article.text[start:end] != asked.evidence:
        changed = say("The article was changed since; this is no longer in it.")
        gone = discord.Embed(title=markdown.line(title, markdown.EMBED_TITLE), colour=QUIET)
        gone.description = f"{markdown.quoted(asked.evidence)}\n{changed}"
        return Card(embeds=[gone])
    first, last = article.around(start, end)
    before, after = article.text[max(first, start - AROUND) : start], article.text[end:last]
    before = before if first >= start - AROUND else "… " + before.split(" ", 1)[-1]
    quoted = f"{markdown.plain(before)}**{markdown.plain(asked.evidence)}**"
    shown = quoted + markdown.cut(markdown.plain(after), markdown.EMBED_DESCRIPTION - len(quoted))
    embed = discord.Embed(description=shown, colour=QUIET, url=markdown.link(article.canonical_url))
    embed.title = markdown.line(title, markdown.EMBED_TITLE)
    return Card(embeds=[embed])


def quiet_passage(planned: PlannedQuestion, title: str, article: Article) -> Card:
    """The passage of a question that nobody has taken up, in reply to it."""
    shown = passage(title, article, planned.question)
    mark = Mark(Action.SUGGEST, planned.reading_id, f"{Post.PASSAGE}{planned.position}")
    content = say("Nobody has taken this question up yet. This is where its passage stands; what do you make of it?")
    return Card(content, shown.embeds, [[Button(say("Suggest a question"), mark)]], reply_to=planned.message_id)


def closing(reading: Reading, title: str, report: ReadingReport, coming: ReadingSummary | None = None) -> Card:
    """The last post of the thread: who took part and what drew most. Nobody is named for what they did not do."""
    lines = [say("**That was our reading of “{title}”.**", title=_named(title))]
    members = sorted(member for member, counts in report.members.items() if counts.took_part)
    if members:
        lines.append(_thanks(members))
        if len(members) >= SMALL_GROUP:
            lines.extend(_together(report))
            lines.extend(_liveliest(report))
    else:
        lines.append(say("This one went by quietly. The questions stay here for whoever comes later."))
    if coming is not None:
        name = markdown.plain(markdown.line(coming.title, 150))
        when = markdown.when(coming.reading.starts_at)
        lines.append(say("Next we read “{title}”, from {when}.", title=name, when=when))
    lines.append(
        say("-# The thread stays open: what you add now is still counted.")
        if reading.series_id is None
        else say(
            "-# The thread stays open: what you add now is still counted until the next reading of the series opens."
        )
    )
    button = Button(say("My part"), Mark(Action.MINE, reading.id))
    return Card(markdown.cut("\n".join(lines), markdown.MESSAGE), rows=[[button]])


def _thanks(members: Sequence[int]) -> str:
    named = ", ".join(f"<@{member}>" for member in members[:THANKED])
    if len(members) <= THANKED:
        return count(
            len(members),
            "{n} person took part: {named}. Thank you!",
            "{n} people took part: {named}. Thank you!",
            named=named,
        )
    return count(
        len(members),
        "{n} person took part: {named} and {more} more. Thank you!",
        "{n} people took part: {named} and {more} more. Thank you!",
        named=named,
        more=words.number(len(members) - THANKED),
    )


def _together(report: ReadingReport) -> list[str]:
    """Replies and reactions in one line; what there was none of is not told."""
    replies = sum(counts.replies for counts in report.members.values())
    reactions = sum(counts.reactions for counts in report.members.values())
    told = said(replies, reactions)
    return [f"{listed(told)}."] if told else []


def _liveliest(report: ReadingReport) -> list[str]:
    """The question that was answered most. What merely stands below the last one says nothing about it."""
    drawn = sorted((q for q in report.questions if q.answered), key=lambda q: (-q.answered, q.position))[:1]
    return [
        count(
            q.answered,
            "Question {number} drew most: {n} answer.",
            "Question {number} drew most: {n} answers.",
            number=q.position,
        )
        for q in drawn
    ]
