"""Noun and verb phrases of a passage that may stand inside an ask, and with what words one may begin and end.

Rules of this file: those of `bot.domain.questions.clauses`; a phrase that is cut short, or that another clause runs
into, is not taken.
"""

from __future__ import annotations

import re

from bot.domain.questions.pauses import COMMA, END, PAUSE, PAUSE_OR_COMMA, bare, until
from bot.domain.questions.verbs import finite, is_whole
from bot.domain.questions.vocabulary import TOKEN, Vocabulary
from bot.domain.questions.wording import Wording

_CORRECTION = re.compile(r"\s?[;:]\s+(?=\S)|\s[–—]\s|—")
_SHOUTED = re.compile(r"(?<!\w)[A-Z]{2,} [A-Z]{2,}(?!\w)")
_LEAST_PHRASE = 2
_LEAST_CLAUSE = 4
"""Words: what is shorter is no clause that looks like a noun phrase."""
_MOST_PHRASE = 16
_MOST_NOUN = 8
_HYPHENS = {"-", "‑"}


def deed(text: str, vocabulary: Vocabulary, wording: Wording) -> str | None:
    """What somebody named does, from the verb to the end of its clause; None if it is long, cut short, or speaks for
    the authors.
    """
    del vocabulary
    part = until(text.strip(), PAUSE_OR_COMMA, wording)
    stop = wording.search("clause_openers", part)
    part = END.sub("", part[: stop.start()] if stop and stop.start() else part)
    words = part.split()
    if is_restricted(text.strip(), part, wording) or not _LEAST_PHRASE <= len(words) <= _MOST_PHRASE:
        return None
    if _is_cut_short(words, wording) or _joins_clause(part, wording):
        return None
    them = wording.search("objects", part)
    if them and not wording.has("plural_endings", part[: them.start()]):
        return None
    return None if wording.has("own", part) or wording.has("hanging", part) else part


def verb_phrase(text: str, vocabulary: Vocabulary, wording: Wording) -> str | None:
    """As `deed`, of nobody in particular: it names what it is about, and its first letter is small."""
    part = deed(text.strip(" \"“„«‘¿¡'"), vocabulary, wording)
    if part is None or wording.has("unclear", part) or _SHOUTED.search(part):
        return None
    if wording.words("adjectives_follow") and wording.words("infinitives") and not _is_infinitive(part, wording):
        return None
    return part if part[1:2].isupper() or wording.words("nouns_have_capitals") else part[0].lower() + part[1:]


def _is_infinitive(part: str, wording: Wording) -> bool:
    """Whether a phrase opens with an infinitive, denied or not: not with an adverb or a noun ("d'ensuite parler")."""
    first = next((word for word in part.split() if not wording.has("negations", word) and word != "pas"), "")
    return wording.is_base_form(first)


def noun(text: str, vocabulary: Vocabulary, wording: Wording) -> str | None:
    """A noun phrase as it may stand after a preposition; None if it is long or leans on what stands before it."""
    words = END.sub("", text.strip()).split()
    while len(words) > 1 and (wording.is_word("adverbs", words[-1]) or wording.has("adverb_endings", words[-1])):
        words.pop()
    part = " ".join(words)
    if not 1 <= len(words) <= _MOST_NOUN or PAUSE.search(part) or COMMA.search(part):
        return None
    if any(wording.opens(cue, part) for cue in ("no_subject", "hanging", "enumerators")) or wording.has("own", part):
        return None
    if wording.is_closed(words[-1]) or wording.has("negations", words[-1]) or _ends_open(words, wording):
        return None
    if len(words) >= _LEAST_CLAUSE and (wording.has("indirect", part) or is_whole(part, wording)):
        return None
    return vocabulary.lowered(part, wording)


def subject(sentence: str, vocabulary: Vocabulary, wording: Wording) -> str | None:
    """What stands before the sentence's verb, if it is one noun phrase."""
    if sentence not in vocabulary.subjects:
        vocabulary.subjects[sentence] = _subject(sentence, vocabulary, wording)
    return vocabulary.subjects[sentence]


def _subject(sentence: str, vocabulary: Vocabulary, wording: Wording) -> str | None:
    part = until(bare(sentence), PAUSE_OR_COMMA, wording)
    verbs = finite(part, wording)
    if not verbs or wording.opens("dangling", part):
        return None
    if wording.search("subordinators", part[: verbs[0]]):
        return None
    words = part[: verbs[0]].split()
    while words and (wording.has("adverb_endings", words[-1]) or wording.is_word("function_words", words[-1])):
        words.pop()
    found = " ".join(words)
    if len(words) == 1 and wording.base_of(words[0]):
        return None
    if found[-1:] in _HYPHENS:
        return None  # "back-end" holds no verb
    if not words or not may_open(words[0], found, vocabulary, wording):
        return None
    return noun(found, vocabulary, wording)


def theme(text: str, vocabulary: Vocabulary, wording: Wording) -> str | None:
    """A subject whose verb may go to the end of its clause: an article or a noun that is surely one opens it, for an
    adverb there ("Langfristig muss ...") would have pushed the subject behind the verb.
    """
    part = noun(text, vocabulary, wording)
    if part is None:
        return None
    first, *more = part.split()
    if wording.is_word("claim_openers", first) or wording.is_word("articles", first):
        return part
    if more:
        return (
            part if wording.words("nouns_have_capitals") and more[-1][0].isupper() and first[-1:] in "enrsm" else None
        )
    known = vocabulary.names if wording.words("nouns_have_capitals") else vocabulary.common
    return part if first in known else None


def rest(text: str, vocabulary: Vocabulary, wording: Wording) -> str | None:
    """What followed a verb, whole; None if it is long, hangs in the air, holds a clause of its own or a subject."""
    del vocabulary
    part = END.sub("", text.strip())
    words = part.split()
    if any(wording.has(cue, part) for cue in ("subordinators", "conditions", "lesser", "indirect")):
        return None
    if wording.opens("subjects", part):
        return None
    if not 1 <= len(words) <= _MOST_PHRASE or PAUSE_OR_COMMA.search(part) or wording.has("own", part):
        return None
    return None if wording.has("hanging", part) else part


def is_restricted(text: str, part: str, wording: Wording) -> bool:
    """Whether the words right after a part of the text say when it holds ("numbers are no protection | unless ..."),
    hold the point against it ("guidebooks are lovely things | but rock moves"), or say what is so instead of what the
    part denies ("warnings do not fail because they are unclear | ; they fail because ...").
    """
    after = text[text.find(part) + len(part) :]
    if _CORRECTION.match(after) and wording.has("negations", part):
        return True
    after = after.lstrip(" ,;–—-")
    return wording.opens("conditions", after) is not None or wording.opens("contrary", after) is not None


def _ends_open(words: list[str], wording: Wording) -> bool:
    """Whether it ends with a word that needs another after it: "a clear", "because of the"."""
    last = "open_ends" if wording.words("open_ends") else "prepositions"
    return any(wording.is_word(cue, words[-1]) for cue in ("articles", "determiners", "complements", last))


def may_open(first: str, part: str, vocabulary: Vocabulary, wording: Wording) -> bool:
    """Whether a claim may begin with the word: an article, a noun, a name; nothing that points back or joins on."""
    if wording.opens("dangling", part) or not part[0].isalnum() or _is_participle(part, wording):
        return False
    if wording.opens("enumerators", part):
        return False
    if wording.is_closed(first) or wording.is_word("claim_openers", first):
        return wording.is_word("claim_openers", first)
    if wording.words("nouns_have_capitals"):
        return first[0].isupper()
    if wording.words("infinitives") and wording.is_base_form(first):
        return True
    if wording.words("adjectives_follow") and finite(part, wording)[:1] == (0,):
        return False  # Where a verb needs no subject before it, it is an imperative, or tells of somebody named before.
    return not wording.has("adverb_endings", first) and vocabulary.lowered(first, wording) is not None


def _is_participle(part: str, wording: Wording) -> bool:
    """Whether it opens with a participle and not with its subject: "Taught over four days", "Based on"."""
    first, _, rest = part.partition(" ")
    second = TOKEN.match(rest)
    done = wording.opens("past", part) or (wording.is_verb_form(first) and not first.endswith(("s", "ing")))
    return bool(done) and second is not None and wording.is_closed(second[0])


def _joins_clause(part: str, wording: Wording) -> bool:
    """Whether a clause with a subject of its own is joined on: "read the rules and | the chair should print them"."""
    for joint in wording.finditer("list_joiners", part):
        after = part[joint.end() :].lstrip()
        verbs = finite(after, wording) if is_whole(after, wording) else ()
        subject = after[: verbs[0]].split() if verbs else []
        if subject and wording.is_closed(subject[0]) and not wording.is_closed(subject[-1]):
            return True
    return False


def _is_cut_short(words: list[str], wording: Wording) -> bool:
    """Whether a phrase ends in the middle of a noun phrase ("establish a clear"): an article and no noun after it."""
    if _ends_open(words, wording):
        return True
    return len(words) > 1 and wording.is_word("articles", words[-2]) and wording.is_closed(words[-1])
