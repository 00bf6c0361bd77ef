"""Which sentences of a unit are worth a question, and what is quoted of them.

Rules of this file: a passage is one contiguous stretch inside its unit, at most `MAX_EVIDENCE` characters, cut where a
clause ends; it never opens with a word that points outside it; a quotation in it keeps its speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.domain.questions.claims import kinds_of, why_not
from bot.domain.questions.clauses import bare, is_whole
from bot.domain.questions.question import MAX_EVIDENCE, ClaimKind, Rejected
from bot.domain.questions.sentences import Span, cut_at_clause, ends_with_question, quotations, sentences
from bot.domain.questions.units import Fragments, Unit
from bot.domain.questions.wording import Wording
from bot.told import Told

LONGEST_SENTENCE = 1_000
"""Characters: what is longer is no sentence, and not worth the time that looking for its clauses would take."""
_LEAST_WORDS = 5
_TOO_LONG = Told("It is too long to be taken in.")
_SHORT = 90
_SHORT_SENTENCE = 9
_SPOKEN_WORDS = 5
_NAME = re.compile(
    r"[A-ZÀ-ÖØ-ÞΑ-Ω][\w’'-]*(?: (?:(?:de|del|da|van|von|di|du|la|le|el|al|bin) )?[A-ZÀ-ÖØ-ÞΑ-Ω][\w’'-]*){0,2}"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may be asked about.

    `claim`: the sentence its kinds come from. `speaker`: whose words it quotes, or "". `whole_list`: it is a list of
    fragments, or two lists that stand against each other.
    """

    span: Span
    claim: Span
    kinds: tuple[ClaimKind, ...]
    unit: Unit
    speaker: str = ""
    whole_list: bool = False


def candidates(text: str, unit: Unit, wording: Wording) -> Iterator[Candidate | Rejected]:
    """The unit's passages in reading order, and between them what was turned down."""
    found = sentences(text, unit.lead_end, unit.span.end, wording.tag)
    if unit.listed and found:
        found[0] = _after_additive(text, found[0], wording)
    found = [_after_enumerator(text, one, wording) for one in found]
    spoken = [one for one in quotations(text, unit.span.start, unit.span.end) if is_spoken(one.of(text))]
    if unit.listed or unit.lead_end > unit.span.start:
        made = _whole(text, unit, found, wording)
        yield _with_speaker(text, made, spoken, wording) if isinstance(made, Candidate) else made
        return
    for index, sentence in enumerate(found):
        if ends_with_question(text, sentence, wording.question_mark):
            continue  # the author's own questions are another file's business
        made = _single(text, unit, found, index, wording)
        yield _with_speaker(text, made, spoken, wording) if isinstance(made, Candidate) else made


def _after_additive(text: str, sentence: Span, wording: Wording) -> Span:
    """A list item without the word that only adds it to the one before ("Additionally, ...")."""
    adding = wording.opens("additive", sentence.of(text))
    if adding is None or not sentence.of(text)[adding.end() :].startswith(", "):
        return sentence
    return Span(sentence.start + adding.end() + 2, sentence.end)


def _after_enumerator(text: str, sentence: Span, wording: Wording) -> Span:
    """A sentence without the word that only numbers it ("Secondly, ..."), if a pause parts the two."""
    found = wording.opens("enumerators", sentence.of(text))
    rest = sentence.of(text)[found.end() :] if found else ""
    if found is None or found[0][-1] not in ",:" or len(rest.split()) < _LEAST_WORDS:
        return sentence
    return Span(sentence.end - len(rest.lstrip()), sentence.end)


def whole_list(text: str, fragments: Fragments) -> Candidate | Rejected:
    """A list of fragments as one passage: as many items from its beginning as fit."""
    start = fragments.items[0].start
    ends = [item.end for item in fragments.items if item.end - start <= MAX_EVIDENCE]
    if len(ends) < 2:
        return Rejected(fragments.span.of(text), Told("It is a list of fragments too long to be quoted."))
    span = _closed(text, Span(start, ends[-1]))
    kind = ClaimKind.TENSION if fragments.sides else ClaimKind.CLAIM
    return Candidate(span, span, (kind,), Unit(span, True, "", start, start), whole_list=True)


def _whole(text: str, unit: Unit, found: list[Span], wording: Wording) -> Candidate | Rejected:
    """A list item, or a paragraph under a bold lead: from its beginning, as many sentences as fit."""
    statements = [one for one in found if not ends_with_question(text, one, wording.question_mark)]
    if reason := _unfit(found, statements):
        return Rejected(unit.span.of(text)[:LONGEST_SENTENCE], reason)
    own_lead = unit.lead_end > unit.span.start
    claim = statements[0]
    own_lead = own_lead and claim == found[0]
    start = unit.span.start if own_lead else claim.start
    end = start
    for sentence in found[found.index(claim) :]:
        if sentence.end - start > MAX_EVIDENCE or sentence not in statements:
            break
        end = sentence.end
    span = Span(start, end) if end > start else cut_at_clause(text, Span(start, claim.end), MAX_EVIDENCE)
    if span is None:
        return Rejected(unit.span.of(text), Told("It cannot be cut to a quotation at the end of a clause."))
    kinds = (kinds_of(unit.lead, wording) if own_lead else ()) or kinds_of(claim.of(text), wording)
    for one in statements[1:]:
        if not kinds and one.end <= span.end:
            claim, kinds = one, kinds_of(one.of(text), wording)
    kinds = kinds or (ClaimKind.CLAIM,)
    if dangles(unit.lead if own_lead else statements[0].of(text), wording):
        return Rejected(span.of(text), Told("It points back to something that does not fit into the quotation."))
    reason = why_not(claim.of(text), kinds, wording)
    if reason and not (unit.lead and "generalise" in reason):
        return Rejected(span.of(text), reason)
    return _long_enough(text, Candidate(_closed(text, span), claim, kinds, unit))


def _unfit(found: list[Span], statements: list[Span]) -> str:
    """Why the sentences of a list item give no passage, in plain words; "" if they may."""
    if not found:
        return Told("It is too short to be discussed.")
    if not statements:
        return Told("It holds only questions, which are asked as they are.")
    return _TOO_LONG if max(map(len, statements)) > LONGEST_SENTENCE else ""


def _single(text: str, unit: Unit, found: list[Span], index: int, wording: Wording) -> Candidate | Rejected:
    """One sentence of a paragraph, widened backwards to what it points to, and forwards if it is short and goes on."""
    claim = found[index]
    sentence = claim.of(text)
    if len(claim) > LONGEST_SENTENCE:
        return Rejected(sentence[:MAX_EVIDENCE], _TOO_LONG)
    if len(sentence.split()) < _LEAST_WORDS:
        return Rejected(sentence, Told("It is too short to be discussed."))
    kinds = kinds_of(sentence, wording)
    reason = why_not(sentence, kinds, wording) or _incomplete(sentence, wording)
    if reason:
        return Rejected(sentence, reason)
    span = cut_at_clause(text, claim, MAX_EVIDENCE)
    if span is None:
        return Rejected(sentence, Told("It cannot be cut to a quotation at the end of a clause."))
    start = _referent(text, found, index, span.end, wording)
    if start is None:
        return Rejected(sentence, Told("It points back to something that does not fit into the quotation."))
    if span.end < claim.end:
        claim = span
        kinds = kinds_of(claim.of(text), wording)
        if not kinds:
            return Rejected(sentence, Told("What can be quoted of it makes no claim."))
    span = Span(start, span.end)
    if len(span) < _SHORT and index + 1 < len(found) and found[index + 1].end - start <= MAX_EVIDENCE:
        follows = found[index + 1]
        continues = wording.opens("dangling", follows.of(text)) and not follows.of(text).endswith(":")
        if continues and not ends_with_question(text, follows, wording.question_mark):
            span = Span(start, follows.end)
    return _long_enough(text, Candidate(_closed(text, span), claim, kinds, unit))


def _incomplete(sentence: str, wording: Wording) -> str:
    """Why a sentence says nothing by itself, in plain words; "" if it does."""
    if sentence.rstrip().endswith(":"):
        return Told("It only introduces what follows.")
    imagined = wording.has("counterfactual", sentence) and "," in sentence
    if wording.opens("anyone", sentence) or imagined:
        return ""
    if wording.opens("subordinators", sentence) and not is_whole(bare(sentence), wording):
        return Told("It is only a part of a sentence.")
    return ""


def _referent(text: str, found: list[Span], index: int, end: int, wording: Wording) -> int | None:
    """Where a quotation of sentence `index` has to begin for nothing in its opening to hang in the air."""
    first = index
    while dangles(found[first].of(text), wording):
        first -= 1
        if first < 0 or end - found[first].start > MAX_EVIDENCE:
            return None
        if ends_with_question(text, found[first], wording.question_mark):
            return None
    return found[first].start


def dangles(sentence: str, wording: Wording) -> bool:
    """Whether it points to something said before: at its opening, or with a word that nothing in it explains."""
    numbered = wording.opens("enumerators", sentence)
    sentence = sentence[numbered.end() :].lstrip() if numbered else sentence
    if wording.opens("dangling", sentence) or wording.has("pointing", sentence):
        return True
    words = sentence.split()
    if len(words) > _SHORT_SENTENCE:
        return False
    return any(
        not (wording.is_word("plural_pronouns", found[0]) and wording.has("plural_endings", sentence[: found.start()]))
        for found in wording.finditer("pronouns", sentence)
        if found.start() > 0
    )


def _long_enough(text: str, candidate: Candidate) -> Candidate | Rejected:
    quoted = candidate.span.of(text)
    if len(quoted.split()) < _LEAST_WORDS:
        return Rejected(quoted, Told("It is too short to be discussed."))
    return candidate


def _closed(text: str, span: Span) -> Span:
    """The span without a pause at its end that leads on to something not quoted."""
    return Span(span.start, span.start + len(span.of(text).rstrip(" ;,:–—-")))


def is_spoken(quoted: str) -> bool:
    """Whether what stands between quotation marks is somebody's words and not just a term."""
    return len(quoted.split()) >= _SPOKEN_WORDS


def _with_speaker(text: str, candidate: Candidate, spoken: list[Span], wording: Wording) -> Candidate | Rejected:
    """The candidate with whoever says it; refused if it quotes words whose speaker is not named in the passage."""
    span = candidate.span
    quotes = any(part.start < span.end and part.end > span.start for part in spoken)
    if not quotes and not wording.has("said", candidate.claim.of(text)):
        return candidate
    speaker = speaker_in(span.of(text), wording)
    if quotes and not speaker:
        return Rejected(span.of(text), Told("It quotes someone whose name is not in the passage."))
    return replace(candidate, speaker=speaker)


def speaker_in(passage: str, wording: Wording) -> str:
    """The name beside a reporting verb ("Marinez said", "says Jelks"), or ""."""
    for verb in wording.finditer("said", passage):
        before = re.search(rf"({_NAME.pattern})[ ,]*(?:\w+ly )?$", passage[: verb.start()])
        after = re.match(rf"\s+({_NAME.pattern})", passage[verb.end() :])
        for name in (before and before[1], after and after[1]):
            if name and len(name) > 1 and not wording.is_closed(name):
                return name
    return ""
