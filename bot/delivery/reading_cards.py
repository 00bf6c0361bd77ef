"""A reading as the group sees it: announcement, opening, questions, closing; and its preview, for the organiser."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import discord

from bot.delivery import markdown
from bot.delivery.article_cards import text_buttons
from bot.delivery.card import COLOUR, QUIET, Button, Card, Menu
from bot.delivery.events import Occasion
from bot.delivery.marks import Action, Mark, Post
from bot.delivery.permissions import events_missing
from bot.delivery.series_cards import rule_in_words
from bot.domain.article import Article
from bot.domain.library import ReadingSummary
from bot.domain.own_question import SuggestedQuestion, fingerprint
from bot.domain.questions import Question
from bot.domain.reading import EDITABLE, Pace, PlannedQuestion, Reading, ReadingState
from bot.domain.report import SMALL_GROUP, ReadingReport
from bot.languages.words import say

AROUND = 1200
"""Characters shown before a passage. Escaped, each may count twice; even so they leave room for the passage."""

KIND_NAMES = {
    "question": "the author’s own question",
    "norm": "what should be",
    "advice": "advice",
    "cause": "cause and effect",
    "counterfactual": "what could have been",
    "prediction": "a prediction",
    "tension": "a tension",
    "comparison": "a comparison",
    "regret": "a regret",
    "claim": "a claim",
}


def thread_name(title: str) -> str:
    """The thread's name: the title alone. Discord allows two renames in ten minutes, so no state goes in here."""
    return markdown.line(title, markdown.THREAD_NAME) or "Reading"


HEADINGS = {
    ReadingState.OPEN: "We are reading",
    ReadingState.CLOSING: "We are reading",
    ReadingState.CLOSED: "We have read",
    ReadingState.CANCELLED: "Called off",
}


def announcement(reading: Reading, title: str, article: Article, questions: int) -> Card:
    """The post in the readings channel that the thread opens from. It follows the reading's state."""
    embed = _headed(title, article)
    embed.set_author(name=HEADINGS.get(reading.state, "We are going to read"))
    if reading.state is ReadingState.CANCELLED:
        embed.description = "This reading does not take place."
        return Card(embeds=[embed])
    over = reading.state is ReadingState.CLOSED
    embed.add_field(name="Started" if reading.thread_id else "Starts", value=markdown.when(reading.starts_at))
    embed.add_field(name="Ended" if over else "Open until", value=markdown.moment(reading.closed_at or reading.ends_at))
    embed.add_field(name="Reading time", value=f"about {article.reading_minutes} min")
    embed.description = _invitation(reading, questions)
    lead = []
    if reading.leader_id is not None:
        embed.add_field(name=say("Led by"), value=f"<@{reading.leader_id}>")
        lead = [Button(say("Leader’s pack"), Mark(Action.PACK, reading.id))]
    taking_part = [_read_it(reading, Post.ANNOUNCEMENT)] if over else _taking_part(reading, Post.ANNOUNCEMENT)
    calendar = [] if over else [Button("Add to calendar", Mark(Action.CALENDAR, reading.id))]
    rows = [[*taking_part, *text_buttons(reading.article_id, article), *calendar, *lead]]
    named = f"<@&{reading.role_id}>" if reading.role_id is not None and not over else None
    return Card(named, embeds=[embed], rows=rows, ping_role=reading.role_id if named else None)


def _headed(title: str, article: Article) -> discord.Embed:
    url = markdown.link(article.canonical_url)
    return discord.Embed(title=markdown.line(title, markdown.EMBED_TITLE), url=url, colour=COLOUR)


PACES = {Pace.TOGETHER: "", Pace.DAILY: ", one a day", Pace.HOURLY: ", one an hour"}


def _invitation(reading: Reading, questions: int) -> str:
    count = f"{markdown.plural(questions, 'question')}{PACES[reading.pace]}"
    if reading.state is ReadingState.CLOSED:
        return f"The discussion of its {count} is in <#{reading.thread_id}>. It can still be read, and added to."
    if reading.thread_id:
        return f"The discussion of its {count} is open: <#{reading.thread_id}>. Come when you like."
    return (
        f"A thread opens here when it starts, with {count} to discuss. Come when you like: it stays open until the end."
    )


def event_mark(reading: Reading) -> str:
    """The last line of an event's description, by which it is known again."""
    return f"Reading Circle · no. {reading.id}"


def occasion(reading: Reading, title: str) -> Occasion:
    """The reading as Discord's scheduled event."""
    announced_in = reading.announced_in or reading.channel_id
    link = f"https://discord.com/channels/{reading.server_id}/{announced_in}/{reading.announcement_id}"
    words = "We read it together. Come when you like: the discussion stays open until the end."
    return Occasion(
        event_mark(reading), markdown.line(title, 100) or "Reading", words, link, reading.starts_at, reading.ends_at
    )


def moved_away(reading: Reading, title: str) -> Card:
    """What is left of an announcement when its reading was given another channel."""
    words = f"This reading takes place in <#{reading.channel_id}> now; it is announced there."
    title = markdown.line(title, markdown.EMBED_TITLE)
    return Card(embeds=[discord.Embed(title=title, description=words, colour=QUIET)])


def called_off(reading: Reading, title: str) -> Card:
    """The last post in the thread of a reading that was called off while it was open."""
    words = f"The reading of “{markdown.plain(markdown.line(title, 200))}” was called off. The thread stays as it is."
    return Card(words, rows=[[Button("My part", Mark(Action.MINE, reading.id))]])


def opening(reading: Reading, title: str, article: Article, questions: int) -> Card:
    """The first post in the thread."""
    content = (
        f"**We are reading “{markdown.plain(markdown.line(title, 200))}”.**\n"
        f"{markdown.plural(questions, 'question follows', 'questions follow')}{PACES[reading.pace]}, each from a "
        "passage of the article. "
        "Reply to the one that speaks to you, or react to it; there is no order to keep, and no need to answer all.\n"
        f"Open until {markdown.when(reading.ends_at)}.\n"
        "-# What is counted: that you take part, never what you write. `/me summary` shows what is counted about you."
    )
    suggest = Button("Suggest a question", Mark(Action.SUGGEST, reading.id, Post.OPENING))
    rows = [[*_taking_part(reading, Post.OPENING), *text_buttons(reading.article_id, article), suggest]]
    return Card(content, rows=rows)


def question(planned: PlannedQuestion, total: int) -> Card:
    """A question: the passage, then the ask. Plain content reads well in a notification and can be replied to."""
    asked = planned.question
    ask = f"**{markdown.plain(asked.text)}**\n-# Question {planned.position} of {total}"
    content = f"{markdown.quoted(asked.evidence)}\n{ask}"
    mark = Mark(Action.PASSAGE, planned.reading_id, str(planned.position))
    return Card(content, rows=[[Button("Show passage", mark)]])


def _taking_part(reading: Reading, post: Post) -> list[Button]:
    return [
        Button("I’m reading", Mark(Action.JOIN, reading.id, post), style=discord.ButtonStyle.primary),
        _read_it(reading, post),
    ]


def _read_it(reading: Reading, post: Post) -> Button:
    return Button("Read it", Mark(Action.READ, reading.id, post))


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
    head = _headed(f"Preview: {title}", article)
    note = "".join(f"⚠️ It is planned or open already, from {markdown.when(other.starts_at)}.\n" for other in others[:1])
    count = f"{markdown.plural(len(questions), 'question')}{PACES[reading.pace]}"
    posted = "" if reading.state is ReadingState.OPEN else ", not posted yet"
    head.description = (
        f"Starts {markdown.when(reading.starts_at)}{_on_the_wall(reading)}\n"
        f"Open until {markdown.moment(reading.ends_at)}\n"
        f"{_series(reading)}{note}{_people(reading)}{_event(reading, may_create_events)}{_where(reading)}\n"
        f"{count}{posted}. Only you see this."
    )
    embeds = [head, *(previewed(planned, len(questions)) for planned in questions)]
    rows = _editing_rows(reading, questions) if reading.state in EDITABLE else []
    return Card(embeds=embeds, rows=[*rows, *_suggested_row(suggested)])


def _on_the_wall(reading: Reading) -> str:
    """The start as it was asked for: timestamps show the reader's own zone, which may be another one."""
    if reading.starts_wall is None or reading.zone is None:
        return ""
    return f" · {datetime.fromisoformat(reading.starts_wall):%a %-d %b, %H:%M} in {reading.zone}"


def _series(reading: Reading) -> str:
    """What follows from it, if it repeats."""
    rule = reading.rule
    if rule is None or reading.series_id is not None:
        return ""
    said = say(
        "Repeats {rule}: **Schedule** makes a series of it. What comes after is taken from the library, and you are "
        "asked first.",
        rule=rule_in_words(rule),
    )
    return f"{said}\n"


def _people(reading: Reading) -> str:
    """Whom the announcement pings, and who leads."""
    pinged = f"Pings <@&{reading.role_id}> when it is announced.\n" if reading.role_id is not None else ""
    return pinged + (f"Led by <@{reading.leader_id}>.\n" if reading.leader_id is not None else "")


def _event(reading: Reading, may_create: bool) -> str:
    """Whether Discord's own event goes with it, and what is in its way."""
    if not reading.wants_event:
        return ""
    if may_create:
        return "A scheduled event of Discord’s goes with it.\n"
    missing = events_missing()
    return f"⚠️ {missing.message} {missing.remedy}\n"


def _where(reading: Reading) -> str:
    if reading.state is ReadingState.OPEN:
        return f"In <#{reading.thread_id}>. This reading is open; what members suggest can be asked there."
    if reading.state is ReadingState.DRAFT:
        return f"In <#{reading.channel_id}>: announced when you press **Schedule**; the thread opens from that post."
    return f"In <#{reading.channel_id}>. This reading is scheduled; its questions can be changed until it starts."


def _suggested_row(suggested: Sequence[SuggestedQuestion]) -> list[list[Menu]]:
    """What members suggest, to be used or left."""
    if not suggested:
        return []
    choices = tuple((markdown.line(each.text, 100), str(each.id), None) for each in suggested[:25])
    return [[Menu(Mark(Action.USE, 0), "Use a suggested question …", choices)]]


def _editing_rows(reading: Reading, questions: Sequence[PlannedQuestion]) -> list[list[Button | Menu]]:
    """Schedule, add, discard; then a list each for swapping, rewording and dropping. What is left alone is kept."""
    add = Button("Add a question", Mark(Action.ADD, reading.id))
    rehearse = Button("Rehearse", Mark(Action.REHEARSE, reading.id))
    first: list[Button | Menu] = [add, rehearse]
    if reading.state is ReadingState.DRAFT:
        schedule = Button("Schedule", Mark(Action.SCHEDULE, reading.id), style=discord.ButtonStyle.success)
        first = [schedule, add, rehearse, Button("Discard", Mark(Action.DISCARD, reading.id))]
    choices = tuple(
        (f"Question {planned.position}", fingerprint(planned.question), markdown.line(planned.question.text, 100))
        for planned in questions
    )
    rows: list[list[Button | Menu]] = [
        first,
        [Menu(Mark(Action.SWAP, reading.id), "Swap a question for another …", choices)],
        [Menu(Mark(Action.EDIT, reading.id), "Reword a question …", choices)],
    ]
    if len(questions) > 1:
        rows.append([Menu(Mark(Action.DROP, reading.id), "Drop a question …", choices)])
    return rows


def previewed(planned: PlannedQuestion, total: int) -> discord.Embed:
    """One question with its passage and its kind, as organisers look at it."""
    embed = discord.Embed(
        description=f"{markdown.quoted(planned.question.evidence)}\n**{markdown.plain(planned.question.text)}**",
        colour=QUIET,
    )
    embed.set_footer(text=f"Question {planned.position} of {total} · {KIND_NAMES[planned.question.kind]}")
    return embed


def passage(title: str, article: Article, asked: Question) -> Card:
    """The passage where it stands: what is around it, with the quoted words in bold.

    Alone, where the article was changed since and does not say it any more.
    """
    start, end = asked.span
    if article.text[start:end] != asked.evidence:
        words = f"{markdown.quoted(asked.evidence)}\nThe article was changed since; this is no longer in it."
        gone = discord.Embed(title=markdown.line(title, markdown.EMBED_TITLE), description=words, colour=QUIET)
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
    words = "Nobody has taken this question up yet. This is where its passage stands; what do you make of it?"
    return Card(words, shown.embeds, [[Button("Suggest a question", mark)]], reply_to=planned.message_id)


def closing(reading: Reading, title: str, report: ReadingReport, coming: ReadingSummary | None = None) -> Card:
    """The last post of the thread: who took part and what drew most. Nobody is named for what they did not do."""
    lines = [f"**That was our reading of “{markdown.plain(markdown.line(title, 200))}”.**"]
    members = sorted(member for member, counts in report.members.items() if counts.took_part)
    if members:
        named = ", ".join(f"<@{member}>" for member in members[:30])
        more = f" and {len(members) - 30} more" if len(members) > 30 else ""
        lines.append(f"{markdown.plural(len(members), 'person', 'people')} took part: {named}{more}. Thank you!")
        if len(members) >= SMALL_GROUP:
            lines.append(_together(report))
            lines.extend(_liveliest(report))
    else:
        lines.append("This one went by quietly. The questions stay here for whoever comes later.")
    if coming is not None:
        name = markdown.plain(markdown.line(coming.title, 150))
        lines.append(f"Next we read “{name}”, from {markdown.when(coming.reading.starts_at)}.")
    until = "" if reading.series_id is None else say(" until the next reading of the series opens")
    lines.append(say("-# The thread stays open: what you add now is still counted{until}.", until=until))
    button = Button("My part", Mark(Action.MINE, reading.id))
    return Card(markdown.cut("\n".join(lines), markdown.MESSAGE), rows=[[button]])


def _together(report: ReadingReport) -> str:
    replies = sum(counts.replies for counts in report.members.values())
    reactions = sum(counts.reactions for counts in report.members.values())
    return f"{markdown.plural(replies, 'reply', 'replies')} and {markdown.plural(reactions, 'reaction')}."


def _liveliest(report: ReadingReport) -> list[str]:
    """The question that was answered most. What merely stands below the last one says nothing about it."""
    drawn = sorted((q for q in report.questions if q.answered), key=lambda q: (-q.answered, q.position))[:1]
    return [f"Question {q.position} drew most: {markdown.plural(q.answered, 'answer')}." for q in drawn]
