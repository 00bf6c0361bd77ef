"""The nouns of the world as plain records.

Ids are integers here and become strings on the wire; instants are UTC epoch milliseconds.
"""

from dataclasses import dataclass, field
from enum import IntEnum, IntFlag, StrEnum
from typing import Any

Json = dict[str, Any]

# Channel flags: of a post that stands at the top of its forum, and of a forum whose posts must bear a tag.
PINNED_POST, REQUIRE_TAG = 1 << 1, 1 << 4


class ChannelType(IntEnum):
    """The kinds of channel this sandbox knows."""

    TEXT = 0
    DM = 1
    VOICE = 2
    CATEGORY = 4
    NEWS = 5
    NEWS_THREAD = 10
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    FORUM = 15


THREAD_TYPES = frozenset({ChannelType.NEWS_THREAD, ChannelType.PUBLIC_THREAD, ChannelType.PRIVATE_THREAD})


class MessageType(IntEnum):
    """The kinds of message this sandbox makes."""

    DEFAULT = 0
    RECIPIENT_ADDED = 1
    RECIPIENT_REMOVED = 2
    RENAMED = 4
    PINNED = 6
    THREAD_CREATED = 18
    REPLY = 19
    CHAT_INPUT_COMMAND = 20
    THREAD_STARTER = 21
    CONTEXT_MENU_COMMAND = 23
    POLL_RESULT = 46


class Due(StrEnum):
    """What happens by the clock alone."""

    THREAD_IDLE = "thread_archives"
    POLL_END = "poll_ends"
    EVENT_START = "event_starts"
    EVENT_END = "event_ends"
    EVENT_FORGOTTEN = "event_is_called_off"


class MessageFlag(IntFlag):
    """The message flags this sandbox acts on."""

    SUPPRESS_EMBEDS = 1 << 2
    HAS_THREAD = 1 << 5
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    COMPONENTS_V2 = 1 << 15


@dataclass(slots=True)
class User:
    """A person, or the bot's own account."""

    id: int
    name: str
    token: str
    bot: bool = False
    locale: str = "en-US"


@dataclass(slots=True)
class Role:
    """A role; the one whose id is the server's is @everyone."""

    id: int
    name: str
    permissions: int
    position: int
    color: int = 0
    hoist: bool = False
    mentionable: bool = False
    bot_id: int | None = None


@dataclass(slots=True)
class Member:
    """A user in a server."""

    user_id: int
    roles: list[int]
    joined_ms: int
    nick: str | None = None


@dataclass(slots=True)
class Overwrite:
    """What a channel allows or denies a role (`type` 0) or a member (`type` 1)."""

    id: int
    type: int
    allow: int
    deny: int


@dataclass(slots=True)
class Thread:
    """What a thread has beyond a channel. `applied_tags` is None unless it is a post in a forum."""

    owner_id: int
    auto_archive_minutes: int
    archive_changed_ms: int
    created_ms: int
    active_ms: int
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    message_count: int = 0
    total_sent: int = 0
    members: dict[int, int] = field(default_factory=dict)
    applied_tags: list[int] | None = None
    pinned: bool = False


@dataclass(slots=True)
class Tag:
    """A tag that posts of a forum can bear; a `moderated` one is set by those who manage threads."""

    id: int
    name: str
    moderated: bool = False
    emoji_id: int | None = None
    emoji_name: str | None = None


@dataclass(slots=True)
class Forum:
    """What a forum has beyond a channel."""

    tags: list[Tag] = field(default_factory=list)
    tag_required: bool = False
    default_reaction: Json | None = None
    sort_order: int | None = None
    layout: int = 0


@dataclass(slots=True)
class Channel:
    """A channel of a server, a thread in one (`thread` is set), or a direct conversation (`recipients` is set)."""

    id: int
    type: ChannelType
    name: str
    guild_id: int | None = None
    parent_id: int | None = None
    position: int = 0
    topic: str | None = None
    nsfw: bool = False
    slow_mode: int = 0
    overwrites: list[Overwrite] = field(default_factory=list)
    last_message_id: int | None = None
    thread: Thread | None = None
    recipients: tuple[int, ...] = ()
    default_auto_archive: int | None = None
    thread_slow_mode: int = 0
    renamed_ms: list[int] = field(default_factory=list)
    last_pin_ms: int | None = None
    last_sent_ms: dict[int, int] = field(default_factory=dict)
    forum: Forum | None = None


@dataclass(slots=True)
class Attachment:
    """A file on a message, or waiting to be put on one."""

    id: int
    filename: str
    size: int
    content_type: str
    channel_id: int
    description: str | None = None
    ephemeral: bool = False


@dataclass(slots=True)
class Reaction:
    """One emoji under a message and who put it there, in order: as a normal and as a burst reaction."""

    name: str
    id: int | None
    users: dict[int, None] = field(default_factory=dict)
    burst_users: dict[int, None] = field(default_factory=dict)


@dataclass(slots=True)
class PollAnswer:
    """One answer of a poll and who voted for it, in order."""

    id: int
    text: str
    emoji: Json | None = None
    voters: dict[int, None] = field(default_factory=dict)


@dataclass(slots=True)
class Poll:
    """A poll on a message. `counted`: it is over and its votes are final."""

    question: str
    answers: list[PollAnswer]
    ends_ms: int
    multiple: bool = False
    counted: bool = False


@dataclass(slots=True)
class Message:
    """A message. `seen_by` is the one person an ephemeral message is for."""

    id: int
    channel_id: int
    author_id: int
    created_ms: int
    guild_id: int | None = None
    content: str = ""
    type: MessageType = MessageType.DEFAULT
    flags: int = 0
    edited_ms: int | None = None
    tts: bool = False
    pinned_ms: int | None = None
    nonce: str | int | None = None
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)
    mention_roles: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    reference: Json | None = None
    reactions: dict[str, Reaction] = field(default_factory=dict)
    poll: Poll | None = None
    interaction: Json | None = None
    interaction_id: int | None = None
    application_id: int | None = None
    seen_by: int | None = None


class EventStatus(IntEnum):
    """How far a scheduled event has come."""

    SCHEDULED = 1
    ACTIVE = 2
    COMPLETED = 3
    CANCELED = 4


@dataclass(slots=True)
class ScheduledEvent:
    """Something that a server has in its calendar: in a voice channel, or somewhere else (`location`)."""

    id: int
    guild_id: int
    creator_id: int
    name: str
    starts_ms: int
    ends_ms: int | None = None
    description: str | None = None
    channel_id: int | None = None
    location: str | None = None
    status: EventStatus = EventStatus.SCHEDULED
    interested: dict[int, None] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether it has ended or was called off."""
        return self.status in (EventStatus.COMPLETED, EventStatus.CANCELED)


@dataclass(slots=True)
class Guild:
    """A server."""

    id: int
    name: str
    owner_id: int
    created_ms: int
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    threads: dict[int, Channel] = field(default_factory=dict)
    scheduled: dict[int, ScheduledEvent] = field(default_factory=dict)
    available: bool = True
    locale: str = "en-US"
    description: str | None = None


@dataclass(slots=True)
class Application:
    """The bot's application."""

    id: int
    name: str
    bot_id: int
    owner_id: int
    privileged_intents: int = 0


@dataclass(slots=True)
class Command:
    """An application command as registered; `body` holds what the bot sent, with defaults filled in."""

    id: int
    version: int
    guild_id: int | None
    body: Json

    @property
    def name(self) -> str:
        """The top-level name."""
        return str(self.body["name"])

    @property
    def type(self) -> int:
        """1 slash command, 2 user menu, 3 message menu."""
        return int(self.body["type"])


class Answer(IntEnum):
    """How far an interaction has come."""

    WAITING = 0
    DEFERRED = 1
    DEFERRED_UPDATE = 2
    ANSWERED = 3
    FAILED = 4


@dataclass(slots=True)
class Interaction:
    """One act of a person that the bot must answer within three seconds and may follow up for fifteen minutes."""

    id: int
    token: str
    type: int
    user_id: int
    channel_id: int
    guild_id: int | None
    created_ms: int
    nonce: str | None
    data: Json
    name: str = ""
    message_id: int | None = None
    parent: Json | None = None
    answer: Answer = Answer.WAITING
    original_id: int | None = None
    modal: Json | None = None
