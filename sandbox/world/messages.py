"""Messages: sent, answered, edited, deleted and listed."""

from bisect import bisect_left, bisect_right

from . import render, thread_members
from .drafts import SETTABLE_FLAGS, Draft, Upload, read_draft, resolve_mentions
from .events import Event, Intent
from .permissions import Permission
from .refusals import (
    NO_MUTUAL_SERVER,
    NO_TEXT_HERE,
    NO_TEXT_IN_FORUM,
    NOT_YOURS_TO_EDIT,
    REPLY_WITHOUT_HISTORY,
    SYSTEM_MESSAGE,
    THREAD_ARCHIVED,
    THREAD_LOCKED,
    TOO_OLD_FOR_BULK,
    UNKNOWN_MESSAGE,
    WRONG_BULK_COUNT,
    Form,
    Refused,
    not_built,
    refuse_field,
    slowed,
)
from .snowflakes import time_of
from .state import World
from .things import Channel, ChannelType, Due, Json, Message, MessageFlag, MessageType, Thread

# Discord's documentation says "the past few minutes" and no more.
NONCE_WINDOW_MS = 180_000
BULK_DELETE_AGE_MS = 14 * 86_400_000
_FORWARD = 1
_EDITABLE = frozenset(
    {MessageType.DEFAULT, MessageType.REPLY, MessageType.CHAT_INPUT_COMMAND, MessageType.CONTEXT_MENU_COMMAND}
)


def message_event(world: World, name: str, message: Message) -> Event:
    """MESSAGE_CREATE or MESSAGE_UPDATE, for those who may see the message.

    An ephemeral one reaches its one reader only.
    """
    channel = world.channels[message.channel_id]
    data = render.message(world, message)
    data["channel_type"] = int(channel.type)
    guild = world.guilds.get(message.guild_id or 0)
    if guild is not None:
        data["guild_id"] = str(guild.id)
        author = guild.members.get(message.author_id)
        if author is not None:
            data["member"] = render.member(world, author, with_user=False)
        for person in data["mentions"]:
            if int(person["id"]) in guild.members:
                person["member"] = render.member(world, guild.members[int(person["id"])], with_user=False)
    if name == "MESSAGE_CREATE" and message.nonce is not None:
        data["nonce"] = message.nonce
    only = None if message.seen_by is None else frozenset({message.seen_by})
    return Event(name, data, message.guild_id, Intent.GUILD_MESSAGES, channel, only, holds_content=True)


def send(
    world: World, now: int, author_id: int, channel: Channel, body: Json, files: dict[str, Upload]
) -> tuple[Message, list[Event]]:
    """Send a message as a user or the bot.

    With `enforce_nonce`, a nonce used a moment ago returns the first message and sends nothing.
    """
    _require_sending(world, author_id, channel, body, files)
    earlier = _by_nonce(world, now, author_id, body)
    if earlier is not None:
        return earlier, []
    check_slow_mode(world, now, author_id, channel)
    replied_to = _replied_to(world, author_id, channel, body.get("message_reference"))
    draft = read_draft(world, now, body, files, channel)
    message = Message(world.snowflakes.mint(now), channel.id, author_id, now, channel.guild_id)
    message.nonce, message.tts = body.get("nonce"), bool(body.get("tts"))
    if replied_to is not None:
        message.type = MessageType.REPLY
        message.reference = reference_to(replied_to)
    apply(world, message, draft)
    resolve_mentions(world, message, channel, draft.allowed_mentions, replied_to)
    if message.nonce is not None:
        world.nonces[author_id, str(message.nonce)] = (now, message)
    channel.last_sent_ms[author_id] = now
    return message, [*post(world, now, channel, message), *_called_in(world, now, channel, message)]


def apply(world: World, message: Message, draft: Draft) -> None:
    """Put a checked draft's parts on a message."""
    for attachment, content in draft.uploads:
        world.files[attachment.id] = content
    if draft.content is not None:
        message.content = draft.content
    if draft.embeds is not None:
        message.embeds = draft.embeds
    if draft.components is not None:
        message.components = draft.components
    if draft.attachments is not None:
        message.attachments = draft.attachments
    if draft.poll is not None:
        message.poll = draft.poll
        world.polls[message.id] = message
        world.expect(draft.poll.ends_ms, Due.POLL_END, message.id)
    if draft.flags is not None:
        message.flags = (
            message.flags & ~SETTABLE_FLAGS | draft.flags & SETTABLE_FLAGS | (message.flags & MessageFlag.COMPONENTS_V2)
        )


def post(world: World, now: int, channel: Channel, message: Message) -> list[Event]:
    """Put a finished message into its channel's history; wakes a thread."""
    events = wake(world, now, channel, message.author_id)
    world.timelines[channel.id].add(message)
    channel.last_message_id = message.id
    if channel.thread is not None:
        _count_in_thread(now, channel.thread, message)
    return [*events, message_event(world, "MESSAGE_CREATE", message)]


def _called_in(world: World, now: int, channel: Channel, message: Message) -> list[Event]:
    """Who is mentioned in a thread becomes a member of it; in a private one that is not open to invitations, nobody."""
    thread = channel.thread
    if thread is None or channel.guild_id is None:
        return []
    hosts = thread.owner_id == message.author_id or world.may(message.author_id, channel, Permission.MANAGE_THREADS)
    if channel.type == ChannelType.PRIVATE_THREAD and not (thread.invitable or hosts):
        return []
    members, parent = world.guilds[channel.guild_id].members, world.channels[channel.parent_id or 0]
    called = [each for each in message.mentions if each in members and f"{each}>" in message.content]
    seeing = [each for each in called if world.may(each, parent, Permission.VIEW_CHANNEL)]
    return [event for each in seeing for event in thread_members.let_in(world, now, channel, each)]


def _count_in_thread(now: int, thread: Thread, message: Message) -> None:
    """A thread's first message is not counted: the notice that begins it, or the post itself in a forum."""
    thread.active_ms = now
    if message.type != MessageType.THREAD_STARTER and message.id != message.channel_id:
        thread.message_count += 1
        thread.total_sent += 1


def wake(world: World, now: int, channel: Channel, author_id: int) -> list[Event]:
    """Bring an archived thread back because somebody writes in it, and make the writer a member of it."""
    events: list[Event] = []
    if channel.thread is None:
        return events
    if channel.thread.archived:
        channel.thread.archived, channel.thread.archive_changed_ms = False, now
        world.expect(now + channel.thread.auto_archive_minutes * 60_000, Due.THREAD_IDLE, channel.id)
        events.append(Event("THREAD_UPDATE", render.channel(world, channel), channel.guild_id, Intent.GUILDS, channel))
        events += thread_members.told_their_own(channel)
    return [*events, *thread_members.let_in(world, now, channel, author_id)]


def _require_sending(world: World, author_id: int, channel: Channel, body: Json, files: dict[str, Upload]) -> None:
    if channel.type in (ChannelType.CATEGORY, ChannelType.FORUM):
        raise Refused(NO_TEXT_HERE if channel.type == ChannelType.CATEGORY else NO_TEXT_IN_FORUM)
    needed = Permission.SEND_MESSAGES_IN_THREADS if channel.thread else Permission.SEND_MESSAGES
    world.require(author_id, channel, needed)
    require_carrying(world, author_id, channel, body, files)
    if channel.thread:
        _require_unlocked(world, author_id, channel, channel.thread)
    if channel.guild_id is None:
        _require_mutual_server(world, channel)


def _require_unlocked(world: World, author_id: int, channel: Channel, thread: Thread) -> None:
    """In a locked thread only those who manage threads write and edit."""
    if thread.locked:
        refusal = THREAD_ARCHIVED if thread.archived else THREAD_LOCKED
        world.require(author_id, channel, Permission.MANAGE_THREADS, refusal)


def _require_mutual_server(world: World, channel: Channel) -> None:
    """Two who share no server cannot write to each other."""
    both = set(channel.recipients)
    if not any(both <= guild.members.keys() for guild in world.guilds.values()):
        raise Refused(NO_MUTUAL_SERVER)


def require_carrying(world: World, author_id: int, channel: Channel, body: Json, files: dict[str, Upload]) -> None:
    """The rights that what a message carries needs: files, embeds, a poll, speech."""
    if files or body.get("attachments"):
        world.require(author_id, channel, Permission.ATTACH_FILES)
    if body.get("embeds"):
        world.require(author_id, channel, Permission.EMBED_LINKS)
    if body.get("poll"):
        world.require(author_id, channel, Permission.SEND_POLLS)
    if body.get("tts"):
        world.require(author_id, channel, Permission.SEND_TTS_MESSAGES)


def check_slow_mode(world: World, now: int, author_id: int, channel: Channel) -> None:
    """Refuse (429) a person who has written here within the channel's slow mode; bots are never slowed."""
    if not channel.slow_mode or world.users[author_id].bot or world.may(author_id, channel, Permission.BYPASS_SLOWMODE):
        return
    wait_ms = channel.last_sent_ms.get(author_id, 0) + channel.slow_mode * 1000 - now
    if wait_ms > 0:
        raise Refused(slowed(wait_ms / 1000))


def _by_nonce(world: World, now: int, author_id: int, body: Json) -> Message | None:
    """The message already sent with this nonce, by this author and in whatever channel."""
    nonce = body.get("nonce")
    if nonce is None:
        return None
    if len(str(nonce)) > 25:
        raise refuse_field(("nonce",), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    if not body.get("enforce_nonce"):
        return None
    sent_ms, first = world.nonces.get((author_id, str(nonce)), (0, None))
    if first is None or now - sent_ms > NONCE_WINDOW_MS:
        return None
    if first.channel_id not in world.timelines or first.id not in world.timelines[first.channel_id].by_id:
        raise Refused(UNKNOWN_MESSAGE)
    return first


def _replied_to(world: World, author_id: int, channel: Channel, reference: Json | None) -> Message | None:
    if not reference or reference.get("message_id") is None:
        return None
    if reference.get("type") == _FORWARD:
        raise Refused(not_built("forwarded messages"))
    if not world.may(author_id, channel, Permission.READ_MESSAGE_HISTORY):
        raise Refused(REPLY_WITHOUT_HISTORY)
    target = world.timelines[channel.id].by_id.get(int(reference["message_id"]))
    if target is None:
        if reference.get("fail_if_not_exists", True):
            wrong = ("REPLIES_UNKNOWN_MESSAGE", "Unknown message")
            raise refuse_field(("message_reference",), *wrong, foreseeable=False)
        return None
    if target.type not in _EDITABLE and target.type != MessageType.THREAD_STARTER:
        raise refuse_field(
            ("message_reference",), "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", "Cannot reply to a system message"
        )
    return target


def reference_to(target: Message) -> Json:
    """A message reference."""
    reference: Json = {"type": 0, "channel_id": str(target.channel_id), "message_id": str(target.id)}
    if target.guild_id is not None:
        reference["guild_id"] = str(target.guild_id)
    return reference


def edit(world: World, now: int, editor_id: int, message: Message, body: Json, files: dict[str, Upload]) -> list[Event]:
    """Edit a message. Others' messages: only `flags`, with MANAGE_MESSAGES."""
    channel = world.channels[message.channel_id]
    if channel.thread and channel.thread.archived:
        raise Refused(THREAD_ARCHIVED)
    if message.author_id != editor_id:
        if set(body) - {"flags"}:
            raise Refused(NOT_YOURS_TO_EDIT)
        world.require(editor_id, channel, Permission.MANAGE_MESSAGES)
    elif message.type not in _EDITABLE:
        raise Refused(SYSTEM_MESSAGE)
    if channel.thread:
        _require_unlocked(world, editor_id, channel, channel.thread)
    return revise(world, now, message, body, files)


def revise(world: World, now: int, message: Message, body: Json, files: dict[str, Upload]) -> list[Event]:
    """Edit a message whose editor is known to be allowed."""
    channel = world.channels[message.channel_id]
    draft = read_draft(world, now, body, files, channel, old=message)
    apply(world, message, draft)
    message.flags &= ~MessageFlag.LOADING
    if draft.content is not None:
        resolve_mentions(world, message, channel, draft.allowed_mentions)
    message.edited_ms = now
    return [message_event(world, "MESSAGE_UPDATE", message)]


def delete(world: World, deleter_id: int, message: Message) -> list[Event]:
    """Delete one's own message, or another's with MANAGE_MESSAGES; the one thing that can be done in the archive."""
    channel = world.channels[message.channel_id]
    if channel.thread and channel.thread.archived:
        _require_unlocked(world, deleter_id, channel, channel.thread)
    if message.author_id != deleter_id:
        world.require(deleter_id, channel, Permission.MANAGE_MESSAGES)
    return remove(world, message)


def remove(world: World, message: Message) -> list[Event]:
    """Take a message out of the world, ephemeral or not."""
    channel = world.channels[message.channel_id]
    only = None
    if message.seen_by is not None:
        world.ephemeral.pop(message.id, None)
        only = frozenset({message.seen_by})
    else:
        world.timelines[channel.id].remove(message.id)
        world.polls.pop(message.id, None)
        if channel.thread and message.id != channel.id:
            channel.thread.message_count = max(0, channel.thread.message_count - 1)
    data = {"id": str(message.id), "channel_id": str(channel.id)}
    if channel.guild_id is not None:
        data["guild_id"] = str(channel.guild_id)
    return [Event("MESSAGE_DELETE", data, channel.guild_id, Intent.GUILD_MESSAGES, channel, only)]


def bulk_delete(world: World, now: int, deleter_id: int, channel: Channel, ids: list[int]) -> list[Event]:
    """Delete 2 to 100 messages younger than fourteen days at once; ids that do not exist are passed over."""
    world.require(deleter_id, channel, Permission.MANAGE_MESSAGES)
    if not 2 <= len(ids) <= 100:
        raise Refused(WRONG_BULK_COUNT)
    if len(set(ids)) != len(ids):
        raise refuse_field(("messages",), "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value")
    if any(now - time_of(message_id) > BULK_DELETE_AGE_MS for message_id in ids):
        raise Refused(TOO_OLD_FOR_BULK)
    timeline = world.timelines[channel.id]
    gone = [message_id for message_id in ids if message_id in timeline.by_id]
    for message_id in gone:
        timeline.remove(message_id)
    data: Json = {"ids": [str(each) for each in gone], "channel_id": str(channel.id)}
    if channel.guild_id is not None:
        data["guild_id"] = str(channel.guild_id)
    return [Event("MESSAGE_DELETE_BULK", data, channel.guild_id, Intent.GUILD_MESSAGES, channel)]


def history(
    world: World,
    reader_id: int,
    channel: Channel,
    *,
    limit: int = 50,
    before: int | None = None,
    after: int | None = None,
    around: int | None = None,
) -> list[Message]:
    """A page of messages, newest first. Without READ_MESSAGE_HISTORY it is empty, as at Discord."""
    if not 1 <= limit <= 100:
        form = Form()
        form.fail(("limit",), "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
        form.settle()
    if not world.may(reader_id, channel, Permission.READ_MESSAGE_HISTORY):
        return []
    timeline = world.timelines[channel.id]
    ids = timeline.ids
    if around is not None:
        middle = bisect_left(ids, around)
        start = max(0, middle - limit // 2)
        page = ids[start : start + limit]
    elif after is not None:
        start = bisect_right(ids, after)
        page = ids[start : start + limit]
    else:
        end = len(ids) if before is None else bisect_left(ids, before)
        page = ids[max(0, end - limit) : end]
    return [timeline.by_id[message_id] for message_id in reversed(page)]
