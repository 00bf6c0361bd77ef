"""Messages and their reactions."""

from sandbox.world import messages, reactions, render
from sandbox.world.events import ALL_INTENTS, Event, Intent, Listener, without_hidden_content
from sandbox.world.permissions import Permission
from sandbox.world.refusals import UNKNOWN_MESSAGE, Refused
from sandbox.world.things import Json, Message

from .calls import Call, Reply, Subject, Who, nothing

subject = Subject("Messages and reactions")
BURST = 1


def told(call: Call, message: Message) -> Json:
    """A message as the caller may read it.

    A bot without the message-content intent reads emptied messages over REST too.
    """
    data = render.message(call.world, message, call.caller_id)
    if not call.is_bot or message.guild_id is None:
        return data
    granted = call.world.application.privileged_intents & Intent.MESSAGE_CONTENT
    return without_hidden_content(data, Listener(call.caller_id, ALL_INTENTS if granted else 0))


@subject.route("GET", "/channels/{channel_id}/messages")
def history(call: Call) -> Reply:
    """A page of a channel's messages, newest first"""
    page = messages.history(
        call.world,
        call.caller_id,
        call.channel(),
        limit=call.number_or("limit", 50),
        before=call.number("before"),
        after=call.number("after"),
        around=call.number("around"),
    )
    return Reply([told(call, each) for each in page])


@subject.route(
    "POST",
    "/channels/{channel_id}/messages",
    differs='A nonce is remembered for three minutes (Discord: "the past few minutes"); stickers and forwarding answer '
    "501; naming somebody in a thread does not add them to it",
)
def send(call: Call) -> Reply:
    """Send a message"""
    body = (
        call.form if call.is_bot else {key: call.form[key] for key in call.form if key not in ("components", "embeds")}
    )
    message, events = messages.send(call.world, call.now, call.caller_id, call.channel(), body, call.files)
    data = render.message(call.world, message, call.caller_id)
    if message.nonce is not None:
        data["nonce"] = message.nonce
    return Reply(data, events)


@subject.route("POST", "/channels/{channel_id}/messages/bulk-delete", Who.BOT)
def bulk_delete(call: Call) -> Reply:
    """Delete 2 to 100 messages"""
    ids = [int(each) for each in call.form.get("messages") or []]
    return nothing(messages.bulk_delete(call.world, call.now, call.caller_id, call.channel(), ids))


@subject.route("GET", "/channels/{channel_id}/messages/{message_id}")
def one(call: Call) -> Reply:
    """One message"""
    call.world.require(call.caller_id, call.channel(), Permission.READ_MESSAGE_HISTORY)
    message = call.message()
    if message.seen_by is not None:
        raise Refused(UNKNOWN_MESSAGE)
    return Reply(told(call, message))


@subject.route("PATCH", "/channels/{channel_id}/messages/{message_id}")
def edit(call: Call) -> Reply:
    """Edit a message"""
    message = call.message()
    if message.seen_by is not None:
        raise Refused(UNKNOWN_MESSAGE)
    events = messages.edit(call.world, call.now, call.caller_id, message, call.form, call.files)
    return Reply(render.message(call.world, message, call.caller_id), events)


@subject.route("DELETE", "/channels/{channel_id}/messages/{message_id}")
def delete(call: Call) -> Reply:
    """Delete a message; people may so dismiss an ephemeral one"""
    message = call.message()
    if message.seen_by is not None:
        return nothing(messages.remove(call.world, message))
    return nothing(messages.delete(call.world, call.caller_id, message))


@subject.route("POST", "/channels/{channel_id}/typing")
def typing(call: Call) -> Reply:
    """Show that one is typing"""
    channel = call.channel()
    call.world.require(call.caller_id, channel, Permission.SEND_MESSAGES)
    data: Json = {"channel_id": str(channel.id), "user_id": str(call.caller_id), "timestamp": call.now // 1000}
    guild = call.world.guilds.get(channel.guild_id or 0)
    if guild is not None:
        data |= {"guild_id": str(guild.id), "member": render.member(call.world, guild.members[call.caller_id])}
    return nothing([Event("TYPING_START", data, channel.guild_id, Intent.GUILD_MESSAGE_TYPING, channel)])


REACTIONS = "/channels/{channel_id}/messages/{message_id}/reactions"


@subject.route(
    "PUT",
    f"{REACTIONS}/{{emoji_name}}/@me",
    differs="Any short text that is not plain ASCII passes for an emoji; everybody may burst",
)
def react(call: Call) -> Reply:
    """React; people with `type=1` in a burst"""
    burst = call.number("type") == BURST
    return nothing(reactions.add(call.world, call.caller_id, call.message(), call.path["emoji_name"], burst=burst))


@subject.route("DELETE", f"{REACTIONS}/{{emoji_name}}/@me")
def unreact(call: Call) -> Reply:
    """Take one's own reaction off"""
    return _unreact(call, call.caller_id)


@subject.route("DELETE", f"{REACTIONS}/{{emoji_name}}/{{user_id}}")
def unreact_other(call: Call) -> Reply:
    """Take another's reaction off"""
    return _unreact(call, call.id("user_id"))


@subject.route("DELETE", f"{REACTIONS}/{{emoji_name}}/{{reaction_type}}/@me", Who.PEOPLE)
def unreact_typed(call: Call) -> Reply:
    """Take one's own normal (0) or burst (1) reaction off"""
    return _unreact(call, call.caller_id, burst=call.id("reaction_type") == BURST)


def _unreact(call: Call, user_id: int, *, burst: bool | None = None) -> Reply:
    emoji = call.path["emoji_name"]
    return nothing(reactions.remove(call.world, call.caller_id, call.message(), emoji, user_id, burst=burst))


@subject.route("GET", f"{REACTIONS}/{{emoji_name}}")
def reactors(call: Call) -> Reply:
    """Who reacted with an emoji, normally or (`type=1`) in a burst"""
    call.world.require(call.caller_id, call.channel(), Permission.READ_MESSAGE_HISTORY)
    found = reactions.users(
        call.message(),
        call.path["emoji_name"],
        burst=call.number("type") == BURST,
        limit=call.number_or("limit", 25),
        after=call.number_or("after", 0),
    )
    return Reply([render.user(call.world.users[each]) for each in found])


@subject.route("DELETE", f"{REACTIONS}/{{emoji_name}}")
def clear_emoji(call: Call) -> Reply:
    """Take off all reactions of one kind"""
    return nothing(reactions.clear(call.world, call.caller_id, call.message(), call.path["emoji_name"]))


@subject.route("DELETE", REACTIONS)
def clear_all(call: Call) -> Reply:
    """Take off all reactions"""
    return nothing(reactions.clear(call.world, call.caller_id, call.message()))
