"""What admins see of their server: its settings, what is wrong with them, and what the bot could not do."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.delivery import markdown
from bot.delivery.card import COLOUR, Button, Card
from bot.delivery.marks import Action, Mark
from bot.domain.due_work import DueWork, WorkKind, WorkState
from bot.domain.reading import Reading
from bot.domain.report import Progress
from bot.domain.server import Check, Server, Tracking
from bot.languages.words import SPOKEN, count, later, say, told

STUCK_SHOWN = 5
"""As many as there is room for buttons in a row."""

TRACKING = {
    Tracking.OFF: later("off"),
    Tracking.PER_READING: later("per-reading"),
    Tracking.DETAILED: later("detailed"),
}

STEPS = {
    WorkKind.ANNOUNCE_ARTICLE: later("post an article"),
    WorkKind.RETRACT_ARTICLE: later("mark an article as removed"),
    WorkKind.ANNOUNCE_READING: later("announce a reading"),
    WorkKind.OPEN_READING: later("open a reading’s thread"),
    WorkKind.POST_OPENING: later("post the opening of a reading"),
    WorkKind.POST_QUESTION: later("post a question"),
    WorkKind.POST_PASSAGE: later("post a question’s passage"),
    WorkKind.CLOSE_READING: later("close a reading"),
    WorkKind.CALL_OFF: later("call a reading off"),
    WorkKind.REFRESH_ANNOUNCEMENT: later("bring an announcement up to date"),
    WorkKind.REHEARSE: later("rehearse a reading"),
    WorkKind.END_REHEARSAL: later("take a rehearsal away"),
    WorkKind.TELL_GONE: later("tell organisers of something that is gone"),
    WorkKind.SYNC_EVENT: later("keep a reading’s event in step (the reading itself goes on)"),
    WorkKind.REMIND: later("remind members of a reading"),
    WorkKind.REMIND_DIRECTLY: later("remind a member by direct message"),
    WorkKind.TELL_SUGGESTED: later("tell organisers of a suggested question"),
    WorkKind.FOLLOW_UP: later("post a follow-up question"),
    WorkKind.TAKE_DOWN: later("mark an announcement as moved"),
    WorkKind.BACKFILL: later("count a thread again"),
    WorkKind.DISCARD_DRAFT: later("discard an old preview"),
    WorkKind.TELL_STUCK: later("say what is stuck"),
    WorkKind.PLAN_OCCURRENCE: later("plan the next reading of a series"),
    WorkKind.ASK_APPROVAL: later("ask for a plan to be approved"),
    WorkKind.LAPSE_DRAFT: later("let a plan lapse that nobody approved"),
    WorkKind.TELL_ORGANISERS: later("tell organisers about a series"),
    WorkKind.OPEN_VOTE: later("open a vote"),
    WorkKind.COUNT_VOTE: later("count a vote"),
    WorkKind.TELL_RESULT: later("tell the result of a vote"),
    WorkKind.POLL_FEED: later("ask a feed for news"),
    WorkKind.TAKE_IN: later("read a feed’s new articles"),
    WorkKind.POST_DIGEST: later("post a digest of articles"),
    WorkKind.OPEN_DISCUSSION: later("open an article’s thread"),
    WorkKind.CHANGE_ARTICLE: later("read a changed article"),
    WorkKind.REFRESH_ARTICLE: later("bring an article’s post up to date"),
    WorkKind.TELL_CHANGED: later("say that an article was changed"),
    WorkKind.TELL_HEALTH: later("say that a feed is in trouble"),
    WorkKind.WEEKLY_HEALTH: later("post the weekly line about feeds"),
    WorkKind.TIDY: later("tidy up"),
    WorkKind.PRIVACY_CARD: later("post the privacy card"),
    WorkKind.WEEKLY_DIGEST: later("post the week’s digest"),
}


def next_step(server: Server) -> str:
    """What an admin does next on the way to a first reading."""
    if server.articles_channel_id is None:
        return say("Next: `/setup channel use:articles`.")
    if server.readings_channel_id is None:
        return say("Next: `/setup channel use:readings`.")
    if server.zone is None:
        return say("Next: `/setup timezone`, so that “Thu 19:00” means something here.")
    return say("All set. `/article add` brings an article in; `/reading plan` sets a time to read one.")


def settings(server: Server, counting: Progress | None = None) -> Card:
    """Everything that is set, the next step, and how counting again goes."""
    rows = [
        (say("Articles channel"), _channel(server.articles_channel_id)),
        (say("Pinged with articles"), _role(server.articles_role_id) or say("nobody")),
        (say("Readings channel"), _channel(server.readings_channel_id)),
        (say("Organisers’ channel"), _channel(server.organisers_channel_id)),
        (say("Time zone"), server.zone or say("not set")),
        (say("Language of the group"), SPOKEN.get(server.language, server.language)),
        (say("Organisers"), _role(server.organiser_role_id) or say("everyone with **Manage Events**")),
        (say("Counted about members"), _tracking(server)),
    ]
    if counting is not None:
        rows.append((say("Compared with what Discord shows"), _compared(counting)))
    embed = discord.Embed(title=say("Reading Circle in this server"), description=next_step(server), colour=COLOUR)
    if server.extra_headings:
        headings = "; ".join(markdown.plain(each) for each in server.extra_headings)
        rows.append((say("Headings of lessons, besides the usual ones"), markdown.cut(headings, markdown.EMBED_FIELD)))
    for name, value in rows:
        embed.add_field(name=name, value=value)
    return Card(embeds=[embed])


def _channel(channel_id: int | None) -> str:
    return f"<#{channel_id}>" if channel_id else say("not set")


def _role(role_id: int | None) -> str:
    return f"<@&{role_id}>" if role_id else ""


def _tracking(server: Server) -> str:
    """How much is counted, and how long it is kept."""
    mode = say(TRACKING[server.tracking])
    if not server.keep_days:
        return say("{mode}, kept as long as I am here", mode=mode)
    return count(server.keep_days, "{mode}, kept {n} day", "{mode}, kept {n} days", mode=mode)


def _compared(counting: Progress) -> str:
    if counting.waiting:
        return count(counting.waiting, "{n} thread to go", "{n} threads to go")
    if counting.done_at:
        return say("all of it, {when}", when=markdown.moment(counting.done_at, "R"))
    return say("nothing to compare yet")


def checked(checks: Sequence[Check], stuck: Sequence[DueWork]) -> Card:
    """Each setting well or with its remedy; what is stuck, with a button to try it again."""
    shown = stuck[:STUCK_SHOWN]
    lines = [_line(check) for check in checks]
    lines.extend(_stuck_line(number, work) for number, work in enumerate(shown, 1))
    if len(stuck) > len(shown):
        lines.append(markdown.more(len(stuck) - len(shown)))
    if not stuck:
        lines.append(say("✅ nothing is stuck"))
    embed = discord.Embed(title=say("Check"), description=markdown.cut("\n".join(lines), 4000), colour=COLOUR)
    buttons = [
        Button(say("Try {number} again", number=number), Mark(Action.RETRY, work.id))
        for number, work in enumerate(shown, 1)
    ]
    return Card(embeds=[embed], rows=[buttons] if buttons else [])


def stuck(work_id: int, kind: WorkKind, error: str) -> Card:
    """A post for the server's admins, in a channel where the bot may still write."""
    words = say(
        "⚠️ I could not {step}, and only an admin of this server can mend it.\n{error}\n"
        "-# I go on trying, and at once when the rights change. `/setup check` shows all that is stuck.",
        step=say(STEPS[kind]),
        error=markdown.cut(error, 1200),
    )
    return Card(words, rows=[[Button(say("Try again"), Mark(Action.RETRY, work_id))]])


GONE = {
    "thread": later(
        "⚠️ The thread of a running reading was deleted, and its discussion with it: {starts}.\n"
        "→ `/reading cancel` calls the reading off; otherwise it ends in its time. `/reading plan` plans it anew."
    ),
    "channel": later(
        "⚠️ The channel of readings that are coming was deleted. They wait for another one: {starts}.\n"
        "→ `/reading edit channel:` gives a reading another channel; an admin sets the usual one with `/setup channel`."
    ),
    "role": later(
        "⚠️ The organiser role was deleted. Organisers are now those who have the **Manage Events** right.\n"
        "→ An admin chooses another role with `/setup organisers`."
    ),
}


def gone(number: int, what: str, lost: Sequence[Reading]) -> Card:
    """A post for organisers: a thread, channel or role is gone. `number`: of the work that tells it."""
    starts = ", ".join(markdown.moment(each.starts_at, "f") for each in lost[:10])
    return Card(say(GONE[what], starts=starts), rows=[[Button(say("Readings"), Mark(Action.LIST, number))]])


def _line(check: Check) -> str:
    if check.problem is None:
        return f"✅ {check.about}"
    message, remedy = told(check.problem)
    return f"⚠️ {check.about}: {message}\n-# → {remedy}"


def _stuck_line(number: int, work: DueWork) -> str:
    failed = say(
        "{sign} **{number}.** could not {step}: {error}",
        sign="❌" if work.state is WorkState.FAILED else "⏳",
        number=number,
        step=say(STEPS[work.kind]),
        error=markdown.cut(say(work.last_error or ""), 400),
    )
    return f"{failed}\n{_tried(work)}"


def _tried(work: DueWork) -> str:
    """How often, and what comes next: what has failed for good waits for somebody to press the button."""
    if work.state is WorkState.FAILED:
        return count(
            work.attempts,
            "-# tried {n} time; not again unless somebody asks for it",
            "-# tried {n} times; not again unless somebody asks for it",
        )
    if work.state is WorkState.LEASED:
        return say("-# being tried again right now")
    return count(
        work.attempts,
        "-# tried {n} time; next try {when}",
        "-# tried {n} times; next try {when}",
        when=markdown.moment(work.due_at, "R"),
    )
