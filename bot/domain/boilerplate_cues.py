"""The words of one or several languages that tell a page's own lines from an article's, ready to be asked.

What a cue proves, and together with what, is decided in `bot.domain.boilerplate`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import pairwise

from bot.domain.bylines import Byline, byline_of, is_full_name, parts_of, strong_parts_of
from bot.domain.dates import LOOSE, Month, date_in, is_date_line, soonest
from bot.domain.language import Language
from bot.domain.phrases import Phrasebook, fold

SHORT_LINE = 12
"""Words: buttons, labels and bylines are no longer."""

FRONT_LINE = 18
"""Words: a line with author, date and what else stands beside them."""

SHORT_SENTENCE = 6
"""Words: what has more and ends with a full stop is the text's."""
LONGEST_CREDIT = 200
"""Characters of a line of credits with a date behind it."""
IN_PART = 2
"""Words beside a date in a part of such a line: "Posted on"."""
LEAST_LEAVE = 4
"""Words of a leave behind which more may stand."""
LEAST_EVENT = 5
"""Words behind a date and a dash that say what happened then."""

_COMMA = re.compile(r",\s")
_DASH = re.compile(r"\s[–—-]\s")
_CREDIT_SIGN = re.compile(r"[:©/]|\([cC]\)")
_SENTENCE_END = re.compile(r"[.!?…]\s")
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
        self._labels, self._sign_offs, self._thanks = book("labels"), book("sign_offs"), book("thanks")
        self._closing_labels, self.itself, self._curious = book("closing_labels"), book("itself"), book("curious")
        self._upcoming, self._farewells, self._postscripts = book("upcoming"), book("farewells"), book("postscripts")
        subjects = "|".join(re.escape(word) for language in languages for word in language.boilerplate.subject)
        self._subject = re.compile(rf"(?:{subjects or '(?!)'})\s?:\s*(\S.*)", re.IGNORECASE)
        captions = sorted({word for language in languages for word in language.boilerplate.caption}, key=len)[::-1]
        named = "|".join(map(re.escape, captions)) or "(?!)"
        self._caption = re.compile(rf"(?:^|[.!?)\]\s])(?:{named})\s?\Z", re.IGNORECASE)
        self._longest_caption = len(captions[0]) + 2 if captions else 0
        self._common = frozenset(word for language in languages for word in language.common_words)
        self._months = tuple(language.boilerplate.months for language in languages)

    def subject_of(self, line: str) -> str:
        """What a mail's line says it is about, "" if it is no such line."""
        found = self._subject.fullmatch(line)
        return found[1].strip() if found else ""

    def is_caption(self, text: str) -> bool:
        """Whether the words before a picture's credit stand in it, followed by the sign of one."""
        ends = (sign.start() for sign in _CREDIT_SIGN.finditer(text))
        return any(self._caption.search(text, max(0, end - self._longest_caption), end) for end in ends)

    def signs_off(self, line: str) -> bool:
        """Whether it is the greeting that ends a letter, with or without a name: "Yours in haste, Ann"."""
        return line[-1:] not in ".?!:" and self._sign_offs.begins(fold(line)) > 0

    def gives_thanks(self, folded: str) -> bool:
        """Whether it begins as a page does that thanks its sponsors and helpers."""
        return self._thanks.begins(folded) > 0

    def takes_leave(self, text: str) -> bool:
        """Whether its first sentence is nothing but a writer's leave: "So, that's all for today.". What is as short as
        "Enjoy!" has to be all it says.
        """
        said = _SENTENCE_END.split(text, maxsplit=1)[0]
        return (said == text or said.count(" ") + 1 >= LEAST_LEAVE) and self._farewells.is_one(fold(said))

    def is_postscript(self, folded: str) -> bool:
        """Whether it begins as what an author adds to a text of an earlier year."""
        return self._postscripts.begins(folded) > 0

    def is_labelled(self, text: str) -> bool:
        """Whether it begins with what a page puts before a note of its own: "Correction, 9 May: ..."."""
        said = _labelled(text)
        return bool(said) and any(book.is_one(said) for book in (self._labels, self.headings, self.lines))

    def is_label_alone(self, text: str) -> bool:
        """Whether it is such a label and nothing else: "Sources"."""
        return self._labels.is_one(fold(text.rstrip(" :")))

    def is_row_of_tags(self, text: str) -> bool:
        """Whether it is nothing but words in small letters, none of which makes sentences: a page's tags, copied."""
        words = text.split()
        return text.islower() and all(word.isalnum() for word in words) and not self._common.intersection(words)

    def invites_the_curious(self, text: str) -> bool:
        """Whether a sentence of it begins as one does that tells readers where there is more to see."""
        return any(self._curious.begins(fold(sentence)) for sentence in _SENTENCE_END.split(text))

    def closes_labelled(self, text: str) -> bool:
        """Whether it begins with what an author puts before a note below the article: "Note: ...", "Stack: ..."."""
        said = _labelled(text)
        return bool(said) and self._closing_labels.is_one(said)

    def date_of(self, line: str, loose: int = LOOSE) -> date | None:
        """The date of a line that says when, and next to nothing else."""
        return date_in(line, self._months) if is_date_line(line, self._months, loose) else None

    def date_within(self, text: str) -> date | None:
        """The date in a short text that is known to state one."""
        return date_in(text, self._months)

    def closing_date(self, lines: Iterable[str]) -> date | None:
        """The date with which a text closes, in the first of these lines that is a date, a byline or credits with one
        behind them: "Written by the allotment committee - 3 May 2025". A sentence with a date is none of these.
        """
        said = (line for line in lines if line and line[-1] not in ".?!" and len(line) <= LONGEST_CREDIT)
        return next((day for line in said if (day := self.front_line(line).published or self._day_behind(line))), None)

    def _day_behind(self, line: str) -> date | None:
        parts = parts_of(line)
        return self.date_of(parts[-1], IN_PART) if len(parts) > 1 else None

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

    def _name_behind(self, part: str) -> str:
        """The name behind a byline's word within the line: "Posted on 3 May 2025 by Ann Lee"."""
        words = part.split()
        bylines = (self.byline(" ".join(words[start:])) for start in range(1, len(words) - 1))
        return next((one.name for one in bylines if one and is_full_name(one.name)), "")

    def front_line(self, line: str) -> Byline:
        """Author and date as a line under a title says them, in whatever order: "Ann Lee · 3 May 2025 · 6 min read",
        "12. September 2021, von Miriam Falk", "The Courier, no. 42, March 2004". Empty where it says neither, or
        when something begins ("Begins: 3 May 2025").
        """
        words = line.count(" ") + 1
        if not line or words > FRONT_LINE or line[-1] in "?!" or (line[-1] == "." and words > SHORT_SENTENCE):
            return Byline("", None)
        if any(self._upcoming.found_in(fold(part)) and self.date_within(part) for part in strong_parts_of(line)):
            return Byline("", None)
        whole = self.byline(line)
        if whole and whole.name and whole.published:
            return whole
        parts = parts_of(line)
        dated = [*strong_parts_of(line), *parts]
        bylines = [one for part in parts if (one := self.byline(part))]
        day = self.date_of(line) or next((day for part in dated if (day := self.date_of(part, IN_PART))), None)
        if isinstance(day, Month) and self.date_of(parts[0], 0) and parts[1:] and parts[1][0].islower():
            return Byline("", None)  # "October 1917, a hundred years on"
        if self._is_of_an_event(line):
            return Byline("", None)
        bylines = [whole, *bylines] if whole else bylines
        day = day or next((one.published for one in bylines if one.published), None)
        name = next((one.name for one in bylines if one.name), "")
        if day and not name:
            name = next((found for part in parts if (found := self._name_behind(part))), "")
        if day and not name and not _COMMA.search(line):
            name = next((part for part in parts if is_full_name(part) and not self.lines.is_one(fold(part))), "")
        return Byline(name, day)

    def _is_of_an_event(self, line: str) -> bool:
        """Whether a date opens the line, and a dash parts it from what happened on that day: "3 May 2019 - The Fire in
        Mill Lane". What is no longer may be a place or a paper; a byline may be of any length.
        """
        dash = _DASH.search(line)
        day, event = (line[: dash.start()], line[dash.end() :]) if dash else (line, "")
        told = event[:1].isupper() and event.count(" ") + 1 >= LEAST_EVENT
        plain = told and not any(map(str.isdigit, event)) and len(parts_of(event)) == 1
        known = plain and (self.byline_names(event) is not None or self.lines.is_one(fold(event)))
        return plain and not known and self.date_of(day, IN_PART) is not None

    def front(self, lines: Iterable[str]) -> Byline:
        """Author and date as the lines around a title say them.

        A name of one word is not believed here: "Updated Monday" looks the same. A name alone on its line is an
        author's where the line before or after it has a date, but of one on either side nobody can say which it is.
        """
        said = [(line, self.front_line(line)) for line in lines]
        name = next((one.name for _, one in said if " " in one.name), "")
        day = soonest(one.published for _, one in said)
        beside = [
            above if other.published else below
            for (above, one), (below, other) in pairwise(said)
            if bool(one.published) is not bool(other.published)
        ]
        names = {line for line in beside if is_full_name(line) and not self.lines.is_one(fold(line))}
        return Byline(name or (names.pop() if len(names) == 1 else ""), day)


def _labelled(text: str) -> str:
    """What stands before the first colon, folded, without a date or number behind it; "" if there is none."""
    label = _LABEL.match(text)
    return fold(_WHEN.sub("", label[1])) if label else ""


@cache
def cues_of(languages: tuple[Language, ...]) -> Cues:
    return Cues(languages)
