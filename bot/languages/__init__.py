"""The language files, read and checked: adding a language is adding one TOML file beside this one.

    tag = "en"                 primary BCP 47 tag, the file's name
    name = "English"           what its speakers call it
    common_words = [...]       frequent words that tell its text from other languages'
    [words]                    groups of words by name: `<name>` in a phrase stands for `(one|of|them)`
    [sections]                 phrases for section headings (`SectionPhrases`)
    [boilerplate]              cues for what belongs to the page, not the article (`BoilerplateCues`)
    [cues]  [asks]             lists of phrases by name, for making questions
    [forms]                    sentences whose parts an ask may use, for making questions

A key that nobody reads is refused: a misspelt one would otherwise be silently without effect.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import Any

from bot.domain.language import BoilerplateCues, Language, Phrases, SectionPhrases
from bot.errors import SettingsError

_TOP_LEVEL = {"tag", "name", "common_words", "words", "sections", "boilerplate", "cues", "forms", "asks"}
_GROUP = re.compile(r"<(\w+)>")


def load(tag: str | None) -> Language | None:
    """The language of a BCP 47 tag ("pt-BR" finds "pt"), or None if there is no file for it."""
    primary = (tag or "").replace("_", "-").split("-")[0].casefold()
    return _by_tag().get(primary)


def all_languages() -> tuple[Language, ...]:
    """Every language there is a file for, by tag."""
    return tuple(_by_tag().values())


@cache
def _by_tag() -> dict[str, Language]:
    names = sorted(entry.name for entry in files(__name__).iterdir() if entry.name.endswith(".toml"))
    languages = [parse(files(__name__).joinpath(name).read_text(encoding="utf-8"), name) for name in names]
    return {language.tag: language for language in languages}


def parse(text: str, name: str) -> Language:
    """One language file. Raises `SettingsError` naming the file, the key and what is wrong with it."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _malformed(name, f"is not TOML: {error}") from error
    _refuse_unknown(table, _TOP_LEVEL, name, "")
    tag = _string(table, "tag", name)
    if tag != name.removesuffix(".toml"):
        raise _malformed(name, f"has the tag {tag!r}, which is not its file name")
    table = _with_words(table, name)
    return Language(
        tag=tag,
        name=_string(table, "name", name),
        common_words=frozenset(_phrases(table.get("common_words", []), name, "common_words")),
        sections=SectionPhrases(**_lists(table, "sections", name, SectionPhrases)),
        boilerplate=_boilerplate(table, name),
        cues=_lists(table, "cues", name),
        forms=_lists(table, "forms", name),
        asks=_lists(table, "asks", name),
    )


def _boilerplate(table: Mapping[str, Any], name: str) -> BoilerplateCues:
    months = table.get("boilerplate", {}).get("months", [])
    if not isinstance(months, list) or len(months) not in {0, 12}:
        raise _malformed(name, "needs twelve lists in boilerplate.months, one a month")
    rest = {key: value for key, value in table.get("boilerplate", {}).items() if key != "months"}
    lists = _lists({"boilerplate": rest}, "boilerplate", name, BoilerplateCues)
    return BoilerplateCues(**lists, months=tuple(_phrases(month, name, "boilerplate.months") for month in months))


def _with_words(table: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The table with each `<name>` in sections, boilerplate, cues and forms replaced by that group of words."""
    groups = {word: f"({'|'.join(group)})" for word, group in _lists(table, "words", name).items()}

    def replaced(value: object) -> object:
        if isinstance(value, list):
            return [replaced(item) for item in value]
        return _GROUP.sub(group, value) if isinstance(value, str) else value

    def group(found: re.Match[str]) -> str:
        if found[1] not in groups:
            raise _malformed(name, f"uses <{found[1]}>, which is not in [words]")
        return groups[found[1]]

    parts = {
        part: {key: replaced(value) for key, value in inner.items()}
        for part in ("sections", "boilerplate", "cues", "forms")
        if isinstance(inner := table.get(part), dict)
    }
    return {**table, **parts}


def _lists(table: Mapping[str, Any], key: str, name: str, shape: type | None = None) -> dict[str, Phrases]:
    """The table `key` as lists of strings by name; with a `shape`, only names that are its fields."""
    part = table.get(key, {})
    if not isinstance(part, dict):
        raise _malformed(name, f"needs a table [{key}]")
    if shape is not None:
        _refuse_unknown(part, {field.name for field in fields(shape)}, name, f"{key}.")
    return {inner: _phrases(value, name, f"{key}.{inner}") for inner, value in part.items()}


def _phrases(value: object, name: str, key: str) -> Phrases:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise _malformed(name, f"needs a list of non-empty strings at {key}")
    return tuple(value)


def _string(table: Mapping[str, Any], key: str, name: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _malformed(name, f"needs a string at {key}")
    return value


def _refuse_unknown(table: Mapping[str, Any], known: set[str], name: str, prefix: str) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise _malformed(name, f"has a key nobody reads: {prefix}{unknown[0]}")


def _malformed(name: str, what: str) -> SettingsError:
    return SettingsError(
        f"The language file {name} {what}.",
        "Whoever changed that file can mend it; bot/languages/__init__.py says its shape.",
    )
