"""The front matter of Markdown files: a block of YAML or TOML above the text, between rules or not.

Only what an article needs is read (title, date, authors, language, address), by lines, not by a YAML parser: front
matter in the wild is often not valid YAML, and none of it should cost us the article.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.boilerplate_cues import cues_of
from bot.domain.dates import Month
from bot.languages import all_languages

_BLOCK = re.compile(r"\A\ufeff?\s*(---|\+\+\+)[ \t]*\r?\n(.*?)\r?\n(?:\1|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LOOSE = re.compile(r"\A\ufeff?((?:[^\W\d][\w -]{0,30}:[^\S\n]+\S[^\n]*\n){2,20}+)[^\S\n]*(?:\n|\Z)")
"""The same without a rule above and below; then a title has to be among it, and who wrote it or when."""
_TITLE = ("title", "headline", "titel", "titre", "titulo", "título", "titolo", "τίτλος")
_DATE = (
    "date", "published", "publishdate", "pubdate", "datepublished", "publishedat", "publishedon", "publisheddate",
    "publicationdate", "pubdatetime", "publishedtime", "created", "createdat", "datecreated", "posted", "datum",
    "veröffentlicht", "gepubliceerd", "fecha", "publicado", "data", "pubblicato", "publié", "ημερομηνία",
)  # fmt: skip
"""Without the signs that some put between two words: `published_at`, `publishedAt` and `published-at` are one."""
_AUTHOR = (
    "authors", "author", "by", "byline", "auteur", "auteurs", "autor", "autorin", "autora", "autores", "autore",
    "autori", "συγγραφέας",
)  # fmt: skip
_LINE = re.compile(r"^([^\W\d][\w \t-]*+)[:=]\s*(.*)$")
_NESTED = re.compile(r"^(?:\s+|\s*-\s+)([A-Za-z]\w*):\s+(\S.*)$")
_NAMED = {"name", "display_name"}
"""What gives the name of a person of whom front matter says more."""
_ITEM = re.compile(r"^\s*-\s+(.*)$")
_DAY = re.compile(r"((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})|(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_MONTH = re.compile(r"((?:19|20)\d\d)[-/](\d{1,2})")
_SIGNS = re.compile(r"[\s_-]+")
_REMARK = re.compile(r"(?<=\s)#\s.*$")
_SCALAR_MARKS = {"|", ">", "|-", ">-", "|+", ">+"}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the block says; empty where it says nothing."""

    title: str = ""
    published: date | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    url: str | None = None
    source_name: str | None = None


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """The front matter and the text below it."""
    found = _BLOCK.match(text)
    if not found:
        loose = _LOOSE.match(text)
        front = _read(_yaml(loose[1])) if loose else FrontMatter()
        known = front.title and (front.published or front.authors)
        return (front, text[loose.end() :]) if loose and known else (FrontMatter(), text)
    values = _toml(found[2]) if found[1] == "+++" else _yaml(found[2])
    if not values:
        return FrontMatter(), text
    return _read(values), text[found.end() :]


def _read(values: Mapping[str, list[str]]) -> FrontMatter:
    def first(*names: str) -> str:
        return next((values[name][0] for name in names if values.get(name) and values[name][0]), "")

    address = first("canonicalurl", "canonical", "originalurl")
    return FrontMatter(
        title=first(*_TITLE),
        published=next(filter(None, (_date(first(name)) for name in _DATE)), None),
        authors=tuple(name for name in next((values[key] for key in _AUTHOR if values.get(key)), []) if name),
        language=_language(first("lang", "language", "locale")),
        url=address if address.startswith(("http://", "https://")) else None,
        source_name=first("site", "sitename", "publication") or None,
    )


def _yaml(block: str) -> dict[str, list[str]]:
    """Keys of the top level with their values: one for a scalar, several for a list; folded scalars are joined."""
    values: dict[str, list[str]] = {}
    key: str | None = None
    folded = False
    for line in block.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = None if line[0].isspace() else _LINE.match(line)
        item = _ITEM.match(line)
        if found and not line.startswith("-"):
            key = _key(found[1])
            values[key], folded = _values(found[2].strip()), bool(found[2].strip())
        elif key is not None and not folded and (nested := _NESTED.match(line)):
            values[key].extend([_plain(nested[2])] if nested[1].casefold() in _NAMED else [])
        elif key is not None and item:
            values[key].append(_plain(item[1]))
        elif key is not None and len(values[key]) <= 1:
            values[key] = [f"{values[key][0]} {line.strip()}".strip() if values[key] else line.strip()]
    return values


def _key(written: str) -> str:
    return _SIGNS.sub("", written.casefold())


def _values(text: str) -> list[str]:
    if not text or text in _SCALAR_MARKS:
        return []
    if text.startswith("[") and text.endswith("]"):
        return [_plain(part) for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^,\[\]]+", text) if part.strip()]
    return [_plain(text)]


def _plain(text: str) -> str:
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        inner = text[1:-1]
        return inner.replace("''", "'") if text[0] == "'" else inner.replace('\\"', '"')
    return _REMARK.sub("", text).rstrip()


def _toml(block: str) -> dict[str, list[str]]:
    try:
        table = tomllib.loads(block)
    except tomllib.TOMLDecodeError:
        return _yaml(block)
    values: dict[str, list[str]] = {}
    for key, value in table.items():
        if isinstance(value, list):
            values[_key(key)] = [str(item) for item in value]
        elif not isinstance(value, dict):
            values[_key(key)] = [value.isoformat() if isinstance(value, date | datetime) else str(value)]
    return values


def _date(text: str) -> date | None:
    """The date as generators and authors write it: `2024-12-15T09:00Z`, `20241215`, `2024-12`, "Dec 15 2024"."""
    try:
        if found := _DAY.search(text):
            year, month, day = (int(part) for part in found.groups() if part)
            return date(year, month, day)
        if found := _MONTH.fullmatch(text.strip()):
            return Month(int(found[1]), int(found[2]), 1)
    except ValueError:
        return None
    return cues_of(all_languages()).date_within(text)


def _language(text: str) -> str | None:
    primary = re.match(r"[A-Za-z]{2,3}", text)
    return primary[0].casefold() if primary else None
