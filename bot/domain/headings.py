"""What a heading announces: lessons, one numbered lesson of several, a step of the ladder below, or none of these.

A heading must BE a lessons phrase, not merely contain one. Emoji, numbering, case and end punctuation do not count; a
subtitle after a colon or dash may follow ("Lessons learned: ship small").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from bot.domain.language import Language, Phrases
from bot.domain.phrases import Phrasebook, fold

LONGEST_HEADING = 250
"""Characters."""
_VERBS = ("present", "modal", "verbs", "norm")
"""The cues of a language that hold its verbs in the present."""
LONGEST = 20
"""Words: longer lines are sentences, whatever stands before them."""

_NUMBERING = re.compile(
    r"^\W*(?:(?:\d{1,2}(?:\.\d{1,2})*|[ivxIVX]{1,5}|[A-Za-z])[.)\]:]\s*|[#§]\s*|(?:\d{1,2}(?:\.\d{1,2})+)\s+"
    r"|\d{1,2}(?=[A-ZÀ-ÞΑ-Ω][^\W\d_]))"  # a number in a box of its own, which only its style parts from the words
)
_SUBTITLE = re.compile(r"\s?[:：]\s|\s[-–—|]++\s|\s?—\s?|\s[/&+]\s|\s?\.{3}\s|\s?…\s")
_ASIDE = re.compile(r"(?<=\w)\s*[(\[][^()\[\]]*[)\]]\W*$")
_PATTERN_SIGNS = re.compile(r"[\[\]()|*+#~]")


class Step(StrEnum):
    """What kind of section was found: the first is what we look for, the others are the ladder below it."""

    LESSONS = "lessons"
    AUTHOR_QUESTIONS = "author_questions"
    KEY_POINTS = "key_points"
    CONCLUSION = "conclusion"


class HeadingWords:
    """The heading phrases of several languages, with a server's own added, ready to be asked."""

    def __init__(self, languages: tuple[Language, ...], extra: tuple[str, ...] = ()) -> None:
        def book(field: str, more: Phrases = ()) -> Phrasebook:
            phrases = [phrase for language in languages for phrase in getattr(language.sections, field)]
            return Phrasebook(tuple(dict.fromkeys([*phrases, *more])))

        self._stating = _stating(languages)
        own = tuple(plain for text in extra if fold(plain := _PATTERN_SIGNS.sub(" ", text)))
        self._own = Phrasebook(own)
        self._lessons, self._hindsight, self._numbered = book("lessons"), book("hindsight"), book("numbered")
        self._joiners = book("joiners")
        self._schools, self._units, self._tuition = book("schools"), book("units"), book("tuition")
        self._forms = book("forms")
        self._not_lessons, self._others, self._openers = book("not_lessons"), book("others"), book("openers")
        self._ladder = (
            (Step.AUTHOR_QUESTIONS, book("author_questions")),
            (Step.KEY_POINTS, book("key_points")),
            (Step.CONCLUSION, book("conclusion")),
        )

    def step(self, heading: str) -> Step | None:
        """What the heading opens: lessons, a step of the ladder, or None for any other heading."""
        return _step(self, heading) if len(heading) <= LONGEST_HEADING else None

    def find_step(self, heading: str) -> Step | None:
        """As `step`, not remembered."""
        whole, *parts = _readings(heading)
        if not whole or whole.count(" ") > LONGEST:
            return None
        if self._own.is_one(whole):
            return Step.LESSONS
        if self._is_one(self._lessons, whole, parts):
            return Step.LESSONS
        return next((step for step, book in self._ladder if book.is_one(whole) or book.is_one(parts[0])), None)

    def looks_back(self, heading: str) -> bool:
        """Whether it announces lessons without the word: "What we got wrong", "Things I wish I had known"."""
        if len(heading) > LONGEST_HEADING:
            return False
        whole, *parts = _readings(heading)
        if not 0 < whole.count(" ") <= LONGEST:
            return False
        halves = [fold(half) for half in heading.split(", ", maxsplit=1)]
        return self._is_one(self._hindsight, whole, parts) or (
            len(halves) > 1 and self._is_one(self._hindsight, whole, halves)
        )

    def is_numbered_lesson(self, heading: str) -> bool:
        """Whether it is one of several: "Lesson 1: ...", "Second lesson ..."."""
        return self._numbered.begins(_readings(heading)[0]) > 0

    def teaches(self, text: str) -> bool:
        """Whether it speaks of a course: lesson plans, curricula, modules."""
        return self._not_lessons.found_in(fold(text))

    def names_a_school(self, text: str) -> bool:
        """Whether it names a school, its timetable or its fees."""
        return self._schools.found_in(fold(text))

    def names_a_form(self, title: str) -> bool:
        """Whether a page of that title is a form to fill in: a template, a worksheet."""
        return self._forms.found_in(fold(title))

    def tuition_in(self, text: str) -> int:
        """With how many different phrases the text offers lessons: "each lesson lasts", "for all levels"."""
        return self._tuition.count_in(fold(text))

    def heads_teaching(self, heading: str) -> bool:
        """Whether on a school's page it heads what is taught there: "Our lessons", "Lessons for beginners"."""
        return self._units.is_one(_readings(heading)[0])

    def stands_beside(self, heading: str) -> bool:
        """Whether it is a heading found beside a lessons section, such as "What's next", and not inside one."""
        whole = _readings(heading)[0]
        return self._others.is_one(whole) or self.step(heading) is not None

    def states_something(self, heading: str) -> bool:
        """Whether it is a sentence and no mere topic: "Secrecy has a price", not "The rules of the harbour" or "What
        happened".
        """
        if self._stating is None or len(heading) > LONGEST_HEADING or self.opens_with_question_word(heading):
            return False
        return self._stating.search(heading) is not None

    def opens_with_question_word(self, heading: str) -> bool:
        return self._openers.begins(_readings(heading)[0]) > 0

    def _is_one(self, book: Phrasebook, whole: str, parts: list[str]) -> bool:
        """Whether the heading, or one side of its subtitle, is one of the phrases, and it speaks of no course."""
        joining = self._joiners.begins(whole)
        rest = whole.split(" ", joining)[-1]  # "chapter 7" before it is a number, and no word of a course
        if self._not_lessons.found_in(rest) or self._numbered.begins(whole):
            return False
        if book.is_one(whole) or (rest and book.is_one(rest)):
            return True
        head, tail = parts
        return bool(head != whole and book.is_one(head)) or bool(tail and book.is_one(tail))


def _stating(languages: tuple[Language, ...]) -> re.Pattern[str] | None:
    """Verbs in the present of a text's own language, English beside it put aside; None where it is not known."""
    own = [language for language in languages if language.tag != "en"] or list(languages)
    verbs = [verb for cue in _VERBS for verb in own[0].cues.get(cue, ())] if len(own) == 1 else []
    return re.compile(rf"\b(?:{'|'.join(verbs)})\b", re.IGNORECASE) if verbs else None


@lru_cache(maxsize=4096)
def _step(words: HeadingWords, heading: str) -> Step | None:
    """One heading is asked about many times on its way from the page to the section."""
    return words.find_step(heading)


@lru_cache(maxsize=64)
def heading_words(languages: tuple[Language, ...], extra: tuple[str, ...] = ()) -> HeadingWords:
    return HeadingWords(languages, extra)


def words_of(languages: Iterable[Language], extra: Iterable[str] = ()) -> HeadingWords:
    return heading_words(tuple(languages), tuple(extra))


@lru_cache(maxsize=1024)
def _readings(heading: str) -> tuple[str, str, str]:
    """The heading without numbering, folded: whole, what stands before its subtitle, and the subtitle."""
    plain = _NUMBERING.sub("", heading, count=1)
    plain = _ASIDE.sub("", plain) if fold(plain) else heading
    head, *rest = _SUBTITLE.split(plain, maxsplit=1)
    if not fold(head):
        head, rest = plain, []
    return fold(plain), fold(head), fold(rest[0]) if rest else ""
