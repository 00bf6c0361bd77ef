"""Pinned messages, by the routes of today and those they replaced."""

from sandbox.world import pins
from sandbox.world.values import instant

from .calls import Call, Reply, Subject, nothing
from .messages import told

subject = Subject("Pins")
NEW, OLD = "/channels/{channel_id}/messages/pins", "/channels/{channel_id}/pins"


@subject.route("PUT", f"{NEW}/{{message_id}}")
@subject.route("PUT", f"{OLD}/{{message_id}}")
def pin(call: Call) -> Reply:
    """Pin a message"""
    return nothing(pins.pin(call.world, call.now, call.caller_id, call.message()))


@subject.route("DELETE", f"{NEW}/{{message_id}}")
@subject.route("DELETE", f"{OLD}/{{message_id}}")
def unpin(call: Call) -> Reply:
    """Take a pin off"""
    return nothing(pins.unpin(call.world, call.caller_id, call.message()))


@subject.route("GET", NEW)
def page(call: Call) -> Reply:
    """A page of a channel's pins, the latest first"""
    found, more = pins.listed(
        call.world,
        call.caller_id,
        call.channel(),
        before_ms=call.instant("before"),
        limit=call.number_or("limit", pins.PAGE),
    )
    items = [{"pinned_at": instant(each.pinned_ms or 0), "message": told(call, each)} for each in found]
    return Reply({"items": items, "has_more": more})


@subject.route("GET", OLD)
def first(call: Call) -> Reply:
    """A channel's latest 50 pins"""
    found, _ = pins.listed(call.world, call.caller_id, call.channel())
    return Reply([told(call, each) for each in found])
