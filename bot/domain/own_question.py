"""Questions that an organiser words: their own words, and a passage that stands in the article to the letter."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.article import Article
from bot.domain.questions import MAX_ASK, MAX_EVIDENCE, VERSION, ClaimKind, Question
from bot.errors import MemberError
from bot.told import Told

BY_ORGANISER = Told("worded by an organiser")

_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})


class Decision(StrEnum):
    """What an organiser did with a question the bot made: the nearest thing to a rating of it."""

    KEPT = "kept"
    SWAPPED = "swapped"
    EDITED = "edited"
    DROPPED = "dropped"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class SuggestedQuestion:
    """A question that a member handed in for a reading. `passage`: what it is about, as they put it."""

    id: int
    reading_id: int
    member_id: int
    created_at: int
    text: str
    passage: str | None = None


def asked(text: str) -> str:
    """A question in somebody's own words, on one line; MemberError if it is no question that fits."""
    return _checked(text)


def fingerprint(question: Question) -> str:
    """Eight signs that tell a question from the others, so that a list shown earlier cannot mean another one."""
    return hashlib.blake2b(f"{question.text}\n{question.evidence}".encode(), digest_size=4).hexdigest()


def reworded(question: Question, text: str) -> Question:
    """The question in an organiser's words, about the same passage. MemberError if it is no question that fits."""
    return replace(question, text=_checked(text), rule=BY_ORGANISER)


def added(article: Article, text: str, passage: str) -> Question:
    """A question of an organiser's own about a passage of the article; MemberError if the passage is not in it.

    Kinds of quotation marks, dashes and white space may differ, as after copying; what is kept is the article's.
    """
    span = _found(article.text, passage)
    return Question(_checked(text), article.text[slice(*span)], ClaimKind.CLAIM, span, BY_ORGANISER, VERSION)


def _checked(text: str) -> str:
    words = " ".join(text.split())
    if not words.endswith(("?", ";", "？")):
        raise MemberError("A question ends with a question mark.", "Word it as a question and try again.")
    if len(words) > MAX_ASK:
        raise MemberError(
            "This question has {count} characters; up to {most} can be taken in at a glance.",
            "Shorten it.",
            count=len(words),
            most=MAX_ASK,
        )
    return words


def _found(text: str, passage: str) -> tuple[int, int]:
    words = passage.translate(_QUOTES).split()
    if not words:
        raise MemberError("A question needs a passage to be about.", "Copy one or two sentences from the article.")
    if len(" ".join(words)) > MAX_EVIDENCE:
        raise MemberError(
            "This passage has more than {most} characters.",
            "Quote the sentence that matters most.",
            most=MAX_EVIDENCE,
        )
    found = re.search(r"\s+".join(map(re.escape, words)), text.translate(_QUOTES))
    if found is None:
        raise MemberError(
            "This passage is not in the article to the letter.", "Copy it from the article and change nothing."
        )
    return found.span()
