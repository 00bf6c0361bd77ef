"""Servers, their roles and members."""

from sandbox.world import commands, members, render, roles
from sandbox.world.events import Intent
from sandbox.world.permissions import Permission
from sandbox.world.refusals import MISSING_ACCESS, UNKNOWN_MEMBER, Refused

from .calls import Call, Reply, Subject, Who, nothing

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
def list_roles(call: Call) -> Reply:
    """A server's roles"""
    return Reply([render.role(each) for each in call.guild().roles.values()])


@subject.route("GET", "/guilds/{guild_id}/roles/{role_id}")
def role(call: Call) -> Reply:
    """One role"""
    return Reply(render.role(roles.found(call.guild(), call.id("role_id"))))


@subject.route("POST", "/guilds/{guild_id}/roles")
def make_role(call: Call) -> Reply:
    """Make a role"""
    made, events = roles.create(call.world, call.now, call.caller_id, call.guild(), call.form)
    return Reply(render.role(made), events)


@subject.route("PATCH", "/guilds/{guild_id}/roles")
def order_roles(call: Call) -> Reply:
    """Order roles"""
    found = call.guild()
    events = roles.order(call.world, call.caller_id, found, call.items)
    return Reply([render.role(each) for each in found.roles.values()], events)


@subject.route("PATCH", "/guilds/{guild_id}/roles/{role_id}")
def edit_role(call: Call) -> Reply:
    """Change a role"""
    found = call.guild()
    changed = roles.found(found, call.id("role_id"))
    events = roles.edit(call.world, call.caller_id, found, changed, call.form)
    return Reply(render.role(changed), events)


@subject.route("DELETE", "/guilds/{guild_id}/roles/{role_id}")
def delete_role(call: Call) -> Reply:
    """Delete a role"""
    found = call.guild()
    return nothing(roles.delete(call.world, call.caller_id, found, roles.found(found, call.id("role_id"))))


@subject.route("PUT", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}")
def give_role(call: Call) -> Reply:
    """Give a member a role"""
    return _give(call, given=True)


@subject.route("DELETE", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}")
def take_role(call: Call) -> Reply:
    """Take a role from a member"""
    return _give(call, given=False)


def _give(call: Call, *, given: bool) -> Reply:
    found = call.guild()
    role = roles.found(found, call.id("role_id"))
    return nothing(roles.give(call.world, call.caller_id, found, call.id("user_id"), role, given=given))


@subject.route("PATCH", "/guilds/{guild_id}/members/@me")
def edit_me(call: Call) -> Reply:
    """Change one's own nickname"""
    return _edit_member(call, call.caller_id)


@subject.route("PATCH", "/guilds/{guild_id}/members/{user_id}", differs="Time-outs and voice answer 501")
def edit_member(call: Call) -> Reply:
    """Change a member's nickname or roles"""
    return _edit_member(call, call.id("user_id"))


def _edit_member(call: Call, user_id: int) -> Reply:
    found = call.guild()
    events = members.edit(call.world, call.caller_id, found, user_id, call.form)
    return Reply(render.member(call.world, found.members[user_id]), events)


@subject.route("DELETE", "/guilds/{guild_id}/members/{user_id}")
def kick(call: Call) -> Reply:
    """Remove a member"""
    return nothing(members.kick(call.world, call.caller_id, call.guild(), call.id("user_id")))


@subject.route("DELETE", "/users/@me/guilds/{guild_id}")
def leave(call: Call) -> Reply:
    """Leave a server"""
    return nothing(members.leave(call.world, call.caller_id, call.guild()))


@subject.route("GET", "/guilds/{guild_id}/members")
def list_members(call: Call) -> Reply:
    """A server's members by id; a bot needs the members intent granted"""
    found = call.guild()
    if call.is_bot and not call.world.application.privileged_intents & Intent.GUILD_MEMBERS:
        raise Refused(MISSING_ACCESS)
    limit, after = call.limit(1, 1000), call.number("after") or 0
    page = sorted(each for each in found.members if each > after)[:limit]
    return Reply([render.member(call.world, found.members[each]) for each in page])


@subject.route("GET", "/guilds/{guild_id}/members/search")
def search_members(call: Call) -> Reply:
    """Members whose name begins with a text"""
    found, text = call.guild(), call.query.get("query", "").lower()
    limit = call.limit(1, 1000)
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
    """The commands one may use in a server, in one's own language, as Discord's client lists them"""
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
            "application_commands": [
                render.localized(render.command(each, world.application.id), world.users[call.caller_id].locale)
                for each in mine
            ],
            "version": str(max((each.version for each in mine), default=0)),
        }
    )
