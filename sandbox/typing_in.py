"""How a person's words become the body of a command, as Discord's client would send it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from mimetypes import guess_type
from pathlib import Path
from typing import Any, Self

from .views import Choice, Json, NotShown

_SUB_COMMAND, _GROUP, _ATTACHMENT = 1, 2, 11
_NAMED = frozenset({6, 7, 8, 9})


@dataclass(frozen=True, slots=True)
class File:
    """A file somebody sends."""

    name: str
    content: bytes
    content_type: str = "application/octet-stream"


def read_file(file: Path | File) -> File:
    """A file from the disk, or as given."""
    if isinstance(file, File):
        return file
    return File(file.name, file.read_bytes(), guess_type(file.name)[0] or "application/octet-stream")


@dataclass(slots=True)
class CommandBody:
    """A command found in the index, and what was typed into it."""

    command: Json
    path: list[Json]
    data: Json = field(default_factory=dict)
    files: list[File] = field(default_factory=list)

    @classmethod
    def find(cls, commands: list[Json], words: str) -> Self:
        """The command that `words` ("/article add") name, or `NotShown`."""
        first, *rest = words.removeprefix("/").split()
        command = next((each for each in commands if each["type"] == 1 and each["name"] == first), None)
        if command is None:
            raise NotShown(f"No command /{first}; there are: {sorted(each['name'] for each in commands)}")
        place, path = command, []
        for word in rest:
            inner = next((each for each in place.get("options", []) if each["name"] == word), None)
            if inner is None or inner["type"] not in (_SUB_COMMAND, _GROUP):
                raise NotShown(
                    f"{words}: there is no {word}; there are: {[e['name'] for e in place.get('options', [])]}"
                )
            path.append(inner)
            place = inner
        return cls(command, path)

    async def fill(self, given: Json, named: Callable[[int, Any], Awaitable[str]], focused: str | None = None) -> None:
        """Put the given values in; `named` finds the ids of people, channels and roles."""
        known = {each["name"]: each for each in (self.path[-1] if self.path else self.command).get("options", [])}
        options: list[Json] = []
        for name, value in ((key.rstrip("_"), value) for key, value in given.items()):
            if name not in known:
                raise NotShown(f"/{self.command['name']} has no option {name!r}; it has: {sorted(known)}")
            option: Json = {"type": known[name]["type"], "name": name, "value": value}
            if name == focused:
                option["focused"] = True
            elif isinstance(value, Choice):
                option["value"] = value.value
            elif option["type"] == _ATTACHMENT:
                option["value"] = str(len(self.files))
                self.files.append(read_file(value))
            elif option["type"] in _NAMED:
                option["value"] = await named(option["type"], value)
            options.append(option)
        for step in reversed(self.path):
            options = [{"type": step["type"], "name": step["name"], "options": options}]
        self.data = {
            "id": self.command["id"],
            "version": self.command["version"],
            "name": self.command["name"],
            "type": 1,
            "options": options,
            "attachments": [{"id": str(number), "filename": file.name} for number, file in enumerate(self.files)],
        }
