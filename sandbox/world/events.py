"""Gateway events: what happened, and who may hear of it.

A change returns events; `shown_to` says, for one listener, whether an event reaches them and what of it. Both are pure,
so the gateway only carries.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntFlag

from . import event_names
from .permissions import Permission
from .state import World
from .things import Channel, ChannelType, Json


class Intent(IntFlag):
    """What a bot asks to hear of. Values are those of Discord's documentation, "Gateway Intents"."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_MODERATION = 1 << 2
    GUILD_EXPRESSIONS = 1 << 3
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    GUILD_MESSAGE_REACTIONS = 1 << 10
    GUILD_MESSAGE_TYPING = 1 << 11
    DIRECT_MESSAGES = 1 << 12
    DIRECT_MESSAGE_REACTIONS = 1 << 13
    DIRECT_MESSAGE_TYPING = 1 << 14
    MESSAGE_CONTENT = 1 << 15
    GUILD_SCHEDULED_EVENTS = 1 << 16
    GUILD_MESSAGE_POLLS = 1 << 24
    DIRECT_MESSAGE_POLLS = 1 << 25


PRIVILEGED = Intent.GUILD_MEMBERS | Intent.GUILD_PRESENCES | Intent.MESSAGE_CONTENT
ALL_INTENTS = (1 << 26) - 1
_IN_DIRECT_CONVERSATIONS = {
    Intent.GUILD_MESSAGES: Intent.DIRECT_MESSAGES,
    Intent.GUILD_MESSAGE_REACTIONS: Intent.DIRECT_MESSAGE_REACTIONS,
    Intent.GUILD_MESSAGE_TYPING: Intent.DIRECT_MESSAGE_TYPING,
    Intent.GUILD_MESSAGE_POLLS: Intent.DIRECT_MESSAGE_POLLS,
}


@dataclass(frozen=True, slots=True)
class Event:
    """One gateway event before it is known who listens.

    `intent` is what a bot must have asked for (None: nothing), `channel` limits it to those who may view that channel,
    `only` to these users. `holds_content`: it is emptied for a bot without the message-content intent. `hidden_too`: a
    bot hears of channels it may not view, as at Discord, which hides them in its client only. `about`: this user hears
    it whatever they asked for. `tell` makes the data for each listener, where it depends on who listens.
    """

    name: str
    data: Json
    guild_id: int | None = None
    intent: Intent | None = None
    channel: Channel | None = None
    only: frozenset[int] | None = None
    holds_content: bool = False
    hidden_too: bool = False
    about: int | None = None
    tell: "Callable[[Listener], Json] | None" = None

    def __post_init__(self) -> None:
        if self.name not in event_names.KNOWN:
            raise ValueError(f"{self.name} is not in the table of events.")


@dataclass(frozen=True, slots=True)
class Listener:
    """One side of a gateway connection: who, with which intents. People hear with all of them."""

    user_id: int
    intents: int = ALL_INTENTS


def shown_to(world: World, event: Event, listener: Listener) -> Json | None:
    """The event's data as this listener gets it, or None if they must not hear of it."""
    if event.only is not None and listener.user_id not in event.only:
        return None
    if not _asked_for(event, listener):
        return None
    if not _is_present(world, event, listener.user_id) or not _may_view(world, event, listener.user_id):
        return None
    if event.holds_content and event.guild_id is not None:
        return without_hidden_content(event.data, listener)
    return event.data if event.tell is None else event.tell(listener)


def without_hidden_content(message: Json, listener: Listener) -> Json:
    """A server's message as a listener gets it: emptied without the message-content intent.

    Discord's exceptions stay whole: the listener's own messages and messages that mention them. The message replied to
    is judged by itself.
    """
    if listener.intents & Intent.MESSAGE_CONTENT:
        return message
    mentioned = {message["author"]["id"], *(each["id"] for each in message["mentions"])}
    if str(listener.user_id) not in mentioned:
        message = {**message, "content": "", "embeds": [], "attachments": [], "components": []}
        message.pop("poll", None)
    if message.get("referenced_message"):
        message = {**message, "referenced_message": without_hidden_content(message["referenced_message"], listener)}
    return message


def _asked_for(event: Event, listener: Listener) -> bool:
    intent = event.intent
    if intent is None or event.about == listener.user_id:
        return True
    if event.channel is not None and event.channel.type == ChannelType.DM:
        intent = _IN_DIRECT_CONVERSATIONS.get(intent, intent)
    return bool(listener.intents & int(intent))


def _is_present(world: World, event: Event, user_id: int) -> bool:
    """Whoever an event names hears it even if they have just left; others must be members of a server that is up."""
    if event.guild_id is None or event.only is not None:
        return True
    guild = world.guilds.get(event.guild_id)
    return guild is not None and guild.available and user_id in guild.members


def _may_view(world: World, event: Event, user_id: int) -> bool:
    if event.channel is None or (event.hidden_too and world.users[user_id].bot):
        return True
    return world.may(user_id, event.channel, Permission.VIEW_CHANNEL)
