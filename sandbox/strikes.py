"""Faults that strike the gateway or the world, not one call: carried out, and undone when they are switched off."""

from collections.abc import Callable

from .faults import Fault, FaultError, could_fit
from .gateway import INVALID, RECONNECT
from .parts import Parts
from .rest import SUBJECTS
from .world import channels, mishaps
from .world.events import Event
from .world.permissions import Permission, named
from .world.things import Channel, Guild
from .world.values import read_id

_Befallen = tuple[list[Event], mishaps.Undo | None]


def check(parts: Parts, fault: Fault) -> None:
    """Raise `FaultError` if a fault names something that is not there."""
    _check_route(fault)
    if fault.settings.get("channel") is not None:
        _channel(parts, fault)
    asked = fault.settings.get("user")
    if asked is not None and read_id(asked) not in parts.world.users:
        raise FaultError(f"There is nobody with the id {asked}.")
    if "guild" in fault.settings:
        _guild(parts, fault)
    if "permissions" in fault.settings:
        _rights(fault)


def _check_route(fault: Fault) -> None:
    """A fault on a route that is not there would wait for ever."""
    if fault.method is None and fault.template is None:
        return
    for subject in SUBJECTS:
        for route in subject.routes:
            if fault.method in (None, route.method) and could_fit(fault.template, route.template):
                return
    named = " ".join(each for each in (fault.method, fault.template) if each)
    raise FaultError(f"The bot has no route {named}: see the routes in docs/sandbox.md.")


async def strike(parts: Parts, fault: Fault) -> None:
    """Carry a fault out, unless what it strikes is gone already."""
    if fault.what in _ON_THE_WORLD:
        try:
            events, undo = _ON_THE_WORLD[fault.what](parts, fault)
        except FaultError:
            return
        parts.publish(events)
        if undo is not None:
            back = undo
            fault.undo = lambda: parts.publish(back(parts.clock.now()))
    else:
        await _strike_gateway(parts, fault)


async def _strike_gateway(parts: Parts, fault: Fault) -> None:
    for session in parts.hub.bot_sessions():
        connection = session.connection
        if connection is None:
            continue
        if fault.what == "invalid_session":
            if not fault.settings["resumable"]:
                del parts.hub.sessions[session.id]
            connection.send(INVALID, fault.settings["resumable"])
        elif fault.what == "reconnect":
            connection.send(RECONNECT)
        elif fault.what == "zombie":
            connection.silent = True
        else:
            await connection.close(fault.settings["code"])


def _take_permission(parts: Parts, fault: Fault) -> _Befallen:
    if fault.settings["channel"] is not None:
        return mishaps.take_in_channel(parts.world, _channel(parts, fault), _rights(fault))
    return mishaps.take_in_server(parts.world, _guild(parts, fault), _rights(fault))


def _delete_channel(parts: Parts, fault: Fault) -> _Befallen:
    return channels.drop(parts.world, _channel(parts, fault)), None


def _remove_bot(parts: Parts, fault: Fault) -> _Befallen:
    return mishaps.remove_member(parts.world, _guild(parts, fault), parts.world.application.bot_id)


def _remove_member(parts: Parts, fault: Fault) -> _Befallen:
    guild, user_id = _guild(parts, fault), int(fault.settings["user"])
    if user_id not in guild.members:
        raise FaultError(f"Nobody with the id {user_id} is in that server.")
    return mishaps.remove_member(parts.world, guild, user_id)


def _take_server_down(parts: Parts, fault: Fault) -> _Befallen:
    return mishaps.take_server_down(parts.world, _guild(parts, fault))


_ON_THE_WORLD: dict[str, Callable[[Parts, Fault], _Befallen]] = {
    "permission_taken": _take_permission,
    "channel_deleted": _delete_channel,
    "bot_removed": _remove_bot,
    "member_gone": _remove_member,
    "server_unavailable": _take_server_down,
}


def _guild(parts: Parts, fault: Fault) -> Guild:
    """The server a fault names by id, or the first; the bot must be in it."""
    asked = fault.settings.get("guild")
    wanted = next(iter(parts.world.guilds)) if asked is None else read_id(asked)
    guild = parts.world.guilds.get(wanted or 0)
    if guild is None or parts.world.application.bot_id not in guild.members:
        raise FaultError(f"The bot is in no server with the id {asked}.")
    return guild


def _channel(parts: Parts, fault: Fault) -> Channel:
    """The channel or thread a fault names by id."""
    asked = fault.settings["channel"]
    channel = parts.world.channels.get(read_id(asked) or 0)
    if channel is None or channel.guild_id is None:
        raise FaultError(f"There is no channel or thread with the id {asked}.")
    if fault.what == "permission_taken" and channel.thread is not None:
        raise FaultError("A thread has the rights of its channel: name that.")
    return channel


def _rights(fault: Fault) -> Permission:
    names = fault.settings["permissions"]
    try:
        return named([names] if isinstance(names, str) else list(names))
    except (KeyError, TypeError) as unknown:
        raise FaultError(f"Discord knows no such permission: {names}.") from unknown
