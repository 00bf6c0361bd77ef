"""Channels and their permission overwrites."""

from sandbox.world import channels, overwrites, render

from .calls import Call, Reply, Subject, nothing

subject = Subject("Channels")


@subject.route("GET", "/channels/{channel_id}")
def channel(call: Call) -> Reply:
    """One channel or thread"""
    return Reply(render.channel(call.world, call.channel(), call.caller_id))


@subject.route("POST", "/guilds/{guild_id}/channels")
def create(call: Call) -> Reply:
    """Make a channel"""
    made, events = channels.create(call.world, call.now, call.caller_id, call.guild(), call.form)
    return Reply(render.channel(call.world, made, call.caller_id), events, 201)


@subject.route("PATCH", "/guilds/{guild_id}/channels")
def move(call: Call) -> Reply:
    """Move several channels at once"""
    return nothing(channels.move(call.world, call.caller_id, call.guild(), call.items))


@subject.route(
    "PATCH",
    "/channels/{channel_id}",
    differs="A channel's kind stays; the third name in ten minutes waits (429), as was observed: nothing is documented",
)
def edit(call: Call) -> Reply:
    """Change a channel, or rename, archive and lock a thread"""
    found = call.channel()
    events = channels.edit(call.world, call.now, call.caller_id, found, call.form)
    return Reply(render.channel(call.world, found, call.caller_id), events)


@subject.route("DELETE", "/channels/{channel_id}")
def delete(call: Call) -> Reply:
    """Delete a channel or thread"""
    found = call.channel()
    data = render.channel(call.world, found, call.caller_id)
    return Reply(data, channels.delete(call.world, call.caller_id, found))


@subject.route("PUT", "/channels/{channel_id}/permissions/{overwrite_id}")
def overwrite(call: Call) -> Reply:
    """Set what a channel allows and denies a role or member"""
    found, target = call.channel(), call.id("overwrite_id")
    return nothing(overwrites.put(call.world, call.caller_id, found, target, call.form))


@subject.route("DELETE", "/channels/{channel_id}/permissions/{overwrite_id}")
def remove_overwrite(call: Call) -> Reply:
    """Remove such an overwrite"""
    return nothing(overwrites.remove(call.world, call.caller_id, call.channel(), call.id("overwrite_id")))
