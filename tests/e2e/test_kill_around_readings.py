"""Killed at any call that goes along with a reading, before or after its effect, the bot doubles and loses nothing.

Events, reminders, direct messages, passages, follow-up questions and rehearsals: each call is struck once in one walk,
the bot is started again when its nonces mean nothing any more, and what people see must be as if nothing had happened.
"""

from __future__ import annotations

from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import pytest

from sandbox.views import Message
from tests.e2e.organising import DAY_S, HOUR_S, PATIENCE_S, Organising, Planned, is_last_rehearsed, organising

NONCES_FORGOTTEN_S = 600
EVENTS = "/guilds/{guild_id}/scheduled-events"
EVENT = f"{EVENTS}/{{guild_scheduled_event_id}}"


class Undertaker:
    """Kills the bot at a call and starts it again long after."""

    def __init__(self, circle: Organising, what: str) -> None:
        self._circle = circle
        self._what = what

    async def dies_at(self, method: str, route: str, act: Awaitable[Any]) -> None:
        here = self._circle.here
        fault = here.sandbox.parts.faults.add({"what": self._what, "method": method, "route": route})
        await act
        await self._circle.until(lambda: _tripped(fault.tripped.is_set()))
        here.dying = True
        await here.killed()
        here.sandbox.parts.faults.remove(fault.id)
        await self._circle.play.skip(seconds=NONCES_FORGOTTEN_S)
        here.bot.start()
        await here.connected()
        here.dying = False


async def _tripped(yes: bool) -> bool | None:
    return yes or None


async def event_of(circle: Organising, planned: Planned, **fits: Any) -> dict[str, Any]:
    async def look() -> dict[str, Any] | None:
        found = [each for each in await circle.olu.events() if each["description"].endswith(f"#{planned.id}")]
        assert len(found) <= 1
        return found[0] if found and all(found[0][name] == value for name, value in fits.items()) else None

    return await circle.until(look)


async def posted_once(circle: Organising, place: str, words: str) -> Message:
    """The only post in a place with these words, once it is there and nothing more is due."""
    await circle.sees(words, place)
    (found,) = [post for post in await circle.play.messages(place) if words in post.text]
    return found


@pytest.mark.parametrize("what", ["hold_before", "hold_after"])
async def test_killed_at_any_call_around_a_reading_nothing_is_doubled_or_lost(tmp_path: Path, what: str) -> None:
    async with organising(tmp_path) as circle:
        undertaker = Undertaker(circle, what)
        await rehearsal(circle, undertaker)
        planned = await circle.planned(starts="in 12 hours")
        await event_and_reminders(circle, undertaker, planned)
        await questions_and_end(circle, undertaker, planned)


async def rehearsal(circle: Organising, undertaker: Undertaker) -> None:
    preview = await circle.drafted()
    readings = circle.play.about["channels"]["readings"]
    press = circle.olu.press(preview.button("Rehearse"))
    await undertaker.dies_at("POST", f"/channels/{readings}/threads", press)
    shown = await circle.olu.sees(is_last_rehearsed, within=PATIENCE_S)
    thread = f"/channels/{shown.channel_id}"
    active = await circle.ada.call("GET", f"/guilds/{circle.play.guild_id}/threads/active")
    assert [each["id"] for each in active["threads"]] == [shown.channel_id]
    await undertaker.dies_at("DELETE", thread, circle.play.skip(seconds=900))

    async def gone() -> bool | None:
        return None if await circle.play.threads() else True

    assert await circle.until(gone)
    await circle.olu.press(preview.button("Discard"))


async def event_and_reminders(circle: Organising, undertaker: Undertaker, planned: Planned) -> None:
    max_ = circle.play.person("Max")
    await max_.command("/me reminders", in_="general", when="hour", where="direct")
    await circle.mia.press(planned.announcement.button("I’m reading"))
    await undertaker.dies_at("POST", EVENTS, circle.does("/reading edit", reading=planned.value, event=True))
    event = await event_of(circle, planned, status=1)
    moved = circle.does("/reading move", reading=planned.value, starts="in 14 hours")
    await undertaker.dies_at("PATCH", EVENT, moved)

    async def later() -> bool | None:
        now = await event_of(circle, planned)
        return True if now["scheduled_start_time"] > event["scheduled_start_time"] else None

    assert await circle.until(later)
    await undertaker.dies_at("POST", "/users/@me/channels", circle.does("/reading remind", reading=planned.value))
    told = await max_.sees(lambda post: post.content.startswith("⏰") and "guild_id" not in post.raw, within=PATIENCE_S)
    named = await posted_once(circle, "readings", "⏰")
    assert [each["id"] for each in named.raw["mentions"]] == [circle.mia.id]
    direct = f"/channels/{told.channel_id}/messages"
    await undertaker.dies_at("POST", direct, circle.play.skip(seconds=13 * HOUR_S))

    async def both() -> bool | None:
        sent = [post for post in await max_.messages(told) if post.content.startswith("⏰")]
        assert len(sent) <= 2
        return True if len(sent) == 2 else None

    assert await circle.until(both)
    assert len([post for post in await circle.play.messages("readings") if post.content.startswith("⏰")]) == 2


async def questions_and_end(circle: Organising, undertaker: Undertaker, planned: Planned) -> None:
    thread = planned.announcement.id
    await circle.play.skip(seconds=HOUR_S)  # the event begins by Discord's clock
    await event_of(circle, planned, status=2)
    await circle.sees("Question 3 of 3", thread)
    in_thread = f"/channels/{thread}/messages"
    await undertaker.dies_at("POST", in_thread, circle.play.skip(seconds=DAY_S))
    await posted_once(circle, thread, "Nobody has taken this question up yet")
    said = await circle.mia.say("A thought.", in_=thread)
    form = await circle.mia.form(circle.mia.menu("Ask the group about this", said))
    asked = circle.mia.submit(form, {"Your question to the group": "Who kept the accounts?"})
    await undertaker.dies_at("POST", in_thread, asked)
    await posted_once(circle, thread, "Who kept the accounts?")
    shown = await circle.does("/reading close", reading=planned.value)
    await undertaker.dies_at("PATCH", EVENT, circle.olu.press(shown.button("Close it")))

    async def over() -> bool | None:
        return None if await circle.olu.events() else True

    assert await circle.until(over)
    await posted_once(circle, thread, "That was our reading")
