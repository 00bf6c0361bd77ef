"""A language's cues and asks, made ready for use.

Rules of this file: every cue is a small regular expression over whole words, case ignored; every ask is a sentence with
slots in braces; every form is a regular expression for a whole sentence, with `{slot}` for the words that an ask may
use (`{slot:expression}` where not just any words will do). What a name means is said in `CUES`, and in `asks`; a
language that lacks a cue or a form simply never fires it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.domain.language import Language
from bot.domain.questions.asks import ROLES, SLOT, Ask, Joins
from bot.domain.questions.question import ClaimKind

CUES = {
    "norm": "says what should be done",
    "needless": "says that something need not be, or is only expected: need not, once mended it should work",
    "advice": "says it as advice, without an imperative",
    "cause": "says why, or what follows",
    "counterfactual": "says what could have been",
    "prediction": "says what will be",
    "tension": "sets one thing against another",
    "comparison": "ranks one thing above another",
    "regret": "says what should have been done otherwise",
    "dated": "ties a sentence to some day: now, currently, last month",
    "mistakes": "does so where it is told in the past: mistake, too late",
    "occasions": "opens a clause that says when advice holds: when trying to, if you",
    "promised": "says what comes of doing what an imperative before it says: and you will",
    "unknown_verbs": "endings of finite verbs, where only a verb can stand",
    "lesson": "speaks of what was learnt, or of all cases",
    "late_infinitives": "an infinitive that ends advice, where verbs stand last: die Kasse offenlegen",
    "complementizers": "what a lesson may hang on behind its number, where a main clause can follow it: first, that",
    "helping": "verbs that another verb of the same clause may follow: can, is, has",
    "narrator": "words with which an author speaks of himself alone: I",
    "learnt": "says that something was learnt, though in the past: we found that",
    "contrary": "joins what is so to what is not: but, in 'not A, but B'",
    "set_right": "says after a comma what is so, where it was said before what is not: it is",
    "holds": "says in an ask that its claim is true, which no advice is: holds, is borne out",
    "insists": "stands before an imperative and leaves it one: always",
    "instead": "says what is not to be done in place of what should be: instead of",
    "byway": "a need or duty told by the way, which is nobody's demand: when a driver has to, how we should",
    "held_by_some": "opens what only some think or fear, which the article does not claim: others fear",
    "indirect": "begins a question inside a sentence, whose should is nobody's demand: whether",
    "demonstratives": "a noun or its pronoun pointed at inside a sentence: replace that board",
    "pointed_at": "the same with its noun, wherever it stands: these elements",
    "present": "a verb form of general statements",
    "past": "a verb form of narrative",
    "perfect": "a verb form of what has happened up to now: has argued, have been",
    "verbs": "other finite verb forms",
    "readers": "words that address the reader: you, your",
    "plan": "tells what the authors will do next",
    "pointer": "sends the reader elsewhere, or announces what follows",
    "thanks": "thanks someone, or says how glad one is",
    "invitations": "opens a question that asks the reader to buy, to join or to write: looking for more, any comments",
    "promotion": "words of offers, which a question that is not put to the reader may be about: subscribe, newsletter",
    "dangling": "an opening that points back to what was said before",
    "pointing": "a word inside a sentence that stands for something said before",
    "pronouns": "words that stand for somebody or something named before",
    "announces": "speaks of questions and answers not of the matter: two questions remain, I changed my mind on it",
    "answers": "a word that opens a sentence and answers a question by itself, its mark included: yes, exactly",
    "question_words": "opens an open question",
    "closed": "opens a question that yes or no can answer",
    "alternatives": "stands between the two halves of an either-or question: or",
    "leading": "puts the answer into the question",
    "said": "a verb that reports what someone says",
    "pro": "heads a list of what speaks for something",
    "con": "heads a list of what speaks against it",
    "imperatives": "base forms of verbs, the first word of advice",
    "infinitives": "infinitives that open advice, where they differ from the imperative",
    "single_nouns": "yes, if only one word after an article is safely its noun",
    "claims_in_quotes": "yes, if a main clause cannot stand after the language's that",
    "claim_openers": "words of closed classes with which a claim may begin",
    "hanging": "words that make no sense where what stood before them is gone",
    "joiners": "words that join a main clause to the one before: and, but, so",
    "adverbs": "words between a subject and its verb: often, also",
    "plural_pronouns": "words that stand for several named before: they, their",
    "plural_words": "other words that they may stand for: people, nobody",
    "nominal": "opens a list item that may be a noun and what belongs to it: the importance of, need for",
    "enumerators": "words at a sentence's opening that only number it, its pause included: secondly, finally",
    "announced": "what opens a sentence and calls it a lesson, up to that or a colon: the second is that, lesson two:",
    "main": "says elsewhere in a passage that it is a lesson, or the weightiest one: this is the main finding",
    "anyone": "an opening that speaks of anyone to whom it applies: whoever, a union that",
    "whenever": "opens a clause that says of which times the one after it tells: whenever, every time",
    "additive": "words at an item's opening that only add it to the one before: additionally",
    "connectives": "words at a sentence's opening that join it to the one before: however, but",
    "lesser": "words that open a clause less weighty than the main clause after it: while, because",
    "subjects": "words that open a subject behind its verb, in inverted order: man, wir, der",
    "negations": "words that deny: what follows such a clause may be what is denied",
    "list_joiners": "words before the last item of a list within a sentence: and, or",
    "relatives": "words that begin a clause about the noun before them",
    "persons": "those of them that are the subject of their clause: who",
    "paired": "words after which two things are named: between",
    "subordinators": "words that begin a clause inside another: who, that, whether",
    "open_ends": "prepositions that no phrase ends with, where others may stand at an end",
    "conditions": "words that begin what a claim or advice must not be cut off from",
    "people": "nouns for people who could be asked what they think",
    "contractions": "little words that melt into an article: de el=del",
    "elisions": "little words that lose their vowel before another: de=d’",
    "base_forms": "participles with their base forms: gone=go",
    "negative": "opens advice against something",
    "modal": "stands between who should do something and what",
    "impersonal": "stands before a modal and is nobody: you, one, it is important to",
    "noun_phrase_openers": "opens a sentence that may have no verb: a noun and its participle, 'meetings based on'",
    "no_subject": "opens what stands before a modal and cannot be asked about",
    "clause_openers": "words before which a clause or verb phrase may be cut",
    "unclear": "words that make no sense outside their sentence, for a verb phrase",
    "possessives": "those determiners that say whose",
    "indefinite": "those articles that name something for the first time",
    "conjunctions": "words after which a clause begins with its subject",
    "adjective_names": "names that only qualify a noun",
    "articles": "determiners that belong to a topic",
    "determiners": "other determiners",
    "prepositions": "words after which a topic may begin",
    "complements": "words that join a topic to its complement (of)",
    "auxiliaries": "verbs before which a subject ends",
    "function_words": "other words that end a topic",
    "vague": "words too general to ask about",
    "verb_forms": "forms of verbs that may follow a noun",
    "verb_suffixes": "what an imperative takes to become another form of its verb",
    "gerunds": "forms of verbs that open a noun phrase: embracing",
    "adverb_endings": "endings no word of a topic has",
    "not_last": "endings the last word of a topic cannot have",
    "noun_endings": "endings that tell a noun from a name",
    "plural_endings": "endings of a plural that needs no article",
    "adjectives_follow": "yes, if adjectives follow their noun",
    "adjectives_before": "adjectives that precede it all the same",
    "adjective_endings": "endings of adjectives that follow",
    "mass_nouns": "nouns that need no article though they are no plural",
    "bare_after_preposition": "yes, if a noun needs no article after a preposition",
    "names_have_articles": "yes, if a name takes one",
    "nouns_have_capitals": "yes, if all nouns do",
    "objects": "pronouns for whom something is done to, who must have been named: them, him",
    "concedes": "grants something, though it says so as a duty: must admit",
    "statements_ask": "yes, if a question that yes or no can answer may have the order of a statement",
    "final_words": "words that often end a sentence, though with their full stop they look like abbreviations: para",
    "own": "first-person words: the authors' own, not the group's",
}

_PARTICIPLE_ENDINGS = (("ied", "y"), ("ed", "e"), ("ed", ""), ("d", ""))
_CLOSED = ("articles", "determiners", "prepositions", "function_words")

_CLASS_OR_LETTERS = re.compile(r"\\.|[^\\]+")
_LETTER_FIRST = re.compile(r"[^\W\d_](?![?*+{])")
_SIGN = re.compile(r"\\.|\[(?:\\.|[^\]\\])++(?:\]|\Z)|[()|]")
"""A bracket or a bar; first what only looks like one, because a backslash or a class of characters holds it."""
_LEAST_HALF = 2
"""Words: a shorter second half is a tag ("or not?", "oder?")."""
_FORM_SLOT = re.compile(r"\{([a-z]+)(?::((?:[^{}]|\{\d[^{}]*\})+))?\}")


class Wording:
    """One language's cues, compiled, and its asks, sorted."""

    def __init__(self, language: Language) -> None:
        self.tag = language.tag
        self.question_mark = (language.asks.get("question_mark") or ("?",))[0]
        self._cues = language.cues
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._small: dict[str, re.Pattern[str]] = {}
        self._words = {name: frozenset(language.cues.get(name, ())) for name in CUES}
        self._closed = frozenset().union(*(self._words[name] for name in _CLOSED))
        joins = Joins.of(language.cues.get("contractions", ()), language.cues.get("elisions", ()))
        self._base_forms = dict(pair.split("=") for pair in language.cues.get("base_forms", ()))
        self.forms = tuple(_form(form) for forms in language.forms.values() for form in forms)
        self.knows_claims = any(language.cues.get(kind.value) for kind in ClaimKind)
        self.splits = (self.tag, self._words["final_words"])
        """How the language's texts are split into sentences: the last two arguments of `sentences`."""
        self.asks = tuple(
            Ask(template, kind, role, joins)
            for key, templates in language.asks.items()
            for kind, _, role in [key.rpartition("_")]
            if role in ROLES
            for template in templates
        )
        self._by_opening: dict[str, list[Ask]] = {}
        for ask in self.asks:
            self._by_opening.setdefault(_two_words(ask.opening), []).append(ask)
        self._asks_for = {
            (kind, role): tuple(ask for ask in self.asks if (ask.kind, ask.role) == (kind, role))
            for kind, role in {(ask.kind, ask.role) for ask in self.asks}
        }

    def has(self, cue: str, text: str) -> bool:
        """Whether the cue stands anywhere in the text. Asked so often that it looks at small letters alone where it
        can, which takes half as long as looking past case does.
        """
        small = self._small.get(cue)
        if small is None:
            small = self._small[cue] = _in_small_letters(_expression(_by_letter(self._cues.get(cue, ()))))
        return (small.search(text.lower()) if small.pattern else self._pattern(cue).search(text)) is not None

    def search(self, cue: str, text: str) -> re.Match[str] | None:
        return self._pattern(cue).search(text)

    def finditer(self, cue: str, text: str) -> Iterator[re.Match[str]]:
        return self._pattern(cue).finditer(text)

    def _pattern(self, cue: str) -> re.Pattern[str]:
        """The cue as compiled when it is first looked for: few articles need them all."""
        pattern = self._patterns.get(cue)
        if pattern is None:
            pattern = self._patterns[cue] = re.compile(_expression(self._cues.get(cue, ())), re.IGNORECASE)
        return pattern

    def opens(self, cue: str, text: str) -> re.Match[str] | None:
        """The cue at the very beginning of the text, whatever mark stands before it."""
        return self._pattern(cue).match(text, len(text) - len(text.lstrip(" \"'“„«‘¿¡([")))

    def yes_or_no(self, question: str) -> bool:
        """Whether yes or no can answer it: not if it asks which of two things is so ("Did they leave because they were
        tired, or because nobody asked them to stay?").
        """
        closed = self.opens("closed", question) is not None
        return closed and not (self.offers_choice(question) or self._asks_on(question))

    def _asks_on(self, question: str) -> bool:
        """Whether an open question is joined to it: "Is there one in your town, and what do its members know?"."""
        joints = (
            found for found in self.finditer("list_joiners", question) if question[: found.start()].rstrip()[-1:] == ","
        )
        return any(self.opens("question_words", question[found.end() :].lstrip()) for found in joints)

    def offers_choice(self, question: str, *, parallel: bool = False) -> bool:
        """Whether a second half stands after a pause, or opens with the word that opens the first (which it has to if
        they are to be `parallel`).
        """
        for found in self.finditer("alternatives", question):
            before, after = question[: found.start()].rstrip(), re.findall(r"[\w’'-]+", question[found.end() :])
            denies = bool(after) and self.opens("negations", after[0]) is not None
            if len(after) < _LEAST_HALF + denies:
                continue
            opened = after[0].casefold() in before.casefold().split() and self.is_closed(after[0])
            if opened or (not parallel and before.endswith((",", ";", ":", "–", "—", "-"))):
                return True
        return False

    def is_word(self, cue: str, word: str) -> bool:
        return word.casefold() in self._words[cue]

    def is_closed(self, word: str) -> bool:
        """Whether a word is one of the few that hold sentences together."""
        return word.casefold() in self._closed

    def is_verb_form(self, word: str) -> bool:
        """Whether a word may be a verb: of one that gives advice ("takes" of "take"), or by its ending."""
        small = word.casefold()
        if self.has("verb_forms", small):
            return True
        stems = (small.removesuffix(ending) for ending in self._words["verb_suffixes"] if small.endswith(ending))
        return any(stem in self._words["imperatives"] for stem in stems)

    def is_base_form(self, word: str) -> bool:
        """Whether a word is a verb as it stands after "to": an infinitive, where that differs from an imperative."""
        return self.has("infinitives", word) if self._words["infinitives"] else self.is_word("imperatives", word)

    def may_be_base_form(self, word: str) -> bool:
        """Whether a word after a modal verb may be its verb: no adverb, no negation, nothing of a closed class."""
        return self.is_base_form(word) or not (self._words["infinitives"] or self.is_closed(word))

    def base_of(self, participle: str) -> str:
        """The base form of a participle or gerund ("involved": involve), or "" if it is not safely known."""
        small = participle.casefold()
        if small in self._base_forms:
            return self._base_forms[small]
        stems = tuple(
            small.removesuffix(ending) + rest for ending, rest in _PARTICIPLE_ENDINGS if small.endswith(ending)
        )
        if small.endswith("ing"):
            stems = (small[:-3], small[:-3] + "e", small[:-4])
        doubled = small[:-3] if small[-4:-3] == small[-3:-2] != "" and small.endswith("ed") else ""
        return next((stem for stem in (*stems, doubled) if stem in self._words["imperatives"]), "")

    def is_telling(self, word: str) -> bool:
        """Whether a word says what a text is about: no closed class, not too general, no number."""
        return len(word) > 2 and not word.isdigit() and not self.is_closed(word) and not self.is_word("vague", word)

    def words(self, cue: str) -> frozenset[str]:
        return self._words[cue]

    def asks_for(self, kind: str, role: str) -> tuple[Ask, ...]:
        return self._asks_for.get((kind, role), ())

    def ask_behind(self, text: str) -> Ask | None:
        """The ask a question was made from, or None if it is nobody's."""
        known = (*self._by_opening.get(_two_words(text.casefold()), ()), *self._by_opening.get("", ()))
        fitting = [ask for ask in known if ask.slot_words(text) is not None]
        return max(fitting, key=lambda ask: len(SLOT.sub("", ask.template)), default=None)


@cache
def wording(language: Language) -> Wording:
    return Wording(language)


def _two_words(opening: str) -> str:
    """The first two words, "" of a text that has fewer."""
    words = opening.split()[:2]
    return " ".join(words) if len(words) == 2 else ""


def _form(form: str) -> re.Pattern[str]:
    """A form as one regular expression for a whole sentence."""
    grouped = _FORM_SLOT.sub(lambda slot: f"(?P<{slot[1]}>{slot[2] or '.+?'})", form)
    return re.compile(grouped, re.IGNORECASE)


def _expression(cues: tuple[str, ...]) -> str:
    """One expression for all of a cue's words; one that fits nothing where there are none."""
    longest_first = sorted(cues, key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)" if cues else r"(?!)"


def _by_letter(cues: tuple[str, ...]) -> tuple[str, ...]:
    """The cues, those that begin with the same letter as one, so that few are tried where a word begins."""
    together: dict[str, list[str]] = {}
    apart = []
    for cue in cues:
        if _LETTER_FIRST.match(cue) and not _has_bar(cue):
            together.setdefault(cue[0], []).append(cue[1:])
        else:
            apart.append(cue)
    return (*apart, *(f"{letter}(?:{'|'.join(rest)})" for letter, rest in together.items()))


def _has_bar(cue: str) -> bool:
    """Whether it names alternatives outside all brackets."""
    depth = 0
    for sign in _SIGN.findall(cue):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            return True
    return False


def _in_small_letters(expression: str) -> re.Pattern[str]:
    """The expression for a text in small letters; an empty one where capitals are part of what it looks for."""
    if "(?-i:" in expression:
        return re.compile("")
    parts = _CLASS_OR_LETTERS.findall(expression)
    return re.compile("".join(part if part.startswith("\\") else part.lower() for part in parts))
