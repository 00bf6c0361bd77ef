"""Threads: opened once, joined, listed, archived by hand and by time, locked."""

from typing import Any

import discord
import pytest

from sandbox.play import Play
from sandbox.server import Sandbox
from sandbox.views import Rejected
from sandbox.world.events import Intent

from .conftest import BareBot, ClientMaker, StockClient, allow_bot


async def _opened(bot: BareBot, name: str = "Reading") -> Any:
    post = await bot.post("An article", "articles")
    path = f"/channels/{post['channel_id']}/messages/{post['id']}/threads"
    status, thread = await bot.call("POST", path, {"name": name, "auto_archive_duration": 60})
    assert status == 201
    return thread


async def test_a_message_has_one_thread_whose_id_is_its_own(client: StockClient) -> None:
    articles = discord.utils.get(client.guilds[0].text_channels, name="articles")
    assert articles is not None
    message = await articles.send("An article")
    heard = client.wait_for("thread_create", timeout=60)
    thread = await message.create_thread(name="Reading", auto_archive_duration=10080)
    assert (await heard).id == thread.id == message.id
    with pytest.raises(discord.HTTPException) as second:
        await message.create_thread(name="Again")
    assert (second.value.status, second.value.code) == (400, 160004)
    assert (await articles.fetch_message(message.id)).flags.has_thread


async def test_people_write_in_a_thread_and_the_bot_hears(client: StockClient, play: Play, bot: BareBot) -> None:
    thread = await _opened(bot)
    heard = client.wait_for("message", check=lambda message: message.author.name == "mia", timeout=60)
    await play.person("Mia").say("I agree.", in_=thread["id"])
    message = await heard
    assert (message.channel.id, message.content) == (int(thread["id"]), "")
    assert message.channel.starter_message is None or message.channel.parent.name == "articles"
    fetched = await client.fetch_channel(int(thread["id"]))
    assert isinstance(fetched, discord.Thread)
    assert (fetched.message_count, fetched.member_count) == (1, 2)


async def test_a_thread_alone_is_private_unless_told_otherwise(client: StockClient, play: Play) -> None:
    general = discord.utils.get(client.guilds[0].text_channels, name="general")
    assert general is not None
    private = await general.create_thread(name="Rehearsal")
    public = await general.create_thread(name="Open", type=discord.ChannelType.public_thread)
    assert (private.type.name, public.type.name) == ("private_thread", "public_thread")
    mia = play.person("Mia")
    with pytest.raises(Rejected) as hidden:
        await mia.messages(str(private.id))
    assert hidden.value.code == 50001
    await private.add_user(discord.Object(int(mia.id)))
    await mia.say("Here I am.", in_=str(private.id))
    members = await mia.call("GET", f"/channels/{private.id}/thread-members", with_member="true")
    assert [each["member"]["user"]["username"] for each in members] == ["Reading Circle", "mia"]
    await private.remove_user(discord.Object(int(mia.id)))
    with pytest.raises(Rejected):
        await mia.messages(str(private.id))


async def test_joining_twice_and_leaving_are_heard(client: StockClient, bot: BareBot) -> None:
    thread = await _opened(bot)
    found = client.guilds[0].get_thread(int(thread["id"])) or await client.fetch_channel(int(thread["id"]))
    assert isinstance(found, discord.Thread)
    await found.join()
    left = client.wait_for("thread_remove", timeout=60)
    await found.leave()
    await left
    await found.join()
    members = f"/channels/{thread['id']}/thread-members"
    assert (await bot.call("GET", f"{members}/{bot.sandbox.world.application.bot_id}"))[0] == 200
    assert (await bot.refused("GET", f"{members}/123"))[:2] == (404, 10007)


async def test_active_and_archived_threads_are_listed(client: StockClient, bot: BareBot, sandbox: Sandbox) -> None:
    articles = discord.utils.get(client.guilds[0].text_channels, name="articles")
    assert articles is not None
    threads = [await _opened(bot, f"Reading {number}") for number in range(3)]
    for thread in threads[:2]:
        sandbox.parts.clock.advance(1000)
        await bot.call("PATCH", f"/channels/{thread['id']}", {"archived": True})
    active = await client.guilds[0].active_threads()
    assert [each.name for each in active] == ["Reading 2"]
    assert [each.name async for each in articles.archived_threads(limit=None)] == ["Reading 1", "Reading 0"]
    assert [each.name async for each in articles.archived_threads(private=True, joined=True)] == []


async def test_an_archived_thread_takes_no_edits_and_wakes_when_written_to(bot: BareBot, play: Play) -> None:
    thread = await _opened(bot)
    channel = f"/channels/{thread['id']}"
    _, message = await bot.call("POST", f"{channel}/messages", {"content": "A question"})
    await bot.call("PATCH", channel, {"archived": True})
    edit = await bot.refused("PATCH", f"{channel}/messages/{message['id']}", {"content": "x"})
    react = await bot.refused("PUT", f"{channel}/messages/{message['id']}/reactions/👍/@me")
    rename = await bot.refused("PATCH", channel, {"name": "x"})
    join = await bot.refused("PUT", f"{channel}/thread-members/@me")
    assert {edit[:2], react[:2], rename[:2], join[:2]} == {(400, 50083)}
    await play.person("Mia").say("Late, but here.", in_=thread["id"])
    [awake] = await play.threads()
    assert not awake.archived


async def test_of_an_archived_thread_only_messages_can_be_deleted(
    connect: ClientMaker, bot: BareBot, play: Play
) -> None:
    def prepare(client: StockClient) -> None:
        @client.tree.command(description="Read")
        async def read(interaction: discord.Interaction) -> None:
            raise NotImplementedError

    await connect(prepare)
    thread, mia = await _opened(bot), play.person("Mia")
    said = [await mia.say(text, in_=thread["id"]) for text in ("One.", "Two.")]
    await bot.call("PATCH", f"/channels/{thread['id']}", {"archived": True})
    with pytest.raises(Rejected) as no_commands:
        await mia.command("/read", in_=thread["id"])
    assert no_commands.value.code == 50083
    await mia.delete(said[0])
    assert (await play.threads())[0].archived, "that does not wake it"
    allow_bot(bot.sandbox, "manage_threads")
    await bot.call("PATCH", f"/channels/{thread['id']}", {"locked": True})
    with pytest.raises(Rejected) as locked:
        await mia.delete(said[1])
    assert locked.value.code == 50083


async def test_only_who_is_in_a_thread_brings_it_back(bot: BareBot, play: Play) -> None:
    thread, mia, max_ = await _opened(bot), play.person("Mia"), play.person("Max")
    await mia.say("Here.", in_=thread["id"])
    await bot.call("PATCH", f"/channels/{thread['id']}", {"archived": True})
    with pytest.raises(Rejected) as stranger:
        await max_.call("PATCH", f"/channels/{thread['id']}", {"archived": False})
    assert stranger.value.code == 50013
    assert not (await mia.call("PATCH", f"/channels/{thread['id']}", {"archived": False}))["thread_metadata"][
        "archived"
    ]


async def test_who_is_mentioned_in_a_thread_is_in_it(bot: BareBot, play: Play, sandbox: Sandbox) -> None:
    mia, max_, ada = play.person("Mia"), play.person("Max"), play.person("Ada")
    path = f"/channels/{bot.channels['general']}/threads"
    _, secret = await bot.call("POST", path, {"name": "Rehearsal", "type": 12, "invitable": False})
    with pytest.raises(Rejected):
        await mia.say("May I?", in_=secret["id"])
    await bot.call("POST", f"/channels/{secret['id']}/messages", {"content": f"For <@{mia.id}>."})
    await mia.say(f"And <@{max_.id}>?", in_=secret["id"])
    quiet = {"content": f"Not <@{ada.id}>.", "allowed_mentions": {"parse": []}}
    await bot.call("POST", f"/channels/{secret['id']}/messages", quiet)
    state = sandbox.world.channels[int(secret["id"])].thread
    assert state is not None
    assert {sandbox.world.users[each].name for each in state.members} == {"Reading Circle", "Mia"}


async def test_a_locked_thread_is_closed_to_members(bot: BareBot, play: Play) -> None:
    allow_bot(bot.sandbox, "manage_threads")
    thread = await _opened(bot)
    await bot.call("PATCH", f"/channels/{thread['id']}", {"archived": True, "locked": True})
    with pytest.raises(Rejected) as closed:
        await play.person("Mia").say("Too late?", in_=thread["id"])
    assert closed.value.code == 50083
    [locked] = await play.threads()
    assert (locked.archived, locked.locked) == (True, True)


async def test_whoever_opened_a_locked_thread_cannot_reopen_it(bot: BareBot, play: Play) -> None:
    allow_bot(bot.sandbox, "manage_threads")
    mia = play.person("Mia")
    said = await mia.say("Shall we?", in_="general")
    path = f"/channels/{said.channel_id}/messages/{said.id}/threads"
    thread = await mia.call("POST", path, {"name": "Mia's"})
    await mia.call("PATCH", f"/channels/{thread['id']}", {"name": "Ours", "archived": True})
    await mia.call("PATCH", f"/channels/{thread['id']}", {"archived": False})
    with pytest.raises(Rejected) as not_hers_to_lock:
        await mia.call("PATCH", f"/channels/{thread['id']}", {"locked": True})
    await bot.call("PATCH", f"/channels/{thread['id']}", {"locked": True})
    with pytest.raises(Rejected) as locked:
        await mia.call("PATCH", f"/channels/{thread['id']}", {"name": "Mine again"})
    assert {not_hers_to_lock.value.code, locked.value.code} == {50013}


async def test_an_idle_thread_archives_itself_when_its_time_is_up(
    client: StockClient, bot: BareBot, play: Play, sandbox: Sandbox
) -> None:
    thread = await _opened(bot)
    await play.skip(seconds=59 * 60)
    await play.person("Mia").say("Still here.", in_=thread["id"])
    await play.skip(seconds=59 * 60)
    assert not (await play.threads())[0].archived
    heard = client.wait_for("raw_thread_update", timeout=60)
    await play.skip(seconds=2 * 60)
    assert (await heard).thread_id == int(thread["id"])
    assert (await play.threads())[0].archived
    assert not sandbox.world.due


async def test_a_deleted_thread_leaves_its_message_free_for_another(client: StockClient, bot: BareBot) -> None:
    allow_bot(bot.sandbox, "manage_threads")
    thread = await _opened(bot)
    heard = client.wait_for("raw_thread_delete", timeout=60)
    assert (await bot.call("DELETE", f"/channels/{thread['id']}"))[0] == 200
    assert (await heard).thread_id == int(thread["id"])
    path = f"/channels/{thread['parent_id']}/messages/{thread['id']}/threads"
    assert (await bot.call("POST", path, {"name": "Again"}))[0] == 201


@pytest.mark.parametrize("body", [{"name": "x" * 101}, {"name": ""}, {"name": "x", "auto_archive_duration": 61}])
async def test_names_and_durations_have_limits(bot: BareBot, body: dict[str, Any]) -> None:
    post = await bot.post("An article", "articles")
    path = f"/channels/{post['channel_id']}/messages/{post['id']}/threads"
    assert (await bot.refused("POST", path, body))[:2] == (400, 50035)
    assert (await bot.call("GET", f"/guilds/{bot.sandbox.about()['guild_id']}/threads/active"))[1]["threads"] == []


async def test_a_thread_needs_the_right_to_open_one(bot: BareBot, play: Play) -> None:
    post = await bot.post("An article", "articles")
    bot_id = bot.sandbox.world.application.bot_id
    deny = {"type": 1, "deny": str(1 << 35)}
    await play.person("Ada").call("PUT", f"/channels/{post['channel_id']}/permissions/{bot_id}", deny)
    path = f"/channels/{post['channel_id']}/messages/{post['id']}/threads"
    assert (await bot.refused("POST", path, {"name": "x"}))[:2] == (403, 50013)


async def test_who_is_in_a_thread_is_told_to_bots_with_the_members_intent_only(bot: BareBot, sandbox: Sandbox) -> None:
    thread = await _opened(bot)
    path = f"/channels/{thread['id']}/thread-members"
    assert (await bot.refused("GET", path))[:2] == (403, 50001)
    sandbox.world.application.privileged_intents |= Intent.GUILD_MEMBERS
    _, members = await bot.call("GET", path)
    assert [each["user_id"] for each in members] == [str(sandbox.world.bot.id)]


async def test_a_thread_tells_of_its_new_name_and_of_who_was_added_and_removed(bot: BareBot, play: Play) -> None:
    allow_bot(bot.sandbox, "manage_threads")
    thread = await _opened(bot)
    max_ = play.person("Max")
    await bot.call("PATCH", f"/channels/{thread['id']}", {"name": "Reading on"})
    await bot.call("PUT", f"/channels/{thread['id']}/thread-members/{max_.id}")
    await bot.call("DELETE", f"/channels/{thread['id']}/thread-members/{max_.id}")
    notices = (await play.messages(thread["id"]))[1:]
    told = [(each.raw["type"], each.content, [one["username"] for one in each.raw["mentions"]]) for each in notices]
    assert told == [(4, "Reading on", []), (1, "", ["max"]), (2, "", ["max"])]


async def test_a_thread_that_comes_back_is_told_to_those_in_it(bot: BareBot, client: StockClient) -> None:
    thread = await _opened(bot)
    await bot.call("PATCH", f"/channels/{thread['id']}", {"archived": True})
    heard = client.wait_for("socket_event_type", check=lambda name: name == "THREAD_MEMBER_UPDATE", timeout=60)
    await bot.call("POST", f"/channels/{thread['id']}/messages", {"content": "Again"})
    assert await heard == "THREAD_MEMBER_UPDATE"


async def test_a_thousand_are_enough_in_a_thread(bot: BareBot, play: Play, sandbox: Sandbox) -> None:
    thread = await _opened(bot)
    state = sandbox.world.channels[int(thread["id"])].thread
    assert state is not None
    state.members |= dict.fromkeys(range(999), 0)
    path = f"/channels/{thread['id']}/thread-members/{play.person('Max').id}"
    assert (await bot.refused("PUT", path))[:2] == (400, 30033)


async def test_in_a_locked_thread_that_is_still_active_only_moderators_write(bot: BareBot, play: Play) -> None:
    allow_bot(bot.sandbox, "manage_threads")
    thread = await _opened(bot)
    mia = play.person("Mia")
    said = await mia.say("One thing.", in_=thread["id"])
    await bot.call("PATCH", f"/channels/{thread['id']}", {"locked": True})
    for act in (mia.say("Another.", in_=thread["id"]), mia.edit(said, "Another.")):
        with pytest.raises(Rejected) as locked:
            await act
        assert locked.value.code == 160005
    await mia.react(said, "👍")
    await mia.delete(said)
    assert (await bot.call("POST", f"/channels/{thread['id']}/messages", {"content": "Closed."}))[0] == 200
