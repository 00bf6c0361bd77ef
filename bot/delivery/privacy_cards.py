"""What is counted about members, said to them in plain words."""

from __future__ import annotations

import discord

from bot.delivery.card import COLOUR, Button, Card
from bot.delivery.marks import Action, Mark
from bot.domain.report import Kept
from bot.domain.server import Server, Tracking
from bot.languages import words
from bot.languages.words import count, later, say

LEFT_DAYS = 30

KINDS = {
    "joined": later("joined"),
    "read": later("marked as read"),
    "passage": later("passages opened"),
    "replied": later("replies"),
    "reacted": later("reactions"),
    "voted": later("votes"),
    "interested": later("events you want to come to"),
}
TABLES = {
    "library": later("articles you added (the article stays, without your name)"),
    "reading": later("readings you planned or lead (they stay, without your name)"),
    "series": later("series you set up (they stay, without your name)"),
    "vote": later("votes you started (they stay, without your name)"),
    "occurrence": later("dates you moved (they stay, without your name)"),
    "follow": later("feeds you added (they stay, without your name)"),
    "question_decision": later("questions you changed (the change stays, without your name)"),
    "reminder": later("your reminders"),
    "suggestion": later("articles you suggested"),
    "suggested_question": later("questions you handed in"),
}


def title() -> str:
    """What the post is called, also where it is one of a forum."""
    return say("What Reading Circle counts, and what it does not")


def card(server: Server) -> Card:
    """The post that is pinned in the readings channel."""
    embed = discord.Embed(title=title(), colour=COLOUR)
    embed.description = counted(server)
    embed.add_field(name=say("Never"), value=say(NEVER), inline=False)
    embed.add_field(name=say("Who sees it"), value=_seen_by(server), inline=False)
    embed.add_field(name=say("How long"), value=_how_long(server), inline=False)
    embed.add_field(name=say("Yours to decide"), value=say(CHOICES), inline=False)
    return Card(embeds=[embed], rows=[[Button(say("What is kept about me"), Mark(Action.PRIVACY, 0))]])


NEVER = later("What you write is not read and not kept. No points, no streaks, no list of those who did not take part.")
CHOICES = later(
    "`/privacy show` what is kept about you · `/privacy export` all of it as a file\n"
    "`/privacy opt-out` delete it and count nothing of you any more; you can read along all the same · "
    "`/privacy opt-in` come back\n`/privacy delete` delete what is kept so far"
)


def counted(server: Server) -> str:
    """What is counted in this server, in a sentence or two."""
    if server.tracking is Tracking.OFF:
        return say("In this server nothing is counted about anybody.")
    if server.tracking is Tracking.PER_READING:
        return say(
            "Per reading: that you pressed **I’m reading** or **Read it**, replied, reacted to a post of mine, or "
            "voted, and when. Not which question you answered, nor whom."
        )
    return say(
        "Per reading: that you pressed **I’m reading** or **Read it**, replied, reacted to a post of mine, or voted, "
        "and when; which question a reply belongs to, and that a passage was opened."
    )


def _seen_by(server: Server) -> str:
    sentences = [
        say(
            "You see your own numbers: `/me summary`. Organisers see who took part in a reading. The closing post "
            "names who took part. Groups under five are not broken down in public."
        )
    ]
    if server.leaderboard:
        sentences.append(say("Who wants to can stand on a leaderboard: `/privacy leaderboard`."))
    return " ".join(sentences)


def _how_long(server: Server) -> str:
    kept = say("Contributions are kept for as long as I am in this server.")
    if server.keep_days:
        kept = count(server.keep_days, "Contributions are kept for {n} day.", "Contributions are kept for {n} days.")
    left = say(
        "If you leave the server, what is kept about you is deleted {days} days after I notice. If I leave it, "
        "everything is deleted after {days} days.",
        days=LEFT_DAYS,
    )
    return f"{kept} {left}"


def shown(kept: Kept) -> Card:
    """What is kept about one member, for their eyes only."""
    embed = discord.Embed(title=say("What is kept about you here"), colour=COLOUR)
    if kept.opted_out:
        embed.description = say(
            "You have opted out: nothing is counted about you. All that is kept is a number made from your id with a "
            "secret key, by which I recognise that. `/privacy opt-in` lets you be counted again."
        )
        return Card(embeds=[embed])
    lines = [f"{words.number(many)} × {say(KINDS[kind])}" for kind, many in kept.kinds.items()]
    lines += [f"{words.number(many)} × {say(TABLES[name])}" for name, many in kept.rows.items() if name in TABLES]
    if kept.on_leaderboard:
        lines.append(say("that you want to stand on the leaderboard"))
    embed.description = "\n".join(f"• {line}" for line in lines) or say("Nothing.")
    embed.add_field(name=say("What is counted here"), value=counted(kept.server), inline=False)
    embed.add_field(name=say("Yours to decide"), value=say(CHOICES), inline=False)
    embed.set_footer(
        text=say("Only you see this. Your words are in none of it, but for questions and suggestions you gave.")
    )
    return Card(embeds=[embed])


def asking(action: Action, question: str, label: str, member_id: int = 0) -> Card:
    """Asks before something is deleted, one's own or a member's."""
    return Card(question, rows=[[Button(label, Mark(action, member_id), style=discord.ButtonStyle.danger)]])


def settings_said(server: Server) -> str:
    """How much is counted, for the admin who has just set it."""
    board = say("members may choose to stand on a leaderboard") if server.leaderboard else say("no leaderboard")
    keep = (
        count(server.keep_days, "kept {n} day", "kept {n} days")
        if server.keep_days
        else say("kept for as long as I am here")
    )
    digest = say("a weekly digest in the readings channel") if server.digest else say("no weekly digest")
    return f"{counted(server)}\n-# {board} · {keep} · {digest}"
