"""What people see, as plain records.

Messages, buttons, selects, forms, threads. `raw` is the JSON they were read from.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
EPHEMERAL, LOADING = 1 << 6, 1 << 7
_BUTTON, _TEXT = 2, 10
_SELECTS = frozenset({3, 5, 6, 7, 8})


class NotShown(LookupError):
    """Somebody looked for a thing that is not there; says what is."""


class NotAnswered(Exception):
    """The application did not respond in time."""


class Rejected(Exception):
    """The server refused what a person tried."""

    def __init__(self, status: int, body: Json) -> None:
        super().__init__(f"{status} {body.get('code')}: {body.get('message')} {body.get('errors', '')}".strip())
        self.status, self.body = status, body
        self.code: int = body.get("code", 0)


class FormShown(Exception):
    """The application answered with a form (a modal) where a message was expected; `Person.form` expects one."""

    def __init__(self, modal: "Modal") -> None:
        super().__init__(f"A form is shown: {modal.title}")
        self.modal = modal


@dataclass(frozen=True, slots=True)
class Button:
    """A button and the message it is on."""

    label: str
    custom_id: str | None
    message: "Message"
    disabled: bool = False
    url: str | None = None
    style: int = 2
    emoji: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a select."""

    label: str
    value: str
    description: str | None = None
    default: bool = False


@dataclass(frozen=True, slots=True)
class Select:
    """A select menu and the message it is on; `kind` is Discord's component type."""

    custom_id: str
    kind: int
    message: "Message"
    placeholder: str | None = None
    options: tuple[Option, ...] = ()
    min_values: int = 1
    max_values: int = 1
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    custom_id: str
    kind: int
    label: str
    required: bool = True
    value: str = ""


@dataclass(frozen=True, slots=True)
class Modal:
    """A form to fill in."""

    id: str
    custom_id: str
    title: str
    fields: tuple[Field, ...]
    channel_id: str
    raw: Json = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """What autocomplete offers."""

    name: str
    value: str | int | float


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread; for one opened from a message, `id` is the message's."""

    id: str
    name: str
    parent_id: str
    archived: bool = False
    locked: bool = False
    raw: Json = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Message:
    """A message as a person sees it."""

    id: str
    channel_id: str
    author: str
    author_id: str
    content: str
    ephemeral: bool
    raw: Json = field(repr=False, compare=False)

    @property
    def embeds(self) -> list[Json]:
        """Its embeds."""
        return list(self.raw.get("embeds", []))

    @property
    def text(self) -> str:
        """All its words: content, embeds and text components, a line each."""
        parts = [self.content]
        for embed in self.embeds:
            parts += [embed.get("title", ""), embed.get("description", "")]
            parts += [f"{each['name']}\n{each['value']}" for each in embed.get("fields", [])]
            parts += [embed.get("footer", {}).get("text", ""), embed.get("author", {}).get("name", "")]
        parts += [each["content"] for each in _walk(self.raw.get("components", [])) if each["type"] == _TEXT]
        return "\n".join(part for part in parts if part)

    @property
    def buttons(self) -> list[Button]:
        """Its buttons."""
        found = [each for each in _walk(self.raw.get("components", [])) if each["type"] == _BUTTON]
        return [
            Button(
                each.get("label") or "",
                each.get("custom_id"),
                self,
                bool(each.get("disabled")),
                each.get("url"),
                each.get("style", 2),
                (each.get("emoji") or {}).get("name"),
            )
            for each in found
        ]

    @property
    def selects(self) -> list[Select]:
        """Its select menus."""
        return [
            Select(
                each["custom_id"],
                each["type"],
                self,
                each.get("placeholder"),
                tuple(_option(told) for told in each.get("options") or []),
                1 if each.get("min_values") is None else each["min_values"],
                each.get("max_values") or 1,
                bool(each.get("disabled")),
            )
            for each in _walk(self.raw.get("components", []))
            if each["type"] in _SELECTS
        ]

    def button(self, label: str) -> Button:
        """The button with this label (or custom_id), or `NotShown`."""
        for each in self.buttons:
            if label in (each.label, each.custom_id):
                return each
        raise NotShown(f"No button {label!r}; there are: {[each.label for each in self.buttons]}")

    def select(self, name: str | None = None) -> Select:
        """The select with this placeholder (or custom_id), or the only one."""
        found = [each for each in self.selects if name is None or name in (each.placeholder, each.custom_id)]
        if len(found) != 1:
            raise NotShown(f"No single select {name!r}; there are: {[each.placeholder for each in self.selects]}")
        return found[0]

    @property
    def reactions(self) -> dict[str, int]:
        """Emoji and how many people put it there."""
        return {each["emoji"]["name"]: each["count"] for each in self.raw.get("reactions", [])}

    @property
    def attachments(self) -> list[Json]:
        """Its files."""
        return list(self.raw.get("attachments", []))

    @property
    def loading(self) -> bool:
        """Whether the bot is still thinking."""
        return bool(self.raw.get("flags", 0) & LOADING)


def read_message(raw: Json) -> Message:
    """A message from its JSON."""
    author = raw["author"]
    return Message(
        id=raw["id"],
        channel_id=raw["channel_id"],
        author=author.get("global_name") or author["username"],
        author_id=author["id"],
        content=raw["content"],
        ephemeral=bool(raw.get("flags", 0) & EPHEMERAL),
        raw=raw,
    )


def read_thread(raw: Json) -> Thread:
    """A thread from its JSON."""
    state = raw["thread_metadata"]
    return Thread(raw["id"], raw["name"], raw["parent_id"], state["archived"], state.get("locked", False), raw)


def read_modal(raw: Json) -> Modal:
    """A form from the gateway's JSON."""
    fields = []
    for row in raw["components"]:
        inner = row.get("components") or ([row["component"]] if "component" in row else [])
        fields += [
            Field(
                each["custom_id"],
                each["type"],
                row.get("label") or each.get("label") or "",
                each.get("required", True) is not False,
                each.get("value") or "",
            )
            for each in inner
        ]
    return Modal(raw["id"], raw["custom_id"], raw["title"], tuple(fields), raw["channel_id"], raw)


def _option(told: Json) -> Option:
    return Option(told["label"], told["value"], told.get("description"), bool(told.get("default")))


def _walk(components: list[Json]) -> Iterator[Json]:
    for component in components:
        yield component
        yield from _walk(component.get("components") or [])
        yield from _walk([each for key in ("accessory", "component") if (each := component.get(key))])
