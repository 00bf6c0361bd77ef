"""Whether a page teaches: a course's, a school's, a shop's or an empty form has "Lessons" too, and nothing was learnt.

What counts is what stands below such a heading, and what the title and the other headings speak of.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import takewhile

from bot.domain.article import Article, Block, BlockKind
from bot.domain.headings import HeadingWords
from bot.domain.phrases import fold

COURSE_HEADINGS = 2
"""Headings that speak of a course, from which on the page is one; of a school, its title among them."""
TITLE_WORDS = 4
"""Mean words after "Lesson 1:" from which on siblings state lessons ("Ship small and often"), not topics ("Loops")."""
LONGEST_ENTRY = 10
"""Words of an entry in a list of prices, hours or grades."""
LONGEST_PROMPT = 10
"""Words of a question that a form puts."""
LONGEST_BLANK = 200
"""Characters of what a form says is to be put in a place: "[One paragraph]"."""
LEAST_LINKED = 6
"""One of so many characters of a table stands in a link where every row has one."""
LEAST_BLANKS = 2
"""Blanks to fill in, from which on a page is a form."""

ITEM_NUMBER = re.compile(r"^\W*(\d{1,2})[.):](?:\s|(?=[^\W\d]))")
_PARTING = re.compile(r",\s|\s[–—-]\s|\(")
_PRICE = re.compile(r"[£€$]\s?\d|\d\s?(?:[£€$]|EUR\b|Euro?s?\b|euros?\b|ευρώ)")
_UNSAID = {"", "todo ", "tbd ", "n a "}
"""What stands where nothing was filled in, folded."""


class Teaching:
    """The headings of an article, asked whether they head what is taught, sold or still to be filled in."""

    def __init__(self, article: Article, words: HeadingWords) -> None:
        self._article, self._words, self._blocks = article, words, article.blocks
        self._heads = [index for index, block in enumerate(article.blocks) if block.kind is BlockKind.HEADING]

    @cached_property
    def is_course(self) -> bool:
        teaching = (self._words.teaches(self._text(index)) for index in self._heads)
        return self._words.teaches(self._article.title) or sum(teaching) >= COURSE_HEADINGS

    def heads_units(self, index: int) -> bool:
        """Whether it heads teaching units: a bare "Lessons" in a course page, "Our lessons" in a school's, or either
        above a list of what the page then teaches, of prices and hours, of units, or above a way to the lessons.
        """
        text = self._text(index)
        bare = len(fold(text).split()) == 1
        if bare and self.is_course:
            return True
        heads_teaching = self._words.heads_teaching(text)
        if (bare or heads_teaching) and (self._lists_units(index) or self._lists_figures(index)):
            return True
        if (bare or heads_teaching) and self._is_table_of_links(index):
            return True
        return heads_teaching and (self._lists_headings(index) or self._leads_to_itself(index) or self._is_school)

    def is_form(self, blocks: Sequence[Block]) -> bool:
        """Whether these blocks of a form are still empty: nothing in them but short questions and blanks."""
        texts = [self._article.block_text(block) for block in blocks if block.kind is not BlockKind.HEADING]
        prompts = all(_is_blank(text) or (text[-1] in "?;" and text.count(" ") < LONGEST_PROMPT) for text in texts)
        return bool(texts) and prompts and self._is_template

    @cached_property
    def _is_template(self) -> bool:
        if self._words.names_a_form(self._article.title):
            return True
        return sum(_is_blank(self._article.block_text(one)) for one in self._blocks) >= LEAST_BLANKS

    @cached_property
    def _is_school(self) -> bool:
        words, named = self._words, [self._article.title, *map(self._text, self._heads)]
        schooling = sum(words.names_a_school(text) or words.teaches(text) for text in named)
        named_one = schooling >= COURSE_HEADINGS and any(map(words.names_a_school, named))
        return named_one or self._offers_lessons(schooling)

    def _offers_lessons(self, schooling: int) -> bool:
        """Whether what stands below "Our lessons" says how often, how long and for what price they are given.

        `schooling`: how many headings speak of a school or a course, each of which is as good as one such phrase.
        """
        heads = (index for index in self._heads if self._words.heads_teaching(self._text(index)))
        return any(schooling + self._words.tuition_in(self._below_alone(head)) >= COURSE_HEADINGS for head in heads)

    def _below_alone(self, head: int) -> str:
        """The text between a heading and the next one."""
        return "\n".join(map(self._article.block_text, self._blocks[head + 1 : self._next(head)]))

    def _lists_headings(self, head: int) -> bool:
        """Whether at least half of the points right below it return as headings further down."""
        points = [_unnumbered(point) for point in self._points(head)]
        returning = sum(self._last_heads.get(point, head) > head for point in points)
        return len(points) > 1 and 2 * returning >= len(points)

    def _lists_units(self, head: int) -> bool:
        """Whether most of the points right below it are units of a course by number and title: "Lesson 1: Loops"."""
        points = self._points(head)
        numbered = [point for point in points if self._words.is_numbered_lesson(point)]
        if any(map(self._words.states_something, numbered)):
            return False
        said = sum(len(point.split()) - 2 for point in numbered)
        return len(numbered) > 1 and 2 * len(numbered) >= len(points) and said < TITLE_WORDS * len(numbered)

    def _is_table_of_links(self, head: int) -> bool:
        """Whether the block below it is a table that leads elsewhere: the lessons of a course with their pages."""
        below = self._blocks[head + 1 : head + 2]
        return any(
            block.kind is BlockKind.TABLE and LEAST_LINKED * block.link_chars >= block.end - block.start
            for block in below
        )

    def _lists_figures(self, head: int) -> bool:
        """Whether nothing but a list stands below it, every entry of which ends in a figure: prices, hours, years."""
        points = self._points(head)
        below = self._blocks[head + 1 : self._next(head)]
        alone = all(block.kind is BlockKind.LIST_ITEM for block in below)
        return len(points) > 1 and alone and all(map(_is_entry, points))

    def _points(self, head: int) -> list[str]:
        """The points of the list right below a heading, of the list's own level."""
        places = range(head + 1, len(self._blocks))
        listed = list(takewhile(lambda place: self._blocks[place].kind is BlockKind.LIST_ITEM, places))
        top = min((self._blocks[place].level for place in listed), default=0)
        return [self._text(place) for place in listed if self._blocks[place].level == top]

    @cached_property
    def _last_heads(self) -> dict[str, int]:
        """Where each heading stands last, by its words without a number."""
        return {_unnumbered(self._text(index)): index for index in self._heads}

    def _leads_to_itself(self, head: int) -> bool:
        """Whether what stands below it ends in a link or a button with its own words."""
        last = self._next(head) - 1
        block = self._blocks[last]
        linked = last > head and 2 * block.link_chars > block.end - block.start
        return linked and fold(self._text(head)) in fold(self._text(last))

    def _next(self, head: int) -> int:
        """Index of the next heading, or of the end."""
        place = bisect_right(self._heads, head)
        return self._heads[place] if place < len(self._heads) else len(self._blocks)

    def _text(self, index: int) -> str:
        return self._article.block_text(self._blocks[index])


def _unnumbered(text: str) -> str:
    """A heading or a point as words for comparison, without its number."""
    return fold(ITEM_NUMBER.sub("", text))


def _is_blank(text: str) -> bool:
    """Whether it is a place to fill in."""
    framed = text[0] in "[<{_" and text[-1] in "]>}_" and len(text) <= LONGEST_BLANK
    return framed or (len(text) <= LONGEST_PROMPT and fold(text) in _UNSAID)


def _is_entry(point: str) -> bool:
    """Whether it is an entry of a list of prices or hours: short, no sentence, and its last part is a figure's."""
    plain = ITEM_NUMBER.sub("", point)
    if plain.count(" ") >= LONGEST_ENTRY or plain[-1:] in {".", "!", "?"}:
        return False
    last = _PARTING.split(plain)[-1]
    return _PRICE.search(plain) is not None or (last != plain and "%" not in last and any(map(str.isdigit, last)))
