"""Where a sentence pauses: the words up to its first pause, and the commas that part no clauses.

Rules of this file: a pause inside a term in quotation marks is none; a comma between two adjectives, or between the
items of a list, parts no clauses.
"""

from __future__ import annotations

import re

from bot.domain.questions.verbs import finite
from bot.domain.questions.wording import Wording

ASIDE = re.compile(r"\s[–—-]\s[^–—]{1,150}?\s[–—-](?=\s)|—[^—]{1,150}—|\s\([^()]*\)|\s\[[^\[\]]*\]")
_TERM = re.compile(r"[“\"„«][^\W“”\"„«»]+(?:[ -][^\W“”\"„«»]+){0,2}[”\"“»]")
PAUSE = re.compile(r"[;:!?…()\"“”„«»\n]|\s[–—-]\s|—|\.(?=\s|$)")
PAUSE_OR_COMMA = re.compile(PAUSE.pattern + r"|,")
ADJECTIVE = re.compile(r"(?<!\w)(?:an?|the|une?|una?|uma|el|la|le|il|eine?n?) [^\W\d_]+(?:-[^\W\d_]+)*$", re.IGNORECASE)
JOINT = re.compile(r"[;:,]\s+|\s[–—-]\s|—")
COMMA = re.compile(r",\s+")
END = re.compile(r"(?<![\s.!;:,…])[\s.!;:,…]+$")
_MOST_ITEM = 6


def bare(sentence: str) -> str:
    """The sentence without remarks in dashes or brackets and without its final mark: what forms are matched against."""
    return END.sub("", " ".join(ASIDE.sub("", sentence).split()))


def first_clause(sentence: str) -> str:
    """What stands before the first pause."""
    return until(bare(sentence), PAUSE)


def until(text: str, end: re.Pattern[str]) -> str:
    """What stands before the first pause; words in quotation marks hold none, nor does "a clear, shared"."""
    terms = [term.span() for term in _TERM.finditer(text)]
    for found in end.finditer(text):
        between_adjectives = found[0] == "," and ADJECTIVE.search(text[: found.start()])
        if not between_adjectives and not any(start <= found.start() < stop for start, stop in terms):
            return text[: found.start()].strip()
    return text.strip()


def goes_on_listing(after: str, wording: Wording) -> bool:
    """Whether what follows a comma is another item of a list ("patience, and time"), not another clause."""
    for item in after.split(",")[:_MOST_ITEM]:
        if finite(item, wording):
            return False
        if wording.search("list_joiners", item):
            return True
        if len(item.split()) > _MOST_ITEM:
            return False
    return False
