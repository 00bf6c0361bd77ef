"""Which items of a feed a channel wants: words to include and to exclude, looked for in title and categories.

Whole words in any script, in any case; a phrase stands in quotes. No patterns: what people type is what is looked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.feeds.document import FeedItem
from bot.errors import MemberError

MOST_TERMS = 50
MOST_TERM_LENGTH = 100

_TERM = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]?|([^\s,;"“”„«»]+)')
_NO_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
"""Thai, Lao, Burmese, Khmer, Japanese, Chinese: no spaces part the words there, so a term may be part of one."""


@dataclass(frozen=True, slots=True)
class FeedFilter:
    """`include`: at least one must be found, if there are any. `exclude`: none may be. Each is a word or a phrase."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.include or self.exclude)


class FilterRule(StrEnum):
    NO_FILTER = "no_filter"
    INCLUDED = "included"
    NOT_EXCLUDED = "not_excluded"
    """There is nothing to include, and nothing excluded was found."""
    EXCLUDED = "excluded"
    NOT_INCLUDED = "not_included"


@dataclass(frozen=True, slots=True)
class FilterVerdict:
    """`term`: the word that decided, as it was typed; None if it was that none was found."""

    passes: bool
    rule: FilterRule
    term: str | None = None


def terms_of(typed: str) -> tuple[str, ...]:
    """The words and quoted phrases of what somebody typed, parted by spaces, commas or semicolons.

    Raises `MemberError` for too many, and for what has no letter or digit.
    """
    terms = [" ".join((phrase or word).split()) for phrase, word in _TERM.findall(typed)]
    kept = tuple(dict.fromkeys(term for term in terms if term))
    for term in kept:
        if not _folded(term):
            raise MemberError("“{term}” has no letter and no digit.", "Give whole words to look for.", term=term[:20])
        if len(term) > MOST_TERM_LENGTH:
            raise MemberError(
                "“{term}…” is too long to look for.",
                "Use up to {most} characters.",
                term=term[:20],
                most=MOST_TERM_LENGTH,
            )
    if len(kept) > MOST_TERMS:
        raise MemberError("That is more than {most} words.", "Give fewer.", most=MOST_TERMS)
    return kept


def typed_of(terms: Iterable[str]) -> str:
    """The terms as somebody would type them."""
    return ", ".join(f'"{term}"' if re.search(r"[\s,;]", term) else term for term in terms)


def apply(feed_filter: FeedFilter, item: FeedItem) -> FilterVerdict:
    """Whether the channel wants the item, and by which rule. What is excluded stays out even if it is included too."""
    if not feed_filter:
        return FilterVerdict(True, FilterRule.NO_FILTER)
    places = [f" {_folded(text)} " for text in (item.title, *item.categories)]
    found = _first(feed_filter.exclude, places)
    if found is not None:
        return FilterVerdict(False, FilterRule.EXCLUDED, found)
    if not feed_filter.include:
        return FilterVerdict(True, FilterRule.NOT_EXCLUDED)
    found = _first(feed_filter.include, places)
    if found is not None:
        return FilterVerdict(True, FilterRule.INCLUDED, found)
    return FilterVerdict(False, FilterRule.NOT_INCLUDED)


def dry_run(feed_filter: FeedFilter, items: Iterable[FeedItem]) -> tuple[tuple[FeedItem, FilterVerdict], ...]:
    """What the filter would do with these items."""
    return tuple((item, apply(feed_filter, item)) for item in items)


def _first(terms: Sequence[str], places: Sequence[str]) -> str | None:
    return next((term for term in terms if any(_wanted(term) in place for place in places)), None)


def _wanted(term: str) -> str:
    folded = _folded(term)
    return folded if _NO_SPACES.search(folded) else f" {folded} "


def _folded(text: str) -> str:
    """Words in lower case, one space between them. Accents count: "resume" is not "résumé". So do the signs of C++."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("i\u0307", "i")
    kept = [one if _in_word(one) else " " for one in folded]
    words = (word.lstrip("+#") for word in "".join(kept).split())
    return " ".join(word for word in words if word)


def _in_word(one: str) -> bool:
    return one.isalnum() or one in "+#" or unicodedata.category(one).startswith("M")
