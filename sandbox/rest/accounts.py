"""Who one is: the gateway's address, users, the application."""

from sandbox.world import commands, render
from sandbox.world.events import PRIVILEGED, Event, Intent
from sandbox.world.refusals import UNKNOWN_USER, Form, Refused
from sandbox.world.things import Channel, ChannelType, Json

from .calls import Call, Reply, Subject, Who

subject = Subject("Accounts and gateway address")
_GATEWAY_FLAGS = {Intent.GUILD_PRESENCES: 1 << 13, Intent.GUILD_MEMBERS: 1 << 15, Intent.MESSAGE_CONTENT: 1 << 19}


@subject.route("GET", "/gateway", Who.UNNAMED)
def gateway(call: Call) -> Reply:
    """The gateway's address"""
    return Reply({"url": call.base_url.replace("http", "ws", 1) + "/gateway"})


@subject.route(
    "GET",
    "/gateway/bot",
    Who.BOT,
    differs="Shards wait for each other as `max_concurrency` says only with `--rate-limits all`",
)
def gateway_for_bot(call: Call) -> Reply:
    """The gateway's address, shards and starts left"""
    limit = call.world.starts.told(call.now)
    url = call.base_url.replace("http", "ws", 1) + "/gateway"
    return Reply({"url": url, "shards": -(-len(call.world.guilds) // 1000), "session_start_limit": limit})


@subject.route("GET", "/users/@me")
def me(call: Call) -> Reply:
    """One's own account"""
    return Reply(render.private_user(call.world.users[call.caller_id]))


@subject.route("PATCH", "/users/@me/settings", Who.PEOPLE, differs="Has the language alone")
def choose_language(call: Call) -> Reply:
    """One's own language (`locale`), in which commands are listed and which the bot is told with each interaction"""
    form = Form()
    form.choice(("locale",), call.form.get("locale"), tuple(sorted(commands.LOCALES)))
    form.settle()
    person = call.world.users[call.caller_id]
    person.locale = call.form["locale"]
    return Reply({"locale": person.locale})


@subject.route("GET", "/users/@me/guilds")
def my_guilds(call: Call) -> Reply:
    """The servers one is in"""
    limit, after = call.limit(200, 200), call.number("after") or 0
    before = call.number("before") or 1 << 64
    mine = [each for each in call.world.guilds.values() if call.caller_id in each.members and after < each.id < before]
    mine.sort(key=lambda guild: guild.id)
    page = mine[-limit:] if "before" in call.query else mine[:limit]
    counts = [
        {"approximate_member_count": len(each.members), "approximate_presence_count": len(each.members)}
        if call.flag("with_counts")
        else {}
        for each in page
    ]
    return Reply([render.partial_guild(each, call.caller_id) | more for each, more in zip(page, counts, strict=True)])


@subject.route("GET", "/users/{user_id}")
def user(call: Call) -> Reply:
    """Any account"""
    found = call.world.users.get(call.id("user_id"))
    if found is None:
        raise Refused(UNKNOWN_USER)
    return Reply(render.user(found))


@subject.route("POST", "/users/@me/channels")
def open_direct(call: Call) -> Reply:
    """Open a direct conversation"""
    other = int(call.form.get("recipient_id") or 0)
    if other not in call.world.users or other == call.caller_id:
        raise Refused(UNKNOWN_USER)
    pair = frozenset({call.caller_id, other})
    if pair not in call.world.direct:
        channel = Channel(call.world.snowflakes.mint(call.now), ChannelType.DM, "", recipients=tuple(sorted(pair)))
        call.world.add_channel(channel)
        call.world.direct[pair] = channel.id
        data = render.channel(call.world, channel, other)
        return Reply(
            render.channel(call.world, channel, call.caller_id),
            [Event("CHANNEL_CREATE", data, channel=channel, only=frozenset({other} & _people(call)))],
        )
    return Reply(render.channel(call.world, call.world.channels[call.world.direct[pair]], call.caller_id))


def _people(call: Call) -> set[int]:
    """Bots are not told of new direct conversations."""
    return {each.id for each in call.world.users.values() if not each.bot}


@subject.route("GET", "/oauth2/applications/@me", Who.BOT)
def application_by_oauth(call: Call) -> Reply:
    """The bot's application"""
    return Reply(_application(call))


@subject.route("GET", "/applications/@me", Who.BOT)
def application(call: Call) -> Reply:
    """The bot's application"""
    return Reply(_application(call))


def _application(call: Call) -> Json:
    """Flags say which privileged intents are granted, as `bot check` needs it."""
    world, mine = call.world, call.world.application
    flags = sum(flag for intent, flag in _GATEWAY_FLAGS.items() if mine.privileged_intents & intent & PRIVILEGED)
    return {
        "id": str(mine.id),
        "name": mine.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": render.user(world.bot),
        "bot_public": False,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": flags,
        "flags_new": str(flags),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": render.user(world.users[mine.owner_id]),
        "approximate_guild_count": sum(1 for each in world.guilds.values() if mine.bot_id in each.members),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": ["bot", "applications.commands"],
        "install_params": {"scopes": ["bot", "applications.commands"], "permissions": "0"},
        "summary": "",
        "rpc_origins": [],
    }
