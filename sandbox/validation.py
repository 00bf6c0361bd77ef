"""Discord's own API description, held against what the bot sends and what the sandbox answers.

With `DISCORD_OPENAPI` naming the description's file, every JSON body of the bot and every JSON reply to it is checked;
without it only the world's own rules are. The description leaves out what Discord checks beyond it (`world` does that).
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]
# No number that Discord takes as a number is as large as this; every snowflake since 2015 is larger.
_SMALLEST_SNOWFLAKE = 1 << 48
# discord.py sends these to routes that do not have them (edits, overwrites), and Discord passes over them.
_SENT_ALONG = frozenset({"tts", "id"})
# Media channels are in Discord's documentation, as a kind that an option may allow, and not in its description.
_MEDIA, _FORUM = 16, 15
_BIT_SETS = frozenset({"allow", "deny", "permissions", "default_member_permissions"})


def as_described(value: Any, key: str = "") -> Any:
    """A copy of a request in the spelling of the description, where Discord takes more than it describes.

    Snowflakes and the ids of attachments may come as numbers and become text; sets of bits may come as text and become
    numbers.
    """
    if isinstance(value, dict):
        return {name: as_described(each, name) for name, each in value.items()}
    if isinstance(value, list):
        read = [as_described(each, key) for each in value]
        return [_with_text_id(each) for each in read] if key == "attachments" else read
    if key in _BIT_SETS:
        return int(value) if isinstance(value, str) and value.isdigit() else value
    if isinstance(value, int) and not isinstance(value, bool) and value > _SMALLEST_SNOWFLAKE:
        return str(value)
    return value


def _without_media(value: Any) -> Any:
    """A copy in which options that allow media channels allow forums instead."""
    if isinstance(value, list):
        return [_without_media(each) for each in value]
    if not isinstance(value, dict):
        return value
    told = {name: _without_media(each) for name, each in value.items()}
    if isinstance(kinds := told.get("channel_types"), list):
        told["channel_types"] = list(dict.fromkeys(_FORUM if each == _MEDIA else each for each in kinds))
    return told


def _with_text_id(stub: Any) -> Any:
    return {**stub, "id": str(stub["id"])} if isinstance(stub, dict) and "id" in stub else stub


class Checker:
    """The description's bodies and replies, compiled when first needed, by method and route template."""

    def __init__(self, description: Json) -> None:
        self._components = _encoded(description["components"])
        self._operations: dict[tuple[str, str], Json] = {
            (method.upper(), comparable(template)): operation
            for template, operations in description["paths"].items()
            for method, operation in operations.items()
            if method != "parameters"
        }
        self._compiled: dict[tuple[str, str, int], Any] = {}

    def wrong_with_body(self, method: str, template: str, body: Any) -> str | None:
        """What is wrong with a request's JSON, in one line, or None."""
        if body is None:
            return None
        read = as_described(_without_media(body) if "commands" in template else body)
        return self._check(method, template, 0, read) or self._unknown_key(method, template, body)

    def _unknown_key(self, method: str, template: str, body: Any) -> str | None:
        """A key at the top of a body that the description does not have: Discord passes over it, so it is a mistake."""
        schema = self._schema(method, comparable(template), 0)
        while schema and "$ref" in schema:
            schema = self._components["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
        known = (schema or {}).get("properties")
        if not known or not isinstance(body, dict):
            return None
        unknown = sorted(set(body) - set(known) - _SENT_ALONG)
        return f"unknown keys: {', '.join(unknown)}" if unknown else None

    def wrong_with_reply(self, method: str, template: str, status: int, body: Any) -> str | None:
        """What is wrong with a reply's JSON, in one line, or None."""
        return self._check(method, template, status, _without_media(body) if "commands" in template else body)

    def _check(self, method: str, template: str, status: int, value: Any) -> str | None:
        key = (method, comparable(template), status)
        if key not in self._compiled:
            self._compiled[key] = self._compile(*key)
        validator = self._compiled[key]
        error = None if validator is None else next(iter(validator.iter_errors(value)), None)
        if error is None:
            return None
        place = "/".join(str(step) for step in error.instance_path)
        return f"{place or 'body'}: {str(error.message)[:300]}"

    def _compile(self, method: str, template: str, status: int) -> Any:
        import jsonschema_rs  # noqa: PLC0415  a development dependency, needed only where a description is given

        schema = self._schema(method, template, status)
        return None if schema is None else jsonschema_rs.validator_for({**schema, "components": self._components})

    def _schema(self, method: str, template: str, status: int) -> Json | None:
        """The schema of a request's body (status 0) or of a reply."""
        operation = self._operations.get((method, template), {})
        holder = operation.get("responses", {}).get(str(status), {}) if status else operation.get("requestBody", {})
        schema = holder.get("content", {}).get("application/json", {}).get("schema")
        return None if schema is None else dict(_encoded(schema))


def from_environment() -> Checker | None:
    """A checker for the file that `DISCORD_OPENAPI` names, or None if it names none."""
    place = os.environ.get("DISCORD_OPENAPI")
    return _checker(place) if place else None


@cache
def _checker(place: str) -> Checker:
    """One for all sandboxes of a process: what is compiled takes milliseconds and megabytes, and knows no world."""
    return Checker(json.loads(Path(place).read_text(encoding="utf-8")))


def comparable(template: str) -> str:
    """A template without the names of its parameters, which differ between documents."""
    return "/".join("{}" if part.startswith("{") else part for part in template.split("/"))


def _encoded(value: Any) -> Any:
    """References with their braces percent-encoded, as the validator needs them."""
    if isinstance(value, dict):
        return {key: _reference(each) if key == "$ref" else _encoded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_encoded(each) for each in value]
    return value


def _reference(value: Any) -> Any:
    return value.replace("{", "%7B").replace("}", "%7D") if isinstance(value, str) else _encoded(value)
