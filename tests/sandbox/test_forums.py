"""Forums: posts, tags, and what Discord refuses."""

from typing import Any

import discord
import pytest

from sandbox.play import Play
from sandbox.server import Sandbox
from sandbox.views import Rejected

from .conftest import BareBot, StockClient, allow_bot

TAGS = [{"name": "open"}, {"name": "done"}, {"name": "chosen", "moderated": True}]


async def _forum(play: Play, client: StockClient | None = None, **settings: Any) -> Any:
    """A forum that Ada makes; once a client is given, it has heard of it."""
    heard = client.wait_for("guild_channel_create", timeout=60) if client else None
    body = {"name": "Books To Read", "type": 15, "available_tags": TAGS, **settings}
    made = await play.person("Ada").call("POST", f"/guilds/{play.guild_id}/channels", body)
    if heard is not None:
        await heard
    return made


def _tag(forum: Any, name: str) -> str:
    return str(next(each["id"] for each in forum["available_tags"] if each["name"] == name))


async def test_a_post_is_a_thread_whose_first_message_has_its_id(client: StockClient, play: Play) -> None:
    made = await _forum(play, client)
    forum = client.get_channel(int(made["id"]))
    assert isinstance(forum, discord.ForumChannel)
    assert (forum.name, [tag.name for tag in forum.available_tags]) == ("books-to-read", ["open", "done", "chosen"])
    opened = await forum.create_thread(
        name="Bread", content="Shall we?", applied_tags=[forum.available_tags[0]], auto_archive_duration=60
    )
    assert (opened.thread.id, opened.message.content) == (opened.message.id, "Shall we?")
    assert [tag.name for tag in opened.thread.applied_tags] == ["open"]
    await play.person("Mia").say("Yes.", in_=str(opened.thread.id))
    fetched = await client.fetch_channel(opened.thread.id)
    assert isinstance(fetched, discord.Thread)
    assert (fetched.message_count, fetched.total_message_sent) == (1, 1), "the first message is not counted"
    assert [each.content async for each in fetched.history(oldest_first=True, limit=1)] == ["Shall we?"]
    assert [each.id for each in await client.guilds[0].active_threads()] == [opened.thread.id]


async def test_people_post_as_well_and_the_bot_hears_of_it(client: StockClient, play: Play) -> None:
    await _forum(play, client)
    created = client.wait_for("thread_create", timeout=60)
    said = client.wait_for("message", timeout=60)
    thread = await play.person("Mia").post("books-to-read", "Rye", "I suggest rye.", tags=["open"])
    assert ((await created).id, (await said).id) == (int(thread.id), int(thread.id))


async def test_posts_are_listed_when_archived_and_carry_their_tags_on(client: StockClient, play: Play) -> None:
    made = await _forum(play, client)
    forum = client.get_channel(int(made["id"]))
    assert isinstance(forum, discord.ForumChannel)
    threads = [(await forum.create_thread(name=f"Post {number}", content="x")).thread for number in range(3)]
    await threads[0].edit(archived=True)
    await threads[1].add_tags(forum.available_tags[1])
    assert [each.name async for each in forum.archived_threads()] == ["Post 0"]
    fetched = await client.fetch_channel(threads[1].id)
    assert isinstance(fetched, discord.Thread)
    assert [tag.name for tag in fetched.applied_tags] == ["done"]


async def test_a_forum_that_wants_a_tag_refuses_a_post_without_one(bot: BareBot, play: Play) -> None:
    forum = await _forum(play, flags=16)
    path = f"/channels/{forum['id']}/threads"
    post = {"name": "Bread", "message": {"content": "Shall we?"}}
    assert (await bot.refused("POST", path, post))[:2] == (400, 40067)
    status, made = await bot.call("POST", path, post | {"applied_tags": [_tag(forum, "done")]})
    assert (status, made["applied_tags"], made["message"]["id"]) == (201, [_tag(forum, "done")], made["id"])
    assert (await bot.refused("PATCH", f"/channels/{made['id']}", {"applied_tags": []}))[:2] == (400, 40067)


async def test_a_forum_whose_tags_are_all_moderators_has_none_for_members(play: Play) -> None:
    await _forum(play, available_tags=[{"name": "chosen", "moderated": True}], flags=16)
    with pytest.raises(Rejected) as refused:
        await play.person("Mia").post("books-to-read", "Rye", "I suggest rye.")
    assert refused.value.code == 40066
    with pytest.raises(Rejected) as moderated:
        await play.person("Mia").post("books-to-read", "Rye", "I suggest rye.", tags=["chosen"])
    assert moderated.value.code == 50013


POST: dict[str, Any] = {"name": "Bread", "message": {"content": "Shall we?"}}
WRONG_POSTS: dict[str, tuple[dict[str, Any], tuple[int, int]]] = {
    "no message": ({"name": "Bread"}, (400, 50035)),
    "an empty message": ({"name": "Bread", "message": {"content": ""}}, (400, 50006)),
    "a message of 2001": ({"name": "Bread", "message": {"content": "x" * 2001}}, (400, 50035)),
    "no name": ({"message": {"content": "x"}}, (400, 50035)),
    "a name of 101": (POST | {"name": "x" * 101}, (400, 50035)),
    "six tags": (POST | {"applied_tags": [str(number) for number in range(6)]}, (400, 50035)),
    "an unknown tag": (POST | {"applied_tags": ["123"]}, (404, 10087)),
}


@pytest.mark.parametrize(("body", "answer"), WRONG_POSTS.values(), ids=WRONG_POSTS.keys())
async def test_a_post_that_cannot_be_is_refused(
    bot: BareBot, play: Play, body: dict[str, Any], answer: tuple[int, int]
) -> None:
    forum = await _forum(play)
    assert (await bot.refused("POST", f"/channels/{forum['id']}/threads", body))[:2] == answer
    assert (await bot.call("GET", f"/guilds/{play.guild_id}/threads/active"))[1]["threads"] == []


async def test_messages_go_into_posts_and_never_into_the_forum_itself(bot: BareBot, play: Play) -> None:
    forum = await _forum(play)
    path = f"/channels/{forum['id']}/messages"
    assert (await bot.refused("POST", path, {"content": "x"}))[:2] == (400, 40058)


async def test_posting_needs_the_right_to_send(bot: BareBot, play: Play) -> None:
    forum = await _forum(play)
    deny = {"type": 1, "deny": str(1 << 11)}
    await play.person("Ada").call("PUT", f"/channels/{forum['id']}/permissions/{bot.sandbox.world.bot.id}", deny)
    assert (await bot.refused("POST", f"/channels/{forum['id']}/threads", POST))[:2] == (403, 50013)


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ([{"name": f"tag {number}"} for number in range(21)], 30048),
        ([{"name": "open"}, {"name": "open"}], 40061),
        ([{"name": "x" * 21}], 50035),
    ],
)
async def test_a_forum_has_twenty_tags_with_short_names_of_their_own(play: Play, tags: Any, code: int) -> None:
    with pytest.raises(Rejected) as refused:
        await _forum(play, available_tags=tags)
    assert refused.value.code == code


async def test_a_tag_keeps_its_id_when_it_is_sent_along_and_leaves_its_posts_with_the_forum(play: Play) -> None:
    ada = play.person("Ada")
    forum = await _forum(play)
    thread = await ada.post("books-to-read", "Bread", "Shall we?", tags=["open", "done"])
    kept = {"id": _tag(forum, "done"), "name": "finished"}
    changed = await ada.call("PATCH", f"/channels/{forum['id']}", {"available_tags": [kept, {"name": "new"}]})
    assert (_tag(changed, "finished"), len(changed["available_tags"])) == (_tag(forum, "done"), 2)
    assert (await ada.call("GET", f"/channels/{thread.id}"))["applied_tags"] == [_tag(forum, "done")]


async def test_one_post_is_pinned_and_does_not_archive(play: Play) -> None:
    ada = play.person("Ada")
    await _forum(play)
    first, second = [await ada.post("books-to-read", name, "x") for name in ("One", "Two")]
    assert (await ada.call("PATCH", f"/channels/{first.id}", {"flags": 2}))["flags"] == 2
    with pytest.raises(Rejected) as full:
        await ada.call("PATCH", f"/channels/{second.id}", {"flags": 2})
    assert full.value.code == 30047
    await play.skip(seconds=8 * 86_400)
    assert {each.name: each.archived for each in await play.threads()} == {"One": False, "Two": True}


async def test_slow_mode_of_a_forum_is_for_posts_and_what_it_hands_on_for_messages(play: Play) -> None:
    await _forum(play, rate_limit_per_user=60, default_thread_rate_limit_per_user=10)
    mia = play.person("Mia")
    thread = await mia.post("books-to-read", "Rye", "I suggest rye.")
    assert thread.raw["rate_limit_per_user"] == 10
    with pytest.raises(Rejected) as slowed:
        await mia.post("books-to-read", "Spelt", "Or spelt.")
    assert (slowed.value.status, slowed.value.code) == (429, 20016)
    await play.skip(seconds=61)
    await mia.post("books-to-read", "Spelt", "Or spelt.")


async def test_a_thousand_active_threads_are_enough(bot: BareBot, play: Play, sandbox: Sandbox) -> None:
    forum = await _forum(play)
    allow_bot(sandbox, "manage_threads")
    status, first = await bot.call("POST", f"/channels/{forum['id']}/threads", POST)
    assert status == 201
    guild = next(iter(sandbox.world.guilds.values()))
    one = guild.threads[int(first["id"])]
    guild.threads |= dict.fromkeys(range(999), one)
    assert (await bot.refused("POST", f"/channels/{forum['id']}/threads", POST))[:2] == (400, 160006)
