"""Killed over any post that a series makes by itself, the bot asks, counts and plans once, and forgets nothing.

A series that takes what a vote decides has four posts to an occurrence: the poll, its result, the question to the
organisers and, when they agree, the announcement. The bot dies at one of them and comes back when nonces mean nothing.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sandbox.views import Message
from tests.e2e.organising import Organising, organising

TUESDAY_NOON = 1_893_499_200_000
"""1 January 2030, 12:00 UTC: so near the first Thursday that the vote is held at once, for an hour."""
NONCES_FORGOTTEN_S = 600
POLL, RESULT, ASKED, ANNOUNCED = "what shall we read", "The vote is over", "presses **Schedule**", "We are going to"
AGREED = "Scheduled: "
"""What has become of the question to the organisers."""
WAYS = [(nth, what) for nth in range(1, 5) for what in ("hold_before", "hold_after")]
STRUCK = WAYS if os.environ.get("KILL_EVERY_WAY") else [(1, "hold_after"), (2, "hold_before"), (3, "hold_after")]


class Series:
    """One occurrence of a series, with the bot struck at the n-th post it makes in the readings channel."""

    def __init__(self, circle: Organising, nth: int, what: str) -> None:
        self.circle = circle
        place = circle.play.about["channels"]["readings"]
        fault = {"what": what, "method": "POST", "route": f"/channels/{place}/messages", "nth": nth, "times": 1}
        self._fault = circle.here.sandbox.parts.faults.add(fault)
        self._struck = False

    async def begins(self) -> None:
        text = self.circle.here.article.read_text(encoding="utf-8").replace("The Bread Stayed", "The Salt Stayed")
        other = self.circle.here.article.with_name("salt.txt")
        other.write_text(f"{text}\n\nThis was the story of the salt.\n", encoding="utf-8")
        await self.circle.does("/article add", file=other, post="library")
        await self.circle.does("/series create", name="Thursdays", when="every Thursday 19:00", from_="vote")

    async def shows(self, words: str) -> Message:
        """The only post with these words, once it is there; on the way the bot may die and come back."""

        async def look() -> Message | None:
            await self._die_if_struck()
            found = [post for post in await self.circle.play.messages("readings") if words in _said(post)]
            assert len(found) <= 1, f"posted twice: {words}"
            return found[0] if found else None

        return await self.circle.until(look)

    async def _die_if_struck(self) -> None:
        if self._struck or not self._fault.tripped.is_set():
            return
        here = self.circle.here
        here.dying = self._struck = True
        await here.killed()
        here.sandbox.parts.faults.remove(self._fault.id)
        await self.circle.play.skip(seconds=NONCES_FORGOTTEN_S)
        here.bot.start()
        await here.connected()
        here.dying = False

    async def ends(self) -> None:
        """The bot did die, all is settled, and each post stands there once."""
        await self._die_if_struck()
        assert self._struck
        await self.circle.here.settled()
        posts = [_said(post) for post in await self.circle.play.messages("readings") if not post.raw["type"]]
        assert [sum(words in post for post in posts) for words in (POLL, RESULT, AGREED, ANNOUNCED)] == [1, 1, 1, 1]
        assert len(posts) == 5, "these four, and what is counted"


def _said(post: Message) -> str:
    """What a post says; Discord's own word on a poll's end is none of ours."""
    poll = post.raw.get("poll") or {"question": {"text": ""}}
    return "" if post.raw["type"] else f"{post.text}\n{poll['question']['text']}"


@pytest.mark.parametrize(("nth", "what"), STRUCK)
async def test_killed_at_any_post_of_a_series_it_votes_counts_asks_and_announces_once(
    tmp_path: Path, nth: int, what: str
) -> None:
    async with organising(tmp_path) as circle:
        await circle.play.skip(to=TUESDAY_NOON)
        series = Series(circle, nth, what)
        await series.begins()
        await series.shows(POLL)
        await circle.play.skip(seconds=3600)
        await series.shows(RESULT)
        await circle.play.skip(seconds=120)
        asked = await series.shows(ASKED)
        await circle.olu.press(asked.button("Schedule"))
        await series.shows(ANNOUNCED)
        await series.ends()
