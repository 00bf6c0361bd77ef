"""How an article uses its words: how often, and with which case, which tells a name from a sentence's first word.

Rules of this file: an article is gone through once, in a few passes that run in C; everything else looks words up.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.domain.questions.wording import Wording

_ELISION = r"(?:[DdLlCcJjMmNnSsTt]|[Qq]u|[Uu]n|[Dd]ell|[Aa]ll|[Nn]ell|[Ss]ull|[Dd]all)[’'](?=\w)"
TOKEN = re.compile(rf"{_ELISION}|[^\W_]+(?:[’'‑.-][^\W_]+)*(?:(?<=s)[’'](?= \w))?")
_RUN = re.compile(r"[^\W_]+(?:[’'‑.-][^\W_]+)*")
_AFTER_WORD = re.compile(r"[^\Wa-z\d_](?:(?<=[^\W\d_A-Z] .)|(?<=[^\W\d_A-Z][,;] .))[\w’'-]*")
"""A word that may have a capital, after a word that does not end in one: what is surely small is passed over, for this
looks at every letter of an article.
"""
_CENTRAL = 5
_LEAST_SHOUTED = 4


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`text`: the article's. `counts`: by case-folded word. `most`: how often the word stands that it uses most
    and that says what it is about. `names`: words with a capital inside a sentence. `common`: those without one.
    `topics`, `subjects`: what was found in sentences before, which are asked about more than once.
    """

    text: str
    counts: Counter[str]
    most: int
    title: frozenset[str]
    names: frozenset[str]
    common: frozenset[str]
    topics: dict[str, tuple[tuple[str, float], ...]] = field(default_factory=dict, compare=False, repr=False)
    subjects: dict[str, str | None] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, text: str, title: str, wording: Wording) -> Vocabulary:
        chunks = Counter(text.split())
        words = Counter({chunk: number for chunk, number in chunks.items() if chunk.isalnum()})
        for chunk, number in chunks.items():
            if not chunk.isalnum():
                for word in _words(chunk):
                    words[word] += number
        counts: Counter[str] = Counter()
        for word, number in words.items():
            counts[word.casefold()] += number
        common = {word for word in words if word[0].islower()}
        most = 1
        for word, number in counts.items():
            if number > most and wording.is_telling(word):
                most = number
        return cls(
            text,
            counts,
            most,
            frozenset(match[0].casefold() for match in TOKEN.finditer(title)),
            frozenset(
                word
                for word in _capitals_inside_sentences(text)
                if word[0].lower() + word[1:] not in common and not _is_shouted(word, common, wording)
            ),
            frozenset(common),
        )

    def count(self, word: str) -> int:
        """How often the article uses the word, in whatever case."""
        return self.counts[word.casefold().rstrip("’'")]

    def centrality(self, sentence: str, wording: Wording) -> float:
        """How much the whole text speaks of what the sentence speaks of: 0 to 1, for its few most frequent words."""
        words = {match[0].casefold() for match in TOKEN.finditer(sentence)}
        counts = sorted((self.count(word) for word in words if wording.is_telling(word)), reverse=True)[:_CENTRAL]
        return sum(math.log2(1 + count) for count in counts) / (_CENTRAL * math.log2(1 + self.most))

    def lowered(self, phrase: str, wording: Wording) -> str | None:
        """A phrase that opened a sentence as it stands inside one; None if its capital might be a name's or not."""
        found = TOKEN.match(phrase)
        if found is None or not phrase[0].isupper():
            return phrase
        word = found[0]
        if (
            word in self.names
            or _opens_name(phrase, word, wording)
            or any(char.isupper() or char.isdigit() for char in word[1:])
        ):
            return phrase
        small = word[0].lower() + word[1:]
        if wording.words("nouns_have_capitals"):
            adjective = phrase[len(word) :].lstrip()[:1].isupper() or wording.is_closed(small)
            return (small if adjective else word) + phrase[len(word) :]
        known = wording.is_closed(small) or any(wording.is_word(cue, small) for cue in ("vague", "imperatives"))
        known = known or wording.has("infinitives", small) or wording.has("mass_nouns", small)
        if known or small in self.common or wording.has("noun_endings", small):
            return small + phrase[len(word) :]
        return None


def _opens_name(phrase: str, word: str, wording: Wording) -> bool:
    """Whether a capital that could be the sentence's is a name's, because another follows: "Tyler Mandry is"."""
    if wording.words("nouns_have_capitals") or wording.is_closed(word) or wording.has("gerunds", word):
        return False
    return phrase[len(word) :].lstrip()[:1].isupper()


def _is_shouted(word: str, common: set[str], wording: Wording) -> bool:
    """Whether it is a small word in capitals ("TODA a diferença"), which names nobody; "WHO" and "US" may."""
    return len(word) >= _LEAST_SHOUTED and word.isupper() and (word.lower() in common or wording.is_closed(word))


def _words(chunk: str) -> Iterator[str]:
    """The words in what stands between two spaces."""
    for run in _RUN.findall(chunk):
        yield from TOKEN.findall(run) if "’" in run or "'" in run else (run,)


def _capitals_inside_sentences(text: str) -> set[str]:
    """The words that begin with a capital although a word, and no full stop, stands before them."""
    return {word for word in set(_AFTER_WORD.findall(text)) if word[0].isupper()}
