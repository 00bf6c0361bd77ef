"""Votes in polls. A poll itself is sent as part of a message."""

from sandbox.world import due, polls, render
from sandbox.world.refusals import refuse_field

from .calls import Call, Reply, Subject, Who, nothing

subject = Subject("Polls")
POLL = "/channels/{channel_id}/polls/{message_id}"


@subject.route(
    "PUT", f"{POLL}/answers/@me", Who.PEOPLE, differs="An answer that is not there: 50035; Discord documents nothing"
)
def vote(call: Call) -> Reply:
    """Vote for the answers in `answer_ids` and no others"""
    wanted = call.form.get("answer_ids")
    if not isinstance(wanted, list):
        raise refuse_field(("answer_ids",), "BASE_TYPE_LIST", "Only iterables may be used in a ListType")
    return nothing(polls.vote(call.world, call.now, call.caller_id, call.message(), wanted))


@subject.route("GET", f"{POLL}/answers/{{answer_id}}", differs="No poll there: 10008; Discord documents nothing")
def voters(call: Call) -> Reply:
    """Who voted for an answer"""
    found = polls.voters(
        call.message(), call.id("answer_id"), limit=call.number_or("limit", 25), after=call.number_or("after", 0)
    )
    return Reply({"users": [render.user(call.world.users[each]) for each in found]})


@subject.route("POST", f"{POLL}/expire", differs="The count is final at once")
def expire(call: Call) -> Reply:
    """End one's own poll; the count and the message with its result follow at once"""
    message = call.message()
    events = polls.end(call.world, call.now, call.caller_id, message)
    told = render.message(call.world, message, call.caller_id)
    return Reply(told, events + due.happen(call.world, call.now))
