"""Reminders of a reading: in the channel or thread, naming those who want it and pinging nobody else, or directly."""

from __future__ import annotations

from collections.abc import Sequence

from bot.delivery import markdown
from bot.delivery.card import Button, Card
from bot.delivery.marks import Action, Mark
from bot.domain.reading import Reading, ReadingState
from bot.domain.reminder import Lead, ReminderWish, Where
from bot.languages.words import later, say

MOST_NAMED = 40
"""As many mentions as fit into a message beside its words; Discord would ping up to a hundred."""

LEADS = {
    Lead.DAY: later("a day before"),
    Lead.HOUR: later("an hour before"),
    Lead.START: later("when it starts"),
    Lead.NEVER: later("not at all"),
}
WHERE = {
    Where.CHANNEL: later("in the reading’s channel or thread, by name"),
    Where.DIRECT: later("by direct message"),
}


def reminder(reading: Reading, title: str, members: Sequence[int], name: str) -> Card:
    """One post for several members. `name` tells this reminder of the reading from its others."""
    named = " ".join(f"<@{member}>" for member in members)
    content = f"{_words(reading, title)}\n{named}"
    return Card(content, rows=[[_no_more(reading, name)]], pings=tuple(members), reply_to=_answered(reading))


def directly(reading: Reading, title: str, name: str) -> Card:
    """The same as a direct message, for a member who wants it so."""
    place = reading.thread_id or reading.announced_in or reading.channel_id
    path = f"{reading.server_id}/{place}" + ("" if reading.thread_id else f"/{reading.announcement_id}")
    return Card(f"{_words(reading, title)}\nhttps://discord.com/channels/{path}", rows=[[_no_more(reading, name)]])


def chosen(wish: ReminderWish | None) -> str:
    """What a member has chosen, in words."""
    if wish is None:
        return say(
            "You have chosen nothing: you are reminded an hour before the readings you have joined, in the channel."
        )
    if wish.lead is Lead.NEVER:
        return say("You are not reminded of readings in this server.")
    when, where = say(LEADS[wish.lead]), say(WHERE[wish.where])
    lines = [say("You are reminded of each reading here, {when}, {where}.", when=when, where=where)]
    if wish.refused_at:
        lines.append(
            say(
                "⚠️ Discord did not take my last direct message to you: allow direct messages from this server's "
                "members in its privacy settings, or choose the channel."
            )
        )
    return "\n".join(lines)


def _words(reading: Reading, title: str) -> str:
    shown = markdown.plain(markdown.line(title, 200))
    if reading.state is ReadingState.OPEN:
        return say(
            "⏰ We are reading “{title}”: the discussion is open, until {end}.",
            title=shown,
            end=markdown.moment(reading.ends_at),
        )
    return say(
        "⏰ We are going to read “{title}”: it starts {when}.", title=shown, when=markdown.when(reading.starts_at)
    )


def _answered(reading: Reading) -> int | None:
    """Before the start a reminder answers the announcement; in the thread it stands for itself."""
    return None if reading.thread_id else reading.announcement_id


def _no_more(reading: Reading, name: str) -> Button:
    return Button(say("Do not remind me"), Mark(Action.UNREMIND, reading.id, name))
