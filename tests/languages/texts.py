"""Every text that the interface can say, collected from the code; `make texts` brings the translations up to date.

What the code says stands in calls of `say`, `later`, `count` and `Told`, in errors, and in what commands are made of.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from discord import app_commands
from discord.ext import commands

import cogs
from bot import errors
from bot.languages.words import ENGLISH, NAME, SPOKEN
from tests.house.files import HOUSE, code, name, tree

TEXTS = Path(errors.__file__).parent / "languages" / "texts"
ON_THE_TERMINAL = {
    "bot/__main__.py",
    "bot/app.py",
    "bot/clock.py",
    "bot/languages/__init__.py",
    "bot/settings.py",
    "bot/store/export.py",
    "bot/store/schema.py",
    "bot/store/sole_use.py",
    "bot/workflows/check.py",
    "bot/workflows/inspect.py",
    "bot/workflows/inspect_page.py",
}
"""What these say is read by whoever runs the bot, where it is started; it is not translated."""
ERRORS = {
    each.__name__ for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.CircleError)
}


def collected() -> Catalog:
    """The texts of the code, with where they stand, and no translation."""
    catalogue = Catalog(project="Reading Circle", fuzzy=False)
    for path in (each for each in code("bot", "cogs") if name(each) not in ON_THE_TERMINAL):
        for call in (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)):
            for text in _said(call, path):
                catalogue.add(text, locations=[(name(path), call.lineno)])
            for menu in _menus(call):
                catalogue.add(menu, locations=[(name(path), call.lineno)], context=NAME)
    for place, context, word in _of_commands():
        catalogue.add(word, locations=[(place, 0)], context=context)
    return catalogue


def _said(call: ast.Call, path: Path) -> Iterator[str | tuple[str, str]]:
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    constants = [arg.value if isinstance(arg, ast.Constant) else None for arg in call.args]
    if called in {"say", "later", "Told"}:
        yield from (text for text in constants[:1] if isinstance(text, str))
    elif called == "count" and len(constants) == 3:
        _, one, many = constants
        if isinstance(one, str) and isinstance(many, str):
            yield one, many
    elif called in ERRORS:
        texts = [text for arg in call.args for text in _of_error(arg, path)]
        yield from (text for text in texts[:2] if text)


def _of_error(arg: ast.expr, path: Path) -> list[str]:
    """What an error is made of: a text, or the name of one (or, starred, of a pair) that the module knows."""
    if isinstance(arg, ast.Constant):
        return [str(arg.value)]
    named = arg.value if isinstance(arg, ast.Starred) else arg
    if not isinstance(named, ast.Name):
        return [""]
    module = import_module(".".join(path.relative_to(HOUSE).with_suffix("").parts))
    known = getattr(module, named.id, "")
    return [known] if isinstance(known, str) else [str(each) for each in known]


def _menus(call: ast.Call) -> Iterator[str]:
    """The name of a menu on messages or members."""
    if isinstance(call.func, ast.Attribute) and call.func.attr == "ContextMenu":
        yield from (
            str(each.value.value)
            for each in call.keywords
            if each.arg == "name" and isinstance(each.value, ast.Constant)
        )


def _of_commands() -> Iterator[tuple[str, str | None, str]]:
    """Place, context and word of every name and description that Discord is told."""
    for among, words in in_commands():
        context = None if among.startswith("descriptions") else NAME
        for word in words:
            yield among.rsplit(" ", 1)[1], context, word


def in_commands() -> Iterator[tuple[str, list[str]]]:
    """What stands beside each other in commands: "options of plan in cogs/readings.py" and their names.

    Descriptions, and the choices of an option, are told the same way; each description stands by itself.
    """
    top: list[str] = []
    for cog, place in _cogs():
        own = list(cog.__cog_app_commands__)
        if issubclass(cog, commands.GroupCog):
            top.append(str(cog.__cog_group_name__))
            yield f"descriptions in {place}", [str(cog.__cog_group_description__)]
            yield f"commands in {place}", [each.name for each in own]
        else:
            top += [each.name for each in own]
        for command in own:
            yield from _in_command(command, place)
    yield "commands in cogs/__init__.py", top


def _cogs() -> Iterator[tuple[type[commands.Cog], str]]:
    """Every cog with the file it stands in; parts that others are made of come with those."""
    found = [
        (cog, f"cogs/{path.name}")
        for path in sorted(Path(cogs.__file__).parent.glob("*.py"))
        for cog in vars(import_module(f"cogs.{path.stem}")).values()
        if isinstance(cog, type) and issubclass(cog, commands.Cog) and cog.__module__ == f"cogs.{path.stem}"
    ]
    for cog, place in found:
        if not any(other is not cog and issubclass(other, cog) for other, _ in found):
            yield cog, place


def _in_command(
    command: app_commands.Command[commands.Cog, ..., object] | app_commands.Group, place: str
) -> Iterator[tuple[str, list[str]]]:
    yield f"descriptions in {place}", [command.description]
    if not isinstance(command, app_commands.Command):
        return
    yield f"options of {command.name} in {place}", [each.display_name for each in command.parameters]
    for option in command.parameters:
        yield f"descriptions in {place}", [str(option.description)]
        # each language is called as its speakers call it
        choices = [each.name for each in option.choices if each.name not in SPOKEN.values()]
        yield f"choices of {option.display_name} in {place}", choices


def brought_up_to_date(file: Path, tag: str, wanted: Catalog) -> Catalog:
    """What the language's file holds now: every translation of a text that is still said, and the new ones empty."""
    catalogue = Catalog(locale=tag, project="Reading Circle", fuzzy=False)
    if file.exists():
        with file.open("rb") as source:
            catalogue = read_po(source, locale=tag)
    catalogue.update(wanted, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    with file.open("wb") as out:
        write_po(out, catalogue, width=120, include_lineno=False, omit_header=True, sort_by_file=True)
    return catalogue


def main() -> None:
    """Write every language's file: new texts without translation, gone ones taken out."""
    for tag in sorted(set(SPOKEN) - {ENGLISH}):
        file = TEXTS / f"{tag}.po"
        catalogue = brought_up_to_date(file, tag, collected())
        missing = len([each for each in catalogue if each.id and not _translated(each.string)])
        print(f"{file.name}: {len(catalogue)} texts, {missing} not translated")  # noqa: T201 (a command's answer)


def _translated(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return bool(string) if isinstance(string, str | None) else all(string)


if __name__ == "__main__":
    main()
