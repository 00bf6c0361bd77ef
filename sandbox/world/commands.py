"""Application commands: registered by the bot, listed for people.

Limits are those of Discord's documentation, "Application Commands"; names and shapes of options likewise.
"""

import re

from . import permissions
from .permissions import Permission
from .refusals import UNKNOWN_COMMAND, Form, Path, Refused
from .state import World
from .things import Channel, Command, Guild, Json

CHAT_INPUT, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUB_COMMAND, SUB_GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(1, 12)
MOST_OF_TYPE = {CHAT_INPUT: 100, USER_MENU: 15, MESSAGE_MENU: 15}
# Discord's documentation, "Locales".
LOCALES = frozenset(
    {"id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR"}
    | {"ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko"}
)
_NAME = re.compile(r"^[-_'\w]{1,32}$")


def overwrite_all(world: World, now: int, guild_id: int | None, bodies: list[Json]) -> list[Command]:
    """Replace all commands of a server (or the global ones) by these; one that keeps its name and type keeps its id."""
    form = Form()
    for number, body in enumerate(bodies):
        _check(form, body, (number,))
    for kind, most in MOST_OF_TYPE.items():
        if sum(1 for body in bodies if (body.get("type") or CHAT_INPUT) == kind) > most:
            form.fail((), "APPLICATION_COMMANDS_EXCEEDED", f"Maximum number of application commands reached ({most}).")
    keys = [(body.get("type") or CHAT_INPUT, body.get("name")) for body in bodies]
    if len(keys) != len(set(keys)):
        form.fail((), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
    form.settle()
    before = {(each.type, each.name): each for each in of_scope(world, guild_id)}
    for each in before.values():
        del world.commands[each.id]
    return [
        _stored(world, now, guild_id, body, before.get((body.get("type") or CHAT_INPUT, body["name"])))
        for body in bodies
    ]


def register(world: World, now: int, guild_id: int | None, body: Json) -> tuple[Command, bool]:
    """Add one command, or replace the one of its name and type; says whether it is new."""
    form = Form()
    _check(form, body, ())
    form.settle()
    kind = body.get("type") or CHAT_INPUT
    old = next((e for e in of_scope(world, guild_id) if (e.type, e.name) == (kind, body["name"])), None)
    return _stored(world, now, guild_id, body, old), old is None


def revise(world: World, now: int, old: Command, body: Json) -> Command:
    """Change some fields of a command."""
    form = Form()
    whole = {**old.body, **body, "type": old.type}
    _check(form, whole, ())
    form.settle()
    return _stored(world, now, old.guild_id, whole, old)


def of_scope(world: World, guild_id: int | None) -> list[Command]:
    """A server's own commands, or the global ones."""
    return [each for each in world.commands.values() if each.guild_id == guild_id]


def by_id(world: World, guild_id: int | None, command_id: int) -> Command:
    """One command of that scope, or 10063."""
    found = world.commands.get(command_id)
    if found is None or found.guild_id != guild_id:
        raise Refused(UNKNOWN_COMMAND)
    return found


def usable(world: World, guild: Guild, user_id: int, channel: Channel | None = None) -> list[Command]:
    """The commands a member may use.

    In the server, or in one of its channels. A server's own command hides a global namesake.
    """
    seen = {(each.type, each.name): each for each in of_scope(world, None)}
    seen |= {(each.type, each.name): each for each in of_scope(world, guild.id)}
    if world.application.bot_id not in guild.members:
        return []
    member = guild.members[user_id]
    rights = world.permissions(user_id, channel) if channel else permissions.in_guild(guild, member)
    if not rights & Permission.USE_APPLICATION_COMMANDS:
        return []
    return [each for each in seen.values() if _allowed(each, rights)]


def _allowed(command: Command, rights: int) -> bool:
    needed = command.body.get("default_member_permissions")
    if needed is None or rights & Permission.ADMINISTRATOR:
        return True
    return int(needed) != 0 and rights & int(needed) == int(needed)


def _stored(world: World, now: int, guild_id: int | None, body: Json, old: Command | None) -> Command:
    kind = body.get("type") or CHAT_INPUT
    needed = body.get("default_member_permissions")
    whole: Json = {
        "type": kind,
        "name": body["name"],
        "name_localizations": body.get("name_localizations"),
        "description": body.get("description") or "",
        "description_localizations": body.get("description_localizations"),
        "options": body.get("options") or [],
        "default_member_permissions": None if needed is None else str(needed),
        "nsfw": bool(body.get("nsfw")),
        "contexts": body.get("contexts"),
        "integration_types": body.get("integration_types") or [0],
        "dm_permission": body.get("dm_permission") is not False,
    }
    if old is not None and old.body == whole:
        world.commands[old.id] = old
        return old
    version = world.snowflakes.mint(now)
    made = Command(old.id if old else version, version, guild_id, whole)
    world.commands[made.id] = made
    return made


def _check(form: Form, body: Json, path: Path) -> None:
    kind = body.get("type") or CHAT_INPUT
    form.choice((*path, "type"), kind, (CHAT_INPUT, USER_MENU, MESSAGE_MENU))
    if kind != CHAT_INPUT:
        form.length((*path, "name"), body.get("name"), 1, 32)
        if body.get("description"):
            form.fail(
                (*path, "description"),
                "APPLICATION_COMMANDS_DESCRIPTION_NOT_ALLOWED",
                "Context menu commands cannot have a description",
            )
        return
    _check_name(form, body, path)
    form.length((*path, "description"), body.get("description"), 1, 100)
    _check_options(form, body.get("options"), (*path, "options"), depth=0)
    size = _size(body)
    if size > 8000:
        form.fail(path, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")


def _check_name(form: Form, body: Json, path: Path) -> None:
    _check_word(form, body.get("name"), (*path, "name"))
    for locale, name in (body.get("name_localizations") or {}).items():
        form.choice((*path, "name_localizations", locale), locale, tuple(sorted(LOCALES)))
        _check_word(form, name, (*path, "name_localizations", locale))
    for locale, text in (body.get("description_localizations") or {}).items():
        form.choice((*path, "description_localizations", locale), locale, tuple(sorted(LOCALES)))
        form.length((*path, "description_localizations", locale), text, 1, 100)


def _check_word(form: Form, name: object, path: Path) -> None:
    form.length(path, name, 1, 32)
    if isinstance(name, str) and (not _NAME.match(name) or name != name.lower()):
        form.fail(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _check_options(form: Form, options: object, path: Path, depth: int) -> None:
    optional_seen = False
    kinds = {option.get("type") in (SUB_COMMAND, SUB_GROUP) for option in form.count(path, options, 0, 25)}
    if len(kinds) > 1:
        form.fail(
            path,
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and sub-command group option types are mutually exclusive to all other types",
        )
    names: set[object] = set()
    for number, option in enumerate(options if isinstance(options, list) else []):
        place = (*path, number)
        _check_name(form, option, place)
        form.length((*place, "description"), option.get("description"), 1, 100)
        if option.get("name") in names:
            form.fail(
                (*place, "name"),
                "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                "Option with the same name already exists",
            )
        names.add(option.get("name"))
        kind = option.get("type")
        if kind in (SUB_COMMAND, SUB_GROUP):
            if depth > (0 if kind == SUB_GROUP else 1):
                form.fail(place, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command nesting is too deep")
            _check_options(form, option.get("options"), (*place, "options"), depth + 1)
            continue
        form.choice((*place, "type"), kind, tuple(range(STRING, ATTACHMENT + 1)))
        if option.get("required") and optional_seen:
            form.fail(
                place,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional_seen = optional_seen or not option.get("required")
        _check_choices(form, option, place)


def _check_choices(form: Form, option: Json, path: Path) -> None:
    choices = form.count((*path, "choices"), option.get("choices"), 0, 25)
    if choices and option.get("autocomplete"):
        form.fail(
            path,
            "APPLICATION_COMMAND_OPTIONS_CHOICES_WITH_AUTOCOMPLETE",
            "autocomplete cannot be set to true if choices are present",
        )
    for number, choice in enumerate(choices):
        form.length((*path, "choices", number, "name"), choice.get("name"), 1, 100)
        if isinstance(choice.get("value"), str):
            form.length((*path, "choices", number, "value"), choice["value"], 1, 100)


def _size(body: Json) -> int:
    own = sum(len(str(body.get(key) or "")) for key in ("name", "description", "value"))
    return own + sum(_size(each) for key in ("options", "choices") for each in body.get(key) or [])
