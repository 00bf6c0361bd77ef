"""What a sentence is about: the noun phrase that says it best, found without a tagger.

A phrase is only taken where closed-class words or pauses fence it in on both sides ("the working class to", "of
independent parties."): those words are few and are data of the language. What lies between is weighed by how much the
article speaks of it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.questions import phrases
from bot.domain.questions.vocabulary import TOKEN, Vocabulary
from bot.domain.questions.wording import Wording

_MOST_WORDS = 3
_TITLE_BONUS = 1.0
_NAME_BONUS = 1.0
_SUBJECT_BONUS = 1.5
_OFTEN = 3
_SAID_WITHIN = 30
_ASIDE = re.compile(r"\s[–—-]\s[^–—]{1,150}?\s[–—-](?=\s)|—[^—]{1,150}—|\s\([^()]*\)")
_GOES_ON = re.compile(r" [A-Z]")
_LAST_WORD = re.compile(r"(\w+) $")
_LONGEST_NAME = 40
_YEAR = re.compile(r"\d\d")
_POSSESSIVE = re.compile(r"[’']s?$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word `[start, end)` of a sentence; `joined`: nothing but a space parts it from the word before."""

    word: str
    start: int
    end: int
    joined: bool


def best_topic(sentence: str, vocabulary: Vocabulary, wording: Wording) -> str:
    """The noun phrase that says best what the sentence is about, as it may stand after "about": its subject, else the
    one that the article speaks of most; "" if none is safe.
    """
    subject = None if wording.words("nouns_have_capitals") else phrases.subject(sentence, vocabulary, wording)
    if subject and wording.is_base_form(subject.split()[0]):
        subject = None  # "Fazer junto ensina mais": something done is no thing to speak about
    if subject and not _YEAR.search(subject) and _weight(_tokens(subject), vocabulary, wording) > 0:
        return "" if _is_somebody(subject, vocabulary, wording) else subject
    found = [
        topic
        for topic in _topics(_ASIDE.sub(",", sentence), vocabulary, wording)
        if topic[1] > 0
        and _is_central(topic[0], vocabulary, wording)
        and not _is_somebody(topic[0], vocabulary, wording)
    ]
    return max(found, key=lambda topic: topic[1], default=("", 0.0))[0]


def _is_somebody(phrase: str, vocabulary: Vocabulary, wording: Wording) -> bool:
    """Whether it names a person in full who speaks in the article: one asks what they think, not what is said about
    them.
    """
    names = [word for word in phrase.split() if word[0].isupper()]
    if len(names) < 2 or not phrase[0].isupper() or not all(word in vocabulary.names for word in names):
        return False
    return _is_quoted(phrase, list(_places(phrase, vocabulary.text)), vocabulary.text, wording)


def person(sentence: str, vocabulary: Vocabulary, wording: Wording) -> str:
    """Whoever in the sentence could be asked what they think: people by their noun, or a name that speaks elsewhere in
    the article; "" if there is nobody.
    """
    for phrase, _ in _topics(_ASIDE.sub(",", sentence), vocabulary, wording):
        if _is_predicate(phrase, sentence, wording):
            continue
        of_name = all(word in vocabulary.names for word in phrase.split())
        if (_is_people(phrase, wording) and not of_name) or (of_name and _speaks(phrase, vocabulary, wording)):
            return phrase
    return ""


def _is_predicate(phrase: str, sentence: str, wording: Wording) -> bool:
    """Whether a phrase says what something is ("a union is | an insurance company") and so names nobody to be asked."""
    before = sentence[: max(sentence.find(phrase), 0)].split()[-1:]
    return (
        bool(before)
        and wording.is_word("indefinite", phrase.split(maxsplit=1)[0])
        and any(wording.opens(cue, before[0]) for cue in ("auxiliaries", "present"))
    )


def acts(phrase: str, vocabulary: Vocabulary, wording: Wording) -> bool:
    """Whether a noun phrase names people, or has a name, so that one may ask what it would have taken for them."""
    return _is_people(phrase, wording) or phrase.partition(" ")[0] in vocabulary.names


def _is_people(phrase: str, wording: Wording) -> bool:
    """Whether the noun of a phrase, which ends it or stands before its complement, is one for people."""
    words = phrase.split()
    place = next((at for at, word in enumerate(words) if at and wording.is_word("prepositions", word)), len(words))
    head = " ".join(words[:place])
    return any(found.end() == len(head) for found in wording.finditer("people", head))


def _speaks(name: str, vocabulary: Vocabulary, wording: Wording) -> bool:
    """Whether the article names somebody of that name in full, and reports what they say."""
    text = vocabulary.text
    places = [at for at in _places(name, text) if not _GOES_ON.match(text, at + len(name))]
    if not any(_word_before(text, at) in vocabulary.names for at in places):
        return False
    return _is_quoted(name, places, text, wording)


def _is_quoted(name: str, places: Sequence[int], text: str, wording: Wording) -> bool:
    """Whether a verb of saying stands beside the name in one of its places."""
    return any(
        _reports(text[max(0, at - _SAID_WITHIN) : at], text[at + len(name) :][:_SAID_WITHIN], wording) for at in places
    )


def _places(name: str, text: str) -> Iterator[int]:
    """Where the name stands as a word of its own."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not (_is_letter(text[at - 1 : at]) or _is_letter(text[end : end + 1])):
            yield at
        at = text.find(name, end)


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _word_before(text: str, at: int) -> str:
    """The word that nothing but a space parts from what stands at `at`."""
    found = _LAST_WORD.search(text, max(0, at - _LONGEST_NAME), at)
    return found[1] if found else ""


def _reports(before: str, after: str, wording: Wording) -> bool:
    """Whether a verb of saying stands right before a name, or soon after it."""
    said = list(wording.finditer("said", before))
    near = bool(said) and not before[said[-1].end() :].strip()
    return near or wording.opens("said", after) is not None


def _topics(sentence: str, vocabulary: Vocabulary, wording: Wording) -> tuple[tuple[str, float], ...]:
    """The noun phrases of a sentence with their weight."""
    if sentence not in vocabulary.topics:
        vocabulary.topics[sentence] = tuple(_found(sentence, vocabulary, wording))
    return vocabulary.topics[sentence]


def _found(sentence: str, vocabulary: Vocabulary, wording: Wording) -> Iterator[tuple[str, float]]:
    tokens = _tokens(sentence)
    if wording.words("nouns_have_capitals"):
        yield from _capital_nouns(tokens, vocabulary, wording)
        return
    yield from _names(sentence, tokens, vocabulary, wording)
    index = 0
    while index < len(tokens):
        end = _run_end(tokens, index, wording)
        if end == index:
            index += 1
            continue
        found = _fenced(tokens, index, end, vocabulary, wording)
        if found and not _is_part_of_title(tokens, index, wording):
            whole = _with_complement(tokens, *found, vocabulary, wording)
            index = end
            if whole is None:
                continue
            first, last = whole
            phrase = sentence[tokens[first].start : tokens[last - 1].end]
            settled = phrase if tokens[first].joined else vocabulary.lowered(phrase, wording)
            if settled and _says_enough(tokens[first:last], vocabulary, wording):
                subject = last < len(tokens) and tokens[last].joined and _is_finite(tokens[last].word, wording)
                weight = _weight(tokens[first:last], vocabulary, wording)
                yield settled, weight + _SUBJECT_BONUS * subject * (weight > 0)
        index = end


def _tokens(sentence: str) -> list[Token]:
    tokens: list[Token] = []
    for match in TOKEN.finditer(sentence):
        between = sentence[tokens[-1].end : match.start()] if tokens else "."
        tokens.append(Token(match[0], match.start(), match.end(), between in {" ", ""}))
    return tokens


def _capital_nouns(tokens: Sequence[Token], vocabulary: Vocabulary, wording: Wording) -> Iterator[tuple[str, float]]:
    """Where every noun has a capital: the noun alone, to be used between quotation marks."""
    for token in tokens[1:]:
        if token.word[0].isupper() and len(token.word) > 3 and not wording.is_closed(token.word):
            yield token.word, _weight([token], vocabulary, wording)


def _names(
    sentence: str, tokens: Sequence[Token], vocabulary: Vocabulary, wording: Wording
) -> Iterator[tuple[str, float]]:
    """Names, which need no article and no fence, unless they only qualify the noun after them ("Ukrainian masses")."""
    index = 0
    while index < len(tokens):
        end = index
        while end < len(tokens) and _is_name(tokens[end], vocabulary, wording) and (end == index or tokens[end].joined):
            end += 1
        if end > index and _is_part_of_title(tokens, index, wording):
            index = end
            continue
        if end == index:
            index += 1
            continue
        last = tokens[end - 1]
        qualifies = wording.has("adjective_names", last.word) or _noun_follows(tokens, end, wording)
        bare = _POSSESSIVE.sub("", last.word)
        address = re.match(r"[.@/:]\w", sentence[last.end :])
        any_of_them = index > 0 and tokens[index].joined and wording.is_word("indefinite", tokens[index - 1].word)
        if bare == last.word and not (qualifies or address or any_of_them) and len(bare) > 2:
            first = index - (tokens[index].joined and index > 0 and wording.is_word("articles", tokens[index - 1].word))
            found = sentence[tokens[first].start : last.start + len(bare)]
            yield (
                (found if first == index else vocabulary.lowered(found, wording) or found),
                _weight(tokens[index:end], vocabulary, wording) + _NAME_BONUS,
            )
        index = end


def _is_central(phrase: str, vocabulary: Vocabulary, wording: Wording) -> bool:
    """Whether the article is about it: what a sentence only mentions ("a laptop screen") is not worth a question."""
    words = [word for word in TOKEN.findall(phrase) if wording.is_telling(word)]
    often = max(_OFTEN, vocabulary.most // 4)
    return any(vocabulary.count(word) >= often or word.casefold() in vocabulary.title for word in words)


def _is_part_of_title(tokens: Sequence[Token], index: int, wording: Wording) -> bool:
    """Whether a name is only the end of a longer one: "Projects" of "Chief of Projects"."""
    if index < 2 or not tokens[index].joined or not tokens[index - 1].joined:
        return False
    capitals = tokens[index].word[0].isupper() and tokens[index - 2].word[0].isupper()
    return capitals and wording.is_word("complements", tokens[index - 1].word)


def _says_enough(tokens: Sequence[Token], vocabulary: Vocabulary, wording: Wording) -> bool:
    """Whether a phrase names something in particular: a single word must be one that the article often uses."""
    telling = [token.word for token in tokens if _is_content(token.word, wording)]
    return len(telling) > 1 or any(
        vocabulary.count(word) >= _OFTEN or word.casefold() in vocabulary.title for word in telling
    )


def _is_finite(word: str, wording: Wording) -> bool:
    return any(wording.opens(cue, word) for cue in ("auxiliaries", "modal", "present", "past", "verbs"))


def _noun_follows(tokens: Sequence[Token], index: int, wording: Wording) -> bool:
    if index >= len(tokens) or not tokens[index].joined or not _is_content(tokens[index].word, wording):
        return False
    word = tokens[index].word
    return not (wording.is_verb_form(word) or wording.is_word("imperatives", word))


def _is_name(token: Token, vocabulary: Vocabulary, wording: Wording) -> bool:
    return _POSSESSIVE.sub("", token.word) in vocabulary.names and _is_content(token.word, wording)


def _run_end(tokens: Sequence[Token], index: int, wording: Wording) -> int:
    """Where the run of content words that begins at `index` ends."""
    end = index
    while end < len(tokens) and (end == index or tokens[end].joined) and _is_content(tokens[end].word, wording):
        end += 1
    return end


def _is_content(word: str, wording: Wording) -> bool:
    return len(word) > 2 and not word.isdigit() and not wording.is_closed(word)


def _fenced(
    tokens: Sequence[Token], index: int, end: int, vocabulary: Vocabulary, wording: Wording
) -> tuple[int, int] | None:
    """The noun phrase of a run as `(first, last)`, article included, or None if it is not safely one."""
    left = tokens[index - 1].word if index and tokens[index].joined else ""
    left = "" if wording.is_word("conjunctions", left) else left
    right = tokens[end].word if end < len(tokens) and tokens[end].joined else ""
    after_article = wording.is_word("articles", left)
    if after_article and index > 1 and _begins_clause(tokens[index - 2], tokens[index - 1], right, wording):
        return None
    last = _sound_end(tokens, index, end, after_article, wording)
    if last is None or last - index > _MOST_WORDS:
        return None
    if last < end and not after_article and not wording.words("adjectives_follow"):
        return None
    if after_article:
        passing = wording.is_word("indefinite", left) and last == index + 1
        return None if passing else (index - 1, last)
    if wording.is_verb_form(tokens[index].word) or wording.is_word("imperatives", tokens[index].word):
        return None
    head = tokens[last - 1].word
    named = all(token.word in vocabulary.names for token in tokens[index:last])
    plural = wording.has("plural_endings", head)
    if wording.is_word("determiners", left):
        return (index, last) if plural and not wording.is_word("possessives", left) else None
    if wording.is_word("prepositions", left) or (not left and wording.opens("auxiliaries", right)):
        return (index, last) if named or plural or wording.opens("mass_nouns", head) else None
    return None


def _begins_clause(before: Token, article: Token, right: str, wording: Wording) -> bool:
    """Whether a noun phrase is the subject of an inner clause whose unknown verb may lie within the run."""
    return article.joined and wording.has("subordinators", before.word) and not _is_finite(right, wording)


def _sound_end(tokens: Sequence[Token], index: int, end: int, after_article: bool, wording: Wording) -> int | None:
    """Where the noun phrase ends within the run; None if some word in it cannot be part of one."""
    words = [token.word for token in tokens[index:end]]
    if any(wording.has("adverb_endings", word) for word in words):
        return None
    if wording.words("single_nouns"):
        return end if end - index == 1 and after_article else None
    if wording.words("adjectives_follow"):
        last = index + 1
        if wording.is_word("adjectives_before", words[0]):
            last += 1
        while last < end and wording.has("adjective_endings", tokens[last].word):
            last += 1
        return last if last <= end else None
    last = end
    while last - index > 1 and wording.is_verb_form(tokens[last - 1].word):
        last -= 1
    head = tokens[last - 1].word
    if wording.has("not_last", head) or (not after_article and wording.is_verb_form(head)):
        return None
    return last


def _with_complement(
    tokens: Sequence[Token], first: int, last: int, vocabulary: Vocabulary, wording: Wording
) -> tuple[int, int] | None:
    """The phrase and its "of ...": "the pool" says little, "the pool of instructors" much. None if where that ends
    cannot be told.
    """
    if last >= len(tokens) or not tokens[last].joined or not wording.is_word("complements", tokens[last].word):
        return first, last
    start = last + 1
    if start < len(tokens) and wording.is_word("articles", tokens[start].word):
        start += 1
    if start >= len(tokens) or not tokens[start].joined:
        return None
    end = _run_end(tokens, start, wording)
    found = _fenced(tokens, start, end, vocabulary, wording) if end > start else None
    return (first, found[1]) if found else None


def _head(tokens: Sequence[Token], wording: Wording) -> str:
    """The noun a phrase is about: the last word before its complement ("the pool of instructors": pool)."""
    place = next((at for at, token in enumerate(tokens) if wording.is_word("complements", token.word)), len(tokens))
    return tokens[place - 1].word.casefold()


def _weight(tokens: Sequence[Token], vocabulary: Vocabulary, wording: Wording) -> float:
    """How much the article speaks of these words; 0 if they are too general to ask about."""
    telling = [token.word.casefold() for token in tokens if _is_content(token.word, wording)]
    if not telling:
        return 0.0
    head = telling[0] if wording.words("adjectives_follow") else _head(tokens, wording)
    if wording.is_word("vague", head):
        return 0.0
    telling = [word for word in telling if not wording.is_word("vague", word)]
    bonus = _TITLE_BONUS * sum(word in vocabulary.title for word in telling)
    return sum(math.log2(1 + vocabulary.count(word)) for word in telling[:_MOST_WORDS]) + bonus
