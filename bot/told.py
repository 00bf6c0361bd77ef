"""Words for people that know how they were made, so that they can be said in another language later.

Whoever finds out why something is so (the domain, the reader of a feed) does not know who will be told, nor in which
language. So it gives English with `{names}` for the values, which is an ordinary text to everyone who does not care.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Self


class Told(str):
    """An English text that remembers the `text` with `{names}` it was made of, and the `values`, Told ones among them.

    `bot.languages.words.say` says it in the language being spoken.
    """

    __slots__ = ("text", "values")
    text: str
    values: Mapping[str, object]

    def __new__(cls, text: str, /, **values: object) -> Self:
        told = super().__new__(cls, text.format(**values) if values else text)
        told.text, told.values = str(text), values
        return told

    def __reduce__(self) -> tuple[object, ...]:
        return _made_again, (self.text, self.values)


def kept(words: str) -> str:
    """The words as a text that a database keeps; `told_again` reads it."""
    if not isinstance(words, Told) or not words.values:
        return str(words)
    return json.dumps(_as_json(words), ensure_ascii=False)


def told_again(text: str) -> str:
    """What `kept` made a text of; any other text is itself."""
    if not text.startswith('{"text":'):
        return text
    try:
        return _from_json(json.loads(text))
    except (ValueError, LookupError, TypeError, AttributeError):
        return text


def _made_again(text: str, values: Mapping[str, object]) -> Told:
    """Words that came from another process."""
    return Told(text, **values)


def _as_json(words: Told) -> dict[str, object]:
    values = {
        name: _as_json(each) if isinstance(each, Told) else each if isinstance(each, int | float) else str(each)
        for name, each in words.values.items()
    }
    return {"text": words.text, "values": values}


def _from_json(found: Mapping[str, object]) -> Told:
    values = found["values"]
    if not isinstance(values, Mapping):
        raise TypeError("values are kept by name")
    return Told(
        str(found["text"]),
        **{name: _from_json(each) if isinstance(each, Mapping) else each for name, each in values.items()},
    )
