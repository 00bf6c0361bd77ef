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
    folder = Path(cogs.__file__).parent
    for path in sorted(folder.glob("*.py")):
        module = __import__(f"cogs.{path.stem}", fromlist=["*"])
        for cog in vars(module).values():
            if isinstance(cog, type) and issubclass(cog, commands.Cog) and cog.__module__ == module.__name__:
                yield from _of_cog(cog, f"cogs/{path.name}")


def _of_cog(cog: type[commands.Cog], place: str) -> Iterator[tuple[str, str | None, str]]:
    if issubclass(cog, commands.GroupCog):
        yield place, NAME, str(cog.__cog_group_name__)
        yield place, None, str(cog.__cog_group_description__)
    for command in cog.__cog_app_commands__:
        inside = [command, *(command.walk_commands() if isinstance(command, app_commands.Group) else [])]
        for each in inside:
            yield from _of_command(each, place)


def _of_command(
    command: app_commands.Command[commands.Cog, ..., object] | app_commands.Group, place: str
) -> Iterator[tuple[str, str | None, str]]:
    yield place, NAME, command.name
    yield place, None, command.description
    for option in command.parameters if isinstance(command, app_commands.Command) else []:
        yield place, NAME, option.display_name
        yield place, None, str(option.description)
        for choice in option.choices:
            if choice.name not in SPOKEN.values():  # each language is called as its speakers call it
                yield place, NAME, choice.name


def main() -> None:
    """Write every language's file: new texts without translation, gone ones taken out."""
    for tag in sorted(set(SPOKEN) - {ENGLISH}):
        file = TEXTS / f"{tag}.po"
        catalogue = Catalog(locale=tag, project="Reading Circle", fuzzy=False)
        if file.exists():
            with file.open("rb") as source:
                catalogue = read_po(source, locale=tag)
        catalogue.update(collected(), no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        with file.open("wb") as out:
            write_po(out, catalogue, width=120, include_lineno=False, omit_header=True, sort_by_file=True)
        missing = len([each for each in catalogue if each.id and not _translated(each.string)])
        print(f"{file.name}: {len(catalogue)} texts, {missing} not translated")  # noqa: T201 (a command's answer)


def _translated(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return bool(string) if isinstance(string, str | None) else all(string)


if __name__ == "__main__":
    main()
