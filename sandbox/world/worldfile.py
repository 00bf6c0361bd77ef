"""A world from its description: servers, roles, channels and people as `docs/sandbox.md` documents them.

Ids, tokens included, follow from the description alone, so the same file gives the same ids at every start.
"""

import base64
from datetime import datetime

from . import permissions
from .events import Intent
from .state import World
from .things import Application, Channel, ChannelType, Forum, Guild, Json, Member, Overwrite, Role, Tag, User

_CHANNEL_TYPES = {
    "text": ChannelType.TEXT,
    "announcement": ChannelType.NEWS,
    "forum": ChannelType.FORUM,
    "category": ChannelType.CATEGORY,
    "voice": ChannelType.VOICE,
}
_FOUNDED = "2026-01-01T00:00:00+00:00"


class WorldError(ValueError):
    """A world description that cannot be built; says which part and what is allowed there."""


_KEYS: dict[str, frozenset[str]] = {
    "world": frozenset({"founded", "application", "users", "servers"}),
    "application": frozenset({"name", "owner", "privileged_intents", "max_concurrency"}),
    "user": frozenset({"name", "locale"}),
    "server": frozenset({"name", "owner", "locale", "times", "everyone", "bot", "roles", "members", "channels"}),
    "bot": frozenset({"permissions"}),
    "role": frozenset({"name", "permissions", "color", "hoist", "mentionable"}),
    "member": frozenset({"user", "roles"}),
    "channel": frozenset({"name", "type", "topic", "category", "slow_mode", "overwrites", "tags", "tag_required"}),
    "overwrite": frozenset({"role", "user", "allow", "deny"}),
}


def _check_keys(what: str, told: Json) -> None:
    """A misspelt key would otherwise be passed over, and the world be another than was meant."""
    if not isinstance(told, dict):
        raise WorldError(f"Each {what} of a world is a JSON object, not {told!r}.")
    if unknown := sorted(set(told) - _KEYS[what]):
        one, known = "An" if what[0] in "ao" else "A", ", ".join(sorted(_KEYS[what]))
        raise WorldError(f"{one} {what} has no {', '.join(unknown)}; it may have: {known}.")


def build_world(description: Json) -> World:
    """Build the world that `description` tells of, or raise `WorldError`."""
    if not isinstance(description, dict):
        raise WorldError("A world is a JSON object with `users` and `servers`.")
    _check_keys("world", description)
    if not description.get("users") or not description.get("servers"):
        raise WorldError("A world needs at least one user (`users`) and at least one server (`servers`).")
    try:
        return _Builder(description).build()
    except KeyError as missing:
        raise WorldError(
            f"The world names {missing}, which it does not define (or Discord does not know)."
        ) from missing
    except (AttributeError, TypeError, ValueError) as wrong:
        if isinstance(wrong, WorldError):
            raise
        raise WorldError(f"The world has something of another kind than it can have: {wrong}.") from wrong


def token_for(user_id: int) -> str:
    """A token in the shape of Discord's.

    The id in base64, two more parts. It is no secret, and good for nothing but this sandbox.
    """
    name = base64.urlsafe_b64encode(str(user_id).encode()).decode().rstrip("=")
    return f"{name}.SANDBX.{base64.urlsafe_b64encode(f'local-only-{user_id}'.encode()).decode().rstrip('=')}"


class _Builder:
    def __init__(self, description: Json) -> None:
        self.description = description
        self.founded = int(datetime.fromisoformat(description.get("founded", _FOUNDED)).timestamp() * 1000)
        application = description.get("application", {})
        self.world = World(Application(id=0, name=application.get("name", "Bot"), bot_id=0, owner_id=0))
        self.people: dict[str, int] = {}
        self.minted = 0

    def build(self) -> World:
        world, application = self.world, self.world.application
        application.id = application.bot_id = self.mint()
        world.add_user(User(application.bot_id, application.name, token_for(application.bot_id), bot=True))
        for person in self.description["users"]:
            _check_keys("user", person)
            user_id = self.mint()
            self.people[person["name"]] = user_id
            world.add_user(User(user_id, person["name"], token_for(user_id), locale=person.get("locale", "en-US")))
        settings = self.description.get("application", {})
        _check_keys("application", settings)
        application.owner_id = self.people[settings.get("owner", next(iter(self.people)))]
        world.starts.concurrency = settings.get("max_concurrency", 1)
        for name in settings.get("privileged_intents", []):
            application.privileged_intents |= Intent[name.upper()]
        for server in self.description["servers"]:
            times = server.get("times", 1)
            for number in range(times):
                # Uneven steps: shards are told apart by a server's millisecond, and like servers take like many ids.
                self.minted += number % 7
                self.server(server, server["name"] if times == 1 else f"{server['name']} {number + 1}")
        return world

    def mint(self) -> int:
        """An id of its own millisecond: shards are told apart by the time in a server's id."""
        self.minted += 1
        return self.world.snowflakes.mint(self.founded + self.minted)

    def server(self, server: Json, name: str) -> None:
        _check_keys("server", server)
        guild = Guild(self.mint(), name, self.people[server["owner"]], self.founded)
        guild.locale = server.get("locale", "en-US")
        self.world.guilds[guild.id] = guild
        roles = self.roles(guild, server)
        for person in server.get("members", []):
            _check_keys("member", person)
            self.member(guild, self.people[person["user"]], [roles[each] for each in person.get("roles", [])])
        if guild.owner_id not in guild.members:
            self.member(guild, guild.owner_id, [])
        if server.get("bot", {}) is not None:
            self.member(guild, self.world.application.bot_id, [roles["(bot)"]])
        categories: dict[str, int] = {}
        for position, channel in enumerate(server["channels"]):
            made = self.channel(guild, channel, position, roles, categories)
            if made.type == ChannelType.CATEGORY:
                categories[made.name] = made.id

    def roles(self, guild: Guild, server: Json) -> dict[str, int]:
        everyone = Role(guild.id, "@everyone", permissions.named(server.get("everyone", _EVERYONE)), 0)
        guild.roles[guild.id] = everyone
        ids = {"@everyone": guild.id}
        bot = server.get("bot", {})
        named = [*server.get("roles", [])]
        if bot is not None:
            _check_keys("bot", bot)
            named.insert(0, {"name": "(bot)", "permissions": bot.get("permissions", _BOT)})
        for position, told in enumerate(named, start=1):
            _check_keys("role", told)
            role = Role(self.mint(), told["name"], permissions.named(told.get("permissions", [])), position)
            role.color, role.hoist = told.get("color", 0), told.get("hoist", False)
            role.mentionable = told.get("mentionable", False)
            ids[role.name] = role.id
            if role.name == "(bot)":
                role.name, role.bot_id = self.world.application.name, self.world.application.bot_id
            guild.roles[role.id] = role
        return ids

    def member(self, guild: Guild, user_id: int, roles: list[int]) -> None:
        guild.members[user_id] = Member(user_id, roles, self.founded)

    def channel(
        self, guild: Guild, told: Json, position: int, roles: dict[str, int], categories: dict[str, int]
    ) -> Channel:
        _check_keys("channel", told)
        kind = told.get("type", "text")
        channel = Channel(self.mint(), _CHANNEL_TYPES[kind], told["name"], guild.id, position=position)
        channel.topic = told.get("topic")
        channel.slow_mode = told.get("slow_mode", 0)
        if "category" in told:
            channel.parent_id = categories[told["category"]]
        for overwrite in told.get("overwrites", []):
            channel.overwrites.append(self.overwrite(overwrite, roles))
        if channel.type == ChannelType.FORUM:
            tags = [Tag(self.mint(), name) for name in told.get("tags", [])]
            channel.forum = Forum(tags, tag_required=bool(told.get("tag_required")))
        self.world.add_channel(channel)
        return channel

    def overwrite(self, told: Json, roles: dict[str, int]) -> Overwrite:
        _check_keys("overwrite", told)
        if "role" in told:
            target, kind = roles[told["role"]], 0
        elif told["user"] == "(bot)":
            target, kind = self.world.application.bot_id, 1
        else:
            target, kind = self.people[told["user"]], 1
        return Overwrite(
            target, kind, permissions.named(told.get("allow", [])), permissions.named(told.get("deny", []))
        )


_EVERYONE = [
    "view_channel",
    "send_messages",
    "send_messages_in_threads",
    "create_public_threads",
    "embed_links",
    "attach_files",
    "read_message_history",
    "add_reactions",
    "use_application_commands",
    "use_external_emojis",
    "change_nickname",
    "connect",
    "send_polls",
]
_BOT = [
    "view_channel",
    "send_messages",
    "send_messages_in_threads",
    "manage_threads",
    "create_public_threads",
    "create_private_threads",
    "embed_links",
    "attach_files",
    "read_message_history",
    "pin_messages",
    "create_events",
    "send_polls",
]
