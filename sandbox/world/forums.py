"""Forums: their tags, and posts, which are threads that begin with a message.

Limits are those of Discord's documentation: 20 tags a forum, 5 a post, one pinned post.
"""

from . import emoji, messages, threads
from .drafts import Upload, read_draft, resolve_mentions
from .events import Event
from .permissions import Permission
from .refusals import (
    MISSING_PERMISSIONS,
    NO_TAG_FOR_MEMBERS,
    TAG_NAMES_TWICE,
    TAG_REQUIRED,
    TOO_MANY_PINNED_POSTS,
    TOO_MANY_TAGS,
    UNKNOWN_TAG,
    WRONG_CHANNEL_TYPE,
    Form,
    Refused,
    refuse_field,
    within,
)
from .state import World
from .things import REQUIRE_TAG, Channel, ChannelType, Forum, Json, Message, Tag

TAGS, TAGS_ON_POST, TAG_NAME = 20, 5, 20


def open_post(
    world: World, now: int, opener_id: int, forum: Channel, body: Json, files: dict[str, Upload]
) -> tuple[Channel, Message, list[Event]]:
    """Open a post: a thread whose first message has the thread's own id. Needs SEND_MESSAGES in the forum."""
    world.require(opener_id, forum, Permission.SEND_MESSAGES)
    threads.check(body)
    if not isinstance(body.get("message"), dict):
        raise refuse_field(("message",), "BASE_TYPE_REQUIRED", "This field is required")
    messages.require_carrying(world, opener_id, forum, body["message"], files)
    tags = chosen_tags(world, opener_id, forum, body.get("applied_tags") or [])
    messages.check_slow_mode(world, now, opener_id, forum)
    with within("message"):
        draft = read_draft(world, now, body["message"], files, forum)
    thread, events = threads.opened(
        world,
        now,
        opener_id,
        forum,
        {**body, "applied_tags": tags},
        ChannelType.PUBLIC_THREAD,
        world.snowflakes.mint(now),
    )
    first = Message(thread.id, thread.id, opener_id, now, thread.guild_id)
    messages.apply(world, first, draft)
    resolve_mentions(world, first, thread, draft.allowed_mentions)
    forum.last_message_id = thread.id
    forum.last_sent_ms[opener_id] = now
    return thread, first, [*events, *messages.post(world, now, thread, first)]


def chosen_tags(world: World, chooser_id: int, forum: Channel, wanted: object) -> list[int]:
    """The tags for a post: known ones (10087), at most five, one at least where the forum wants it (40067).

    A moderated one is for those who manage threads.
    """
    if forum.forum is None:
        raise Refused(WRONG_CHANNEL_TYPE)
    form = Form()
    listed = list(dict.fromkeys(int(each) for each in form.count(("applied_tags",), wanted, 0, TAGS_ON_POST)))
    form.settle()
    known = {tag.id: tag for tag in forum.forum.tags}
    manager = world.may(chooser_id, forum, Permission.MANAGE_THREADS)
    if any(each not in known for each in listed):
        raise Refused(UNKNOWN_TAG)
    if any(known[each].moderated for each in listed) and not manager:
        raise Refused(MISSING_PERMISSIONS)
    if forum.forum.tag_required and not listed:
        open_to_all = manager or any(not tag.moderated for tag in known.values())
        raise Refused(TAG_REQUIRED if open_to_all else NO_TAG_FOR_MEMBERS)
    return listed


def require_room_for_pin(world: World, post_channel: Channel, *, pinned: bool) -> None:
    """A forum has one pinned post at most (30047); nothing else can be pinned so."""
    forum = world.channels.get(post_channel.parent_id or 0)
    if forum is None or forum.forum is None or post_channel.guild_id is None:
        raise Refused(WRONG_CHANNEL_TYPE)
    others = [
        each
        for each in world.guilds[post_channel.guild_id].threads.values()
        if each.parent_id == forum.id and each.id != post_channel.id and each.thread and each.thread.pinned
    ]
    if pinned and others:
        raise Refused(TOO_MANY_PINNED_POSTS)


def check_settings(form: Form, body: Json) -> None:
    """Check what only a forum has: at most 20 tags (30048), their names each once (40061)."""
    told = form.count(("available_tags",), body.get("available_tags"), 0, 10_000)
    if len(told) > TAGS:
        raise Refused(TOO_MANY_TAGS)
    for number, tag in enumerate(told):
        form.length(("available_tags", number, "name"), tag.get("name"), 1, TAG_NAME)
        if tag.get("emoji_name") and not emoji.is_unicode(str(tag["emoji_name"])):
            form.fail(("available_tags", number, "emoji_name"), "BASE_TYPE_CHOICES", "Invalid emoji")
        if tag.get("emoji_id") and tag.get("emoji_name"):
            form.fail(("available_tags", number), "BASE_TYPE_CHOICES", "Only one kind of emoji may be set")
    names = [str(tag.get("name")) for tag in told]
    if len(set(names)) != len(names):
        raise Refused(TAG_NAMES_TWICE)
    form.choice(("default_sort_order",), body.get("default_sort_order"), (None, 0, 1))
    form.choice(("default_forum_layout",), body.get("default_forum_layout"), (None, 0, 1, 2))


def settle_settings(world: World, now: int, channel: Channel, forum: Forum, body: Json) -> None:
    """Take over checked settings; a tag that comes with its id keeps it, one that is gone leaves its posts."""
    if body.get("available_tags") is not None:
        kept = {tag.id for tag in forum.tags}
        forum.tags = [_tag(world, now, told, kept) for told in body["available_tags"]]
        left = {tag.id for tag in forum.tags}
        for post in world.guilds[channel.guild_id or 0].threads.values():
            if post.parent_id == channel.id and post.thread and post.thread.applied_tags:
                post.thread.applied_tags = [each for each in post.thread.applied_tags if each in left]
    if body.get("flags") is not None:
        forum.tag_required = bool(body["flags"] & REQUIRE_TAG)
    forum.default_reaction = body.get("default_reaction_emoji", forum.default_reaction)
    forum.sort_order = body.get("default_sort_order", forum.sort_order)
    forum.layout = body.get("default_forum_layout", forum.layout) or 0


def _tag(world: World, now: int, told: Json, kept: set[int]) -> Tag:
    own_id = int(told.get("id") or 0)
    return Tag(
        own_id if own_id in kept else world.snowflakes.mint(now),
        str(told["name"]),
        bool(told.get("moderated")),
        int(told["emoji_id"]) if told.get("emoji_id") else None,
        told.get("emoji_name"),
    )
