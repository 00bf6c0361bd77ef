"""Walks through threads, forums and the calendar."""

from datetime import UTC, datetime, timedelta

import discord

from .stage import Stage


async def threads(stage: Stage) -> None:
    """Opened in both ways, joined, left, listed, archived, deleted."""
    general, max_ = stage.general, discord.Object(int(stage.play.person("Max").id))
    message = await general.send("An article")
    created = stage.expect("thread_create")
    thread = await message.create_thread(name="Reading", auto_archive_duration=60)
    assert (await created).id == thread.id == message.id
    private = await general.create_thread(name="Rehearsal")
    joined = stage.expect("thread_member_join")
    await thread.add_user(max_)
    assert (await joined).id == max_.id
    await thread.fetch_member(max_.id)
    assert {each.id for each in await thread.fetch_members()} == {max_.id, stage.guild.me.id}
    await thread.remove_user(max_)
    await thread.leave()
    await thread.join()
    assert {each.id for each in await stage.guild.active_threads()} == {thread.id, private.id}
    updated = stage.expect("raw_thread_update")
    await thread.edit(archived=True)
    assert (await updated).data["thread_metadata"]["archived"]
    await private.edit(archived=True)
    assert [each.id async for each in general.archived_threads()] == [thread.id]
    assert [each.id async for each in general.archived_threads(private=True)] == [private.id]
    assert [each.id async for each in general.archived_threads(private=True, joined=True)] == [private.id]
    await thread.send("It wakes.")
    deleted = stage.expect("raw_thread_delete")
    await thread.delete()
    assert (await deleted).thread_id == thread.id


async def forums(stage: Stage) -> None:
    """A forum with tags, and a post in it."""
    forum = await stage.guild.create_forum("books", available_tags=[discord.ForumTag(name="open")])
    post = await forum.create_thread(name="Bread", content="Shall we?", applied_tags=[forum.available_tags[0]])
    assert post.thread.id == post.message.id
    await post.thread.remove_tags(forum.available_tags[0])
    await forum.create_tag(name="done")
    assert [each.id for each in await stage.guild.active_threads() if each.parent_id == forum.id] == [post.thread.id]


async def calendar(stage: Stage) -> None:
    """An event made, changed, attended and deleted."""
    start = datetime.now(UTC) + timedelta(hours=1)
    created = stage.expect("scheduled_event_create")
    made = await stage.guild.create_scheduled_event(
        name="We read",
        start_time=start,
        end_time=start + timedelta(hours=2),
        entity_type=discord.EntityType.external,
        privacy_level=discord.PrivacyLevel.guild_only,
        location="#readings",
    )
    assert (await created).id == made.id
    mia = stage.play.person("Mia")
    added = stage.expect("scheduled_event_user_add")
    await mia.attend(str(made.id))
    assert (await added)[1].id == int(mia.id)
    assert [user.id async for user in made.users()] == [int(mia.id)]
    removed = stage.expect("scheduled_event_user_remove")
    await mia.attend(str(made.id), interested=False)
    await removed
    assert [each.id for each in await stage.guild.fetch_scheduled_events()] == [made.id]
    assert (await stage.guild.fetch_scheduled_event(made.id)).name == "We read"
    updated = stage.expect("scheduled_event_update")
    await made.edit(name="We read on")
    assert (await updated)[1].name == "We read on"
    deleted = stage.expect("scheduled_event_delete")
    await made.delete()
    assert (await deleted).id == made.id
