"""Threads and who is in them."""

from sandbox.world import forums, joining, render, thread_members, threads
from sandbox.world.events import Intent
from sandbox.world.refusals import MISSING_ACCESS, UNKNOWN_MEMBER, Refused
from sandbox.world.things import Channel, Json

from .calls import Call, Reply, Subject, nothing

subject = Subject("Threads")


@subject.route(
    "POST",
    "/channels/{channel_id}/messages/{message_id}/threads",
    differs='No notice (type 18) in the channel; Discord posts one for an "older" message, and says not how old',
)
def open_from_message(call: Call) -> Reply:
    """Open the thread of a message"""
    thread, events = threads.open_from(call.world, call.now, call.caller_id, call.message(), call.form)
    return Reply(render.channel(call.world, thread, call.caller_id), events, 201)


@subject.route("POST", "/channels/{channel_id}/threads")
def open_alone(call: Call) -> Reply:
    """Open a thread without a message, or in a forum a post"""
    parent = call.channel()
    if parent.forum is not None:
        thread, first, events = forums.open_post(call.world, call.now, call.caller_id, parent, call.form, call.files)
        told = render.channel(call.world, thread, call.caller_id)
        return Reply(told | {"message": render.message(call.world, first, call.caller_id)}, events, 201)
    thread, events = threads.open_alone(call.world, call.now, call.caller_id, parent, call.form)
    return Reply(render.channel(call.world, thread, call.caller_id), events, 201)


@subject.route("GET", "/channels/{channel_id}/thread-members")
def members(call: Call) -> Reply:
    """Who is in a thread; a bot needs the members intent granted. Paged where `with_member` is asked for"""
    channel = call.channel()
    everybody = sorted(thread_members.state_of(channel).members)
    if call.is_bot and not call.world.application.privileged_intents & Intent.GUILD_MEMBERS:
        raise Refused(MISSING_ACCESS)
    if not call.flag("with_member"):
        return Reply([render.thread_member(channel, each) for each in everybody])
    limit, after = call.limit(100, 100), call.number_or("after", 0)
    return Reply([_whole(call, channel, each) for each in everybody if each > after][:limit])


def _whole(call: Call, channel: Channel, user_id: int) -> Json:
    known = call.world.guilds[channel.guild_id or 0].members.get(user_id)
    told = render.thread_member(channel, user_id)
    return told | ({"member": render.member(call.world, known)} if known else {})


@subject.route("PUT", "/channels/{channel_id}/thread-members/@me")
def join(call: Call) -> Reply:
    """Join a thread"""
    return nothing(joining.join(call.world, call.now, call.caller_id, call.channel(), call.caller_id))


@subject.route("DELETE", "/channels/{channel_id}/thread-members/@me")
def leave(call: Call) -> Reply:
    """Leave a thread"""
    return nothing(joining.leave(call.world, call.now, call.caller_id, call.channel(), call.caller_id))


@subject.route("GET", "/channels/{channel_id}/thread-members/{user_id}")
def member(call: Call) -> Reply:
    """One member of a thread"""
    channel = call.channel()
    if call.id("user_id") not in thread_members.state_of(channel).members:
        raise Refused(UNKNOWN_MEMBER)
    if call.flag("with_member"):
        return Reply(_whole(call, channel, call.id("user_id")))
    return Reply(render.thread_member(channel, call.id("user_id")))


@subject.route("PUT", "/channels/{channel_id}/thread-members/{user_id}")
def add(call: Call) -> Reply:
    """Add somebody to a thread"""
    return nothing(joining.join(call.world, call.now, call.caller_id, call.channel(), call.id("user_id")))


@subject.route("DELETE", "/channels/{channel_id}/thread-members/{user_id}")
def remove(call: Call) -> Reply:
    """Remove somebody from a thread"""
    return nothing(joining.leave(call.world, call.now, call.caller_id, call.channel(), call.id("user_id")))


@subject.route("GET", "/guilds/{guild_id}/threads/active")
def active(call: Call) -> Reply:
    """A server's threads that are not archived"""
    return Reply(_listed(call, threads.active(call.world, call.guild(), call.caller_id), more=False))


@subject.route("GET", "/channels/{channel_id}/threads/archived/public")
def archived_public(call: Call) -> Reply:
    """Archived public threads, newest archived first"""
    return _archived(call, private=False)


@subject.route("GET", "/channels/{channel_id}/threads/archived/private")
def archived_private(call: Call) -> Reply:
    """Archived private threads, newest archived first"""
    return _archived(call, private=True)


@subject.route("GET", "/channels/{channel_id}/users/@me/threads/archived/private")
def archived_joined(call: Call) -> Reply:
    """Archived private threads the caller is in, by id"""
    page, more = threads.archived(
        call.world,
        call.caller_id,
        call.channel(),
        private=True,
        joined_only=True,
        before_id=call.number("before"),
        limit=call.limit(50, 100, least=2),
    )
    return Reply(_listed(call, page, more=more))


def _archived(call: Call, *, private: bool) -> Reply:
    page, more = threads.archived(
        call.world,
        call.caller_id,
        call.channel(),
        private=private,
        before_ms=call.instant("before"),
        limit=call.limit(50, 100, least=2),
    )
    return Reply(_listed(call, page, more=more))


def _listed(call: Call, found: list[Channel], *, more: bool) -> Json:
    return {
        "threads": [render.channel(call.world, each, call.caller_id) for each in found],
        "members": [
            render.thread_member(each, call.caller_id)
            for each in found
            if each.thread and call.caller_id in each.thread.members
        ],
        "has_more": more,
    }
