"""What admins see of their server: its settings, what is wrong with them, and what the bot could not do."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.delivery import markdown
from bot.delivery.card import COLOUR, Button, Card
from bot.delivery.marks import Action, Mark
from bot.domain.due_work import DueWork, WorkKind
from bot.domain.reading import Reading
from bot.domain.report import Progress
from bot.domain.server import Check, Server

STUCK_SHOWN = 5
"""As many as there is room for buttons in a row."""

STEPS = {
    WorkKind.ANNOUNCE_ARTICLE: "post an article",
    WorkKind.RETRACT_ARTICLE: "mark an article as removed",
    WorkKind.ANNOUNCE_READING: "announce a reading",
    WorkKind.OPEN_READING: "open a reading’s thread",
    WorkKind.POST_OPENING: "post the opening of a reading",
    WorkKind.POST_QUESTION: "post a question",
    WorkKind.POST_PASSAGE: "post a question’s passage",
    WorkKind.CLOSE_READING: "close a reading",
    WorkKind.CALL_OFF: "call a reading off",
    WorkKind.REFRESH_ANNOUNCEMENT: "bring an announcement up to date",
    WorkKind.REHEARSE: "rehearse a reading",
    WorkKind.END_REHEARSAL: "take a rehearsal away",
    WorkKind.TELL_GONE: "tell organisers of something that is gone",
    WorkKind.SYNC_EVENT: "keep a reading’s event in step (the reading itself goes on)",
    WorkKind.REMIND: "remind members of a reading",
    WorkKind.REMIND_DIRECTLY: "remind a member by direct message",
    WorkKind.TELL_SUGGESTED: "tell organisers of a suggested question",
    WorkKind.FOLLOW_UP: "post a follow-up question",
    WorkKind.TAKE_DOWN: "mark an announcement as moved",
    WorkKind.BACKFILL: "count a thread again",
    WorkKind.DISCARD_DRAFT: "discard an old preview",
    WorkKind.TELL_STUCK: "say what is stuck",
    WorkKind.PLAN_OCCURRENCE: "plan the next reading of a series",
    WorkKind.ASK_APPROVAL: "ask for a plan to be approved",
    WorkKind.LAPSE_DRAFT: "let a plan lapse that nobody approved",
    WorkKind.TELL_ORGANISERS: "tell organisers about a series",
    WorkKind.OPEN_VOTE: "open a vote",
    WorkKind.COUNT_VOTE: "count a vote",
    WorkKind.TELL_RESULT: "tell the result of a vote",
    WorkKind.POLL_FEED: "ask a feed for news",
    WorkKind.TAKE_IN: "read a feed’s new articles",
    WorkKind.POST_DIGEST: "post a digest of articles",
    WorkKind.OPEN_DISCUSSION: "open an article’s thread",
    WorkKind.CHANGE_ARTICLE: "read a changed article",
    WorkKind.REFRESH_ARTICLE: "bring an article’s post up to date",
    WorkKind.TELL_CHANGED: "say that an article was changed",
    WorkKind.TELL_HEALTH: "say that a feed is in trouble",
    WorkKind.WEEKLY_HEALTH: "post the weekly line about feeds",
    WorkKind.TIDY: "tidy up",
    WorkKind.PRIVACY_CARD: "post the privacy card",
    WorkKind.WEEKLY_DIGEST: "post the week’s digest",
}


def next_step(server: Server) -> str:
    """What an admin does next on the way to a first reading."""
    if server.articles_channel_id is None:
        return "Next: `/setup channel use:articles`."
    if server.readings_channel_id is None:
        return "Next: `/setup channel use:readings`."
    if server.zone is None:
        return "Next: `/setup timezone`, so that “Thu 19:00” means something here."
    return "All set. Next: `/article add` brings the first article in."


def settings(server: Server, counting: Progress | None = None) -> Card:
    """Everything that is set, the next step, and how counting again goes."""
    unset = "not set"
    rows = [
        ("Articles channel", f"<#{server.articles_channel_id}>" if server.articles_channel_id else unset),
        ("Pinged with articles", f"<@&{server.articles_role_id}>" if server.articles_role_id else "nobody"),
        ("Readings channel", f"<#{server.readings_channel_id}>" if server.readings_channel_id else unset),
        ("Organisers’ channel", f"<#{server.organisers_channel_id}>" if server.organisers_channel_id else unset),
        ("Time zone", server.zone or unset),
        (
            "Organisers",
            f"<@&{server.organiser_role_id}>" if server.organiser_role_id else "everyone with **Manage Events**",
        ),
    ]
    keep = markdown.plural(server.keep_days, "day") if server.keep_days else "as long as I am here"
    rows.append(("Counted about members", f"{server.tracking}, kept {keep}"))
    if counting is not None:
        rows.append(("Compared with what Discord shows", _compared(counting)))
    embed = discord.Embed(title="Reading Circle in this server", description=next_step(server), colour=COLOUR)
    if server.extra_headings:
        headings = "; ".join(markdown.plain(each) for each in server.extra_headings)
        rows.append(("Headings of lessons, besides the usual ones", markdown.cut(headings, markdown.EMBED_FIELD)))
    for name, value in rows:
        embed.add_field(name=name, value=value)
    return Card(embeds=[embed])


def _compared(counting: Progress) -> str:
    if counting.waiting:
        return f"{markdown.plural(counting.waiting, 'thread')} to go"
    return f"all of it, {markdown.moment(counting.done_at, 'R')}" if counting.done_at else "nothing to compare yet"


def checked(checks: Sequence[Check], stuck: Sequence[DueWork]) -> Card:
    """Each setting well or with its remedy; what is stuck, with a button to try it again."""
    shown = stuck[:STUCK_SHOWN]
    lines = [_line(check) for check in checks]
    lines.extend(_stuck_line(number, work) for number, work in enumerate(shown, 1))
    if len(stuck) > len(shown):
        lines.append(f"… and {len(stuck) - len(shown)} more")
    if not stuck:
        lines.append("✅ nothing is stuck")
    embed = discord.Embed(title="Check", description=markdown.cut("\n".join(lines), 4000), colour=COLOUR)
    buttons = [Button(f"Try {number} again", Mark(Action.RETRY, work.id)) for number, work in enumerate(shown, 1)]
    return Card(embeds=[embed], rows=[buttons] if buttons else [])


def stuck(work_id: int, kind: WorkKind, error: str) -> Card:
    """A post for the server's admins, in a channel where the bot may still write."""
    words = (
        f"⚠️ I could not {STEPS[kind]}, and only an admin of this server can mend it.\n"
        f"{markdown.cut(error, 1200)}\n"
        "-# I go on trying, and at once when the rights change. `/setup check` shows all that is stuck."
    )
    return Card(words, rows=[[Button("Try again", Mark(Action.RETRY, work_id))]])


GONE = {
    "thread": "The thread of a running reading was deleted, and its discussion with it: {starts}.\n"
    "→ `/reading cancel` calls the reading off; otherwise it ends in its time. `/reading plan` plans it anew.",
    "channel": "The channel of readings that are coming was deleted. They wait for another one: {starts}.\n"
    "→ `/reading edit channel:` gives a reading another channel; an admin sets the usual one with `/setup channel`.",
    "role": "The organiser role was deleted. Organisers are now those who have the **Manage Events** right.\n"
    "→ An admin chooses another role with `/setup organisers`.",
}


def gone(number: int, what: str, lost: Sequence[Reading]) -> Card:
    """A post for organisers: a thread, channel or role is gone. `number`: of the work that tells it."""
    starts = ", ".join(markdown.moment(each.starts_at, "f") for each in lost[:10])
    return Card(f"⚠️ {GONE[what].format(starts=starts)}", rows=[[Button("Readings", Mark(Action.LIST, number))]])


def _line(check: Check) -> str:
    if check.problem is None:
        return f"✅ {check.about}"
    return f"⚠️ {check.about}: {check.problem.message}\n-# → {check.problem.remedy}"


def _stuck_line(number: int, work: DueWork) -> str:
    tries = markdown.plural(work.attempts, "time")
    return (
        f"⏳ **{number}.** could not {STEPS[work.kind]}: {markdown.cut(work.last_error or '', 400)}\n"
        f"-# tried {tries}; next try {markdown.moment(work.due_at, 'R')}"
    )
