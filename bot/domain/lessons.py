"""Where an article says what is to be learnt from it.

A heading opens a section if it is a lessons phrase (`bot.domain.headings`). The section runs to the next heading of the
same or a higher level. Numbered siblings ("Lesson 1: ...", "Lesson 2: ...") in an essay are one section with parts; in
a course page they are its table of contents. Where no heading speaks of lessons, a line, a paragraph's first words or
the title may. If there is no lessons section, the ladder below it is given, each step labelled as what it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from bot.domain.article import Article, Block, BlockKind
from bot.domain.headings import HeadingWords, Step, words_of
from bot.domain.language import Language, relevant
from bot.domain.teaching import ITEM_NUMBER, TITLE_WORDS, Teaching

__all__ = ["LessonSection", "Step", "find_lessons"]

LEAST_WORDS = 5
"""A section with fewer words says nothing to discuss."""
LEAST_HINDSIGHT = 20
"""The same of one whose heading does not say "lessons": a correction is shorter."""
LEAST_RUN_IN = 30
"""The same of all that follows a heading's words in the same line: what is said by the way is shorter."""
LEAST_ANNOUNCED = 3
"""Headings that a title announces."""
LONGEST_RUN_IN = 4
"""Words of such a heading that ends in a full stop."""
LINKED = 0.5
"""Share of link text above which a section is a table of contents."""
LONGEST_LEAD = 14
"""Words of a line that opens a list of lessons as a heading would."""

_QUOTED = {BlockKind.PARAGRAPH, BlockKind.QUOTATION}
_RUNNING = {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}
_RUN_IN = re.compile(r"(?P<lead>[^\W\d_][^:.!?\n]{3,59})(?P<sign>[:.!?])\s+(?=\S)")
_NUMBER_IN_TITLE = re.compile(r"(?<![\w.])\d{1,2}(?![\w.])")


@dataclass(frozen=True, slots=True)
class LessonSection:
    """A section `[start, end)` of `Article.text`, without its heading. `blocks` are the article's blocks inside it,
    subheadings included; one that opens with the heading's words counts from behind them.
    """

    heading: str
    start: int
    end: int
    blocks: tuple[Block, ...]
    step: Step = Step.LESSONS


def find_lessons(
    article: Article, languages: Iterable[Language], extra_headings: Iterable[str] = ()
) -> tuple[LessonSection, ...]:
    """The lessons sections in order, then the author's own questions for discussion; without lessons, the whole ladder.

    `extra_headings`: a server's own headings, taken as lessons headings literally.
    """
    outline = _Outline(article, words_of(relevant(article.language, languages), extra_headings))
    lessons = outline.lessons()
    ladder = (Step.AUTHOR_QUESTIONS,) if lessons else (Step.AUTHOR_QUESTIONS, Step.KEY_POINTS, Step.CONCLUSION)
    return (*lessons, *(section for step in ladder for section in outline.sections(step)))


class _Outline:
    """The headings of an article and what stands below each."""

    def __init__(self, article: Article, words: HeadingWords) -> None:
        self._article, self._words = article, words
        self._blocks = article.blocks
        self._heads = [index for index, block in enumerate(self._blocks) if block.kind is BlockKind.HEADING]
        self._teaching = Teaching(article, words)

    def lessons(self) -> list[LessonSection]:
        """The lessons sections and, beside them, the numbered lessons an essay closes with, in order."""
        found = self.sections(Step.LESSONS)
        apart = [
            one for one in self.numbered_lessons() if all(one.end <= own.start or own.end <= one.start for own in found)
        ]
        plain = sorted([*found, *apart], key=lambda one: one.start)
        return self._once(plain or self._hindsight() or self._led_in() or self._run_in() or self._announced())

    def _once(self, sections: list[LessonSection]) -> list[LessonSection]:
        """The sections without copies: pages hold some parts twice, one for wide screens and one for narrow ones."""
        return list({self._article.text[one.start : one.end]: one for one in reversed(sections)}.values())[::-1]

    def _hindsight(self) -> list[LessonSection]:
        """The sections that look back without speaking of lessons: where none does, they are the lessons."""
        found = self._below(self._words.looks_back, Step.LESSONS)
        return [one for one in found if len(self._article.text[one.start : one.end].split()) >= LEAST_HINDSIGHT]

    def _led_in(self) -> list[LessonSection]:
        """The lists and numbered headings that a line such as "Here is what we learned:" opens instead of a heading."""
        found: list[LessonSection] = []
        after = 0
        for index, block in enumerate(self._blocks):
            if index < after or not self._leads(block):
                continue
            after = self._end_of_led(index)
            section = self._section(index, after, Step.LESSONS) if after > index + 1 else None
            found.extend([section] if section else [])
        return found

    def _leads(self, block: Block) -> bool:
        text = self._article.block_text(block)
        short = block.kind in _QUOTED and text.count(" ") < LONGEST_LEAD
        return (
            short
            and (text.endswith(":") or block.kind is BlockKind.QUOTATION)
            and self._words.step(text) is Step.LESSONS
        )

    def _end_of_led(self, lead: int) -> int:
        """Index of the block after the list below the line, or after the headings of one level that are its points.

        Of a line in a quotation, such as a box of Markdown is, the rest of the quotation is that list.
        """
        first = lead + 1
        if self._is_heading(first):
            level = self._blocks[first].level
            apart = (index for index in self._after(first) if self._parts_from(index, level, lead))
            return next(apart, len(self._blocks))
        kinds = {BlockKind.LIST_ITEM, self._blocks[lead].kind} - {BlockKind.PARAGRAPH}
        listed = takewhile(lambda index: self._blocks[index].kind in kinds, range(first, len(self._blocks)))
        return max(listed, default=lead) + 1

    def _parts_from(self, index: int, level: int, lead: int) -> bool:
        """Whether a heading is none of the points that the line announces, the first of which is right below it."""
        numbered = ITEM_NUMBER.match(self._text(lead + 1)) is not None
        block, text = self._blocks[index], self._text(index)
        alike = block.level > level or not numbered or ITEM_NUMBER.match(text) is not None
        return block.level < level or not alike or (block.level == level and self._words.stands_beside(text))

    def _run_in(self) -> list[LessonSection]:
        """The paragraphs that open with a lessons phrase as a heading would stand over them: "Lesson learned: ...".

        A list right below one whose text ends in a colon belongs to it.
        """
        found: list[LessonSection] = []
        after = -1
        for index, block in enumerate(self._blocks):
            text = self._article.block_text(block)
            lead = _RUN_IN.match(text) if index > after and block.kind in _RUNNING else None
            if not lead or self._words.step(lead["lead"]) is not Step.LESSONS or _is_sentence(lead):
                continue
            first = replace(block, start=block.start + lead.end(), lead_end=None)
            listed = takewhile(self._is_item, range(index + 1, len(self._blocks))) if text.endswith(":") else ()
            blocks = (first, *(self._blocks[after := one] for one in listed))
            found.append(LessonSection(lead["lead"], first.start, blocks[-1].end, blocks))
        words = sum(len(self._article.text[one.start : one.end].split()) for one in found)
        return found if words >= LEAST_RUN_IN else []

    def _announced(self) -> list[LessonSection]:
        """The headings that the title calls lessons, with their text: numbered from one on, or as many as it says."""
        title = self._article.title
        if self._teaching.is_course or self._words.step(title) is not Step.LESSONS:
            return []
        said = _NUMBER_IN_TITLE.search(title)
        levels = {self._blocks[index].level for index in self._heads}
        for level in sorted(levels):
            points = [index for index in self._heads if self._blocks[index].level == level]
            own = [index for index in points if not self._words.stands_beside(self._text(index))]
            numbers = {index: found[1] for index in points if (found := ITEM_NUMBER.match(self._text(index)))}
            counted = list(numbers.values()) == [str(number + 1) for number in range(len(numbers))]
            counted = counted and set(numbers) <= set(own)  # no "7. Conclusion": the sections of a paper
            run = list(numbers) if numbers and counted else own if said and len(own) == int(said[0]) else []
            if len(run) >= LEAST_ANNOUNCED:
                return [self._from(run[0], self._end(run[-1]))]
        return []

    def _from(self, first: int, end: int) -> LessonSection:
        """What stands under the title from a heading on, that heading included."""
        blocks = self._blocks[first:end]
        return LessonSection(self._article.title, blocks[0].start, blocks[-1].end, blocks)

    def sections(self, step: Step) -> list[LessonSection]:
        """The sections of that kind, outermost only, in order."""
        return self._below(lambda heading: self._words.step(heading) is step, step)

    def _below(self, opens: Callable[[str], bool], step: Step) -> list[LessonSection]:
        """The sections below the headings that open one."""
        found: list[LessonSection] = []
        after = 0
        for index in self._heads:
            if index < after or not opens(self._text(index)) or self._teaching.heads_units(index):
                continue
            end = self._end(index)
            section = self._section(index, end, step)
            if section is not None:
                found.append(section)
                after = end
        return found

    def numbered_lessons(self) -> list[LessonSection]:
        """The sections whose parts are numbered lessons, if it is an essay that is so divided and not a course."""
        found: list[LessonSection] = []
        after = 0
        for index in self._heads:
            if index < after or not self._words.is_numbered_lesson(self._text(index)):
                continue
            last = self._last_numbered_lesson(index)
            siblings = [one for one in self._heads if index <= one <= last and self._is_sibling(one, index)]
            section = self._section(index, self._end(last), Step.LESSONS) if self._states_lessons(siblings) else None
            found.extend([section] if section else [])
            after = max(last, index) + 1
        return found

    def _is_sibling(self, one: int, other: int) -> bool:
        same_level = self._blocks[one].level == self._blocks[other].level
        return same_level and self._words.is_numbered_lesson(self._text(one))

    def _text(self, index: int) -> str:
        return self._article.block_text(self._blocks[index])

    def _end(self, head: int) -> int:
        """Index of the block that ends the section below the heading: the next heading of its level or a higher one.

        Where levels are flat, a section's parts stand on its own level: see `_is_part`.
        """
        level = self._blocks[head].level
        last_lesson = self._last_numbered_lesson(head)
        for index in self._after(head):
            if self._blocks[index].level <= level and index > last_lesson and not self._is_part(index, head):
                return index
        return len(self._blocks)

    def _is_part(self, index: int, head: int) -> bool:
        """Whether a heading on the section's own level is a part of it: numbered where the section is not, or one of
        those that follow a heading without any text of its own.
        """
        if self._blocks[index].level < self._blocks[head].level:
            return False
        text, numbered = self._text(index), not ITEM_NUMBER.match(self._text(head))
        below = next(self._after(head), None)
        bare = below == head + 1 and self._blocks[below].level <= self._blocks[head].level
        if bare and not (numbered and ITEM_NUMBER.match(self._text(head + 1))):
            apart = self._words.stands_beside(text)
            return not apart or (index == below and self._words.step(text) is Step.LESSONS)
        return numbered and bool(ITEM_NUMBER.match(text))

    def _last_numbered_lesson(self, head: int) -> int:
        """Index of the last "Lesson 3: ..." that belongs to the section on its own level; what stands between such
        headings belongs to it too. -1 if there is none, or if the article goes on under another heading first, as it
        does below a box of takeaways at the top.
        """
        last = head if self._words.is_numbered_lesson(self._text(head)) else -1
        for index in self._after(head):
            if self._blocks[index].level > self._blocks[head].level:
                continue
            if self._blocks[index].level < self._blocks[head].level or self._words.stands_beside(self._text(index)):
                break
            if self._words.is_numbered_lesson(self._text(index)):
                last = index
            elif last < 0 and self._has_body(index):
                break
        return last

    def _after(self, block: int) -> Iterator[int]:
        """The headings behind a block, one by one: mostly few are asked for."""
        return (self._heads[place] for place in range(bisect_right(self._heads, block), len(self._heads)))

    def _is_heading(self, index: int) -> bool:
        return index < len(self._blocks) and self._blocks[index].kind is BlockKind.HEADING

    def _has_body(self, head: int) -> bool:
        return head + 1 < len(self._blocks) and self._blocks[head + 1].kind is not BlockKind.HEADING

    def _is_item(self, index: int) -> bool:
        return self._blocks[index].kind is BlockKind.LIST_ITEM

    def _section(self, head: int, end: int, step: Step) -> LessonSection | None:
        while end - 1 > head and self._blocks[end - 1].kind is BlockKind.HEADING:
            end -= 1
        blocks = self._blocks[head + 1 : end]
        if not blocks:
            return None
        start, stop = blocks[0].start, blocks[-1].end
        size = stop - start
        linked = sum(block.link_chars for block in blocks)
        if linked > LINKED * size or len(self._article.text[start:stop].split()) < LEAST_WORDS:
            return None
        if step is Step.LESSONS and self._teaching.is_form(blocks):
            return None
        return LessonSection(self._text(head), start, stop, blocks, step)

    def _states_lessons(self, run: list[int]) -> bool:
        if len(run) < 2 or self._teaching.is_course:
            return False
        words = [len(self._text(index).split()) - 2 for index in run]
        return sum(words) / len(words) >= TITLE_WORDS or self._words.step(self._article.title) is Step.LESSONS


def _is_sentence(lead: re.Match[str]) -> bool:
    """Whether what ends in a full stop says too much for a heading: "Here are things I learned in my first week."."""
    return lead["sign"] == "." and lead["lead"].count(" ") >= LONGEST_RUN_IN
