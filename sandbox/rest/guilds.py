"""Servers, their roles and members."""

from sandbox.world import commands, render
from sandbox.world.events import Intent
from sandbox.world.permissions import Permission
from sandbox.world.refusals import MISSING_ACCESS, UNKNOWN_MEMBER, UNKNOWN_ROLE, Refused

from .calls import Call, Reply, Subject, Who

subject = Subject("Servers, roles and members")


@subject.route("GET", "/guilds/{guild_id}")
def guild(call: Call) -> Reply:
    """One server"""
    return Reply(render.guild(call.guild(), counts=call.flag("with_counts")))


@subject.route("GET", "/guilds/{guild_id}/channels")
def channels(call: Call) -> Reply:
    """A server's channels, threads not among them; people get those they may view, a bot gets all, as at Discord"""
    world, viewer = call.world, call.caller_id
    seen = [
        each
        for each in call.guild().channels.values()
        if call.is_bot or world.may(viewer, each, Permission.VIEW_CHANNEL)
    ]
    return Reply([render.channel(world, each, viewer) for each in seen])


@subject.route("GET", "/guilds/{guild_id}/roles")
def roles(call: Call) -> Reply:
    """A server's roles"""
    return Reply([render.role(each) for each in call.guild().roles.values()])


@subject.route("GET", "/guilds/{guild_id}/roles/{role_id}")
def role(call: Call) -> Reply:
    """One role"""
    found = call.guild().roles.get(call.id("role_id"))
    if found is None:
        raise Refused(UNKNOWN_ROLE)
    return Reply(render.role(found))


@subject.route("GET", "/guilds/{guild_id}/members")
def members(call: Call) -> Reply:
    """A server's members by id; a bot needs the members intent granted"""
    found = call.guild()
    if call.is_bot and not call.world.application.privileged_intents & Intent.GUILD_MEMBERS:
        raise Refused(MISSING_ACCESS)
    limit, after = min(call.number("limit") or 1, 1000), call.number("after") or 0
    page = sorted(each for each in found.members if each > after)[:limit]
    return Reply([render.member(call.world, found.members[each]) for each in page])


@subject.route("GET", "/guilds/{guild_id}/members/search")
def search_members(call: Call) -> Reply:
    """Members whose name begins with a text"""
    found, text = call.guild(), call.query.get("query", "").lower()
    limit = min(call.number("limit") or 1, 1000)
    named = [each for each in found.members.values() if call.world.users[each.user_id].name.lower().startswith(text)]
    return Reply([render.member(call.world, each) for each in named[:limit]])


@subject.route("GET", "/guilds/{guild_id}/members/{user_id}")
def member(call: Call) -> Reply:
    """One member"""
    found = call.guild().members.get(call.id("user_id"))
    if found is None:
        raise Refused(UNKNOWN_MEMBER)
    return Reply(render.member(call.world, found))


@subject.route("GET", "/users/@me/guilds/{guild_id}/member")
def me_as_member(call: Call) -> Reply:
    """Oneself in a server"""
    return Reply(render.member(call.world, call.me_in(call.guild())))


@subject.route("GET", "/guilds/{guild_id}/application-command-index", Who.PEOPLE)
def command_index(call: Call) -> Reply:
    """The commands one may use in a server, as Discord's client lists them"""
    world, found = call.world, call.guild()
    mine = commands.usable(world, found, call.caller_id)
    bot = render.user(world.bot)
    application = {
        "id": str(world.application.id),
        "name": world.application.name,
        "description": "",
        "icon": None,
        "flags": 0,
        "bot_id": bot["id"],
        "bot": bot,
    }
    return Reply(
        {
            "applications": [application] if mine else [],
            "application_commands": [render.command(each, world.application.id) for each in mine],
            "version": str(max((each.version for each in mine), default=0)),
        }
    )
