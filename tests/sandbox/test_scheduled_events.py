"""The calendar: made, changed, begun and ended by hand and by the clock, and who is interested."""

from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest

from sandbox.play import Play
from sandbox.server import Sandbox
from sandbox.views import Rejected

from .conftest import BareBot, ClientMaker, allow_bot

INTENTS = discord.Intents(guilds=True, guild_scheduled_events=True)
Event = dict[str, Any]


def _at(hours: float) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


def _event(**more: Any) -> Event:
    told = {"name": "We read", "privacy_level": 2, "entity_type": 3, "entity_metadata": {"location": "#readings"}}
    return told | {"scheduled_start_time": _at(1), "scheduled_end_time": _at(3)} | more


def _path(bot: BareBot, *rest: str) -> str:
    return "/".join((f"/guilds/{bot.sandbox.about()['guild_id']}/scheduled-events", *rest))


async def test_an_event_is_made_changed_begun_ended_and_deleted(connect: ClientMaker, play: Play) -> None:
    client = await connect(intents=INTENTS)
    guild = client.guilds[0]
    heard = client.wait_for("scheduled_event_create", timeout=60)
    start = datetime.now(UTC) + timedelta(hours=1)
    made = await guild.create_scheduled_event(
        name="We read",
        start_time=start,
        end_time=start + timedelta(hours=2),
        entity_type=discord.EntityType.external,
        privacy_level=discord.PrivacyLevel.guild_only,
        location="#readings",
        description="Bread, by Ada",
    )
    assert ((await heard).id, made.location, made.status) == (made.id, "#readings", discord.EventStatus.scheduled)
    assert made.creator_id == guild.me.id
    await play.person("Mia").attend(str(made.id))
    [fetched] = await guild.fetch_scheduled_events(with_counts=True)
    assert (fetched.user_count, [user.name async for user in fetched.users()]) == (1, ["mia"])
    updated = client.wait_for("scheduled_event_update", timeout=60)
    edited = await made.edit(name="We read on", description="")
    assert ((await updated)[1].name, edited.name) == ("We read on", "We read on")
    begun = await edited.start()
    assert (await begun.end()).status == discord.EventStatus.completed
    assert await guild.fetch_scheduled_events() == [], "what is over is listed no more"
    gone = client.wait_for("scheduled_event_delete", timeout=60)
    await (await guild.fetch_scheduled_event(made.id)).delete()
    assert (await gone).id == made.id


async def test_an_event_elsewhere_begins_and_ends_by_the_clock(bot: BareBot, play: Play) -> None:
    _, made = await bot.call("POST", _path(bot), _event())
    statuses = []
    for hours in (0.5, 1, 2):
        await play.skip(seconds=hours * 3600)
        statuses.append((await bot.call("GET", _path(bot, made["id"])))[1]["status"])
    assert statuses == [1, 2, 3]


async def test_an_event_in_a_voice_channel_that_nobody_begins_is_called_off(bot: BareBot, play: Play) -> None:
    ada = play.person("Ada")
    voice = await ada.call("POST", f"/guilds/{play.guild_id}/channels", {"name": "Reading aloud", "type": 2})
    told = _event(entity_type=2, channel_id=voice["id"], entity_metadata=None)
    status, made = await bot.call("POST", _path(bot), told)
    assert (status, made["channel_id"], made["entity_metadata"]) == (200, voice["id"], None)
    await play.skip(seconds=2 * 3600)
    assert (await bot.call("GET", _path(bot, made["id"])))[1]["status"] == 1
    await play.skip(seconds=4 * 3600)
    assert (await bot.call("GET", _path(bot, made["id"])))[1]["status"] == 4


async def test_people_say_whether_they_are_interested(bot: BareBot, play: Play) -> None:
    _, made = await bot.call("POST", _path(bot), _event())
    people = [play.person(name) for name in ("Mia", "Max", "Noor")]
    for person in people:
        await person.attend(made["id"])
        await person.attend(made["id"])
    ids = sorted(person.id for person in people)
    _, page = await bot.call("GET", _path(bot, made["id"], "users"), limit="2", with_member="true")
    assert [(each["user_id"], each["member"]["user"]["id"]) for each in page] == [(each, each) for each in ids[:2]]
    _, rest = await bot.call("GET", _path(bot, made["id"], "users"), after=ids[1])
    _, before = await bot.call("GET", _path(bot, made["id"], "users"), before=ids[2], after=ids[2], limit="1")
    assert ([each["user"]["id"] for each in rest], [each["user"]["id"] for each in before]) == ([ids[2]], [ids[1]])
    await people[0].attend(made["id"], interested=False)
    [listed] = await people[0].events()
    assert listed["user_count"] == 2
    [server] = (await play.control("GET", "/sandbox/state"))["servers"]
    assert [sorted(each["interested"]) for each in server["events"]] == [["Max", "Noor"]]
    mine = await people[1].call("GET", "/users/@me/scheduled-events", guild_ids=play.guild_id)
    assert [each["guild_scheduled_event_id"] for each in mine] == [made["id"]]
    with pytest.raises(Rejected) as was_not:
        await people[0].attend(made["id"], interested=False)
    assert was_not.value.code == 10071
    assert (await bot.refused("PUT", _path(bot, made["id"], "users", "@me")))[:2] == (403, 20001)
    assert (await bot.refused("GET", _path(bot, made["id"], "users"), limit="101"))[:2] == (400, 50035)


async def test_interest_reaches_those_who_asked_to_hear_of_it(connect: ClientMaker, bot: BareBot, play: Play) -> None:
    client = await connect(intents=INTENTS)
    heard: list[tuple[str, str]] = []
    made = (await bot.call("POST", _path(bot), _event()))[1]
    mia = play.person("Mia")
    await mia.enter()
    await mia.attend(made["id"])
    await mia.attend(made["id"], interested=False)
    async for name, data in mia.hears(0, 2):
        if name.startswith("GUILD_SCHEDULED_EVENT_USER"):
            heard.append((name.rsplit("_", 1)[-1], data["user_id"]))
        if len(heard) == 2:
            break
    assert heard == [("ADD", mia.id), ("REMOVE", mia.id)]
    assert [event.name for event in client.guilds[0].scheduled_events] == ["We read"]


WRONG: dict[str, Event] = {
    "a name of 101": _event(name="x" * 101),
    "no name": _event(name=""),
    "a description of 1001": _event(description="x" * 1001),
    "a place of 101": _event(entity_metadata={"location": "x" * 101}),
    "no place": _event(entity_metadata={}),
    "no end": _event(scheduled_end_time=None),
    "an end before the start": _event(scheduled_end_time=_at(0.5)),
    "a start that is past": _event(scheduled_start_time=_at(-1)),
    "no start": _event(scheduled_start_time="soon"),
    "another privacy": _event(privacy_level=1),
    "a place in a channel": _event(channel_id="123"),
    "a voice channel that is none": _event(entity_type=2, entity_metadata=None, channel_id="123"),
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG.keys())
async def test_one_past_a_limit_of_events_is_refused(bot: BareBot, body: Event) -> None:
    assert (await bot.refused("POST", _path(bot), body))[:2] == (400, 50035)
    assert await bot.call("GET", _path(bot)) == (200, [])


async def test_the_limits_of_events_themselves_are_allowed(bot: BareBot) -> None:
    body = _event(name="x" * 100, description="y" * 1000, entity_metadata={"location": "z" * 100})
    assert (await bot.call("POST", _path(bot), body))[0] == 200


async def test_a_hundred_events_at_a_time_are_enough(bot: BareBot, sandbox: Sandbox) -> None:
    made = (await bot.call("POST", _path(bot), _event()))[1]
    guild = next(iter(sandbox.world.guilds.values()))
    one = guild.scheduled[int(made["id"])]
    guild.scheduled |= dict.fromkeys(range(99), one)
    assert (await bot.refused("POST", _path(bot), _event()))[:2] == (400, 30038)


@pytest.mark.parametrize(("steps", "last"), [([3], 50035), ([2, 4], 50035), ([2, 1], 50035), ([4, 2], 180000)])
async def test_an_event_goes_forward_only(bot: BareBot, steps: list[int], last: int) -> None:
    made = (await bot.call("POST", _path(bot), _event()))[1]
    for status in steps[:-1]:
        assert (await bot.call("PATCH", _path(bot, made["id"]), {"status": status}))[0] == 200
    assert (await bot.refused("PATCH", _path(bot, made["id"]), {"status": steps[-1]}))[:2] == (400, last)


async def test_what_is_not_there_is_unknown(bot: BareBot) -> None:
    for method in ("GET", "PATCH", "DELETE"):
        body = {"name": "x"} if method == "PATCH" else None
        assert (await bot.refused(method, _path(bot, "123"), body))[:2] == (404, 10070)


async def test_events_need_their_own_rights(bot: BareBot, play: Play, sandbox: Sandbox) -> None:
    """CREATE_EVENTS makes, and changes one's own; MANAGE_EVENTS alone changes others' and makes none."""
    ada, olu, mia = play.person("Ada"), play.person("Olu"), play.person("Mia")
    path = f"/guilds/{play.guild_id}/scheduled-events"
    for person in (olu, mia):
        with pytest.raises(Rejected) as may_not:
            await person.call("POST", path, _event())
        assert may_not.value.code == 50013
    adas = await ada.call("POST", path, _event())
    assert (await olu.call("PATCH", f"{path}/{adas['id']}", {"name": "Olu's"}))["name"] == "Olu's"
    role = next(each for each in sandbox.world.guilds[int(play.guild_id)].roles.values() if each.bot_id)
    role.permissions &= ~(1 << 33)
    assert (await bot.refused("PATCH", _path(bot, adas["id"]), {"name": "x"}))[:2] == (403, 50013)
    own = (await bot.call("POST", _path(bot), _event()))[1]
    assert (await bot.call("PATCH", _path(bot, own["id"]), {"name": "Mine"}))[0] == 200
    role.permissions &= ~(1 << 44)
    assert (await bot.refused("DELETE", _path(bot, own["id"])))[:2] == (403, 50013)
    allow_bot(sandbox, "manage_events")
    assert (await bot.call("DELETE", _path(bot, own["id"])))[0] == 204


async def test_an_event_in_a_hidden_channel_is_hidden(bot: BareBot, play: Play) -> None:
    ada = play.person("Ada")
    hidden = [{"id": str(bot.sandbox.world.bot.id), "type": 1, "deny": str(1 << 10)}]
    body = {"name": "Aloud", "type": 2, "permission_overwrites": hidden}
    voice = await ada.call("POST", f"/guilds/{play.guild_id}/channels", body)
    told = _event(entity_type=2, channel_id=voice["id"], entity_metadata=None)
    made = await ada.call("POST", f"/guilds/{play.guild_id}/scheduled-events", told)
    assert await bot.call("GET", _path(bot)) == (200, [])
    assert (await bot.refused("GET", _path(bot, made["id"])))[:2] == (404, 10070)
    assert len(await play.person("Mia").events()) == 1


@pytest.mark.parametrize("more", [{"entity_type": 1, "channel_id": "1"}, {"image": "data:image/png;base64,eA=="}])
async def test_what_of_events_is_not_built_is_loud(bot: BareBot, sandbox: Sandbox, more: Event) -> None:
    body = _event(**more)
    if more.get("entity_type") == 1:
        body |= {"entity_metadata": None}
    assert (await bot.call("POST", _path(bot), body))[0] == 501
    assert [each.kind for each in sandbox.parts.journal.violations] == ["unknown_route"]
    sandbox.parts.journal.violations.clear()
