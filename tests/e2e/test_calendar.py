"""Events, calendar files and reminders follow a reading: once each, for those who want them and nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
import pytest_asyncio
from icalendar import Calendar

from bot.delivery.events import SOON_MS
from sandbox.person import Person
from sandbox.views import Message
from tests.e2e.organising import HOUR_S, PATIENCE_S, Organising, Planned, instants, number_of, organising

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("calendar")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def circle(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Organising]:
    async with organising(tmp_path_factory.mktemp("calendar")) as ready:
        yield ready


async def event_of(circle: Organising, planned: Planned, **fits: Any) -> dict[str, Any]:
    """The reading's event once it fits; there must never be two."""

    async def look() -> dict[str, Any] | None:
        found = [each for each in await circle.olu.events() if each["description"].endswith(f"#{planned.id}")]
        assert len(found) <= 1
        return found[0] if found and all(found[0][name] == value for name, value in fits.items()) else None

    return await circle.until(look)


async def no_event(circle: Organising, planned: Planned) -> bool:
    async def look() -> bool | None:
        return True if all(f"#{planned.id}" not in each["description"] for each in await circle.olu.events()) else None

    return await circle.until(look)


async def file_of(circle: Organising, answer: Message) -> Any:
    async with circle.play.session.get(answer.attachments[0]["url"]) as response:
        return Calendar.from_ical(await response.read())


async def test_an_event_follows_its_reading_from_announcement_over_a_move_to_the_end(circle: Organising) -> None:
    planned = await circle.planned(event=True)
    event = await event_of(circle, planned, status=1)
    assert event["name"] == "The Bread Stayed in the Ovens"
    assert planned.announcement.id in event["entity_metadata"]["location"]
    await circle.does("/reading move", reading=planned.value, starts="in 3 hours")

    async def moved() -> bool | None:
        now = await event_of(circle, planned)
        return True if now["scheduled_start_time"] > event["scheduled_start_time"] else None

    await circle.until(moved)
    await circle.play.skip(seconds=3 * HOUR_S)
    await circle.sees("Question 3 of 3", planned.announcement.id)
    await event_of(circle, planned, status=2, id=event["id"])
    shown = await circle.does("/reading close", reading=planned.value)
    await circle.olu.press(shown.button("Close it"))
    assert await no_event(circle, planned)


async def test_an_event_is_called_off_with_its_reading_and_may_be_left_out(circle: Organising) -> None:
    planned = await circle.planned(event=True)
    await event_of(circle, planned, status=1)
    await circle.does("/reading edit", reading=planned.value, event=False)
    assert await no_event(circle, planned)
    await circle.does("/reading edit", reading=planned.value, event=True)
    await event_of(circle, planned, status=1)
    await circle.call_off(planned)
    assert await no_event(circle, planned)


async def test_an_event_that_somebody_takes_away_stays_away(circle: Organising) -> None:
    planned = await circle.planned(event=True)
    event = await event_of(circle, planned)
    await circle.ada.call("DELETE", f"/guilds/{circle.play.guild_id}/scheduled-events/{event['id']}")
    await circle.does("/reading move", reading=planned.value, starts="in 3 hours")
    await circle.play.skip(seconds=3 * HOUR_S)
    await circle.sees("Question 3 of 3", planned.announcement.id)
    assert await no_event(circle, planned)
    await circle.call_off(planned)


async def test_without_the_right_to_events_the_reading_goes_on_and_the_way_to_mend_it_is_told(
    circle: Organising,
) -> None:
    taken = {"what": "permission_taken", "permissions": ["create_events"]}
    fault = await circle.play.control("POST", "/sandbox/faults", taken)
    await circle.ada.command("/setup show", in_="general")
    preview = await circle.drafted(event=True)
    assert "missing **Create Events**" in preview.text
    await circle.olu.press(preview.button("Schedule"))
    told = await circle.sees("I could not keep a reading’s event in step", "readings")
    assert "Server Settings → Roles" in told.text
    await circle.play.control("DELETE", f"/sandbox/faults/{fault['id']}")
    reading = (await circle.olu.autocomplete("/reading cancel", "reading", ""))[0].value
    planned = Planned(int(str(reading).removeprefix("reading:")), told)
    await event_of(circle, planned, status=1)
    await circle.call_off(planned)
    assert await no_event(circle, planned)


async def nothing_stuck(circle: Organising) -> bool:
    await circle.here.settled()
    return "nothing is stuck" in (await circle.does("/setup check", circle.ada)).text


def told_start(event: dict[str, Any]) -> float:
    """In epoch ms, as the play's clock."""
    return datetime.fromisoformat(event["scheduled_start_time"]).timestamp() * 1000


async def test_the_event_of_a_reading_that_is_started_early_runs_at_once_and_ends_early_with_it(
    circle: Organising,
) -> None:
    planned = await circle.planned(event=True, for_="1 hour")
    event = await event_of(circle, planned, status=1)
    await circle.does("/reading start-now", reading=planned.value)
    running = await event_of(circle, planned, status=2, id=event["id"])
    assert told_start(running) <= await circle.play.now_ms() + SOON_MS
    assert running["scheduled_start_time"] < running["scheduled_end_time"] < event["scheduled_start_time"]
    await circle.sees("Question 3 of 3", planned.announcement.id)
    await circle.does("/reading edit", reading=planned.value, for_="20 minutes")

    async def shortened() -> bool | None:
        now = await event_of(circle, planned, status=2)
        return True if now["scheduled_end_time"] < running["scheduled_end_time"] else None

    assert await circle.until(shortened)
    shown = await circle.does("/reading close", reading=planned.value)
    await circle.olu.press(shown.button("Close it"))
    assert await no_event(circle, planned)
    assert await nothing_stuck(circle)


async def test_the_event_of_a_reading_scheduled_after_its_start_has_passed_runs_at_once(circle: Organising) -> None:
    preview = await circle.drafted(starts="in 20 minutes", event=True)
    await circle.play.skip(seconds=HOUR_S / 2)
    await circle.olu.press(preview.button("Schedule"))
    planned = Planned(number_of(preview), await circle.announced(number_of(preview)))
    event = await event_of(circle, planned, status=2)
    assert told_start(event) <= await circle.play.now_ms() + SOON_MS
    assert await nothing_stuck(circle)
    await circle.call_off(planned)
    assert await no_event(circle, planned)


async def test_the_event_of_a_reading_that_starts_in_seconds_is_told_a_minute_ahead_and_runs_in_time(
    circle: Organising,
) -> None:
    planned = await circle.planned(starts="in 30 seconds", event=True)
    event = await event_of(circle, planned)
    await circle.play.skip(seconds=31)
    running = await event_of(circle, planned, status=2, id=event["id"])
    assert running["scheduled_start_time"] == event["scheduled_start_time"]
    assert await nothing_stuck(circle)
    await circle.call_off(planned)
    assert await no_event(circle, planned)


async def test_a_calendar_file_keeps_its_uid_and_counts_up_when_the_reading_moves(circle: Organising) -> None:
    planned = await circle.planned()
    first = await file_of(circle, await circle.mia.press(planned.announcement.button("Add to calendar")))
    await circle.does("/reading move", reading=planned.value, starts="in 4 hours")
    listed = await circle.mia.command("/me calendar", in_="general")
    (before,) = first.events
    (after,) = [each for each in (await file_of(circle, listed)).events if each["STATUS"] == "CONFIRMED"]
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after.start > before.start
    shown = await circle.mia.command("/next", in_="general")
    assert instants(shown.text)[0] == int(after["DTSTART"].dt.timestamp())
    await circle.mia.press(shown.button("I’m reading: The Bread Stayed in the Ovens"))
    edits = {"what": "hold_before", "method": "PATCH", "route": "/channels/{channel_id}/messages/{message_id}"}
    held = circle.here.sandbox.parts.faults.add(edits)  # the announcement keeps its button a little longer
    await circle.call_off(planned)
    again = await file_of(circle, await circle.mia.press(planned.announcement.button("Add to calendar")))
    circle.here.sandbox.parts.faults.remove(held.id)
    assert (again.events[0]["STATUS"], again.events[0]["SEQUENCE"]) == ("CANCELLED", 2)
    nothing = await circle.mia.press(shown.button("Add to calendar"))
    assert "Nothing is being read" in nothing.text


def pinged(message: Message) -> set[str]:
    return {each["id"] for each in message.raw["mentions"]}


async def test_who_takes_part_is_reminded_once_an_hour_before_and_nobody_else_is_pinged(circle: Organising) -> None:
    planned = await circle.planned(starts="in 3 hours")
    noor = circle.play.person("Noor")
    for who in (circle.mia, noor):
        await who.press(planned.announcement.button("I’m reading"))
    await noor.command("/me reminders", in_="general", when="never")
    await circle.does("/reading move", reading=planned.value, starts="in 5 hours")
    await circle.play.skip(seconds=2.5 * HOUR_S)
    await circle.does("/reading list")
    await circle.play.skip(seconds=1.6 * HOUR_S)
    told = await circle.sees("⏰", "readings")
    assert pinged(told) == {circle.mia.id}
    assert told.raw["message_reference"]["message_id"] == planned.announcement.id
    said = [post for post in await circle.play.messages("readings") if post.content.startswith("⏰")]
    assert [post.id for post in said] == [told.id]
    stopped = await circle.mia.press(told.button("Do not remind me"))
    assert "not reminded of readings any more" in stopped.text
    await circle.does("/reading edit", reading=planned.value, channel="general")
    await circle.call_off(planned)
    await forget_choices(circle.mia, noor)


async def forget_choices(*people: Person) -> None:
    for who in people:
        await who.command("/me reminders", in_="general", when="hour", where="channel")


async def test_an_organiser_reminds_once_and_a_direct_message_goes_only_to_who_chose_it(circle: Organising) -> None:
    planned = await circle.planned(starts="in 30 minutes")
    await forget_choices(circle.mia)
    await circle.mia.press(planned.announcement.button("I’m reading"))
    max_ = circle.play.person("Max")
    await max_.command("/me reminders", in_="general", when="start", where="direct")
    told = await circle.does("/reading remind", reading=planned.value)
    assert "being reminded" in told.text
    again = await circle.does("/reading remind", reading=planned.value)
    assert "by hand already" in again.text
    first = await max_.sees(
        lambda post: post.content.startswith("⏰") and "guild_id" not in post.raw, within=PATIENCE_S
    )
    assert planned.announcement.id in first.content
    named = await circle.sees("⏰", "readings")
    assert max_.id not in pinged(named)
    await circle.play.skip(seconds=HOUR_S)
    at_start = await max_.sees(
        lambda post: "the discussion is open" in post.content and "guild_id" not in post.raw, within=PATIENCE_S
    )
    stopped = await max_.press(at_start.button("Do not remind me"))
    assert "not reminded" in stopped.text
    await circle.call_off(planned)
    over = await circle.does("/reading remind", reading=planned.value)
    assert "announced or open" in over.text


async def test_a_day_before_becomes_an_hour_before_when_the_day_has_passed(circle: Organising) -> None:
    olu = circle.olu
    await olu.command("/me reminders", in_="general", when="day")
    planned = await circle.planned(starts="in 5 hours")
    await circle.play.skip(seconds=4 * HOUR_S)
    told = await circle.sees(lambda post: post.content.startswith("⏰") and olu.id in pinged(post), "readings")
    assert "it starts" in told.content
    await circle.does("/reading edit", reading=planned.value, for_="3 days")
    await circle.does("/reading start-now", reading=planned.value)
    await circle.sees("Question 3 of 3", planned.announcement.id)
    await circle.sees("We are reading", "readings")
    thread = await circle.play.messages(planned.announcement.id)
    assert [post for post in thread if post.content.startswith("⏰")] == []
    shown = await olu.command("/me reminders", in_="general")
    assert "a day before" in shown.text
    await olu.command("/me reminders", in_="general", when="never")
    await circle.call_off(planned)
