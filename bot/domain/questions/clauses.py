"""Clauses and phrases of a passage that may stand inside an ask.

Rules of this file: what is taken are the passage's own words in their order; a clause that leans on words around it,
leaves its restriction behind, or speaks for its authors, is not taken; in doubt nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from bot.domain.questions.claims import is_advice
from bot.domain.questions.pauses import (
    COMMA,
    END,
    JOINT,
    PAUSE,
    PAUSE_OR_COMMA,
    bare,
    between_adjectives,
    goes_on_listing,
    halves,
    until,
)
from bot.domain.questions.verbs import finite, is_whole
from bot.domain.questions.vocabulary import TOKEN, Vocabulary
from bot.domain.questions.wording import Wording

_CORRECTION = re.compile(r"\s?[;:]\s+(?=\S)|\s[–—]\s|—")
_NUMBER = re.compile(r"\d")
_SHOUTED = re.compile(r"(?<!\w)[A-Z]{2,} [A-Z]{2,}(?!\w)")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
"""What is said of a year is a fact of that year, and no claim to be weighed."""
_LEAST_WORDS = 3
_MOST_WORDS = 18
_OPENERS = ("claim_openers", "articles", "determiners", "possessives", "gerunds", "plural_endings")
"""Cues of words that open a claim and are no imperative."""
_LEAST_PREDICATE = 4
"""Words of a clause that may not end in its verb: "the fact is"."""
_LEAST_PHRASE = 2
_LEAST_CLAUSE = 4
"""Words: what is shorter is no clause that looks like a noun phrase."""
_MOST_PHRASE = 16
_MOST_NOUN = 8


def without_connective(sentence: str, wording: Wording) -> str:
    """The sentence without the word at its opening that joins it to the one before ("However, ...")."""
    found = wording.opens("connectives", sentence)
    return sentence[found.end() :].lstrip(" ,") if found else sentence


def clause(text: str, vocabulary: Vocabulary, wording: Wording, least: int = _LEAST_WORDS) -> str | None:
    """The main clause that `text` begins with, its first letter as inside a sentence; None if it cannot stand alone, or
    if what restricts it would be left behind.
    """
    part = _main_clause(text, wording)
    words = [match[0] for match in TOKEN.finditer(part)]
    if not least <= len(words) <= _MOST_WORDS or _hangs(part, words, wording) or _is_restricted(text, part, wording):
        return None
    if not _may_open(words[0], part, vocabulary, wording) or is_advice(part, wording) or not is_whole(part, wording):
        return None
    if words[0] not in vocabulary.names and _may_order(part, words[0], wording):
        return None
    part = _with_correction(text, part, wording)
    if len(part.split()) > _MOST_WORDS:
        return None
    if wording.words("claims_in_quotes"):
        return part
    return vocabulary.lowered(part, wording)


def main_clauses(sentence: str, vocabulary: Vocabulary, wording: Wording) -> Iterator[str]:
    """The clauses of a sentence that can stand alone, in their order: the one it begins with, and those joined on."""
    for place, piece in enumerate(pieces(sentence, wording)):
        lacking = _has_no_subject(piece, wording) if place else wording.opens("lesser", piece) is not None
        found = None if lacking else clause(piece, vocabulary, wording)
        if found:
            yield found


def _may_order(part: str, first: str, wording: Wording) -> bool:
    """Whether it may open with an imperative that no list knows: "Thatch early or do not complain"."""
    if wording.words("infinitives") or any(wording.opens(cue, first) for cue in _OPENERS):
        return False
    head = part[: next(iter(finite(part, wording)), len(part))]
    joint = wording.search("list_joiners", head)
    if joint is None:
        return wording.has("conditions", head)
    after = head[joint.end() :].split()[:1]
    return not after or (wording.is_closed(after[0]) and len(head[: joint.start()].split()) > 1)


def _has_no_subject(piece: str, wording: Wording) -> bool:
    """Whether a clause that was joined on takes its subject from the one before: "No es magia; es ingeniería"."""
    if 0 in finite(piece, wording):
        return True
    return any(wording.opens(cue, piece) for cue in ("pronouns", "dangling"))


@lru_cache(maxsize=256)
def pieces(sentence: str, wording: Wording) -> tuple[str, ...]:
    """The sentence, plain, and what stands in it after each pause if another main clause begins there.

    Remembered: each slot looks through the same few sentences.
    """
    plain = without_connective(bare(sentence), wording)
    return (plain, *filter(None, (joined(plain, pause, wording) for pause in JOINT.finditer(plain))))


def joined(plain: str, pause: re.Match[str], wording: Wording) -> str:
    """What stands after a pause if another main clause begins there, without the word that joins it on; else ""."""
    before, rest = plain[: pause.start()], plain[pause.end() :]
    if wording.opens("conditions", before):
        return ""
    lesser = wording.opens("lesser", before) if not JOINT.search(before) else None
    joiner = wording.opens("joiners", rest)
    if not is_whole(before[lesser.end() :] if lesser else before, wording):
        return ""
    if not (joiner or lesser or "," not in pause[0]):
        return ""
    rest = rest[joiner.end() :].lstrip(" ,") if joiner else rest
    opening = TOKEN.match(rest)
    return rest if opening and not wording.is_verb_form(opening[0]) else ""


def subordinate(text: str, vocabulary: Vocabulary, wording: Wording) -> str | None:
    """A clause that stood after a conjunction and may stand after another, as it is; None if it hangs in the air."""
    part = until(text, PAUSE, wording)
    words = [match[0] for match in TOKEN.finditer(part)]
    if not _LEAST_WORDS <= len(words) <= _MOST_WORDS or _hangs(part, words, wording):
        return None
    return part if _may_open(words[0], part, vocabulary, wording) else None


def announced(text: str, vocabulary: Vocabulary, wording: Wording) -> str | None:
    """The one clause that stood after "that", and so is whole whether its verb is known or not."""
    part = END.sub("", bare(text))
    words = [match[0] for match in TOKEN.finditer(part)]
    if wording.words("claims_in_quotes") or not _LEAST_WORDS <= len(words) <= _MOST_WORDS:
        return None
    if PAUSE_OR_COMMA.search(part) or _hangs(part, words, wording):
        return None
    return part if _may_open(words[0], part, vocabulary, wording) else None


def deed(text: str, vocabulary: Vocabulary, wording: Wording) -> str | None:
    """What somebody named does, from the verb to the end of its clause; None if it is long, cut short, or speaks for
    the authors.
    """
    del vocabulary
    part = until(text.strip(), PAUSE_OR_COMMA, wording)
    stop = wording.search("clause_openers", part)
    part = END.sub("", part[: stop.start()] if stop and stop.start() else part)
    words = part.split()
    if _is_restricted(text.strip(), part, wording) or not _LEAST_PHRASE <= len(words) <= _MOST_PHRASE:
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
    if not words or not _may_open(words[0], found, vocabulary, wording):
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


Check = Callable[[str, Vocabulary, Wording], str | None]

CHECKS: dict[str, Check] = {
    "claim": clause,
    "one": clause,
    "other": clause,
    "would": lambda text, vocabulary, wording: _affirmed(clause(text, vocabulary, wording), wording),
    "effect": lambda text, vocabulary, wording: clause(text, vocabulary, wording, 3),
    "that": subordinate,
    "theme": theme,
    "rest": rest,
    "verb": lambda text, *_: text.lower(),
    "condition": subordinate,
    "between": noun,
    "first": noun,
    "second": noun,
    "needed": noun,
    "topic": noun,
    "who": noun,
    "subject": noun,
    "mover": noun,
    "doing": verb_phrase,
    "do": verb_phrase,
    "dont": verb_phrase,
    "should": deed,
    "will": deed,
    "had": deed,
}
"""What the words for a slot must pass."""


def _affirmed(part: str | None, wording: Wording) -> str | None:
    """A clause that denies nothing: what would not have been is no idea without the condition it is cut off from."""
    return None if part and wording.has("negations", part) else part


def _with_correction(text: str, part: str, wording: Wording) -> str:
    """A clause with what it is told apart from right after it: "the rota has been withdrawn, | not torn up"."""
    after = text[text.find(part) + len(part) :]
    pause = COMMA.match(after)
    if pause is None or not wording.opens("negations", after[pause.end() :]):
        return part
    tail = END.sub("", until(after[pause.end() :], PAUSE_OR_COMMA, wording))
    return part if finite(tail, wording) else f"{part}, {tail}"


def _main_clause(text: str, wording: Wording) -> str:
    """What stands before the first pause, or before a comma or conjunction after which another clause begins."""
    part = until(text, PAUSE, wording)
    listing, begun = False, 0
    for comma in COMMA.finditer(part):
        before, after = part[: comma.start()], part[comma.end() :]
        remark, begun = begun and wording.opens("relatives", part[begun:]), comma.end()
        if remark and not is_whole(part[: comma.start()].rpartition(", ")[0], wording):
            continue  # "the common herd, which costs less than the fines, | cleared sixty acres": the verb is to come
        last_item = listing and wording.opens("list_joiners", after)
        listing = goes_on_listing(after, wording)
        is_list = last_item or listing or between_adjectives(before, after, wording) or halves(before, wording)
        if wording.words("claims_in_quotes") and not (
            wording.opens("joiners", after) or wording.opens("lesser", after)
        ):
            continue
        if not is_list and is_whole(before, wording):
            part = before
            break
    stop = wording.search("clause_openers", part)
    before = part[: stop.start()].rstrip(" ,") if stop else ""
    inside = wording.has("subordinators", before) and not is_whole(before, wording, strictly=True)
    if before and not inside and not wording.has("negations", before):
        part = before
    return END.sub("", part)


def _is_restricted(text: str, part: str, wording: Wording) -> bool:
    """Whether the words right after a part of the text say when it holds ("numbers are no protection | unless ..."),
    hold the point against it ("guidebooks are lovely things | but rock moves"), or say what is so instead of what the
    part denies ("warnings do not fail because they are unclear | ; they fail because ...").
    """
    after = text[text.find(part) + len(part) :]
    if _CORRECTION.match(after) and wording.has("negations", part):
        return True
    after = after.lstrip(" ,;–—-")
    return wording.opens("conditions", after) is not None or wording.opens("contrary", after) is not None


def _hangs(part: str, words: list[str], wording: Wording) -> bool:
    """Whether something in a clause makes no sense, or the wrong one, outside its place."""
    if (
        part.count(",") > 2
        or len(_NUMBER.findall(part)) > 4
        or _YEAR.search(part)
        or "/" in part
        or part[-1:] in "'’‘-"
    ):
        return True
    if any(wording.has(cue, part) for cue in ("own", "hanging", "pointing")) or wording.opens("main", part):
        return True
    many = wording.search("plural_pronouns", part)
    if many and not wording.has("plural_endings", part[: many.start()]) and not wording.has("plural_words", part):
        return True
    if len(words) <= _LEAST_PREDICATE and wording.opens("auxiliaries", words[-1]):
        return True
    if len(words) > 1 and wording.is_word("list_joiners", words[-2]) and wording.is_closed(words[-1]):
        return True
    return any(wording.is_word(cue, words[-1]) for cue in ("articles", "possessives", "complements"))


def _ends_open(words: list[str], wording: Wording) -> bool:
    """Whether it ends with a word that needs another after it: "a clear", "because of the"."""
    last = "open_ends" if wording.words("open_ends") else "prepositions"
    return any(wording.is_word(cue, words[-1]) for cue in ("articles", "determiners", "complements", last))


def _may_open(first: str, part: str, vocabulary: Vocabulary, wording: Wording) -> bool:
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
