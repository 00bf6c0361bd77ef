"""What Discord's users see of the commands: each has its own name, and says what it does and what each option means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from discord import app_commands
from discord.ext import commands

import cogs

Command = app_commands.Command[commands.Cog, ..., object]
NO_DESCRIPTION = "…"
"""What discord.py puts where nothing was said."""


def cog_classes() -> list[type[commands.Cog]]:
    modules = [import_module(f"cogs.{module.name}") for module in iter_modules(cogs.__path__)]
    found = {
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, commands.Cog) and thing.__module__ == module.__name__
    }
    return sorted(found, key=lambda cog: cog.__name__)


def every_command() -> Iterator[tuple[str, app_commands.Command[commands.Cog, ..., object]]]:
    """Each command under the name people type."""
    for cog in cog_classes():
        group = cog.__cog_group_name__ if issubclass(cog, commands.GroupCog) else ""
        for item in cog.__cog_app_commands__:
            inner = item.walk_commands() if isinstance(item, app_commands.Group) else [item]
            for command in inner:
                if isinstance(command, app_commands.Command):
                    yield f"{group} {command.qualified_name}".strip(), command


def test_every_command_has_a_name_of_its_own() -> None:
    names = Counter(name for name, _ in every_command())
    assert {"setup channel", "article add", "reading plan", "reading report", "me summary"} <= names.keys()
    assert [name for name, times in names.items() if times > 1] == []


def test_every_command_and_group_says_what_it_does() -> None:
    groups = {cog: cog.__cog_group_description__ for cog in cog_classes() if issubclass(cog, commands.GroupCog)}
    assert [name for name, command in every_command() if command.description in {"", NO_DESCRIPTION}] == []
    assert [cog.__name__ for cog, said in groups.items() if said in {"", NO_DESCRIPTION}] == []


def test_every_option_says_what_it_means() -> None:
    silent = [
        f"{name} {option.display_name}"
        for name, command in every_command()
        for option in command.parameters
        if str(option.description) in {"", NO_DESCRIPTION}
    ]
    assert silent == []
