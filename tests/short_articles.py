"""Short articles, as many as a year of readings needs, each with lessons to be asked about."""

from __future__ import annotations

ARTICLE = """{title}

We began the {noun} in the spring with nine people and no plan, and for three months every evening was a meeting.
Nobody kept a list. By June two had left, and the others no longer knew who had promised what to whom.

Then somebody put a sheet on the door of the {noun}. Each task had one name beside it, and every second week the names
moved.

What we learned

A task that belongs to everybody belongs to nobody. Every task of the {noun} needs one name beside it, even when the
name changes every second week.

Voting on everything is not the same as deciding together. A group should vote on who is responsible, and leave the
rest to those it has chosen.

If the {noun} had gone well at once, we would have fallen apart in the autumn, because no emergency would have made us
write anything down.

We must not live on one another's kindness. Help that is not planned for is a loan taken from the next person who falls.
"""
"""An article with a lessons section; `title` and `noun` make it one of its own."""

FIRST = ("Quiet", "Long", "Last", "Open", "Slow", "Hidden", "Borrowed", "Second")
NOUNS = ("Harvest", "Harbour", "Ledger", "Bridge", "Kitchen", "Garden", "Archive", "Winter")
TITLES = [f"The {first} {noun}" for noun in NOUNS for first in FIRST]
