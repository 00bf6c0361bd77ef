"""What the bot knows of one language, as data: section headings, boilerplate, the cues and asks of its questions.

The files behind it are `bot/languages/*.toml`; `bot.languages.load` reads them. Everything here is plain tuples and
dictionaries, so a `Language` can be compared, hashed by its tag and sent to another process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Phrases = tuple[str, ...]
"""Phrases in the pattern language of `bot.domain.phrases`: words, `[optional]`, `(this|that)`, `*` for a few words."""


@dataclass(frozen=True, slots=True)
class SectionPhrases:
    """Which headings open which kind of section.

    `lessons`: a heading that is one of these is a lessons section. `numbered`: the nouns of "Lesson 1: ...", siblings
    that make one section. `not_lessons`: curriculum words; a heading that holds one teaches a course. The other three
    are the ladder below lessons.
    """

    lessons: Phrases = ()
    numbered: Phrases = ()
    not_lessons: Phrases = ()
    author_questions: Phrases = ()
    key_points: Phrases = ()
    conclusion: Phrases = ()


@dataclass(frozen=True, slots=True)
class BoilerplateCues:
    """Words that tell what belongs to the page from what belongs to the article.

    `headings`: headings that open a box of the page (related articles, newsletter, comments). The others are cues
    inside a block; what they prove, and together with what, is decided in `bot.domain.boilerplate`. `months`: twelve
    groups, one a month, of its names and short forms.
    """

    headings: Phrases = ()
    appeal: Phrases = ()
    share: Phrases = ()
    related: Phrases = ()
    newsletter: Phrases = ()
    credits: Phrases = ()
    author_note: Phrases = ()
    comments: Phrases = ()
    cookies: Phrases = ()
    caption: Phrases = ()
    byline: Phrases = ()
    navigation: Phrases = ()
    reader: Phrases = ()
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
    asks: Mapping[str, Phrases] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.tag)
