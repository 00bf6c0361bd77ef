"""A planned reading is moved and edited, its questions come at its pace, quiet ones get their passage, members ask."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.e2e.organising import DAY_S, HOUR_S, Organising, instants, organising

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("revising")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def circle(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Organising]:
    async with organising(tmp_path_factory.mktemp("revising")) as ready:
        yield ready


async def test_a_moved_reading_is_announced_anew_and_opens_at_its_new_time(circle: Organising) -> None:
    planned = await circle.planned()
    before = instants(planned.announcement.text)[0]
    told = await circle.does("/reading move", reading=planned.value, starts="in 5 hours")
    after = instants(told.text)[0]
    assert after > before + 2 * HOUR_S
    shown = await circle.announced(planned.id, lambda post: instants(post.text)[0] == after)
    assert shown.id == planned.announcement.id
    await circle.play.skip(seconds=3 * HOUR_S)
    again = await circle.does("/reading list")
    assert "coming" in again.text
    assert planned.announcement.id not in [thread.id for thread in await circle.play.threads()]
    await circle.play.skip(seconds=2 * HOUR_S)
    await circle.sees("Question 3 of 3", planned.announcement.id)
    late = await circle.does("/reading move", reading=planned.value, starts="in 5 hours")
    assert "open already" in late.text
    await circle.call_off(planned)


async def test_of_two_organisers_who_move_at_once_one_is_last_and_nothing_breaks(circle: Organising) -> None:
    planned = await circle.planned()
    one, two = await asyncio.gather(
        circle.does("/reading move", reading=planned.value, starts="in 20 minutes"),
        circle.does("/reading move", who=circle.ada, reading=planned.value, starts="in 40 minutes"),
    )
    assert "now starts" in one.text
    assert "now starts" in two.text
    await circle.play.skip(seconds=41 * 60)
    await circle.sees("Question 3 of 3", planned.announcement.id)
    assert len(await circle.asked(planned.announcement.id)) == 3
    await circle.call_off(planned)


async def test_length_number_of_questions_and_pace_can_be_changed_until_the_start(circle: Organising) -> None:
    planned = await circle.planned()
    told = await circle.does("/reading edit", reading=planned.value, for_="10 days", questions=4, pace="daily")
    assert "4 questions (one question a day)" in told.text
    await circle.announced(planned.id, lambda post: "4 questions, one a day" in post.text)
    again = await circle.does("/reading edit", reading=planned.value, questions=4)
    assert "like that already" in again.text
    short = await circle.does("/reading edit", reading=planned.value, for_="2 days")
    assert "only 2 of the 4 questions" in short.text
    nothing = await circle.does("/reading edit", reading=planned.value)
    assert "what is to be different" in nothing.text
    await circle.call_off(planned)
    over = await circle.does("/reading edit", reading=planned.value, pace="hourly")
    assert "was called off" in over.text


async def test_daily_questions_come_a_day_apart_and_quiet_ones_get_their_passage_once(circle: Organising) -> None:
    planned, thread = await circle.opened(pace="daily")
    assert len(await circle.asked(thread)) == 1
    await circle.play.skip(seconds=DAY_S)
    second = await circle.sees("Question 2 of 3", thread)
    passage = await circle.sees("Nobody has taken this question up yet", thread)
    (first, *_) = await circle.asked(thread)
    assert passage.raw["message_reference"]["message_id"] == first.id
    assert passage.raw["mentions"] == []
    await circle.mia.say("I have a thought about that.", in_=thread, reply_to=second)
    await circle.play.skip(seconds=DAY_S)
    await circle.sees("Question 3 of 3", thread)
    await circle.play.skip(seconds=DAY_S)
    await circle.sees(lambda post: post.id != passage.id and "Nobody has taken" in post.text, thread)
    told = [
        post.raw["message_reference"]["message_id"]
        for post in await circle.play.messages(thread)
        if "Nobody has taken" in post.content
    ]
    third = (await circle.asked(thread))[2]
    assert told == [first.id, third.id]
    longer = await circle.does("/reading edit", reading=planned.value, for_="5 days")
    assert "is changed" in longer.text
    await circle.play.skip(seconds=2 * DAY_S)
    await circle.sees("That was our reading", thread)


async def test_another_channel_gets_a_new_announcement_and_the_old_one_says_where(circle: Organising) -> None:
    planned = await circle.planned()
    told = await circle.does("/reading edit", reading=planned.value, channel="general")
    general = circle.play.about["channels"]["general"]
    assert f"<#{general}>" in told.text
    new = await circle.announced(planned.id, lambda post: post.channel_id == general)
    old = await circle.sees(
        lambda post: post.id == planned.announcement.id and "takes place in" in post.text, "readings"
    )
    assert old.buttons == []
    await circle.play.skip(seconds=2 * HOUR_S)
    await circle.sees("Question 3 of 3", new.id)
    assert planned.announcement.id not in [thread.id for thread in await circle.play.threads()]
    await circle.call_off(planned)


async def test_the_link_or_file_of_a_message_is_used_for_a_reading(circle: Organising) -> None:
    linked = await circle.mia.say(f"Have you read this? {circle.here.url}.", in_="general")
    added = await circle.olu.menu("Use for a reading", linked)
    assert "in the library" in added.text
    form = await circle.olu.form(circle.olu.press(added.button("Plan a reading")))
    preview = await circle.olu.submit(form, {"When does it start?": "in 3 hours"})
    assert "Preview" in preview.text
    await circle.olu.press(preview.button("Discard"))
    sent = await circle.mia.say("Here it is.", in_="general", file=circle.here.article)
    assert "already" in (await circle.olu.menu("Use for a reading", sent)).text
    nothing = await circle.mia.say("Good morning!", in_="general")
    assert "no link and no text" in (await circle.olu.menu("Use for a reading", nothing)).text


async def test_a_role_is_pinged_when_its_reading_is_announced_and_no_other(circle: Organising) -> None:
    made = await circle.ada.call(
        "POST", f"/guilds/{circle.play.guild_id}/roles", {"name": "Readers", "mentionable": False}
    )
    warned = await circle.drafted(role=made["id"], leader="Mia")
    assert "Allow anyone to @mention this role" in warned.text
    assert f"Led by <@{circle.mia.id}>" in warned.text
    await circle.olu.press(warned.button("Discard"))
    await circle.ada.call("PATCH", f"/guilds/{circle.play.guild_id}/roles/{made['id']}", {"mentionable": True})
    planned = await circle.planned(role=made["id"])
    assert planned.announcement.raw["mention_roles"] == [made["id"]]
    await circle.call_off(planned)


async def test_a_form_sent_off_before_discord_has_confirmed_it_to_the_bot_is_answered(circle: Organising) -> None:
    _, thread = await circle.opened()
    opening = await circle.sees("Reply to the one that speaks to you", thread)
    faults = circle.here.sandbox.parts.faults
    slow = faults.add(
        {
            "what": "slow",
            "method": "POST",
            "route": "/interactions/{interaction_id}/{interaction_token}/callback",
            "ms": 2_000,
            "times": 1,
        }
    )
    form = await circle.mia.form(circle.mia.press(opening.button("Suggest a question")))
    refused = await circle.mia.submit(form, {"Your question, for the organisers to see": "No question at all"})
    assert "question mark" in refused.text
    faults.remove(slow.id)


async def test_a_member_suggests_a_question_and_an_organiser_uses_it(circle: Organising) -> None:
    planned, thread = await circle.opened()
    opening = await circle.sees("Reply to the one that speaks to you", thread)
    form = await circle.mia.form(circle.mia.press(opening.button("Suggest a question")))
    refused = await circle.mia.submit(form, {"Your question, for the organisers to see": "No question at all"})
    assert "question mark" in refused.text
    form = await circle.mia.form(circle.mia.press(opening.button("Suggest a question")))
    thanks = await circle.mia.submit(form, {"Your question, for the organisers to see": "Who pays for the flour?"})
    assert "organisers see your question" in thanks.text
    shown = await circle.does("/questions set", reading=planned.value)
    form = await circle.olu.form(
        circle.olu.choose(shown.select("Use a suggested question …"), "Who pays for the flour?")
    )
    await circle.olu.submit(form, {})
    asked = await circle.sees("Who pays for the flour?", thread)
    assert f"Asked by <@{circle.mia.id}>" in asked.text
    second = await circle.olu.choose(shown.select("Use a suggested question …"), "Who pays for the flour?")
    assert "decided already" in second.text
    said = await circle.mia.say("The bakers had a fund.", in_=thread)
    form = await circle.mia.form(circle.mia.menu("Ask the group about this", said))
    await circle.mia.submit(form, {"Your question to the group": "Where did the fund come from?"})
    follow = await circle.sees("Where did the fund come from?", thread)
    assert said.id in follow.text
    assert "The bakers had a fund" not in follow.text
    await circle.call_off(planned)
    form = await circle.mia.form(circle.mia.press(opening.button("Suggest a question")))
    late = await circle.mia.submit(form, {"Your question, for the organisers to see": "Too late?"})
    assert "takes no questions" in late.text
