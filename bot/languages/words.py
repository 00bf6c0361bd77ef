"""What the bot says, in the language of those it says it to.

Texts stand in the code in English: `say("A thread opens in {channel}.", channel=...)`. Their translations stand in
`texts/<language>.po` (gettext's format, which translators' programs read); `make texts` brings those files up to date
with the code. What is missing there is said in English. The language is that of the surrounding `speaking(...)`: the
member's for what only they see, the server's for what everyone sees.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.dates import format_date, format_skeleton, format_time, get_day_names
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.errors import CircleError
from bot.told import Told

ENGLISH = "en"
SPOKEN: Mapping[str, str] = {ENGLISH: "English", "es": "Español", "fr": "Français", "de": "Deutsch", "pt": "Português"}
"""The languages of the interface, by primary tag, each as its speakers call it."""

_LOCALES = {ENGLISH: "en_GB"}
"""Whose way of writing dates, times and lists is used, where it is not that of the language as a whole."""

NAME = "name"
"""gettext's context of the names of commands and options: a word alone says too little about what it means."""

COMMAND_NAMED = re.compile(r"`(?:/[a-z][a-z -]*|[a-z]+(?=[:`]))")
"""A command as texts name it, with its first option; or an option alone, with or without a value."""
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")

_speaking: ContextVar[str] = ContextVar("speaking", default=ENGLISH)


def spoken(tag: str | None) -> str:
    """The language of the interface for a BCP 47 tag: "pt-BR" finds "pt", what is not spoken here "en"."""
    primary = (tag or "").replace("_", "-").split("-")[0].casefold()
    return primary if primary in SPOKEN else ENGLISH


@contextmanager
def speaking(tag: str | None) -> Iterator[None]:
    """Everything said inside, in this task and those it starts, is said in that language."""
    token = _speaking.set(spoken(tag))
    try:
        yield
    finally:
        _speaking.reset(token)


def speak(tag: str | None) -> None:
    """From here to the end of this task, that language. For a task that serves one person or one server."""
    _speaking.set(spoken(tag))


def language() -> str:
    """The language being spoken."""
    return _speaking.get()


def say(text: str, /, **values: object) -> str:
    """The text in the language being spoken, its `{names}` filled with the values.

    Words that were told in English are said in that language too, whether they are the text or one of the values.
    """
    if isinstance(text, Told):
        values, text = {**text.values, **values}, text.text
    translated = _calling(_texts(_speaking.get()).gettext(text)) if text else text
    return translated.format(**_said(values)) if values else translated


def count(number: int, one: str, many: str, /, **values: object) -> str:
    """The form of the text that goes with the number; `{n}` in it is the number as the language writes it."""
    translated = _calling(_texts(_speaking.get()).ngettext(one, many, number))
    return translated.format(n=format_decimal(number, locale=_locale()), **_said(values))


def _calling(text: str) -> str:
    """The text with every command and option in it as Discord shows it to those who speak the language."""
    tag = _speaking.get()
    return text if tag == ENGLISH else COMMAND_NAMED.sub(lambda found: _called(found[0], tag), text)


def command(named: str) -> str:
    """A command as Discord shows it to those who speak the language, for texts that show no `code`."""
    return named if _speaking.get() == ENGLISH else _called(named, _speaking.get())


@cache
def _called(command: str, tag: str) -> str:
    return _WORD.sub(lambda found: name(found[0], tag) or found[0], command)


def name(text: str, tag: str) -> str | None:
    """What a command, option or choice is called in a language; None if it has no name of its own there."""
    translated = _texts(spoken(tag)).pgettext(NAME, text)
    return None if translated == text else translated


def described(text: str, tag: str) -> str | None:
    """The description of a command or option in a language; None if there is none."""
    translated = _texts(spoken(tag)).gettext(text)
    return None if translated == text else translated


def later(text: str) -> str:
    """Marks a text that is said later, with `say`, such as one in a table."""
    return text


def told(error: CircleError) -> tuple[str, str]:
    """What happened and what to do about it, in the language being spoken."""
    return say(error.text, **error.values), say(error.remedy_text, **error.values)


def listed(parts: Sequence[str]) -> str:
    """ "one, two and three"."""
    return format_list(list(parts), locale=_locale())


def day(when: date) -> str:
    """A day in full, as the language writes it: "5 March 2026"."""
    return format_date(when, "long", locale=_locale())


def full_day(when: date) -> str:
    """A day with its weekday: "Thursday, 5 March 2026"."""
    return format_date(when, "full", locale=_locale())


def short_day(when: date) -> str:
    """A day of a year that goes without saying: "5 Mar"."""
    return format_skeleton("MMMd", when, locale=_locale())


def month(when: date) -> str:
    """A month and its year."""
    return format_skeleton("yMMMM", when, locale=_locale())


def number(value: int) -> str:
    """A number as the language writes it: "1,000"."""
    return format_decimal(value, locale=_locale())


def decimal(value: float) -> str:
    """A number with at most one decimal: "2.5"."""
    return format_decimal(value, "#,##0.#", locale=_locale())


def weekday(number: int) -> str:
    """A day of the week, 0 for Monday."""
    return str(get_day_names("wide", locale=_locale())[number])


def clock(at: time) -> str:
    """A time of day: "19:00"."""
    return format_time(at, "short", locale=_locale())


def on_the_wall(when: datetime) -> str:
    """A day and a time as clocks and calendars show them: "Thu 5 Mar, 19:00"."""
    return f"{format_skeleton('MMMEd', when, locale=_locale())}, {clock(when.time())}"


def short_time(when: datetime) -> str:
    """A day of this year and its time, as short as can be: "3 Dec 19:00"."""
    return f"{short_day(when)} {clock(when.time())}"


def weekday_and_time(when: datetime) -> str:
    """A day with its weekday, and its time: "Thu 3 Dec 2026, 19:00"."""
    day_of_week, rest = (format_skeleton(each, when, locale=_locale()) for each in ("E", "yMMMd"))
    return f"{day_of_week} {rest}, {clock(when.time())}"


def _said(values: Mapping[str, object]) -> dict[str, object]:
    return {name: say(each) if isinstance(each, Told) else each for name, each in values.items()}


def _locale() -> str:
    return _LOCALES.get(_speaking.get(), _speaking.get())


def translations() -> str:
    """What changes whenever any translation does."""
    known = hashlib.sha256()
    for tag in sorted(SPOKEN):
        known.update(_file(tag))
    return known.hexdigest()


def _file(tag: str) -> bytes:
    """The language's file of translations, empty where there is none."""
    file = files(__package__).joinpath("texts", f"{tag}.po")
    return file.read_bytes() if file.is_file() else b""


@cache
def _texts(tag: str) -> NullTranslations:
    source = _file(tag)
    if not source:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source), locale=tag))
    compiled.seek(0)
    return GNUTranslations(compiled)
