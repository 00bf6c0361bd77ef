"""How an article uses its words: how often, and with which case, which tells a name from a sentence's first word."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass

from bot.domain.questions.wording import Wording

_ELISION = r"(?:[DdLlCcJjMmNnSsTt]|[Qq]u|[Uu]n|[Dd]ell|[Aa]ll|[Nn]ell|[Ss]ull|[Dd]all)[’'](?=\w)"
TOKEN = re.compile(rf"{_ELISION}|[^\W_]+(?:[’'‑.-][^\W_]+)*(?:(?<=s)[’'](?= \w))?")
_CENTRAL = 5
_AFTER_LOWER_CASE = re.compile(r"(?<=[^\W\d_A-Z][ ,;])\s?([^\W\d_][\w’'-]*)")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`counts`: by case-folded word. `names`: words with a capital inside a sentence. `common`: those without one."""

    counts: Counter[str]
    title: frozenset[str]
    names: frozenset[str]
    common: frozenset[str]

    @classmethod
    def of(cls, text: str, title: str) -> Vocabulary:
        words = [match[0] for match in TOKEN.finditer(text)]
        inside = {match[1] for match in _AFTER_LOWER_CASE.finditer(text)}
        common = frozenset(word for word in words if word[0].islower())
        return cls(
            Counter(word.casefold() for word in words),
            frozenset(match[0].casefold() for match in TOKEN.finditer(title)),
            frozenset(word for word in inside if word[0].isupper()) - {word.capitalize() for word in common},
            common,
        )

    def centrality(self, sentence: str, wording: Wording) -> float:
        """How much the whole text speaks of what the sentence speaks of: 0 to 1, for its few most frequent words."""
        telling = {match[0].casefold() for match in TOKEN.finditer(sentence)}
        counts = sorted((self.counts[word] for word in telling if wording.is_telling(word)), reverse=True)[:_CENTRAL]
        most = max((count for word, count in self.counts.items() if wording.is_telling(word)), default=1)
        return sum(math.log2(1 + count) for count in counts) / (_CENTRAL * math.log2(1 + most))

    def lowered(self, phrase: str, wording: Wording) -> str | None:
        """A phrase that opened a sentence as it stands inside one; None if its capital might be a name's or not."""
        found = TOKEN.match(phrase)
        if found is None or not phrase[0].isupper():
            return phrase
        word = found[0]
        if word in self.names or any(char.isupper() or char.isdigit() for char in word[1:]):
            return phrase
        small = word[0].lower() + word[1:]
        known = wording.is_closed(small) or any(wording.is_word(cue, small) for cue in ("vague", "imperatives"))
        if known or small in self.common or wording.has("noun_endings", small):
            return small + phrase[len(word) :]
        return None
