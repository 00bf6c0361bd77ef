"""Words of a passage that an ask may use without breaking the grammar of its sentence.

Rules of this file: a slot holds the passage's own words in their order, only the first letter lowered; a doubtful
phrase is no phrase, for an ask without a slot is better than one that stumbles.

    topic    a noun phrase, to stand after "about": "mass workers' organisations"
    first    and second: two topics, each as good, in their order
    do       a verb phrase in the base form, to stand after "to": "close the registration process"
    dont     the same of advice against something: "Don't work in a vacuum" gives "work in a vacuum"
    who      whoever should do something, and
    should   what they should do: "large projects", "have clear ownership"
    speaker  the name of whoever is quoted
    lead     the heading's or bold lead's claim, to stand between quotation marks
"""

from __future__ import annotations

import re

from bot.domain.questions.claims import kinds_of
from bot.domain.questions.passages import Candidate
from bot.domain.questions.topics import best_topics
from bot.domain.questions.vocabulary import Vocabulary
from bot.domain.questions.wording import Wording

_PHRASE_END = re.compile(r"[,;:.!?…()\"“”„«»]|\s[–—-]\s|—|$")
_MOST_WORDS = 10
_LEAST_LEAD = 3
_LONGEST_WHO = 6
_LABEL_WORDS = 2
_ENOUGH = 3
_LONGEST_TOPIC = 60


def slots(text: str, candidate: Candidate, vocabulary: Vocabulary, wording: Wording) -> dict[str, str]:
    """The words found, by slot; a slot without safe words is absent."""
    claim = candidate.claim.of(text)
    lead = candidate.unit.lead
    own_lead = candidate.unit.lead_end > candidate.unit.span.start
    words = _verb_slots(claim, vocabulary, wording)
    if lead and (own_lead or not words):
        words = _verb_slots(lead, vocabulary, wording) or words
    if candidate.speaker:
        words["speaker"] = candidate.speaker
    if _is_claim(lead, wording):
        words["lead"] = lead
    label = _label(lead, own_lead, wording)
    topics = best_topics(claim, vocabulary, wording)
    if label:
        topics = [label, *(topic for topic in topics if topic.casefold() != label.casefold())][:2]
    if not topics and candidate.span.start < candidate.claim.start:
        topics = best_topics(text[candidate.span.start : candidate.claim.start], vocabulary, wording)
    if len(topics) == 2:
        words["first"], words["second"] = topics
    if candidate.speaker:
        words = {name: phrase for name, phrase in words.items() if name not in {"first", "second"}}
        topics = [topic for topic in topics if topic not in candidate.speaker]
    if topics:
        words["topic"] = _together(topics, wording)
    return words


def _together(topics: list[str], wording: Wording) -> str:
    """One topic if it says enough, else both: "the books" may be anything, "the books and the bank" is this article."""
    best = max(topics, key=lambda topic: (len(topic.split()), len(topic)))
    joined = wording.joiner.join(topics)
    enough = len(topics) == 1 or len(best.split()) > _ENOUGH or len(joined) > _LONGEST_TOPIC or not wording.joiner
    return best if enough else joined


def _is_claim(lead: str, wording: Wording) -> bool:
    """Whether a heading or lead claims something by itself ("Trust starts with humility") and does not just name it."""
    if not _LEAST_LEAD <= len(lead.split()) <= _MOST_WORDS or wording.question_mark in lead:
        return False
    return bool(kinds_of(lead, wording)) and not wording.has("past", lead) and not wording.has("pointer", lead)


def _label(lead: str, own_lead: bool, wording: Wording) -> str:
    """A bold lead that only names its subject ("Staffing") is the topic itself."""
    words = lead.split()
    if not own_lead or not 1 <= len(words) <= _LABEL_WORDS or not all(word.isalpha() for word in words):
        return ""
    if not wording.words("bare_after_preposition") or _starts_with_verb(lead, wording) or len(words[0]) < 2:
        return ""
    if any(wording.is_closed(word) or wording.is_verb_form(word) for word in words) or any(
        word[0].isupper() for word in words[1:]
    ):
        return ""
    return lead if lead[1].isupper() else lead[0].lower() + lead[1:]


def _verb_slots(sentence: str, vocabulary: Vocabulary, wording: Wording) -> dict[str, str]:
    negative = wording.opens("negative", sentence)
    if negative:
        phrase = _phrase(sentence[negative.end() :], wording)
        return {"dont": phrase} if phrase and _starts_with_verb(phrase, wording) else {}
    if _starts_with_verb(sentence, wording):
        phrase = _phrase(sentence, wording)
        return {"do": phrase[0].lower() + phrase[1:]} if phrase else {}
    return _norm_slots(sentence, vocabulary, wording)


def _norm_slots(sentence: str, vocabulary: Vocabulary, wording: Wording) -> dict[str, str]:
    """ "Large projects should have an owner" gives who and its do; "it is important to have an owner" only do."""
    modal = wording.search("modal", sentence)
    phrase = _phrase(sentence[modal.end() :], wording) if modal else ""
    if not modal or not phrase:
        return {}
    before = sentence[: modal.start()].strip()
    if wording.has("impersonal", before):
        return {"do": phrase}
    who = vocabulary.lowered(re.split(r"[,;:]\s|\s[–—]\s", before)[-1].strip(), wording)
    if not who or len(who.split()) > _LONGEST_WHO or wording.opens("no_subject", who):
        return {}
    if wording.has("own", who) or not re.fullmatch(r"[\w’'\- ]+", who):
        return {}
    return {"who": who, "should": phrase}


def _starts_with_verb(sentence: str, wording: Wording) -> bool:
    first = re.match(r"[\w’'-]+", sentence.strip().lstrip("\"“„«‘¿¡'"))
    return first is not None and wording.is_base_form(first[0])


def _is_cut_short(words: list[str], wording: Wording) -> bool:
    """Whether the phrase ends in the middle of a noun phrase ("establish a clear"): an article and no noun after it."""
    last = words[-1:]
    if any(wording.is_word(cue, word) for word in last for cue in ("articles", "determiners", "prepositions")):
        return True
    return len(words) > 1 and wording.is_word("articles", words[-2]) and wording.is_closed(words[-1])


def _phrase(rest: str, wording: Wording) -> str:
    """From the beginning of `rest` to the end of its clause; "" if that is long, or speaks for the authors."""
    rest = rest.strip(" \"“„«‘¿¡'")
    part = rest[: _PHRASE_END.search(rest).start()]  # type: ignore[union-attr]  # the pattern matches the end
    stop = wording.search("clause_openers", part)
    part = (part[: stop.start()] if stop and stop.start() else part).strip()
    if _is_cut_short(part.split(), wording):
        return ""
    if not 2 <= len(part.split()) <= _MOST_WORDS or wording.has("own", part) or wording.has("unclear", part):
        return ""
    return part
