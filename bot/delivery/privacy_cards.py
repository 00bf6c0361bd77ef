"""What is counted about members, said to them in plain words."""

from __future__ import annotations

import discord

from bot.delivery import markdown
from bot.delivery.card import COLOUR, Button, Card
from bot.delivery.marks import Action, Mark
from bot.domain.report import Kept
from bot.domain.server import Server, Tracking

LEFT_DAYS = 30

KINDS = {
    "joined": "joined",
    "read": "marked as read",
    "passage": "passages opened",
    "replied": "replies",
    "reacted": "reactions",
    "voted": "votes",
    "interested": "events you want to come to",
}
TABLES = {
    "library": "articles you added (the article stays, without your name)",
    "reading": "readings you planned or lead (they stay, without your name)",
    "series": "series you set up (they stay, without your name)",
    "vote": "votes you started (they stay, without your name)",
    "occurrence": "dates you moved (they stay, without your name)",
    "follow": "feeds you added (they stay, without your name)",
    "question_decision": "questions you changed (the change stays, without your name)",
    "reminder": "your reminders",
    "suggestion": "articles you suggested",
    "suggested_question": "questions you handed in",
}


def card(server: Server) -> Card:
    """The post that is pinned in the readings channel."""
    embed = discord.Embed(title="What Reading Circle counts, and what it does not", colour=COLOUR)
    embed.description = counted(server)
    embed.add_field(name="Never", value=NEVER, inline=False)
    embed.add_field(name="Who sees it", value=_seen_by(server), inline=False)
    embed.add_field(name="How long", value=_how_long(server), inline=False)
    embed.add_field(name="Yours to decide", value=CHOICES, inline=False)
    return Card(embeds=[embed], rows=[[Button("What is kept about me", Mark(Action.PRIVACY, 0))]])


NEVER = "What you write is not read and not kept. No points, no streaks, no list of those who did not take part."
CHOICES = (
    "`/privacy show` what is kept about you · `/privacy export` all of it as a file\n"
    "`/privacy opt-out` delete it and count nothing of you any more; you can read along all the same · "
    "`/privacy opt-in` come back\n`/privacy delete` delete what is kept so far"
)


def counted(server: Server) -> str:
    """What is counted in this server, in a sentence or two."""
    if server.tracking is Tracking.OFF:
        return "In this server nothing is counted about anybody."
    what = "that you pressed **I’m reading** or **Read it**, replied, reacted to a post of mine, or voted, and when"
    if server.tracking is Tracking.PER_READING:
        return f"Per reading: {what}. Not which question you answered, nor whom."
    return f"Per reading: {what}; which question a reply belongs to, and that a passage was opened."


def _seen_by(server: Server) -> str:
    listed = " Who wants to can stand on a leaderboard: `/privacy leaderboard`." if server.leaderboard else ""
    return (
        "You see your own numbers: `/me summary`. Organisers see who took part in a reading. The closing post names "
        f"who took part. Groups under five are not broken down in public.{listed}"
    )


def _how_long(server: Server) -> str:
    keep = f"{server.keep_days} days" if server.keep_days else "as long as I am in this server"
    return (
        f"Contributions are kept for {keep}. If you leave the server, what is kept about you is deleted {LEFT_DAYS} "
        f"days after I notice. If I leave it, everything is deleted after {LEFT_DAYS} days."
    )


def shown(kept: Kept) -> Card:
    """What is kept about one member, for their eyes only."""
    embed = discord.Embed(title="What is kept about you here", colour=COLOUR)
    if kept.opted_out:
        embed.description = (
            "You have opted out: nothing is counted about you. All that is kept is a number made from your id with a "
            "secret key, by which I recognise that. `/privacy opt-in` lets you be counted again."
        )
        return Card(embeds=[embed])
    lines = [f"{number:,} × {KINDS[kind]}" for kind, number in kept.kinds.items()]
    lines += [f"{number:,} × {TABLES[name]}" for name, number in kept.rows.items() if name in TABLES]
    if kept.on_leaderboard:
        lines.append("that you want to stand on the leaderboard")
    embed.description = "\n".join(f"• {line}" for line in lines) or "Nothing."
    embed.add_field(name="What is counted here", value=counted(kept.server), inline=False)
    embed.add_field(name="Yours to decide", value=CHOICES, inline=False)
    embed.set_footer(
        text="Only you see this. Your words are in none of it, but for questions and suggestions you gave."
    )
    return Card(embeds=[embed])


def asking(action: Action, words: str, label: str, member_id: int = 0) -> Card:
    """Asks before something is deleted, one's own or a member's."""
    return Card(words, rows=[[Button(label, Mark(action, member_id), style=discord.ButtonStyle.danger)]])


def settings_said(server: Server) -> str:
    """How much is counted, for the admin who has just set it."""
    board = "members may choose to stand on a leaderboard" if server.leaderboard else "no leaderboard"
    keep = markdown.plural(server.keep_days, "day") if server.keep_days else "for as long as I am here"
    digest = "a weekly digest in the readings channel" if server.digest else "no weekly digest"
    return f"{counted(server)}\n-# {board} · kept {keep} · {digest}"
