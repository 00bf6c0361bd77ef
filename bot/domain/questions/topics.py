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

from bot.domain.questions.vocabulary import TOKEN, Vocabulary
from bot.domain.questions.wording import Wording

_MOST_WORDS = 3
_STEM = 4
_TITLE_BONUS = 1.0
_NAME_BONUS = 1.0
_ASIDE = re.compile(r"\s[–—-]\s[^–—]{1,150}?\s[–—-](?=\s)|—[^—]{1,150}—|\s\([^()]*\)")
_POSSESSIVE = re.compile(r"[’']s?$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word `[start, end)` of a sentence; `joined`: nothing but a space parts it from the word before."""

    word: str
    start: int
    end: int
    joined: bool


def best_topics(sentence: str, vocabulary: Vocabulary, wording: Wording) -> list[str]:
    """The one or two noun phrases that say best what the sentence is about, as they may stand after "about", in their
    order. Empty if none is safe.
    """
    plain = _ASIDE.sub(",", sentence)
    found = [topic for topic in _topics(plain, vocabulary, wording) if topic[1] > 0]
    best = sorted(found, key=lambda topic: (-topic[1], topic[0]))
    kept: list[str] = []
    for phrase, _ in best:
        if len(kept) < 2 and not (kept and _stems(phrase) & _stems(kept[0])):
            kept.append(phrase)
    return sorted(kept, key=[phrase for phrase, _ in found].index)


def _topics(sentence: str, vocabulary: Vocabulary, wording: Wording) -> Iterator[tuple[str, float]]:
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
        if found:
            first, last = _with_complement(tokens, *found, vocabulary, wording)
            phrase = sentence[tokens[first].start : tokens[last - 1].end]
            settled = phrase if tokens[first].joined else vocabulary.lowered(phrase, wording)
            if settled:
                yield settled, _weight(tokens[first:last], vocabulary, wording)
        index = end


def _stems(phrase: str) -> set[str]:
    """The beginnings of its longer words: "workshops" and "the workshop" are one topic."""
    return {word[:_STEM].casefold() for word in phrase.split() if len(word) >= _STEM}


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
        if end == index:
            index += 1
            continue
        last = tokens[end - 1]
        qualifies = wording.has("adjective_names", last.word) or _noun_follows(tokens, end, wording)
        bare = _POSSESSIVE.sub("", last.word)
        address = re.match(r"[.@/:]\w", sentence[last.end :])
        if bare == last.word and not qualifies and not address and len(bare) > 2:
            found = sentence[tokens[index].start : last.start + len(bare)]
            yield found, _weight(tokens[index:end], vocabulary, wording) + _NAME_BONUS
        index = end


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
        return (index, last) if plural else None
    if wording.is_word("prepositions", left) or (not left and wording.opens("auxiliaries", right)):
        return (index, last) if named or plural or wording.opens("mass_nouns", head) else None
    return None


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
) -> tuple[int, int]:
    """The phrase and its "of ...": "the pool" says little, "the pool of instructors" much."""
    if last >= len(tokens) or not tokens[last].joined or not wording.is_word("complements", tokens[last].word):
        return first, last
    start = last + 1
    if start < len(tokens) and wording.is_word("articles", tokens[start].word):
        start += 1
    if start >= len(tokens) or not tokens[start].joined:
        return first, last
    end = _run_end(tokens, start, wording)
    found = _fenced(tokens, start, end, vocabulary, wording) if end > start else None
    return (first, found[1]) if found else (first, last)


def _head(tokens: Sequence[Token], wording: Wording) -> str:
    """The noun a phrase is about: the last word before its complement ("the pool of instructors": pool)."""
    place = next((at for at, token in enumerate(tokens) if wording.is_word("complements", token.word)), len(tokens))
    return tokens[place - 1].word.casefold()


def _weight(tokens: Sequence[Token], vocabulary: Vocabulary, wording: Wording) -> float:
    """How much the article speaks of these words; 0 if they are too general to ask about."""
    telling = [token.word.casefold() for token in tokens if _is_content(token.word, wording)]
    head = telling[0] if wording.words("adjectives_follow") else _head(tokens, wording)
    if wording.is_word("vague", head):
        return 0.0
    telling = [word for word in telling if not wording.is_word("vague", word)]
    bonus = _TITLE_BONUS * sum(word in vocabulary.title for word in telling)
    return sum(math.log2(1 + vocabulary.count(word)) for word in telling[:_MOST_WORDS]) + bonus
