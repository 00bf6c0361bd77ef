"""What a person typed and chose, held against what the bot asked for: command options, select values, modal fields."""

from . import render
from .commands import (
    ATTACHMENT,
    BOOLEAN,
    CHANNEL,
    INTEGER,
    MENTIONABLE,
    NUMBER,
    ROLE,
    STRING,
    SUB_COMMAND,
    SUB_GROUP,
    USER,
)
from .components import (
    CHANNEL_SELECT,
    CHECKBOX,
    CHECKBOXES,
    FILE_UPLOAD,
    LABEL,
    MENTIONABLE_SELECT,
    RADIO,
    ROLE_SELECT,
    ROW,
    SELECTS,
    TEXT_INPUT,
    USER_SELECT,
    walk,
)
from .permissions import Permission
from .refusals import Form, Path
from .state import World
from .things import Channel, Json


def resolve(world: World, channel: Channel, kind: int, value: object, resolved: Json) -> bool:
    """Look up a user (6), channel (7), role (8) or either (9) by id.

    What is found goes into `resolved`, false if nothing is.
    """
    guild = world.guilds.get(channel.guild_id or 0)
    if guild is None or not str(value).isdigit():
        return False
    key = int(str(value))
    if kind in (USER, MENTIONABLE) and key in guild.members:
        rights = {"permissions": str(int(world.permissions(key, channel)))}
        resolved.setdefault("users", {})[str(key)] = render.user(world.users[key])
        person = render.member(world, guild.members[key], with_user=False) | rights
        resolved.setdefault("members", {})[str(key)] = person
        return True
    if kind in (ROLE, MENTIONABLE) and key in guild.roles:
        resolved.setdefault("roles", {})[str(key)] = render.role(guild.roles[key])
        return True
    found = guild.channels.get(key) or guild.threads.get(key)
    if kind == CHANNEL and found is not None:
        rights = {"permissions": str(int(world.permissions(world.application.bot_id, found)))}
        resolved.setdefault("channels", {})[str(key)] = render.channel(world, found) | rights
        return True
    return False


class Reading:
    """One reading of a slash command's options.

    `path` and `resolved` are filled on the way. `typing` is autocomplete: nothing is required yet.
    """

    def __init__(self, world: World, channel: Channel, user_id: int, told: Json, *, typing: bool) -> None:
        self.world, self.channel, self.user_id = world, channel, user_id
        self.files = {str(each.get("id")): each for each in told.get("attachments") or []}
        self.typing = typing
        self.path: list[str] = []
        self.resolved: Json = {}
        self.form = Form()

    def options(self, asked: list[Json], given: list[Json]) -> list[Json]:
        """The options as the bot gets them; raises 50035 when they do not fit."""
        read = self._level(asked, given, ("data", "options"))
        self.form.settle()
        return read

    def _level(self, asked: list[Json], given: list[Json], path: Path) -> list[Json]:
        known = {option["name"]: option for option in asked}
        read = []
        for number, each in enumerate(given):
            option = known.get(each.get("name", ""))
            if option is None or each.get("type", option["type"]) != option["type"]:
                self.form.fail((*path, number), "APPLICATION_COMMAND_OPTIONS_UNKNOWN", "Unknown option")
            elif option["type"] in (SUB_COMMAND, SUB_GROUP):
                self.path.append(option["name"])
                inner = self._level(option.get("options") or [], each.get("options") or [], (*path, number, "options"))
                read.append({"name": option["name"], "type": option["type"], "options": inner})
            else:
                read.append(self._value(option, each, (*path, number)))
        needs_choice = any(option["type"] in (SUB_COMMAND, SUB_GROUP) for option in asked)
        if needs_choice and not given:
            self.form.fail(path, "APPLICATION_COMMAND_OPTIONS_REQUIRED", "A sub-command is required")
        missing = [name for name, option in known.items() if option.get("required")]
        for name in missing if not self.typing else []:
            if name not in {each.get("name") for each in given}:
                self.form.fail(path, "APPLICATION_COMMAND_OPTIONS_REQUIRED", f"This option is required: {name}")
        return read

    def _value(self, option: Json, given: Json, path: Path) -> Json:
        value = given.get("value")
        read: Json = {"name": option["name"], "type": option["type"], "value": value}
        if given.get("focused"):
            return read | {"focused": True}
        wrong = self._wrong_with(option, value)
        if wrong and not self.typing:
            self.form.fail((*path, "value"), "APPLICATION_COMMAND_OPTION_VALUE_INVALID", wrong)
        if option["type"] == ATTACHMENT:
            read["value"] = self._attach(value, path)
        return read

    def _wrong_with(self, option: Json, value: object) -> str | None:
        kind = option["type"]
        if kind == STRING:
            return _text_misfit(
                value, option.get("min_length") or 0, option.get("max_length") or 6000
            ) or _choice_misfit(option, value)
        if kind in (INTEGER, NUMBER):
            wanted = (int,) if kind == INTEGER else (int, float)
            if isinstance(value, bool) or not isinstance(value, wanted):
                return "Must be a number"
            low, high = option.get("min_value"), option.get("max_value")
            if (low is not None and value < low) or (high is not None and value > high):
                return f"Must be between {low} and {high}"
            return _choice_misfit(option, value)
        if kind == BOOLEAN:
            return None if isinstance(value, bool) else "Must be true or false"
        if kind in (USER, CHANNEL, ROLE, MENTIONABLE):
            return None if self._resolved(option, value) else "Unknown user, channel or role"
        return None

    def _resolved(self, option: Json, value: object) -> bool:
        if option["type"] == CHANNEL:
            found = self.world.channels.get(int(str(value))) if str(value).isdigit() else None
            if found is None or not self.world.may(self.user_id, found, Permission.VIEW_CHANNEL):
                return False
            if option.get("channel_types") and int(found.type) not in option["channel_types"]:
                return False
        return resolve(self.world, self.channel, option["type"], value, self.resolved)

    def _attach(self, value: object, path: Path) -> str:
        stub = self.files.get(str(value))
        file = self.world.uploads.get((stub or {}).get("uploaded_filename", ""))
        if file is None or file.id not in self.world.files:
            self.form.fail((*path, "value"), "ATTACHMENT_NOT_FOUND", "Attachment not found")
            return ""
        self.resolved.setdefault("attachments", {})[str(file.id)] = render.attachment(self.world, file)
        return str(file.id)


def _text_misfit(value: object, shortest: int, longest: int) -> str | None:
    if not isinstance(value, str):
        return "Must be a string"
    return None if shortest <= len(value) <= longest else f"Must be between {shortest} and {longest} in length"


def _choice_misfit(option: Json, value: object) -> str | None:
    choices = [choice["value"] for choice in option.get("choices") or []]
    return "Must be one of the choices" if choices and value not in choices else None


def chosen(world: World, channel: Channel, select: Json, values: object, path: Path) -> tuple[list[str], Json]:
    """The values of a select, checked, and what they refer to."""
    form = Form()
    fewest = 1 if select.get("min_values") is None else select["min_values"]
    picked = form.count(
        path, values or [], 0 if select.get("required") is False else fewest, select.get("max_values") or 1
    )
    resolved: Json = {}
    kind = {USER_SELECT: USER, ROLE_SELECT: ROLE, MENTIONABLE_SELECT: MENTIONABLE, CHANNEL_SELECT: CHANNEL}.get(
        select["type"]
    )
    allowed = {option["value"] for option in select.get("options") or []}
    for number, value in enumerate(picked):
        if kind is None:
            fits = value in allowed
        else:
            fits = resolve(world, channel, kind, value, resolved)
            if fits and select.get("channel_types"):
                fits = resolved["channels"][str(value)]["type"] in select["channel_types"]
        if not fits:
            form.fail((*path, number), "COMPONENT_VALIDATION_FAILED", "Component validation failed")
    form.settle()
    return [str(value) for value in picked], resolved


class Filling:
    """One reading of a filled-in modal: the layout that was shown, with what the person put in."""

    def __init__(self, world: World, channel: Channel, told: Json) -> None:
        self.world, self.channel = world, channel
        self.given = {each["custom_id"]: each for each in walk(told.get("components") or []) if each.get("custom_id")}
        self.files = {str(each.get("id")): each for each in told.get("attachments") or []}
        self.form = Form()
        self.resolved: Json = {}

    def rows(self, shown: list[Json]) -> list[Json]:
        """The rows as the bot gets them; raises 50035 when an answer does not fit."""
        filled = [self._row(row) for row in shown]
        self.form.settle()
        return filled

    def _row(self, row: Json) -> Json:
        place: Json = {"type": row["type"], "id": row.get("id", 0)}
        if row["type"] == ROW:
            place["components"] = [self._field(field) for field in row["components"]]
        elif row["type"] == LABEL:
            place["component"] = self._field(row["component"])
        return place

    def _field(self, field: Json) -> Json:
        answer = self.given.get(field["custom_id"], {})
        read: Json = {"type": field["type"], "custom_id": field["custom_id"], "id": field.get("id", 0)}
        path: Path = ("data", "components", field["custom_id"])
        if field["type"] == TEXT_INPUT:
            read["value"] = self._text(field, str(answer.get("value") or ""), path)
        elif field["type"] in SELECTS:
            read["values"], found = chosen(self.world, self.channel, field, answer.get("values"), (*path, "values"))
            for kind, things in found.items():
                self.resolved.setdefault(kind, {}).update(things)
        elif field["type"] == FILE_UPLOAD:
            read["values"] = [self._upload(str(each), path) for each in answer.get("values") or []]
        elif field["type"] == CHECKBOXES:
            read["values"] = answer.get("values") or []
        elif field["type"] in (RADIO, CHECKBOX):
            read["value"] = answer.get("value")
        return read

    def _text(self, field: Json, value: str, path: Path) -> str:
        required = field.get("required", True)
        if value or required:
            shortest = max(field.get("min_length") or 0, 1 if required else 0)
            self.form.length((*path, "value"), value, shortest, field.get("max_length") or 4000)
        return value

    def _upload(self, key: str, path: Path) -> str:
        file = self.world.uploads.get(self.files.get(key, {}).get("uploaded_filename", ""))
        if file is None:
            self.form.fail((*path, "values"), "ATTACHMENT_NOT_FOUND", "Attachment not found")
            return ""
        self.resolved.setdefault("attachments", {})[str(file.id)] = render.attachment(self.world, file)
        return str(file.id)
