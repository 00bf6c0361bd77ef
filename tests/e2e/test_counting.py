"""What members do besides replying is counted as they do it; the week is told on Mondays; who has left is forgotten."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.e2e.organising import DAY_S, HOUR_S, Organising, Planned, organising
from tests.e2e.test_calendar import event_of

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("counting")]


TUESDAY_NOON = 1_893_499_200_000
"""1 January 2030, 12:00 UTC."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def circle(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Organising]:
    async with organising(tmp_path_factory.mktemp("counting")) as ready:
        await ready.play.skip(to=TUESDAY_NOON)
        yield ready


async def counted(circle: Organising, kind: str, *people: str) -> None:
    """Return once exactly these members are counted with that."""
    wanted = sorted(int(circle.play.person(name).id) for name in people)

    async def look() -> bool | None:
        found = circle.here.ask(f"SELECT DISTINCT member_id FROM contribution WHERE kind = '{kind}' ORDER BY 1")
        return True if [row[0] for row in found] == wanted else None

    await circle.until(look)


async def test_who_wants_to_come_to_the_event_is_counted_at_once_and_no_longer_when_they_do_not(
    circle: Organising,
) -> None:
    planned = await circle.planned(event=True)
    event = await event_of(circle, planned, status=1)
    await circle.here.settled()  # the bot knows the event as its own
    for name in ("Mia", "Max"):
        await circle.play.person(name).attend(event["id"])
    await counted(circle, "interested", "Mia", "Max")
    await circle.play.person("Max").attend(event["id"], interested=False)
    await counted(circle, "interested", "Mia")
    await circle.call_off(planned)


async def test_a_burst_is_counted_beside_a_normal_reaction_and_each_goes_alone(circle: Organising) -> None:
    planned, thread = await circle.opened()
    first = (await circle.asked(thread))[0]
    thumb = f"/channels/{thread}/messages/{first.id}/reactions/👍"

    async def keys(*endings: str) -> None:
        async def look() -> bool | None:
            found = circle.here.ask("SELECT key FROM contribution WHERE kind = 'reacted' ORDER BY key")
            return True if [row[0].split(":", 3)[3] for row in found] == list(endings) else None

        await circle.until(look)

    await circle.mia.react(first, "👍")
    await circle.mia.call("PUT", f"{thumb}/@me", type="1")
    await keys("👍", "👍:burst")
    await circle.mia.call("DELETE", f"{thumb}/0/@me")
    await keys("👍:burst")
    await circle.here.killed()
    circle.here.bot.start()
    await circle.here.connected()
    await circle.here.settled()
    await keys("👍:burst")
    await circle.mia.call("DELETE", f"{thumb}/1/@me")
    await keys()
    await circle.call_off(planned)


async def test_who_voted_in_the_end_is_counted_for_the_reading_that_the_vote_led_to(circle: Organising) -> None:
    other = circle.here.article.with_name("other.txt")
    text = circle.here.article.read_text(encoding="utf-8").replace("The Bread Stayed in the Ovens", "Another Story", 1)
    other.write_text(f"{text}\n\nThis was another story.\n", encoding="utf-8")
    await circle.olu.command("/article add", in_="general", file=other, post="library")
    asked: dict[str, Any] = {"from": "library", "closes": "in 2 hours", "then": "plan", "starts": "in 5 hours"}
    await circle.does("/reading vote", **asked)
    poll = await circle.sees(lambda post: bool(post.raw.get("poll")), "readings")
    mia, max_ = circle.play.person("Mia"), circle.play.person("Max")
    await mia.vote(poll, "Another Story")
    await max_.vote(poll, "Another Story")
    await max_.vote(poll)
    await circle.play.skip(seconds=2 * HOUR_S + 60)
    asked_for = await circle.sees("presses **Schedule**", "readings")
    await circle.olu.press(asked_for.button("Schedule"))
    announced = await circle.sees(lambda post: "going to read" in post.text and "Another" in post.text, "readings")
    await circle.play.skip(seconds=3 * HOUR_S)
    await circle.sees("Question 3 of", announced.id)
    await circle.play.skip(seconds=7 * HOUR_S)  # the reading is listed every six hours while it is open
    await counted(circle, "voted", "Mia")
    (row,) = circle.here.ask("SELECT id FROM reading WHERE state = 'open'")
    shown = await circle.does("/reading report", reading=f"reading:{row[0]}")
    assert "took part" in shown.text
    await circle.call_off(Planned(row[0], announced))


async def test_the_week_is_told_on_monday_without_breaking_a_small_group_down(circle: Organising) -> None:
    await circle.does("/setup tracking", circle.ada, mode="detailed", digest=True)
    planned, thread = await circle.opened()
    await circle.mia.say("One thing.", in_=thread)
    await counted(circle, "replied", "Mia")
    await circle.play.skip(seconds=7 * DAY_S)
    told = await circle.sees("The week in our readings", "readings")
    assert "company" in told.text
    assert "1 reply" not in told.text
    assert circle.mia.id not in told.text
    assert "Your part in the readings here" in (await circle.mia.press(told.button("My part"))).text
    assert planned.id


async def test_who_has_left_the_server_is_forgotten_after_thirty_days(circle: Organising) -> None:
    noor = circle.play.person("Noor")
    planned = await circle.planned()
    for who in (circle.mia, noor):
        await who.press(planned.announcement.button("I’m reading"))
    await counted(circle, "joined", "Mia", "Noor")
    await noor.call("DELETE", f"/users/@me/guilds/{circle.play.guild_id}")

    async def gone_days(days: int) -> None:
        await circle.play.skip(seconds=days * DAY_S)
        await circle.here.settled()

    for days in (10, 10, 10):
        await gone_days(days)
    await counted(circle, "joined", "Mia", "Noor")
    for days in (11, 11):
        await gone_days(days)
    await counted(circle, "joined", "Mia")
    held = circle.here.ask(f"SELECT member_id FROM member_week WHERE member_id = {noor.id}")
    assert held == []
