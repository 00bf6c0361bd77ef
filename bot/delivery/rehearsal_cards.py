"""The posts of a rehearsal: those of the reading, with buttons that only say what they would do."""

from __future__ import annotations

from dataclasses import replace

from bot.delivery import markdown
from bot.delivery.card import Button, Card, Menu
from bot.delivery.marks import Action, Mark
from bot.domain.reading import Reading
from bot.languages.words import say


def beginning(reading: Reading, number: int, ends_at: int) -> Card:
    """The first post, which says what this is and ends it. `number` tells one rehearsal from another."""
    words = say(
        "**This is a rehearsal.** Only you and the server’s moderators see this thread. Nothing here is counted. "
        "It takes itself away {when}.\n→ `/questions set` changes the questions of a scheduled reading; those of a "
        "preview are changed under it.",
        when=markdown.moment(ends_at, "R"),
    )
    return Card(words, rows=[[Button(say("End the rehearsal"), Mark(Action.END_REHEARSAL, reading.id, str(number)))]])


def rehearsed(card: Card, reading: Reading, post: int) -> Card:
    """The card with buttons that do nothing but answer; `post` is its place in the rehearsal."""
    rows = [
        [_answering(item, Mark(Action.REHEARSED, reading.id, f"{post}x{place}")) for place, item in enumerate(row)]
        for row in card.rows
    ]
    return replace(card, rows=rows)


def _answering(item: Button | Menu, mark: Mark) -> Button | Menu:
    return item if isinstance(item, Button) and item.url else replace(item, mark=mark)
