"""Which sentences of a unit are worth a question, and what is quoted of them.

Rules of this file: a passage is one contiguous stretch inside its unit, at most `MAX_EVIDENCE` characters, cut where a
clause ends; it never opens with a word that points outside it; a quotation in it keeps its speaker.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.domain.questions import leads
from bot.domain.questions.advice import is_advice
from bot.domain.questions.claims import LINK, STORY, has_link, kinds_of, why_not
from bot.domain.questions.dangling import after_colon, dangles, orders
from bot.domain.questions.parts import PART, has_no_verb, incomplete
from bot.domain.questions.question import MAX_EVIDENCE, STRONG, ClaimKind, Rejected
from bot.domain.questions.sentences import Span, cut_at_clause, ends_with_question, sentences
from bot.domain.questions.speakers import asks_in, speaker_in, spoken_in
from bot.domain.questions.units import Unit
from bot.domain.questions.verbs import is_past
from bot.domain.questions.wording import Wording
from bot.told import Told

LONGEST_SENTENCE = 1_000
"""Characters: what is longer is no sentence, and not worth the time that looking for its clauses would take."""
_LEAST_WORDS = 5
_TOO_LONG = Told("It is too long to be taken in.")
_LEAST_ADVICE = 3
"""Words after an enumerator, in which case the quotation still has more: "Finally, measure before you start"."""
_LEAST_ANNOUNCED = 3
_SHORT = 90
_POINTS_BACK = Told("It points back to something that does not fit into the quotation.")
_NAMELESS = Told("It quotes someone whose name is not in the passage.")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may be asked about.

    `claim`: the sentence its kinds come from. `speaker`: whose words it quotes, or "". `asks`: they are a question.
    `whole_list`: it is a list of fragments, or two lists that stand against each other. `led`: its claim is the lead
    over it. `under`: it stands under a lead that is a passage too. `opens`: it opens a paragraph.
    `announced`: its claim stands after what calls it a lesson ("The second is that ..."), or the next sentence does.
    """

    span: Span
    claim: Span
    kinds: tuple[ClaimKind, ...]
    unit: Unit
    speaker: str = ""
    asks: bool = False
    whole_list: bool = False
    led: bool = False
    under: bool = False
    opens: bool = False
    announced: bool = False


def candidates(text: str, unit: Unit, wording: Wording) -> Iterator[Candidate | Rejected]:
    """The unit's passages in reading order, and between them what was turned down."""
    found = sentences(text, unit.lead_end, unit.span.end, *wording.splits)
    unit = leads.with_opening(text, unit, found, wording)
    found = found[1:] if unit.opening else found
    if unit.listed and found:
        found[0] = _after_additive(text, found[0], wording)
    spoken = spoken_in(text, unit.span.start, unit.span.end, wording)
    under = not unit.led and _leads_on(text, unit, found, wording)
    led = False
    if unit.listed or unit.led or under:
        made = _whole(text, unit, found, wording)
        made = _with_speaker(text, made, spoken, wording) if isinstance(made, Candidate) else made
        led = isinstance(made, Candidate) and made.led
        yield made
    whole = unit.listed and (unit.opening or not unit.led)
    if whole and not led:
        return
    inner = replace(unit, lead="", lead_span=None, lead_end=unit.span.start, opening=False)
    for index, sentence in enumerate(found):
        if _is_asked_as_it_is(text, sentence, wording) or (unit.goes_on and not index):
            continue  # the author's own questions are another file's business, and the rest of a lead is no sentence
        if whole and not _is_told(sentence.of(text), wording):
            continue  # of an item that is asked about as a whole, what somebody named says of it
        made = _single(text, inner, found, index, wording)
        made = _with_speaker(text, made, spoken, wording) if isinstance(made, Candidate) else made
        kept = isinstance(made, Candidate) and (made.speaker or STRONG & set(made.kinds))
        if not unit.led or unit.opening or kept:
            yield replace(made, under=led) if isinstance(made, Candidate) else made


def _is_asked_as_it_is(text: str, sentence: Span, wording: Wording) -> bool:
    """Whether a sentence is a question of the author's own, and not one that somebody named asks in it."""
    if not ends_with_question(text, sentence, wording.question_mark):
        return False
    said = sentence.of(text)
    return said.endswith(wording.question_mark) or not (asks_in(said, wording) and speaker_in(said, wording))


def _leads_on(text: str, unit: Unit, found: list[Span], wording: Wording) -> bool:
    """Whether the heading above claims what the paragraph under it goes into from its first sentence on."""
    return (
        leads.claims(unit.lead, wording)
        and bool(found)
        and not dangles(found[0].of(text), wording)
        and not ends_with_question(text, found[0], wording.question_mark)
    )


def _after_additive(text: str, sentence: Span, wording: Wording) -> Span:
    """A list item without the word that only adds it to the one before ("Additionally, ...")."""
    adding = wording.opens("additive", sentence.of(text))
    if adding is None or not sentence.of(text)[adding.end() :].startswith(", "):
        return sentence
    return Span(sentence.start + adding.end() + 2, sentence.end)


def _after_announcement(text: str, sentence: Span, wording: Wording) -> Span:
    """What a sentence claims, without what only numbers it ("Secondly, ...", if a pause parts the two) or calls it a
    lesson ("The second is that ...", where a main clause can stand behind that word).
    """
    found = wording.opens("enumerators", sentence.of(text))
    announced = wording.opens("announced", sentence.of(text))
    if announced and (announced[0][-1] == ":" or not wording.words("claims_in_quotes")):
        found = announced
    elif found and found[0][-1] not in ",:":
        found = None
    rest = sentence.of(text)[found.end() :].lstrip(" ’'") if found else ""
    if rest and (that := wording.opens("complementizers", rest)):
        rest = rest[that.end() :].lstrip(" ’'")
    least = _LEAST_ADVICE if is_advice(rest, wording) else _LEAST_ANNOUNCED if announced else _LEAST_WORDS
    return Span(sentence.end - len(rest), sentence.end) if len(rest.split()) >= least else sentence


def _whole(text: str, unit: Unit, found: list[Span], wording: Wording) -> Candidate | Rejected:
    """A list item, or a paragraph under a lead: from its beginning, as many sentences as fit."""
    said = [one for one in found if not one.of(text).endswith(":")] or found
    statements = [one for one in said if not ends_with_question(text, one, wording.question_mark)]
    leads_on = said is found and bool(found) and found[0].of(text)[-1] == ":"
    if leads_on and unit.led and (made := _lead_alone(text, unit, found[0].of(text), wording)):
        return made
    if reason := _unfit(found, statements, leads_on):
        return Rejected(unit.span.of(text)[:LONGEST_SENTENCE], reason)
    if unit.lead_span and not unit.led:
        statements = statements[leads.support(text, unit.lead, statements, wording) :]
    fragment = has_no_verb(unit.lead, (), wording)
    own_lead = unit.led and statements[0] == found[0] and not fragment
    span = _as_much_as_fits(text, unit, found, statements, own_lead, wording)
    if span is None:
        return Rejected(unit.span.of(text), Told("It cannot be cut to a quotation at the end of a clause."))
    ordered = own_lead and not unit.opening and orders(unit.lead, wording)
    hangs = not ordered and dangles(unit.lead if own_lead else statements[0].of(text), wording)
    if hangs and own_lead and _ends_in_colon(text, unit) and not dangles(statements[0].of(text), wording):
        return _whole(text, replace(unit, lead="", lead_span=None, lead_end=unit.span.start), found, wording)
    if hangs:
        return Rejected(span.of(text), _POINTS_BACK)
    if not own_lead and has_no_verb(statements[0].of(text), (), wording):
        return Rejected(span.of(text), PART)
    kinds = kinds_of(unit.lead, wording) if unit.lead else ()
    bold = bool(kinds) and unit.led and not unit.opening
    claims = not has_no_verb(unit.lead, kinds, wording) and (bold or leads.says(text, unit, wording))
    if unit.lead_span and (own_lead or not unit.led) and claims:
        made = Candidate(closed(text, span), unit.lead_span, kinds or (ClaimKind.CLAIM,), unit, led=True)
        reason = why_not(unit.lead, made.kinds, wording)
        return Rejected(span.of(text), reason) if reason and not bold else _long_enough(text, made)
    claim, kinds, reason = _claim_among(
        [one for one in statements if one.end <= span.end] or statements[:1], text, wording
    )
    if reason and not (unit.lead and "generalise" in reason):
        return Rejected(span.of(text), reason)
    return _long_enough(text, Candidate(closed(text, span), claim, kinds or (ClaimKind.CLAIM,), unit))


def _ends_in_colon(text: str, unit: Unit) -> bool:
    return unit.lead_span is not None and unit.lead_span.of(text).rstrip().endswith(":")


def _lead_alone(text: str, unit: Unit, follows: str, wording: Wording) -> Candidate | None:
    """A lead over what only introduces a list ("This is the main finding:"), if it claims something."""
    named = wording.opens("main", follows) is not None
    kinds = kinds_of(unit.lead, wording) or (ClaimKind.CLAIM,) * named
    if not kinds or unit.lead_span is None or len(unit.lead.split()) < _LEAST_WORDS:
        return None
    return Candidate(closed(text, unit.lead_span), unit.lead_span, kinds, unit, led=True, announced=named)


def _as_much_as_fits(
    text: str, unit: Unit, found: list[Span], statements: list[Span], own_lead: bool, wording: Wording
) -> Span | None:
    """From the lead or the first statement on, as many statements as a quotation holds; None if not even one does. What
    is granted is not quoted without what is held against it.
    """
    claim = statements[0]
    start = unit.lead_span.start if own_lead and unit.lead_span else claim.start
    ends = [start]
    for sentence in found[found.index(claim) :]:
        if sentence.end - start > MAX_EVIDENCE or sentence not in statements or has_link(sentence.of(text)):
            if len(ends) > 2 and wording.opens("contrary", sentence.of(text)):
                del ends[-1]
            break
        ends.append(sentence.end)
    return Span(start, ends[-1]) if ends[-1] > start else cut_at_clause(text, Span(start, claim.end), MAX_EVIDENCE)


def _claim_among(statements: list[Span], text: str, wording: Wording) -> tuple[Span, tuple[ClaimKind, ...], str]:
    """The first statement that is worth a question, with its kinds; else the first one, and why it is not."""
    judged = []
    for one in statements:
        claim = _after_announcement(text, one, wording)
        kinds = kinds_of(claim.of(text), wording) or (ClaimKind.CLAIM,) * (claim.start > one.start)
        reason = why_not(claim.of(text), kinds, wording)
        judged.append((claim, kinds, reason or (PART if has_no_verb(claim.of(text), kinds, wording) else "")))
    return next((one for one in judged if not one[2]), judged[0])


def _unfit(found: list[Span], statements: list[Span], leads_on: bool) -> str:
    """Why the sentences of a list item give no passage, "" if they may. `leads_on`: all end in colons."""
    if not found:
        return Told("It is too short to be discussed.")
    if not statements:
        return Told("It holds only questions, which are asked as they are.")
    if leads_on:
        return Told("It only introduces what follows.")
    return _TOO_LONG if max(map(len, statements)) > LONGEST_SENTENCE else ""


def _single(text: str, unit: Unit, found: list[Span], index: int, wording: Wording) -> Candidate | Rejected:
    """One sentence of a paragraph, widened backwards to what it points to, and forwards if it is short and goes on."""
    claim = _after_announcement(text, found[index], wording)
    sentence = claim.of(text)
    if len(claim) > LONGEST_SENTENCE:
        return Rejected(sentence[:MAX_EVIDENCE], _TOO_LONG)
    if len(found[index].of(text).split()) < _LEAST_WORDS:
        return Rejected(sentence, Told("It is too short to be discussed."))
    follows = found[index + 1].of(text) if index + 1 < len(found) else ""
    named = _names_it_a_lesson(follows, wording)
    kinds, reason = _judged(sentence, found[index].of(text), named, wording)
    if reason:
        return Rejected(found[index].of(text), reason)
    begin = _begin(text, found[index], claim, wording)
    span = cut_at_clause(text, Span(begin, claim.end), MAX_EVIDENCE)
    if span is None or span.end <= claim.start:
        return Rejected(sentence, Told("It cannot be cut to a quotation at the end of a clause."))
    start = _referent(text, found, index, span.end, wording)
    if start is None:
        rest = after_colon(text, claim, wording)
        if rest is None:
            return Rejected(found[index].of(text), _POINTS_BACK)
        return _single(text, unit, [*found[:index], rest, *found[index + 1 :]], index, wording)
    if span.end < claim.end:
        claim = Span(claim.start, span.end)
        kinds = _kinds_left(text, claim, wording)
        if not kinds:
            return Rejected(sentence, Told("What can be quoted of it makes no claim."))
    start = begin if start == found[index].start else start
    if start < found[index].start and wording.has("thanks", text[start : found[index].start]):
        return Rejected(found[index].of(text), Told("It thanks or praises; there is nothing to discuss."))
    span = _widened(text, Span(start, span.end), found, index, wording)
    announced = claim.start > found[index].start or named
    made = Candidate(closed(text, span), claim, kinds, unit, opens=index == 0, announced=announced)
    return _long_enough(text, made)


def _names_it_a_lesson(follows: str, wording: Wording) -> bool:
    """Whether a sentence calls the one before it a lesson ("This is the main finding"), and says none of its own."""
    others = wording.opens("announced", follows) or wording.has("pointer", follows)
    return wording.opens("main", follows) is not None and not others


def _begin(text: str, sentence: Span, claim: Span, wording: Wording) -> int:
    """Where a sentence's quotation begins: behind a word that only numbers it, if a capital follows its colon."""
    numbered = wording.opens("enumerators", sentence.of(text))
    behind = numbered is not None and numbered[0].endswith(":") and claim.start - sentence.start <= numbered.end() + 1
    return claim.start if behind and text[claim.start].isupper() else sentence.start


def _kinds_left(text: str, claim: Span, wording: Wording) -> tuple[ClaimKind, ...]:
    """The kinds of what is left of a claim that was cut: no tension if the cut, at a comma, took from its last half."""
    kinds = kinds_of(claim.of(text), wording)
    if ClaimKind.TENSION not in kinds or text[claim.end] != ",":
        return kinds
    halves = [one.end() for one in wording.finditer("contrary", claim.of(text))]
    if not halves or "," in claim.of(text)[halves[-1] :]:
        return kinds
    return tuple(kind for kind in kinds if kind is not ClaimKind.TENSION)


def _judged(claim: str, sentence: str, named: bool, wording: Wording) -> tuple[tuple[ClaimKind, ...], str]:
    """The kinds of a sentence's claim, and why it is not worth a question, "" if it is: what somebody named says is,
    and what its author calls a lesson, there or (`named`) in the next sentence, though it be told as a story.
    """
    kinds = kinds_of(claim, wording)
    if named or _is_told(claim, wording):
        return kinds or (ClaimKind.CLAIM,), ""
    announced = wording.opens("announced", sentence)
    if announced or wording.opens("enumerators", sentence):
        kinds = kinds or (ClaimKind.CLAIM,)
        reason = why_not(sentence, kinds, wording)
        return kinds, ("" if announced and reason == STORY else reason) or incomplete(claim, wording)
    reason = why_not(claim, kinds, wording) or incomplete(claim, wording)
    return kinds, reason or (PART if has_no_verb(claim, kinds, wording) else "")


def _widened(text: str, span: Span, found: list[Span], index: int, wording: Wording) -> Span:
    """A short passage with the sentence after it, if that goes on from it or says what the lesson is that it names
    ("The harder lesson is about who gets believed").
    """
    if len(span) >= _SHORT or index + 1 >= len(found) or found[index + 1].end - span.start > MAX_EVIDENCE:
        return span
    follows = found[index + 1]
    continues = wording.opens("dangling", follows.of(text)) and not follows.of(text).endswith(":")
    named = wording.opens("main", found[index].of(text)) and not wording.opens("announced", found[index].of(text))
    continues = continues or named
    if not continues or ends_with_question(text, follows, wording.question_mark):
        return span
    if _is_told(found[index].of(text), wording):
        return span  # what the author makes of somebody's words is not theirs
    return Span(span.start, follows.end)


def _is_told(sentence: str, wording: Wording) -> bool:
    """Whether somebody named is quoted with more than a piece of the story: what they say is worth a question."""
    quoted = spoken_in(sentence, 0, len(sentence), wording)
    if not quoted or not speaker_in(sentence, wording) or wording.has("thanks", sentence):
        return False
    said = quoted[0].of(sentence)
    return not is_past(said, wording) or wording.has("negations", said)


def _referent(text: str, found: list[Span], index: int, end: int, wording: Wording) -> int | None:
    """Where a quotation of sentence `index` has to begin for nothing in its opening to hang in the air."""
    first = index
    while dangles(found[first].of(text), wording):
        first -= 1
        if first < 0 or end - found[first].start > MAX_EVIDENCE:
            return None
        answers = " " not in found[first].of(text)  # "Everything. And it cannot be seen": what was asked stands above
        if answers or ends_with_question(text, found[first], wording.question_mark):
            return None
    return found[first].start


def _long_enough(text: str, candidate: Candidate) -> Candidate | Rejected:
    quoted = candidate.span.of(text)
    if len(quoted.split()) < _LEAST_WORDS:
        return Rejected(quoted, Told("It is too short to be discussed."))
    return Rejected(quoted, LINK) if has_link(quoted) else candidate


def closed(text: str, span: Span) -> Span:
    """The span without a pause at its end that leads on to something not quoted."""
    return Span(span.start, span.start + len(span.of(text).rstrip(" ;,:–—-")))


def _with_speaker(text: str, candidate: Candidate, spoken: list[Span], wording: Wording) -> Candidate | Rejected:
    """The candidate with whoever says it; refused if it quotes words whose speaker is not named in the passage, or if
    they stand beside a claim that is the author's own.
    """
    span = candidate.span
    quotes, says = _overlap(spoken, span), _overlap(spoken, candidate.claim)
    if candidate.led and (quotes or wording.has("said", span.of(text))):
        return _in_own_voice(text, candidate, spoken, wording) or Rejected(span.of(text), _NAMELESS)
    if not quotes and not wording.has("said", candidate.claim.of(text)):
        return candidate
    speaker = speaker_in(span.of(text), wording)
    if quotes and not speaker:
        return Rejected(span.of(text), _NAMELESS)
    if quotes and not says and not wording.has("said", candidate.claim.of(text)):
        return Rejected(span.of(text), _POINTS_BACK)
    asks = bool(speaker) and asks_in(span.of(text), wording)
    return replace(candidate, speaker=speaker, asks=asks, kinds=(ClaimKind.CLAIM,) if asks else candidate.kinds)


def _overlap(spoken: list[Span], span: Span) -> bool:
    return any(part.start < span.end and part.end > span.start for part in spoken)


def _in_own_voice(text: str, candidate: Candidate, spoken: list[Span], wording: Wording) -> Candidate | None:
    """A passage under a lead, which is the author's own claim, up to where somebody else is quoted in it."""
    start = candidate.span.start
    ends = [one.end for one in sentences(text, start, candidate.span.end, *wording.splits)]
    for end in [candidate.span.end, *reversed(ends)]:
        if not _overlap(spoken, Span(start, end)) and not speaker_in(text[start:end], wording):
            least = candidate.claim.end if candidate.claim.start >= start else start + 1
            return replace(candidate, span=Span(start, end)) if end >= least else None
    return None
