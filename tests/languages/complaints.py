"""What is wrong with a language's translations: `python -m tests.languages.complaints de` lists it."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from functools import cache

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.delivery.markdown import MESSAGE
from bot.languages.words import COMMAND_NAMED, NAME
from tests.house.files import code, tree
from tests.languages.texts import TEXTS, collected, in_commands

BUTTON, FORM, FIELD, MENU, EMBED_FIELD, COMMAND, DESCRIPTION, CHOICE = 80, 45, 100, 150, 256, 32, 100, 100
TEXT = 1024
"""Discord's limits, in characters; the last one is what a field of an embed holds, where any text may come to stand."""

MARKS = {
    "**": r"\*\*",
    "code": r"`",
    "underlines": r"(?<![\w`])_|_(?![\w`])",
    "new lines": r"\n",
    "small print": r"(?m)^-# ",
    "arrows": r"→",
    "channels, members and roles": r"<[#@][&!]?\{\w+\}>",
    "addresses": r"https?://",
}
"""What must stand in a translation as often as in the English text."""

_VALUE = re.compile(r"\{(\w*)[^{}]*\}")
_BOLD = re.compile(r"\*\*([^*{}]+)\*\*")
_COMMAND_NAME = re.compile(r"[-_'\w]{1,32}")


def complaints(tag: str) -> list[str]:
    """A line for everything that is missing or wrong; none for a language that is complete."""
    kept, wanted = translations(tag), collected()
    found: list[str] = []
    for message in wanted:
        if message.id:
            translated = kept.get(message.id, message.context)
            found += [f"{message.id!r}: {wrong}" for wrong in _wrong(message, translated, kept.num_plurals)]
    known = {(each.id, each.context) for each in wanted}
    found += [f"{each.id!r}: is said no more" for each in kept if each.id and (each.id, each.context) not in known]
    return [*found, *_ambiguous(kept), *_misnamed(kept)]


def translations(tag: str) -> Catalog:
    """The language's file."""
    with (TEXTS / f"{tag}.po").open("rb") as source:
        return read_po(source, locale=tag)


def _wrong(message: Message, translated: Message | None, plurals: int) -> Iterator[str]:
    if translated is None or not translated.string:
        yield "is missing"
        return
    if translated.fuzzy:
        yield "is marked as fuzzy"
    if isinstance(message.id, str):
        assert isinstance(translated.string, str)
        yield from differences(message.id, translated.string, message.context)
        return
    _, many = message.id
    forms = [translated.string] if isinstance(translated.string, str) else translated.string
    if len(forms) != plurals or not all(forms):
        yield f"has not all of its {plurals} forms"
        return
    for form in forms:
        yield from differences(many, form, None, may_lack={"n"} if form == forms[0] else ())


def differences(english: str, said: str, context: str | None, may_lack: Collection[str] = ()) -> Iterator[str]:
    """How a translation departs from what the English text says and from where it stands."""
    if set(_VALUE.findall(said)) - set(_VALUE.findall(english)):
        yield f"fills in what is not there: {said!r}"
    if set(_VALUE.findall(english)) - set(_VALUE.findall(said)) - set(may_lack):
        yield f"leaves out a value: {said!r}"
    # What follows a name may differ: a day or a time to write is read in each language's own words.
    if Counter(COMMAND_NAMED.findall(english)) != Counter(COMMAND_NAMED.findall(said)):
        yield f"names other commands or options: {said!r}"
    for what, pattern in MARKS.items():
        if len(re.findall(pattern, english)) != len(re.findall(pattern, said)):
            yield f"has not as many {what}: {said!r}"
    if (english[:1].isspace(), english[-1:].isspace()) != (said[:1].isspace(), said[-1:].isspace()):
        yield f"begins or ends with other space: {said!r}"
    limit = limits().get((english, context), MESSAGE if len(english) > TEXT else TEXT)
    if len(_VALUE.sub("", said)) > limit:
        yield f"is longer than {limit}: {said!r}"
    if context == NAME and limit == COMMAND and not (_COMMAND_NAME.fullmatch(said) and said == said.lower()):
        yield f"is no name for a command or option: {said!r}"


def _ambiguous(kept: Catalog) -> Iterator[str]:
    """Commands beside each other, or options of one command, that would be called the same."""
    for among, words in in_commands():
        said = Counter(str(kept.get(word, NAME).string) for word in words if kept.get(word, NAME))  # type: ignore[union-attr] # looked
        yield from (f"{among}: two are called {word!r}" for word, times in said.items() if word and times > 1)


def _misnamed(kept: Catalog) -> Iterator[str]:
    """Texts that name a button otherwise than it is labelled."""
    labels = {text for (text, context), limit in limits().items() if limit == BUTTON and context is None}
    for message in kept:
        english = [message.id] if isinstance(message.id, str) else message.id
        said = [message.string] if isinstance(message.string, str) else message.string or ()
        for label in {bold for each in english for bold in _BOLD.findall(each)} & labels:
            button = kept.get(label)
            if button and not all(f"**{button.string}**" in each for each in said):
                yield f"{message.id!r}: calls the button {button.string!r} something else"


@cache
def limits() -> dict[tuple[str, str | None], int]:
    """How long a text may be, where it is less than a message: by the text and its context."""
    found: dict[tuple[str, str | None], int] = {}
    for path in code("bot", "cogs"):
        for node in ast.walk(tree(path)):
            for text, limit in _limited(node):
                key = (text, None)
                found[key] = min(limit, found.get(key, limit))
    for among, words in in_commands():
        kind = {"descriptions": DESCRIPTION, "choices": CHOICE}.get(among.split(" ", 1)[0], COMMAND)
        context = None if among.startswith("descriptions") else NAME
        for word in words:
            found[word, context] = min(kind, found.get((word, context), kind))
    return found


def _limited(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Texts that stand where Discord takes only so many characters."""
    if isinstance(node, ast.ClassDef):
        yield from ((text, FORM) for each in node.keywords if each.arg == "title" for text in _texts(each.value))
    if not isinstance(node, ast.Call):
        return
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    places = {"Button": (0, BUTTON), "Menu": (1, MENU), "_field": (1, EMBED_FIELD)}
    if called in places and len(node.args) > places[called][0]:
        yield from ((text, places[called][1]) for text in _texts(node.args[places[called][0]]))
    named = {
        "TextInput": {"label": FORM, "placeholder": FIELD},
        "add_field": {"name": EMBED_FIELD},
        "Embed": {"title": EMBED_FIELD},
    }
    for each in node.keywords:
        if each.arg in named.get(called, {}):
            yield from ((text, named[called][each.arg]) for text in _texts(each.value))


def _texts(node: ast.expr) -> Iterator[str]:
    """What is said inside, in English."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and getattr(each.func, "id", "") in {"say", "later"}:
            yield from (str(arg.value) for arg in each.args if isinstance(arg, ast.Constant))


def main() -> int:
    """List what is wrong in the languages named; 1 if anything is."""
    found = {tag: complaints(tag) for tag in sys.argv[1:]}
    for tag, each in found.items():
        print("\n".join([f"{tag}: {len(each)} complaints", *each]))  # noqa: T201 (a command's answer)
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(main())
