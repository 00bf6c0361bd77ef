"""What a listener is told at the start: READY and the servers, whole."""

from collections.abc import Callable, Iterator

from . import render, scheduled_events
from .events import Event, Intent, Listener
from .permissions import Permission
from .state import World
from .things import Channel, Guild, Json


def welcome(
    world: World,
    listener: Listener,
    hears: Callable[[int], bool],
    session_id: str,
    resume_url: str,
    shard: tuple[int, int],
) -> Iterator[tuple[str, Json]]:
    """READY, and for a bot one GUILD_CREATE a server; people get their servers inside READY, as at Discord."""
    person = world.users[listener.user_id]
    mine = [each for each in world.guilds.values() if person.id in each.members and hears(each.id)]
    ready: Json = {
        "v": 10,
        "user": render.private_user(person),
        "session_id": session_id,
        "resume_gateway_url": resume_url,
        "_trace": ["sandbox"],
    }
    if person.bot:
        yield "READY", ready | _bot_ready(world, mine, shard)
    else:
        guilds = [
            whole_guild(world, each, listener) if each.available else {"id": str(each.id), "unavailable": True}
            for each in mine
        ]
        yield "READY", ready | {"guilds": guilds, "private_channels": _direct(world, person.id)}
    if person.bot and listener.intents & Intent.GUILDS:
        for each in mine:
            if each.available:
                yield "GUILD_CREATE", whole_guild(world, each, listener)


def _bot_ready(world: World, guilds: list[Guild], shard: tuple[int, int]) -> Json:
    return {
        "guilds": [{"id": str(each.id), "unavailable": True} for each in guilds],
        "private_channels": [],
        "application": {"id": str(world.application.id), "flags": 0},
        "shard": list(shard),
        "session_type": "normal",
    }


def whole_guild(world: World, guild: Guild, listener: Listener) -> Json:
    """A server with its channels, active threads and members.

    A bot hears of channels it may not view (Discord tells it), of members only itself unless it has the members and
    presences intents. People get what they may view, with their own rights on each channel, and all members.
    """
    viewer = listener.user_id
    bot = world.users[viewer].bot
    channels = [each for each in guild.channels.values() if bot or world.may(viewer, each, Permission.VIEW_CHANNEL)]
    threads = [
        each
        for each in guild.threads.values()
        if each.thread and not each.thread.archived and world.may(viewer, each, Permission.VIEW_CHANNEL)
    ]
    all_members = not bot or (listener.intents & Intent.GUILD_MEMBERS and listener.intents & Intent.GUILD_PRESENCES)
    members = list(guild.members.values()) if all_members else [guild.members[viewer]]

    def shown(channel: Channel) -> Json:
        rights = {} if bot else {"permissions": str(int(world.permissions(viewer, channel)))}
        return render.channel(world, channel, viewer) | rights

    return render.guild(guild) | {
        "joined_at": render.instant(guild.members[viewer].joined_ms),
        "large": len(guild.members) > 250,
        "unavailable": False,
        "member_count": len(guild.members),
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [
            render.scheduled_event(world, each, counted=True) for each in scheduled_events.listed(world, guild, viewer)
        ],
        "soundboard_sounds": [],
        "channels": [shown(each) for each in channels],
        "threads": [shown(each) for each in threads],
        "members": [render.member(world, each) for each in members],
    }


def arrived(world: World, guild: Guild, user_ids: frozenset[int], *, new: bool) -> Event:
    """GUILD_CREATE to those whom a server is new to, or who have it back: only then it says that it is available."""

    def tell(listener: Listener) -> Json:
        whole = whole_guild(world, guild, listener)
        return {key: value for key, value in whole.items() if key != "unavailable" or not new}

    return Event("GUILD_CREATE", {}, guild.id, Intent.GUILDS, only=user_ids, tell=tell)


def set_available(world: World, guild: Guild, *, available: bool) -> list[Event]:
    """A server's outage and its end: its members are told that it is gone for now, and get it whole afterwards."""
    guild.available = available
    everybody = frozenset(guild.members)
    if available:
        return [arrived(world, guild, everybody, new=False)]
    told = {"id": str(guild.id), "unavailable": True}
    return [Event("GUILD_DELETE", told, guild.id, Intent.GUILDS, only=everybody)]


def member_chunks(world: World, listener: Listener, asked: Json) -> list[Json]:
    """Answers to "request guild members": by ids or by a name's beginning; all of them only with the members intent."""
    guild = world.guilds.get(int(asked.get("guild_id") or 0))
    if guild is None or listener.user_id not in guild.members:
        return []
    wanted = asked.get("user_ids")
    missing: list[str] = []
    if wanted is not None:
        ids = [int(each) for each in (wanted if isinstance(wanted, list) else [wanted])]
        found = [guild.members[each] for each in ids if each in guild.members]
        missing = [str(each) for each in ids if each not in guild.members]
    else:
        text, limit = str(asked.get("query") or "").lower(), int(asked.get("limit") or 0)
        if not text and not limit and not listener.intents & Intent.GUILD_MEMBERS:
            return []
        found = [each for each in guild.members.values() if world.users[each.user_id].name.lower().startswith(text)]
        found = found[: limit or len(found)]
    pages = [found[start : start + 1000] for start in range(0, len(found), 1000)] or [[]]
    told: Json = {"guild_id": str(guild.id), "chunk_count": len(pages), "not_found": missing}
    if asked.get("nonce"):
        told["nonce"] = asked["nonce"]
    if asked.get("presences"):
        told["presences"] = []
    return [
        told | {"chunk_index": number, "members": [render.member(world, each) for each in page]}
        for number, page in enumerate(pages)
    ]


def _direct(world: World, user_id: int) -> list[Json]:
    return [
        render.channel(world, world.channels[channel_id], user_id)
        for pair, channel_id in world.direct.items()
        if user_id in pair
    ]
