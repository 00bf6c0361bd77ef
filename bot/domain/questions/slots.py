"""Words of a passage that an ask may use without breaking the grammar of its sentence: `asks.SLOTS` says which.

Rules of this file: a slot holds the passage's own words in their order, only the first letter lowered; a doubtful
phrase is no phrase, for an ask without a slot is better than one that stumbles; the slots of one form come together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.domain.questions.advice import is_advice
from bot.domain.questions.asks import ANY_CLAIM, CLAIMS
from bot.domain.questions.claims import kinds_of
from bot.domain.questions.clauses import CHECKS, announced, main_clauses, pieces
from bot.domain.questions.leads import says
from bot.domain.questions.passages import Candidate
from bot.domain.questions.pauses import bare
from bot.domain.questions.phrases import deed, noun, subject, verb_phrase
from bot.domain.questions.question import ClaimKind
from bot.domain.questions.quoting import has_marks, is_confession, quotable
from bot.domain.questions.sentences import quotations, sentences
from bot.domain.questions.topics import acts, best_topic, person
from bot.domain.questions.verbs import is_past
from bot.domain.questions.vocabulary import TOKEN, Vocabulary
from bot.domain.questions.wording import Wording

Slots = dict[str, str]

CONJUGATED = {"done": "do", "undone": "dont", "gerund": "do", "did": "did"}
"""What a form may give in another form of its verb, and the slot it fills in the base form."""
_PAIRS = (("first", "second"), ("theme", "rest"))
_LABEL_WORDS = 2
_LEAST_PARTICULAR = 3
"""Words after an indefinite article that say which: "a proper testing process", but not "an updated package"."""
_OF_PEOPLE = {ClaimKind.NORM, ClaimKind.REGRET}
"""Kinds of claims about what people have to do or should have done, whoever of them is named."""
_SAME = 0.8


def slots(text: str, candidate: Candidate, vocabulary: Vocabulary, wording: Wording) -> Slots:
    """The words found, by slot; a slot without safe words is absent."""
    found = _Finder(text, candidate, vocabulary, wording)
    words = found.stated()
    words |= found.claimed(words)
    words = found.about() | _with_agents(found.to_the_letter(words), vocabulary, wording)
    return found.spoken(words) if candidate.speaker else words


class _Finder:
    """Looks through one candidate."""

    def __init__(self, text: str, candidate: Candidate, vocabulary: Vocabulary, wording: Wording) -> None:
        self._text, self._candidate = text, candidate
        self._vocabulary, self._wording = vocabulary, wording
        self._lead, self._own_lead = candidate.unit.lead, candidate.unit.led
        self._claim = self._lead if candidate.led else candidate.claim.of(text)

    def stated(self) -> Slots:
        """Relations and deeds that the claim, or the lead over it, states."""
        words = self._of_forms(self._claim)
        if self._own_lead:
            words |= (Slots() if self._candidate.led else self._of_forms(self._lead)) | self._done()
        verbs = _verb_slots(self._claim, self._vocabulary, self._wording)
        if self._own_lead and not self._candidate.led:
            verbs = _verb_slots(self._lead, self._vocabulary, self._wording) or verbs
        return words | verbs

    def _done(self) -> Slots:
        """What the authors say right after a lead that they did."""
        after = sentences(self._text, self._candidate.unit.lead_end, self._candidate.span.end, *self._wording.splits)
        found = self._of_forms(after[0].of(self._text)) if after else {}
        return {name: words for name, words in found.items() if name == "did"}

    def _of_forms(self, sentence: str) -> Slots:
        """The slots of every form that the sentence or a clause of it has, a clause that makes the claim first; of two
        that fill the same slot, the first.
        """
        found = Slots()
        for piece in self._of_its_kind_first(pieces(sentence, self._wording)):
            for form in self._wording.forms:
                match = form.fullmatch(piece)
                if match is None or match.groupdict().keys() & found.keys():
                    continue
                given = {name: self._checked(name, words) for name, words in match.groupdict("").items()}
                if all(given.values()) and not self._names_one_thing(given):
                    found |= {CONJUGATED.get(name, name): words for name, words in given.items() if words}
        return found

    def _of_its_kind_first(self, clauses: Sequence[str]) -> Sequence[str]:
        """The clauses, those first that make a claim of the candidate's kind; one alone is not looked into."""
        kind = self._candidate.kinds[0]
        if len(clauses) < 2:
            return clauses
        return sorted(clauses, key=lambda one: kind not in kinds_of(one, self._wording))

    def _names_one_thing(self, given: Mapping[str, str | None]) -> bool:
        """Whether what leads to something, or is said of it, is the same again: "A promise means a promise"."""
        for pair in _PAIRS:
            first, second = (
                {word.casefold() for word in TOKEN.findall(given.get(name) or "") if not self._wording.is_closed(word)}
                for name in pair
            )
            if first and second and (first <= second or second <= first):
                return True
        return False

    def _checked(self, name: str, words: str) -> str | None:
        if name not in CONJUGATED:
            return CHECKS[name](words, self._vocabulary, self._wording)
        first, _, rest = words.partition(" ")
        base = self._wording.base_of(first)
        joint = self._wording.search("list_joiners", rest) if name == "did" else None
        if joint and self._wording.has("past", rest[joint.end() :]):
            return None  # "changed a line and were asked for a meeting": the second verb would keep its form
        return base and verb_phrase(f"{base} {rest}", self._vocabulary, self._wording)

    def claimed(self, words: Slots) -> Slots:
        """The claim, as general or as told; else, or beside it, words to be quoted."""
        led = self._candidate.led
        quoted = led and not has_marks(self._lead) and not is_confession(self._lead, self._wording)
        quoted = quoted and says(self._text, self._candidate.unit, self._wording)
        stated = words.pop("claim", None)
        found: Slots = {"lead": self._lead} if quoted and not stated else {}
        claim = stated or self._claim_in(self._claim)
        if claim and found and len(claim.split()) < _SAME * len(self._lead.split()):
            return found  # a part of the lead is not the author's claim
        if claim and not (self._wording.words("claims_in_quotes") and has_marks(claim)):
            found["told" if is_past(claim, self._wording) else "claim"] = found["said"] = claim
        if "lead" not in found and not led and not self._shows_kind(found.get("said", "")):
            passage = self._candidate.span.of(self._text)
            lead = quotable(self._claim, passage, self._candidate.kinds[0], self._wording)
            found |= {"lead": lead} if lead else {}
        return found

    def _shows_kind(self, claim: str) -> bool:
        """Whether a claim is one of the candidate's kind, so that the asks about that kind may state it."""
        return bool(claim) and self._candidate.kinds[0] in (*ANY_CLAIM, *kinds_of(claim, self._wording))

    def _claim_in(self, sentence: str) -> str | None:
        """The clause that makes the claim of the candidate's kind, else the first that can stand alone."""
        found = self._of_its_kind_first(list(main_clauses(sentence, self._vocabulary, self._wording)))
        claim = found[0] if found else None
        if claim is None and self._candidate.announced:
            claim = announced(sentence, self._vocabulary, self._wording)
        return claim

    def to_the_letter(self, words: Slots) -> Slots:
        """The words without claims from which a remark in their middle was left out: it may be what they hang on."""
        there = f"{self._candidate.span.of(self._text)}\n{self._lead}".split()
        whole = " ".join(there).casefold()
        return {name: one for name, one in words.items() if name not in CLAIMS or one[1:].casefold() in whole}

    def about(self) -> Slots:
        """What the passage is about and who in it could be asked: its claim's subject, or somebody in that; else what
        it only mentions. Of a demand or a regret anybody in it may be asked. Where nouns have capitals, and a topic is
        only put between quotation marks, any will do.
        """
        found = {
            "topic": best_topic(self._claim, self._vocabulary, self._wording),
            "people": person(self._claim, self._vocabulary, self._wording),
        }
        if not self._wording.words("nouns_have_capitals"):
            found = self._of_subject(found)
        if label := _label(self._lead, self._own_lead, self._wording):
            found["topic"] = label
        return {name: words for name, words in found.items() if words}

    def _of_subject(self, found: Slots) -> Slots:
        """Of what was found what belongs to the claim's subject. A topic that does not, or stands before the claim, is
        only mentioned (as `mentioned`), and not even that if it is something like "an updated package".
        """
        named = any(found.values()) and subject(self._claim, self._vocabulary, self._wording)
        of = f" {named or ''} ".casefold()
        kept = {name: words for name, words in found.items() if words and f" {words} ".casefold() in of}
        if self._candidate.kinds[0] in _OF_PEOPLE:
            kept["people"] = found["people"]
        if not kept.get("topic"):
            before = "" if self._candidate.led else self._text[self._candidate.span.start : self._candidate.claim.start]
            topic = found["topic"] or best_topic(before, self._vocabulary, self._wording)
            first, *more = topic.split() or [""]
            if len(more) >= _LEAST_PARTICULAR or not self._wording.is_word("indefinite", first):
                kept["mentioned"] = topic
        return kept

    def spoken(self, words: Slots) -> Slots:
        """Of a passage that quotes somebody only what is not the quoted words, and the speaker."""
        kept = {"topic"} if quotations(self._claim, 0, len(self._claim)) else {"topic", "claim", "told", "said"}
        speaker = self._candidate.speaker
        kept_words = {name: found for name, found in words.items() if name in kept and speaker not in found}
        return {**kept_words, "speaker": speaker}


def _with_agents(words: Slots, vocabulary: Vocabulary, wording: Wording) -> Slots:
    """The words, with the slots that only people or names may fill, and those that must not address the reader."""
    for whoever, agent in (("who", "agent"), ("subject", "actor")):
        if whoever in words and acts(words[whoever], vocabulary, wording):
            words[agent] = words[whoever]
    for ours, anyones in (("do", "act"), ("dont", "shun")):
        if ours in words:
            if not wording.has("adverb_endings", words[ours].rpartition(" ")[2]):
                words[anyones] = words[ours]  # to choose wisely is no mistake, and nothing one should not do
            if wording.has("readers", words[ours]):
                del words[ours]
    return words


def _label(lead: str, own_lead: bool, wording: Wording) -> str:
    """A bold lead that only names its subject ("Staffing") is the topic itself."""
    words = lead.split()
    if not own_lead or not 1 <= len(words) <= _LABEL_WORDS or not all(word.isalpha() for word in words):
        return ""
    if not wording.words("bare_after_preposition") or _starts_with_verb(lead, wording) or len(words[0]) < 2:
        return ""
    if any(
        wording.is_closed(word) or wording.is_verb_form(word) or wording.is_word("vague", word) for word in words
    ) or any(word[0].isupper() for word in words[1:]):
        return ""
    return lead if lead[1].isupper() else lead[0].lower() + lead[1:]


def _verb_slots(sentence: str, vocabulary: Vocabulary, wording: Wording) -> Slots:
    negative = wording.opens("negative", sentence)
    if negative:
        phrase = verb_phrase(sentence[negative.end() :], vocabulary, wording)
        return {"dont": phrase} if phrase and _starts_with_verb(phrase, wording) else {}
    if _starts_with_verb(sentence, wording) and is_advice(sentence, wording):
        whole = verb_phrase(bare(sentence), vocabulary, wording)
        phrase = whole or verb_phrase(sentence, vocabulary, wording)
        return {"do": phrase} if phrase else {}
    return _norm_slots(sentence, vocabulary, wording)


def _norm_slots(sentence: str, vocabulary: Vocabulary, wording: Wording) -> Slots:
    """ "Large projects should have an owner" gives who and its do; "it is important to have an owner" only do."""
    modal = wording.search("modal", sentence)
    if not modal:
        return {}
    before, after = sentence[: modal.start()].strip(), sentence[modal.end() :]
    if wording.has("impersonal", before):
        phrase = verb_phrase(after, vocabulary, wording)
        known = phrase and wording.may_be_base_form(phrase.partition(" ")[0])
        return {"do": phrase} if phrase and known else {}
    who = noun(re.split(r"[,;:]\s|\s[–—]\s", before)[-1], vocabulary, wording)
    what = deed(after, vocabulary, wording)
    first = what.split()[0] if what else ""
    if not who or not what or not wording.may_be_base_form(first):
        return {}
    return {"who": who, "should": what}


def _starts_with_verb(sentence: str, wording: Wording) -> bool:
    first = re.match(r"[\w’'-]+", sentence.strip().lstrip("\"“„«‘¿¡'"))
    return first is not None and wording.is_base_form(first[0])
