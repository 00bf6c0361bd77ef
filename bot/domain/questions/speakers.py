"""Who is quoted: the name that stands with the quotation, in the passage itself.

Rules of this file: a speaker is a name, never "the headmaster"; where the passage leaves it open, there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.questions.sentences import Span, ends_with_question, quotations
from bot.domain.questions.wording import Wording

_SPOKEN_WORDS = 5
_LONGEST_EXAMPLE = 12
_OFFICE_AND_NAME = 3
_LEAST_OWN = 3
_WORD = re.compile(r"\w[\w’'-]*")
_CAPITAL = r"(?<!\w)[A-ZÀ-ÖØ-ÞΑ-ΩΆΈ-Ώ][\w’'-]*+"
_PARTICLE = r"(?:(?:de|del|da|dos|van|von|der|den|di|du|la|le|el|al|bin|ter) )"
_NAME = rf"{_CAPITAL}(?: {_PARTICLE}?{_CAPITAL}){{0,2}}"
_FULL_NAME = re.compile(rf"{_CAPITAL}\.?(?: {_PARTICLE}{{0,2}}{_CAPITAL}){{1,3}}")
_BEFORE = re.compile(rf"({_NAME})[ ,]*+(?:\w++(?<=ly) )?$")
_BEFORE_APPOSITION = re.compile(rf"({_CAPITAL}(?: {_PARTICLE}?{_CAPITAL}){{1,2}}), [^,.;:]{{3,60}},? $")
_AFTER = re.compile(rf":?\s+({_NAME})")
_AFTER_OFFICE = re.compile(
    rf"\s+((?:[^\W\dA-ZÀ-ÖØ-ÞΑ-ΩΆΈ-Ώ][\w’'-]*\s+){{1,6}})({_CAPITAL}(?: {_PARTICLE}?{_CAPITAL}){{1,2}})"
)
_AFTER_QUOTATION = re.compile(r",?\s+[^\W\dA-ZÀ-Þ][\w’'-]*(?=\s)")
_COLON = re.compile(r":\s*$")


def is_spoken(quoted: str) -> bool:
    """Whether what stands between quotation marks may be somebody's words and is not just a term."""
    return len(quoted.split()) >= _SPOKEN_WORDS


def spoken_in(text: str, start: int, end: int, wording: Wording) -> list[Span]:
    """The quotations in `text[start:end]` that are somebody's words: sentences, or said by a verb of saying; not an
    example ("the manual covers “logo on the side of a van”").
    """
    found = [one for one in quotations(text, start, end) if is_spoken(one.of(text))]
    if wording.has("said", text[start:end]):
        return found
    return [one for one in found if _is_sentence(one.of(text))]


def _is_sentence(quoted: str) -> bool:
    bare = quoted.strip(" \"“”„«»‹›‘’'")
    return bare[:1].isupper() or bare[-1:] in ".!?…," or len(bare.split()) > _LONGEST_EXAMPLE


def in_own_words(sentence: str, wording: Wording) -> str:
    """The sentence with a dash for what it only mentions between quotation marks ("This goes beyond “the mayor should
    resign”."): what that demands, the author does not. It whole, if it is somebody's words, or little else.
    """
    quoted = quotations(sentence, 0, len(sentence))
    if not quoted or speaker_in(sentence, wording):
        return sentence
    own = sentence
    for one in reversed(quoted):
        if not _COLON.search(sentence[: one.start]):
            own = f"{own[: one.start]}…{own[one.end :]}"
    return own if len(_WORD.findall(own)) >= _LEAST_OWN else sentence


def asks_in(passage: str, wording: Wording) -> bool:
    """Whether what somebody says in it is a question ("“Who will carry the water?” asked Amina Okoro")."""
    spoken = spoken_in(passage, 0, len(passage), wording)
    return bool(spoken) and all(ends_with_question(passage, one, wording.question_mark) for one in spoken)


def speaker_in(passage: str, wording: Wording) -> str:
    """The name that the passage gives its quotation ("Marinez said", "says shop steward Ann Jelks"), or ""."""
    for verb in wording.finditer("said", passage):
        for name in _beside(passage, verb.start(), verb.end(), wording):
            if _is_name(name, wording):
                return name
    for quoted in spoken_in(passage, 0, len(passage), wording):
        said = _AFTER_QUOTATION.match(passage, quoted.end)
        names = list(_beside(passage[quoted.end :], 0, said.end() - quoted.end, wording)) if said else []
        names += _before_colon(passage[: quoted.start], wording)
        for name in names:
            if " " in name and _is_name(name, wording):
                return name
    return ""


def _beside(passage: str, start: int, end: int, wording: Wording) -> Iterator[str]:
    """The names right before `start` and right after `end`, an office ("shop steward") aside."""
    before = _BEFORE.search(passage[:start]) or _BEFORE_APPOSITION.search(passage[:start])
    if before and not _follows_preposition(passage, before.start(1), wording):
        article, _, name = before[1].partition(" ")
        opening = wording.words("names_have_articles") and wording.is_word("articles", article)
        yield name if opening else before[1]
    after = _AFTER.match(passage, end)
    if after:
        yield after[1]
    office = _AFTER_OFFICE.match(passage, end)
    last = office[1].split()[-1] if office else ""
    article = wording.is_word("articles", last)
    if office and (not wording.is_closed(last) or (article and wording.words("names_have_articles"))):
        yield office[2]
    elif office and article and len(office[2].split()) >= _OFFICE_AND_NAME:
        yield office[2].partition(" ")[2]  # "sagte der Bürgermeister Hans Meier"


def _follows_preposition(passage: str, at: int, wording: Wording) -> bool:
    """Whether a name only says where or of whom: "the headmaster in Oruk told us"."""
    last = passage[:at].split()[-1:]
    return bool(last) and (wording.is_word("prepositions", last[0]) or wording.is_word("complements", last[0]))


def _before_colon(passage: str, wording: Wording) -> list[str]:
    """The one full name in the sentence that a colon ends before a quotation."""
    if not _COLON.search(passage) or wording.words("nouns_have_capitals"):
        return []
    sentence = re.split(r"(?<=[\w”\"»][.!?])\s+(?=[A-ZÀ-Þ])", passage)[-1]
    names = {found[0] for found in _FULL_NAME.finditer(sentence) if not wording.is_closed(found[0].split()[0])}
    return list(names) if len(names) == 1 else []


def _is_name(name: str, wording: Wording) -> bool:
    """Where every noun has a capital, one capital is no name."""
    if len(name) < 2 or wording.is_closed(name) or wording.is_closed(name.split(maxsplit=1)[0]):
        return False
    return " " in name or not wording.words("nouns_have_capitals")
