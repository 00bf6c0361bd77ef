"""What belongs to the page, not to the article: appeals, share buttons, related links, captions, credits, bylines.

Words alone prove little: "donate" in an article about fundraising is content. A piece is boilerplate when it also
speaks to the reader, links out or names the publication, when it is a whole line of a known kind, when it stands in a
box of the page, or when it belongs to the run of such pieces at the end. The rules are here, the signs of one piece in
`bot.domain.boilerplate_signs`, the words in the language files.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from bot.domain.article import BlockKind
from bot.domain.boilerplate_cues import cues_of
from bot.domain.boilerplate_signs import BOX_BODY, SHORT_CREDIT, Judged
from bot.domain.headings import HeadingWords, words_of
from bot.domain.language import Language
from bot.domain.phrases import fold
from bot.domain.piece import Piece

TAIL = 14
"""Pieces at the end among which the run of boilerplate is looked for."""
DOUBTFUL = 45
"""Words that may stand between two certain pieces of the run."""
LAST_WORDS = 15
"""Words that may stand after the last certain piece."""
FOOTER = 45
"""Words that may stand below the line above a footer."""
SIGNED = 6
"""Pieces at the end among which the greeting that ends a letter is looked for."""
CLOSING_QUOTES = "\"”»“’'"
FIRST_WORDS = 25
"""Words of a piece with which the article has begun."""
FRONT = 6
"""Pieces at the beginning among which bylines, dates and credits are looked for."""
PULL_QUOTE = 300
"""Characters of a sentence that is set apart for the eye."""
MOST_QUOTED = 50
"""Quotations held against the text, so that a text of nothing else costs no more."""


def without_boilerplate(
    pieces: Sequence[Piece],
    languages: Iterable[Language],
    source_name: str | None = None,
    authors: Iterable[str] = (),
) -> list[Piece]:
    """The pieces that belong to the article, in order. `source_name` and `authors` tell what speaks of them."""
    own = tuple(languages)
    cues = cues_of(own)
    judged = [Judged(piece, cues, tuple(filter(None, map(fold, authors)))) for piece in pieces]
    _name_publications(judged, source_name)
    _find_footer(judged)
    _find_closing_note(judged)
    _find_signature(judged)
    _find_footnotes(judged)
    _find_sources(judged)
    judged = _without_tail(judged, words_of(own))
    judged = _without_front_matter(judged)
    judged = _without_boxes(judged)
    return _without_pull_quotes([one.piece for one in judged if not one.stands_alone_as_boilerplate])


def _name_publications(judged: Sequence[Judged], source_name: str | None) -> None:
    """Tell every piece what the publication is called: what the source says, and the sites its boilerplate names."""
    edges = [*judged[:FRONT], *judged[FRONT:][-TAIL:]]
    naming = [(one, found) for one in edges if one.words <= BOX_BODY and (found := one.sites())]
    sites = {fold(site) for one, found in naming if one.certain for site in found}
    names = frozenset(name for name in {*sites, fold(source_name or "")} if name)
    for one in judged:
        one.publications = names


def _find_footer(judged: Sequence[Judged]) -> None:
    """What stands below the last line of a page is its footer, if it is short and some of it is certain or links out.

    A line may also part an article's last words from the rest: those are longer, or lead nowhere.
    """
    first = max(0, len(judged) - TAIL)
    start = next((at for at in range(len(judged) - 1, first, -1) if judged[at].piece.after_rule), len(judged))
    below = judged[start:]
    plain = all(one.piece.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM} for one in below)
    if plain and sum(one.words for one in below) <= FOOTER and any(one.links_out or one.certain for one in below):
        for one in below:
            one.in_footer = True


def _find_closing_note(judged: Sequence[Judged]) -> None:
    """The last thing said, if it is a note of the author's, is no part of the article, nor are such notes above it."""
    notes = [one for one in judged[-TAIL:] if one.is_closing_note]
    for one in reversed(judged[-TAIL:] if notes else []):
        if one in notes:
            one.in_footer = True
        elif not one.certain:
            return


def _find_signature(judged: Sequence[Judged]) -> None:
    """A dash and a name near the end are the author's, unless they name the speaker of a quotation above them."""
    for above, one in pairwise(judged[-SIGNED:]):
        quoted = above.piece.kind is BlockKind.QUOTATION or above.piece.text[-1] in CLOSING_QUOTES
        one.signed = one.is_dash_and_name and not quoted


def _find_footnotes(judged: Sequence[Judged]) -> None:
    """Notes below the text are no part of it. Points that are numbered in the same way are told from them: those stand
    below a heading or a colon, none names a source, and no mark in the text leads to them.
    """
    last = next((at for at in reversed(range(len(judged))) if judged[at].note_mark), -1)
    if last < max(0, len(judged) - TAIL):
        return
    first = next((at + 1 for at in range(last, -1, -1) if not judged[at].note_mark), 0)
    notes, above = judged[first : last + 1], judged[:first]
    marks = {one.note_mark for one in notes}
    told = len(marks) == len(notes) and above and above[-1].piece.kind is not BlockKind.HEADING
    if not told or above[-1].piece.text.endswith(":"):
        return
    marked = any(mark in one.piece.text for mark in marks for one in above)
    if marked or any(one.refers or one.certain for one in notes):
        for one in notes:
            one.in_footer = True


def _find_sources(judged: Sequence[Judged]) -> None:
    """A label such as "Sources" near the end, and what is listed below it by page, year or address, are no part."""
    first = max(0, len(judged) - TAIL)
    start = next((at for at in range(first, len(judged)) if judged[at].heads_notes), len(judged))
    below = list(takewhile(lambda one: one.words <= FOOTER and not one.certain, judged[start + 1 :]))
    if below and 2 * sum(one.refers for one in below) >= len(below):
        for one in judged[start : start + 1 + len(below)]:
            one.in_footer = True


def _without_front_matter(judged: list[Judged]) -> list[Judged]:
    """Out go bylines, dates and credits before the article really begins."""
    kept: list[Judged] = []
    begun = False
    for index, one in enumerate(judged):
        marked = one.piece.kind is BlockKind.HEADING and not one.piece.guessed
        in_front = not begun and index < FRONT and not marked
        if in_front and (
            one.is_label or one.is_byline or one.says_who_and_when or (one.words <= SHORT_CREDIT and one.credits)
        ):
            continue
        begun = begun or one.words > FIRST_WORDS
        kept.append(one)
    return kept


def _without_boxes(judged: list[Judged]) -> list[Judged]:
    """Out goes a box of the page inside the article: its heading and the short, linked or asking pieces below it."""
    kept: list[Judged] = []
    index = 0
    while index < len(judged):
        one = judged[index]
        end = _box_end(judged, index) if one.opens_box else index
        if end > index:
            index = end
            continue
        kept.append(one)
        index += 1
    return kept


def _box_end(judged: list[Judged], start: int) -> int:
    """Where the box that opens at `start` ends; `start` itself if what follows reads like an article."""
    index = start + 1
    whole = judged[start].is_whole_box
    while index < len(judged):
        one = judged[index]
        if one.piece.kind is BlockKind.HEADING and not one.opens_box:
            break
        if whole and not one.is_all_link:
            return index
        belongs = one.certain or one.piece.kind is BlockKind.LIST_ITEM or one.words <= 15
        if not belongs:
            break
        index += 1
    if index == start + 1 and index < len(judged) and judged[index].piece.kind is not BlockKind.HEADING:
        return start
    return index


def _without_tail(judged: list[Judged], words: HeadingWords) -> list[Judged]:
    """Out goes the run of boilerplate at the end: it begins with a certain piece, and nothing after it is an article's.

    Between certain pieces a short one may stand that says nothing by itself ("Capitalism has failed! Join the fight!").
    """
    first = max(0, len(judged) - TAIL)
    signed = any(one.signs_off for one in judged[-SIGNED:])
    cut, doubtful, allowed, reads_on = len(judged), 0, DOUBTFUL if signed else LAST_WORDS, False
    for index in range(len(judged) - 1, first - 1, -1):
        one = judged[index]
        if one.certain:
            if reads_on and one.goes_alone:
                break
            doubtful, allowed, reads_on = 0, DOUBTFUL, False
            cut = index if _may_begin_tail(judged, index) else cut
            continue
        doubtful += one.words
        reads_on = reads_on or one.is_sentence
        if doubtful > allowed or one.piece.kind in {BlockKind.TABLE, BlockKind.CODE}:
            break
    _keep_last_question(judged[:cut], words)
    while cut < len(judged) and cut and judged[cut - 1].piece.kind is BlockKind.HEADING:
        cut -= 1
    return judged[:cut]


def _keep_last_question(judged: list[Judged], words: HeadingWords) -> None:
    """The author's last question is no heading of the few words that may stand behind it."""
    behind = 0
    for last in reversed(judged):
        if last.piece.kind is BlockKind.HEADING:
            if last.asks_the_group and _opens_with_question_word(last.piece.text, words):
                last.piece = replace(last.piece, kind=BlockKind.PARAGRAPH, level=0, guessed=False)
            return
        behind += last.words
        if behind > LAST_WORDS:
            return


def _opens_with_question_word(text: str, words: HeadingWords) -> bool:
    """Whether a question word comes first, or right after a comma: "And you, what keeps you from it?"."""
    return any(words.opens_with_question_word(part) for part in (text, text.partition(",")[2]) if part.strip())


def _may_begin_tail(judged: list[Judged], index: int) -> bool:
    """A list item is cut only with its whole list, so that the last point of a list is not lost to a link in it."""
    one = judged[index]
    if one.piece.kind is not BlockKind.LIST_ITEM or one.is_label or (one.in_footer and one.note_mark):
        return True
    before = judged[index - 1] if index else None
    return before is None or before.piece.kind is not BlockKind.LIST_ITEM


def _without_pull_quotes(pieces: list[Piece]) -> list[Piece]:
    """Out goes a quotation that only repeats a sentence of the text in larger letters."""
    quoted = [piece for piece in pieces if piece.kind is BlockKind.QUOTATION and len(piece.text) <= PULL_QUOTE]
    if not quoted:
        return pieces
    text = "".join(fold(piece.text) for piece in pieces if piece.kind is BlockKind.PARAGRAPH)
    repeated = {id(piece) for piece in quoted[:MOST_QUOTED] if piece.text.count(" ") >= 4 and fold(piece.text) in text}
    return [piece for piece in pieces if id(piece) not in repeated]
