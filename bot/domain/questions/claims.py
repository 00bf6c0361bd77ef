"""What kind of claim a sentence makes, by the words that give it away."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from bot.domain.questions.figures import is_of_figures
from bot.domain.questions.question import ClaimKind
from bot.domain.questions.speakers import in_own_words
from bot.domain.questions.verbs import corrects, finite, is_past, is_whole
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
_LABEL_WORDS = 4
_LEAST_GENERAL = 4
_ANNOUNCEMENT_WORDS = 9
_ASIDE = re.compile(r",(?: [\w’'-]+){1,3}(?=,)")
"""A few words between two commas: "donors, ourselves included, count ..."."""
_IN_BRACKETS = re.compile(r"\s\([^()]*\)")
_IN_DASHES = re.compile(r"\s—[^—]{1,150}—(?=\s)|\s–\s[^–]{1,150}\s–(?=\s)")
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
    found = [kind for kind in _BY_WEIGHT if all(_shows(kind, one, wording) for one in {whole, sentence})]
    if ClaimKind.TENSION in found and not _is_tension(sentence, found, wording):
        found.remove(ClaimKind.TENSION)
    elif found[:2] == [ClaimKind.NORM, ClaimKind.TENSION]:
        found[:2] = [ClaimKind.TENSION, ClaimKind.NORM]
    if ClaimKind.COMPARISON in found and not _compares(sentence, found, wording):
        found.remove(ClaimKind.COMPARISON)
    if ClaimKind.COUNTERFACTUAL in found:
        found = [kind for kind in found if kind is not ClaimKind.PREDICTION]
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
    return not joints or any(finite(one, wording) for one in after)


def _only_joins(sentence: str, sign: re.Match[str], wording: Wording) -> bool:
    """Whether a word such as "however" sets its sentence against the one before, and nothing in it against the rest."""
    joins = wording.opens("connectives", sign[0]) or wording.opens("dangling", sign[0])
    return bool(joins and not wording.opens("contrary", sign[0]) and not is_whole(sentence[: sign.start()], wording))


def _is_claim(sentence: str, wording: Wording) -> bool:
    """Whether a sentence that shows no other kind says how things are, and not only what happened."""
    if wording.has("lesson", sentence) or wording.has("present", sentence) or corrects(sentence, wording):
        return True
    denied = wording.has("negations", sentence)
    return is_general(sentence, wording) or (denied and not any(wording.has(cue, sentence) for cue in ("past", "own")))


def is_general(sentence: str, wording: Wording) -> bool:
    """Whether it says something of anyone ("Wer sät, erntet") or of all of a kind ("Trams fail"), not what happened."""
    if wording.opens("whenever", sentence):
        return not is_past(sentence, wording)
    if wording.has("past", sentence) or wording.has("own", sentence):
        return False
    clause = re.split(r"[,;:]\s", sentence)[0]
    if wording.opens("anyone", sentence) or _has_unknown_verb(clause, wording):
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


def is_advice(sentence: str, wording: Wording) -> bool:
    """Whether it opens with an imperative: "Take it slow", "Never close ...", not "Work is" or "Plans fail"."""
    if wording.search("promised", sentence):
        return False  # "Ask anyone in town and you will be told": a condition
    if wording.opens("negative", sentence) or _ends_in_infinitive(sentence, wording):
        return True
    if wording.opens("occasions", sentence):
        return _holds_then(sentence.partition(", ")[2], wording)
    if called := _called_for(sentence, wording):
        return is_advice(called, wording)
    words = re.findall(r"[\w’'-]+", sentence)
    if (
        not words
        or _is_label(words)
        or not (wording.is_word("imperatives", words[0]) or wording.has("infinitives", words[0]))
    ):
        return False
    follows = words[1].casefold() if len(words) > 1 else ""
    if _is_listed_noun(words, wording):
        return False
    named = words[1:2] if len(words) > 3 and words[1][0].isupper() else []
    subject = words[: 1 + len(named)]
    if _is_verb_of(words[len(subject) :], wording) or _has_verb(sentence, wording):
        return False
    if wording.is_word("mass_nouns", words[0]) and _is_subject(follows, sentence, wording):
        return False
    if wording.is_word("complements", follows) and not wording.words("infinitives"):
        return False
    verb = "auxiliaries" if wording.words("auxiliaries") else "present"
    return not any(wording.opens(cue, follows) for cue in (verb, "modal", "past"))


def _called_for(sentence: str, wording: Wording) -> str:
    """What stands behind "Always", or behind a word and a colon ("Remember: promises are paper"), if it is whole."""
    if insists := wording.opens("insists", sentence):
        return sentence[insists.end() :].lstrip()
    call, _, called = sentence.partition(": ")
    return called if " " not in call and not called.endswith("?") and is_whole(called, wording) else ""


def _holds_then(sentence: str, wording: Wording) -> bool:
    """Whether what follows an occasion is advice: where infinitives give it too, an imperative must open it."""
    if not (wording.words("infinitives") or wording.words("late_infinitives")):
        return is_advice(sentence, wording)
    return wording.is_word("imperatives", re.split(r"\W", sentence, maxsplit=1)[0])


def _ends_in_infinitive(sentence: str, wording: Wording) -> bool:
    """Whether it advises as lists do in languages whose verb stands last: "Die Kasse offenlegen"."""
    if not wording.words("late_infinitives"):
        return False
    clause = _PAUSE.split(sentence.rstrip(" .!"), maxsplit=1)[0].rstrip()
    found = wording.search("late_infinitives", clause)
    return found is not None and not finite(clause, wording) and not wording.is_closed(clause[found.start() :])


def _is_subject(follows: str, sentence: str, wording: Wording) -> bool:
    """Whether a word that may be a noun has a verb: "Trust grows slowly", "Trust in the committee takes years"."""
    if follows.endswith("s") and wording.is_verb_form(follows):
        return True
    clause = _PAUSE.split(sentence, maxsplit=1)[0]
    verbs = [re.split(r"\W", clause[start:], maxsplit=1)[0] for start in finite(clause, wording)[1:]]
    return wording.is_word("prepositions", follows) and any(verb.endswith("s") for verb in verbs)


def _is_listed_noun(words: list[str], wording: Wording) -> bool:
    """Whether the first word is the first noun of two: "Trust and patience win", not "Stop and think"."""
    if len(words) < 3 or not wording.is_word("list_joiners", words[1]) or wording.is_closed(words[2]):
        return False
    return wording.is_word("mass_nouns", words[0]) and not wording.is_base_form(words[2])


def _is_verb_of(words: list[str], wording: Wording) -> bool:
    """Whether the first of the words is the verb of what stands before it: "Trust travels through people"."""
    if len(words) < 2 or not words[0].endswith("s"):
        return False
    return wording.has("verbs", words[0].casefold()) and wording.is_closed(words[1])


def _has_verb(sentence: str, wording: Wording) -> bool:
    """Whether an infinitive at the opening is the subject of a verb: "Fazer junto ensina mais", not "Ask who knows"."""
    if not wording.words("infinitives"):
        return False
    clause = _subject_at_length(re.split(r"[;:.!?]\s", _IN_DASHES.sub(" ", sentence))[0], wording)
    if _has_unknown_verb(clause, wording):
        return True
    verbs = {found.start() for cue in ("present", "verbs", "past") for found in wording.finditer(cue, clause)}
    opened = [found.start() for found in wording.finditer("subordinators", clause)]
    inner = sum(any(start < verb < end for verb in verbs) for start, end in pairwise([*opened, len(clause)]))
    return bool(verbs) and (not opened or min(verbs) < opened[0] or len(verbs) > inner)


def _subject_at_length(clause: str, wording: Wording) -> str:
    """A clause up to its first comma, or the one after the last infinitive: "Ler as atas, abrir os livros são ..."."""
    parts = clause.split(", ")
    for number in range(len(parts) - 1, 0, -1):
        joiner = wording.opens("list_joiners", parts[number])
        word = _WORD.match(parts[number][joiner.end() :].lstrip() if joiner else parts[number])
        if word and wording.is_base_form(word[0]):
            return " ".join(parts[: number + 1])
    return parts[0]


def _has_unknown_verb(clause: str, wording: Wording) -> bool:
    """Whether an open word stands between a noun and an article, where only a verb can: "Pensar en el caso extremo
    disciplina todo el sistema".
    """
    words = re.findall(r"[\w’'-]+", clause)
    return any(
        wording.has("unknown_verbs", word)
        and not (wording.is_closed(before) or wording.is_closed(word) or wording.is_word("vague", word))
        and not wording.is_base_form(word)
        and (wording.is_word("articles", after) or wording.is_word("determiners", after))
        for before, word, after in zip(words[1:], words[2:], words[3:], strict=False)
    )


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


def _is_passing(sentence: str, wording: Wording) -> bool:
    """Whether it says how things stand today, or with whoever tells it."""
    return wording.has("dated", sentence) or _is_of_its_author(sentence, wording)


def _is_of_its_author(sentence: str, wording: Wording) -> bool:
    """Whether its main clause says something of its author alone ("I can still taste the tea"), and not what they make
    of it ("I doubt that a committee can").
    """
    clause = next((part for part in _PAUSE.split(sentence) if not wording.opens("conditions", part.lstrip())), "")
    narrator = wording.search("narrator", clause)
    inner = wording.search("subordinators", clause)
    return narrator is not None and (inner is None or inner.start() == 0)


def _is_label(words: list[str]) -> bool:
    """A few words with capitals ("Check Status") name something; they advise nothing."""
    return 1 < len(words) <= _LABEL_WORDS and words[0][0].isupper() and words[-1][0].isupper()


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
    if set(kinds) == {ClaimKind.CLAIM} and _is_passing(sentence, wording) and not wording.has("learnt", sentence):
        return STORY
    weak = {ClaimKind.CLAIM, ClaimKind.TENSION, ClaimKind.CAUSE}
    strong = set(kinds) - (weak if wording.has("present", sentence) else weak | {ClaimKind.COMPARISON})
    if not strong and is_of_figures(sentence, kinds, wording):
        return Told("It gives bare numbers and does not generalise.")
    if not strong and not _was_learnt(sentence, wording) and _tells_a_story(sentence, wording):
        return STORY
    return ""
