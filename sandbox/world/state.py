"""The whole state of a sandbox: who and what there is, and how to look it up.

The rules that change it live in the modules named after what they change (`messages`, `threads`, `reactions`, ...).
"""

from bisect import bisect_left
from collections.abc import Iterator
from heapq import heappush

from . import permissions
from .permissions import EVERYTHING, Permission
from .refusals import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    UNKNOWN_CHANNEL,
    UNKNOWN_GUILD,
    UNKNOWN_MESSAGE,
    Refusal,
    Refused,
)
from .snowflakes import Snowflakes
from .starts import SessionStarts
from .things import (
    Application,
    Attachment,
    Channel,
    ChannelType,
    Command,
    Due,
    Guild,
    Interaction,
    Message,
    ScheduledEvent,
    User,
)


class Timeline:
    """The messages of one channel in order of age."""

    def __init__(self) -> None:
        self.ids: list[int] = []
        self.by_id: dict[int, Message] = {}

    def add(self, message: Message) -> None:
        """Add the newest message."""
        self.ids.append(message.id)
        self.by_id[message.id] = message

    def remove(self, message_id: int) -> None:
        """Take a message out."""
        del self.by_id[message_id]
        self.ids.pop(bisect_left(self.ids, message_id))

    def __iter__(self) -> Iterator[Message]:
        return (self.by_id[message_id] for message_id in self.ids)


class World:
    """Everything there is. Records are looked up by id; lookups that fail raise `Refused` with Discord's own answer."""

    def __init__(self, application: Application) -> None:
        self.snowflakes = Snowflakes()
        self.starts = SessionStarts()
        self.application = application
        self.users: dict[int, User] = {}
        self.tokens: dict[str, int] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.timelines: dict[int, Timeline] = {}
        self.ephemeral: dict[int, Message] = {}
        self.polls: dict[int, Message] = {}
        self.scheduled: dict[int, ScheduledEvent] = {}
        self.commands: dict[int, Command] = {}
        self.interactions: dict[int, Interaction] = {}
        self.interaction_tokens: dict[str, int] = {}
        self.files: dict[int, bytes] = {}
        self.uploads: dict[str, Attachment] = {}
        self.nonces: dict[tuple[int, str], tuple[int, Message]] = {}
        self.direct: dict[frozenset[int], int] = {}
        self.cdn_url = "http://127.0.0.1"
        self.due: list[tuple[int, Due, int]] = []

    # -- adding

    def add_user(self, user: User) -> None:
        """Add a person or the bot's account."""
        self.users[user.id] = user
        self.tokens[user.token] = user.id

    def add_channel(self, channel: Channel) -> None:
        """Add a channel, thread or direct conversation with an empty history."""
        self.channels[channel.id] = channel
        self.timelines[channel.id] = Timeline()
        if channel.guild_id is not None:
            guild = self.guilds[channel.guild_id]
            (guild.threads if channel.thread else guild.channels)[channel.id] = channel

    def drop_channel(self, channel: Channel) -> None:
        """Remove a channel with its history and its threads."""
        if channel.guild_id is not None:
            guild = self.guilds[channel.guild_id]
            for thread in [each for each in guild.threads.values() if each.parent_id == channel.id]:
                self.drop_channel(thread)
            guild.channels.pop(channel.id, None)
            guild.threads.pop(channel.id, None)
        self.channels.pop(channel.id, None)
        hidden = [each for each in self.ephemeral.values() if each.channel_id == channel.id]
        for message in [*self.timelines.pop(channel.id, ()), *hidden]:
            self.polls.pop(message.id, None)
            self.ephemeral.pop(message.id, None)

    # -- looking up

    @property
    def bot(self) -> User:
        """The bot's own account."""
        return self.users[self.application.bot_id]

    def guild(self, guild_id: int, viewer_id: int) -> Guild:
        """A server that `viewer_id` is in."""
        guild = self.guilds.get(guild_id)
        if guild is None or viewer_id not in guild.members:
            raise Refused(UNKNOWN_GUILD)
        return guild

    def channel(self, channel_id: int, viewer_id: int) -> Channel:
        """A channel that `viewer_id` may view: 10003 if there is none, 50001 if it is hidden from them."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise Refused(UNKNOWN_CHANNEL)
        if not self.may(viewer_id, channel, Permission.VIEW_CHANNEL):
            raise Refused(MISSING_ACCESS)
        return channel

    def message(self, channel: Channel, message_id: int, viewer_id: int) -> Message:
        """A message of that channel, or an ephemeral one meant for `viewer_id`."""
        found = self.timelines[channel.id].by_id.get(message_id)
        if found is None:
            found = self.ephemeral.get(message_id)
            if found is None or found.seen_by != viewer_id or found.channel_id != channel.id:
                raise Refused(UNKNOWN_MESSAGE)
        return found

    # -- rights

    def permissions(self, user_id: int, channel: Channel) -> int:
        """What a user may do in a channel, as plain bits; nothing where they may not view it."""
        if channel.guild_id is None:
            return int(EVERYTHING) if user_id in channel.recipients else 0
        guild = self.guilds.get(channel.guild_id)
        member = guild.members.get(user_id) if guild else None
        if guild is None or member is None:
            return 0
        parent = self.channels.get(channel.parent_id) if channel.thread and channel.parent_id else None
        bits = permissions.in_channel(guild, member, parent or channel)
        if (
            channel.type == ChannelType.PRIVATE_THREAD
            and channel.thread
            and user_id not in channel.thread.members
            and not bits & Permission.MANAGE_THREADS
        ):
            return 0
        return bits

    def may(self, user_id: int, channel: Channel, needed: Permission) -> bool:
        """Whether a user has every right in `needed`."""
        bits = int(needed)
        return self.permissions(user_id, channel) & bits == bits

    def require(
        self, user_id: int, channel: Channel, needed: Permission, refusal: Refusal = MISSING_PERMISSIONS
    ) -> None:
        """Raise unless `may`."""
        if not self.may(user_id, channel, needed):
            raise Refused(refusal)

    def require_in_guild(self, user_id: int, guild: Guild, needed: Permission) -> None:
        """Raise unless the member has these rights in the server as a whole."""
        if not self.may_in_guild(user_id, guild, needed):
            raise Refused(MISSING_PERMISSIONS)

    def may_in_guild(self, user_id: int, guild: Guild, needed: Permission) -> bool:
        """Whether a member has every right in `needed` in the server as a whole."""
        bits = int(needed)
        return permissions.in_guild(guild, guild.members[user_id]) & bits == bits

    # -- time

    def expect(self, at_ms: int, what: Due, thing_id: int) -> None:
        """Note that something will happen to a thing at an instant, if by then it still should (`due.happen`)."""
        heappush(self.due, (at_ms, what, thing_id))
