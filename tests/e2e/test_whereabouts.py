"""Where readings take place: forums, private rehearsals; threads and channels that are archived, locked or deleted."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sandbox.server import DEFAULT_WORLD
from sandbox.views import Rejected, Thread
from sandbox.world.worldfile import build_world
from tests.e2e.organising import HOUR_S, PATIENCE_S, Organising, instants, is_last_rehearsed, organising

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("whereabouts")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def circle(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Organising]:
    told = json.loads(DEFAULT_WORLD.read_text(encoding="utf-8"))
    told["servers"][0]["channels"] += [
        {"name": "books", "type": "forum", "tags": ["News", "Reading"], "tag_required": True},
        {"name": "attic"},
    ]
    async with organising(tmp_path_factory.mktemp("whereabouts"), build_world(told)) as ready:
        yield ready


async def threads_named(circle: Organising, words: str) -> list[Thread]:
    return [each for each in await circle.play.threads() if words in each.name]


async def test_in_a_forum_the_announcement_is_a_post_under_its_tag_and_its_thread_the_discussion(
    circle: Organising,
) -> None:
    planned = await circle.planned(channel="books")
    post = planned.announcement.channel_id
    (thread,) = [each for each in await circle.play.threads() if each.id == post]
    forum = await circle.ada.call("GET", f"/channels/{circle.play.about['channels']['books']}")
    tags = {each["id"]: each["name"] for each in forum["available_tags"]}
    assert [tags[each] for each in thread.raw["applied_tags"]] == ["Reading"]
    await circle.ada.call("PATCH", f"/channels/{post}", {"archived": True})
    told = await circle.does("/reading move", reading=planned.value, starts="in 3 hours")
    await circle.announced(planned.id, lambda shown: instants(shown.text)[0] == instants(told.text)[0])
    await circle.play.skip(seconds=3 * HOUR_S)
    await circle.sees("Question 3 of 3", post)
    await circle.sees("We are reading", post)
    await circle.mia.say("Good to be here.", in_=post)
    await circle.call_off(planned)
    await circle.sees("was called off", post)
    await circle.sees("does not take place", post)
    names = [each.name for each in await circle.play.threads() if each.parent_id == forum["id"]]
    assert names == [thread.name, "What Reading Circle counts, and what it does not"]


async def test_a_rehearsal_is_private_counts_nothing_and_takes_itself_away(circle: Organising) -> None:
    preview = await circle.drafted()
    told = await circle.olu.press(preview.button("Rehearse"))
    assert "private thread" in told.text
    again = await circle.olu.press(preview.button("Rehearse"))
    assert "running already" in again.text

    shown = await circle.olu.sees(is_last_rehearsed, within=PATIENCE_S)
    thread_id = shown.channel_id
    with pytest.raises(Rejected):
        await circle.mia.messages(thread_id)
    answered = await circle.olu.press(shown.button("Show passage"))
    assert "rehearsal" in answered.text
    (begun,) = [post for post in await circle.olu.messages(thread_id) if "This is a rehearsal" in post.text]
    ended = await circle.olu.press(begun.button("End the rehearsal"))
    assert "ends now" in ended.text
    assert await circle.until(lambda: gone(circle, thread_id))
    await circle.olu.press(preview.button("Rehearse"))
    second = await circle.olu.sees(
        lambda post: is_last_rehearsed(post) and post.channel_id != thread_id, within=PATIENCE_S
    )
    await circle.play.skip(seconds=900)
    assert await circle.until(lambda: gone(circle, second.channel_id))
    assert await threads_named(circle, "Rehearsal") == []


async def gone(circle: Organising, thread_id: str) -> bool | None:
    known = await circle.ada.call("GET", f"/guilds/{circle.play.guild_id}/threads/active")
    return None if thread_id in [each["id"] for each in known["threads"]] else True


async def test_a_locked_thread_makes_the_reading_wait_and_unlocking_lets_it_go_on(circle: Organising) -> None:
    planned, thread = await circle.opened(pace="hourly")
    await circle.ada.call("PATCH", f"/channels/{thread}", {"archived": True, "locked": True})
    taken = {"what": "permission_taken", "permissions": ["manage_threads"]}
    fault = await circle.play.control("POST", "/sandbox/faults", taken)
    await circle.play.skip(seconds=HOUR_S)
    told = await circle.sees("I could not post a question", "readings")
    assert "unlock the thread" in told.text
    await circle.play.control("DELETE", f"/sandbox/faults/{fault['id']}")
    await circle.ada.call("PATCH", f"/channels/{thread}", {"archived": False, "locked": False})
    await circle.sees("Question 2 of 3", thread)
    await circle.call_off(planned)


async def test_an_archived_or_renamed_thread_is_no_hindrance(circle: Organising) -> None:
    planned, thread = await circle.opened(pace="hourly")
    await circle.ada.call("PATCH", f"/channels/{thread}", {"name": "Something else", "archived": True})
    await circle.play.skip(seconds=HOUR_S)
    await circle.sees("Question 2 of 3", thread)
    await circle.call_off(planned)


async def test_a_deleted_thread_is_told_to_organisers_with_what_they_can_do(circle: Organising) -> None:
    planned, thread = await circle.opened()
    await circle.ada.call("DELETE", f"/channels/{thread}")
    told = await circle.sees("The thread of a running reading was deleted", "readings")
    assert "/reading cancel" in told.text
    listed = await circle.olu.press(told.button("Readings"))
    assert "open now" in listed.text
    await circle.call_off(planned)


async def test_a_reading_whose_channel_was_deleted_waits_and_is_given_another_one(circle: Organising) -> None:
    planned = await circle.planned(channel="attic")
    await circle.ada.call("DELETE", f"/channels/{circle.play.about['channels']['attic']}")
    told = await circle.sees("The channel of readings that are coming was deleted", "readings")
    assert "/reading edit channel:" in told.text
    await circle.play.skip(seconds=2 * HOUR_S)
    await circle.sees("I could not open a reading’s thread", "readings")
    await circle.does("/reading edit", reading=planned.value, channel="general")
    general = circle.play.about["channels"]["general"]
    new = await circle.announced(planned.id, lambda post: post.channel_id == general)
    await circle.sees("Question 3 of 3", new.id)
    await circle.call_off(planned)
