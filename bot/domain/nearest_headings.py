"""The headings of an article that came nearest to a lessons heading, for a person who looks for the missed one."""

from __future__ import annotations

import re
from functools import cache

from bot.domain.article import Article, BlockKind
from bot.domain.language import Language
from bot.domain.phrases import fold

_MOST = 3
_LEAST_LETTERS = 4
_WORD = re.compile(r"[^\W\d_]+")


def nearest(article: Article, languages: tuple[Language, ...]) -> list[str]:
    """At most three headings with text under them that share words with the languages' lessons headings, the likeliest
    first.
    """
    known = _words(languages)
    heads = [number for number, block in enumerate(article.blocks) if block.kind is BlockKind.HEADING]
    scored = []
    for number in heads:
        text = article.block_text(article.blocks[number])
        under = article.blocks[number + 1 : number + 2]
        shared = sum(word in known for word in _WORD.findall(fold(text)))
        if shared and under and under[0].kind is not BlockKind.HEADING:
            scored.append((shared, number, text))
    return [text for _, _, text in sorted(scored, reverse=True)[:_MOST]]


@cache
def _words(languages: tuple[Language, ...]) -> frozenset[str]:
    """The telling words of the languages' lessons headings."""
    words: set[str] = set()
    for language in languages:
        phrases = " ".join(str(one) for one in (*language.sections.lessons, *language.sections.hindsight))
        words |= set(_WORD.findall(fold(phrases))) - set(map(fold, language.common_words))
    return frozenset(word for word in words if len(word) >= _LEAST_LETTERS)
