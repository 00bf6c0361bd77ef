"""Asks: sentences with slots for the passage's own words.

Rules of this file: an ask is one question; what fills a slot stays as the passage has it, but for the little words
before it, which some languages melt into it ("de el" is "del", "de" before a vowel "d'").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.domain.questions.question import ClaimKind

SLOTS = {
    "topic": "what the passage is about, to stand after 'about': mass workers' organisations",
    "people": "a topic that could be asked what it thinks: the council",
    "claim": "a claim, to stand after 'that': capitalism means war",
    "told": "a claim about what happened: the committee lost the strike",
    "said": "either of them",
    "needed": "what is needed: clearer rules",
    "that": "a clause that stood after a conjunction, where that puts the verb last: nobody owns the pump",
    "theme": "the subject of a claim, where a clause after 'that' has its verb last, then",
    "rest": "what stood after the verb, and",
    "verb": "the verb",
    "effect": "what a cause is given for, to stand after 'why': the beds dry out",
    "one": "one half of a tension, to stand after 'that', and",
    "other": "the other half",
    "between": "two things in tension, to stand after 'between': privacy and openness",
    "first": "what leads to something, and",
    "second": "what it leads to: capitalism, war",
    "would": "what would have been, to stand after 'that': the campaign might well have lost",
    "subject": "whoever or whatever would have done or been something, to stand before 'had', and",
    "had": "what: the winter, been mild",
    "actor": "a subject that acts: mass workers' organisations",
    "condition": "what would have had to be, to stand after 'so that', where the language has one form for both",
    "mover": "whoever is expected to do something, and",
    "will": "what: the council, sell the land",
    "who": "whoever should do something, and",
    "should": "what: large projects, have clear ownership",
    "agent": "a who that acts: the working class",
    "act": "what is advised, to stand after 'it is a mistake to': know your audience",
    "do": "the same, without a word that addresses the reader, to stand after 'we set out to': keep one key",
    "shun": "what is advised against: judge a book by its cover, and",
    "dont": "the same, without a word that addresses the reader: work in a vacuum",
    "did": "what the authors did, to stand after 'to': switch to dedicated staff",
    "doing": "what was a mistake, as a noun: planting before the soil was tested",
    "speaker": "the name of whoever is quoted",
    "lead": "the heading's or bold lead's claim, or a short sentence, to stand between quotation marks",
}

ROLES = ("open", "core", "weigh", "close")
"""Where in a set an ask stands: an easy opening, the interpretive core, one that weighs, and what would we do."""

ANY_KIND = ("deed", "people", "lead", "topic")
"""Kinds of asks that fit any claim whose passage fills their slot; "people" and "topic" only what describes."""

ANY_CLAIM = (ClaimKind.CLAIM, ClaimKind.CAUSE)
"""Kinds whose claim may be the part of a sentence that shows no sign of them: what a cause is given for."""

SLOT = re.compile(r"\{(\w+)\}")
CLAIMS = frozenset({"claim", "told", "said", "that", "effect", "one", "other", "would", "condition", "lead"})
"""Slots that hold a whole claim: to the letter, for a claim that loses a word may lose what it hangs on."""

_NOUNS = {"topic", "people", "who", "agent", "subject", "actor", "mover", "first", "second", "between", "needed"}
_VOWELS = frozenset("aàâáäeéèêëhiîíïoôóöuùûúüœæ")
_WORD = r"\w+"
_LITTLE = re.compile(r"(?<!\w)(\w+) $")


@dataclass(frozen=True, slots=True)
class Joins:
    """How little words melt into what follows. `contractions`: before an article ("de el=del"), for noun phrases.
    `elisions`: before a vowel ("de=d'").
    """

    contractions: tuple[tuple[str, str, str], ...] = ()
    elisions: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, contractions: tuple[str, ...], elisions: tuple[str, ...]) -> Joins:
        """Read from "de el=del" and "de=d'". Raises `ValueError` for anything else."""
        melted = []
        for entry in contractions:
            little, article, result = re.fullmatch(r"(\w+) (\w+[’']?)=(\w+[’']?)", entry).groups()  # type: ignore[union-attr]
            melted.append((little, article, result))
        return cls(tuple(melted), tuple((little, short) for little, _, short in (e.partition("=") for e in elisions)))

    def joined(self, before: str, slot: str, words: str) -> str:
        """The text before a slot together with the slot's words."""
        found = _LITTLE.search(before)
        little = found[1].casefold() if found else ""
        for word, article, result in self.contractions if slot in _NOUNS else ():
            opens = words.startswith(article if article[-1] in "’'" else article + " ")
            if word == little and opens:
                melted = _like(result, before[-len(little) - 1])
                rest = words[len(article) :].lstrip()
                return before[: -len(little) - 1] + melted + ("" if result[-1] in "’'" else " ") + rest
        for word, short in self.elisions:
            if word == little and words[:1].casefold() in _VOWELS:
                return before[: -len(little) - 1] + _like(short, before[-len(little) - 1]) + words
        return before + words

    def shapes(self, before: str, slot: str) -> str:
        """A regular expression for the text before a slot, melted or not."""
        found = _LITTLE.search(before)
        little = found[1].casefold() if found else ""
        forms = {
            result + ("" if result[-1] in "’'" else " ") for word, _, result in self.contractions if word == little
        }
        forms = forms if slot in _NOUNS else set()
        forms |= {short for word, short in self.elisions if word == little}
        if not forms:
            return re.escape(before)
        choices = "|".join(re.escape(one) for one in sorted({little + " ", *forms}))
        return f"{re.escape(before[: -len(little) - 1])}(?:{choices})"


def _like(word: str, sample: str) -> str:
    """The word with a capital if the sample has one."""
    return word[0].upper() + word[1:] if sample.isupper() else word


@dataclass(frozen=True, slots=True)
class Ask:
    """One way to ask. `kind`: a `ClaimKind`, one of `ANY_KIND`, or "speaker", "asker" (a speaker who asks), "list",
    "sides". `role`: of `ROLES`.
    """

    template: str
    kind: str
    role: str
    joins: Joins = Joins()

    @property
    def slots(self) -> frozenset[str]:
        return _slots(self.template)

    def filled(self, words: Mapping[str, str]) -> str | None:
        """The question, or None if a slot has no words."""
        if not self.slots <= words.keys():
            return None
        text = ""
        for fixed, slot in _parts(self.template):
            text = self.joins.joined(text + fixed, slot, words[slot]) if slot else text + fixed
        return text[0].upper() + text[1:] if text[0].isalpha() else text

    @property
    def opening(self) -> str:
        """What every question made from it begins with, case-folded: the words before its first slot, but for the last
        one, which may melt into the slot's.
        """
        fixed, slot = _parts(self.template)[0]
        return (fixed.rstrip().rpartition(" ")[0] if slot else fixed).casefold()

    def slot_words(self, text: str) -> dict[str, str] | None:
        """Which words fill the slots in `text`, or None if it was not made from this ask."""
        found = _shape(self.template, self.joins).fullmatch(text)
        return found and found.groupdict()


@cache
def _slots(template: str) -> frozenset[str]:
    return frozenset(SLOT.findall(template))


@cache
def _parts(template: str) -> tuple[tuple[str, str], ...]:
    """The template's fixed stretches, each with the slot after it; the last with ""."""
    parts = [*SLOT.split(template), ""]
    return tuple(zip(parts[::2], parts[1::2], strict=True))


@cache
def _shape(template: str, joins: Joins) -> re.Pattern[str]:
    """What every question made from the template looks like."""
    shape = "".join(
        f"{joins.shapes(fixed, slot)}(?P<{slot}>{_WORD if slot == 'verb' else '.+?'})" if slot else re.escape(fixed)
        for fixed, slot in _parts(template)
    )
    return re.compile(shape, re.IGNORECASE)
