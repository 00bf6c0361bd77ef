"""What is counted about members, said to them in plain words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

import discord

from bot.delivery.card import COLOUR, Button, Card
from bot.delivery.marks import Action, Mark
from bot.domain.report import Kept
from bot.domain.server import Server, Tracking
from bot.languages.words import count, later, say

LEFT_DAYS = 30

KINDS: Mapping[str, Callable[[int], str]] = {
    "joined": lambda n: count(n, "joined {n} reading", "joined {n} readings"),
    "read": lambda n: count(n, "marked {n} article as read", "marked {n} articles as read"),
    "passage": lambda n: count(n, "{n} passage opened", "{n} passages opened"),
    "replied": lambda n: count(n, "{n} reply", "{n} replies"),
    "reacted": lambda n: count(n, "{n} reaction", "{n} reactions"),
    "voted": lambda n: count(n, "{n} vote", "{n} votes"),
    "interested": lambda n: count(n, "{n} event you want to come to", "{n} events you want to come to"),
}
"""What is counted of a member, by kind of contribution."""

TABLES: Mapping[str, Callable[[int], str]] = {
    "library": lambda n: count(
        n,
        "{n} article you added (it stays, without your name)",
        "{n} articles you added (they stay, without your name)",
    ),
    "reading": lambda n: count(
        n,
        "{n} reading you planned or lead (it stays, without your name)",
        "{n} readings you planned or lead (they stay, without your name)",
    ),
    "series": lambda n: count(
        n, "{n} series you set up (it stays, without your name)", "{n} series you set up (they stay, without your name)"
    ),
    "vote": lambda n: count(
        n, "{n} vote you started (it stays, without your name)", "{n} votes you started (they stay, without your name)"
    ),
    "occurrence": lambda n: count(
        n,
        "{n} date you changed (the change stays, without your name)",
        "{n} dates you changed (the changes stay, without your name)",
    ),
    "follow": lambda n: count(
        n, "{n} feed you added (it stays, without your name)", "{n} feeds you added (they stay, without your name)"
    ),
    "question_decision": lambda n: count(
        n,
        "{n} question you changed (the change stays, without your name)",
        "{n} questions you changed (the changes stay, without your name)",
    ),
    "reminder": lambda n: count(n, "your reminder", "your {n} reminders"),
    "suggestion": lambda n: count(n, "{n} article you suggested", "{n} articles you suggested"),
    "suggested_question": lambda n: count(n, "{n} question you handed in", "{n} questions you handed in"),
}
"""What else is kept of a member, by table."""


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
    return Card(embeds=[embed], rows=[[_about_me()]])


def fingerprint(server: Server) -> str:
    """Changes whenever the card says something else."""
    made = card(server)
    said = repr([each.to_dict() for each in made.embeds])
    return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


def moved(address: str) -> Card:
    """What stands in place of a card that another one has followed."""
    words = say("What is counted here is told in another post now: {address}", address=address)
    return Card(words, rows=[[_about_me()]])


def _about_me() -> Button:
    return Button(say("What is kept about me"), Mark(Action.PRIVACY, 0))


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
    lines = [KINDS[kind](many) for kind, many in kept.kinds.items()]
    lines += [TABLES[name](many) for name, many in kept.rows.items() if name in TABLES]
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
