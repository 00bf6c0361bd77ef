"""What kind of JSON stands under each key of a body.

A key means the same wherever it stands, so one table serves every route. Bodies are held against it before any rule
reads them: a rule then need not ask whether a list is one. Keys that are not in it are read with care by their rule.
"""

from typing import Any

from .refusals import Form, Path
from .values import read_id

_OBJECTS = frozenset(
    {"allowed_mentions", "author", "component", "accessory", "colors", "data", "default_reaction_emoji", "emoji"}
    | {"description_localizations", "entity_metadata", "footer", "media", "message", "message_reference"}
    | {"name_localizations", "poll", "poll_media", "provider", "question", "thumbnail", "video"}
)
_LISTS_OF_OBJECTS = frozenset(
    {"answers", "attachments", "available_tags", "choices", "components", "embeds", "fields", "items", "options"}
    | {"files", "permission_overwrites"}
)
_LISTS_OF_IDS = frozenset({"applied_tags", "messages", "roles", "users"})
_LISTS_OF_TEXTS = frozenset({"parse", "values"})
_LISTS_OF_SCALARS = frozenset({"answer_ids"})
_LISTS_OF_NUMBERS = frozenset({"channel_types", "contexts", "integration_types"})
_IDS = frozenset(
    {
        "application_id",
        "channel_id",
        "emoji_id",
        "guild_id",
        "id",
        "message_id",
        "parent_id",
        "recipient_id",
        "target_id",
    }
)
_TEXTS = frozenset(
    {"custom_id", "description", "filename", "label", "name", "placeholder", "text", "title", "topic", "url"}
    | {"emoji_name", "icon_url", "location", "uploaded_filename", "nick"}
)
_NUMBERS = frozenset(
    {"accent_color", "auto_archive_duration", "color", "default_auto_archive_duration", "default_forum_layout"}
    | {"default_sort_order", "default_thread_rate_limit_per_user", "entity_type", "flags", "layout_type"}
    | {"max_length", "max_values", "min_length", "min_values", "position", "primary_color", "privacy_level"}
    | {"rate_limit_per_user", "status", "style"}
)
_BIT_SETS = frozenset({"allow", "default_member_permissions", "deny", "permissions"})
_SCALARS = frozenset({"nonce", "type", "value", "version"})


def check_shape(body: object) -> None:
    """Raise `Refused` (50035) for a body in which a key holds another kind of JSON than it can. Null is no value."""
    form = Form()
    if isinstance(body, list):
        _check_list(form, (), body, _object)
    elif isinstance(body, dict):
        _check_object(form, (), body)
    form.settle()


def _check_object(form: Form, path: Path, told: dict[str, Any]) -> None:
    for key, value in told.items():
        if value is None:
            continue
        place = (*path, key)
        for keys, check in _CHECKS:
            if key in keys:
                check(form, place, value)
        for keys, each in _LISTS:
            if key in keys:
                _check_list(form, place, value, each)


def _check_list(form: Form, path: Path, value: object, check: Any) -> None:
    for number, each in enumerate(form.count(path, value, 0, 1 << 30)):
        check(form, (*path, number), each)


def _object(form: Form, path: Path, value: object) -> None:
    if isinstance(value, dict):
        _check_object(form, path, value)
    else:
        form.fail(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")


def _text(form: Form, path: Path, value: object) -> None:
    if not isinstance(value, str):
        form.fail(path, "BASE_TYPE_STRING", "Must be a string.")


def _number(form: Form, path: Path, value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        form.fail(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')


def _id(form: Form, path: Path, value: object) -> None:
    if read_id(value) is None:
        form.fail(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')


def _bits(form: Form, path: Path, value: object) -> None:
    if read_id(value) is None:
        form.fail(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')


def _scalar(form: Form, path: Path, value: object) -> None:
    if isinstance(value, dict | list):
        form.fail(path, "BASE_TYPE_STRING", "Must be a string.")


_CHECKS = (
    (_OBJECTS, _object),
    (_IDS, _id),
    (_TEXTS, _text),
    (_NUMBERS, _number),
    (_BIT_SETS, _bits),
    (_SCALARS, _scalar),
)
_LISTS = (
    (_LISTS_OF_OBJECTS, _object),
    (_LISTS_OF_IDS, _id),
    (_LISTS_OF_TEXTS, _text),
    (_LISTS_OF_SCALARS, _scalar),
    (_LISTS_OF_NUMBERS, _number),
)
