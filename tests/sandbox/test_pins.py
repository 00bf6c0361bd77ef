"""Pins: by the routes of today and of yesterday, and their own right."""

import discord
import pytest

from sandbox.play import Play
from sandbox.server import Sandbox
from sandbox.views import Rejected

from .conftest import BareBot, StockClient


async def test_a_message_is_pinned_listed_and_unpinned(client: StockClient, play: Play) -> None:
    general = discord.utils.get(client.guilds[0].text_channels, name="general")
    assert general is not None
    card = await general.send("What is counted, and what is not")
    told = client.wait_for("guild_channel_pins_update", timeout=60)
    said = client.wait_for("message", check=lambda each: each.id != card.id, timeout=60)
    await card.pin()
    assert (await told)[1] is not None
    notice = await said
    assert notice.reference is not None
    assert (notice.type, notice.reference.message_id) == (discord.MessageType.pins_add, card.id)
    assert [(each.id, each.pinned) async for each in general.pins()] == [(card.id, True)]
    await card.pin()
    await card.unpin()
    await card.unpin()
    assert [each async for each in general.pins()] == []
    assert len(await play.messages("general")) == 2, "pinning it again said nothing"


async def test_pins_are_paged_by_when_they_were_pinned(bot: BareBot, play: Play) -> None:
    posts = [await bot.post(str(number)) for number in range(3)]
    channel = f"/channels/{posts[0]['channel_id']}"
    for post in reversed(posts):
        assert (await bot.call("PUT", f"{channel}/messages/pins/{post['id']}"))[0] == 204
        await play.skip(seconds=60)
    _, first = await bot.call("GET", f"{channel}/messages/pins", limit="2")
    assert ([each["message"]["content"] for each in first["items"]], first["has_more"]) == (["0", "1"], True)
    _, rest = await bot.call("GET", f"{channel}/messages/pins", before=first["items"][-1]["pinned_at"])
    assert ([each["message"]["content"] for each in rest["items"]], rest["has_more"]) == (["2"], False)
    assert (await bot.refused("GET", f"{channel}/messages/pins", limit="51"))[:2] == (400, 50035)


async def test_the_routes_of_yesterday_do_the_same(bot: BareBot) -> None:
    post = await bot.post("A card")
    channel = f"/channels/{post['channel_id']}"
    assert (await bot.call("PUT", f"{channel}/pins/{post['id']}"))[0] == 204
    _, pinned = await bot.call("GET", f"{channel}/pins")
    assert [each["id"] for each in pinned] == [post["id"]]
    assert (await bot.call("DELETE", f"{channel}/pins/{post['id']}"))[0] == 204
    assert await bot.call("GET", f"{channel}/pins") == (200, [])


async def test_pinning_needs_pin_messages_and_manage_messages_is_not_enough(
    bot: BareBot, play: Play, sandbox: Sandbox
) -> None:
    post = await bot.post("A card")
    channel = f"/channels/{post['channel_id']}"
    overwrite = {"type": 1, "allow": str(1 << 13), "deny": str(1 << 51)}
    await play.person("Ada").call("PUT", f"{channel}/permissions/{sandbox.world.bot.id}", overwrite)
    assert (await bot.refused("PUT", f"{channel}/messages/pins/{post['id']}"))[:2] == (403, 50013)
    with pytest.raises(Rejected) as may_not:
        await play.person("Mia").call("PUT", f"{channel}/pins/{post['id']}")
    assert may_not.value.code == 50013


async def test_notices_cannot_be_pinned_and_unknown_messages_neither(bot: BareBot) -> None:
    post = await bot.post("A card")
    pins = f"/channels/{post['channel_id']}/messages/pins"
    await bot.call("PUT", f"{pins}/{post['id']}")
    _, [notice, _] = await bot.call("GET", f"/channels/{post['channel_id']}/messages")
    assert (await bot.refused("PUT", f"{pins}/{notice['id']}"))[:2] == (400, 50021)
    assert (await bot.refused("PUT", f"{pins}/123"))[:2] == (404, 10008)


async def test_nothing_is_pinned_in_an_archived_thread(bot: BareBot) -> None:
    post = await bot.post("An article", "articles")
    _, thread = await bot.call(
        "POST", f"/channels/{post['channel_id']}/messages/{post['id']}/threads", {"name": "Reading"}
    )
    _, said = await bot.call("POST", f"/channels/{thread['id']}/messages", {"content": "A question"})
    await bot.call("PATCH", f"/channels/{thread['id']}", {"archived": True})
    assert (await bot.refused("PUT", f"/channels/{thread['id']}/messages/pins/{said['id']}"))[:2] == (400, 50083)


async def test_250_pins_are_enough(bot: BareBot, sandbox: Sandbox) -> None:
    posts = [await bot.post(str(number)) for number in range(2)]
    timeline = sandbox.world.timelines[int(posts[0]["channel_id"])]
    pinned = timeline.by_id[int(posts[0]["id"])]
    pinned.pinned_ms = 1
    timeline.ids = [pinned.id] * 250 + [int(posts[1]["id"])]
    path = f"/channels/{posts[0]['channel_id']}/messages/pins/{posts[1]['id']}"
    assert (await bot.refused("PUT", path))[:2] == (400, 30003)


async def test_without_the_right_to_history_no_pins_are_seen(bot: BareBot, play: Play, sandbox: Sandbox) -> None:
    post = await bot.post("A card")
    channel = f"/channels/{post['channel_id']}"
    await bot.call("PUT", f"{channel}/messages/pins/{post['id']}")
    deny = {"type": 1, "deny": str(1 << 16)}
    await play.person("Ada").call("PUT", f"{channel}/permissions/{sandbox.world.bot.id}", deny)
    assert await bot.call("GET", f"{channel}/messages/pins") == (200, {"items": [], "has_more": False})
