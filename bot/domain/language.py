"""What the bot knows of one language, as data: section headings, boilerplate; cues, forms and asks for questions.

The files behind it are `bot/languages/*.toml`; `bot.languages.load` reads them. Everything here is plain tuples and
dictionaries, so a `Language` can be compared, hashed by its tag and sent to another process.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Phrases = tuple[str, ...]
"""Phrases in the pattern language of `bot.domain.phrases`: words, `[optional]`, `(this|that)`, `*`, `#`."""


@dataclass(frozen=True, slots=True)
class SectionPhrases:
    """Which headings open which kind of section.

    `lessons`: a heading that is one of these is a lessons section. `hindsight`: one that says the same without the
    word ("What we got wrong", "Things I wish I had known"); it is a lessons section where no heading of the article
    says so more plainly. `joiners`: what may come before either ("So what did we learn?", "Chapter 7: Lessons").
    `numbered`: how "Lesson 1: ..." begins, for siblings that make one section. `not_lessons`: curriculum words; a
    heading that holds one teaches a course. `schools`: what names a school or its timetable; where two headings, the
    title among them, hold one, `units` are headings of what is taught there. `tuition`: with what a text offers
    lessons ("30 euros a lesson"); such a phrase below one of the `units` counts as much as such a heading. `forms`:
    what a title calls a form to fill in. `others`: common headings that stand beside a lessons section, never inside
    it. `openers`: question words, with which
    parallel headings begin.
    The last three are the ladder below lessons.
    """

    lessons: Phrases = ()
    hindsight: Phrases = ()
    joiners: Phrases = ()
    numbered: Phrases = ()
    not_lessons: Phrases = ()
    schools: Phrases = ()
    units: Phrases = ()
    tuition: Phrases = ()
    forms: Phrases = ()
    others: Phrases = ()
    openers: Phrases = ()
    author_questions: Phrases = ()
    key_points: Phrases = ()
    conclusion: Phrases = ()


@dataclass(frozen=True, slots=True)
class BoilerplateCues:
    """Words that tell what belongs to the page from what belongs to the article.

    `headings`: a heading that opens a box of the page. `lines`: a short line that is a button, a label or navigation.
    `appeal`: phrases that ask the reader for something; `appeal_words`: words that do so only together with `reader`
    words. `credits`: who published, wrote, licensed. `thanks`: how a page begins that
    thanks its sponsors and helpers. `sign_offs`: how the greeting begins that ends a letter.
    `farewells`: a sentence with which a writer takes leave ("That's all for today"); `postscripts`: how a paragraph
    begins that its author added to the text years later ("It is now 2021 and I came across this article").
    `labels`: what stands before the colon of a note of the page's own ("Correction"); `closing_labels`: the same of
    a note of the author's below the text ("Note", "Stack"). `itself`: how a text speaks of itself ("this article").
    `curious`: how a sentence begins that shows readers where to see more. `related`: what leads elsewhere.
    `subject`: what stands before a mail's. `caption`: the words before a picture's credit. `byline`: how a line with
    the author or the date begins. `upcoming`: what says of a date that something begins or ends then ("Enrol by").
    `months`: twelve groups of names and short forms. What a cue proves, and together with what, is decided in
    `bot.domain.boilerplate`.
    """

    headings: Phrases = ()
    lines: Phrases = ()
    appeal: Phrases = ()
    appeal_words: Phrases = ()
    reader: Phrases = ()
    credits: Phrases = ()
    thanks: Phrases = ()
    sign_offs: Phrases = ()
    farewells: Phrases = ()
    postscripts: Phrases = ()
    labels: Phrases = ()
    closing_labels: Phrases = ()
    itself: Phrases = ()
    curious: Phrases = ()
    related: Phrases = ()
    subject: Phrases = ()
    caption: Phrases = ()
    byline: Phrases = ()
    upcoming: Phrases = ()
    months: tuple[Phrases, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """One language. `tag`: primary BCP 47 tag. `name`: what its speakers call it.

    `common_words`: frequent words that tell its text from other languages'.
    """

    tag: str
    name: str
    common_words: frozenset[str] = frozenset()
    sections: SectionPhrases = field(default_factory=SectionPhrases)
    boilerplate: BoilerplateCues = field(default_factory=BoilerplateCues)
    cues: Mapping[str, Phrases] = field(default_factory=dict)
    forms: Mapping[str, Phrases] = field(default_factory=dict)
    asks: Mapping[str, Phrases] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.tag)


def relevant(tag: str | None, languages: Iterable[Language]) -> tuple[Language, ...]:
    """The languages whose words count in a text of language `tag`: its own, and English, which pages everywhere use.

    All of them if the text's own is not known, so that words of the others cannot be mistaken for cues where it is.
    """
    known = tuple(languages)
    own = tuple(language for language in known if language.tag in {tag, "en"})
    return own if any(language.tag == tag for language in own) else known


SAMPLE = 6_000
"""Characters looked at, a third each from the beginning, the middle and the end: enough to be sure of any language,
little enough to cost nothing.
"""
_LEAST_SHARE = 0.06
"""Running text holds 20-40 % of such words in its own language, 1-5 % in another."""

_MOST_DIFFERENT, _WORDS_EACH = 5, 8
"""How many different ones there have to be: one in so many words, but no more than five. One word alone is often that
of another language too: Finnish has the French "on".
"""

_WORD = re.compile(r"\w+")


def _sample(text: str) -> str:
    if len(text) <= SAMPLE:
        return text
    part, middle = SAMPLE // 3, len(text) // 2
    return f"{text[:part]} {text[middle : middle + part]} {text[-part:]}"


def guess_language(text: str, languages: Iterable[Language]) -> str | None:
    """The tag of the language whose common words fill most of the text, or None when none stands out."""
    words = Counter(_WORD.findall(_sample(text).casefold()))
    total = sum(number for word, number in words.items() if not word[0].isdigit())
    if not total:
        return None
    shares = {
        language.tag: sum(words[word] for word in words.keys() & language.common_words) / total
        for language in languages
        if len(words.keys() & language.common_words) >= min(_MOST_DIFFERENT, total / _WORDS_EACH)
    }
    best = max(shares, key=lambda tag: shares[tag], default=None)
    return best if best is not None and shares[best] >= _LEAST_SHARE else None
