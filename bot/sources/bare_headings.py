"""Headings without markup: which bare lines of a plain text are headings, and which stand below which.

A slogan, a caption, a pull quote and a byline look like headings and are not: a heading has body under it, and a run of
bare lines at the top is front matter (`bot.sources.text` takes that off first). Plain text shows no levels. They are
inferred from what is safe: a heading without text of its own holds the next ones; parallel headings ("What we did",
"What we learned", "What's next") stand on one level; what an overview names stands below it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, pairwise, takewhile

from bot.domain.article import BlockKind
from bot.domain.headings import HeadingWords, Step
from bot.domain.phrases import fold
from bot.domain.piece import Piece
from bot.sources.plain_layout import NUMBER

LONGEST_LINE = 110
LONGEST_LESSON = 200
"""Characters: "Lesson 1: ..." is a heading even where it is a whole sentence."""
MOST_WORDS = 15
MOST_ABOVE = 50
"""Headings above the lessons that are looked at: an article has no more, and a page made to hang us has thousands."""
MOST_STATING = 3
"""Of so many headings before the lessons at most one may be a sentence, where those below are parts for being some."""
LONGEST_PART = 2
"""Paragraphs of such a part."""
TOP, PART, INNER = 2, 3, 4
"""Levels given: an ordinary heading, one below it, and one that only announces ("Good news:")."""

_QUOTE_OPEN, _QUOTE_CLOSE = "\"“„«‘'", "\"”“»’'"
_ATTRIBUTED = re.compile(r"[\"”“»’']\s?[–—-]\s?[^\W\d_]")
"""Where a quotation ends and its speaker is named."""
_ADDRESS = re.compile(r"https?://|www\.|\S+@\S+\.\w")


def looks_like_heading(text: str, words: HeadingWords) -> bool:
    """Whether a line alone could be a heading by its form; whether it has body under it is for the caller to see."""
    if text[0] in _QUOTE_OPEN and _ATTRIBUTED.search(text):
        return False
    if words.is_numbered_lesson(text):
        return len(text) <= LONGEST_LESSON
    if len(text) > LONGEST_LINE or text.count(" ") >= MOST_WORDS or _ADDRESS.search(text):
        return False
    if words.step(text) is not None:
        return text[-1] not in ".,;" or text.endswith("...") or text.count(" ") < 5
    if (text[-1] in ".,;" and not text.endswith("...")) or (text[0] in _QUOTE_OPEN and text[-1] in _QUOTE_CLOSE):
        return False
    if text.endswith("!"):
        return text.count(" ") < 6
    if text.endswith(":"):
        return text.count(" ") < 7
    first = next((letter for letter in text if letter.isalpha()), "")
    return bool(first) and not first.islower()


def with_levels(pieces: Sequence[Piece], words: HeadingWords) -> list[Piece]:
    """The pieces with a level for each guessed heading."""
    heads = [index for index, piece in enumerate(pieces) if piece.kind is BlockKind.HEADING and piece.guessed]
    levels = dict.fromkeys(heads, TOP)
    colons = [index for index in heads if pieces[index].text.endswith(":")]
    lessons = [index for index in colons if words.step(pieces[index].text) is Step.LESSONS]
    if not lessons or colons[0] == lessons[0]:  # where other headings before the lessons have a colon, all may
        levels |= {index: INNER for index in colons if words.step(pieces[index].text) is None}
    beside = [place for place, head in enumerate(heads) if words.stands_beside(pieces[head].text)]
    for place, head in enumerate(heads):
        if levels[head] == TOP:
            ends = bisect_right(beside, place)  # what could stand below reaches up to what is known to stand beside
            reach = heads[place + 1 : beside[ends] if ends < len(beside) else len(heads)]
            run = [index for index in reach if levels[index] != INNER]
            for index in _parts_of(head, run, pieces, words):
                levels[index] = max(levels[index], PART)
    return [replace(piece, level=levels[index]) if index in levels else piece for index, piece in enumerate(pieces)]


def _parts_of(head: int, run: Sequence[int], pieces: Sequence[Piece], words: HeadingWords) -> list[int]:
    text = pieces[head].text
    lessons = words.step(text) is Step.LESSONS or words.looks_back(text)
    asks = words.opens_with_question_word(text)
    parallel = [index for index in run if asks and words.opens_with_question_word(pieces[index].text)]
    below = [index for index in run if not parallel or index < parallel[0]]
    if below[:1] == [head + 1]:
        return list(takewhile(lambda index: NUMBER.match(pieces[index].text), below)) or below
    if not lessons:
        return []
    if numbered := [index for index in below if words.is_numbered_lesson(pieces[index].text)]:
        return numbered
    if asks and len(below) >= 2 and _followed_by_question(below[-1], pieces, words):
        return below
    if stated := _stated(head, below, pieces, words):
        return stated
    if len(below) >= 2 and _named_in(pieces[head + 1 : below[0]], [pieces[index].text for index in below]):
        return below
    return []


def _stated(head: int, below: Sequence[int], pieces: Sequence[Piece], words: HeadingWords) -> list[int]:
    """The first of the headings below the lessons that are sentences over a paragraph or two, if they are several and
    those before the lessons are mostly topics: so lessons are parted, and the article before them is not.
    """
    stated = list(takewhile(lambda index: words.states_something(pieces[index].text), below))
    if len(stated) < 2 or any(after - index > LONGEST_PART + 1 for index, after in pairwise(stated)):
        return []
    above = (pieces[index] for index in range(head - 1, -1, -1))
    before = list(islice((piece.text for piece in above if piece.kind is BlockKind.HEADING), MOST_ABOVE))
    return [] if MOST_STATING * sum(map(words.states_something, before)) > len(before) else stated


def _followed_by_question(last: int, pieces: Sequence[Piece], words: HeadingWords) -> bool:
    """Whether the next heading opens with a question word too, as the first of this run did."""
    after = next((piece for piece in pieces[last + 1 :] if piece.kind is BlockKind.HEADING), None)
    return after is not None and words.opens_with_question_word(after.text)


def _named_in(body: Sequence[Piece], headings: Sequence[str]) -> bool:
    """Whether the body names the headings, as an overview does: all words of nearly all of them occur in it."""
    known = set(fold(" ".join(piece.text for piece in body)).split())
    named = sum(all(word in known for word in fold(heading).split()) for heading in headings)
    return named >= 2 and named >= 0.75 * len(headings)
