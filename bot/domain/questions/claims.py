"""What kind of claim a sentence makes, by the words that give it away."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from bot.domain.questions.advice import is_advice
from bot.domain.questions.figures import is_of_figures
from bot.domain.questions.question import ClaimKind
from bot.domain.questions.speakers import in_own_words
from bot.domain.questions.verbs import corrects, finite, has_unknown_verb, is_past, is_perfect, is_whole
from bot.domain.questions.wording import Wording
from bot.told import Told

_BY_WEIGHT = (
    ClaimKind.COUNTERFACTUAL,
    ClaimKind.REGRET,
    ClaimKind.NORM,
    ClaimKind.PREDICTION,
    ClaimKind.COMPARISON,
    ClaimKind.TENSION,
    ClaimKind.CAUSE,
)
"""The kinds with cues, the most telling first: a sentence with "had ... could have ... because" is a counterfactual."""

_DEMANDS = {ClaimKind.NORM, ClaimKind.COUNTERFACTUAL, ClaimKind.PREDICTION, ClaimKind.REGRET}
_PAUSE = re.compile(r"[,;:.!?](?=\s|$)|\s[–—-]\s")
_LEAST_GENERAL = 4
_ANNOUNCEMENT_WORDS = 9
_ASIDE = re.compile(r",(?: [\w’'-]+){1,3}(?=,)")
"""A few words between two commas: "donors, ourselves included, count ..."."""
_IN_BRACKETS = re.compile(r"\s\([^()]*\)")
STORY = Told("It tells what happened and does not generalise.")
LINK = Told("It holds a link or a user name.")
_NO_CLAIM = Told("It shows no sign of a claim that one could generalise.")
_WORD = re.compile(r"[\w’'-]+")


@lru_cache(maxsize=256)
def kinds_of(sentence: str, wording: Wording) -> tuple[ClaimKind, ...]:
    """The kinds a sentence's words speak for, the most telling first; empty if it shows no sign of a claim."""
    if not wording.knows_claims:
        return (ClaimKind.CLAIM,)
    whole = _without_indirect(_IN_BRACKETS.sub("", sentence), wording)
    sentence = in_own_words(whole, wording)
    if _denies_a_reason_alone(sentence, wording):
        return ()
    shown = [kind for kind in _BY_WEIGHT if all(_shows(kind, one, wording) for one in {whole, sentence})]
    found = _settled(shown, sentence, wording)
    if is_advice(sentence, wording):
        found.insert(0, ClaimKind.ADVICE)
    elif wording.has("advice", sentence):
        found.append(ClaimKind.ADVICE)
    if wording.has("concedes", sentence) or wording.has("regret", sentence):
        found = [kind for kind in found if kind is not ClaimKind.NORM]
    restated = not found and wording.has("cause", sentence)
    if not found and (restated or _is_claim(sentence, wording) or _opens_with_deed(sentence, wording)):
        found.append(ClaimKind.CLAIM)
    return tuple(found)


def _settled(found: list[ClaimKind], sentence: str, wording: Wording) -> list[ClaimKind]:
    """The kinds that the words speak for, without those that its other words speak against."""
    if ClaimKind.TENSION in found and not _is_tension(sentence, found, wording):
        found.remove(ClaimKind.TENSION)
    elif found[:2] == [ClaimKind.NORM, ClaimKind.TENSION]:
        found[:2] = [ClaimKind.TENSION, ClaimKind.NORM]
    if ClaimKind.COMPARISON in found and not _compares(sentence, found, wording):
        found.remove(ClaimKind.COMPARISON)
    if ClaimKind.COUNTERFACTUAL in found:
        return [kind for kind in found if kind is not ClaimKind.PREDICTION]
    return found


def _shows(kind: ClaimKind, sentence: str, wording: Wording) -> bool:
    """Whether the words of a sentence speak for a kind; a mistake is regretted where it is told in the past."""
    if wording.has(kind.value, sentence):
        if kind is ClaimKind.NORM:
            return _demands(sentence, wording)
        if kind is ClaimKind.CAUSE:
            return any(not _says_again(sentence, found, wording) for found in wording.finditer("cause", sentence))
        return kind not in _DEMANDS or _is_of_main_clause(kind.value, sentence, wording)
    return kind is ClaimKind.REGRET and wording.has("mistakes", sentence) and wording.has("past", sentence)


def _says_again(sentence: str, cue: re.Match[str], wording: Wording) -> bool:
    """Whether the word before a cue stands after it too: "A promise means a promise" gives no cause."""
    before = _WORD.findall(sentence[: cue.start()])[-1:]
    after = (word for word in _WORD.findall(sentence[cue.end() :]) if not wording.is_closed(word))
    return bool(before) and before[0].casefold() == next(after, "").casefold()


def _demands(sentence: str, wording: Wording) -> bool:
    """Whether it asks for more than what it says need not be ("Games do not need to be fair")."""
    needless = wording.search("needless", sentence)
    while needless:
        sentence = f"{sentence[: needless.start()]}…{sentence[needless.end() :]}"
        needless = wording.search("needless", sentence)
    return _is_of_main_clause("norm", sentence, wording)


def _is_of_main_clause(cue: str, sentence: str, wording: Wording) -> bool:
    """Whether a cue is more than what is said of somebody by the way: "those who should have helped | stood aside", "A
    phone helps | when a driver has to call".
    """
    aside = [found.span() for found in wording.finditer("byway", sentence)]
    return any(
        not wording.is_word("persons", sentence[: found.start()].rstrip().rpartition(" ")[2])
        and not any(start <= found.start() < end for start, end in aside)
        for found in wording.finditer(cue, sentence)
    )


def _compares(sentence: str, found: list[ClaimKind], wording: Wording) -> bool:
    """Whether it ranks things: what is done "instead of" something does so where it is told of all cases, not where it
    is demanded or is what happened.
    """
    if ClaimKind.NORM in found:
        return not wording.has("instead", sentence)
    sentence = rest = _ASIDE.sub("", sentence)
    for instead in reversed(list(wording.finditer("instead", sentence))):
        done = rest[: instead.start()].rstrip()
        last = done.rpartition(" ")[2]
        done = done.removesuffix(last) if wording.has("past", last) else done  # "pumps built rather than working"
        rest = f"{done}…{rest[instead.end() :]}"
    return rest == sentence or not is_past(rest, wording) or wording.has("comparison", rest)


def _without_indirect(sentence: str, wording: Wording) -> str:
    """The sentence without the questions inside it: what it says should be there, it does not say itself."""
    found = wording.search("indirect", sentence)
    while found:
        end = re.compile(r"[,;:]|$").search(sentence, found.end())
        sentence = sentence[: found.start()] + sentence[end.start() if end else len(sentence) :]
        found = wording.search("indirect", sentence)
    return sentence


def _opens_with_deed(sentence: str, wording: Wording) -> bool:
    """Whether an infinitive is its subject ("Fazer junto ensina mais"): it says something of all cases."""
    words = sentence.split(maxsplit=1)
    return bool(wording.words("infinitives")) and len(words) > 1 and wording.is_base_form(words[0])


def _is_tension(sentence: str, found: list[ClaimKind], wording: Wording) -> bool:
    """Whether two things pull against each other: not where one is denied, nor where a demand grants something."""
    if corrects(sentence, wording) or all(
        _only_joins(sentence, sign, wording) for sign in wording.finditer("tension", sentence)
    ):
        return False
    joints = [one for one in wording.finditer("contrary", sentence) if sentence[: one.start()].rstrip()[-1:] in ",;–"]
    after = [_PAUSE.split(sentence[one.end() :])[0].strip() for one in joints]
    if _DEMANDS & set(found):
        return any(is_whole(one, wording) or is_whole(one.partition(" ")[2], wording) for one in after)
    if any(_happened(sentence[: joint.start()], half, wording) for joint, half in zip(joints, after, strict=True)):
        return False
    return not joints or any(finite(one, wording) for one in after)


def _happened(before: str, after: str, wording: Wording) -> bool:
    """Whether the authors tell what they did ("We tried bells, but took them down"): one event after another, between
    which nobody has to choose.
    """
    return wording.has("own", before) and is_past(before, wording) and wording.opens("past", after) is not None


def _only_joins(sentence: str, sign: re.Match[str], wording: Wording) -> bool:
    """Whether a word such as "however" sets its sentence against the one before, and nothing in it against the rest."""
    joins = wording.opens("connectives", sign[0]) or wording.opens("dangling", sign[0])
    return bool(joins and not wording.opens("contrary", sign[0]) and not is_whole(sentence[: sign.start()], wording))


def _is_claim(sentence: str, wording: Wording) -> bool:
    """Whether a sentence that shows no other kind says how things are, and not only what happened."""
    if wording.has("lesson", sentence) or wording.has("present", sentence) or corrects(sentence, wording):
        return True
    if is_general(sentence, wording):
        return True
    told = any(wording.has(cue, sentence) for cue in ("past", "own"))
    return wording.has("negations", sentence) and not told and not _denies_a_noun_alone(sentence, wording)


def _denies_a_noun_alone(sentence: str, wording: Wording) -> bool:
    """Whether a negation and an article open it and no verb follows: "Non la storia di un orto"."""
    denial = wording.opens("negations", sentence)
    rest = sentence[denial.end() :].split() if denial else []
    after = " ".join(rest[1:])
    return (
        bool(rest)
        and wording.is_word("articles", rest[0])
        and not finite(after, wording)
        and not has_unknown_verb(after, wording)
    )


def _denies_a_reason_alone(sentence: str, wording: Wording) -> bool:
    """Whether it only says what is no reason, and not of what: "Not because the debts are paid"."""
    denial = wording.opens("negations", sentence)
    rest = sentence[denial.end() :].lstrip() if denial else ""
    if not rest or wording.opens("negative", sentence):
        return False
    if not (wording.is_word("conjunctions", rest.split(maxsplit=1)[0]) or wording.opens("lesser", rest)):
        return False
    return not finite(" ".join(_PAUSE.split(sentence)[1:]), wording)


def is_general(sentence: str, wording: Wording) -> bool:
    """Whether it says something of anyone ("Wer sät, erntet") or of all of a kind ("Trams fail"), not what happened."""
    if wording.opens("whenever", sentence):
        return not is_past(sentence, wording)
    if wording.has("past", sentence) or wording.has("own", sentence):
        return False
    clause = re.split(r"[,;:]\s", sentence)[0]
    if wording.opens("anyone", sentence) or has_unknown_verb(clause, wording):
        return True
    words = re.findall(r"[\w’'-]+", clause)
    least = 2 if wording.words("nouns_have_capitals") else _LEAST_GENERAL
    if len(words) < least or (wording.is_closed(words[0]) and not wording.has("indefinite", words[0])):
        return False
    if wording.words("nouns_have_capitals"):
        return _has_small_verb(words, wording)
    return any(_is_present(before, word, wording) for before, word in pairwise(words))


def _has_small_verb(words: list[str], wording: Wording) -> bool:
    """Where every noun has a capital: whether a small word that no noun follows, and so is no adjective, may be a verb:
    "Ehrenamt ermüdet", "Kurze Zeiten sparen an der falschen Stelle".
    """
    return any(
        word.islower() and word.endswith(("t", "en")) and not wording.is_closed(word) and not after[:1].isupper()
        for word, after in zip(words[1:], [*words[2:], ""], strict=True)
    )


def _is_present(before: str, word: str, wording: Wording) -> bool:
    """Whether a word is a verb of its subject before it: "trams fail", "openness ... builds", not "of plans"."""
    if wording.is_closed(before) or wording.is_closed(word) or not word.islower():
        return False
    several = before.endswith("s") and not before.endswith("ss")
    singular = word.endswith("s") and wording.is_verb_form(word)
    return (several and wording.is_word("imperatives", word)) or (singular and not several)


def _tells_a_story(sentence: str, wording: Wording) -> bool:
    """Whether its first verb is one of narrative; a sentence that begins in the present claims something."""
    granted = wording.search("concedes", sentence)
    sentence = sentence[granted.end() :] if granted else sentence
    if wording.opens("anyone", sentence) and _goes_on_in_present(sentence, wording):
        return False
    return is_past(sentence, wording) and not corrects(sentence, wording)


def _goes_on_in_present(sentence: str, wording: Wording) -> bool:
    """Whether the last verb says how things are: "A plan that nobody has tried is no plan"."""
    past = [found.span() for found in wording.finditer("past", sentence)]
    now = [
        found.start()
        for found in wording.finditer("present", sentence)
        if not any(start <= found.start() < end for start, end in past)
    ]
    return bool(past and now) and now[-1] > past[-1][0]


def _passing(sentence: str, wording: Wording) -> str:
    """Why it is of no weight for others, "" if it may be: it says how things stand today, what has been done so far, or
    what some or its author alone think.
    """
    if wording.opens("held_by_some", sentence):
        return _NO_CLAIM
    so_far = is_perfect(sentence, wording) and not wording.has("contrary", sentence)
    told = so_far or wording.has("dated", sentence) or _is_of_its_author(sentence, wording)
    return STORY if told else ""


def _is_of_its_author(sentence: str, wording: Wording) -> bool:
    """Whether its main clause says something of its author alone ("I can still taste the tea"), and not what they make
    of it ("I doubt that a committee can").
    """
    clause = next((part for part in _PAUSE.split(sentence) if not wording.opens("conditions", part.lstrip())), "")
    narrator = wording.search("narrator", clause)
    inner = wording.search("subordinators", clause)
    return narrator is not None and (inner is None or inner.start() == 0)


def _announces(sentence: str, wording: Wording) -> bool:
    """Whether a short sentence only says that its authors have questions: "Two things I still cannot answer"."""
    short = len(sentence.split()) <= _ANNOUNCEMENT_WORDS
    return short and wording.has("announces", sentence) and wording.has("own", sentence)


def has_link(text: str) -> bool:
    """Whether an address or a user's name stands in it."""
    return "://" in text or re.search(r"(?<!\w)@\w", text) is not None


def _was_learnt(sentence: str, wording: Wording) -> bool:
    """Whether it says that something was learnt, and more than of a thing just told ("I saw this was not enough")."""
    learnt = wording.search("learnt", sentence)
    after = sentence[learnt.end() :].lstrip() if learnt else ""
    return learnt is not None and not (wording.opens("dangling", after) and is_past(after, wording))


def why_not(sentence: str, kinds: tuple[ClaimKind, ...], wording: Wording) -> str:
    """Why a sentence is not worth a question, in plain words; "" if it is."""
    if wording.has("thanks", sentence):
        return Told("It thanks or praises; there is nothing to discuss.")
    if wording.has("plan", sentence):
        return Told("It tells the authors’ plans, not something learnt.")
    if wording.has("pointer", sentence) or _announces(sentence, wording):
        return Told("It sends the reader elsewhere, or announces what follows.")
    if has_link(sentence):
        return LINK
    if not kinds:
        return STORY if wording.has("past", sentence) else _NO_CLAIM
    if set(kinds) == {ClaimKind.CLAIM} and not wording.has("learnt", sentence):
        passing = _passing(sentence, wording)
        if passing:
            return passing
    weak = {ClaimKind.CLAIM, ClaimKind.TENSION, ClaimKind.CAUSE}
    strong = set(kinds) - (weak if wording.has("present", sentence) else weak | {ClaimKind.COMPARISON})
    if not strong and is_of_figures(sentence, kinds, wording):
        return Told("It gives bare numbers and does not generalise.")
    if not strong and not _was_learnt(sentence, wording) and _tells_a_story(sentence, wording):
        return STORY
    return ""
