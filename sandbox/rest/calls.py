"""The shape of a route.

A call comes in, a rule of the world is asked, a reply with its events goes out. No route does I/O.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from sandbox.world.drafts import Upload
from sandbox.world.events import Event
from sandbox.world.refusals import UNKNOWN_GUILD, Form, Refused, refuse_field
from sandbox.world.state import World
from sandbox.world.things import Channel, Guild, Json, Member, Message
from sandbox.world.values import read_id, read_instant


class Who(Enum):
    """Who may call a route."""

    ANYONE = "bot and people"
    BOT = "bot"
    PEOPLE = "people"
    UNNAMED = "whoever knows the address"


@dataclass(frozen=True, slots=True)
class Call:
    """One request, read and understood as far as the wire goes."""

    world: World
    now: int
    caller_id: int
    is_bot: bool
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Any = None
    files: dict[str, Upload] = field(default_factory=dict)
    base_url: str = ""

    def id(self, name: str) -> int:
        """A snowflake from the path."""
        return _snowflake((name,), self.path[name])

    def number(self, name: str) -> int | None:
        """A whole number from the query, if it is there."""
        return None if name not in self.query else _snowflake((name,), self.query[name])

    def number_or(self, name: str, otherwise: int) -> int:
        """A whole number from the query, or another one if it is not there."""
        found = self.number(name)
        return otherwise if found is None else found

    def limit(self, otherwise: int, most: int, least: int = 1) -> int:
        """How many are asked for; refused where a page cannot have that many."""
        asked, form = self.number_or("limit", otherwise), Form()
        form.within(("limit",), asked, least, most)
        form.settle()
        return asked

    def instant(self, name: str) -> int | None:
        """An ISO 8601 instant from the query in epoch milliseconds, if it is there."""
        if name not in self.query:
            return None
        # A plus sign that nobody encoded arrives as a space.
        found = read_instant(self.query[name].replace(" ", "+"))
        if found is None:
            raise refuse_field((name,), "DATE_TIME_TYPE_PARSE", "Could not parse the date.")
        return found

    def flag(self, name: str) -> bool:
        """A yes or no from the query."""
        return self.query.get(name, "").lower() in ("1", "true")

    @property
    def form(self) -> Json:
        """The body as an object; anything else is refused."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            raise refuse_field((), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return self.body

    @property
    def items(self) -> list[Any]:
        """The body as a list; anything else is refused."""
        if not isinstance(self.body, list):
            raise refuse_field((), "BASE_TYPE_LIST", "Only iterables may be used in a ListType")
        return self.body

    def channel(self) -> Channel:
        """The channel in the path, if the caller may view it."""
        return self.world.channel(self.id("channel_id"), self.caller_id)

    def message(self) -> Message:
        """The message in the path."""
        return self.world.message(self.channel(), self.id("message_id"), self.caller_id)

    def guild(self) -> Guild:
        """The server in the path, if the caller is in it."""
        return self.world.guild(self.id("guild_id"), self.caller_id)

    def me_in(self, guild: Guild) -> Member:
        """The caller as a member."""
        member = guild.members.get(self.caller_id)
        if member is None:
            raise Refused(UNKNOWN_GUILD)
        return member


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back, and what the gateway must tell. `awaits_answer`: an interaction that the bot must now answer."""

    body: Any = None
    events: list[Event] = field(default_factory=list)
    status: int = 200
    awaits_answer: int | None = None


def nothing(events: list[Event] | None = None) -> Reply:
    """204 No Content."""
    return Reply(None, events or [], 204)


Handler = Callable[[Call], Reply]


@dataclass(frozen=True, slots=True)
class Route:
    """One route of the API. `template` is Discord's own, without the version prefix.

    `differs` says where it is known to do other than Discord.
    """

    method: str
    template: str
    who: Who
    handler: Handler
    differs: str = ""

    @property
    def promise(self) -> str:
        """What the route does, in one line."""
        return (self.handler.__doc__ or "").strip().split("\n")[0]


class Subject:
    """The routes of one subject, in the order they were written."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.routes: list[Route] = []

    def route(
        self, method: str, template: str, who: Who = Who.ANYONE, *, differs: str = ""
    ) -> Callable[[Handler], Handler]:
        """Register the function below as the handler."""

        def register(handler: Handler) -> Handler:
            self.routes.append(Route(method, template, who, handler, differs))
            return handler

        return register


def _snowflake(path: tuple[str, ...], text: str) -> int:
    found = read_id(text)
    if found is None:
        raise refuse_field(path, "NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.')
    return found
