"""What people suffer from bots that post feeds, one test each: none of it happens here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
import pytest_asyncio

from bot.domain.recurrence import Every, Rule, next_at
from bot.domain.times import instant, wall_clock
from tests.e2e.conftest import Stage, stage
from tests.e2e.newsroom import FORUM, Newsroom
from tests.e2e.paper import LESSONS

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("pains")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """One bot for all of them; each test has a channel and papers of its own."""
    async with stage(tmp_path_factory.mktemp("pains"), allowed="127.0.0.1") as ready:
        ready.bot.start()
        await ready.connected()
        ada = ready.play.person("Ada")
        await ada.command("/setup channel", in_="general", use="articles", channel="articles")
        await ada.command("/setup channel", in_="general", use="organisers", channel="admin-log")
        yield ready


@pytest_asyncio.fixture(loop_scope="module")
async def room(here: Stage, request: pytest.FixtureRequest) -> AsyncIterator[Newsroom]:
    """A channel and papers of the test's own; what it followed is followed no more afterwards."""
    async with AsyncExitStack() as stack:
        made = Newsroom(here, stack)
        await made.open(request.node.name[5:90].strip("_"))
        yield made
        for choice in await made.ada.autocomplete("/feed remove", "feed", ""):
            asked = await made.ada.command("/feed remove", in_="general", feed=choice.value)
            await made.ada.press(asked.button("Stop following it"))


async def test_reposts_when_a_date_or_a_guid_is_changed(room: Newsroom) -> None:
    paper = await room.paper("the-old")
    await room.follow(paper)
    paper.publish("the-flood")
    await room.later()
    await room.shows("The flood")
    flood = paper.story("the-flood")
    flood.date += 86_400 * 30
    await room.asked_again(paper)
    flood.guid = "another"
    await room.asked_again(paper)
    paper.story("the-old").link = f"{paper.origin}/the-old?utm_source=feed#top"
    await room.asked_again(paper)
    assert await room.titles() == ["The flood"]
    assert "known by its address" in await room.why("flood")


async def test_the_same_article_through_two_feeds(room: Newsroom) -> None:
    first, second = await room.paper("the-old"), await room.paper("the-other")
    await room.follow(first)
    await room.follow(second)
    first.publish("the-strike", full=True)
    await room.later()
    await room.shows("The strike")
    second.publish("the-strike", full=True, link=f"{first.origin}/the-strike?utm_medium=rss")
    await room.asked_again(second)
    assert await room.titles() == ["The strike"]


async def test_missed_items_from_a_date_cursor(room: Newsroom) -> None:
    paper = await room.paper("the-old", date=1_760_000_000)
    await room.follow(paper)
    paper.publish("of-last-year", date=1_700_000_000)
    paper.publish("of-no-day", dated=False)
    paper.publish("of-tomorrow", date=1_999_000_000)
    await room.later()
    await room.until(lambda: _count(room, 3), "three posts")
    await room.quiet()
    assert sorted(await room.titles()) == ["Of last year", "Of no day", "Of tomorrow"]


async def test_a_retry_that_posts_twice(room: Newsroom) -> None:
    """Discord takes the post and answers with an error; later the connection is cut after the effect."""
    paper = await room.paper("the-old")
    await room.follow(paper)
    post = {"method": "POST", "route": "/channels/{channel_id}/messages", "times": 1}
    for what, slug in (("error_after", "the-mill"), ("drop_after", "the-oven")):
        fault = room.here.sandbox.parts.faults.add(
            {"what": what, **post} | ({"status": 503} if "error" in what else {})
        )
        paper.publish(slug)
        await room.asked_again(paper)
        await room.later(0.01)
        room.here.sandbox.parts.faults.remove(fault.id)
        await room.until(partial(_titled, room, slug), slug)
        await room.quiet()
    assert await room.titles() == ["The mill", "The oven"]


async def _titled(room: Newsroom, slug: str) -> bool:
    return slug.replace("-", " ").capitalize() in await room.titles()


async def test_twenty_posts_when_a_feed_is_added(room: Newsroom) -> None:
    paper = await room.paper(*(f"story-{number}" for number in range(20)))
    answer = await room.follow(paper, press="")
    assert "10 of the last 10 have a lessons section" in answer.text
    assert await room.posts() == []
    await room.ada.press(answer.button("Post last 3"))
    await room.shows("Story 17", "Story 18", "Story 19")
    await room.asked_again(paper)
    assert len(await room.posts()) == 3


async def test_twenty_posts_at_once(room: Newsroom) -> None:
    paper = await room.paper("the-old")
    await room.follow(paper)
    paper.publish(*(f"new-{number}" for number in range(12)))
    await room.asked_again(paper)
    await room.shows("New 0", "New 1", "New 2", "")
    digest = (await room.posts())[-1]
    assert "9 more from Paper 1" in digest.text
    assert "New 3" in digest.text
    assert "New 11" in digest.text
    assert [option.label for option in digest.select().options][:2] == ["New 3", "New 4"]
    opened = await room.here.play.person("Mia").choose(digest.select(), "New 3")
    assert "1 section with lessons" in opened.text


async def test_a_feed_that_dies_in_silence(room: Newsroom) -> None:
    paper = await room.paper("the-old")
    await room.follow(paper, name="The silent one")
    paper.status = 500
    for _ in range(3):
        await room.asked_again(paper)
    late = await room.ada.sees("The silent one", in_="admin-log", within=20)
    assert "answers with a fault of its own (500)" in late.text
    assert "late" in late.text
    assert "Next try" in late.text
    paper.status = 200
    paper.publish("back-again")
    told = await room.ada.press(late.button("Retry"))
    assert "being asked again" in told.text
    await room.shows("Back again")
    await room.ada.sees("well again", in_="admin-log", within=20)
    paper.status = 410
    await room.asked_again(paper)
    gone = await room.ada.sees("gone for good", in_="admin-log", within=20)
    assert "paused" in gone.text
    before = len(paper.asked)
    await room.later(48)
    await room.quiet()
    assert len(paper.asked) == before
    assert "gone for good" in (await room.ada.command("/feed health", in_="general")).text


async def test_impolite_polling(room: Newsroom) -> None:
    paper = await room.paper("the-old")
    await room.follow(paper)
    asked = paper.asked.count("feed")
    for _ in range(14):
        await room.later(1 / 60)
    await room.quiet()
    assert paper.asked.count("feed") == asked
    paper.status, paper.headers = 429, {"Retry-After": str(20 * 3600)}
    await room.asked_again(paper)
    asked = paper.asked.count("feed")
    await room.later(15)
    await room.quiet()
    assert paper.asked.count("feed") == asked
    await room.later(10)
    await room.until(lambda: _asked(paper, asked), "the try after Retry-After")


async def _asked(paper: Any, before: int) -> bool:
    return bool(paper.asked.count("feed") > before)


async def test_broken_markdown(room: Newsroom) -> None:
    paper = await room.paper("the-old")
    await room.follow(paper)
    paper.publish("plain")
    paper.story("plain").title = "@everyone *says* [click](https://evil.example) <@1> ||no|| > `so` & <b>more</b>"
    await room.later()
    await room.until(lambda: _count(room, 1), "the post")
    post = (await room.posts())[0]
    assert post.raw["mentions"] == []
    assert post.raw["mention_everyone"] is False
    assert "[click](https://evil.example)" not in post.embeds[0]["description"]


async def _count(room: Newsroom, count: int) -> bool:
    return len(await room.posts()) >= count


async def test_too_long_so_refused_so_stuck_for_ever(room: Newsroom) -> None:
    paper = await room.paper("the-old")
    await room.follow(paper)
    paper.publish("endless", "the-next")
    paper.story("endless").title = "Ω" * 3_000 + " 👩‍👩‍👧‍👦" * 300
    paper.story("endless").categories = tuple("x" * 500 for _ in range(30))
    await room.later()
    await room.until(lambda: _count(room, 2), "both posts")
    assert (await room.titles())[1] == "The next"
    assert len((await room.titles())[0]) <= 256


async def test_forum_posts_refused_for_want_of_a_tag(room: Newsroom) -> None:
    tags = [{"name": "News"}, {"name": "Long reads"}, {"name": "Staff", "moderated": True}]
    await room.open("shelf", type=FORUM, available_tags=tags, flags=16)
    paper = await room.paper("the-old")
    refused = await room.follow(paper)
    assert "needs a tag" in refused.text
    assert "News" in refused.text
    await room.follow(paper, tags="news")
    paper.publish("in-the-forum", categories=("long READS", "other"))
    await room.later()
    await room.until(lambda: _threads(room, 1), "the forum's post")
    (post,) = await room.threads()
    forum = await room.ada.call("GET", f"/channels/{room.channel}")
    names = {each["id"]: each["name"] for each in forum["available_tags"]}
    assert post.name == "In the forum"
    assert sorted(names[each] for each in post.raw["applied_tags"]) == ["Long reads", "News"]


async def _threads(room: Newsroom, count: int) -> bool:
    return len(await room.threads()) >= count


async def test_a_forum_post_whose_answer_was_lost_is_not_made_twice(room: Newsroom) -> None:
    await room.open("shelf-two", type=FORUM)
    paper = await room.paper("the-old")
    await room.follow(paper)
    route = {"method": "POST", "route": "/channels/{channel_id}/threads", "times": 1}
    for count, (what, slug) in enumerate((("error_after", "one"), ("drop_after", "two")), 1):
        fault = room.here.sandbox.parts.faults.add({"what": what, **route})
        paper.publish(slug)
        await room.asked_again(paper)
        room.here.sandbox.parts.faults.remove(fault.id)
        await room.later(0.02)
        await room.quiet()
        await room.until(partial(_threads, room, count), slug)
    assert [each.name for each in await room.threads()] == ["One", "Two"]


async def test_filters_that_swallow_silently(room: Newsroom) -> None:
    paper = await room.paper("the-strike-of-may", "the-recipe")
    await room.follow(paper)
    edited = await room.ada.command("/feed edit", in_="general", feed="Paper 1", exclude="recipe, crime")
    assert "excluded by “recipe”" in edited.text
    assert "1 of the last 2 would be posted" in edited.text
    paper.publish("another-recipe", "the-harvest")
    await room.later()
    await room.shows("The harvest")
    told = await room.why("another recipe")
    assert "the filter keeps it out" in told
    assert "an excluded word is in title or categories" in told
    assert "recipe" in told
    assert "Posted" in await room.why("harvest")


async def test_role_pings_that_do_not_ping(room: Newsroom) -> None:
    silent = await room.ada.call("POST", f"/guilds/{room.here.play.guild_id}/roles", {"name": "Silent readers"})
    paper = await room.paper("the-old")
    answer = await room.follow(paper, role=silent["id"])
    assert "Allow anyone to @mention this role" in answer.text
    loud = {"name": "Readers", "mentionable": True}
    readers = await room.ada.call("POST", f"/guilds/{room.here.play.guild_id}/roles", loud)
    edited = await room.ada.command("/feed edit", in_="general", feed="Paper 1", role=readers["id"])
    assert "⚠️" not in edited.text
    paper.publish("the-call")
    await room.later()
    await room.shows("The call")
    post = (await room.posts())[0]
    assert post.raw["mention_roles"] == [readers["id"]]
    assert post.raw["mention_everyone"] is False
    everyone = room.here.play.guild_id
    await room.ada.command("/feed edit", in_="general", feed="Paper 1", role=everyone)
    paper.publish("the-whisper")
    await room.asked_again(paper)
    assert (await room.posts())[-1].content == ""


async def test_no_preview(room: Newsroom) -> None:
    paper = await room.paper("the-old", "the-newest")
    answer = await room.follow(paper)
    assert "The newest" in answer.text
    assert "2 of the last 2 have a lessons section" in answer.text
    shown = await room.ada.command("/feed preview", in_="general", feed="Paper 1")
    assert "The newest" in shown.text
    assert await room.posts() == []


async def test_permissions_found_missing_only_at_night(room: Newsroom) -> None:
    deny = [{"id": room.here.play.guild_id, "type": 0, "deny": str(1 << 14), "allow": "0"}]
    await room.open("no-embeds", permission_overwrites=deny)
    paper = await room.paper("the-old")
    refused = await room.follow(paper)
    assert "Embed Links" in refused.text
    assert "Permissions" in refused.text
    assert paper.asked == []


async def test_a_stub_feed_without_the_text(room: Newsroom) -> None:
    paper = await room.paper("the-old")
    await room.follow(paper)
    paper.publish("the-stub")
    await room.later()
    await room.shows("The stub")
    post = (await room.posts())[0]
    assert "1 section with lessons" in post.text
    lessons = await room.here.play.person("Mia").press(post.button("Lessons"))
    assert LESSONS.split(".")[0] in lessons.text
    assert "the page’s text" in await room.why("stub")


async def test_clock_change_moves_the_reading() -> None:
    """Every Thursday at seven by the clock on the wall, in March and in October too, and never in the past."""
    zone, rule = "Europe/London", Rule(Every.WEEK, datetime.fromisoformat("2026-01-01T19:00"))
    now, instants = instant(rule.first, zone) - 1, list[int]()
    for _ in range(52):
        now = next_at(rule, zone, now) or 0
        instants.append(now)
    walls = [wall_clock(each, zone) for each in instants]
    assert {(wall.hour, wall.minute, wall.weekday()) for wall in walls} == {(19, 0, 3)}
    hours = {(later - earlier) // 3_600_000 for earlier, later in pairwise(instants)}
    assert hours == {7 * 24 - 1, 7 * 24, 7 * 24 + 1}


async def test_a_restart_loses_jobs_and_kills_buttons(room: Newsroom) -> None:
    paper = await room.paper("the-old")
    await room.follow(paper)
    paper.publish("before")
    await room.later()
    await room.shows("Before")
    room.here.dying = True
    await room.here.killed()
    paper.publish("meanwhile")
    await room.later()
    room.here.bot.start()
    await room.here.connected()
    room.here.dying = False
    await room.shows("Before", "Meanwhile")
    lessons = await room.here.play.person("Max").press((await room.posts())[0].button("Lessons"))
    assert LESSONS.split(".")[0] in lessons.text


async def test_archived_threads_refuse_the_bot(room: Newsroom) -> None:
    """A post in a forum is edited although its thread has been archived meanwhile; a locked one keeps nobody up."""
    await room.open("archive", type=FORUM)
    paper = await room.paper("the-old")
    await room.follow(paper)
    paper.publish("the-leaflet", full=True)
    await room.later()
    await room.until(lambda: _threads(room, 1), "the forum's post")
    (post,) = await room.threads()
    await room.ada.call("PATCH", f"/channels/{post.id}", {"archived": True})
    paper.story(
        "the-leaflet"
    ).lessons = "We learned to fold the leaflets before the rain comes, and to count them twice."
    await room.asked_again(paper)

    async def edited() -> bool:
        first = await room.here.play.message(post.id, post.id)
        return "brought up to date" in await room.why("leaflet") and bool(first.embeds)

    await room.until(edited, "the edit")


async def test_people_counted_without_being_asked(room: Newsroom) -> None:
    """Who reads and answers where articles are posted takes part in nothing, and is in no list."""
    paper = await room.paper("the-old")
    await room.follow(paper)
    paper.publish("the-news")
    await room.later()
    await room.shows("The news")
    noor = room.here.play.person("Noor")
    await noor.react((await room.posts())[0], "👍")
    await noor.say("Good to know.", in_=room.channel)
    assert "no reading here yet" in (await noor.command("/me summary", in_="general")).text
