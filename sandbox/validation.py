"""Discord's own API description, held against what the bot sends.

With `DISCORD_OPENAPI` naming the description's file, every JSON body of the bot is checked; without it only the world's own rules are.
"""

import json
import os
from pathlib import Path
from typing import Any

SNOWFLAKE_KEYS = frozenset(
    {
        "id",
        "channel_id",
        "guild_id",
        "message_id",
        "parent_id",
        "recipient_id",
        "user_id",
        "role_id",
        "users",
        "roles",
        "messages",
    }
)
_SNOWFLAKE_FROM = 1 << 22


def snowflakes_as_text(value: Any) -> Any:
    """A copy with numbers big enough to be snowflakes as text; discord.py sends some as numbers, which Discord takes."""
    if isinstance(value, dict):
        return {
            key: snowflakes_as_text(each) if key not in ("default_member_permissions",) else each
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [snowflakes_as_text(each) for each in value]
    if isinstance(value, int) and not isinstance(value, bool) and value > 1 << 50:
        return str(value)
    return value


class Checker:
    """Compiled request bodies by method and route template."""

    def __init__(self, description: dict[str, Any]) -> None:
        import jsonschema_rs  # noqa: PLC0415  a development dependency, needed only where a description is given

        self._bodies: dict[tuple[str, str], Any] = {}
        for template, operations in description["paths"].items():
            for method, operation in operations.items():
                if method == "parameters":
                    continue
                schema = _body_schema(operation)
                if schema is not None:
                    whole = {**_encoded(schema), "components": _encoded(description["components"])}
                    key = (method.upper(), _comparable(template))
                    self._bodies[key] = jsonschema_rs.validator_for(whole)

    def wrong_with(self, method: str, template: str, body: Any) -> str | None:
        """What is wrong with a body, in one line, or None."""
        validator = self._bodies.get((method, _comparable(template)))
        if validator is None or body is None:
            return None
        error = next(iter(validator.iter_errors(snowflakes_as_text(body))), None)
        if error is None:
            return None
        place = "/".join(str(step) for step in error.instance_path)
        return f"{place or 'body'}: {error.message}"


def from_environment() -> Checker | None:
    """A checker for the file that `DISCORD_OPENAPI` names, or None if it names none."""
    place = os.environ.get("DISCORD_OPENAPI")
    return Checker(json.loads(Path(place).read_text())) if place else None


def _body_schema(operation: dict[str, Any]) -> dict[str, Any] | None:
    content = operation.get("requestBody", {}).get("content", {})
    return content.get("application/json", {}).get("schema")


def _comparable(template: str) -> str:
    """A template without the names of its parameters, which differ between documents."""
    return "/".join("{}" if part.startswith("{") else part for part in template.split("/"))


def _encoded(value: Any) -> Any:
    """References with their braces percent-encoded, as the validator needs them."""
    if isinstance(value, dict):
        return {
            key: each.replace("{", "%7B").replace("}", "%7D")
            if key == "$ref" and isinstance(each, str)
            else _encoded(each)
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [_encoded(each) for each in value]
    return value
