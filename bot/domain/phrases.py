"""The small pattern language in which language files write phrases.

    lessons [we] (learned|learnt)     optional words, and one of several
    lessons for +                     `+` stands for one to ten words, `*` for none to ten
    lehre~  ~gruß                     any word that begins so, any that ends so
    # lessons                         a number in digits

Patterns and texts are compared in folded form: case, accents, punctuation, emoji and apostrophes do not count, so
`what we've learned` also finds "WHAT WE’VE LEARNED…".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.language import Phrases

_WORD = re.compile(r"\w+")
_PART = re.compile(r"[\[\]()|*+#]|[^\s\[\]()|*+#]+")
_SLOTS = {"+": r"(?:\S+ ){1,10}", "*": r"(?:\S+ ){0,10}", "#": r"\d+ "}


def fold(text: str) -> str:
    """The text as words for comparison: lower case, no accents, no punctuation, one space AFTER each word."""
    if text.isascii():
        return _spaced(_WORD.findall(text.lower()))
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _spaced(_WORD.findall(letters.casefold()))


def _spaced(words: list[str]) -> str:
    return f"{' '.join(words)} " if words else ""


@dataclass(frozen=True, slots=True)
class _Sequence:
    """Some words of a phrase, as a regular expression.

    `triggers`: a match holds at least one of these words; empty if that cannot be said. `words`: what a match has at
    least.
    """

    expression: str
    triggers: frozenset[str]
    words: int


class Phrasebook:
    """Many phrases, asked at once.

    The languages have thousands, of which a text makes few worth trying: each is compiled when it is first tried.
    """

    def __init__(self, phrases: Phrases) -> None:
        self._untriggered: list[str] = []
        self._by_trigger: dict[str, list[str]] = {}
        for phrase in phrases:
            parsed = _parse(phrase)
            for word in parsed.triggers:
                self._by_trigger.setdefault(word, []).append(parsed.expression)
            if not parsed.triggers:
                self._untriggered.append(parsed.expression)

    def is_one(self, folded: str) -> bool:
        """Whether the whole text is one of the phrases."""
        return any(candidate.fullmatch(folded) for candidate in self._candidates(folded))

    def begins(self, folded: str) -> int:
        """How many words at the beginning of the text are one of the phrases; 0 if it begins with none."""
        matches = (candidate.match(folded) for candidate in self._candidates(folded))
        return max((found[0].count(" ") for found in matches if found), default=0)

    def found_in(self, folded: str) -> bool:
        """Whether one of the phrases occurs in the text."""
        return any(candidate.search(folded) for candidate in self._candidates(folded))

    def count_in(self, folded: str) -> int:
        """How many different phrases occur."""
        return sum(1 for candidate in self._candidates(folded) if candidate.search(folded))

    def _candidates(self, folded: str) -> Iterable[re.Pattern[str]]:
        """The phrases of which a word occurs, so that the many others need not be tried."""
        found = dict.fromkeys(self._untriggered)
        for word in self._by_trigger.keys() & set(folded.split()):
            found.update(dict.fromkeys(self._by_trigger[word]))
        return map(_searcher, found)


@lru_cache(maxsize=8192)  # more than all languages have; servers add phrases of their own
def _searcher(expression: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<= ))(?:{expression})")


def _parse(phrase: str) -> _Sequence:
    """Raises `ValueError` if brackets do not match or nothing is left to match."""
    parsed, rest = _sequence(_PART.findall(phrase))
    if rest:
        raise ValueError(f"the phrase {phrase!r} has a bracket that nothing opens")
    if not parsed.words:
        raise ValueError(f"the phrase {phrase!r} matches nothing at all")
    return parsed


def _sequence(parts: list[str]) -> tuple[_Sequence, list[str]]:
    """What stands up to a closing bracket or a bar, and what is left."""
    expression: list[str] = []
    best: frozenset[str] = frozenset()
    least = 0
    while parts and parts[0] not in {"]", ")", "|"}:
        part, parts = parts[0], parts[1:]
        if part == "[":
            inner, parts = _alternatives(parts, "]")
            expression.append(f"(?:{inner.expression})?")
        elif part == "(":
            inner, parts = _alternatives(parts, ")")
            expression.append(f"(?:{inner.expression})")
            best = _rarer(best, inner.triggers)
            least += inner.words
        elif part in _SLOTS:
            expression.append(_SLOTS[part])
            least += part != "*"
        elif part.startswith("~"):
            words = fold(part).split()
            expression.extend(rf"\S*{re.escape(word)} " for word in words)
            least += len(words)
        else:
            words = fold(part).split()
            least += len(words)
            stem = words.pop() if words and part.endswith("~") else None
            expression.extend(f"{re.escape(word)} " for word in words)
            if stem is not None:
                expression.append(rf"{re.escape(stem)}\S* ")
            for word in words:
                best = _rarer(best, frozenset({word}))
    return _Sequence("".join(expression), best, least), parts


def _alternatives(parts: list[str], closing: str) -> tuple[_Sequence, list[str]]:
    choices: list[_Sequence] = []
    while True:
        choice, parts = _sequence(parts)
        choices.append(choice)
        if not parts or parts[0] not in {"|", closing}:
            raise ValueError(f"a bracket is not closed by {closing!r}")
        end, parts = parts[0], parts[1:]
        if end == closing:
            triggers = [each.triggers for each in choices]
            known = frozenset().union(*triggers) if all(triggers) else frozenset()
            expression = "|".join(each.expression for each in choices)
            return _Sequence(expression, known, min(each.words for each in choices)), parts


def _rarer(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """The set that fewer texts will hold: long words are rarer than short ones."""
    if not one or not other:
        return one or other
    return max(one, other, key=lambda words: (min(map(len, words)), -len(words)))
