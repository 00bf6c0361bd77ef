"""Buttons, selects, layouts and modals: what Discord accepts, and how a person's press is matched to what was sent.

Limits are those of Discord's documentation, "Component Reference".
"""

from collections.abc import Iterator

from . import emoji
from .embeds import check_scheme
from .refusals import TOO_MANY_BYTES, Form, Path, Refused, not_built
from .things import Json

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 5, 6, 7, 8
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
LABEL, FILE_UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 18, 19, 21, 22, 23
SELECTS = frozenset({STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT})
LAYOUT_TOP = frozenset({ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER})
LINK, PREMIUM = 5, 6
# Not documented: more than about this much answers 500. Only text in other alphabets reaches it in 4000 characters.
MOST_TEXT_BYTES = 10_170
_DEFAULTS: dict[int, Json] = {
    **{kind: {"min_values": 1, "max_values": 1} for kind in SELECTS},
    SEPARATOR: {"spacing": 1, "divider": True},
    CONTAINER: {"accent_color": None, "spoiler": False},
    THUMBNAIL: {"description": None, "spoiler": False},
}


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component, however deep."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for key in ("component", "accessory"):
            if isinstance(component.get(key), dict):
                yield from walk([component[key]])


def find(components: list[Json], custom_id: str) -> Json | None:
    """The component with this custom_id."""
    return next((each for each in walk(components) if each.get("custom_id") == custom_id), None)


def completed(components: list[Json]) -> list[Json]:
    """The components as Discord gives them back: each with an `id`, and with the defaults of its kind."""
    taken = {each["id"] for each in walk(components) if each.get("id")}
    fresh = (number for number in range(1, 10_000) if number not in taken)

    def with_id(component: Json) -> Json:
        kept = {key: value for key, value in component.items() if value is not None}
        made = {**_DEFAULTS.get(component["type"], {}), **kept, "id": component.get("id") or next(fresh)}
        if "components" in kept:
            made["components"] = [with_id(each) for each in component["components"]]
        for key in ("component", "accessory"):
            if isinstance(component.get(key), dict):
                made[key] = with_id(component[key])
        return made

    return [with_id(each) for each in components]


def check_message_components(form: Form, components: object, *, layout: bool) -> list[Json]:
    """Check what a message carries; `layout` is the components-V2 flag."""
    path: Path = ("components",)
    listed = form.count(path, components, 0, 40 if layout else 5)
    for number, component in enumerate(listed):
        place = (*path, number)
        kind = component.get("type")
        if layout and kind in LAYOUT_TOP:
            _check_layout(form, component, place)
        elif kind == ROW:
            _check_row(form, component, place)
        else:
            allowed = ", ".join(str(each) for each in (sorted(LAYOUT_TOP) if layout else [ROW]))
            form.fail((*place, "type"), "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({allowed}).')
    _check_whole(form, listed, layout=layout)
    return completed(listed) if not form.wrong else listed


def _check_whole(form: Form, components: list[Json], *, layout: bool) -> None:
    seen: set[str] = set()
    for component in walk(components):
        custom_id = component.get("custom_id")
        if custom_id in seen:
            form.fail(("components",), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
        if custom_id:
            seen.add(custom_id)
    if not layout:
        return
    if sum(1 for _ in walk(components)) > 40:
        form.fail(("components",), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 40 in length.")
    texts = [str(each.get("content") or "") for each in walk(components) if each.get("type") == TEXT]
    if sum(len(text.encode()) for text in texts) > MOST_TEXT_BYTES:
        raise Refused(TOO_MANY_BYTES)
    if sum(len(text) for text in texts) > 4000:
        form.fail(("components",), "COMPONENT_MAX_TOTAL_TEXT_DISPLAYABLE_SIZE", "Text must be 4000 or fewer in total.")


def _check_row(form: Form, row: Json, path: Path) -> None:
    inside = form.count((*path, "components"), row.get("components") or [], 1, 5)
    selects = [each for each in inside if each.get("type") in SELECTS]
    if selects and len(inside) > 1:
        form.fail(path, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")
    for number, component in enumerate(inside):
        place = (*path, "components", number)
        if component.get("type") == BUTTON:
            _check_button(form, component, place)
        elif component.get("type") in SELECTS:
            _check_select(form, component, place)
        else:
            form.fail(
                (*place, "type"), "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (2, 3, 5, 6, 7, 8).'
            )


def _check_button(form: Form, button: Json, path: Path) -> None:
    style = button.get("style")
    if style == PREMIUM:
        raise Refused(not_built("premium buttons"))
    form.choice((*path, "style"), style, (1, 2, 3, 4, LINK))
    form.length((*path, "label"), button.get("label"), 0, 80, required=False)
    emoji.check(form, button.get("emoji"), (*path, "emoji"), "BUTTON_COMPONENT_INVALID_EMOJI")
    if style == LINK:
        form.length((*path, "url"), button.get("url"), 1, 512)
        check_scheme(form, button.get("url"), (*path, "url"), ("http", "https", "discord"))
        if button.get("custom_id"):
            form.fail(path, "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", "A custom id and url cannot both be specified")
    else:
        form.length((*path, "custom_id"), button.get("custom_id"), 1, 100)
    if not button.get("label") and not button.get("emoji"):
        form.fail(path, "BUTTON_COMPONENT_INVALID_LABEL", "Buttons must have a label or an emoji")


def _check_select(form: Form, select: Json, path: Path) -> None:
    form.length((*path, "custom_id"), select.get("custom_id"), 1, 100)
    form.length((*path, "placeholder"), select.get("placeholder"), 0, 150, required=False)
    least, most = (1 if select.get(key) is None else select[key] for key in ("min_values", "max_values"))
    for key, told, lowest in (("min_values", least, 0), ("max_values", most, 1)):
        if not lowest <= told <= 25:
            form.fail((*path, key), "NUMBER_TYPE_MAX", f"int value should be between {lowest} and 25.")
    if least > most:
        form.fail((*path, "min_values"), "SELECT_COMPONENT_MIN_VALUES_TOO_LARGE", "There are fewer max_values")
    if select.get("type") == STRING_SELECT:
        options = form.count((*path, "options"), select.get("options") or [], min(max(least, most, 1), 25), 25)
        _check_options(form, options, (*path, "options"))
        if sum(1 for each in options if each.get("default")) > most:
            form.fail((*path, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "There are fewer max_values")


def _check_options(form: Form, options: list[Json], path: Path) -> None:
    values: set[object] = set()
    for number, option in enumerate(options):
        place = (*path, number)
        form.length((*place, "label"), option.get("label"), 1, 100)
        form.length((*place, "value"), option.get("value"), 1, 100)
        form.length((*place, "description"), option.get("description"), 0, 100, required=False)
        emoji.check(form, option.get("emoji"), (*place, "emoji"), "SELECT_COMPONENT_INVALID_EMOJI")
        if option.get("value") in values:
            form.fail(
                (*place, "value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            )
        values.add(option.get("value"))


def _check_layout(form: Form, component: Json, path: Path) -> None:
    kind = component["type"]
    if kind == ROW:
        _check_row(form, component, path)
    elif kind == TEXT:
        form.length((*path, "content"), component.get("content"), 1, 4000)
    elif kind == SECTION:
        _check_section(form, component, path)
    elif kind == GALLERY:
        form.count((*path, "items"), component.get("items") or [], 1, 10)
    elif kind == CONTAINER:
        for number, inner in enumerate(form.count((*path, "components"), component.get("components") or [], 1, 39)):
            place = (*path, "components", number)
            if inner.get("type") in LAYOUT_TOP - {CONTAINER}:
                _check_layout(form, inner, place)
            else:
                form.fail((*place, "type"), "UNION_TYPE_CHOICES", "This component cannot be inside a container")


def _check_section(form: Form, section: Json, path: Path) -> None:
    for number, text in enumerate(form.count((*path, "components"), section.get("components") or [], 1, 3)):
        form.choice((*path, "components", number, "type"), text.get("type"), (TEXT,))
    accessory = section.get("accessory")
    if not isinstance(accessory, dict):
        form.fail((*path, "accessory"), "BASE_TYPE_REQUIRED", "This field is required")
    elif accessory.get("type") == BUTTON:
        _check_button(form, accessory, (*path, "accessory"))
    else:
        form.choice((*path, "accessory", "type"), accessory.get("type"), (BUTTON, THUMBNAIL))


def check_modal(form: Form, data: Json) -> Json:
    """Check a modal and return it with its components completed."""
    form.length(("custom_id",), data.get("custom_id"), 1, 100)
    form.length(("title",), data.get("title"), 1, 45)
    rows = form.count(("components",), data.get("components") or [], 1, 5)
    for number, row in enumerate(rows):
        path: Path = ("components", number)
        kind = row.get("type")
        if kind == ROW:
            for place, field in enumerate(form.count((*path, "components"), row.get("components") or [], 1, 1)):
                _check_text_input(form, field, (*path, "components", place), labelled=True)
        elif kind == LABEL:
            form.length((*path, "label"), row.get("label"), 1, 45)
            form.length((*path, "description"), row.get("description"), 0, 100, required=False)
            _check_labelled(form, row.get("component") or {}, (*path, "component"))
        elif kind != TEXT:
            form.fail((*path, "type"), "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1, 10, 18).')
    names = [each["custom_id"] for each in walk(rows) if each.get("custom_id")]
    if len(names) != len(set(names)):
        form.fail(("components",), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
    return {**data, "components": rows if form.wrong else completed(rows)}


def _check_labelled(form: Form, field: Json, path: Path) -> None:
    kind = field.get("type")
    if kind == TEXT_INPUT:
        _check_text_input(form, field, path, labelled=False)
    elif kind in SELECTS:
        _check_select(form, field, path)
    elif kind in (FILE_UPLOAD, RADIO, CHECKBOXES, CHECKBOX):
        form.length((*path, "custom_id"), field.get("custom_id"), 1, 100)
    else:
        form.fail((*path, "type"), "UNION_TYPE_CHOICES", "This component cannot be inside a label")


def _check_text_input(form: Form, field: Json, path: Path, *, labelled: bool) -> None:
    form.choice((*path, "type"), field.get("type"), (TEXT_INPUT,))
    form.length((*path, "custom_id"), field.get("custom_id"), 1, 100)
    form.choice((*path, "style"), field.get("style"), (1, 2))
    form.length((*path, "label"), field.get("label"), 1, 45, required=labelled)
    form.length((*path, "placeholder"), field.get("placeholder"), 0, 100, required=False)
    form.length((*path, "value"), field.get("value"), 0, 4000, required=False)
    for key in ("min_length", "max_length"):
        if not 0 <= (field.get(key) or 0) <= 4000:
            form.fail((*path, key), "NUMBER_TYPE_MAX", "int value should be less than or equal to 4000.")
