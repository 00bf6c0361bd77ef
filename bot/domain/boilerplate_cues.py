"""The words of one or several languages that tell a page's own lines from an article's, ready to be asked.

What a cue proves, and together with what, is decided in `bot.domain.boilerplate`.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from bot.domain.bylines import Byline, byline_of
from bot.domain.dates import date_in, is_date_line
from bot.domain.language import Language
from bot.domain.phrases import Phrasebook, fold

SHORT_LINE = 12
"""Words: buttons, labels and bylines are no longer."""

_LABEL = re.compile(r"([^:\n]{3,40}):\s")
_WHEN = re.compile(r"(?:,|\s\(|\s(?:\w{1,3}\s)?\d).*")


class Cues:
    """The boilerplate cues of several languages, ready to be asked."""

    def __init__(self, languages: tuple[Language, ...]) -> None:
        def book(field: str) -> Phrasebook:
            phrases = (phrase for language in languages for phrase in getattr(language.boilerplate, field))
            return Phrasebook(tuple(dict.fromkeys(phrases)))

        self.headings, self.lines = book("headings"), book("lines")
        self.appeal, self.appeal_words, self.reader = book("appeal"), book("appeal_words"), book("reader")
        self.credits, self.related, self._bylines = book("credits"), book("related"), book("byline")
        self._labels, self._sign_offs = book("labels"), book("sign_offs")
        subjects = "|".join(re.escape(word) for language in languages for word in language.boilerplate.subject)
        self._subject = re.compile(rf"(?:{subjects or '(?!)'})\s?:\s*(\S.*)", re.IGNORECASE)
        captions = "|".join(
            sorted({re.escape(word) for language in languages for word in language.boilerplate.caption}, key=len)[::-1]
        )
        self._caption = re.compile(rf"(?:^|[.!?)\]\s])(?:{captions or '(?!)'})\s?(?:[:©/]|\(c\))", re.IGNORECASE)
        self._months = tuple(language.boilerplate.months for language in languages)

    def subject_of(self, line: str) -> str:
        """What a mail's line says it is about, "" if it is no such line."""
        found = self._subject.fullmatch(line)
        return found[1].strip() if found else ""

    def is_caption(self, text: str) -> bool:
        """Whether the words before a picture's credit stand in it, followed by the sign of one."""
        return self._caption.search(text) is not None

    def signs_off(self, line: str) -> bool:
        """Whether it is the greeting that ends a letter, with or without a name: "Yours in haste, Ann"."""
        return line[-1:] not in ".?!:" and self._sign_offs.begins(fold(line)) > 0

    def is_labelled(self, text: str) -> bool:
        """Whether it begins with what a page puts before a note of its own: "Correction, 9 May: ..."."""
        label = _LABEL.match(text)
        return label is not None and self._labels.is_one(fold(_WHEN.sub("", label[1])))

    def date_of(self, line: str) -> date | None:
        """The date of a line that says when, and next to nothing else."""
        return date_in(line, self._months) if is_date_line(line, self._months) else None

    def byline_names(self, line: str) -> str | None:
        """Who or when a byline says ("By Ann Lee" gives "Ann Lee"), or None if it is not one: names are capitalised."""
        words = self._bylines.begins(fold(line))
        rest = line.split()[words:]
        named = bool(rest) and all(word[:1].isupper() or len(word) <= 3 or not word[0].isalpha() for word in rest)
        dated = bool(rest) and date_in(" ".join(rest), self._months) is not None
        return " ".join(rest) if words and (named or dated) and len(rest) <= SHORT_LINE else None

    def byline(self, line: str) -> Byline | None:
        """Author and date of a byline, or None if the line is none."""
        said = self.byline_names(line)
        return byline_of(said, self._months) if said is not None else None


@cache
def cues_of(languages: tuple[Language, ...]) -> Cues:
    return Cues(languages)
