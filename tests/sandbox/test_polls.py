"""Polls: asked, voted on, ended by hand and by the clock, counted."""

from datetime import timedelta
from typing import Any

import discord
import pytest

from sandbox.play import Play
from sandbox.server import Sandbox
from sandbox.views import Rejected

from .conftest import BareBot, ClientMaker, StockClient

INTENTS = discord.Intents(guilds=True, guild_messages=True, guild_polls=True)


def _poll(**more: Any) -> dict[str, Any]:
    answers = [{"poll_media": {"text": text}} for text in ("Rye", "Spelt")]
    return {"question": {"text": "Which bread?"}, "answers": answers, "duration": 1} | more


async def test_a_poll_is_asked_voted_on_and_counted(connect: ClientMaker, play: Play) -> None:
    client = await connect(intents=INTENTS)
    general = discord.utils.get(client.guilds[0].text_channels, name="general")
    assert general is not None
    poll = discord.Poll("Which bread?", timedelta(hours=2))
    poll.add_answer(text="Rye", emoji="🌾")
    poll.add_answer(text="Spelt")
    sent = await general.send(poll=poll)
    mia, max_ = play.person("Mia"), play.person("Max")
    seen = await mia.sees(lambda message: "poll" in message.raw, in_="general")
    voted = client.wait_for("raw_poll_vote_add", timeout=60)
    await mia.vote(seen, "Rye")
    event = await voted
    assert (event.user_id, event.message_id, event.answer_id) == (int(mia.id), sent.id, 1)
    await max_.vote(seen, "Rye")
    changed = client.wait_for("raw_poll_vote_remove", timeout=60)
    await max_.vote(seen, "Spelt")
    assert (await changed).answer_id == 1
    fetched = (await general.fetch_message(sent.id)).poll
    assert fetched is not None
    assert [(answer.text, answer.vote_count, answer.self_voted) for answer in fetched.answers] == [
        ("Rye", 1, False),
        ("Spelt", 1, False),
    ]
    assert [user.name async for user in fetched.answers[0].voters()] == ["mia"]
    ended = client.wait_for("message", timeout=60)
    over = (await sent.end_poll()).poll
    assert over is not None
    result = await ended
    assert result.reference is not None
    assert (result.type, result.reference.message_id) == (discord.MessageType.poll_result, sent.id)
    final = (await general.fetch_message(sent.id)).poll
    assert final is not None
    assert (final.is_finalized(), final.total_votes) == (True, 2)


async def test_a_poll_ends_when_its_time_is_up_and_its_result_is_posted(bot: BareBot, play: Play) -> None:
    mia = play.person("Mia")
    await bot.post("", poll=_poll(duration=24, allow_multiselect=True))
    [asked] = await play.messages("general")
    await mia.vote(asked, "Rye", "Spelt")
    await play.person("Max").vote(asked, "Spelt")
    await play.skip(seconds=25 * 3600)
    poll, result = await play.messages("general")
    assert poll.raw["poll"]["results"] == {
        "is_finalized": True,
        "answer_counts": [{"id": 1, "count": 1, "me_voted": False}, {"id": 2, "count": 2, "me_voted": False}],
    }
    told = {field["name"]: field["value"] for field in result.embeds[0]["fields"]}
    assert (result.raw["type"], result.raw["message_reference"]["message_id"]) == (46, asked.id)
    assert (told["victor_answer_text"], told["victor_answer_votes"], told["total_votes"]) == ("Spelt", "2", "3")
    assert result.raw["timestamp"] == poll.raw["poll"]["expiry"], "it is posted when the poll ended"
    with pytest.raises(Rejected) as over:
        await mia.vote(poll, "Rye")
    assert over.value.code == 520001


async def test_a_tie_has_no_victor(bot: BareBot, play: Play) -> None:
    await bot.post("", poll=_poll())
    await play.skip(seconds=3601)
    told = {field["name"] for field in (await play.messages("general"))[1].embeds[0]["fields"]}
    assert told == {"poll_question_text", "victor_answer_votes", "total_votes"}


async def test_an_empty_vote_takes_ones_votes_back(bot: BareBot, play: Play) -> None:
    mia = play.person("Mia")
    posted = await bot.post("", poll=_poll())
    [asked] = await play.messages("general")
    await mia.vote(asked, "Rye")
    await mia.vote(asked)
    path = f"/channels/{posted['channel_id']}/polls/{posted['id']}/answers/1"
    assert await bot.call("GET", path) == (200, {"users": []})


async def test_voters_are_listed_in_pages(bot: BareBot, play: Play) -> None:
    posted = await bot.post("", poll=_poll())
    [asked] = await play.messages("general")
    people = [play.person(name) for name in ("Mia", "Max", "Noor")]
    for person in people:
        await person.vote(asked, "Rye")
    path = f"/channels/{posted['channel_id']}/polls/{posted['id']}/answers/1"
    _, first = await bot.call("GET", path, limit="2")
    _, rest = await bot.call("GET", path, after=first["users"][-1]["id"])
    assert [each["id"] for page in (first, rest) for each in page["users"]] == sorted(each.id for each in people)
    assert (await bot.refused("GET", path, limit="101"))[:2] == (400, 50035)


async def test_bots_do_not_vote_and_one_answer_is_one_answer(bot: BareBot, play: Play) -> None:
    posted = await bot.post("", poll=_poll())
    path = f"/channels/{posted['channel_id']}/polls/{posted['id']}/answers/@me"
    assert (await bot.refused("PUT", path, {"answer_ids": ["1"]}))[:2] == (403, 20001)
    mia = play.person("Mia")
    for ids in (["1", "2"], ["3"]):
        with pytest.raises(Rejected) as refused:
            await mia.call("PUT", path, {"answer_ids": ids})
        assert refused.value.code == 50035


TOO_MUCH: dict[str, dict[str, Any]] = {
    "a question of 301": _poll(question={"text": "x" * 301}),
    "no question": _poll(question={}),
    "no answers": _poll(answers=[]),
    "eleven answers": _poll(answers=[{"poll_media": {"text": str(number)}} for number in range(11)]),
    "an answer of 56": _poll(answers=[{"poll_media": {"text": "x" * 56}}]),
    "769 hours": _poll(duration=769),
    "no time": _poll(duration=0),
    "another layout": _poll(layout_type=2),
}


@pytest.mark.parametrize("poll", TOO_MUCH.values(), ids=TOO_MUCH.keys())
async def test_one_past_a_limit_of_polls_is_refused(bot: BareBot, play: Play, poll: dict[str, Any]) -> None:
    path = f"/channels/{bot.channels['general']}/messages"
    assert (await bot.refused("POST", path, {"poll": poll}))[:2] == (400, 50035)
    assert await play.messages("general") == []


async def test_the_limits_of_polls_themselves_are_allowed(bot: BareBot) -> None:
    answers = [{"poll_media": {"text": "y" * 55}} for _ in range(10)]
    told = await bot.post("", poll=_poll(question={"text": "x" * 300}, answers=answers, duration=768))
    assert len(told["poll"]["answers"]) == 10


async def test_a_poll_stays_as_it_is_and_is_ended_by_its_author_once(bot: BareBot, play: Play) -> None:
    posted = await bot.post("", poll=_poll())
    plain = await bot.post("No poll")
    mine = f"/channels/{posted['channel_id']}"
    assert (await bot.refused("PATCH", f"{mine}/messages/{posted['id']}", {"content": "x"}))[:2] == (400, 520003)
    assert (await bot.refused("POST", f"{mine}/polls/{plain['id']}/expire"))[:2] == (400, 520006)
    with pytest.raises(Rejected) as not_hers:
        await play.person("Mia").call("POST", f"{mine}/polls/{posted['id']}/expire")
    assert not_hers.value.code == 50005
    assert (await bot.call("POST", f"{mine}/polls/{posted['id']}/expire"))[0] == 200
    assert (await bot.refused("POST", f"{mine}/polls/{posted['id']}/expire"))[:2] == (400, 520001)


async def test_polls_need_their_own_right(bot: BareBot, play: Play, sandbox: Sandbox) -> None:
    deny = {"type": 1, "deny": str(1 << 49)}
    await play.person("Ada").call(
        "PUT", f"/channels/{bot.channels['general']}/permissions/{sandbox.world.bot.id}", deny
    )
    path = f"/channels/{bot.channels['general']}/messages"
    assert (await bot.refused("POST", path, {"poll": _poll()}))[:2] == (403, 50013)


async def test_a_poll_of_others_is_hidden_without_the_content_intent(client: StockClient, play: Play) -> None:
    heard = client.wait_for("message", timeout=60)
    place = await play.person("Mia").place("general")
    await play.person("Ada").call("POST", f"/channels/{place}/messages", {"poll": _poll()})
    assert (await heard).poll is None
