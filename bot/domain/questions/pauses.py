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
_ADJECTIVE = re.compile(
    r"(?<!\w)(?:an?|the|une?|una?|uma|el|la|le|il|eine?n?) [^\W\d_]+(?:-[^\W\d_]+)*$", re.IGNORECASE
)
JOINT = re.compile(r"[;:,]\s+|\s[–—-]\s|—")
COMMA = re.compile(r",\s+")
END = re.compile(r"(?<![\s.!;:,…])[\s.!;:,…]+$")
_MOST_ITEM = 6


def bare(sentence: str) -> str:
    """The sentence without remarks in dashes or brackets and without its final mark: what forms are matched against."""
    return END.sub("", " ".join(ASIDE.sub("", sentence).split()))


def first_clause(sentence: str, wording: Wording) -> str:
    """What stands before the first pause."""
    return until(bare(sentence), PAUSE, wording)


def until(text: str, end: re.Pattern[str], wording: Wording) -> str:
    """What stands before the first pause: none in quotation marks, between two adjectives or between a list's items."""
    terms = [term.span() for term in _TERM.finditer(text)]
    listing = False
    for found in end.finditer(text):
        before, after = text[: found.start()], text[found.end() :].lstrip()
        if found[0] == ",":
            last = wording.opens("list_joiners", after) is not None
            listing = listing and not finite(after.split(",")[0], wording) if last else goes_on_listing(after, wording)
            goes_on = listing or between_adjectives(before, after, wording)
        else:
            goes_on = False
        if not goes_on and not any(start <= found.start() < stop for start, stop in terms):
            return before.strip()
    return text.strip()


def between_adjectives(before: str, after: str, wording: Wording) -> bool:
    """Whether a comma may stand within a noun phrase ("a clear, shared goal"): not if another clause is joined on
    after it ("cite the law, and sometimes they are right"). Of a word said twice it parts nothing ("very, very slow").
    """
    word, _, more = after.partition(" ")
    if more and word.isalpha() and before.casefold().rpartition(" ")[2] == word.casefold():
        return True
    if not _ADJECTIVE.search(before):
        return False
    after = after.lstrip()
    return not (wording.opens("joiners", after) and finite(PAUSE_OR_COMMA.split(after, maxsplit=1)[0], wording))


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


def halves(before: str, wording: Wording) -> bool:
    """Whether only the first of two things has been named: "a choice between paying members | and a fund"."""
    pair = wording.search("paired", before)
    return pair is not None and not wording.has("list_joiners", before[pair.end() :])
