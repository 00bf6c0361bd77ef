"""Messages as discord.py sends and reads them, and what Discord refuses."""

import io
from typing import Any

import discord
import pytest

from sandbox.play import Play
from sandbox.server import Sandbox
from sandbox.views import Rejected

from .conftest import BareBot, StockClient


def _channel(client: StockClient, name: str) -> discord.TextChannel:
    found = discord.utils.get(client.guilds[0].text_channels, name=name)
    assert found is not None
    return found


async def test_a_message_is_sent_fetched_edited_and_deleted(client: StockClient) -> None:
    general = _channel(client, "general")
    sent = await general.send("One", embed=discord.Embed(title="Two"))
    fetched = await general.fetch_message(sent.id)
    assert (fetched.content, fetched.embeds[0].title) == ("One", "Two")
    edited = await fetched.edit(content="Three")
    assert (edited.content, edited.edited_at is None) == ("Three", False)
    await edited.delete()
    with pytest.raises(discord.NotFound) as gone:
        await general.fetch_message(sent.id)
    assert gone.value.code == 10008


async def test_a_client_hears_of_create_edit_and_delete(client: StockClient) -> None:
    general = _channel(client, "general")
    heard: list[str] = []

    async def on_raw(name: str) -> None:
        heard.append(name)

    client.on_message = lambda message: on_raw(f"create {message.content}")  # type: ignore[attr-defined]
    client.on_raw_message_edit = lambda _event: on_raw("edit")  # type: ignore[attr-defined]
    client.on_raw_message_delete = lambda _event: on_raw("delete")  # type: ignore[attr-defined]
    deleted = client.wait_for("raw_message_delete", timeout=60)
    message = await general.send("One")
    await message.edit(content="Two")
    await message.delete()
    await deleted
    assert heard == ["create One", "edit", "delete"]


async def test_history_is_paged_before_after_and_around(client: StockClient) -> None:
    general = _channel(client, "general")
    sent = [await general.send(str(number)) for number in range(7)]
    assert [m.content async for m in general.history(limit=3)] == ["6", "5", "4"]
    assert [m.content async for m in general.history(limit=2, before=sent[3])] == ["2", "1"]
    assert [m.content async for m in general.history(limit=2, after=sent[3])] == ["4", "5"]
    assert [m.content async for m in general.history(limit=3, around=sent[3])] == ["4", "3", "2"]
    assert [m.content async for m in general.history(limit=None, oldest_first=True)] == [str(n) for n in range(7)]


async def test_a_file_comes_back_as_it_was_sent(client: StockClient) -> None:
    general = _channel(client, "general")
    sent = await general.send(file=discord.File(io.BytesIO(b"bread\n"), "a list.txt", description="what to bring"))
    [attachment] = sent.attachments
    assert (attachment.filename, attachment.size, attachment.description) == ("a_list.txt", 6, "what to bring")
    assert await attachment.read() == b"bread\n"


async def test_a_picture_in_an_embed_is_shown_there_and_not_beside_it(client: StockClient) -> None:
    general = _channel(client, "general")
    embed = discord.Embed(title="Who took part").set_image(url="attachment://chart.png")
    chart = discord.File(io.BytesIO(b"\x89PNG"), "chart.png", description="Nine people")
    sent = await general.send(embed=embed, file=chart)
    assert sent.attachments == []
    assert sent.embeds[0].to_dict()["image"].get("description") == "Nine people"
    url = sent.embeds[0].image.url
    assert url is not None
    assert await client.http.get_from_cdn(url) == b"\x89PNG"


async def test_a_file_over_ten_mebibytes_is_too_large(client: StockClient) -> None:
    with pytest.raises(discord.HTTPException) as large:
        await _channel(client, "general").send(file=discord.File(io.BytesIO(bytes(10 * 1024 * 1024 + 1)), "big.bin"))
    assert (large.value.status, large.value.code) == (413, 40005)


async def test_the_same_nonce_sends_once(client: StockClient, sandbox: Sandbox) -> None:
    general = _channel(client, "general")
    first = await general.send("One", nonce="announce:1")
    again = await general.send("Two", nonce="announce:1")
    elsewhere = await _channel(client, "articles").send("Three", nonce="announce:1")
    assert (again.id, elsewhere.id, again.content) == (first.id, first.id, "One")
    sandbox.parts.clock.advance(200_000)
    assert (await general.send("Two", nonce="announce:1")).id != first.id


async def test_a_nonce_whose_message_is_gone_is_unknown(client: StockClient) -> None:
    general = _channel(client, "general")
    await (await general.send("One", nonce="announce:1")).delete()
    with pytest.raises(discord.NotFound) as gone:
        await general.send("Two", nonce="announce:1")
    assert gone.value.code == 10008


async def test_a_reply_refers_to_its_message_and_pings_only_if_allowed(client: StockClient, play: Play) -> None:
    general = _channel(client, "general")
    asked = await play.person("Mia").say("When?", in_="general")
    target = general.get_partial_message(int(asked.id))
    pinging = await target.reply("Thursday.", mention_author=True)
    silent = await target.reply("Thursday.", mention_author=False)
    assert pinging.reference is not None
    assert pinging.reference.message_id == int(asked.id)
    assert [user.name for user in pinging.mentions] == ["mia"]
    assert silent.mentions == []


async def test_allowed_mentions_none_pings_no_one(bot: BareBot, sandbox: Sandbox) -> None:
    mia = sandbox.about()["users"][2]["id"]
    text = f"<@{mia}> @everyone"
    loud = await bot.post(text)
    quiet = await bot.post(text, allowed_mentions={"parse": []})
    named = await bot.post(text, allowed_mentions={"users": [mia]})
    assert [[each["id"] for each in told["mentions"]] for told in (loud, quiet, named)] == [[mia], [], [mia]]
    assert loud["mention_everyone"] is False, "the bot lacks MENTION_EVERYONE"


LONG = "x" * 2001
TOO_MUCH: dict[str, tuple[dict[str, Any], str]] = {
    "content of 2001": ({"content": LONG}, "content"),
    "eleven embeds": ({"embeds": [{"title": "x"}] * 11}, "embeds"),
    "embed title of 257": ({"embeds": [{"title": "x" * 257}]}, "embeds"),
    "embed description of 4097": ({"embeds": [{"description": "x" * 4097}]}, "embeds"),
    "26 embed fields": ({"embeds": [{"fields": [{"name": "x", "value": "x"}] * 26}]}, "embeds"),
    "embed field name of 257": ({"embeds": [{"fields": [{"name": "x" * 257, "value": "x"}]}]}, "embeds"),
    "embed field value of 1025": ({"embeds": [{"fields": [{"name": "x", "value": "x" * 1025}]}]}, "embeds"),
    "embed author of 257": ({"embeds": [{"author": {"name": "x" * 257}}]}, "embeds"),
    "embed field name of blanks": ({"embeds": [{"fields": [{"name": "  ", "value": "x"}]}]}, "embeds"),
    "embed footer of 2049": ({"embeds": [{"footer": {"text": "x" * 2049}}]}, "embeds"),
    "embeds of 6001 in all": ({"embeds": [{"description": "x" * 3000}, {"description": "x" * 3001}]}, "embeds"),
    "embed with an odd link": ({"embeds": [{"title": "x", "url": "file:///etc"}]}, "embeds"),
    "a nonce of 26": ({"content": "x", "nonce": "x" * 26}, "nonce"),
    "both parse and users": (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions",
    ),
}


@pytest.mark.parametrize(("body", "field"), TOO_MUCH.values(), ids=TOO_MUCH.keys())
async def test_one_past_a_limit_is_refused_with_its_field(bot: BareBot, body: dict[str, Any], field: str) -> None:
    status, code, errors = await bot.refused("POST", f"/channels/{bot.channels['general']}/messages", body)
    assert (status, code) == (400, 50035)
    assert field in errors or "_errors" in errors, errors
    assert await _said(bot) == []


async def _said(bot: BareBot) -> list[str]:
    _, told = await bot.call("GET", f"/channels/{bot.channels['general']}/messages")
    return [each["content"] for each in told]


async def test_the_limits_themselves_are_allowed(bot: BareBot) -> None:
    await bot.post("x" * 2000)
    await bot.post(embeds=[{"title": "x" * 256, "description": "y" * 4096, "footer": {"text": "z" * 1648}}])
    await bot.post(nonce="n" * 25)


async def test_an_empty_message_is_refused(bot: BareBot) -> None:
    path = f"/channels/{bot.channels['general']}/messages"
    empty: list[dict[str, Any]] = [{}, {"content": "  "}, {"embeds": []}, {"content": None}]
    for nothing in empty:
        assert (await bot.refused("POST", path, nothing))[:2] == (400, 50006)
    said = await bot.post("Something")
    assert (await bot.refused("PATCH", f"{path}/{said['id']}", {"content": ""}))[:2] == (400, 50006)


async def test_refusals_name_what_is_missing(bot: BareBot, play: Play) -> None:
    hidden, general = bot.channels["organisers-only"], bot.channels["general"]
    assert (await bot.refused("GET", "/channels/123"))[:2] == (404, 10003)
    assert (await bot.refused("GET", f"/channels/{hidden}"))[:2] == (403, 50001)
    assert (await bot.refused("POST", f"/channels/{hidden}/messages", {"content": "x"}))[:2] == (403, 50001)
    assert (await bot.refused("GET", f"/channels/{general}/messages/123"))[:2] == (404, 10008)
    mias = await play.person("Mia").say("Mine.", in_="general")
    assert (await bot.refused("DELETE", f"/channels/{general}/messages/{mias.id}"))[:2] == (403, 50013)
    assert (await bot.refused("PATCH", f"/channels/{general}/messages/{mias.id}", {"content": "x"}))[:2] == (403, 50005)
    assert (await bot.refused("GET", f"/channels/{general}/messages", limit="101"))[:2] == (400, 50035)


async def test_a_right_taken_from_the_bot_is_missed(client: StockClient, play: Play, sandbox: Sandbox) -> None:
    general = _channel(client, "general")
    ada, bot_id = play.person("Ada"), sandbox.world.application.bot_id
    updated = client.wait_for("guild_channel_update", timeout=60)
    await ada.call("PUT", f"/channels/{general.id}/permissions/{bot_id}", {"type": 1, "deny": str(1 << 11)})
    await updated
    with pytest.raises(discord.Forbidden) as missing:
        await general.send("Hello")
    assert missing.value.code == 50013


async def test_bulk_delete_takes_two_to_a_hundred_young_messages(
    client: StockClient, play: Play, sandbox: Sandbox, bot: BareBot
) -> None:
    general = _channel(client, "general")
    ids = [(await general.send(str(number))).id for number in range(3)]
    path = f"/channels/{general.id}/messages/bulk-delete"
    assert (await bot.refused("POST", path, {"messages": [str(each) for each in ids]}))[:2] == (403, 50013)
    allow = {"type": 1, "allow": str(1 << 13)}
    await play.person("Ada").call(
        "PUT", f"/channels/{general.id}/permissions/{sandbox.world.application.bot_id}", allow
    )
    heard = client.wait_for("raw_bulk_message_delete", timeout=60)
    await general.delete_messages([discord.Object(ids[0]), discord.Object(ids[1])])
    assert (await heard).message_ids == set(ids[:2])
    many = {"messages": [str(ids[2] + number) for number in range(101)]}
    assert (await bot.refused("POST", path, many))[0] == 400
    assert (await bot.refused("POST", path, {"messages": [str(ids[2])]}))[0] == 400
    sandbox.parts.clock.advance(15 * 86_400_000)
    old = {"messages": [str(ids[2]), str(ids[2] + 1)]}
    assert (await bot.refused("POST", path, old))[:2] == (400, 50034)


async def test_without_the_right_to_history_there_is_none_and_no_reply(bot: BareBot, play: Play) -> None:
    general, bot_id = bot.channels["general"], bot.sandbox.world.application.bot_id
    said = await play.person("Mia").say("Hello", in_="general")
    deny = {"type": 1, "deny": str(1 << 16)}
    await play.person("Ada").call("PUT", f"/channels/{general}/permissions/{bot_id}", deny)
    assert await bot.call("GET", f"/channels/{general}/messages") == (200, [])
    assert (await bot.refused("GET", f"/channels/{general}/messages/{said.id}"))[:2] == (403, 50013)
    reply = {"content": "Hi", "message_reference": {"message_id": said.id}}
    assert (await bot.refused("POST", f"/channels/{general}/messages", reply))[:2] == (400, 160002)


async def test_people_can_do_what_discords_client_lets_them(play: Play) -> None:
    mia, max_ = play.person("Mia"), play.person("Max")
    said = await mia.say("Helo", in_="general")
    assert (await mia.edit(said, "Hello")).content == "Hello"
    answer = await max_.say("Hi", in_="general", reply_to=said)
    assert answer.raw["message_reference"]["message_id"] == said.id
    with pytest.raises(Rejected) as refused:
        await max_.delete(said)
    assert refused.value.code == 50013
    await mia.delete(said)
    assert [each.content for each in await play.messages("general")] == ["Hi"]


async def test_members_do_not_see_what_is_hidden_from_them(play: Play) -> None:
    mia, olu = play.person("Mia"), play.person("Olu")
    said = await olu.say("Between us.", in_="organisers-only")
    with pytest.raises(Rejected) as refused:
        await mia.messages(said)
    assert refused.value.code == 50001
    assert "organisers-only" not in [each["name"] for each in await mia.call("GET", f"/guilds/{mia.guild_id}/channels")]


async def test_two_who_share_no_server_cannot_write_to_each_other(bot: BareBot, play: Play) -> None:
    mia = play.person("Mia")
    _, direct = await bot.call("POST", "/users/@me/channels", {"recipient_id": mia.id})
    path = f"/channels/{direct['id']}/messages"
    assert (await bot.call("POST", path, {"content": "A reminder"}))[0] == 200
    await mia.call("DELETE", f"/users/@me/guilds/{play.guild_id}")
    assert (await bot.refused("POST", path, {"content": "Another"}))[:2] == (403, 50278)


async def test_what_of_messages_is_not_built_is_loud(bot: BareBot, play: Play, sandbox: Sandbox) -> None:
    path = f"/channels/{bot.channels['general']}/messages"
    status, _ = await bot.call("POST", path, {"content": "x", "sticker_ids": ["1"]})
    assert (status, [each.kind for each in sandbox.parts.journal.violations]) == (501, ["unknown_route"])
    sandbox.parts.journal.violations.clear()
    forward = {"message_reference": {"type": 1, "channel_id": bot.channels["general"], "message_id": "1"}}
    with pytest.raises(Rejected) as not_built:
        await play.person("Mia").call("POST", path, forward)
    assert not_built.value.status == 501
