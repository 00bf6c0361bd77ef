"""Whether a question alone, without its quotation, still finds its own article among the others (tf-idf, cosine)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[^\W\d_]{2,}")


class Index:
    """Articles as tf-idf vectors: 1 + log tf, smoothed idf, unit length."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [_counted(text) for text in texts]
        spread = Counter(word for count in counts for word in count)
        self._weights = {word: math.log((1 + len(texts)) / (1 + seen)) + 1 for word, seen in spread.items()}
        self._vectors = [self._vector(count) for count in counts]

    def nearest(self, text: str) -> int:
        """The article most like the text; the first of equals. -1 if they share no word."""
        query = self._vector(_counted(text))
        scores = [sum(weight * vector.get(word, 0.0) for word, weight in query.items()) for vector in self._vectors]
        best = max(range(len(scores)), key=scores.__getitem__)
        return best if scores[best] > 0 else -1

    def _vector(self, counts: Counter[str]) -> dict[str, float]:
        vector = {
            word: (1 + math.log(count)) * self._weights[word] for word, count in counts.items() if word in self._weights
        }
        length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
        return {word: weight / length for word, weight in vector.items()}


def _counted(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in _WORD.findall(text))


def specificity(index: Index, asked: Iterable[tuple[int, str]]) -> float:
    """The share of texts that find the article they belong to. `asked`: (number of the article, text)."""
    hits = [index.nearest(text) == own for own, text in asked]
    return sum(hits) / len(hits) if hits else 0.0
